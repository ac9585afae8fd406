"""Best-first branch and bound over openings whose leaves are the certificate."""

from __future__ import annotations

import contextlib
import heapq
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from banme.siting.plan import choices_of, plan_of, round_openings
from banme.siting.relaxation import Fixing

if TYPE_CHECKING:
    from collections.abc import Callable

    from banme.siting.layout import Floats, Ints, Layout
    from banme.siting.linear import LinearProgram, LinearResult
    from banme.siting.plan import Plan
    from banme.siting.relaxation import Choices, Proof, Relaxation, Standing
    from banme.siting.watch import Watch

WHOLE = 1e-6
"""An opening this near to 0 or 1 counts as whole."""
RAY_STEPS = (1.0, 1e3, 1e6, 1e9, 1e12)
THRESHOLDS = (0.5, 0.15, 1e-6)


@dataclass(slots=True)
class Node:
    """One branch: a leaf carries multipliers (position in the pool) and its bound; an inner node has two children."""

    multipliers: int
    bound: float
    choices: Choices
    openings: Floats | None = None
    columns: Floats | None = None
    solved: bool = False
    """Whether the openings come from a linear programme."""
    split: Fixing | None = None
    zero: int = -1
    one: int = -1


@dataclass(slots=True)
class Tree:
    """Nodes by number, root first; multipliers (VND per t, kg or site) that leaves refer to, and what they prove."""

    nodes: list[Node] = field(default_factory=list)
    pool: list[Floats] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)
    _least: list[tuple[float, int]] = field(default_factory=list)

    def add(self, node: Node) -> int:
        """Take in a leaf; return its number."""
        self.nodes.append(node)
        heapq.heappush(self._least, (node.bound, len(self.nodes) - 1))
        return len(self.nodes) - 1

    def keep(self, multipliers: Floats, proof: Proof) -> int:
        """Keep multipliers and what they prove; return their number."""
        self.pool.append(multipliers)
        self.proofs.append(proof)
        return len(self.pool) - 1

    def leaves(self) -> list[Node]:
        """Return the nodes without children."""
        return [node for node in self.nodes if node.split is None]

    def bound(self) -> float:
        """Return the certified bound: the least over the leaves. A leaf's bound may only rise."""
        while True:
            known, number = self._least[0]
            node = self.nodes[number]
            if node.split is not None:
                heapq.heappop(self._least)
            elif node.bound > known:
                heapq.heapreplace(self._least, (node.bound, number))
            else:
                return known


class Search:
    """Grows a tree until its bound meets the incumbent within the wanted gap, or time is out."""

    def __init__(self, program: LinearProgram, gap: float, settle: Callable[[Ints], Plan | None]) -> None:
        self.program = program
        self.relaxation: Relaxation = program.relaxation
        self.layout: Layout = program.relaxation.layout
        self.watch: Watch = program.watch
        self.gap = gap
        self.settle = settle
        self.tree = Tree()
        self.best: Plan | None = None
        self.first: Ints | None = None
        """Openings to begin with."""
        self.tried: set[bytes] = set()
        self.heap: list[tuple[float, int]] = []
        module_site = self.layout.modules.site
        self.sites_with_modules = np.unique(module_site)
        self.modules_of = {int(site): np.flatnonzero(module_site == site) for site in self.sites_with_modules}

    def cutoff(self) -> float:
        """Bound from which a branch need not be looked at any more."""
        return np.inf if self.best is None else self.best.total - self.gap * abs(self.best.total)

    def offer(self, plan: Plan | None) -> None:
        """Keep a plan if it is the best so far."""
        if plan is not None and (self.best is None or plan.total < self.best.total):
            self.best = plan
            self.watch.incumbent = plan.total
            self.watch.tell("plan")

    def begin(self) -> None:
        """Offer the plan with the openings to begin with, if there are any."""
        if self.first is not None:
            self.try_openings(self.first)

    def root(self, rounds: int) -> None:
        """Solve the relaxation, try its rounding, and open the tree."""
        choices = self.relaxation.choices()
        self.begin()
        self.program.restrict(choices)
        result = self.program.solve(rounds)
        self._plant(choices)
        self._settle_node(0, result, choices)
        self._round(0, THRESHOLDS)
        self._update_bound()

    def _plant(self, choices: Choices) -> None:
        """Start the tree: nothing is proven but what the sites' own choices prove."""
        nothing = np.zeros(self.relaxation.low.size)
        seen = self.relaxation.evaluate(nothing, choices)
        self.tree.add(Node(self.tree.keep(nothing, seen.proof), seen.value, choices))

    def fix(self, number: int) -> int:
        """Close, by splitting, choices the node's own multipliers prove too dear; return the node that remains."""
        while True:
            seen = self.standing(number)
            fixings = self._provable(seen, self.tree.nodes[number].choices)
            if not fixings:
                return number
            for fixing in fixings:
                number = self._split_off(number, fixing, seen)

    def _provable(self, seen: Standing, choices: Choices) -> list[Fixing]:
        """Return fixings, of one per site, whose opposites are each proven to cost at least the cutoff."""
        cutoff = self.cutoff()
        last = self.layout.weight.size - 1
        if not np.isfinite(cutoff) or not np.isfinite(seen.value):
            return []
        site_of = self.layout.modules.site
        allowed = np.where(choices.opened, seen.choice, np.inf).min(axis=1, initial=np.inf)
        may = np.isfinite(allowed)
        least = np.full(choices.closed.size, np.inf)
        np.minimum.at(least, site_of, allowed)
        ways = np.bincount(site_of[may], minlength=least.size) + choices.closed
        rest = seen.value - seen.best
        undecided = (ways > 1) & np.isfinite(least)
        open_ = undecided & choices.closed & (rest >= cutoff)
        shut = undecided & choices.closed & ~open_ & (rest + least >= cutoff)
        dear = np.flatnonzero(may & (undecided & ~open_ & ~shut)[site_of] & (rest[site_of] + allowed >= cutoff))
        _, once = np.unique(site_of[dear], return_index=True)
        out = [Fixing(int(site), -1, last, 1) for site in np.flatnonzero(open_)]
        out += [Fixing(int(site), -1, last, 0) for site in np.flatnonzero(shut)]
        return out + [Fixing(int(site_of[m]), int(m), last, 0) for m in dear[once]]

    def standing(self, number: int) -> Standing:
        """Return what a node's multipliers prove under its choices."""
        node = self.tree.nodes[number]
        return self.relaxation.stand(self.tree.proofs[node.multipliers], node.choices)

    def _split_off(self, number: int, fixing: Fixing, seen: Standing) -> int:
        """Split a node without solving: both children keep its multipliers; return the child with the fixing.

        ``seen`` is how the node stands, or a node above it which allows the site the same choices.
        """
        node = self.tree.nodes[number]
        rest = node.bound - seen.best[fixing.site] if np.isfinite(node.bound) else np.inf
        children = []
        for value in (0, 1):
            choices = self.relaxation.narrow(node.choices, fixing._replace(open=value))
            bound = max(node.bound, rest + self._least(seen, choices, fixing.site))
            children.append(self.tree.add(Node(node.multipliers, bound, choices, node.openings)))
        node.split, node.zero, node.one = fixing, children[0], children[1]
        return children[fixing.open]

    def _least(self, seen: Standing, choices: Choices, site: int) -> float:
        mine = self.modules_of[site]
        allowed = np.where(choices.opened[mine], seen.choice[mine], np.inf)
        return min(float(allowed.min(initial=np.inf)), 0.0 if choices.closed[site] else np.inf)

    def run(self) -> None:
        """Branch best-first until done."""
        self.grow(np.inf)

    def grow(self, until: float) -> None:
        """Branch best-first until done or the clock (``time.monotonic``) says so."""
        if not self.heap:
            self.heap = [(node.bound, at) for at, node in enumerate(self.tree.nodes) if self._open(node)]
            heapq.heapify(self.heap)
        while self.heap and not self.watch.over() and time.monotonic() < until:
            bound, number = heapq.heappop(self.heap)
            if bound >= self.cutoff():
                heapq.heappush(self.heap, (bound, number))
                break
            number = self.fix(number)
            node = self.tree.nodes[number]
            if node.bound >= self.cutoff() or node.openings is None:
                continue
            fixing = self.choose(node)
            if fixing is None:
                self._finish(number)
                continue
            self._branch(number, fixing)
            self._hear()
            self._update_bound()

    def _hear(self) -> None:
        """Take over plans found elsewhere meanwhile: none here."""

    def company(self) -> contextlib.AbstractContextManager[None]:
        """Return what ends whatever works beside this search: nothing here."""
        return contextlib.nullcontext()

    def _finish(self, number: int) -> None:
        """Do what is left for a branch whose openings are whole: nothing where its linear programme was solved."""

    def _open(self, node: Node) -> bool:
        return node.split is None and node.openings is not None and np.isfinite(node.bound)

    def _branch(self, number: int, fixing: Fixing) -> None:
        seen = self.standing(number)
        one = self._split_off(number, fixing._replace(open=1), seen)
        zero = self.tree.nodes[number].zero
        for child in (one, zero):
            node = self.tree.nodes[child]
            if node.bound >= self.cutoff():
                continue
            if not self.watch.over():
                self._explore(child, node.choices)
                self._round(child, THRESHOLDS[:1])
            heapq.heappush(self.heap, (node.bound, child))

    def _explore(self, number: int, choices: Choices) -> None:
        """Find the node's bound and how open its sites would be."""
        self.program.restrict(choices)
        self._settle_node(number, self.program.solve(1), choices)

    def _settle_node(self, number: int, result: LinearResult, choices: Choices) -> None:
        node = self.tree.nodes[number]
        multipliers = result.multipliers
        if result.status == "infeasible" and result.ray is not None:
            multipliers = self._prove(result.ray, choices, self.tree.pool[node.multipliers])
        seen = self.relaxation.evaluate(multipliers, choices)
        if seen.value > node.bound:
            node.bound, node.multipliers = seen.value, self.tree.keep(multipliers, seen.proof)
        if result.status == "optimal":
            node.openings = result.values[self.program.first_opening :].reshape(-1, self.layout.weight.size)
        elif result.status == "infeasible":
            node.openings = None

    def _prove(self, ray: Floats, choices: Choices, start: Floats) -> Floats:
        """Return multipliers whose bound exceeds any cutoff, along a ray that proves no plan exists."""
        best, largest = start, max(1.0, float(np.abs(ray).max()))
        for sign in (1.0, -1.0):
            along = self.relaxation.signed(sign * ray / largest)
            slope = self.relaxation.evaluate(along, choices, with_cost=False).value
            if slope <= 0:
                continue
            wanted = self.cutoff() if np.isfinite(self.cutoff()) else 1e15
            here = self.relaxation.evaluate(start, choices).value
            step = max(0.0, wanted - here) / slope
            for factor in (1.0, 1.1, 10.0):
                trial = start + factor * step * along
                if self.relaxation.evaluate(trial, choices).value > self.relaxation.evaluate(best, choices).value:
                    best = trial
        return best

    def _round(self, number: int, thresholds: tuple[float, ...]) -> None:
        node = self.tree.nodes[number]
        if node.openings is None:
            return
        choices = node.choices
        for threshold in thresholds:
            if self.try_openings(round_openings(self.layout, node.openings, choices, threshold)):
                return

    def try_openings(self, first: Ints) -> bool:
        """Find the best flows for these openings; return whether there are any."""
        key = first.tobytes()
        if key in self.tried or self.watch.over():
            return False
        self.tried.add(key)
        plan = self.settle(first)
        self.offer(plan)
        return plan is not None

    def choose(self, node: Node) -> Fixing | None:
        """Return the split of the most undecided site: open at all, then when, then which module."""
        openings, site = node.openings, self.layout.modules.site
        if openings is None or not openings.size:
            return None
        stages = openings.shape[1]
        share = np.zeros((self.layout.kind.size, stages))
        np.add.at(share, site, openings)
        for stage in (stages - 1, *range(stages - 1)):
            doubt = np.minimum(share[:, stage], 1.0 - share[:, stage])
            if doubt.max() > WHOLE:
                return Fixing(int(np.argmax(doubt)), -1, stage, 1)
        for stage in (stages - 1, *range(stages - 1)):
            doubt = np.minimum(openings[:, stage], 1.0 - openings[:, stage])
            if doubt.max() > WHOLE:
                at = int(np.argmax(doubt))
                return Fixing(int(site[at]), at, stage, 1)
        return None

    def _update_bound(self) -> None:
        self.watch.bound = self.tree.bound()
        self.watch.tell("bound")


def settle_by_flow(program: LinearProgram, first: Ints) -> Plan | None:
    """Return the cheapest plan with these openings, by the linear programme; None if there is none."""
    layout = program.relaxation.layout
    program.restrict(choices_of(layout, first))
    result = program.solve(0)
    return plan_of(layout, first, result.values) if result.status == "optimal" else None
