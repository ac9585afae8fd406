"""Projects with and without incentives, worked by hand."""

from dataclasses import replace
from datetime import date

import numpy as np
import numpy_financial
import pytest
from project_cases import RANGES, incentive, project

from banme.appraisal import Answer, Kind, Outcome, appraise, cash_flow, draw, tornado, value
from banme.law import Mark

DAY = date(2026, 11, 23)


def test_the_plain_cash_flow_is_the_hand_worked_one():
    flow = cash_flow(project())
    assert flow.depreciation.tolist() == [0, 20, 20, 20, 20, 20]
    assert flow.tax.tolist() == [0, 4, 4, 4, 4, 4]
    assert flow.net.tolist() == [-100, 36, 36, 36, 36, 36]
    found = value(project(), flow)
    assert found.npv_vnd == pytest.approx(numpy_financial.npv(0.10, flow.net))
    assert found.npv_vnd == pytest.approx(36 * 3.790787 - 100, abs=1e-3)
    assert found.irr_pct == pytest.approx(numpy_financial.irr(flow.net) * 100)
    assert found.payback_years == pytest.approx(100 / 36)


def test_exemption_and_reduction_keep_their_tax_in_the_project():
    flow = cash_flow(project(), [incentive(exempt_years=2, half_years=2)])
    assert flow.tax.tolist() == [0, 0, 0, 2, 2, 4]


def test_a_lower_rate_for_the_whole_life_holds_to_the_end():
    assert cash_flow(project(), [incentive(rate_pct=10.0, whole_term=True)]).tax.sum() == 10


def test_land_rent_is_let_off_while_building_and_for_the_years_after():
    rented = project(
        capex=[50, 50, 0, 0, 0, 0], revenue=[0, 0, 60, 60, 60, 60], land_rent=[3, 3, 3, 3, 3, 3], depreciation_years=4
    )
    relief = incentive(kind=Kind.LAND_RENT, construction_years=1, exempt_years=2, share_pct=100.0)
    assert cash_flow(rented, [relief]).land_rent.tolist() == [0, 3, 0, 0, 3, 3]
    half = replace(relief, share_pct=50.0)
    assert cash_flow(rented, [half]).land_rent.tolist() == [0, 3, 1.5, 1.5, 3, 3]
    assert cash_flow(rented, [replace(relief, whole_term=True)]).land_rent.tolist() == [0, 3, 0, 0, 0, 0]


def test_duty_let_off_is_not_paid_and_not_depreciated():
    importing = project(imported=[50, 0, 0, 0, 0, 0])
    paying = cash_flow(importing)
    assert paying.duty[0] == 5
    assert paying.depreciation[1] == 21
    free = cash_flow(importing, [incentive(kind=Kind.IMPORT_DUTY, share_pct=100.0)])
    assert free.duty.sum() == 0
    assert free.depreciation[1] == 20


def test_support_stops_at_its_ceiling_and_lowers_what_is_depreciated():
    paid = cash_flow(project(), [incentive(kind=Kind.GRANT, share_pct=30.0, cap_vnd=20.0)])
    assert paid.grant.tolist() == [20, 0, 0, 0, 0, 0]
    assert paid.depreciation[1] == 16


def test_of_one_kind_only_the_best_counts_and_kinds_add_up():
    found = appraise(
        project(land_rent=[0, 2, 2, 2, 2, 2]),
        [
            incentive("weak", exempt_years=1),
            incentive("strong", exempt_years=4),
            incentive("land", Kind.LAND_RENT, exempt_years=5, share_pct=100.0),
        ],
        DAY,
    )
    by_code = {each.eligibility.incentive.code: each for each in found.mechanisms}
    assert [each.code for each in found.best_set] == ["strong", "land"]
    assert not by_code["weak"].chosen
    assert by_code["weak"].within_vnd == 0
    # without the strong one the weak one takes its place
    assert by_code["strong"].within_vnd < by_code["strong"].alone_vnd
    assert found.best.npv_vnd > by_code["strong"].alone.npv_vnd
    assert {each.eligibility.incentive.code for each in found.unused} == {"strong", "land"}


def test_what_the_project_claims_is_valued_apart_and_is_not_unused():
    found = appraise(project(claims=frozenset({"i"})), [incentive(exempt_years=2)], DAY)
    assert found.claimed == found.best
    assert found.unused == ()


@pytest.mark.parametrize(
    ("decided", "answer"),
    [
        (date(2023, 12, 31), Answer.NO),
        (date(2024, 1, 1), Answer.YES),
        (date(2025, 9, 30), Answer.YES),
        (date(2025, 10, 1), Answer.NO),
        (None, Answer.UNKNOWN),
    ],
)
def test_the_day_of_decision_chooses_the_rule(decided, answer):
    rule = incentive(exempt_years=2, valid_to=date(2025, 9, 30))
    (found,) = appraise(project(decision_on=decided), [rule], DAY).mechanisms
    assert found.eligibility.answer is answer
    assert found.eligibility.kept_after_end == (answer is Answer.YES)


def test_a_wrong_place_is_refused_with_the_reason_and_a_missing_one_is_unknown():
    rule = incentive(exempt_years=2, places=frozenset({"@Buôn_Ma_Thuột"}))
    (refused,) = appraise(project(), [rule], DAY).mechanisms
    assert refused.eligibility.answer is Answer.NO
    assert any("Buôn Ma Thuột" in reason.vi for reason in refused.eligibility.reasons)
    (unknown,) = appraise(project(places=frozenset()), [rule], DAY).mechanisms
    assert unknown.eligibility.answer is Answer.UNKNOWN
    assert unknown.alone is None


def test_what_is_recalled_or_without_figures_is_not_counted():
    recalled = incentive("recalled", exempt_years=9, mark=Mark.RECALLED, in_use=False)
    blank = incentive("blank")
    found = appraise(project(), [recalled, blank], DAY)
    assert [each.eligibility.answer for each in found.mechanisms] == [Answer.UNKNOWN, Answer.UNKNOWN]
    assert found.best == found.none


def test_tax_of_people_is_no_cash_of_the_project():
    (found,) = appraise(project(), [incentive(kind=Kind.PERSONAL_TAX, exempt_years=5)], DAY).mechanisms
    assert found.eligibility.answer is Answer.YES
    assert found.alone is None


def test_doubling_every_amount_doubles_the_worth_and_leaves_the_rate():
    money = ("capex", "imported", "revenue", "operating_cost", "land_rent", "salvage")
    one = project(imported=[50, 0, 0, 0, 0, 0])
    two = replace(one, **{name: getattr(one, name) * 2 for name in money})
    small, large = (value(each, cash_flow(each, [incentive(exempt_years=1)])) for each in (one, two))
    assert large.npv_vnd == pytest.approx(2 * small.npv_vnd)
    assert large.irr_pct == pytest.approx(small.irr_pct)


def test_the_tornado_states_the_worth_at_each_end_and_puts_the_widest_first():
    planned = project(spreads=RANGES)
    bars = tornado(planned, [])
    assert [bar.swing_vnd for bar in bars] == sorted((bar.swing_vnd for bar in bars), reverse=True)
    revenue = next(bar for bar in bars if bar.driver == "revenue")
    by_hand = value(planned, cash_flow(project(revenue=[0, 48, 48, 48, 48, 48]))).npv_vnd
    assert revenue.npv_low_vnd == pytest.approx(by_hand)
    rate = next(bar for bar in bars if bar.driver == "discount_rate")
    assert (rate.low, rate.high) == (8, 12)
    assert rate.npv_low_vnd > rate.npv_high_vnd


def test_the_same_seed_draws_the_same_futures_and_the_median_lies_within_the_ends():
    planned = project(spreads=RANGES)
    first, again, other = (draw(planned, [], 2000, seed) for seed in (7, 7, 8))
    assert first == again
    assert first != other
    bars = tornado(planned, [])
    assert min(bar.npv_low_vnd for bar in bars) > first.npv_vnd[5] - 100
    assert first.npv_vnd[5] < first.npv_vnd[50] < first.npv_vnd[95]
    assert 0 < first.loss_probability_pct < 100


def test_draws_without_a_range_are_the_plan_itself():
    found = draw(project(), [], 10, 1)
    assert found.npv_vnd[5] == pytest.approx(found.npv_vnd[95])


def test_an_outcome_of_many_draws_gives_one_row_each():
    flow = cash_flow(project(), outcome=Outcome({"capex": np.array([[1.0], [1.2]])}))
    assert flow.net.shape == (2, 6)
    assert flow.net[1, 0] == -120
