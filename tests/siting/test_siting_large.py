"""The scheme for large problems: valid bounds, plans over a kernel, and a certificate the checker recomputes."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from siting_cases import minimal, random_problem
from siting_oracle import cheapest

from banme.checker import check
from banme.progress import Progress
from banme.siting import Options, design, save
from banme.siting.ascent import Ascent, Pace
from banme.siting.instances.facility import Level, build
from banme.siting.layout import lay_out
from banme.siting.relaxation import Relaxation
from banme.siting.watch import Watch


@pytest.fixture
def no_problem_is_small(monkeypatch):
    """Send every problem through the scheme for large ones."""
    monkeypatch.setattr(sys.modules["banme.siting.design"], "SMALL", 0)


def facilities(seed: int, sites: int = 12, customers: int = 25) -> object:
    rng = np.random.default_rng(seed)
    here, there = rng.random((sites, 2)), rng.random((customers, 2))
    cost = 100.0 * np.linalg.norm(here[:, None] - there[None], axis=2)
    demand = rng.integers(5, 30, (customers, 1)).astype(float)
    room = rng.integers(60, 160, (sites, 1)).astype(float)
    return build(demand, [Level("point", rng.integers(400, 900, sites) * 1.0, room, cost[None])])


@pytest.mark.usefixtures("no_problem_is_small")
@pytest.mark.parametrize("seed", range(0, 60, 5))
def test_the_large_scheme_never_claims_more_than_brute_force_allows(seed, tmp_path):
    problem = random_problem(seed)
    found = design(problem, Options(gap_pct=0.0, time_limit_s=4.0))
    best = cheapest(problem)
    assert found.bound_vnd <= best * (1 + 1e-7) + 1e-7
    if np.isfinite(found.cost_vnd):
        assert found.cost_vnd >= best * (1 - 1e-7) - 1e-7
        save(problem, found, tmp_path)
        verdict = check(tmp_path)
        assert verdict.ok, verdict.findings


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_large_scheme_finds_and_proves_what_the_exact_one_does(seed, monkeypatch, tmp_path):
    problem = facilities(seed)
    exact = design(problem, Options(gap_pct=0.0, time_limit_s=60.0))
    monkeypatch.setattr(sys.modules["banme.siting.design"], "SMALL", 0)
    found = design(problem, Options(gap_pct=0.01, time_limit_s=30.0))
    assert found.status in ("optimal", "within_gap")
    assert found.cost_vnd == pytest.approx(exact.cost_vnd, rel=2e-4)
    save(problem, found, tmp_path)
    assert check(tmp_path).ok


def test_a_climb_gets_near_the_linear_bound_and_never_above_the_optimum():
    problem = facilities(4)
    relaxation = Relaxation.of(lay_out(problem))
    ascent = Ascent(relaxation, Watch(Progress(), 60.0))
    choices = relaxation.choices()
    best = design(problem, Options(gap_pct=0.0)).cost_vnd
    before = relaxation.evaluate(ascent.start, choices).value
    climb = ascent.climb(ascent.start, choices, best, Pace(iterations=600))
    assert relaxation.evaluate(climb.multipliers, choices).value == pytest.approx(climb.bound, rel=1e-9)
    assert before < climb.bound <= best * (1 + 1e-9)
    assert climb.bound > 0.93 * best


@pytest.mark.usefixtures("no_problem_is_small")
def test_told_bounds_never_exceed_the_certified_one_or_fall():
    told = []
    problem = facilities(5)
    found = design(problem, Options(gap_pct=0.0, time_limit_s=10.0), Progress(lambda event: told.append(event.bound)))
    bounds = [bound for bound in told if bound is not None]
    assert bounds == sorted(bounds)
    assert bounds[-1] <= found.bound_vnd * (1 + 1e-9)


@pytest.mark.usefixtures("no_problem_is_small")
def test_stages_modules_and_stores_go_through_the_large_scheme_too():
    problem = minimal()
    assert design(problem, Options(gap_pct=0.0, time_limit_s=10.0)).cost_vnd == pytest.approx(cheapest(problem))


@pytest.mark.usefixtures("no_problem_is_small")
def test_the_large_scheme_tells_when_it_looks_for_plans_in_the_kernel():
    stages = []
    design(facilities(7), Options(gap_pct=0.0, time_limit_s=10.0), Progress(lambda event: stages.append(event.stage)))
    assert stages[0] == "relax"
    assert set(stages) - {"certify"} == {"relax", "kernel"}
