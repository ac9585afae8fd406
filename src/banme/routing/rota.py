"""Which driver takes which round, so that no one's day or week is beyond the law."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from banme.routing.drivers import DriverRules
from banme.routing.plan import Round
from banme.routing.problem import RoundsProblem


@dataclass(slots=True)
class _Driver:
    code: str
    driven_s: int = 0
    free_from_s: int = -(10**9)
    rounds: list[Round] = field(default_factory=list)


def rota(problem: RoundsProblem, rounds: tuple[Round, ...]) -> tuple[Round, ...]:
    """Return the rounds with drivers: at each base, the one with fewest hours who may drive; else a new one.

    A driver begins a round only after the law's day of the round before has ended (24 h from its start, or a rest of
    ``rest_s``), and drives at most ``week_s`` in all. A round that has a driver keeps him.
    """
    bases = problem.shift()
    drivers: dict[str, list[_Driver]] = {}
    named: dict[str, str] = {}
    for each in sorted(rounds, key=lambda each: (each.start_s, -each.driving_s, each.shift)):
        base = bases[each.shift].base
        of_base = drivers.setdefault(base, [])
        driver = next((one for one in of_base if one.code == each.driver), None)
        if driver is None and each.driver:
            driver = _Driver(each.driver)
            of_base.append(driver)
        if driver is None:
            driver = _choose(problem.rules, of_base, each, base, {one.driver for one in rounds})
        driver.driven_s += each.driving_s
        driver.free_from_s = _free(problem.rules, each)
        named[each.shift] = driver.code
    return tuple(each if each.driver else replace(each, driver=named[each.shift]) for each in rounds)


def _choose(rules: DriverRules, drivers: list[_Driver], each: Round, base: str, taken: set[str]) -> _Driver:
    week = rules.week_s
    able = [
        one
        for one in drivers
        if one.free_from_s <= each.start_s and (week is None or one.driven_s + each.driving_s <= week)
    ]
    if able:
        return min(able, key=lambda one: (one.driven_s, one.code))
    number = len(drivers) + 1
    while f"{base}/{number}" in taken:
        number += 1
    driver = _Driver(f"{base}/{number}")
    drivers.append(driver)
    return driver


def _free(rules: DriverRules, each: Round) -> int:
    rested = each.end_s + rules.rest_s
    if each.end_s - each.start_s > rules.legal_day_s:  # where its last day began depends on the rests on the way
        return rested
    return min(max(each.start_s + rules.legal_day_s, each.end_s + rules.stop_s), rested)
