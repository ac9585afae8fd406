"""A plan of by-product exchanges with its problem, as ``banme check`` reads it."""

from __future__ import annotations

from pathlib import Path

from banme.clusters.greenness.exchange import ExchangePlan, ExchangeProblem
from banme.clusters.saved import SavedPlan, rows_of, save

_ROUTE = [
    "source",
    "target",
    "treatment_vnd_t",
    "yield_share",
    "residue_disposal_vnd_t",
    "capacity_t_year",
    "transport_vnd_tkm",
    "permitted",
]


def save_exchange(problem: ExchangeProblem, plan: ExchangePlan, folder: Path) -> None:
    """Write the problem, the tonnes sent over each link, and what is claimed they gain."""
    save(
        SavedPlan(
            "exchange",
            {
                "offers": problem.offers[["establishment", "material", "available_t_year", "disposal_vnd_t"]],
                "wants": problem.wants[["establishment", "material", "needed_t_year", "bought_vnd_t"]],
                "routes": problem.routes[_ROUTE],
                "links": problem.links[["offer", "want", "route", "distance_km", "fixed_vnd_year", "least_t_year"]],
            },
            {},
            rows_of(plan.flows),
            {"worth": plan.gain_vnd_year, "bound": plan.bound_vnd_year, "gap_pct": plan.gap_pct},
            plan.status,
        ),
        folder,
    )
