"""Weighted and ordered objectives, the front between exposure, cost and jobs, and who gets what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from banme.clusters.assignment import AssignmentPlan, AssignmentProblem, SolveOptions, assign
from banme.clusters.assignment.problem import Floats, Ints
from banme.clusters.relocation.build import OBJECTIVES, Moves, Travel, build, plan_table
from banme.clusters.relocation.found import Findings, note
from banme.clusters.relocation.problem import RelocationProblem
from banme.progress import Progress


@dataclass(frozen=True, slots=True, eq=False)
class Relocation:
    """A plan of moves.

    Attributes
    ----------
    table : DataFrame
        By establishment: ``plot, cluster, year`` (None when it stays) and what remains of each objective.
    totals : dict
        Sum of each objective.
    assignment, plan : AssignmentProblem, AssignmentPlan
        What was solved and its certificate; ``banme.clusters.assignment.save`` writes both.

    """

    table: pd.DataFrame
    totals: dict[str, float]
    assignment: AssignmentProblem
    plan: AssignmentPlan


def weighted(
    problem: RelocationProblem,
    weights: Mapping[str, float],
    options: SolveOptions | None = None,
    progress: Progress | None = None,
    travel: Travel | None = None,
) -> Relocation:
    """Minimise a weighted sum of ``exposure``, ``cost_vnd`` and ``jobs_lost``.

    Staying is always allowed, so there is always a plan.

    Raises
    ------
    InputError
        For a weight below zero or of an unknown objective.

    """
    _check(list(weights), list(weights.values()))
    moves = build(problem, travel)
    return _solve(problem, moves, replace(moves.problem, cost=_sum(moves, weights)), options, progress)


def ordered(
    problem: RelocationProblem,
    goals: Sequence[tuple[str, float]],
    options: SolveOptions | None = None,
    progress: Progress | None = None,
    travel: Travel | None = None,
) -> tuple[Relocation, ...]:
    """Minimise objectives in order, each kept within its tolerance (per cent of its best) from then on.

    Parameters
    ----------
    problem : RelocationProblem
    goals : sequence of (objective, tolerance_pct)
    options, progress, travel
        The time limit holds for each step.

    Returns
    -------
    tuple of Relocation
        One for each goal; the last is the plan.

    """
    _check([name for name, _ in goals], [tolerance for _, tolerance in goals])
    moves = build(problem, travel)
    limited, steps = moves.problem, list[Relocation]()
    for name, tolerance in goals:
        last = steps[-1].plan.chosen if steps else None
        steps.append(_solve(problem, moves, replace(limited, cost=moves.objectives[name]), options, progress, last))
        most = steps[-1].totals[name] * (1.0 + tolerance / 100.0)
        limited = _limit(limited, f"most/{name}", moves.objectives[name], most)
    return tuple(steps)


@dataclass(frozen=True, slots=True, eq=False)
class Front:
    """Plans none of which is beaten by another in every objective.

    Attributes
    ----------
    table : DataFrame
        By number of the plan, from 0: ``most_exposure``, each objective's total, ``bound_vnd`` (no plan within the
        limit costs less), ``gap_pct`` and ``moves``.
    plans : tuple of Relocation
        In the same order.

    """

    table: pd.DataFrame
    plans: tuple[Relocation, ...]


def front(
    problem: RelocationProblem,
    points: int = 6,
    options: SolveOptions | None = None,
    progress: Progress | None = None,
    travel: Travel | None = None,
) -> Front:
    """Find the least cost at limits on the exposure that stays, from everybody staying to the least there can be."""
    moves = build(problem, travel)
    least = _solve(problem, moves, replace(moves.problem, cost=moves.objectives["exposure"]), options, progress)
    staying = float(moves.objectives["exposure"][moves.problem.start[:-1]].sum())
    rows, plans = [], []
    for most in np.linspace(staying, least.totals["exposure"], points):
        limited = _limit(moves.problem, "most/exposure", moves.objectives["exposure"], float(most))
        found = _solve(problem, moves, limited, options, progress, least.plan.chosen)
        if found.plan.chosen is not None:
            moved = int(found.table["plot"].notna().sum())
            rows.append((most, *found.totals.values(), found.plan.bound, found.plan.gap_pct, moved))
            plans.append(found)
    table = pd.DataFrame(rows, columns=["most_exposure", *OBJECTIVES, "bound_vnd", "gap_pct", "moves"])
    values = table[list(OBJECTIVES)].to_numpy(float)
    kept = [
        at
        for at, one in enumerate(values)
        if not ((values <= one).all(axis=1) & (values < one).any(axis=1)).any()
        and not (values[:at] == one).all(axis=1).any()
    ]
    return Front(table.iloc[kept].reset_index(drop=True), tuple(plans[at] for at in kept))


def fairness(problem: RelocationProblem, found: Relocation, group: pd.Series | None = None) -> pd.DataFrame:
    """Return by trade (or another ``group``, by establishment) what its members give and get.

    ``establishments``, ``moved``, ``exposure_staying`` (if nobody moved), ``exposure`` left, ``support_vnd``,
    ``own_vnd`` (what movers pay of their move themselves), ``jobs_lost``, and ``wish``: the mean wish of the owners who
    move, for the cluster they move to (0 where they stated none).
    """
    table, wishes = found.table, problem.wishes.set_index(["establishment", "cluster"])["wish"]
    moved = table["plot"].notna()
    wish = [
        float(wishes.get((code, cluster), 0.0)) if gone else np.nan
        for code, cluster, gone in zip(table.index, table["cluster"], moved, strict=True)
    ]
    once = problem.movers["move_cost_vnd"].astype(float)
    paid = support_paid(problem, table)
    rows = pd.DataFrame(
        {
            "establishments": 1,
            "moved": moved.astype(int),
            "exposure_staying": problem.movers["exposure"] * len(problem.years),
            "exposure": table["exposure"].astype(float),
            "support_vnd": paid,
            "own_vnd": once.where(moved, 0.0) - paid,
            "jobs_lost": table["jobs_lost"].astype(float),
        }
    )
    by = problem.movers["trade"] if group is None else group.reindex(problem.movers.index)
    out = rows.groupby(by).sum()
    out["wish"] = pd.Series(wish, index=table.index, dtype=float).groupby(by).mean()
    return out


def support_paid(problem: RelocationProblem, table: pd.DataFrame) -> pd.Series:
    """Return by establishment the support a plan's ``table`` pays (VND), 0 for those that stay."""
    return pd.Series(
        [
            0.0 if year is None else problem.support_vnd(float(cost), int(year))
            for cost, year in zip(problem.movers["move_cost_vnd"], table["year"], strict=True)
        ],
        index=table.index,
        dtype=float,
    )


def _solve(
    problem: RelocationProblem,
    moves: Moves,
    assignment: AssignmentProblem,
    options: SolveOptions | None,
    progress: Progress | None,
    chosen: Ints | None = None,
) -> Relocation:
    first = assignment.start[:-1] if chosen is None else chosen
    plan = assign(assignment, options, progress, chosen=first)
    chosen = plan.chosen if plan.chosen is not None else assignment.start[:-1]
    totals = {name: float(moves.objectives[name][chosen].sum()) for name in OBJECTIVES}
    return Relocation(plan_table(problem, moves, chosen), totals, assignment, plan)


def _sum(moves: Moves, weights: Mapping[str, float]) -> Floats:
    total = np.zeros(moves.mover.size)
    for name, weight in weights.items():
        total += weight * moves.objectives[name]
    return total


def _limit(problem: AssignmentProblem, name: str, amount: Floats, most: float) -> AssignmentProblem:
    """Add a resource of which each option uses ``amount``."""
    lengths = np.diff(problem.use_start)
    ends = problem.use_start[1:]
    return replace(
        problem,
        resources=(*problem.resources, name),
        use_start=np.concatenate([[0], np.cumsum(lengths + 1)]),
        use_resource=np.insert(problem.use_resource, ends, len(problem.resources)),
        use_amount=np.insert(problem.use_amount, ends, amount),
        capacity=np.append(problem.capacity, most),
    )


def _check(names: Sequence[str], values: Sequence[float]) -> None:
    found = Findings()
    for name, value in zip(names, values, strict=True):
        if name not in OBJECTIVES:
            known = ", ".join(OBJECTIVES)
            note(
                found,
                "objectives",
                name,
                "",
                "",
                f"Mục tiêu không có; hiện có: {known}",
                f"Unknown; there are: {known}",
            )
        if not 0.0 <= value < np.inf:
            note(found, "objectives", name, "", str(value), "Phải từ 0 trở lên", "Must be 0 or more")
    found.raise_if_any()
