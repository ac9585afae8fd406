"""Small location-routing problems, and an oracle that tries every plan of them."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from banme.routing.location_routing import LocationRoutingProblem


def made_up(customers=5, depots=2, seed=0, **changes) -> LocationRoutingProblem:
    random = np.random.default_rng(seed)
    points = random.uniform(0, 30, (depots + customers, 2))
    legs = np.ceil(np.linalg.norm(points[:, None] - points[None], axis=2))
    legs += random.integers(0, 5, legs.shape)  # not symmetric
    demand = random.integers(2, 8, customers).astype(float)
    given = {
        "depots": tuple(f"kho {at}" for at in range(depots)),
        "customers": tuple(f"xã {at}" for at in range(customers)),
        "leg_cost": legs,
        "demand": demand,
        "depot_capacity": np.full(depots, np.ceil(0.7 * demand.sum())),
        "depot_cost": random.integers(10, 40, depots).astype(float),
        "truck_capacity": 14.0,
        "truck_cost": 9.0,
    }
    return LocationRoutingProblem(**given | changes)


def partitions(items):
    """Yield every way to split items into groups."""
    if not items:
        yield []
        return
    head, *rest = items
    for parts in partitions(rest):
        yield [[head], *parts]
        for at in range(len(parts)):
            yield [*parts[:at], [head, *parts[at]], *parts[at + 1 :]]


def cheapest(problem: LocationRoutingProblem) -> float:
    """Return the least cost of all plans."""
    m = len(problem.depots)
    tours: dict[tuple[int, frozenset], float] = {}

    def tour(depot, group):
        key = depot, frozenset(group)
        if key not in tours:
            tours[key] = min(problem.round_cost(depot, order) for order in permutations(group))
        return tours[key]

    best = np.inf
    for groups in partitions(list(range(len(problem.customers)))):
        loads = [problem.demand[group].sum() for group in groups]
        if max(loads) > problem.truck_capacity:
            continue
        for homes in np.ndindex(*[m] * len(groups)):
            used = np.bincount(homes, loads, minlength=m)
            if (used <= problem.depot_capacity).all():
                opening = problem.depot_cost[used > 0].sum()
                rounds = sum(tour(depot, group) for depot, group in zip(homes, groups, strict=True))
                best = min(best, opening + rounds)
    return best
