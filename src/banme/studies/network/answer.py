"""What every study on networks does about a scenario without a plan: it ends with the smallest repair, stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from banme import siting
from banme.errors import InputError
from banme.studies.network.keeping import describe, keep_files
from banme.studies.network.mending import (
    Document,
    MakeCase,
    keep_repair,
    mend_or_say,
    mend_roads,
    prove_by_future,
    proves_infeasible,
)

if TYPE_CHECKING:
    from banme.progress import Progress
    from banme.studies.network.problem import Case
    from banme.studies.scenario import Resolved
    from banme.workspace.models import Run

Finish = Callable[[], str]
"""Stores what was found and returns the run's status."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """How a study makes its case: as a whole, and one scenario alone (each future is one)."""

    scenarios: Sequence[Resolved]
    make: Callable[[], Case]
    make_one: MakeCase
    progress: Progress


def plan_or_repair(run: Run, attempt: Attempt, solve: Callable[[Case], Finish]) -> Finish:
    """Make the case and solve it; return what stores the results, or the repair where there is no plan.

    ``solve`` raises :class:`banme.siting.NoPlanError` when it found none; a case that simple sums show to have none is
    not solved at all.

    Raises
    ------
    InputError
        With every offender in the inputs that no repair explains.

    """
    try:
        case = attempt.make()
    except InputError as refused:
        roads = _mend_roads(attempt, refused)
        return lambda: keep_repair(run, roads)
    try:
        if siting.shortfalls(case.problem):
            with_plan(siting.design(case.problem, siting.Options(time_limit_s=0.0)))
        return solve(case)
    except siting.NoPlanError as none:
        found = none.design
    repair = mend_or_say(case, attempt.progress, attempt.make_one)
    proven = proves_infeasible(found, repair) or prove_by_future(case, repair, attempt.progress)
    return lambda: _store(run, case, found, repair, proven=proven)


def with_plan(design: siting.NetworkDesign) -> siting.NetworkDesign:
    """Return the design.

    Raises
    ------
    NoPlanError
        When it holds no plan.

    """
    if not design.cost_vnd < float("inf"):
        raise siting.NoPlanError(design, "scenario")
    return design


def _mend_roads(attempt: Attempt, refused: InputError) -> Document:
    """Return the closed roads to open again in the scenario that cannot be made; ``refused`` where none explains it."""
    for scenario in attempt.scenarios:
        try:
            attempt.make_one(scenario)
        except InputError as error:
            return mend_roads(scenario, error, attempt.make_one)
    raise refused


def _store(run: Run, case: Case, design: siting.NetworkDesign, repair: Document, *, proven: bool) -> str:
    """Store what was proven and the repair; a problem that turned out to have a plan needs none."""
    describe(run, case, design)
    keep_files(run, lambda folder: siting.save(case.problem, design, folder))
    needed = proven or (repair["remedies"] and repair["status"] != "feasible")
    return keep_repair(run, repair, proven=proven) if needed else "stopped"
