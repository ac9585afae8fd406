"""Portfolio of a high-tech zone: its candidate projects chosen and phased."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from banme.clusters.zone import UTILITIES, ZonePlan, ZoneProblem, plan_zone, save_zone
from banme.errors import InputError, Problem
from banme.progress import Progress
from banme.studies.assessment import storing
from banme.studies.network.keeping import keep_files
from banme.studies.scenario import resolve
from banme.workspace.frames import frame
from banme.workspace.models import ResultZoneProject, Run, ZoneArea, ZoneLink, ZonePeriod, ZoneProject

STUDY = "zone_portfolio"
PERCENT = 100.0


def run(run_row: Run, progress: Progress) -> Callable[[], str]:
    """Compute a zone run: parameter ``cluster``, the zone's code.

    Raises
    ------
    InputError
        With every offender in the inputs.

    """
    scenario = resolve(run_row.scenario_id)
    progress.tell("inputs", 0.0)
    zone = storing.cluster_of(run_row).code
    areas = pd.DataFrame(frame(ZoneArea, ZoneArea.objects.filter(zone_id=zone))).set_index("code")
    periods = frame(ZonePeriod, ZonePeriod.objects.filter(zone_id=zone).order_by("year")).set_index("code")
    projects = frame(ZoneProject, ZoneProject.objects.filter(zone_id=zone)).set_index("code")
    links = frame(ZoneLink, ZoneLink.objects.filter(project__zone_id=zone)).set_index("code")
    problem = make_problem(areas, periods, projects, links, storing.discount_rate_pct(scenario.as_of))
    plan = plan_zone(problem, storing.solve_options(scenario), progress)
    tables = {
        "zone_area": areas.drop(columns="geometry"),
        "zone_period": periods,
        "zone_project": projects,
        "zone_link": links,
    }

    def finish() -> str:
        storing.describe(run_row, scenario, tables)
        storing.prove(run_row, plan.worth_vnd, plan.bound_vnd, plan.gap_pct)
        keep_files(run_row, lambda folder: save_zone(problem, plan, folder))
        _store(run_row, plan)
        return storing.status_of(plan.status)

    return finish


def make_problem(
    areas: pd.DataFrame, periods: pd.DataFrame, projects: pd.DataFrame, links: pd.DataFrame, discount_rate_pct: float
) -> ZoneProblem:
    """Return the engine's problem: periods by their first year, a project fits the areas of its functions.

    Raises
    ------
    InputError
        When a table is empty.

    """
    empty = [
        Problem("empty-table", "Chưa có dòng nào cho khu này", "No rows for this zone", name)
        for name, rows in (("zone_area", areas), ("zone_period", periods), ("zone_project", projects))
        if rows.empty
    ]
    if empty:
        raise InputError(empty)
    years = [int(year) for year in periods["year"]]
    weight = [(1.0 + discount_rate_pct / PERCENT) ** -(year - years[0]) for year in years]
    fits = [
        (project.Index, area.Index)
        for project in projects.itertuples()
        for area in areas.itertuples()
        if area.function in {project.function, project.other_function}
    ]
    pairs = {kind: links[links["kind"] == kind] for kind in ("synergy", "requires", "excludes")}
    return ZoneProblem(
        areas[["area_ha"]].assign(ready_from=_period_from(areas["ready_year"], years)),
        projects[["land_ha", *UTILITIES, "budget_vnd", "benefit_vnd", "must"]].assign(
            jobs=projects["jobs"].astype(float),
            earliest=_period_from(projects["earliest_year"], years),
            latest=_period_to(projects["latest_year"], years),
        ),
        periods[["budget_vnd", *UTILITIES]].set_axis([str(year) for year in years]).assign(weight=weight),
        pd.DataFrame(fits, columns=["project", "area"]),
        _pairs(pairs["synergy"], ["project", "other", "benefit_vnd"]),
        _pairs(pairs["requires"], ["project", "needs"]),
        _pairs(pairs["excludes"], ["project", "other"]),
    )


def _pairs(rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    kept = rows[["project_code", "other_code", "benefit_vnd"][: len(columns)]]
    return kept.set_axis(columns, axis=1).reset_index(drop=True)


def _period_from(years: pd.Series, starts: list[int]) -> list[str]:
    """Return the first period that begins in or after each year; empty for none, a word of its own when too late."""
    return [
        "" if pd.isna(year) else next((str(start) for start in starts if start >= year), f"after {starts[-1]}")
        for year in years
    ]


def _period_to(years: pd.Series, starts: list[int]) -> list[str]:
    """Return the last period that begins in or before each year."""
    return [
        "" if pd.isna(year) else next((str(s) for s in reversed(starts) if s <= year), f"before {starts[0]}")
        for year in years
    ]


def _store(run_row: Run, plan: ZonePlan) -> None:
    ResultZoneProject.objects.bulk_create(
        [
            ResultZoneProject(
                run=run_row, project_id=row.project, area_id=row.area, year=int(row.period), benefit_vnd=row.benefit_vnd
            )
            for row in plan.schedule.itertuples()
        ],
        batch_size=storing.BATCH,
    )
    for period, row in plan.use.iterrows():
        found = [(str(name), float(value), "") for name, value in row.items()]
        storing.indicators(run_row, str(period), found)
    if plan.status != "infeasible" and len(plan.schedule):
        storing.indicators(
            run_row,
            "",
            [
                ("worth_vnd", plan.worth_vnd, "VND"),
                ("synergy_vnd", plan.synergy_vnd, "VND"),
                ("projects", float(len(plan.schedule)), ""),
            ],
        )
