"""A plan of many tasks scheduled anew, beside the same network solved plainly with networkx-like dictionaries.

    ./run bench programme --tasks 10000

Prints CPU seconds of the whole recomputation (check, order, both passes) and of the plain alternative, and whether the
two agree. The plain alternative walks dictionaries of dates, finds working days one at a time, and has no calendars but
Monday to Friday: what one writes in an afternoon.
"""

from __future__ import annotations

import argparse
import random
import time
from datetime import date, timedelta

from banme.law import WorkingCalendar
from banme.programme import Link, Tie, Work, calendars, network, schedule

START = date(2024, 1, 1)
LAST = date(2190, 12, 31)
DAY = timedelta(days=1)


def made_up(tasks: int, seed: int) -> tuple[list[Work], list[Link]]:
    """Return tasks in layers, each waiting for one to three of the hundred before it."""
    dice = random.Random(seed)
    works = [Work(f"t{number}", dice.randint(1, 30)) for number in range(tasks)]
    links = []
    for number in range(1, tasks):
        others = {dice.randrange(max(0, number - 100), number) for _ in range(dice.randint(1, 3))}
        links += [
            Link(f"t{other}", f"t{number}", Tie.FINISH_START, dice.choice([0, 0, 0, 2, -1])) for other in sorted(others)
        ]
    return works, links


def plain(works: list[Work], links: list[Link]) -> date:
    """Return the last day of the plan by dictionaries of dates, a day at a time."""

    def working(day: date) -> bool:
        return day.weekday() < 5

    def moved(day: date, count: int) -> date:
        step = DAY if count >= 0 else -DAY
        for _ in range(abs(count)):
            day += step
            while not working(day):
                day += step
        return day

    before: dict[str, list[Link]] = {work.code: [] for work in works}
    for link in links:
        before[link.after].append(link)
    finish: dict[str, date] = {}
    for work in works:
        start = START
        for link in before[work.code]:
            ready = finish[link.before] + DAY
            while not working(ready):
                ready += DAY
            start = max(start, moved(ready, link.lag_days))
        finish[work.code] = moved(start, work.days - 1)
    return max(finish.values())


def main() -> None:
    """Measure both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    works, links = made_up(asked.tasks, asked.seed)
    weekdays = WorkingCalendar(frozenset(range(START.year, LAST.year + 1)), {}, frozenset(), ())
    began = time.process_time()
    span = calendars(START, LAST, weekdays)
    laid = time.process_time()
    net = network(works, links)
    checked = time.process_time()
    timing = schedule(net, span, starts_on=START)
    done = time.process_time()
    end = plain(works, links)
    walked = time.process_time()
    print(f"{len(works)} tasks, {len(links)} ties, end {timing.ends_on}, critical {len(timing.critical)}")
    print(f"calendars once      {laid - began:7.3f} s CPU")
    print(f"check and order     {checked - laid:7.3f} s CPU")
    print(f"both passes         {done - checked:7.3f} s CPU")
    print(f"recomputed, total   {done - laid:7.3f} s CPU")
    print(f"plain, forward only {walked - done:7.3f} s CPU, {'same end' if end == timing.ends_on else f'end {end}'}")


if __name__ == "__main__":
    main()
