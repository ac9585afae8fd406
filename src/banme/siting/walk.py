"""A walk over openings that cools down: exchanges of sites are drawn and taken when they cost little more.

Simulated annealing (Kirkpatrick et al. 1983) with one shortcut: how much dearer an exchange may be is drawn before
anything is solved, so that the floor (``banme.siting.floor``) rules most exchanges out at no loss. Walks get longer and
longer; each begins at the best openings so far.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from banme.siting import floor as floors
from banme.siting.openings import Place, State
from banme.siting.plan import plan_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from banme.siting.layout import Ints
    from banme.siting.plan import Plan
    from banme.siting.relaxation import Choices
    from banme.siting.transshipment import Transshipment

HOT, COLD = 0.3, 0.01
"""Temperatures at the start and the end of a walk, as shares of what an open site costs on average."""
KINDS = np.array([0.3, 0.95, 0.1])
"""Share of double exchanges, of them and single ones, and of single ones with one site more, or one less."""
DRAWN = 100
"""Exchanges drawn at most for one step, for each option; when none of them may pay, the step is lost."""
FIRST_LENGTH, LONGER = 20, 2
"""Steps of the first walk, for each option, and how many times longer the next one is."""
LOST = 50
"""Into how many parts a walk is cut, of which a lost step skips one."""


class Walk:
    """Walks from openings to better ones and keeps the best."""

    def __init__(self, transshipment: Transshipment, choices: Choices, seed: int) -> None:
        self.place = Place(transshipment, choices)
        self.random = np.random.default_rng(seed)
        self.here, self.there, self.shown = (State(self.place) for _ in range(3))
        self.best, self.best_total = self.here.choice, np.inf
        self.values = np.zeros(self.place.floor.constant.shape)
        self.scale = 0.0
        """Cost that temperatures are shares of: of an open site, or a tenth of its flows' where sites are free."""
        self.step, self.length = 0, FIRST_LENGTH * self.place.options.site.size
        self.idle, self.before = False, np.inf
        """Whether the last walk ended without anything better, and the best cost when this one began."""
        self.judged, self.taken, self.drawn = 0, 0, 0

    def warm(self) -> None:
        """Take steps on nothing, so that the loops are compiled."""
        opened = np.where(self.place.options.allowed, self.place.options.site, -1)
        choice = self.here.choice.copy()
        choice[opened[opened >= 0]] = np.flatnonzero(opened >= 0)
        self._settle(choice)
        self._advance(self.scale * HOT)
        self.judged, self.taken, self.drawn, self.best_total = 0, 0, 0, np.inf

    def stand(self, first: Ints) -> None:
        """Stand at some openings (M,)."""
        self._settle(self.place.choice(first))

    def _settle(self, choice: Ints) -> None:
        place = self.place
        self.there, self.here = self.here, self.there
        nothing = np.full(place.parts.size, floors.NOTHING)
        place.judge(self.there, self.here, choice, (nothing, np.inf))
        self._arrive()
        count = max(1, int((choice >= 0).sum()))
        self.scale = (place.fixed(choice) or 0.1 * abs(float(self.here.flow_cost.sum()))) / count

    def _arrive(self) -> None:
        self.values = floors.at(self.place.floor, self.here.opened())
        total = self.place.total(self.here)
        if total < self.best_total and self.place.allowed(self.here.choice):
            self.best, self.best_total = self.here.choice.copy(), total

    def run(self, steps: int, over: Callable[[], bool]) -> None:
        """Go some steps, each of which solves the flows of one exchange at most, or until it is over."""
        for _ in range(steps):
            if over():
                return
            if self.step >= self.length:
                self.idle, self.before = self.best_total >= self.before, self.best_total
                self.step, self.length = 0, self.length * LONGER
                if np.isfinite(self.best_total):
                    self._settle(self.best)
            found = self._advance(self.scale * HOT * (COLD / HOT) ** (self.step / self.length))
            self.step += 1 if found else 1 + self.length // LOST

    def _advance(self, temperature: float) -> bool:
        """Draw exchanges until one may be taken, solve its flows, and take it if its cost allows; False if none may."""
        place, options = self.place, self.place.options
        choice = self.here.choice
        flows = float((self.here.flow_cost + self.here.short * place.networks.dear).sum())
        here = (choice, self.here.opened(), self.values, flows, place.left(choice))
        leave, take, least, most, drawn = floors.propose(
            self.random, place.floor, options, here, (temperature, KINDS), DRAWN * options.site.size
        )
        self.drawn += drawn
        leave, take = leave[leave >= 0], take[take >= 0]
        if not leave.size and not take.size:
            return False
        after = choice.copy()
        after[options.site[leave]] = -1
        after[options.site[take]] = take
        self.judged += 1
        room = flows + most - (place.fixed(after) - place.fixed(choice))
        if place.judge(self.here, self.there, after, (least, room), self.values):
            self.here, self.there = self.there, self.here
            self.taken += 1
            self._arrive()
        return True

    def plan(self) -> Plan | None:
        """Return the best openings with their flows; None while none were found."""
        if not np.isfinite(self.best_total):
            return None
        place = self.place
        nothing = np.full(place.parts.size, floors.NOTHING)
        place.judge(self.here, self.shown, self.best, (nothing, np.inf), self.values)
        return plan_of(place.layout, place.first(self.best), place.transshipment.values(self.shown.trees))
