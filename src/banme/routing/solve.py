"""From jobs and trucks to a week's rounds: checked first, split into groups, searched, laid, completed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from banme.progress import Progress
from banme.routing.insertion import cheapest, without
from banme.routing.plan import Plan, Unassigned, Visit
from banme.routing.precheck import Precheck, precheck, say
from banme.routing.problem import DAY_S, Job, RoundsProblem, Shift, TruckType
from banme.routing.rota import rota
from banme.routing.search import SearchOptions, search
from banme.routing.timetable import Scheduler, Timetable

TIDIED_JOBS = 40
"""Groups up to this size are improved once more by the exact timetable; beyond it that takes too long."""
LEAST_SAVING_VND = 1.0
Group = tuple[str, int, int, str]
"""A base, the first and last day of its shifts, and what its trucks are used for: what is searched at once."""


def solve(problem: RoundsProblem, options: SearchOptions | None = None, progress: Progress | None = None) -> Plan:
    """Return rounds that carry every job that can be carried, every rule kept.

    Jobs that no truck can carry are named first. The others go, base by base and day by day, to PyVRP; its rounds are
    laid along time with breaks; a job that then breaks a rule is put where it costs least, and is left over only where
    no truck can take it.

    Parameters
    ----------
    problem : RoundsProblem
        The week.
    options : SearchOptions, optional
        Iterations a group, seed.
    progress : Progress, optional
        Told stage ``rounds`` after every group; a listener may raise ``Stop``.

    """
    told, chosen = progress or Progress(), options or SearchOptions()
    checked = precheck(problem)
    work = _Work(problem, checked)
    groups = _groups(problem, checked)
    for number, (group, jobs) in enumerate(groups.items(), 1):
        work.search(_shifts_of(problem, group), jobs, chosen)
        told.tell("rounds", number / len(groups), message=f"{group[0]}: {len(jobs)}")
    work.complete()
    return work.plan(checked.impossible)


@dataclass(slots=True)
class _Work:
    """The rounds as they grow."""

    problem: RoundsProblem
    checked: Precheck
    laid: dict[str, Timetable] = field(default_factory=dict)
    left: list[Job] = field(default_factory=list)
    scheduler: Scheduler = field(init=False)

    def __post_init__(self) -> None:
        self.scheduler = Scheduler(self.problem)

    def search(self, shifts: tuple[Shift, ...], jobs: list[Job], options: SearchOptions) -> None:
        """Search one group; what breaks a rule once laid is kept for :meth:`complete`."""
        alone = {job.code: self.checked.fits[job.code][0].cost_vnd for job in jobs}
        found = search(self.problem, shifts, jobs, alone, options)
        carried: set[str] = set()
        for shift, visits in found.visits.items():
            kept = self._keep(shift, visits)
            carried |= {visit.job for visit in kept}
        self.left += [job for job in jobs if job.code not in carried]
        if len(jobs) <= TIDIED_JOBS:
            self._tidy([shift.code for shift in shifts], sorted(carried))

    def _keep(self, shift: str, visits: tuple[Visit, ...]) -> tuple[Visit, ...]:
        """Lay a round, jobs taken out one at a time until every rule holds."""
        laid = self.scheduler.lay(shift, visits)
        while visits and not laid.feasible:
            options = [without(visits, [job]) for job in dict.fromkeys(visit.job for visit in visits)]
            visits, laid = min(
                ((order, self.scheduler.lay(shift, order)) for order in options),
                key=lambda one: (sum(fault.excess for fault in one[1].faults), one[1].round.cost_vnd),
            )
        if visits:
            self.laid[shift] = laid
        return visits

    def _tidy(self, shifts: list[str], carried: list[str]) -> None:
        """Move jobs one at a time to where they cost less by the exact timetable, until none does."""
        jobs, moved = self.scheduler.jobs, True
        while moved:
            moved = False
            for code in carried:
                rounds = {one: self.laid[one].round for one in shifts if one in self.laid}
                home = next(one for one, each in rounds.items() if code in each.jobs)
                rest = self.scheduler.lay(home, without(rounds[home].visits, [code]))
                saved = rounds[home].cost_vnd - rest.round.cost_vnd
                visits = {one: each.visits for one, each in rounds.items()} | {home: rest.round.visits}
                costs = {one: each.cost_vnd for one, each in rounds.items()} | {home: rest.round.cost_vnd}
                place = cheapest(self.scheduler, visits, costs, jobs[code], shifts)
                if place is None or not rest.feasible or place.extra_vnd > saved - LEAST_SAVING_VND:
                    continue
                self.laid[home] = rest
                self.laid[place.shift] = place.timetable
                if not self.laid[home].round.stops:
                    del self.laid[home]
                moved = True

    def complete(self) -> None:
        """Put what is left where it costs least, the heaviest first."""
        waiting, self.left = sorted(self.left, key=lambda job: (-job.load_kg, job.code)), []
        for job in waiting:
            rounds = {code: laid.round.visits for code, laid in self.laid.items()}
            costs = {code: laid.round.cost_vnd for code, laid in self.laid.items()}
            able = [code for fit in self.checked.fits[job.code] for code in fit.shifts]
            place = cheapest(self.scheduler, rounds, costs, job, able)
            if place is None:
                self.left.append(job)
            else:
                self.laid[place.shift] = place.timetable

    def plan(self, impossible: Iterable[Unassigned]) -> Plan:
        """Return the rounds in the order of the shifts, with drivers."""
        rounds = [self.laid[shift.code].round for shift in self.problem.shifts if shift.code in self.laid]
        return Plan(
            rounds=rota(self.problem, tuple(rounds)),
            unassigned=(*impossible, *(no_room(self.problem, job) for job in self.left)),
        )


def no_room(problem: RoundsProblem, job: Job) -> Unassigned:
    """Return a job that some truck could carry alone, but none has room or time for."""
    found = say("no-room", problem, job, 0)
    vi = "Mọi xe chở được đơn này đều đã kín giờ hoặc kín tải: thêm xe, hoặc nới khung giờ"
    en = "Every truck that can carry the job is full or out of hours: add trucks, or widen windows"
    return Unassigned(job.code, type(found)("no-room", vi, en, found.table, found.row, found.column, found.value))


def group_of(shift: Shift, types: Mapping[str, TruckType]) -> Group:
    """Return the group that a shift is searched in."""
    days = shift.hours.earliest_s // DAY_S, (shift.hours.latest_s - 1) // DAY_S
    return shift.base, *days, types[shift.type].use


def _shifts_of(problem: RoundsProblem, group: Group) -> tuple[Shift, ...]:
    types = problem.type()
    return tuple(shift for shift in problem.shifts if group_of(shift, types) == group)


def _groups(problem: RoundsProblem, checked: Precheck) -> dict[Group, list[Job]]:
    """Give every job to the group that carries it cheapest alone; between equals to the one with most room left."""
    shifts, types = problem.shift(), problem.type()
    room: dict[Group, float] = {}
    for shift in problem.shifts:
        group = group_of(shift, types)
        room[group] = room.get(group, 0.0) + types[shift.type].payload_kg
    load = dict.fromkeys(room, 0.0)
    groups: dict[Group, list[Job]] = {}
    key: Callable[[tuple[float, Group]], tuple[float, float]]
    for job in problem.jobs:
        choices = [(fit.cost_vnd, group_of(shifts[fit.shifts[0]], types)) for fit in checked.fits[job.code]]
        if choices:
            key = lambda one: (round(one[0]), load[one[1]] / room[one[1]])  # noqa: E731
            group = min(choices, key=key)[1]
            load[group] += job.load_kg
            groups.setdefault(group, []).append(job)
    return groups
