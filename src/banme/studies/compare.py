"""Two runs side by side."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from banme.errors import InputError, Problem
from banme.workspace.models import ResultIndicator, ResultLeg, ResultOpening, ResultUnit, Run


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """What differs between run ``a`` and run ``b``.

    Every table has columns ``a``, ``b`` and ``difference`` (b - a); NaN where a run has no such row.

    Attributes
    ----------
    indicators : DataFrame, index (indicator, scope)
        With ``unit_of_measure`` and ``percent`` (difference in % of a).
    openings : DataFrame, index (site, year)
        Tonnes through each open site a year; NaN where it is not open.
    legs : DataFrame, index (source, target, year)
        Tonnes a year.
    units : DataFrame, index (unit, year)
        Cost a tonne (VND/t).

    """

    a: str
    b: str
    indicators: pd.DataFrame
    openings: pd.DataFrame
    legs: pd.DataFrame
    units: pd.DataFrame


def compare(run_a: str, run_b: str) -> Comparison:
    """Compare two runs by code.

    Raises
    ------
    InputError
        Naming every code that is not a run.

    """
    known = set(Run.objects.filter(code__in=[run_a, run_b]).values_list("code", flat=True))
    missing = [code for code in (run_a, run_b) if code not in known]
    if missing:
        raise InputError(
            [
                Problem(rule="unknown-run", table="run", row=code, vi="Không có lần chạy này", en="No such run")
                for code in missing
            ]
        )
    figures = [_values(ResultIndicator, code, ["indicator", "scope"], "value") for code in (run_a, run_b)]
    indicators = _side_by_side(*figures)
    units = {
        (indicator, scope): unit
        for indicator, scope, unit in ResultIndicator.objects.filter(run_id__in=[run_a, run_b]).values_list(
            "indicator", "scope", "unit_of_measure"
        )
    }
    indicators["unit_of_measure"] = [units.get(key, "") for key in indicators.index]
    indicators["percent"] = 100.0 * indicators["difference"] / indicators["a"].abs().where(indicators["a"] != 0)
    sites, ways, communes = (
        _side_by_side(*[_values(model, code, keys, value) for code in (run_a, run_b)])
        for model, keys, value in (
            (ResultOpening, ["site_id", "year"], "throughput_t_year"),
            (ResultLeg, ["source_code", "target_code", "year"], "quantity_t"),
            (ResultUnit, ["unit_id", "year"], "cost_vnd_t"),
        )
    )
    return Comparison(run_a, run_b, indicators, sites, ways, communes)


def _values(model: type, run: str, keys: list[str], value: str) -> pd.Series[float]:
    rows = pd.DataFrame.from_records(
        list(model.objects.filter(run_id=run).values_list(*keys, value)),  # type: ignore[attr-defined]
        columns=[*keys, value],
    )
    rows[value] = rows[value].astype(float)
    return rows.groupby(keys)[value].sum(min_count=1)


def _side_by_side(a: pd.Series[float], b: pd.Series[float]) -> pd.DataFrame:
    table = pd.concat({"a": a, "b": b}, axis=1).sort_index()
    table["difference"] = table["b"] - table["a"]
    return table
