"""What an investment project is worth with and without each incentive, from the workspace's tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from banme.appraisal import (
    Appraisal,
    Bar,
    Draws,
    Incentive,
    Value,
    appraise,
    draw,
    read_incentives,
    read_project,
    tornado,
)
from banme.errors import InputError, Problem
from banme.progress import Progress
from banme.studies.assessment import storing
from banme.studies.scenario import resolve
from banme.workspace import models as m
from banme.workspace.frames import frame
from banme.workspace.models.base import UNFOUNDED

STUDY = "project_value"
DRAWS = 5000
MOST_DRAWS = 200_000
_FLOWS = (
    "revenue", "operating_cost", "land_rent", "depreciation", "capex", "duty", "grant", "profit", "tax", "net",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Valuation:
    """A project's appraisal with its ranges.

    Attributes
    ----------
    row : InvestmentProject
        The project's row.
    appraisal : Appraisal
        Values by case and mechanism.
    bars : tuple of Bar
        Net present value at the ends of each figure's range, with the best incentives.
    draws : Draws
        Percentiles over drawn futures, with the best incentives.
    unfounded : tuple of str
        Tables with assumed or made-up rows that this rests on.

    """

    row: m.InvestmentProject
    appraisal: Appraisal
    bars: tuple[Bar, ...]
    draws: Draws
    unfounded: tuple[str, ...]


def incentives() -> tuple[Incentive, ...]:
    """Return every incentive of the workspace.

    Raises
    ------
    InputError
        When there is none.

    """
    rows = frame(m.Incentive)
    if rows.empty:
        raise InputError(
            [
                Problem(
                    "empty-table",
                    "Chưa có ưu đãi nào: nạp thư mục regions/vietnam bằng 'banme import'",
                    "There are no incentives: import the folder regions/vietnam with 'banme import'",
                    "incentive",
                )
            ]
        )
    return read_incentives(rows)


def value_project(code: str, day: dt.date, draws: int = DRAWS, seed: int = 1) -> Valuation:
    """Return what a project is worth, as seen on a day.

    Parameters
    ----------
    code : str
        Of ``investment_project``.
    day : date
        Rules that ended before it are told as kept by the day of decision.
    draws, seed : int
        Futures drawn for the ranges, and the seed they are drawn with.

    Raises
    ------
    InputError
        When there is no such project, its years do not add up, or the number of draws is out of range.

    """
    row, years = _rows(code)
    if not 1 <= draws <= MOST_DRAWS:
        raise InputError(
            [
                Problem(
                    "draws",
                    f"Số lần rút phải từ 1 đến {MOST_DRAWS}",
                    f"The number of draws must be between 1 and {MOST_DRAWS}",
                    value=str(draws),
                )
            ]
        )
    known = incentives()
    project = read_project(_facts(row), years, known)
    found = appraise(project, known, day)
    return Valuation(
        row,
        found,
        tornado(project, found.best_set),
        draw(project, found.best_set, draws, seed),
        _unfounded(code, found),
    )


def run(run_row: m.Run, progress: Progress) -> Callable[[], str]:
    """Compute a valuation run: parameters ``project``, ``draws``; the seed is the scenario's.

    Raises
    ------
    InputError
        With every offender in the inputs.

    """
    scenario = resolve(run_row.scenario_id)
    progress.tell("inputs", 0.0)
    code = str(storing.asked(run_row, "project") or "")
    found = value_project(code, scenario.as_of, int(storing.asked(run_row, "draws") or DRAWS), scenario.seed)
    read = tables(code)

    def finish() -> str:
        storing.describe(run_row, scenario, read)
        run_row.parameters["unfounded_tables"] = list(found.unfounded)
        run_row.cost_vnd = -found.appraisal.best.npv_vnd
        _store(run_row, found)
        return "done"

    return finish


def _rows(code: str) -> tuple[m.InvestmentProject, pd.DataFrame]:
    row = m.InvestmentProject.objects.filter(code=code).first()
    if row is None:
        known = ", ".join(m.InvestmentProject.objects.values_list("code", flat=True)) or "–"
        raise InputError(
            [
                Problem(
                    "unknown-project",
                    f"Không có dự án này; hiện có: {known}",
                    f"No such project; there are: {known}",
                    "investment_project",
                    code,
                )
            ]
        )
    return row, frame(m.ProjectYear, m.ProjectYear.objects.filter(project=row))


def _facts(row: m.InvestmentProject) -> dict[str, object]:
    return {field.column: getattr(row, field.attname) for field in row._meta.concrete_fields}


def tables(code: str) -> dict[str, pd.DataFrame]:
    """Return the tables that a project's worth rests on: its row, its years, the incentives on file."""
    return {
        "investment_project": frame(m.InvestmentProject, m.InvestmentProject.objects.filter(code=code)),
        "project_year": frame(m.ProjectYear, m.ProjectYear.objects.filter(project_id=code)),
        "incentive": frame(m.Incentive),
    }


def _unfounded(code: str, found: Appraisal) -> tuple[str, ...]:
    """Return the tables with assumed or made-up rows, of incentives only those that are counted."""
    read = tables(code)
    counted = {each.code for each in found.best_set} | found.project.claims
    read["incentive"] = read["incentive"][read["incentive"]["code"].isin(counted)]
    return tuple(sorted(name for name, rows in read.items() if rows["quality"].isin(UNFOUNDED).any()))


def _store(run_row: m.Run, found: Valuation) -> None:
    appraisal = found.appraisal
    cases = [
        ("none", "Không ưu đãi | No incentive", appraisal.none),
        ("claimed", "Ưu đãi đang dùng | Incentives claimed", appraisal.claimed),
        ("best", "Tốt nhất mỗi loại | Best of each kind", appraisal.best),
    ]
    rows = [
        _row(run_row, found, case, name, worth, added_vnd=worth.npv_vnd - appraisal.none.npv_vnd)
        for case, name, worth in cases
    ]
    for each in appraisal.mechanisms:
        incentive = each.eligibility.incentive
        rows.append(
            _row(
                run_row,
                found,
                incentive.code,
                f"{incentive.name.vi} | {incentive.name.en}"[:320],
                each.alone,
                answer=each.eligibility.answer.value,
                reasons="\n".join(f"{reason.vi} | {reason.en}" for reason in each.eligibility.reasons),
                added_vnd=each.alone_vnd,
                within_vnd=each.within_vnd,
                chosen=each.chosen,
                claimed=each.claimed,
            )
        )
    m.ResultValue.objects.bulk_create(rows)
    _store_years(run_row, appraisal)
    _store_ranges(run_row, found)
    for case, _, worth in cases:
        storing.indicators(
            run_row,
            case,
            [
                ("npv_vnd", worth.npv_vnd, "VND"),
                ("irr_pct", worth.irr_pct, "%"),
                ("payback_years", worth.payback_years, "năm | years"),
            ],
        )


def _row(run_row: m.Run, found: Valuation, case: str, name: str, worth: Value | None, **more: object) -> m.ResultValue:
    row = m.ResultValue(run=run_row, project=found.row, case=case, name=name, **more)
    if worth is not None:
        row.npv_vnd, row.irr_pct = worth.npv_vnd, worth.irr_pct
        row.payback_years, row.discounted_payback_years = worth.payback_years, worth.discounted_payback_years
        row.tax_vnd, row.land_rent_vnd = worth.tax_vnd, worth.land_rent_vnd
    return row


def _store_years(run_row: m.Run, appraisal: Appraisal) -> None:
    flow = appraisal.flow
    m.ResultValueYear.objects.bulk_create(
        [
            m.ResultValueYear(
                run=run_row,
                year=int(year),
                tax_rate_pct=float(flow.tax_rate_pct[place]),
                **{f"{name}_vnd": float(getattr(flow, name)[place]) for name in _FLOWS},
            )
            for place, year in enumerate(appraisal.project.years)
        ]
    )


def _store_ranges(run_row: m.Run, found: Valuation) -> None:
    bars = [
        m.ResultValueRange(
            run=run_row,
            driver=bar.driver,
            label=f"{bar.label.vi} | {bar.label.en}",
            low_pct=bar.low,
            high_pct=bar.high,
            npv_low_vnd=bar.npv_low_vnd,
            npv_high_vnd=bar.npv_high_vnd,
        )
        for bar in found.bars
    ]
    count = found.draws.count
    drawn = [
        m.ResultValueRange(
            run=run_row,
            driver="draws",
            label=f"Phân vị {percentile} % của {count} lần rút | {percentile} % of {count} draws",
            low_pct=percentile,
            npv_low_vnd=worth,
            irr_pct=found.draws.irr_pct.get(percentile),
        )
        for percentile, worth in found.draws.npv_vnd.items()
    ]
    m.ResultValueRange.objects.bulk_create(bars + drawn)
