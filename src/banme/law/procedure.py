"""The procedure to establish or expand a cluster, as deadlines."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise

from banme.errors import InputError, Problem
from banme.law.holidays import Holiday, WorkingCalendar
from banme.law.regime import Regime
from banme.law.terms import Counting, Pause, due, elapsed
from banme.law.words import Words


class State(StrEnum):
    """How a step stands on the day asked for."""

    DONE = "done"
    LATE = "late"
    """Done after its deadline."""
    OPEN = "open"
    OVERDUE = "overdue"
    PAUSED = "paused"
    PROJECTED = "projected"
    """Not begun; dates reckoned from the deadline of the step before."""
    UNKNOWN = "unknown"
    """No deadline can be given: the step before stands still, or a year's holidays are missing."""

    @property
    def label(self) -> Words:
        """What the state is called."""
        return _LABELS[self]


_LABELS = {
    State.DONE: Words("Đúng hạn", "Done in time"),
    State.LATE: Words("Xong trễ hạn", "Done late"),
    State.OPEN: Words("Đang thực hiện", "Under way"),
    State.OVERDUE: Words("Quá hạn", "Overdue"),
    State.PAUSED: Words("Tạm dừng chờ bổ sung", "Paused for supplements"),
    State.PROJECTED: Words("Dự kiến", "Projected"),
    State.UNKNOWN: Words("Chưa tính được", "Not known"),
}


@dataclass(frozen=True, slots=True)
class StepRule:
    """A step: its number, name, the keys of its term and of the body that acts, and whether only working days count."""

    number: int
    code: str
    name: Words
    term_key: str
    body_key: str
    working: bool


STEPS = (
    StepRule(
        1,
        "notice",
        Words("Thông báo công khai việc tiếp nhận", "Public notice of receipt"),
        "cluster.clock.notice_wd",
        "cluster.authority.receive",
        working=True,
    ),
    StepRule(
        2,
        "window",
        Words("Nhận hồ sơ của các doanh nghiệp khác", "Reception window"),
        "cluster.clock.window_days",
        "cluster.authority.receive",
        working=False,
    ),
    StepRule(
        3,
        "compile",
        Words("Lập hồ sơ, gửi Sở Công Thương", "Compile the file and send it on"),
        "cluster.clock.compile_wd",
        "cluster.authority.receive",
        working=True,
    ),
    StepRule(
        4,
        "appraise",
        Words("Thẩm định, báo cáo UBND tỉnh", "Appraisal and report"),
        "cluster.clock.appraisal_days",
        "cluster.authority.appraise",
        working=False,
    ),
    StepRule(
        5,
        "decide",
        Words("Quyết định", "Decision"),
        "cluster.clock.decision_wd",
        "cluster.authority.decide",
        working=True,
    ),
)
"""Decree 32/2024 Art. 10."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What has happened to a file.

    Attributes
    ----------
    first_request_on : date
        The day the first request arrived.
    done_on : dict of str to date
        Day on which a step was finished, by its code (``notice``, ``compile``, ``appraise``, ``decide``). The window
        closes by itself.
    complete_on : date or None
        The day the appraising body held the complete file, which sets off the appraisal; that of ``compile`` if None.
    pauses : tuple of Pause
        Requests for supplements during the appraisal.

    """

    first_request_on: date
    done_on: Mapping[str, date] = field(default_factory=dict)
    complete_on: date | None = None
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """One step of a file.

    Attributes
    ----------
    rule : StepRule
        The step.
    body : Words
        Who acts.
    article : str
        Where the term stands.
    days : int
        Length of the term.
    starts_on, due_on, done_on : date or None
        The event that sets it off, its last day, and the day it was done.
    state : State
        How it stands.
    days_used : int or None
        Days of the term that had passed on the day asked for (or when it was done); None before it begins.

    """

    rule: StepRule
    body: Words
    article: str
    days: int
    starts_on: date | None
    due_on: date | None
    done_on: date | None
    state: State
    days_used: int | None


@dataclass(frozen=True, slots=True)
class Schedule:
    """The deadlines of a file as at a day.

    Attributes
    ----------
    day : date
        The day asked for.
    deadlines : tuple of Deadline
        The five steps.
    doubts : tuple of Holiday
        Holiday rows in their span that are not verified and were left out of account.
    missing_years : tuple of Problem
        Years whose holidays are not complete: deadlines that reach into them are unknown, not guessed.

    """

    day: date
    deadlines: tuple[Deadline, ...]
    doubts: tuple[Holiday, ...]
    missing_years: tuple[Problem, ...] = ()


def schedule(case: CaseFile, regime: Regime, calendar: WorkingCalendar, today: date) -> Schedule:
    """Return the deadlines of a file.

    Raises
    ------
    InputError
        When a term or the way of counting may not be used under this regime, or when days stand out of order.

    """
    _check_terms(regime)
    _check_order(case)
    found: list[Deadline] = []
    start: date | None = case.first_request_on
    begun = True
    missing: list[Problem] = []
    for rule in STEPS:
        try:
            deadline = _deadline(rule, (case, regime, calendar), (start, begun), today)
        except InputError as error:
            missing += error.problems
            deadline = _deadline(rule, (case, regime, calendar), (None, False), today)
        found.append(deadline)
        start, begun = _next_start(rule, deadline, case, today)
    last = max((each.due_on for each in found if each.due_on is not None), default=case.first_request_on)
    return Schedule(today, tuple(found), calendar.doubts(case.first_request_on, last), tuple(missing))


def _deadline(
    rule: StepRule,
    given: tuple[CaseFile, Regime, WorkingCalendar],
    begin: tuple[date | None, bool],
    today: date,
) -> Deadline:
    case, regime, calendar = given
    start, begun = begin
    parameter = regime.parameters[rule.term_key]
    counting = _counting(rule, regime)
    done = case.done_on.get(rule.code)
    pauses = case.pauses if rule.code == "appraise" else ()
    end, state, used = None, State.UNKNOWN, None
    if start is not None:
        end = due(start, counting, calendar, pauses)
        if rule.code == "window" and begun and end is not None and end < today:
            done = end
        state = _state(end, done, today, begun=begun)
        if begun:
            used = min(elapsed(start, max(done or today, start), counting, calendar, pauses), _most(rule, counting))
    return Deadline(rule, regime.text(rule.body_key), parameter.article, counting.days, start, end, done, state, used)


def _next_start(rule: StepRule, deadline: Deadline, case: CaseFile, today: date) -> tuple[date | None, bool]:
    """Return the event that sets off the next step, and whether it has happened."""
    if rule.code == "compile" and case.complete_on is not None:
        return case.complete_on, True
    if deadline.done_on is not None:
        return deadline.done_on, True
    if deadline.due_on is None:
        return None, False
    return max(deadline.due_on, today) if deadline.state is State.OVERDUE else deadline.due_on, False


def _state(end: date | None, done: date | None, today: date, *, begun: bool) -> State:
    if done is not None:
        return State.LATE if end is not None and done > end else State.DONE
    if end is None:
        return State.PAUSED
    if not begun:
        return State.PROJECTED
    return State.OVERDUE if today > end else State.OPEN


def _most(rule: StepRule, counting: Counting) -> int:
    """Days that can be used: the window closes by itself, other steps can run over."""
    return counting.days if rule.code == "window" else sys.maxsize


def _counting(rule: StepRule, regime: Regime) -> Counting:
    return Counting(
        days=int(regime.number(rule.term_key)),
        working=rule.working,
        first_day_excluded=regime.number("time.first_day_excluded") > 0,
        end_moves=regime.number("time.end_moves_to_working_day") > 0,
    )


def _check_terms(regime: Regime) -> None:
    needed = [rule.term_key for rule in STEPS] + [rule.body_key for rule in STEPS]
    needed += ["time.first_day_excluded", "time.end_moves_to_working_day"]
    lacking = [key for key in dict.fromkeys(needed) if regime.find(key) is None]
    if lacking:
        raise InputError(
            [
                Problem(
                    rule="rule-not-usable",
                    table="rule_parameter",
                    row=key,
                    value=regime.standing(key),
                    vi=f"Ngày {regime.day:%d/%m/%Y} chưa có thời hạn, cơ quan đã đối chiếu: nhập kèm nguồn, hoặc bật",
                    en=f"On {regime.day} no verified term or body is known: enter it with its source, or adopt it",
                )
                for key in lacking
            ]
        )


def _check_order(case: CaseFile) -> None:
    days = [("first_request_on", case.first_request_on)]
    days += [(code, case.done_on[code]) for code in ("notice", "compile") if code in case.done_on]
    if case.complete_on is not None:
        days.append(("complete_on", case.complete_on))
    days += [(code, case.done_on[code]) for code in ("appraise", "decide") if code in case.done_on]
    problems = [
        Problem(
            rule="steps-out-of-order",
            column=later,
            value=f"{second} < {first}",
            vi=f"Ngày của '{later}' trước ngày của '{earlier}': sửa một trong hai",
            en=f"The day of '{later}' is before that of '{earlier}': correct one of the two",
        )
        for (earlier, first), (later, second) in pairwise(days)
        if second < first
    ]
    if problems:
        raise InputError(problems)
