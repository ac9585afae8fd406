"""Plans of the maximising studies: the checker recomputes them from their files, and refuses what was changed."""

import copy
import gzip
import hashlib
import json
import math

import pytest
from exchange_cases import exchange
from ladder_cases import benefit, problem
from zone_cases import zone

from banme.checker import check
from banme.clusters.greenness import match, save_exchange
from banme.clusters.ladder import Budget, choose, save_upgrades
from banme.clusters.saved import NAME
from banme.clusters.zone import plan_zone, save_zone

BUDGET = Budget(2e9)


def read(folder):
    return json.loads(gzip.decompress((folder / NAME).read_bytes()))


def resave(folder, document):
    """Write a changed document with a digest that fits it, so that only what it says can betray it."""
    rest = {name: value for name, value in document.items() if name != "digest"}
    told = hashlib.sha256(json.dumps(rest, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    (folder / NAME).write_bytes(gzip.compress(json.dumps({**rest, "digest": told}, ensure_ascii=False).encode()))


def rules(folder):
    return {finding.rule for finding in check(folder).findings}


@pytest.fixture
def upgrades(tmp_path):
    p = problem(1)
    plan = choose(p, BUDGET)
    save_upgrades(p, BUDGET, plan, tmp_path)
    return p, plan, tmp_path


@pytest.fixture
def exchanges(tmp_path):
    p = exchange(2)
    plan = match(p)
    save_exchange(p, plan, tmp_path)
    return plan, tmp_path


@pytest.fixture
def portfolio(tmp_path):
    z = zone(1)
    plan = plan_zone(z)
    save_zone(z, plan, tmp_path)
    return plan, tmp_path


def test_an_upgrade_plan_is_recomputed_to_the_same_benefit(upgrades):
    p, plan, folder = upgrades
    verdict = check(folder)
    assert verdict.findings == ()
    assert plan.chosen
    assert verdict.is_benefit
    assert math.isnan(verdict.bound_vnd)
    assert -verdict.cost_vnd == pytest.approx(benefit(p, plan.chosen), rel=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_exchanges_and_portfolios_are_recomputed_to_the_same_benefit(seed, tmp_path):
    p, z = exchange(seed), zone(seed)
    gained, worth = match(p), plan_zone(z)
    save_exchange(p, gained, tmp_path / "e")
    save_zone(z, worth, tmp_path / "z")
    for folder, value in (("e", gained.gain_vnd_year), ("z", worth.worth_vnd)):
        verdict = check(tmp_path / folder)
        assert verdict.findings == ()
        assert -verdict.cost_vnd == pytest.approx(value, rel=1e-9)


def test_a_changed_byte_is_seen_by_the_digest(portfolio):
    document = read(portfolio[1])
    document["claims"]["bound"] *= 2
    (portfolio[1] / NAME).write_bytes(gzip.compress(json.dumps(document).encode()))
    assert "digest" in rules(portfolio[1])


def smaller_budget(d):
    d["problem"]["budget_vnd"] = 1.0


def smaller_budget_of_one(d):
    names = {row["establishment"] for row in d["problem"]["options"]}
    d["problem"]["by_establishment_vnd"] = dict.fromkeys(names, 1.0)


def excluded(d):
    d["problem"]["excludes"].append({"label": "x", "option": d["plan"][0]["option"], "other": d["plan"][-1]["option"]})


def needs_another(d):
    d["problem"]["requires"].append({"label": "x", "option": d["plan"][0]["option"], "needs": "nothing"})


def saves_too_much(d):
    for row in d["problem"]["overlaps"]:
        row["factor"] = -1.0
    for row in d["problem"]["savings"]:
        row["saving_pct"] = 150.0


def one_costs_more(d):
    chosen = d["plan"][0]["option"]
    next(row for row in d["problem"]["options"] if row["label"] == chosen)["opex_vnd_year"] += 1e6


def bound_below(d):
    d["claims"]["bound"] = d["claims"]["worth"] - 1e9


def twice(d):
    d["plan"].append(copy.deepcopy(d["plan"][0]))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (smaller_budget, "violated"),
        (smaller_budget_of_one, "violated"),
        (excluded, "violated"),
        (needs_another, "violated"),
        (saves_too_much, "violated"),
        (one_costs_more, "claim"),
        (bound_below, "claim"),
        (twice, "unknown-label"),
    ],
)
def test_the_checker_refuses_an_upgrade_plan_that_does_not_hold(upgrades, change, rule):
    folder = upgrades[2]
    document = read(folder)
    change(document)
    resave(folder, document)
    assert rule in rules(folder)


def less_to_give(d):
    for row in d["problem"]["offers"]:
        row["available_t_year"] = 1.0


def less_needed(d):
    for row in d["problem"]["wants"]:
        row["needed_t_year"] = 1.0


def small_works(d):
    for row in d["problem"]["routes"]:
        row["capacity_t_year"] = 1.0


def refused_permits(d):
    for row in d["problem"]["routes"]:
        row["permitted"] = False


def lost_tonnes(d):
    d["plan"][0]["residue_t_year"] += 1.0


def dearer_transport(d):
    for row in d["problem"]["routes"]:
        row["transport_vnd_tkm"] += 1000.0


def other_material(d):
    for row in d["problem"]["routes"]:
        row["source"] = "gold"


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (less_to_give, "violated"),
        (less_needed, "violated"),
        (small_works, "violated"),
        (refused_permits, "unknown-label"),
        (other_material, "unknown-label"),
        (lost_tonnes, "claim"),
        (dearer_transport, "claim"),
        (twice, "unknown-label"),
    ],
)
def test_the_checker_refuses_exchanges_that_do_not_hold(exchanges, change, rule):
    plan, folder = exchanges
    assert len(plan.flows)
    document = read(folder)
    change(document)
    resave(folder, document)
    assert rule in rules(folder)


def no_land(d):
    for row in d["problem"]["areas"]:
        row["area_ha"] = 0.5


def no_water(d):
    for row in d["problem"]["periods"]:
        row["water_m3_day"] = 1.0


def no_money(d):
    for row in d["problem"]["periods"]:
        row["budget_vnd"] = 1.0


def ready_later(d):
    for row in d["problem"]["areas"]:
        row["ready_from"] = "t2"


def elsewhere(d):
    d["problem"]["fits"] = []


def another_must(d):
    d["problem"]["projects"].append({**d["problem"]["projects"][0], "label": "p9", "must": True})


def other_synergy(d):
    begun = [row["project"] for row in d["plan"]]
    d["problem"]["synergies"].append({"label": "x", "project": begun[0], "other": begun[1], "benefit_vnd": 1e9})


def kept_apart(d):
    begun = [row["project"] for row in d["plan"]]
    d["problem"]["excludes"].append({"label": "x", "project": begun[0], "other": begun[1]})


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (no_land, "violated"),
        (no_water, "violated"),
        (no_money, "violated"),
        (ready_later, "violated"),
        (elsewhere, "unknown-label"),
        (another_must, "violated"),
        (kept_apart, "violated"),
        (other_synergy, "claim"),
        (bound_below, "claim"),
        (twice, "unknown-label"),
    ],
)
def test_the_checker_refuses_a_portfolio_that_does_not_hold(portfolio, change, rule):
    plan, folder = portfolio
    assert len(plan.schedule) > 1
    document = read(folder)
    change(document)
    resave(folder, document)
    assert rule in rules(folder)


def test_a_zone_without_a_portfolio_is_saved_and_checked_as_such(tmp_path):
    z = zone(0)
    z.projects["must"] = True
    z.periods["budget_vnd"] = 1.0
    plan = plan_zone(z)
    save_zone(z, plan, tmp_path)
    verdict = check(tmp_path)
    assert plan.status == "infeasible"
    assert verdict.ok
    assert math.isinf(verdict.cost_vnd)
