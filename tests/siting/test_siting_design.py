"""The design agrees with brute force and behaves as a planner expects."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from siting_cases import minimal, random_problem
from siting_oracle import cheapest

from banme.checker import check
from banme.progress import Event, Progress, Stop
from banme.siting import Limits, Options, design, load_problem, save

EXACT = Options(gap_pct=0.0, time_limit_s=30.0)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 100_000))
def test_the_design_costs_what_brute_force_finds_and_the_checker_agrees(seed, tmp_path):
    problem = random_problem(seed)
    best = cheapest(problem)
    found = design(problem, EXACT)
    if math.isinf(best):
        assert found.status in ("infeasible", "stopped")
        assert math.isinf(found.cost_vnd)
        return
    assert found.cost_vnd == pytest.approx(best, rel=1e-6)
    assert found.bound_vnd <= best * (1 + 1e-7) + 1e-7
    assert sum(found.breakdown_vnd.values()) == pytest.approx(found.cost_vnd)
    if not problem.limits.single_source:
        assert found.status == "optimal"
    save(problem, found, tmp_path)
    verdict = check(tmp_path)
    assert verdict.ok, verdict.findings


def test_every_event_carries_a_bound_below_the_incumbent():
    events: list[Event] = []
    design(random_problem(20), EXACT, Progress(events.append))
    assert {event.stage for event in events} >= {"relax"}
    assert all(e.bound <= e.incumbent + 1e-6 for e in events if e.bound is not None and e.incumbent is not None)


def test_a_listener_that_stops_gets_the_best_plan_and_a_valid_bound(tmp_path):
    problem = random_problem(20)

    def stop_at_first_plan(event: Event) -> None:
        if event.incumbent is not None:
            raise Stop

    found = design(problem, EXACT, Progress(stop_at_first_plan))
    best = cheapest(problem)
    assert found.bound_vnd <= best <= found.cost_vnd * (1 + 1e-9)
    save(problem, found, tmp_path)
    assert check(tmp_path).ok


def test_no_time_at_all_still_gives_a_valid_bound():
    found = design(random_problem(20), Options(time_limit_s=0.0))
    assert found.status == "stopped"
    assert found.bound_vnd <= cheapest(random_problem(20))


def test_more_budget_never_costs_more():
    costs = [
        design(minimal(limits=Limits(budget_vnd=budget)), EXACT).cost_vnd
        for budget in (0.0, 100.0, 150.0, 180.0, 500.0)
    ]
    assert costs == sorted(costs, reverse=True)
    assert costs[0] > costs[-1]


def test_relabelling_changes_nothing():
    problem = random_problem(7)
    names = {label: f"x{at:02d}" for at, label in enumerate(reversed(problem.nodes.index))}
    renamed = problem.replace(
        nodes=problem.nodes.rename(index=names).sort_index(),
        sites=problem.sites.rename(index=names).sort_index(),
        supply=problem.supply.replace({"origin": names}),
        demand=problem.demand.replace({"outlet": names}),
        modules=problem.modules.replace({"site": names}),
        arcs=problem.arcs.assign(source=problem.arcs["source"].map(names), target=problem.arcs["target"].map(names)),
        commodity_caps=problem.commodity_caps.replace({"site": names}),
        closures=problem.closures.replace({"source": names, "target": names}),
    )
    assert design(renamed, EXACT).cost_vnd == pytest.approx(design(problem, EXACT).cost_vnd, rel=1e-9)


def test_doubling_every_tonne_doubles_the_flow():
    problem = minimal()
    twice = problem.replace(
        supply=problem.supply.assign(quantity_t=problem.supply["quantity_t"] * 2),
        demand=problem.demand.assign(min_t=problem.demand["min_t"] * 2, max_t=problem.demand["max_t"] * 2),
        modules=problem.modules.assign(
            throughput_t=problem.modules["throughput_t"] * 2,
            storage_t=problem.modules["storage_t"] * 2,
            fixed_vnd_year=problem.modules["fixed_vnd_year"] * 2,
        ),
    )
    once, double = design(problem, EXACT), design(twice, EXACT)
    assert double.cost_vnd == pytest.approx(2 * once.cost_vnd)
    assert double.flows["quantity_t"].sum() == pytest.approx(2 * once.flows["quantity_t"].sum())


def test_closing_an_arc_never_makes_it_cheaper_and_a_closed_arc_is_never_used():
    problem = minimal()
    free = design(problem, EXACT)
    used = free.flows[free.flows["target"] == "P"].iloc[0]
    shut = problem.replace(closures=free.flows[["source", "target", "period"]].iloc[[used.name]])
    found = design(shut, EXACT)
    assert found.cost_vnd >= free.cost_vnd - 1e-9
    hits = found.flows[["source", "target", "period"]].merge(shut.closures)
    assert hits.empty


@pytest.mark.parametrize("factor", [1e-3, 1e5])
@pytest.mark.parametrize("money", [1.0, 1e10])
def test_odd_units_do_not_break_the_bound(factor, money, tmp_path):
    problem = minimal()
    scaled = problem.replace(
        supply=problem.supply.assign(
            quantity_t=problem.supply["quantity_t"] * factor * np.array([1e-3, 1, 1, 1, 1, 1, 1e3, 1])
        ),
        demand=problem.demand.assign(min_t=0.0, max_t=np.inf, price_vnd_t=0.0),
        modules=problem.modules.assign(
            throughput_t=problem.modules["throughput_t"] * factor * 1e3,
            fixed_vnd_year=problem.modules["fixed_vnd_year"] * money,
        ),
        arcs=problem.arcs.assign(cost_vnd_t=problem.arcs["cost_vnd_t"] * np.array([money, 1, 1, 1, 1, money, 1, 1])),
    )
    found = design(scaled, EXACT)
    assert found.gap_pct <= 1e-3
    assert found.cost_vnd == pytest.approx(cheapest(scaled), rel=1e-5)
    save(scaled, found, tmp_path)
    assert check(tmp_path).ok


def test_the_same_seed_gives_the_same_design():
    one, two = (design(random_problem(35), EXACT) for _ in range(2))
    assert one.flows.equals(two.flows)
    assert one.bound_vnd == two.bound_vnd


def test_a_saved_problem_reads_back_the_same(tmp_path):
    problem = random_problem(5)
    save(problem, design(problem, EXACT), tmp_path)
    back = load_problem(tmp_path)
    assert back.limits == problem.limits
    for name, table in problem.tables().items():
        assert table.astype(str).equals(back.tables()[name].astype(str)), name
