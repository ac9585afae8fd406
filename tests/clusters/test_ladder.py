import dataclasses

import numpy as np
import pandas as pd
import pytest
from ladder_cases import benefit, best, problem
from technology_cases import BASE, KNOWN, B

from banme.clusters.ladder import (
    Budget,
    UpgradeProblem,
    answers_after,
    broken_rules,
    choose,
    effects_at,
    evaluate,
    frontier,
    marginal_curve,
)
from banme.clusters.mip import SolveOptions
from banme.clusters.technology import assess, read_answers
from banme.errors import InputError
from banme.progress import Progress, Stop


@pytest.mark.parametrize("seed", range(4))
def test_the_choice_is_the_best_of_all_and_the_bound_proves_it(seed):
    p = problem(seed)
    budget = float(p.options["capex_vnd"].sum()) * 0.45
    plan = choose(p, Budget(budget))
    assert plan.status == "optimal"
    assert plan.benefit_vnd_year == pytest.approx(best(p, budget), rel=1e-9)
    assert plan.benefit_vnd_year == pytest.approx(benefit(p, plan.chosen), rel=1e-12)
    assert plan.bound_vnd_year >= plan.benefit_vnd_year
    assert plan.gap_pct <= 1e-4
    assert plan.evaluation.capex_vnd <= budget
    assert broken_rules(p, plan.chosen) == []


def test_nothing_is_chosen_without_money():
    plan = choose(problem(1), Budget(0.0))
    assert plan.chosen == ()
    assert plan.benefit_vnd_year == plan.bound_vnd_year == 0.0


def test_a_bigger_budget_is_never_worse():
    p = problem(2)
    steps = frontier(p, [float(v) for v in np.linspace(0, p.options["capex_vnd"].sum(), 6)])
    assert steps["benefit_vnd_year"].is_monotonic_increasing
    assert (steps["capex_vnd"] <= steps["budget_vnd"]).all()


def test_an_establishment_keeps_its_own_limit():
    p = problem(3)
    plan = choose(p, Budget(None, (("e0", 5e8),)))
    spent = p.options.loc[list(plan.chosen)].groupby("establishment")["capex_vnd"].sum()
    assert spent.get("e0", 0.0) <= 5e8
    assert spent.get("e1", 0.0) > 0


def test_savings_never_exceed_the_baseline_even_with_everything():
    p = dataclasses.replace(problem(4), excludes=problem(4).excludes.iloc[:0])
    for case in ("low_pct", "saving_pct", "high_pct"):
        found = evaluate(p, p.options.index, case).resources
        assert (found["left"] > 0).all()
        assert (found["saved"] < found["quantity"]).all()
        assert np.allclose(found["saved"] + found["left"], found["quantity"])


def test_the_stated_range_holds_the_central_saving():
    plan = choose(problem(5))
    low, mid, high = (x.saved_vnd_year for x in (plan.low, plan.evaluation, plan.high))
    assert low <= mid <= high


def test_two_measures_on_one_resource_save_less_than_their_sum():
    p = problem(0, options=12)
    apart = [
        option
        for option in p.savings.loc[p.savings["resource"] == "power_kwh", "option"]
        if p.options["establishment"][option] == "e0"
    ][:2]
    q = dataclasses.replace(p, overlaps=p.overlaps.iloc[:0])
    one, other, both = (evaluate(q, chosen).saved_vnd_year for chosen in (apart[:1], apart[1:], apart))
    assert max(one, other) < both < one + other


def test_doubling_all_use_and_prices_of_investment_doubles_the_benefit():
    p = problem(1)
    twice = dataclasses.replace(
        p,
        options=p.options.assign(
            **{c: p.options[c] * 2 for c in ("capex_vnd", "opex_vnd_year", "value_added_vnd_year")}
        ),
        baseline=p.baseline.assign(quantity=p.baseline["quantity"] * 2),
    )
    plain, doubled = choose(p, Budget(2e9)), choose(twice, Budget(4e9))
    assert doubled.benefit_vnd_year == pytest.approx(2 * plain.benefit_vnd_year)


def test_the_curve_takes_each_measure_once_and_ends_at_the_plans_saving():
    p = problem(2)
    plan = choose(p)
    curve = marginal_curve(p, plan.chosen)
    assert sorted(curve["option"]) == sorted(plan.chosen)
    assert curve["saved"].sum() == pytest.approx(plan.evaluation.saved_co2_kg_year)
    assert curve["saved_so_far"].iloc[-1] == pytest.approx(plan.evaluation.saved_co2_kg_year)
    assert curve["net_vnd_year"].sum() == pytest.approx(
        plan.evaluation.annual_cost_vnd - plan.evaluation.saved_vnd_year - plan.evaluation.value_added_vnd_year
    )


def test_a_measure_never_comes_before_the_one_it_needs():
    p = problem(3)
    order = list(marginal_curve(p, ["o2", "o0"], "water_m3")["option"])
    assert order.index("o0") < order.index("o2")


def test_someone_who_asks_to_stop_gets_the_best_so_far():
    def stop(event):
        raise Stop

    plan = choose(problem(1), progress=Progress(stop))
    assert plan.status in {"optimal", "stopped"}
    assert plan.benefit_vnd_year <= plan.bound_vnd_year


def test_time_that_has_run_out_leaves_a_valid_plan_and_no_false_proof():
    plan = choose(problem(1), options=SolveOptions(time_limit_s=0.0))
    assert plan.status == "stopped"
    assert plan.chosen == ()
    assert plan.bound_vnd_year == float("inf")


def test_every_offender_in_the_tables_is_reported():
    p = problem(0)
    with pytest.raises(InputError) as raised:
        UpgradeProblem(
            p.options.assign(life_years=0.0),
            p.baseline.assign(quantity=-1.0),
            p.savings.assign(high_pct=100.0),
            requires=pd.DataFrame([("o2", "nobody")], columns=["option", "needs"]),
        )
    assert {found.rule for found in raised.value.problems} == {"bad-figure", "saving-range", "unknown-option"}


def test_a_saving_on_a_resource_without_baseline_is_refused_not_taken_for_zero():
    p = problem(0)
    with pytest.raises(InputError) as raised:
        UpgradeProblem(p.options, p.baseline[p.baseline["resource"] != "water_m3"], p.savings)
    assert {found.rule for found in raised.value.problems} == {"no-baseline"}


def test_an_overlap_that_uses_more_than_before_is_refused():
    p = problem(0)
    first = p.overlaps.iloc[[0]].assign(factor=50.0)
    with pytest.raises(InputError) as raised:
        dataclasses.replace(p, overlaps=first)
    assert {found.rule for found in raised.value.problems} == {"bad-overlap"}


def effects(reached=()):
    options = pd.DataFrame(
        {
            "establishment": ["e"],
            "measure": ["m"],
            "capex_vnd": [2 * B],
            "opex_vnd_year": [0.0],
            "life_years": [10],
            "value_added_vnd_year": [1 * B],
            "is_equipment": [True],
        },
        index=["o"],
    )
    use = pd.DataFrame(
        [("e", "power", 1000.0, 1e6, 0.6)], columns=["establishment", "resource", "quantity", "price_vnd", "co2_kg"]
    )
    saved = pd.DataFrame(
        [("o", "power", 40.0, 50.0, 60.0)], columns=["option", "resource", "low_pct", "saving_pct", "high_pct"]
    )
    p = UpgradeProblem(options, use, saved)
    rows = pd.DataFrame(list(reached), columns=["measure", "question", "answer"])
    return effects_at("e", evaluate(p, ["o"]), options, {"power": "energy"}, rows)


def test_an_upgrade_is_scored_again_with_its_bills_equipment_and_systems():
    answers = read_answers(BASE)
    done = effects(
        [("m", "uses_pda_scada", "yes"), ("m", "maintenance", "periodic"), ("m", "environment", "conforming")]
    )
    after = answers_after(answers, done)
    assert after.number("energy_cost_vnd_year") == 0.5 * B
    assert after.number("equipment_present_vnd") == 7 * B
    assert after.number("output_value_vnd_year") == 11 * B
    before, later = assess(answers, KNOWN), assess(after, KNOWN)
    assert later.total > before.total
    gained = {code for code in before.scores if later.scores[code].points != before.scores[code].points}
    assert gained >= {"T4", "T5", "E10", "O17"}


def test_a_level_already_higher_is_kept():
    answers = read_answers(BASE | {"maintenance": "diagnostic"})
    assert answers_after(answers, effects([("m", "maintenance", "periodic")])).level("maintenance") == "diagnostic"


def test_what_the_survey_does_not_know_stays_unknown_after_the_upgrade():
    answers = read_answers({key: value for key, value in BASE.items() if key != "energy_cost_vnd_year"})
    assert answers_after(answers, effects()).number("energy_cost_vnd_year") is None


def test_an_effect_on_a_figure_is_refused():
    with pytest.raises(InputError, match="bring about"):
        effects([("m", "workers", "5")])
