"""A zone's portfolio with its problem, as ``banme check`` reads it."""

from __future__ import annotations

import math
from pathlib import Path

from banme.clusters.saved import SavedPlan, rows_of, save
from banme.clusters.zone.plan import ZonePlan
from banme.clusters.zone.problem import UTILITIES, ZoneProblem


def save_zone(problem: ZoneProblem, plan: ZonePlan, folder: Path) -> None:
    """Write the problem, where and when each project begins, and what the portfolio is claimed to be worth and use."""
    used = plan.use.drop(columns=[name for name in plan.use.columns if name.endswith("_left")])
    columns = ["land_ha", *UTILITIES, "budget_vnd", "benefit_vnd", "jobs", "earliest", "latest", "must"]
    without = math.isinf(plan.worth_vnd)
    save(
        SavedPlan(
            "zone",
            {
                "areas": problem.areas[["area_ha", "ready_from"]],
                "projects": problem.projects[columns],
                "periods": problem.periods[["budget_vnd", "weight", *UTILITIES]],
                "fits": problem.fits[["project", "area"]],
                "synergies": problem.synergies[["project", "other", "benefit_vnd"]],
                "requires": problem.requires[["project", "needs"]],
                "excludes": problem.excludes[["project", "other"]],
            },
            {},
            None if without else rows_of(plan.schedule),
            {
                "worth": plan.worth_vnd,
                "bound": plan.bound_vnd,
                "gap_pct": plan.gap_pct,
                "synergy_vnd": plan.synergy_vnd,
                **{
                    f"used/{period}/{name}": float(value)
                    for period, row in used.iterrows()
                    for name, value in row.items()
                },
            },
            plan.status,
        ),
        folder,
    )
