"""What a report is written from: a run's tables, today's, and the inputs they speak of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import translation

from banme.errors import InputError, Problem
from banme.reports import format as fmt
from banme.reports.sources import Evidence, read_evidence, table_label
from banme.studies.inputs import in_force
from banme.workspace.frames import frame
from banme.workspace.models import (
    AdminUnit,
    CapacityModule,
    Commodity,
    LogisticsSite,
    Outlet,
    ResultFlow,
    ResultIndicator,
    ResultLeg,
    ResultOpening,
    ResultStock,
    ResultUnit,
    RoadEdge,
    Run,
    Scenario,
    VehicleType,
)
from banme.workspace.models.runs import RunStatus

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from django.db import models

_WITH_PLAN = (RunStatus.DONE, RunStatus.STOPPED)
_ROLES = {
    "origin": ("xã, phường", "commune"),
    "point": ("điểm tập kết", "consolidation point"),
    "transshipment": ("điểm trung chuyển", "transshipment point"),
    "centre": ("trung tâm logistics", "logistics centre"),
    "outlet": ("nơi tiêu thụ", "outlet"),
}

_REASONS_VI = {
    "production unknown": "chưa có số liệu sản lượng",
    "no way to an open site": "không có đường tới điểm đang mở",
    "no open site": "không có điểm nào mở",
    "not computable from these inputs": "không tính được từ số liệu hiện có",
}
"""Reasons that studies store in English, as Vietnamese readers are told them."""


@dataclass(frozen=True, slots=True, eq=False)
class RunTables:
    """A finished run and its result tables, columns by their name in the store (see the table reference)."""

    run: Run
    scenario: Scenario
    indicators: pd.DataFrame
    openings: gpd.GeoDataFrame
    flows: pd.DataFrame
    stock: pd.DataFrame
    legs: gpd.GeoDataFrame
    units: gpd.GeoDataFrame

    @property
    def years(self) -> list[int]:
        """The stages the run speaks of, rising."""
        found = {int(year) for table in (self.openings, self.legs, self.units) for year in table["year"]}
        return sorted(found)

    def for_year(self, year: int) -> str:
        """Return the scope that holds a year's indicators: the year, or the whole run where it has one stage only."""
        return str(year) if str(year) in set(self.indicators["scope"]) else ""


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """Everything a report needs, in one language.

    ``sites``, ``modules``, ``outlets``, ``commodities`` and ``vehicles`` are indexed by code; ``communes`` and
    ``provinces`` are the units in force on the run's day; ``roads`` those in force that day.
    """

    language: str
    plan: RunTables
    baseline: RunTables | None
    communes: gpd.GeoDataFrame
    provinces: gpd.GeoDataFrame
    roads: gpd.GeoDataFrame
    sites: gpd.GeoDataFrame
    modules: pd.DataFrame
    outlets: gpd.GeoDataFrame
    commodities: pd.DataFrame
    vehicles: pd.DataFrame
    evidence: Evidence
    reach_h: float | None

    def say(self, vi: str, en: str) -> str:
        """Return the text of the report's language."""
        return fmt.choose(vi, en, self.language)

    def commodity_name(self, code: str) -> str:
        """Return the commodity's name in the report's language."""
        if code not in self.commodities.index:
            return code
        row = self.commodities.loc[code]
        return str(row["name_en"] or row["name"]) if self.language == "en" else str(row["name"])

    def place_name(self, code: str) -> str:
        """Return the name behind a code of a site, outlet or commune; the code itself when none has it."""
        for table in (self.sites, self.outlets, self.communes):
            if code in table.index:
                return str(table.loc[code, "name"])
        return code

    def scenario_name(self, tables: RunTables) -> str:
        """Return the scenario's name in the report's language."""
        scenario = tables.scenario
        return scenario.name_en or scenario.name if self.language == "en" else scenario.name

    def leg_name(self, leg: str) -> str:
        """Return ``xã, phường → nơi tiêu thụ`` for ``origin-outlet``; a leg unknown here is shown as it stands."""
        ends = leg.split("-")
        if not all(end in _ROLES for end in ends):
            return leg
        return " → ".join(self.say(*_ROLES[end]) for end in ends)

    def scope_name(self, scope: str) -> str:
        """Return what an indicator speaks of: a year as it stands, a table by its label, or the whole run."""
        with translation.override(self.language):
            return table_label(scope) if scope else self.say("Toàn bộ", "Whole run")

    def reason(self, text: str) -> str:
        """Return why a figure is missing in the report's language; a reason unknown here as it stands."""
        return _REASONS_VI.get(text, text) if self.language == "vi" else text

    def choice_name(self, model: type[models.Model], column: str, value: Any) -> str:
        """Return the label of a choice in the report's language."""
        with translation.override(self.language):
            labels = {key: str(text) for key, text in model._meta.get_field(column).flatchoices}
        return labels.get(value, "" if fmt.missing(value) else str(value))

    @property
    def emission_sets(self) -> list[str]:
        """Name and version of the emission factor sets behind the run's trucks."""
        used = {code for code in self.plan.legs["vehicle_code"] if code in self.vehicles.index}
        return sorted({str(text) for text in self.vehicles.loc[sorted(used), "emission_factor"] if text})


def read(run_code: str, baseline_run_code: str | None = None, language: str = "vi") -> Material:
    """Read all that a report on a run needs.

    Raises
    ------
    InputError
        When a run does not exist, holds no plan (it failed, or is still under way), or states no day; or when the
        language is neither ``vi`` nor ``en``. Every offender is named.

    """
    fmt.language_of(language)
    asked = [code for code in (run_code, baseline_run_code) if code is not None]
    problems = [problem for code in asked for problem in _run_problems(code)]
    if problems:
        raise InputError(problems)
    plan = read_tables(run_code)
    day = plan.run.rule_date
    units = in_force(frame(AdminUnit), day).set_index("code", drop=False)
    roads = in_force(frame(RoadEdge), day)
    return Material(
        language=language,
        plan=plan,
        baseline=None if baseline_run_code is None else read_tables(baseline_run_code),
        communes=units[units["level"] == "commune"],
        provinces=units[units["level"] == "province"],
        roads=roads,
        sites=_by_code(LogisticsSite),
        modules=_by_code(CapacityModule),
        outlets=_by_code(Outlet),
        commodities=_by_code(Commodity),
        vehicles=_by_code(VehicleType),
        evidence=read_evidence(day, plan.years),
        reach_h=_reach(plan),
    )


def read_tables(run_code: str) -> RunTables:
    """Return a run's result tables; ``Run.DoesNotExist`` when there is no such run."""
    run = Run.objects.select_related("scenario").get(code=run_code)

    def rows(model: type[models.Model]) -> Any:
        return frame(model, model._default_manager.filter(run_id=run_code).order_by("id"))

    return RunTables(
        run=run,
        scenario=run.scenario,
        indicators=rows(ResultIndicator),
        openings=rows(ResultOpening),
        flows=rows(ResultFlow),
        stock=rows(ResultStock),
        legs=rows(ResultLeg),
        units=rows(ResultUnit),
    )


def _by_code(model: type[models.Model]) -> Any:
    return frame(model).set_index("code", drop=False)


def _run_problems(code: str) -> list[Problem]:
    """List why a report cannot be written on a run."""
    run = Run.objects.filter(code=code).first()
    if run is None:
        return [
            Problem(
                rule="no-run",
                table="run",
                row=code,
                vi="Không có lần chạy này: xem danh sách trong bảng run",
                en="There is no such run: see the run table for their codes",
            )
        ]
    if run.status not in _WITH_PLAN:
        return [
            Problem(
                rule="no-plan",
                table="run",
                row=code,
                column="status",
                value=run.status,
                vi="Lần chạy này chưa có phương án: chờ tính xong hoặc chạy lại",
                en="This run holds no plan: wait until it ends, or run it again",
            )
        ]
    if not isinstance(run.rule_date, dt.date):
        return [
            Problem(
                rule="no-day",
                table="run",
                row=code,
                column="rule_date",
                vi="Lần chạy không ghi ngày tính: chạy lại kịch bản",
                en="The run states no day as at which it was computed: run the scenario again",
            )
        ]
    return []


def _reach(tables: RunTables) -> float | None:
    """Return the hours within which a commune counts as reached: as the run recorded it, else from its scenario."""
    parameters = tables.run.parameters
    recorded = parameters.get("scenario", parameters).get("reach_h")
    if recorded is not None:
        return float(recorded)
    scenario: Scenario | None = tables.scenario
    seen: set[str] = set()
    while scenario is not None and scenario.code not in seen:
        if scenario.reach_h is not None:
            return float(scenario.reach_h)
        seen.add(scenario.code)
        scenario = scenario.base
    return None
