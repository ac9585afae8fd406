"""Better plans: free some sites of the best plan at a time and let HiGHS place them anew over the kernel."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from banme.siting.kernel import tighter_links
from banme.siting.mip import MipTask, solve_mip
from banme.siting.plan import choices_of, plan_of
from banme.siting.relaxation import Choices

if TYPE_CHECKING:
    from banme.siting.layout import Floats, Ints
    from banme.siting.scheme import DualSearch

FIRST_SIZE, FEWEST = 8, 3
"""Sites a neighbourhood leaves free, at first and at least."""
STALLED = 8
"""Neighbourhoods without a better plan after which the proof gets its turn."""
LONGEST_S = 6.0
"""Seconds one neighbourhood may take, unless it holds every site there is left to decide."""
LEAST_S = 2.0
"""Seconds below which a turn is not worth taking."""
GROW, SHRINK = 1.2, 0.8
QUICK, SLOW = 0.25, 0.6
"""Share of the longest time under which neighbourhoods grow, and over which they shrink."""
HALF = 0.5


class Improver:
    """Runs neighbourhoods for a search; their size follows what HiGHS can finish."""

    def __init__(self, search: DualSearch, seed: int) -> None:
        self.search = search
        self.layout = search.layout
        self.random = np.random.default_rng(seed)
        self.size = float(FIRST_SIZE)
        self.related = self._relations()
        self.settled = np.inf
        """Cost of the best plan after which freeing every site brought nothing better."""
        self.exhausted = False
        """Whether some kernel was ever searched to its end."""

    def run(self, seconds: float) -> None:
        """Improve for some seconds, or until nothing gets better any more."""
        until = time.monotonic() + seconds
        stalled = 0
        if seconds < LEAST_S and self.search.best is not None:
            return
        while stalled < STALLED and time.monotonic() < until and not self.search.over():
            before = self._cost()
            if before == self.settled:
                return
            sites = self._undecided()
            free = self._neighbourhood(sites, first=stalled == 0)
            left = until - time.monotonic()
            allowed = left if free.size == sites.size else min(LONGEST_S, left)
            finished, took = self._place(free, max(0.2, allowed))
            after = self._cost()
            stalled = 0 if after < before else stalled + 1
            if finished and free.size == sites.size:
                self.settled, self.exhausted = after, True
            if finished and took < QUICK * LONGEST_S:
                self.size = min(sites.size, self.size * GROW) + 1.0
            elif not finished or took > SLOW * LONGEST_S:
                self.size = max(FEWEST, self.size * SHRINK)

    def _cost(self) -> float:
        return np.inf if self.search.best is None else self.search.best.total

    def _undecided(self) -> Ints:
        """Return the kernel's sites that still have a choice."""
        search, layout = self.search, self.layout
        choices = search.tree.nodes[search.start].choices
        options = np.zeros(layout.kind.size, np.int64)
        np.add.at(options, layout.modules.site, choices.opened.sum(axis=1))
        options += choices.closed
        reached = np.zeros(layout.kind.size, bool)
        reached[layout.flows.target[search.kernel[: layout.flows.arc.size]]] = True
        sites: Ints = search.sites_with_modules[(options > 1)[search.sites_with_modules]]
        return sites[reached[sites]]

    def _neighbourhood(self, sites: Ints, *, first: bool) -> Ints:
        """Return sites to free: the most undecided ones, or a random site with those that serve the same places."""
        search = self.search
        size = int(self.size)
        if size >= sites.size:
            return sites
        share = np.zeros(self.layout.kind.size)
        openings = search.tree.nodes[search.start].openings
        if openings is not None:
            np.add.at(share, self.layout.modules.site, openings[:, -1])
        doubt = np.minimum(share, 1.0 - share)[sites]
        if search.best is not None:
            opened = np.zeros(share.size)
            opened[self.layout.modules.site[search.best.first >= 0]] = 1.0
            doubt = np.maximum(doubt, np.abs(opened - share)[sites])
        noise = self.random.random(sites.size) * (0.02 if first else 0.6)
        if not first and self.random.random() < HALF:
            seed = self.random.choice(sites, p=(doubt + 0.05) / (doubt + 0.05).sum())
            near = self.related[seed, sites]
            return sites[np.argsort(-(near * (0.5 + doubt) + 0.2 * noise * near.max(initial=0.0)))][:size]
        chosen: Ints = sites[np.argsort(-(doubt + noise))][:size]
        return chosen

    def _relations(self) -> Floats:
        """Return (N, N) in how far two sites are near the same sources."""
        flows = self.layout.flows
        nodes = self.layout.kind.size
        into = np.flatnonzero(np.isin(flows.target, self.search.sites_with_modules))
        dearness = np.full((nodes, nodes), np.inf)
        np.minimum.at(dearness, (flows.source[into], flows.target[into]), flows.cost[into])
        least = dearness.min(axis=1, initial=np.inf)
        known = np.isfinite(least)
        scale = max(float(np.median(np.abs(least[known]))), 1e-9) if known.any() else 1.0
        above = dearness - np.where(known, least, 0.0)[:, None]
        close: Floats = np.where(np.isfinite(dearness), np.exp(-above / scale), 0.0)
        near: Floats = close.T @ close
        return near

    def _place(self, free: Ints, seconds: float) -> tuple[bool, float]:
        """Solve the kernel with the other sites as in the best plan; return whether HiGHS finished, and seconds."""
        search = self.search
        choices = search.tree.nodes[search.start].choices
        if search.best is not None:
            fixed = choices_of(self.layout, search.best.first)
            loose = np.isin(self.layout.modules.site, free)
            at_free = np.isin(np.arange(choices.closed.size), free)
            choices = Choices(
                np.where(loose[:, None], choices.opened, fixed.opened),
                np.where(at_free, choices.closed, fixed.closed),
            )
        kernel = search.within(choices)
        links = tighter_links(self.layout, kernel)
        links = links[np.isin(self.layout.flows.target[links], free)]
        task = MipTask(choices, kernel, seconds, search.gap / 4.0 + 1e-7, search.best, links)
        began = time.monotonic()
        found = solve_mip(search.program, task)
        took = time.monotonic() - began
        if found.columns is not None:
            openings = found.columns[search.program.first_opening :].reshape(-1, self.layout.weight.size) > HALF
            first = np.where(openings.any(axis=1), openings.argmax(axis=1), -1).astype(np.int64)
            plan = plan_of(self.layout, first, found.columns)
            if search.best is None or plan.total < search.best.total:
                search.offer(plan)
                search.offer(search.polish(first))
        return took < 0.95 * seconds, took
