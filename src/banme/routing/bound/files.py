"""Problems and proofs as one JSON file (``docs/engines/routing-bound.md`` describes every field)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from banme.document import stored_all, write
from banme.routing.bound.problem import CollectionProblem
from banme.routing.bound.solve import RouteBound

NAME = "route_bound.json.gz"
FORMAT = "banme.route-bound/1"


def bound_document(parts: Sequence[tuple[CollectionProblem, RouteBound]]) -> dict[str, Any]:
    """Return problems, proofs and claim as plain values; the parts' bounds add up."""
    return {
        "format": FORMAT,
        "parts": [_part(problem, found) for problem, found in parts],
        "claims": {"bound": sum(found.bound for _, found in parts)},
    }


def save_bound(parts: Sequence[tuple[CollectionProblem, RouteBound]], folder: Path) -> None:
    """Write ``route_bound.json.gz``; the folder is made if it is not there."""
    write(folder / NAME, bound_document(parts))


def _part(problem: CollectionProblem, found: RouteBound) -> dict[str, Any]:
    return {
        "stops": list(problem.stops),
        "demand": problem.demand.tolist(),
        "kinds": [
            {
                "name": kind.name,
                "capacity": kind.capacity,
                "round_cost": kind.round_cost,
                "most": kind.most,
                "start_cost": stored_all(kind.start_cost),
                "end_cost": stored_all(kind.end_cost),
                "leg_cost": stored_all(kind.leg_cost),
                "unit": per,
            }
            for kind, per in zip(problem.kinds, found.unit, strict=True)
        ],
        "prices": found.prices.tolist(),
        "round_price": found.round_price,
        "neighbours": found.neighbours.tolist(),
        "bound": found.bound,
    }
