"""A lower bound on the cost of any rounds, by column generation over ng-routes, from prices anyone can check."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from banme.progress import Progress, Stop
from banme.routing.bound.master import Master
from banme.routing.bound.pricing import Pricer, nearest
from banme.routing.bound.problem import CollectionProblem, Floats, Ints

MEMORIES = (4, 8)
"""Neighbours that a stop remembers, in the first stage and the second."""
SETTLED = 1e-7
"""Relative distance of bound and programme at which a stage ends."""
PER_KIND = 40
"""Most rounds that one pricing adds."""
SMOOTH = 0.5
"""Weight of the best prices so far in those that are tried (Wentges)."""


@dataclass(frozen=True, slots=True, eq=False)
class RouteBound:
    """A proven lower bound, with what proves it.

    Attributes
    ----------
    bound : float
        No rounds that serve every stop cost less.
    prices : (n,) floats
        What a visit to each stop is worth.
    round_price : float
        What each of the fewest possible rounds is worth, 0 or more.
    neighbours : (n, g) ints
        Which stops each stop lets a truck remember.
    unit : tuple of float
        In what each kind's loads are counted.
    settled : bool
        Whether no round was missing any more: the bound is that of the relaxation, not of an early end.
    rounds : int
        Rounds generated.
    """

    bound: float
    prices: Floats
    round_price: float
    neighbours: Ints
    unit: tuple[float, ...]
    settled: bool
    rounds: int


def bound_rounds(
    problem: CollectionProblem, time_limit_s: float = 60.0, progress: Progress | None = None
) -> RouteBound:
    """Prove a lower bound on the cost of rounds.

    The relaxation: fractions of rounds, each within its truck's capacity, in which a stop may come again after it was
    forgotten; every stop visited once in total; no kind above its number; at least as many rounds as the total demand
    fills of the largest truck. Working hours and service windows are left out, which only lowers the bound.

    Returns
    -------
    RouteBound
        ``bound`` is ``sum(prices) + least_rounds * round_price + sum over kinds of most * min(0, reduced)`` where
        ``reduced`` is the least cost of a round of the kind less its visits' prices and the round's. It holds for any
        prices, so that an early end is no fault.

    """
    return _Search(problem, time_limit_s, progress or Progress()).run()


class _Search:
    def __init__(self, problem: CollectionProblem, time_limit_s: float, progress: Progress) -> None:
        self.problem, self.progress = problem, progress
        self.deadline = time.monotonic() + time_limit_s
        self.master = Master(problem)
        self.stopped = False
        self.best: RouteBound | None = None
        for kind, truck in enumerate(problem.kinds):
            ways = np.isfinite(truck.start_cost + truck.end_cost) & (problem.demand <= truck.capacity)
            for stop in np.flatnonzero(ways):
                self.master.add(kind, (int(stop),))

    def run(self) -> RouteBound:
        for memory in MEMORIES:
            neighbours = nearest(self.problem, memory)
            pricers = [Pricer.of(self.problem, kind, neighbours) for kind in range(len(self.problem.kinds))]
            settled = self._stage(pricers, neighbours)
            if not settled:
                break
        if self.best is None:  # every stage prices at least once
            raise AssertionError
        return self.best

    def _stage(self, pricers: list[Pricer], neighbours: Ints) -> bool:
        """Add rounds until none is missing for these memories; False when time or patience ended before."""
        centre: tuple[Floats, float] | None = None
        reached = -np.inf
        while True:
            prices, per_round, value = self.master.solve()
            weight = SMOOTH if centre is not None else 0.0
            while True:
                tried, tried_round = prices, per_round
                if centre is not None and weight:
                    tried = weight * centre[0] + (1.0 - weight) * prices
                    tried_round = weight * centre[1] + (1.0 - weight) * per_round
                bound, added = self._price(pricers, tried, max(0.0, tried_round), neighbours)
                if bound > reached:
                    reached, centre = bound, (tried, tried_round)
                if added or not weight or self._over():
                    break
                weight = 0.0
            if reached >= value - SETTLED * max(1.0, abs(value)) or not added:
                self._settle()
                return True
            if self._over():
                return False

    def _price(self, pricers: list[Pricer], prices: Floats, per_round: float, neighbours: Ints) -> tuple[float, bool]:
        """Price every kind, note the bound that follows, and add the rounds that would pay."""
        problem = self.problem
        bound = float(prices.sum()) + problem.least_rounds() * per_round
        added = False
        for kind, pricer in enumerate(pricers):
            found = pricer.price(prices)
            least = min(0.0, found[0][0] - per_round) if found else 0.0
            most = problem.kinds[kind].most
            bound += least * (len(problem.stops) if most is None else most)
            for reduced, stops in found[:PER_KIND]:
                if reduced - per_round < 0.0:
                    added |= self.master.add(kind, stops)
        if self.best is None or bound > self.best.bound:
            units = tuple(pricer.per for pricer in pricers)
            self.best = RouteBound(bound, prices, per_round, neighbours, units, False, len(self.master.known))  # noqa: FBT003
        return bound, added

    def _settle(self) -> None:
        if self.best is not None:
            mine = self.best
            self.best = RouteBound(
                mine.bound,
                mine.prices,
                mine.round_price,
                mine.neighbours,
                mine.unit,
                settled=True,
                rounds=len(self.master.known),
            )

    def _over(self) -> bool:
        try:
            self.progress.tell("bound", bound=self.best.bound if self.best is not None else None)
        except (Stop, KeyboardInterrupt):
            self.stopped = True
        return self.stopped or time.monotonic() >= self.deadline
