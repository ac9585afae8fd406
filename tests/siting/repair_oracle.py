"""The cheapest repair by one mixed-integer programme in SciPy, from the tables alone."""

from __future__ import annotations

import itertools
import math

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import lil_matrix

from banme.siting import NetworkProblem, RepairPrices


def cheapest_repair(problem: NetworkProblem, prices: RepairPrices) -> float:
    """Return what the cheapest repair without direct ways costs."""
    return _Programme(problem, prices).solve()


class _Programme:
    def __init__(self, problem: NetworkProblem, prices: RepairPrices) -> None:
        self.problem, self.prices = problem, prices
        self.cost: list[float] = []
        self.high: list[float] = []
        self.whole: list[int] = []
        self.rows: list[tuple[float, float, dict[int, float]]] = []
        self.bought: dict[tuple, int] = {}
        self.stage = problem.periods["stage"].to_dict()
        self.supply = {(r.origin, r.commodity, r.period): r for r in problem.supply.itertuples()}
        self.total = 10 * sum(r.quantity_t for r in self.supply.values()) + 1
        self.open = {
            (m, s): self.column(whole=True, high=1) for m in problem.modules.index for s in problem.stages.index
        }
        self.into: dict[tuple, dict[int, float]] = {}
        self.out: dict[tuple, dict[int, float]] = {}
        self.hold: dict[tuple, dict[int, float]] = {}
        self.co2: dict[str, dict[int, float]] = {s: {} for s in problem.stages.index}
        self.flows()
        self.stocks()
        self.nodes()
        self.sites()
        self.limits()

    def column(self, cost: float = 0.0, *, whole: bool = False, high: float = math.inf) -> int:
        self.cost.append(cost)
        self.high.append(high)
        self.whole.append(int(whole))
        return len(self.cost) - 1

    def relief(self, price: float | None, *key: object, whole: bool = False) -> int:
        if key not in self.bought:
            high = 0.0 if price is None else (math.inf if not whole or key[0] == "count" else 1.0)
            self.bought[key] = self.column(price or 0.0, whole=whole, high=high)
        return self.bought[key]

    def row(self, low: float, high: float, *parts: dict[int, float]) -> None:
        joined: dict[int, float] = {}
        for part in parts:
            for at, value in part.items():
                joined[at] = joined.get(at, 0.0) + value
        self.rows.append((low, high, joined))

    def flows(self) -> None:  # noqa: C901 - reads as the model does
        problem, prices = self.problem, self.prices
        longest = problem.commodities["max_time_h"].to_dict()
        shut = set(problem.closures[["source", "target", "period"]].itertuples(index=False, name=None))
        slow: dict[str, dict[float, list[int]]] = {}
        for arc in problem.arcs.itertuples():
            for k in [arc.commodity] if isinstance(arc.commodity, str) else problem.commodities.index:
                for t in problem.periods.index:
                    cell = self.supply.get((arc.source, k, t))
                    from_origin = problem.nodes["kind"][arc.source] == "origin"
                    if from_origin and cell is None:
                        continue
                    single = problem.limits.single_source and from_origin
                    size = cell.quantity_t if single else 1.0
                    x = self.column(whole=single, high=1.0 if single else math.inf)
                    self.out.setdefault((arc.source, k, t), {})[x] = size
                    self.into.setdefault((arc.target, k, t), {})[x] = size
                    self.co2[self.stage[t]][x] = arc.co2_kg_t * size
                    if arc.time_h > longest[k]:
                        slow.setdefault(k, {}).setdefault(arc.time_h - longest[k], []).append(x)
                    if (arc.source, arc.target, t) in shut:
                        reopened = self.relief(prices.closure_vnd_arc, "closure", arc.source, arc.target, t, whole=True)
                        self.row(-math.inf, 0, {x: 1.0}, {reopened: -self.total})
        for levels in slow.values():
            before, last = 0.0, None
            for over in sorted(levels):
                price = None if prices.time_vnd_h is None else prices.time_vnd_h * (over - before)
                step = self.column(price or 0.0, whole=True, high=0.0 if price is None else 1.0)
                if last is not None:
                    self.row(-math.inf, 0, {step: 1.0}, {last: -1.0})
                for x in levels[over]:
                    self.row(-math.inf, 0, {x: 1.0}, {step: -self.total})
                before, last = over, step

    def stocks(self) -> None:
        problem = self.problem
        periods = list(problem.periods.index)
        for site in problem.sites.index:
            for k in problem.commodities.index[problem.commodities["storable"]]:
                for t, following in itertools.pairwise(periods):
                    if self.stage[t] == self.stage[following]:
                        h = self.column()
                        self.out.setdefault((site, k, t), {})[h] = 1.0
                        self.into.setdefault((site, k, following), {})[h] = 1.0
                        self.hold.setdefault((site, t), {})[h] = problem.commodities["capacity_use"][k]

    def nodes(self) -> None:
        problem, prices = self.problem, self.prices
        for key, cell in self.supply.items():
            price = prices.unshipped_vnd_t if math.isnan(cell.unshipped_cost_vnd_t) else 0.0
            left = self.relief(price, "unshipped", *key)
            self.row(cell.quantity_t, cell.quantity_t, self.out.get(key, {}), {left: 1.0})
        for site in problem.sites.index:
            for k in problem.commodities.index:
                for t in problem.periods.index:
                    leaving = {x: -v for x, v in self.out.get((site, k, t), {}).items()}
                    self.row(0, 0, self.into.get((site, k, t), {}), leaving)
        asked = set()
        for r in problem.demand.itertuples():
            key = (r.outlet, r.commodity, r.period)
            asked.add(key)
            less = self.relief(prices.outlet_less_vnd_t, "less", *key)
            more = self.relief(prices.outlet_more_vnd_t, "more", *key)
            self.row(r.min_t, math.inf, self.into.get(key, {}), {less: 1.0})
            self.row(-math.inf, r.max_t, self.into.get(key, {}), {more: -1.0})
        for key, entries in self.into.items():
            if problem.nodes["kind"][key[0]] == "outlet" and key not in asked:
                self.row(0, 0, entries)

    def sites(self) -> None:
        problem, prices = self.problem, self.prices
        stages = list(problem.stages.index)
        use = problem.commodities["capacity_use"]
        caps = problem.commodity_caps.set_index(["site", "module", "commodity"])["throughput_t"].to_dict()
        for m in problem.modules.index:
            for s, later in itertools.pairwise(stages):
                self.row(-math.inf, 0, {self.open[m, s]: 1.0}, {self.open[m, later]: -1.0})
        for site, decision in problem.sites["decision"].items():
            mine = problem.modules[problem.modules["site"] == site]
            for s in stages:
                self.row(-math.inf, 1, {self.open[m, s]: 1.0 for m in mine.index})
            if decision == "forced":
                dropped = self.relief(prices.forced_vnd_site, "forced", site, whole=True)
                self.row(1, math.inf, {self.open[m, stages[0]]: 1.0 for m in mine.index}, {dropped: 1.0})
            if decision == "excluded":
                allowed = self.relief(prices.excluded_vnd_site, "excluded", site, whole=True)
                self.row(-math.inf, 0, {self.open[m, stages[-1]]: 1.0 for m in mine.index}, {allowed: -1.0})
            for t in problem.periods.index:
                s = self.stage[t]
                on = {self.open[m, s]: -self.total for m in mine.index}
                inflow = [self.goods_in(site, k, t, use[k]) for k in problem.commodities.index]
                room = {self.open[r.Index, s]: -min(r.throughput_t, self.total * 9) for r in mine.itertuples()}
                self.row(-math.inf, 0, *inflow, {self.relief(prices.capacity_vnd_t_period, "in", site): -1.0}, room)
                self.row(-math.inf, 0, *inflow, on)
                stock = self.hold.get((site, t), {})
                room = {self.open[r.Index, s]: -min(r.storage_t, self.total * 9) for r in mine.itertuples()}
                self.row(-math.inf, 0, stock, {self.relief(prices.storage_vnd_t, "hold", site): -1.0}, room)
                self.row(-math.inf, 0, stock, on)
                for k in problem.commodities.index:
                    if any((site, r.module, k) in caps for r in mine.itertuples()):
                        own = self.relief(prices.own_capacity_vnd_t_period, "own", site, k)
                        room = {
                            self.open[r.Index, s]: -caps.get((site, r.module, k), self.total * 9)
                            for r in mine.itertuples()
                        }
                        self.row(-math.inf, 0, self.goods_in(site, k, t, 1.0), {own: -1.0}, room)

    def goods_in(self, site: str, k: str, t: str, use: float) -> dict[int, float]:
        """Only arcs count as coming in, not the stock of the period before."""
        stock = {x for period in self.problem.periods.index for x in self.hold.get((site, period), {})}
        return {x: v * use for x, v in self.into.get((site, k, t), {}).items() if x not in stock}

    def limits(self) -> None:
        problem, prices, limits = self.problem, self.prices, self.problem.limits
        last = problem.stages.index[-1]
        modules = problem.modules
        if limits.budget_vnd is not None:
            spent = {self.open[r.Index, last]: r.capex_vnd for r in modules.itertuples()}
            self.row(-math.inf, limits.budget_vnd, spent, {self.relief(prices.budget_vnd_vnd, "budget"): -1.0})
        for kind, most in (limits.max_sites or {}).items():
            mine = modules.index[modules["site"].map(problem.nodes["kind"]) == kind]
            more = self.relief(prices.count_vnd_site, "count", kind, whole=True)
            self.row(-math.inf, most, {self.open[m, last]: 1.0 for m in mine}, {more: -1.0})
        if limits.co2_cap_kg_year is not None:
            for entries in self.co2.values():
                self.row(-math.inf, limits.co2_cap_kg_year, entries, {self.relief(prices.co2_vnd_kg, "co2"): -1.0})

    def solve(self) -> float:
        matrix = lil_matrix((len(self.rows), len(self.cost)))
        for at, (_, _, entries) in enumerate(self.rows):
            for column, value in entries.items():
                matrix[at, column] = value
        low, high = (np.array([row[side] for row in self.rows]) for side in (0, 1))
        found = milp(
            np.array(self.cost),
            constraints=LinearConstraint(matrix.tocsr(), low, high),
            bounds=Bounds(0, np.array(self.high)),
            integrality=np.array(self.whole),
            options={"mip_rel_gap": 0},
        )
        return float(found.fun) if found.status == 0 else math.inf
