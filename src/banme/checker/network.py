"""The problem read from its file, with the largest value of every flow and stock worked out again, node by node."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from banme.checker.reading import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from banme.checker.reading import Document

Cell = tuple[str, str, str]
FlowKey = tuple[str, str, str, str]


@dataclass(slots=True)
class Module:
    """One capacity module as saved."""

    site: str
    name: str
    throughput: float
    storage: float
    fixed: float
    capex: float


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A limit at other rates than the costs, as saved: rates by flow, site, supply, demand and module."""

    name: str
    most: float
    arcs: dict[FlowKey, float]
    handling: dict[str, float]
    storing: dict[str, float]
    unshipped: dict[Cell, float]
    income: dict[Cell, float]
    fixed: dict[tuple[str, str], float]


@dataclass(slots=True)
class Network:
    """The problem as dictionaries by label; ``upper`` and ``stock_upper`` hold the largest values (t)."""

    stages: list[str]
    periods: list[str]
    stage_of: dict[str, str]
    weight: dict[str, float]
    scenario_of: dict[str, str]
    share_of: dict[str, float]
    use: dict[str, float]
    storable: dict[str, bool]
    kind: dict[str, str]
    supply: dict[Cell, float]
    unshipped_cost: dict[Cell, float]
    demand: dict[Cell, tuple[float, float, float]]
    decision: dict[str, str]
    begin: dict[str, str]
    handling: dict[str, float]
    storing: dict[str, float]
    modules: dict[tuple[str, str], Module]
    own: dict[tuple[str, str, str], float]
    limits: dict[str, Any]
    existing: dict[str, bool]
    arcs: dict[FlowKey, tuple[float, float]]
    ceilings: list[Ceiling] = field(default_factory=list)
    upper: dict[FlowKey, float] = field(default_factory=dict)
    stock_upper: dict[Cell, float] = field(default_factory=dict)
    inbound: dict[Cell, float] = field(default_factory=lambda: defaultdict(float))
    available: dict[Cell, float] = field(default_factory=lambda: defaultdict(float))

    def last_of_stage(self, at: int) -> bool:
        """Whether the period in this place is the last of its stage and scenario."""
        return at + 1 == len(self.periods) or self.year_of(self.periods[at + 1]) != self.year_of(self.periods[at])

    def year_of(self, period: str) -> tuple[str, ...]:
        """Return the stage of a period, and its scenario where it has one."""
        scenario = self.scenario_of[period]
        return (self.stage_of[period], scenario) if scenario else (self.stage_of[period],)

    def worth(self, period: str) -> float:
        """Return the years a period's stage stands for times the probability of its scenario."""
        return self.weight[self.stage_of[period]] * self.share_of[period]

    def modules_of(self, site: str) -> Iterator[Module]:
        """Yield the site's modules."""
        return (module for module in self.modules.values() if module.site == site)

    def throughput(self, module: Module, period: str) -> float:
        """Return a module's throughput, no more than what can ever arrive in the period."""
        return min(
            module.throughput, sum(self.use[k] * self.inbound.get((module.site, k, period), 0.0) for k in self.use)
        )

    def storage(self, module: Module, period: str) -> float:
        """Return a module's storage, no more than what can ever be there in the period."""
        there = ((k, self.available.get((module.site, k, period), 0.0)) for k in self.use if self.storable[k])
        return min(module.storage, sum(self.use[k] * quantity for k, quantity in there))

    def own_limit(self, module: Module, commodity: str, period: str) -> float:
        """Return a module's limit for one commodity, no more than what can ever arrive."""
        limit = self.own.get((module.site, module.name, commodity), math.inf)
        return min(limit, self.inbound.get((module.site, commodity, period), 0.0))

    def has_own_limit(self, site: str, commodity: str) -> bool:
        """Whether any module of the site limits this commodity."""
        return any((site, module.name, commodity) in self.own for module in self.modules_of(site))


def build(document: Document) -> Network:
    """Return the problem of a saved document."""
    tables = {name: _records(table) for name, table in document["tables"].items()}
    supply = {(r["origin"], r["commodity"], r["period"]): r for r in tables["supply"]}
    network = Network(
        stages=[r["stage"] for r in tables["stages"]],
        periods=[r["period"] for r in tables["periods"]],
        stage_of={r["period"]: r["stage"] for r in tables["periods"]},
        weight={r["stage"]: number(r["weight"]) for r in tables["stages"]},
        scenario_of={r["period"]: r.get("scenario") or "" for r in tables["periods"]},
        share_of={r["period"]: number(r.get("weight", 1.0)) for r in tables["periods"]},
        use={r["commodity"]: number(r["capacity_use"]) for r in tables["commodities"]},
        storable={r["commodity"]: bool(r["storable"]) for r in tables["commodities"]},
        kind={r["node"]: r["kind"] for r in tables["nodes"]},
        supply={key: number(r["quantity_t"]) for key, r in supply.items() if number(r["quantity_t"]) > 0},
        unshipped_cost={
            key: number(r["unshipped_cost_vnd_t"]) for key, r in supply.items() if r["unshipped_cost_vnd_t"] is not None
        },
        demand={
            (r["outlet"], r["commodity"], r["period"]): (
                number(r["min_t"]),
                number(r["max_t"]),
                number(r["price_vnd_t"]),
            )
            for r in tables["demand"]
        },
        decision={r["site"]: r["decision"] for r in tables["sites"]},
        begin={r["site"]: r.get("from_stage") or tables["stages"][0]["stage"] for r in tables["sites"]},
        handling={r["site"]: number(r["handling_vnd_t"]) for r in tables["sites"]},
        storing={r["site"]: number(r["storage_vnd_t_month"]) for r in tables["sites"]},
        modules={
            (r["site"], r["module"]): Module(
                r["site"],
                r["module"],
                number(r["throughput_t"]),
                number(r["storage_t"]),
                number(r["fixed_vnd_year"]),
                number(r["capex_vnd"]),
            )
            for r in tables["modules"]
        },
        own={(r["site"], r["module"], r["commodity"]): number(r["throughput_t"]) for r in tables["commodity_caps"]},
        limits=document["limits"],
        existing={r["site"]: bool(r["existing"]) for r in tables["sites"]},
        arcs=_arcs(tables),
        ceilings=[_ceiling(tables, stored) for stored in document.get("ceilings", [])],
    )
    _largest_values(network)
    return network


def _ceiling(tables: dict[str, list[dict[str, Any]]], stored: Document) -> Ceiling:
    rates = {part: [number(value) for value in values] for part, values in stored["rates"].items()}
    commodities = [r["commodity"] for r in tables["commodities"]]
    periods = {r["period"]: r.get("scenario") or "" for r in tables["periods"]}
    arcs: dict[FlowKey, float] = {}
    for r, rate in zip(tables["arcs"], rates["arcs"], strict=True):
        for k in commodities if r["commodity"] is None else [r["commodity"]]:
            for period, scenario in periods.items():
                if r.get("scenario") in (None, scenario):
                    arcs[(r["source"], r["target"], k, period)] = rate

    def by(table: str, part: str, *names: str) -> dict[Any, float]:
        keys = [tuple(r[name] for name in names) if len(names) > 1 else r[names[0]] for r in tables[table]]
        return dict(zip(keys, rates[part], strict=True))

    return Ceiling(
        stored["name"],
        number(stored["most"]),
        arcs,
        by("sites", "handling", "site"),
        by("sites", "storage", "site"),
        by("supply", "unshipped", "origin", "commodity", "period"),
        by("demand", "income", "outlet", "commodity", "period"),
        by("modules", "fixed", "site", "module"),
    )


def _records(table: Document) -> list[dict[str, Any]]:
    return [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]


def _arcs(tables: dict[str, list[dict[str, Any]]]) -> dict[FlowKey, tuple[float, float]]:
    """Return cost (VND/t) and CO2 (kg/t) by arc, commodity and period, without closed and too slow ones."""
    shut = {(r["source"], r["target"], r["period"]) for r in tables["closures"]}
    longest = {
        r["commodity"]: math.inf if r["max_time_h"] is None else number(r["max_time_h"]) for r in tables["commodities"]
    }
    periods = {r["period"]: r.get("scenario") or "" for r in tables["periods"]}
    out: dict[FlowKey, tuple[float, float]] = {}
    for arc in tables["arcs"]:
        ends = (arc["source"], arc["target"])
        values = (number(arc["cost_vnd_t"]), number(arc["co2_kg_t"]))
        for commodity in [arc["commodity"]] if arc["commodity"] is not None else longest:
            if number(arc["time_h"]) > longest[commodity]:
                continue
            for period, scenario in periods.items():
                if (*ends, period) not in shut and arc.get("scenario") in (None, scenario):
                    out[(*ends, commodity, period)] = values
    return out


def _largest_values(network: Network) -> None:
    """Follow the goods from origins through points to centres, noting the most each flow and stock can be."""
    leaving: dict[str, list[FlowKey]] = defaultdict(list)
    for key in network.arcs:
        leaving[network.kind[key[0]]].append(key)
    network.available.update(network.supply)
    for kind, following in (("origin", "point"), ("point", "centre"), ("centre", "")):
        for key in leaving[kind]:
            source, target, commodity, period = key
            most = network.available.get((source, commodity, period), 0.0)
            if network.kind[target] == "outlet":
                most = min(most, network.demand.get((target, commodity, period), (0.0, 0.0, 0.0))[1])
            elif network.decision[target] == "excluded":
                most = 0.0
            if most > 0:
                network.upper[key] = most
                network.inbound[(target, commodity, period)] += most
        for site in (node for node, its in network.kind.items() if its == following):
            _presence(network, site)


def _presence(network: Network, site: str) -> None:
    if network.decision[site] == "excluded":
        return
    modules = list(network.modules_of(site))
    for commodity, use in network.use.items():
        intake = max(
            (min(m.throughput / use, network.own.get((site, m.name, commodity), math.inf)) for m in modules),
            default=0.0,
        )
        room = max((m.storage / use for m in modules), default=0.0)
        carried = 0.0
        for at, period in enumerate(network.periods):
            here = min(network.inbound.get((site, commodity, period), 0.0), intake) + carried
            network.available[(site, commodity, period)] = here
            carried = 0.0
            if network.storable[commodity] and not network.last_of_stage(at):
                carried = min(here, room)
                if carried > 0:
                    network.stock_upper[(site, commodity, period)] = carried
