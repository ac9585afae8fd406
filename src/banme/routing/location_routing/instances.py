"""Public location-routing instances in Prodhon's layout."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from banme.errors import InputError, Problem
from banme.routing.location_routing.problem import LocationRoutingProblem

WHOLE, PLAIN = 0, 1


def load_prodhon(path: Path) -> LocationRoutingProblem:
    """Read one instance.

    Numbers of customers n and depots m, coordinates of the depots and of the customers, truck capacity, m depot
    capacities, n demands, m opening costs, cost of a round, and what a leg costs: 0 for 100 times the Euclidean
    distance, rounded up; 1 for the distance itself.

    Raises
    ------
    InputError
        When the file does not hold exactly these numbers.

    """
    try:
        numbers = np.array(path.read_text(encoding="utf-8", errors="replace").split(), dtype=float)
        n, m = int(numbers[0]), int(numbers[1])
    except (ValueError, IndexError):
        numbers, n, m = np.zeros(0), 0, 0
    if not n or not m or numbers.size != 2 + 2 * (n + m) + 1 + m + n + m + 2 or numbers[-1] not in {WHOLE, PLAIN}:
        why = "Tệp không theo định dạng của Prodhon", "The file is not in Prodhon's layout"
        raise InputError([Problem("prodhon", *why, value=path.name)])
    ends = np.cumsum([2, 2 * (n + m), 1, m, n, m, 1, 1])
    points, truck, capacity, demand, opening, cost, kind = np.split(numbers[2:], ends[1:-1] - 2)
    gaps = points.reshape(-1, 2)[:, None, :] - points.reshape(-1, 2)[None, :, :]
    length = np.sqrt((gaps**2).sum(axis=2))
    return LocationRoutingProblem(
        depots=tuple(f"depot{at + 1}" for at in range(m)),
        customers=tuple(f"customer{at + 1}" for at in range(n)),
        leg_cost=length if kind[0] == PLAIN else np.ceil(100.0 * length),
        demand=demand,
        depot_capacity=capacity,
        depot_cost=opening,
        truck_capacity=float(truck[0]),
        truck_cost=float(cost[0]),
    )
