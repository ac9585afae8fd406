"""Losses carried forward, and holidays that count from the first taxable year, at latest the fourth of revenue."""

import numpy as np
import pytest

from banme.appraisal import TaxTerms, after_losses, holiday_start, rates_pct, tax

SELLING = np.ones(8)


def test_losses_are_set_off_oldest_first():
    base, lapsed = after_losses(np.array([-50.0, -30, 20, 40, 60]), 5)
    assert base.tolist() == [0, 0, 0, 0, 40]  # 80 of losses against 120 of income
    assert lapsed.sum() == 0


@pytest.mark.parametrize(("profit_at", "taxed"), [(5, 0.0), (6, 100.0)])
def test_a_loss_is_good_for_five_years_and_not_for_a_sixth(profit_at, taxed):
    profit = np.zeros(8)
    profit[0], profit[profit_at] = -100.0, 100.0
    base, lapsed = after_losses(profit, 5)
    assert base.sum() == taxed
    assert lapsed[6] == (100.0 if taxed else 0.0)


@pytest.mark.parametrize(
    ("first_income", "start"),
    [(0, 0), (1, 1), (2, 2), (3, 3), (4, 3), (7, 3)],
)
def test_the_holiday_counts_from_the_first_income_and_at_latest_from_the_fourth_year_of_revenue(first_income, start):
    profit = np.where(np.arange(8) >= first_income, 10.0, -1.0)
    assert holiday_start(profit, SELLING, 4) == start


def test_the_fourth_year_is_counted_from_the_first_revenue_and_not_from_the_first_investment():
    revenue = np.array([0.0, 0, 5, 5, 5, 5, 5, 5])
    assert holiday_start(np.full(8, -1.0), revenue, 4) == 5


def test_taxable_income_before_losses_are_set_off_begins_the_holiday():
    terms = TaxTerms(20.0, 5, exempt_years=1, half_years=1)
    found = tax(np.array([-100.0, 60, 60, 60]), np.ones(4), terms)
    assert found.rate_pct.tolist() == [20, 0, 10, 20]
    assert found.base.tolist() == [0, 0, 20, 60]
    assert found.due.tolist() == [0, 0, 2, 12]


def test_a_lower_rate_counts_from_the_first_revenue_and_is_halved_after_the_exemption():
    terms = TaxTerms(20.0, 5, rate_pct=10.0, rate_years=4, exempt_years=1, half_years=2)
    revenue = np.array([0.0, 1, 1, 1, 1, 1, 1, 1])
    profit = np.array([-1.0, 5, 5, 5, 5, 5, 5, 5])
    assert rates_pct(profit, revenue, terms).tolist() == [20, 0, 5, 5, 10, 20, 20, 20]


def test_many_draws_are_taxed_each_by_its_own_first_income():
    profit = np.array([[10.0, 10, 10], [-5.0, 10, 10]])
    terms = TaxTerms(20.0, 5, exempt_years=1)
    assert tax(profit, np.ones(3), terms).due.tolist() == [[0, 2, 2], [0, 0, 2]]


def test_a_project_that_never_sells_has_no_holiday():
    assert holiday_start(np.zeros(3), np.zeros(3), 4) == 3
