"""A plan to begin with is offered before the search, so that the search never ends worse than where it began."""

from __future__ import annotations

import sys

import pytest
from siting_cases import random_problem
from siting_oracle import cheapest

from banme.progress import Event, Progress, Stop
from banme.siting import Options, design

EXACT = Options(gap_pct=0.0, time_limit_s=30.0)
SEED = 20


def stop_at_first_plan(event: Event) -> None:
    if event.incumbent is not None:
        raise Stop


@pytest.mark.parametrize("most_columns", [20_000, 0], ids=["small", "large"])
def test_a_search_stopped_at_its_first_plan_is_no_worse_than_its_start(most_columns, monkeypatch):
    problem = random_problem(SEED)
    best = design(problem, EXACT)
    assert best.status == "optimal"
    monkeypatch.setattr(sys.modules["banme.siting.design"], "SMALL", most_columns)
    found = design(problem, EXACT, Progress(stop_at_first_plan), best.openings)
    assert found.cost_vnd == pytest.approx(best.cost_vnd)
    assert found.bound_vnd <= best.cost_vnd * (1 + 1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_a_start_that_breaks_the_decisions_changes_no_optimum(seed):
    problem = random_problem(seed)
    modules = problem.modules.drop_duplicates("site")
    everything = modules[["site", "module"]].assign(stage=problem.stages.index[0])
    found = design(problem, EXACT, start=everything)
    assert found.cost_vnd == pytest.approx(cheapest(problem), rel=1e-6)


def test_labels_of_a_start_that_the_problem_does_not_have_are_left_out():
    problem = random_problem(SEED)
    elsewhere = design(problem, EXACT).openings.assign(site="nowhere")
    assert design(problem, EXACT, start=elsewhere).cost_vnd == pytest.approx(cheapest(problem), rel=1e-6)
