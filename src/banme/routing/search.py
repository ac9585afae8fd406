"""PyVRP's search for one group of shifts and jobs: who carries what in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from banme.routing.plan import LOAD, UNLOAD, Visit
from banme.routing.precheck import alike
from banme.routing.problem import HOUR_S, KM_M, NO_WAY, Job, RoundsProblem, Shift

SCALE = 100
"""PyVRP counts in whole numbers: costs are hundredths of a dong."""
MAX_PENALTY = 10_000_000
"""Most that PyVRP may charge for a kilogramme or second too much (hundredths of a dong)."""
PRIZE_FACTOR = 20
"""A job left out costs this many times its round alone."""


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """How long to search: iterations of PyVRP's local search a group (the same on every machine), and the seed."""

    iterations: int = 500
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """What PyVRP returned: visits by shift, and its own cost (hundredths of a dong), metres and seconds."""

    visits: dict[str, tuple[Visit, ...]]
    cost_scaled: int
    distance_m: int
    duration_s: int


def search(
    problem: RoundsProblem,
    shifts: Sequence[Shift],
    jobs: Sequence[Job],
    alone_vnd: dict[str, float],
    options: SearchOptions,
) -> Found:
    """Return good rounds of the group; breaks are allowed for by longer legs, and laid exactly afterwards.

    Parameters
    ----------
    problem : RoundsProblem
        Legs, types and rules.
    shifts, jobs : sequences
        The group.
    alone_vnd : dict of str to float
        What each job costs on a round of its own; leaving a job out costs many times that.
    options : SearchOptions
        Iterations and seed.

    """
    import pyvrp  # noqa: PLC0415  (half a second to load; only a search needs it)
    from pyvrp.stop import MaxIterations  # noqa: PLC0415

    model = pyvrp.Model()
    used = sorted({place for job in jobs for place in (job.pickup, job.delivery)} | {shift.base for shift in shifts})
    at = problem.number_of()
    by_code = {place.code: place for place in problem.places}
    locations = {code: model.add_location(by_code[code].lon, by_code[code].lat, name=code) for code in used}
    depots = {base: model.add_depot(locations[base]) for base in sorted({shift.base for shift in shifts})}
    profiles = {name: model.add_profile(name=name) for name in sorted({shift.legs for shift in shifts})}
    for name, profile in profiles.items():
        legs = problem.legs[name]
        for one in used:
            for other in used:
                seconds = int(legs.time_s[at[one], at[other]])
                if one != other and seconds != NO_WAY:
                    metres = int(legs.distance_m[at[one], at[other]])
                    model.add_edge(locations[one], locations[other], metres, with_stops(problem, seconds), profile)
    groups = alike(tuple(shifts))
    for group in groups:
        _add_trucks(model, problem, group, depots, profiles)
    for job in jobs:
        model.add_shipment(
            locations[job.pickup],
            locations[job.delivery],
            pickup_tw_early=job.pickup_window.earliest_s,
            pickup_tw_late=job.pickup_window.latest_s,
            pickup_service_duration=job.pickup_s,
            delivery_tw_early=job.delivery_window.earliest_s,
            delivery_tw_late=job.delivery_window.latest_s,
            delivery_service_duration=job.delivery_s,
            amount=[job.load_kg],
            prize=int(PRIZE_FACTOR * SCALE * alone_vnd[job.code]) + 1,
            required=False,
            name=job.code,
        )
    result = model.solve(
        MaxIterations(options.iterations),
        seed=options.seed,
        collect_stats=False,
        display=False,
        params=pyvrp.SolveParams(penalty=pyvrp.PenaltyParams(max_penalty=MAX_PENALTY)),
    )
    return _read(result.best, groups, jobs)


def with_stops(problem: RoundsProblem, seconds: int) -> int:
    """Return a leg's driving with the breaks and rests that it alone needs."""
    rules = problem.rules
    breaks = max(0, -(-seconds // rules.continuous_s) - 1)
    rests = max(0, -(-seconds // rules.day_s) - 1)
    return seconds + (breaks - rests) * rules.stop_s + rests * (rules.legal_day_s - rules.day_s)


def _add_trucks(
    model: Any,
    problem: RoundsProblem,
    group: tuple[Shift, ...],
    depots: dict[str, Any],
    profiles: dict[str, Any],
) -> None:
    shift = group[0]
    kind = problem.type()[shift.type]
    model.add_vehicle_type(
        num_available=len(group),
        capacity=[kind.payload_kg],
        start_depot=depots[shift.base],
        end_depot=depots[shift.base],
        fixed_cost=round(SCALE * shift.fixed_vnd),
        tw_early=shift.hours.earliest_s,
        tw_late=shift.hours.latest_s,
        unit_distance_cost=round(SCALE * kind.cost_vnd_km / KM_M),
        unit_duration_cost=round(SCALE * kind.cost_vnd_h / HOUR_S),
        profile=profiles[shift.legs],
        name=shift.code,
    )


def _read(best: Any, groups: list[tuple[Shift, ...]], jobs: Sequence[Job]) -> Found:
    taken = [0] * len(groups)
    visits: dict[str, tuple[Visit, ...]] = {}
    for route in best.routes():
        kind = route.vehicle_type()
        shift = groups[kind][taken[kind]]
        taken[kind] += 1
        visits[shift.code] = tuple(
            Visit(jobs[step.idx].code, LOAD if step.is_pickup() else UNLOAD)
            for step in route.schedule()
            if step.is_shipment()
        )
    routes = list(best.routes())
    cost = sum(
        int(route.distance_cost()) + int(route.duration_cost()) + int(route.fixed_vehicle_cost()) for route in routes
    )
    return Found(
        visits,
        cost,
        sum(int(route.distance()) for route in routes),
        sum(int(route.duration()) for route in routes),
    )
