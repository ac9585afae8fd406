"""The scheme for problems of a whole country's size, whose linear programme over all supplies is out of reach.

One climb proves a bound and tells how open each site is; a dive (``banme.siting.dive``) makes a first plan of that. Its
flows come from one small linear programme for each part of the year (``banme.siting.split``), and changes of openings
that those programmes' prices recommend make it better (``banme.siting.moves``). The next climb starts from the same
prices.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from banme.siting.ascent import OWN_ROWS, Ascent, Pace
from banme.siting.dive import dive
from banme.siting.kernel import cheapest
from banme.siting.moves import Neighbourhood, Placement
from banme.siting.plan import plan_of
from banme.siting.room import roomier
from banme.siting.rules import Rules
from banme.siting.split import SplitFlows
from banme.siting.tree import Search

if TYPE_CHECKING:
    from banme.siting.ascent import Climb
    from banme.siting.layout import Floats, Ints
    from banme.siting.linear import LinearProgram
    from banme.siting.plan import Plan

FIRST = Pace(iterations=500, share=0.3, whole=True)
AGAIN = Pace(iterations=400, step=0.5, patience=12, share=0.5, whole=True)
"""The first climb, and those that start from the prices of the best plan's flows."""
ARCS = 5
"""Cheapest flows by reduced cost that every source, commodity and period keeps in the programmes."""
MOVES_SHARE = 0.2
"""Share of the time left that a turn gets for better openings."""
WIDENINGS = 5


class WideSearch(Search):
    """A tree of one branch: turns of better plans and longer climbs until the gap is met or time is out."""

    def __init__(self, program: LinearProgram, gap: float) -> None:
        super().__init__(program, gap, self._plan_for)
        self.ascent = Ascent(self.relaxation, self.watch)
        self.own = np.concatenate(
            [np.full(rows.low.size, rows.family in OWN_ROWS) for rows in self.relaxation.families]
        )
        self.placement: Placement | None = None

    def root(self, rounds: int) -> None:
        """Climb from the cheapest ways and make the first plan of what the climb opened on average."""
        del rounds
        choices = self.relaxation.choices()
        self._plant(choices)
        climb = self._climb(self.ascent.start, np.inf, FIRST)
        first = dive(self.ascent, climb, choices) if self.first is None else self.first
        if self.watch.over():
            return
        reduced = self.relaxation.cost - self.relaxation.transposed @ self.tree.pool[self.tree.nodes[0].multipliers]
        kernel = cheapest(self.layout, reduced, np.ones(self.layout.kind.size, bool), ARCS)
        self._place(first, climb.openings[:, -1], SplitFlows(self.relaxation, self.watch, self.program.setting, kernel))
        self._keep()

    def _place(self, first: Ints, share: Floats, split: SplitFlows) -> None:
        """Find the flows of first openings (M,); ``share`` (M,) tells which to give up where a rule is broken."""
        rules, choices = Rules(self.relaxation), self.tree.nodes[0].choices
        kept = rules.keep(choices, first, share)
        if not rules.excess(kept).any():
            near = Neighbourhood(self.relaxation)
            rough = roomier(split, near, rules, choices, kept)
            if np.isfinite(split.cost(rough)) and split.short == 0.0:
                self.offer(plan_of(self.layout, rough, split.values(rough)))
            self.placement = Placement(split, near, choices, kept)

    def run(self) -> None:
        """Take turns: better openings while they come, then a climb from their prices."""
        while not self.over() and self.placement is not None:
            known = self.placement.cost, self.tree.bound()
            self.watch.stage = "kernel"
            self.placement.improve(time.monotonic() + MOVES_SHARE * self.watch.left(), self._enough)
            self.placement.complete(WIDENINGS)
            self._keep()
            if self.over():
                return
            self.watch.stage = "certify"
            self._climb(np.where(self.own, 0.0, self.placement.prices), self._aim(), AGAIN)
            if (self.placement.cost, self.tree.bound()) == known:
                return

    def _enough(self, placement: Placement) -> bool:
        """Whether a placement meets the gap; tells its cost."""
        if placement.short > 0.0:
            return False
        if self.watch.incumbent is None or placement.cost < self.watch.incumbent:
            self.watch.incumbent = placement.cost
            self.watch.tell("plan")
        return self.tree.bound() >= placement.cost - self.gap * abs(placement.cost)

    def _aim(self) -> float:
        """Return where a climb aims: past the cutoff, which its shrinking steps would only come near."""
        return np.inf if self.best is None else (self.best.total + self.cutoff()) / 2.0

    def over(self) -> bool:
        """Whether time is out or the bound meets the best plan."""
        return self.watch.over() or self.tree.bound() >= self.cutoff()

    def _climb(self, start: Floats, target: float, pace: Pace) -> Climb:
        node = self.tree.nodes[0]
        found = self.ascent.climb(start, node.choices, target, pace)
        node.openings = found.openings
        seen = self.relaxation.evaluate(found.multipliers, node.choices)
        if seen.value > node.bound:
            node.bound, node.multipliers = seen.value, self.tree.keep(found.multipliers, seen.proof)
        self._update_bound()
        return found

    def _keep(self) -> None:
        """Offer the placement's plan if it ships everything."""
        placement = self.placement
        if placement is None or not np.isfinite(placement.cost) or placement.short > 0.0:
            return
        self.offer(plan_of(self.layout, placement.first, placement.values))

    def _plan_for(self, first: Ints) -> Plan | None:
        """Return the cheapest plan with these openings over the programmes' columns; None if there is none."""
        if self.placement is None:
            return None
        split = self.placement.split
        cost = split.cost(first)
        return None if not np.isfinite(cost) or split.short > 0.0 else plan_of(self.layout, first, split.values(first))
