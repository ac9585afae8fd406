"""A network for objectives in order (cost, CO2, equity among communes), each with the tolerance the planner grants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from banme import siting
from banme.errors import InputError, Problem
from banme.studies.network.answer import Finish, plan_or_repair
from banme.studies.network.design import attempt
from banme.studies.network.keeping import describe, keep_files
from banme.studies.network.results import write
from banme.studies.scenario import resolve
from banme.workspace.models import ResultObjective, Run

if TYPE_CHECKING:
    from pathlib import Path

    from banme.progress import Progress
    from banme.studies.network.problem import Case

STUDY = "ordered_objectives"


def run(run_row: Run, progress: Progress) -> Finish:
    """Compute a run; return the function that stores everything it found and tells the final status.

    The run's ``asked`` holds ``goals``: a list of ``objective`` and ``tolerance_pct``. The scenario's time limit holds
    for each step.

    Raises
    ------
    InputError
        With every offender in the inputs or goals; nothing is stored then.

    """
    goals = [siting.Goal(str(one["objective"]), float(one["tolerance_pct"])) for one in _asked(run_row)]
    scenario = resolve(run_row.scenario_id)
    seconds = scenario.time_limit_s * (len(goals) + (goals[0].objective != siting.COST))
    options = siting.Options(time_limit_s=seconds, gap_pct=scenario.gap_pct, seed=scenario.seed)

    def solve(case: Case) -> Finish:
        found = siting.ordered(case.problem, goals, options, progress)
        return lambda: _store(run_row, case, found)

    return plan_or_repair(run_row, attempt(scenario, progress), solve)


def _asked(run_row: Run) -> list[dict[str, Any]]:
    goals = run_row.parameters.get("asked", {}).get("goals", [])
    return list(goals) or [{"objective": siting.COST, "tolerance_pct": 0.0}]


def _store(run_row: Run, case: Case, found: siting.Ordered) -> str:
    describe(run_row, case, found.design)
    run_row.parameters |= {"equity_reference_vnd_t": dict(found.reference_vnd_t)}
    keep_files(run_row, lambda folder: _save(case, found, folder))
    write(run_row, case, found.design)
    ResultObjective.objects.bulk_create(
        ResultObjective(
            run=run_row,
            rank=rank,
            objective=step.objective,
            tolerance_pct=step.tolerance_pct,
            value=step.value,
            bound=step.bound,
            gap_pct=step.gap_pct,
            final=step.final,
            unit_of_measure=step.unit,
        )
        for rank, step in enumerate(found.steps, 1)
    )
    return "stopped" if any(step.design.status == "stopped" for step in found.steps) else "done"


def _save(case: Case, found: siting.Ordered, folder: Path) -> None:
    siting.save(case.problem, found.design, folder)
    for rank, step in enumerate(found.steps, 1):
        siting.save(step.problem, step.design, folder / f"{rank}-{step.objective}")


def read_goals(objectives: str, tolerance: str) -> list[dict[str, object]]:
    """Return goals from two lists with commas; a single tolerance holds for all.

    Raises
    ------
    InputError
        When the lists differ in length, or a tolerance is not a number.

    """
    names = [name.strip() for name in objectives.split(",") if name.strip()]
    words = [word.strip() for word in tolerance.split(",") if word.strip()]
    words = words * len(names) if len(words) == 1 else words
    if len(words) != len(names) or not all(_is_number(word) for word in words):
        raise InputError(
            [
                Problem(
                    rule="objective",
                    value=f"{objectives} / {tolerance}",
                    vi="Mỗi mục tiêu cần một dung sai (%), cách nhau bằng dấu phẩy, ví dụ cost,co2 và 1,2",
                    en="Each objective needs a tolerance (%), separated by commas, e.g. cost,co2 and 1,2",
                )
            ]
        )
    return [{"objective": name, "tolerance_pct": float(word)} for name, word in zip(names, words, strict=True)]


def _is_number(word: str) -> bool:
    try:
        return float(word) >= 0
    except ValueError:
        return False
