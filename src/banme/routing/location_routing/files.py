"""Problem and plan as one JSON file (``docs/engines/routing-location.md`` describes every field)."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np

from banme.document import digest, stored_all, write
from banme.errors import InputError, Problem
from banme.routing.location_routing.problem import LocationRoutingProblem
from banme.routing.location_routing.solve import LocationRoutingPlan

NAME = "location_routing.json.gz"
FORMAT = 1
ARRAYS = ("leg_cost", "demand", "depot_capacity", "depot_cost")


def save(problem: LocationRoutingProblem, plan: LocationRoutingPlan, folder: Path) -> None:
    """Write ``location_routing.json.gz``; the folder is made if it is not there."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "problem": {
            "depots": list(problem.depots),
            "customers": list(problem.customers),
            "truck_capacity": problem.truck_capacity,
            "truck_cost": problem.truck_cost,
            **{name: stored_all(getattr(problem, name)) for name in ARRAYS},
        },
        "plan": {
            "open_depots": [problem.depots[depot] for depot in plan.open_depots],
            "rounds": [
                {
                    "depot": problem.depots[one.depot],
                    "stops": [problem.customers[stop] for stop in one.stops],
                    "load": one.load,
                    "cost": one.cost,
                }
                for one in plan.rounds
            ],
        },
        "claims": {name: getattr(plan, name) for name in ("cost", "opening_cost", "truck_cost", "leg_cost")},
    }
    document["digest"] = digest(document)
    write(folder / NAME, document)


def load_problem(folder: Path) -> LocationRoutingProblem:
    """Read the problem back.

    Raises
    ------
    InputError
        When there is no such file, or what it holds is no valid problem.

    """
    try:
        stored = json.loads(gzip.decompress((folder / NAME).read_bytes()))["problem"]
        arrays: dict[str, Any] = {name: np.array(stored[name], dtype=float) for name in ARRAYS}
        names: dict[str, Any] = {name: tuple(stored[name]) for name in ("depots", "customers")}
        figures: dict[str, Any] = {name: float(stored[name]) for name in ("truck_capacity", "truck_cost")}
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        why = f"Không đọc được {NAME}; hãy chọn thư mục do banme ghi", f"{NAME} cannot be read; choose a saved folder"
        raise InputError([Problem("location-routing-file", *why, value=str(error))]) from error
    return LocationRoutingProblem(**names, **arrays, **figures)
