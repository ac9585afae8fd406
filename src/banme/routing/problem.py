"""What is to be carried, by which trucks, between which places: whole seconds, metres and kilogrammes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from banme.errors import Findings, InputError, Problem
from banme.routing.drivers import DriverRules

Ints = NDArray[np.int64]
NO_WAY = -1
"""Stands in a table of legs where there is no way."""
DAY_S = 86_400
HOUR_S = 3_600
KM_M = 1_000.0


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere a truck stops; ``lon`` and ``lat`` are degrees (WGS 84), used for drawing only."""

    code: str
    name: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when service may begin, in seconds since Monday 00:00 of the week; both ends allowed."""

    earliest_s: int
    latest_s: int


@dataclass(frozen=True, slots=True)
class Job:
    """One load: taken on at one place, put off at another, by one truck on one trip.

    Attributes
    ----------
    code : str
        Unique.
    pickup, delivery : str
        Codes of places.
    load_kg : int
        Mass of the load, above 0.
    commodity : str
        Code of the goods, for people.
    kind : str
        ``collection``, ``delivery``, ``linehaul`` or ``backhaul``; for people and for shares of empty running.
    pickup_window, delivery_window : Window
        When loading and unloading may begin.
    pickup_s, delivery_s : int
        Seconds that loading and unloading take.
    bases : tuple of str
        Only trucks stationed there may carry it; empty: any.
    use : str
        Only trucks of types for this use (or for any) may carry it; empty: any.

    """

    code: str
    pickup: str
    delivery: str
    load_kg: int
    commodity: str
    kind: str
    pickup_window: Window
    delivery_window: Window
    pickup_s: int
    delivery_s: int
    bases: tuple[str, ...] = ()
    use: str = ""


@dataclass(frozen=True, slots=True)
class TruckType:
    """A kind of truck.

    Attributes
    ----------
    code, name : str
        For people and for looking up.
    payload_kg : int
        What it may carry lawfully; :func:`banme.routing.lawful_payload_t` cuts the maker's figure to the law's.
    cost_vnd_km, cost_vnd_h : float
        Per kilometre driven; per hour from leaving the base to being back, waiting and rests included.
    emission_g_tkm : float
        g CO2e per t·km, well to wheel, empty running included (ISO 14083, GLEC).
    use : str
        ``collection`` or ``linehaul`` where it serves these alone; empty: any.

    """

    code: str
    name: str
    payload_kg: int
    cost_vnd_km: float
    cost_vnd_h: float
    emission_g_tkm: float
    use: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """One truck on one stretch of time with one driver: a day, or a week for long hauls.

    Attributes
    ----------
    code : str
        Unique, e.g. ``pt-a/rigid-8t-1@2026-11-23``.
    truck : str
        The truck itself; its shifts do not overlap.
    type : str
        Code of the truck's type.
    base : str
        Place where it starts and ends.
    hours : Window
        Leaves at the earliest, is back at the latest (seconds since Monday 00:00).
    fixed_vnd : float
        Cost of using the truck in this shift at all.
    legs : str
        Which table of legs holds while it drives (roads close on some days).

    """

    code: str
    truck: str
    type: str
    base: str
    hours: Window
    fixed_vnd: float
    legs: str


@dataclass(frozen=True, slots=True, eq=False)
class Legs:
    """Between every two places: metres and seconds of driving, shape (places, places); :data:`NO_WAY` where none.

    Not symmetric in general: one-way streets, gradients, closures.
    """

    distance_m: Ints
    time_s: Ints


@dataclass(frozen=True, eq=False)
class RoundsProblem:
    """A week's carrying. Labels are checked when it is made.

    Raises
    ------
    InputError
        Naming every repeated code, every label that is not declared, every figure out of range.

    """

    places: tuple[Place, ...]
    jobs: tuple[Job, ...]
    types: tuple[TruckType, ...]
    shifts: tuple[Shift, ...]
    legs: Mapping[str, Legs]
    rules: DriverRules

    def __post_init__(self) -> None:
        found = Findings()
        rows: tuple[Place | Job | TruckType | Shift, ...]
        for table, rows in (("place", self.places), ("job", self.jobs), ("type", self.types), ("shift", self.shifts)):
            _unique(table, [row.code for row in rows], found)
        places = {place.code for place in self.places}
        for job in self.jobs:
            _job(job, places, found)
        types = {kind.code for kind in self.types}
        for shift in self.shifts:
            _known("shift", shift.code, "base", shift.base, places, found)
            _known("shift", shift.code, "type", shift.type, types, found)
            _known("shift", shift.code, "legs", shift.legs, set(self.legs), found)
        for kind in self.types:
            for name in ("payload_kg", "cost_vnd_km", "cost_vnd_h", "emission_g_tkm"):
                _at_least("type", kind.code, name, float(getattr(kind, name)), 0.0, found)
        shape = (len(self.places), len(self.places))
        for name, legs in self.legs.items():
            if legs.distance_m.shape != shape or legs.time_s.shape != shape:
                found.add(_bad("legs", name, "shape", str(legs.distance_m.shape), "wrong-shape", f"= {shape}"))
            elif ((legs.distance_m < 0) != (legs.time_s < 0)).any():
                found.add(_bad("legs", name, "time_s", "", "one-without-the-other", "distance_m, time_s"))
        found.raise_if_any()

    def number_of(self) -> dict[str, int]:
        """Return each place's row in the tables of legs."""
        return {place.code: at for at, place in enumerate(self.places)}

    def job(self) -> dict[str, Job]:
        """Return the jobs by code."""
        return {job.code: job for job in self.jobs}

    def shift(self) -> dict[str, Shift]:
        """Return the shifts by code."""
        return {shift.code: shift for shift in self.shifts}

    def type(self) -> dict[str, TruckType]:
        """Return the truck types by code."""
        return {kind.code: kind for kind in self.types}

    def may_carry(self, shift: Shift, job: Job) -> bool:
        """Tell whether base and use of a shift's truck allow a job."""
        if job.bases and shift.base not in job.bases:
            return False
        return not job.use or self._use[shift.type] in {"", job.use}

    @cached_property
    def _use(self) -> dict[str, str]:
        return {kind.code: kind.use for kind in self.types}

    def with_jobs(self, jobs: tuple[Job, ...]) -> RoundsProblem:
        """Return the problem with other jobs."""
        return replace(self, jobs=jobs)

    def with_shifts(self, shifts: tuple[Shift, ...]) -> RoundsProblem:
        """Return the problem with other shifts."""
        return replace(self, shifts=shifts)


def _unique(table: str, codes: list[str], found: Findings) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            found.add(Problem("code-twice", "Mã lặp lại: mỗi mã chỉ một lần.", "The code is given twice.", table, code))
        seen.add(code)


def _job(job: Job, places: set[str], found: Findings) -> None:
    _known("job", job.code, "pickup", job.pickup, places, found)
    _known("job", job.code, "delivery", job.delivery, places, found)
    _at_least("job", job.code, "load_kg", job.load_kg, 1, found)
    _at_least("job", job.code, "pickup_s", job.pickup_s, 0, found)
    _at_least("job", job.code, "delivery_s", job.delivery_s, 0, found)
    if job.pickup == job.delivery:
        found.add(_bad("job", job.code, "delivery", job.delivery, "goes-nowhere", "≠ pickup"))
    for base in job.bases:
        _known("job", job.code, "bases", base, places, found)


def _known(table: str, row: str, column: str, value: str, known: set[str], found: Findings) -> None:
    if value not in known:
        vi, en = "Mã không có trong bảng được nêu.", "No such code in the table it refers to."
        found.add(Problem("unknown-reference", vi, en, table, row, column, value))


def _at_least(table: str, row: str, column: str, value: float, low: float, found: Findings) -> None:
    if not (math.isfinite(value) and value >= low):
        found.add(_bad(table, row, column, f"{value:g}", "figure-out-of-range", f"≥ {low:g}"))


def _bad(table: str, row: str, column: str, value: str, rule: str, needed: str) -> Problem:
    return Problem(rule, f"Giá trị phải {needed}.", f"The value must be {needed}.", table, row, column, value)


def require(condition: object, problem: Problem) -> None:
    """Raise :class:`InputError` with one problem unless the condition holds."""
    if not condition:
        raise InputError([problem])
