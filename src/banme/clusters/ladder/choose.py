"""The best choice of measures under a budget, with a proven bound.

With ``y = sum of ln(1 - saving) x + sum of ln(factor) z`` what is saved of a resource is ``quantity (1 - exp(y))``, a
concave function of ``y``. Its tangents lie above it, so a mixed-integer programme over tangents proves an upper bound;
each choice it returns adds the tangents at that choice, until the value meets the bound.
"""

from __future__ import annotations

import math
import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from banme.clusters.ladder.evaluate import Evaluation, broken_rules, evaluate
from banme.clusters.ladder.problem import PERCENT, UpgradeProblem
from banme.clusters.mip import MaximisedProgram, SolveOptions, gap_pct, told
from banme.clusters.records import records
from banme.errors import InputError, Problem, SolverError
from banme.progress import Progress

FIRST_TANGENTS = 9
Status = Literal["optimal", "within_gap", "stopped"]


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits of investment: in all, and by establishment where one is named (VND); None: no limit."""

    total_vnd: float | None = None
    by_establishment_vnd: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class UpgradePlan:
    """The measures chosen.

    Attributes
    ----------
    status : str
        ``optimal`` (gap at most 0.0001 %), ``within_gap``, or ``stopped`` by time, by somebody, or where the solver's
        arithmetic is not exact enough to close the gap.
    chosen : tuple of str
        Options, in the table's order.
    evaluation, low, high : Evaluation
        At the central, lowest and highest savings stated.
    benefit_vnd_year, bound_vnd_year, gap_pct : float
        What is maximised, a proven upper bound on any choice, and their distance.
    rounds : int
        Programmes solved.

    """

    status: Status
    chosen: tuple[str, ...]
    evaluation: Evaluation
    low: Evaluation
    high: Evaluation
    benefit_vnd_year: float
    bound_vnd_year: float
    gap_pct: float
    rounds: int


def choose(
    problem: UpgradeProblem,
    budget: Budget | None = None,
    options: SolveOptions | None = None,
    progress: Progress | None = None,
) -> UpgradePlan:
    """Choose the measures of largest yearly benefit.

    Choosing nothing is always allowed, so there is always a plan.

    Raises
    ------
    InputError
        For a budget below zero.

    """
    budget, options, progress = budget or Budget(), options or SolveOptions(), progress or Progress()
    _check(budget)
    model = _Model(problem, budget)
    ends = time.monotonic() + options.time_limit_s
    best: tuple[str, ...] = ()
    value, bound, rounds = evaluate(problem, best).benefit_vnd_year, math.inf, 0
    status: Status = "stopped"
    while time.monotonic() < ends:
        outcome = model.program.solve(options, progress, ends - time.monotonic())
        rounds += 1
        if outcome.infeasible:
            raise SolverError("the ladder's programme allows choosing nothing, yet was found infeasible")
        bound = min(bound, outcome.bound)
        if outcome.columns is not None:
            chosen = model.chosen(outcome.columns)
            worth = evaluate(problem, chosen).benefit_vnd_year
            if broken_rules(problem, chosen) or over_budget(problem, budget, chosen):
                model.forbid(chosen)
                continue
            if worth > value:
                best, value = chosen, worth
        stopped = outcome.stopped or not told(progress, value, bound)
        if gap_pct(value, bound) <= options.gap_pct or abs(bound - value) <= model.tolerance:
            status = "optimal" if options.gap_pct <= SolveOptions().gap_pct else "within_gap"
            break
        if stopped or outcome.columns is None or not model.tighten(outcome.columns):
            break
    bound = max(bound, value)
    return UpgradePlan(
        status=status,
        chosen=best,
        evaluation=evaluate(problem, best),
        low=evaluate(problem, best, "low_pct"),
        high=evaluate(problem, best, "high_pct"),
        benefit_vnd_year=value,
        bound_vnd_year=bound,
        gap_pct=gap_pct(value, bound),
        rounds=rounds,
    )


def frontier(problem: UpgradeProblem, budgets_vnd: list[float], options: SolveOptions | None = None) -> pd.DataFrame:
    """Return the best benefit at each budget: ``budget_vnd, capex_vnd, benefit_vnd_year, bound_vnd_year, measures``."""
    rows = []
    for budget in budgets_vnd:
        plan = choose(problem, Budget(budget), options)
        rows.append((budget, plan.evaluation.capex_vnd, plan.benefit_vnd_year, plan.bound_vnd_year, len(plan.chosen)))
    return pd.DataFrame(rows, columns=["budget_vnd", "capex_vnd", "benefit_vnd_year", "bound_vnd_year", "measures"])


def over_budget(problem: UpgradeProblem, budget: Budget, chosen: Collection[str]) -> bool:
    """Tell whether a choice costs more than a limit allows, to the last dong."""
    picked = problem.options.loc[list(chosen)]
    spent = picked["capex_vnd"].groupby(picked["establishment"]).sum()
    over = any(spent.get(name, 0.0) > limit for name, limit in budget.by_establishment_vnd)
    return over or (budget.total_vnd is not None and float(picked["capex_vnd"].sum()) > budget.total_vnd)


def _check(budget: Budget) -> None:
    limits = [("", budget.total_vnd), *budget.by_establishment_vnd]
    wrong = [
        Problem(
            "bad-budget", "Ngân sách phải từ 0 trở lên", "A budget must be 0 or more", "budget", name, "", str(limit)
        )
        for name, limit in limits
        if limit is not None and not limit >= 0
    ]
    if wrong:
        raise InputError(wrong)


class _Model:
    """The programme: a column for each option and pair, and for each resource at an establishment what is saved."""

    def __init__(self, problem: UpgradeProblem, budget: Budget) -> None:
        self.problem = problem
        self.program = MaximisedProgram()
        self.tolerance = 1e-9 * max(1.0, float((problem.baseline["quantity"] * problem.worth_vnd).sum()))
        gain = problem.options["value_added_vnd_year"] - problem.annual_cost_vnd
        self.option = {name: self.program.column(gain[name], whole=True) for name in problem.options.index}
        self.pair = {
            pair: self.program.column(0.0)
            for pair in dict.fromkeys(zip(problem.overlaps["option"], problem.overlaps["other"], strict=True))
        }
        self._rules(budget)
        self.cells = self._cells()

    def _rules(self, budget: Budget) -> None:
        program, at = self.program, self.option
        for row in records(self.problem.requires):
            program.row([(at[row.option], 1.0), (at[row.needs], -1.0)], high=0.0)
        for row in records(self.problem.excludes):
            program.row([(at[row.option], 1.0), (at[row.other], 1.0)], high=1.0)
        for (one, other), both in self.pair.items():
            program.row([(both, 1.0), (at[one], -1.0)], high=0.0)
            program.row([(both, 1.0), (at[other], -1.0)], high=0.0)
            program.row([(at[one], 1.0), (at[other], 1.0), (both, -1.0)], high=1.0)
        capex, where = self.problem.options["capex_vnd"], self.problem.options["establishment"]
        limits = [*budget.by_establishment_vnd, *([] if budget.total_vnd is None else [(None, budget.total_vnd)])]
        for name, limit in limits:
            self._budget([(at[o], float(capex[o])) for o in at if name is None or where[o] == name], limit)

    def _budget(self, entries: list[tuple[int, float]], limit: float) -> None:
        """Add the row, and keep out what no budget allows: a solver's tolerance must not let it in."""
        for column, cost in entries:
            if cost > limit:
                self.program.high[column] = 0.0
        self.program.row(entries, high=limit)

    def _cells(self) -> list[_Cell]:
        problem = self.problem
        where = problem.options["establishment"]
        parts: dict[tuple[str, str], list[tuple[int, float]]] = {}
        for row in records(problem.savings):
            logarithm = math.log1p(-row.saving_pct / PERCENT)
            parts.setdefault((where[row.option], row.resource), []).append((self.option[row.option], logarithm))
        for row in records(problem.overlaps):
            logarithm = math.log(row.factor)
            cell = parts.setdefault((where[row.option], row.resource), [])
            cell.append((self.pair[row.option, row.other], logarithm))
        worth = dict(
            zip(
                zip(problem.baseline["establishment"], problem.baseline["resource"], strict=True),
                problem.baseline["quantity"] * problem.worth_vnd,
                strict=True,
            )
        )
        return [_Cell(self.program, float(worth[key]), terms) for key, terms in parts.items() if worth[key] > 0.0]

    def chosen(self, columns: np.ndarray) -> tuple[str, ...]:
        """Return the options a solution takes."""
        return tuple(name for name, at in self.option.items() if columns[at] > 0.5)  # noqa: PLR2004

    def forbid(self, chosen: Collection[str]) -> None:
        """Keep out one choice: it passed only by the solver's tolerance."""
        signs = [(at, 1.0 if name in chosen else -1.0) for name, at in self.option.items()]
        self.program.row(signs, high=len(chosen) - 1.0)

    def tighten(self, columns: np.ndarray) -> bool:
        """Add the tangents at a solution; False when all of them are there already."""
        whole = np.round(columns)
        added = [cell.tangent(self.program, cell.at(whole)) for cell in self.cells]
        return any(added)


class _Cell:
    """One resource at one establishment: its worth saved (a share of the whole), under tangents."""

    def __init__(self, program: MaximisedProgram, worth: float, terms: list[tuple[int, float]]) -> None:
        self.terms = terms
        self.touched: set[float] = set()
        lowest = sum(value for _, value in terms if value < 0.0)
        highest = sum(value for _, value in terms if value > 0.0)
        self.column = program.column(worth, low=1.0 - math.exp(highest), high=1.0)
        for point in np.linspace(lowest, 0.0, FIRST_TANGENTS):
            self.tangent(program, float(point))

    def at(self, columns: np.ndarray) -> float:
        """Return ``y`` at a solution."""
        return float(sum(value * columns[at] for at, value in self.terms))

    def tangent(self, program: MaximisedProgram, point: float) -> bool:
        """Add ``saved <= 1 - exp(point) (1 + y - point)`` unless it is there; tell whether it was added."""
        key = round(point, 12)
        if key in self.touched:
            return False
        self.touched.add(key)
        slope = math.exp(point)
        entries = [(self.column, 1.0), *[(at, slope * value) for at, value in self.terms]]
        program.row(entries, high=1.0 - slope * (1.0 - point))
        return True
