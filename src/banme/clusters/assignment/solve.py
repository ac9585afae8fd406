"""The search: bounds, plans by dives or annealing, HiGHS on few options, in turns until gap or time is reached."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from banme.clusters.assignment.anneal import Candidates, Heat, Search
from banme.clusters.assignment.bound import Climb, proven, reduced_costs, rounded_up
from banme.clusters.assignment.clock import Clock
from banme.clusters.assignment.digging import Digging
from banme.clusters.assignment.packing import Packing
from banme.clusters.assignment.problem import AssignmentProblem, Floats, Ints
from banme.clusters.assignment.programme import Answer, solve_among
from banme.clusters.assignment.ready import ready
from banme.clusters.mip import SolveOptions
from banme.progress import Progress

SMALL = 500
"""So few options, of the problem or left once the others cannot pay, go to HiGHS until it is done."""
CLIMB_SHARE, ANNEAL_SHARE, DIG_SHARE, KERNEL_SHARE = 0.2, 0.1, 0.25, 0.3
VALUE_PASSES = 10
NEAR_EACH = 2.2
"""Options for each item that the first kernel has."""
WIDER = 1.6
PLACES = 3
"""Places whose items HiGHS puts anew at once, to begin with."""
PATCH_S = 2.0
TRIES = 20_000
MOST_OPTIONS = 10
PROVEN_PCT = 1e-4
Status = Literal["optimal", "within_gap", "stopped", "infeasible"]


@dataclass(frozen=True, slots=True, eq=False)
class AssignmentPlan:
    """What was found.

    Attributes
    ----------
    status : str
        ``optimal`` (certified gap at most 0.0001 %, or the solver searched out every option that could pay),
        ``within_gap``, ``stopped`` by time or by somebody, ``infeasible``.
    chosen : (N,) ints or None
        Number of the option each item takes; None without a plan.
    cost : float
        Inf without a plan.
    bound : float
        Proven by ``prices`` (:func:`banme.clusters.assignment.bound.proven`) or ``values``
        (:meth:`banme.clusters.assignment.packing.Packing.proven`), whichever prove more.
    solver_bound : float
        What the solver says, at least the certified bound; nobody can recompute it.
    gap_pct : float
        Distance of the cost to the certified bound in per cent of the cost.
    prices : (R,) floats
        Multipliers of the capacities, 0 or more.
    values : (N,) floats or None
        Multipliers of the items; None for a problem that is not packed.
    seconds : float

    """

    status: Status
    chosen: Ints | None
    cost: float
    bound: float
    solver_bound: float
    gap_pct: float
    prices: Floats
    values: Floats | None
    seconds: float


def assign(
    problem: AssignmentProblem,
    options: SolveOptions | None = None,
    progress: Progress | None = None,
    prices: Floats | None = None,
    chosen: Ints | None = None,
) -> AssignmentPlan:
    """Find a cheap plan and a proven bound on the cost of any plan.

    Ctrl-C, a listener that raises ``Stop`` or the time limit end the search with the best plan so far. On a machine
    that has not kept the compiled loops yet, compiling them comes before the clock starts.

    Parameters
    ----------
    problem : AssignmentProblem
    options : SolveOptions
        Time limit (s), wanted certified gap (per cent), seed, threads of HiGHS.
    progress : Progress
    prices : (R,) floats
        Multipliers to begin with, such as those of a like problem.
    chosen : (N,) ints
        A plan to begin with; left aside where it breaks a capacity.

    Raises
    ------
    SolverError
        When HiGHS fails.

    """
    ready(problem, annealing=problem.cost.size > SMALL)
    began = time.monotonic()
    options = options or SolveOptions()
    clock = Clock(progress or Progress(), options.time_limit_s)
    with clock.interruptible():
        work = _Work(problem, options, clock, np.zeros(len(problem.resources)) if prices is None else prices)
        if chosen is not None and problem.fits(chosen):
            work.search.best, work.search.cost = chosen.astype(np.int64), math.fsum(problem.cost[chosen])
        work.run()
    bound = proven(problem, work.climb.best)
    if work.digging is not None:
        bound = max(bound, work.digging.packing.proven(work.digging.values))
    bound = min(bound, work.search.cost)
    gap = _gap_pct(work.search.cost, bound)
    found = math.isfinite(work.search.cost)
    status: Status = "stopped"
    if work.infeasible:
        status = "infeasible"
    elif found and (gap <= PROVEN_PCT or work.solver_bound >= work.search.cost):
        status = "optimal"
    elif found and gap <= options.gap_pct:
        status = "within_gap"
    return AssignmentPlan(
        status=status,
        chosen=work.search.best.copy() if found else None,
        cost=work.search.cost,
        bound=bound,
        solver_bound=max(bound, work.solver_bound),
        gap_pct=gap,
        prices=work.climb.best.copy(),
        values=None if work.digging is None else work.digging.values.copy(),
        seconds=time.monotonic() - began,
    )


def _gap_pct(cost: float, bound: float) -> float:
    if cost == bound:
        return 0.0
    return 100.0 * (cost - bound) / abs(cost) if math.isfinite(cost) and cost else math.inf


@dataclass(slots=True)
class _Work:
    """One search under way."""

    problem: AssignmentProblem
    options: SolveOptions
    clock: Clock
    first_prices: Floats
    climb: Climb = field(init=False)
    search: Search = field(init=False)
    reduced: Floats = field(init=False)
    digging: Digging | None = None
    solver_bound: float = -math.inf
    infeasible: bool = False
    rounds: int = 0

    def __post_init__(self) -> None:
        self.climb = Climb.at(np.maximum(0.0, self.first_prices))
        self.climb.go(self.problem, 1)
        self.search = Search(self.problem, self.problem.start[:-1].copy(), math.inf)

    def run(self) -> None:
        """Climb, then dives or annealing and HiGHS on kernels and patches in turns."""
        self._climb()
        self._climb_values()
        if self.problem.cost.size <= SMALL:
            self._take(self._among(np.arange(self.problem.cost.size), self.clock.left()))
            return
        if self.digging is None:
            self._anneal(ANNEAL_SHARE * self.options.time_limit_s)
        else:
            self._dig(self.digging, DIG_SHARE * self.options.time_limit_s)
            if not math.isfinite(self.search.cost):
                self._anneal(ANNEAL_SHARE * self.options.time_limit_s)
        wanted, places = NEAR_EACH, PLACES
        while not self._done():
            slice_s = max(PATCH_S, KERNEL_SHARE * self.clock.left())
            if not self._kernel(wanted, slice_s) or self._done():
                return
            if self.digging is None:
                self._patches(places, slice_s)
            else:
                self._dig(self.digging, 2.0 * slice_s)
            wanted, places = wanted * WIDER, places + 1

    def _done(self) -> bool:
        bound = max(self._bound(), self.solver_bound)
        self.clock.cost, self.clock.bound = self.search.cost, bound
        enough = _gap_pct(self.search.cost, self._bound()) <= self.options.gap_pct or bound >= self.search.cost
        return self.clock.over() or enough or self.infeasible

    def _bound(self) -> float:
        return rounded_up(self._raw_bound()) if self.problem.whole else self._raw_bound()

    def _raw_bound(self) -> float:
        """Return the bound that ``reduced`` is measured from, before it is rounded."""
        return self.climb.value if self.digging is None else self.digging.bound

    def _climb(self) -> None:
        ends = time.monotonic() + CLIMB_SHARE * self.options.time_limit_s
        while not self.climb.tired and not self.clock.over() and time.monotonic() < ends:
            self.climb.go(self.problem)
            self.clock.bound = self._bound()
        self.reduced = reduced_costs(self.problem, self.climb.best)

    def _climb_values(self) -> None:
        """Climb in values of items where the problem can be packed; their reduced costs say more than the prices'."""
        packing = Packing.of(self.problem)
        if packing is None or self._done():
            return
        digging = Digging.at(packing, self.climb.best, self.options.seed)
        ends = time.monotonic() + CLIMB_SHARE * self.options.time_limit_s
        worst = float(np.maximum.reduceat(self.problem.cost, self.problem.start[:-1]).sum())
        while not digging.climb.tired and not self.clock.over() and time.monotonic() < ends:
            digging.climb.go(VALUE_PASSES)
            if digging.bound > worst + abs(worst):  # no plan costs that much: there is none, as HiGHS will say
                return
        if digging.bound >= self.climb.value:
            self.digging = digging
            self.reduced = packing.marginals(digging.values)

    def _dig(self, digging: Digging, seconds: float) -> None:
        """Dive from the values, and again around the best plan."""
        ends = time.monotonic() + seconds
        while not self._done() and time.monotonic() < ends:
            chosen = digging.next(self.search.best if math.isfinite(self.search.cost) else None, self.search.cost)
            if chosen is not None:
                self._keep(chosen)

    def _anneal(self, seconds: float) -> None:
        second = np.sort(self.reduced[self.reduced > 0.0])[: len(self.problem.items)]
        scale = float(np.median(second)) if second.size else 1.0
        candidates = Candidates.of(self.problem, self.reduced, MOST_OPTIONS, math.inf)
        some = self.climb.best[self.climb.best > 0.0]
        floor = 0.1 * float(some.mean()) if some.size else scale / max(1e-9, float(self.problem.use_amount.mean()))
        weight = np.maximum(self.climb.best, floor)
        chosen, tries = candidates.option[candidates.start[:-1]].copy(), TRIES
        ends = time.monotonic() + seconds
        while not self._done() and time.monotonic() < ends:
            began = time.monotonic()
            heat = Heat(scale, 0.05 * scale, tries, self.options.seed + self.rounds)
            chosen = self.search.round(candidates, weight, chosen, heat)
            self.rounds += 1
            if 2.0 * (time.monotonic() - began) < ends - time.monotonic():
                tries = min(2 * tries, 50 * TRIES)

    def _kernel(self, wanted: float, seconds: float) -> bool:
        """Solve among the options of least reduced cost; False once all that could pay were searched out."""
        room = max(0.0, self.search.cost - self._raw_bound())
        if self.problem.whole:
            room = max(0.0, room - 1.0 + 1e-6)
        hopeful = np.flatnonzero(self.reduced <= room * (1.0 + 1e-9))
        most = max(SMALL, int(wanted * len(self.problem.items)))
        kept = hopeful
        if hopeful.size > most:
            kept = hopeful[self.reduced[hopeful] <= np.partition(self.reduced[hopeful], most)[most]]
        whole = kept.size == hopeful.size
        answer = self._among(kept, self.clock.left() if kept.size <= SMALL and whole else seconds)
        self._take(answer)
        if not whole:
            return True
        self.solver_bound = max(self.solver_bound, min(self.search.cost, answer.bound))
        if answer.infeasible and not math.isfinite(self.search.cost):
            self.infeasible = True
        return not (answer.done or answer.infeasible)

    def _patches(self, places: int, seconds: float) -> None:
        """Let HiGHS put the items of a few places anew, the others standing."""
        ends = time.monotonic() + seconds
        random = np.random.default_rng(self.options.seed + self.rounds)
        first = self.problem.place_of()
        item_of = self.problem.item_of()
        hopeful = self.reduced <= max(0.0, self.search.cost - self.climb.value)
        while math.isfinite(self.search.cost) and not self._done() and time.monotonic() < ends:
            self.rounds += 1
            busy = np.unique(first[self.search.best])
            inside = np.isin(first, random.permutation(busy)[:places])
            free = inside[self.search.best]
            kept = np.flatnonzero(inside & free[item_of] & hopeful)
            kept = np.union1d(kept, self.search.best)
            self._take(self._among(kept, PATCH_S))

    def _among(self, kept: Ints, seconds: float) -> Answer:
        chosen = self.search.best if math.isfinite(self.search.cost) else None
        kept = kept if chosen is None else np.union1d(kept, chosen)
        seconds = min(seconds, self.clock.left())
        gap = min(self.options.gap_pct, PROVEN_PCT)
        asked = SolveOptions(seconds, gap, self.options.seed + self.rounds, self.options.threads)
        return solve_among(self.problem, kept, chosen, asked, self.clock)

    def _take(self, answer: Answer) -> None:
        if self.problem.cost.size <= SMALL:
            self.solver_bound = answer.bound
            self.infeasible = answer.infeasible
        if answer.chosen is not None:
            self._keep(answer.chosen)

    def _keep(self, chosen: Ints) -> None:
        """Keep a plan that costs no more than the best: among equals the newest, so that the search moves."""
        cost = math.fsum(self.problem.cost[chosen])
        if cost <= self.search.cost:
            self.search.cost, self.search.best = cost, chosen.astype(np.int64)
