"""A day of rounds along time: one row a truck, its driving, loading and breaks, on a drawing 1000 units wide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from banme.routing import LOAD
from banme.web.numbers import figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from banme.routing import Plan, Round, RoundsProblem, Shift

WIDTH, LABELS, ROW, TOP = 985, 190, 30, 24
DAY_S, HOUR_S, KG_T = 86_400, 3600, 1000.0
SPARE_ROWS = 2
"""Unused trucks of each type shown, to drop jobs on."""
TEXT_UNITS = 26
"""Width from which a bar has room for the load aboard."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of a round: loaded, empty, load, unload, wait, break or rest; ``job`` where one can be moved."""

    x: float
    width: float
    kind: str
    job: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One shift: its name, driver, bars, and whether it drives at all."""

    y: int
    shift: str
    name: str
    note: str
    used: bool
    faulty: bool
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The drawing: height, rows, hour lines as (x, hour)."""

    height: int
    rows: tuple[Row, ...]
    hours: tuple[tuple[float, int], ...]


def board(problem: RoundsProblem, plan: Plan, day: int, faulty: frozenset[str], names: dict[str, str]) -> Board:
    """Draw a day (0: Monday) of a plan; ``faulty`` shifts are marked, ``names`` are words for kinds of bars."""
    rounds = plan.round_of()
    rows: list[Row] = []
    spare: dict[tuple[str, str, bool], int] = {}
    for shift in problem.shifts:
        if not shift.hours.earliest_s < (day + 1) * DAY_S or not shift.hours.latest_s > day * DAY_S:
            continue
        each = rounds.get(shift.code)
        weekly = shift.hours.latest_s - shift.hours.earliest_s > DAY_S
        if each is None:
            key = (shift.base, shift.type, weekly)
            spare[key] = spare.get(key, 0) + 1
            if spare[key] > SPARE_ROWS:
                continue
        elif each.end_s <= day * DAY_S or each.start_s >= (day + 1) * DAY_S:
            continue
        rows.append(_row(shift, each, day, TOP + len(rows) * ROW, names, faulty=shift.code in faulty))
    scale = (WIDTH - LABELS) / 24
    hours = tuple((round(LABELS + hour * scale, 1), hour) for hour in range(0, 25, 2))
    return Board(TOP + len(rows) * ROW + 6, tuple(rows), hours)


def _row(shift: Shift, each: Round | None, day: int, y: int, names: dict[str, str], *, faulty: bool) -> Row:
    bars = () if each is None else tuple(_placed(_pieces(each), day, names))
    return Row(
        y=y,
        shift=shift.code,
        name=shift.truck.rpartition("/")[2],
        note=each.driver.rpartition("/")[2] if each else "",
        used=each is not None,
        faulty=faulty,
        bars=bars,
    )


Piece = tuple[int, int, str, str, int]
"""Start, end, kind, job, load aboard (kg)."""


def _pieces(each: Round) -> Iterator[Piece]:
    now, load = each.start_s, 0
    for number, stop in enumerate(each.stops):
        yield from _drive(each, number, now, stop.arrival_s, load)
        if stop.start_s > stop.arrival_s:
            yield stop.arrival_s, stop.start_s, "wait", "", load
        yield stop.start_s, stop.end_s, "load" if stop.action == LOAD else "unload", stop.job, stop.load_kg
        now, load = stop.end_s, stop.load_kg
    yield from _drive(each, len(each.stops), now, each.end_s, load)


def _drive(each: Round, leg: int, start: int, end: int, load: int) -> Iterator[Piece]:
    kind = "loaded" if load else "empty"
    for pause in each.pauses:
        if pause.leg == leg:
            yield start, pause.start_s, kind, "", load
            yield pause.start_s, pause.end_s, pause.kind, "", load
            start = pause.end_s
    yield start, end, kind, "", load


def _placed(pieces: Iterator[Piece], day: int, names: dict[str, str]) -> Iterator[Bar]:
    scale = (WIDTH - LABELS) / DAY_S
    low, high = day * DAY_S, (day + 1) * DAY_S
    for start, end, kind, job, load in pieces:
        first, last = max(start, low), min(end, high)
        if last <= first:
            continue
        width = round((last - first) * scale, 1)
        tonnes = f"{figure(load / KG_T, 1)} t"
        title = f"{names[kind]} {_clock(start)}–{_clock(end)}, {tonnes}{f', {job}' if job else ''}"
        text = tonnes if kind == "loaded" and width >= TEXT_UNITS else ""
        yield Bar(round(LABELS + (first - low) * scale, 1), width, kind, job, title, text)


def _clock(seconds: int) -> str:
    return f"{seconds // HOUR_S % 24:02d}:{seconds % HOUR_S // 60:02d}"
