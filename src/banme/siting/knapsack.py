"""What an open site earns at given reduced costs: continuous knapsacks over what comes in and what is stored.

For every site, period and module the goods that come in compete for the module's throughput, those of one commodity
also for its own limit, and stocks for the module's storage. Taking goods in the order of reduced cost per tonne of
capacity, each up to the least of its largest value and what is left, is optimal because the limits are nested.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numba
import numpy as np

from banme.siting.problem import SITE_KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from banme.siting.layout import Floats, Ints, Layout


@dataclass(frozen=True, slots=True, eq=False)
class Knapsacks:
    """Columns that compete for capacity, grouped by site, period and kind of capacity.

    Attributes
    ----------
    column : (I,) column of each item, group after group
    upper, use : (I,) largest value (t), capacity taken per tonne
    commodity : (I,)
    start : (G + 1,) first item of each group
    site, period, stored : (G,) node position, period, 1 for storage and 0 for throughput
    limited : (G,) whether a module of the site limits single commodities
    module_start, module : (N + 1,), (M,) modules by node
    capacity : (2, M, T) throughput and storage (t of capacity)
    own : (M, K) t per period of one commodity
    stage : (T,)

    """

    column: Ints
    upper: Floats
    use: Floats
    commodity: Ints
    start: Ints
    site: Ints
    period: Ints
    stored: Ints
    limited: NDArray[np.bool_]
    module_start: Ints
    module: Ints
    capacity: Floats
    own: Floats
    stage: Ints

    @classmethod
    def of(cls, layout: Layout) -> Knapsacks:
        """Group the flows into sites and the stocks of a laid-out problem."""
        flows, stock, modules = layout.flows, layout.stock, layout.modules
        into = np.flatnonzero(np.isin(layout.kind, SITE_KINDS)[flows.target])
        column = np.concatenate([into, int(layout.offsets[1]) + np.arange(stock.node.size)])
        site = np.concatenate([flows.target[into], stock.node])
        period = np.concatenate([flows.period[into], stock.period])
        commodity = np.concatenate([flows.commodity[into], stock.commodity])
        stored = np.repeat([0, 1], [into.size, stock.node.size])
        periods = layout.stage.size
        key = (site * periods + period) * 2 + stored
        order = np.argsort(key, kind="stable")
        heads = np.flatnonzero(np.diff(key[order], prepend=-1))
        limited = np.zeros(layout.kind.size, bool)
        limited[modules.site[np.isfinite(modules.own).any(axis=1)]] = True
        first = order[heads]
        return cls(
            column=column[order],
            upper=np.concatenate([flows.upper[into], stock.upper])[order],
            use=layout.use[commodity[order]],
            commodity=commodity[order],
            start=np.append(heads, order.size).astype(np.int64),
            site=site[first],
            period=period[first],
            stored=stored[first].astype(np.int64),
            limited=limited[site[first]] & (stored[first] == 0),
            module_start=np.searchsorted(np.sort(modules.site), np.arange(layout.kind.size + 1)),
            module=np.argsort(modules.site, kind="stable"),
            capacity=np.stack([modules.throughput, modules.storage]),
            own=modules.own,
            stage=layout.stage,
        )

    def gains(self, reduced: Floats, active: NDArray[np.bool_]) -> tuple[Floats, Ranking]:
        """Return (M, S) what the knapsacks of each open module add to its cost (VND, at most 0), and their order.

        ``active`` (N,) tells which sites may open at all; the others are left out.
        """
        stages = int(self.stage.max()) + 1 if self.stage.size else 1
        ranking = Ranking(np.empty(self.column.size, np.int64), np.zeros(self.site.size, np.int64))
        out = np.zeros((self.module.size, stages))
        _gains(
            np.ascontiguousarray(reduced),
            (self.column, self.upper, self.use, self.commodity),
            (self.start, self.site, self.period, self.stored, self.limited, self.stage),
            (self.module_start, self.module, self.capacity, self.own),
            (ranking.item, ranking.count, out, np.empty(reduced.size), active),
        )
        return out, ranking

    def take(self, ranking: Ranking, first: Ints, out: Floats) -> None:
        """Write into ``out`` (columns, t) what the modules open from stage ``first`` (M,) on take; -1 is closed."""
        _take(
            (self.column, self.upper, self.use, self.commodity),
            (self.start, self.site, self.period, self.stored, self.limited, self.stage),
            (self.module_start, self.module, self.capacity, self.own),
            (ranking.item, ranking.count, first, out),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Items worth taking, group by group, best first where capacity may bind: (I,) items, (G,) how many."""

    item: Ints
    count: Ints


@numba.njit(cache=True)
def _collect(reduced, items, head, tail, ranked):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """List the items with a negative rate; return how many, the capacity they take and what they earn."""
    column, upper, use, _ = items
    size, arriving, value = 0, 0.0, 0.0
    for i in range(head, tail):
        rate = reduced[column[i]]
        if rate < 0.0:
            ranked[head + size] = i
            size += 1
            arriving += use[i] * upper[i]
            value += rate * upper[i]
    return size, arriving, value


@numba.njit(cache=True)
def _rank(reduced, items, ranked):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    column, _, use, _ = items
    keys = np.empty(ranked.size)
    for j in range(ranked.size):
        keys[j] = reduced[column[ranked[j]]] / use[ranked[j]]
    ranked[:] = ranked[np.argsort(keys)]


@numba.njit(cache=True)
def _fill(items, ranked, left, left_own, amount):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Take items in their order; write the amounts by column and return how many were looked at."""
    column, upper, use, commodity = items
    for j in range(ranked.size):
        i = ranked[j]
        taken = min(upper[i], left_own[commodity[i]], left / use[i])
        left_own[commodity[i]] -= taken
        left -= taken * use[i]
        amount[column[i]] = taken
        if left <= 0.0:
            return j + 1
    return ranked.size


@numba.njit(cache=True)
def _gains(reduced, items, groups, modules, out):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    start, site, period, stored, limited, stage = groups
    module_start, module, capacity, own = modules
    ranked, count, gain, amount, active = out
    for g in range(site.size):
        if not active[site[g]]:
            continue
        size, arriving, value = _collect(reduced, items, start[g], start[g + 1], ranked)
        count[g] = size
        if size == 0:
            continue
        mine = module[module_start[site[g]] : module_start[site[g] + 1]]
        t, kind = period[g], stored[g]
        binding = limited[g]
        for m in mine:
            binding |= capacity[kind, m, t] < arriving
        chosen = ranked[start[g] : start[g] + size]
        if binding:
            _rank(reduced, items, chosen)
        for m in mine:
            if not binding:
                gain[m, stage[t]] += value
                continue
            left_own = own[m].copy() if limited[g] else np.full(own.shape[1], np.inf)
            seen = _fill(items, chosen, capacity[kind, m, t], left_own, amount)
            for j in range(seen):
                at = items[0][chosen[j]]
                gain[m, stage[t]] += amount[at] * reduced[at]


@numba.njit(cache=True)
def _take(items, groups, modules, out):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    start, site, period, stored, limited, stage = groups
    module_start, module, capacity, own = modules
    ranked, count, opened, taken = out
    for g in range(site.size):
        for m in module[module_start[site[g]] : module_start[site[g] + 1]]:
            if opened[m] < 0 or opened[m] > stage[period[g]]:
                continue
            left_own = own[m].copy() if limited[g] else np.full(own.shape[1], np.inf)
            chosen = ranked[start[g] : start[g] + count[g]]
            _fill(items, chosen, capacity[stored[g], m, period[g]], left_own, taken)
