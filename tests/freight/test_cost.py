import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from banme.errors import InputError
from banme.freight import TruckType, annuity, leg_cost_vnd_t, trip_cost_vnd

ARTIC = TruckType(20.0, 10_000.0, 300_000.0, load_factor_pct=90.0, empty_return_pct=50.0)


def test_a_trip_pays_for_the_way_there_the_empty_way_back_and_the_loading():
    # 120 km in 3 h: running 1,200,000 + 900,000; half the way back empty; 2 h of loading at 300,000
    assert trip_cost_vnd(120.0, 3.0, ARTIC, 2.0) == pytest.approx(1.5 * 2_100_000 + 600_000)


def test_a_tonne_pays_its_share_of_the_load_really_carried():
    assert leg_cost_vnd_t(120.0, 3.0, ARTIC, 2.0) == pytest.approx(3_750_000 / 18.0)


def test_costs_come_in_the_shape_of_the_distances():
    assert leg_cost_vnd_t(np.ones((2, 3)), np.ones((2, 3)), ARTIC, 0.0).shape == (2, 3)


def test_a_leg_without_a_way_has_no_cost_and_is_refused():
    with pytest.raises(InputError, match="distance_km"):
        leg_cost_vnd_t([10.0, np.nan], [1.0, np.nan], ARTIC, 1.0)


@given(
    distance=st.floats(0, 2000),
    time=st.floats(0, 60),
    empty=st.floats(0, 100),
    load=st.floats(1, 100),
)
def test_a_fuller_truck_and_less_empty_running_never_cost_more(distance, time, empty, load):
    truck = TruckType(20.0, 10_000.0, 300_000.0, load_factor_pct=load, empty_return_pct=empty)
    better = TruckType(20.0, 10_000.0, 300_000.0, load_factor_pct=100.0, empty_return_pct=0.0)
    assert leg_cost_vnd_t(distance, time, better, 1.0) <= leg_cost_vnd_t(distance, time, truck, 1.0)


def test_an_annuity_repays_the_investment_with_interest():
    payment = float(annuity(1_000_000.0, 8.0, 20))
    owed = 1_000_000.0
    for _ in range(20):
        owed = owed * 1.08 - payment
    assert owed == pytest.approx(0.0, abs=1e-6)


def test_without_interest_an_annuity_is_the_investment_over_its_life():
    assert annuity([0.0, 900.0], 0.0, 9).tolist() == [0.0, 100.0]


@pytest.mark.parametrize(
    ("capex", "rate", "life"), [(-1.0, 8.0, 10), (1.0, -1.0, 10), (1.0, 8.0, 0), (np.nan, 8.0, 10)]
)
def test_an_annuity_of_impossible_figures_is_refused(capex, rate, life):
    with pytest.raises(InputError):
        annuity(capex, rate, life)
