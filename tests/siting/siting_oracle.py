"""Brute force: every combination of openings, each with a linear programme by SciPy, from the tables alone."""

from __future__ import annotations

import itertools
import math

import numpy as np
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import lil_matrix

from banme.siting import NetworkProblem


def cheapest(problem: NetworkProblem, keep=None) -> float:
    """Return the cost of the cheapest plan, inf when there is none; ``keep`` tells which openings to look at."""
    return Enumeration(problem).cheapest(keep)


class Enumeration:
    """Every allowed combination of openings, the least fixed cost first; flows are solved once for each asked for."""

    def __init__(self, problem: NetworkProblem) -> None:
        self.flow = _Flow(problem)
        self.floor = self.flow.cost(dict.fromkeys(problem.sites.index), unlimited=True)
        priced = [(_fixed(problem, one), one) for one in _combinations(problem) if _allowed(problem, one)]
        self.combinations = sorted(priced, key=lambda each: each[0])

    def cheapest(self, keep=None) -> float:
        best = math.inf
        for fixed, openings in self.combinations:
            if fixed + self.floor >= best:
                break
            if keep is None or keep(openings):
                best = min(best, fixed + self.flow.cost(openings))
        return best

    def any_below(self, most: float, keep) -> bool:
        """Whether a plan whose openings ``keep`` likes costs at most so much."""
        return any(
            fixed + self.flow.cost(openings) <= most
            for fixed, openings in self.combinations
            if fixed + self.floor <= most and keep(openings)
        )


def _combinations(problem: NetworkProblem):
    per_site = []
    order = list(problem.stages.index)
    for site, decision in problem.sites["decision"].items():
        begin = order.index(problem.column("sites", "from_stage")[site] or order[0])
        mine = problem.modules[problem.modules["site"] == site]
        starts = [(site, (row.Index, stage)) for row in mine.itertuples() for stage in order[begin:]]
        if decision == "forced":
            per_site.append([(s, c) for s, c in starts if c[1] == order[begin]])
        elif decision == "excluded":
            per_site.append([(site, None)])
        else:
            per_site.append([(site, None), *starts])
    return [dict(combination) for combination in itertools.product(*per_site)]


def _fixed(problem: NetworkProblem, openings: dict) -> float:
    total = 0.0
    for choice in openings.values():
        if choice is not None:
            years = problem.stages["weight"].loc[choice[1] :].sum()
            total += problem.modules["fixed_vnd_year"][choice[0]] * years
    return total


def _allowed(problem: NetworkProblem, openings: dict) -> bool:
    limits = problem.limits
    opened = [(site, choice[0]) for site, choice in openings.items() if choice is not None]
    if limits.budget_vnd is not None and sum(problem.modules["capex_vnd"][m] for _, m in opened) > limits.budget_vnd:
        return False
    existing, first = problem.sites["existing"], problem.stages.index[0]
    new = sum(not existing[site] for site, _ in opened)
    closed = sum((openings[site] or (0, ""))[1] != first for site in existing.index[existing])
    for counted, most in (
        (new, limits.max_new_sites),
        (closed, limits.max_closures),
        (new + closed, limits.max_changes),
    ):
        if most is not None and counted > most:
            return False
    kinds = [problem.nodes["kind"][site] for site, _ in opened]
    return all(kinds.count(kind) <= most for kind, most in (limits.max_sites or {}).items())


class _Flow:
    def __init__(self, problem: NetworkProblem) -> None:  # noqa: C901 - reads as the model does
        self.problem = problem
        self.stage = problem.periods["stage"].to_dict()
        self.scenario = problem.column("periods", "scenario").to_dict()
        share = problem.column("periods", "weight").to_dict()
        only = problem.column("arcs", "scenario")
        self.periods = list(problem.periods.index)
        shut = set(problem.closures[["source", "target", "period"]].itertuples(index=False, name=None))
        limit = problem.commodities["max_time_h"].to_dict()
        self.columns: list[tuple] = []
        self.values: list[float] = []
        years = problem.stages["weight"].to_dict()
        weight = {t: years[self.stage[t]] * share[t] for t in self.periods}
        price = {(r.outlet, r.commodity, r.period): r.price_vnd_t for r in problem.demand.itertuples()}
        for arc in problem.arcs.itertuples():
            for k in [arc.commodity] if isinstance(arc.commodity, str) else problem.commodities.index:
                for t in self.periods:
                    if only[arc.Index] not in (None, self.scenario[t]):
                        continue
                    if (arc.source, arc.target, t) in shut or arc.time_h > limit[k]:
                        continue
                    cost = arc.cost_vnd_t + (problem.limits.co2_price_vnd_kg or 0) * arc.co2_kg_t
                    cost -= price.get((arc.target, k, t), 0.0)
                    if arc.target in problem.sites.index:
                        cost += problem.sites["handling_vnd_t"][arc.target]
                    self._add(("x", arc.source, arc.target, k, t, arc.co2_kg_t), cost * weight[t])
        for site in problem.sites.index:
            for k in problem.commodities.index[problem.commodities["storable"]]:
                for t, following in zip(self.periods, self.periods[1:], strict=False):
                    if (self.stage[t], self.scenario[t]) == (self.stage[following], self.scenario[following]):
                        cost = problem.sites["storage_vnd_t_month"][site] * weight[t]
                        self._add(("h", site, k, t, following), cost)
        for row in problem.supply.itertuples():
            if not math.isnan(row.unshipped_cost_vnd_t):
                self._add(
                    ("u", row.origin, row.commodity, row.period),
                    row.unshipped_cost_vnd_t * weight[row.period],
                )

        self.measured = [(one, [self._rate(one.rates, column) for column in self.columns]) for one in problem.ceilings]
        self._build()

    def _add(self, column: tuple, cost: float) -> None:
        self.columns.append(column)
        self.values.append(cost)

    def _build(self) -> None:
        """Write the rows down; only the limits of some depend on the openings."""
        problem = self.problem
        rows: dict[tuple, dict[int, float]] = {}
        self.scale = np.ones(len(self.columns))
        self.whole = np.zeros(len(self.columns))
        supply = {(r.origin, r.commodity, r.period): r.quantity_t for r in problem.supply.itertuples()}
        self.given = {("supply", *key): (quantity, quantity) for key, quantity in supply.items()}
        for r in problem.demand.itertuples():
            self.given["demand", r.outlet, r.commodity, r.period] = (r.min_t, r.max_t)
        for at, column in enumerate(self.columns):
            for key, value in self._entries(at, column, supply):
                rows.setdefault(key, {})[at] = value
        self.keys = list(rows)
        self.lost = any(low > 0 and key not in rows for key, (low, _) in self.given.items())
        matrix = lil_matrix((len(self.keys), len(self.columns)))
        for i, key in enumerate(self.keys):
            for at, value in rows[key].items():
                matrix[i, at] = value * self.scale[at]
        self.matrix = matrix.tocsr()
        from_origin = [c[0] == "x" and problem.nodes["kind"][c[1]] == "origin" for c in self.columns]
        self.most = np.where(np.array(from_origin), 1.0, np.inf)
        self.modules = problem.modules.to_dict("index")
        self.caps = {(r.site, r.module, r.commodity): r.throughput_t for r in problem.commodity_caps.itertuples()}
        self.order = {stage: at for at, stage in enumerate(problem.stages.index)}
        self.known: dict[tuple, float] = {}

    def _entries(self, at: int, column: tuple, supply: dict) -> list[tuple[tuple, float]]:
        problem = self.problem
        use = problem.commodities["capacity_use"]
        entries: list[tuple[tuple, float]] = []
        if column[0] == "x":
            _, a, b, k, t, co2 = column
            entries.append((("co2", self.stage[t], self.scenario[t]), co2))
            if problem.nodes["kind"][a] == "origin":
                entries.append((("supply", a, k, t), 1.0))
                self.scale[at] = supply.get((a, k, t), 0.0)
                self.whole[at] = problem.limits.single_source
            else:
                entries.append((("balance", a, k, t), -1.0))
            if b in problem.sites.index:
                entries += [(("balance", b, k, t), 1.0), (("in", b, t), use[k]), (("own", b, k, t), 1.0)]
            else:
                entries.append((("demand", b, k, t), 1.0))
        elif column[0] == "h":
            _, n, k, t, following = column
            entries += [(("balance", n, k, t), -1.0), (("balance", n, k, following), 1.0), (("hold", n, t), use[k])]
        else:
            entries.append((("supply", *column[1:]), 1.0))
        return [*entries, *((("ceiling", one.name), rates[at]) for one, rates in self.measured)]

    def cost(self, openings: dict, *, unlimited: bool = False) -> float:
        """Return what the cheapest flows cost, inf where there are none; each answer is kept."""
        asked = (unlimited, *openings.values())
        if asked not in self.known:
            self.known[asked] = math.inf if self.lost else self._solve(openings, unlimited=unlimited)
        return self.known[asked]

    def _solve(self, openings: dict, *, unlimited: bool) -> float:
        limits = [self.given.get(key) or self._limit(key, openings, unlimited=unlimited) for key in self.keys]
        low, high = np.array(limits).T
        found = milp(
            np.array(self.values) * self.scale,
            constraints=LinearConstraint(self.matrix, low, high),
            bounds=(0, self.most),
            integrality=self.whole * (not unlimited),
            options={"mip_rel_gap": 0},
        )
        return float(found.fun) if found.status == 0 else math.inf

    def _rate(self, rates, column: tuple) -> float:
        problem = self.problem
        weight = problem.stages["weight"][self.stage[column[4] if column[0] == "x" else column[3]]]
        if column[0] == "u":
            rows = problem.supply
            at = rows[(rows.origin == column[1]) & (rows.commodity == column[2]) & (rows.period == column[3])]
            return weight * float(rates.unshipped[rows.index.get_loc(at.index[0])])
        if column[0] == "h":
            return weight * float(rates.storage[problem.sites.index.get_loc(column[1])])
        _, a, b, k, t, _ = column
        rows = problem.arcs
        mine = rows[(rows.source == a) & (rows.target == b) & (rows.commodity.isna() | (rows.commodity == k))]
        rate = float(rates.arcs[rows.index.get_loc(mine.index[0])])
        if b in problem.sites.index:
            return weight * (rate + float(rates.handling[problem.sites.index.get_loc(b)]))
        rows = problem.demand
        mine = rows[(rows.outlet == b) & (rows.commodity == k) & (rows.period == t)]
        return weight * (rate - float(rates.income[rows.index.get_loc(mine.index[0])] if len(mine) else 0.0))

    def _fixed_at(self, rates, openings: dict) -> float:
        weight = self.problem.stages["weight"]
        return sum(
            float(rates.fixed[self.problem.modules.index.get_loc(choice[0])]) * weight.loc[choice[1] :].sum()
            for choice in openings.values()
            if choice is not None
        )

    def _limit(self, key: tuple, openings: dict, *, unlimited: bool) -> tuple[float, float]:  # noqa: PLR0911
        problem = self.problem
        family = key[0]
        if family in ("balance", "supply", "demand"):
            return (0.0, 0.0)
        if family == "ceiling":
            one = next(one for one in problem.ceilings if one.name == key[1])
            return (-math.inf, one.most - (0.0 if unlimited else self._fixed_at(one.rates, openings)))
        if family == "co2":
            cap = problem.limits.co2_cap_kg_year
            return (-math.inf, math.inf if cap is None else cap)
        if unlimited:
            return (-math.inf, math.inf)
        site, period = key[1], key[-1]
        choice = openings[site]
        if choice is None or self.order[choice[1]] > self.order[self.stage[period]]:
            return (-math.inf, 0.0)
        module = self.modules[choice[0]]
        if family == "in":
            return (-math.inf, module["throughput_t"])
        if family == "hold":
            return (-math.inf, module["storage_t"])
        return (-math.inf, self.caps.get((site, module["module"], key[2]), math.inf))


def every_plan(problem: NetworkProblem, parts: dict[str, NetworkProblem]) -> list[dict[str, float]]:
    """Return the cost in every scenario of every allowed combination of openings."""
    flows = {label: _Flow(part) for label, part in parts.items()}
    return [
        {label: _fixed(problem, openings) + flow.cost(openings) for label, flow in flows.items()}
        for openings in _combinations(problem)
        if _allowed(problem, openings)
    ]
