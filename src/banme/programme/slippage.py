"""Why a task is late: the chain of tasks that pushes it, and what each link of the chain adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from banme.programme.schedule import EARLIEST, HAPPENED, RECKONING, Timing


class Cause(StrEnum):
    """What sets a task's days."""

    TASK = "task"
    """Another task: the next step of the chain."""
    LIMIT = "limit"
    """Its own earliest start."""
    TODAY = "today"
    """It is not done, and work cannot be done before today."""
    HAPPENED = "happened"
    """It is finished; what happened, happened."""
    START = "start"
    """The start of the plan."""


@dataclass(frozen=True, slots=True)
class Step:
    """One link of the chain, the late task first.

    Attributes
    ----------
    code : str
    baseline, forecast : date
        Last day as agreed and as forecast.
    slip_days : int
        Calendar days between them; positive is late.
    own_days : int
        The part that the task adds to what pushes it.
    cause : Cause
        What sets its days; ``TASK`` means the next step.

    """

    code: str
    baseline: date
    forecast: date
    slip_days: int
    own_days: int
    cause: Cause


def slippage(code: str, timing: Timing, baseline: Mapping[str, date]) -> tuple[Step, ...]:
    """Return the chain that makes a task late; empty when it is not late or has no baseline.

    Parameters
    ----------
    code : str
        The late task.
    timing : Timing
        The forecast.
    baseline : dict of str to date
        Last day of each task as agreed. A task without one ends the chain: it cannot be told what it adds.

    """
    found: list[Step] = []
    at: int | None = timing.at(code)
    while at is not None:
        name = timing.network.works[at].code
        if name not in baseline or (slip := (timing.finish[at] - baseline[name]).days) <= 0:
            break
        cause, pushing = _cause(at, timing)
        pushed = 0
        if pushing is not None:
            other = timing.network.works[pushing].code
            pushed = max(0, (timing.finish[pushing] - baseline[other]).days) if other in baseline else 0
        found.append(Step(name, baseline[name], timing.finish[at], slip, slip - pushed, cause))
        at = pushing
    return tuple(found)


def _cause(at: int, timing: Timing) -> tuple[Cause, int | None]:
    driver = timing.driver[at]
    if driver >= 0:
        return Cause.TASK, driver
    if driver == HAPPENED:
        return Cause.HAPPENED, None
    if driver == RECKONING:
        return Cause.TODAY, None
    return (Cause.LIMIT if driver == EARLIEST else Cause.START), None
