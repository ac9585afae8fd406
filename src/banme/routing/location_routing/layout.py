"""The problem as the compiled search sees it: whole loads, no infinite legs, neighbours by distance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from banme.routing.location_routing.problem import Floats, Ints, LocationRoutingProblem

Round = tuple[int, tuple[int, ...]]
"""Depot and customers, in order."""
Rounds = tuple[Round, ...]
FINE = 10.0**7
"""Units in a full truck where loads are not whole numbers already."""
LARGE = 2.0**40
FACTOR = 100.0
"""How many times the dearest leg one costs that does not exist."""


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Arrays for the search; depots are nodes 0 to m - 1, customers the n after them.

    Attributes
    ----------
    away, toward : (m + n, m + n) floats
        ``away[a, b]`` is the cost from a to b, ``toward`` its transpose, so that both are read along rows.
    near : (n, n) ints
        Customers by cost there and back, the customer itself first.
    demand, room : (n,) and (m,) ints
        In whole units, every demand at least 1. Where the problem's are not whole, a demand is rounded up and
        a capacity down: what fits here fits.
    truck : int
    opening : (m,) floats
    fixed : float
    longest : int
        Most customers that fit in one truck.
    forbidden : float
        A leg of this cost or more does not exist.
    """

    away: Floats
    toward: Floats
    near: Ints
    demand: Ints
    room: Ints
    truck: int
    opening: Floats
    fixed: float
    longest: int
    forbidden: float

    @classmethod
    def of(cls, problem: LocationRoutingProblem) -> Layout:
        """Lay a problem out."""
        m = len(problem.depots)
        legs = problem.leg_cost.astype(float).copy()
        np.fill_diagonal(legs, 0.0)
        finite = np.isfinite(legs)
        forbidden = FACTOR * max(1.0, float(legs[finite].max()), problem.truck_cost, float(problem.depot_cost.max()))
        legs[~finite] = forbidden
        both = legs[m:, m:] + legs[m:, m:].T
        np.fill_diagonal(both, -1.0)
        demand, room, truck = _whole(problem)
        full = np.cumsum(np.sort(demand))
        return cls(
            away=np.ascontiguousarray(legs),
            toward=np.ascontiguousarray(legs.T),
            near=np.argsort(both, axis=1, kind="stable").astype(np.int64),
            demand=demand,
            room=room,
            truck=truck,
            opening=problem.depot_cost.astype(float),
            fixed=problem.truck_cost,
            longest=int(np.searchsorted(full, truck, side="right")),
            forbidden=forbidden,
        )

    def round_cost(self, depot: int, stops: tuple[int, ...]) -> float:
        """Return the cost of a round: its truck and its legs."""
        line = [depot, *(self.depots + x for x in stops), depot]
        return self.fixed + float(self.away[line[:-1], line[1:]].sum())

    def cost(self, rounds: Rounds) -> float:
        """Return the cost of rounds and of opening their depots."""
        opened = sorted({depot for depot, _ in rounds})
        return float(self.opening[opened].sum()) + sum(self.round_cost(depot, stops) for depot, stops in rounds)

    def fits(self, rounds: Rounds) -> bool:
        """Tell whether every customer is served once and no truck and no depot has more than its room."""
        served = sorted(x for _, stops in rounds for x in stops)
        used = np.zeros(self.depots, np.int64)
        for depot, stops in rounds:
            load = int(self.demand[list(stops)].sum())
            used[depot] += load
            if load > self.truck:
                return False
        return served == list(range(self.customers)) and bool((used <= self.room).all())

    @property
    def depots(self) -> int:
        """How many depots there are."""
        return self.room.size

    @property
    def customers(self) -> int:
        """How many customers there are."""
        return self.demand.size


def _whole(problem: LocationRoutingProblem) -> tuple[Ints, Ints, int]:
    """Return demands, depots' room and a truck's room in whole units, every demand at least one.

    With n customers, a unit is the n + 1st part of the first one, and every room has n to spare: customers without
    demand take one each, and still nothing fits that did not fit before.
    """
    n = len(problem.customers)
    figures = np.concatenate([problem.demand, problem.depot_capacity, [problem.truck_capacity]])
    finite = figures[np.isfinite(figures)]
    plain = bool((finite == np.round(finite)).all()) and finite.max() < LARGE
    unit = 1.0 if plain else problem.truck_capacity / FINE
    slack = 0.0 if plain else 1e-3
    demand = np.ceil(problem.demand / unit - slack).astype(np.int64)
    room = np.floor(np.minimum(problem.depot_capacity, problem.demand.sum() * 2.0 + 1.0) / unit + slack)
    truck = int(np.floor(problem.truck_capacity / unit + slack))
    return np.maximum(demand * (n + 1), 1), room.astype(np.int64) * (n + 1) + n, truck * (n + 1) + n
