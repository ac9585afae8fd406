"""Scenarios that share the openings: brute force, the checker, taking apart and putting together."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from siting_cases import minimal, random_problem
from siting_futures import futures_of
from siting_oracle import cheapest

from banme.checker import check
from banme.errors import InputError
from banme.siting import Limits, Options, design, load_problem, save, scenarios

EXACT = Options(gap_pct=0.0, time_limit_s=30.0)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 100_000))
def test_a_shared_opening_costs_what_brute_force_finds_and_the_checker_agrees(seed, tmp_path):
    problem = futures_of(random_problem(seed), seed)
    found = design(problem, EXACT)
    best = cheapest(problem)
    if np.isinf(best):
        assert np.isinf(found.cost_vnd)
        return
    assert found.cost_vnd == pytest.approx(best, rel=1e-6)
    assert found.bound_vnd <= best * (1 + 1e-7) + 1e-7
    save(problem, found, tmp_path)
    verdict = check(tmp_path)
    assert verdict.ok, verdict.findings
    assert design(load_problem(tmp_path), EXACT).cost_vnd == pytest.approx(best, rel=1e-6)


def test_one_scenario_of_weight_one_is_the_problem_itself():
    problem = random_problem(20)
    alone = scenarios.combine({"": problem}, {"": 1.0})
    assert design(alone, EXACT).cost_vnd == pytest.approx(design(problem, EXACT).cost_vnd)


def test_two_scenarios_that_are_the_same_cost_what_one_costs():
    problem = random_problem(20)
    twins = scenarios.combine({"a": problem, "b": problem}, {"a": 0.3, "b": 0.7})
    assert twins.arcs["scenario"].isna().all()
    assert design(twins, EXACT).cost_vnd == pytest.approx(design(problem, EXACT).cost_vnd)
    assert design(scenarios.mean(twins), EXACT).cost_vnd == pytest.approx(design(problem, EXACT).cost_vnd)


def test_taking_a_scenario_out_gives_back_what_was_put_in():
    parts = futures_of(minimal(), 4, parts=True)
    whole = scenarios.combine(parts, dict.fromkeys(parts, 1.0 / len(parts)))
    for label, part in parts.items():
        back = scenarios.single(whole, label)
        assert design(back, EXACT).cost_vnd == pytest.approx(design(part, EXACT).cost_vnd)


def test_stock_does_not_carry_from_one_scenario_to_the_next(tmp_path):
    problem = futures_of(minimal(), 4)
    found = design(problem, EXACT)
    scenario = problem.column("periods", "scenario")
    last = [
        p
        for p, after in zip(problem.periods.index, [*problem.periods.index[1:], ""], strict=True)
        if not after or scenario[p] != scenario[after] or problem.periods["stage"][p] != problem.periods["stage"][after]
    ]
    assert not set(found.storage["period"]) & set(last)
    save(problem, found, tmp_path)
    plan = json.loads((tmp_path / "plan.json").read_text())
    plan["tables"]["storage"]["rows"].append(["P", "coffee", last[0], 1.0])
    plan["tables"]["storage"]["checks"].append("00000000")
    (tmp_path / "plan.json").write_text(json.dumps(plan, ensure_ascii=False, separators=(",", ":")))
    assert any(problem.table == "storage" for problem in check(tmp_path).findings)


def test_the_co2_cap_holds_in_each_scenario_and_the_checker_sees_one_that_breaks_it(tmp_path):
    free = futures_of(minimal(), 4)
    plan = design(free, EXACT)
    scenario = free.column("periods", "scenario")
    emitted = plan.flows.groupby([plan.flows["period"].map(free.periods["stage"]), plan.flows["period"].map(scenario)])
    dirtiest = emitted["co2_kg"].sum().max()
    capped = free.replace(limits=Limits(co2_cap_kg_year=0.97 * dirtiest))
    found = design(capped, EXACT)
    assert found.cost_vnd > plan.cost_vnd
    assert found.cost_vnd == pytest.approx(cheapest(capped), rel=1e-6)
    save(capped, plan, tmp_path)
    assert any("co2" in problem.row or "co2" in problem.en for problem in check(tmp_path).findings)


def test_a_site_opens_no_earlier_than_its_stage_and_the_checker_sees_one_that_does(tmp_path):
    problem = minimal()
    early = design(problem, EXACT)
    assert (early.openings["stage"] == "now").any()
    late = problem.replace(sites=problem.sites.assign(from_stage=["later", "later"]))
    found = design(late, EXACT)
    assert (found.openings["stage"] == "later").all()
    assert found.cost_vnd == pytest.approx(cheapest(late), rel=1e-6)
    save(late, early, tmp_path)
    assert any("from_stage" in problem.en for problem in check(tmp_path).findings)
    save(late, found, tmp_path)
    assert check(tmp_path).ok


def test_fixing_a_plans_openings_gives_the_plan_back():
    problem = futures_of(minimal(), 4)
    found = design(problem, EXACT)
    fixed = scenarios.with_openings(problem, found.openings)
    again = design(fixed, EXACT)
    assert again.cost_vnd == pytest.approx(found.cost_vnd)
    by_scenario = [design(scenarios.single(fixed, label), EXACT).cost_vnd for label in scenarios.labels(problem)]
    shares = scenarios.weights(problem)
    assert sum(w * c for w, c in zip(shares.values(), by_scenario, strict=True)) == pytest.approx(found.cost_vnd)


def test_after_the_first_stage_only_later_openings_are_free():
    problem = minimal()
    openings = design(problem, EXACT).openings.iloc[:1].assign(stage="now")
    later = scenarios.after(problem, openings)
    found = design(later, EXACT)
    built = set(found.openings.loc[found.openings["stage"] == "now", "site"])
    assert built == set(openings["site"])


def test_every_fault_of_the_scenarios_is_named():
    problem = futures_of(minimal(), 4)
    crooked = problem.periods.assign(weight=0.4)
    with pytest.raises(InputError) as caught:
        problem.replace(periods=crooked)
    assert {p.row for p in caught.value.problems} == {"now", "later"}
    mixed = problem.periods.iloc[[0, 2, 1, *range(3, len(problem.periods))]]
    with pytest.raises(InputError, match="stand together"):
        problem.replace(periods=mixed)
    with pytest.raises(InputError, match="No such scenario"):
        problem.replace(arcs=minimal().arcs.assign(scenario="nowhere"))


def test_an_arc_that_holds_in_every_scenario_and_in_one_is_refused():
    problem = futures_of(minimal(), 4)
    again = problem.arcs.iloc[[0]].assign(scenario=scenarios.labels(problem)[0])
    with pytest.raises(InputError, match="keep one"):
        problem.replace(arcs=pd.concat([problem.arcs, again], ignore_index=True))


def test_parts_that_differ_in_what_is_shared_are_refused_by_table():
    problem = minimal()
    other = problem.replace(modules=problem.modules.assign(capex_vnd=1.0), limits=Limits(budget_vnd=1e9))
    with pytest.raises(InputError) as caught:
        scenarios.combine({"a": problem, "b": other}, {"a": 0.5, "b": 0.5})
    assert {(p.table, p.row) for p in caught.value.problems} == {("modules", "b"), ("limits", "b")}
