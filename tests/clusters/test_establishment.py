"""Conditions to establish and expand, at every boundary."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from banme.clusters.dossier import check_dossier
from banme.clusters.establishment import (
    ESSENTIAL_WORKS,
    AreaUnderTest,
    Expansion,
    Proposal,
    judge_establishment,
    judge_expansion,
)
from banme.clusters.occupancy import LandUse, of_plots, over_area
from banme.clusters.standards import InFence, Lot, Wastewater, judge_in_fence, shortfalls
from banme.clusters.verdict import Answer, changed
from banme.errors import InputError
from national_law import book, items

NOW, THEN = date(2026, 11, 23), date(2023, 3, 15)


def land(occupancy_pct=0.0, industrial_ha=400.0):
    return LandUse("a", industrial_ha, industrial_ha * occupancy_pct / 100, 0.0)


def proposal(**facts):
    usual = Proposal(
        cluster="ccn-hoaxuan",
        area_ha=40.0,
        small_allowed=False,
        in_provincial_list=True,
        fits_land_plan=True,
        applicant_qualified=True,
        tested=AreaUnderTest("test", over_area([land(80)])),
    )
    return replace(usual, **facts)


def answer(verdict, code):
    return next(condition for condition in verdict.conditions if condition.code == code)


@pytest.mark.parametrize(
    ("area_ha", "small", "expected"),
    [
        (10, False, Answer.MET),
        (9.99, False, Answer.NOT_MET),
        (9.99, None, Answer.INPUT_MISSING),
        (9.99, True, Answer.MET),
        (5, True, Answer.MET),
        (4.99, True, Answer.NOT_MET),
        (4.99, None, Answer.NOT_MET),
        (74.9, False, Answer.MET),
        (75, False, Answer.MET),
        (75.1, False, Answer.NOT_MET),
        (None, False, Answer.INPUT_MISSING),
    ],
)
def test_the_area_of_a_new_cluster(area_ha, small, expected):
    verdict = judge_establishment(proposal(area_ha=area_ha, small_allowed=small), book().on(NOW))
    assert answer(verdict, "establish.area").answer is expected


@pytest.mark.parametrize(("pct", "expected"), [(49.99, Answer.NOT_MET), (50, Answer.NOT_MET), (50.01, Answer.MET)])
def test_average_occupancy_must_be_above_fifty_where_much_land_is_free(pct, expected):
    tested = AreaUnderTest("district", over_area([land(pct, 1000.0)]))
    verdict = judge_establishment(proposal(tested=tested), book().on(NOW))
    assert answer(verdict, "establish.occupancy").answer is expected
    assert verdict.answer is expected


@pytest.mark.parametrize(("leased", "expected"), [(20.0, Answer.MET), (19.99, Answer.NOT_MET), (20.01, Answer.MET)])
def test_a_hundred_hectares_not_leased_are_still_allowed(leased, expected):
    tested = AreaUnderTest("district", over_area([LandUse("a", 120.0, leased, 0.0)]))
    assert (
        answer(judge_establishment(proposal(tested=tested), book().on(NOW)), "establish.occupancy").answer is expected
    )


def test_fifty_per_cent_is_exact_however_the_hectares_are_written():
    tested = over_area([LandUse("a", 0.7, 0.1, 0.2), LandUse("b", 1000.1, 500.1, 0.0)])
    assert tested.weighted_pct == pytest.approx(50.0, abs=0.01)
    exact = over_area([LandUse("a", 0.6, 0.1, 0.2), LandUse("b", 1000.2, 500.1, 0.0)])
    assert exact.weighted_pct == 50.0


def test_the_first_cluster_of_an_area_needs_no_occupancy():
    tested = AreaUnderTest("commune", over_area([]))
    assert judge_establishment(proposal(tested=tested), book().on(NOW)).answer is Answer.MET


def test_one_unknown_cluster_leaves_the_average_unknown_and_is_named():
    tested = AreaUnderTest("district", over_area([land(80), LandUse("b", 200.0, None, 0.0)]))
    verdict = judge_establishment(proposal(tested=tested), book().on(NOW))
    assert verdict.answer is Answer.INPUT_MISSING
    assert verdict.missing == ("b.leased_ha",)


def test_little_free_land_decides_even_when_occupancy_is_unknown():
    tested = AreaUnderTest("district", over_area([LandUse("b", 90.0, 10.0, None)]))
    assert judge_establishment(proposal(tested=tested), book().on(NOW)).answer is Answer.MET


def test_the_reader_is_told_when_the_plain_mean_would_decide_otherwise():
    tested = AreaUnderTest("district", over_area([land(49, 1000.0), LandUse("b", 10.0, 10.0, 0.0)]))
    found = answer(judge_establishment(proposal(tested=tested), book().on(NOW)), "establish.occupancy")
    assert found.answer is Answer.NOT_MET
    assert "plain mean" in found.reason.en


@pytest.mark.parametrize("fact", ["in_provincial_list", "fits_land_plan", "applicant_qualified"])
def test_each_fact_decides_and_its_absence_is_named(fact):
    assert judge_establishment(proposal(**{fact: False}), book().on(NOW)).answer is Answer.NOT_MET
    unknown = judge_establishment(proposal(**{fact: None}), book().on(NOW))
    assert unknown.answer is Answer.INPUT_MISSING
    assert unknown.missing == (fact,)


def test_in_2023_the_recalled_percentages_give_no_verdict():
    verdict = judge_establishment(proposal(), book().on(THEN))
    found = answer(verdict, "establish.occupancy")
    assert found.answer is Answer.RULE_MISSING
    assert verdict.answer is Answer.RULE_MISSING
    assert not verdict.rests_on_unverified


def test_the_same_dossier_in_2023_and_2026_differs_in_its_rules():
    before, after = (judge_establishment(proposal(), book().on(day)) for day in (THEN, NOW))
    codes = {(old or new).code for old, new in changed(before, after)}
    assert codes == {"establish.area", "establish.occupancy"}
    assert after.answer is Answer.MET


def expansion(**facts):
    usual = Expansion(
        area_after_ha=60.0,
        fits_land_plan=True,
        applicant_qualified=True,
        land=land(80),
        demand_ha=0.0,
        works_done=dict.fromkeys(ESSENTIAL_WORKS, True),
    )
    return replace(usual, **facts)


@pytest.mark.parametrize(
    ("pct", "demand", "expected"),
    [
        (59.99, 0.0, Answer.NOT_MET),
        (60, 0.0, Answer.MET),
        (60.01, None, Answer.MET),
        (59.99, 400.0, Answer.NOT_MET),
        (59.99, 400.01, Answer.MET),
        (59.99, None, Answer.INPUT_MISSING),
    ],
)
def test_an_expansion_needs_sixty_per_cent_or_more_demand_than_land(pct, demand, expected):
    verdict = judge_expansion(expansion(land=land(pct), demand_ha=demand), book().on(NOW))
    assert verdict.answer is expected


@pytest.mark.parametrize(("after", "expected"), [(74.9, Answer.MET), (75, Answer.MET), (75.1, Answer.NOT_MET)])
def test_no_cluster_grows_beyond_seventy_five_hectares(after, expected):
    assert judge_expansion(expansion(area_after_ha=after), book().on(NOW)).answer is expected


@pytest.mark.parametrize("work", ESSENTIAL_WORKS)
def test_every_essential_work_must_be_finished(work):
    done = dict.fromkeys(ESSENTIAL_WORKS, True)
    assert judge_expansion(expansion(works_done=done | {work: False}), book().on(NOW)).answer is Answer.NOT_MET
    unknown = judge_expansion(expansion(works_done=done | {work: None}), book().on(NOW))
    assert unknown.missing == (work,)


def test_approved_projects_count_for_occupancy_but_not_as_leased():
    known = LandUse("a", 50.0, leased_ha=20.0, approved_ha=10.0, serviced_ha=25.0)
    assert known.occupancy_pct == 60.0
    assert known.leased_share_pct == 80.0
    assert known.unleased_ha == 30.0


def test_a_leased_plot_with_an_approved_project_counts_once():
    plots = pd.DataFrame(
        {
            "area_ha": [10.0, 5.0, 5.0, 3.0],
            "industrial": [True, True, True, False],
            "leased": [True, False, False, True],
            "approved": [True, True, False, True],
            "serviced": [True, True, False, True],
        }
    )
    known = of_plots("a", plots)
    assert (known.industrial_ha, known.leased_ha, known.approved_ha, known.serviced_ha) == (20.0, 10.0, 5.0, 15.0)


def test_more_land_leased_than_planned_is_refused():
    with pytest.raises(InputError, match="exceeds"):
        LandUse("a", 20.0, 15.0, 5.01)


def test_no_industrial_land_is_not_full_occupancy():
    assert LandUse("a", 0.0, 0.0, 0.0).occupancy_pct is None
    assert LandUse("a", None, 1.0, 0.0).occupancy_pct is None


ALL_PAPERS = frozenset(item.code for item in items() if item.procedure == "establish_or_expand")


def test_a_full_dossier_in_two_sets_is_complete_and_one_set_is_not():
    regime = book().on(NOW)
    assert check_dossier(items(), ALL_PAPERS, regime, "establish_or_expand", 2).complete is True
    assert check_dossier(items(), ALL_PAPERS, regime, "establish_or_expand", 1).complete is False
    assert check_dossier(items(), ALL_PAPERS, regime, "establish_or_expand").complete is None


def test_one_proof_of_finance_is_enough_and_none_is_not():
    finance = {item.code for item in items() if item.any_of == "finance"}
    regime = book().on(NOW)
    one = check_dossier(items(), ALL_PAPERS - finance | {"guarantee@2024"}, regime, "establish_or_expand", 2)
    none = check_dossier(items(), ALL_PAPERS - finance, regime, "establish_or_expand", 2)
    assert one.complete is True
    assert none.complete is False
    assert {item.code for item in none.missing_any[0]} == finance


def test_a_missing_paper_is_named_and_an_unknown_one_refused():
    regime = book().on(NOW)
    checked = check_dossier(items(), ALL_PAPERS - {"boundary_map@2024"}, regime, "establish_or_expand", 2)
    assert [item.code for item in checked.missing] == ["boundary_map@2024"]
    with pytest.raises(InputError, match="no such paper"):
        check_dossier(items(), frozenset({"poem"}), regime, "establish_or_expand")


def test_no_list_is_known_for_2023_and_that_is_not_completeness():
    assert check_dossier(items(), ALL_PAPERS, book().on(THEN), "establish_or_expand", 2).complete is None


def in_fence(**facts):
    usual = InFence(
        area_ha=50.0,
        shared_ha={"roads": 5.0, "green": 5.0, "technical": 0.5},
        strip_m=10.0,
        lots=(Lot("a", 70.0, 5), Lot("b", 60.0, 6)),
        wastewater=Wastewater(central_working=True),
    )
    return replace(usual, **facts)


def test_a_cluster_exactly_at_every_standard_meets_them():
    assert judge_in_fence(in_fence(), book().on(NOW)).answer is Answer.MET


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"shared_ha": {"roads": 4.99, "green": 5.0, "technical": 0.5}}, "standard.roads"),
        ({"shared_ha": {"roads": 5.0, "green": 4.99, "technical": 0.5}}, "standard.green"),
        ({"shared_ha": {"roads": 5.0, "green": 5.0, "technical": 0.49}}, "standard.technical"),
        ({"strip_m": 9.9}, "standard.strip"),
        ({"lots": (Lot("a", 70.1, 5),)}, "standard.density"),
        ({"lots": (Lot("a", 60.1, 6),)}, "standard.density"),
    ],
)
def test_just_below_a_standard_is_not_met(facts, code):
    verdict = judge_in_fence(in_fence(**facts), book().on(NOW))
    assert [each.code for each in verdict.conditions if each.answer is Answer.NOT_MET] == [code]


def test_a_density_between_the_limits_needs_the_floors():
    verdict = judge_in_fence(in_fence(lots=(Lot("a", 65.0, None),)), book().on(NOW))
    assert verdict.missing == ("a.density_pct",)


OLD_AND_FULL = {"operating_since": date(2021, 12, 31), "occupancy_pct": 80.01, "flow_m3_day": 500.0}
NEW_AND_SMALL = {"operating_since": date(2022, 1, 1), "occupancy_pct": 90.0, "flow_m3_day": 99.9}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (OLD_AND_FULL, Answer.MET),
        (OLD_AND_FULL | {"occupancy_pct": 80.0}, Answer.NOT_MET),
        (OLD_AND_FULL | {"operating_since": date(2022, 1, 1)}, Answer.NOT_MET),
        (NEW_AND_SMALL, Answer.MET),
        (NEW_AND_SMALL | {"flow_m3_day": 100.0}, Answer.NOT_MET),
        (OLD_AND_FULL | {"tenants_treat_to_standard": False}, Answer.NOT_MET),
        (OLD_AND_FULL | {"tenants_treat_to_standard": None}, Answer.INPUT_MISSING),
        (NEW_AND_SMALL | {"operating_since": None}, Answer.MET),
        (OLD_AND_FULL | {"operating_since": None}, Answer.INPUT_MISSING),
        ({}, Answer.INPUT_MISSING),
    ],
)
def test_who_may_lack_a_central_wastewater_system(facts, expected):
    wastewater = Wastewater(**{"central_working": False, "tenants_treat_to_standard": True} | facts)
    verdict = judge_in_fence(in_fence(wastewater=wastewater), book().on(NOW))
    assert answer(verdict, "standard.wastewater").answer is expected


def test_what_is_lacking_is_told_in_hectares_and_money_in_the_order_of_works():
    facts = in_fence(shared_ha={"roads": 3.0, "green": 5.0, "technical": 0.1})
    found = shortfalls(facts, book().on(NOW), {"roads": 1e9})
    assert [(each.share, round(each.area_ha, 6), each.cost_vnd) for each in found] == [
        ("technical", 0.4, None),
        ("roads", 2.0, 2e9),
    ]
