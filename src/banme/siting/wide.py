"""The scheme for problems of a whole country's size, whose linear programme over all supplies is out of reach.

One climb proves a bound and tells how open each site is; a dive (``banme.siting.dive``) makes first openings of that.
Tolls for room (``banme.siting.market``) price openings fast enough to try many changes (``banme.siting.moves``). The
flows come from one small linear programme for each part of the year (``banme.siting.split``). Then the next climb, and
more changes.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from banme.siting.ascent import OWN_ROWS, Ascent, Pace
from banme.siting.dive import dive
from banme.siting.kernel import cheapest
from banme.siting.market import Market
from banme.siting.moves import Neighbourhood, Placement
from banme.siting.onward import beyond_room
from banme.siting.plan import plan_of
from banme.siting.room import mended
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
MARGIN, CLOSER = 0.8, 0.7
"""Share of the wanted gap that openings must be within by tolls before their flows are found, and how it shrinks."""


class WideSearch(Search):
    """A tree of one branch: turns of better plans and longer climbs until the gap is met or time is out."""

    def __init__(self, program: LinearProgram, gap: float) -> None:
        super().__init__(program, gap, self._plan_for)
        self.ascent = Ascent(self.relaxation, self.watch)
        self.own = np.concatenate(
            [np.full(rows.low.size, rows.family in OWN_ROWS) for rows in self.relaxation.families]
        )
        self.split: SplitFlows | None = None
        self.market: Market | None = None
        self.placement: Placement | None = None
        self.trades = Market.suits(self.relaxation)
        self.trade: Placement | None = None
        """Openings priced by tolls, where tolls can tell what flows cost."""
        self.margin = MARGIN

    def root(self, rounds: int) -> None:
        """Climb from the cheapest ways and make the first plan of what the climb opened on average."""
        del rounds
        choices = self.relaxation.choices()
        self._plant(choices)
        climb = self._climb(self.ascent.start, np.inf, FIRST)
        share = climb.openings[:, -1]
        reduced = self.relaxation.cost - self.relaxation.transposed @ self.tree.pool[self.tree.nodes[0].multipliers]
        kernel = cheapest(self.layout, reduced, np.ones(self.layout.kind.size, bool), ARCS)
        price = beyond_room(self.layout)
        split = self.split = SplitFlows(self.relaxation, self.watch, self.program.setting, kernel, price)
        given = None if self.first is None else self._allowed(self.first, share)
        if given is not None:
            self.offer(self._plan_for(given))
        dived = self._allowed(dive(self.ascent, climb, choices), share) if given is None or self.trades else None
        firsts = [first for first in (given, dived) if first is not None]
        if firsts:
            self._place(firsts, split)
        self._keep()

    def _allowed(self, first: Ints, share: Floats) -> Ints | None:
        """Return openings (M,) changed so that they keep the rules, None where they cannot.

        ``share`` (M,) tells which to give up.
        """
        rules = Rules(self.relaxation)
        kept = rules.keep(self.tree.nodes[0].choices, first, share)
        return None if rules.excess(kept).any() else kept

    def _place(self, firsts: list[Ints], split: SplitFlows) -> None:
        """Find flows for openings, given the room they lack first; better openings where tolls can tell how.

        The first plan is offered before anything is made better.
        """
        choices, near = self.tree.nodes[0].choices, Neighbourhood(self.relaxation)
        first = firsts[0]
        if self.trades:
            market = self.market = Market(self.relaxation, self.watch, self.program.setting.threads)
            first = min(firsts, key=market.cost)
            market.forget()
        first = mended(split, near, Rules(self.relaxation), choices, first)
        self.placement = Placement(split, near, choices, first)
        self._keep()
        if self.market is not None and not self.over():
            self.trade = Placement(self.market, near, choices, first)
            self._improve(self.trade)
            self._take(self.placement, self.trade.first)

    def _take(self, placement: Placement, first: Ints) -> None:
        """Go on from other openings if they cost less once they have the room they lack."""
        known = placement.first
        placement.move(first)
        if placement.short > 0.0 and self.split is not None:
            wider = mended(self.split, placement.near, placement.rules, placement.choices, placement.first)
            placement.accept(wider)
            if self.best is not None and (placement.short > 0.0 or placement.cost > self.best.total):
                placement.accept(known)

    def run(self) -> None:
        """Take turns: better openings while they come, then a climb."""
        while not self.over() and self.placement is not None:
            known = self.placement.cost, self.tree.bound()
            self.watch.stage = "kernel"
            self._better(self.placement)
            self.placement.complete(WIDENINGS)
            self._keep()
            if self.over():
                return
            self.watch.stage = "certify"
            self._climb(self.tree.pool[self.tree.nodes[0].multipliers], self._aim(), AGAIN)
            if (self.placement.cost, self.tree.bound()) == known:
                if self.trade is None:
                    return
                self.trade = None

    def _better(self, placement: Placement) -> None:
        """Look for better openings: by tolls first, and once these know no better, by the flows' own prices."""
        if self.trade is None:
            self._improve(placement)
            return
        self.margin *= CLOSER
        self._improve(self.trade)
        self._take(placement, self.trade.first)

    def _improve(self, placement: Placement) -> None:
        enough = self._enough if placement is self.placement else self._likely
        placement.improve(time.monotonic() + MOVES_SHARE * self.watch.left(), enough)

    def _likely(self, placement: Placement) -> bool:
        """Whether openings would meet the gap, were their flows to cost little more than tolls tell."""
        cost = placement.cost
        return placement.short == 0.0 and self.tree.bound() >= cost - self.margin * self.gap * abs(cost)

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
        split = self.split
        if split is None or not np.isfinite(split.cost(first)) or split.short > 0.0:
            return None
        return plan_of(self.layout, first, split.values(first))
