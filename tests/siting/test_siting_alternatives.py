"""What near-optimal plans share agrees with full enumeration, and every claim is checked from its files."""

from __future__ import annotations

import itertools
import json
import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from siting_cases import minimal, random_problem
from siting_oracle import Enumeration, cheapest

from banme.checker import check
from banme.errors import InputError
from banme.progress import Event, Progress, Stop
from banme.siting import Near, Options, alternatives, save_alternatives

QUIET = [HealthCheck.function_scoped_fixture]
EXACT = Options(gap_pct=0.0, time_limit_s=60.0)


def divisible(seed: int):
    problem = random_problem(seed)
    return problem.replace(limits=problem.limits.replace(single_source=False))


def enumerated(problem, within_pct: float) -> dict[str, str]:
    """Return each site's verdict by trying every combination of openings with it and without it."""
    plans = Enumeration(problem)
    best = plans.cheapest()
    threshold = best + within_pct / 100.0 * abs(best)
    verdicts = {}
    for site in problem.sites.index:
        with_it = plans.any_below(threshold, lambda openings, site=site: openings[site] is not None)
        without = plans.any_below(threshold, lambda openings, site=site: openings[site] is None)
        verdicts[site] = "some" if with_it and without else "every" if with_it else "none"
    return verdicts


@settings(max_examples=8, deadline=None, suppress_health_check=QUIET)
@given(seed=st.integers(0, 100_000), within_pct=st.sampled_from([0.5, 5.0, 20.0]))
def test_verdicts_agree_with_full_enumeration_and_the_checker(seed, within_pct, tmp_path):
    problem = divisible(seed)
    if math.isinf(cheapest(problem)):
        with pytest.raises(InputError, match="plan"):
            alternatives(problem, Near(within_pct), EXACT)
        return
    found = alternatives(problem, Near(within_pct), EXACT)
    assert found.sites["verdict"].to_dict() == enumerated(problem, within_pct)
    save_alternatives(problem, found, tmp_path)
    verdict = check(tmp_path)
    assert verdict.ok, verdict.findings


def test_every_plan_kept_is_near_optimal_and_unlike_the_others():
    found = alternatives(divisible(22), Near(20.0, plans=3), EXACT)
    assert found.plans[0] is found.best
    assert all(plan.cost_vnd <= found.threshold_vnd for plan in (*found.plans, *found.witnesses))
    opened = [frozenset(plan.openings["site"]) for plan in found.plans]
    assert 1 < len(set(opened)) == len(opened) <= 3


def test_a_wider_margin_never_settles_more_sites():
    problem = divisible(2)
    verdicts = [alternatives(problem, Near(within), EXACT).sites["verdict"] for within in (0.1, 2.0, 30.0)]
    for narrow, wide in itertools.pairwise(verdicts):
        assert not ((narrow == "some") & (wide != "some")).any()


def test_what_a_planner_forces_or_excludes_needs_no_further_proof():
    problem = minimal()
    problem = problem.replace(sites=problem.sites.assign(decision=["excluded", "forced"]))
    found = alternatives(problem, Near(1.0), EXACT)
    assert found.sites["verdict"].to_dict() == {"P": "none", "C": "every"}
    assert [claim.certificate for claim in found.claims] == [0, 0]
    assert all(math.isinf(claim.bound_vnd) for claim in found.claims)


def test_stopping_returns_what_is_decided_by_then(tmp_path):
    problem = divisible(22)

    def stop(event: Event) -> None:
        if event.stage == "alternatives":
            raise Stop

    found = alternatives(problem, Near(5.0), EXACT, Progress(stop))
    truth = enumerated(problem, 5.0)
    assert set(found.sites["verdict"]) >= {"undecided"}
    assert all(verdict in ("undecided", truth[site]) for site, verdict in found.sites["verdict"].items())
    save_alternatives(problem, found, tmp_path)
    assert check(tmp_path).ok


@pytest.mark.parametrize("near", [{"within_pct": 0.0}, {"within_pct": math.nan}, {"plans": 0}])
def test_a_question_that_means_nothing_is_refused(near):
    with pytest.raises(InputError):
        Near(**near)


def corrupted(folder, change, name="alternatives"):
    path = folder / f"{name}.json"
    document = json.loads(path.read_bytes())
    change(document)
    path.write_text(json.dumps(document, ensure_ascii=False, separators=(",", ":")))
    return {(problem.rule, problem.row) for problem in check(folder).findings}


@pytest.fixture
def saved(tmp_path):
    problem = divisible(6)
    save_alternatives(problem, alternatives(problem, Near(5.0), EXACT), tmp_path)
    assert check(tmp_path).ok
    return tmp_path


def test_a_changed_verdict_is_refused_by_name(saved):
    def change(document):
        for row in document["sites"]["rows"]:
            row[1] = "some" if row[1] == "every" else "every"

    found = corrupted(saved, change)
    assert {("verdict", site) for site in ("P1", "P2", "C1")} <= found


def test_a_claim_that_proves_less_than_it_says_is_refused(saved):
    def change(document):
        for row in document["claims"]["rows"]:
            row[2] = "inf" if row[2] != "inf" else row[2]

    assert any(rule == "claim" and row.startswith("alternatives/claims/") for rule, row in corrupted(saved, change))


def test_a_claim_taken_away_leaves_its_site_unproven(saved):
    def change(document):
        del document["claims"]["rows"][0], document["claims"]["checks"][0]

    assert any(rule == "verdict" for rule, _ in corrupted(saved, change))


def test_a_wider_threshold_than_stated_is_refused(saved):
    def change(document):
        document["threshold_vnd"] *= 1.5

    assert ("claim", "alternatives/threshold_vnd") in corrupted(saved, change)


def test_a_plan_without_its_flows_is_refused(saved):
    def change(document):
        table = document["plans"][-1]["tables"]["flows"]
        del table["rows"][0], table["checks"][0]

    assert any(rule == "violated" for rule, _ in corrupted(saved, change))
