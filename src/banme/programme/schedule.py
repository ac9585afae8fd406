"""The critical path method with calendars, four kinds of ties, lags, and what has happened so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil

from banme.errors import Findings, InputError, Problem
from banme.programme.calendar import Calendars, DayCount
from banme.programme.network import Actual, Network, Tie

FREE, EARLIEST, RECKONING, HAPPENED = -1, -2, -3, -4
"""What set a task's day when no other task did: the plan's start, its own limit, today, what happened."""
WHOLE = 100.0
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Timing:
    """When each task goes on; all lists in the order of the network's tasks.

    Attributes
    ----------
    network : Network
    calendars : Calendars
    start, finish : list of date
        First and last day of work.
    late_start, late_finish : list of date
        Latest days that do not move the end; of a finished task its own days.
    total_float, free_float : list of int
        Days of the task's calendar it may slip without moving the end, or any other task.
    driver : list of int
        Place of the task that sets this one's day, or one of ``FREE`` (the plan's start), ``EARLIEST`` (its own limit),
        ``RECKONING`` (today: what is not done cannot be done before), ``HAPPENED``.
    ends_on : date
        Last day of the last task.

    """

    network: Network
    calendars: Calendars
    start: list[date]
    finish: list[date]
    late_start: list[date]
    late_finish: list[date]
    total_float: list[int]
    free_float: list[int]
    driver: list[int]
    ends_on: date

    @property
    def critical(self) -> list[str]:
        """Codes of the unfinished tasks without float, in order of time."""
        open_ = [at for at, slack in enumerate(self.total_float) if slack <= 0 and self.driver[at] != HAPPENED]
        return [self.network.works[at].code for at in sorted(open_, key=lambda at: (self.start[at], self.finish[at]))]

    def at(self, code: str) -> int:
        """Return a task's place."""
        return self.network.position[code]


@dataclass(frozen=True, slots=True, eq=False)
class _Early:
    """What the forward pass finds, by task.

    ``first`` and ``after`` are the first day and the day after the last, as days of the span. ``begin`` and ``end``
    bound the work still to be done, as numbers of working days of the task's own calendar.
    """

    first: list[int]
    after: list[int]
    begin: list[int]
    end: list[int]
    driver: list[int]
    begun: list[bool]


def schedule(
    net: Network,
    calendars: Calendars,
    *,
    starts_on: date,
    actuals: Mapping[str, Actual] | None = None,
    reckoned_on: date | None = None,
) -> Timing:
    """Return when each task can go on at the earliest and must at the latest.

    Without ``reckoned_on`` the plan is scheduled from its start as if nothing had happened. With it, finished tasks
    keep their days, what is left of tasks under way goes on from the day after, waiting for what they wait for, and no
    task starts before then.

    In days of the later task's calendar, counted from the first working day that is not before the moment waited for
    (a finish: its last day, rounded up to a working day): FS ``start >= finish + lag``, SS ``start >= start + lag``,
    FF ``finish >= finish + lag``, SF ``finish >= start + lag``.

    Parameters
    ----------
    net : Network
    calendars : Calendars
        Over the whole time the tasks may take; :func:`banme.programme.forecast.forecast` finds it.
    starts_on : date
        First day of the plan.
    actuals : dict of str to Actual, optional
        What has happened, by code.
    reckoned_on : date, optional
        Day up to which ``actuals`` speak.

    Raises
    ------
    InputError
        For actual days in the future or in the wrong order, and when the calendars end too early.

    """
    happened = {} if actuals is None or reckoned_on is None else dict(actuals)
    _check_actuals(happened, net, reckoned_on)
    counts = [calendars.counts[work.calendar] for work in net.works]
    try:
        early = _forward(net, counts, calendars, (starts_on, reckoned_on, happened))
        late_end, free = _backward(net, counts, early)
        slack = [late - end for late, end in zip(late_end, early.end, strict=True)]
        late_start = [
            early.first[at] if early.begun[at] else count.day[early.begin[at] + slack[at]]
            for at, count in enumerate(counts)
        ]
        late_last = [
            early.after[at] - 1 if early.driver[at] == HAPPENED else count.day[late_end[at] - 1]
            for at, count in enumerate(counts)
        ]
    except IndexError as error:
        raise InputError([_too_short(calendars)]) from error
    return Timing(
        net,
        calendars,
        [calendars.date(day) for day in early.first],
        [calendars.date(day - 1) for day in early.after],
        [calendars.date(day) for day in late_start],
        [calendars.date(day) for day in late_last],
        slack,
        free,
        early.driver,
        calendars.date(max(early.after, default=calendars.number(starts_on) + 1) - 1),
    )


_Given = tuple[date, "date | None", dict[str, Actual]]


def _forward(net: Network, counts: list[DayCount], calendars: Calendars, given: _Given) -> _Early:
    starts_on, reckoned_on, happened = given
    early = _Early([], [], [], [], [], [])
    origin = calendars.number(starts_on)
    today = None if reckoned_on is None else calendars.number(reckoned_on) + 1
    for at, work in enumerate(net.works):
        count, actual = counts[at], happened.get(work.code, Actual())
        if actual.start is not None and actual.end is not None:
            days = (calendars.number(actual.start), calendars.number(actual.end) + 1)
            _note(early, days, (count.before[days[0]], count.before[days[1]]), HAPPENED)
            continue
        begun = actual.start is not None
        length = _remaining(work.days, actual) if begun else work.days
        begin, driver = _earliest(net.into[at], early, count, length)
        if not begun:
            begin, driver = _later((begin, driver), count.before[origin], FREE)
            if work.not_before is not None and work.not_before > starts_on:
                begin, driver = _later((begin, driver), count.before[calendars.number(work.not_before)], EARLIEST)
        if today is not None:
            begin, driver = _later((begin, driver), count.before[today], RECKONING)
        first = count.day[begin] if actual.start is None else calendars.number(actual.start)
        _note(early, (first, count.day[begin + length - 1] + 1), (begin, begin + length), driver)
        early.begun[at] = begun
    return early


def _note(early: _Early, days: tuple[int, int], work: tuple[int, int], driver: int) -> None:
    early.first.append(days[0])
    early.after.append(days[1])
    early.begin.append(work[0])
    early.end.append(work[1])
    early.driver.append(driver)
    early.begun.append(driver == HAPPENED)


def _earliest(into: list[tuple[int, Tie, int]], early: _Early, count: DayCount, days: int) -> tuple[int, int]:
    """Return the number of the first working day that the ties allow, and the task that sets it."""
    begin, driver = 0, FREE
    for other, tie, lag in into:
        if tie is Tie.FINISH_START:
            found = count.before[early.after[other]] + lag
        elif tie is Tie.START_START:
            found = count.before[early.first[other]] + lag
        elif tie is Tie.FINISH_FINISH:
            found = count.before[early.after[other] - 1] + 1 + lag - days
        else:
            found = count.before[max(early.first[other] - 1, 0)] + 1 + lag - days
        if found > begin:
            begin, driver = found, other
    return begin, driver


def _later(found: tuple[int, int], other: int, reason: int) -> tuple[int, int]:
    begin, driver = found
    return (other, reason) if other > begin or (other == begin and driver == FREE) else found


def _remaining(days: int, actual: Actual) -> int:
    if actual.remaining_days is not None:
        return max(1, actual.remaining_days)
    return max(1, ceil(days * (WHOLE - actual.done_pct) / WHOLE - ROUNDING))


def _backward(net: Network, counts: list[DayCount], early: _Early) -> tuple[list[int], list[int]]:
    """Return latest ends, in working days of each task's calendar, and free float."""
    size = len(net.works)
    last = max(early.after, default=0)
    late_end, free = list(early.end), [0] * size
    for at in range(size - 1, -1, -1):
        if early.driver[at] == HAPPENED:
            continue
        count, length = counts[at], early.end[at] - early.begin[at]
        late = slack = count.before[last]
        for other, tie, lag in net.out[at]:
            from_start = tie in {Tie.START_START, Tie.START_FINISH}
            if early.driver[other] == HAPPENED or (from_start and early.begun[at]):
                continue
            more = length if from_start else 0
            longest = late_end[other] - early.end[other]
            ends = (early.begin[other], early.end[other])
            slack = min(slack, more + _allowed(tie, ends, lag, counts[other], count))
            ends = (ends[0] + longest, ends[1] + longest)
            late = min(late, more + _allowed(tie, ends, lag, counts[other], count))
        late_end[at], free[at] = late, slack - early.end[at]
    return late_end, free


def _allowed(tie: Tie, ends: tuple[int, int], lag: int, theirs: DayCount, own: DayCount) -> int:
    """Return the last end (FS, FF) or begin (SS, SF) of a task, in its own working days, that a tie allows."""
    begin, end = ends
    if tie is Tie.FINISH_START:
        return own.before[theirs.day[begin - lag]]
    if tie is Tie.FINISH_FINISH:
        return own.before[theirs.day[end - 1 - lag] + 1]
    if tie is Tie.START_START:
        return own.before[theirs.day[begin - lag] + 1] - 1
    return own.before[theirs.day[end - 1 - lag] + 2] - 1


def _check_actuals(happened: Mapping[str, Actual], net: Network, reckoned_on: date | None) -> None:
    findings = Findings()
    for code, actual in happened.items():
        if code not in net.position:
            findings.add(_wrong(code, "task_code", code, ("Không có nhiệm vụ này", "There is no such task")))
        if actual.end is not None and (actual.start is None or actual.end < actual.start):
            words = (
                "Ngày xong trước ngày bắt đầu, hoặc thiếu ngày bắt đầu: sửa báo cáo",
                "Finished before it started, or its start is missing: correct the report",
            )
            findings.add(_wrong(code, "actual_end", str(actual.end), words))
        for column, day in (("actual_start", actual.start), ("actual_end", actual.end)):
            if reckoned_on is not None and day is not None and day > reckoned_on:
                words = (
                    f"Sau ngày tính {reckoned_on}: bỏ hoặc sửa",
                    f"After the day of reckoning {reckoned_on}: correct it",
                )
                findings.add(_wrong(code, column, str(day), words))
    findings.raise_if_any()


def _wrong(code: str, column: str, value: str, words: tuple[str, str]) -> Problem:
    rule = "unknown-task" if column == "task_code" else "impossible-date"
    return Problem(rule, *words, "task_progress", code, column, value)


def _too_short(calendars: Calendars) -> Problem:
    last = calendars.date(calendars.span - 1)
    return Problem(
        "calendar-too-short",
        f"Lịch kết thúc ngày {last} trước khi hết việc: kéo dài lịch",
        f"The calendars end on {last}, before the work does: make them longer",
        "public_holiday",
        value=str(last),
    )
