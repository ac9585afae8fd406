"""Puts one job into rounds that exist, where it costs least and every rule still holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from banme.routing.plan import LOAD, UNLOAD, Visit
from banme.routing.problem import Job
from banme.routing.timetable import Scheduler, Timetable


@dataclass(frozen=True, slots=True)
class Place:
    """Where a job goes: the shift, its new timetable, and what the plan then costs more (VND)."""

    shift: str
    timetable: Timetable
    extra_vnd: float


def best_in(scheduler: Scheduler, shift: str, visits: Sequence[Visit], job: Job, cost_vnd: float) -> Place | None:
    """Return the cheapest feasible place of a job in one round, None where there is none."""
    kind = scheduler.problem.type()[scheduler.problem.shift()[shift].type]
    loads = _loads(scheduler, visits)
    best: Place | None = None
    for first in range(len(visits) + 1):
        heaviest = 0
        for second in range(first, len(visits) + 1):
            heaviest = max(heaviest, loads[second])
            if heaviest + job.load_kg > kind.payload_kg:
                break
            order = [
                *visits[:first],
                Visit(job.code, LOAD),
                *visits[first:second],
                Visit(job.code, UNLOAD),
                *visits[second:],
            ]
            laid = scheduler.lay(shift, order)
            extra = laid.round.cost_vnd - cost_vnd
            if laid.feasible and (best is None or extra < best.extra_vnd):
                best = Place(shift, laid, extra)
    return best


def cheapest(
    scheduler: Scheduler, rounds: dict[str, tuple[Visit, ...]], costs: dict[str, float], job: Job, shifts: Iterable[str]
) -> Place | None:
    """Return the cheapest feasible place of a job among shifts; of unused shifts alike only the first is tried."""
    best: Place | None = None
    unused: set[tuple[object, ...]] = set()
    by_code = scheduler.problem.shift()
    for code in shifts:
        shift = by_code[code]
        if not scheduler.problem.may_carry(shift, job):
            continue
        visits = rounds.get(code, ())
        if not visits:
            key = (shift.base, shift.type, shift.hours, shift.fixed_vnd, shift.legs)
            if key in unused:
                continue
            unused.add(key)
        found = best_in(scheduler, code, visits, job, costs.get(code, 0.0))
        if found is not None and (best is None or found.extra_vnd < best.extra_vnd):
            best = found
    return best


def without(visits: Sequence[Visit], jobs: Iterable[str]) -> tuple[Visit, ...]:
    """Return the visits of all other jobs."""
    gone = set(jobs)
    return tuple(visit for visit in visits if visit.job not in gone)


def _loads(scheduler: Scheduler, visits: Sequence[Visit]) -> list[int]:
    """Return the load (kg) on leaving the base and after each visit."""
    jobs = scheduler.jobs
    loads = [0]
    for visit in visits:
        load = jobs[visit.job].load_kg
        loads.append(loads[-1] + (load if visit.action == LOAD else -load))
    return loads
