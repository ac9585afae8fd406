import numpy as np
import pytest

from banme.errors import InputError
from banme.freight import TruckType, emissions_kg, load_factor, trips

TRUCK = TruckType(8.0, 7000.0, 200_000.0, load_factor_pct=75.0, empty_return_pct=100.0)


def test_trips_are_rounded_up_and_nothing_needs_no_trip():
    assert trips([0.0, 0.1, 6.0, 6.1, 60.0], TRUCK).tolist() == [0.0, 1.0, 1.0, 2.0, 10.0]


def test_rounding_of_a_sum_never_asks_for_one_more_trip():
    assert trips(sum([0.1] * 60), TRUCK) == 1.0


def test_a_round_trip_is_paid_twice_and_a_return_load_once():
    assert TRUCK.ways == 2.0
    assert TruckType(8.0, 1.0, 1.0, load_factor_pct=100.0, empty_return_pct=0.0).ways == 1.0


def test_the_load_factor_is_tonnes_over_room_and_missing_where_nobody_drove():
    found = load_factor([12.0, 0.0], [2.0, 0.0], TRUCK)
    assert found[0] == 0.75
    assert np.isnan(found[1])


def test_every_figure_out_of_range_is_named_at_once():
    with pytest.raises(InputError) as caught:
        TruckType(0.0, -1.0, 1.0, load_factor_pct=0.0, empty_return_pct=101.0)
    named = {problem.column for problem in caught.value.problems}
    assert named == {"payload_t", "cost_vnd_km", "load_factor_pct", "empty_return_pct"}


def test_a_missing_figure_is_not_taken_for_zero():
    with pytest.raises(InputError):
        TruckType(8.0, float("nan"), 1.0, load_factor_pct=90.0, empty_return_pct=0.0)
    with pytest.raises(InputError):
        trips([np.nan], TRUCK)


def test_emissions_follow_the_tonne_kilometre_method():
    # 25 t over 350 km with GLEC v3.0's 95 g/t·km (well to wheel): 831.25 kg CO2e
    assert emissions_kg(25.0, 350.0, 95.0) == pytest.approx(831.25)
    assert emissions_kg([10.0, 0.0], [100.0, 50.0], 150.0).tolist() == [150.0, 0.0]
