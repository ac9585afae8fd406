"""Rounds as result tables, and as documents that go with a run."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from banme.routing import LOAD
from banme.workspace.models import ResultIndicator, ResultRound, ResultRoundStop, ResultUnassigned

if TYPE_CHECKING:
    from banme.routing import Plan, Round
    from banme.studies.routing.study import Week
    from banme.workspace.models import Run

KG_T, KM_M, HOUR_S, MINUTE_S = 1000.0, 1000.0, 3600.0, 60.0


def moment(monday: dt.date, seconds: int) -> str:
    """Return a moment of the week as ``2026-11-23 06:30``, to the minute begun."""
    return f"{dt.datetime.combine(monday, dt.time()) + dt.timedelta(seconds=seconds):%Y-%m-%d %H:%M}"


def write(run: Run, week: Week, plan: Plan) -> None:
    """Store rounds, stops, jobs not carried and headline figures, bound included; the caller holds the transaction."""
    ResultRound.objects.bulk_create([ResultRound(run=run, **_round(week, each)) for each in plan.rounds])
    stops = [ResultRoundStop(run=run, **row) for each in plan.rounds for row in _stops(week, each)]
    ResultRoundStop.objects.bulk_create(stops, batch_size=2000)
    jobs, places = week.problem.job(), {place.code: place.name for place in week.problem.places}
    ResultUnassigned.objects.bulk_create(
        [
            ResultUnassigned(
                run=run,
                job=each.job,
                place_from=places[jobs[each.job].pickup],
                place_to=places[jobs[each.job].delivery],
                goods=jobs[each.job].commodity,
                load_t=jobs[each.job].load_kg / KG_T,
                rule=each.reason,
                reason=f"{each.problem.vi} | {each.problem.en}",
            )
            for each in plan.unassigned
        ]
    )
    ResultIndicator.objects.bulk_create(
        [
            ResultIndicator(run=run, scope="", missing_reason="", **row)
            for row in [*indicators(week, plan), *proven(run)]
        ]
    )


def indicators(week: Week, plan: Plan) -> list[dict[str, Any]]:
    """Return the week's headline figures."""
    jobs = week.problem.job()
    carried = sum(jobs[job].load_kg for each in plan.rounds for job in each.jobs) / KG_T
    left = sum(jobs[each.job].load_kg for each in plan.unassigned) / KG_T
    payload = {kind.code: kind.payload_kg for kind in week.problem.types}
    types = {shift.code: shift.type for shift in week.problem.shifts}
    full = sum(payload[types[each.shift]] / KG_T * (each.distance_m - each.empty_m) / KM_M for each in plan.rounds)
    work = sum(each.tonne_km for each in plan.rounds)
    trucks = {shift.code: shift.truck for shift in week.problem.shifts}
    rows = [
        ("rounds_cost_vnd", plan.cost_vnd, "VND"),
        ("rounds_count", float(len(plan.rounds)), "rounds"),
        ("rounds_trucks", float(len({trucks[each.shift] for each in plan.rounds})), "trucks"),
        ("rounds_drivers", float(len({each.driver for each in plan.rounds})), "drivers"),
        ("rounds_carried_t", carried, "t"),
        ("rounds_left_t", left, "t"),
        ("rounds_km", plan.distance_m / KM_M, "km"),
        ("rounds_empty_pct", plan.empty_share_pct, "%"),
        ("rounds_load_factor_pct", 100.0 * work / full if full else 0.0, "%"),
        ("rounds_co2_kg", plan.co2_kg, "kg CO2e"),
    ]
    if carried:
        rows.append(("rounds_cost_vnd_t", plan.cost_vnd / carried, "VND/t"))
    return [{"indicator": code, "value": value, "unit_of_measure": unit} for code, value, unit in rows]


def proven(run: Run) -> list[dict[str, Any]]:
    """Return the bound and the gap as figures; none where no bound is stated."""
    if run.bound_vnd is None or run.gap_pct is None:
        return []
    return [
        {"indicator": "rounds_bound_vnd", "value": run.bound_vnd, "unit_of_measure": "VND"},
        {"indicator": "rounds_gap_pct", "value": run.gap_pct, "unit_of_measure": "%"},
    ]


def _round(week: Week, each: Round) -> dict[str, Any]:
    shift = week.problem.shift()[each.shift]
    monday, jobs = week.asked.monday, week.problem.job()
    names = {place.code: place.name for place in week.problem.places}
    way = [shift.base, *(stop.place for stop in each.stops), shift.base]
    return {
        "shift_code": shift.code,
        "truck": shift.truck,
        "driver": each.driver,
        "vehicle_id": shift.type,
        "base_code": shift.base,
        "base_name": names[shift.base],
        "day": monday + dt.timedelta(seconds=each.start_s),
        "leaves": moment(monday, each.start_s),
        "back": moment(monday, each.end_s),
        "loads": len(each.jobs),
        "carried_t": sum(jobs[job].load_kg for job in each.jobs) / KG_T,
        "distance_km": each.distance_m / KM_M,
        "empty_km": each.empty_m / KM_M,
        "driving_h": each.driving_s / HOUR_S,
        "duration_h": (each.end_s - each.start_s) / HOUR_S,
        "load_factor_pct": each.load_factor_pct,
        "cost_vnd": each.cost_vnd,
        "co2_kg": each.co2_kg,
        "geometry": week.ways.line(shift.legs, way),
    }


def _stops(week: Week, each: Round) -> list[dict[str, Any]]:
    monday, jobs = week.asked.monday, week.problem.job()
    names = {place.code: place.name for place in week.problem.places}
    goods = week.inputs.commodities["name"]
    rows = []
    for number, stop in enumerate(each.stops):
        job = jobs[stop.job]
        paused = sum(pause.end_s - pause.start_s for pause in each.pauses if pause.leg == number)
        rows.append(
            {
                "shift_code": each.shift,
                "position": number + 1,
                "place_code": stop.place,
                "place_name": names[stop.place],
                "job": stop.job,
                "action": "load" if stop.action == LOAD else "unload",
                "goods": str(goods.get(job.commodity, job.commodity)),
                "load_t": job.load_kg / KG_T,
                "aboard_t": stop.load_kg / KG_T,
                "arrives": moment(monday, stop.arrival_s),
                "begins": moment(monday, stop.start_s),
                "leaves": moment(monday, stop.end_s),
                "pause_min": paused / MINUTE_S,
            }
        )
    return rows
