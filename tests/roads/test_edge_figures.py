import datetime as dt

import numpy as np
import pandas as pd
import pytest

from banme.errors import InputError
from banme.roads import TerrainFactor, TruckCost, TruckLimits, edge_costs, forbidden_to, open_on, speeds, travel_times

CLASSES = {"national": 60.0, "local": 30.0}
TERRAIN = TerrainFactor(climb_m_km=(0.0, 20.0, 60.0), factor=(1.0, 0.8, 0.5))


def frame(**columns):
    return pd.DataFrame(columns, index=[f"e{number}" for number in range(len(next(iter(columns.values()))))])


def test_a_stated_speed_wins_over_the_class():
    edges = frame(road_class=["national", "local", "local"], speed_kmh=[np.nan, 12.0, np.nan])
    found = speeds(edges, CLASSES, terrain=None)
    assert found.to_dict() == {"e0": 60.0, "e1": 12.0, "e2": 30.0}


def test_terrain_slows_class_speeds_only():
    edges = frame(
        road_class=["local"] * 4,
        speed_kmh=[np.nan, np.nan, 25.0, np.nan],
        length_m=[2000.0, 1000.0, 1000.0, 1000.0],
        climb_m=[40.0, 0.0, 60.0, 900.0],
    )
    assert speeds(edges, CLASSES, terrain=TERRAIN).tolist() == [24.0, 30.0, 25.0, 15.0]


def test_every_class_without_a_speed_is_named_with_its_edges():
    edges = frame(road_class=["national", "track", "ferry", "track"])
    with pytest.raises(InputError) as raised:
        speeds(edges, CLASSES, terrain=None)
    assert [(p.value, p.row) for p in raised.value.problems] == [("ferry", "e2"), ("track", "e1, e3")]


def test_a_class_is_not_asked_for_where_every_edge_states_its_speed():
    assert speeds(frame(road_class=["ferry"], speed_kmh=[10.0]), CLASSES, terrain=None).tolist() == [10.0]


def test_a_missing_climb_is_not_taken_for_flat():
    edges = frame(road_class=["local", "local"], length_m=[1.0, 1.0], climb_m=[np.nan, 0.0])
    with pytest.raises(InputError, match="terrain cannot be applied"):
        speeds(edges, CLASSES, terrain=TERRAIN)
    with pytest.raises(InputError, match="Column climb_m is missing"):
        speeds(edges.drop(columns="climb_m"), CLASSES, terrain=TERRAIN)


@pytest.mark.parametrize("speed_kmh", [0.0, -1.0, np.nan, np.inf])
def test_a_class_speed_must_be_above_zero(speed_kmh):
    with pytest.raises(InputError, match="must be above 0 km/h"):
        speeds(frame(road_class=["local"]), {"local": speed_kmh}, terrain=None)


@pytest.mark.parametrize(
    ("climb", "factor"),
    [((1.0,), (1.0,)), ((0.0, 0.0), (1.0, 0.9)), ((0.0,), (0.0,)), ((0.0, 5.0), (0.5, 0.6)), ((0.0,), ()), ((), ())],
)
def test_a_terrain_factor_that_makes_no_sense_is_refused(climb, factor):
    with pytest.raises(InputError, match="terrain factor needs"):
        TerrainFactor(climb, factor)


def test_cost_is_distance_and_time_by_hand():
    edges = frame(length_m=[2000.0, 500.0])
    speed = pd.Series([40.0, 10.0], index=edges.index)
    assert travel_times(edges, speed).tolist() == [0.05, 0.05]
    assert edge_costs(edges, speed, TruckCost(9_000.0, 100_000.0)).to_dict() == {"e0": 23_000.0, "e1": 9_500.0}


def test_reordered_speeds_are_refused_not_misaligned():
    edges = frame(length_m=[2000.0, 500.0])
    with pytest.raises(InputError, match="reindex"):
        edge_costs(edges, pd.Series([40.0, 10.0], index=["e1", "e0"]), TruckCost(1.0, 1.0))


def test_bad_lengths_and_speeds_are_named_together():
    edges = frame(length_m=[-1.0, 500.0])
    with pytest.raises(InputError) as raised:
        edge_costs(edges, pd.Series([40.0, 0.0], index=edges.index), TruckCost(1.0, 1.0))
    assert [(p.row, p.column) for p in raised.value.problems] == [("e0", "length_m"), ("e1", "speed_kmh")]


@pytest.mark.parametrize("pair", [(-1.0, 1.0), (0.0, 0.0), (np.nan, 1.0)])
def test_a_truck_without_a_cost_is_refused(pair):
    with pytest.raises(InputError, match="must be 0 or more"):
        TruckCost(*pair)


def dated(status, valid_from, valid_to):
    return frame(status=[status], valid_from=[valid_from], valid_to=[valid_to])


@pytest.mark.parametrize(
    ("status", "valid_from", "valid_to", "usable"),
    [
        ("open", None, None, True),
        ("open", "2026-01-01", "2026-01-01", True),
        ("open", "2026-01-02", None, False),
        ("open", None, "2025-12-31", False),
        ("planned", None, None, False),
        ("planned", "2026-01-01", None, True),
        ("planned", "2026-01-02", None, False),
        ("closed", "2020-01-01", None, False),
    ],
)
def test_roads_are_open_by_status_and_date(status, valid_from, valid_to, usable):
    found = open_on(dated(status, valid_from, valid_to), dt.date(2026, 1, 1))
    assert found.to_dict() == {"e0": usable}
    as_dates = [None if day is None else dt.date.fromisoformat(day) for day in (valid_from, valid_to)]
    assert open_on(dated(status, *as_dates), dt.date(2026, 1, 1)).tolist() == [usable]


def test_bad_statuses_and_dates_are_named_together():
    edges = frame(
        status=["shut", "open", "open", "open"],
        valid_from=[None, "2026-02-01", "soon", None],
        valid_to=[None, "2026-01-01", None, "later"],
    )
    with pytest.raises(InputError) as raised:
        open_on(edges, dt.date(2026, 1, 1))
    assert [(p.rule, p.row, p.column) for p in raised.value.problems] == [
        ("unknown-status", "e0", "status"),
        ("date-unreadable", "e2", "valid_from"),
        ("date-unreadable", "e3", "valid_to"),
        ("dates-reversed", "e1", "valid_to"),
    ]


def test_a_truck_is_kept_off_roads_it_is_too_heavy_for_or_barred_from():
    edges = frame(
        max_gross_t=[30.0, 29.9, np.nan, np.nan, np.nan, np.nan],
        max_axle_t=[10.0, 10.0, 9.0, np.nan, np.nan, np.nan],
        access=[None, None, None, "private", "private", "destination"],
        hgv=[None, None, None, None, "designated", None],
    )
    assert forbidden_to(edges, TruckLimits(gross_t=30.0, axle_t=10.0)).tolist() == [
        False,
        True,
        True,
        True,
        False,
        False,
    ]
    assert not forbidden_to(frame(length_m=[1.0]), TruckLimits(30.0, 10.0)).any()
    with pytest.raises(InputError, match="above 0 tonnes"):
        TruckLimits(0.0, 10.0)
