"""Rounds: who drives where, when, with what load, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass

from banme.errors import Problem
from banme.routing.drivers import Pause

LOAD, UNLOAD = "load", "unload"


@dataclass(frozen=True, slots=True)
class Visit:
    """What a truck is to do next: take a job on or put it off."""

    job: str
    action: str


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit with its times (seconds since Monday 00:00) and the load on leaving."""

    place: str
    job: str
    action: str
    arrival_s: int
    start_s: int
    end_s: int
    load_kg: int


@dataclass(frozen=True, slots=True)
class Round:
    """One shift's round, from the base and back.

    Attributes
    ----------
    shift, driver : str
        Who drives; ``driver`` is empty until the rota is made.
    start_s, end_s : int
        Leaves and is back.
    stops : tuple of Stop
        In order.
    pauses : tuple of Pause
        Breaks and rests on the way; leg k leads to stop k, the last one back to the base.
    distance_m, empty_m, driving_s : int
        Metres driven, of these without load, and seconds of driving.
    tonne_km, load_factor_pct : float
        Work done, and its share of payload times loaded kilometres (0 when nothing is carried).
    cost_vnd, co2_kg : float
        Of the whole round.

    """

    shift: str
    driver: str
    start_s: int
    end_s: int
    stops: tuple[Stop, ...]
    pauses: tuple[Pause, ...]
    distance_m: int
    empty_m: int
    driving_s: int
    tonne_km: float
    load_factor_pct: float
    cost_vnd: float
    co2_kg: float

    @property
    def visits(self) -> tuple[Visit, ...]:
        """The order of work without its times."""
        return tuple(Visit(stop.job, stop.action) for stop in self.stops)

    @property
    def jobs(self) -> tuple[str, ...]:
        """Codes of the jobs carried, in order of loading."""
        return tuple(stop.job for stop in self.stops if stop.action == LOAD)


@dataclass(frozen=True, slots=True)
class Unassigned:
    """A job that no truck carries: ``reason`` is its rule, e.g. ``too-heavy``; ``problem`` says it for people."""

    job: str
    problem: Problem

    @property
    def reason(self) -> str:
        """Machine name of the reason."""
        return self.problem.rule


@dataclass(frozen=True, slots=True)
class Plan:
    """All rounds of a week, and the jobs that none carries."""

    rounds: tuple[Round, ...]
    unassigned: tuple[Unassigned, ...]

    @property
    def cost_vnd(self) -> float:
        """Cost of all rounds."""
        return sum(each.cost_vnd for each in self.rounds)

    @property
    def distance_m(self) -> int:
        """Metres driven in all rounds."""
        return sum(each.distance_m for each in self.rounds)

    @property
    def co2_kg(self) -> float:
        """CO2e of all rounds, kg."""
        return sum(each.co2_kg for each in self.rounds)

    @property
    def empty_share_pct(self) -> float:
        """Share of kilometres driven without load, 0 when nothing is driven."""
        return 100.0 * sum(each.empty_m for each in self.rounds) / self.distance_m if self.distance_m else 0.0

    def round_of(self) -> dict[str, Round]:
        """Return the rounds by shift."""
        return {each.shift: each for each in self.rounds}
