"""Most a plan may come to at other rates than its costs: CO2, or the cost itself while something else is minimised.

A problem minimises what its tables call cost. To minimise CO2 while the cost stays near its best, CO2 takes the costs'
place in the tables and the costs become the rates of a ceiling. The row is linear in every decision, so it is relaxed
with a multiplier like the other limits, and the bound of such a problem is certified like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from banme.siting.layout import Floats, Layout
    from banme.siting.problem import NetworkProblem
    from banme.siting.rows import Rows as RowsOf

LENGTHS = {
    "arcs": "arcs",
    "handling": "sites",
    "storage": "sites",
    "unshipped": "supply",
    "income": "demand",
    "fixed": "modules",
}
"""Which table each part of the rates follows row by row."""


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """What a plan is measured by, row by row of the problem's tables; any unit, the same throughout.

    Attributes
    ----------
    arcs : (arcs,) float, per t over the arc
    handling, storage : (sites,) float, per t coming in; per t in stock at a period's end
    unshipped : (supply,) float, per t left unshipped; NaN where every tonne must be shipped
    income : (demand,) float, per t an outlet takes, subtracted
    fixed : (modules,) float, per year a module is open

    """

    arcs: Floats
    handling: Floats
    storage: Floats
    unshipped: Floats
    income: Floats
    fixed: Floats

    @classmethod
    def of(cls, problem: NetworkProblem) -> Rates:
        """Return the problem's own costs (VND), the price of CO2 within those of the arcs."""
        price = problem.limits.co2_price_vnd_kg or 0.0
        arcs = problem.arcs
        return cls(
            arcs=arcs["cost_vnd_t"].to_numpy(float) + price * arcs["co2_kg_t"].to_numpy(float),
            handling=problem.sites["handling_vnd_t"].to_numpy(float),
            storage=problem.sites["storage_vnd_t_month"].to_numpy(float),
            unshipped=problem.supply["unshipped_cost_vnd_t"].to_numpy(float),
            income=problem.demand["price_vnd_t"].to_numpy(float),
            fixed=problem.modules["fixed_vnd_year"].to_numpy(float),
        )

    @classmethod
    def only(cls, problem: NetworkProblem, *, arcs: Floats | None = None, fixed: Floats | None = None) -> Rates:
        """Return rates that count arcs or modules and nothing else."""
        elastic = problem.supply["unshipped_cost_vnd_t"].notna().to_numpy()
        return cls(
            arcs=np.zeros(len(problem.arcs)) if arcs is None else arcs,
            handling=np.zeros(len(problem.sites)),
            storage=np.zeros(len(problem.sites)),
            unshipped=np.where(elastic, 0.0, np.nan),
            income=np.zeros(len(problem.demand)),
            fixed=np.zeros(len(problem.modules)) if fixed is None else fixed,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Ceiling:
    """A measure by name, its rates, and the most a plan may come to: all stages' years, weighted like costs."""

    name: str
    most: float
    rates: Rates


def minimise(problem: NetworkProblem, rates: Rates, ceilings: tuple[Ceiling, ...]) -> NetworkProblem:
    """Return the problem whose objective is another measure, under ceilings; rates must not be negative but income."""
    limits = problem.limits
    return problem.replace(
        arcs=problem.arcs.assign(cost_vnd_t=rates.arcs),
        sites=problem.sites.assign(handling_vnd_t=rates.handling, storage_vnd_t_month=rates.storage),
        supply=problem.supply.assign(unshipped_cost_vnd_t=rates.unshipped),
        demand=problem.demand.assign(price_vnd_t=rates.income),
        modules=problem.modules.assign(fixed_vnd_year=rates.fixed),
        limits=limits.replace(co2_price_vnd_kg=None),
        ceilings=(*problem.ceilings, *ceilings),
    )


def ceiling(layout: Layout) -> RowsOf:
    """Stay under every ceiling: sum of weight rate * column over all columns <= most."""
    from banme.siting.rows import Rows  # noqa: PLC0415 - rows lists this family

    parts = [coefficients(layout, one.rates) for one in layout.problem.ceilings]
    used = [np.flatnonzero(part) for part in parts]
    count = len(parts)
    return Rows(
        "ceiling",
        [(one.name,) for one in layout.problem.ceilings],
        np.full(count, -np.inf),
        np.array([float(one.most) for one in layout.problem.ceilings]),
        np.repeat(np.arange(count), [at.size for at in used]).astype(np.int64),
        np.concatenate([*used, np.zeros(0, np.int64)]).astype(np.int64),
        np.concatenate([*(part[at] for part, at in zip(parts, used, strict=True)), np.zeros(0)]),
    )


def coefficients(layout: Layout, rates: Rates) -> Floats:
    """Return what one unit of every column comes to at the rates, weighted like costs (columns,)."""
    problem, flows, stock, left = layout.problem, layout.flows, layout.stock, layout.unshipped
    handling = _by_node(problem, rates.handling)
    storing = _by_node(problem, rates.storage)
    income = _cells(layout, problem.demand, "outlet", rates.income)
    unshipped = _cells(layout, problem.supply, "origin", rates.unshipped)
    per_flow: Floats = (
        rates.arcs[flows.arc] + handling[flows.target] - income[flows.target, flows.commodity, flows.period]
    )
    out: Floats = np.concatenate(
        [
            per_flow * layout.worth[flows.period],
            storing[stock.node] * layout.worth[stock.period],
            unshipped[left.node, left.commodity, left.period] * layout.worth[left.period],
            (rates.fixed[:, None] * layout.weight[None, :]).ravel(),
        ]
    )
    return out


def _by_node(problem: NetworkProblem, values: Floats) -> Floats:
    out = np.zeros(len(problem.nodes))
    out[problem.nodes.index.get_indexer(problem.sites.index)] = values
    return out


def _cells(layout: Layout, table: pd.DataFrame, place: str, values: Floats) -> Floats:
    """Return values of a table's rows as a dense (N, K, T) array, 0 where there is no row."""
    problem = layout.problem
    out = np.zeros(layout.supply.shape)
    at = (
        problem.nodes.index.get_indexer(pd.Index(table[place])),
        problem.commodities.index.get_indexer(pd.Index(table["commodity"])),
        problem.periods.index.get_indexer(pd.Index(table["period"])),
    )
    out[at] = np.nan_to_num(values)
    return out
