"""A network-design problem as one mixed-integer programme, all columns and rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from banme.siting import NetworkProblem
from banme.siting.kernel import tighter_links
from banme.siting.layout import Layout, lay_out
from banme.siting.relaxation import Relaxation, stack
from banme.siting.rows import KEPT, link


@dataclass(frozen=True, slots=True)
class Found:
    """Cost of the best plan (inf without one) and the solver's bound (nan where it says nothing about the problem)."""

    cost: float
    bound: float


@dataclass(frozen=True, slots=True)
class Whole:
    """``low <= A x <= high``, 0 <= x <= upper, openings (columns from ``first`` on) whole; tonnes and VND."""

    layout: Layout
    matrix: sparse.csr_matrix
    low: np.ndarray
    high: np.ndarray
    cost: np.ndarray
    upper: np.ndarray
    first: int


def build(problem: NetworkProblem, *, strong: bool) -> Whole:
    """Return the programme, with a linking row for every flow into a site where ``strong``."""
    layout = lay_out(problem)
    relaxation = Relaxation.of(layout)
    families = [*relaxation.families, *(family(layout) for family in KEPT.values())]
    if strong:
        families.append(link(layout, tighter_links(layout, np.ones(relaxation.cost.size, bool))))
    low, high = (np.concatenate([getattr(rows, side) for rows in families]) for side in ("low", "high"))
    matrix = stack(families, relaxation.cost.size)
    return Whole(layout, matrix, low, high, relaxation.cost, relaxation.upper, int(layout.offsets[3]))
