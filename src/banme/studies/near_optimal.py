"""Which sites every near-optimal plan opens, which some, which none: workspace tables to the siting engine and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from banme import siting
from banme.studies.network.answer import Finish, plan_or_repair
from banme.studies.network.design import attempt
from banme.studies.network.keeping import describe, keep_files
from banme.studies.network.results import write
from banme.studies.scenario import resolve
from banme.workspace.models import ResultAlternative, ResultAlternativePlan, Run

if TYPE_CHECKING:
    from banme.progress import Progress
    from banme.studies.network.problem import Case

STUDY = "near_optimal"
TIME_FACTOR = 3.0
"""How much longer than a scenario's time limit the study may take: many designs instead of one."""


def run(run_row: Run, progress: Progress) -> Finish:
    """Compute a run; return the function that stores everything it found and tells the final status.

    The run's ``asked`` holds ``within_pct`` and, if wished, ``plans`` and ``time_limit_s``.

    Raises
    ------
    InputError
        With every offender in the inputs; nothing is stored then.

    """
    asked = run_row.parameters.get("asked", {})
    near = siting.Near(within_pct=float(asked.get("within_pct", 1.0)), plans=int(asked.get("plans", 5)))
    scenario = resolve(run_row.scenario_id)
    seconds = float(asked.get("time_limit_s", TIME_FACTOR * scenario.time_limit_s))
    options = siting.Options(time_limit_s=seconds, gap_pct=scenario.gap_pct, seed=scenario.seed)

    def solve(case: Case) -> Finish:
        found = siting.alternatives(case.problem, near, options, progress)
        return lambda: _store(run_row, case, found)

    return plan_or_repair(run_row, attempt(scenario, progress), solve)


def _store(run_row: Run, case: Case, found: siting.Alternatives) -> str:
    describe(run_row, case, found.best)
    run_row.parameters |= {
        "near_optimal": {
            "within_pct": found.within_pct,
            "threshold_vnd": found.threshold_vnd,
            "claims": len(found.claims),
            "witnesses": len(found.witnesses),
            "seconds": found.seconds,
        }
    }
    keep_files(run_row, lambda folder: siting.save_alternatives(case.problem, found, folder))
    write(run_row, case, found.best)
    ResultAlternative.objects.bulk_create(
        ResultAlternative(
            run=run_row,
            site_id=row.Index,
            verdict=row.verdict,
            open_bound_vnd=_finite(row.open_bound_vnd),
            closed_bound_vnd=_finite(row.closed_bound_vnd),
            plans_open=row.plans_open,
            plans_closed=row.plans_closed,
            geometry=case.inputs.sites.geometry[row.Index],
        )
        for row in found.sites.itertuples()
    )
    ResultAlternativePlan.objects.bulk_create(
        ResultAlternativePlan(
            run=run_row,
            plan=number,
            cost_vnd=plan.cost_vnd,
            site_id=opened.site,
            module_id=opened.module,
            year_opened=int(opened.stage),
        )
        for number, plan in enumerate(found.plans, 1)
        for opened in plan.openings.itertuples()
    )
    return "stopped" if (found.sites["verdict"] == "undecided").any() else "done"


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
