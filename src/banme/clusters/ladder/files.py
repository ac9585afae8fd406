"""An upgrade plan with its problem, as ``banme check`` reads it."""

from __future__ import annotations

from pathlib import Path

from banme.clusters.ladder.choose import Budget, UpgradePlan
from banme.clusters.ladder.problem import UpgradeProblem
from banme.clusters.records import records
from banme.clusters.saved import SavedPlan, save


def save_upgrades(problem: UpgradeProblem, budget: Budget, plan: UpgradePlan, folder: Path) -> None:
    """Write the problem, the options chosen, and what is claimed they save and cost."""
    cells = zip(
        records(plan.low.resources), records(plan.evaluation.resources), records(plan.high.resources), strict=True
    )
    saved = {
        f"saved/{row.establishment}/{row.resource}/{case}": float(cell.saved)
        for low, row, high in cells
        for case, cell in (("low_pct", low), ("saving_pct", row), ("high_pct", high))
    }
    found = plan.evaluation
    claims = {
        "worth": plan.benefit_vnd_year,
        "bound": plan.bound_vnd_year,
        "gap_pct": plan.gap_pct,
        "capex_vnd": found.capex_vnd,
        "annual_cost_vnd": found.annual_cost_vnd,
        "value_added_vnd_year": found.value_added_vnd_year,
        **saved,
    }
    save(
        SavedPlan(
            "upgrades",
            {
                "options": problem.options[
                    ["establishment", "measure", "capex_vnd", "opex_vnd_year", "life_years", "value_added_vnd_year"]
                ],
                "baseline": problem.baseline[["establishment", "resource", "quantity", "price_vnd", "co2_kg"]],
                "savings": problem.savings[["option", "resource", "low_pct", "saving_pct", "high_pct"]],
                "requires": problem.requires[["option", "needs"]],
                "excludes": problem.excludes[["option", "other"]],
                "overlaps": problem.overlaps[["option", "other", "resource", "factor"]],
            },
            {
                "discount_rate_pct": problem.discount_rate_pct,
                "co2_vnd_kg": problem.co2_vnd_kg,
                "budget_vnd": budget.total_vnd,
                "by_establishment_vnd": dict(budget.by_establishment_vnd),
            },
            [{"option": name} for name in plan.chosen],
            claims,
            plan.status,
        ),
        folder,
    )
