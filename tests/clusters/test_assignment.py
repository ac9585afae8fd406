"""Generalised assignment: exhaustive oracle, bounds, faults the checker must see, and behaviour under change."""

from __future__ import annotations

import gzip
import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from assignment_cases import exhaustive, made_up

from banme.checker import check
from banme.clusters.assignment import AssignmentProblem, SolveOptions, assign, load_orlibrary, load_problem, save
from banme.clusters.assignment import solve as solving
from banme.clusters.assignment.bound import proven
from banme.errors import InputError
from banme.progress import Progress, Stop

QUICK = SolveOptions(time_limit_s=90.0)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("whole", [True, False])
def test_small_problems_are_solved_as_exhaustive_search_does(seed: int, *, whole: bool) -> None:
    problem = made_up(seed, whole=whole)
    plan = assign(problem, QUICK)
    assert plan.status == "optimal"
    assert plan.chosen is not None
    assert problem.fits(plan.chosen)
    best = exhaustive(problem)
    assert plan.cost == pytest.approx(best)
    assert plan.bound <= best + 1e-9
    assert plan.bound == min(plan.cost, proven(problem, plan.prices))


@pytest.mark.parametrize("seed", range(3))
def test_the_search_for_large_problems_finds_the_optimum_of_small_ones(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solving, "SMALL", 0)
    problem = made_up(seed, whole=False)
    plan = assign(problem, SolveOptions(time_limit_s=60.0))
    assert plan.cost == pytest.approx(exhaustive(problem))
    assert plan.status == "optimal"


def test_any_prices_prove_a_bound_below_every_plan() -> None:
    problem = made_up(3, whole=False)
    best = exhaustive(problem)
    random = np.random.default_rng(0)
    for _ in range(50):
        assert proven(problem, random.exponential(2.0, len(problem.resources))) <= best + 1e-9


def test_more_capacity_never_costs_more() -> None:
    problem = made_up(1)
    costs = [assign(replace(problem, capacity=problem.capacity * k), QUICK).cost for k in (0.5, 1.0, 1.5, 3.0)]
    assert costs == sorted(costs, reverse=True)


def test_doubling_every_cost_doubles_the_best() -> None:
    problem = made_up(2)
    assert assign(replace(problem, cost=2 * problem.cost), QUICK).cost == 2 * assign(problem, QUICK).cost


def test_an_impossible_problem_is_said_to_be_so() -> None:
    problem = AssignmentProblem.of(
        pd.DataFrame({"item": ["a", "b"], "option": ["x", "x"], "cost": [1.0, 1.0]}),
        pd.DataFrame({"item": ["a", "b"], "option": ["x", "x"], "resource": ["r", "r"], "amount": [2.0, 2.0]}),
        pd.Series({"r": 3.0}),
    )
    plan = assign(problem, QUICK)
    assert plan.status == "infeasible"
    assert plan.chosen is None
    assert math.isinf(plan.cost)


def test_a_listener_may_stop_the_search_and_keep_the_best_so_far() -> None:
    def stop(event: object) -> None:
        del event
        raise Stop

    plan = assign(made_up(0, items=150, places=10), SolveOptions(time_limit_s=60.0), Progress(stop))
    assert plan.status in {"stopped", "optimal"}
    assert plan.seconds < 30.0


def test_every_offender_is_named_at_once() -> None:
    problem = made_up(0)
    cost, capacity = problem.cost.copy(), problem.capacity.copy()
    cost[2], capacity[0] = math.nan, -1.0
    with pytest.raises(InputError) as error:
        replace(problem, cost=cost, capacity=capacity)
    assert {(one.table, one.column) for one in error.value.problems} == {("options", "cost"), ("capacity", "capacity")}


def test_tables_that_name_unknown_things_are_refused() -> None:
    with pytest.raises(InputError) as error:
        AssignmentProblem.of(
            pd.DataFrame({"item": ["a", "a"], "option": ["x", "x"], "cost": [1.0, 2.0]}),
            pd.DataFrame({"item": ["a"], "option": ["y"], "resource": ["q"], "amount": [1.0]}),
            pd.Series({"r": 3.0}),
        )
    assert [one.column for one in error.value.problems] == ["option", "option", "resource"]


def test_a_saved_plan_reads_back_and_passes_the_checker(tmp_path: Path) -> None:
    problem = made_up(4, whole=False)
    plan = assign(problem, QUICK)
    save(problem, plan, tmp_path)
    again = load_problem(tmp_path)
    assert again.options == problem.options
    assert (again.use_amount == problem.use_amount).all()
    verdict = check(tmp_path)
    assert verdict.ok, [one.text() for one in verdict.findings]
    assert verdict.cost_vnd == pytest.approx(plan.cost)
    assert verdict.bound_vnd == pytest.approx(plan.bound)


@pytest.mark.parametrize("fault", ["cost", "capacity", "plan", "prices", "claim", "negative price"])
def test_the_checker_refuses_a_changed_number(tmp_path: Path, fault: str) -> None:
    problem = made_up(4, whole=False)
    save(problem, assign(problem, QUICK), tmp_path)
    path = tmp_path / "assignment.json.gz"
    document = json.loads(gzip.decompress(path.read_bytes()))
    stated = document["problem"]
    if fault == "cost":
        stated["cost"] = [value + 1.0 for value in stated["cost"]]
    elif fault == "capacity":
        stated["capacity"] = [value / 100.0 for value in stated["capacity"]]
    elif fault == "plan":
        document["plan"][0] = "place0" if document["plan"][0] != "place0" else "stay"
    elif fault == "prices":
        document["prices"] = [value + 1.0 for value in document["prices"]]
    elif fault == "negative price":
        document["prices"][0] = -1.0
    else:
        document["claims"]["bound"] += 1.0
    path.write_bytes(gzip.compress(json.dumps(document).encode()))
    rules = {one.rule for one in check(tmp_path).findings}
    assert "digest" in rules
    assert len(rules) > 1


def test_a_spoilt_file_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "assignment.json.gz").write_bytes(b"no")
    assert [one.rule for one in check(tmp_path).findings] == ["malformed"]
    with pytest.raises(InputError):
        load_problem(tmp_path)


def test_a_file_of_the_or_library_is_read_by_agent_and_item(tmp_path: Path) -> None:
    (tmp_path / "small").write_text("2 3\n 1 2 3\n 4 5 6\n 1 1 2\n 2 2 1\n 3 4\n", encoding="utf-8")
    problem = load_orlibrary(tmp_path / "small")
    assert problem.cost.tolist() == [1, 4, 2, 5, 3, 6]
    assert problem.use_amount.tolist() == [1, 2, 1, 2, 2, 1]
    assert problem.capacity.tolist() == [3, 4]
    assert assign(problem, QUICK).cost == exhaustive(problem)
    (tmp_path / "broken").write_text("2 3 1", encoding="utf-8")
    with pytest.raises(InputError):
        load_orlibrary(tmp_path / "broken")
