"""One function that designs a logistics network: the best plan found, and a proven bound on any plan's cost."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from banme.errors import InputError, Problem
from banme.progress import Progress
from banme.siting import report
from banme.siting.layout import lay_out
from banme.siting.linear import LinearProgram, Setting, silent_highs
from banme.siting.mip import MipTask, solve_mip
from banme.siting.plan import choices_of, plan_of
from banme.siting.relaxation import Relaxation
from banme.siting.scheme import DualSearch
from banme.siting.start import starting
from banme.siting.swap import roomy
from banme.siting.transshipment import falls_apart
from banme.siting.tree import Search, settle_by_flow
from banme.siting.watch import Watch
from banme.siting.wide import WideSearch

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from banme.siting.certificate import Certificate
    from banme.siting.layout import Floats, Ints, Layout
    from banme.siting.plan import Plan
    from banme.siting.problem import NetworkProblem
    from banme.siting.scheme import DualSearch
from banme.siting.tree import Node

ENGINE_VERSION = "1"
ROOT_ROUNDS = 12
SMALL = 20_000
"""Columns up to which HiGHS gets every column; above, only those with low reduced cost."""
TINY = 2_000
"""The same where room cannot bind, so that climbs prove all that linear programmes do."""
WIDE = 200_000
"""Columns above which plans come from programmes of parts of the year, and no branches are made; but where room cannot
bind, or flows fall apart into networks, plans need no programme."""
KERNEL_ARCS = 4
"""Cheapest arcs by reduced cost that each supply, site, commodity and period keeps in the kernel."""
HALF = 0.5
SMALL_SHARE, LARGE_SHARE = 0.35, 0.05
"""Share of the time left that HiGHS gets for its own search, with all columns and with a kernel."""
PROVEN_PCT = 1e-4
"""Gap in per cent below which a plan counts as optimal."""


@dataclass(frozen=True, slots=True)
class Options:
    """How far to go: seconds, wanted gap in per cent, threads, random seed, memory of the process (MB).

    Threads are the solver's; where flows fall apart into networks, two mean one for plans and one for the proof.
    Without ``memory_limit_mb`` memory is not watched. Whatever limit is met, the best plan and bound so far come back.
    """

    time_limit_s: float = 60.0
    gap_pct: float = 0.1
    threads: int = 1
    seed: int = 0
    memory_limit_mb: float | None = None

    def __post_init__(self) -> None:
        wrong = [
            Problem("option", "Giá trị phải lớn hơn hoặc bằng 0.", "Must be zero or more.", "options", column=name)
            for name in ("time_limit_s", "gap_pct", "threads", "seed")
            if not getattr(self, name) >= (1 if name == "threads" else 0)
        ]
        if self.memory_limit_mb is not None and not self.memory_limit_mb > 0:
            vi, en = "Phải là số MB lớn hơn 0, hoặc để trống.", "Must be a number of MB above 0, or left out."
            wrong.append(Problem("option", vi, en, "options", column="memory_limit_mb"))
        if wrong:
            raise InputError(wrong)


@dataclass(frozen=True, slots=True, eq=False)
class NetworkDesign:
    """A designed network with its proof.

    Attributes
    ----------
    status : str
        ``optimal`` (gap at most 1e-4 %), ``within_gap`` (at most the wanted gap), ``stopped`` (time out or asked to
        stop) or ``infeasible`` (proven that no plan exists).
    openings : DataFrame
        site, module, stage (first open), existing, fixed_vnd_year, capex_vnd; one row per open site.
    flows : DataFrame
        source, target, commodity, period, quantity_t (t > 0), distance_km, time_h, co2_kg, cost_vnd (that period, not
        weighted: transport only).
    storage : DataFrame
        site, commodity, period, quantity_t in stock at the period's end.
    unshipped : DataFrame
        origin, commodity, period, quantity_t.
    cost_vnd : float
        Weighted cost of the plan; inf without a plan.
    breakdown_vnd : mapping
        transport, handling, storage, fixed, co2, penalty, income (negative); adds up to ``cost_vnd``.
    bound_vnd : float
        Certified: no plan costs less. inf when proven infeasible.
    solver_bound_vnd : float
        HiGHS's own bound, NaN when it saw only part of the columns or was not needed.
    gap_pct : float
        100 * (cost - bound) / |cost|; inf without a plan.
    certificate : Certificate
        The tree and multipliers that prove the bound.
    provenance : mapping
        engine, solver, seed, seconds, wanted gap, nodes, columns, rows.

    """

    status: str
    openings: pd.DataFrame
    flows: pd.DataFrame
    storage: pd.DataFrame
    unshipped: pd.DataFrame
    cost_vnd: float
    breakdown_vnd: Mapping[str, float]
    bound_vnd: float
    solver_bound_vnd: float
    gap_pct: float
    certificate: Certificate
    provenance: Mapping[str, str | int | float]


def design(
    problem: NetworkProblem,
    options: Options | None = None,
    progress: Progress | None = None,
    start: pd.DataFrame | None = None,
) -> NetworkDesign:
    """Design the network: where sites open, with which module, when, and how goods flow.

    Parameters
    ----------
    problem : NetworkProblem
    options : Options, optional
        60 s, 0.1 %, one thread, seed 0 if left out.
    progress : Progress, optional
        Gets events of stages ``relax``, ``kernel``, ``certify``; a listener may raise ``Stop`` to end with the best
        plan and a valid bound, as Ctrl-C does.
    start : DataFrame, optional
        Openings to begin with (site, module, stage, as a design's ``openings``), perhaps of another problem with the
        same sites. They get their best flows and are offered before the search; where they allow no plan, nothing.

    Returns
    -------
    NetworkDesign

    """
    return _Run(problem, options or Options(), progress or Progress(), start).result()


@dataclass(slots=True)
class _Run:
    problem: NetworkProblem
    options: Options
    progress: Progress
    start: pd.DataFrame | None = None
    started: float = field(default_factory=time.monotonic)
    solver_bound: float = float("nan")
    search: Search = field(init=False)
    layout: Layout = field(init=False)

    def __post_init__(self) -> None:
        watch = Watch(self.progress, self.options.time_limit_s, self.options.memory_limit_mb)
        self.layout = lay_out(self.problem)
        relaxation = Relaxation.of(self.layout)
        free = relaxation.cost.size > TINY and roomy(self.layout)
        apart = free or falls_apart(self.layout)
        large = (relaxation.cost.size > SMALL or free) and not self.problem.limits.single_source
        beside = large and apart and not free
        setting = Setting(self.options.seed, 1 if beside else self.options.threads)
        openings = np.arange(relaxation.cost.size) >= self.layout.offsets[3] if large else None
        program = LinearProgram(relaxation, watch, setting, openings)
        gap = self.options.gap_pct / 100.0
        if large and relaxation.cost.size > WIDE and not apart:
            self.search = WideSearch(program, gap)
        elif large:
            self.search = DualSearch(program, gap, self._settle, self.options.seed, self.options.threads)
        else:
            self.search = Search(program, gap, self._settle)
        if self.start is not None:
            self.search.first = starting(self.layout, relaxation.choices(), self.start)

    def result(self) -> NetworkDesign:
        with self.search.watch.interruptible(), self.search.company():
            self._search()
        return self._assemble()

    def _search(self) -> None:
        search = self.search
        search.watch.stage = "relax"
        search.root(ROOT_ROUNDS)
        if not self._done() and not isinstance(search, DualSearch | WideSearch):
            search.watch.stage = "kernel"
            self._kernel()
        if not self._done():
            search.watch.stage = "certify"
            search.run()
        if search.best is None and not search.watch.over() and not isinstance(search, WideSearch):
            self._last_resort()

    def _done(self) -> bool:
        return self.search.watch.over() or self.search.tree.bound() >= self.search.cutoff()

    def _settle(self, first: Ints) -> Plan | None:
        plan = settle_by_flow(self.search.program, first)
        if plan is None or not self.problem.limits.single_source:
            return plan
        everything = np.ones(self.search.relaxation.cost.size, bool)
        task = MipTask(choices_of(self.layout, first), everything, 5.0, 1e-9, None)
        found = solve_mip(self.search.program, task).columns
        return None if found is None else plan_of(self.layout, first, found)

    def _kernel(self) -> None:
        """Let HiGHS look for a better plan among the columns the root multipliers like."""
        search = self.search
        leaf = search.fix(0)
        node = search.tree.nodes[leaf]
        choices = node.choices
        kernel = self._liked(node)
        share = (SMALL_SHARE if kernel.all() else LARGE_SHARE) * search.watch.left()
        gap = max(self.options.gap_pct / 200.0, 1e-9)
        task = MipTask(choices, kernel, share, gap, search.best)
        found = solve_mip(search.program, task)
        if kernel.all() and leaf == 0:
            self.solver_bound = found.bound
        if found.columns is None:
            return
        first = self._first_stages(found.columns)
        search.offer(plan_of(self.layout, first, found.columns))
        search.try_openings(first)

    def _liked(self, node: Node) -> np.ndarray:
        search = self.search
        relaxation = search.relaxation
        kernel = np.ones(relaxation.cost.size, bool)
        if kernel.size <= SMALL:
            return kernel
        flows = self.layout.flows
        multipliers = search.tree.pool[node.multipliers]
        reduced = relaxation.evaluate(multipliers, relaxation.choices()).reduced[: flows.arc.size]
        cell = (flows.source * self.layout.use.size + flows.commodity) * self.layout.stage.size + flows.period
        order = np.lexsort((reduced, cell))
        rank = np.empty(order.size, np.int64)
        starts = np.flatnonzero(np.diff(cell[order], prepend=-1))
        rank[order] = np.arange(order.size) - np.repeat(starts, np.diff(np.append(starts, order.size)))
        kernel[: flows.arc.size] = rank < KERNEL_ARCS
        if search.best is not None:
            kernel[: flows.arc.size] |= search.best.flows > 0
        return kernel

    def _last_resort(self) -> None:
        everything = np.ones(self.search.relaxation.cost.size, bool)
        task = MipTask(self.search.relaxation.choices(), everything, self.search.watch.left(), 1e-6, None)
        found = solve_mip(self.search.program, task)
        if found.columns is not None:
            self.search.offer(plan_of(self.layout, self._first_stages(found.columns), found.columns))

    def _first_stages(self, columns: Floats) -> Ints:
        openings = columns[self.search.program.first_opening :].reshape(-1, self.layout.weight.size) > HALF
        return np.where(openings.any(axis=1), openings.argmax(axis=1), -1).astype(np.int64)

    def _assemble(self) -> NetworkDesign:
        search, tree = self.search, self.search.tree
        best = search.best
        bound = tree.bound()
        cost = np.inf if best is None else best.total
        bound = min(bound, cost)
        gap = 100.0 * (cost - bound) / abs(cost) if best is not None and cost else (0.0 if best is not None else np.inf)
        return NetworkDesign(
            status=self._status(gap),
            **report.frames(self.layout, best),
            cost_vnd=float(cost),
            breakdown_vnd=MappingProxyType(report.breakdown(best)),
            bound_vnd=float(bound),
            solver_bound_vnd=self.solver_bound,
            gap_pct=float(gap),
            certificate=report.certificate(search),
            provenance=MappingProxyType(self._provenance()),
        )

    def _status(self, gap: float) -> str:
        if self.search.best is None:
            closed = all(node.openings is None for node in self.search.tree.leaves())
            return "infeasible" if closed and not self.search.watch.over() else "stopped"
        if gap <= PROVEN_PCT:
            return "optimal"
        return "within_gap" if gap <= self.options.gap_pct * (1.0 + 1e-9) else "stopped"

    def _provenance(self) -> dict[str, str | int | float]:
        sizes: Floats | tuple[int, ...] = self.search.relaxation.matrix.shape
        return {
            "engine": f"banme.siting {ENGINE_VERSION}",
            "solver": f"HiGHS {_solver_version()}",
            "seed": self.options.seed,
            "seconds": round(time.monotonic() - self.started, 3),
            "wanted_gap_pct": self.options.gap_pct,
            "nodes": len(self.search.tree.nodes),
            "columns": int(sizes[1]),
            "rows": int(sizes[0]),
        }


def _solver_version() -> str:
    return str(silent_highs(Setting(0, 1)).version())
