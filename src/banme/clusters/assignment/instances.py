"""Public generalised assignment instances in the OR-Library's layout, as text or compressed with gzip."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np

from banme.clusters.assignment.problem import AssignmentProblem
from banme.errors import InputError, Problem

MAGIC = b"\x1f\x8b"


def load_orlibrary(path: Path) -> AssignmentProblem:
    """Read one instance: agents m, items n, then m x n costs, m x n uses and m capacities.

    Raises
    ------
    InputError
        When the file does not hold exactly these numbers.

    """
    content = path.read_bytes()
    if content.startswith(MAGIC):
        content = gzip.decompress(content)
    try:
        numbers = np.array(content.split(), dtype=float)
        agents, items = int(numbers[0]), int(numbers[1])
    except (ValueError, IndexError):
        agents, items, numbers = 0, 0, np.zeros(0)
    if not agents or not items or numbers.size != 2 + 2 * agents * items + agents:
        why = (
            "Tệp không phải bài toán phân công theo OR-Library",
            "The file is not one assignment problem of the OR-Library",
        )
        raise InputError([Problem("orlibrary", *why, value=path.name)])
    cost = numbers[2 : 2 + agents * items].reshape(agents, items).T
    use = numbers[2 + agents * items : 2 + 2 * agents * items].reshape(agents, items).T
    names = tuple(f"agent{j + 1}" for j in range(agents))
    return AssignmentProblem(
        items=tuple(f"item{i + 1}" for i in range(items)),
        options=names * items,
        resources=names,
        start=np.arange(items + 1) * agents,
        cost=np.ascontiguousarray(cost).ravel(),
        use_start=np.arange(items * agents + 1),
        use_resource=np.tile(np.arange(agents), items),
        use_amount=np.ascontiguousarray(use).ravel(),
        capacity=numbers[2 + 2 * agents * items :],
    )
