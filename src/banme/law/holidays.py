"""Working days: Monday to Friday less public holidays, by year, from data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import pandas as pd

from banme.errors import InputError, Problem
from banme.law.marks import Mark
from banme.law.words import Words

HOLIDAY_COLUMNS = ("day", "kind", "name", "mark", "in_use")
ONE_DAY = timedelta(days=1)
SATURDAY = 5


class DayKind(StrEnum):
    """What a row of the holiday table says."""

    TET = "tet"
    """A day of the lunar new year holiday, as announced for the year, days in lieu included."""
    HUNG_KINGS = "hung_kings"
    """Tenth of the third lunar month."""
    NATIONAL_DAY_SECOND = "national_day_second"
    """The day beside 2 September, as announced for the year."""
    OTHER = "other"
    """A further public holiday of the year."""
    SWAPPED_OFF = "swapped_off"
    """A working day taken off in exchange."""
    SWAPPED_IN = "swapped_in"
    """The Saturday or Sunday worked in exchange."""


FIXED = (
    (1, 1, Words("Tết Dương lịch", "New Year's Day")),
    (4, 30, Words("Ngày Chiến thắng", "Victory Day")),
    (5, 1, Words("Ngày Quốc tế Lao động", "Labour Day")),
    (9, 2, Words("Quốc khánh", "National Day")),
)
"""Holidays on the same day every year: Labour Code 2019 Art. 112.1."""
NEEDED = {DayKind.TET: 5, DayKind.HUNG_KINGS: 1, DayKind.NATIONAL_DAY_SECOND: 1}
"""Rows without which a year is not complete."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """One row of the holiday table."""

    day: date
    kind: DayKind
    name: Words
    mark: Mark
    in_use: bool


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The working days of the years whose holidays are known.

    Attributes
    ----------
    years : frozenset of int
        Complete years; any other is refused.
    off : dict of date to Words
        Days from Monday to Friday that are not worked, and why.
    worked : frozenset of date
        Saturdays and Sundays worked in exchange.
    doubtful : tuple of Holiday
        Rows that are not verified and therefore left out of account.

    """

    years: frozenset[int]
    off: Mapping[date, Words]
    worked: frozenset[date]
    doubtful: tuple[Holiday, ...]

    @classmethod
    def of(cls, frame: pd.DataFrame) -> WorkingCalendar:
        """Read a frame with :data:`HOLIDAY_COLUMNS`.

        The four holidays with a fixed date are computed; a holiday that falls on a weekend is taken on the next working
        day (Labour Code 2019 Art. 111.3), except the lunar new year, whose days in lieu are announced.
        """
        rows = [
            Holiday(day, DayKind(kind), Words.of(str(name)), Mark(mark), bool(in_use))
            for day, kind, name, mark, in_use in frame[list(HOLIDAY_COLUMNS)].itertuples(index=False)
        ]
        used = [row for row in rows if row.in_use]
        years = frozenset(year for year in {row.day.year for row in used} if not _lacking(year, used))
        off = {row.day: row.name for row in used if row.kind in {DayKind.TET, DayKind.SWAPPED_OFF}}
        worked = frozenset(row.day for row in used if row.kind is DayKind.SWAPPED_IN)
        for day, name in _single_days(years, used):
            free = day
            while free.weekday() >= SATURDAY or free in off:
                free += ONE_DAY
            off[free] = name if free == day else _in_lieu(name)
        return cls(years, off, worked, tuple(row for row in rows if not row.in_use))

    def is_working(self, day: date) -> bool:
        """Tell whether a day is worked.

        Raises
        ------
        InputError
            When the holidays of its year are not known.

        """
        if day.year not in self.years:
            raise InputError([_missing_year(day.year)])
        return day in self.worked or (day.weekday() < SATURDAY and day not in self.off)

    def next_working(self, day: date) -> date:
        """Return the day itself if it is worked, else the next one that is."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def doubts(self, first: date, last: date) -> tuple[Holiday, ...]:
        """Return the rows left out of account between two days, both included."""
        return tuple(row for row in self.doubtful if first <= row.day <= last)


def _single_days(years: Iterable[int], rows: list[Holiday]) -> list[tuple[date, Words]]:
    single = {DayKind.HUNG_KINGS, DayKind.NATIONAL_DAY_SECOND, DayKind.OTHER}
    found = [(row.day, row.name) for row in rows if row.kind in single]
    found += [(date(year, month, day), name) for year in years for month, day, name in FIXED]
    # Days that fall on a working day are taken first, so that none of them is given away in lieu of another.
    return sorted(found, key=lambda each: (each[0].weekday() >= SATURDAY, each[0]))


def _lacking(year: int, rows: list[Holiday]) -> dict[DayKind, int]:
    counted = {kind: sum(row.kind is kind and row.day.year == year for row in rows) for kind in NEEDED}
    return {kind: need for kind, need in NEEDED.items() if counted[kind] < need}


def _in_lieu(name: Words) -> Words:
    return Words(f"Nghỉ bù {name.vi}", f"{name.en} (in lieu)")


def _missing_year(year: int) -> Problem:
    return Problem(
        rule="holiday-year-missing",
        table="public_holiday",
        row=str(year),
        vi=f"Chưa có đủ ngày nghỉ lễ năm {year}: nhập Tết (ít nhất 5 ngày), Giỗ Tổ Hùng Vương, ngày liền kề Quốc khánh",
        en=f"Holidays of {year} are not complete: enter Tết (at least 5 days), Hùng Kings, the day beside 2 September",
    )
