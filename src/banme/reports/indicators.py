"""Indicators as reports show them: by an explicit language, and a plan's beside today's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation

from banme.reports import format as fmt
from banme.studies import indicators as catalogue
from banme.studies.indicators import INDICATORS

if TYPE_CHECKING:
    import pandas as pd


def label(code: str, language: str) -> str:
    """Return the indicator's name; an indicator unknown here is shown by its code."""
    with translation.override(language):
        return catalogue.label(code)


def unit(code: str, stated: str, language: str) -> str:
    """Return the unit in the reader's language; ``stated`` (from the table) where the indicator is unknown here."""
    known = INDICATORS.get(code)
    with translation.override(language):
        return stated if known is None else str(known.unit)


def digits(code: str) -> int:
    """Return how many decimals the indicator is shown with."""
    known = INDICATORS.get(code)
    return 2 if known is None else known.digits


def value(table: pd.DataFrame, code: str, scope: str = "") -> float | None:
    """Return an indicator of a run's table by code and scope (a year or empty); None when it is not there."""
    rows = table.loc[(table["indicator"] == code) & (table["scope"] == scope), "value"]
    return None if rows.empty or fmt.missing(rows.iloc[0]) else float(rows.iloc[0])


def paired(plan: pd.DataFrame, baseline: pd.DataFrame | None, language: str) -> pd.DataFrame:
    """Put a plan's indicators beside today's.

    Parameters
    ----------
    plan, baseline : DataFrame
        Rows of ``result_indicator`` (``indicator``, ``scope``, ``value``, ``unit_of_measure``, ``missing_reason``).
    language : str
        ``vi`` or ``en``.

    Returns
    -------
    DataFrame
        ``indicator``, ``label``, ``unit``, ``scope``, ``before``, ``after``, ``difference``, ``change_pct``,
        ``missing_reason``; in the catalogue's order, then by scope. What either run lacks is missing, not zero.

    """
    keys = ["indicator", "scope"]
    after = plan[[*keys, "value", "unit_of_measure", "missing_reason"]].rename(columns={"value": "after"})
    if baseline is None:
        joined = after.assign(before=float("nan"))
    else:
        joined = after.merge(
            baseline[[*keys, "value"]].rename(columns={"value": "before"}), on=keys, how="left", validate="1:1"
        )
    order = {code: place for place, code in enumerate(INDICATORS)}
    joined = joined.assign(
        place=joined["indicator"].map(lambda code: order.get(code, len(order))),
        label=joined["indicator"].map(lambda code: label(code, language)),
        unit=[
            unit(code, stated, language)
            for code, stated in zip(joined["indicator"], joined["unit_of_measure"], strict=True)
        ],
        difference=joined["after"] - joined["before"],
    )
    joined["change_pct"] = 100.0 * joined["difference"] / joined["before"].where(joined["before"] != 0)
    columns = [
        "indicator",
        "label",
        "unit",
        "scope",
        "before",
        "after",
        "difference",
        "change_pct",
        "missing_reason",
    ]
    return joined.sort_values(["place", "indicator", "scope"], kind="stable")[columns].reset_index(drop=True)
