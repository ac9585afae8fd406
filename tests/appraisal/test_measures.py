"""Worth, rate of return and payback, by hand and against numpy-financial."""

import numpy as np
import numpy_financial
import pytest

from banme.appraisal import irr_pct, npv, payback_years

CASES = [
    [-100.0, 39, 59, 55, 20],
    [-1000.0, 200, 200, 200, 200],
    [-250.0, -50, 0, 120, 120, 180, 190],
    [-5.0, 10.5, 1, 2, 3],
    [100.0, -30, -30, -30, -40],
]


@pytest.mark.parametrize("flows", CASES)
def test_worth_and_rate_of_return_are_those_of_numpy_financial(flows):
    row = np.array(flows)
    assert npv(8.0, row) == pytest.approx(numpy_financial.npv(0.08, row))
    assert irr_pct(row) / 100 == pytest.approx(numpy_financial.irr(row), abs=1e-9)


def test_many_series_are_valued_at_once():
    table = np.array([CASES[0], [-100.0, 30, 30, 30, 30]])
    assert npv(10.0, table) == pytest.approx(np.array([npv(10.0, row) for row in table]))
    assert irr_pct(table) == pytest.approx(np.array([irr_pct(row) for row in table]))


def test_there_is_no_rate_of_return_without_a_change_of_sign():
    assert np.isnan(irr_pct(np.array([10.0, 20, 30])))
    assert np.isnan(irr_pct(np.array([-10.0, -20])))


def test_a_series_that_changes_sign_twice_has_no_rate_to_be_preferred():
    twice = np.array([-100.0, 230, -132])  # 10 % and 20 % both bring it to nothing
    assert npv(10.0, twice) == pytest.approx(0.0, abs=1e-9)
    assert npv(20.0, twice) == pytest.approx(0.0, abs=1e-9)
    assert np.isnan(irr_pct(twice))


def test_payback_counts_part_of_a_year():
    assert payback_years(np.array([-100.0, 40, 40, 40])) == pytest.approx(2.5)


def test_payback_waits_until_the_money_stays_back():
    assert payback_years(np.array([-100.0, 120, -50, 40])) == pytest.approx(2.75)


def test_money_that_never_comes_back_has_no_payback():
    assert payback_years(np.array([-100.0, 40, 40])) is None
