"""The study: read the scenario, find the ways, design the network, store the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from banme import siting
from banme.studies.inputs import read_inputs
from banme.studies.network import travel as ways
from banme.studies.network.answer import Attempt, Finish, plan_or_repair, with_plan
from banme.studies.network.keeping import describe, keep_files
from banme.studies.network.problem import Case, build
from banme.studies.network.results import write
from banme.studies.network.supply import supply
from banme.studies.scenario import Resolved, resolve

if TYPE_CHECKING:
    from banme.progress import Progress
    from banme.workspace.models import Run

STUDY = "network_design"


def run(run_row: Run, progress: Progress) -> Finish:
    """Compute a network-design run; return the function that stores everything it found and tells the final status.

    Raises
    ------
    InputError
        With every offender in the inputs; nothing is stored then.

    """
    scenario = resolve(run_row.scenario_id)
    options = siting.Options(time_limit_s=scenario.time_limit_s, gap_pct=scenario.gap_pct, seed=scenario.seed)

    def solve(case: Case) -> Finish:
        design = with_plan(siting.design(case.problem, options, progress))
        return lambda: _store(run_row, case, design)

    return plan_or_repair(run_row, attempt(scenario, progress), solve)


def attempt(scenario: Resolved, progress: Progress) -> Attempt:
    """Return how a study of one scenario makes its case."""

    def again(changed: Resolved) -> Case:
        return make_case(changed, progress)

    return Attempt((scenario,), lambda: again(scenario), again, progress)


def _store(run_row: Run, case: Case, design: siting.NetworkDesign) -> str:
    describe(run_row, case, design)
    keep_files(run_row, lambda folder: siting.save(case.problem, design, folder))
    write(run_row, case, design)
    return "stopped" if design.status == "stopped" else "done"


def make_case(scenario: Resolved, progress: Progress) -> Case:
    """Read the workspace and build the siting problem of a scenario."""
    progress.tell("inputs", 0.0)
    inputs = read_inputs(scenario.as_of, scenario.years)
    goods = supply(inputs, scenario)
    progress.tell("roads", 0.0)
    travel = ways.travel(inputs, scenario, pd.Index(sorted(set(goods["unit"]))))
    progress.tell("roads", 1.0)
    return Case(build(inputs, scenario, goods, travel), goods, travel, inputs, scenario)
