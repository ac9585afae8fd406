"""Least costs and paths between many places, with closures that take effect in a fraction of a second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from banme.errors import Findings, InputError, Problem
from banme.roads.cch import CchTopology
from banme.roads.checks import Rule, note, require_same_index
from banme.roads.dijkstra import DijkstraTopology

if TYPE_CHECKING:
    from collections.abc import Mapping

    from banme.roads.checks import Bools, Floats, Ints
    from banme.roads.graph import RoadGraph
    from banme.roads.metric import Metric, Topology

Method = Literal["cch", "dijkstra"]


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """A cheapest path.

    Attributes
    ----------
    edge_positions : array of int, shape (k,)
        Positions of the edges driven, in order; empty when origin and destination are one node.
    forward : array of bool, shape (k,)
        Whether each edge is driven along its line.
    nodes : array of int, shape (k + 1,)
        Nodes passed, from origin to destination.
    weight : float
        Sum of the edges' weights.

    """

    edge_positions: Ints
    forward: Bools
    nodes: Ints
    weight: float


@dataclass(frozen=True, slots=True, eq=False)
class Routes:
    """Cheapest paths between every origin and every destination.

    Attributes
    ----------
    origins, destinations : array of int, shape (n,) and (m,)
        Graph nodes.
    weight : array of float, shape (n, m)
        Least weight, ``inf`` where there is no path; name those with :func:`banme.roads.unreachable`.
    carried : mapping of str to array of float, shape (n, m)
        Each carried quantity summed along the cheapest path, NaN (missing) where there is no path.

    """

    origins: Ints
    destinations: Ints
    weight: Floats
    carried: Mapping[str, Floats]

    @property
    def reached(self) -> Bools:
        """Whether there is a path, shape (n, m)."""
        return np.isfinite(self.weight)


class CustomisedRouter:
    """Queries on one set of weights; made by :meth:`Router.customise`, never changed afterwards.

    Attributes
    ----------
    graph : RoadGraph
        The graph.
    weight : array of float, shape (edges,)
        Weight of each edge, ``inf`` where it is closed.

    """

    def __init__(self, graph: RoadGraph, weight: Floats, metric: Metric) -> None:
        self.graph = graph
        self.weight = weight
        self._metric = metric

    @property
    def resolution(self) -> float:
        """Largest rounding step of one edge's weight inside :meth:`matrix`, in the weight's unit; 0 when exact."""
        return self._metric.resolution

    def matrix(self, origins: Any, destinations: Any) -> Floats:
        """Return least weights only, which is much faster than :meth:`routes`.

        Parameters
        ----------
        origins, destinations : array of int, shape (n,) and (m,)
            Graph nodes.

        Returns
        -------
        array of float, shape (n, m)
            ``inf`` where there is no path. With k edges on a path the value is within k/2 times
            :attr:`resolution` of the true least weight.

        Raises
        ------
        InputError
            Naming every number that is not a node of the graph.

        """
        return self._metric.distances(self._nodes(origins, "origins"), self._nodes(destinations, "destinations"))

    def routes(self, origins: Any, destinations: Any, carry: Mapping[str, Any]) -> Routes:
        """Return least weights with other quantities summed along the same cheapest paths.

        Parameters
        ----------
        origins, destinations : array of int, shape (n,) and (m,)
            Graph nodes.
        carry : mapping of str to array of float, shape (edges,)
            Quantity of each edge by position (a Series must carry the edges' index), for instance ``length_m`` and
            ``time_h``. Finite wherever an edge is open.

        Returns
        -------
        Routes
            Weights here are exact sums of edge weights along each path, not rounded.

        Raises
        ------
        InputError
            Naming every number that is not a node, every quantity of the wrong size, every open edge where a
            quantity is missing.

        """
        from_nodes, to_nodes = self._nodes(origins, "origins"), self._nodes(destinations, "destinations")
        quantity = np.stack([self.weight, *self._carried(carry)])
        total = np.full((len(quantity), len(from_nodes), len(to_nodes)), np.nan)
        total[0] = np.inf
        for row, origin in enumerate(from_nodes):
            for column, destination in enumerate(to_nodes):
                arcs = self._metric.arcs(int(origin), int(destination))
                if arcs is not None:
                    total[:, row, column] = quantity[:, self.graph.arc_edge[arcs]].sum(axis=1)
        return Routes(from_nodes, to_nodes, total[0], dict(zip(carry, total[1:], strict=True)))

    def path(self, origin: int, destination: int) -> Path:
        """Return the cheapest path between two nodes.

        Raises
        ------
        InputError
            When either is not a node of the graph, or when there is no path.

        """
        self._nodes([origin, destination], "path")
        arcs = self._metric.arcs(int(origin), int(destination))
        if arcs is None:
            vi = "Không có đường đi giữa hai nút với các đoạn đang mở."
            en = "There is no path between the two nodes over the edges that are open."
            raise InputError([Problem("no-path", vi, en, "path", value=f"{origin} → {destination}")])
        edges = self.graph.arc_edge[arcs]
        nodes = np.concatenate([[int(origin)], self.graph.head[arcs]])
        return Path(edges, self.graph.arc_forward[arcs], nodes, float(self.weight[edges].sum()))

    def _nodes(self, nodes: Any, name: str) -> Ints:
        number = np.asarray(nodes)
        if number.ndim != 1 or (number.size and not np.issubdtype(number.dtype, np.integer)):
            vi = "Cần một mảng số nguyên một chiều là số hiệu nút."
            en = "A one-dimensional array of whole node numbers is needed."
            raise InputError([Problem("not-nodes", vi, en, name, value=f"{number.dtype} {number.shape}")])
        vi = "Không phải nút của mạng đường; hãy gắn điểm vào đường bằng snap_points trước."
        en = "Not a node of the graph; snap the point to a road with snap_points first."
        bad = np.flatnonzero((number < 0) | (number >= self.graph.node_count))
        if len(bad):
            raise InputError([Problem("not-a-node", vi, en, name, str(at), value=str(number[at])) for at in bad])
        return number.astype(np.int64)

    def _carried(self, carry: Mapping[str, Any]) -> list[Floats]:
        findings = Findings()
        columns: list[Floats] = []
        for name, values in carry.items():
            column = _per_edge(self.graph, values, name)
            vi = "Thiếu giá trị trên một đoạn đang mở; hãy điền hoặc đóng đoạn đó."
            en = "The value is missing on an edge that is open; fill it in or close the edge."
            missing = ~np.isfinite(column) & np.isfinite(self.weight)
            note(findings, Rule("missing-quantity", name, vi, en), self.graph.edges, missing)
            columns.append(np.where(np.isfinite(column), column, 0.0))
        findings.raise_if_any()
        return columns


class Router:
    """A graph made ready for routing; weights are then given, and changed, with :meth:`customise`.

    Parameters
    ----------
    graph : RoadGraph
        The graph.
    method : {"cch", "dijkstra"}
        ``cch``: customisable contraction hierarchies, some seconds to build on a national graph, then fast.
        ``dijkstra``: SciPy's, the independent check; nothing to build, slow to query.

    """

    def __init__(self, graph: RoadGraph, method: Method = "cch") -> None:
        self.graph = graph
        self._topology: Topology = CchTopology(graph) if method == "cch" else DijkstraTopology(graph)

    def customise(self, weight_per_edge: Any, closed: Any = None) -> CustomisedRouter:
        """Take edge weights and closures; cheap enough to repeat for every scenario.

        Parameters
        ----------
        weight_per_edge : array of float, shape (edges,)
            Weight of each edge by position, 0 or more (a Series must carry the edges' index). An edge may lack one
            (NaN or ``inf``) only where it is closed.
        closed : array of bool, shape (edges,), optional
            True where an edge may not be driven. None: every edge is open.

        Returns
        -------
        CustomisedRouter
            Independent of every other one made from this router.

        Raises
        ------
        InputError
            Naming every open edge whose weight is missing or negative; when a shape or index does not match; when
            weights are too uneven for whole numbers (method ``cch``).

        """
        weight = _per_edge(self.graph, weight_per_edge, "weight")
        shut = np.zeros(len(weight), dtype=bool) if closed is None else _per_edge(self.graph, closed, "closed") != 0
        vi = "Trọng số của đoạn đang mở phải là số từ 0 trở lên; hãy sửa hoặc đóng đoạn đó."
        en = "The weight of an open edge must be a number, 0 or more; correct it or close the edge."
        bad = ~shut & ~(np.isfinite(weight) & (weight >= 0))
        if bad.any():
            shown = self.graph.edges.assign(weight=weight)
            raise InputError(Rule("weight-not-usable", "weight", vi, en).problems(shown, bad))
        weight = np.where(shut, np.inf, weight)
        return CustomisedRouter(self.graph, weight, self._topology.metric(weight[self.graph.arc_edge]))


def _per_edge(graph: RoadGraph, values: Any, name: str) -> Floats:
    if isinstance(values, pd.Series):
        require_same_index(graph.edges, values, name)
        return values.to_numpy(dtype=float, na_value=np.nan)
    array = np.asarray(values, dtype=float)
    if array.shape != (len(graph.edges),):
        vi = f"Cần một giá trị cho mỗi đoạn đường ({len(graph.edges)})."
        en = f"One value for each edge is needed ({len(graph.edges)})."
        raise InputError([Problem("wrong-shape", vi, en, "edges", column=name, value=str(array.shape))])
    return array
