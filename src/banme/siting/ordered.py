"""Objectives in order: the first as good as can be, then the second while the first stays within its tolerance, and on.

Each step is a design of its own: its objective takes the costs' place, and every earlier objective becomes a ceiling at
what was found for it and its tolerance. So each step has its own certified bound. When a step finds nothing better in
its time, the plan of the step before still stands, for it is under every ceiling.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from banme.errors import InputError, Problem
from banme.progress import Event, Progress, Stop
from banme.siting.ceilings import Ceiling, Rates, minimise
from banme.siting.design import NetworkDesign, Options, design
from banme.siting.equity import by_commodity, excess_rates, references
from banme.siting.no_plan import NoPlanError
from banme.siting.pricing import adopt
from banme.siting.problem import EXCLUDED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from banme.siting.problem import NetworkProblem

COST, CO2, EQUITY = "cost", "co2", "equity"
UNITS = {COST: "VND", CO2: "kg", EQUITY: "VND"}
POLISH_SHARE = 0.2
"""Share of a step's time for the best flows through the sites of the step before."""


@dataclass(frozen=True, slots=True)
class Goal:
    """An objective by name (``cost``, ``co2``, ``equity``) and by how many per cent later ones may worsen it."""

    objective: str
    tolerance_pct: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One objective's turn.

    Attributes
    ----------
    objective, unit : str
    tolerance_pct : float
        By how much later steps may worsen it.
    value, bound : float
        What the step's plan comes to, and the certified least under the ceilings of the steps before; all stages with
        their weights.
    gap_pct : float
        100 * (value - bound) / |value|, 0 where both are 0.
    most : float
        Ceiling for the steps after: the value and its tolerance.
    final : float
        What the last step's plan comes to.
    problem : NetworkProblem
        The step's problem: its objective in the costs' place, ceilings for the steps before.
    design : NetworkDesign
        Its solution; ``cost_vnd`` and ``bound_vnd`` are in the objective's unit.

    """

    objective: str
    unit: str
    tolerance_pct: float
    value: float
    bound: float
    gap_pct: float
    most: float
    final: float
    problem: NetworkProblem
    design: NetworkDesign


@dataclass(frozen=True, slots=True, eq=False)
class Ordered:
    """Plans of ordered objectives.

    Attributes
    ----------
    steps : tuple of Step
        In the order of the goals.
    design : NetworkDesign
        The last step's plan at the problem's own costs, with the certified bound on the cost of any plan.
    reference_vnd_t : mapping
        Average first-leg cost by commodity that equity is measured from; empty without equity.

    """

    steps: tuple[Step, ...]
    design: NetworkDesign
    reference_vnd_t: Mapping[str, float]


def ordered(
    problem: NetworkProblem,
    goals: Sequence[Goal],
    options: Options | None = None,
    progress: Progress | None = None,
) -> Ordered:
    """Design for objectives in order, each within the tolerances of those before.

    Parameters
    ----------
    problem : NetworkProblem
    goals : sequence of Goal
        Each objective once. The last one's tolerance has no effect.
    options : Options, optional
        The time is for all steps together.
    progress : Progress, optional
        Gets the events of every step; a listener may raise ``Stop``: steps not begun keep the plan there is, with the
        bound that no computing gives.

    Raises
    ------
    InputError
        With every wrong goal.
    NoPlanError
        When no plan at all was found.

    """
    _check(goals)
    return _Sequence(problem, tuple(goals), options or Options(), progress or Progress()).result()


@dataclass(slots=True)
class _Sequence:
    problem: NetworkProblem
    goals: tuple[Goal, ...]
    options: Options
    progress: Progress
    started: float = field(default_factory=time.monotonic)
    stopped: bool = False
    todo: int = 0
    rated: NetworkProblem = field(init=False)
    """The problem whose table rows the rates follow."""
    rates: dict[str, Rates] = field(default_factory=dict)
    ceilings: list[Ceiling] = field(default_factory=list)
    reference: dict[str, float] = field(default_factory=dict)

    def result(self) -> Ordered:
        names = [goal.objective for goal in self.goals]
        self.rated = by_commodity(self.problem) if EQUITY in names else self.problem
        self.rates = {
            COST: Rates.of(self.rated),
            CO2: Rates.only(self.rated, arcs=self.rated.arcs["co2_kg_t"].to_numpy(float)),
        }
        self.todo = len(names) + (names[0] != COST)
        cheapest = self._solve(self.problem)
        if not np.isfinite(cheapest.cost_vnd):
            raise NoPlanError(cheapest, "objectives")
        plan, done = cheapest, []
        for goal in self.goals:
            step_problem, found = self._step(goal, plan, cheapest)
            plan = found
            done.append((goal, step_problem, found))
            value = found.cost_vnd
            most = value + goal.tolerance_pct / 100.0 * abs(value)
            self.ceilings.append(Ceiling(goal.objective, most, self.rates[goal.objective]))
        steps = tuple(self._describe(*one, plan) for one in done)
        final = adopt(self.problem, cheapest, plan, self.options.gap_pct)
        return Ordered(steps, final, self.reference)

    def _step(self, goal: Goal, plan: NetworkDesign, cheapest: NetworkDesign) -> tuple[NetworkProblem, NetworkDesign]:
        if goal.objective == COST and not self.ceilings:
            return self.problem, cheapest
        if goal.objective == EQUITY:
            self.reference = references(self.rated, plan.flows)
            self.rates[EQUITY] = excess_rates(self.rated, self.reference)
        changed = minimise(self.rated, self.rates[goal.objective], tuple(self.ceilings))
        found = self._solve(changed, plan)
        kept = adopt(changed, found, plan, self.options.gap_pct)
        if found.status == "stopped" or not found.cost_vnd <= kept.cost_vnd:
            polished = self._polish(changed, plan)
            for other in (plan, polished):
                again = adopt(changed, found, other, self.options.gap_pct) if np.isfinite(other.cost_vnd) else kept
                found = again if not found.cost_vnd <= again.cost_vnd else found
        return changed, found

    def _solve(self, problem: NetworkProblem, before: NetworkDesign | None = None) -> NetworkDesign:
        share = self._left() / max(self.todo, 1)
        self.todo -= 1
        start = None if before is None else before.openings
        return design(problem, replace(self.options, time_limit_s=share), Progress(self._hear), start)

    def _polish(self, problem: NetworkProblem, plan: NetworkDesign) -> NetworkDesign:
        """Return the best flows through the sites and modules of a plan."""
        pairs = set(zip(plan.openings["site"], plan.openings["module"], strict=True))
        keep = [pair in pairs for pair in zip(problem.modules["site"], problem.modules["module"], strict=True)]
        caps = problem.commodity_caps
        mine = [pair in pairs for pair in zip(caps["site"], caps["module"], strict=True)]
        sites = problem.sites.copy()
        sites.loc[~sites.index.isin(plan.openings["site"]), "decision"] = EXCLUDED
        ceilings = tuple(
            replace(one, rates=replace(one.rates, fixed=one.rates.fixed[np.array(keep, bool)]))
            for one in problem.ceilings
        )
        fewer = problem.replace(
            modules=problem.modules[keep].reset_index(drop=True),
            commodity_caps=caps[np.array(mine, bool)].reset_index(drop=True),
            sites=sites,
            ceilings=ceilings,
        )
        seconds = POLISH_SHARE * self._left() / max(self.todo + 1, 1)
        return design(fewer, replace(self.options, time_limit_s=seconds), Progress(self._hear))

    def _left(self) -> float:
        if self.stopped:
            return 0.0
        return max(0.0, self.started + self.options.time_limit_s - time.monotonic())

    def _hear(self, event: Event) -> None:
        try:
            self.progress.tell(
                event.stage, event.fraction, incumbent=event.incumbent, bound=event.bound, message=event.message
            )
        except (Stop, KeyboardInterrupt):
            self.stopped = True
            raise

    def _describe(self, goal: Goal, problem: NetworkProblem, found: NetworkDesign, last: NetworkDesign) -> Step:
        value = found.cost_vnd
        final = adopt(problem, found, last, self.options.gap_pct).cost_vnd
        return Step(
            objective=goal.objective,
            unit=UNITS[goal.objective],
            tolerance_pct=goal.tolerance_pct,
            value=value,
            bound=found.bound_vnd,
            gap_pct=found.gap_pct,
            most=value + goal.tolerance_pct / 100.0 * abs(value),
            final=final,
            problem=problem,
            design=found,
        )


def _check(goals: Sequence[Goal]) -> None:
    names = [goal.objective for goal in goals]
    wrong = [] if goals else [_wrong("", "Cần ít nhất một mục tiêu.", "At least one objective is needed.")]
    for at, goal in enumerate(goals):
        if goal.objective not in UNITS:
            known = ", ".join(UNITS)
            wrong.append(_wrong(goal.objective, f"Mục tiêu phải là một trong: {known}.", f"Must be one of: {known}."))
        elif goal.objective in names[:at]:
            wrong.append(_wrong(goal.objective, "Mỗi mục tiêu chỉ nêu một lần.", "Name each objective once."))
        if not 0 <= goal.tolerance_pct < np.inf:
            wrong.append(
                _wrong(
                    f"{goal.objective} {goal.tolerance_pct}",
                    "Dung sai phải từ 0 % trở lên.",
                    "The tolerance must be 0 % or more.",
                )
            )
    if wrong:
        raise InputError(wrong)


def _wrong(value: str, vi: str, en: str) -> Problem:
    return Problem("objective", vi, en, table="objectives", value=value)
