"""Which columns are worth giving to HiGHS: few for every supply, site and commodity, by reduced cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from banme.siting.problem import SITE_KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from banme.siting.layout import Floats, Ints, Layout
    from banme.siting.relaxation import Choices


def cheapest(layout: Layout, reduced: Floats, likely: NDArray[np.bool_], arcs: int) -> NDArray[np.bool_]:
    """Return the columns of a kernel.

    Parameters
    ----------
    layout : Layout
    reduced : (columns,) reduced costs (VND/t)
    likely : (N,) nodes that goods may pass; sites that are not likely stay out
    arcs : int
        Flows that every source, commodity and period keeps, and every outlet that must be served.

    """
    flows = layout.flows
    count = flows.arc.size
    kernel = np.ones(reduced.size, bool)
    passable = likely[flows.source] & likely[flows.target]
    kernel[:count] = False
    on = np.flatnonzero(passable)
    kernel[on] = _rank(_cell(layout, flows.source[on], on), reduced[on]) < arcs
    must = np.flatnonzero(passable & (layout.demand_low[flows.target, flows.commodity, flows.period] > 0))
    kernel[must] |= _rank(_cell(layout, flows.target[must], must), reduced[must]) < arcs
    kernel[count : count + layout.stock.node.size] = likely[layout.stock.node]
    return kernel


def _cell(layout: Layout, node: Ints, flows: Ints) -> Ints:
    table = layout.flows
    return (node * layout.use.size + table.commodity[flows]) * layout.stage.size + table.period[flows]


def _rank(cell: Ints, value: Floats) -> Ints:
    """Return the place of each value within its cell, the smallest first."""
    order = np.lexsort((value, cell))
    rank = np.empty(order.size, np.int64)
    starts = np.flatnonzero(np.diff(cell[order], prepend=-1))
    rank[order] = np.arange(order.size) - np.repeat(starts, np.diff(np.append(starts, order.size)))
    return rank


def passing(layout: Layout, choices: Choices) -> NDArray[np.bool_]:
    """Return (N,) nodes goods may pass under the choices: all that are no sites, and sites that may open."""
    return ~np.isin(layout.kind, SITE_KINDS) | choices.active(layout)


def tighter_links(layout: Layout, kernel: NDArray[np.bool_]) -> Ints:
    """Return the kernel's flows into sites whose linking row says more than the capacity row does."""
    flows = layout.flows
    at = np.flatnonzero(kernel[: flows.arc.size] & np.isin(layout.kind, SITE_KINDS)[flows.target])
    room = np.zeros((layout.kind.size, layout.stage.size))
    np.maximum.at(room, layout.modules.site, layout.modules.throughput)
    own = np.zeros((layout.kind.size, layout.use.size))
    np.maximum.at(own, layout.modules.site, layout.modules.own)
    most = np.minimum(
        room[flows.target[at], flows.period[at]] / layout.use[flows.commodity[at]],
        own[flows.target[at], flows.commodity[at]],
    )
    return at[flows.upper[at] < most]
