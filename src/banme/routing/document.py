"""A week's problem and plan as one JSON document, and back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from banme.errors import InputError, Problem
from banme.routing.drivers import DriverRules, Pause
from banme.routing.plan import Plan, Round, Stop, Unassigned
from banme.routing.problem import Job, Legs, Place, RoundsProblem, Shift, TruckType, Window

FORMAT = "banme.rounds/1"


def to_document(problem: RoundsProblem, plan: Plan) -> dict[str, Any]:
    """Return problem, plan and claims as plain values; docs/engines/routing.md describes every field.

    The document is all that :func:`banme.checker.check_rounds` needs.
    """
    return {
        "format": FORMAT,
        "rules": asdict(problem.rules) | {"basis": list(problem.rules.basis)},
        "places": [asdict(place) for place in problem.places],
        "types": [asdict(kind) for kind in problem.types],
        "shifts": [asdict(shift) for shift in problem.shifts],
        "jobs": [asdict(job) | {"bases": list(job.bases)} for job in problem.jobs],
        "legs": {
            name: {"distance_m": legs.distance_m.tolist(), "time_s": legs.time_s.tolist()}
            for name, legs in problem.legs.items()
        },
        "rounds": [
            asdict(each) | {"stops": [asdict(s) for s in each.stops], "pauses": [asdict(p) for p in each.pauses]}
            for each in plan.rounds
        ],
        "unassigned": [{"job": each.job, "problem": asdict(each.problem)} for each in plan.unassigned],
        "claims": {
            "cost_vnd": plan.cost_vnd,
            "distance_m": plan.distance_m,
            "co2_kg": plan.co2_kg,
            "empty_share_pct": plan.empty_share_pct,
        },
    }


def from_document(document: dict[str, Any]) -> tuple[RoundsProblem, Plan]:
    """Return what :func:`to_document` wrote.

    Raises
    ------
    InputError
        When it is another format, a field is missing, or labels and figures do not hold together.

    """
    try:
        if document["format"] != FORMAT:
            raise _unreadable(str(document["format"]))
        return _problem(document), _plan(document)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _unreadable(repr(error)) from error


def _unreadable(value: str) -> InputError:
    vi, en = f"Tệp không theo định dạng {FORMAT}.", f"The file does not follow the format {FORMAT}."
    return InputError([Problem("malformed", vi, en, "rounds", value=value)])


def _problem(document: dict[str, Any]) -> RoundsProblem:
    return RoundsProblem(
        places=tuple(Place(**row) for row in document["places"]),
        jobs=tuple(
            Job(
                **{
                    **row,
                    "pickup_window": Window(**row["pickup_window"]),
                    "delivery_window": Window(**row["delivery_window"]),
                    "bases": tuple(row["bases"]),
                }
            )
            for row in document["jobs"]
        ),
        types=tuple(TruckType(**row) for row in document["types"]),
        shifts=tuple(Shift(**{**row, "hours": Window(**row["hours"])}) for row in document["shifts"]),
        legs={
            name: Legs(np.array(table["distance_m"], dtype=np.int64), np.array(table["time_s"], dtype=np.int64))
            for name, table in document["legs"].items()
        },
        rules=DriverRules(**{**document["rules"], "basis": tuple(document["rules"]["basis"])}),
    )


def _plan(document: dict[str, Any]) -> Plan:
    return Plan(
        rounds=tuple(
            Round(
                **{
                    **row,
                    "stops": tuple(Stop(**stop) for stop in row["stops"]),
                    "pauses": tuple(Pause(**pause) for pause in row["pauses"]),
                }
            )
            for row in document["rounds"]
        ),
        unassigned=tuple(Unassigned(row["job"], Problem(**row["problem"])) for row in document["unassigned"]),
    )
