"""Plans of one site's other case, from warm programmes, are plans of that case and no cheaper than any can be."""

from __future__ import annotations

import math
import time

import pytest
from siting_cases import random_problem
from siting_oracle import Enumeration

from banme.progress import Progress
from banme.siting import Limits, NetworkProblem, Options, design
from banme.siting.handful import diverse, witnesses
from banme.siting.layout import lay_out
from banme.siting.linear import Setting
from banme.siting.pricing import read_plan
from banme.siting.proofs import Prover
from banme.siting.relaxation import Relaxation
from banme.siting.trials import Case, Trials
from banme.siting.watch import Watch


def trials_of(problem: NetworkProblem) -> Trials:
    found = design(problem, Options(gap_pct=0.0, time_limit_s=10.0))
    relaxation = Relaxation.of(lay_out(problem))
    multipliers = Prover(relaxation).best_at_root(found.certificate)
    return Trials(relaxation, Watch(Progress(), 60.0), Setting(0, 1), multipliers, read_plan(relaxation.layout, found))


def counted(seed: int, points: int) -> NetworkProblem:
    problem = random_problem(seed)
    return problem.replace(limits=Limits(max_sites={"point": points}))


@pytest.mark.parametrize("seed", [2, 4, 6, 22, 29])
def test_a_mended_case_is_a_plan_of_that_case_within_the_count(seed):
    problem = counted(seed, 1)
    plans, trials = Enumeration(problem), trials_of(problem)
    assert trials.place.cost == pytest.approx(plans.cheapest(), rel=1e-6)
    nodes = list(problem.nodes.index)
    opened = {nodes[site] for site in trials.layout.modules.site[trials.place.first >= 0]}
    for site in problem.sites.index:
        case = Case(nodes.index(site), site not in opened)
        for estimate in trials.estimates([case]):
            plan = trials.mended(estimate, time.monotonic() + 5.0, math.inf)
            best = plans.cheapest(lambda one, site=site, case=case: (one[site] is not None) == case.opened)
            if plan is None:
                continue
            sites = [nodes[at] for at in trials.layout.modules.site[plan.first >= 0]]
            assert (site in sites) == case.opened
            assert sum(name.startswith("P") for name in sites) <= 1
            assert plan.total >= best * (1 - 1e-9) - 1e-6


def test_a_site_that_opens_costs_no_more_than_its_estimate():
    problem = counted(22, 2)
    modules = problem.modules.assign(fixed_vnd_year=problem.modules["fixed_vnd_year"] * 5.0)
    trials = trials_of(problem.replace(sites=problem.sites.assign(decision="free"), modules=modules))
    closed = set(trials.layout.modules.site) - set(trials.layout.modules.site[trials.place.first >= 0])
    estimates = trials.estimates([Case(int(site), opened=True) for site in closed])
    assert estimates
    for estimate in estimates:
        plan = trials.together([estimate])
        assert plan is not None
        assert plan.total <= trials.place.cost + estimate.extra * (1 + 1e-9)


def test_a_part_of_the_year_without_goods_costs_nothing():
    problem = counted(4, 2)
    quiet = problem.replace(
        supply=problem.supply[~problem.supply["period"].str.endswith("b")].reset_index(drop=True),
        demand=problem.demand.assign(min_t=0.0),
        commodities=problem.commodities.assign(storable=False),
    )
    assert trials_of(quiet).place.cost == pytest.approx(Enumeration(quiet).cheapest(), rel=1e-6)


def test_a_handful_is_the_best_plan_and_those_farthest_from_it():
    opened = [frozenset("ab"), frozenset("ac"), frozenset("cd"), frozenset("ab")]
    assert diverse(opened, 3) == [0, 2, 1]
    assert diverse(opened, 9) == [0, 2, 1]


def test_witnesses_show_every_site_open_and_closed_with_few_plans():
    opened = [frozenset("a"), frozenset("ab"), frozenset("abc"), frozenset("c")]
    assert witnesses({"b", "c"}, opened, [0]) == [2]
    assert witnesses({"a", "b", "c"}, opened, [0]) == [2, 3]
