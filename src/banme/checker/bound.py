"""What the saved multipliers prove, by weak duality, leaf by leaf."""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from banme.checker import findings as text
from banme.checker.cover import cover
from banme.checker.packing import Goods, fill

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from banme.checker.network import Module, Network
    from banme.checker.reading import Document
    from banme.errors import Findings

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

RowKey = tuple[str, ...]
Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Columns:
    """Flows, stocks and unshipped goods.

    Cost, largest value, site and stage they belong to (-1: none), room they compete for (-1: none), commodity,
    capacity taken per tonne, and the rows they enter.
    """

    cost: Floats
    upper: Floats
    owner: Ints
    pool: Ints
    commodity: Ints
    use: Floats
    rows: Ints
    coefficients: Floats


@dataclass(frozen=True, slots=True)
class Proof:
    """What one set of multipliers proves: a base, and the cost of opening each module of a site from a stage on."""

    base: float
    costs: dict[str, dict[Choice, float]]


class Entry(NamedTuple):
    """One column: cost, largest value, owner, room, commodity label and the rows it enters."""

    cost: float
    upper: float
    owner: int
    pool: int
    commodity: str
    rows: list[tuple[RowKey, float]]


class Bound:
    """Recomputes what any multipliers prove for one problem."""

    def __init__(self, network: Network, covers: Iterable[list[str]] = ()) -> None:
        self.network = network
        self.covers = {("cover", *labels): row for labels in covers if (row := cover(network, labels)) is not None}
        self.limits_of = {**dict(_rows(network)), **{key: (row.need, math.inf) for key, row in self.covers.items()}}
        self.row_at = {key: at for at, key in enumerate(self.limits_of)}
        self.sites = list(network.decision)
        self.low = np.array([limits[0] for limits in self.limits_of.values()])
        self.high = np.array([limits[1] for limits in self.limits_of.values()])
        self.site_at = {site: at for at, site in enumerate(self.sites)}
        self.stage_at = [network.stages.index(network.stage_of[period]) for period in network.periods]
        self.period_at = {period: at for at, period in enumerate(network.periods)}
        self.commodity_at = {label: at for at, label in enumerate(network.use)}
        self.columns = self._columns()
        self._room_of: dict[tuple[str, str, str, bool], float] = {}

    def _columns(self) -> Columns:
        """Read the columns one by one into flat arrays, so that no more than one is held as objects."""
        figures, places = array("d"), array("q")
        row, coefficient, sizes = array("q"), array("d"), array("q")
        for entry in chain(self._flow_columns(), self._stock_columns(), self._unshipped_columns()):
            figures.extend((entry.cost, entry.upper, self.network.use[entry.commodity]))
            places.extend((entry.owner, entry.pool, self.commodity_at[entry.commodity]))
            known = [(self.row_at[key], factor) for key, factor in entry.rows if key in self.row_at]
            row.extend(at for at, _ in known)
            coefficient.extend(factor for _, factor in known)
            sizes.append(len(known))
        size = np.asarray(sizes, np.int64)
        rows = np.full((size.size, int(size.max(initial=1))), len(self.row_at), np.int64)
        coefficients = np.zeros(rows.shape)
        column = np.repeat(np.arange(size.size), size)
        slot = np.arange(column.size) - np.repeat(np.cumsum(size) - size, size)
        rows[column, slot], coefficients[column, slot] = np.asarray(row, np.int64), np.asarray(coefficient, float)
        cost, upper, use = np.asarray(figures, float).reshape(-1, 3).T.copy()
        owner, pool, commodity = np.asarray(places, np.int64).reshape(-1, 3).T.copy()
        return Columns(cost, upper, owner, pool, commodity, use, rows, coefficients)

    def _owner(self, site: str, period: str) -> int:
        return self.site_at[site] * len(self.network.stages) + self.stage_at[self.period_at[period]]

    def _pool(self, site: str, period: str, *, stored: bool) -> int:
        return (self.site_at[site] * len(self.network.periods) + self.period_at[period]) * 2 + stored

    def _flow_columns(self) -> Iterator[Entry]:
        network = self.network
        price = network.limits.get("co2_price_vnd_kg") or 0.0
        for (source, target, k, t), upper in network.upper.items():
            transport, co2 = network.arcs[(source, target, k, t)]
            income = network.demand[(target, k, t)][2] if network.kind[target] == "outlet" else 0.0
            cost = transport + price * co2 + network.handling.get(target, 0.0) - income
            into, out_of = target in self.site_at, source in self.site_at
            place = target if into else source
            owner = self._owner(place, t) if into or out_of else -1
            entries: list[tuple[RowKey, float]] = [(("co2", *network.year_of(t)), co2)]
            entries.append((("balance", source, k, t), -1.0) if out_of else (("supply", source, k, t), 1.0))
            if into:
                entries += [
                    (("balance", target, k, t), 1.0),
                    (("throughput", target, t), network.use[k]),
                    (("commodity_throughput", target, k, t), 1.0),
                ]
            else:
                entries.append((("demand", target, k, t), 1.0))
            for one in network.ceilings:
                rate = one.arcs[(source, target, k, t)] + one.handling.get(target, 0.0)
                rate -= one.income.get((target, k, t), 0.0)
                entries.append((("ceiling", one.name), rate * network.worth(t)))
            pool = self._pool(target, t, stored=False) if into else -1
            yield Entry(cost * network.worth(t), upper, owner, pool, k, entries)

    def _stock_columns(self) -> list[Entry]:
        network = self.network
        following = dict(zip(network.periods, network.periods[1:], strict=False))
        return [
            Entry(
                network.storing[n] * network.worth(t),
                upper,
                self._owner(n, t),
                self._pool(n, t, stored=True),
                k,
                [
                    (("balance", n, k, t), -1.0),
                    (("balance", n, k, following[t]), 1.0),
                    (("storage", n, t), network.use[k]),
                    *self._in_ceilings(t, [one.storing[n] for one in network.ceilings]),
                ],
            )
            for (n, k, t), upper in network.stock_upper.items()
        ]

    def _unshipped_columns(self) -> list[Entry]:
        network = self.network
        return [
            Entry(
                network.unshipped_cost[cell] * network.worth(cell[2]),
                quantity,
                -1,
                -1,
                cell[1],
                [
                    (("supply", *cell), 1.0),
                    *self._in_ceilings(cell[2], [one.unshipped[cell] for one in network.ceilings]),
                ],
            )
            for cell, quantity in network.supply.items()
            if cell in network.unshipped_cost
        ]

    def _in_ceilings(self, period: str, rates: list[float]) -> list[tuple[RowKey, float]]:
        """Return the ceilings' rows that a quantity of a period enters, with its weighted rates."""
        weight = self.network.worth(period)
        return [(("ceiling", one.name), rate * weight) for one, rate in zip(self.network.ceilings, rates, strict=True)]

    def multipliers(self, document: Document, number: int, found: Findings) -> Floats:
        """Return the pool's multipliers by row, noting unknown rows and wrong signs (taken as zero)."""
        out = np.zeros(len(self.row_at) + 1)
        for family, at, value in document["multipliers"][number]["entries"]:
            labels = document["rows"].get(family, [])
            key: RowKey = (family, *labels[at]) if 0 <= at < len(labels) else (family, str(at))
            low, high = self.limits_of.get(key, (-math.inf, math.inf))
            good = isinstance(value, float | int) and math.isfinite(value) and key in self.row_at
            if not good or (value > 0 and math.isinf(low)) or (value < 0 and math.isinf(high)):
                found.add(text.sign("/".join(key), float(value) if good else math.nan))
            else:
                out[self.row_at[key]] = value
        return out

    def prove(self, multipliers: Floats, form: str) -> Proof:
        """Return what rows, goods outside sites, and every choice of every site are worth at these multipliers."""
        network, columns = self.network, self.columns
        used = np.flatnonzero(multipliers[: self.low.size])
        values = multipliers[used]
        base = float((values * np.where(values > 0, self.low[used], self.high[used])).sum())
        reduced = columns.cost - np.einsum("ij,ij->i", multipliers[columns.rows], columns.coefficients)
        gain = np.where(reduced < 0, reduced * columns.upper, 0.0)
        base += float(gain[columns.owner < 0].sum())
        boxed = columns.owner >= 0
        if form == "knapsack":
            boxed &= columns.pool < 0
        count = len(self.sites) * len(network.stages)
        gains = np.bincount(columns.owner[boxed], gain[boxed], minlength=count).reshape(-1, len(network.stages))
        packed = self._packed(reduced) if form == "knapsack" else {}
        costs: dict[str, dict[Choice, float]] = {site: {} for site in self.sites}
        nothing = np.zeros(len(network.stages))
        for (site, name), module in network.modules.items():
            by_stage = (
                gains[self.site_at[site]] + packed.get((site, name), nothing) + self._rows_of(module, multipliers)
            )
            by_stage = by_stage + np.array([network.weight[stage] for stage in network.stages]) * module.fixed
            once = module.capex * -self._at(multipliers, ("budget", "budget"))
            once -= self._at(multipliers, ("count", network.kind[site]))
            changes = self._at(multipliers, ("change", "changes"))
            kept = 0.0
            if network.existing[site]:
                kept = changes + self._at(multipliers, ("change", "closures"))
            else:
                once -= changes + self._at(multipliers, ("change", "new_sites"))
            weights = np.array([network.weight[stage] for stage in network.stages])
            for one in network.ceilings:
                by_stage = by_stage - self._at(multipliers, ("ceiling", one.name)) * one.fixed[(site, name)] * weights
            for at, stage in enumerate(network.stages):
                costs[site][(name, stage)] = once + (kept if at == 0 else 0.0) + float(by_stage[at:].sum())
        return Proof(base, costs)

    def value(self, proof: Proof, allowed: dict[str, set[Choice | None]]) -> float:
        """Return the bound of a leaf: the base and the best choice of every site that the leaf allows."""
        total = proof.base
        for site in self.sites:
            costs = proof.costs[site]
            total += min((0.0 if choice is None else costs[choice] for choice in allowed[site]), default=math.inf)
        return total

    def _packed(self, reduced: Floats) -> dict[Choice, Floats]:
        """Return, by site and module, what its rooms earn in every stage."""
        network, columns = self.network, self.columns
        pooled = np.flatnonzero(columns.pool >= 0)
        rooms, room = np.unique(columns.pool[pooled], return_inverse=True)
        goods = Goods(pooled, room, columns.commodity[pooled], columns.use[pooled], columns.upper[pooled])
        periods = len(network.periods)
        site, period, stored = rooms // 2 // periods, rooms // 2 % periods, rooms % 2
        stage = np.array([network.stages.index(network.stage_of[label]) for label in network.periods])[period]
        out: dict[Choice, Floats] = {}
        by_rank: dict[int, dict[int, str]] = {}
        for label, name in network.modules:
            mine = self.site_at[label]
            ranks = sum(mine in names for names in by_rank.values())
            by_rank.setdefault(ranks, {})[mine] = name
        for names in by_rank.values():
            capacity, own = self._rooms(site, period, stored, names)
            earned = fill(goods, reduced[pooled], capacity, own)
            for mine, name in names.items():
                on = site == mine
                by_stage = np.bincount(stage[on], earned[on], minlength=len(network.stages))
                out[(self.sites[mine], name)] = by_stage.astype(np.float64)
        return out

    def _rooms(self, site: Ints, period: Ints, stored: Ints, names: dict[int, str]) -> tuple[Floats, Floats]:
        """Return every room's capacity and own limits under one module of each site."""
        network = self.network
        goods = list(network.use)
        capacity, own = np.zeros(site.size), np.full((site.size, len(goods)), np.inf)
        for at, (mine, when, store) in enumerate(zip(site, period, stored, strict=True)):
            if mine not in names:
                continue
            label = self.sites[mine]
            module = network.modules[(label, names[mine])]
            moment = network.periods[when]
            capacity[at] = self._room(module, moment, stored=bool(store))
            if not store:
                own[at] = [network.own.get((label, module.name, k), math.inf) for k in goods]
        return capacity, own

    def _room(self, module: Module, period: str, *, stored: bool) -> float:
        key = (module.site, module.name, period, stored)
        if key not in self._room_of:
            network = self.network
            self._room_of[key] = network.storage(module, period) if stored else network.throughput(module, period)
        return self._room_of[key]

    def _rows_of(self, module: Module, multipliers: Floats) -> Floats:
        """Return what multipliers on capacity rows and rows of open room add to an open module, by stage."""
        network = self.network
        out = np.zeros(len(network.stages))
        for key, row in self.covers.items():
            out[network.stages.index(row.stage)] -= self._at(multipliers, key) * row.room.get(
                (module.site, module.name), 0.0
            )
        for at, period in enumerate(network.periods):
            stage = self.stage_at[at]
            out[stage] += self._capacity(multipliers, ("throughput", module.site, period), module, stored=False)
            out[stage] += self._capacity(multipliers, ("storage", module.site, period), module, stored=True)
            for k in network.use:
                multiplier = self._at(multipliers, ("commodity_throughput", module.site, k, period))
                if multiplier:
                    out[stage] += multiplier * network.own_limit(module, k, period)
        return out

    def _capacity(self, multipliers: Floats, key: RowKey, module: Module, *, stored: bool) -> float:
        multiplier = self._at(multipliers, key)
        return multiplier * self._room(module, key[2], stored=stored) if multiplier else 0.0

    def _at(self, multipliers: Floats, key: RowKey) -> float:
        at = self.row_at.get(key)
        return 0.0 if at is None else float(multipliers[at])


def _rows(network: Network) -> list[tuple[RowKey, tuple[float, float]]]:
    """Return every relaxed row with its limits."""
    out: list[tuple[RowKey, tuple[float, float]]] = [
        (("supply", *cell), (quantity, quantity)) for cell, quantity in network.supply.items()
    ]
    out += [(("demand", *cell), (low, high)) for cell, (low, high, _) in network.demand.items()]
    for site in network.decision:
        for period in network.periods:
            out.append((("throughput", site, period), (-math.inf, 0.0)))
            out.append((("storage", site, period), (-math.inf, 0.0)))
            out += [(("balance", site, k, period), (0.0, 0.0)) for k in network.use]
        for k in (k for k in network.use if network.has_own_limit(site, k)):
            out += [(("commodity_throughput", site, k, period), (-math.inf, 0.0)) for period in network.periods]
    limits = network.limits
    if limits.get("budget_vnd") is not None:
        out.append((("budget", "budget"), (-math.inf, float(limits["budget_vnd"]))))
    for kind, most in (limits.get("max_sites") or {}).items():
        out.append((("count", kind), (-math.inf, float(most))))
    today = sum(network.existing.values())
    for name, label, already in (
        ("max_new_sites", "new_sites", 0),
        ("max_closures", "closures", today),
        ("max_changes", "changes", today),
    ):
        if limits.get(name) is not None:
            out.append((("change", label), (-math.inf, float(limits[name] - already))))
    out += [(("ceiling", one.name), (-math.inf, one.most)) for one in network.ceilings]
    if limits.get("co2_cap_kg_year") is not None:
        years = dict.fromkeys(network.year_of(period) for period in network.periods)
        out += [(("co2", *year), (-math.inf, float(limits["co2_cap_kg_year"]))) for year in years]
    return out
