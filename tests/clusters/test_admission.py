import pytest

from banme.clusters.admission import AdmissionRule, Need, Verdict, decide, read_facts
from banme.errors import InputError
from banme.law.words import Words

AFTER = Words("Dừng tiếp nhận", "Admission withdrawn")
LEFT = {"area_ha": 10.0, "water_m3_day": 500.0, "power_kw": 2000.0, "wastewater_m3_day": 400.0}
GOOD = {
    "vsic": "C10770",
    "hazard_class": 4.0,
    "area_ha": 2.0,
    "workers": 120.0,
    "value_added_vnd_year": 60e9,
    "water_m3_day": 100.0,
    "wastewater_m3_day": 80.0,
    "technology_points": 65.0,
}


def rule(code, fact, need, limit=0.0, **more):
    return AdmissionRule(code, fact, need, AFTER, limit=limit, **more)


RULES = [
    rule("sector", "vsic", Need.STARTS_WITH, prefixes=("10", "2100")),
    rule("banned", "vsic", Need.STARTS_WITH_NONE, prefixes=("1062",)),
    rule("hazard", "hazard_class", Need.AT_LEAST, 3),
    rule("technology", "technology_points", Need.AT_LEAST, 60),
    rule("water", "water_of_left_pct", Need.AT_MOST, 50),
    rule("effluent", "wastewater_of_left_pct", Need.AT_MOST, 50),
    rule("jobs", "workers_ha", Need.AT_LEAST, 80, points=40, floor=20),
    rule("worth", "value_added_vnd_ha", Need.AT_LEAST, 30e9, points=60),
]


def gate(changes=None, verified=None, left=LEFT, **options):
    return decide(RULES, read_facts(GOOD | (changes or {})), read_facts(verified or {}), left, **options)


def test_a_project_that_passes_as_declared_still_awaits_verification():
    found = gate()
    assert found.verdict == Verdict.DECLARED
    assert found.missing == ()
    assert (found.low, found.high, found.most) == (pytest.approx(40 * (60 - 20) / 60 + 60), found.low, 100)


def test_a_project_with_every_gate_verified_is_admitted():
    found = gate(verified=GOOD)
    assert found.verdict == Verdict.ADMIT
    assert found.consequences == ()


@pytest.mark.parametrize(
    ("changes", "code", "holds"),
    [
        ({"vsic": "1077"}, "sector", True),
        ({"vsic": "21001"}, "sector", True),
        ({"vsic": "2410"}, "sector", False),
        ({"vsic": "10620"}, "banned", False),
        ({"hazard_class": 3.0}, "hazard", True),
        ({"hazard_class": 2.0}, "hazard", False),
        ({"technology_points": 60.0}, "technology", True),
        ({"technology_points": 59.9}, "technology", False),
        ({"water_m3_day": 250.0}, "water", True),
        ({"water_m3_day": 250.1}, "water", False),
        ({"wastewater_m3_day": 200.0}, "effluent", True),
        ({"wastewater_m3_day": 201.0}, "effluent", False),
    ],
)
def test_each_gate_holds_at_its_limit_and_not_beyond(changes, code, holds):
    found = gate(changes)
    one = next(x for x in found.findings if x.rule.code == code)
    assert one.holds is holds
    assert (found.verdict == Verdict.REFUSE) is not holds
    assert [x.rule.code for x in found.reasons] == ([] if holds else [code])


@pytest.mark.parametrize(("workers", "share"), [(160, 1.0), (159, 59.5 / 60), (100, 0.5), (40, 0.0), (0, 0.0)])
def test_a_scoring_rule_grows_evenly_from_its_floor(workers, share):
    one = next(x for x in gate({"workers": float(workers)}).findings if x.rule.code == "jobs")
    assert one.share == pytest.approx(share)


@pytest.mark.parametrize("fact", ["vsic", "hazard_class", "technology_points", "water_m3_day", "wastewater_m3_day"])
def test_a_missing_gate_leaves_the_answer_open_and_is_named(fact):
    found = gate({fact: None})
    assert found.verdict == Verdict.INCOMPLETE
    assert len(found.missing) >= 1


def test_what_the_cluster_has_left_may_be_unknown_and_then_nothing_is_concluded():
    found = gate(left={"area_ha": 10.0})
    assert found.verdict == Verdict.INCOMPLETE
    assert set(found.missing) == {"water_of_left_pct", "wastewater_of_left_pct"}


def test_a_demand_on_what_is_used_up_fails_and_no_demand_passes():
    empty = LEFT | {"water_m3_day": 0.0}
    assert [x.rule.code for x in gate(left=empty).reasons] == ["water"]
    assert gate({"water_m3_day": 0.0}, left=empty).reasons == ()


def test_a_declaration_that_does_not_stand_has_its_consequence():
    found = gate(verified={"technology_points": 40.0})
    assert found.verdict == Verdict.REFUSE
    assert [(x.rule.code, x.rule.consequence) for x in found.consequences] == [("technology", AFTER)]


def test_a_verified_value_better_than_declared_counts():
    found = gate({"technology_points": 40.0}, verified={"technology_points": 70.0})
    assert found.verdict == Verdict.DECLARED
    assert found.consequences == ()


def test_the_least_number_of_points_refuses_only_when_it_cannot_be_reached():
    assert gate(pass_points=60.0).verdict == Verdict.DECLARED
    assert gate({"value_added_vnd_year": 1e9}, pass_points=60.0).verdict == Verdict.REFUSE
    assert gate({"value_added_vnd_year": None}, pass_points=60.0).verdict == Verdict.INCOMPLETE


def test_rules_that_cannot_be_tested_are_all_reported():
    wrong = [
        rule("a", "colour", Need.YES),
        rule("b", "vsic", Need.AT_LEAST, 1),
        rule("c", "workers", Need.AT_LEAST, 1, points=-1),
        rule("d", "vsic", Need.STARTS_WITH),
        rule("e", "workers", Need.AT_LEAST, 1, points=1, floor=1),
    ]
    with pytest.raises(InputError) as raised:
        decide(wrong, {}, {}, {})
    expected = ["unknown-fact", "wrong-need", "negative-points", "no-prefixes", "bad-floor"]
    assert [x.rule for x in raised.value.problems] == expected


def test_facts_that_are_no_figures_are_refused_together():
    with pytest.raises(InputError) as raised:
        read_facts({"workers": -1.0, "water_m3_day": float("inf"), "colour": "red"})
    assert [x.rule for x in raised.value.problems] == ["bad-figure", "bad-figure", "unknown-fact"]
