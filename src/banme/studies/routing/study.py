"""The study: from a run's flows in a week to stored rounds."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from banme import routing
from banme.errors import InputError, Problem
from banme.routing import Job, Place, RoundsProblem, SearchOptions
from banme.studies.inputs import Inputs, in_force, read_inputs
from banme.studies.network.keeping import keep_files
from banme.studies.network.travel import places_of
from banme.studies.regime import regime_on
from banme.studies.routing import bounding, loads
from banme.studies.routing import fleet as trucks
from banme.studies.routing.asked import Asked, read_asked
from banme.studies.routing.changing import FILE, Changes, apply, opened, read_changes
from banme.studies.routing.results import write
from banme.studies.routing.rules import driver_rules, payloads_t
from banme.studies.routing.ways import Ways, ways
from banme.studies.scenario import Resolved, resolve
from banme.studies.tariffs import rate
from banme.workspace.frames import frame
from banme.workspace.models import Run, TruckFleet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

    from banme.progress import Progress
    from banme.routing.bound import WeekBound

STUDY = "rounds"


@dataclass(frozen=True, slots=True)
class Week:
    """A week's problem and what its labels mean; ``stage`` is the year the flows are taken from."""

    problem: RoundsProblem
    ways: Ways
    inputs: Inputs
    asked: Asked
    stage: int
    bases: tuple[str, ...]
    sample: bool
    assumed_fleet: tuple[str, ...]
    weights: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Solved:
    """A plan and, where one was proven, the lower bound on carrying the same loads."""

    plan: routing.Plan
    bound: WeekBound | None


def run(run_row: Run, progress: Progress) -> Callable[[], str]:
    """Compute a run; return the function that stores its rounds and tells the status.

    Raises
    ------
    InputError
        With every offender in the question and the inputs.

    """
    entry = run_row.parameters.get("asked", {})
    if "of" in entry:
        return _change(run_row, read_changes(entry), progress)
    asked = read_asked(entry)
    week = make_week(resolve(run_row.scenario_id), asked, progress)
    options = SearchOptions(iterations=asked.iterations, seed=asked.seed)
    plan = routing.solve(week.problem, options, progress)
    bound = bounding.prove(week.problem, plan, asked.bound_s, progress)
    return lambda: _store(run_row, week, Solved(plan, bound))


def _change(run_row: Run, changes: Changes, progress: Progress) -> Callable[[], str]:
    """Change the rounds of an earlier run; its trucks, legs and rules stay."""
    earlier = Run.objects.get(code=changes.of)
    problem, plan = opened(earlier.code)
    told = earlier.parameters
    asked = read_asked(told["week"])
    problem, plan = apply(problem, plan, changes, asked.monday)
    scenario = resolve(earlier.scenario_id)
    inputs = read_inputs(scenario.as_of, scenario.years)
    progress.tell("roads", 0.0)
    codes, used = [place.code for place in problem.places], [kind.code for kind in problem.types]
    rounds = told["rounds"]
    week = Week(
        problem=problem,
        ways=ways(inputs, scenario, codes, used, asked.monday),
        inputs=inputs,
        asked=asked,
        stage=rounds["stage"],
        bases=tuple(rounds["bases"]),
        sample=rounds["sample"],
        assumed_fleet=tuple(rounds["assumed_fleet"]),
        weights=tuple(rounds["weights"]),
    )
    progress.tell("roads", 1.0)
    bound = bounding.prove(problem, plan, asked.bound_s, progress)
    return lambda: _store(run_row, week, Solved(plan, bound), changes)


def _store(run_row: Run, week: Week, solved: Solved, changes: Changes | None = None) -> str:
    plan, bound = solved.plan, solved.bound
    document = routing.to_document(week.problem, plan)
    run_row.rule_date = week.asked.monday
    run_row.seed = week.asked.seed
    run_row.cost_vnd = plan.cost_vnd
    if bound is not None and bound.parts:
        run_row.bound_vnd = bound.bound_vnd
        run_row.gap_pct = bounding.gap_pct(plan.cost_vnd, bound.bound_vnd)
    run_row.data_versions = week.inputs.data_versions
    run_row.parameters = {
        "asked": week.asked.entry() if changes is None else changes.entry(),
        "week": week.asked.entry(),
        "rounds": {
            "stage": week.stage,
            "bases": list(week.bases),
            "sample": week.sample,
            "assumed_fleet": list(week.assumed_fleet),
            "rules": list(week.problem.rules.basis),
            "weights": list(week.weights),
            "closed_edges": sorted(frozenset().union(*week.ways.closed_on)),
            "bound": bounding.told(week.problem, plan, bound, week.asked.monday),
        },
    }
    keep_files(run_row, lambda folder: _save(folder, document, bound))
    write(run_row, week, plan)
    return "done"


def _save(folder: Path, document: dict[str, object], bound: WeekBound | None) -> None:
    (folder / FILE).write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    bounding.save(bound, folder)


def make_week(scenario: Resolved, asked: Asked, progress: Progress) -> Week:
    """Read the workspace and build the week's problem.

    Raises
    ------
    InputError
        When a base is none of the sites at work, no truck type serves a leg, or inputs are lacking.

    """
    progress.tell("inputs", 0.0)
    inputs = read_inputs(scenario.as_of, scenario.years)
    flows, stage = loads.flows_of_week(asked)
    bases, sample = _bases(asked, flows, inputs)
    if not asked.everything:
        flows = flows[flows["source"].isin(bases) | flows["target"].isin(bases)]
        flows = flows[flows["source"].isin(bases) | ~flows["source"].isin(inputs.sites.index)]
    payload_t, weights = payloads_t(inputs.vehicles, asked.monday)
    payload = _payload(inputs, payload_t)
    jobs = [
        *loads.of_flows(flows, payload, frozenset(inputs.sites.index)),
        *_orders(asked, payload, inputs, frozenset(bases)),
    ]
    codes = sorted({place for job in jobs for place in (job.pickup, job.delivery)} | set(bases))
    stands = trucks.stands(list(bases), inputs.vehicles, _loads(jobs, bases), asked.monday)
    used = sorted({stand.vehicle for stand in stands})
    progress.tell("roads", 0.0)
    driven = ways(inputs, scenario, codes, used, asked.monday)
    factor = {code: scenario.factor("scale_truck_cost", code, stage) for code in used}
    shifts = trucks.shifts(stands, driven, asked.monday)
    problem = RoundsProblem(
        places=tuple(
            Place(code, str(row["name"]), float(row.geometry.x), float(row.geometry.y))
            for code, row in driven.places.iterrows()
        ),
        jobs=tuple(jobs),
        types=trucks.truck_types(inputs.vehicles, payload_t, used, factor),
        shifts=shifts,
        legs={key: driven.legs(key) for key in sorted({shift.legs for shift in shifts})},
        rules=driver_rules(regime_on(asked.monday)),
    )
    progress.tell("roads", 1.0)
    assumed = tuple(sorted({stand.base for stand in stands if stand.assumed}))
    return Week(problem, driven, inputs, asked, stage, bases, sample, assumed, weights)


def _bases(asked: Asked, flows: pd.DataFrame, inputs: Inputs) -> tuple[tuple[str, ...], bool]:
    """Return the sites whose trucks are planned, and whether they are only a sample."""
    sites = flows[flows["target"].isin(inputs.sites.index)].groupby("target")["quantity_t"].sum()
    sites = sites[sites > 0].sort_values()
    if asked.everything:
        return tuple(sorted(sites.index)), False
    unknown = [base for base in asked.bases if base not in sites.index]
    if unknown or sites.empty:
        there = ", ".join(sorted(sites.index)) or "–"
        vi = f"Điểm không có hàng đến trong tuần này; có hàng: {there}"
        en = f"No goods come to this site in the week; they come to: {there}"
        raise InputError([Problem("idle-site", vi, en, "logistics_site", value=base) for base in unknown or [""]])
    if asked.bases:
        return asked.bases, False
    manned = [base for base in sites.index if base in set(in_force(frame(TruckFleet), asked.monday)["base_code"])]
    return (str((manned or list(sites.index))[0]),), True


def _payload(inputs: Inputs, payload_t: pd.Series[float]) -> loads.Payload:
    legs = inputs.vehicles["leg"]
    found = {}
    for leg in ("collection", "linehaul"):
        able = payload_t[legs.isin([leg, "all"]).to_numpy()]
        if able.empty or able.max() <= 0:
            vi, en = "Không có loại xe nào cho chặng này", "No vehicle type serves this leg"
            raise InputError([Problem("no-vehicle", vi, en, "vehicle_type", column="leg", value=leg)])
        found[f"{leg}_t"] = float(able.max())
    return loads.Payload(**found, loading_h=rate(inputs.tariffs, "loading_h_trip"))


def _orders(asked: Asked, payload: loads.Payload, inputs: Inputs, bases: frozenset[str]) -> list[Job]:
    """Return the week's orders that touch a planned base (all of them when everything is planned)."""
    orders = loads.orders_of_week(asked.monday)
    known = set(places_of(inputs).index)
    lost = [
        Problem(
            "unknown-reference",
            "Mã không phải xã, điểm logistics hay nơi tiêu thụ",
            "The code is no commune, site or outlet",
            "transport_order",
            order.code,
            column,
            value,
        )
        for order in orders
        for column, value in (("pickup_code", order.pickup_code), ("delivery_code", order.delivery_code))
        if value not in known
    ]
    if lost:
        raise InputError(lost)
    mine = [each for each in orders if asked.everything or bases & {each.pickup_code, each.delivery_code}]
    return list(loads.of_orders(mine, asked.monday, payload, bases))


def _loads(jobs: list[Job], bases: tuple[str, ...]) -> dict[tuple[str, str], int]:
    """Return for each base its loads on the busiest day (collection) and in the week (linehaul)."""
    daily: Counter[tuple[str, int]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    free = sum(1 for job in jobs if not job.bases)
    for job in jobs:
        for base in job.bases:
            if job.kind == "linehaul":
                found[base, "linehaul"] += 1
            else:
                daily[base, job.pickup_window.earliest_s // loads.DAY_S] += 1
    for base in bases:
        found[base, "collection"] = max(daily[base, day] for day in range(loads.WEEK_DAYS))
        found[base, "collection"] += -(-free // (len(bases) * loads.WORKING_DAYS))
    return dict(found)
