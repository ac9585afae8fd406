"""The road graph: nodes where edges end, and one arc per permitted direction of an edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from banme.roads.checks import check_edges
from banme.roads.components import number_components
from banme.roads.geometry import line_ends, number_places

if TYPE_CHECKING:
    import geopandas as gpd

    from banme.roads.checks import Bools, Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class RoadGraph:
    """A directed road graph over a table of edges.

    Attributes
    ----------
    edges : GeoDataFrame
        The table it was built from, EPSG:4326; "edge position" below means row position, not label.
    node_xy : array of float, shape (nodes, 2)
        Longitude and latitude, degrees.
    edge_tail, edge_head : array of int, shape (edges,)
        Nodes at the start and at the end of each edge's line, whatever its ``oneway``.
    tail, head : array of int, shape (arcs,)
        From and to nodes of each arc.
    arc_edge : array of int, shape (arcs,)
        Position of each arc's edge.
    arc_forward : array of bool, shape (arcs,)
        Whether the arc runs along its edge's line (true) or against it.
    node_component : array of int, shape (nodes,)
        Weakly connected component, 0 the longest.

    Edges that begin and end at the same node have no arcs: no cheapest path between nodes uses them.

    """

    edges: gpd.GeoDataFrame
    node_xy: Floats
    edge_tail: Ints
    edge_head: Ints
    tail: Ints
    head: Ints
    arc_edge: Ints
    arc_forward: Bools
    node_component: Ints

    @property
    def node_count(self) -> int:
        """Number of nodes."""
        return len(self.node_xy)

    @property
    def arc_count(self) -> int:
        """Number of arcs."""
        return len(self.tail)

    def road_name(self, position: int) -> str:
        """Name an edge for a person: its ``ref`` and ``name``, else its class and index label."""
        row = self.edges.iloc[position]
        said = [str(row[column]) for column in ("ref", "name") if isinstance(row.get(column), str) and row[column]]
        return " ".join(dict.fromkeys(said)) or f"{row['road_class']} [{self.edges.index[position]}]"


def build_graph(edges: gpd.GeoDataFrame) -> RoadGraph:
    """Build the directed graph of a noded table of edges.

    Parameters
    ----------
    edges : GeoDataFrame
        LineStrings in EPSG:4326 with columns ``road_class`` (str), ``length_m`` (metres, above 0), ``oneway``
        (``no``, ``forward`` along the line, ``backward`` against it); optional ``speed_kmh`` (NaN: by class) and
        ``climb_m``. Other columns are carried. ``status`` is ignored here: see :func:`banme.roads.open_on`.

    Returns
    -------
    RoadGraph
        Two ends are the same node when their coordinates agree after rounding to 1e-7 degrees.

    Raises
    ------
    InputError
        With every offender: wrong CRS, missing column, empty geometry, non-positive length, unknown oneway.

    """
    check_edges(edges).raise_if_any()
    first, last = line_ends(np.asarray(edges.geometry.array))
    edge_tail, edge_head, xy = number_places(first, last)
    oneway = edges["oneway"].to_numpy()
    moves = edge_tail != edge_head
    forward = np.flatnonzero((oneway != "backward") & moves)
    backward = np.flatnonzero((oneway != "forward") & moves)
    return RoadGraph(
        edges=edges.copy(deep=False),
        node_xy=xy,
        edge_tail=edge_tail,
        edge_head=edge_head,
        tail=np.concatenate([edge_tail[forward], edge_head[backward]]),
        head=np.concatenate([edge_head[forward], edge_tail[backward]]),
        arc_edge=np.concatenate([forward, backward]),
        arc_forward=np.arange(len(forward) + len(backward)) < len(forward),
        node_component=number_components(edge_tail, edge_head, edges["length_m"].to_numpy(dtype=float), len(xy)),
    )
