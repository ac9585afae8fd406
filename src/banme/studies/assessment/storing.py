"""What the cluster studies' runs have in common: parameters asked for, the proof kept, indicators, problem files."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from banme.clusters.mip import SolveOptions
from banme.errors import InputError, Problem
from banme.studies.inputs import in_force
from banme.studies.scenario import Resolved
from banme.studies.tariffs import rate
from banme.workspace.frames import frame
from banme.workspace.models import DataSource, IndustrialCluster, ResultIndicator, Run, RunFile, Tariff
from banme.workspace.models.base import UNFOUNDED

BATCH = 2000
Indicator = tuple[str, float | None, str]
"""Code, value, unit of measure."""


def solve_options(scenario: Resolved) -> SolveOptions:
    """Return the scenario's time limit and seed; these problems are small, so the gap is closed."""
    return SolveOptions(time_limit_s=scenario.time_limit_s, seed=scenario.seed)


def discount_rate_pct(day: dt.date) -> float:
    """Return the discount rate in force (% a year).

    Raises
    ------
    InputError
        When the tariff table has none.

    """
    return rate(in_force(frame(Tariff), day).set_index("code"), "discount_rate_pct")


def asked(run: Run, name: str) -> Any:
    """Return a parameter the run was made with, None without it."""
    return (run.parameters or {}).get("asked", {}).get(name)


def cluster_of(run: Run) -> IndustrialCluster:
    """Return the cluster (or zone) the run is about.

    Raises
    ------
    InputError
        When there is none of that code.

    """
    code = asked(run, "cluster") or ""
    found = IndustrialCluster.objects.filter(code=code).first()
    if found is None:
        raise InputError(
            [Problem("unknown-cluster", "Không có khu, cụm này", "No such cluster", "industrial_cluster", code)]
        )
    return found


def describe(run: Run, scenario: Resolved, tables: Mapping[str, pd.DataFrame]) -> None:
    """Note the day, the seed, the data's versions, the hash of the inputs and whether they are founded."""
    run.rule_date, run.seed = scenario.as_of, scenario.seed
    run.data_versions = dict(DataSource.objects.values_list("code", "version"))
    text = json.dumps({name: rows.to_json(orient="split") for name, rows in tables.items()}, sort_keys=True)
    run.input_hash = hashlib.sha256(text.encode()).hexdigest()
    unfounded = sorted(
        name for name, rows in tables.items() if "quality" in rows and rows["quality"].isin(UNFOUNDED).any()
    )
    run.parameters = {**(run.parameters or {}), "unfounded_tables": unfounded}
    RunFile.objects.create(run=run, name="inputs.json", content=text.encode())


def prove(run: Run, worth: float, bound: float, gap: float) -> None:
    """Keep the proof: worth is maximised, so cost and bound are its negatives."""
    run.cost_vnd = -worth if math.isfinite(worth) else None
    run.bound_vnd = -bound if math.isfinite(bound) else None
    run.gap_pct = gap if math.isfinite(gap) else None


def indicators(run: Run, scope: str, found: Iterable[Indicator]) -> None:
    """Store headline figures."""
    ResultIndicator.objects.bulk_create(
        [
            ResultIndicator(run=run, indicator=code, scope=scope, value=value, unit_of_measure=unit)
            for code, value, unit in found
        ]
    )


def status_of(status: str) -> str:
    """Return the run's status for an engine's."""
    return {"infeasible": "infeasible", "stopped": "stopped"}.get(status, "done")
