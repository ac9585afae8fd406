"""The round of least reduced cost, in which a stop may come again only after it was forgotten (ng-routes), compiled.

Baldacci, Mingozzi and Roberti (2011), Operations Research 59. On reaching stop j a truck remembers only those of the
stops visited that belong to j's neighbours; what it remembers it does not visit again. States are (load, stop, memory),
settled in order of load.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from banme.routing.bound.problem import CollectionProblem, Floats, Ints, counted, unit


@dataclass(frozen=True, slots=True, eq=False)
class Pricer:
    """One truck kind, ready to be priced: loads in units, neighbours, and how memories carry over.

    Attributes
    ----------
    weight : (n,) ints
    capacity : int
    per : float
        The unit.
    carried : (n, n, 2 ** g) ints
        Memory after going from stop to stop with a memory; -1 where the stop is remembered.
    start, end : (n,) floats
    legs : (n, n) floats
    fixed : float
    """

    weight: Ints
    capacity: int
    per: float
    carried: Ints
    start: Floats
    end: Floats
    legs: Floats
    fixed: float

    @classmethod
    def of(cls, problem: CollectionProblem, kind: int, neighbours: Ints) -> Pricer:
        """Prepare a kind of trucks for the neighbours given, shape (n, g), each stop among its own."""
        truck = problem.kinds[kind]
        per = unit(problem.demand, truck.capacity)
        weight, capacity = counted(problem.demand, truck.capacity, per)
        weight = np.where(problem.demand > truck.capacity, capacity + 1, weight)
        return cls(
            weight,
            capacity,
            per,
            _carried(neighbours),
            np.ascontiguousarray(truck.start_cost),
            np.ascontiguousarray(truck.end_cost),
            np.ascontiguousarray(truck.leg_cost),
            truck.round_cost,
        )

    def price(self, prices: Floats) -> list[tuple[float, tuple[int, ...]]]:
        """Return for each last stop the round of least reduced cost, least first.

        Parameters
        ----------
        prices : (n,) floats
            What a visit to each stop is worth.

        """
        n = self.weight.size
        best, paths = _settle(
            (self.weight, self.capacity), self.carried, (self.start - prices, self.legs - prices[None, :], self.end)
        )
        found = [
            (float(best[i]) + self.fixed, tuple(int(x) for x in paths[i][paths[i] >= 0][::-1]))
            for i in range(n)
            if best[i] < np.inf
        ]
        return sorted(found)


def nearest(problem: CollectionProblem, size: int) -> Ints:
    """Return for each stop itself and its nearest, shape (n, size), by the mean cost there and back."""
    legs = np.mean([np.minimum(kind.leg_cost, 1e30) for kind in problem.kinds], axis=0)
    both = legs + legs.T
    np.fill_diagonal(both, -np.inf)
    return np.argsort(both, axis=1, kind="stable")[:, : min(size, len(problem.stops))].astype(np.int64)


@numba.njit(cache=True)
def _carried(neighbours):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202, C901
    n, g = neighbours.shape
    made = np.full((n, n, 1 << g), -1, np.int64)
    for i in range(n):
        for j in range(n):
            onto = np.zeros(g, np.int64)
            blocked = own = 0
            for b in range(g):
                if neighbours[i, b] == j:
                    blocked = 1 << b
                if neighbours[j, b] == j:
                    own = 1 << b
                for c in range(g):
                    if neighbours[j, c] == neighbours[i, b]:
                        onto[b] = 1 << c
            for memory in range(1 << g):
                if memory & blocked:
                    continue
                after = own
                for b in range(g):
                    if memory >> b & 1:
                        after |= onto[b]
                made[i, j, memory] = after
    return made


@numba.njit(cache=True)
def _settle(loads, carried, costs):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202, C901, PLR0912
    weight, capacity = loads
    start, legs, end = costs
    n, memories = weight.size, carried.shape[2]
    cost = np.full((capacity + 1, n, memories), np.inf)
    before = np.full((capacity + 1, n, memories), -1, np.int16)
    memory_before = np.zeros((capacity + 1, n, memories), np.int16)
    last = np.zeros((n, 2), np.int64)
    best = np.full(n, np.inf)
    for j in range(n):
        if weight[j] <= capacity:
            cost[weight[j], j, carried[j, j, 0]] = start[j]
    for load in range(1, capacity + 1):
        for i in range(n):
            if weight[i] > load:
                continue
            for memory in range(memories):
                value = cost[load, i, memory]
                if value == np.inf:
                    continue
                if value + end[i] < best[i]:
                    best[i] = value + end[i]
                    last[i, 0], last[i, 1] = load, memory
                for j in range(n):
                    full = load + weight[j]
                    if full > capacity:
                        continue
                    after = carried[i, j, memory]
                    if after < 0:
                        continue
                    new = value + legs[i, j]
                    if new < cost[full, j, after]:
                        cost[full, j, after] = new
                        before[full, j, after] = i
                        memory_before[full, j, after] = memory
    paths = np.full((n, capacity + 1), -1, np.int64)
    for i in range(n):
        if best[i] == np.inf:
            continue
        load, stop, memory, at = last[i, 0], i, last[i, 1], 0
        while stop >= 0:
            paths[i, at] = stop
            at += 1
            earlier, memory = before[load, stop, memory], memory_before[load, stop, memory]
            load -= weight[stop]
            stop = earlier
    return best, paths
