"""Pairs of places with no road between them, said with their places, pieces of network and roads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import STRtree

from banme.errors import InputError, Problem
from banme.roads.checks import WGS84
from banme.roads.geometry import metric_crs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from banme.roads.checks import Ints
    from banme.roads.graph import RoadGraph
    from banme.roads.router import Routes

COLUMNS = (
    "origin",
    "destination",
    "cause",
    "origin_component",
    "destination_component",
    "origin_road",
    "destination_road",
    "nearest_road",
    "nearest_m",
)


def unreachable(
    routes: Routes, origin_names: Sequence[str], destination_names: Sequence[str], graph: RoadGraph
) -> pd.DataFrame:
    """Name every pair that has no path, and what would have to be repaired.

    Parameters
    ----------
    routes : Routes
        Answer of :meth:`banme.roads.CustomisedRouter.routes`.
    origin_names, destination_names : sequence of str
        Names of the places, in the order given to the router.
    graph : RoadGraph
        The graph routed on.

    Returns
    -------
    DataFrame
        One row per pair without a path; empty when every pair has one. Columns: ``origin``, ``destination`` (names);
        ``cause``: ``separate-pieces`` (no roads link them at all) or ``closed-or-one-way`` (roads link them, but
        closures or one-way edges leave no way); ``origin_component``, ``destination_component`` (0 the longest);
        ``origin_road``, ``destination_road`` (a road at each place's node); ``nearest_road``, ``nearest_m``: for
        separate pieces the road of the longer piece nearest to the place on the shorter one, and its distance in
        metres; for the other cause missing.

    Raises
    ------
    InputError
        When the number of names differs from the number of places.

    """
    _check_names(routes, origin_names, destination_names)
    rows, columns = np.nonzero(~routes.reached)
    start, end = routes.origins[rows], routes.destinations[columns]
    piece, other = graph.node_component[start], graph.node_component[end]
    apart = piece != other
    stranded = np.where(piece > other, start, end)
    nearest, far_m = _nearest_roads(graph, stranded[apart], np.minimum(piece, other)[apart])
    road_at = _roads_at(graph, np.concatenate([start, end]))
    table = pd.DataFrame(
        {
            "origin": np.asarray(origin_names, dtype=object)[rows],
            "destination": np.asarray(destination_names, dtype=object)[columns],
            "cause": np.where(apart, "separate-pieces", "closed-or-one-way"),
            "origin_component": piece,
            "destination_component": other,
            "origin_road": [road_at[int(node)] for node in start],
            "destination_road": [road_at[int(node)] for node in end],
            "nearest_road": pd.Series([None] * len(rows), dtype=object),
            "nearest_m": np.nan,
        },
        columns=list(COLUMNS),
    )
    table.loc[apart, "nearest_road"] = nearest
    table.loc[apart, "nearest_m"] = far_m
    return table


def _check_names(routes: Routes, origin_names: Sequence[str], destination_names: Sequence[str]) -> None:
    sides = (("origins", routes.origins, origin_names), ("destinations", routes.destinations, destination_names))
    vi, en = "Số tên khác số điểm.", "There must be one name for each place."
    problems = [
        Problem("names-differ", vi, en, table, value=f"{len(names)} / {len(nodes)}")
        for table, nodes, names in sides
        if len(nodes) != len(names)
    ]
    if problems:
        raise InputError(problems)


def _roads_at(graph: RoadGraph, nodes: Ints) -> dict[int, str]:
    """Name a road at each node, one with a ref or a name where there is one."""
    wanted = np.unique(nodes)
    at = np.concatenate([graph.edge_tail, graph.edge_head])
    edge = np.tile(np.arange(len(graph.edges)), 2)
    touching = np.isin(at, wanted)
    named: dict[int, list[str]] = {}
    for node, position in zip(at[touching], edge[touching], strict=True):
        named.setdefault(int(node), []).append(graph.road_name(int(position)))
    return {node: min(names, key=lambda name: name.endswith("]")) for node, names in named.items()}


def _nearest_roads(graph: RoadGraph, nodes: Ints, component: Ints) -> tuple[list[str], list[float]]:
    """Return the road of ``component`` nearest to each node, and its distance in metres."""
    found: dict[tuple[int, int], tuple[str, float]] = {}
    if len(nodes):
        lines = graph.edges.geometry
        plane = metric_crs(np.asarray(lines.array))
        flat = np.asarray(lines.to_crs(plane).array)
        points = gpd.GeoSeries(shapely.points(graph.node_xy), crs=WGS84).to_crs(plane)
        for piece in np.unique(component):
            members = np.flatnonzero(graph.node_component[graph.edge_tail] == piece)
            asked = np.unique(nodes[component == piece])
            (_, near), far_m = STRtree(flat[members]).query_nearest(
                np.asarray(points.array)[asked], return_distance=True, all_matches=False
            )
            for node, at, distance in zip(asked, near, far_m, strict=True):
                found[int(piece), int(node)] = (graph.road_name(int(members[at])), float(distance))
    pairs = [found[int(piece), int(node)] for node, piece in zip(nodes, component, strict=True)]
    return [road for road, _ in pairs], [far for _, far in pairs]
