"""Ordered objectives agree with enumeration, and each step's bound is certified."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from siting_cases import minimal, random_problem
from siting_oracle import cheapest

from banme.checker import check
from banme.errors import InputError
from banme.progress import Event, Progress, Stop
from banme.siting import CO2, COST, EQUITY, Ceiling, Goal, Options, Rates, minimise, ordered, save
from banme.siting.equity import by_commodity, excess_rates, first_leg_costs, gini

EXACT = Options(gap_pct=0.0, time_limit_s=90.0)
QUIET = [HealthCheck.function_scoped_fixture]


def enumerated(problem, goals, reference):
    """Return the best of each objective by trying all openings, each under the ceilings of those before."""
    rated = by_commodity(problem)
    rates = {COST: Rates.of(rated), CO2: Rates.only(rated, arcs=rated.arcs["co2_kg_t"].to_numpy(float))}
    if reference:
        rates[EQUITY] = excess_rates(rated, reference)
    ceilings, found = (), []
    for goal in goals:
        value = cheapest(minimise(rated, rates[goal.objective], ceilings))
        found.append(value)
        most = value + goal.tolerance_pct / 100.0 * abs(value)
        ceilings = (*ceilings, Ceiling(goal.objective, most + 1e-9 * abs(most), rates[goal.objective]))
    return found


@settings(max_examples=6, deadline=None, suppress_health_check=QUIET)
@given(
    seed=st.integers(0, 100_000),
    order=st.sampled_from([(COST, CO2), (CO2, COST), (COST, CO2, EQUITY), (COST, EQUITY)]),
    tolerance=st.sampled_from([1.0, 10.0]),
)
def test_each_step_reaches_what_enumeration_finds_and_its_bound_is_checked(seed, order, tolerance, tmp_path):
    problem = random_problem(seed)
    problem = problem.replace(limits=problem.limits.replace(single_source=False))
    goals = [Goal(name, tolerance) for name in order]
    if math.isinf(cheapest(problem)):
        with pytest.raises(InputError, match="plan"):
            ordered(problem, goals, EXACT)
        return
    found = ordered(problem, goals, EXACT)
    best = enumerated(problem, goals, found.reference_vnd_t)
    for step, value in zip(found.steps, best, strict=True):
        scale = max(1.0, abs(value))
        assert step.value == pytest.approx(value, rel=1e-4, abs=1e-4 * scale)
        assert step.bound <= value + 1e-4 * scale
        assert step.final <= step.most + 1e-5 * scale
        save(step.problem, step.design, tmp_path)
        assert check(tmp_path).ok, check(tmp_path).findings
    save(problem, found.design, tmp_path)
    assert check(tmp_path).ok, check(tmp_path).findings


def test_a_wider_tolerance_never_emits_more():
    values = [
        ordered(minimal(), [Goal(COST, tolerance), Goal(CO2)], EXACT).steps[1].value for tolerance in (0.0, 5.0, 100.0)
    ]
    assert values == pytest.approx(sorted(values, reverse=True))
    assert values[0] >= values[-1] * (1 - 1e-9)


def test_the_final_plan_is_priced_at_the_problems_own_costs():
    found = ordered(minimal(), [Goal(COST, 5.0), Goal(CO2)], EXACT)
    least = cheapest(minimal())
    assert least <= found.design.cost_vnd <= least * 1.05 + 1e-6
    assert found.design.bound_vnd == pytest.approx(least)
    assert found.design.cost_vnd == pytest.approx(found.steps[0].final)


def test_stopping_after_the_first_plan_keeps_it_for_every_objective():
    def stop(event: Event) -> None:
        if event.incumbent is not None:
            raise Stop

    found = ordered(minimal(), [Goal(COST), Goal(CO2), Goal(EQUITY)], EXACT, Progress(stop))
    assert all(step.bound <= step.value for step in found.steps)
    assert all(step.final <= step.most * (1 + 1e-9) for step in found.steps)


def test_every_wrong_goal_is_named():
    with pytest.raises(InputError) as refused:
        ordered(minimal(), [Goal("fame"), Goal(COST, -1.0), Goal(COST, math.nan)])
    assert [problem.value for problem in refused.value.problems] == ["fame", "cost -1.0", "cost", "cost nan"]
    with pytest.raises(InputError, match="objective"):
        ordered(minimal(), [])


def test_a_tonnes_cost_is_its_first_leg_and_the_cheapest_way_on():
    problem = by_commodity(minimal())
    costs = first_leg_costs(problem).groupby([problem.arcs["source"], problem.arcs["target"]]).first()
    assert costs["A", "P"] == 3.0 + 1.0 + min(12.0, 2.0 + 2.0 + 5.0)
    assert costs["B", "C"] == 6.0 + 2.0 + 5.0
    assert costs["A", "Z"] == 30.0
    assert np.isnan(costs.get(("C", "Z"), np.nan))


def test_a_way_that_takes_too_long_does_not_count():
    problem = minimal(commodities=minimal().commodities.assign(max_time_h=3.5))
    costs = first_leg_costs(by_commodity(problem))
    at = by_commodity(problem).arcs
    assert costs[(at["source"] == "A") & (at["target"] == "P")].iloc[0] == 3.0 + 1.0 + 2.0 + 2.0 + 5.0


def test_equal_costs_have_no_inequality_and_the_dearest_paying_all_has_most():
    tonnes = np.array([2.0, 2.0, 4.0])
    assert gini(np.full(3, 7.0), tonnes) == pytest.approx(0.0)
    assert gini(np.array([0.0, 0.0, 1.0]), np.array([1.0, 1.0, 1.0])) == pytest.approx(2 / 3)
