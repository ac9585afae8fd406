"""Changes of a plan that exists: urgent jobs, lost trucks, moved jobs. What need not change stays as it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from banme.errors import InputError, Problem
from banme.routing.insertion import best_in, cheapest, without
from banme.routing.plan import LOAD, UNLOAD, Plan, Round, Unassigned, Visit
from banme.routing.precheck import precheck
from banme.routing.problem import Job, RoundsProblem
from banme.routing.rota import rota
from banme.routing.solve import no_room
from banme.routing.timetable import Fault, Scheduler, Timetable


@dataclass(frozen=True, slots=True)
class Replanned:
    """A plan after changes: the problem it now answers, and the shifts whose rounds are new or other than before."""

    problem: RoundsProblem
    plan: Plan
    changed: tuple[str, ...]


def replan(
    problem: RoundsProblem,
    plan: Plan,
    *,
    new_jobs: tuple[Job, ...] = (),
    lost_trucks: Collection[str] = (),
    pinned: Collection[str] = (),
) -> Replanned:
    """Take jobs in and trucks out; only the rounds that gain or lose a job change.

    Parameters
    ----------
    problem, plan
        What was planned.
    new_jobs : tuple of Job
        Urgent jobs; each goes where it costs least.
    lost_trucks : codes of trucks
        Their jobs go elsewhere, heaviest first.
    pinned : codes of shifts
        Rounds that must not change, even where that would be cheaper.

    Returns
    -------
    Replanned
        Every other round is the very one of ``plan``.

    Raises
    ------
    InputError
        Naming lost trucks and pinned shifts that do not exist, and pinned rounds of lost trucks.

    """
    _require(problem, lost_trucks, pinned)
    changed_problem = replace(
        problem,
        jobs=(*problem.jobs, *new_jobs),
        shifts=tuple(shift for shift in problem.shifts if shift.truck not in set(lost_trucks)),
    )
    here = changed_problem.shift()
    kept = {each.shift: each for each in plan.rounds if each.shift in here}
    stranded = {job for each in plan.rounds if each.shift not in here for job in each.jobs}
    waiting = stranded | {job.code for job in new_jobs} | {each.job for each in plan.unassigned}
    scheduler, checked = Scheduler(changed_problem), precheck(changed_problem)
    impossible = {each.job: each for each in checked.impossible}
    rounds = dict(kept)
    left: list[Unassigned] = [impossible[code] for code in sorted(waiting) if code in impossible]
    free = [code for code in here if code not in set(pinned)]
    jobs = [job for job in changed_problem.jobs if job.code in waiting and job.code not in impossible]
    for job in sorted(jobs, key=lambda job: (-job.load_kg, job.code)):
        place = cheapest(
            scheduler,
            {code: each.visits for code, each in rounds.items()},
            {code: each.cost_vnd for code, each in rounds.items()},
            job,
            free,
        )
        if place is None:
            left.append(no_room(changed_problem, job))
        else:
            before = rounds.get(place.shift)
            rounds[place.shift] = replace(place.timetable.round, driver=before.driver if before else "")
    return _finish(changed_problem, plan, rounds, tuple(left))


def _finish(problem: RoundsProblem, plan: Plan, rounds: dict[str, Round], left: tuple[Unassigned, ...]) -> Replanned:
    ordered = tuple(rounds[shift.code] for shift in problem.shifts if shift.code in rounds)
    new = Plan(rota(problem, _free_overworked(problem, plan, ordered)), left)
    old = plan.round_of()
    changed = tuple(each.shift for each in new.rounds if old.get(each.shift) != each)
    return Replanned(problem, new, changed)


def _free_overworked(problem: RoundsProblem, plan: Plan, rounds: tuple[Round, ...]) -> tuple[Round, ...]:
    """Take the driver off a changed round where the change would bring him beyond his week or into his rest."""
    old = plan.round_of()
    week = problem.rules.week_s
    driven: dict[str, int] = {}
    for each in rounds:
        driven[each.driver] = driven.get(each.driver, 0) + each.driving_s
    made = []
    for each in rounds:
        other = old.get(each.shift) != each
        over = week is not None and driven[each.driver] > week
        made.append(replace(each, driver="") if other and (over or _longer(each, old.get(each.shift))) else each)
    return tuple(made)


def _longer(each: Round, before: Round | None) -> bool:
    return before is None or each.start_s < before.start_s or each.end_s > before.end_s


def _require(problem: RoundsProblem, lost_trucks: Collection[str], pinned: Collection[str]) -> None:
    trucks, shifts = {shift.truck for shift in problem.shifts}, problem.shift()
    vi, en = "Không có xe hoặc ca này trong kế hoạch.", "The plan has no such truck or shift."
    found = [Problem("unknown-truck", vi, en, "shift", code) for code in lost_trucks if code not in trucks]
    found += [Problem("unknown-truck", vi, en, "shift", code) for code in pinned if code not in shifts]
    vi, en = "Ca bị ghim thuộc xe bị mất: bỏ ghim.", "A pinned round is on a lost truck: unpin it."
    gone = set(lost_trucks)
    found += [
        Problem("pinned-and-lost", vi, en, "shift", code)
        for code in pinned
        if code in shifts and shifts[code].truck in gone
    ]
    if found:
        raise InputError(found)


@dataclass(frozen=True, slots=True)
class Moved:
    """A job moved by hand: the plan that results, the cost before and after, and the rules it breaks by shift."""

    plan: Plan
    before_vnd: float
    after_vnd: float
    faults: dict[str, tuple[Fault, ...]]


def move(problem: RoundsProblem, plan: Plan, job: str, shift: str) -> Moved:
    """Put a job on another truck, at its cheapest place there; where no place is allowed, at the end, faults named.

    Raises
    ------
    InputError
        When there is no such job or shift.

    """
    jobs, shifts = problem.job(), problem.shift()
    if job not in jobs or shift not in shifts:
        vi, en = "Không có đơn hoặc ca này.", "There is no such job or shift."
        raise InputError([Problem("unknown-move", vi, en, "job", job, value=shift)])
    scheduler = Scheduler(problem)
    rounds = plan.round_of()
    faults: dict[str, tuple[Fault, ...]] = {}
    for code, each in list(rounds.items()):
        if job in each.jobs:
            rest = without(each.visits, [job])
            del rounds[code]
            if rest:
                laid = scheduler.lay(code, rest)
                rounds[code] = replace(laid.round, driver=each.driver)
                faults[code] = laid.faults
    there = rounds.get(shift)
    visits, cost = (there.visits, there.cost_vnd) if there else ((), 0.0)
    place = best_in(scheduler, shift, visits, jobs[job], cost)
    laid = place.timetable if place else _at_end(scheduler, shift, visits, job)
    rounds[shift] = replace(laid.round, driver=there.driver if there else "")
    faults[shift] = laid.faults
    ordered = tuple(rounds[each.code] for each in problem.shifts if each.code in rounds)
    left = tuple(each for each in plan.unassigned if each.job != job)
    moved = Plan(rota(problem, ordered), left)
    return Moved(moved, plan.cost_vnd, moved.cost_vnd, {code: found for code, found in faults.items() if found})


def _at_end(scheduler: Scheduler, shift: str, visits: tuple[Visit, ...], job: str) -> Timetable:
    return scheduler.lay(shift, (*visits, Visit(job, LOAD), Visit(job, UNLOAD)))
