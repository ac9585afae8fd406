"""The critical path by walking the calendar a day at a time: slow, plain, and sharing nothing with the engine."""

from datetime import date, timedelta

from banme.law import WorkingCalendar
from banme.programme.calendar import Days

DAY = timedelta(days=1)
MONDAY = date(2024, 1, 8)


def holidays(*off):
    return WorkingCalendar(frozenset({2023, 2024, 2025, 2026}), dict.fromkeys(off), frozenset(), ())


def works(day, calendar, off):
    if calendar == Days.EVERY:
        return True
    return day.weekday() < (5 if calendar == Days.WORKING else 6) and day not in off


def up(day, calendar, off):
    while not works(day, calendar, off):
        day += DAY
    return day


def move(day, count, calendar, off):
    """Move a working day by a number of working days, forward or back."""
    step = DAY if count > 0 else -DAY
    for _ in range(abs(count)):
        day += step
        while not works(day, calendar, off):
            day += step
    return day


def last_day(start, days, calendar, off):
    return move(start, days - 1, calendar, off)


def earliest(tasks, links, start, off, held=None):
    """Push starts forward until every tie holds.

    tasks: {code: (days, calendar, not_before)}; links: [(before, after, tie, lag)]; held: {code: working days}.
    """
    begin = {}
    for code, (_, calendar, not_before) in tasks.items():
        begin[code] = up(max(start, not_before or start), calendar, off)
    delayed = set()
    while True:
        moved = False
        for before, after, tie, lag in links:
            days, calendar, _ = tasks[after]
            other = begin[before] if tie[0] == "S" else last_day(begin[before], *tasks[before][:2], off)
            moment = {"FS": other + DAY, "SS": other, "FF": other, "SF": other - DAY}[tie]
            needed = move(up(moment, calendar, off), lag, calendar, off)
            if tie[1] == "F":
                needed = move(needed, 1 - days, calendar, off)
            if needed > begin[after]:
                begin[after], moved = needed, True
        if moved:
            continue
        waiting = [code for code in (held or {}) if code not in delayed]
        if not waiting:
            break
        code = waiting[0]
        delayed.add(code)
        begin[code] = move(begin[code], held[code], tasks[code][1], off)
    return {code: (begin[code], last_day(begin[code], *tasks[code][:2], off)) for code in tasks}


def floats(tasks, links, start, off, most=40):
    """Return total and free float by delaying each task until the end, or any other task, moves."""
    plain = earliest(tasks, links, start, off)
    end = max(finish for _, finish in plain.values())
    total, free = {}, {}
    for code in tasks:
        for delay in range(1, most):
            late = earliest(tasks, links, start, off, {code: delay})
            if code not in free and (
                any(late[other] != plain[other] for other in tasks if other != code) or late[code][1] > end
            ):
                free[code] = delay - 1
            if max(finish for _, finish in late.values()) > end:
                total[code] = delay - 1
                break
    return total, free
