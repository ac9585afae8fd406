"""Between every two places of the network: the cheapest truck, its distance, time, cost and CO2e a tonne."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from banme import freight, roads
from banme.errors import InputError, Problem
from banme.studies.scenario import ANY, Resolved
from banme.studies.tariffs import rate

if TYPE_CHECKING:
    from banme.studies.inputs import Inputs

ACCESS_DETOUR = 1.3
"""Assumed ratio of driven to straight distance between a place and the nearest road of the network."""
ACCESS_SPEED_KMH = 20.0
"""Assumed speed of a truck on that access leg (km/h): commune and farm roads are not in the network."""
ACCESS_MAX_M = 40_000.0
"""Farther than this from every road, a place is reported and not connected (m)."""
ISLAND_SHARE = 0.05
"""Pieces with less than this share of the network, joined to nothing, are drawing gaps: left out and named."""
COLLECTION, LINEHAUL, EITHER = "collection", "linehaul", "all"
LEG_KINDS = (
    ("origin", "point"),
    ("origin", "centre"),
    ("origin", "outlet"),
    ("point", "centre"),
    ("point", "outlet"),
    ("centre", "outlet"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Travel:
    """Legs and what they rest on.

    Attributes
    ----------
    legs : DataFrame
        ``source, target, leg, vehicle, distance_km, connector_km, time_h, cost_vnd_t, co2_kg_t``; the truck is the
        cheapest one allowed on the leg. Pairs without a way are not here but in ``unreachable``.
    reach_h : DataFrame, communes by sites
        Hours by the quickest collection truck, NaN where there is no way.
    unreachable : DataFrame
        ``origin, destination, reason`` with the nearest road.
    places : GeoDataFrame, index code
        ``kind`` (origin, point, centre, outlet) and point geometry (EPSG:4326).
    islands : DataFrame, index code
        ``road, length_m`` of edges left out because they join nothing; places go to the nearest road that does.

    """

    legs: pd.DataFrame
    reach_h: pd.DataFrame
    unreachable: pd.DataFrame
    places: gpd.GeoDataFrame
    islands: pd.DataFrame
    _ways: dict[str, roads.CustomisedRouter]
    _node: pd.Series[int]

    def line(self, source: str, target: str, vehicle: str) -> shapely.LineString:
        """Return the way driven from one place to another (lon/lat), access legs as straight ends."""
        ends = [self.places.geometry[source], self.places.geometry[target]]
        way = self._ways[vehicle]
        path = way.path(int(self._node[source]), int(self._node[target]))
        xy = [np.asarray(ends[0].coords)]
        edges = way.graph.edges.geometry.to_numpy()[path.edge_positions]
        for geometry, forward in zip(edges, path.forward, strict=True):
            coordinates = np.asarray(geometry.coords)
            xy.append(coordinates if forward else coordinates[::-1])
        xy.append(np.asarray(ends[1].coords))
        return shapely.LineString(_without_repeats(np.concatenate(xy)))


def _without_repeats(xy: np.ndarray) -> np.ndarray:
    keep = np.append(True, (np.diff(xy, axis=0) != 0).any(axis=1))
    kept = xy[keep]
    return kept if len(kept) > 1 else np.repeat(kept, 2, axis=0)


def travel(inputs: Inputs, scenario: Resolved, origins: pd.Index[str]) -> Travel:
    """Return the legs between all communes with goods, sites and outlets, and reach for every commune.

    Raises
    ------
    InputError
        From the roads engine, with every edge or place that cannot be used; when no truck may run on a leg.

    """
    places = places_of(inputs)
    islands = islands_of(inputs, scenario)
    edges = usable_edges(inputs, scenario)
    _require_roads(edges, scenario)
    edges = roads.attach_points(edges[~edges.index.isin(islands.index)], places.geometry, ACCESS_MAX_M)
    graph = roads.build_graph(edges)
    snapped = roads.snap_points(graph, places.geometry, ACCESS_MAX_M)
    node = pd.Series(snapped.node, index=places.index)
    access_km = pd.Series(snapped.distance_m * ACCESS_DETOUR / 1000.0, index=places.index)
    router = roads.Router(graph)
    speed = roads.speeds(edges, class_speeds(inputs), terrain=terrain_factor(inputs))
    ways = {str(code): truck_way(router, edges, speed, truck) for code, truck in inputs.vehicles.iterrows()}
    ground = _Ground(inputs, scenario, places, node, access_km, speed)
    options = [_legs(ground, code, way) for code, way in ways.items()]
    everything = pd.concat(options, ignore_index=True)
    goods_moving = ~(everything["leg"].str.startswith("origin") & ~everything["source"].isin(origins))
    reached = everything[np.isfinite(everything["cost_vnd_t"])]
    _require_ways(origins, reached, places, snapped, graph)
    best = reached.loc[reached[goods_moving].groupby(["source", "target"])["cost_vnd_t"].idxmin()]
    return Travel(
        legs=best.sort_values(["leg", "source", "target"]).reset_index(drop=True),
        reach_h=_reach(everything),
        unreachable=_unreachable(everything, places, snapped, graph, origins),
        places=places,
        islands=islands,
        _ways=ways,
        _node=node,
    )


def _require_roads(edges: gpd.GeoDataFrame, scenario: Resolved) -> None:
    if edges.empty:
        raise InputError(
            [
                Problem(
                    rule="no-way-out",
                    table="road_edge",
                    value=scenario.code,
                    vi="Không còn đường nào mở trong ngày tính của kịch bản: mở đường hoặc nạp thêm đường",
                    en="No road is open on the scenario's day: open one, or load roads",
                )
            ]
        )


def _require_ways(
    origins: pd.Index[str],
    reached: pd.DataFrame,
    places: gpd.GeoDataFrame,
    snapped: roads.Snapped,
    graph: roads.RoadGraph,
) -> None:
    """Refuse goods that cannot leave: name each commune, its nearest road and how far that is."""
    edge, off_m = pd.Series(snapped.edge, index=places.index), pd.Series(snapped.off_road_m, index=places.index)
    stuck = origins.difference(reached["source"].unique())
    problems = [
        Problem(
            rule="no-way-out",
            table="admin_unit",
            row=str(unit),
            value=str(places["name"].get(unit, "")),
            vi=_stuck(
                "Hàng không có đường ra; đường gần nhất",
                "nối đường hoặc mở đường trong kịch bản",
                graph,
                edge,
                off_m,
                unit,
            ),
            en=_stuck(
                "The goods have no way out; the nearest road is", "join it up, or open a road", graph, edge, off_m, unit
            ),
        )
        for unit in stuck
    ]
    if problems:
        raise InputError(problems)


def _stuck(
    what: str, repair: str, graph: roads.RoadGraph, edge: pd.Series[int], off_m: pd.Series[float], unit: str
) -> str:
    if unit not in edge.index:
        return f"{what} ? ({repair})"
    return f"{what} {graph.road_name(int(edge[unit]))}, {off_m[unit] / 1000:.1f} km ({repair})"


def places_of(inputs: Inputs) -> gpd.GeoDataFrame:
    """Return communes (a point inside each), sites and outlets as one table of places."""
    drawn = inputs.units[~inputs.units.geometry.isna()]
    kinds = inputs.sites["kind"].map(lambda kind: "centre" if kind == "centre" else "point")
    parts = [
        gpd.GeoDataFrame(
            {"kind": "origin", "name": drawn["name"]}, geometry=drawn.representative_point(), crs=drawn.crs
        ),
        gpd.GeoDataFrame({"kind": kinds, "name": inputs.sites["name"]}, geometry=inputs.sites.geometry),
        gpd.GeoDataFrame({"kind": "outlet", "name": inputs.outlets["name"]}, geometry=inputs.outlets.geometry),
    ]
    places = pd.concat(parts)
    twice = places.index[places.index.duplicated()].unique()
    if len(twice):
        raise InputError(
            [
                Problem(
                    rule="code-in-two-tables",
                    column="code",
                    value=str(code),
                    vi="Mã này có ở hai bảng (xã, điểm logistics, nơi tiêu thụ): đổi một mã",
                    en="This code stands in two tables (units, sites, outlets): change one of them",
                )
                for code in twice
            ]
        )
    return gpd.GeoDataFrame(places, geometry="geometry", crs=inputs.units.crs)


def usable_edges(inputs: Inputs, scenario: Resolved) -> gpd.GeoDataFrame:
    """Return the edges that can be driven on the scenario's day, its closures and openings applied."""
    _refuse_dated_changes(scenario)
    usable = roads.open_on(inputs.roads, scenario.as_of)
    for change in scenario.of_kind("close_road", "open_road"):
        hit = (inputs.roads.index == change.target) | (inputs.roads["ref"] == change.target) | (change.target == ANY)
        usable[hit] = change.kind == "open_road"
    return inputs.roads[usable]


def islands_of(inputs: Inputs, scenario: Resolved) -> pd.DataFrame:
    """Return the open edges that hang together with nothing before the scenario's closures: gaps in the drawing."""
    edges = inputs.roads[roads.open_on(inputs.roads, scenario.as_of)]
    graph = roads.build_graph(edges)
    component = graph.node_component[graph.edge_tail]
    share = edges["length_m"].groupby(component).sum() / edges["length_m"].sum()
    small = edges[pd.Series(component).map(share < ISLAND_SHARE).to_numpy(dtype=bool)]
    return pd.DataFrame({"road": small["ref"].where(small["ref"] != "", small["name"]), "length_m": small["length_m"]})


def _refuse_dated_changes(scenario: Resolved) -> None:
    dated = [
        change for change in scenario.of_kind("close_road", "open_road", "scale_truck_cost") if change.year is not None
    ]
    if dated:
        raise InputError(
            [
                Problem(
                    rule="way-change-with-year",
                    table="scenario_change",
                    row=change.code,
                    column="year",
                    value=str(change.year),
                    vi="Thay đổi đường, chi phí xe áp dụng cho mọi giai đoạn: để trống year hoặc lập kịch bản riêng",
                    en="A change of roads or truck costs holds in every stage: leave year empty, or make a scenario of "
                    "its own",
                )
                for change in dated
            ]
        )


def class_speeds(inputs: Inputs) -> dict[str, float]:
    """Return the speed of each class of road, km/h."""
    return {str(row.road_class): float(row.speed_kmh) for row in inputs.speed_by_class.itertuples()}


def terrain_factor(inputs: Inputs) -> roads.TerrainFactor | None:
    """Return by how much climbing slows trucks, None where the workspace does not say."""
    if inputs.terrain.empty:
        return None
    rows = inputs.terrain.sort_values("climb_m_km")
    return roads.TerrainFactor(tuple(rows["climb_m_km"].astype(float)), tuple(rows["factor"].astype(float)))


def truck_way(
    router: roads.Router, edges: gpd.GeoDataFrame, speed: pd.Series[float], truck: pd.Series[object]
) -> roads.CustomisedRouter:
    """Return the router for one truck: its own speed and costs, roads too weak for it closed."""
    cost = roads.TruckCost(float(truck["cost_vnd_km"]), float(truck["cost_vnd_h"]))  # type: ignore[arg-type]
    weight = roads.edge_costs(edges, speed * float(truck["speed_factor"]), cost)  # type: ignore[arg-type]
    too_weak = np.zeros(len(edges), dtype=bool)
    if pd.notna(truck["gross_t"]):
        too_weak = (edges["max_gross_t"].astype(float) < float(truck["gross_t"])).to_numpy()  # type: ignore[arg-type]
    return router.customise(weight.to_numpy(), closed=too_weak)


@dataclass(frozen=True, slots=True, eq=False)
class _Ground:
    """What every truck drives on: places, their nodes (-1 off the network), access legs and edge speeds."""

    inputs: Inputs
    scenario: Resolved
    places: gpd.GeoDataFrame
    node: pd.Series[int]
    access_km: pd.Series[float]
    speed_kmh: pd.Series[float]


def _legs(ground: _Ground, code: str, way: roads.CustomisedRouter) -> pd.DataFrame:
    """Return every pair of places a truck may serve; cost is infinite where it finds no way."""
    row = ground.inputs.vehicles.loc[code]
    truck = freight_truck(row, ground.scenario.factor("scale_truck_cost", code, ground.scenario.years[0]))
    edges = way.graph.edges
    length_km = edges["length_m"].to_numpy(float) / 1000.0
    carry = {
        "distance_km": length_km,
        "connector_km": np.where(edges["road_class"] == "connector", length_km, 0.0),
        "time_h": length_km / (ground.speed_kmh.to_numpy(float) * float(row["speed_factor"])),
    }
    loading_h = rate(ground.inputs.tariffs, "loading_h_trip")
    found = []
    for source_kind, target_kind in LEG_KINDS:
        needed = COLLECTION if source_kind == "origin" else LINEHAUL
        if row["leg"] not in {needed, EITHER}:
            continue
        sources, targets = (_on_road(ground.places, ground.node, kind) for kind in (source_kind, target_kind))
        routes = way.routes(ground.node[sources].to_numpy(), ground.node[targets].to_numpy(), carry)
        table = _pairs(sources, targets, routes)
        table["leg"] = f"{source_kind}-{target_kind}"
        off_km = ground.access_km[table["source"]].to_numpy() + ground.access_km[table["target"]].to_numpy()
        table["distance_km"] += off_km
        table["time_h"] += off_km / ACCESS_SPEED_KMH
        found.append(table[table["source"] != table["target"]])
    legs = pd.concat(found, ignore_index=True) if found else _pairs(pd.Index([]), pd.Index([]), None)
    legs["vehicle"] = code
    legs["cost_vnd_t"] = np.inf
    there = legs["distance_km"].notna()
    distance, time = legs.loc[there, "distance_km"].to_numpy(float), legs.loc[there, "time_h"].to_numpy(float)
    legs.loc[there, "cost_vnd_t"] = freight.leg_cost_vnd_t(distance, time, truck, loading_h)
    legs["co2_kg_t"] = np.nan
    legs.loc[there, "co2_kg_t"] = freight.emissions_kg(1.0, distance, float(row["emission_g_tkm"]))
    return legs


def freight_truck(row: pd.Series[object], cost_factor: float) -> freight.TruckType:
    """Return the freight engine's truck for a row of vehicle_type, its costs multiplied by ``cost_factor``."""
    return freight.TruckType(
        payload_t=float(row["payload_t"]),  # type: ignore[arg-type]
        cost_vnd_km=float(row["cost_vnd_km"]) * cost_factor,  # type: ignore[arg-type]
        cost_vnd_h=float(row["cost_vnd_h"]) * cost_factor,  # type: ignore[arg-type]
        load_factor_pct=float(row["load_factor_pct"]),  # type: ignore[arg-type]
        empty_return_pct=float(row["empty_return_pct"]),  # type: ignore[arg-type]
    )


def _on_road(places: gpd.GeoDataFrame, node: pd.Series[int], kind: str) -> pd.Index[str]:
    return places.index[(places["kind"] == kind) & (node >= 0)]


def _pairs(sources: pd.Index[str], targets: pd.Index[str], routes: roads.Routes | None) -> pd.DataFrame:
    carried = {} if routes is None else routes.carried
    columns = {
        name: carried[name].ravel() if name in carried else np.empty(0)
        for name in ("distance_km", "connector_km", "time_h")
    }
    return pd.DataFrame(
        {
            "source": np.repeat(sources.to_numpy(), len(targets)),
            "target": np.tile(targets.to_numpy(), len(sources)),
            **columns,
        }
    )


def _reach(everything: pd.DataFrame) -> pd.DataFrame:
    to_site = everything[everything["leg"].isin(["origin-point", "origin-centre"])]
    return to_site.pivot_table(index="source", columns="target", values="time_h", aggfunc="min")


def _unreachable(
    everything: pd.DataFrame,
    places: gpd.GeoDataFrame,
    snapped: roads.Snapped,
    graph: roads.RoadGraph,
    origins: pd.Index[str],
) -> pd.DataFrame:
    """Name the places far from every road and the pairs without a way, with the nearest road."""
    far = [
        {"origin": place, "destination": "", "reason": f"{off_m / 1000:.1f} km, {graph.road_name(int(edge))}"}
        for place, at, off_m, edge in zip(places.index, snapped.node, snapped.off_road_m, snapped.edge, strict=True)
        if at < 0
    ]
    best = everything.groupby(["source", "target"])["cost_vnd_t"].min()
    lost = best[~np.isfinite(best)].reset_index()
    lost = lost[lost["source"].isin(origins) | (places["kind"].reindex(lost["source"]).to_numpy() != "origin")]
    edge = pd.Series(snapped.edge, index=places.index)
    pairs = [
        {"origin": row.source, "destination": row.target, "reason": graph.road_name(int(edge[row.source]))}
        for row in lost.itertuples()
    ]
    return pd.DataFrame([*far, *pairs], columns=["origin", "destination", "reason"])
