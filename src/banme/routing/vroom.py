"""VROOM's JSON: a problem and its solution written, and both read (github.com/VROOM-Project/vroom, docs/API.md)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from banme.errors import Findings, InputError, Problem
from banme.routing.drivers import DriverRules
from banme.routing.plan import LOAD, UNLOAD, Plan, Round, Visit
from banme.routing.problem import Job, Legs, Place, RoundsProblem, Shift, TruckType, Window

FOREVER_S = 7 * 86_400
DEFAULT_HOUR_COST, DEFAULT_KM_COST = 3600, 0
"""VROOM's own default costs per hour and kilometre, where a vehicle states none."""


def problem_json(problem: RoundsProblem) -> dict[str, Any]:
    """Return the problem as VROOM takes it: shipments, vehicles, a matrix for each profile; loads in kg.

    Ids are positions from 1; ``description`` holds our codes.
    """
    at, types = problem.number_of(), problem.type()
    places = problem.places
    bases = sorted({job_base for job in problem.jobs for job_base in job.bases})
    skill = {base: number for number, base in enumerate(bases, 1)}
    shipments = []
    for number, job in enumerate(problem.jobs, 1):
        row: dict[str, Any] = {
            "amount": [job.load_kg],
            "pickup": _end(number, job.code, places[at[job.pickup]], at[job.pickup], job.pickup_window, job.pickup_s),
            "delivery": _end(
                number, job.code, places[at[job.delivery]], at[job.delivery], job.delivery_window, job.delivery_s
            ),
        }
        if len(job.bases) == 1:
            row["skills"] = [skill[job.bases[0]]]
        shipments.append(row)
    vehicles = []
    for number, shift in enumerate(problem.shifts, 1):
        kind, base = types[shift.type], places[at[shift.base]]
        vehicles.append(
            {
                "id": number,
                "description": shift.code,
                "profile": shift.legs,
                "start": [base.lon, base.lat],
                "start_index": at[shift.base],
                "end": [base.lon, base.lat],
                "end_index": at[shift.base],
                "capacity": [kind.payload_kg],
                "time_window": [shift.hours.earliest_s, shift.hours.latest_s],
                "costs": {
                    "fixed": round(shift.fixed_vnd),
                    "per_hour": round(kind.cost_vnd_h),
                    "per_km": round(kind.cost_vnd_km),
                },
                "skills": [skill[shift.base]] if shift.base in skill else [],
            }
        )
    matrices = {
        name: {
            "durations": _whole(legs.time_s),
            "distances": _whole(legs.distance_m),
        }
        for name, legs in problem.legs.items()
    }
    return {"shipments": shipments, "vehicles": vehicles, "matrices": matrices}


def _end(number: int, code: str, place: Place, index: int, window: Window, service_s: int) -> dict[str, Any]:
    return {
        "id": number,
        "description": code,
        "location": [place.lon, place.lat],
        "location_index": index,
        "service": service_s,
        "time_windows": [[window.earliest_s, window.latest_s]],
    }


def _whole(values: Any) -> list[list[int]]:
    """Return a matrix with a very long way where there is none: VROOM knows no missing pair."""
    return [[int(value) if value >= 0 else 2**31 - 1 for value in row] for row in values]


def solution_json(problem: RoundsProblem, plan: Plan) -> dict[str, Any]:
    """Return the plan as VROOM returns one: routes of steps with arrival, load and distance."""
    vehicle = {shift.code: number for number, shift in enumerate(problem.shifts, 1)}
    shipment = {job.code: number for number, job in enumerate(problem.jobs, 1)}
    return {
        "code": 0,
        "summary": {
            "cost": round(plan.cost_vnd),
            "routes": len(plan.rounds),
            "unassigned": len(plan.unassigned),
            "distance": plan.distance_m,
            "duration": sum(each.driving_s for each in plan.rounds),
        },
        "unassigned": [
            {"id": shipment[each.job], "type": "pickup", "description": each.job} for each in plan.unassigned
        ],
        "routes": [
            {
                "vehicle": vehicle[each.shift],
                "description": each.shift,
                "cost": round(each.cost_vnd),
                "distance": each.distance_m,
                "duration": each.driving_s,
                "steps": _steps(problem, each, shipment),
            }
            for each in plan.rounds
        ],
    }


def _steps(problem: RoundsProblem, each: Round, shipment: dict[str, int]) -> list[dict[str, Any]]:
    place = {one.code: one for one in problem.places}
    base = place[problem.shift()[each.shift].base]
    ends = {"location": [base.lon, base.lat], "service": 0, "waiting_time": 0, "load": [0]}
    steps: list[dict[str, Any]] = [{"type": "start", "arrival": each.start_s, **ends}]
    for number, stop in enumerate(each.stops):
        steps += [
            {"type": "break", "arrival": pause.start_s, "service": pause.end_s - pause.start_s, "waiting_time": 0}
            for pause in each.pauses
            if pause.leg == number
        ]
        where = place[stop.place]
        steps.append(
            {
                "type": "pickup" if stop.action == LOAD else "delivery",
                "id": shipment[stop.job],
                "description": stop.job,
                "location": [where.lon, where.lat],
                "arrival": stop.arrival_s,
                "waiting_time": stop.start_s - stop.arrival_s,
                "service": stop.end_s - stop.start_s,
                "load": [stop.load_kg],
            }
        )
    return [*steps, {"type": "end", "arrival": each.end_s, **ends}]


def read_solution(document: dict[str, Any]) -> dict[str, tuple[Visit, ...]]:
    """Return the visits of a VROOM solution by shift; codes are taken from ``description``.

    Raises
    ------
    InputError
        Naming every route and step that has no description or a type that is not known.

    """
    found = Findings()
    rounds: dict[str, tuple[Visit, ...]] = {}
    for number, route in enumerate(_list(document, "routes"), 1):
        shift = str(route.get("description", ""))
        if not shift:
            found.add(_missing("routes", str(number), "description"))
        actions = {"pickup": LOAD, "delivery": UNLOAD}
        visits = []
        for position, step in enumerate(_list(route, "steps"), 1):
            kind = step.get("type")
            if kind in actions and step.get("description"):
                visits.append(Visit(str(step["description"]), actions[kind]))
            elif kind not in {"start", "end", "break"}:
                found.add(_missing("routes", f"{number}/{position}", "description"))
        rounds[shift] = tuple(visits)
    found.raise_if_any()
    return rounds


def _list(document: Any, name: str) -> list[dict[str, Any]]:
    rows = document.get(name) if isinstance(document, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        vi, en = f"Tệp VROOM phải có danh sách {name}.", f"A VROOM file must have a list {name}."
        raise InputError([Problem("malformed", vi, en, "vroom", column=name)])
    return rows


def _missing(table: str, row: str, column: str) -> Problem:
    vi, en = "Thiếu mã đơn hoặc mã ca ở cột này.", "The code of the job or shift is missing here."
    return Problem("missing-label", vi, en, table, row, column)


def read_problem(document: dict[str, Any], rules: DriverRules) -> RoundsProblem:
    """Return a VROOM problem as ours: shipments, and jobs with a pickup or delivery that the vehicles' base takes.

    Needs ``matrices`` with ``durations`` and ``distances`` and location indices, since we ask no routing server. A
    VROOM job belongs to the one start of all vehicles. Priorities, skills, setup times and breaks are not read; several
    windows of a stop are refused, as a round here knows one.

    Raises
    ------
    InputError
        When a part is missing, a job is neither pickup nor delivery, vehicles have several starts and jobs, or a stop
        has several time windows.

    """
    try:
        return _read_problem(document, rules)
    except (KeyError, TypeError, IndexError, AttributeError, ValueError) as error:
        vi, en = "Tệp VROOM thiếu phần cần thiết.", "The VROOM file lacks a part that is needed."
        raise InputError([Problem("malformed", vi, en, "vroom", value=repr(error))]) from error


def _one_window_each(document: dict[str, Any]) -> None:
    """Refuse stops with several time windows.

    Raises
    ------
    InputError
        Naming each of them.

    """
    found = Findings()
    vi = "Mỗi điểm dừng chỉ một khung giờ: giữ một khung, hoặc tách thành nhiều đơn."
    en = "A stop has one time window here: keep one, or make several jobs of it."
    ends = [
        (f"{table}/{number}{f'/{side}' if side else ''}", row[side] if side else row)
        for table, sides in (("shipments", ("pickup", "delivery")), ("jobs", ("",)))
        for number, row in enumerate(document.get(table, []), 1)
        for side in sides
    ]
    for where, end in ends:
        windows = end.get("time_windows", [])
        if len(windows) > 1:
            found.add(Problem("several-windows", vi, en, "vroom", where, "time_windows", str(windows)))
    found.raise_if_any()


def _read_problem(document: dict[str, Any], rules: DriverRules) -> RoundsProblem:
    _one_window_each(document)
    legs = {
        name: Legs(_table(matrix["distances"]), _table(matrix["durations"]))
        for name, matrix in document["matrices"].items()
    }
    spot: dict[int, list[float]] = {}
    types, shifts = [], []
    for row in document["vehicles"]:
        code = str(row.get("description") or row["id"])
        start = int(row["start_index"])
        spot[start] = row.get("start", [0.0, 0.0])
        costs = row.get("costs", {})
        types.append(
            TruckType(
                code=code,
                name=code,
                payload_kg=int(row["capacity"][0]),
                cost_vnd_km=float(costs.get("per_km", DEFAULT_KM_COST)),
                cost_vnd_h=float(costs.get("per_hour", DEFAULT_HOUR_COST)),
                emission_g_tkm=0.0,
            )
        )
        hours = row.get("time_window", [0, FOREVER_S])
        shifts.append(
            Shift(
                code=code,
                truck=code,
                type=code,
                base=str(start),
                hours=Window(int(hours[0]), int(hours[1])),
                fixed_vnd=float(costs.get("fixed", 0)),
                legs=str(row.get("profile", "car")),
            )
        )
    bases = sorted({shift.base for shift in shifts})
    jobs = [*_shipments(document, spot), *_jobs(document, spot, bases)]
    size = len(next(iter(legs.values())).time_s)
    places = tuple(
        Place(str(at), str(at), float(spot.get(at, [0.0, 0.0])[0]), float(spot.get(at, [0.0, 0.0])[1]))
        for at in range(size)
    )
    return RoundsProblem(places, tuple(jobs), tuple(types), tuple(shifts), legs, rules)


def _table(rows: Any) -> Any:
    values = np.array(rows, dtype=np.int64)
    return np.where(values >= 2**31 - 1, -1, values)


def _shipments(document: dict[str, Any], spot: dict[int, list[float]]) -> Iterator[Job]:
    for row in document.get("shipments", []):
        ends = [row["pickup"], row["delivery"]]
        for end in ends:
            spot[int(end["location_index"])] = end.get("location", [0.0, 0.0])
        yield Job(
            code=str(ends[0].get("description") or ends[0]["id"]),
            pickup=str(ends[0]["location_index"]),
            delivery=str(ends[1]["location_index"]),
            load_kg=int(row["amount"][0]),
            commodity="",
            kind="collection",
            pickup_window=_window(ends[0]),
            delivery_window=_window(ends[1]),
            pickup_s=int(ends[0].get("service", 0)),
            delivery_s=int(ends[1].get("service", 0)),
        )


def _jobs(document: dict[str, Any], spot: dict[int, list[float]], bases: list[str]) -> Iterator[Job]:
    found = Findings()
    for row in document.get("jobs", []):
        index, code = int(row["location_index"]), str(row.get("description") or row["id"])
        spot[index] = row.get("location", [0.0, 0.0])
        taken, brought = sum(row.get("pickup", [])), sum(row.get("delivery", row.get("amount", [])))
        if len(bases) != 1 or bool(taken) == bool(brought):
            vi = "Việc phải là lấy hoặc giao, và mọi xe chung một điểm xuất phát."
            en = "A job must be a pickup or a delivery, and all vehicles share one start."
            found.add(Problem("vroom-job", vi, en, "jobs", code))
            continue
        here, always = _window(row), Window(0, FOREVER_S)
        service = int(row.get("service", 0))
        yield Job(
            code=code,
            pickup=str(index) if taken else bases[0],
            delivery=bases[0] if taken else str(index),
            load_kg=int(taken or brought),
            commodity="",
            kind="collection" if taken else "delivery",
            pickup_window=here if taken else always,
            delivery_window=always if taken else here,
            pickup_s=service if taken else 0,
            delivery_s=0 if taken else service,
        )
    found.raise_if_any()


def _window(row: dict[str, Any]) -> Window:
    windows = row.get("time_windows", [[0, FOREVER_S]])
    return Window(int(windows[0][0]), int(windows[0][1]))
