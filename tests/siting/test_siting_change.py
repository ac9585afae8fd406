"""A budget on change from today's network, and ceilings at other rates than the costs."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from siting_cases import minimal, random_problem
from siting_oracle import cheapest

from banme.checker import check
from banme.errors import InputError
from banme.siting import Ceiling, Limits, Options, Rates, design, load_problem, minimise, save

EXACT = Options(gap_pct=0.0, time_limit_s=30.0)
QUIET = [HealthCheck.function_scoped_fixture]


def changing(seed: int):
    """Return a random problem with other sites existing and limits on change, some with a ceiling on CO2."""
    rng = np.random.default_rng(seed)
    problem = random_problem(seed)
    problem = problem.replace(
        sites=problem.sites.assign(existing=rng.random(3) < 0.5),
        limits=problem.limits.replace(
            single_source=False,
            **{
                name: int(rng.integers(0, 3)) if rng.random() < 0.5 else None
                for name in ("max_new_sites", "max_closures", "max_changes")
            },
        ),
    )
    if rng.random() < 0.5:
        return problem
    green = Rates.only(problem, arcs=problem.arcs["co2_kg_t"].to_numpy(float), fixed=np.ones(len(problem.modules)))
    most = float(problem.supply["quantity_t"].sum() * rng.integers(3, 12))
    return problem.replace(ceilings=(Ceiling("co2", most, green),))


@settings(max_examples=12, deadline=None, suppress_health_check=QUIET)
@given(seed=st.integers(0, 100_000))
def test_limits_on_change_and_ceilings_agree_with_brute_force_and_the_checker(seed, tmp_path):
    problem = changing(seed)
    best, found = cheapest(problem), design(problem, EXACT)
    if math.isinf(best):
        assert math.isinf(found.cost_vnd)
        return
    assert found.cost_vnd == pytest.approx(best, rel=1e-6)
    assert found.bound_vnd <= best * (1 + 1e-6) + 1e-6
    save(problem, found, tmp_path)
    verdict = check(tmp_path)
    assert verdict.ok, verdict.findings
    again = load_problem(tmp_path)
    assert again.limits == problem.limits
    assert [one.name for one in again.ceilings] == [one.name for one in problem.ceilings]


@pytest.mark.parametrize("limit", ["max_new_sites", "max_closures", "max_changes"])
def test_more_change_allowed_never_costs_more_and_none_keeps_todays_network(limit):
    costs = []
    for most in (0, 1, 2, None):
        found = design(minimal(limits=Limits(**{limit: most})), EXACT)
        costs.append(found.cost_vnd)
        if most == 0:
            opened = set(found.openings["site"])
            assert limit == "max_closures" or "P" not in opened
            assert limit == "max_new_sites" or "C" in opened
    assert costs == sorted(costs, reverse=True)


def test_a_site_that_exists_and_opens_late_counts_as_closed(tmp_path):
    problem = minimal(limits=Limits(max_closures=0))
    found = design(problem, EXACT)
    save(problem, found, tmp_path)
    document = json.loads((tmp_path / "plan.json").read_bytes())
    rows = document["tables"]["openings"]["rows"]
    next(row for row in rows if row[0] == "C")[2] = "later"
    (tmp_path / "plan.json").write_text(json.dumps(document))
    assert ("change", "closures") in {(p.table, p.row) for p in check(tmp_path).findings}


def test_the_checker_refuses_a_plan_above_a_ceiling(tmp_path):
    problem = minimal()
    most = design(problem, EXACT).cost_vnd * 1.02
    green = Rates.only(problem, arcs=problem.arcs["co2_kg_t"].to_numpy(float))
    capped = minimise(problem, green, (Ceiling("cost", most, Rates.of(problem)),))
    save(capped, design(capped, EXACT), tmp_path)
    assert check(tmp_path).ok
    document = json.loads((tmp_path / "problem.json").read_bytes())
    document["ceilings"][0]["most"] *= 0.9
    (tmp_path / "problem.json").write_text(json.dumps(document))
    assert ("ceiling", "cost") in {(p.table, p.row) for p in check(tmp_path).findings}


@pytest.mark.parametrize("value", [-1, math.nan, math.inf])
def test_a_limit_on_change_that_is_no_count_is_refused(value):
    with pytest.raises(InputError, match="max_changes"):
        minimal(limits=Limits(max_changes=value))


def test_every_fault_of_a_ceiling_is_named():
    problem = minimal()
    good = Rates.of(problem)
    wrong = (
        Ceiling("a", math.inf, good),
        Ceiling("b", 1.0, Rates.only(problem, arcs=np.zeros(2))),
        Ceiling("b", 1.0, Rates.only(problem, fixed=np.full(3, np.nan))),
    )
    with pytest.raises(InputError) as refused:
        problem.replace(ceilings=wrong)
    assert [(p.row, p.column) for p in refused.value.problems] == [
        ("a", "most"),
        ("b", "arcs"),
        ("b", "name"),
        ("b", "fixed"),
        ("b", "name"),
    ]
