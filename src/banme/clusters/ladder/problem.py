"""What there is to choose from: measures at establishments, what they save, and how they bear on each other."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from banme.clusters.records import records
from banme.errors import Findings, Problem

PERCENT = 100.0
_COLUMNS = {
    "options": ("establishment", "measure", "capex_vnd", "opex_vnd_year", "life_years", "value_added_vnd_year"),
    "baseline": ("establishment", "resource", "quantity", "price_vnd", "co2_kg"),
    "savings": ("option", "resource", "low_pct", "saving_pct", "high_pct"),
    "requires": ("option", "needs"),
    "excludes": ("option", "other"),
    "overlaps": ("option", "other", "resource", "factor"),
}


def _empty(table: str) -> pd.DataFrame:
    return pd.DataFrame({column: [] for column in _COLUMNS[table]})


@dataclass(frozen=True, slots=True, eq=False)
class UpgradeProblem:
    """Labelled tables, checked as a whole when made.

    Attributes
    ----------
    options : DataFrame, index option
        ``establishment, measure``; ``capex_vnd``; ``opex_vnd_year`` (added cost); ``life_years``;
        ``value_added_vnd_year`` (gain other than from saving).
    baseline : DataFrame
        What an establishment uses in a year: ``establishment, resource, quantity`` (unit of the resource a year),
        ``price_vnd`` and ``co2_kg`` a unit.
    savings : DataFrame
        ``option, resource``, and the share of that resource's use that the option saves alone: ``low_pct``,
        ``saving_pct``, ``high_pct``, each at least 0 and below 100.
    requires : DataFrame
        ``option`` may be chosen only together with ``needs``.
    excludes : DataFrame
        ``option`` and ``other`` never together.
    overlaps : DataFrame
        Where both are chosen, what is left of ``resource`` is multiplied by ``factor`` (above 1: together they save
        less than one after the other; below 1: more).
    discount_rate_pct : float
        For spreading investment over its life.
    co2_vnd_kg : float
        Worth of a kilogram of CO2e not emitted.

    Notes
    -----
    Of a resource there is left ``quantity * product of (1 - saving) * product of factor``: what one measure saved
    the next cannot save again, so that savings never exceed the baseline.

    Raises
    ------
    InputError
        With every offender.

    """

    options: pd.DataFrame
    baseline: pd.DataFrame
    savings: pd.DataFrame
    requires: pd.DataFrame = field(default_factory=lambda: _empty("requires"))
    excludes: pd.DataFrame = field(default_factory=lambda: _empty("excludes"))
    overlaps: pd.DataFrame = field(default_factory=lambda: _empty("overlaps"))
    discount_rate_pct: float = 0.0
    co2_vnd_kg: float = 0.0

    def __post_init__(self) -> None:
        """Check the tables."""
        findings = Findings()
        for name, columns in _COLUMNS.items():
            missing = [column for column in columns if column not in getattr(self, name)]
            for column in missing:
                findings.add(Problem("missing-column", "Thiếu cột này", "This column is missing", name, "", column))
        findings.raise_if_any()
        _check_figures(self, findings)
        _check_labels(self, findings)
        findings.raise_if_any()
        _check_pairs(self, findings)
        findings.raise_if_any()

    @property
    def annual_cost_vnd(self) -> pd.Series[float]:
        """Yearly cost of each option: investment spread over its life, plus operation (VND/year)."""
        rate = self.discount_rate_pct / PERCENT
        life = self.options["life_years"].astype(float)
        factor = 1.0 / life if rate == 0.0 else rate / (1.0 - (1.0 + rate) ** -life)
        return self.options["capex_vnd"] * factor + self.options["opex_vnd_year"]

    @property
    def worth_vnd(self) -> pd.Series[float]:
        """Worth of a unit saved, by row of the baseline (VND)."""
        return self.baseline["price_vnd"] + self.co2_vnd_kg * self.baseline["co2_kg"]


def _check_figures(problem: UpgradeProblem, findings: Findings) -> None:
    limits = {
        "options": {"capex_vnd": 0.0, "opex_vnd_year": 0.0, "life_years": 1.0, "value_added_vnd_year": 0.0},
        "baseline": {"quantity": 0.0, "price_vnd": 0.0, "co2_kg": 0.0},
        "savings": {"low_pct": 0.0, "saving_pct": 0.0, "high_pct": 0.0},
        "overlaps": {"factor": 0.0},
    }
    for table, columns in limits.items():
        rows = getattr(problem, table)
        for column, least in columns.items():
            values = rows[column].astype(float)
            for label in rows.index[~(np.isfinite(values) & (values >= least))]:
                findings.add(
                    Problem(
                        "bad-figure",
                        f"Phải là số từ {least:g} trở lên",
                        f"It must be a figure of {least:g} or more",
                        table,
                        str(label),
                        column,
                        str(rows.loc[label, column]),
                    )
                )
    saved = problem.savings
    wrong = ~((saved["low_pct"] <= saved["saving_pct"]) & (saved["saving_pct"] <= saved["high_pct"]))
    for label in saved.index[wrong | (saved["high_pct"] >= PERCENT)]:
        findings.add(
            Problem(
                "saving-range",
                "Cần low_pct ≤ saving_pct ≤ high_pct < 100",
                "low_pct ≤ saving_pct ≤ high_pct < 100 must hold",
                "savings",
                str(label),
            )
        )
    if not (problem.overlaps["factor"].astype(float) > 0.0).all():
        findings.add(Problem("bad-factor", "Hệ số phải lớn hơn 0", "A factor must be above 0", "overlaps"))


def _check_labels(problem: UpgradeProblem, findings: Findings) -> None:
    for table, keys in (
        ("options", []),
        ("baseline", ["establishment", "resource"]),
        ("savings", ["option", "resource"]),
    ):
        rows = getattr(problem, table)
        twice = rows.duplicated(keys) if keys else rows.index.duplicated()
        for label in rows.index[twice]:
            findings.add(Problem("twice", "Dòng lặp: bỏ một", "Given twice: take one out", table, str(label)))
    known = set(problem.options.index)
    for table, columns in (
        ("savings", ("option",)),
        ("requires", ("option", "needs")),
        ("excludes", ("option", "other")),
        ("overlaps", ("option", "other")),
    ):
        for column in columns:
            for value in sorted(set(getattr(problem, table)[column]) - known, key=str):
                findings.add(
                    Problem("unknown-option", "Không có biện pháp này", "No such option", table, "", column, str(value))
                )
    if findings:
        return
    cells = set(zip(problem.baseline["establishment"], problem.baseline["resource"], strict=True))
    where = problem.options["establishment"]
    for row in records(problem.savings):
        if (where[row.option], row.resource) not in cells:
            findings.add(
                Problem(
                    "no-baseline",
                    "Chưa có mức sử dụng hiện nay của tài nguyên này ở cơ sở: nhập trước",
                    "The establishment's present use of this resource is not known: enter it first",
                    "savings",
                    str(row.option),
                    "resource",
                    str(row.resource),
                )
            )


def _check_pairs(problem: UpgradeProblem, findings: Findings) -> None:
    """Overlaps must not make two measures use more than without them, and must name what both save."""
    left = 1.0 - problem.savings.set_index(["option", "resource"])["high_pct"] / PERCENT
    for row in records(problem.overlaps):
        pair = [left.get((option, row.resource)) for option in (row.option, row.other)]
        together = None if None in pair else float(pair[0] * pair[1] * row.factor)  # type: ignore[operator]
        if together is None or together > 1.0:
            findings.add(
                Problem(
                    "bad-overlap",
                    "Cả hai phải tiết kiệm tài nguyên này, và cùng nhau không được dùng nhiều hơn khi không có cả hai",
                    "Both must save this resource, and together must not use more than without them",
                    "overlaps",
                    f"{row.option} {row.other}",
                )
            )
