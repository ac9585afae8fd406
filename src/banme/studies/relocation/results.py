"""What a relocation found, as rows: priority, moves with reasons, front, fairness, headline figures."""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any

import numpy as np
import pandas as pd
from shapely import LineString

from banme.clusters.relocation import Front, Relocation, RelocationProblem, fairness, reasons, support_paid
from banme.studies.relocation.reading import Case
from banme.studies.scenario import Resolved
from banme.workspace import models as m
from banme.workspace.models.base import UNFOUNDED
from banme.workspace.models.relocation import FairnessGroup

BATCH = 2000
SIZES = ((10, "≤ 10"), (50, "11–50"), (200, "51–200"), (math.inf, "> 200"))
"""Most workers of each size, and what it is called."""


def describe(run: m.Run, case: Case, scenario: Resolved) -> None:
    """Note the day, seed, versions, rules used, what could not enter, and whether the tables are founded."""
    run.rule_date, run.seed = scenario.as_of, scenario.seed
    run.data_versions = dict(m.DataSource.objects.values_list("code", "version"))
    plain = {name: rows.drop(columns="geometry", errors="ignore") for name, rows in case.tables.items()}
    text = json.dumps(
        {name: rows.to_json(orient="split", date_format="iso") for name, rows in plain.items()}, sort_keys=True
    )
    run.input_hash = hashlib.sha256(text.encode()).hexdigest()
    unfounded = [name for name, rows in plain.items() if "quality" in rows and rows["quality"].isin(UNFOUNDED).any()]
    run.parameters = {
        **(run.parameters or {}),
        "unfounded_tables": sorted(unfounded),
        "rules": [rule.stored() for rule in case.rules],
        "left_out_clusters": case.left_out,
        "budget_vnd": dict(zip(map(str, problem_of(case).years), problem_of(case).budget_vnd, strict=True)),
        "years": list(problem_of(case).years),
        "illustrative": any(
            "quality" in rows and (rows["quality"] == "illustrative").any() for rows in case.tables.values()
        ),
    }


def problem_of(case: Case) -> RelocationProblem:
    """Return the case's problem, which there is once it was solved."""
    if case.problem is None:
        raise AssertionError
    return case.problem


def write(run: m.Run, case: Case, found: Relocation, front: Front | None) -> None:
    """Store every result row; plan 0 is the run's own, the front's follow."""
    _priority(run, case)
    plans = [found, *(front.plans if front is not None else ())]
    most = [None, *(front.table["most_exposure"] if front is not None else ())]
    for point, (plan, limit) in enumerate(zip(plans, most, strict=True)):
        _moves(run, case, point, plan)
        _fairness(run, case, point, plan)
        _point(run, case, point, plan, limit)
    run.cost_vnd, run.bound_vnd = _finite(found.plan.cost), _finite(found.plan.bound)
    run.gap_pct = _finite(found.plan.gap_pct)
    run.parameters |= {"status": found.plan.status, "solver_bound_vnd": _finite(found.plan.solver_bound)}
    _figures(run, case, found)


def write_steps(run: m.Run, goals: tuple[tuple[str, float], ...], steps: tuple[Relocation, ...]) -> None:
    """Store the ordered objectives: what each step reached and what the plan comes to."""
    units = {"exposure": "people", "cost_vnd": "VND", "jobs_lost": "persons"}
    m.ResultObjective.objects.bulk_create(
        [
            m.ResultObjective(
                run=run,
                rank=rank,
                objective=name,
                tolerance_pct=tolerance,
                value=step.totals[name],
                bound=_finite(step.plan.bound),
                gap_pct=_finite(step.plan.gap_pct),
                final=steps[-1].totals[name],
                unit_of_measure=units[name],
            )
            for rank, ((name, tolerance), step) in enumerate(zip(goals, steps, strict=False), 1)
        ]
    )


def _priority(run: m.Run, case: Case) -> None:
    m.ResultExposure.objects.bulk_create(
        [
            m.ResultExposure(
                run=run,
                establishment_id=code,
                rank=rank,
                where=row["where"],
                home_id=None if pd.isna(row["home"]) else row["home"],
                distance_m=_finite(row["distance_m"]),
                needed_m=_finite(row["needed_m"]),
                people=_finite(row["people"]),
                exposure=_finite(row["exposure"]),
                movable=bool(row["movable"]),
                missing=row["missing"],
                geometry=row["geometry"],
            )
            for rank, (code, row) in enumerate(case.priority.iterrows(), 1)
        ],
        batch_size=BATCH,
    )


def _moves(run: m.Run, case: Case, point: int, found: Relocation) -> None:
    problem = problem_of(case)
    why, paid = reasons(problem, found), support_paid(problem, found.table)
    wishes = problem.wishes.set_index(["establishment", "cluster"])["wish"]
    span = len(problem.years)
    rows = []
    for code, row in found.table.iterrows():
        mover, plot = problem.movers.loc[code], row["plot"]
        before = float(mover["exposure"]) * span
        goes: dict[str, Any] = {}
        if plot is not None:
            place = problem.plots.loc[plot]
            part = place["least_part_ha"]
            km = math.hypot(mover["x_m"] - place["x_m"], mover["y_m"] - place["y_m"]) / 1000.0
            goes = {
                "plot_id": plot,
                "year": int(row["year"]),
                "land_ha": float(place["area_ha"] if np.isnan(part) else max(part, mover["land_ha"])),
                "distance_km": km,
                "move_cost_vnd": float(mover["move_cost_vnd"]),
                "support_vnd": float(paid[code]),
                "wish": _finite(wishes.get((code, row["cluster"]), math.nan)),
                "geometry": LineString([case.places[str(code)], case.places[str(plot)]]),
            }
        rows.append(
            m.ResultMove(
                run=run,
                point=point,
                establishment_id=code,
                reason=why.loc[code, "reason"],
                short_of=why.loc[code, "short_of"],
                exposure_left=float(row["exposure"]),
                exposure_removed=before - float(row["exposure"]),
                cost_vnd=float(row["cost_vnd"]),
                jobs_lost=float(row["jobs_lost"]),
                **goes,
            )
        )
    m.ResultMove.objects.bulk_create(rows, batch_size=BATCH)


def _fairness(run: m.Run, case: Case, point: int, found: Relocation) -> None:
    problem = problem_of(case)
    rows = case.priority.loc[problem.movers.index]
    units = rows["unit_code"].map(dict(m.AdminUnit.objects.values_list("code", "name"))).fillna("–")
    groups = {
        FairnessGroup.TRADE: problem.movers["trade"].str[:2],
        FairnessGroup.UNIT: units,
        FairnessGroup.SIZE: problem.movers["workers"].map(_size),
    }
    m.ResultFairness.objects.bulk_create(
        [
            m.ResultFairness(
                run=run,
                point=point,
                kind=kind,
                group=str(name),
                establishments=int(row["establishments"]),
                moved=int(row["moved"]),
                exposure_staying=float(row["exposure_staying"]),
                exposure_left=float(row["exposure"]),
                support_vnd=float(row["support_vnd"]),
                own_vnd=float(row["own_vnd"]),
                jobs_lost=float(row["jobs_lost"]),
                wish=_finite(row["wish"]),
            )
            for kind, group in groups.items()
            for name, row in fairness(problem, found, group.rename("group")).iterrows()
        ],
        batch_size=BATCH,
    )


def _size(workers: float) -> str:
    return next(name for most, name in SIZES if workers <= most)


def _point(run: m.Run, case: Case, point: int, found: Relocation, limit: float | None) -> None:
    problem = problem_of(case)
    staying = float(problem.movers["exposure"].sum()) * len(problem.years)
    m.ResultFront.objects.create(
        run=run,
        point=point,
        most_exposure=None if limit is None else float(limit),
        exposure_left=found.totals["exposure"],
        exposure_removed=max(0.0, staying - found.totals["exposure"]),
        cost_vnd=found.totals["cost_vnd"],
        support_vnd=float(support_paid(problem, found.table).sum()),
        jobs_lost=found.totals["jobs_lost"],
        jobs_kept=float(problem.movers["workers"].sum()) - found.totals["jobs_lost"],
        moves=int(found.table["plot"].notna().sum()),
        objective=_finite(found.plan.cost),
        bound=_finite(found.plan.bound),
        gap_pct=_finite(found.plan.gap_pct),
        proven=found.plan.status == "optimal",
    )


def _figures(run: m.Run, case: Case, found: Relocation) -> None:
    problem, table = problem_of(case), found.table
    paid = support_paid(problem, table)
    near = case.priority["where"].isin(["inside", "near"])
    staying = float(problem.movers["exposure"].sum()) * len(problem.years)
    rows: list[tuple[str, str, float, str]] = [
        ("", "outside", float(len(case.priority)), ""),
        ("", "near_homes", float(near.sum()), ""),
        ("", "in_plan", float(len(problem.movers)), ""),
        ("", "moves", float(table["plot"].notna().sum()), ""),
        ("", "exposure_staying", staying, "people"),
        ("", "exposure_left", found.totals["exposure"], "people"),
        ("", "cost_vnd", found.totals["cost_vnd"], "VND"),
        ("", "jobs_lost", found.totals["jobs_lost"], "persons"),
        ("", "support_vnd", float(paid.sum()), "VND"),
    ]
    for year, budget in zip(problem.years, problem.budget_vnd, strict=True):
        now = table["year"].map(lambda value, year=year: value == year).astype(bool)
        rows += [
            (str(year), "moves", float(now.sum()), ""),
            (str(year), "support_vnd", float(paid[now].sum()), "VND"),
            (str(year), "budget_vnd", budget, "VND"),
        ]
    m.ResultIndicator.objects.bulk_create(
        [
            m.ResultIndicator(run=run, scope=scope, indicator=f"relocation_{name}", value=value, unit_of_measure=unit)
            for scope, name, value, unit in rows
        ]
    )


def _finite(value: float) -> float | None:
    return None if value is None or pd.isna(value) or math.isinf(value) else float(value)
