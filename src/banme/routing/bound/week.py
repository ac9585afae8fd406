"""What a week's rounds leave to be bounded: loads between one place and many, by trucks nobody else shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from banme.routing.bound.problem import CollectionProblem, Floats, TruckKind
from banme.routing.bound.solve import RouteBound, bound_rounds
from banme.routing.problem import HOUR_S, KM_M, Job, RoundsProblem, Shift


@dataclass(frozen=True, slots=True)
class Part:
    """Loads of trucks that share their work, all with one end in common.

    Attributes
    ----------
    hub : str
        Code of the place that all loads go to, or come from.
    collects : bool
        Whether they go there.
    jobs : tuple of str
    problem : CollectionProblem
    """

    hub: str
    collects: bool
    jobs: tuple[str, ...]
    problem: CollectionProblem


@dataclass(frozen=True, slots=True)
class WeekBound:
    """A lower bound on the cost of a week's rounds: the sum of its parts' bounds.

    Attributes
    ----------
    bound_vnd : float
    parts : tuple of (Part, RouteBound)
    """

    bound_vnd: float
    parts: tuple[tuple[Part, RouteBound], ...]


def bound_week(problem: RoundsProblem, jobs: Sequence[str], time_limit_s: float = 60.0) -> WeekBound:
    """Prove a lower bound on the cost of carrying the jobs named.

    Jobs that may share a truck, directly or by way of others, belong together; trucks of different groups differ, so
    the groups' bounds add up. Of each group only the loads to (or from) one place count, the place for which they cost
    most when carried alone: leaving loads out never makes rounds dearer, as every leg is taken at the least cost of any
    way between its ends. Hours cost at least those of driving, loading and unloading, and a truck's fixed cost at least
    its share of the shift for these.
    """
    parts = [_part(problem, group) for group in _groups(problem, jobs)]
    found = [(part, bound_rounds(part.problem, time_limit_s / len(parts))) for part in parts]
    return WeekBound(float(sum(max(0.0, bound.bound) for _, bound in found)), tuple(found))


def _groups(problem: RoundsProblem, jobs: Sequence[str]) -> list[list[Job]]:
    """Put together the jobs that some base could carry in one truck, and those joined to them by others."""
    every = {shift.base for shift in problem.shifts}
    groups: list[tuple[set[str], list[Job]]] = []
    named = set(jobs)
    for job in (job for job in problem.jobs if job.code in named):
        bases, mine = set(job.bases) & every if job.bases else set(every), [job]
        for other in [group for group in groups if group[0] & bases]:
            groups.remove(other)
            bases, mine = bases | other[0], other[1] + mine
        groups.append((bases, mine))
    return [mine for _, mine in groups]


def _part(problem: RoundsProblem, group: list[Job]) -> Part:
    at = problem.number_of()
    trucks: dict[tuple[str, str], list[Shift]] = {}
    for shift in problem.shifts:
        if any(not job.bases or shift.base in job.bases for job in group):
            trucks.setdefault((shift.type, shift.base), []).append(shift)
    costs = {key: _ways(problem, key[0], shifts) for key, shifts in trucks.items()}
    cheapest = np.min([ways for ways, _ in costs.values()], axis=0)
    ends: dict[tuple[str, bool], list[Job]] = {}
    for job in group:
        ends.setdefault((job.delivery, True), []).append(job)
        ends.setdefault((job.pickup, False), []).append(job)
    worth = {
        key: sum(cheapest[at[job.pickup], at[job.delivery]] * job.load_kg for job in jobs) for key, jobs in ends.items()
    }
    (hub, collects), jobs = max(ends.items(), key=lambda item: (worth[item[0]], item[0][1], item[0][0]))
    kinds = tuple(_kind(problem, key, jobs, costs[key], collects=collects) for key in sorted(trucks))
    demand = np.array([job.load_kg for job in jobs], dtype=float)
    codes = tuple(job.code for job in jobs)
    return Part(hub, collects, codes, CollectionProblem(codes, demand, kinds))


def _ways(problem: RoundsProblem, code: str, shifts: list[Shift]) -> tuple[Floats, float]:
    """Return the least cost of any way between two places, and what an hour at work costs at least."""
    kind = next(each for each in problem.types if each.code == code)
    shares = [shift.fixed_vnd / max(1, shift.hours.latest_s - shift.hours.earliest_s) * HOUR_S for shift in shifts]
    hourly = kind.cost_vnd_h + min(shares)
    tables = []
    for name in {shift.legs for shift in shifts}:
        legs = problem.legs[name]
        cost = legs.distance_m / KM_M * kind.cost_vnd_km + legs.time_s / HOUR_S * hourly
        tables.append(np.where(legs.distance_m < 0, np.inf, cost))
    least: Floats = np.min(tables, axis=0)
    np.fill_diagonal(least, 0.0)
    for via in range(least.shape[0]):
        least = np.minimum(least, least[:, via : via + 1] + least[via : via + 1, :])
    return least, hourly


def _kind(
    problem: RoundsProblem, key: tuple[str, str], jobs: list[Job], ways: tuple[Floats, float], *, collects: bool
) -> TruckKind:
    cost, hourly = ways
    at = problem.number_of()
    base, hub = at[key[1]], at[jobs[0].delivery if collects else jobs[0].pickup]
    stops = [at[job.pickup if collects else job.delivery] for job in jobs]
    service = np.array([(job.pickup_s + job.delivery_s) / HOUR_S * hourly for job in jobs])
    out, home = cost[hub, stops], cost[stops, hub]
    if collects:
        out = np.minimum(out, cost[base, stops])
    else:
        home = np.minimum(home, cost[stops, base])
    barred = np.where([bool(job.bases) and key[1] not in job.bases for job in jobs], np.inf, 0.0)
    legs = cost[np.ix_(stops, stops)] + (service + barred)[None, :]
    payload = next(each.payload_kg for each in problem.types if each.code == key[0])
    return TruckKind("/".join(key), float(payload), 0.0, None, out + service + barred, home, legs)
