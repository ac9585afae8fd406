"""Headline figures of a run: their names, the order they are read in, how each is written."""

from __future__ import annotations

from dataclasses import dataclass

from banme.studies.indicators import INDICATORS, label
from banme.web import numbers
from banme.web.runs import words
from banme.workspace import tables
from banme.workspace.models import ResultIndicator, Run
from banme.workspace.text import both

HEADLINES = ("cost_vnd_t", "cost_vnd_year", "co2_t", "reach_share_pct")
MILLION = 1e6
ORDER = {code: rank for rank, code in enumerate(INDICATORS)}


@dataclass(frozen=True, slots=True)
class Shown:
    """One indicator as people read it."""

    indicator: str
    scope: str
    name: str
    text: str
    value: float | None
    missing_reason: str


def name(indicator: str) -> str:
    """Return an indicator's name; its code when it is not one of the known."""
    return label(indicator)


def text(indicator: str, value: float | None, stated_unit: str = "") -> str:
    """Write an indicator's value with its unit."""
    if value is None:
        return numbers.MISSING
    known = INDICATORS.get(indicator)
    unit = words.unit(stated_unit) if known is None else str(known.unit)
    if unit.startswith(("đồng", "VND")) and abs(value) >= MILLION:
        return numbers.money(value, unit.removeprefix("đồng").removeprefix("VND"))
    if abs(value) >= MILLION and indicator == "tonne_km":
        return f"{numbers.figure(value / MILLION, 1)} {both('triệu', 'million')} {unit}"
    digits = None if known is None else known.digits
    return f"{numbers.figure(value if digits is not None else round(value, 2), digits)} {unit}".strip()


def of_run(run: Run, scope: str) -> list[Shown]:
    """Return the figures of one scope (a year, or empty for the whole), known ones first in reading order."""
    rows = list(ResultIndicator.objects.filter(run=run, scope=scope))
    rows.sort(key=lambda row: (ORDER.get(row.indicator, len(ORDER)), row.indicator))
    return [
        Shown(
            row.indicator,
            row.scope,
            name(row.indicator),
            text(row.indicator, row.value, row.unit_of_measure),
            row.value,
            words.reason(row.missing_reason),
        )
        for row in rows
    ]


def headlines(run: Run, year: int | None) -> list[Shown]:
    """Return the few figures shown first."""
    found = {shown.indicator: shown for scope in ("", str(year or "")) for shown in of_run(run, scope)}
    return [found[code] for code in HEADLINES if code in found]


def assumed(run: Run) -> list[Shown]:
    """Return the input tables with assumed figures, each with its share, largest first."""
    rows = ResultIndicator.objects.filter(run=run, indicator="assumed_share_pct", value__gt=0).exclude(scope="")
    titles = {model._meta.db_table: str(model._meta.verbose_name_plural) for model in tables.input_tables()}
    return [
        Shown(
            "assumed_share_pct",
            row.scope,
            titles.get(row.scope, row.scope),
            f"{numbers.figure(row.value, 0)} %",
            row.value,
            "",
        )
        for row in rows.order_by("-value", "id")
    ]
