"""Why a number is what it is: run, inputs, rules, sources and how good they are."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from banme.errors import InputError, Problem
from banme.studies import appraisal
from banme.studies.assessment import storing
from banme.studies.indicators import INDICATORS
from banme.studies.inputs import assumed_shares, read_inputs
from banme.studies.scenario import resolve
from banme.workspace.frames import frame
from banme.workspace.models import DataSource, ResultIndicator, Run
from banme.workspace.models.base import UNFOUNDED


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """Where a number comes from.

    Attributes
    ----------
    values : DataFrame
        ``scope, value, unit_of_measure, missing_reason`` of the indicator in the run.
    tables : DataFrame, index table
        ``rows`` read and ``assumed_pct`` of the tables the indicator rests on.
    sources : DataFrame, index code
        ``title, version, licence, quality, rows`` of the sources those rows cite.

    """

    indicator: str
    label: str
    formula: str
    run: Run
    values: pd.DataFrame
    tables: pd.DataFrame
    sources: pd.DataFrame


def why(indicator: str, run_code: str) -> Trace:
    """Return what an indicator of a run rests on, read from the workspace as the run read it.

    Raises
    ------
    InputError
        When the run does not exist or has no such indicator; the message lists those it has.

    """
    run = Run.objects.filter(code=run_code).first()
    values = ResultIndicator.objects.filter(run_id=run_code, indicator=indicator)
    if run is None or not values.exists():
        have = sorted(set(ResultIndicator.objects.filter(run_id=run_code).values_list("indicator", flat=True)))
        shown = ", ".join(have) or "–"
        raise InputError(
            [
                Problem(
                    rule="unknown-indicator",
                    table="result_indicator",
                    row=run_code,
                    value=indicator,
                    vi=f"Lần chạy không có chỉ tiêu này; có: {shown}",
                    en=f"The run has no such indicator; it has: {shown}",
                )
            ]
        )
    meaning = INDICATORS[indicator]
    tables, shares = _read(run, meaning.tables)
    counted = pd.DataFrame(
        {
            "rows": {name: len(rows) for name, rows in tables.items()},
            "assumed_pct": {name: shares.get(name) for name in tables},
        }
    )
    cited = pd.concat([rows["source_code"] for rows in tables.values()]).value_counts()
    known = frame(DataSource).set_index("code")
    sources = known.loc[known.index.isin(cited.index), ["title", "version", "licence", "quality"]]
    columns = ["scope", "value", "unit_of_measure", "missing_reason"]
    return Trace(
        indicator=indicator,
        label=str(meaning.label),
        formula=str(meaning.formula),
        run=run,
        values=pd.DataFrame.from_records(list(values.values_list(*columns)), columns=columns),
        tables=counted,
        sources=sources.assign(rows=cited.reindex(sources.index)).sort_values("rows", ascending=False),
    )


def _read(run: Run, names: tuple[str, ...]) -> tuple[dict[str, pd.DataFrame], dict[str, float]]:
    """Return the tables of those names as the run read them, and the share of their rows that is unfounded (%)."""
    if run.study == appraisal.STUDY:
        read = appraisal.tables(str(storing.asked(run, "project") or ""))
        tables = {name: rows for name, rows in read.items() if name in names}
        return tables, {name: 100.0 * float(rows["quality"].isin(UNFOUNDED).mean()) for name, rows in tables.items()}
    scenario = resolve(run.scenario_id)
    inputs = read_inputs(scenario.as_of, scenario.years)
    tables = {name: rows for name, rows in inputs.tables().items() if name in names}
    return tables, assumed_shares(inputs)
