"""The constraint families, one small function each; the docstring states the inequality.

Decisions: x flow over an arc (t), h stock at a period's end (t), u goods left unshipped (t), and y[m, s] = 1 when
module m is open in stage s. Indices: n node, k commodity, t period, s stage, m module. Everything is in tonnes and
VND; the solver scales inside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from banme.siting.ceilings import ceiling
from banme.siting.cover import covers
from banme.siting.problem import FORCED, ORIGIN, OUTLET, SITE_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from banme.siting.layout import Floats, Ints, Layout


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows ``low <= sum of value * column <= high`` of one family.

    Attributes
    ----------
    family : str
    labels : (R,) tuple of labels per row, as shown to people and saved in certificates
    low, high : (R,)
    row, column, value : (Z,) non-zero entries, rows numbered within the family

    """

    family: str
    labels: Sequence[tuple[str, ...]]
    low: Floats
    high: Floats
    row: Ints
    column: Ints
    value: Floats


@dataclass(slots=True)
class _Keys:
    """Numbers (n, k, t) keys of one family densely and labels them."""

    layout: Layout
    shape: tuple[int, ...]
    place: NDArray[np.int64]

    @classmethod
    def of(cls, layout: Layout, mask: NDArray[np.bool_]) -> _Keys:
        place = np.full(mask.shape, -1, np.int64)
        place[mask] = np.arange(int(mask.sum()))
        return cls(layout, mask.shape, place)

    def labels(self, axes: Sequence[Sequence[object]]) -> list[tuple[str, ...]]:
        at = np.argwhere(self.place >= 0)
        return [tuple(str(axis[i]) for axis, i in zip(axes, row, strict=True)) for row in at]


def _axes(layout: Layout) -> tuple[list[str], list[str], list[str], list[str]]:
    problem = layout.problem
    return (
        list(problem.nodes.index),
        list(problem.commodities.index),
        list(problem.periods.index),
        list(problem.stages.index),
    )


def _join(parts: Sequence[tuple[Ints, Ints, Floats]]) -> tuple[Ints, Ints, Floats]:
    row = np.concatenate([part[0] for part in parts]).astype(np.int64)
    column = np.concatenate([part[1] for part in parts]).astype(np.int64)
    return row, column, np.concatenate([part[2] for part in parts]).astype(float)


def _site_mask(layout: Layout) -> NDArray[np.bool_]:
    return np.isin(layout.kind, SITE_KINDS)


def _openings(layout: Layout) -> Ints:
    """Return (M, S) columns of the opening variables."""
    modules, stages = layout.modules.site.size, layout.weight.size
    return np.arange(modules * stages, dtype=np.int64).reshape(modules, stages) + int(layout.offsets[3])


def supply(layout: Layout) -> Rows:
    """Ship everything: sum over arcs out of n of x[., k, t] + u[n, k, t] = supply[n, k, t]."""
    nodes, commodities, periods, _ = _axes(layout)
    keys = _Keys.of(layout, layout.supply > 0)
    flows, left = layout.flows, layout.unshipped
    out = np.flatnonzero(layout.kind[flows.source] == ORIGIN)
    row, column, value = _join(
        [
            (keys.place[flows.source[out], flows.commodity[out], flows.period[out]], out, np.ones(out.size)),
            (
                keys.place[left.node, left.commodity, left.period],
                layout.offsets[2] + np.arange(left.node.size),
                np.ones(left.node.size),
            ),
        ]
    )
    rhs = layout.supply[layout.supply > 0]
    return Rows("supply", keys.labels((nodes, commodities, periods)), rhs, rhs, row, column, value)


def balance(layout: Layout) -> Rows:
    """Keep goods at a site: inflow + h[n, k, t-1] - outflow - h[n, k, t] = 0, stock carried within a stage."""
    nodes, commodities, periods, _ = _axes(layout)
    flows, stock = layout.flows, layout.stock
    touched = np.zeros(layout.supply.shape, bool)
    touched[flows.source, flows.commodity, flows.period] = True
    touched[flows.target, flows.commodity, flows.period] = True
    touched[stock.node, stock.commodity, stock.period] = True
    touched[stock.node, stock.commodity, stock.period + 1] = True
    keys = _Keys.of(layout, touched & _site_mask(layout)[:, None, None])
    into = np.flatnonzero(_site_mask(layout)[flows.target])
    out = np.flatnonzero(_site_mask(layout)[flows.source])
    held = layout.offsets[1] + np.arange(stock.node.size)
    one = np.ones
    row, column, value = _join(
        [
            (keys.place[flows.target[into], flows.commodity[into], flows.period[into]], into, one(into.size)),
            (keys.place[flows.source[out], flows.commodity[out], flows.period[out]], out, -one(out.size)),
            (keys.place[stock.node, stock.commodity, stock.period], held, -one(held.size)),
            (keys.place[stock.node, stock.commodity, stock.period + 1], held, one(held.size)),
        ]
    )
    zero = np.zeros(int((keys.place >= 0).sum()))
    return Rows("balance", keys.labels((nodes, commodities, periods)), zero, zero, row, column, value)


def demand(layout: Layout) -> Rows:
    """Serve an outlet: min <= sum over arcs into n of x[., k, t] <= max."""
    nodes, commodities, periods, _ = _axes(layout)
    flows = layout.flows
    reached = np.zeros(layout.supply.shape, bool)
    into = np.flatnonzero(layout.kind[flows.target] == OUTLET)
    reached[flows.target[into], flows.commodity[into], flows.period[into]] = True
    mask = (layout.demand_low > 0) | (reached & np.isfinite(layout.demand_high))
    keys = _Keys.of(layout, mask)
    row = keys.place[flows.target[into], flows.commodity[into], flows.period[into]]
    on = row >= 0
    labels = keys.labels((nodes, commodities, periods))
    low, high = layout.demand_low[mask], layout.demand_high[mask]
    return Rows("demand", labels, low, high, row[on], into[on], np.ones(int(on.sum())))


def throughput(layout: Layout) -> Rows:
    """Handle no more than the module can: sum of use[k] x into n in t - sum of capacity[m] y[m, s(t)] <= 0."""
    nodes, _, periods, _ = _axes(layout)
    flows, modules = layout.flows, layout.modules
    into = np.flatnonzero(_site_mask(layout)[flows.target])
    mask = np.zeros((layout.kind.size, layout.stage.size), bool)
    mask[flows.target[into], flows.period[into]] = True
    keys = _Keys.of(layout, mask)
    module, period = np.nonzero(mask[modules.site])
    row, column, value = _join(
        [
            (keys.place[flows.target[into], flows.period[into]], into, layout.use[flows.commodity[into]]),
            (
                keys.place[modules.site[module], period],
                _openings(layout)[module, layout.stage[period]],
                -modules.throughput[module, period],
            ),
        ]
    )
    count = int(mask.sum())
    labels = keys.labels((nodes, periods))
    return Rows("throughput", labels, np.full(count, -np.inf), np.zeros(count), row, column, value)


def commodity_throughput(layout: Layout) -> Rows:
    """Handle no more of one commodity than its own limit: sum of x[., k, t] into n - sum of own[m, k] y[m, s(t)] <= 0.

    Only where a module of the site has such a limit; modules without one count with the most that can arrive.
    """
    nodes, commodities, periods, _ = _axes(layout)
    flows, modules = layout.flows, layout.modules
    limited = np.zeros((layout.kind.size, layout.use.size), bool)
    at, k = np.nonzero(np.isfinite(modules.own))
    limited[modules.site[at], k] = True
    into = np.flatnonzero(_site_mask(layout)[flows.target])
    mask = np.zeros(layout.supply.shape, bool)
    mask[flows.target[into], flows.commodity[into], flows.period[into]] = True
    mask &= limited[:, :, None]
    keys = _Keys.of(layout, mask)
    row = keys.place[flows.target[into], flows.commodity[into], flows.period[into]]
    on = row >= 0
    module, k, period = np.nonzero(mask[modules.site])
    capacity = np.minimum(modules.own[module, k], layout.inbound[modules.site[module], k, period])
    columns = _openings(layout)[module, layout.stage[period]]
    row, column, value = _join(
        [
            (row[on], into[on], np.ones(int(on.sum()))),
            (keys.place[modules.site[module], k, period], columns, -capacity),
        ]
    )
    count = int(mask.sum())
    labels = keys.labels((nodes, commodities, periods))
    return Rows("commodity_throughput", labels, np.full(count, -np.inf), np.zeros(count), row, column, value)


def storage(layout: Layout) -> Rows:
    """Store no more than the module can: sum of use[k] h[n, k, t] - sum of storage[m] y[m, s(t)] <= 0."""
    nodes, _, periods, _ = _axes(layout)
    stock, modules = layout.stock, layout.modules
    mask = np.zeros((layout.kind.size, layout.stage.size), bool)
    mask[stock.node, stock.period] = True
    keys = _Keys.of(layout, mask)
    module, period = np.nonzero(mask[modules.site])
    columns = _openings(layout)[module, layout.stage[period]]
    row, column, value = _join(
        [
            (
                keys.place[stock.node, stock.period],
                layout.offsets[1] + np.arange(stock.node.size),
                layout.use[stock.commodity],
            ),
            (keys.place[modules.site[module], period], columns, -modules.storage[module, period]),
        ]
    )
    count = int(mask.sum())
    labels = keys.labels((nodes, periods))
    return Rows("storage", labels, np.full(count, -np.inf), np.zeros(count), row, column, value)


def budget(layout: Layout) -> Rows:
    """Spend no more than the budget: sum of capex[m] y[m, last stage] <= budget."""
    most = layout.problem.limits.budget_vnd
    if most is None:
        return _none("budget")
    column = _openings(layout)[:, -1]
    row = np.zeros(column.size, np.int64)
    return Rows("budget", [("budget",)], np.array([-np.inf]), np.array([most]), row, column, layout.modules.capex)


def count(layout: Layout) -> Rows:
    """Open no more sites of a kind than allowed: sum of y[m, last stage] over the kind's modules <= count."""
    most = layout.problem.limits.max_sites or {}
    kinds = [kind for kind in SITE_KINDS if kind in most]
    kind_of = layout.kind[layout.modules.site]
    parts = []
    for at, kind in enumerate(kinds):
        on = np.flatnonzero(kind_of == kind)
        parts.append((np.full(on.size, at), _openings(layout)[on, -1], np.ones(on.size)))
    if not parts:
        return _none("count")
    high = np.array([float(most[kind]) for kind in kinds])
    return Rows("count", [(kind,) for kind in kinds], np.full(len(kinds), -np.inf), high, *_join(parts))


def change(layout: Layout) -> Rows:
    """Change no more of today's network than allowed: closures, new sites, and both together.

    new sites: sum of y[m, last stage] over modules of sites that do not exist <= max_new_sites;
    closures: E - sum of y[m, first stage] over modules of the E existing sites <= max_closures; changes: their sum.
    """
    problem = layout.problem
    limits = problem.limits
    existing = problem.sites["existing"].reindex(problem.nodes.index).fillna(value=False).to_numpy(bool)
    kept = existing[layout.modules.site]
    columns = _openings(layout)
    opened = (columns[~kept, -1], np.ones(int((~kept).sum())))
    shut = (columns[kept, 0], -np.ones(int(kept.sum())))
    today = float(existing.sum())
    wanted = (
        ("new_sites", limits.max_new_sites, [opened], 0.0),
        ("closures", limits.max_closures, [shut], today),
        ("changes", limits.max_changes, [opened, shut], today),
    )
    rows = [(name, most - already, entries) for name, most, entries, already in wanted if most is not None]
    if not rows:
        return _none("change")
    parts = [(np.full(at.size, number), at, value) for number, row in enumerate(rows) for at, value in row[2]]
    high = np.array([most for _, most, _ in rows])
    labels = [(name,) for name, *_ in rows]
    return Rows("change", labels, np.full(high.size, -np.inf), high, *_join(parts))


def co2(layout: Layout) -> Rows:
    """Emit no more than the cap in a year of any stage and scenario: sum over its periods of co2 x <= cap."""
    most = layout.problem.limits.co2_cap_kg_year
    if most is None:
        return _none("co2")
    flows = layout.flows
    problem = layout.problem
    years = [
        (str(stage), str(scenario)) if scenario else (str(stage),)
        for stage, scenario in zip(problem.periods["stage"], problem.column("periods", "scenario"), strict=True)
    ]
    labels = list(dict.fromkeys(years))
    year = np.array([labels.index(each) for each in years], np.int64)
    row, column = year[flows.period], np.arange(flows.arc.size)
    high = np.full(len(labels), most)
    return Rows("co2", labels, np.full(len(labels), -np.inf), high, row, column, flows.co2)


def one_module(layout: Layout) -> Rows:
    """Open at most one module of a site: sum of y[m, s] <= 1, and = 1 in the stages a forced site must be open."""
    nodes, _, _, stages = _axes(layout)
    mask = np.zeros((layout.kind.size, len(stages)), bool)
    mask[layout.modules.site] = True
    keys = _Keys.of(layout, mask)
    row = keys.place[layout.modules.site].ravel()
    forced = layout.problem.sites["decision"].reindex(layout.problem.nodes.index).to_numpy(object) == FORCED
    begun = np.arange(len(stages))[None, :] >= layout.begin[:, None]
    low = (forced[:, None] & begun)[mask].astype(float)
    labels = keys.labels((nodes, stages))
    return Rows("one_module", labels, low, np.ones(low.size), row, _openings(layout).ravel(), np.ones(row.size))


def keep_open(layout: Layout) -> Rows:
    """Keep an open module open: y[m, s] - y[m, s+1] <= 0."""
    openings = _openings(layout)
    stages = _axes(layout)[3]
    table = layout.problem.modules
    first, then = openings[:, :-1].ravel(), openings[:, 1:].ravel()
    row = np.arange(first.size)
    entries = _join([(row, first, np.ones(first.size)), (row, then, -np.ones(first.size))])
    labels = [
        (str(site), str(module), stage)
        for site, module in zip(table["site"], table["module"], strict=True)
        for stage in stages[:-1]
    ]
    return Rows("keep_open", labels, np.full(first.size, -np.inf), np.zeros(first.size), *entries)


def link(layout: Layout, flows: Ints) -> Rows:
    """Send only to an open site: x[a] - upper[a] * sum of y[m, s(t)] <= 0, for chosen flows into sites."""
    nodes, commodities, periods, _ = _axes(layout)
    table, modules = layout.flows, layout.modules
    target, period = table.target[flows], table.period[flows]
    order = np.argsort(modules.site, kind="stable")
    first = np.searchsorted(modules.site[order], target, side="left")
    size = np.searchsorted(modules.site[order], target, side="right") - first
    row = np.repeat(np.arange(flows.size), size)
    offset = np.arange(row.size) - np.repeat(np.cumsum(size) - size, size)
    module = order[np.repeat(first, size) + offset]
    columns = _openings(layout)[module, layout.stage[period[row]]]
    entries = _join(
        [(np.arange(flows.size), flows, np.ones(flows.size)), (row, columns, -table.upper[flows][row])],
    )
    labels = [
        (nodes[a], nodes[b], commodities[k], periods[t])
        for a, b, k, t in zip(table.source[flows], target, table.commodity[flows], period, strict=True)
    ]
    return Rows("link", labels, np.full(flows.size, -np.inf), np.zeros(flows.size), *entries)


def cover(layout: Layout) -> Rows:
    """Open enough room for what must pass: sum of room[m] y[m, s(t)] >= need in t, as it is or rounded by a step.

    Implied by the other rows in the linear relaxation unless rounded; ``banme.siting.cover`` says which are kept.
    """
    kept = covers(layout)
    if not kept:
        return _none("cover")
    periods = layout.problem.periods.index
    parts = [
        (np.full(row.module.size, at), _openings(layout)[row.module, layout.stage[row.period]], row.room)
        for at, row in enumerate(kept)
    ]
    labels = [(row.kind, row.commodity, str(periods[row.period]), repr(row.step)) for row in kept]
    low = np.array([row.need for row in kept])
    return Rows("cover", labels, low, np.full(low.size, np.inf), *_join(parts))


def _none(family: str) -> Rows:
    nothing = np.zeros(0)
    at = np.zeros(0, np.int64)
    return Rows(family, [], nothing, nothing, at, at, nothing)


Family = Callable[["Layout"], Rows]
RELAXED: Mapping[str, Family] = MappingProxyType(
    {
        "supply": supply,
        "balance": balance,
        "demand": demand,
        "throughput": throughput,
        "commodity_throughput": commodity_throughput,
        "storage": storage,
        "budget": budget,
        "count": count,
        "change": change,
        "co2": co2,
        "cover": cover,
        "ceiling": ceiling,
    }
)
"""Families that carry multipliers in a certificate."""
KEPT: Mapping[str, Family] = MappingProxyType({"one_module": one_module, "keep_open": keep_open})
"""Families the certificate keeps inside each site's choice."""
