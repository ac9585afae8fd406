"""Properties any right answer has, and nasty or wrong input."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from siting_cases import frame, minimal, random_problem
from siting_oracle import cheapest

from banme.errors import InputError
from banme.siting import NetworkProblem, Options, design
from banme.siting.layout import lay_out
from banme.siting.relaxation import Relaxation

EXACT = Options(gap_pct=0.0, time_limit_s=20.0)


def cost(problem: NetworkProblem) -> float:
    return design(problem, EXACT).cost_vnd


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_adding_a_site_never_costs_more(seed):
    problem = random_problem(seed)
    more = problem.replace(
        nodes=pd.concat([problem.nodes, pd.DataFrame({"kind": ["centre"]}, index=["C9"])]),
        sites=pd.concat([problem.sites, problem.sites.iloc[[-1]].assign(decision="free").set_axis(["C9"])]),
        modules=pd.concat([problem.modules, problem.modules.iloc[[-1]].assign(site="C9")], ignore_index=True),
        arcs=pd.concat(
            [
                problem.arcs,
                problem.arcs[problem.arcs["source"] == "C1"].assign(source="C9"),
                problem.arcs[problem.arcs["target"] == "C1"].assign(target="C9"),
            ],
            ignore_index=True,
        ),
    )
    assert cost(more) <= cost(problem) * (1 + 1e-7) + 1e-7


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_doubled_tonnes_with_doubled_room_double_what_flows_cost(seed):
    problem = random_problem(seed)
    limits = problem.limits
    cap = limits.co2_cap_kg_year
    twice = problem.replace(
        supply=problem.supply.assign(quantity_t=problem.supply["quantity_t"] * 2),
        demand=problem.demand.assign(min_t=problem.demand["min_t"] * 2, max_t=problem.demand["max_t"] * 2),
        modules=problem.modules.assign(
            throughput_t=problem.modules["throughput_t"] * 2,
            storage_t=problem.modules["storage_t"] * 2,
            fixed_vnd_year=problem.modules["fixed_vnd_year"] * 2,
        ),
        commodity_caps=problem.commodity_caps.assign(throughput_t=problem.commodity_caps["throughput_t"] * 2),
        limits=limits.replace(co2_cap_kg_year=None if cap is None else 2 * cap),
    )
    assert cost(twice) == pytest.approx(2 * cost(problem), rel=1e-6)


@settings(max_examples=6, deadline=None)
@given(tonnes=st.sampled_from([1e-3, 1.0, 1e5]), money=st.sampled_from([0.1, 1e5, 1e11]), seed=st.integers(0, 1000))
def test_nasty_numbers_keep_the_bound_below_the_best_plan(tonnes, money, seed):
    best = cheapest(in_units(seed, 1.0, 1.0)) * tonnes * money
    found = design(in_units(seed, tonnes, money), EXACT)
    assert found.bound_vnd <= best * (1 + 1e-6)
    assert found.cost_vnd == pytest.approx(best, rel=1e-5)


def in_units(seed: int, tonnes: float, money: float) -> NetworkProblem:
    """The same network with quantities and rates over two orders of magnitude, in other units."""
    rng = np.random.default_rng(seed)
    good = minimal()
    supply, fixed, rate = (10.0 ** rng.uniform(-1, 1, size) for size in (len(good.supply), 3, len(good.arcs)))
    return good.replace(
        supply=good.supply.assign(quantity_t=tonnes * supply),
        demand=good.demand.assign(min_t=0.0, max_t=np.inf, price_vnd_t=0.0),
        sites=good.sites.assign(
            handling_vnd_t=good.sites["handling_vnd_t"] * money,
            storage_vnd_t_month=good.sites["storage_vnd_t_month"] * money,
        ),
        modules=good.modules.assign(
            throughput_t=tonnes * 40, storage_t=tonnes * 10, fixed_vnd_year=10 * fixed * money * tonnes
        ),
        arcs=good.arcs.assign(cost_vnd_t=money * rate),
    )


def test_a_bound_holds_in_exact_arithmetic():
    """For a problem without sites to open the bound is a sum that fractions can repeat."""
    good = minimal()
    problem = good.replace(
        modules=good.modules.assign(throughput_t=0.0, storage_t=0.0),
        arcs=good.arcs.assign(cost_vnd_t=good.arcs["cost_vnd_t"] * 1e13 / 3),
        supply=good.supply.assign(quantity_t=good.supply["quantity_t"] * 1e-3 / 7),
        demand=good.demand.assign(min_t=0.0, price_vnd_t=0.0),
    )
    arcs = problem.arcs[problem.arcs["target"] == "Z"].set_index("source")["cost_vnd_t"]
    weight = problem.periods["stage"].map(problem.stages["weight"])
    exact = sum(
        Fraction(row.quantity_t) * Fraction(arcs[row.origin]) * Fraction(weight[row.period])
        for row in problem.supply.itertuples()
    )
    found = design(problem, EXACT)
    assert Fraction(found.bound_vnd) <= exact * (1 + Fraction(1, 10**9))
    assert found.cost_vnd == pytest.approx(float(exact), rel=1e-9)


def test_any_multipliers_of_the_right_sign_prove_no_more_than_the_best_plan_costs():
    rng = np.random.default_rng(3)
    for seed in range(6):
        problem = random_problem(seed)
        best = cheapest(problem)
        relaxation = Relaxation.of(lay_out(problem))
        for size in (1.0, 1e3, 1e9):
            multipliers = relaxation.signed(rng.normal(size=relaxation.low.size) * size)
            value = relaxation.evaluate(multipliers, relaxation.choices()).value
            assert value <= best * (1 + 1e-9) + 1e-9 * size * 1e3


def test_bad_input_of_every_kind_is_gathered_in_one_error():
    good = minimal()
    with pytest.raises(InputError) as caught:
        minimal(
            demand=good.demand.assign(min_t=[-1.0, 2.0, np.nan, 2.0]),
            arcs=pd.concat([good.arcs, good.arcs.iloc[[0]]], ignore_index=True),
            supply=good.supply.assign(quantity_t=[np.inf, *good.supply["quantity_t"][1:]]),
            closures=frame("source target period", [("A", "P", "never")]),
        )
    found = {(problem.table, problem.rule) for problem in caught.value.problems}
    assert found == {("demand", "number"), ("arcs", "duplicate"), ("supply", "number"), ("closures", "unknown-label")}
    assert sum(problem.table == "demand" for problem in caught.value.problems) == 2


def test_disconnected_communes_and_too_little_room_are_gathered_in_one_error():
    good = minimal()
    lonely = good.arcs[(good.arcs["source"] != "B") & ~((good.arcs["source"] == "A") & (good.arcs["target"] == "Z"))]
    with pytest.raises(InputError) as caught:
        minimal(arcs=lonely.reset_index(drop=True), modules=good.modules.assign(throughput_t=3.0))
    rules = {problem.rule for problem in caught.value.problems}
    assert rules == {"disconnected", "capacity"}
    rows = {problem.row for problem in caught.value.problems if problem.rule == "disconnected"}
    assert rows == {f"B/coffee/{period}" for period in good.periods.index}
