"""Expected cost, worst case, regret and staging agree with brute force, whoever does the work."""

from __future__ import annotations

import os
import signal

import numpy as np
import pytest
from siting_cases import minimal, random_problem
from siting_futures import futures_of
from siting_oracle import cheapest, every_plan

from banme.checker import check
from banme.compute import executor
from banme.progress import Progress, Stop
from banme.siting import Options, design_robust, save, scenarios

EXACT = Options(gap_pct=0.0, time_limit_s=200.0)
ROUGH = Options(gap_pct=5.0, time_limit_s=200.0)


def parts_of(problem):
    return {label: scenarios.single(problem, label) for label in scenarios.labels(problem)}


def true_values(problem):
    """Return least expected cost, worst case and regret, and the least cost of each scenario, by brute force."""
    share = scenarios.weights(problem)
    costs = np.array([list(plan.values()) for plan in every_plan(problem, parts_of(problem))])
    costs = costs[np.isfinite(costs).all(axis=1)]
    alone = np.array([cheapest(part) for part in parts_of(problem).values()])
    return {
        "expected": float((costs @ np.array(list(share.values()))).min()),
        "worst": float(costs.max(axis=1).min()),
        "regret": float((costs - alone).max(axis=1).min()),
        "alone": alone,
    }


@pytest.mark.parametrize("case", ["minimal", 3, 8, 20])
def test_values_and_bounds_enclose_what_brute_force_finds(case, tmp_path):
    problem = futures_of(minimal(), 4, dearer=9.0) if case == "minimal" else futures_of(random_problem(case), case)
    truth = true_values(problem)
    found = design_robust(problem, EXACT)
    for name, criterion in found.criteria.items():
        slack = 1e-6 * max(1.0, abs(truth["worst"]))
        assert criterion.bound_vnd <= truth[name] + slack, name
        assert criterion.value_vnd >= truth[name] - slack, name
    assert found.criteria["expected"].value_vnd == pytest.approx(truth["expected"], rel=1e-6)
    for span, true in zip(found.alone_vnd.values(), truth["alone"], strict=True):
        assert span.low <= true * (1 + 1e-6) + 1e-6
        assert span.high == pytest.approx(true, rel=1e-6)
    share = scenarios.weights(problem)
    knowing = sum(w * c for w, c in zip(share.values(), truth["alone"], strict=True))
    slack = 1e-5 * abs(truth["expected"])
    assert found.evpi_vnd.low - slack <= truth["expected"] - knowing <= found.evpi_vnd.high + slack
    save(problem, found.design, tmp_path)
    assert check(tmp_path).ok


def test_every_criterion_names_a_plan_that_is_as_good_as_it_says():
    problem = futures_of(minimal(), 4, dearer=9.0)
    found = design_robust(problem, EXACT)
    worst = found.plans["worst"]
    assert max(worst.cost_vnd.values()) == pytest.approx(found.criteria["worst"].value_vnd)
    regret = found.plans["regret"]
    assert max(span.high for span in regret.regret_vnd.values()) == pytest.approx(found.criteria["regret"].value_vnd)
    fixed = scenarios.with_openings(problem, worst.openings)
    assert {label: cheapest(part) for label, part in parts_of(fixed).items()} == pytest.approx(dict(worst.cost_vnd))
    for plan in found.plans.values():
        assert max(plan.cost_vnd.values()) >= found.criteria["worst"].value_vnd - 1e-6


def test_a_plan_for_the_average_never_beats_the_plan_for_all():
    found = design_robust(futures_of(minimal(), 4, dearer=9.0), EXACT)
    assert found.vss_vnd is not None
    assert 0.0 <= found.vss_vnd.low <= found.vss_vnd.high + 1e-6


def test_futures_that_are_all_alike_leave_nothing_to_regret_or_to_know():
    twins = scenarios.combine({"a": minimal(), "b": minimal()}, {"a": 0.4, "b": 0.6})
    found = design_robust(twins, EXACT)
    assert found.criteria["regret"].value_vnd == pytest.approx(0.0, abs=1e-3)
    assert found.evpi_vnd.high == pytest.approx(0.0, abs=1e-3)
    assert found.vss_vnd is not None
    assert found.vss_vnd.high == pytest.approx(0.0, abs=1e-3)
    assert found.criteria["worst"].value_vnd == pytest.approx(found.criteria["expected"].value_vnd)


def test_a_site_needed_in_one_future_only_waits_for_that_future():
    usual = minimal()
    usual = usual.replace(modules=usual.modules.assign(fixed_vnd_year=[500.0, 900.0, 500.0]))
    boom = usual.replace(
        supply=usual.supply.assign(
            quantity_t=usual.supply["quantity_t"] * np.where(usual.supply["period"].str.startswith("l"), 6.0, 1.0)
        ),
        demand=usual.demand.assign(max_t=1000.0),
        modules=usual.modules,
    )
    usual = usual.replace(demand=usual.demand.assign(max_t=1000.0))
    problem = scenarios.combine({"usual": usual, "boom": boom}, {"usual": 0.9, "boom": 0.1})
    found = design_robust(problem, EXACT)
    staging = found.staging.set_index("site")
    waiting = staging[staging["when"] == "later"]
    assert list(waiting["scenarios"]) == [("boom",)] * len(waiting)
    assert len(waiting) >= 1
    assert waiting["probability"].tolist() == pytest.approx([0.1] * len(waiting))
    assert found.adaptive_vnd is not None
    assert found.adaptive_vnd.low <= found.adaptive_vnd.high <= found.criteria["expected"].value_vnd + 1e-6
    assert found.adaptive_vnd.high < found.criteria["expected"].value_vnd


def test_a_stop_keeps_the_best_plan_with_a_valid_bound():
    problem = futures_of(random_problem(20), 20)

    def stop(event):
        if event.incumbent is not None:
            raise Stop

    found = design_robust(problem, EXACT, Progress(stop))
    best = cheapest(problem)
    expected = found.criteria["expected"]
    assert expected.bound_vnd <= best * (1 + 1e-9)
    assert expected.value_vnd >= best * (1 - 1e-9)
    assert np.isfinite(list(found.plans["expected"].cost_vnd.values())).all()
    assert found.adaptive_vnd is None


def seen(found):
    """Return everything a planner reads."""
    return {
        "costs": {name: dict(plan.cost_vnd) for name, plan in found.plans.items()},
        "openings": {name: plan.openings.to_dict("records") for name, plan in found.plans.items()},
        "criteria": dict(found.criteria),
        "alone": dict(found.alone_vnd),
        "figures": (found.evpi_vnd, found.vss_vnd, found.adaptive_vnd),
        "staging": found.staging.to_dict("records"),
        "flows": found.design.flows.to_dict("records"),
    }


@pytest.fixture(scope="module")
def alone():
    return seen(design_robust(futures_of(minimal(), 4, dearer=9.0), ROUGH))


@pytest.mark.parametrize(
    ("scheduler", "kill"),
    [("", False), ("", True), ("local:2", True)],
    ids=["pool-unharmed", "pool-one-killed", "dask-one-killed"],
)
def test_other_processes_give_the_same_result_also_when_one_is_killed_in_the_middle(scheduler, kill, alone):
    if scheduler:
        pytest.importorskip("distributed")
    with executor(scheduler, 2) as workers:
        victims = []

        def kill_one(event):
            if kill and not victims and event.stage == "alone":
                victims.append(one_process(workers))
                os.kill(victims[0], signal.SIGKILL)

        found = design_robust(futures_of(minimal(), 4, dearer=9.0), ROUGH, Progress(kill_one), workers)
    assert len(victims) == kill
    assert seen(found) == alone


def one_process(workers) -> int:
    if hasattr(workers, "client"):
        return next(iter(workers.client.run(os.getpid).values()))
    return next(iter(workers._pool._processes))
