"""Candidate projects of a zone, its functional areas, its periods, and how projects bear on each other."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from banme.errors import Findings, Problem

UTILITIES = ("water_m3_day", "power_kw", "wastewater_m3_day")
_COLUMNS = {
    "areas": ("area_ha", "ready_from"),
    "projects": ("land_ha", *UTILITIES, "budget_vnd", "benefit_vnd", "jobs", "earliest", "latest", "must"),
    "periods": ("budget_vnd", "weight", *UTILITIES),
    "fits": ("project", "area"),
    "synergies": ("project", "other", "benefit_vnd"),
    "requires": ("project", "needs"),
    "excludes": ("project", "other"),
}


def _empty(table: str) -> pd.DataFrame:
    return pd.DataFrame({column: [] for column in _COLUMNS[table]})


@dataclass(frozen=True, slots=True, eq=False)
class ZoneProblem:
    """Labelled tables, checked as a whole when made.

    Attributes
    ----------
    areas : DataFrame, index area
        ``area_ha`` to be given out; ``ready_from``: first period in which anything can begin there.
    projects : DataFrame, index project
        ``land_ha``; ``water_m3_day``, ``power_kw``, ``wastewater_m3_day`` once it has begun; ``budget_vnd`` spent when
        it begins; ``benefit_vnd``: present worth if it begins at weight 1; ``jobs``; ``earliest`` and ``latest``
        period (empty text: any); ``must``: has to be chosen.
    periods : DataFrame, index period, in order
        ``budget_vnd`` that comes in (what is left carries over); ``weight`` of what begins then, not rising; what the
        zone can supply in all: ``water_m3_day``, ``power_kw``, ``wastewater_m3_day``.
    fits : DataFrame
        ``project, area``: where a project may stand.
    synergies : DataFrame
        ``project, other, benefit_vnd``: present worth at weight 1 from the period in which both have begun; below zero
        when they hinder each other.
    requires : DataFrame
        ``project`` may not begin before ``needs``.
    excludes : DataFrame
        ``project`` and ``other`` never both.

    Raises
    ------
    InputError
        With every offender.

    """

    areas: pd.DataFrame
    projects: pd.DataFrame
    periods: pd.DataFrame
    fits: pd.DataFrame
    synergies: pd.DataFrame = field(default_factory=lambda: _empty("synergies"))
    requires: pd.DataFrame = field(default_factory=lambda: _empty("requires"))
    excludes: pd.DataFrame = field(default_factory=lambda: _empty("excludes"))

    def __post_init__(self) -> None:
        """Check the tables."""
        findings = Findings()
        for table, columns in _COLUMNS.items():
            for column in columns:
                if column not in getattr(self, table):
                    findings.add(
                        Problem("missing-column", "Thiếu cột này", "This column is missing", table, "", column)
                    )
        findings.raise_if_any()
        _check_figures(self, findings)
        _check_labels(self, findings)
        findings.raise_if_any()

    def window(self, project: str) -> range:
        """Return the numbers of the periods in which a project may begin."""
        order = list(self.periods.index)
        first, last = self.projects.loc[project, ["earliest", "latest"]]
        return range(order.index(first) if first else 0, (order.index(last) if last else len(order) - 1) + 1)

    def starts(self) -> list[tuple[str, str, int]]:
        """Return every (project, area, period number) that windows and areas allow."""
        ready = {area: list(self.periods.index).index(at) if at else 0 for area, at in self.areas["ready_from"].items()}
        pairs = zip(self.fits["project"], self.fits["area"], strict=True)
        return [
            (str(project), str(area), period)
            for project, area in pairs
            for period in self.window(project)
            if period >= ready[area]
        ]


def _check_figures(problem: ZoneProblem, findings: Findings) -> None:
    limits = {
        "areas": ("area_ha",),
        "projects": ("land_ha", *UTILITIES, "budget_vnd", "jobs"),
        "periods": ("budget_vnd", "weight", *UTILITIES),
    }
    for table, columns in limits.items():
        rows = getattr(problem, table)
        for column in columns:
            for label, value in rows[column].astype(float).items():
                if not (np.isfinite(value) and value >= 0.0):
                    findings.add(
                        Problem(
                            "bad-figure",
                            "Phải là số từ 0 trở lên; thiếu thì tìm trước khi tính",
                            "It must be a figure of 0 or more; find it before computing",
                            table,
                            str(label),
                            column,
                            str(value),
                        )
                    )
    for table in ("projects", "synergies"):
        values = getattr(problem, table)["benefit_vnd"].astype(float)
        for label in values.index[~np.isfinite(values)]:
            findings.add(
                Problem("bad-figure", "Thiếu lợi ích", "The benefit is missing", table, str(label), "benefit_vnd")
            )
    if not problem.periods["weight"].is_monotonic_decreasing:
        findings.add(
            Problem(
                "rising-weight", "Trọng số các kỳ không được tăng", "Weights must not rise", "periods", "", "weight"
            )
        )


def _check_labels(problem: ZoneProblem, findings: Findings) -> None:
    known = {"project": problem.projects.index, "area": problem.areas.index, "period": problem.periods.index}
    for table, columns in (
        ("fits", {"project": "project", "area": "area"}),
        ("synergies", {"project": "project", "other": "project"}),
        ("requires", {"project": "project", "needs": "project"}),
        ("excludes", {"project": "project", "other": "project"}),
        ("projects", {"earliest": "period", "latest": "period"}),
        ("areas", {"ready_from": "period"}),
    ):
        for column, kind in columns.items():
            for value in sorted(set(getattr(problem, table)[column]) - set(known[kind]) - {""}, key=str):
                findings.add(Problem("unknown-label", "Không có mã này", "No such code", table, "", column, str(value)))
    for table in ("areas", "projects", "periods"):
        rows = getattr(problem, table)
        for label in rows.index[rows.index.duplicated()]:
            findings.add(Problem("twice", "Mã lặp", "Code given twice", table, str(label)))
