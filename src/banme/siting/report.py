"""Results as labelled tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from banme.siting.certificate import Branch, Certificate
from banme.siting.plan import PARTS, Plan

if TYPE_CHECKING:
    from banme.siting.layout import Cells, Floats, Layout
    from banme.siting.tree import Node, Search


def frames(layout: Layout, plan: Plan | None) -> dict[str, pd.DataFrame]:
    """Return openings, flows, storage and unshipped as tables; empty without a plan."""
    plan = plan or _no_plan(layout)
    return {
        "openings": _openings(layout, plan),
        "flows": _flows(layout, plan),
        "storage": _cells(layout, layout.stock, plan.stock, "site"),
        "unshipped": _cells(layout, layout.unshipped, plan.unshipped, "origin"),
    }


def breakdown(plan: Plan | None) -> dict[str, float]:
    """Return the weighted cost by part (VND); NaN without a plan."""
    values = np.full(len(PARTS), np.nan) if plan is None else plan.cost
    return {part: float(value) for part, value in zip(PARTS, values, strict=True)}


def certificate(search: Search) -> Certificate:
    """Return the search's tree with labels, keeping only multipliers that a leaf uses."""
    tree, layout = search.tree, search.layout
    used = sorted({node.multipliers for node in tree.leaves()})
    position = {number: at for at, number in enumerate(used)}
    rows = tuple((rows.family, label) for rows in search.relaxation.families for label in rows.labels)
    branches = tuple(_branch(layout, node, position) for node in tree.nodes)
    return Certificate("knapsack", branches, rows, tuple(tree.pool[number] for number in used))


def _branch(layout: Layout, node: Node, position: dict[int, int]) -> Branch:
    if node.split is None:
        return Branch(multipliers=position[node.multipliers], bound_vnd=node.bound)
    split, problem = node.split, layout.problem
    return Branch(
        site=str(problem.nodes.index[split.site]),
        module=None if split.module < 0 else str(problem.modules["module"].iloc[split.module]),
        stage=str(problem.stages.index[split.stage]),
        no=node.zero,
        yes=node.one,
    )


def _no_plan(layout: Layout) -> Plan:
    sizes = layout.sizes
    first = np.full(layout.modules.site.size, -1, np.int64)
    return Plan(first, np.zeros(sizes[0]), np.zeros(sizes[1]), np.zeros(sizes[2]), np.full(len(PARTS), np.nan))


def _openings(layout: Layout, plan: Plan) -> pd.DataFrame:
    on = np.flatnonzero(plan.first >= 0)
    modules, sites = layout.problem.modules, layout.problem.sites
    site = modules["site"].to_numpy(object)[on]
    return pd.DataFrame(
        {
            "site": site,
            "module": modules["module"].to_numpy(object)[on],
            "stage": layout.problem.stages.index.to_numpy(object)[plan.first[on]],
            "existing": sites["existing"].to_numpy(bool)[sites.index.get_indexer(pd.Index(site))],
            "fixed_vnd_year": layout.modules.fixed[on],
            "capex_vnd": layout.modules.capex[on],
        }
    )


def _flows(layout: Layout, plan: Plan) -> pd.DataFrame:
    on = np.flatnonzero(plan.flows > 0)
    flows, problem = layout.flows, layout.problem
    quantity = plan.flows[on]
    arcs = problem.arcs.iloc[flows.arc[on]]
    nodes = problem.nodes.index.to_numpy(object)
    return pd.DataFrame(
        {
            "source": nodes[flows.source[on]],
            "target": nodes[flows.target[on]],
            "commodity": problem.commodities.index.to_numpy(object)[flows.commodity[on]],
            "period": problem.periods.index.to_numpy(object)[flows.period[on]],
            "quantity_t": quantity,
            "distance_km": arcs["distance_km"].to_numpy(float),
            "time_h": arcs["time_h"].to_numpy(float),
            "co2_kg": quantity * flows.co2[on],
            "cost_vnd": quantity * arcs["cost_vnd_t"].to_numpy(float),
        }
    )


def _cells(layout: Layout, cells: Cells, quantity: Floats, place: str) -> pd.DataFrame:
    on = np.flatnonzero(quantity > 0)
    problem = layout.problem
    return pd.DataFrame(
        {
            place: problem.nodes.index.to_numpy(object)[cells.node[on]],
            "commodity": problem.commodities.index.to_numpy(object)[cells.commodity[on]],
            "period": problem.periods.index.to_numpy(object)[cells.period[on]],
            "quantity_t": quantity[on],
        }
    )
