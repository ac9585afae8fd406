import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from banme.errors import InputError
from banme.freight import SeasonProfile, season

COFFEE = SeasonProfile({10: 0.15, 11: 0.35, 12: 0.35, 1: 0.15})


def test_a_year_is_spread_over_its_months_only():
    spread = season(pd.Series({"a": 100.0, "b": 0.0}), COFFEE)
    assert list(spread.columns) == [1, 10, 11, 12]
    assert spread.loc["a"].tolist() == pytest.approx([15.0, 15.0, 35.0, 35.0])


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=20))
def test_the_months_sum_to_the_year(tonnes):
    annual = pd.Series(tonnes)
    assert season(annual, COFFEE).sum(axis=1).to_numpy() == pytest.approx(annual.to_numpy(), rel=1e-12)


@pytest.mark.parametrize("share", [{0: 1.0}, {13: 1.0}, {1: 0.5}, {1: 1.5, 2: -0.5}, {}])
def test_a_profile_that_is_not_a_year_is_refused(share):
    with pytest.raises(InputError):
        SeasonProfile(share)


def test_an_unknown_year_is_refused_and_not_spread_as_zero():
    with pytest.raises(InputError):
        season(pd.Series({"a": float("nan")}), COFFEE)
