"""The elastic programme: the loosened problem's rows, and the original's with columns that buy relief from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from banme.siting.elastic import prices as kinds
from banme.siting.elastic.loosen import Loosened, loosen
from banme.siting.elastic.requirements import FAMILY_OF, Requirement
from banme.siting.layout import Layout, lay_out
from banme.siting.problem import EXCLUDED, FORCED, ORIGIN, OUTLET, SITE_KINDS
from banme.siting.rows import KEPT, RELAXED, change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from banme.siting.layout import Floats, Ints
    from banme.siting.problem import NetworkProblem

TIME_STEPS = 12
"""Most steps in which a commodity's longest travel time is raised."""
KEPT_AS_THEY_ARE = ("supply", "balance", "throughput", "storage")
"""Relaxed families of the loosened problem; its capacities are all that can arrive, so these say: only if open."""


@dataclass(frozen=True, slots=True)
class Relief:
    """One column that buys relief: its kind, who it concerns, and how much one unit of the column is worth."""

    kind: str
    column: int
    place: str = ""
    target: str = ""
    commodity: str = ""
    period: str = ""
    step: float = 1.0

    @property
    def requirement(self) -> Requirement | None:
        """The requirement given way on, None for a direct way."""
        family = FAMILY_OF.get(self.kind)
        if family is None:
            return None
        closure = self.kind == kinds.CLOSURE
        return Requirement(family, self.place, self.target if closure else "", self.commodity)


@dataclass(frozen=True, slots=True, eq=False)
class ElasticModel:
    """Rows ``low <= A x <= high`` over the loosened problem's columns, then the reliefs' own.

    Attributes
    ----------
    loosened : Loosened
    layout : Layout
        Of the loosened problem.
    matrix : (R, C) sparse
    low, high : (R,)
    upper : (C,) largest values; also the columns' units inside the solver
    whole : (C,) bool, which columns are whole numbers
    reliefs : tuple of Relief

    """

    loosened: Loosened
    layout: Layout
    matrix: sparse.csr_matrix
    low: Floats
    high: Floats
    upper: Floats
    whole: NDArray[np.bool_]
    reliefs: tuple[Relief, ...]


def build(problem: NetworkProblem, most_columns: int) -> ElasticModel:
    """Return the elastic programme of a problem."""
    loosened = loosen(problem, most_columns, direct=True)
    builder = _Builder(problem, loosened)
    for family in FAMILIES:
        family(builder)
    return builder.model()


@dataclass(slots=True)
class _Builder:
    problem: NetworkProblem
    loosened: Loosened
    layout: Layout = field(init=False)
    tight: Layout = field(init=False)
    upper: list[Floats] = field(init=False)
    whole: list[NDArray[np.bool_]] = field(init=False)
    count: int = field(init=False)
    reliefs: list[Relief] = field(default_factory=list)
    entries: list[tuple[Ints, Ints, Floats]] = field(default_factory=list)
    limits: list[tuple[Floats, Floats]] = field(default_factory=list)
    rows: int = 0

    def __post_init__(self) -> None:
        self.layout = lay_out(self.loosened.problem)
        self.tight = lay_out(self.problem)
        layout = self.layout
        begun = np.arange(layout.weight.size)[None, :] >= layout.begin[layout.modules.site][:, None]
        self.upper = [layout.flows.upper, layout.stock.upper, layout.unshipped.upper, begun.astype(float).ravel()]
        self.count = int(layout.offsets[-1])
        whole = np.arange(self.count) >= layout.offsets[3]
        if self.problem.limits.single_source:
            whole[: layout.flows.arc.size] = layout.kind[layout.flows.source] == ORIGIN
        self.whole = [whole]

    @property
    def openings(self) -> Ints:
        """(M, S) columns of the openings."""
        modules, stages = self.layout.modules.site.size, self.layout.weight.size
        return np.arange(modules * stages).reshape(modules, stages) + int(self.layout.offsets[3])

    def labels(self) -> tuple[list[str], list[str], list[str]]:
        """Nodes, commodities and periods by position."""
        problem = self.problem
        return tuple(
            [str(label) for label in axis.index] for axis in (problem.nodes, problem.commodities, problem.periods)
        )  # type: ignore[return-value]

    def columns(self, reliefs: Sequence[tuple[str, dict[str, Any]]], upper: Floats, *, whole: bool = False) -> Ints:
        """Add columns of relief; return where they stand."""
        at = self.count + np.arange(len(reliefs))
        self.reliefs += [Relief(kind, int(column), **who) for (kind, who), column in zip(reliefs, at, strict=True)]
        self.upper.append(np.asarray(upper, float))
        self.whole.append(np.full(len(reliefs), whole))
        self.count += len(reliefs)
        return at

    def add(self, low: Any, high: Any, *parts: tuple[Any, Any, Any]) -> None:
        """Add rows; parts are (row within these, column, value)."""
        low, high = np.broadcast_arrays(np.asarray(low, float), np.asarray(high, float))
        for row, column, value in parts:
            row_, column_, value_ = np.broadcast_arrays(row, column, value)
            self.entries.append((row_.ravel() + self.rows, column_.ravel(), value_.ravel().astype(float)))
        self.limits.append((low.ravel(), high.ravel()))
        self.rows += low.size

    def model(self) -> ElasticModel:
        """Return everything as one programme."""
        row, column, value = (np.concatenate([entry[at] for entry in self.entries]) for at in range(3))
        matrix = sparse.csr_matrix((value, (row, column)), shape=(self.rows, self.count))
        low, high = (np.concatenate([limit[at] for limit in self.limits]) for at in range(2))
        upper, whole = np.concatenate(self.upper), np.concatenate(self.whole)
        return ElasticModel(self.loosened, self.layout, matrix, low, high, upper, whole, tuple(self.reliefs))


def _loosened_rows(builder: _Builder) -> None:
    layout = builder.layout
    for name in KEPT_AS_THEY_ARE:
        rows = RELAXED[name](layout)
        builder.add(rows.low, rows.high, (rows.row, rows.column, rows.value))
    for family in KEPT.values():
        rows = family(layout)
        builder.add(rows.low, rows.high, (rows.row, rows.column, rows.value))


def _supply(builder: _Builder) -> None:
    """Let goods that must be shipped stay behind: their unshipped column is relief."""
    layout, (nodes, goods, periods) = builder.layout, builder.labels()
    left = layout.unshipped
    firm = np.full(layout.supply.shape, fill_value=False)
    firm[builder.tight.supply > 0] = True
    firm[builder.tight.unshipped.node, builder.tight.unshipped.commodity, builder.tight.unshipped.period] = False
    for at in np.flatnonzero(firm[left.node, left.commodity, left.period]):
        n, k, t = left.node[at], left.commodity[at], left.period[at]
        column = int(layout.offsets[2] + at)
        builder.reliefs.append(Relief(kinds.UNSHIPPED, column, place=nodes[n], commodity=goods[k], period=periods[t]))


def _direct(builder: _Builder) -> None:
    """Count a way that the arcs do not have as relief, unless it is slower than its commodity may travel."""
    layout, (nodes, goods, periods) = builder.layout, builder.labels()
    flows = layout.flows
    time = builder.loosened.problem.arcs["time_h"].to_numpy(float)[flows.arc]
    longest = builder.problem.commodities["max_time_h"].to_numpy(float)[flows.commodity]
    added = builder.loosened.arcs[flows.arc] < 0
    builder.upper[0] = np.where(added & (time > longest), 0.0, builder.upper[0])
    for at in np.flatnonzero(added & ~(time > longest)):
        builder.reliefs.append(
            Relief(
                kinds.DIRECT,
                int(at),
                place=nodes[flows.source[at]],
                target=nodes[flows.target[at]],
                commodity=goods[flows.commodity[at]],
                period=periods[flows.period[at]],
            )
        )


def _capacity(builder: _Builder) -> None:
    """Capacity use of what comes in - capacity of the open module - more room at the site <= 0."""
    layout, (nodes, _, _) = builder.layout, builder.labels()
    flows, modules = layout.flows, layout.modules
    room = np.minimum(builder.problem.modules["throughput_t"].to_numpy(float)[:, None], modules.throughput)
    sites = np.unique(modules.site[(room < modules.throughput).any(axis=1)])
    into = np.flatnonzero(np.isin(flows.target, sites))
    most = np.zeros((layout.kind.size, layout.stage.size))
    np.maximum.at(most, modules.site, modules.throughput)
    keys = (sites[:, None] * layout.stage.size + np.arange(layout.stage.size)[None, :]).ravel()
    more = builder.columns([(kinds.CAPACITY, {"place": nodes[n]}) for n in sites], most[sites].max(axis=1))
    of = np.flatnonzero(np.isin(modules.site, sites))
    module, period = np.repeat(of, layout.stage.size), np.tile(np.arange(layout.stage.size), of.size)
    builder.add(
        np.full(keys.size, -np.inf),
        0.0,
        (
            np.searchsorted(keys, flows.target[into] * layout.stage.size + flows.period[into]),
            into,
            layout.use[flows.commodity[into]],
        ),
        (
            np.searchsorted(keys, modules.site[module] * layout.stage.size + period),
            builder.openings[module, layout.stage[period]],
            -room[module, period],
        ),
        (np.arange(keys.size), np.repeat(more, layout.stage.size), -1.0),
    )


def _own_capacity(builder: _Builder) -> None:
    """Inflow of one commodity - its limit in the open module - a higher limit <= 0."""
    layout, (nodes, goods, _) = builder.layout, builder.labels()
    flows, modules, periods = layout.flows, layout.modules, builder.layout.stage.size
    own = builder.tight.modules.own
    module, k = np.nonzero(np.isfinite(own))
    pairs = np.unique(modules.site[module] * layout.use.size + k)
    if not pairs.size:
        return
    site, good = np.divmod(pairs, layout.use.size)
    most = layout.inbound[site, good].max(axis=1)
    more = builder.columns(
        [(kinds.OWN_CAPACITY, {"place": nodes[n], "commodity": goods[c]}) for n, c in zip(site, good, strict=True)],
        most,
    )
    pair = flows.target * layout.use.size + flows.commodity
    into = np.flatnonzero(np.isin(pair, pairs))
    of, which = np.nonzero(modules.site[:, None] == site[None, :])
    at, period = np.repeat(np.arange(of.size), periods), np.tile(np.arange(periods), of.size)
    arriving = layout.inbound[site[which[at]], good[which[at]], period]
    builder.add(
        np.full(pairs.size * periods, -np.inf),
        0.0,
        (np.searchsorted(pairs, pair[into]) * periods + flows.period[into], into, 1.0),
        (
            which[at] * periods + period,
            builder.openings[of[at], layout.stage[period]],
            -np.minimum(own[of[at], good[which[at]]], arriving),
        ),
        (np.arange(pairs.size * periods), np.repeat(more, periods), -1.0),
    )


def _storage(builder: _Builder) -> None:
    """Capacity use of the stock - storage of the open module - more store <= 0."""
    layout, (nodes, _, _) = builder.layout, builder.labels()
    stock, modules, periods = layout.stock, layout.modules, builder.layout.stage.size
    room = np.minimum(builder.problem.modules["storage_t"].to_numpy(float)[:, None], modules.storage)
    sites = np.intersect1d(np.unique(stock.node), modules.site[(room < modules.storage).any(axis=1)])
    most = np.zeros((layout.kind.size, periods))
    np.maximum.at(most, modules.site, modules.storage)
    more = builder.columns([(kinds.STORAGE, {"place": nodes[n]}) for n in sites], most[sites].max(axis=1, initial=0.0))
    held = np.flatnonzero(np.isin(stock.node, sites))
    of = np.flatnonzero(np.isin(modules.site, sites))
    module, period = np.repeat(of, periods), np.tile(np.arange(periods), of.size)
    builder.add(
        np.full(sites.size * periods, -np.inf),
        0.0,
        (
            np.searchsorted(sites, stock.node[held]) * periods + stock.period[held],
            layout.offsets[1] + held,
            layout.use[stock.commodity[held]],
        ),
        (
            np.searchsorted(sites, modules.site[module]) * periods + period,
            builder.openings[module, layout.stage[period]],
            -room[module, period],
        ),
        (np.arange(sites.size * periods), np.repeat(more, periods), -1.0),
    )


def _demand(builder: _Builder) -> None:
    """Take min <= inflow + less, and inflow - more <= max, at every outlet, commodity and period."""
    layout, tight, (nodes, goods, periods) = builder.layout, builder.tight, builder.labels()
    flows = layout.flows
    into = np.flatnonzero(layout.kind[flows.target] == OUTLET)
    where = np.ravel_multi_index((flows.target[into], flows.commodity[into], flows.period[into]), layout.supply.shape)
    inflow = np.bincount(where, flows.upper[into], minlength=layout.supply.size)
    low, high = tight.demand_low.ravel(), tight.demand_high.ravel()
    must, may = np.flatnonzero(low > 0), np.flatnonzero(np.isfinite(high) & (inflow > high))
    for cells, kind in ((must, kinds.LESS_AT_OUTLET), (may, kinds.MORE_AT_OUTLET)):
        at = np.unravel_index(cells, layout.supply.shape)
        who = [
            (kind, {"place": nodes[n], "commodity": goods[k], "period": periods[t]})
            for n, k, t in zip(*at, strict=True)
        ]
        less = kind == kinds.LESS_AT_OUTLET
        relief = builder.columns(who, np.asarray(low[cells] if less else inflow[cells], float))
        mine = np.flatnonzero(np.isin(where, cells))
        builder.add(
            low[cells] if less else np.full(cells.size, -np.inf),
            np.full(cells.size, np.inf) if less else high[cells],
            (np.searchsorted(cells, where[mine]), into[mine], 1.0),
            (np.arange(cells.size), relief, 1.0 if less else -1.0),
        )


def _limits(builder: _Builder) -> None:
    """Spend, count and emit no more than the limit and what is bought above it."""
    limits, layout = builder.problem.limits, builder.layout
    last = builder.openings[:, -1]
    if limits.budget_vnd is not None and last.size:
        more = builder.columns([(kinds.BUDGET, {})], np.array([max(1.0, layout.modules.capex.sum())]))
        builder.add(-np.inf, limits.budget_vnd, (0, last, layout.modules.capex), (0, more, -1.0))
    for kind in SITE_KINDS:
        mine = np.flatnonzero(layout.kind[layout.modules.site] == kind)
        if kind in (limits.max_sites or {}) and mine.size:
            sites = np.unique(layout.modules.site[mine]).size
            more = builder.columns([(kinds.COUNT, {"place": kind})], np.array([float(sites)]), whole=True)
            builder.add(-np.inf, float((limits.max_sites or {})[kind]), (0, last[mine], 1.0), (0, more, -1.0))
    if limits.co2_cap_kg_year is not None and layout.flows.arc.size:
        flows, problem = layout.flows, builder.problem
        years = list(zip(layout.stage, problem.column("periods", "scenario"), strict=True))
        year = pd.factorize(pd.Index(years))[0][flows.period]
        count = len(set(years))
        kilograms = np.bincount(year, flows.co2 * flows.upper, minlength=count)
        more = builder.columns([(kinds.CO2, {})], np.array([max(1.0, float(kilograms.max()))]))
        builder.add(
            np.full(count, -np.inf),
            limits.co2_cap_kg_year,
            (year, np.arange(flows.arc.size), flows.co2),
            (np.arange(count), np.repeat(more, count), -1.0),
        )


def _changes(builder: _Builder) -> None:
    """Change today's network no more than allowed and bought."""
    rows = change(builder.tight)
    if not rows.low.size:
        return
    who = [(kinds.CHANGE, {"place": label[0]}) for label in rows.labels]
    more = builder.columns(who, np.full(len(who), float(max(1, len(builder.problem.sites)))), whole=True)
    column = rows.column - int(builder.tight.offsets[3]) + int(builder.layout.offsets[3])
    builder.add(rows.low, rows.high, (rows.row, column, rows.value), (np.arange(more.size), more, -1.0))


def _decisions(builder: _Builder) -> None:
    """Open forced sites from the first stage they may, or drop them; keep excluded ones closed, or allow them."""
    layout, (nodes, _, _) = builder.layout, builder.labels()
    decision = builder.problem.sites["decision"].reindex(builder.problem.nodes.index).to_numpy(object)
    site = layout.modules.site
    for word, kind in ((FORCED, kinds.FORCED_DROPPED), (EXCLUDED, kinds.EXCLUDED_OPEN)):
        for node in np.unique(site[decision[site] == word]):
            forced = word == FORCED
            relief = builder.columns([(kind, {"place": nodes[node]})], np.ones(1), whole=True)
            mine = builder.openings[site == node, layout.begin[node] if forced else -1]
            builder.add(
                1.0 if forced else -np.inf,
                np.inf if forced else 0.0,
                (0, mine, 1.0),
                (0, relief, 1.0 if forced else -1.0),
            )


def _times(builder: _Builder) -> None:
    """Use arcs beyond the longest travel time only as far as it is raised, step by step."""
    layout, (nodes, goods, _) = builder.layout, builder.labels()
    del nodes
    flows = layout.flows
    time = builder.loosened.problem.arcs["time_h"].to_numpy(float)[flows.arc]
    longest = builder.problem.commodities["max_time_h"].to_numpy(float)
    over = np.where(builder.loosened.arcs[flows.arc] >= 0, time - longest[flows.commodity], np.nan)
    for k in np.flatnonzero(np.isfinite(longest)):
        slow = np.flatnonzero((flows.commodity == k) & (over > 0))
        if not slow.size:
            continue
        steps = np.unique(over[slow])
        if steps.size > TIME_STEPS:
            steps = np.unique(np.quantile(steps, np.linspace(0, 1, TIME_STEPS + 1)[1:], method="higher"))
        sizes = np.diff(steps, prepend=0.0)
        who = [(kinds.TIME, {"commodity": goods[k], "step": float(size)}) for size in sizes]
        raised = builder.columns(who, np.ones(steps.size), whole=True)
        level = np.searchsorted(steps, over[slow])
        _only_if(builder, slow, flows.source[slow] * steps.size + level, raised[level])
        if steps.size > 1:
            at = np.arange(steps.size - 1)
            builder.add(np.full(at.size, -np.inf), 0.0, (at, raised[1:], 1.0), (at, raised[:-1], -1.0))


def _closures(builder: _Builder) -> None:
    """Use closed arcs only where that is bought."""
    layout, (nodes, _, periods) = builder.layout, builder.labels()
    closures = builder.problem.closures
    if not len(closures):
        return
    flows, shape = layout.flows, (layout.kind.size, layout.kind.size, layout.stage.size)
    index = builder.problem.nodes.index
    source, target = (index.get_indexer(pd.Index(closures[end])) for end in ("source", "target"))
    period = builder.problem.periods.index.get_indexer(pd.Index(closures["period"]))
    shut = np.unique(np.ravel_multi_index((source, target, period), shape))
    where = np.ravel_multi_index((flows.source, flows.target, flows.period), shape)
    on = np.flatnonzero(np.isin(where, shut) & (builder.loosened.arcs[flows.arc] >= 0))
    used = np.unique(where[on])
    who = [
        (kinds.CLOSURE, {"place": nodes[a], "target": nodes[b], "period": periods[t]})
        for a, b, t in zip(*np.unravel_index(used, shape), strict=True)
    ]
    opened = builder.columns(who, np.ones(used.size), whole=True)
    at = np.searchsorted(used, where[on])
    _only_if(builder, on, flows.source[on] * used.size + at, opened[at])


def _only_if(builder: _Builder, flows: Ints, group: Ints, relief: Ints) -> None:
    """Let the flows of each group (same source) of a commodity and period run only if their relief is bought."""
    table = builder.layout.flows
    key = (group * builder.layout.use.size + table.commodity[flows]) * builder.layout.stage.size + table.period[flows]
    keys, first, row = np.unique(key, return_index=True, return_inverse=True)
    present = builder.layout.available[table.source[flows], table.commodity[flows], table.period[flows]]
    builder.add(
        np.full(keys.size, -np.inf),
        0.0,
        (row, flows, 1.0),
        (np.arange(keys.size), relief[first], -present[first]),
    )


FAMILIES = (
    _loosened_rows,
    _supply,
    _direct,
    _capacity,
    _own_capacity,
    _storage,
    _demand,
    _limits,
    _changes,
    _decisions,
    _times,
    _closures,
)
