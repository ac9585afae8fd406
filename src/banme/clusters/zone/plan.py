"""Which projects, where and when: the portfolio of largest worth, with a proven bound."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from banme.clusters.mip import MaximisedProgram, SolveOptions, gap_pct
from banme.clusters.records import records
from banme.clusters.zone.problem import UTILITIES, ZoneProblem
from banme.progress import Progress

Status = Literal["optimal", "within_gap", "stopped", "infeasible"]
CHOSEN = 0.5
SLACK = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class ZonePlan:
    """The portfolio.

    Attributes
    ----------
    status : str
        ``infeasible``: the projects that must be chosen cannot all be.
    schedule : DataFrame
        ``project, area, period, benefit_vnd`` (weighted), in order of the periods.
    use : DataFrame, index period
        Spent and used so far: ``budget_vnd``, ``land_ha``, utilities, ``jobs``; ``..._left`` of budget and utilities.
    synergy_vnd, worth_vnd, bound_vnd, gap_pct : float
        Worth of what joins projects; worth in all; no portfolio is worth more than the bound.

    """

    status: Status
    schedule: pd.DataFrame
    use: pd.DataFrame
    synergy_vnd: float
    worth_vnd: float
    bound_vnd: float
    gap_pct: float


def plan_zone(problem: ZoneProblem, options: SolveOptions | None = None, progress: Progress | None = None) -> ZonePlan:
    """Choose and phase the projects."""
    options, progress = options or SolveOptions(), progress or Progress()
    model = _Model(problem)
    while True:
        outcome = model.program.solve(options, progress)
        if outcome.columns is None:
            return _without(problem, "infeasible" if outcome.infeasible else "stopped", outcome.bound)
        starts = model.chosen(outcome.columns)
        if not broken_limits(problem, starts):
            break
        model.forbid(starts)
    worth, synergy = value(problem, starts)
    bound = max(outcome.bound, worth) if math.isfinite(outcome.bound) else math.inf
    gap = gap_pct(worth, bound)
    closed = gap <= options.gap_pct or bound - worth <= 1.0
    status: Status = ("optimal" if options.gap_pct <= SolveOptions().gap_pct else "within_gap") if closed else "stopped"
    return ZonePlan(status, _schedule(problem, starts), use_by_period(problem, starts), synergy, worth, bound, gap)


def _without(problem: ZoneProblem, status: Status, bound: float) -> ZonePlan:
    return ZonePlan(status, _schedule(problem, []), use_by_period(problem, []), math.nan, -math.inf, bound, math.inf)


Start = tuple[str, str, int]


def value(problem: ZoneProblem, starts: Iterable[Start]) -> tuple[float, float]:
    """Return the worth of a portfolio and the part of it that comes from synergies (VND)."""
    begun = {project: period for project, _, period in starts}
    weight = problem.periods["weight"].to_numpy(dtype=float)
    alone = sum(float(problem.projects["benefit_vnd"][project]) * weight[at] for project, at in begun.items())
    joint = 0.0
    for row in records(problem.synergies):
        if row.project in begun and row.other in begun:
            joint += float(row.benefit_vnd) * weight[max(begun[row.project], begun[row.other])]
    return alone + joint, joint


def use_by_period(problem: ZoneProblem, starts: Iterable[Start]) -> pd.DataFrame:
    """Return what is spent and used up to the end of each period, and what is left."""
    columns = ["budget_vnd", "land_ha", *UTILITIES, "jobs"]
    used = pd.DataFrame(0.0, index=problem.periods.index, columns=columns)
    for project, _, period in starts:
        used.iloc[period:] += problem.projects.loc[project, columns].astype(float)
    left = problem.periods[["budget_vnd", *UTILITIES]].astype(float)
    left["budget_vnd"] = left["budget_vnd"].cumsum()
    return used.join((left - used[left.columns]).add_suffix("_left"))


def broken_limits(problem: ZoneProblem, starts: list[Start]) -> list[str]:
    """Return the limits a portfolio breaks, in plain arithmetic; empty when none."""
    broken = []
    begun = {project: period for project, _, period in starts}
    use = use_by_period(problem, starts)
    for name in ("budget_vnd", *UTILITIES):
        slack = SLACK * max(1.0, float(problem.periods[name].max()))
        broken += [f"{name} {period}" for period, left in use[f"{name}_left"].items() if left < -slack]
    for area, limit in problem.areas["area_ha"].items():
        taken = sum(float(problem.projects["land_ha"][project]) for project, at, _ in starts if at == area)
        if taken > limit + SLACK:
            broken.append(f"land {area}")
    if len(begun) < len(starts):
        broken.append("a project begins twice")
    allowed = set(problem.starts())
    broken += [f"{start} not allowed" for start in starts if start not in allowed]
    for row in records(problem.requires):
        if row.project in begun and begun.get(row.needs, math.inf) > begun[row.project]:
            broken.append(f"{row.project} needs {row.needs}")
    for row in records(problem.excludes):
        if row.project in begun and row.other in begun:
            broken.append(f"{row.project} excludes {row.other}")
    musts = problem.projects.index[problem.projects["must"].astype(bool)]
    return broken + [f"{project} must be chosen" for project in musts if project not in begun]


def _schedule(problem: ZoneProblem, starts: list[Start]) -> pd.DataFrame:
    weight = problem.periods["weight"].to_numpy(dtype=float)
    rows = [
        (project, area, problem.periods.index[at], float(problem.projects["benefit_vnd"][project]) * weight[at])
        for project, area, at in sorted(starts, key=lambda start: start[2])
    ]
    return pd.DataFrame(rows, columns=["project", "area", "period", "benefit_vnd"])


class _Model:
    """A column for each start, and for each synergy and period whether both have begun."""

    def __init__(self, problem: ZoneProblem) -> None:
        self.problem, self.program = problem, MaximisedProgram()
        weight = problem.periods["weight"].to_numpy(dtype=float)
        benefit = problem.projects["benefit_vnd"]
        self.start = {
            start: self.program.column(float(benefit[start[0]]) * weight[start[2]], whole=True)
            for start in problem.starts()
        }
        self._once()
        self._limits()
        self._order()
        self._synergies(weight)

    def _begun(self, project: str, period: int, sign: float = 1.0) -> list[tuple[int, float]]:
        """Return the entries of "``project`` has begun by ``period``"."""
        return [(column, sign) for start, column in self.start.items() if start[0] == project and start[2] <= period]

    def _once(self) -> None:
        last = len(self.problem.periods) - 1
        for project, must in self.problem.projects["must"].astype(bool).items():
            entries = self._begun(str(project), last)
            if must and not entries:  # no place or period: let the solver find it infeasible
                impossible = self.program.column(0.0, high=0.0)
                entries = [(impossible, 1.0)]
            self.program.row(entries, low=1.0 if must else 0.0, high=1.0)

    def _limits(self) -> None:
        problem, program = self.problem, self.program
        budget = np.cumsum(problem.periods["budget_vnd"].to_numpy(dtype=float))
        for period in range(len(problem.periods)):
            for name in ("budget_vnd", *UTILITIES):
                limit = budget[period] if name == "budget_vnd" else float(problem.periods[name].iloc[period])
                figures = problem.projects[name]
                program.row(
                    [(column, float(figures[p])) for (p, _, at), column in self.start.items() if at <= period],
                    high=limit,
                )
        for area, limit in problem.areas["area_ha"].items():
            land = problem.projects["land_ha"]
            program.row(
                [(column, float(land[p])) for (p, where, _), column in self.start.items() if where == area],
                high=float(limit),
            )

    def _order(self) -> None:
        periods = range(len(self.problem.periods))
        for row in records(self.problem.requires):
            for period in periods:
                self.program.row(self._begun(row.project, period) + self._begun(row.needs, period, -1.0), high=0.0)
        for row in records(self.problem.excludes):
            last = len(self.problem.periods) - 1
            self.program.row(self._begun(row.project, last) + self._begun(row.other, last), high=1.0)

    def _synergies(self, weight: np.ndarray) -> None:
        drop = weight - np.append(weight[1:], 0.0)
        for row in records(self.problem.synergies):
            for period, share in enumerate(drop):
                both = self.program.column(float(row.benefit_vnd) * share)
                for project in (row.project, row.other):
                    self.program.row([(both, 1.0), *self._begun(project, period, -1.0)], high=0.0)
                one, other = self._begun(row.project, period), self._begun(row.other, period)
                self.program.row([*one, *other, (both, -1.0)], high=1.0)

    def chosen(self, columns: np.ndarray) -> list[Start]:
        """Return the starts a solution takes."""
        return [start for start, column in self.start.items() if columns[column] > CHOSEN]

    def forbid(self, starts: list[Start]) -> None:
        """Keep out one portfolio: it passed only by the solver's tolerance."""
        signs = [(column, 1.0 if start in starts else -1.0) for start, column in self.start.items()]
        self.program.row(signs, high=len(starts) - 1.0)
