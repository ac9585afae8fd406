"""Bounds from values of items, dives, and the checker's own packing."""

from __future__ import annotations

import gzip
import json
import math
from pathlib import Path

import numpy as np
import pytest
from assignment_cases import exhaustive, made_up, one_place_each
from hypothesis import given, settings
from hypothesis import strategies as st

from banme.checker import check
from banme.clusters.assignment import AssignmentProblem, SolveOptions, assign, save
from banme.clusters.assignment import solve as solving
from banme.clusters.assignment.dive import Pace, dive
from banme.clusters.assignment.packing import Climb, Packing

SEEDS = st.integers(0, 10_000)


def packing_of(problem: AssignmentProblem) -> Packing:
    packing = Packing.of(problem)
    assert packing is not None
    return packing


def packed_by_hand(problem: AssignmentProblem, values: np.ndarray, forced: int | None = None) -> float:
    """Try every set of items in every place."""
    items, places = len(problem.items), len(problem.resources)
    total = float(values.sum())
    for place in range(places):
        options = np.arange(items) * places + place
        least = math.inf
        for mask in range(2**items):
            inside = np.array([bool(mask >> i & 1) for i in range(items)])
            if forced in options and not inside[forced // places]:
                continue
            if problem.use_amount[options][inside].sum() <= problem.capacity[place]:
                least = min(least, float((problem.cost[options] - values)[inside].sum()))
        total += least
    return total


@settings(max_examples=40, derandomize=True)
@given(SEEDS)
def test_values_prove_what_packing_by_hand_gives(seed: int) -> None:
    problem = one_place_each(seed, items=5)
    values = np.random.default_rng(seed + 1).normal(12.0, 8.0, 5)
    by_hand = packed_by_hand(problem, values)
    assert Climb.at(packing_of(problem), values).look() == pytest.approx(by_hand)
    assert packing_of(problem).proven(values) <= exhaustive(problem)


@settings(max_examples=20, derandomize=True)
@given(SEEDS)
def test_a_marginal_is_what_forcing_the_option_adds(seed: int) -> None:
    problem = one_place_each(seed, items=4)
    values = np.random.default_rng(seed + 1).normal(12.0, 8.0, 4)
    free = packed_by_hand(problem, values)
    rises = packing_of(problem).marginals(values)
    for option, rise in enumerate(rises):
        assert free + rise == pytest.approx(packed_by_hand(problem, values, option)) or math.isinf(rise)


def test_a_climb_never_falls_and_beats_the_prices() -> None:
    problem = one_place_each(5, items=40, places=5)
    climb = Climb.at(packing_of(problem), np.zeros(40))
    heard = []
    for _ in range(20):
        climb.go(10)
        heard.append(climb.value)
    assert heard == sorted(heard)
    assert climb.value <= assign(problem, SolveOptions(time_limit_s=10.0)).cost


@pytest.mark.parametrize("seed", range(5))
def test_a_dive_ends_in_a_plan_that_fits_or_in_none(seed: int) -> None:
    problem = one_place_each(seed, items=60, places=6)
    packing, random = packing_of(problem), np.random.default_rng(seed)
    climb = Climb.at(packing, np.full(60, 10.0))
    climb.go(200)
    chosen = dive(packing, climb.best, Pace(0.05, 50, 10), random)
    assert chosen is None or problem.fits(chosen)
    if chosen is not None:
        kept = np.where(np.arange(60) < 40, chosen, -1)
        again = dive(packing, climb.best, Pace(0.05, 50, 10), random, kept=kept)
        assert again is None or ((again == chosen) | (kept < 0)).all()
        assert dive(packing, climb.best, Pace(0.05, 50, 10), random, worst=climb.value - 10.0) is None


def test_the_search_by_dives_finds_the_optimum_of_small_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "SMALL", 0)
    for seed in range(4):
        problem = one_place_each(seed)
        plan = assign(problem, SolveOptions(time_limit_s=20.0))
        assert plan.cost == exhaustive(problem)
        assert plan.status == ("optimal" if math.isfinite(plan.cost) else "infeasible")


@pytest.mark.parametrize("change", ["several resources", "broken amount", "two options in a place"])
def test_only_problems_of_one_whole_amount_each_are_packed(change: str) -> None:
    if change == "several resources":
        assert Packing.of(made_up(0)) is None
        return
    problem = one_place_each(0)
    amount, resource = problem.use_amount.copy(), problem.use_resource.copy()
    if change == "broken amount":
        amount[0] += 0.5
    else:
        resource[1] = resource[0]
    arrays = problem.start, problem.cost, problem.use_start, resource, amount, problem.capacity
    assert Packing.of(AssignmentProblem(problem.items, problem.options, problem.resources, *arrays)) is None


@pytest.mark.parametrize("fault", [None, "values", "length"])
def test_the_checker_packs_anew(tmp_path: Path, fault: str | None) -> None:
    problem = one_place_each(7, items=30, places=4)
    plan = assign(problem, SolveOptions(time_limit_s=5.0))
    save(problem, plan, tmp_path)
    path = tmp_path / "assignment.json.gz"
    document = json.loads(gzip.decompress(path.read_bytes()))
    if fault == "values":
        document["values"] = [value - 5.0 for value in document["values"]]
    elif fault == "length":
        document["values"] = document["values"][1:]
    document["prices"] = [0.0] * len(document["prices"])  # so that the values alone carry the claim
    path.write_bytes(gzip.compress(json.dumps(document).encode()))
    rules = {one.rule for one in check(tmp_path).findings}
    assert rules == {"digest"} if fault is None else len(rules) > 1
