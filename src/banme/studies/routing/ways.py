"""Legs between the places of a week's rounds, for each truck type and each state of planned closures."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from banme import roads
from banme.routing import NO_WAY, Legs
from banme.studies.network import travel
from banme.studies.network.travel import ACCESS_DETOUR, ACCESS_MAX_M, ACCESS_SPEED_KMH
from banme.workspace.models import RoadClosure

if TYPE_CHECKING:
    from banme.studies.inputs import Inputs
    from banme.studies.scenario import Resolved

KM_M, HOUR_S = 1000.0, 3600
DAYS = 7


@dataclass(frozen=True, slots=True)
class Ways:
    """Routers by truck type and closures, over one graph.

    Attributes
    ----------
    places : GeoDataFrame, index code
        ``name`` and point geometry.
    closed_on : tuple of frozenset
        Codes of the edges closed on each day of the week, Monday first.

    """

    places: gpd.GeoDataFrame
    closed_on: tuple[frozenset[str], ...]
    _routers: dict[str, roads.CustomisedRouter]
    _node: pd.Series[int]
    _access_m: pd.Series[float]
    _speed: dict[str, np.ndarray]

    def key(self, vehicle: str, day: int | None) -> str:
        """Return the name of the legs of a truck on a day (0: Monday), or over the whole week (None)."""
        closed = frozenset().union(*self.closed_on) if day is None else self.closed_on[day]
        return f"{vehicle}/{self._state(closed)}"

    def _state(self, closed: frozenset[str]) -> str:
        if not closed:
            return "open"
        if day_numbers := [number for number, each in enumerate(self.closed_on) if each == closed]:
            return f"day{day_numbers[0] + 1}"
        return "week"

    def legs(self, key: str) -> Legs:
        """Return metres and seconds between all places, rounded up to whole ones; ``NO_WAY`` where there is none."""
        router = self._routers[key]
        edges = router.graph.edges
        carry = {
            "distance_m": edges["length_m"].to_numpy(float),
            "time_h": edges["length_m"].to_numpy(float) / KM_M / self._speed[key.rsplit("/", 1)[0]],
        }
        on_road = (self._node >= 0).to_numpy()
        nodes = self._node.to_numpy()[on_road]
        found = router.routes(nodes, nodes, carry)
        size = len(self.places)
        metres = np.full((size, size), NO_WAY, dtype=np.int64)
        seconds = metres.copy()
        off = self._access_m.to_numpy()
        both = off[:, None] + off[None, :]
        grid = np.ix_(on_road, on_road)
        there = found.reached
        metres[grid] = np.where(there, np.ceil(np.where(there, found.carried["distance_m"], 0) + both[grid]), NO_WAY)
        hours = np.where(there, found.carried["time_h"], 0) + both[grid] / KM_M / ACCESS_SPEED_KMH
        seconds[grid] = np.where(there, np.ceil(hours * HOUR_S), NO_WAY)
        np.fill_diagonal(metres, 0)
        np.fill_diagonal(seconds, 0)
        return Legs(metres, seconds)

    def line(self, key: str, stops: list[str]) -> shapely.LineString | None:
        """Return the way through places in order (lon/lat), None where it does not leave its place."""
        xy = [np.asarray(self.places.geometry[stops[0]].coords)]
        router = self._routers[key]
        for one, other in itertools.pairwise(stops):
            if one == other:
                continue
            path = router.path(int(self._node[one]), int(self._node[other]))
            for geometry, forward in zip(
                router.graph.edges.geometry.to_numpy()[path.edge_positions], path.forward, strict=True
            ):
                coordinates = np.asarray(geometry.coords)
                xy.append(coordinates if forward else coordinates[::-1])
            xy.append(np.asarray(self.places.geometry[other].coords))
        line = np.concatenate(xy)
        return shapely.LineString(line) if len(line) > 1 else None


def ways(inputs: Inputs, scenario: Resolved, codes: list[str], vehicles: list[str], monday: dt.date) -> Ways:
    """Build the road network once, and a router for each truck type and state of closures in the week.

    Raises
    ------
    InputError
        From the roads engine, with every edge or place that cannot be used.

    """
    everywhere = travel.places_of(inputs)
    places = everywhere.loc[codes]
    islands = travel.islands_of(inputs, scenario)
    usable = travel.usable_edges(inputs, scenario)
    edges = roads.attach_points(usable[~usable.index.isin(islands.index)], places.geometry, ACCESS_MAX_M)
    graph = roads.build_graph(edges)
    snapped = roads.snap_points(graph, places.geometry, ACCESS_MAX_M)
    router = roads.Router(graph)
    speed = roads.speeds(edges, travel.class_speeds(inputs), terrain=travel.terrain_factor(inputs))
    closed_on = tuple(_closed(inputs, monday + dt.timedelta(days=day)) for day in range(DAYS))
    by_truck = {code: (speed * float(inputs.vehicles.loc[code, "speed_factor"])).to_numpy(float) for code in vehicles}  # type: ignore[arg-type]
    made = Ways(
        places=gpd.GeoDataFrame(places),
        closed_on=closed_on,
        _routers={},
        _node=pd.Series(snapped.node, index=places.index),
        _access_m=pd.Series(snapped.distance_m * ACCESS_DETOUR, index=places.index),
        _speed=by_truck,
    )
    for code in vehicles:
        for day in [None, *range(DAYS)]:
            key = made.key(code, day)
            if key not in made._routers:  # noqa: SLF001  (filled here, read there)
                shut = frozenset().union(*closed_on) if day is None else closed_on[day]
                made._routers[key] = _router(router, edges, speed, inputs.vehicles.loc[code], shut)  # noqa: SLF001
    return made


def _router(
    router: roads.Router,
    edges: gpd.GeoDataFrame,
    speed: pd.Series[float],
    truck: pd.Series[object],
    shut: frozenset[str],
) -> roads.CustomisedRouter:
    """Return the router of one truck type; a closed edge, also one cut by a joined place, is not driven."""
    cost = roads.TruckCost(float(truck["cost_vnd_km"]), float(truck["cost_vnd_h"]))  # type: ignore[arg-type]
    weight = roads.edge_costs(edges, speed * float(truck["speed_factor"]), cost)  # type: ignore[arg-type]
    closed = edges["split_from"].isin(shut).to_numpy(dtype=bool)
    if pd.notna(truck["gross_t"]):
        closed = closed | (edges["max_gross_t"].astype(float) < float(truck["gross_t"])).to_numpy()  # type: ignore[arg-type]
    return router.customise(weight.to_numpy(), closed=closed)


def _closed(inputs: Inputs, day: dt.date) -> frozenset[str]:
    """Return the codes of the edges that a planned closure closes on a day."""
    shut: set[str] = set()
    for closure in RoadClosure.objects.filter(valid_from__lte=day):
        if closure.valid_to is None or closure.valid_to >= day:
            hit = (inputs.roads.index == closure.target) | (inputs.roads["ref"] == closure.target)
            shut |= set(inputs.roads.index[hit])
    return frozenset(shut)
