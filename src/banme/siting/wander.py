"""Turns of a walk over openings: where it begins, what the proof rules out for it, and the plans it brings."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from banme.siting.covering import covering
from banme.siting.plan import round_openings
from banme.siting.tree import THRESHOLDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from banme.siting.layout import Floats, Ints
    from banme.siting.linear import Setting
    from banme.siting.plan import Plan
    from banme.siting.relaxation import Choices
    from banme.siting.walk import Walk
    from banme.siting.watch import Watch

STEPS = 25
"""Steps of a walk between two looks at the clock."""
NOISE = 0.1
"""Noise in the cost of openings that every other walk begins with, as a share of what an opening costs."""
COVERING_SHARE = 0.03
"""Share of the time left that the openings to begin a walk with may take."""


@dataclass(frozen=True, slots=True, eq=False)
class Orders:
    """What a walk takes from the proof and the plans so far.

    Attributes
    ----------
    choices : what sites may still do
    average : (M, S) how open the climb left them on average; None where that is not known
    worth : (M, S) what each choice adds to the bound, rows of openings left out, VND
    best : the best plan, None while there is none

    """

    choices: Choices
    average: Floats | None
    worth: Floats
    best: Plan | None

    @property
    def cost(self) -> float:
        """Cost of the best plan, inf while there is none."""
        return np.inf if self.best is None else self.best.total


class Wander:
    """A walk, with what it needs to begin again where room costs least."""

    def __init__(self, walk: Walk, setting: Setting, watch: Watch) -> None:
        self.walk, self.setting, self.watch = walk, setting, watch
        self.walks = 0

    def go(self, orders: Orders, going: Callable[[], bool], found: Callable[[Plan | None], None]) -> None:
        """Walk while ``going``, starting from the best plan where it came from elsewhere; hand on what is better."""
        walk, known = self.walk, orders.cost
        walk.place.restrict(orders.choices)
        if not np.isfinite(walk.best_total):
            self._set_out(orders)
            if np.isfinite(walk.best_total) and walk.best_total < known:
                found(walk.plan())
        if known < walk.best_total * (1.0 - 1e-9) and orders.best is not None:
            walk.stand(orders.best.first)
        while not walk.idle and going():
            before = walk.best_total
            if walk.at_end():
                self.walks += 1
                walk.begin(self._roomiest(orders, NOISE) if self.walks % 2 else None)
            walk.run(STEPS, self.watch.over)
            if walk.best_total < min(before, known):
                found(walk.plan())

    def _set_out(self, orders: Orders) -> None:
        """Stand where the average of the climb rounds to, and then where room costs least."""
        walk = self.walk
        if orders.best is None and orders.average is not None:
            walk.stand(round_openings(walk.place.layout, orders.average, orders.choices, THRESHOLDS[1]))
        choice = self._roomiest(orders, 0.0)
        if choice is not None:
            walk.stand_at(choice)

    def _roomiest(self, orders: Orders, noise: float) -> Ints | None:
        """Return options (N,) that give enough room at the least reduced cost, give or take some noise."""
        place = self.walk.place
        options = place.options
        cost = orders.worth[options.module, options.stage]
        cost = cost + noise * np.abs(options.fixed).mean() * self.walk.random.standard_normal(cost.size)
        return covering(options, place.most, cost, self.setting, COVERING_SHARE * self.watch.left())


def seconds_left(seconds: float) -> Callable[[], bool]:
    """Return what tells whether so many seconds are not over yet."""
    until = time.monotonic() + seconds
    return lambda: time.monotonic() < until
