"""The problem laid out as arrays: every decision with its largest value and its cost.

The largest values are part of the certificate's contract (``docs/engines/siting.md``); the checker derives them again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from banme.siting.problem import CENTRE, EXCLUDED, ORIGIN, OUTLET, POINT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from banme.siting.problem import NetworkProblem

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Flows:
    """Goods over an arc in a period, one entry per column of the model.

    Attributes
    ----------
    arc : (F,) row of the arc in the problem's table
    source, target : (F,) node positions
    commodity, period : (F,) positions
    upper : (F,) most tonnes
    cost : (F,) VND/t, times the period's worth, with handling, income and CO2 price
    co2 : (F,) kg/t
    income : (F,) VND/t, not weighted

    """

    arc: Ints
    source: Ints
    target: Ints
    commodity: Ints
    period: Ints
    upper: Floats
    cost: Floats
    co2: Floats
    income: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Decisions at a node for a commodity and period (stock, or goods left unshipped), (C,) each."""

    node: Ints
    commodity: Ints
    period: Ints
    upper: Floats
    cost: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Modules:
    """Capacity modules, M rows; capacities cut down to what can ever arrive.

    Attributes
    ----------
    site : (M,) node position
    throughput : (M, T) t of capacity per period
    storage : (M, T) t of capacity
    own : (M, K) t per period of one commodity, inf without such a limit
    fixed, capex : (M,) VND a year, VND

    """

    site: Ints
    throughput: Floats
    storage: Floats
    own: Floats
    fixed: Floats
    capex: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Everything the solver needs, as arrays. N nodes, K commodities, T periods, S stages, M modules."""

    problem: NetworkProblem
    kind: NDArray[np.object_]
    use: Floats
    stage: Ints
    weight: Floats
    worth: Floats
    """(T,) years a period's stage stands for times the probability of its scenario."""
    supply: Floats
    demand_low: Floats
    demand_high: Floats
    flows: Flows
    stock: Cells
    unshipped: Cells
    modules: Modules
    begin: Ints
    """(N,) first stage in which a site may open."""
    inbound: Floats
    available: Floats

    @property
    def sizes(self) -> tuple[int, int, int, int]:
        """Counts of flows, stocks, unshipped cells and opening variables, in column order."""
        openings = self.modules.site.size * self.weight.size
        return self.flows.arc.size, self.stock.node.size, self.unshipped.node.size, openings

    @property
    def offsets(self) -> Ints:
        """First column of flows, stocks, unshipped cells and openings, then the number of columns."""
        return np.concatenate([[0], np.cumsum(self.sizes)])

    @property
    def sites(self) -> Ints:
        """Node positions of points and centres."""
        return np.flatnonzero((self.kind == POINT) | (self.kind == CENTRE))

    def stranded(self) -> list[tuple[str, str, str]]:
        """Return supplies that must be shipped and have no way to any outlet (origin, commodity, period labels)."""
        reaches = self._reaches_outlet()
        elastic = np.zeros(self.supply.shape, bool)
        elastic[self.unshipped.node, self.unshipped.commodity, self.unshipped.period] = True
        lost = (self.supply > 0) & ~elastic & ~reaches
        labels = (self.problem.nodes.index, self.problem.commodities.index, self.problem.periods.index)
        return [(str(labels[0][n]), str(labels[1][k]), str(labels[2][t])) for n, k, t in np.argwhere(lost)]

    def _reaches_outlet(self) -> NDArray[np.bool_]:
        flows = self.flows
        reaches = self.demand_high > 0
        storable = self.problem.commodities["storable"].to_numpy(bool)
        store = np.zeros(self.supply.shape, bool)
        store[self.stock.node, self.stock.commodity, self.stock.period] = True
        for kind in (CENTRE, POINT, ORIGIN):
            on = self.kind[flows.source] == kind
            s, k, t = flows.source[on], flows.commodity[on], flows.period[on]
            good = reaches[flows.target[on], k, t]
            reaches[s[good], k[good], t[good]] = True
            if kind != ORIGIN and storable.any():
                rows = self.kind == kind
                for period in range(self.stage.size - 2, -1, -1):
                    reaches[rows, :, period] |= reaches[rows, :, period + 1] & store[rows, :, period]
        return reaches


def lay_out(problem: NetworkProblem) -> Layout:
    """Return the problem as arrays, with every decision that can ever be non-zero."""
    reader = _Reader(problem)
    expanded = reader.expand_arcs()
    modules = reader.raw_modules()
    uppers, inbound, available = _uppers(reader, expanded, modules)
    keep = uppers > 0
    flows = reader.flows(expanded.loc[keep], uppers[keep])
    stock = reader.stock(available, modules)
    return Layout(
        problem=problem,
        kind=reader.kind,
        use=reader.use,
        stage=reader.stage,
        weight=reader.weight,
        worth=reader.worth,
        supply=reader.supply,
        demand_low=reader.demand_low,
        demand_high=reader.demand_high,
        flows=flows,
        stock=stock,
        unshipped=reader.unshipped(),
        modules=_cut_down(reader, modules, inbound, available),
        begin=reader.begin,
        inbound=inbound,
        available=available,
    )


class _Reader:
    """Positions of labels and dense tables of one problem."""

    def __init__(self, problem: NetworkProblem) -> None:
        self.problem = problem
        self.kind = problem.nodes["kind"].to_numpy(object)
        self.node, self.commodity = problem.nodes.index, problem.commodities.index
        self.period = problem.periods.index
        self.use = problem.commodities["capacity_use"].to_numpy(float)
        self.storable = problem.commodities["storable"].to_numpy(bool)
        self.stage = _positions(problem.stages.index, problem.periods["stage"])
        self.weight = problem.stages["weight"].to_numpy(float)
        self.worth = self.weight[self.stage] * problem.column("periods", "weight").to_numpy(float)
        shape = (len(self.node), len(self.commodity), len(self.period))
        self.supply, self.elastic = np.zeros(shape), np.full(shape, np.nan)
        self.demand_low, self.demand_high, self.price = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        at = self.cells(problem.supply, "origin")
        self.supply[at] = problem.supply["quantity_t"].to_numpy(float)
        self.elastic[at] = problem.supply["unshipped_cost_vnd_t"].to_numpy(float)
        at = self.cells(problem.demand, "outlet")
        self.demand_low[at] = problem.demand["min_t"].to_numpy(float)
        self.demand_high[at] = problem.demand["max_t"].to_numpy(float)
        self.price[at] = problem.demand["price_vnd_t"].to_numpy(float)
        sites = problem.sites.reindex(self.node)
        self.handling = sites["handling_vnd_t"].fillna(0.0).to_numpy(float)
        self.storing = sites["storage_vnd_t_month"].fillna(0.0).to_numpy(float)
        begin = problem.column("sites", "from_stage").reindex(self.node)
        self.begin = np.maximum(_positions(problem.stages.index, begin), 0)
        self.excluded = (sites["decision"] == EXCLUDED).to_numpy(bool)
        self.scenario, self.scenarios = pd.factorize(problem.column("periods", "scenario"))
        year = self.stage * (len(self.scenarios) + 1) + self.scenario
        self.last = np.append(year[1:] != year[:-1], True)

    def cells(self, table: pd.DataFrame, place: str) -> tuple[Ints, Ints, Ints]:
        return (
            _positions(self.node, table[place]),
            _positions(self.commodity, table["commodity"]),
            _positions(self.period, table["period"]),
        )

    def expand_arcs(self) -> pd.DataFrame:
        """Return one row per arc, commodity and period that is open and within the service time."""
        arcs = self.problem.arcs
        commodities = np.arange(len(self.commodity))
        general = arcs["commodity"].isna().to_numpy()
        own = _positions(self.commodity, arcs["commodity"].where(~general, None))
        arc = np.concatenate([np.repeat(np.flatnonzero(general), commodities.size), np.flatnonzero(~general)])
        k = np.concatenate([np.tile(commodities, int(general.sum())), own[~general]])
        longest = self.problem.commodities["max_time_h"].to_numpy(float)[k]
        slow = arcs["time_h"].to_numpy(float)[arc] > longest
        arc, k = arc[~slow], k[~slow]
        order = np.lexsort((k, arc))
        periods = len(self.period)
        arc, k = np.repeat(arc[order], periods), np.repeat(k[order], periods)
        t = np.tile(np.arange(periods), order.size)
        source = _positions(self.node, arcs["source"])[arc]
        target = _positions(self.node, arcs["target"])[arc]
        open_ = np.ones(arc.size, bool)
        of = _positions(pd.Index(self.scenarios), self.problem.column("arcs", "scenario"))
        if (of >= 0).any():
            open_ &= (of[arc] < 0) | (of[arc] == self.scenario[t])
        closures = self.problem.closures
        if len(closures):
            ends = [_positions(self.node, closures[end]) for end in ("source", "target")]
            shut = (ends[0] * len(self.node) + ends[1]) * periods + _positions(self.period, closures["period"])
            open_ &= ~np.isin((source * len(self.node) + target) * periods + t, shut)
        return pd.DataFrame({"arc": arc, "source": source, "target": target, "k": k, "t": t})[open_]

    def raw_modules(self) -> Modules:
        """Return the modules with the capacities as given."""
        table, caps = self.problem.modules, self.problem.commodity_caps
        periods = len(self.period)
        own = np.full((len(table), len(self.commodity)), np.inf)
        if len(caps):
            rows = pd.MultiIndex.from_frame(table[["site", "module"]])
            at = _positions(rows, pd.MultiIndex.from_frame(caps[["site", "module"]]))
            own[at, _positions(self.commodity, caps["commodity"])] = caps["throughput_t"].to_numpy(float)
        return Modules(
            site=_positions(self.node, table["site"]),
            throughput=np.repeat(table["throughput_t"].to_numpy(float)[:, None], periods, axis=1),
            storage=np.repeat(table["storage_t"].to_numpy(float)[:, None], periods, axis=1),
            own=own,
            fixed=table["fixed_vnd_year"].to_numpy(float),
            capex=table["capex_vnd"].to_numpy(float),
        )

    def flows(self, expanded: pd.DataFrame, upper: Floats) -> Flows:
        arc, source, target, k, t = (
            expanded[name].to_numpy(np.int64) for name in ("arc", "source", "target", "k", "t")
        )
        arcs = self.problem.arcs
        co2 = arcs["co2_kg_t"].to_numpy(float)[arc]
        price = self.problem.limits.co2_price_vnd_kg or 0.0
        income = self.price[target, k, t]
        cost = arcs["cost_vnd_t"].to_numpy(float)[arc] + self.handling[target] - income + price * co2
        return Flows(arc, source, target, k, t, upper, cost * self.worth[t], co2, income)

    def stock(self, available: Floats, modules: Modules) -> Cells:
        room = self.room(modules)
        upper = np.minimum(available, room[:, :, None])
        upper *= self.storable[None, :, None] & ~self.last[None, None, :]
        node, k, t = np.nonzero(upper > 0)
        return Cells(node, k, t, upper[node, k, t], self.storing[node] * self.worth[t])

    def unshipped(self) -> Cells:
        node, k, t = np.nonzero((self.supply > 0) & ~np.isnan(self.elastic))
        cost = self.elastic[node, k, t] * self.worth[t]
        return Cells(node, k, t, self.supply[node, k, t], cost)

    def room(self, modules: Modules) -> Floats:
        """Return (N, K) most tonnes of a commodity in stock at a node."""
        room: Floats = self._largest(modules.site, modules.storage[:, :1]) / self.use[None, :]
        return room

    def intake(self, modules: Modules) -> Floats:
        """Return (N, K) most tonnes of a commodity into a node in a period."""
        per_module = np.minimum(modules.throughput[:, :1] / self.use[None, :], modules.own)
        return self._largest(modules.site, per_module)

    def _largest(self, site: Ints, value: Floats) -> Floats:
        out = np.zeros((len(self.node), value.shape[1]))
        np.maximum.at(out, site, value)
        out[self.excluded] = 0.0
        return out


def _positions(index: pd.Index, labels: Any) -> Ints:
    """Return where labels stand in an index, -1 where not."""
    return np.asarray(index.get_indexer(labels), np.int64)


def _uppers(reader: _Reader, expanded: pd.DataFrame, modules: Modules) -> tuple[Floats, Floats, Floats]:
    """Return most tonnes per expanded arc, and (N, K, T) most tonnes into a node and present at it."""
    source, target, k, t = (expanded[name].to_numpy(np.int64) for name in ("source", "target", "k", "t"))
    available = reader.supply.copy()
    inbound = np.zeros_like(available)
    intake, room = reader.intake(modules), reader.room(modules)
    upper = np.zeros(source.size)
    for kind in (ORIGIN, POINT, CENTRE):
        on = reader.kind[source] == kind
        most = np.where(reader.kind[target[on]] == OUTLET, reader.demand_high[target[on], k[on], t[on]], np.inf)
        most[reader.excluded[target[on]]] = 0.0
        upper[on] = np.minimum(available[source[on], k[on], t[on]], most)
        np.add.at(inbound, (target[on], k[on], t[on]), upper[on])
        following = {ORIGIN: POINT, POINT: CENTRE}.get(kind)
        rows = np.flatnonzero(reader.kind == following)
        for period in range(reader.stage.size):
            now = np.minimum(inbound[rows, :, period], intake[rows])
            if period and not reader.last[period - 1]:
                now += np.minimum(available[rows, :, period - 1], room[rows]) * reader.storable[None, :]
            available[rows, :, period] = now
    return upper, inbound, available


def _cut_down(reader: _Reader, modules: Modules, inbound: Floats, available: Floats) -> Modules:
    """Return the modules with capacities no larger than what can ever arrive or be there."""
    arriving = np.einsum("k,nkt->nt", reader.use, inbound)
    present = np.einsum("k,nkt->nt", reader.use * reader.storable, available)
    return Modules(
        site=modules.site,
        throughput=np.minimum(modules.throughput, arriving[modules.site]),
        storage=np.minimum(modules.storage, present[modules.site]),
        own=modules.own,
        fixed=modules.fixed,
        capex=modules.capex,
    )
