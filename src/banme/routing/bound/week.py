"""What a week's rounds leave to be bounded: loads between one place and many, by trucks nobody else shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from banme.progress import Progress
from banme.routing.bound.charges import Charges, Known, charges
from banme.routing.bound.problem import CollectionProblem, Floats, TruckKind
from banme.routing.bound.solve import RouteBound, bound_rounds
from banme.routing.precheck import alike
from banme.routing.problem import Job, RoundsProblem, Shift

MOST_STOPS = 60
"""Loads of one part up to which a bound is stated: beyond, pricing and checking take minutes."""


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
    shifts : tuple of str
        All shifts that may carry loads of the group the part is taken from; no other part's trucks are among them.
    problem : CollectionProblem
    """

    hub: str
    collects: bool
    jobs: tuple[str, ...]
    shifts: tuple[str, ...]
    problem: CollectionProblem


@dataclass(frozen=True, slots=True)
class WeekBound:
    """A lower bound on the cost of a week's rounds: the sum of its parts' bounds.

    Attributes
    ----------
    bound_vnd : float
        0 when nothing could be bounded.
    parts : tuple of (Part, RouteBound)
    too_many : tuple of str
        Codes of the jobs of groups with more than :data:`MOST_STOPS` loads at every common end: no bound for these.
    """

    bound_vnd: float
    parts: tuple[tuple[Part, RouteBound], ...]
    too_many: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """Jobs that may share trucks, directly or by way of others, with all the trucks: shifts alike in tuples."""

    jobs: tuple[Job, ...]
    trucks: tuple[tuple[Shift, ...], ...]


def bound_week(
    problem: RoundsProblem, jobs: Sequence[str], time_limit_s: float = 60.0, progress: Progress | None = None
) -> WeekBound:
    """Prove a lower bound on the cost of carrying the jobs named.

    Jobs that may share a truck's shift belong together; shifts of different groups differ, so the groups' bounds add
    up: a fleet of day trucks falls apart into days. A job that could go with several groups counts in none. Of each
    group only the loads to (or from) one place count, the place for which full trucks cost most: leaving loads out
    never makes rounds dearer, as every leg is taken at the least cost of any way between its ends. What hours and
    trucks cost at least is told in :mod:`banme.routing.bound.charges`.

    Parameters
    ----------
    problem : RoundsProblem
    jobs : sequence of str
        Codes of the jobs that a plan carries.
    time_limit_s : float
        Seconds, shared out over the parts; an early end proves less.
    progress : Progress, optional
        Told stage ``bound``; a listener may raise ``Stop``, which ends early.

    """
    known: Known = {}
    parts: list[Part] = []
    too_many: list[str] = []
    for group in _groups(problem, jobs):
        part = _part(problem, group, known)
        if part is None:
            too_many += [job.code for job in group.jobs]
        else:
            parts.append(part)
    found = [(part, bound_rounds(part.problem, time_limit_s / len(parts), progress)) for part in parts]
    return WeekBound(float(sum(max(0.0, bound.bound) for _, bound in found)), tuple(found), tuple(too_many))


def _groups(problem: RoundsProblem, jobs: Sequence[str]) -> list[_Group]:
    """Put together the jobs that some shift could both carry; a job that would join groups is left out instead."""
    trucks = alike(problem.shifts)
    named = set(jobs)
    fits = [
        ({at for at, alikes in enumerate(trucks) if _may_carry(problem, alikes[0], job)}, job)
        for job in problem.jobs
        if job.code in named
    ]
    groups: list[tuple[set[int], list[Job]]] = []
    for able, job in sorted(fits, key=lambda fit: len(fit[0])):
        touched = [group for group in groups if group[0] & able]
        if not touched:
            groups.append((set(able), [job]))
        elif len(touched) == 1:
            touched[0][0].update(able)
            touched[0][1].append(job)
    return [_Group(tuple(mine), tuple(trucks[at] for at in sorted(able))) for able, mine in groups]


def _may_carry(problem: RoundsProblem, shift: Shift, job: Job) -> bool:
    """Tell whether base, use, payload and hours leave it open that a shift carries a job; too often true is no harm."""
    hours, payload_kg = shift.hours, problem.type()[shift.type].payload_kg
    return (
        problem.may_carry(shift, job)
        and job.load_kg <= payload_kg
        and all(
            window.earliest_s <= hours.latest_s and window.latest_s >= hours.earliest_s
            for window in (job.pickup_window, job.delivery_window)
        )
    )


def _part(problem: RoundsProblem, group: _Group, known: Known) -> Part | None:
    ends: dict[tuple[str, bool], list[Job]] = {}
    for job in group.jobs:
        ends.setdefault((job.delivery, True), []).append(job)
        ends.setdefault((job.pickup, False), []).append(job)
    ends = {key: jobs for key, jobs in ends.items() if len(jobs) <= MOST_STOPS}
    if not ends or not group.trucks:
        return None
    kinds: dict[tuple[str, str, int, float], list[Shift]] = {}
    for alikes in group.trucks:
        first = alikes[0]
        length = first.hours.latest_s - first.hours.earliest_s
        kinds.setdefault((first.type, first.base, length, first.fixed_vnd), []).extend(alikes)
    made = {key: charges(problem, shifts, known) for key, shifts in kinds.items()}
    shifts = tuple(shift.code for alikes in group.trucks for shift in alikes)
    parts = []
    for (hub, collects), jobs in ends.items():
        trucks = tuple(_kind(problem, made[key], jobs, collects=collects) for key in sorted(made))
        codes = tuple(job.code for job in jobs)
        demand = np.array([job.load_kg for job in jobs], dtype=float)
        parts.append(Part(hub, collects, codes, shifts, CollectionProblem(codes, demand, trucks)))
    return max(parts, key=lambda part: (_worth(part.problem), part.collects, part.hub))


def _worth(problem: CollectionProblem) -> float:
    """Return what the loads cost at least if trucks could be filled with parts of loads."""
    alone = [
        np.where(problem.demand <= kind.capacity, kind.start_cost + kind.end_cost, np.inf) / kind.capacity
        for kind in problem.kinds
    ]
    return float((np.min(alone, axis=0) * problem.demand).sum())


def _kind(problem: RoundsProblem, charge: Charges, jobs: list[Job], *, collects: bool) -> TruckKind:
    """Return the trucks of a kind with the costs under which rounds of these loads are dearest, yet surely no less."""
    at = problem.number_of()
    shift = charge.shift
    base, hub = at[shift.base], at[jobs[0].delivery if collects else jobs[0].pickup]
    stops = [at[job.pickup if collects else job.delivery] for job in jobs]
    service_s = np.array([job.pickup_s + job.delivery_s for job in jobs], dtype=float)
    barred = np.where([problem.may_carry(shift, job) for job in jobs], 0.0, np.inf)
    payload = problem.type()[shift.type].payload_kg

    def ends(table: Floats) -> tuple[Floats, Floats]:
        out, home = table[hub, stops], table[stops, hub]
        return (np.minimum(out, table[base, stops]), home) if collects else (out, np.minimum(home, table[stops, base]))

    there_s, back_s = ends(charge.time_s)
    best: tuple[float, TruckKind] | None = None
    for way in charge.options(there_s + back_s, service_s):
        out, home = ends(way.legs)
        begin = out + way.visit + way.half + barred
        legs = way.legs[np.ix_(stops, stops)] + (way.visit + barred)[None, :]
        kind = TruckKind(f"{shift.type}/{shift.base}", float(payload), 0.0, None, begin, home + way.half, legs)
        alone = begin + kind.end_cost
        total = float(alone[np.isfinite(alone)].sum())
        if best is None or total > best[0]:
            best = (total, kind)
    if best is None:  # there is always the first way
        raise AssertionError
    return best[1]
