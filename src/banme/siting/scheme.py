"""Large problems: multipliers by ascent, plans from a kernel of columns, a tree of branches that proves the bound.

A branch's multipliers come from the linear programme over a kernel of columns, to which missing ones are added, and
from a short climb; whatever they are, what they prove is recomputed over all columns (``Relaxation.evaluate``).
"""

from __future__ import annotations

import contextlib
import heapq
import time
from typing import TYPE_CHECKING

import numpy as np

from banme.siting.ascent import OPENING_ROWS, OWN_ROWS, Ascent, Pace
from banme.siting.beside import Beside
from banme.siting.improve import Improver
from banme.siting.kernel import cheapest, passing
from banme.siting.plan import choices_of, plan_of
from banme.siting.relaxation import Fixing
from banme.siting.swap import SwapSearch, assignment
from banme.siting.transshipment import separate
from banme.siting.tree import THRESHOLDS, WHOLE, Node, Search
from banme.siting.turns import Rate, Turns, Ways
from banme.siting.walk import Walk
from banme.siting.wander import Orders, Wander, seconds_left

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from banme.siting.layout import Floats, Ints
    from banme.siting.linear import LinearProgram, LinearResult
    from banme.siting.plan import Plan
    from banme.siting.relaxation import Choices

ROOT = Pace(share=0.2, whole=True, columns=True)
AGAIN = Pace(iterations=300, step=0.3, patience=12, share=0.1, whole=True, columns=True)
NODE = Pace(iterations=120, step=0.25, patience=6, shrink=0.6)
LONG = Pace(iterations=400, step=0.5, patience=12)
AFTER_LINEAR = Pace(iterations=25, step=0.1, patience=4, shrink=0.5)
ARCS, MORE_ARCS = 5, 8
"""Cheapest flows every source, commodity and period keeps in the kernel, before and after sites are fixed."""
LINEAR_COLUMNS = 40_000
"""Columns up to which a branch solves a linear programme over its kernel; above, it only climbs."""
LINEAR_S = 4.0
"""Seconds after which a branch's linear programme counts as too slow, so that branches only climb from then on."""
CLIMB_WORTH = 0.005
"""Least share of a branch's gap that a climb after a linear programme, or the root's, must close to be tried again."""
ROUND_SHARE = 0.25
"""Share of the time spent on branches that attempts at plans from their openings may take."""
TURN_SHARE, LEAST_TURN_S = 0.1, 2.0
"""Share of the time left, and seconds, that a turn gets."""
WAY_KEEP = 0.9
"""Share of what was measured before when the ways to a branch's multipliers are compared."""
KICKS = 40
"""Kicks of the search over openings before the clock is asked."""
IDLE_KICKS = 10
"""Kicks without a better plan, for each site, after which the search over openings has had its turn."""
DEAR = 1.2
"""How far above the gap a column's reduced cost may be for climbs to look at it, as a factor."""
SHRUNK = 0.7
"""Share of the columns looked at below which it pays to gather them anew."""
FEW_SITES = 0.5
"""Share of the sites that may be undecided for the kernel to hold more flows of them."""
WIDEN = 1.5
"""How much wider the kernel gets when nothing better is left in it."""
ROOT_LINK_ROUNDS, ROOT_PRICE_ROUNDS = 8, 6


class DualSearch(Search):
    """The search for problems whose linear programme over all columns is too slow to solve in every branch."""

    def __init__(
        self,
        program: LinearProgram,
        gap: float,
        settle: Callable[[Ints], Plan | None],
        seed: int,
        threads: int = 1,
    ) -> None:
        super().__init__(program, gap, settle)
        self.ascent = Ascent(self.relaxation, self.watch)
        self.kernel = program.kernel
        self.rounding_s, self.exploring_s = 0.0, 0.0
        self.by_linear = True
        """Whether linear programmes of branches are quick enough."""
        self.ways = Ways(Rate(), Rate())
        self.climbed: set[int] = set()
        """Branches with whole openings that climbed once more."""
        self.root_worth = 1.0
        """Share of the gap that the last linear programme at the root closed."""
        self.climbing = 1.0
        """Share of a branch's gap that climbs after a linear programme closed of late."""
        self.breadth, self.complete = 1.0, False
        """Factor on the kernel's sites and flows, and whether all sites that may open are in it."""
        self.start = 0
        """The branch that is left after the root's multipliers have fixed what they can."""
        self.own = np.concatenate(
            [np.full(rows.low.size, rows.family in OWN_ROWS) for rows in self.relaxation.families]
        )
        self.of_openings = np.concatenate(
            [np.full(rows.low.size, rows.family in (*OPENING_ROWS, "change")) for rows in self.relaxation.families]
        )
        self.improver = Improver(self, seed)
        self.swaps = self._swap_search(seed)
        if self.swaps is not None:
            with self.watch.paused():
                self.swaps.run(0)
        self.wander = self._wander_of(seed) if self.swaps is None else None
        self.two_threads = threads > 1
        self.beside: Beside | None = None
        self.settle = self.polish

    def _swap_search(self, seed: int) -> SwapSearch | None:
        ways = assignment(self.layout)
        if ways is None:
            return None
        return SwapSearch(ways, self.relaxation.choices(), self.layout.modules.site[ways.module], seed)

    def root(self, rounds: int) -> None:
        """Climb from the cheapest ways, or from a small linear programme where outlets or stores are limited."""
        del rounds
        choices = self.relaxation.choices()
        self._plant(choices)
        if self.wander is not None and self.two_threads:
            self.beside = Beside(self.wander, self._orders())
        self._climb(0, self._from_kernel(choices) if self.ascent.limited else self.ascent.start, np.inf, ROOT)
        self._choose_kernel(0, ARCS)
        self.begin()
        self._hear()
        if self.swaps is not None:
            openings = self.tree.nodes[0].openings
            if openings is not None:
                self.swaps.start(openings[self.swaps.ways.module, 0])
            self._swap(TURN_SHARE * self.watch.left())
        else:
            self._round(0, THRESHOLDS)
        if self.best is None:
            self.try_openings(self._everything_open(choices))
        if self.best is not None:
            self._climb(0, self._multipliers(0), self.cutoff(), AGAIN)
        self._update_bound()

    def _everything_open(self, choices: Choices) -> Ints:
        """Return the openings with most room: the largest module of every site, as early as allowed."""
        first = np.full(choices.opened.shape[0], -1, np.int64)
        for mine in self.modules_of.values():
            may = mine[choices.opened[mine].any(axis=1)]
            if may.size:
                largest = may[np.argmax(self.layout.modules.throughput[may].sum(axis=1))]
                first[largest] = int(np.argmax(choices.opened[largest]))
        return first

    def _multipliers(self, number: int) -> Floats:
        return self.tree.pool[self.tree.nodes[number].multipliers]

    def _from_kernel(self, choices: Choices) -> Floats:
        """Return multipliers of the linear programme by column generation, for the ascent to start from."""
        reduced = self.relaxation.cost - self.relaxation.transposed @ self.ascent.start
        program = self.program.over(cheapest(self.layout, reduced, passing(self.layout, choices), ARCS))
        result = self._generate(program, choices)
        return self.ascent.start if result is None else np.where(self.own, 0.0, result.multipliers)

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
        reduced = self.relaxation.cost - self.relaxation.transposed @ multipliers
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
        if node.openings is None or pace is not AFTER_LINEAR:
            node.openings, node.columns = found.openings, found.columns if pace.columns else None
        self._prove_with(number, found.multipliers)

    def _prove_with(self, number: int, multipliers: Floats) -> float:
        """Keep multipliers if they prove more for a branch than those it has; return what they prove."""
        node = self.tree.nodes[number]
        seen = self.relaxation.evaluate(multipliers, node.choices)
        if seen.value > node.bound:
            node.bound, node.multipliers = seen.value, self.tree.keep(multipliers, seen.proof)
        if not np.isfinite(seen.value):
            node.openings = None
        return seen.value

    def _choose_kernel(self, number: int, arcs: int) -> None:
        """Give HiGHS the sites the ascent used or nearly used, and their cheapest flows."""
        node = self.tree.nodes[number]
        layout = self.layout
        seen = self.relaxation.evaluate(self._multipliers(number), node.choices)
        likely = passing(layout, node.choices) & self._likely(seen.choice, node)
        self.complete = bool(likely.all() or (passing(layout, node.choices) == likely).all())
        self.improver.settled = np.inf
        kernel = cheapest(layout, seen.reduced, likely, round(arcs * self.breadth))
        flows = slice(0, layout.flows.arc.size)
        good = likely[layout.flows.source] & likely[layout.flows.target]
        if self.best is not None:
            dear = seen.reduced[flows] * self.relaxation.upper[flows] > self.best.total - seen.value
            kernel[flows] &= ~dear
            kernel[flows] |= self.best.flows > 0
        columns = self.tree.nodes[0].columns
        if columns is not None:
            kernel[flows] |= good & (columns[flows] > 1e-3 * self.relaxation.upper[flows])
        self.kernel = kernel
        self.program = self.program.over(kernel)

    def _likely(self, choice: Floats, node: Node) -> NDArray[np.bool_]:
        """Return (N,) nodes without the sites that neither the average opens nor their costs recommend."""
        likely = np.ones(self.layout.kind.size, bool)
        share, cheap = np.zeros(likely.size), np.full(likely.size, np.inf)
        openings = self.tree.nodes[0].openings
        if openings is not None:
            np.add.at(share, self.layout.modules.site, openings[:, -1])
        np.minimum.at(cheap, self.layout.modules.site, np.where(node.choices.opened, choice, np.inf).min(axis=1))
        for kind in np.unique(self.layout.kind[self.sites_with_modules]):
            mine = self.sites_with_modules[self.layout.kind[self.sites_with_modules] == kind]
            wanted = int(self.breadth * max(2.0 * share[mine].sum(), share[mine].sum() + 12.0)) + 1
            order = mine[np.lexsort((cheap[mine], -np.round(share[mine], 2)))]
            likely[order[wanted:]] = False
        return likely

    def polish(self, first: Ints) -> Plan | None:
        """Return the cheapest plan with these openings over all columns, by column generation."""
        choices = choices_of(self.layout, first)
        flows = self.layout.flows
        result = self._generate(self.program.over(self.within(choices)), choices)
        if result is None or result.status == "short":
            return None
        plan = plan_of(self.layout, first, result.values)
        self.kernel[: flows.arc.size] |= plan.flows > 0
        return plan

    def within(self, choices: Choices) -> NDArray[np.bool_]:
        """Return the kernel's columns that pass only sites that may open."""
        flows = self.layout.flows
        may = passing(self.layout, choices)
        kernel = self.kernel.copy()
        if self.best is not None:
            kernel[: flows.arc.size] |= self.best.flows > 0
        kernel[: flows.arc.size] &= may[flows.source] & may[flows.target]
        return kernel

    def run(self) -> None:
        """Take turns: better plans or the proof, whichever closes more of the gap per second, until time is out."""
        known = np.inf
        turns = Turns(Rate(), Rate())
        while not self.over():
            self._hear()
            if self.beside is not None:
                self.beside.orders = self._orders()
            if self._open(self.tree.nodes[self.start]):
                self.start = self.fix(self.start)
            if self.best is not None and self.best.total < known:
                known = self.best.total
                self._narrow()
                if self._fewer_sites():
                    self._choose_kernel(self.start, MORE_ARCS)
            began, cost, bound = time.monotonic(), self._cost(), self.tree.bound()
            seconds = max(LEAST_TURN_S, TURN_SHARE * self.watch.left())
            if self.best is None or turns.plan_next():
                self._improve(seconds)
                gain = cost - self._cost() if np.isfinite(cost) else abs(self._cost())
                turns.plan.note(gain if np.isfinite(gain) else 0.0, time.monotonic() - began)
                continue
            self._strengthen_root()
            self.grow(time.monotonic() + seconds)
            turns.proof.note(self.tree.bound() - bound, time.monotonic() - began)
            if not self.heap:
                break

    def _cost(self) -> float:
        return np.inf if self.best is None else self.best.total

    def _narrow(self) -> None:
        """Let climbs look only at columns into sites that may still open and that the gap does not rule out."""
        node = self.tree.nodes[self.start]
        if not self._open(node):
            return
        seen = self.relaxation.evaluate(self._multipliers(self.start), node.choices)
        flows = self.layout.flows
        may = passing(self.layout, node.choices)
        columns = np.ones(self.relaxation.cost.size, bool)
        columns[: flows.arc.size] = may[flows.source] & may[flows.target]
        columns &= seen.reduced * self.relaxation.upper <= DEAR * (self._cost() - seen.value)
        columns[int(self.layout.offsets[3]) :] = True
        if columns.sum() < SHRUNK * self.ascent.live.at.size:
            self.ascent.narrow(columns)

    def _wander_of(self, seed: int) -> Wander | None:
        """Return a walk over openings where flows fall apart into networks, compiled outside the time limit."""
        transshipment = separate(self.layout)
        if transshipment is None:
            return None
        walk = Walk(transshipment, self.relaxation.choices(), seed)
        began = time.monotonic()
        walk.warm()
        self.watch.deadline += time.monotonic() - began
        return Wander(walk, self.program.setting, self.watch)

    def _orders(self) -> Orders:
        """Return what a walk takes from the proof as it stands."""
        node = self.tree.nodes[self.start]
        multipliers = np.where(self.of_openings, 0.0, self._multipliers(self.start))
        worth = self.relaxation.evaluate(multipliers, node.choices).choice
        return Orders(node.choices, node.openings, worth, self.best)

    def _wander(self, wander: Wander, seconds: float) -> None:
        """Walk over openings for some seconds."""
        going = seconds_left(seconds)
        wander.go(self._orders(), lambda: going() and not self.over(), self.offer)

    def _hear(self) -> None:
        """Take over the plans of the walk in the second thread."""
        for plan in self.beside.plans() if self.beside is not None else ():
            self.offer(plan)

    @contextlib.contextmanager
    def company(self) -> Iterator[None]:
        """End the walk in the second thread, if one began meanwhile, and take over its last plans."""
        try:
            yield
        finally:
            beside, self.beside = self.beside, None
            for plan in beside.end() if beside is not None else ():
                self.offer(plan)

    def _improve(self, seconds: float) -> None:
        """Look for better plans, by walks while they come, or in a kernel, wider once nothing better is left in it."""
        if self.swaps is not None:
            self._swap(seconds)
            return
        if self.wander is not None and self.beside is None:
            if not self.wander.walk.idle:
                self._wander(self.wander, seconds)
                return
            self.wander.walk.idle = False
        nothing_left = self.best is not None and self.improver.settled == self.best.total
        if nothing_left and not self.complete:
            self.breadth *= WIDEN
            self._choose_kernel(self.start, ARCS)
        self.watch.stage = "kernel"
        self.watch.tell()
        self.improver.run(seconds)
        self.watch.stage = "certify"

    def _fewer_sites(self) -> bool:
        """Whether multipliers alone have decided most sites."""
        choices = self.tree.nodes[self.start].choices
        active = choices.active(self.layout) & choices.closed
        return int(active.sum()) <= FEW_SITES * self.sites_with_modules.size

    def _swap(self, seconds: float) -> None:
        """Search over openings where room cannot bind, until it has long been idle."""
        until, swaps = time.monotonic() + seconds, self.swaps
        if swaps is None:
            return
        enough = swaps.idle + IDLE_KICKS * self.sites_with_modules.size
        while not self.over() and time.monotonic() < until and swaps.idle <= enough:
            swaps.run(KICKS)
            if swaps.cost < self._cost():
                self.try_openings(swaps.first(self.layout.modules.site.size))

    def over(self) -> bool:
        """Whether time is out or the bound meets the best plan."""
        return self.watch.over() or self.tree.bound() >= self.cutoff()

    def _strengthen_root(self) -> None:
        """Solve the kernel's linear programme with linking rows, and the columns it misses, for better multipliers."""
        node = self.tree.nodes[self.start]
        if not self._open(node) or node.solved or not self.by_linear or self.columns_in_use() > LINEAR_COLUMNS:
            return
        if self.root_worth < CLIMB_WORTH:
            return
        before = node.bound
        self._linear(self.start, ROOT_LINK_ROUNDS, ROOT_PRICE_ROUNDS)
        self.root_worth = (node.bound - before) / max(self.cutoff() - before, 1e-300)
        self._update_bound()

    def columns_in_use(self) -> int:
        """Return how many columns the kernel's programme has."""
        return int(self.program.columns.size)

    def _linear(self, number: int, links: int, prices: int) -> None:
        """Branch's multipliers and openings from the kernel's linear programme; columns it misses are added."""
        node = self.tree.nodes[number]
        self.program.restrict(node.choices)
        self.program.deadline = time.monotonic() + LINEAR_S
        for _ in range(prices + 1):
            if time.monotonic() >= self.program.deadline:
                self.by_linear = False
                return
            result = self.program.solve(links)
            if result.status == "infeasible":
                ray = None if result.ray is None else self._prove(result.ray, node.choices, self._multipliers(number))
                if ray is not None:
                    self._prove_with(number, ray)
                return
            if result.status not in ("optimal", "short"):
                return
            value = self._prove_with(number, np.where(self.own, 0.0, result.multipliers))
            if result.status == "optimal":
                node.solved = True
                first = self.program.first_opening
                node.openings = result.values[first:].reshape(-1, self.layout.weight.size)
            cost = float(self.relaxation.cost @ result.values)
            if node.bound >= self.cutoff() or value >= cost - 1e-5 * abs(cost):
                return
            missing = self._missing(result.multipliers, self.program.kernel, node.choices)
            if not missing.size:
                return
            self.program.add(missing)

    def _explore(self, number: int, choices: Choices) -> None:
        began = time.monotonic()
        del choices
        self._settle_branch(number)
        self.exploring_s += time.monotonic() - began

    def _settle_branch(self, number: int) -> None:
        """Find multipliers for a branch by climbing or by the linear programme, whichever closed more per second."""
        node = self.tree.nodes[number]
        before, began = node.bound, time.monotonic()
        may = self.by_linear and np.isfinite(self.cutoff()) and self.columns_in_use() <= LINEAR_COLUMNS
        climbs = not may or self.ways.first_next()
        if climbs:
            self._climb(number, self._multipliers(number), self.cutoff(), NODE)
        else:
            self._linear(number, 1, 1)
            self._climb_after(number)
        if may and node.openings is not None:
            share = min(1.0, (node.bound - before) / (self.cutoff() - before)) if np.isfinite(node.bound) else 1.0
            (self.ways.first if climbs else self.ways.second).note(share, time.monotonic() - began, WAY_KEEP)

    def _climb_after(self, number: int) -> None:
        node = self.tree.nodes[number]
        if node.openings is not None and node.bound < self.cutoff() and self.climbing > CLIMB_WORTH:
            before = node.bound
            self._climb(number, self._multipliers(number), self.cutoff(), AFTER_LINEAR)
            self.climbing += 0.2 * ((node.bound - before) / (self.cutoff() - before) - self.climbing)

    def _finish(self, number: int) -> None:
        """Climb longer where openings are whole, then split by the closest decision left, or solve if there is none."""
        node = self.tree.nodes[number]
        if number not in self.climbed:
            self.climbed.add(number)
            self._climb(number, self._multipliers(number), self.cutoff(), LONG)
            if node.openings is not None and node.bound < self.cutoff() and self.choose(node) is not None:
                heapq.heappush(self.heap, (node.bound, number))
                return
        self._round(number, THRESHOLDS[:1])
        if node.openings is None or node.bound >= self.cutoff():
            return
        fixing = self._closest(number)
        if fixing is not None:
            self._branch(number, fixing)
            self._update_bound()
        elif not node.solved:
            node.solved = True
            self._linear(number, ROOT_LINK_ROUNDS, ROOT_PRICE_ROUNDS)
            self._round(number, THRESHOLDS[:1])

    def _closest(self, number: int) -> Fixing | None:
        """Return the split of the site whose decision costs least to turn, None where everything is decided."""
        choices, site_of = self.tree.nodes[number].choices, self.layout.modules.site
        allowed = np.where(choices.opened, self.standing(number).choice, np.inf)
        ways = np.bincount(site_of, choices.opened.sum(axis=1), minlength=choices.closed.size) + choices.closed
        least = np.full(choices.closed.size, np.inf)
        np.minimum.at(least, site_of, allowed.min(axis=1, initial=np.inf))
        undecided = np.flatnonzero((ways > 1) & np.isfinite(least))
        if not undecided.size:
            return None
        site = int(undecided[np.argmin(np.where(choices.closed, np.abs(least), np.inf)[undecided])])
        last = self.layout.weight.size - 1
        if choices.closed[site]:
            return Fixing(site, -1, last, 1)
        mine = self.modules_of[site]
        mine = mine[choices.opened[mine].any(axis=1)]
        if mine.size > 1:
            return Fixing(site, int(mine[np.argmin(allowed[mine].min(axis=1))]), last, 1)
        return Fixing(site, int(mine[0]), int(np.argmax(choices.opened[mine[0]])), 1)

    def _round(self, number: int, thresholds: tuple[float, ...]) -> None:
        openings = self.tree.nodes[number].openings
        whole = openings is not None and float(np.minimum(openings, 1.0 - openings).max(initial=0.0)) <= WHOLE
        if number == 0 or whole or self.rounding_s <= ROUND_SHARE * self.exploring_s:
            began = time.monotonic()
            super()._round(number, thresholds)
            self.rounding_s += time.monotonic() - began
