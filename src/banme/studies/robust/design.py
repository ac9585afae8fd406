"""The study: every future's problem from the workspace, one opening decision for all, stored with its comparison."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pandas as pd

from banme import configuration, siting
from banme.compute import executor
from banme.errors import InputError, Problem
from banme.studies.inputs import read_inputs
from banme.studies.network import travel as ways
from banme.studies.network.answer import Attempt, Finish, plan_or_repair, with_plan
from banme.studies.network.design import make_case
from banme.studies.network.keeping import describe, keep_files
from banme.studies.network.problem import Case, build
from banme.studies.network.results import write
from banme.studies.network.supply import supply
from banme.studies.robust import results
from banme.studies.robust.futures import Chosen, asked_for, choose
from banme.studies.scenario import Resolved, resolve

if TYPE_CHECKING:
    from banme.progress import Progress
    from banme.workspace.models import Run

STUDY = "robust_design"
ON_ROADS = ("close_road", "open_road", "scale_truck_cost")


def run(run_row: Run, progress: Progress) -> Finish:
    """Compute a plan for several futures; return the function that stores what was found and tells the final status.

    The run may ask for ``futures`` by code; all of the table are taken otherwise.

    Raises
    ------
    InputError
        With every offender in the futures and the inputs; nothing is stored then.

    """
    scenario = resolve(run_row.scenario_id)
    chosen = choose(asked_for(run_row.parameters.get("asked", {})))
    limit = scenario.time_limit_s * len(chosen)
    options = siting.Options(time_limit_s=limit, gap_pct=scenario.gap_pct, seed=scenario.seed)
    attempt = Attempt(
        [one.applied(scenario) for one in chosen],
        lambda: side_by_side(chosen, make_cases(scenario, chosen, progress)),
        lambda changed: make_case(changed, progress),
        progress,
    )

    def solve(case: Case) -> Finish:
        with executor(configuration.value("BANME_SCHEDULER"), workers()) as pool:
            found = siting.design_robust(case.problem, options, progress, pool)
        with_plan(found.design)
        return lambda: _store(run_row, chosen, case, found)

    return plan_or_repair(run_row, attempt, solve)


def side_by_side(chosen: list[Chosen], cases: dict[str, Case]) -> Case:
    """Return the likeliest future's case with the problem of all futures."""
    problem = siting.scenarios.combine(
        {code: case.problem for code, case in cases.items()}, {one.code: one.probability for one in chosen}
    )
    return dataclasses.replace(cases[chosen[0].code], problem=problem, futures=cases)


def workers() -> int | None:
    """Return how many processes to use, None for one a core.

    Raises
    ------
    InputError
        When ``BANME_WORKERS`` is no whole number of 1 or more.

    """
    stated = configuration.value("BANME_WORKERS")
    if not stated:
        return None
    if not stated.isdigit() or int(stated) < 1:
        raise InputError(
            [
                Problem(
                    rule="workers",
                    table="BANME_WORKERS",
                    value=stated,
                    vi="Cần một số nguyên từ 1 trở lên, hoặc để trống",
                    en="A whole number of 1 or more is needed, or nothing",
                )
            ]
        )
    return int(stated)


def make_cases(scenario: Resolved, chosen: list[Chosen], progress: Progress) -> dict[str, Case]:
    """Read the workspace and build the siting problem of every future; roads are computed once where they agree."""
    progress.tell("inputs", 0.0)
    inputs = read_inputs(scenario.as_of, scenario.years)
    settled = {one.code: one.applied(scenario) for one in chosen}
    goods = {code: supply(inputs, each) for code, each in settled.items()}
    origins = pd.Index(sorted(set().union(*(set(rows["unit"]) for rows in goods.values()))))
    known: dict[tuple[tuple[str, str, float | None], ...], ways.Travel] = {}
    cases = {}
    for at, (code, each) in enumerate(settled.items()):
        progress.tell("roads", at / len(settled))
        key = tuple((change.kind, change.target, change.factor) for change in each.of_kind(*ON_ROADS))
        if key not in known:
            known[key] = ways.travel(inputs, each, origins)
        cases[code] = Case(build(inputs, each, goods[code], known[key]), goods[code], known[key], inputs, each)
    progress.tell("roads", 1.0)
    return cases


def _store(run_row: Run, chosen: list[Chosen], case: Case, found: siting.RobustDesign) -> str:
    shown = chosen[0].code
    describe(run_row, case, found.design)
    run_row.parameters |= {
        "futures": [one.code for one in chosen],
        "shown_future": shown,
        "robust": results.summary(found),
    }
    keep_files(run_row, lambda folder: siting.save(case.problem, found.design, folder))
    write(run_row, case, results.of_future(found.design, shown))
    results.write(run_row, chosen, case, found)
    return "stopped" if found.design.status == "stopped" else "done"
