"""Shortest paths by SciPy's Dijkstra: the independent check of :mod:`banme.roads.cch`, with the same interface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

if TYPE_CHECKING:
    from banme.roads.checks import Floats, Ints
    from banme.roads.graph import RoadGraph

_BATCH = 32
"""Origins searched in one call: bounds memory to this many rows of all nodes."""


@dataclass(frozen=True, slots=True, eq=False)
class DijkstraMetric:
    """Exact arc weights in a sparse matrix; see :class:`banme.roads.metric.Metric`.

    Attributes
    ----------
    matrix : csr_array, shape (nodes, nodes)
        Least weight between neighbours.
    arc_of : array of int, shape (entries,)
        The arc behind each entry of the matrix.
    resolution : float
        0: weights are exact.

    """

    matrix: Any
    arc_of: Ints
    resolution: float = 0.0

    def distances(self, origins: Ints, destinations: Ints) -> Floats:
        """Return the least weights, shape (origins, destinations), ``inf`` where there is no path."""
        if not (len(origins) and len(destinations)):
            return np.empty((len(origins), len(destinations)))
        rows, place = np.unique(origins, return_inverse=True)
        batches = np.array_split(rows, -(-len(rows) // _BATCH))
        least = np.concatenate([dijkstra(self.matrix, indices=batch)[:, destinations] for batch in batches])
        return np.asarray(least[place], dtype=float)

    def arcs(self, origin: int, destination: int) -> Ints | None:
        """Return the arcs of a cheapest path in driving order, None where there is none."""
        _, before = dijkstra(self.matrix, indices=origin, return_predecessors=True)
        if origin != destination and before[destination] < 0:
            return None
        path: list[int] = []
        node = destination
        while node != origin:
            previous = int(before[node])
            start, end = self.matrix.indptr[previous : previous + 2]
            entry = start + int(np.searchsorted(self.matrix.indices[start:end], node))
            path.append(int(self.arc_of[entry]))
            node = previous
        return np.array(path[::-1], dtype=np.int64)


class DijkstraTopology:
    """A graph's arcs as they are; nothing is prepared.

    Parameters
    ----------
    graph : RoadGraph
        The graph; only its arcs are used.

    """

    def __init__(self, graph: RoadGraph) -> None:
        self._tail, self._head, self._node_count = graph.tail, graph.head, graph.node_count

    def metric(self, weight: Floats) -> DijkstraMetric:
        """Take arc weights, shape (arcs,), 0 or more; ``inf`` closes an arc; of parallel arcs the cheapest stays."""
        usable = np.flatnonzero(np.isfinite(weight))
        order = usable[np.lexsort((weight[usable], self._head[usable], self._tail[usable]))]
        tail, head = self._tail[order], self._head[order]
        first = np.ones(len(order), dtype=bool)
        first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
        kept = order[first]
        starts = np.concatenate([[0], np.cumsum(np.bincount(self._tail[kept], minlength=self._node_count))])
        shape = (self._node_count, self._node_count)
        return DijkstraMetric(csr_array((weight[kept], self._head[kept], starts), shape=shape), kept)
