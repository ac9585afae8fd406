"""The lower bound that goes with a week's rounds: proven after the plan, told part by part, kept with the run."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from banme.routing.bound import MOST_STOPS, WeekBound, bound_week, save_bound
from banme.routing.problem import DAY_S

if TYPE_CHECKING:
    from pathlib import Path

    from banme.progress import Progress
    from banme.routing import Plan, RoundsProblem

KG_T = 1000.0


def prove(problem: RoundsProblem, plan: Plan, seconds: float, progress: Progress) -> WeekBound | None:
    """Return the bound on carrying what the plan carries; None where no seconds are given or nothing is carried."""
    carried = [code for each in plan.rounds for code in each.jobs]
    if seconds <= 0 or not carried:
        return None
    return bound_week(problem, carried, seconds, progress)


def save(bound: WeekBound | None, folder: Path) -> None:
    """Write the proof, where there is one, for ``banme check``."""
    if bound is not None and bound.parts:
        save_bound([(part.problem, found) for part, found in bound.parts], folder)


def gap_pct(cost_vnd: float, bound_vnd: float) -> float:
    """Return by how much of its cost a plan is above its bound, in percent."""
    return 100.0 * (cost_vnd - bound_vnd) / cost_vnd if cost_vnd else 0.0


def told(problem: RoundsProblem, plan: Plan, bound: WeekBound | None, monday: dt.date) -> dict[str, Any]:
    """Return what is said about the bound: how many loads it rests on, and cost, bound and gap of each part.

    ``stated`` is false where no bound could be proven: none was asked for, or more loads than :data:`MOST_STOPS` hang
    together everywhere. A part's cost is that of all rounds of its trucks.
    """
    if bound is None:
        return {"stated": False, "most_stops": MOST_STOPS, "parts": [], "jobs": 0, "of": 0, "too_many": 0}
    jobs, names = problem.job(), {place.code: place.name for place in problem.places}
    rounds, hours = plan.round_of(), {shift.code: shift.hours for shift in problem.shifts}
    parts = []
    for part, found in bound.parts:
        cost = sum(rounds[shift].cost_vnd for shift in part.shifts if shift in rounds)
        days = {hours[shift].earliest_s // DAY_S for shift in part.shifts} | {
            (hours[shift].latest_s - 1) // DAY_S for shift in part.shifts
        }
        proven = max(0.0, found.bound)
        parts.append(
            {
                "day": (monday + dt.timedelta(days=min(days))).isoformat() if len(days) == 1 else "",
                "hub": part.hub,
                "hub_name": names[part.hub],
                "collects": part.collects,
                "jobs": len(part.jobs),
                "load_t": sum(jobs[code].load_kg for code in part.jobs) / KG_T,
                "cost_vnd": cost,
                "bound_vnd": proven,
                "gap_pct": gap_pct(cost, proven),
                "settled": found.settled,
            }
        )
    return {
        "stated": bool(parts),
        "most_stops": MOST_STOPS,
        "parts": sorted(parts, key=lambda part: (part["day"] == "", part["day"], part["hub"])),
        "jobs": sum(len(part.jobs) for part, _ in bound.parts),
        "of": sum(len(each.jobs) for each in plan.rounds),
        "too_many": len(bound.too_many),
    }
