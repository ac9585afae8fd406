"""Shortest paths by customisable contraction hierarchies; the only module that knows pyroutingkit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from pyroutingkit import INF_WEIGHT, CCHMetric, CCHTopology

from banme.errors import InputError, Problem

if TYPE_CHECKING:
    from banme.roads.checks import Floats, Ints
    from banme.roads.graph import RoadGraph

LARGEST = INF_WEIGHT - 1
COARSEST = 0.01
"""Weights are refused when one integer step exceeds this share of the median positive weight."""


@dataclass(frozen=True, slots=True, eq=False)
class CchMetric:
    """Integer arc weights on a contraction hierarchy; see :class:`banme.roads.metric.Metric`.

    Attributes
    ----------
    resolution : float
        Weight of one integer step. Each arc is off by at most half of it, so a path of k arcs by k/2 steps.

    """

    customised: CCHMetric
    resolution: float

    def distances(self, origins: Ints, destinations: Ints) -> Floats:
        """Return the least weights, shape (origins, destinations), ``inf`` where there is no path."""
        if not (len(origins) and len(destinations)):
            return np.empty((len(origins), len(destinations)))
        steps = self.customised.distances_many_to_many(origins.astype(np.uint32), destinations.astype(np.uint32))
        return np.where(steps >= INF_WEIGHT, np.inf, steps * self.resolution)

    def arcs(self, origin: int, destination: int) -> Ints | None:
        """Return the arcs of a cheapest path in driving order, None where there is none."""
        steps, _, arcs = self.customised.query(origin, destination)
        return None if steps >= INF_WEIGHT else np.array(arcs, dtype=np.int64)


class CchTopology:
    """Contraction order of a graph, built once by nested dissection; weights are then cheap to change.

    Parameters
    ----------
    graph : RoadGraph
        The graph; only its nodes, coordinates and arcs are used.

    """

    def __init__(self, graph: RoadGraph) -> None:
        self._tail = graph.tail
        self._node_component = graph.node_component
        self._arc_count = graph.arc_count
        self._topology = CCHTopology()
        # The library reads raw memory and ignores strides: a view of one column would order nodes by nonsense.
        lon, lat = np.ascontiguousarray(graph.node_xy.T, dtype=np.float32)
        tail, head = graph.tail.astype(np.uint32), graph.head.astype(np.uint32)
        self._topology.build(tail, head, lat, lon, graph.node_count)

    def metric(self, weight: Floats) -> CchMetric:
        """Take arc weights, shape (arcs,), 0 or more; ``inf`` closes an arc.

        Raises
        ------
        InputError
            When weights are so uneven that whole numbers below 2**31 cannot tell the usual ones apart.

        """
        resolution = self._resolution(weight)
        steps = np.full(len(weight), INF_WEIGHT, dtype=np.uint32)
        usable = np.isfinite(weight)
        steps[usable] = np.rint(weight[usable] / resolution)
        customised = CCHMetric(self._topology)
        customised.customize(steps)
        return CchMetric(customised, resolution)

    def _resolution(self, weight: Floats) -> float:
        """Return the finest step at which no path can overflow.

        A cheapest path leaves each node of one component at most once, so its weight is at most the sum over those
        nodes of their dearest arc; the largest such sum, plus half a step for each node, must stay below 2**31 - 1.
        Closing arcs only lowers the sum.
        """
        usable = np.isfinite(weight)
        dearest = np.zeros(len(self._node_component))
        np.maximum.at(dearest, self._tail[usable], weight[usable])
        longest = np.bincount(self._node_component, weights=dearest).max(initial=0.0)
        if longest == 0:
            return 1.0
        resolution = float(longest / (LARGEST - len(dearest)))
        median = float(np.median(weight[usable & (weight > 0)]))
        if resolution > COARSEST * median:
            worst = float(weight[usable].max())
            vi = "Trọng số đường quá chênh lệch: hãy đóng đoạn cấm thay vì đặt chi phí rất lớn."
            en = "Edge weights are too uneven: close forbidden edges instead of giving them a huge cost."
            raise InputError([Problem("weights-too-uneven", vi, en, "weights", value=f"{worst:g}, median {median:g}")])
        return resolution
