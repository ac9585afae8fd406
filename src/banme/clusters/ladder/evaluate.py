"""What a choice of measures saves and costs, in plain arithmetic, apart from the solver."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from banme.clusters.ladder.problem import PERCENT, UpgradeProblem
from banme.clusters.records import records

Case = Literal["low_pct", "saving_pct", "high_pct"]


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """The outcome of a choice.

    Attributes
    ----------
    resources : DataFrame
        ``establishment, resource, quantity, saved, left`` (unit of the resource a year), ``saved_vnd`` (at its price),
        ``saved_co2_kg``.
    capex_vnd, annual_cost_vnd, value_added_vnd_year : float
        Investment; its yearly cost with operation; gain other than from saving.
    benefit_vnd_year : float
        Worth of what is saved plus value added less the yearly cost: what is maximised.

    """

    resources: pd.DataFrame
    capex_vnd: float
    annual_cost_vnd: float
    value_added_vnd_year: float
    benefit_vnd_year: float

    @property
    def saved_vnd_year(self) -> float:
        """Yearly bill saved."""
        return float(self.resources["saved_vnd"].sum())

    @property
    def saved_co2_kg_year(self) -> float:
        """Yearly CO2e not emitted."""
        return float(self.resources["saved_co2_kg"].sum())


def evaluate(problem: UpgradeProblem, chosen: Collection[str], case: Case = "saving_pct") -> Evaluation:
    """Return what the chosen options save and cost together."""
    picked = problem.options.loc[list(chosen)]
    saved = problem.savings[problem.savings["option"].isin(picked.index)]
    part = (1.0 - saved[case] / PERCENT).rename("part")
    alone = part.groupby([saved["option"].map(problem.options["establishment"]), saved["resource"]]).prod()
    pairs = problem.overlaps
    pairs = pairs[pairs["option"].isin(picked.index) & pairs["other"].isin(picked.index)]
    joint = pairs["factor"].groupby([pairs["option"].map(problem.options["establishment"]), pairs["resource"]]).prod()
    use = problem.baseline
    cells = pd.MultiIndex.from_frame(use[["establishment", "resource"]])
    share = alone.reindex(cells, fill_value=1.0).to_numpy() * joint.reindex(cells, fill_value=1.0).to_numpy()
    left = use["quantity"] * share
    gone = use["quantity"] - left
    resources = use[["establishment", "resource", "quantity"]].assign(
        saved=gone, left=left, saved_vnd=gone * use["price_vnd"], saved_co2_kg=gone * use["co2_kg"]
    )
    yearly = float(problem.annual_cost_vnd.loc[picked.index].sum())
    added = float(picked["value_added_vnd_year"].sum())
    benefit = float((gone * problem.worth_vnd).sum()) + added - yearly
    return Evaluation(resources, float(picked["capex_vnd"].sum()), yearly, added, benefit)


def broken_rules(problem: UpgradeProblem, chosen: Collection[str]) -> list[str]:
    """Return what a choice breaks: ``a needs b`` and ``a excludes b``; empty when nothing."""
    kept = set(chosen)
    needs = problem.requires[problem.requires["option"].isin(kept) & ~problem.requires["needs"].isin(kept)]
    clashes = problem.excludes[problem.excludes["option"].isin(kept) & problem.excludes["other"].isin(kept)]
    return [f"{row.option} needs {row.needs}" for row in records(needs)] + [
        f"{row.option} excludes {row.other}" for row in records(clashes)
    ]
