"""A plan along time: a row for each objective and task, forecast over baseline, on a drawing 1200 units wide."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from banme.workspace.models import Objective

if TYPE_CHECKING:
    from banme.programme.tree import Node
    from banme.studies.programme.board import Board

WIDTH, LABELS, ROW, TOP = 1200, 400, 24, 26
INDENT = 14
LETTERS_ACROSS = 58
NARROWEST = 3.0
MANY_YEARS = 6

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: where it stands, its label, state, and forecast and baseline as (x, width), None where unknown."""

    y: float
    x: float
    label: str
    title: str
    code: str
    kind: str
    state: str
    critical: bool
    done: float
    forecast: Span | None
    baseline: Span | None
    due: float | None


@dataclass(frozen=True, slots=True)
class Gantt:
    """The drawing: height, rows, grid lines as (x, label), and where the day stands (None when outside)."""

    height: int
    bars: tuple[Bar, ...]
    lines: tuple[tuple[float, str], ...]
    today: float | None


def gantt(found: Board) -> Gantt | None:
    """Place a board's rows along time; None where no row has a day."""
    spans = [(node.start, node.finish) for node in found.nodes if node.start is not None and node.finish is not None]
    days = [day for span in (*spans, *found.baseline.values()) for day in span if day is not None]
    days += [node.item.due_on for node in found.nodes if node.item.due_on is not None]
    if not spans:
        return None
    first = dt.date(min(days).year, 1, 1)
    last = dt.date(max(*days, min(found.day, max(days) + dt.timedelta(days=200))).year + 1, 1, 1)
    scale = (WIDTH - LABELS) / (last - first).days

    def x(day: dt.date) -> float:
        return round(LABELS + (day - first).days * scale, 1)

    def span(days: tuple[dt.date | None, dt.date | None] | None) -> Span | None:
        if days is None or days[0] is None or days[1] is None:
            return None
        return x(days[0]), max(NARROWEST, round(x(days[1] + dt.timedelta(days=1)) - x(days[0]), 1))

    names = names_of(found)
    bars = tuple(
        Bar(
            y=TOP + at * ROW,
            x=node.depth * INDENT,
            label=_short(names[node.item.code], LETTERS_ACROSS - 3 * node.depth),
            title=names[node.item.code],
            code=node.item.code,
            kind=node.item.kind,
            state=node.state.value,
            critical=node.item.code in found.critical,
            done=_done_width(node, span((node.start, node.finish))),
            forecast=span((node.start, node.finish)),
            baseline=span(found.baseline.get(node.item.code)),
            due=None if node.item.due_on is None else x(node.item.due_on),
        )
        for at, node in enumerate(found.nodes)
    )
    steps = (1,) if last.year - first.year > MANY_YEARS else (1, 4, 7, 10)
    lines = tuple(
        (x(dt.date(year, month, 1)), str(year) if month == 1 else f"T{month}")
        for year in range(first.year, last.year)
        for month in steps
    )
    return Gantt(TOP + len(bars) * ROW + 8, bars, lines, x(found.day) if first <= found.day <= last else None)


def names_of(found: Board) -> dict[str, str]:
    """Return the names of a board's objectives and tasks by code, in the reader's language."""
    names = {row.code: str(row) for row in Objective.objects.filter(plan=found.plan)}
    return names | {code: str(task) for code, task in found.tasks.items()}


def _done_width(node: Node, span: Span | None) -> float:
    return 0.0 if span is None else round(span[1] * node.done_pct / 100, 1)


def _short(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"
