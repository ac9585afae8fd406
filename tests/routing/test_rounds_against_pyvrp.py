"""Deliveries from one store given to our rounds and, as plain clients, to PyVRP itself: the same cost, by two ways."""

import numpy as np
import pytest
import pyvrp
from pyvrp.stop import MaxIterations

import made_up_rounds as m
from banme import routing as r

CLIENTS, TRUCKS = 12, 6
ITERATIONS = 400
KIND = r.TruckType("small", "Xe 8 t", 8000, 8000.0, 200_000.0, 150.0)


def instance(seed, *, windows):
    """Return places about a store, loads in kg, whole metres and seconds, and a delivery window for each place."""
    random = np.random.default_rng(seed)
    at = random.uniform(-15.0, 15.0, (CLIENTS + 1, 2))
    at[0] = 0.0
    metres = (np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1)) * 1000).astype(np.int64)
    opens = m.HOUR * (random.integers(7, 12, CLIENTS) if windows else np.full(CLIENTS, 6))
    closes = opens + 2 * m.HOUR if windows else np.full(CLIENTS, 17 * m.HOUR)
    return (
        at,
        1000 * random.integers(1, 4, CLIENTS),
        metres,
        metres // m.SPEED_M_S,
        list(zip(opens, closes, strict=True)),
    )


def ours(at, loads, metres, seconds, windows):
    """Return our cost in hundredths of a dong; a truck costs nothing by the day, so reloading one saves nothing."""
    names = [f"p{number}" for number in range(CLIENTS + 1)]
    jobs = tuple(
        r.Job(
            code=f"j{number}",
            pickup="p0",
            delivery=names[number],
            load_kg=int(loads[number - 1]),
            commodity="coffee",
            kind="delivery",
            pickup_window=r.Window(5 * m.HOUR, 19 * m.HOUR),
            delivery_window=r.Window(*map(int, windows[number - 1])),
            pickup_s=0,
            delivery_s=600,
        )
        for number in range(1, CLIENTS + 1)
    )
    shifts = tuple(
        r.Shift(f"s{k}@0", f"s{k}", "small", "p0", r.Window(5 * m.HOUR, 19 * m.HOUR), 0.0, "road")
        for k in range(TRUCKS)
    )
    places = tuple(r.Place(name, name, 108 + x / 100, 12 + y / 100) for name, (x, y) in zip(names, at, strict=True))
    problem = r.RoundsProblem(places, jobs, (KIND,), shifts, {"road": r.Legs(metres, seconds)}, m.RULES_2025)
    alone = {code: fits[0].cost_vnd for code, fits in r.precheck(problem).fits.items()}
    found = r.search(problem, shifts, jobs, alone, r.SearchOptions(iterations=ITERATIONS))
    assert sum(len(visits) for visits in found.visits.values()) == 2 * CLIENTS
    return found.cost_scaled


def theirs(at, loads, metres, seconds, windows):
    """Return PyVRP's cost of the same as a textbook problem: clients, one depot, trucks of one kind."""
    model = pyvrp.Model()
    places = [model.add_location(x, y) for x, y in at]
    depot = model.add_depot(places[0])
    for one in range(CLIENTS + 1):
        for other in range(CLIENTS + 1):
            if one != other:
                model.add_edge(places[one], places[other], int(metres[one, other]), int(seconds[one, other]))
    model.add_vehicle_type(
        num_available=TRUCKS,
        capacity=[KIND.payload_kg],
        start_depot=depot,
        end_depot=depot,
        tw_early=5 * m.HOUR,
        tw_late=19 * m.HOUR,
        unit_distance_cost=round(100 * KIND.cost_vnd_km / 1000),
        unit_duration_cost=round(100 * KIND.cost_vnd_h / 3600),
    )
    for place, load, (opens, closes) in zip(places[1:], loads, windows, strict=True):
        model.add_client(place, delivery=[int(load)], service_duration=600, tw_early=int(opens), tw_late=int(closes))
    result = model.solve(MaxIterations(ITERATIONS), seed=1, collect_stats=False, display=False)
    assert result.is_feasible()
    return result.cost()


@pytest.mark.parametrize("windows", [False, True], ids=["capacity", "time windows"])
@pytest.mark.parametrize("seed", [1, 2])
def test_our_rounds_cost_what_pyvrp_finds_for_the_same_instance(seed, windows):
    given = instance(seed, windows=windows)
    assert ours(*given) == pytest.approx(theirs(*given), rel=1e-12)
