"""Jobs that no truck can carry, named with the reason before any search; loads split into several on request."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from banme.errors import Problem
from banme.routing.plan import LOAD, UNLOAD, Unassigned, Visit
from banme.routing.problem import HOUR_S, Job, RoundsProblem, Shift
from banme.routing.timetable import KG_T, Scheduler, Timetable

ORDER = ("overload", "no-way", "late", "driver-week", "after-shift")
"""Which fault speaks for a job that breaks several rules."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Shifts alike (one base, type, hours, legs) that can carry a job alone, and what that costs."""

    shifts: tuple[str, ...]
    cost_vnd: float


@dataclass(frozen=True, slots=True)
class Precheck:
    """What every job can be carried by, and the jobs that nothing can carry."""

    fits: dict[str, tuple[Fit, ...]]
    impossible: tuple[Unassigned, ...]


def alike(shifts: tuple[Shift, ...]) -> list[tuple[Shift, ...]]:
    """Return the shifts in groups that differ in nothing but the truck's number."""
    groups: dict[tuple[object, ...], list[Shift]] = {}
    for shift in shifts:
        key = (shift.base, shift.type, shift.hours, shift.fixed_vnd, shift.legs)
        groups.setdefault(key, []).append(shift)
    return [tuple(group) for group in groups.values()]


def precheck(problem: RoundsProblem) -> Precheck:
    """Lay each job alone on each kind of shift, and name the jobs that fit none.

    Returns
    -------
    Precheck
        A job is impossible when it is too heavy for every truck that may carry it, has no way to or from its places,
        cannot begin within its windows, or takes longer than a shift or a driver's week.

    """
    scheduler = Scheduler(problem)
    groups = alike(problem.shifts)
    fits: dict[str, tuple[Fit, ...]] = {}
    impossible = []
    for job in problem.jobs:
        found, tried = [], []
        for group in groups:
            if not problem.may_carry(group[0], job):
                continue
            laid = scheduler.lay(group[0].code, (Visit(job.code, LOAD), Visit(job.code, UNLOAD)))
            tried.append((group[0], laid))
            if laid.feasible:
                found.append(Fit(tuple(shift.code for shift in group), laid.round.cost_vnd))
        fits[job.code] = tuple(sorted(found, key=lambda fit: fit.cost_vnd))
        if not found:
            impossible.append(Unassigned(job.code, _reason(problem, job, tried)))
    return Precheck(fits, tuple(impossible))


def _reason(problem: RoundsProblem, job: Job, tried: list[tuple[Shift, Timetable]]) -> Problem:
    if not tried:
        vi = "Không có xe nào của điểm và loại được phép chở đơn này: thêm xe ở đội xe của điểm"
        en = "No truck of the base and type that may carry the job: add trucks to the base's fleet"
        return Problem("no-truck", vi, en, "job", job.code, "bases", ", ".join((*job.bases, job.use)).strip(", "))
    rules = [{fault.rule for fault in laid.faults} for _, laid in tried]
    lightest = min(rules, key=lambda broken: (len(broken), min(map(_rank, broken))))
    rule = min(lightest, key=_rank)
    excess = min(fault.excess for _, laid in tried for fault in laid.faults if fault.rule == rule)
    return say(rule, problem, job, excess)


def _rank(rule: str) -> int:
    return ORDER.index(rule) if rule in ORDER else len(ORDER)


def say(rule: str, problem: RoundsProblem, job: Job, excess: int) -> Problem:
    """Return the words of one reason why a job is not carried, with the repair."""
    types = problem.type()
    most = max((types[s.type].payload_kg for s in problem.shifts if problem.may_carry(s, job)), default=0)
    hours = excess / HOUR_S
    late = f"{hours:.1f}".replace(".", ",")
    texts = {
        "overload": (
            "too-heavy",
            (
                f"Nặng hơn mọi xe (lớn nhất chở {most / KG_T:g} t): chia thành {_parts(job, most)} đơn, "
                "hoặc thêm xe lớn hơn"
            ),
            (
                f"Heavier than every truck carries (most {most / KG_T:g} t): split it into {_parts(job, most)} "
                "jobs, or add a larger truck"
            ),
        ),
        "no-way": (
            "unreachable",
            "Không có đường cho xe giữa điểm đỗ, nơi lấy và nơi giao: mở đường hoặc nối đường",
            "No way for a truck between base, pickup and delivery: open or join up a road",
        ),
        "late": (
            "window-closed",
            f"Khung giờ đã đóng trước khi xe kịp đến (trễ ít nhất {late} giờ): nới khung giờ",
            f"The window closes before a truck can be there (at least {hours:.1f} h late): widen the window",
        ),
        "driver-week": (
            "driver-week",
            (
                f"Một chuyến đi về vượt số giờ lái trong tuần của một lái xe {late} giờ: đổi lái giữa đường hoặc "
                "trung chuyển"
            ),
            f"One return trip is {hours:.1f} h beyond a driver's week: change drivers on the way, or transship",
        ),
        "after-shift": (
            "shift-too-short",
            f"Một chuyến đi về dài hơn ca xe {late} giờ: kéo dài ca, hoặc dùng xe chạy nhiều ngày",
            f"One return trip is {hours:.1f} h longer than the shift: lengthen it, or use a truck for several days",
        ),
    }
    name, vi, en = texts.get(rule, (rule, f"Không xếp được ({rule})", f"Cannot be placed ({rule})"))
    return Problem(name, vi, en, "job", job.code, value=f"{job.load_kg / KG_T:g} t, {job.pickup} → {job.delivery}")


def _parts(job: Job, most_kg: int) -> str:
    return str(math.ceil(job.load_kg / most_kg)) if most_kg else "?"


def split_heavy(problem: RoundsProblem) -> RoundsProblem:
    """Return the problem with every job too heavy for the largest truck that may carry it cut into equal loads.

    The parts are ``CODE.1``, ``CODE.2`` ...; handling time is shared out in proportion.
    """
    return problem.with_jobs(tuple(part for job in problem.jobs for part in _split(problem, job)))


def _split(problem: RoundsProblem, job: Job) -> Iterator[Job]:
    types = problem.type()
    most = max((types[s.type].payload_kg for s in problem.shifts if problem.may_carry(s, job)), default=0)
    parts = math.ceil(job.load_kg / most) if most else 1
    if parts <= 1:
        yield job
        return
    share = [job.load_kg // parts + (number < job.load_kg % parts) for number in range(parts)]
    for number, load in enumerate(share, 1):
        yield replace(
            job,
            code=f"{job.code}.{number}",
            load_kg=load,
            pickup_s=math.ceil(job.pickup_s * load / job.load_kg),
            delivery_s=math.ceil(job.delivery_s * load / job.load_kg),
        )
