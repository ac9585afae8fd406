"""Problem, plan and prices as one JSON file (``docs/engines/relocation.md`` describes every field)."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np

from banme.clusters.assignment.problem import AssignmentProblem
from banme.clusters.assignment.solve import AssignmentPlan
from banme.document import digest, stored, write
from banme.errors import InputError, Problem

NAME = "assignment.json.gz"
FORMAT = 1


def save(problem: AssignmentProblem, plan: AssignmentPlan, folder: Path) -> None:
    """Write ``assignment.json.gz``; the folder is made if it is not there."""
    stated = {
        "items": list(problem.items),
        "options": list(problem.options),
        "resources": list(problem.resources),
        **{name: getattr(problem, name).tolist() for name in ARRAYS},
    }
    document = {
        "format": FORMAT,
        "problem": stated,
        "plan": None if plan.chosen is None else [problem.options[at] for at in plan.chosen],
        "prices": plan.prices.tolist(),
        "values": None if plan.values is None else plan.values.tolist(),
        "claims": {name: stored(getattr(plan, name)) for name in ("cost", "bound", "solver_bound", "gap_pct")},
        "status": plan.status,
    }
    document["digest"] = digest(document)
    write(folder / NAME, document)


ARRAYS = ("start", "cost", "use_start", "use_resource", "use_amount", "capacity")


def load_problem(folder: Path) -> AssignmentProblem:
    """Read the problem back.

    Raises
    ------
    InputError
        When there is no such file, or what it holds is no valid problem.

    """
    try:
        stored = json.loads(gzip.decompress((folder / NAME).read_bytes()))["problem"]
        kinds = {name: np.int64 if name in {"start", "use_start", "use_resource"} else np.float64 for name in ARRAYS}
        arrays: dict[str, Any] = {name: np.array(stored[name], kind) for name, kind in kinds.items()}
        names: dict[str, Any] = {name: tuple(stored[name]) for name in ("items", "options", "resources")}
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        why = f"Không đọc được {NAME}; hãy chọn thư mục do banme ghi", f"{NAME} cannot be read; choose a saved folder"
        raise InputError([Problem("assignment-file", *why, value=str(error))]) from error
    return AssignmentProblem(**names, **arrays)
