"""The relocation study: workspace tables to the engine and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from banme.clusters.assignment import save
from banme.clusters.relocation import OBJECTIVES, Front, Relocation, SolveOptions, front, ordered, weighted
from banme.errors import InputError, Problem
from banme.progress import Progress
from banme.studies.network.keeping import keep_files
from banme.studies.relocation import reading, results
from banme.studies.scenario import Resolved, resolve
from banme.workspace.models import Run

STUDY = "relocation"
COST = "cost_vnd"
POINTS = 6
FRONT_SHARE = 0.25
"""Share of the time limit that a point of the front gets."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run was asked: ``goals`` in order as (objective, tolerance in per cent), or none for a weighted sum."""

    goals: tuple[tuple[str, float], ...] = ()
    points: int = POINTS
    figures: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, run: Run) -> Asked:
        """Read it from a run's parameters.

        Raises
        ------
        InputError
            For an unknown objective or a tolerance below 0.

        """
        given = (run.parameters or {}).get("asked", {})
        goals = tuple((str(name), float(tolerance)) for name, tolerance in given.get("goals") or ())
        wrong = [name for name, tolerance in goals if name not in OBJECTIVES or not tolerance >= 0]
        if wrong:
            known = ", ".join(OBJECTIVES)
            raise InputError(
                [
                    Problem(
                        "relocation-goal",
                        f"Mục tiêu là một trong {known}, dung sai từ 0",
                        f"An objective is one of {known}, with a tolerance from 0",
                        value=name,
                    )
                    for name in wrong
                ]
            )
        return cls(goals, int(given.get("points", POINTS)), given)


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What the engine found: the steps in order (the last is the plan) and the front."""

    steps: tuple[Relocation, ...]
    front: Front | None

    @property
    def plan(self) -> Relocation:
        """The plan."""
        return self.steps[-1]


def run(run_row: Run, progress: Progress) -> Callable[[], str]:
    """Compute a run; return the function that stores everything it found and tells the final status.

    The run's ``asked`` holds what :func:`banme.studies.relocation.reading.read` takes, ``goals``, ``points`` of the
    front, and ``time_limit_s`` in place of the scenario's.

    Raises
    ------
    InputError
        With every offender in the inputs; nothing is stored then.

    """
    asked = Asked.of(run_row)
    scenario = resolve(run_row.scenario_id)
    progress.tell("inputs", 0.0)
    case = reading.read(scenario.as_of, asked.figures)
    if case.problem is None:
        raise InputError([_nobody(case)])
    answer = solve(case, asked, scenario, progress)

    def finish() -> str:
        results.describe(run_row, case, scenario)
        keep_files(run_row, lambda folder: _save(answer, folder))
        results.write(run_row, case, answer.plan, answer.front)
        results.write_steps(run_row, asked.goals, answer.steps)
        return "stopped" if answer.plan.plan.status == "stopped" else "done"

    return finish


def _nobody(case: reading.Case) -> Problem:
    lacking = int((case.priority["missing"] != "").sum())
    return Problem(
        "relocation-nobody",
        f"Không có cơ sở nào đưa vào phương án được, hoặc không có lô nào nhận được; {lacking} cơ sở thiếu số liệu",
        f"No establishment can enter the plan, or no plot can receive one; {lacking} lack figures",
        "relocation_need",
    )


def solve(case: reading.Case, asked: Asked, scenario: Resolved, progress: Progress) -> Answer:
    """Plan the moves by the objectives asked for, and the front.

    In order, the last step always seeks the least cost within the tolerances, so that a run's cost is in VND.
    """
    problem, travel = case.problem, case.worths.travel
    if problem is None:
        raise InputError([_nobody(case)])
    seconds = float(asked.figures.get("time_limit_s") or scenario.time_limit_s)
    options = SolveOptions(seconds, scenario.gap_pct, scenario.seed)
    if asked.goals:
        last = () if asked.goals[-1][0] == COST else ((COST, 0.0),)
        steps = ordered(problem, [*asked.goals, *last], options, progress, travel)
    else:
        weights = {"exposure": case.worths.exposure_vnd, COST: 1.0, "jobs_lost": case.worths.job_vnd}
        steps = (weighted(problem, weights, options, progress, travel),)
    found = None
    if asked.points > 1:
        short = replace(options, time_limit_s=max(1.0, FRONT_SHARE * seconds))
        found = front(problem, asked.points, short, progress, travel)
    return Answer(steps, found)


def _save(answer: Answer, folder: Path) -> None:
    save(answer.plan.assignment, answer.plan.plan, folder)
    for at, step in enumerate(answer.steps[:-1], 1):
        save(step.assignment, step.plan, folder / f"step-{at:02d}")
    for at, point in enumerate(answer.front.plans if answer.front is not None else (), 1):
        save(point.assignment, point.plan, folder / f"front-{at:02d}")
