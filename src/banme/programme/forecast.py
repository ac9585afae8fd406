"""A schedule over as long a time as it takes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from banme.errors import InputError
from banme.law import WorkingCalendar
from banme.programme.calendar import calendars
from banme.programme.network import Actual, Network
from banme.programme.schedule import Timing, schedule

BEFORE = timedelta(days=400)
"""Room before the first day, so that ties with negative lags stay inside."""
FIRST_SPAN_DAYS = 3_650
LAST_DAY = date(9000, 12, 31)


def forecast(
    net: Network,
    holidays: WorkingCalendar,
    *,
    starts_on: date,
    actuals: Mapping[str, Actual] | None = None,
    reckoned_on: date | None = None,
) -> Timing:
    """Return :func:`banme.programme.schedule.schedule` on calendars that are made longer until the plan fits.

    Raises
    ------
    InputError
        As ``schedule`` does, and where the plan does not end before the year 9000.

    """
    happened = actuals or {}
    fixed = [starts_on, *[work.not_before for work in net.works if work.not_before is not None]]
    fixed += [day for each in happened.values() for day in (each.start, each.end) if day is not None]
    first = min(fixed) - BEFORE
    latest = max([*fixed, reckoned_on or starts_on])
    length = FIRST_SPAN_DAYS
    while True:
        last = LAST_DAY if length > (LAST_DAY - latest).days else latest + timedelta(days=length)
        span = calendars(first, last, holidays)
        try:
            return schedule(net, span, starts_on=starts_on, actuals=happened, reckoned_on=reckoned_on)
        except InputError as error:
            short = {one.rule for one in error.problems} == {"calendar-too-short"}
            if not short or last == LAST_DAY:
                raise
        length *= 4
