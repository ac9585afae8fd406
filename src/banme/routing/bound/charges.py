"""What hours, rests and trucks cost a round at least, told by its legs and its first and last stop alone.

The cost of a shift is kilometres, hours from start to end, and a fixed sum. Let T be the seconds driven in a shift and
S those of loading and unloading. Two things are sure of its hours:

- they are no less than T + S;
- every law's day but the last holds ``day_s`` of driving at most and :func:`gap_s` of not driving at least, so they
  are no less than T + gap * (ceil(T / day_s) - 1). The second term of a sum is at least the sum of the second terms, so
  that it may be charged to each round of the shift apart.

And two of the fixed sum F of a shift of H seconds, in which at most C can be driven (:func:`most_driving_s`): it is at
least F * (T + S) / H, at least F * T / C, and at least the sum over its rounds of F * u(T / C) for each function
u of :func:`share` (dual feasible functions, Fekete and Schepers 2001).

Truck and rests together cost at least T times the least of (F + rests of n days) / (most driving in n days).

A round drives at least as long as there and back to any of its stops alone; what grows with T is therefore charged by
half for its first stop and by half for its last.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from banme.routing.bound.problem import Floats
from banme.routing.drivers import DriverRules
from banme.routing.problem import HOUR_S, KM_M, RoundsProblem, Shift

SHARES = (1, 2, 3)
"""Dual feasible functions tried."""
Known = dict[tuple[str, frozenset[str]], tuple[Floats, Floats]]


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """One way to charge: VND a leg (places, places), a visit and half a round trip (stops)."""

    legs: Floats
    visit: Floats
    half: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Charges:
    """Shifts of one type, base, length and fixed cost: least kilometre cost and least time between all places.

    Attributes
    ----------
    shift : Shift
        One of them.
    legs, time_s : (places, places) floats
        VND for kilometres and hours, and seconds, of the cheapest and the quickest way over any places on any day;
        ``inf`` where there is none.
    hour_vnd : float
        An hour of the truck.
    most_s : float
        Most seconds that a shift can drive.
    rules : DriverRules

    """

    shift: Shift
    legs: Floats
    time_s: Floats
    hour_vnd: float
    most_s: float
    rules: DriverRules

    def options(self, round_trip_s: Floats, service_s: Floats) -> Iterator[Way]:
        """Yield ways to charge rounds with these stops; each is below what rounds cost, whichever is the dearest.

        Parameters
        ----------
        round_trip_s : (stops,) floats
            Least driving there and back to each stop alone.
        service_s : (stops,) floats
            Loading and unloading of each.

        """
        hours, fixed = self.time_s / HOUR_S, self.shift.fixed_vnd
        length_h = (self.shift.hours.latest_s - self.shift.hours.earliest_s) / HOUR_S
        none = np.zeros_like(service_s)
        at_work = fixed / length_h
        yield Way(self.legs + _times(hours, at_work), service_s / HOUR_S * (self.hour_vnd + at_work), none)
        trip = np.where(np.isfinite(round_trip_s), round_trip_s, 0.0)
        days = np.maximum(np.ceil(trip / self.rules.day_s) - 1.0, 0.0)
        rests = days * gap_s(self.rules) / HOUR_S * self.hour_vnd
        yield Way(self.legs + _times(hours, fixed / self.most_s * HOUR_S), none, rests / 2.0)
        yield Way(self.legs + _times(hours, self._slope()), none, none)
        for k in SHARES:
            truck = fixed * share(trip, self.most_s, k)
            yield Way(self.legs, none, (rests + truck) / 2.0)
            yield Way(self.legs, service_s / HOUR_S * self.hour_vnd, truck / 2.0)

    def _slope(self) -> float:
        """Return the least that truck and rests together cost an hour driven (VND)."""
        fixed, gap = self.shift.fixed_vnd, gap_s(self.rules) / HOUR_S * self.hour_vnd
        days = range(1, max(1, math.ceil(self.most_s / self.rules.day_s)) + 1)
        return min((fixed + gap * (day - 1)) / min(self.most_s, day * self.rules.day_s) for day in days) * HOUR_S


def charges(problem: RoundsProblem, shifts: list[Shift], known: Known) -> Charges:
    """Return the charges of shifts alike; ``known`` keeps what the same type and tables of legs gave before."""
    first = shifts[0]
    kind = problem.type()[first.type]
    key = (first.type, frozenset(shift.legs for shift in shifts))
    if key not in known:
        known[key] = ways(problem, first.type, key[1])
    legs, time_s = known[key]
    length_s = first.hours.latest_s - first.hours.earliest_s
    return Charges(first, legs, time_s, kind.cost_vnd_h, most_driving_s(problem.rules, length_s), problem.rules)


def ways(problem: RoundsProblem, type_code: str, tables: frozenset[str]) -> tuple[Floats, Floats]:
    """Return the least cost (VND, kilometres and hours) and the least seconds of any way between two places."""
    kind = problem.type()[type_code]
    costs, times = [], []
    for name in tables:
        legs = problem.legs[name]
        cost = legs.distance_m / KM_M * kind.cost_vnd_km + legs.time_s / HOUR_S * kind.cost_vnd_h
        costs.append(np.where(legs.distance_m < 0, np.inf, cost))
        times.append(np.where(legs.distance_m < 0, np.inf, legs.time_s.astype(float)))
    return _closed(np.min(costs, axis=0)), _closed(np.min(times, axis=0))


def _closed(least: Floats) -> Floats:
    np.fill_diagonal(least, 0.0)
    for via in range(least.shape[0]):
        least = np.minimum(least, least[:, via : via + 1] + least[via : via + 1, :])
    return least


def gap_s(rules: DriverRules) -> int:
    """Return the seconds without driving in a law's day that is not the last."""
    return min(rules.legal_day_s - rules.day_s, rules.rest_s)


def most_driving_s(rules: DriverRules, length_s: int) -> float:
    """Return the most seconds that one driver can drive within a shift of this length."""
    days, rest = divmod(length_s, rules.day_s + gap_s(rules))
    most = days * rules.day_s + min(rules.day_s, rest)
    return float(most if rules.week_s is None else min(most, rules.week_s))


def share(driven_s: Floats, most_s: float, k: int) -> Floats:
    """Return u(x) of x = driven / most: x where (k + 1) x is whole, else floor((k + 1) x) / k.

    The u of parts whose sum is 1 at most sum to 1 at most. Seconds are whole, so that the floor is exact.
    """
    scaled = (k + 1) * np.minimum(driven_s, most_s)
    floor = scaled // most_s
    found: Floats = np.where(scaled % most_s == 0, floor / (k + 1), floor / k)
    return found


def _times(hours: Floats, rate: float) -> Floats:
    return hours * rate if rate else np.zeros_like(hours)
