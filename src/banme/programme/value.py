"""Planned, earned and actual value, their indices, and the S-curve."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from banme.errors import Findings, Problem
from banme.programme.calendar import Calendars, Days

WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class Report:
    """What was reported of a task on a day: share done (0 to 100) and money spent to date, None when not said."""

    day: date
    done_pct: float
    spent: float | None = None


@dataclass(frozen=True, slots=True)
class Priced:
    """A task with its worth.

    Attributes
    ----------
    code : str
    worth : float or None
        Budget at completion (VND), or weight; None when not known.
    baseline : (first day, last day) or None
        As agreed; the worth is planned evenly over the working days between.
    calendar : Days
    reports : tuple of Report
        In order of time.

    """

    code: str
    worth: float | None
    baseline: tuple[date, date] | None
    calendar: Days = Days.WORKING
    reports: tuple[Report, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """The plan's value on a day, in the unit of ``worth``.

    Attributes
    ----------
    day : date
    at_completion, planned, earned : float
        BAC, PV and EV over the tasks whose worth and baseline are known.
    spent : float or None
        AC over the tasks that say what they spent; None when none does.
    earned_where_spent : float
        EV of those same tasks, which alone may be set against ``spent``.
    unknown : tuple of str
        Codes left out: no worth, or no baseline.
    unspent : tuple of str
        Codes with progress that do not say what they spent.

    """

    day: date
    at_completion: float
    planned: float
    earned: float
    spent: float | None
    earned_where_spent: float
    unknown: tuple[str, ...]
    unspent: tuple[str, ...]

    @property
    def schedule_index(self) -> float | None:
        """SPI = EV / PV; None while nothing is planned."""
        return self.earned / self.planned if self.planned > 0 else None

    @property
    def cost_index(self) -> float | None:
        """CPI = EV / AC over the tasks that say what they spent; None while nothing is spent."""
        return self.earned_where_spent / self.spent if self.spent else None

    @property
    def forecast_at_completion(self) -> float | None:
        """EAC = BAC / CPI; None without a cost index or while it is zero."""
        index = self.cost_index
        return self.at_completion / index if index else None


def value_on(tasks: Sequence[Priced], calendars: Calendars, day: date) -> Value:
    """Return planned, earned and actual value at the end of a day.

    Raises
    ------
    InputError
        For a worth below zero, a share outside 0 to 100, or a baseline that ends before it starts.

    """
    _check(tasks)
    known = [task for task in tasks if task.worth is not None and task.baseline is not None]
    planned = sum((task.worth or 0.0) * planned_share(task, calendars, day) for task in known)
    earned = spent = earned_where_spent = 0.0
    said, unspent = False, []
    for task in known:
        report = _latest(task, day)
        if report is None:
            continue
        mine = (task.worth or 0.0) * report.done_pct / WHOLE
        earned += mine
        if report.spent is not None:
            said = True
            spent += report.spent
            earned_where_spent += mine
        elif report.done_pct > 0:
            unspent.append(task.code)
    return Value(
        day,
        sum(task.worth or 0.0 for task in known),
        planned,
        earned,
        spent if said else None,
        earned_where_spent,
        tuple(task.code for task in tasks if task.worth is None or task.baseline is None),
        tuple(unspent),
    )


def curve(tasks: Sequence[Priced], calendars: Calendars, days: Sequence[date]) -> tuple[Value, ...]:
    """Return the value on each day, in the order given: the S-curve."""
    return tuple(value_on(tasks, calendars, day) for day in days)


def planned_share(task: Priced, calendars: Calendars, day: date) -> float:
    """Return the share of a task that its baseline has done by the end of a day, 0 to 1."""
    if task.baseline is None:
        return 0.0
    first, last = task.baseline
    if day >= last:
        return 1.0
    if day < first:
        return 0.0
    before = calendars.counts[task.calendar].before
    start, end, now = (calendars.number(each) for each in (first, last, day))
    whole = before[end + 1] - before[start]
    return (before[now + 1] - before[start]) / whole if whole else 0.0


def _latest(task: Priced, day: date) -> Report | None:
    at = bisect_right([report.day for report in task.reports], day)
    return task.reports[at - 1] if at else None


def _check(tasks: Sequence[Priced]) -> None:
    findings = Findings()
    for task in tasks:
        if task.worth is not None and task.worth < 0:
            findings.add(
                _problem(task.code, "planned_vnd", str(task.worth), ("Không được âm", "It cannot be below zero"))
            )
        if task.baseline is not None and task.baseline[1] < task.baseline[0]:
            words = ("Kết thúc trước khi bắt đầu: sửa mốc so sánh", "It ends before it starts: correct the baseline")
            findings.add(_problem(task.code, "ends_on", str(task.baseline[1]), words))
        for report in task.reports:
            if not 0 <= report.done_pct <= WHOLE:
                words = ("Tiến độ từ 0 đến 100", "Progress lies between 0 and 100")
                findings.add(_problem(task.code, "progress_pct", str(report.done_pct), words))
    findings.raise_if_any()


def months(first: date, last: date) -> tuple[date, ...]:
    """Return the last days of the months from one day's to another's."""
    found = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)  # noqa: PLR2004
        found.append(date.fromordinal(date(year, month, 1).toordinal() - 1))
    return tuple(found)


def _problem(code: str, column: str, value: str, words: tuple[str, str]) -> Problem:
    tables: Mapping[str, str] = {
        "planned_vnd": "task_budget",
        "ends_on": "task_baseline",
        "progress_pct": "task_progress",
    }
    rule = {"planned_vnd": "below-zero", "ends_on": "end-before-start", "progress_pct": "out-of-range"}[column]
    return Problem(rule, *words, tables[column], code, column, value)
