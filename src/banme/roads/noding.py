"""From loose road lines to a network: ends joined to roads, crossings made junctions, coincident ends made one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree
from shapely import STRtree

from banme.errors import Findings, InputError, Problem
from banme.roads.checks import WGS84, check_lines
from banme.roads.components import component_report, number_components
from banme.roads.geometry import geodesic_length_m, line_ends, metric_crs, number_places
from banme.roads.splitting import cut_line, measures, spaced

if TYPE_CHECKING:
    from banme.roads.checks import Bools, Floats, Ints

_TABLE = "lines"
_SHORTEST_CUT_M = 0.01
_ON_LINE_M = 1e-6
MOST_PASSES = 10
"""Moving ends can bring others within reach, so lines are gone over again until nothing changes, at most this often."""


@dataclass(frozen=True, slots=True)
class NodingReport:
    """What noding did.

    Attributes
    ----------
    lines, edges, nodes : int
        Lines read (parts of multi-lines counted), edges and nodes made.
    ends_snapped : int
        Ends moved onto another line that they nearly touched.
    crossings : int
        Places where lines cross and are now joined.
    places_merged : int
        Ends, snapped ends and crossings that became part of a neighbour within the snapping distance.
    edges_collapsed : int
        Pieces dropped because both ends became one place and the piece was no longer than twice the distance.
    passes : int
        Times the lines were gone over until nothing was left to join.
    length_m : float
        Length of all edges, metres.
    components : int
        Pieces of the network that hang together.
    largest_share : float
        Share of the length in the longest component, 0 to 1.

    """

    lines: int
    edges: int
    nodes: int
    ends_snapped: int
    crossings: int
    places_merged: int
    edges_collapsed: int
    passes: int
    length_m: float
    components: int
    largest_share: float


@dataclass(frozen=True, slots=True, eq=False)
class NodedRoads:
    """A road network whose lines meet only at nodes.

    Attributes
    ----------
    edges : GeoDataFrame
        EPSG:4326. Every column of the input carried, then ``line`` (label of the line it comes from), ``from_node``,
        ``to_node``, ``component`` (0 the longest) and ``length_m`` (geodesic; replaces a column of that name).
    nodes : GeoDataFrame
        Index ``node``; ``degree`` (edge ends that meet there), ``component``, Point geometry, EPSG:4326.
    report : NodingReport
        What was snapped, crossed, merged and dropped.

    """

    edges: gpd.GeoDataFrame
    nodes: gpd.GeoDataFrame
    report: NodingReport


@dataclass(frozen=True, slots=True)
class _Cuts:
    """Where lines are to be cut: line positions and distances along them, metres."""

    line: Ints
    at_m: Floats

    @classmethod
    def joined(cls, first: _Cuts, second: _Cuts) -> _Cuts:
        return cls(np.concatenate([first.line, second.line]), np.concatenate([first.at_m, second.at_m]))


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Lines after cutting: the line each comes from, its coordinates in degrees, its ends in the metric plane."""

    line: Ints
    degrees: list[Floats]
    first: Floats
    last: Floats
    length_m: Floats


@dataclass(frozen=True, slots=True)
class _Done:
    """Counts of one pass."""

    snapped: int
    crossed: int
    merged: int
    collapsed: int


def node_lines(lines: gpd.GeoDataFrame, snap_m: float = 10.0) -> NodedRoads:
    """Turn road lines into a network of edges that meet at nodes.

    Ends within ``snap_m`` of another line are joined to it, lines that cross are joined where they cross, and ends
    within ``snap_m`` of each other become one node at their mean place. Where the input has a column ``layer``
    (OpenStreetMap's height level), crossings between different layers are bridges and stay apart.

    Parameters
    ----------
    lines : GeoDataFrame
        LineStrings or MultiLineStrings in any declared CRS; heights are dropped.
    snap_m : float
        Snapping distance in metres, above 0.

    Returns
    -------
    NodedRoads
        Edges, nodes and a report.

    Raises
    ------
    InputError
        With every offender: no lines, undeclared CRS, empty geometry, not a line, coordinates outside the earth,
        distance not above 0.

    """
    frame = _read(lines, snap_m)
    count = len(frame)
    snapped = crossed = merged = collapsed = passes = 0
    changed = True
    while changed and passes < MOST_PASSES:
        frame, done = _node_once(frame, snap_m)
        snapped, crossed, merged = snapped + done.snapped, crossed + done.crossed, merged + done.merged
        collapsed, passes = collapsed + done.collapsed, passes + 1
        changed = bool(done.snapped or done.crossed or done.merged)
    edges = _edge_table(frame)
    nodes = _node_table(edges)
    share = component_report(edges)["share"]
    report = NodingReport(
        lines=count,
        edges=len(edges),
        nodes=len(nodes),
        ends_snapped=snapped,
        crossings=crossed,
        places_merged=merged,
        edges_collapsed=collapsed,
        passes=passes,
        length_m=float(edges["length_m"].sum()),
        components=len(share),
        largest_share=float(share.iloc[0]),
    )
    return NodedRoads(edges, nodes, report)


def _read(lines: gpd.GeoDataFrame, snap_m: float) -> gpd.GeoDataFrame:
    findings = Findings()
    if not (np.isfinite(snap_m) and snap_m > 0):
        vi, en = "Khoảng cách bắt dính phải lớn hơn 0 m.", "The snapping distance must be above 0 m."
        findings.add(Problem("snap-not-positive", vi, en, _TABLE, column="snap_m", value=str(snap_m)))
    if not len(lines):
        vi, en = "Không có tuyến đường nào.", "There are no road lines."
        findings.add(Problem("no-lines", vi, en, _TABLE))
    if lines.crs is None:
        vi = "Chưa khai báo hệ toạ độ; hãy gán bằng set_crs (ví dụ EPSG:4326)."
        en = "The coordinate reference system is not declared; set it with set_crs (for instance EPSG:4326)."
        findings.add(Problem("wrong-crs", vi, en, _TABLE, column="geometry"))
        raise InputError(findings)
    degrees = lines.to_crs(WGS84)
    check_lines(degrees, findings, _TABLE, multi=True)
    findings.raise_if_any()
    frame = degrees.assign(line=degrees.index).explode(index_parts=False, ignore_index=True)
    flat = shapely.remove_repeated_points(shapely.force_2d(np.asarray(frame.geometry.array)))
    return frame.set_geometry(gpd.GeoSeries(flat, index=frame.index, crs=WGS84))


def _node_once(frame: gpd.GeoDataFrame, snap_m: float) -> tuple[gpd.GeoDataFrame, _Done]:
    planes = np.asarray(frame.geometry.to_crs(metric_crs(np.asarray(frame.geometry.array))).array)
    layer = frame["layer"].to_numpy() if "layer" in frame.columns else None
    snaps = _end_cuts(planes, layer, snap_m)
    crossings, crossed = _crossing_cuts(planes, layer)
    cut = _cut(np.asarray(frame.geometry.array), planes, _Cuts.joined(snaps, crossings))
    lines, collapsed, merged = _merge_ends(cut, snap_m)
    pieces = frame.iloc[cut.line[~collapsed]].reset_index(drop=True)
    pieces = pieces.set_geometry(gpd.GeoSeries(lines[~collapsed], index=pieces.index, crs=WGS84))
    return pieces, _Done(len(snaps.line), crossed, merged, int(collapsed.sum()))


def _end_cuts(planes: Any, layer: Any, snap_m: float) -> _Cuts:
    """Cut every line where another line's end lies within ``snap_m`` of its middle."""
    count = len(planes)
    ends = np.concatenate([shapely.get_point(planes, 0), shapely.get_point(planes, -1)])
    end, line = STRtree(planes).query(ends, predicate="dwithin", distance=snap_m)
    other = (end % count != line) & _same_layer(layer, end % count, line)
    end, line = end[other], line[other]
    to_ends = np.minimum(shapely.distance(ends[end], ends[line]), shapely.distance(ends[end], ends[line + count]))
    middle = to_ends > snap_m
    end, line = end[middle], line[middle]
    return _Cuts(line, shapely.line_locate_point(planes[line], ends[end]))


def _crossing_cuts(planes: Any, layer: Any) -> tuple[_Cuts, int]:
    """Cut both lines of every crossing, and lines that cross themselves; also count crossings of two lines."""
    one, two = STRtree(planes).query(planes, predicate="intersects")
    once = (one < two) & _same_layer(layer, one, two)
    one, two = one[once], two[once]
    shared, pair = shapely.get_coordinates(shapely.intersection(planes[one], planes[two]), return_index=True)
    places = np.concatenate([shapely.points(shared), shapely.points(shared)])
    line = np.concatenate([one[pair], two[pair]])
    at_m = shapely.line_locate_point(planes[line], places)
    middle = (at_m > _SHORTEST_CUT_M) & (at_m < shapely.length(planes[line]) - _SHORTEST_CUT_M)
    both = middle[: len(pair)] & middle[len(pair) : 2 * len(pair)]
    return _Cuts.joined(_Cuts(line[middle], at_m[middle]), _own_cuts(planes)), int(both.sum())


def _own_cuts(planes: Any) -> _Cuts:
    """Cut lines that cross themselves, at every time they pass the crossing."""
    line: list[int] = []
    at_m: list[float] = []
    for position in np.flatnonzero(~shapely.is_simple(planes)):
        xy = shapely.get_coordinates(planes[position])
        measure = measures(xy)
        steps = shapely.linestrings(np.stack([xy[:-1], xy[1:]], axis=1))
        parts = shapely.get_parts(shapely.node(planes[position]))
        for knot in shapely.points(np.unique(np.concatenate(line_ends(parts)), axis=0)):
            passing = np.flatnonzero(shapely.distance(steps, knot) <= _ON_LINE_M)
            at_m.extend(measure[passing] + shapely.line_locate_point(steps[passing], knot))
            line.extend([int(position)] * len(passing))
    return _Cuts(np.array(line, dtype=np.int64), np.array(at_m, dtype=float))


def _same_layer(layer: Any, one: Ints, two: Ints) -> Bools:
    """Whether two lines lie on one height level; an empty level is ground, as OpenStreetMap has it."""
    if layer is None:
        return np.ones(len(one), dtype=bool)
    level = pd.to_numeric(pd.Series(layer), errors="coerce").fillna(0).to_numpy(dtype=float)
    return np.asarray(level[one] == level[two], dtype=bool)


def _cut(lines: Any, planes: Any, cuts: _Cuts) -> _Pieces:
    order = np.argsort(cuts.line, kind="stable")
    bounds = np.searchsorted(cuts.line[order], np.arange(len(lines) + 1))
    owner: list[int] = []
    degrees: list[Floats] = []
    ends: list[Floats] = []
    length_m: list[float] = []
    for position, (line, plane) in enumerate(zip(lines, planes, strict=True)):
        plane_xy = shapely.get_coordinates(plane)
        measure = measures(plane_xy)
        at_m = spaced(cuts.at_m[order[bounds[position] : bounds[position + 1]]], measure[-1], _SHORTEST_CUT_M)
        both = np.column_stack([shapely.get_coordinates(line), plane_xy])
        for piece, piece_m in cut_line(both, measure, at_m):
            owner.append(position)
            degrees.append(piece[:, :2])
            ends.append(piece[[0, -1], 2:])
            length_m.append(piece_m)
    first, last = np.stack(ends, axis=1)
    return _Pieces(np.array(owner), degrees, first, last, np.array(length_m))


def _merge_ends(pieces: _Pieces, snap_m: float) -> tuple[Any, Bools, int]:
    """Move all ends within ``snap_m`` of each other to their mean; tell which pieces collapse and how many merged."""
    ends = np.concatenate([pieces.first, pieces.last])
    pairs = cKDTree(ends).query_pairs(snap_m + 2 * _SHORTEST_CUT_M, output_type="ndarray")
    links = coo_array((np.ones(len(pairs), dtype=np.int8), (pairs[:, 0], pairs[:, 1])), shape=(len(ends), len(ends)))
    count, place = connected_components(links, directed=False)
    before = len(np.unique(np.rint(ends / _SHORTEST_CUT_M), axis=0))
    xy = np.concatenate([[piece[0] for piece in pieces.degrees], [piece[-1] for piece in pieces.degrees]])
    members = np.bincount(place, minlength=count)
    mean = np.column_stack([np.bincount(place, weights=axis, minlength=count) / members for axis in xy.T])
    size = len(pieces.line)
    for at, piece in enumerate(pieces.degrees):
        piece[0], piece[-1] = mean[place[at]], mean[place[at + size]]
    straight = np.array([len(piece) == 2 for piece in pieces.degrees])  # noqa: PLR2004
    collapsed = (place[:size] == place[size:]) & (straight | (pieces.length_m <= 2 * snap_m))
    flat = np.concatenate(pieces.degrees)
    owner = np.repeat(np.arange(size), [len(piece) for piece in pieces.degrees])
    return shapely.linestrings(flat, indices=owner), collapsed, before - count


def _edge_table(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    lines = np.asarray(frame.geometry.array)
    tail, head, xy = number_places(*line_ends(lines))
    length_m = geodesic_length_m(lines)
    component = number_components(tail, head, length_m, len(xy))[tail]
    return frame.assign(from_node=tail, to_node=head, component=component, length_m=length_m)


def _node_table(edges: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    tail, head, xy = number_places(*line_ends(np.asarray(edges.geometry.array)))
    component = np.empty(len(xy), dtype=np.int64)
    component[tail] = component[head] = edges["component"].to_numpy()
    degree = np.bincount(np.concatenate([tail, head]), minlength=len(xy))
    index = pd.RangeIndex(len(xy), name="node")
    points = gpd.GeoSeries(gpd.points_from_xy(xy[:, 0], xy[:, 1]), index=index, crs=WGS84)
    return gpd.GeoDataFrame({"degree": degree, "component": component}, geometry=points, index=index)
