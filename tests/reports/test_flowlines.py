from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from banme.reports.flowlines import flow_lines


def _legs(*rows):
    names = ["commodity_code", "quantity_t", "geometry"]
    return gpd.GeoDataFrame([dict(zip(names, row, strict=True)) for row in rows], geometry="geometry", crs=4326)


TRUNK = [(108.0, 13.0), (108.1, 13.0), (108.2, 13.0), (108.3, 13.0)]


def test_legs_on_the_same_road_are_added_up_where_they_share_it():
    legs = _legs(
        ("coffee", 10.0, shapely.LineString(TRUNK)),
        ("coffee", 5.0, shapely.LineString(TRUNK[1:])),
        ("durian", 2.0, shapely.LineString(TRUNK[:2])),
    )
    found = flow_lines(legs, ("coffee", "durian"))
    loads = {tuple(row) for row in found.tonnes.tolist()}
    assert loads == {(10.0, 2.0), (15.0, 0.0)}
    assert len(found.geometry) == 2
    assert sum(line.length for line in found.geometry) == pytest.approx(0.3)


def test_goods_that_pass_both_ways_are_added_up():
    legs = _legs(("coffee", 10.0, shapely.LineString(TRUNK)), ("coffee", 4.0, shapely.LineString(TRUNK[::-1])))
    found = flow_lines(legs, ("coffee",))
    assert found.tonnes.tolist() == [[14.0]]


def test_tonne_degrees_are_kept_whatever_the_way_legs_overlap():
    generator = np.random.default_rng(3)
    nodes = [(108 + x / 10, 13 + y / 10) for x in range(4) for y in range(4)]
    rows = []
    for _ in range(30):
        stops = [nodes[place] for place in generator.choice(len(nodes), size=5, replace=False)]
        rows.append(
            (str(generator.choice(["coffee", "durian"])), float(generator.integers(1, 9)), shapely.LineString(stops))
        )
    legs = _legs(*rows)
    found = flow_lines(legs, ("coffee", "durian"), tolerance_deg=0.0)
    work = sum(line.length * load for line, load in zip(found.geometry, found.tonnes.sum(axis=1), strict=True))
    assert work == pytest.approx(float(_lengths(legs) @ legs["quantity_t"].to_numpy()))


def test_a_round_trip_is_one_closed_line():
    ring = [(108.0, 13.0), (108.1, 13.0), (108.1, 13.1), (108.0, 13.0)]
    found = flow_lines(_legs(("coffee", 3.0, shapely.LineString(ring))), ("coffee",), tolerance_deg=0.0)
    assert len(found.geometry) == 1
    assert found.geometry[0].is_closed


def test_legs_without_a_line_are_counted_not_drawn():
    legs = _legs(("coffee", 10.0, shapely.LineString(TRUNK)), ("coffee", 4.0, None))
    found = flow_lines(legs, ("coffee",))
    assert found.undrawn == 1
    assert found.tonnes.tolist() == [[10.0]]


def test_no_legs_give_no_lines():
    found = flow_lines(_legs(("coffee", 1.0, None)), ("coffee", "durian"))
    assert len(found.geometry) == 0
    assert found.tonnes.shape == (0, 2)


def _lengths(legs):
    return shapely.length(np.asarray(legs.geometry))
