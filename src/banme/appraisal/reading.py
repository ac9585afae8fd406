"""Incentives and projects read from frames, with every fault gathered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from banme.appraisal.incentive import Incentive, Kind
from banme.appraisal.project import DRIVERS, Project, Spread
from banme.errors import Findings, InputError, Problem
from banme.law.days import read_day
from banme.law.marks import Mark
from banme.law.words import Words

INCENTIVE_COLUMNS = (
    "code", "name", "kind", "sectors", "places", "valid_from", "valid_to", "rate_pct", "rate_years", "exempt_years",
    "half_years", "construction_years", "share_pct", "cap_vnd", "whole_term", "act_code", "article", "mark", "in_use",
    "source_code", "note",
)  # fmt: skip
MONEY = ("capex_vnd", "imported_vnd", "revenue_vnd", "operating_cost_vnd", "land_rent_vnd", "salvage_vnd")
"""Columns of a project's years."""


def read_incentives(frame: pd.DataFrame) -> tuple[Incentive, ...]:
    """Return the incentives of a frame with :data:`INCENTIVE_COLUMNS`."""
    return tuple(
        Incentive(
            code=str(row["code"]),
            name=Words.of(str(row["name"])),
            kind=Kind(row["kind"]),
            sectors=_tags(row["sectors"]),
            places=_tags(row["places"]),
            valid_from=read_day(row["valid_from"]) or date.min,
            valid_to=read_day(row["valid_to"]),
            rate_pct=_number(row["rate_pct"]),
            rate_years=_whole(row["rate_years"]),
            exempt_years=_whole(row["exempt_years"]),
            half_years=_whole(row["half_years"]),
            construction_years=_whole(row["construction_years"]),
            share_pct=_number(row["share_pct"]),
            cap_vnd=_number(row["cap_vnd"]),
            whole_term=bool(row["whole_term"]),
            act=str(row["act_code"]),
            article=str(row["article"] or ""),
            mark=Mark(row["mark"]),
            in_use=bool(row["in_use"]),
            source=str(row["source_code"]),
            note=Words.of(str(row["note"] or "")),
        )
        for row in frame[list(INCENTIVE_COLUMNS)].to_dict("records")
    )


def read_project(row: Mapping[str, Any], years: pd.DataFrame, incentives: tuple[Incentive, ...]) -> Project:
    """Return a project.

    Parameters
    ----------
    row : mapping
        Its row of table ``investment_project``.
    years : DataFrame
        Columns ``year`` and :data:`MONEY`; every year from the first to the last, VND.
    incentives : tuple of Incentive
        Those it may claim.

    Raises
    ------
    InputError
        With every fault: no year, years that do not follow one another, more imported than spent, no revenue, an
        unknown incentive claimed.

    """
    code = str(row["code"])
    findings = Findings()
    table = years.sort_values("year")
    _check_years(code, table, findings)
    claims = _tags(row["claims"])
    for unknown in sorted(claims - {incentive.code for incentive in incentives}):
        findings.add(
            Problem(
                "unknown-incentive",
                "Không có ưu đãi này trong bảng incentive",
                "No such incentive in table incentive",
                "investment_project",
                code,
                "claims",
                unknown,
            )
        )
    findings.raise_if_any()
    money = {name.removesuffix("_vnd"): table[name].to_numpy(dtype=float) for name in MONEY}
    return Project(
        code=code,
        name=str(row["name"]),
        decision_on=read_day(row["decision_on"]),
        sectors=_tags(row["sectors"]),
        places=_tags(row["places"]),
        claims=claims,
        years=table["year"].to_numpy(dtype=float),
        **money,
        discount_rate_pct=float(row["discount_rate_pct"]),
        standard_tax_pct=float(row["standard_tax_pct"]),
        duty_pct=float(row["duty_pct"]),
        loss_years=int(row["loss_years"]),
        depreciation_years=int(row["depreciation_years"]),
        spreads={
            driver: Spread(float(row[f"{driver}_low_pct"]), float(row[f"{driver}_high_pct"]))
            for driver in DRIVERS
            if _number(row[f"{driver}_low_pct"]) is not None and _number(row[f"{driver}_high_pct"]) is not None
        },
    )


def _check_years(code: str, table: pd.DataFrame, findings: Findings) -> None:
    if table.empty:
        raise InputError(
            [
                Problem(
                    "no-years",
                    "Dự án chưa có dòng nào trong project_year",
                    "The project has no row in project_year",
                    "project_year",
                    code,
                )
            ]
        )
    numbers = table["year"].to_numpy(dtype=int)
    if not np.array_equal(numbers, np.arange(numbers[0], numbers[0] + len(numbers))):
        listed = " ".join(str(year) for year in numbers)
        findings.add(
            Problem(
                "years-apart",
                "Các năm phải liên tiếp, mỗi năm một dòng",
                "Years must follow one another, one row each",
                "project_year",
                code,
                "year",
                listed,
            )
        )
    for name in MONEY:
        for year in table.loc[table[name].isna(), "year"]:
            findings.add(
                Problem(
                    "missing-money",
                    "Thiếu số tiền: ghi 0 nếu không có",
                    "The amount is missing: write 0 if there is none",
                    "project_year",
                    f"{code} {year}",
                    name,
                )
            )
    for year in table.loc[table["imported_vnd"] > table["capex_vnd"], "year"]:
        findings.add(
            Problem(
                "imported-over-capex",
                "Phần nhập khẩu lớn hơn vốn đầu tư của năm",
                "More imported than invested that year",
                "project_year",
                f"{code} {year}",
                "imported_vnd",
            )
        )
    if not (table["revenue_vnd"] > 0).any():
        findings.add(
            Problem(
                "no-revenue",
                "Dự án không có năm nào có doanh thu",
                "The project has no year of revenue",
                "project_year",
                code,
                "revenue_vnd",
            )
        )


def _tags(value: Any) -> frozenset[str]:
    return frozenset(str(value or "").split())


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _whole(value: Any) -> int | None:
    number = _number(value)
    return None if number is None else int(number)
