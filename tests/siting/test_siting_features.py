"""Every feature of the model, alone and with what it needs to bite, costs what full enumeration finds."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from siting_cases import FEATURES, random_problem
from siting_futures import futures_of
from siting_oracle import cheapest

from banme.siting import Limits, NetworkProblem, Options, design

EXACT = Options(gap_pct=0.0, time_limit_s=20.0)
CASES = 12


def having(*features: str):
    """Return a maker of problems with these features only."""
    return lambda seed: random_problem(seed, frozenset(features))


def tighter(problem: NetworkProblem, share: float) -> NetworkProblem:
    modules = problem.modules
    return problem.replace(modules=modules.assign(throughput_t=modules["throughput_t"] * share))


def stored(seed: int) -> NetworkProblem:
    """All goods come in the first period, more than fits through: they wait in stores or are left."""
    problem = tighter(random_problem(seed, frozenset({"storage", "elastic"})), 0.6)
    first = problem.supply["period"] == problem.periods.index[0]
    dear = problem.arcs["cost_vnd_t"].where(~problem.arcs["target"].str.startswith("Z"), 5.0)
    late = problem.demand.assign(max_t=np.where(problem.demand["period"] == problem.periods.index[0], 6.0, np.inf))
    return problem.replace(
        supply=problem.supply[first].reset_index(drop=True), arcs=problem.arcs.assign(cost_vnd_t=dear), demand=late
    )


def through_two_levels(seed: int) -> NetworkProblem:
    problem = random_problem(seed, frozenset({"elastic", "modules"}))
    step = problem.arcs["source"].str[0] + problem.arcs["target"].str[0]
    return problem.replace(arcs=problem.arcs[step.isin(["OP", "PC", "CZ"])].reset_index(drop=True))


def direct_only_beside_one_site(seed: int) -> NetworkProblem:
    problem = random_problem(seed, frozenset({"price", "most"}))
    cheap = problem.arcs["cost_vnd_t"].where(problem.arcs["source"].str[0] != "O", problem.arcs["cost_vnd_t"] % 9.0)
    return problem.replace(arcs=problem.arcs.assign(cost_vnd_t=cheap))


def sharing_room(seed: int) -> NetworkProblem:
    return tighter(random_problem(seed, frozenset({"commodities", "caps", "elastic"})), 0.7)


def changing_little(seed: int) -> NetworkProblem:
    rng = np.random.default_rng(seed)
    problem = random_problem(seed, frozenset({"modules", "elastic"}))
    names = ("max_new_sites", "max_closures", "max_changes")
    limits = Limits(**{name: int(rng.integers(0, 2)) for name in names if rng.random() < 0.6})
    return problem.replace(sites=problem.sites.assign(existing=rng.random(3) < 0.5), limits=limits)


def short_of_money(seed: int) -> NetworkProblem:
    problem = random_problem(seed, frozenset({"modules"}))
    return problem.replace(limits=Limits(budget_vnd=float(np.random.default_rng(seed).integers(5, 45))))


def in_three_futures(seed: int) -> NetworkProblem:
    return futures_of(random_problem(seed, frozenset({"elastic", "price"})), seed)


MAKERS = {
    "storage": stored,
    "modules": having("modules"),
    "stages": having("stages", "modules"),
    "direct legs": direct_only_beside_one_site,
    "two levels": through_two_levels,
    "shared capacity": sharing_room,
    "outlets' least and most": having("least", "most", "price"),
    "budget": short_of_money,
    "count": having("count"),
    "service time": having("service", "commodities"),
    "CO2 cap": having("co2_cap", "elastic"),
    "CO2 price": having("co2_price", "modules"),
    "forced and excluded": having("decisions"),
    "closures": having("closures"),
    "single source": having("single"),
    "limits on change": changing_little,
    "futures": in_three_futures,
}


@pytest.mark.parametrize("feature", MAKERS)
@settings(max_examples=CASES, derandomize=True)
@given(seed=st.integers(0, 100_000))
def test_a_feature_costs_what_full_enumeration_finds(feature, seed):
    problem = MAKERS[feature](seed)
    best, found = cheapest(problem), design(problem, EXACT)
    if math.isinf(best):
        assert math.isinf(found.cost_vnd)
        return
    assert found.cost_vnd == pytest.approx(best, rel=1e-6)
    assert found.bound_vnd <= best + 1e-7 * abs(best) + 1e-7
    if not problem.limits.single_source:
        assert found.gap_pct <= 1e-4


def test_every_random_feature_has_its_own_cases():
    alone = {
        "elastic": "storage",
        "price": "direct legs",
        "least": "outlets' least and most",
        "caps": "shared capacity",
    }
    shown = {
        "commodities": "shared capacity",
        "most": "outlets' least and most",
        "co2_cap": "CO2 cap",
        "co2_price": "CO2 price",
        "decisions": "forced and excluded",
        "service": "service time",
        "single": "single source",
        **alone,
    }
    assert {shown.get(feature, feature) for feature in FEATURES} <= set(MAKERS)
