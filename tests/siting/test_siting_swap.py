"""Where room cannot bind, adds, drops and swaps find the best openings."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from siting_cases import random_problem

from banme.siting import Options, design
from banme.siting.instances.facility import Level, build
from banme.siting.layout import lay_out
from banme.siting.relaxation import Relaxation
from banme.siting.swap import SwapSearch, assignment, roomy


def uncapacitated(seed: int, sites: int, customers: int):
    rng = np.random.default_rng(seed)
    cost = rng.integers(1, 60, (1, sites, customers)).astype(float)
    fixed = rng.integers(20, 120, sites) * 1.0
    return build(np.ones((customers, 1)), [Level("point", fixed, np.full((sites, 1), np.inf), cost)]), fixed, cost[0]


@pytest.mark.parametrize("seed", range(12))
def test_the_search_finds_the_best_openings(seed):
    problem, fixed, cost = uncapacitated(seed, 8, 11)
    layout = lay_out(problem)
    ways = assignment(layout)
    search = SwapSearch(ways, Relaxation.of(layout).choices(), layout.modules.site[ways.module], 0)
    assert search.run(200)
    best = min(
        fixed[list(on)].sum() + cost[list(on)].min(axis=0).sum()
        for size in range(1, 9)
        for on in itertools.combinations(range(8), size)
    )
    assert search.cost == pytest.approx(best)
    opened = np.flatnonzero(search.first(8) == 0)
    assert fixed[opened].sum() + cost[opened].min(axis=0).sum() == pytest.approx(best)


def test_forced_sites_stay_open_and_excluded_ones_closed():
    problem, _, _ = uncapacitated(3, 6, 10)
    decision = ["forced", "excluded", "free", "free", "free", "excluded"]
    problem = problem.replace(sites=problem.sites.assign(decision=decision))
    layout = lay_out(problem)
    ways = assignment(layout)
    search = SwapSearch(ways, Relaxation.of(layout).choices(), layout.modules.site[ways.module], 0)
    search.run(100)
    first = search.first(6)
    assert first[0] == 0
    assert (first[[1, 5]] == -1).all()


@pytest.mark.parametrize("seed", range(0, 80, 4))
def test_problems_whose_room_or_limits_may_bind_are_left_to_others(seed):
    problem = random_problem(seed)
    if len(problem.stages) > 1 or problem.limits.budget_vnd or problem.limits.max_sites:
        assert not roomy(lay_out(problem))


def test_a_larger_uncapacitated_problem_is_solved_and_proven():
    problem, _, _ = uncapacitated(5, 50, 60)
    found = design(problem, Options(gap_pct=0.01, time_limit_s=60.0))
    assert found.status in ("optimal", "within_gap")
