"""Working days as arrays: how many lie before a day, and which is the n-th."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from banme.law import WorkingCalendar
from banme.law.holidays import FIXED

SATURDAY, SUNDAY = 5, 6
DAYS_IN_YEAR = 366


class Days(StrEnum):
    """Days on which a task goes on."""

    WORKING = "working"
    """Monday to Friday less public holidays, weekend days worked in exchange included."""
    SIX_DAY = "six_day"
    """Monday to Saturday less public holidays."""
    EVERY = "every"
    """Every day."""


@dataclass(frozen=True, slots=True, eq=False)
class DayCount:
    """One calendar over a span of days, numbered from the proleptic ordinal ``first``.

    Attributes
    ----------
    first : int
        Ordinal of day 0 of the span.
    before : list of int, length span + 1
        ``before[d]`` working days lie before day ``d``: also the number of the first working day not before ``d``.
    day : list of int
        ``day[k]`` is the k-th working day, as a day of the span.

    """

    first: int
    before: list[int]
    day: list[int]


@dataclass(frozen=True, slots=True, eq=False)
class Calendars:
    """The three calendars over one span.

    Attributes
    ----------
    first : date
        Day 0.
    span : int
        Number of days.
    counts : dict of Days to DayCount
    reckoned_years : tuple of int
        Years whose holidays are not all announced: only the holidays with a fixed date are taken off there.

    """

    first: date
    span: int
    counts: Mapping[Days, DayCount]
    reckoned_years: tuple[int, ...]

    def number(self, day: date) -> int:
        """Return a day's number in the span."""
        return day.toordinal() - self.first.toordinal()

    def date(self, number: int) -> date:
        """Return the day of a number."""
        return self.first + timedelta(days=int(number))


def calendars(first: date, last: date, holidays: WorkingCalendar) -> Calendars:
    """Return the calendars from one day to another, both included.

    Years that ``holidays`` does not know are reckoned with the holidays of fixed date and named in the result.
    """
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    off = set(holidays.off)
    unknown = sorted({day.year for day in days} - holidays.years)
    off |= {date(year, month, number) for year in unknown for month, number, _ in FIXED}
    weekday = np.array([day.weekday() for day in days])
    free = np.array([day in off for day in days], dtype=bool)
    worked = np.array([day in holidays.worked for day in days], dtype=bool)
    return Calendars(
        first,
        len(days),
        {
            Days.WORKING: _count(first, ((weekday < SATURDAY) & ~free) | worked),
            Days.SIX_DAY: _count(first, ((weekday < SUNDAY) & ~free) | worked),
            Days.EVERY: _count(first, np.ones(len(days), dtype=bool)),
        },
        tuple(unknown),
    )


def _count(first: date, works: npt.NDArray[np.bool_]) -> DayCount:
    before = np.concatenate([[0], np.cumsum(works)])
    return DayCount(first.toordinal(), before.tolist(), np.flatnonzero(works).tolist())
