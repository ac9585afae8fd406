"""Works along time: bars for what was planned and what was done, placed on a drawing 1000 units wide."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from banme.workspace.models.clusters import WorksItem

if TYPE_CHECKING:
    import pandas as pd

WIDTH, LABELS, ROW, TOP = 1000, 270, 34, 26
NARROWEST = 4.0
YEAR_ROOM = 46
"""Units a year's number needs."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One work: its row, name, state, and planned and actual bars as (x, width), None where days are missing."""

    y: float
    name: str
    code: str
    state: str
    progress: float | None
    planned: tuple[float, float] | None
    actual: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The drawing: height, bars, years as (x, year), and where the day stands (None when outside)."""

    height: int
    bars: tuple[Bar, ...]
    years: tuple[tuple[float, int], ...]
    today: float | None


def timeline(works: pd.DataFrame, day: dt.date) -> Timeline | None:
    """Place works (columns of ``ClusterCard.works``) along time; None where no work has a day."""
    columns = ("planned_start", "planned_end", "actual_start", "actual_end")
    days = [value for column in columns for value in works[column] if value is not None]
    if not days:
        return None
    first, last = dt.date(min(days).year, 1, 1), dt.date(max(*days, day).year + 1, 1, 1)
    scale = (WIDTH - LABELS) / (last - first).days

    def x(moment: dt.date) -> float:
        return round(LABELS + (moment - first).days * scale, 1)

    def span(start: dt.date | None, end: dt.date | None) -> tuple[float, float] | None:
        if start is None or end is None:
            return None
        return x(start), max(NARROWEST, round(x(end) - x(start), 1))

    items = {item.value: str(item.label) for item in WorksItem}
    bars = tuple(
        Bar(
            y=TOP + at * ROW,
            name=items[row["item"]],
            code=row["code"],
            state=row["state"],
            progress=row["progress_pct"],
            planned=span(row["planned_start"], row["planned_end"]),
            actual=span(row["actual_start"], row["actual_end"] or (day if row["actual_start"] else None)),
        )
        for at, row in enumerate(works.astype(object).where(works.notna(), None).to_dict("records"))
    )
    step = max(1, round(YEAR_ROOM / (365 * scale)))
    years = tuple((x(dt.date(year, 1, 1)), year) for year in range(first.year, last.year, step))
    return Timeline(TOP + len(bars) * ROW + 8, bars, years, x(day) if first <= day <= last else None)
