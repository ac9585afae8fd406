"""Whether the saved plan is allowed, and what it costs."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from banme.checker import findings as text
from banme.checker.reading import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from banme.checker.network import Ceiling, Cell, FlowKey, Network
    from banme.checker.reading import Document
    from banme.errors import Findings

TOLERANCE = 1e-6
"""A row may be off by this share of the largest quantity that can pass through it."""
PARTS = ("transport", "handling", "storage", "fixed", "co2", "penalty", "income")


@dataclass(frozen=True, slots=True)
class Plan:
    """The saved plan by label: module and first stage of open sites, and quantities (t)."""

    openings: dict[str, tuple[str, str]]
    flows: dict[FlowKey, float]
    stock: dict[Cell, float]
    unshipped: dict[Cell, float]


def read_plan(network: Network, document: Document, found: Findings) -> Plan:
    """Return the plan, noting rows that name what the problem does not have, and quantities that are none."""
    tables = document["tables"]
    openings: dict[str, tuple[str, str]] = {}
    for site, module, stage in tables["openings"]["rows"]:
        if (site, module) not in network.modules or stage not in network.stages:
            found.add(text.unknown("openings", f"{site}/{module}/{stage}"))
        elif site in openings:
            found.add(text.violated("one_module", site, 1, "module"))
        else:
            openings[site] = (module, stage)
    return Plan(
        openings,
        _quantities("flows", tables, network.upper, found),
        _quantities("storage", tables, network.stock_upper, found),
        _quantities("unshipped", tables, _elastic(network), found),
    )


def _elastic(network: Network) -> dict[Cell, float]:
    return {cell: quantity for cell, quantity in network.supply.items() if cell in network.unshipped_cost}


def _quantities(name: str, tables: Document, allowed: Any, found: Findings) -> Any:
    out: dict[Any, float] = {}
    for row in tables[name]["rows"]:
        key, value = tuple(row[:-1]), row[-1]
        place = "/".join(str(part) for part in key)
        good = isinstance(value, int | float) and math.isfinite(value) and value >= 0
        if not good or key in out:
            found.add(text.wrong_quantity(name, place, number(value) if good else math.nan))
        elif key not in allowed:
            found.add(text.unknown(name, place))
        else:
            out[key] = float(value)
    return out


def check(network: Network, plan: Plan, found: Findings) -> None:
    """Note every constraint the plan breaks."""
    into: dict[Cell, float] = defaultdict(float)
    out: dict[Cell, float] = defaultdict(float)
    for (source, target, commodity, period), quantity in plan.flows.items():
        out[(source, commodity, period)] += quantity
        into[(target, commodity, period)] += quantity
    for family, place, excess, scale, unit in (
        *_supplies(network, plan, out),
        *_balances(network, plan, into, out),
        *_demands(network, into),
        *_capacities(network, plan, into),
        *_decisions(network, plan),
        *_limits(network, plan),
    ):
        if not excess <= TOLERANCE * scale:
            found.add(text.violated(family, place, excess, unit))


Broken = tuple[str, str, float, float, str]


def _supplies(network: Network, plan: Plan, out: dict[Cell, float]) -> Iterator[Broken]:
    for cell, quantity in network.supply.items():
        sent = out.get(cell, 0.0) + plan.unshipped.get(cell, 0.0)
        yield "supply", "/".join(cell), abs(sent - quantity), quantity, "t"
    if network.limits.get("single_source"):
        used: dict[Cell, int] = defaultdict(int)
        for (source, _, commodity, period), quantity in plan.flows.items():
            if (source, commodity, period) in network.supply:
                small = quantity <= TOLERANCE * network.supply[(source, commodity, period)]
                used[(source, commodity, period)] += not small
        for cell, arcs in used.items():
            yield "single_source", "/".join(cell), float(arcs - 1), 1.0, "arcs"


def _balances(network: Network, plan: Plan, into: dict[Cell, float], out: dict[Cell, float]) -> Iterator[Broken]:
    for site in network.decision:
        for commodity in network.use:
            before = 0.0
            for at, period in enumerate(network.periods):
                cell = (site, commodity, period)
                after = 0.0 if network.last_of_stage(at) else plan.stock.get(cell, 0.0)
                excess = into.get(cell, 0.0) + before - out.get(cell, 0.0) - after
                scale = max(network.inbound.get(cell, 0.0), network.available.get(cell, 0.0))
                yield "balance", "/".join(cell), abs(excess), scale, "t"
                before = after


def _demands(network: Network, into: dict[Cell, float]) -> Iterator[Broken]:
    for cell, (low, high, _) in network.demand.items():
        taken = into.get(cell, 0.0)
        scale = max(low, network.inbound.get(cell, 0.0))
        yield "demand", "/".join(cell), max(low - taken, taken - high), scale, "t"


def _capacities(network: Network, plan: Plan, into: dict[Cell, float]) -> Iterator[Broken]:
    for site in network.decision:
        for period in network.periods:
            module = _open_module(network, plan, site, period)
            cells = [(site, commodity, period) for commodity in network.use]
            arriving = sum(network.use[cell[1]] * into.get(cell, 0.0) for cell in cells)
            stored = sum(network.use[cell[1]] * plan.stock.get(cell, 0.0) for cell in cells)
            room = module.throughput if module else 0.0
            scale = sum(network.use[cell[1]] * network.inbound.get(cell, 0.0) for cell in cells)
            yield "throughput", f"{site}/{period}", arriving - room, scale, "t"
            room = module.storage if module else 0.0
            scale = sum(network.use[cell[1]] * network.available.get(cell, 0.0) for cell in cells)
            yield "storage", f"{site}/{period}", stored - room, scale, "t"
            for cell in cells:
                room = network.own.get((site, module.name, cell[1]), math.inf) if module else 0.0
                over = into.get(cell, 0.0) - room
                yield "commodity_throughput", "/".join(cell), over, network.inbound.get(cell, 0.0), "t"


def _open_module(network: Network, plan: Plan, site: str, period: str) -> Any:
    if site not in plan.openings:
        return None
    module, stage = plan.openings[site]
    opened = network.stages.index(stage) <= network.stages.index(network.stage_of[period])
    return network.modules[(site, module)] if opened else None


def _decisions(network: Network, plan: Plan) -> Iterator[Broken]:
    rank = {stage: at for at, stage in enumerate(network.stages)}
    for site, decision in network.decision.items():
        stage = plan.openings.get(site, ("", ""))[1]
        if stage:
            yield "from_stage", site, float(rank[stage] < rank[network.begin[site]]), 1.0, "site"
        if decision == "excluded":
            yield "excluded", site, float(bool(stage)), 1.0, "site"
        if decision == "forced":
            yield "forced", site, float(stage != network.begin[site]), 1.0, "site"


def _limits(network: Network, plan: Plan) -> Iterator[Broken]:
    limits = network.limits
    if limits.get("budget_vnd") is not None:
        spent = sum(network.modules[(site, module)].capex for site, (module, _) in plan.openings.items())
        yield "budget", "budget", spent - limits["budget_vnd"], max(spent, 1.0), "VND"
    for kind, most in (limits.get("max_sites") or {}).items():
        opened = sum(network.kind[site] == kind for site in plan.openings)
        yield "count", kind, float(opened - most), 1.0, "sites"
    yield from _changes(network, plan)
    for ceiling in network.ceilings:
        parts = _measure(network, plan, ceiling)
        size = math.fsum(abs(part) for part in parts)
        yield "ceiling", ceiling.name, math.fsum(parts) - ceiling.most, max(size, abs(ceiling.most), 1.0), ""
    if limits.get("co2_cap_kg_year") is not None:
        emitted: dict[str, float] = defaultdict(float)
        for key, quantity in plan.flows.items():
            emitted["/".join(network.year_of(key[3]))] += quantity * network.arcs[key][1]
        for year, kilograms in emitted.items():
            yield "co2", year, kilograms - limits["co2_cap_kg_year"], max(kilograms, 1.0), "kg"


def _changes(network: Network, plan: Plan) -> Iterator[Broken]:
    first = network.stages[0]
    new = sum(not network.existing[site] for site in plan.openings)
    kept = sum(network.existing[site] and stage == first for site, (_, stage) in plan.openings.items())
    closed = sum(network.existing.values()) - kept
    for limit, label, counted in (
        ("max_new_sites", "new_sites", new),
        ("max_closures", "closures", closed),
        ("max_changes", "changes", new + closed),
    ):
        if network.limits.get(limit) is not None:
            yield "change", label, float(counted - network.limits[limit]), 1.0, "sites"


def _measure(network: Network, plan: Plan, ceiling: Ceiling) -> list[float]:
    """Return what every quantity of the plan comes to at a ceiling's rates, weighted by stage."""
    out = []
    for (source, target, commodity, period), quantity in plan.flows.items():
        rate = ceiling.arcs[(source, target, commodity, period)] + ceiling.handling.get(target, 0.0)
        rate -= ceiling.income.get((target, commodity, period), 0.0)
        out.append(network.worth(period) * quantity * rate)
    for (site, _, period), quantity in plan.stock.items():
        out.append(network.worth(period) * quantity * ceiling.storing[site])
    for cell, quantity in plan.unshipped.items():
        out.append(network.worth(cell[2]) * quantity * ceiling.unshipped[cell])
    for site, (module, stage) in plan.openings.items():
        years = sum(network.weight[later] for later in network.stages[network.stages.index(stage) :])
        out.append(years * ceiling.fixed[(site, module)])
    return out


def cost(network: Network, plan: Plan) -> dict[str, float]:
    """Return the weighted cost of the plan by part (VND)."""
    parts = dict.fromkeys(PARTS, 0.0)
    price = network.limits.get("co2_price_vnd_kg") or 0.0
    for key, quantity in plan.flows.items():
        _, target, commodity, period = key
        weight = network.worth(period) * quantity
        transport, co2 = network.arcs[key]
        parts["transport"] += weight * transport
        parts["co2"] += weight * price * co2
        parts["handling"] += weight * network.handling.get(target, 0.0)
        if network.kind[target] == "outlet":
            parts["income"] -= weight * network.demand[(target, commodity, period)][2]
    for (site, _, period), quantity in plan.stock.items():
        parts["storage"] += network.worth(period) * quantity * network.storing[site]
    for cell, quantity in plan.unshipped.items():
        parts["penalty"] += network.worth(cell[2]) * quantity * network.unshipped_cost[cell]
    for site, (module, stage) in plan.openings.items():
        years = sum(network.weight[later] for later in network.stages[network.stages.index(stage) :])
        parts["fixed"] += years * network.modules[(site, module)].fixed
    return parts
