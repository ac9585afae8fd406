"""Problem and plan as one JSON file (``docs/engines/routing-location.md`` describes every field)."""

from __future__ import annotations

import gzip
import hashlib
import json
import math
from pathlib import Path
from typing import Any

import numpy as np

from banme.errors import InputError, Problem
from banme.routing.location_routing.problem import Floats, LocationRoutingProblem
from banme.routing.location_routing.solve import LocationRoutingPlan

NAME = "location_routing.json.gz"
FORMAT = 1
ARRAYS = ("leg_cost", "demand", "depot_capacity", "depot_cost")


def save(problem: LocationRoutingProblem, plan: LocationRoutingPlan, folder: Path) -> None:
    """Write ``location_routing.json.gz``; the folder is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    document: dict[str, Any] = {
        "format": FORMAT,
        "problem": {
            "depots": list(problem.depots),
            "customers": list(problem.customers),
            "truck_capacity": problem.truck_capacity,
            "truck_cost": problem.truck_cost,
            **{name: _stored(getattr(problem, name)) for name in ARRAYS},
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
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    (folder / NAME).write_bytes(gzip.compress(text.encode(), 5, mtime=0))


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


def digest(document: dict[str, Any]) -> str:
    """Return the SHA-256 of everything but the digest itself."""
    rest = {name: value for name, value in document.items() if name != "digest"}
    return hashlib.sha256(json.dumps(rest, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _stored(values: Floats) -> list[Any]:
    """Return nested lists with infinity as the text JSON can hold."""
    if values.ndim > 1:
        return [_stored(row) for row in values]
    return ["inf" if math.isinf(value) else float(value) for value in values]
