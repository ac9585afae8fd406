"""What a study of rounds is asked: which run's flows, which week, which bases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from banme.errors import InputError, Problem
from banme.workspace.models import ResultFlow, ResultRound, Run

DEFAULT_ITERATIONS = 500
DEFAULT_BOUND_S = 20.0
NETWORK_STUDIES = ("network_design", "ordered_objectives", "robust_design")


@dataclass(frozen=True, slots=True)
class Asked:
    """One week's question.

    Attributes
    ----------
    network_run : str
        Code of the run whose flows are carried.
    monday : date
        First day of the week.
    bases : tuple of str
        Sites whose trucks are planned; empty: the smallest one at work, as a sample.
    everything : bool
        All sites at work, and the flows that pass none.
    iterations, seed : int
        Of the search, a group.
    bound_s : float
        Seconds for the lower bound; 0: none.

    """

    network_run: str
    monday: dt.date
    bases: tuple[str, ...] = ()
    everything: bool = False
    iterations: int = DEFAULT_ITERATIONS
    seed: int = 1
    bound_s: float = DEFAULT_BOUND_S

    def entry(self) -> dict[str, object]:
        """Return the question as plain values, as the run keeps it."""
        return {
            "network_run": self.network_run,
            "week": self.monday.isoformat(),
            "bases": list(self.bases),
            "everything": self.everything,
            "iterations": self.iterations,
            "seed": self.seed,
            "bound_s": self.bound_s,
        }


def monday_of(day: dt.date) -> dt.date:
    """Return the first day of the week that a day lies in."""
    return day - dt.timedelta(days=day.weekday())


def read_asked(entry: Mapping[str, object]) -> Asked:
    """Return the question of a run.

    Raises
    ------
    InputError
        When the run does not exist or has no flows, or the week is no day.

    """
    code = str(entry.get("network_run", ""))
    run = Run.objects.filter(code=code).first()
    if run is None or not ResultFlow.objects.filter(run=run).exists():
        known = ", ".join(ResultFlow.objects.values_list("run_id", flat=True).distinct()[:10]) or "–"
        raise _refused("no-flows", code, f"Cần một lần chạy có luồng hàng: {known}", f"A run with flows: {known}")
    try:
        week = dt.date.fromisoformat(str(entry.get("week", "")))
    except ValueError as error:
        vi, en = "Tuần ghi bằng một ngày YYYY-MM-DD", "The week is given by a day, YYYY-MM-DD"
        raise _refused("not-a-day", str(entry.get("week", "")), vi, en) from error
    bases = entry.get("bases", [])
    return Asked(
        network_run=code,
        monday=monday_of(week),
        bases=tuple(str(base) for base in bases) if isinstance(bases, list | tuple) else (),
        everything=bool(entry.get("everything", False)),
        iterations=int(str(entry.get("iterations", DEFAULT_ITERATIONS))),
        seed=int(str(entry.get("seed", 1))),
        bound_s=float(str(entry.get("bound_s", DEFAULT_BOUND_S))),
    )


def _refused(rule: str, value: str, vi: str, en: str) -> InputError:
    return InputError([Problem(rule, vi, en, "run", value=value)])


def newest(scenario: str) -> Run | None:
    """Return the newest run of rounds of a scenario that has rounds."""
    runs = Run.objects.filter(scenario_id=scenario, study="rounds", status__in=["done", "stopped"])
    held = runs.filter(code__in=ResultRound.objects.values("run_id"))
    return held.order_by("-created_at", "-id").first()
