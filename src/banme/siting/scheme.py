"""Large problems: multipliers by ascent, plans from a kernel of columns, a tree of ascents that proves the bound."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from banme.siting.ascent import OWN_ROWS, Ascent, Pace
from banme.siting.kernel import cheapest, passing, tighter_links
from banme.siting.mip import MipTask, solve_mip
from banme.siting.plan import choices_of, plan_of
from banme.siting.relaxation import Choices, Fixing
from banme.siting.tree import THRESHOLDS, Node, Search

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from banme.siting.layout import Floats, Ints
    from banme.siting.linear import LinearProgram, LinearResult
    from banme.siting.plan import Plan

ROOT = Pace(whole=True)
AGAIN = Pace(iterations=300, step=0.3, patience=12, whole=True)
NODE = Pace(iterations=120, step=0.25, patience=6, shrink=0.6)
ARCS = 5
"""Cheapest flows every source, commodity and period keeps in the kernel."""
ROUND_EVERY = 10
"""Branches between two attempts at a plan from a branch's openings."""
FREE_SITES, FEWEST, MOST = 14, 6, 40
"""Sites a neighbourhood leaves free, at first, at least and at most."""
STALLED = 8
"""Neighbourhoods without a better plan after which the proof gets its turn."""
PLAN_SHARE, PROOF_SHARE = 0.45, 0.3
"""Share of the time left for better plans, and for the proof in each turn after that."""
MIP_S = 8.0
HALF = 0.5


class DualSearch(Search):
    """The search for problems whose linear programme over all columns is too slow to solve in every branch."""

    def __init__(self, program: LinearProgram, gap: float, settle: Callable[[Ints], Plan | None], seed: int) -> None:
        super().__init__(program, gap, settle)
        self.ascent = Ascent(self.relaxation, self.watch)
        self.random = np.random.default_rng(seed)
        self.kernel = program.kernel
        self.size = FREE_SITES
        self.branches = 0
        self.related = self._relations()
        self.settle = lambda first: self.polish(first)[0]

    def root(self, rounds: int) -> None:
        """Climb from the cheapest ways, or from a small linear programme where outlets or stores are limited."""
        del rounds
        choices = self.relaxation.choices()
        self.tree.pool.append(np.zeros(self.relaxation.low.size))
        trivial = self.relaxation.evaluate(self.tree.pool[0], choices).value
        self.tree.nodes.append(Node(0, trivial, choices))
        start = self._from_kernel(choices) if self.ascent.limited else self.ascent.start
        self._climb(0, start, np.inf, ROOT)
        self._choose_kernel()
        self._round(0, THRESHOLDS)
        if self.best is not None:
            self._climb(0, self.tree.pool[self.tree.nodes[0].multipliers], self.cutoff(), AGAIN)
        self._update_bound()

    def _from_kernel(self, choices: Choices) -> Floats:
        """Return multipliers of the linear programme by column generation, for the ascent to start from."""
        reduced = self.relaxation.cost - self.relaxation.transposed @ self.ascent.start
        kernel = cheapest(self.relaxation.layout, reduced, passing(self.layout, choices), ARCS)
        program = self.program.over(kernel)
        result = self._generate(program, choices)
        multipliers = self.ascent.start if result is None else result.multipliers
        own = np.concatenate([np.full(rows.low.size, rows.family in OWN_ROWS) for rows in self.relaxation.families])
        return np.where(own, 0.0, multipliers)

    def _generate(self, program: LinearProgram, choices: Choices) -> LinearResult | None:
        """Solve a programme over a kernel, adding columns that pay until none does; None when time is out."""
        program.restrict(choices)
        result = program.solve(0)
        while result.status in ("optimal", "short"):
            missing = self._missing(result.multipliers, program.kernel, choices)
            if not missing.size:
                return result
            program.add(missing)
            result = program.solve(0)
        return None

    def _missing(self, multipliers: Floats, kernel: NDArray[np.bool_], choices: Choices) -> Ints:
        """Return columns outside a kernel that would pay at a linear programme's multipliers."""
        reduced = (self.relaxation.cost - self.relaxation.transposed @ multipliers)[: kernel.size]
        flows = self.layout.flows
        may = passing(self.layout, choices)
        outside = ~kernel
        outside[: flows.arc.size] &= may[flows.source] & may[flows.target]
        stock = slice(flows.arc.size, flows.arc.size + self.layout.stock.node.size)
        outside[stock] &= may[self.layout.stock.node]
        scale = np.abs(self.relaxation.cost[: flows.arc.size]).max(initial=1.0)
        missing: Ints = np.flatnonzero(outside & (reduced < -1e-9 * scale))
        most = max(1000, int(kernel.sum()) // 3)
        return missing[np.argsort(reduced[missing] * self.relaxation.upper[missing])][:most]

    def _climb(self, number: int, start: Floats, target: float, pace: Pace) -> None:
        node = self.tree.nodes[number]
        found = self.ascent.climb(start, node.choices, target, pace)
        node.openings, node.columns = found.openings, found.columns
        seen = self.relaxation.evaluate(found.multipliers, node.choices)
        if seen.value > node.bound:
            node.bound, node.multipliers = seen.value, len(self.tree.pool)
            self.tree.pool.append(found.multipliers)
        if not np.isfinite(seen.value):
            node.openings = None

    def _choose_kernel(self) -> None:
        """Give HiGHS the sites the ascent used or nearly used, and their cheapest flows."""
        node = self.tree.nodes[0]
        seen = self.relaxation.evaluate(self.tree.pool[node.multipliers], node.choices)
        likely = passing(self.layout, node.choices)
        share = np.zeros(self.layout.kind.size)
        openings = node.openings
        if openings is None:
            openings = np.zeros(seen.choice.shape)
        np.add.at(share, self.layout.modules.site, openings[:, -1])
        cheap = np.full(share.size, np.inf)
        np.minimum.at(cheap, self.layout.modules.site, np.where(node.choices.opened, seen.choice, np.inf).min(axis=1))
        for kind in np.unique(self.layout.kind[self.sites_with_modules]):
            mine = self.sites_with_modules[self.layout.kind[self.sites_with_modules] == kind]
            wanted = int(max(2.0 * share[mine].sum(), share[mine].sum() + 12.0)) + 1
            order = mine[np.lexsort((cheap[mine], -np.round(share[mine], 2)))]
            likely[order[wanted:]] = False
        kernel = cheapest(self.layout, seen.reduced, likely, ARCS)
        columns = node.columns
        if columns is not None:
            used = columns[: self.layout.flows.arc.size] > 1e-3 * self.relaxation.upper[: self.layout.flows.arc.size]
            flows = self.layout.flows
            kernel[: used.size] |= used & likely[flows.source] & likely[flows.target]
        self._give(kernel)

    def _give(self, kernel: NDArray[np.bool_]) -> None:
        self.kernel = kernel
        self.program = self.program.over(kernel)
        self.links = tighter_links(self.layout, kernel)

    def improve(self, seconds: float) -> None:
        """Free some sites of the best plan at a time and let HiGHS place them anew over the kernel."""
        until = time.monotonic() + seconds
        stalled = 0
        while stalled < STALLED and time.monotonic() < until and not self._over():
            before = np.inf if self.best is None else self.best.total
            free = self._neighbourhood(first=stalled == 0)
            finished = self._place(free, min(MIP_S, until - time.monotonic()))
            after = np.inf if self.best is None else self.best.total
            stalled = 0 if after < before else stalled + 1
            if finished and after >= before:
                self.size = min(MOST, self.size + 2)
            elif not finished:
                self.size = max(FEWEST, self.size - 3)

    def _over(self) -> bool:
        return self.watch.over() or self.tree.bound() >= self.cutoff()

    def _neighbourhood(self, *, first: bool) -> Ints:
        """Return sites to free: the most undecided ones, or a random site with those that serve the same places."""
        root = self.tree.nodes[0]
        may = root.choices.active(self.layout)
        may[: may.size] &= self._in_kernel()
        sites = self.sites_with_modules[may[self.sites_with_modules]]
        if root.openings is None or not sites.size:
            return sites[: self.size]
        share = np.zeros(self.layout.kind.size)
        np.add.at(share, self.layout.modules.site, root.openings[:, -1])
        doubt = np.minimum(share, 1.0 - share)[sites]
        if self.best is not None:
            opened = np.zeros(share.size)
            opened[self.layout.modules.site[self.best.first >= 0]] = 1.0
            doubt = np.maximum(doubt, np.abs(opened - share)[sites])
        noise = self.random.random(sites.size) * (0.02 if first else 0.6)
        if not first and self.random.random() < HALF:
            seed = self.random.choice(sites, p=(doubt + 0.05) / (doubt + 0.05).sum())
            near = self.related[seed, sites]
            return sites[np.argsort(-(near * (0.5 + doubt) + 0.2 * noise * near.max(initial=0.0)))][: self.size]
        chosen: Ints = sites[np.argsort(-(doubt + noise))][: self.size]
        return chosen

    def _in_kernel(self) -> NDArray[np.bool_]:
        flows = self.layout.flows
        out = np.zeros(self.layout.kind.size, bool)
        out[flows.target[self.kernel[: flows.arc.size]]] = True
        return out

    def _relations(self) -> Floats:
        """Return (N, N) how many tonnes two sites could both receive from the same sources, by tonnes and closeness."""
        layout = self.layout
        flows = layout.flows
        nodes = layout.kind.size
        sites = np.isin(np.arange(nodes), self.sites_with_modules)
        into = np.flatnonzero(sites[flows.target])
        cheapest_to = np.full((nodes, nodes), np.inf)
        np.minimum.at(cheapest_to, (flows.source[into], flows.target[into]), flows.cost[into])
        least = cheapest_to.min(axis=1, initial=np.inf)
        known = np.isfinite(least)
        scale = max(float(np.median(np.abs(least[known]))), 1e-9) if known.any() else 1.0
        above = cheapest_to - np.where(known, least, 0.0)[:, None]
        close: Floats = np.where(np.isfinite(cheapest_to), np.exp(-above / scale), 0.0)
        near: Floats = close.T @ close
        return near

    def _place(self, free: Ints, seconds: float) -> bool:
        """Solve the kernel with the other sites as in the best plan; return whether HiGHS finished."""
        choices = self.tree.nodes[0].choices
        if self.best is not None:
            fixed = choices_of(self.layout, self.best.first)
            loose = np.isin(self.layout.modules.site, free)
            opened = np.where(loose[:, None], choices.opened, fixed.opened)
            closed = np.where(np.isin(np.arange(choices.closed.size), free), choices.closed, fixed.closed)
            choices = Choices(opened, closed)
        may = passing(self.layout, choices)
        kernel = self.kernel.copy()
        flows = self.layout.flows
        kernel[: flows.arc.size] &= may[flows.source] & may[flows.target]
        if self.best is not None:
            kernel[: flows.arc.size] |= self.best.flows > 0
        links = self.links[np.isin(flows.target[self.links], free)]
        task = MipTask(choices, kernel, max(0.2, seconds), self.gap / 4.0 + 1e-7, self.best, links)
        began = time.monotonic()
        found = solve_mip(self.program, task)
        if found.columns is not None:
            first = self._first_stages(found.columns)
            plan = plan_of(self.layout, first, found.columns)
            if self.best is None or plan.total < self.best.total:
                self.offer(plan)
                self.offer(self.polish(first)[0])
        return time.monotonic() - began < 0.95 * seconds

    def _first_stages(self, columns: Floats) -> Ints:
        openings = columns[self.program.first_opening :].reshape(-1, self.layout.weight.size) > HALF
        return np.where(openings.any(axis=1), openings.argmax(axis=1), -1).astype(np.int64)

    def polish(self, first: Ints) -> tuple[Plan | None, Floats | None]:
        """Return the cheapest plan with these openings over all columns, and its multipliers, by column generation."""
        choices = choices_of(self.layout, first)
        may = passing(self.layout, choices)
        flows = self.layout.flows
        kernel = self.kernel.copy()
        kernel[: flows.arc.size] &= may[flows.source] & may[flows.target]
        if self.best is not None:
            kernel[: flows.arc.size] |= self.best.flows > 0
        program = self.program.over(kernel)
        result = self._generate(program, choices)
        if result is None or result.status == "short":
            return None, None
        plan, multipliers = plan_of(self.layout, first, result.values), result.multipliers
        self.kernel[: flows.arc.size] |= plan.flows > 0
        return plan, multipliers

    def run(self) -> None:
        """Take turns: better plans while they come, then the proof, until time is out."""
        self.improve(PLAN_SHARE * self.watch.left())
        while not self._over():
            until = time.monotonic() + max(1.0, PROOF_SHARE * self.watch.left())
            self.grow(until)
            if not self.heap:
                break
            self.improve(0.5 * (until - time.monotonic() + PROOF_SHARE * self.watch.left()))

    def _explore(self, number: int, choices: Choices) -> None:
        del choices
        node = self.tree.nodes[number]
        self._climb(number, self.tree.pool[node.multipliers], self.cutoff(), NODE)

    def _round(self, number: int, thresholds: tuple[float, ...]) -> None:
        self.branches += 1
        if number == 0 or self.branches % ROUND_EVERY == 0:
            super()._round(number, thresholds)

    def choose(self, node: Node) -> Fixing | None:
        """Return the split of the site that is most undecided in the average and nearest to break-even."""
        fixing = super().choose(node)
        if fixing is not None and self._splits(node, fixing):
            return fixing
        seen = self.relaxation.evaluate(self.tree.pool[node.multipliers], node.choices)
        allowed = np.where(node.choices.opened, seen.choice, np.inf).min(axis=1)
        last = self.layout.weight.size - 1
        best: tuple[float, Fixing | None] = (np.inf, None)
        for site in self.sites_with_modules:
            mine = self.modules_of[int(site)]
            least = float(allowed[mine].min())
            if node.choices.closed[site] and abs(least) < best[0]:
                best = (abs(least), Fixing(int(site), -1, last, 1))
        return best[1]

    def _splits(self, node: Node, fixing: Fixing) -> bool:
        """Whether both answers to a split leave the site something to do that it could do before."""
        both = [self.relaxation.narrow(node.choices, fixing._replace(open=answer)) for answer in (0, 1)]
        mine = self.modules_of[fixing.site]
        return all(bool(choices.opened[mine].any()) or bool(choices.closed[fixing.site]) for choices in both)
