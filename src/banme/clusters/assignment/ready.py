"""Compiled loops made ready before a clock starts: compiling takes seconds on a machine that has not kept them."""

from __future__ import annotations

import math

import numpy as np

from banme.clusters.assignment.anneal import Candidates, Heat, Search
from banme.clusters.assignment.bound import Climb
from banme.clusters.assignment.packing import Climb as PackingClimb
from banme.clusters.assignment.packing import Packing
from banme.clusters.assignment.problem import AssignmentProblem


def ready(problem: AssignmentProblem, *, annealing: bool) -> None:
    """Compile the loops that a search of this problem runs, or read them from disk, without a step of the search."""
    Climb.at(np.zeros(len(problem.resources))).go(problem, 0)
    if annealing:
        first = problem.start[:-1].astype(np.int64)
        candidates = Candidates(np.arange(first.size + 1, dtype=np.int64), first)
        search = Search(problem, first.copy(), math.inf)
        search.round(candidates, np.ones(len(problem.resources)), first, Heat(1.0, 1.0, 0, 0))
    packing = Packing.of(problem)
    if packing is not None:
        PackingClimb.at(packing, np.zeros(len(problem.items))).go(0)
        one = np.zeros(1, np.int64)
        alone = Packing(problem, np.array([0, 1]), one, one, one + 1, np.zeros(1), one + 1)
        alone.marginals(np.zeros(1))
