"""A walk over openings that cools down: exchanges of sites are drawn and taken when they cost little more.

Simulated annealing (Kirkpatrick et al. 1983) with one shortcut: how much dearer an exchange may be is drawn before
anything is solved, so that the floor (``banme.siting.floor``) rules most exchanges out. Walks get longer and longer;
each begins at the best openings so far. The loop itself is ``banme.siting.annealing``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from banme.siting import annealing
from banme.siting import floor as floors
from banme.siting.annealing import BEST, COST, LENGTH, SCALE, Here
from banme.siting.openings import Place, State
from banme.siting.plan import plan_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from banme.siting.layout import Ints
    from banme.siting.plan import Plan
    from banme.siting.relaxation import Choices
    from banme.siting.transshipment import Transshipment

HOT, COLD = 0.33, 0.045
"""Temperatures at the start and the end of a walk, as shares of what a cheap exchange costs."""
SAMPLES, CHEAP = 48, 0.25
"""Exchanges looked at to tell what a cheap one costs, and the share of the dearer ones below it."""
FIRST_LENGTH, LONGER = 20, 2
"""Steps of the first walk, for each option, and how many times longer the next one is."""
ASK_EVERY = 25
"""Steps between two looks at the clock."""


class Walk:
    """Walks from openings to better ones and keeps the best."""

    def __init__(self, transshipment: Transshipment, choices: Choices, seed: int) -> None:
        self.place = Place(transshipment, choices)
        self.random = np.random.default_rng(seed)
        self.state, self.shown = State(self.place), State(self.place)
        self.length = FIRST_LENGTH * self.place.options.site.size
        self.here = self._here(State(self.place))
        self.idle, self.before = False, np.inf
        """Whether the last walk ended without anything better, and the best cost when this one began."""

    def _here(self, other: State) -> Here:
        place, state = self.place, self.state
        active, shut = place.status(state.choice)
        nodes = state.choice.size
        return Here(
            choice=state.choice,
            active=active,
            shut=shut,
            flow_cost=state.flow_cost,
            short=state.short,
            values=np.zeros(place.floor.constant.shape),
            left=place.left(state.choice),
            over=np.zeros(nodes + 1),
            noted=np.zeros(nodes + 1, np.int64),
            best=state.choice.copy(),
            numbers=np.array([0.0, self.length, np.inf, np.inf, 0.0]),
            counts=np.zeros(4, np.int64),
            trees=state.trees,
            other=other.trees,
        )

    @property
    def best_total(self) -> float:
        """Cost of the best openings found, inf while there are none."""
        return float(self.here.numbers[BEST])

    def warm(self) -> None:
        """Take steps on nothing, so that the loops are compiled."""
        opened = np.where(self.place.options.allowed, self.place.options.site, -1)
        choice = np.full(self.place.layout.kind.size, -1, np.int64)
        choice[opened[opened >= 0]] = np.flatnonzero(opened >= 0)
        self._settle(choice)
        self._go(1)
        self.here.counts[:] = 0
        self.here.numbers[annealing.STEP], self.here.numbers[BEST] = 0.0, np.inf

    def stand(self, first: Ints) -> None:
        """Stand at some openings (M,)."""
        self._settle(self.place.choice(first))

    def _settle(self, choice: Ints) -> None:
        place, here = self.place, self.here
        nothing = np.full(place.parts.size, floors.NOTHING)
        into = State(place)
        place.judge(self.state, into, choice, (nothing, np.inf))
        for mine, found in zip(here.trees, into.trees, strict=True):
            mine[:] = found
        here.choice[:], here.flow_cost[:], here.short[:] = choice, into.flow_cost, into.short
        here.active[:], here.shut[:] = place.status(choice)
        here.left[:] = place.left(choice)
        here.values[:] = floors.at(place.floor, into.opened())
        here.noted[:] = 0
        here.numbers[COST] = float((into.flow_cost + into.short * place.networks.dear).sum())
        total = place.total(into)
        if total < self.best_total and place.allowed(choice):
            here.best[:], here.numbers[BEST] = choice, total
        here.numbers[SCALE] = self._typical()

    def _typical(self) -> float:
        """Return what an exchange costs that is cheap, but not among the cheapest."""
        place, here = self.place, self.here
        changes = np.zeros(SAMPLES)
        found = annealing.sample(self.random, place.networks, place.floor, place.options, here, changes)
        dearer = changes[:found][(changes[:found] > 0) & (changes[:found] < place.networks.dear)]
        if dearer.size:
            return float(np.quantile(dearer, CHEAP))
        flows = abs(float(here.flow_cost.sum()))
        return (place.fixed(here.choice) or flows) / (10.0 * max(1, int((here.choice >= 0).sum())))

    def at_end(self) -> bool:
        """Whether the next step begins a new walk."""
        return bool(self.here.numbers[annealing.STEP] >= self.here.numbers[LENGTH])

    def begin(self, choice: Ints | None = None) -> None:
        """Begin the next, longer walk at some options (N,), or at the best openings so far."""
        numbers = self.here.numbers
        self.idle, self.before = self.best_total >= self.before, self.best_total
        numbers[annealing.STEP], numbers[LENGTH] = 0.0, LONGER * numbers[LENGTH]
        if choice is not None:
            self._settle(choice)
        elif np.isfinite(self.best_total):
            self._settle(self.here.best.copy())

    def stand_at(self, choice: Ints) -> None:
        """Stand at some options (N,)."""
        self._settle(choice)

    @property
    def judged(self) -> int:
        """Steps taken so far, in all walks."""
        return int(self.here.counts[annealing.JUDGED])

    def fit(self, steps: float) -> None:
        """Cool down faster where a walk would not end within so many steps."""
        numbers = self.here.numbers
        rest = numbers[LENGTH] - numbers[annealing.STEP]
        if 0.0 < steps < rest:
            share = numbers[annealing.STEP] / numbers[LENGTH]
            numbers[LENGTH] = max(steps / (1.0 - share), 1.0)
            numbers[annealing.STEP] = share * numbers[LENGTH]

    def run(self, steps: int, over: Callable[[], bool]) -> None:
        """Go some steps, each of which solves the flows of one exchange at most, or until it is over."""
        done = 0
        while done < steps and not over():
            if self.at_end():
                self.begin()
            now = min(steps - done, ASK_EVERY)
            self._go(now)
            done += now

    def _go(self, steps: int) -> None:
        place = self.place
        heat = np.array([HOT, COLD])
        annealing.go(
            self.random, place.networks, place.floor, place.options, self.here, place.options.leave, steps, heat
        )

    def plan(self) -> Plan | None:
        """Return the best openings with their flows; None while none were found."""
        if not np.isfinite(self.best_total):
            return None
        place = self.place
        nothing = np.full(place.parts.size, floors.NOTHING)
        place.judge(self.state, self.shown, self.here.best.copy(), (nothing, np.inf))
        return plan_of(place.layout, place.first(self.here.best), place.transshipment.values(self.shown.trees))
