"""Small made-up assignment problems, and exhaustive search."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd

from banme.clusters.assignment import AssignmentProblem


def made_up(seed: int, items: int = 6, places: int = 3, *, whole: bool = True) -> AssignmentProblem:
    """Options in every place plus staying; each place limits an area, all places share a budget."""
    random = np.random.default_rng(seed)
    resources = [*(f"place{j}" for j in range(places)), "budget"]
    options, uses = [], []
    for i in range(items):
        options.append((f"item{i}", "stay", float(random.integers(15, 40))))
        for j in range(places):
            cost = float(random.integers(1, 20)) + (0.0 if whole else random.random())
            options.append((f"item{i}", f"place{j}", cost))
            uses.append((f"item{i}", f"place{j}", f"place{j}", float(random.integers(2, 9))))
            uses.append((f"item{i}", f"place{j}", "budget", float(random.integers(1, 5))))
    room = pd.Series([9.0] * places + [2.0 * items], index=resources)
    return AssignmentProblem.of(
        pd.DataFrame(options, columns=["item", "option", "cost"]),
        pd.DataFrame(uses, columns=["item", "option", "resource", "amount"]),
        room,
    )


def exhaustive(problem: AssignmentProblem) -> float:
    ranges = [range(problem.start[i], problem.start[i + 1]) for i in range(len(problem.items))]
    plans = (np.array(plan) for plan in itertools.product(*ranges))
    return min((math.fsum(problem.cost[plan]) for plan in plans if problem.fits(plan)), default=math.inf)


def one_place_each(seed: int, items: int = 6, places: int = 3) -> AssignmentProblem:
    random = np.random.default_rng(seed)
    use = random.integers(1, 9, items * places).astype(float)
    return AssignmentProblem(
        items=tuple(f"item{i}" for i in range(items)),
        options=tuple(f"place{j}" for j in range(places)) * items,
        resources=tuple(f"place{j}" for j in range(places)),
        start=np.arange(items + 1) * places,
        cost=random.integers(1, 30, items * places).astype(float),
        use_start=np.arange(items * places + 1),
        use_resource=np.tile(np.arange(places), items),
        use_amount=use,
        capacity=np.full(places, math.ceil(1.1 * use.sum() / places**2)).astype(float),
    )
