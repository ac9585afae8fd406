"""Uncapacitated facility location in the form of UflLib's M* instances (Kratica et al. 2001).

Text: facilities F, customers C; F pairs of capacity (0) and fixed cost; for each customer its demand (0) and F costs
of serving it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from banme.siting.instances.facility import Instance, Level, Numbers, build, stem

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path) -> list[Instance]:
    """Read one instance; the best known cost is the last number of ``.opt`` or ``.bub`` beside it."""
    numbers = Numbers(path)
    facilities, customers = numbers.count(), numbers.count()
    fixed = numbers.take(facilities, 2)[:, 1]
    cost = numbers.take(customers, facilities + 1)[:, 1:].T[None]
    level = Level("point", fixed, np.full((facilities, 1), np.inf), np.ascontiguousarray(cost))
    return [Instance(stem(path), build(np.ones((customers, 1)), [level]), _best_known(path))]


def _best_known(path: Path) -> float:
    for ending in (".opt", ".bub"):
        solution = path.with_name(stem(path) + ending)
        if solution.exists():
            return float(solution.read_text(encoding="utf-8").split()[-1])
    return math.nan
