"""A round's times: visits in order become arrivals, services, breaks and rests, with everything that is wrong named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from banme.routing.drivers import Clock, Pause
from banme.routing.plan import LOAD, Round, Stop, Visit
from banme.routing.problem import HOUR_S, KM_M, NO_WAY, Job, RoundsProblem, Shift, Window

KG_T = 1000.0
FARTHEST_S = 10**9


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule that a round breaks: ``rule``, the position of the stop (None: the whole round) and by how much."""

    rule: str
    stop: int | None
    excess: int


@dataclass(frozen=True, slots=True)
class Timetable:
    """A round with its faults; feasible when there are none."""

    round: Round
    faults: tuple[Fault, ...]

    @property
    def feasible(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


class Scheduler:
    """Lays visits of one problem along time."""

    def __init__(self, problem: RoundsProblem) -> None:
        self.problem = problem
        self.jobs = problem.job()
        self._shifts = problem.shift()
        self._types = problem.type()
        self._at = problem.number_of()
        self._distance = {name: legs.distance_m.tolist() for name, legs in problem.legs.items()}
        self._time = {name: legs.time_s.tolist() for name, legs in problem.legs.items()}

    def lay(self, shift: str, visits: Sequence[Visit]) -> Timetable:
        """Return the cheapest of two timetables: leaving at the earliest, and leaving so late that waiting is least.

        A leg without a way is driven in no time and no distance and is a fault.
        """
        found = self._shifts[shift]
        first = self._lay(found, visits, found.hours.earliest_s)
        later = found.hours.earliest_s + self._slack(found, first.round)
        if later == found.hours.earliest_s:
            return first
        second = self._lay(found, visits, later)
        better = (len(second.faults), second.round.cost_vnd) < (len(first.faults), first.round.cost_vnd)
        return second if better else first

    def lay_from(self, shift: str, visits: Sequence[Visit], start_s: int) -> Timetable:
        """Return the timetable of a round that leaves at a stated moment."""
        return self._lay(self._shifts[shift], visits, start_s)

    def _slack(self, shift: Shift, found: Round) -> int:
        """Return by how much the start can move so that waiting shrinks and nothing is later than allowed."""
        waited, most = 0, FARTHEST_S
        for stop in found.stops:
            waited += stop.start_s - stop.arrival_s
            most = min(most, waited + max(0, self._latest(stop) - stop.start_s))
        return max(0, min(waited, most, shift.hours.latest_s - shift.hours.earliest_s))

    def _latest(self, stop: Stop) -> int:
        job = self.jobs[stop.job]
        return (job.pickup_window if stop.action == LOAD else job.delivery_window).latest_s

    def _lay(self, shift: Shift, visits: Sequence[Visit], start_s: int) -> Timetable:
        kind, time = self._types[shift.type], self._time[shift.legs]
        distance = self._distance[shift.legs]
        clock = Clock(self.problem.rules, start_s)
        faults: list[Fault] = []
        stops: list[Stop] = []
        pauses: list[Pause] = []
        here, load, sums = self._at[shift.base], 0, _Sums()
        for position, visit in enumerate(visits):
            job = self.jobs[visit.job]
            place, window, service = _end(job, visit.action)
            there = self._at[place]
            if time[here][there] == NO_WAY:
                faults.append(Fault("no-way", position, 1))
            else:
                pauses += clock.drive(time[here][there], position)
                sums.drive(distance[here][there], load)
            arrival, here = clock.now, there
            begin = max(arrival, window.earliest_s)
            if begin > window.latest_s:
                faults.append(Fault("late", position, begin - window.latest_s))
            clock.stand(begin + service)
            load += job.load_kg if visit.action == LOAD else -job.load_kg
            if load > kind.payload_kg:
                faults.append(Fault("overload", position, load - kind.payload_kg))
            stops.append(Stop(place, job.code, visit.action, arrival, begin, begin + service, load))
        if visits:
            back = self._at[shift.base]
            if time[here][back] == NO_WAY:
                faults.append(Fault("no-way", None, 1))
            else:
                pauses += clock.drive(time[here][back], len(visits))
                sums.drive(distance[here][back], load)
        faults += self._whole(shift, visits, clock, start_s)
        hours = (clock.now - start_s) / HOUR_S
        cost = sums.metres / KM_M * kind.cost_vnd_km + hours * kind.cost_vnd_h + shift.fixed_vnd
        full = kind.payload_kg / KG_T * (sums.metres - sums.empty) / KM_M
        made = Round(
            shift=shift.code,
            driver="",
            start_s=start_s,
            end_s=clock.now,
            stops=tuple(stops),
            pauses=tuple(pauses),
            distance_m=sums.metres,
            empty_m=sums.empty,
            driving_s=clock.driven_s,
            tonne_km=sums.work,
            load_factor_pct=100.0 * sums.work / full if full else 0.0,
            cost_vnd=cost if visits else 0.0,
            co2_kg=sums.work * kind.emission_g_tkm / KG_T,
        )
        return Timetable(made, tuple(faults))

    def _whole(self, shift: Shift, visits: Sequence[Visit], clock: Clock, start_s: int) -> list[Fault]:
        """Return what is wrong with the round as a whole: its hours, order of work, base, and the week's driving."""
        faults = []
        if start_s < shift.hours.earliest_s:
            faults.append(Fault("before-shift", None, shift.hours.earliest_s - start_s))
        if clock.now > shift.hours.latest_s:
            faults.append(Fault("after-shift", None, clock.now - shift.hours.latest_s))
        week = self.problem.rules.week_s
        if week is not None and clock.driven_s > week:
            faults.append(Fault("driver-week", None, clock.driven_s - week))
        aboard: set[str] = set()
        done: set[str] = set()
        for position, visit in enumerate(visits):
            right = visit.job not in aboard | done if visit.action == LOAD else visit.job in aboard
            if not right:
                faults.append(Fault("order", position, 1))
            if visit.action == LOAD:
                aboard.add(visit.job)
            else:
                aboard.discard(visit.job)
                done.add(visit.job)
            job = self.jobs[visit.job]
            if visit.action == LOAD and not self.problem.may_carry(shift, job):
                other_base = bool(job.bases) and shift.base not in job.bases
                faults.append(Fault("other-base" if other_base else "other-use", position, 1))
        faults += [Fault("left-aboard", None, 1) for _ in aboard]
        return faults


def _end(job: Job, action: str) -> tuple[str, Window, int]:
    if action == LOAD:
        return job.pickup, job.pickup_window, job.pickup_s
    return job.delivery, job.delivery_window, job.delivery_s


@dataclass(slots=True)
class _Sums:
    metres: int = 0
    empty: int = 0
    work: float = 0.0

    def drive(self, metres: int, load_kg: int) -> None:
        self.metres += metres
        self.empty += 0 if load_kg else metres
        self.work += metres / KM_M * load_kg / KG_T
