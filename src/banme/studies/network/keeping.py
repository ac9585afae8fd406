"""What a run keeps of itself: what was computed, from what, how well, and the files that prove it."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from banme.studies.network import travel as ways
from banme.workspace.models import Run, RunFile

if TYPE_CHECKING:
    from banme import siting
    from banme.studies.network.problem import Case


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
