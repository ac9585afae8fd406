"""Problem, plan and prices as one JSON file (``docs/engines/relocation.md`` describes every field)."""

from __future__ import annotations

import gzip
import hashlib
import json
import math
from pathlib import Path
from typing import Any

import numpy as np

from banme.clusters.assignment.problem import AssignmentProblem
from banme.clusters.assignment.solve import AssignmentPlan
from banme.errors import InputError, Problem

NAME = "assignment.json.gz"
FORMAT = 1


def save(problem: AssignmentProblem, plan: AssignmentPlan, folder: Path) -> None:
    """Write ``assignment.json.gz``; the folder is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
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
        "claims": {name: _stored(getattr(plan, name)) for name in ("cost", "bound", "solver_bound", "gap_pct")},
        "status": plan.status,
    }
    document["digest"] = digest(document)
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    (folder / NAME).write_bytes(gzip.compress(text.encode(), 5, mtime=0))


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


def digest(document: dict[str, Any]) -> str:
    """Return the SHA-256 of everything but the digest itself."""
    rest = {name: value for name, value in document.items() if name != "digest"}
    return hashlib.sha256(json.dumps(rest, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _stored(value: float) -> float | str:
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return float(value)
