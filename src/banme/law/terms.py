"""Terms in days: calendar or working, with pauses that do not count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from banme.errors import Findings, Problem
from banme.law.holidays import ONE_DAY, WorkingCalendar


@dataclass(frozen=True, slots=True)
class Pause:
    """A request for supplements: the days after ``asked_on`` up to and including ``answered_on`` do not count.

    Without an answer the clock stands still.
    """

    asked_on: date
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class Counting:
    """How a term is counted.

    Attributes
    ----------
    days : int
        Length of the term.
    working : bool
        Whether only working days count.
    first_day_excluded : bool
        Whether counting begins on the day after the event (Civil Code 2015 Art. 147).
    end_moves : bool
        Whether a term that ends on a day off ends with the next working day (Art. 148.5).

    """

    days: int
    working: bool
    first_day_excluded: bool = True
    end_moves: bool = True


def due(start: date, counting: Counting, calendar: WorkingCalendar, pauses: Sequence[Pause] = ()) -> date | None:
    """Return the last day of a term that an event on ``start`` sets off; None while the clock stands still.

    Raises
    ------
    InputError
        When a pause ends before it begins, or a year's holidays are not known.

    """
    _check(pauses)
    day = start if counting.first_day_excluded else start - ONE_DAY
    left = counting.days
    while left:
        day += ONE_DAY
        if any(pause.answered_on is None and day > pause.asked_on for pause in pauses):
            return None
        if _paused(day, pauses) or (counting.working and not calendar.is_working(day)):
            continue
        left -= 1
    return calendar.next_working(day) if counting.end_moves else day


def elapsed(
    start: date, until: date, counting: Counting, calendar: WorkingCalendar, pauses: Sequence[Pause] = ()
) -> int:
    """Return how many days of a term have passed at the end of ``until``; pauses do not count."""
    _check(pauses)
    day = start if counting.first_day_excluded else start - ONE_DAY
    passed = 0
    while day < until:
        day += ONE_DAY
        stopped = any(pause.answered_on is None and day > pause.asked_on for pause in pauses)
        if stopped or _paused(day, pauses) or (counting.working and not calendar.is_working(day)):
            continue
        passed += 1
    return passed


def _paused(day: date, pauses: Sequence[Pause]) -> bool:
    return any(pause.answered_on is not None and pause.asked_on < day <= pause.answered_on for pause in pauses)


def _check(pauses: Sequence[Pause]) -> None:
    findings = Findings()
    for pause in pauses:
        if pause.answered_on is not None and pause.answered_on < pause.asked_on:
            findings.add(
                Problem(
                    rule="pause-ends-before-it-begins",
                    value=f"{pause.asked_on} – {pause.answered_on}",
                    vi="Ngày bổ sung xong trước ngày yêu cầu bổ sung: sửa một trong hai",
                    en="The supplement came before it was asked for: correct one of the two days",
                )
            )
    findings.raise_if_any()
