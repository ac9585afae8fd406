"""What to change in a scenario without a plan: the engine's repair with names, hectares and the rows to change."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from banme import siting
from banme.errors import InfeasibleError, InputError, Problem
from banme.siting.elastic.prices import PRICE_OF
from banme.studies.network.mending_words import conflict_text, in_future, repair_text
from banme.studies.network.problem import KG_PER_T, Case, future_of, year_month
from banme.studies.tariffs import rate
from banme.workspace.models import FutureChange, Run, RunFile, ScenarioChange

if TYPE_CHECKING:
    from banme.progress import Progress
    from banme.studies.inputs import Inputs
    from banme.studies.scenario import Change, Resolved

TARIFF_PREFIX = "repair_"
REPAIR_S = 150.0
"""Seconds a repair may take at least, however short the scenario's own time is."""
FUTURE_S = 30.0
"""Seconds for showing that one future alone has no plan."""
MONTHLY = {"capacity_vnd_t_period": "capacity_vnd_t_month", "own_capacity_vnd_t_period": "own_capacity_vnd_t_month"}
"""Names of prices in the tariff table where the study's period, a month, stands for the engine's."""
UNITS = {"t/period": "t/month", "kg/year": "t/year"}
Document = dict[str, Any]


def prices_of(inputs: Inputs) -> siting.RepairPrices:
    """Return the repair prices: the tariff table's rows ``repair_...``, the engine's assumed ones where it has none."""
    known = set(inputs.tariffs["kind"])
    found = {}
    for name in PRICE_OF.values():
        kind = f"{TARIFF_PREFIX}{MONTHLY.get(name, name)}"
        if kind in known:
            found[name] = rate(inputs.tariffs, kind)
    return siting.RepairPrices(**found)


def mend(case: Case, progress: Progress) -> Document:
    """Return the repair of a case as a document that is stored with the run (plain values only).

    ``status``; ``remedies``: ``cost_vnd, bound_vnd, gap_pct, status, forbidden``, ``rows``; ``conflict`` and
    ``shortfalls``: texts; ``irreducible``; ``searched``; ``prices``. Once kept it also has ``proven``: whether it is
    proven that there is no plan without a repair. A row: ``kind, vi, en, amount, unit, area_ha,
    months, future, cost_vnd, table, row``, the last two naming what to change; ``future`` is empty where it means all.
    """
    prices = prices_of(case.inputs)
    seconds = max(case.scenario.time_limit_s, REPAIR_S)
    options = siting.Options(time_limit_s=seconds, gap_pct=0.1, seed=case.scenario.seed)
    found = siting.repair(case.problem, prices, options, progress)
    remedies = [found.best, *found.alternatives] if found.best is not None else []
    return {
        "status": found.status,
        "remedies": [_remedy(case, remedy) for remedy in remedies],
        "conflict": [_requirement(case, requirement) for requirement in found.conflict],
        "irreducible": found.irreducible,
        "shortfalls": [
            {"vi": f"{problem.row}: {problem.vi}", "en": f"{problem.row}: {problem.en}"} for problem in found.shortfalls
        ],
        "searched": found.provenance["searched"],
        "seconds": found.provenance["seconds"],
        "prices": dataclasses.asdict(prices),
    }


@dataclass(frozen=True, slots=True)
class Names:
    """What places and goods are called, in Vietnamese and English."""

    places: dict[str, str]
    goods: dict[str, tuple[str, str]]


def names_of(case: Case) -> Names:
    """Return the names behind the case's labels."""
    goods = {
        str(code): (str(row["name"]), str(row["name_en"] or row["name"]))
        for code, row in case.inputs.commodities.iterrows()
    }
    return Names({str(code): str(name) for code, name in case.travel.places["name"].items()}, goods)


def _remedy(case: Case, remedy: siting.Remedy) -> Document:
    changes = remedy.changes.assign(
        year=[year_month(period)[0] if period else 0 for period in remedy.changes["period"]],
        future=[future_of(period) for period in remedy.changes["period"]],
    )
    keys = ["kind", "place", "target", "commodity", "year", "unit", "future"]
    together = changes.groupby(keys, as_index=False, sort=False).agg(
        amount=("amount", "sum"), cost_vnd=("cost_vnd", "sum"), months=("period", "nunique")
    )
    rows = [_row(case, remedy, row) for row in together.to_dict("records")]
    return {
        "cost_vnd": remedy.cost_vnd,
        "bound_vnd": remedy.bound_vnd,
        "gap_pct": remedy.gap_pct,
        "status": remedy.status,
        "forbidden": list(remedy.forbidden),
        "rows": rows,
    }


def _row(case: Case, remedy: siting.Remedy, row: Document) -> Document:
    if row["unit"] == "kg/year":
        row["amount"] /= KG_PER_T
    row["unit"] = UNITS.get(row["unit"], row["unit"])
    module = _changed_module(case, remedy, row)
    row["area_ha"] = None if row["kind"] != "capacity" or module is None else _hectares(case, module, row["amount"])
    row["months"] = int(row["months"]) if row["year"] else 0
    row["year"] = int(row["year"]) or None
    table, code = _address(case, row, module)
    vi, en = in_future(repair_text(row, names_of(case)), row["future"])
    return {**row, "vi": vi, "en": en, "table": table, "row": code}


def _changed_module(case: Case, remedy: siting.Remedy, row: Document) -> str | None:
    """Return the code of the module that a repair makes larger."""
    column = {"capacity": "throughput_t", "own_capacity": "throughput_t", "storage": "storage_t"}.get(row["kind"])
    if column is None:
        return None
    before, after = case.problem.modules, remedy.problem.modules
    grown = (before["site"] == row["place"]) & (after[column].to_numpy() > before[column].to_numpy())
    return next(iter(before.loc[grown, "module"]), None)


def _hectares(case: Case, module: str, more_t: float) -> float | None:
    """Return the serviced land that so much more room takes, at the module's own tonnes per hectare."""
    figures = case.inputs.modules.loc[module]
    area, room = figures["area_ha"], figures["throughput_t_month"]
    if pd.isna(area) or not float(area) > 0 or not float(room) > 0:
        return None
    return more_t * float(area) / float(room)


def _address(case: Case, row: Document, module: str | None) -> tuple[str, str]:
    """Return table and code of the row of the workspace to change."""
    kind, scenario = row["kind"], case.scenario
    if module is not None:
        return "capacity_module", module
    if kind in ("outlet_more", "outlet_less"):
        demand = case.inputs.demand
        mine = (demand["outlet_code"] == row["place"]) & (demand["commodity_code"] == row["commodity"])
        return "outlet_demand", str(next(iter(demand.index[mine & (demand["year"] == row["year"])]), ""))
    if kind == "time":
        return "commodity", row["commodity"]
    if kind in ("forced_dropped", "excluded_open"):
        return _decision_row(scenario, kind, row["place"])
    if kind in ("unshipped", "direct"):
        return "admin_unit", row["place"]
    return "scenario", scenario.code


def _decision_row(scenario: Resolved, kind: str, site: str) -> tuple[str, str]:
    word = "force_site" if kind == "forced_dropped" else "exclude_site"
    change = next((change for change in scenario.of_kind(word) if change.target == site), None)
    if change is not None:
        return "scenario_change", change.code
    return ("logistics_site", site) if scenario.new_sites else ("scenario", scenario.code)


def _requirement(case: Case, requirement: siting.Requirement) -> Document:
    vi, en = conflict_text(requirement, names_of(case))
    return {"family": requirement.family, "vi": vi, "en": en}


CUT_OFF = frozenset({"no-way-out", "disconnected"})
MakeCase = Callable[["Resolved"], Case]


def mend_roads(scenario: Resolved, refused: InputError, make_case: MakeCase) -> Document:
    """Return the closed roads to open again where they alone keep a case from being made.

    Raises
    ------
    InputError
        ``refused``, when the scenario closes no road or opening them does not help.

    """
    remedies = []
    if all(problem.rule in CUT_OFF for problem in refused.problems):
        remedies = _road_remedies(scenario, make_case)
    if not remedies:
        raise refused
    closed = scenario.of_kind("close_road")
    return {
        "status": "repaired",
        "remedies": remedies,
        "conflict": [*(_cut_off(problem) for problem in refused.problems), *(_closing(change) for change in closed)],
        "irreducible": len(closed) == 1,
        "shortfalls": [],
        "searched": "whole",
        "seconds": None,
        "prices": {},
    }


def _road_remedies(scenario: Resolved, make_case: MakeCase) -> list[Document]:
    """Return each closing change that helps when left out alone; where none does, all together if that helps."""
    closed = scenario.of_kind("close_road")
    found = [[change] for change in closed if _leads_out(scenario, [change], make_case)]
    if not found and len(closed) > 1 and _leads_out(scenario, closed, make_case):
        found = [closed]
    nothing = {"cost_vnd": None, "bound_vnd": None, "gap_pct": None, "status": "optimal", "forbidden": []}
    return [{**nothing, "rows": [_reopened(change) for change in changes]} for changes in found]


def _leads_out(scenario: Resolved, without: list[Change], make_case: MakeCase) -> bool:
    kept = tuple(change for change in scenario.changes if change not in without)
    try:
        case = make_case(dataclasses.replace(scenario, changes=kept))
    except InputError:
        return False
    return not any(problem.rule in CUT_OFF for problem in siting.shortfalls(case.problem))


def _reopened(change: Change) -> Document:
    road = "mọi đường" if change.target == "*" else change.target
    road_en = "every road" if change.target == "*" else change.target
    return {
        "kind": "road",
        "place": change.target,
        "amount": 1.0,
        "unit": "roads",
        "area_ha": None,
        "months": 0,
        "year": None,
        "future": "",
        "cost_vnd": None,
        "vi": f"Bỏ việc đóng {road}",
        "en": f"Do not close {road_en}",
        "table": _table_of(change),
        "row": change.code if _table_of(change) else "",
    }


def _table_of(change: Change) -> str:
    """Return the table that holds a change, empty where it comes with the scenario itself."""
    models = (ScenarioChange, FutureChange)
    return next((one._meta.db_table for one in models if one.objects.filter(code=change.code).exists()), "")


def _cut_off(problem: Problem) -> Document:
    name = problem.value or problem.row
    return {
        "family": "supply",
        "vi": f"Hàng của {name} phải được chở đi",
        "en": f"The goods of {name} must be shipped",
    }


def _closing(change: Change) -> Document:
    return {"family": "closure", "vi": f"{change.target} bị đóng", "en": f"{change.target} is closed"}


def mend_or_say(case: Case, progress: Progress, make_case: MakeCase) -> Document:
    """Return the repair, closed roads that cut goods off first; or, where there is none at all, what contradicts."""
    try:
        found = mend(case, progress)
    except InfeasibleError as error:
        says = [{"family": "", "vi": str(error), "en": str(error)}]
        found = {"status": "none", "remedies": [], "conflict": says, "irreducible": False, "shortfalls": []}
    for one in case.futures.values() or [case]:
        if not any(problem.rule in CUT_OFF for problem in siting.shortfalls(one.problem)):
            continue
        roads = _road_remedies(one.scenario, make_case)
        found["remedies"] = [*roads, *found["remedies"]]
        if roads:
            found["conflict"] += [_closing(change) for change in one.scenario.of_kind("close_road")]
    return found


def proves_infeasible(design: siting.NetworkDesign, repair: Document) -> bool:
    """Tell whether there is no plan: proven by the design, by a repair that must cost something, or by a contradiction.

    A contradiction over a kernel of the arcs proves nothing: it may be one of the arcs left out.
    """
    bounds = [float(remedy["bound_vnd"] or 0.0) for remedy in repair["remedies"] if not remedy["forbidden"]]
    bound = max(bounds, default=0.0)
    contradicts = bool(repair["conflict"]) and repair.get("searched") == "whole"
    return design.status == "infeasible" or bound > 0.0 or bool(repair["shortfalls"]) or contradicts


def prove_by_future(case: Case, repair: Document, progress: Progress) -> bool:
    """Look for one future that has no plan by itself, and name what contradicts in it; return whether there is one.

    All futures together may be too many arcs to prove anything; a plan for all must be one for each.
    """
    for code, one in case.futures.items():
        options = siting.Options(time_limit_s=FUTURE_S, seed=case.scenario.seed)
        found = siting.contradiction(one.problem, options, progress)
        if found:
            texts = [conflict_text(requirement, names_of(case)) for requirement in found]
            told = [in_future(pair, code) for pair in texts]
            families = [requirement.family for requirement in found]
            repair["conflict"] = [
                {"family": family, "vi": vi, "en": en} for family, (vi, en) in zip(families, told, strict=True)
            ]
            return True
    return False


def keep_repair(run: Run, repair: Document, *, proven: bool = True) -> str:
    """Keep the repair with the run; return the run's status: stopped where it is not proven that there is no plan."""
    repair = {**repair, "proven": proven}
    run.parameters = {**(run.parameters or {}), "repair": repair}
    text = json.dumps(repair, ensure_ascii=False, indent=1)
    RunFile.objects.create(run=run, name="repair.json", content=text.encode())
    return "infeasible" if proven else "stopped"
