"""A plan: which module opens when, and how goods flow; its cost in plain arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from banme.siting.problem import ORIGIN
from banme.siting.relaxation import Choices

if TYPE_CHECKING:
    from banme.siting.layout import Floats, Ints, Layout

NEGLIGIBLE = 1e-9
"""Share of a decision's largest value below which it is taken as zero."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Openings as first stage per module, (M,), -1 where never open; flows, stock and unshipped in t; cost in VND."""

    first: Ints
    flows: Floats
    stock: Floats
    unshipped: Floats
    cost: Floats
    """Weighted cost by part, in the order of ``PARTS``."""

    @property
    def total(self) -> float:
        """Cost of the plan (VND)."""
        return float(self.cost.sum())


PARTS = ("transport", "handling", "storage", "fixed", "co2", "penalty", "income")


def choices_of(layout: Layout, first: Ints) -> Choices:
    """Return the choices that leave exactly these openings."""
    opened = np.zeros((layout.modules.site.size, layout.weight.size), bool)
    on = np.flatnonzero(first >= 0)
    opened[on, first[on]] = True
    closed = np.ones(layout.kind.size, bool)
    closed[layout.modules.site[on]] = False
    return Choices(opened, closed)


def plan_of(layout: Layout, first: Ints, values: Floats) -> Plan:
    """Return the plan with a solver's values, cleaned of solver dust and shipping every supply to the gram."""
    flows, stock, left = _clean(layout, values)
    return Plan(first, flows, stock, left, cost_parts(layout, first, flows, stock, left))


def _clean(layout: Layout, values: Floats) -> tuple[Floats, Floats, Floats]:
    at = layout.offsets
    out = []
    for start, end, upper in zip(
        at[:3], at[1:4], (layout.flows.upper, layout.stock.upper, layout.unshipped.upper), strict=True
    ):
        part = np.clip(values[start:end], 0.0, upper)
        part[part <= NEGLIGIBLE * upper] = 0.0
        out.append(part)
    flows, stock, left = out
    table, cells = layout.flows, layout.unshipped
    sent = np.zeros(layout.supply.shape)
    origin = np.flatnonzero(layout.kind[table.source] == ORIGIN)
    where = (table.source[origin], table.commodity[origin], table.period[origin])
    np.add.at(sent, where, flows[origin])
    np.add.at(sent, (cells.node, cells.commodity, cells.period), left)
    factor = np.divide(layout.supply, sent, out=np.ones_like(sent), where=sent > 0)
    flows[origin] *= factor[where]
    left *= factor[cells.node, cells.commodity, cells.period]
    return flows, stock, left


def cost_parts(layout: Layout, first: Ints, flows: Floats, stock: Floats, left: Floats) -> Floats:
    """Return the weighted cost (VND) by part, in the order of ``PARTS``; income is negative."""
    table, problem = layout.flows, layout.problem
    weight = layout.worth[table.period]
    arcs = problem.arcs["cost_vnd_t"].to_numpy(float)[table.arc]
    handling = problem.sites["handling_vnd_t"].reindex(problem.nodes.index).fillna(0.0).to_numpy(float)[table.target]
    price = problem.limits.co2_price_vnd_kg or 0.0
    co2 = price * table.co2
    stages = layout.weight[None, :] * (np.arange(layout.weight.size)[None, :] >= first[:, None]) * (first >= 0)[:, None]
    return np.array(
        [
            flows @ (arcs * weight),
            flows @ (handling * weight),
            stock @ layout.stock.cost,
            float((layout.modules.fixed[:, None] * stages).sum()),
            flows @ (co2 * weight),
            left @ layout.unshipped.cost,
            -(flows @ (table.income * weight)),
        ]
    )


def round_openings(layout: Layout, openings: Floats, choices: Choices, threshold: float) -> Ints:
    """Return first stages (M,) by rounding (M, S) openings; the largest share of a site chooses its module."""
    first = np.full(layout.modules.site.size, -1, np.int64)
    for site in np.unique(layout.modules.site):
        mine = np.flatnonzero(layout.modules.site == site)
        share = openings[mine].sum(axis=0)
        may = choices.opened[mine].any(axis=1)
        if not may.any() or (choices.closed[site] and share[-1] < threshold):
            continue
        module = mine[may][np.argmax(openings[mine[may], -1])]
        stages = np.flatnonzero(choices.opened[module])
        wanted = int(np.argmax(share >= min(threshold, share[-1] - 1e-9)))
        first[module] = stages[max(0, int(np.searchsorted(stages, wanted, side="right")) - 1)]
    return first
