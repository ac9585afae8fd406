"""Places put onto the road network: the nearest road, the leg to it, and edges split where places join."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import STRtree

from banme.errors import Findings, InputError, Problem
from banme.roads.checks import WGS84, Rule, check_crs, check_edges, note
from banme.roads.geometry import geodesic_distance_m, metric_crs
from banme.roads.splitting import cut_line, measures, spaced

if TYPE_CHECKING:
    from banme.roads.checks import Bools, Floats, Ints
    from banme.roads.graph import RoadGraph

_POINTS = "points"
SHORTEST_PIECE_M = 1.0
"""Edges are not split nearer than this to their ends or to another split."""
_EMPTY = Rule(
    "empty-geometry", "geometry", "Điểm không có toạ độ; hãy nhập lại.", "The point has no coordinates.", _POINTS
)
_KIND = Rule("not-a-point", "geometry", "Hình học phải là điểm (Point).", "The geometry must be a Point.", _POINTS)


@dataclass(frozen=True, slots=True, eq=False)
class Snapped:
    """Where each point joins the road network.

    Attributes
    ----------
    index : Index, shape (points,)
        The points' labels.
    node : array of int, shape (points,)
        Graph node at the nearer end of the nearest edge; -1 when the road is farther than the limit.
    distance_m : array of float, shape (points,)
        Access leg: straight to the nearest road, then along it to the node. Its speed is the caller's to state.
    off_road_m : array of float, shape (points,)
        The straight part of the access leg.
    edge : array of int, shape (points,)
        Position of the nearest edge, also where it is beyond the limit.
    max_m : float
        The limit on ``off_road_m``.

    """

    index: pd.Index[Any]
    node: Ints
    distance_m: Floats
    off_road_m: Floats
    edge: Ints
    max_m: float

    @property
    def found(self) -> Bools:
        """Whether each point has a road within the limit."""
        return self.node >= 0

    def require(self, graph: RoadGraph) -> Ints:
        """Return the nodes.

        Raises
        ------
        InputError
            Naming every point without a road within the limit, the nearest road and its distance.

        """
        problems = []
        for at in np.flatnonzero(~self.found):
            road, far = graph.road_name(int(self.edge[at])), f"{self.off_road_m[at]:,.0f} m"
            vi = f"Không có đường trong {self.max_m:g} m; gần nhất là {road}. Hãy thêm đường hoặc tăng giới hạn."
            en = f"No road within {self.max_m:g} m; the nearest is {road}. Add the road or raise the limit."
            problems.append(Problem("no-road-near", vi, en, _POINTS, str(self.index[int(at)]), value=far))
        if problems:
            raise InputError(problems)
        return self.node


@dataclass(frozen=True, slots=True)
class _Nearest:
    edge: Ints
    along: Floats
    off_road_m: Floats
    foot_xy: Floats


def _nearest(edges: gpd.GeoDataFrame, points: gpd.GeoSeries) -> _Nearest:
    """Return nearest edge, share of its length before the foot (0 to 1), distance and foot (lon, lat) per point."""
    findings = Findings()
    check_crs(points, findings, _POINTS)
    geometry = np.asarray(points.array)
    frame = pd.DataFrame(index=points.index)
    empty = shapely.is_missing(geometry) | shapely.is_empty(geometry)
    note(findings, _EMPTY, frame, empty)
    note(findings, _KIND, frame, ~empty & (shapely.get_type_id(geometry) != shapely.GeometryType.POINT))
    findings.raise_if_any()
    plane = metric_crs(np.asarray(edges.geometry.array))
    lines = np.asarray(edges.geometry.to_crs(plane).array)
    places = np.asarray(points.to_crs(plane).array)
    edge = STRtree(lines).nearest(places)
    along = shapely.line_locate_point(lines[edge], places, normalized=True)
    feet = gpd.GeoSeries(shapely.line_interpolate_point(lines[edge], along, normalized=True), crs=plane).to_crs(WGS84)
    foot_xy = shapely.get_coordinates(np.asarray(feet.array))
    return _Nearest(edge, along, geodesic_distance_m(shapely.get_coordinates(geometry), foot_xy), foot_xy)


def snap_points(graph: RoadGraph, points: gpd.GeoSeries, max_m: float) -> Snapped:
    """Find the road nearest to each point, and the node through which it joins the network.

    The point joins at the nearer end of the nearest edge, and the way along the edge counts into the access leg,
    whatever the edge's direction. For exact joining in the middle of long or one-way edges call
    :func:`attach_points` on the edges first: every point's foot then is a node.

    Parameters
    ----------
    graph : RoadGraph
        The graph.
    points : GeoSeries of Point
        EPSG:4326.
    max_m : float
        Farthest road a point may join, metres in a straight line.

    Returns
    -------
    Snapped
        On the points' index; a point beyond the limit has node -1 and still its nearest edge and distance.

    Raises
    ------
    InputError
        Naming every point that is empty or not a point; when the CRS is not EPSG:4326; when the graph is empty.

    """
    if not len(graph.edges):
        vi, en = "Mạng đường không có đoạn nào.", "The road graph has no edges."
        raise InputError([Problem("empty-graph", vi, en, "edges")])
    near = _nearest(graph.edges, points)
    length_m = graph.edges["length_m"].to_numpy(dtype=float)[near.edge]
    at_tail = near.along <= 0.5  # noqa: PLR2004
    along_m = length_m * np.where(at_tail, near.along, 1.0 - near.along)
    node = np.where(at_tail, graph.edge_tail[near.edge], graph.edge_head[near.edge])
    node = np.where(near.off_road_m <= max_m, node, -1)
    return Snapped(points.index, node, near.off_road_m + along_m, near.off_road_m, near.edge, float(max_m))


def attach_points(edges: gpd.GeoDataFrame, points: gpd.GeoSeries, max_m: float) -> gpd.GeoDataFrame:
    """Split edges where points join them, so that every point within the limit has a node at its foot (within 1 m).

    Parameters
    ----------
    edges : GeoDataFrame
        Edges as :func:`banme.roads.build_graph` takes them.
    points : GeoSeries of Point
        EPSG:4326.
    max_m : float
        Farthest road a point may join, metres in a straight line; points beyond it split nothing.

    Returns
    -------
    GeoDataFrame
        Every column of ``edges`` carried, a fresh RangeIndex, and ``split_from``: the label of the edge each piece
        comes from. ``length_m`` and ``climb_m`` are shared out by length along the line, so their sums stay.

    Raises
    ------
    InputError
        As :func:`banme.roads.build_graph` and :func:`snap_points`.

    """
    check_edges(edges).raise_if_any()
    near = _nearest(edges, points)
    lines = np.asarray(edges.geometry.array)
    planes = np.asarray(edges.geometry.to_crs(metric_crs(lines)).array)
    joined = near.off_road_m <= max_m
    owner, share, pieces = [np.arange(len(lines))], [np.ones(len(lines))], [lines]
    whole = np.ones(len(lines), dtype=bool)
    for position in np.unique(near.edge[joined]):
        measure = measures(shapely.get_coordinates(planes[position]))
        total = measure[-1]
        at = spaced(total * near.along[joined & (near.edge == position)], total, SHORTEST_PIECE_M)
        if not len(at):
            continue
        whole[position] = False
        cut = list(cut_line(shapely.get_coordinates(lines[position]), measure, at))
        owner.append(np.full(len(cut), position))
        share.append(np.array([length / total for _, length in cut]))
        pieces.append(np.array([shapely.LineString(xy) for xy, _ in cut]))
    owner[0], share[0], pieces[0] = owner[0][whole], share[0][whole], lines[whole]
    return _assemble(edges, np.concatenate(owner), np.concatenate(share), np.concatenate(pieces))


def _assemble(edges: gpd.GeoDataFrame, owner: Ints, share: Floats, pieces: Any) -> gpd.GeoDataFrame:
    order = np.argsort(owner, kind="stable")
    result = edges.iloc[owner[order]].assign(split_from=edges.index[owner[order]])
    for column in ("length_m", "climb_m"):
        if column in edges.columns:
            result[column] = result[column] * share[order]
    return result.set_geometry(gpd.GeoSeries(pieces[order], index=result.index, crs=edges.crs)).reset_index(drop=True)
