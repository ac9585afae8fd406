"""What the saved multipliers prove, by weak duality, leaf by leaf."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from banme.checker import findings as text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from banme.checker.network import Network
    from banme.checker.reading import Document
    from banme.errors import Findings

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

RowKey = tuple[str, ...]
Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Columns:
    """Flows, stocks and unshipped goods: cost, largest value, site and stage they belong to, and rows they enter."""

    cost: Floats
    upper: Floats
    owner: Ints
    rows: Ints
    coefficients: Floats


class Bound:
    """Recomputes what any multipliers prove for one problem."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.limits_of = dict(_rows(network))
        self.row_at = {key: at for at, key in enumerate(self.limits_of)}
        self.sites = list(network.decision)
        self.columns = self._columns()
        self.modules = list(network.modules)

    def _columns(self) -> Columns:
        entries = [*self._flow_columns(), *self._stock_columns(), *self._unshipped_columns()]
        nothing = len(self.row_at)
        width = max((len(entry[3]) for entry in entries), default=1)
        rows = np.full((len(entries), width), nothing, np.int64)
        coefficients = np.zeros((len(entries), width))
        for at, entry in enumerate(entries):
            for slot, (key, coefficient) in enumerate(entry[3]):
                rows[at, slot] = self.row_at.get(key, nothing)
                coefficients[at, slot] = coefficient
        return Columns(
            np.array([entry[0] for entry in entries], float),
            np.array([entry[1] for entry in entries], float),
            np.array([entry[2] for entry in entries], np.int64),
            rows,
            coefficients,
        )

    def _owner(self, site: str | None, period: str) -> int:
        network = self.network
        if site is None:
            return -1
        return self.sites.index(site) * len(network.stages) + network.stages.index(network.stage_of[period])

    def _flow_columns(self) -> list[tuple[float, float, int, list[tuple[RowKey, float]]]]:
        network = self.network
        price = network.limits.get("co2_price_vnd_kg") or 0.0
        position = {site: at for at, site in enumerate(self.sites)}
        stage_at = {period: network.stages.index(stage) for period, stage in network.stage_of.items()}
        out = []
        for (source, target, k, t), upper in network.upper.items():
            transport, co2 = network.arcs[(source, target, k, t)]
            income = network.demand[(target, k, t)][2] if network.kind[target] == "outlet" else 0.0
            cost = transport + price * co2 + network.handling.get(target, 0.0) - income
            site = position.get(target, position.get(source, -1))
            owner = site * len(network.stages) + stage_at[t] if site >= 0 else -1
            entries: list[tuple[RowKey, float]] = [(("co2", network.stage_of[t]), co2)]
            entries.append(
                (("supply", source, k, t), 1.0) if source not in position else (("balance", source, k, t), -1.0)
            )
            if target in position:
                entries += [
                    (("balance", target, k, t), 1.0),
                    (("throughput", target, t), network.use[k]),
                    (("commodity_throughput", target, k, t), 1.0),
                ]
            else:
                entries.append((("demand", target, k, t), 1.0))
            out.append((cost * network.weight[network.stage_of[t]], upper, owner, entries))
        return out

    def _stock_columns(self) -> list[tuple[float, float, int, list[tuple[RowKey, float]]]]:
        network = self.network
        following = dict(zip(network.periods, network.periods[1:], strict=False))
        return [
            (
                network.storing[n] * network.weight[network.stage_of[t]],
                upper,
                self._owner(n, t),
                [
                    (("balance", n, k, t), -1.0),
                    (("balance", n, k, following[t]), 1.0),
                    (("storage", n, t), network.use[k]),
                ],
            )
            for (n, k, t), upper in network.stock_upper.items()
        ]

    def _unshipped_columns(self) -> list[tuple[float, float, int, list[tuple[RowKey, float]]]]:
        network = self.network
        return [
            (
                network.unshipped_cost[cell] * network.weight[network.stage_of[cell[2]]],
                quantity,
                -1,
                [(("supply", *cell), 1.0)],
            )
            for cell, quantity in network.supply.items()
            if cell in network.unshipped_cost
        ]

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

    def value(self, multipliers: Floats, allowed: dict[str, set[Choice | None]]) -> float:
        """Return the bound: rows, goods that belong to no site, and the best choice of every site."""
        network, columns = self.network, self.columns
        total = 0.0
        for key, at in self.row_at.items():
            low, high = self.limits_of[key]
            multiplier = multipliers[at]
            if multiplier:
                total += multiplier * (low if multiplier > 0 else high)
        reduced = columns.cost - np.einsum("ij,ij->i", multipliers[columns.rows], columns.coefficients)
        gain = np.minimum(0.0, reduced * columns.upper)
        owned = columns.owner >= 0
        total += float(gain[~owned].sum())
        count = len(self.sites) * len(network.stages)
        gains = np.bincount(columns.owner[owned], gain[owned], minlength=count).astype(np.float64)
        for at, site in enumerate(self.sites):
            by_stage = gains[at * len(network.stages) : (at + 1) * len(network.stages)]
            costs = [self._choice(site, choice, by_stage, multipliers) for choice in allowed[site]]
            total += min(costs, default=math.inf)
        return total

    def _choice(self, site: str, choice: Choice | None, gains: Floats, multipliers: Floats) -> float:
        if choice is None:
            return 0.0
        network = self.network
        module = network.modules[(site, choice[0])]
        start = network.stages.index(choice[1])
        total = module.capex * -self._at(multipliers, ("budget", "budget")) - self._at(
            multipliers, ("count", network.kind[site])
        )
        total += sum(network.weight[stage] for stage in network.stages[start:]) * module.fixed + float(
            gains[start:].sum()
        )
        for period in network.periods:
            if network.stages.index(network.stage_of[period]) < start:
                continue
            total += self._at(multipliers, ("throughput", site, period)) * network.throughput(module, period)
            total += self._at(multipliers, ("storage", site, period)) * network.storage(module, period)
            for k in network.use:
                multiplier = self._at(multipliers, ("commodity_throughput", site, k, period))
                if multiplier:
                    total += multiplier * network.own_limit(module, k, period)
        return total

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
    if limits.get("co2_cap_kg_year") is not None:
        out += [(("co2", stage), (-math.inf, float(limits["co2_cap_kg_year"]))) for stage in network.stages]
    return out
