"""A plan given as tables, priced for a problem: its own, or another with the same labels and other rates."""

from __future__ import annotations

import dataclasses
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from banme.siting import report
from banme.siting.layout import lay_out
from banme.siting.plan import Plan, cost_parts

if TYPE_CHECKING:
    from banme.siting.design import NetworkDesign
    from banme.siting.layout import Cells, Floats, Ints, Layout
    from banme.siting.problem import NetworkProblem

PROVEN_PCT = 1e-4
"""Gap in per cent below which a plan counts as optimal."""


def adopt(problem: NetworkProblem, proof: NetworkDesign, plan: NetworkDesign, wanted_gap_pct: float) -> NetworkDesign:
    """Return a plan priced for a problem, together with the bound and certificate that were proven for the problem.

    Parameters
    ----------
    problem : NetworkProblem
    proof : NetworkDesign
        A design of this problem.
    plan : NetworkDesign
        A plan that this problem allows, perhaps designed for a problem with other rates or fewer choices.
    wanted_gap_pct : float
        Gap at most which the status is ``within_gap``.

    Raises
    ------
    KeyError
        If the plan has a flow, stock, module or stage that the problem does not have.

    """
    layout = lay_out(problem)
    return tabled(layout, proof, read_plan(layout, plan), wanted_gap_pct)


def tabled(layout: Layout, proof: NetworkDesign, priced: Plan, wanted_gap_pct: float) -> NetworkDesign:
    """Return a plan of a laid-out problem as tables, together with the bound and certificate of ``proof``."""
    cost = priced.total
    bound = min(proof.bound_vnd, cost)
    gap = 100.0 * (cost - bound) / abs(cost) if cost else 0.0
    status = "optimal" if gap <= PROVEN_PCT else ("within_gap" if gap <= wanted_gap_pct else "stopped")
    tables = report.frames(layout, priced)
    return dataclasses.replace(
        proof,
        status=status,
        openings=tables["openings"],
        flows=tables["flows"],
        storage=tables["storage"],
        unshipped=tables["unshipped"],
        cost_vnd=cost,
        breakdown_vnd=MappingProxyType(report.breakdown(priced)),
        bound_vnd=float(bound),
        gap_pct=float(gap),
    )


def read_plan(layout: Layout, plan: NetworkDesign) -> Plan:
    """Return a plan given as tables, priced for a laid-out problem.

    Raises
    ------
    KeyError
        If the plan has a flow, stock, module or stage that the problem does not have.

    """
    flows, problem = layout.flows, layout.problem
    first = _first_stages(layout, plan.openings)
    axes = (problem.nodes.index, problem.nodes.index, problem.commodities.index, problem.periods.index)
    names = ("source", "target", "commodity", "period")
    moved = _values((flows.source, flows.target, flows.commodity, flows.period), axes, plan.flows, names)
    stock = _values(_cell_keys(layout.stock), axes[1:], plan.storage, ("site", *names[2:]))
    left = _values(_cell_keys(layout.unshipped), axes[1:], plan.unshipped, ("origin", *names[2:]))
    return Plan(first, moved, stock, left, cost_parts(layout, first, moved, stock, left))


def _first_stages(layout: Layout, openings: pd.DataFrame) -> Ints:
    problem = layout.problem
    rows = pd.MultiIndex.from_frame(problem.modules[["site", "module"]])
    first = np.full(len(rows), -1, np.int64)
    at = _found(rows.get_indexer(pd.MultiIndex.from_frame(openings[["site", "module"]])), "openings")
    first[at] = _found(problem.stages.index.get_indexer(pd.Index(openings["stage"])), "openings")
    return first


def _cell_keys(cells: Cells) -> tuple[Ints, ...]:
    return cells.node, cells.commodity, cells.period


def _values(keys: tuple[Ints, ...], axes: tuple[pd.Index, ...], table: pd.DataFrame, names: tuple[str, ...]) -> Floats:
    """Return a table's quantities in the order of the keys, 0 where the table has no row."""
    shape = tuple(len(axis) for axis in axes)
    out = np.zeros(keys[0].size)
    if not len(table):
        return out
    places = [_found(axis.get_indexer(pd.Index(table[name])), name) for axis, name in zip(axes, names, strict=True)]
    known = np.ravel_multi_index(keys, shape) if keys[0].size else np.zeros(0, np.int64)
    wanted = np.ravel_multi_index(tuple(places), shape)
    out[_found(pd.Index(known).get_indexer(pd.Index(wanted)), names[0])] = table["quantity_t"].to_numpy(float)
    return out


def _found(places: np.ndarray, name: str) -> np.ndarray:
    if (places < 0).any():
        message = f"{name}: the plan has what the problem does not have"
        raise KeyError(message)
    return places
