"""The problem with a repair's changes made."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from banme.siting.elastic import prices as kinds
from banme.siting.problem import FREE, Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from banme.siting.elastic.model import ElasticModel
    from banme.siting.elastic.prices import RepairPrices
    from banme.siting.layout import Floats
    from banme.siting.problem import NetworkProblem

MARGIN = 1e-6
"""Share of a relief's largest value added where it is applied, so that rounding in a solver does not undo it."""
OPEN = 0.5


def apply(
    problem: NetworkProblem, model: ElasticModel, values: Floats, changes: pd.DataFrame, prices: RepairPrices
) -> NetworkProblem:
    """Return the repaired problem: ``changes`` with the column of each, ``values`` of all columns."""
    tables = {name: table.copy() for name, table in problem.tables().items()}
    at = int(model.layout.offsets[3])
    openings = values[at : at + model.layout.sizes[3]].reshape(-1, model.layout.weight.size)[:, -1]
    opened = tables["modules"][openings > OPEN].set_index("site")["module"].to_dict()
    draft = _Draft(tables, problem.limits, opened, model, prices)
    for row in changes.to_dict("records"):
        change = _Change(**{name: row[name] for name in _Change.__slots__})
        change.amount += MARGIN * float(model.upper[change.column])
        MAKERS[change.kind](draft, change)
    arcs = draft.tables["arcs"]
    keys = [column for column in ("source", "target", "commodity", "scenario") if column in arcs]
    arcs = arcs.drop_duplicates(keys, ignore_index=True)
    return problem.replace(**(draft.tables | {"arcs": arcs}), limits=draft.limits, to_repair=False, ceilings=())


@dataclass(slots=True)
class _Change:
    kind: str
    place: str
    target: str
    commodity: str
    period: str
    amount: float
    column: int


@dataclass(slots=True)
class _Draft:
    tables: dict[str, pd.DataFrame]
    limits: Limits
    opened: dict[Any, Any]
    model: ElasticModel
    prices: RepairPrices

    def cell(self, table: str, place: str, change: _Change) -> Any:
        rows = self.tables[table]
        where = (rows[place] == change.place) & (rows["commodity"] == change.commodity)
        return where & (rows["period"] == change.period)

    def module(self, table: str, change: _Change) -> Any:
        rows = self.tables[table]
        return (rows["site"] == change.place) & (rows["module"] == self.opened[change.place])


def _capacity(draft: _Draft, change: _Change) -> None:
    draft.tables["modules"].loc[draft.module("modules", change), "throughput_t"] += change.amount


def _storage(draft: _Draft, change: _Change) -> None:
    draft.tables["modules"].loc[draft.module("modules", change), "storage_t"] += change.amount


def _own_capacity(draft: _Draft, change: _Change) -> None:
    caps = draft.tables["commodity_caps"]
    mine = draft.module("commodity_caps", change) & (caps["commodity"] == change.commodity)
    caps.loc[mine, "throughput_t"] += change.amount


def _unshipped(draft: _Draft, change: _Change) -> None:
    price = draft.prices.unshipped_vnd_t
    draft.tables["supply"].loc[draft.cell("supply", "origin", change), "unshipped_cost_vnd_t"] = price


def _direct(draft: _Draft, change: _Change) -> None:
    arc = int(draft.model.layout.flows.arc[change.column])
    way = draft.model.loosened.problem.arcs.iloc[[arc]].assign(commodity=change.commodity)
    draft.tables["arcs"] = pd.concat([draft.tables["arcs"], way], ignore_index=True)


def _outlet_more(draft: _Draft, change: _Change) -> None:
    draft.tables["demand"].loc[draft.cell("demand", "outlet", change), "max_t"] += change.amount


def _outlet_less(draft: _Draft, change: _Change) -> None:
    demand, mine = draft.tables["demand"], draft.cell("demand", "outlet", change)
    demand.loc[mine, "min_t"] = np.maximum(0.0, demand.loc[mine, "min_t"].to_numpy(float) - change.amount)


def _time(draft: _Draft, change: _Change) -> None:
    goods = draft.tables["commodities"]
    goods.loc[change.commodity, "max_time_h"] = float(goods["max_time_h"][change.commodity]) + change.amount


def _closure(draft: _Draft, change: _Change) -> None:
    shut = draft.tables["closures"]
    ends = (shut["source"] == change.place) & (shut["target"] == change.target)
    draft.tables["closures"] = shut[~(ends & (shut["period"] == change.period))]


def _free(draft: _Draft, change: _Change) -> None:
    draft.tables["sites"].loc[change.place, "decision"] = FREE


def _count(draft: _Draft, change: _Change) -> None:
    most = dict(draft.limits.max_sites or {})
    most[change.place] += round(change.amount)
    draft.limits = dataclasses.replace(draft.limits, max_sites=most)


def _change(draft: _Draft, change: _Change) -> None:
    name = f"max_{change.place}"
    draft.limits = draft.limits.replace(**{name: getattr(draft.limits, name) + round(change.amount)})


def _budget(draft: _Draft, change: _Change) -> None:
    draft.limits = dataclasses.replace(draft.limits, budget_vnd=(draft.limits.budget_vnd or 0.0) + change.amount)


def _co2(draft: _Draft, change: _Change) -> None:
    cap = (draft.limits.co2_cap_kg_year or 0.0) + change.amount
    draft.limits = dataclasses.replace(draft.limits, co2_cap_kg_year=cap)


MAKERS: Mapping[str, Callable[[_Draft, _Change], None]] = MappingProxyType(
    {
        kinds.CAPACITY: _capacity,
        kinds.OWN_CAPACITY: _own_capacity,
        kinds.STORAGE: _storage,
        kinds.UNSHIPPED: _unshipped,
        kinds.DIRECT: _direct,
        kinds.MORE_AT_OUTLET: _outlet_more,
        kinds.LESS_AT_OUTLET: _outlet_less,
        kinds.CHANGE: _change,
        kinds.BUDGET: _budget,
        kinds.COUNT: _count,
        kinds.CO2: _co2,
        kinds.TIME: _time,
        kinds.CLOSURE: _closure,
        kinds.EXCLUDED_OPEN: _free,
        kinds.FORCED_DROPPED: _free,
    }
)
