"""The cheapest way on from every node, and where nothing limits it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from banme.siting.problem import OUTLET, SITE_KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from banme.siting.layout import Floats, Layout

BEYOND = 2.0
"""Price of room beyond what is open, in the typical yearly cost of room."""


def ways_on(layout: Layout) -> tuple[Floats, NDArray[np.bool_]]:
    """Return (N, K, T) cost of the cheapest way on, and whether anything on it, or a store, is limited."""
    flows = layout.flows
    site = np.isin(layout.kind, SITE_KINDS)
    onward: Floats = np.full(layout.supply.shape, np.inf)
    onward[layout.kind == OUTLET] = 0.0
    bounded = np.zeros(layout.supply.shape, bool)
    arriving = np.zeros(layout.supply.shape)
    into = (flows.target, flows.commodity, flows.period)
    np.add.at(arriving, into, flows.upper)
    outlet = layout.kind == OUTLET
    bounded[outlet] = (layout.demand_low[outlet] > 0) | (layout.demand_high[outlet] < arriving[outlet])
    bounded[layout.stock.node, layout.stock.commodity] = True
    share = opening_share(layout)
    for kind in reversed(SITE_KINDS):
        on = layout.kind[flows.source] == kind
        source = (flows.source[on], flows.commodity[on], flows.period[on])
        target = (flows.target[on], flows.commodity[on], flows.period[on])
        way = flows.cost[on] + onward[target]
        way = way + share[target[0], layout.stage[target[2]]] * layout.use[target[1]]
        np.minimum.at(onward, source, way)
        np.logical_or.at(bounded, source, bounded[target] | site[target[0]])
    return onward, bounded


def opening_share(layout: Layout) -> Floats:
    """Return (N, S) cost of opening per tonne of the cheapest module when full, 0 for nodes without modules."""
    modules = layout.modules
    stages = layout.weight.size
    room = np.zeros((modules.site.size, stages))
    own = np.where(np.isfinite(modules.own).all(axis=1), modules.own.sum(axis=1), np.inf)
    np.add.at(room.T, layout.stage, np.minimum(modules.throughput, own[:, None]).T)
    cost = np.divide(modules.fixed[:, None] * layout.weight, room, out=np.full(room.shape, np.inf), where=room > 0)
    out = np.full((layout.kind.size, stages), np.inf)
    np.minimum.at(out, modules.site, cost)
    return np.where(np.isfinite(out), out, 0.0)


def beyond_room(layout: Layout) -> float:
    """Return a price (VND/t) of room beyond what is open: above that of a whole module used in one period only."""
    modules = layout.modules
    per_t = modules.fixed[:, None] * layout.weight[layout.stage][None, :] / np.maximum(modules.throughput, 1e-300)
    per_t = per_t[modules.throughput > 0]
    costs = np.abs(layout.flows.cost)
    typical = float(np.median(costs[costs > 0])) if (costs > 0).any() else 1.0
    price = float(np.median(per_t)) if per_t.size else 0.0
    return BEYOND * max(price, typical)
