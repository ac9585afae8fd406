"""A laid-out problem as separate networks, one for each commodity and period, where its rows allow that.

They do when nothing is stored, no cap on CO2 or on the cost at other rates couples the flows, every commodity has its
own limits at the sites (or is the only one) and a supply may be split. Then flows for given openings are cheapest flows
through networks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from banme.siting.network_simplex import Networks
from banme.siting.problem import OUTLET, SITE_KINDS
from banme.siting.rows import RELAXED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from banme.siting.layout import Floats, Ints, Layout
    from banme.siting.network_simplex import Trees

STEPS = 2.0**40
"""Into how many units all goods of a network are cut where quantities are not whole numbers of tonnes."""
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Transshipment:
    """The networks of a problem, the unit of quantities (t) and, for every arc, its column (-1 for none)."""

    layout: Layout
    networks: Networks
    unit: float
    column: Ints
    commodity: Ints
    period: Ints

    def values(self, trees: Trees) -> Floats:
        """Return what the trees say of every column (t; openings stay 0)."""
        out = np.zeros(int(self.layout.offsets[-1]))
        carrying = np.flatnonzero((trees.arc >= 0) & (trees.flow > 0))
        column = self.column[trees.arc[carrying]]
        out[column[column >= 0]] = trees.flow[carrying][column >= 0] * self.unit
        return out


def falls_apart(layout: Layout) -> bool:
    """Whether the problem's flows fall apart into networks."""
    return _apart(layout) is not None


def separate(layout: Layout) -> Transshipment | None:
    """Return the problem's networks, None where it does not fall apart into any."""
    room = _apart(layout)
    return None if room is None else _Builder(layout, room).build()


def _apart(layout: Layout) -> Floats | None:
    """Return the rooms of the networks, None where there are none."""
    coupled = any(RELAXED[family](layout).low.size for family in ("co2", "ceiling"))
    if layout.stock.node.size or layout.problem.limits.single_source or coupled or not layout.flows.arc.size:
        return None
    return _rooms(layout)


def _rooms(layout: Layout) -> Floats | None:
    """Return (M, K, T) most tonnes of each commodity through a module, None where commodities compete."""
    modules = layout.modules
    arriving = layout.inbound[modules.site]
    room: Floats = np.minimum(modules.own[:, :, None], arriving)
    if layout.use.size == 1:
        room = np.minimum(room, modules.throughput[:, None, :] / layout.use[0])
    needed = np.einsum("k,mkt->mt", layout.use, room)
    return room if (needed <= modules.throughput * (1.0 + ROUNDING)).all() else None


class _Builder:
    """Numbers nodes and arcs, network after network."""

    def __init__(self, layout: Layout, room: Floats) -> None:
        self.layout = layout
        self.room = room
        flows = layout.flows
        key = flows.commodity * layout.stage.size + flows.period
        self.parts, self.part = np.unique(key, return_inverse=True)
        self.commodity, self.period = np.divmod(self.parts, layout.stage.size)
        self.unit = self._unit()
        shape = (self.parts.size, layout.kind.size)
        self.inlet, self.outlet = np.full(shape, -1, np.int64), np.full(shape, -1, np.int64)
        self.site = np.isin(layout.kind, SITE_KINDS)

    def _unit(self) -> float:
        layout = self.layout
        values = (layout.supply, self.room, layout.demand_low, layout.demand_high)
        total = float(layout.supply.sum(axis=0).max())
        numbers = np.concatenate([part[np.isfinite(part) & (part < total)] for part in values])
        whole = bool((numbers == np.round(numbers)).all()) and total < STEPS
        return 1.0 if whole else total / STEPS

    def build(self) -> Transshipment:
        """Return the networks."""
        layout, flows = self.layout, self.layout.flows
        node_start, node_site, supply, root_cost, root_column, priced = self._nodes()
        head = np.where(
            self.site[flows.target], self.inlet[self.part, flows.target], self.outlet[self.part, flows.target]
        )
        tail = self.outlet[self.part, flows.source]
        order = np.lexsort((tail, head))
        heads = np.flatnonzero(np.diff(head[order], prepend=-1))
        group_part, group_node = self.part[order][heads], flows.target[order][heads]
        bounded = self._bounded(node_start[:-1])
        cost = flows.cost * self.unit
        root_cost = root_cost * self.unit
        dear = float((np.diff(node_start).max() + 2) * np.abs(np.concatenate([cost, root_cost])).max())
        dear = dear if dear > 0 else 1.0
        nodes = np.arange(supply.size)
        root = np.repeat(node_start[:-1], np.diff(node_start))
        tails = np.concatenate([tail[order], bounded["tail"], nodes])
        leaving = np.argsort(tail[order], kind="stable")
        networks = Networks(
            tail=tails.astype(np.int32),
            head=np.concatenate([head[order], bounded["head"], root]).astype(np.int32),
            cost=np.concatenate([cost[order], bounded["must"] * -dear, np.where(priced, root_cost, dear)]),
            cap=np.concatenate([np.full(order.size, np.inf), bounded["cap"], np.full(nodes.size, np.inf)]),
            node_start=node_start,
            group_start=np.searchsorted(group_part, np.arange(self.parts.size + 1)),
            bound_start=np.searchsorted(bounded["part"], np.arange(self.parts.size + 1)),
            group_arc=np.append(heads, order.size).astype(np.int64),
            group_site=np.where(self.site[group_node], group_node, -1),
            bound_module=bounded["module"].astype(np.int64),
            site_in=self.inlet,
            site_out=np.where(self.site[None, :], self.outlet, -1),
            node_site=node_site.astype(np.int32),
            supply=supply,
            site_bound=self._first_bounds(bounded),
            site_room=self._largest(bounded),
            out_start=np.searchsorted(tail[order][leaving], np.arange(supply.size + 1)),
            out_arc=leaving,
            stage=layout.stage[self.period],
            priced=priced,
            dear=dear,
        )
        column = np.concatenate([order, np.full(bounded["tail"].size, -1), root_column])
        return Transshipment(layout, networks, self.unit, column, self.commodity, self.period)

    def _nodes(self) -> tuple[Ints, Ints, Floats, Floats, Ints, NDArray[np.bool_]]:
        """Return starts, sites and supplies of the nodes, and cost, column and freedom of their arcs to the root."""
        layout, flows = self.layout, self.layout.flows
        left = np.full(layout.supply.shape, -1, np.int64)
        cells = layout.unshipped
        left[cells.node, cells.commodity, cells.period] = np.arange(cells.node.size)
        starts, sites, supply, cost, column, priced = [0], [], [], [], [], []
        for p in range(self.parts.size):
            k, t = self.commodity[p], self.period[p]
            on = np.flatnonzero(self.part == p)
            used = np.unique(
                np.concatenate([flows.source[on], flows.target[on], np.flatnonzero(layout.supply[:, k, t])])
            )
            at = used[self.site[used]]
            rest = used[~self.site[used]]
            base = starts[-1] + 1
            self.outlet[p, rest] = base + np.arange(rest.size)
            self.inlet[p, at] = base + rest.size + np.arange(at.size)
            self.outlet[p, at] = base + rest.size + at.size + np.arange(at.size)
            starts.append(base + rest.size + 2 * at.size)
            elastic = left[rest, k, t]
            ends = layout.kind[rest] == OUTLET
            free = ends & (layout.demand_low[rest, k, t] <= 0) & (self._most(rest, k, t) >= np.inf)
            nothing = np.zeros(2 * at.size)
            sites.append(np.concatenate([[-1], np.full(rest.size, -1), at, at]))
            supply.append(np.concatenate([[0.0], np.round(layout.supply[rest, k, t] / self.unit), nothing]))
            price = np.where(elastic >= 0, cells.cost[elastic] if cells.cost.size else 0.0, 0.0)
            cost.append(np.concatenate([[0.0], price, nothing]))
            shift = int(layout.offsets[2])
            column.append(np.concatenate([[-1], np.where(elastic >= 0, elastic + shift, -1), nothing - 1]))
            priced.append(np.concatenate([[False], (elastic >= 0) | free, nothing > 0]))
        return (
            np.array(starts, np.int64),
            np.concatenate(sites).astype(np.int64),
            np.concatenate(supply),
            np.concatenate(cost),
            np.concatenate(column).astype(np.int64),
            np.concatenate(priced).astype(bool),
        )

    def _most(self, nodes: Ints, k: int, t: int) -> Floats:
        """Return what outlets take, inf where they take all there is."""
        layout = self.layout
        most = layout.demand_high[nodes, k, t]
        return np.where(most >= layout.supply[:, k, t].sum(), np.inf, most)

    def _bounded(self, roots: Ints) -> dict[str, NDArray[Any]]:
        """Return the bounded arcs: modules through their sites, and outlets with limits to the root."""
        layout, out = self.layout, []
        module_site = layout.modules.site
        by_site = np.argsort(module_site, kind="stable")
        for p in range(self.parts.size):
            k, t = self.commodity[p], self.period[p]
            mine = by_site[self.inlet[p, module_site[by_site]] >= 0]
            site = module_site[mine]
            room = np.floor(np.minimum(self.room[mine, k, t] / self.unit * (1 + 1e-15), 2.0**52))
            out.append((np.full(mine.size, p), self.inlet[p, site], self.outlet[p, site], room, mine, mine * 0))
            ends = np.flatnonzero((layout.kind == OUTLET) & (self.outlet[p] >= 0))
            low = np.round(layout.demand_low[ends, k, t] / self.unit)
            high = np.floor(self._most(ends, k, t) / self.unit)
            high = np.minimum(high, layout.supply[:, k, t].sum() / self.unit + 1.0)
            limited = (low > 0) | (self._most(ends, k, t) < np.inf)
            for must, cap in ((1, low), (0, high - low)):
                on = np.flatnonzero(limited & (cap > 0))
                one = np.ones(on.size, np.int64)
                out.append((one * p, self.outlet[p, ends[on]], one * roots[p], cap[on], -one, one * must))
        names = ("part", "tail", "head", "cap", "module", "must")
        return {name: np.concatenate([block[i] for block in out]) for i, name in enumerate(names)}

    def _first_bounds(self, bounded: dict[str, NDArray[Any]]) -> Ints:
        out = np.full(self.inlet.shape, -1, np.int64)
        on = np.flatnonzero(bounded["module"] >= 0)[::-1]
        out[bounded["part"][on], self.layout.modules.site[bounded["module"][on]]] = on
        return out

    def _largest(self, bounded: dict[str, NDArray[Any]]) -> Floats:
        out = np.zeros(self.inlet.shape)
        on = np.flatnonzero(bounded["module"] >= 0)
        np.maximum.at(out, (bounded["part"][on], self.layout.modules.site[bounded["module"][on]]), bounded["cap"][on])
        return out
