"""Lower bounds from prices on resources: each item takes its cheapest option, priced use included.

For prices ``p >= 0``: ``L(p) = sum_i min_o (cost_o + sum_r p_r use_or) - sum_r p_r capacity_r`` is at most the cost of
any plan that keeps the capacities. The climb is a deflected subgradient with levels: it steps towards the best bound
so far plus a share of it, and asks for less when that stays out of reach.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numba
import numpy as np

from banme.clusters.assignment.problem import AssignmentProblem, Floats, Ints

PASSES_EACH = 25
"""Passes between two looks at the clock."""
FIRST_LEVEL = 0.05
PATIENCE = 15
DEFLECTION = 0.7
NOWHERE = 1e-18
"""Squared length of a direction that leads nowhere."""
ROUNDING = 1e-7
"""Share by which a computed bound of whole costs may lie too high before it is rounded up."""


@dataclass(slots=True)
class Climb:
    """State of a climb: prices now and best, its best bound, level and patience."""

    now: Floats
    best: Floats
    direction: Floats
    value: float = -math.inf
    level: float = FIRST_LEVEL
    bad: int = 0

    @classmethod
    def at(cls, prices: Floats) -> Climb:
        """Begin at prices."""
        return cls(prices.copy(), prices.copy(), np.zeros_like(prices))

    def go(self, problem: AssignmentProblem, passes: int = PASSES_EACH) -> None:
        """Make some passes."""
        self.value, self.level, self.bad = _climb(
            _data(problem),
            (self.now, self.best, self.direction),
            (self.value, self.level, self.bad),
            passes,
        )

    @property
    def tired(self) -> bool:
        """Whether levels are so low that further passes gain nothing that matters."""
        return self.level < 1e-7  # noqa: PLR2004


def reduced_costs(problem: AssignmentProblem, prices: Floats) -> Floats:
    """Return each option's priced cost less the cheapest of its item: what taking it adds to the bound."""
    priced = _priced(problem, prices)
    above: Floats = priced - np.repeat(np.minimum.reduceat(priced, problem.start[:-1]), np.diff(problem.start))
    return above


def proven(problem: AssignmentProblem, prices: Floats) -> float:
    """Return the bound that prices prove, rounded up where every cost is whole.

    Parameters
    ----------
    problem : AssignmentProblem
    prices : (R,) floats
        0 or more.

    """
    least = np.minimum.reduceat(_priced(problem, prices), problem.start[:-1])
    bound = math.fsum(least) - math.fsum(prices * problem.capacity)
    return rounded_up(bound) if problem.whole else bound


def rounded_up(bound: float) -> float:
    """Round a bound of whole costs up, unless it lies above a whole number by no more than what rounding may do."""
    return float(math.ceil(bound - ROUNDING * max(1.0, abs(bound) * 1e-3)))


def _data(problem: AssignmentProblem) -> tuple[Floats | Ints, ...]:
    each = problem.start, problem.cost, problem.use_start, problem.use_resource, problem.use_amount
    return (*each, problem.capacity)


def _priced(problem: AssignmentProblem, prices: Floats) -> Floats:
    of = np.repeat(np.arange(problem.cost.size), np.diff(problem.use_start))
    extra = np.bincount(of, problem.use_amount * prices[problem.use_resource], minlength=problem.cost.size)
    return np.asarray(problem.cost + extra)


@numba.njit(cache=True)
def _climb(data, state, figures, passes):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202, C901, PLR0912
    start, cost, use_start, use_resource, use_amount, capacity = data
    now, best_prices, direction = state
    best, level, bad = figures
    used = np.empty_like(capacity)
    for _ in range(passes):
        used[:] = 0.0
        value = 0.0
        for item in range(start.size - 1):
            least, pick = np.inf, -1
            for option in range(start[item], start[item + 1]):
                priced = cost[option]
                for at in range(use_start[option], use_start[option + 1]):
                    priced += now[use_resource[at]] * use_amount[at]
                    if priced >= least:
                        break
                if priced < least:
                    least, pick = priced, option
            value += least
            for at in range(use_start[pick], use_start[pick + 1]):
                used[use_resource[at]] += use_amount[at]
        for r in range(capacity.size):
            value -= now[r] * capacity[r]
        if value > best + 1e-9 * max(1.0, abs(best)) or best == -np.inf:
            if best != -np.inf and value - best > 0.5 * level * max(1e-9, abs(best)):
                level *= 1.5
            best = value
            best_prices[:] = now
            bad = 0
        else:
            bad += 1
            if bad >= PATIENCE:
                bad = 0
                level *= 0.6
                now[:] = best_prices
                direction[:] = 0.0
        norm = 0.0
        for r in range(capacity.size):
            slope = used[r] - capacity[r]
            direction[r] = (1.0 - DEFLECTION) * direction[r] + DEFLECTION * slope
            if now[r] <= 0.0 and direction[r] < 0.0:
                direction[r] = 0.0
            norm += direction[r] ** 2
        if norm <= NOWHERE:
            level = 0.0
            break
        step = (best + level * max(1e-9, abs(best)) - value) / norm
        for r in range(capacity.size):
            now[r] = max(0.0, now[r] + step * direction[r])
    return best, level, bad
