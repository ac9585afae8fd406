"""The study: read the scenario, find the ways, design the network, store the run."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from banme import siting
from banme.errors import InputError
from banme.studies.inputs import read_inputs
from banme.studies.network import travel as ways
from banme.studies.network.mending import (
    Document,
    keep_repair,
    mend_or_say,
    mend_roads,
    needs_repair,
    proves_infeasible,
)
from banme.studies.network.problem import Case, build
from banme.studies.network.results import write
from banme.studies.network.supply import supply
from banme.studies.scenario import Resolved, resolve
from banme.workspace.models import Run, RunFile

if TYPE_CHECKING:
    from banme.progress import Progress

STUDY = "network_design"


def run(run_row: Run, progress: Progress) -> Callable[[], str]:
    """Compute a network-design run; return the function that stores everything it found and tells the final status.

    Raises
    ------
    InputError
        With every offender in the inputs; nothing is stored then.

    """
    scenario = resolve(run_row.scenario_id)

    def again(changed: Resolved) -> Case:
        return make_case(changed, progress)

    try:
        case = again(scenario)
    except InputError as refused:
        roads = mend_roads(scenario, refused, again)
        return lambda: keep_repair(run_row, roads)
    options = siting.Options(time_limit_s=scenario.time_limit_s, gap_pct=scenario.gap_pct, seed=scenario.seed)
    if siting.shortfalls(case.problem):
        options = dataclasses.replace(options, time_limit_s=0.0)
    design = siting.design(case.problem, options, progress)
    repair = mend_or_say(case, progress, again) if needs_repair(design) else None
    return lambda: _store(run_row, case, design, repair)


def _store(run_row: Run, case: Case, design: siting.NetworkDesign, repair: Document | None) -> str:
    describe(run_row, case, design)
    keep_files(run_row, lambda folder: siting.save(case.problem, design, folder))
    if repair is not None and proves_infeasible(design, repair):
        return keep_repair(run_row, repair)
    if not design.cost_vnd < float("inf"):
        return "stopped"
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


def describe(run_row: Run, case: Case, design: siting.NetworkDesign) -> None:
    """Write into the run's row what was computed, from what, and how well; what it was asked stays there."""
    run_row.rule_date = case.scenario.as_of
    run_row.seed = case.scenario.seed
    run_row.cost_vnd = _finite(design.cost_vnd)
    run_row.bound_vnd = _finite(design.bound_vnd)
    run_row.gap_pct = _finite(design.gap_pct)
    run_row.data_versions = case.inputs.data_versions
    emission = case.inputs.vehicles["emission_factor"].to_dict()
    run_row.parameters = {
        **{key: value for key, value in run_row.parameters.items() if key == "asked"},
        "scenario": {
            key: str(value) if key == "as_of" else value for key, value in dataclasses.asdict(case.scenario).items()
        },
        "access": {
            "detour": ways.ACCESS_DETOUR,
            "speed_kmh": ways.ACCESS_SPEED_KMH,
            "max_m": ways.ACCESS_MAX_M,
            "quality": "assumed",
        },
        "emission_factors": emission,
        "breakdown_vnd": {part: _finite(value) for part, value in design.breakdown_vnd.items()},
        "engine": {key: _jsonable(value) for key, value in design.provenance.items()},
        "solver_bound_vnd": _finite(design.solver_bound_vnd),
        "islands": case.travel.islands.rename_axis("code").reset_index().to_dict("records"),
        "unreachable": case.travel.unreachable.to_dict("records"),
    }


def keep_files(run_row: Run, save: Callable[[Path], None]) -> None:
    """Keep the files that ``save`` writes into a folder and its subfolders, and the hash of the folder's problem."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        save(folder)
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            kept = path.relative_to(folder).as_posix()
            RunFile.objects.create(run=run_row, name=kept, content=path.read_bytes())
            if kept.startswith("problem"):
                run_row.input_hash = hashlib.sha256(path.read_bytes()).hexdigest()


def _finite(value: float) -> float | None:
    return float(value) if abs(value) < float("inf") else None


def _jsonable(value: Any) -> Any:
    return json.loads(json.dumps(value, default=str)) if isinstance(value, Mapping | list | tuple) else value
