"""Least costs between 500 x 500 places on a national-size road graph: contraction hierarchies against SciPy.

Run ``python benchmarks/roads.py``; ``--side`` and ``--places`` make it smaller. Both methods answer in one process, on
the same seeded graph; the table printed is the one of docs/engines/roads.md.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from banme.roads import Router, build_graph, edge_costs, speeds
from banme.roads.cost import TruckCost

if TYPE_CHECKING:
    from collections.abc import Callable

SPEED_KMH = {"trunk": 60.0, "secondary": 45.0, "unclassified": 30.0}
TRUCK = TruckCost(cost_vnd_km=9_000.0, cost_vnd_h=180_000.0)
STEP_DEG = 0.004
SEED = 20230317


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured; times are medians in seconds."""

    nodes: int
    arcs: int
    build_s: float
    customise_s: float
    closure_s: float
    table_s: float
    scipy_table_s: float
    path_s: float
    largest_difference_vnd: float
    resolution_vnd: float

    @property
    def ratio(self) -> float:
        return self.scipy_table_s / self.table_s


def synthetic_edges(side: int, seed: int = SEED) -> gpd.GeoDataFrame:
    """A jittered grid of ``side`` x ``side`` crossings: 63 % of links, one in twenty one-way, whole arterials."""
    rng = np.random.default_rng(seed)
    number = np.arange(side * side).reshape(side, side)
    tail = np.concatenate([number[:, :-1].ravel(), number[:-1].ravel()])
    head = np.concatenate([number[:, 1:].ravel(), number[1:].ravel()])
    line = np.concatenate([np.repeat(np.arange(side), side - 1), np.tile(np.arange(side), side - 1)])
    arterial = line % 20 == 0
    kept = arterial | (rng.random(len(tail)) < 0.63)
    tail, head, line, arterial = tail[kept], head[kept], line[kept], arterial[kept]
    row, column = np.divmod(np.arange(side * side), side)
    jitter = rng.uniform(-0.3, 0.3, (side * side, 2))
    xy = np.array([105.0, 12.0]) + STEP_DEG * (np.column_stack([column, row]) + jitter)
    detour = rng.uniform(1.0, 1.4, len(tail))
    length_m = detour * np.hypot(*(xy[head] - xy[tail]).T) * 110_000.0
    kind = np.where(arterial, np.where(line % 100 == 0, "trunk", "secondary"), "unclassified")
    oneway = np.where(~arterial & (rng.random(len(tail)) < 0.05), "forward", "no")
    geometry = shapely.linestrings(np.stack([xy[tail], xy[head]], axis=1))
    columns = {"road_class": kind, "length_m": length_m, "oneway": oneway}
    return gpd.GeoDataFrame(columns, geometry=geometry, crs=4326)


def timed(work: Callable[[], object], times: int) -> float:
    """Median seconds of some runs."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def measure(side: int, places: int, times: int, scipy_times: int) -> Figures:
    """Build the graph, time both methods, and compare every answer."""
    edges = synthetic_edges(side)
    graph = build_graph(edges)
    cost = edge_costs(edges, speeds(edges, SPEED_KMH, terrain=None), TRUCK).to_numpy()
    rng = np.random.default_rng(SEED + 1)
    main = np.flatnonzero(graph.node_component == 0)
    origins, destinations = rng.choice(main, places), rng.choice(main, places)
    start = time.perf_counter()
    router = Router(graph)
    build_s = time.perf_counter() - start
    customised = router.customise(cost)
    driven = customised.path(int(origins[0]), int(destinations[0])).edge_positions
    closed = np.zeros(len(edges), dtype=bool)
    closed[driven[len(driven) // 2]] = True
    slow = Router(graph, "dijkstra").customise(cost)
    least, exact = customised.matrix(origins, destinations), slow.matrix(origins, destinations)
    if (np.isfinite(least) != np.isfinite(exact)).any():
        raise RuntimeError("The two methods disagree on which places can be reached.")
    reached = np.isfinite(exact)
    pairs = [(int(a), int(b)) for a, b in zip(origins, destinations, strict=True) if np.isfinite(least).all()]
    pairs = pairs or [(int(origins[i]), int(destinations[j])) for i, j in np.argwhere(reached)[:places]]
    return Figures(
        nodes=graph.node_count,
        arcs=graph.arc_count,
        build_s=build_s,
        customise_s=timed(lambda: router.customise(cost), times),
        closure_s=timed(lambda: router.customise(cost, closed), times),
        table_s=timed(lambda: customised.matrix(origins, destinations), times),
        scipy_table_s=timed(lambda: slow.matrix(origins, destinations), scipy_times),
        path_s=timed(lambda: [customised.path(*pair) for pair in pairs], 3) / len(pairs),
        largest_difference_vnd=float(np.abs(least[reached] - exact[reached]).max()),
        resolution_vnd=customised.resolution,
    )


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--side", type=int, default=435, help="crossings along one side of the grid")
    parser.add_argument("--places", type=int, default=500, help="origins, and as many destinations")
    parser.add_argument("--times", type=int, default=9, help="runs of each step; the median is printed")
    parser.add_argument("--scipy-times", type=int, default=3, help="runs of SciPy's table")
    given = parser.parse_args()
    figures = measure(given.side, given.places, given.times, given.scipy_times)
    print(f"| step ({figures.nodes:,} nodes, {figures.arcs:,} arcs, {given.places} x {given.places}) | median |")
    print("|---|---|")
    print(f"| build the hierarchy, once for a network | {figures.build_s:.1f} s |")
    print(f"| customise: take weights | {figures.customise_s:.3f} s |")
    print(f"| customise again after a road closes | {figures.closure_s:.3f} s |")
    print(f"| table of least costs | {figures.table_s:.2f} s |")
    print(f"| the same by SciPy's Dijkstra | {figures.scipy_table_s:.1f} s |")
    print(f"| ratio | {figures.ratio:.0f} x |")
    print(f"| one path with its edges | {1000 * figures.path_s:.2f} ms |")
    print(f"| largest difference of the two tables | {figures.largest_difference_vnd:.2f} VND |")
    print(f"| one step of whole-number cost | {figures.resolution_vnd:.3f} VND |")


if __name__ == "__main__":
    main()
