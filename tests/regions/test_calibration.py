"""Truck costs against the only published freight prices: a container from Buôn Ma Thuột, 2024."""

import geopandas as gpd
import pandas as pd
import pytest

from banme import freight, roads

from .tables import FOLDER, table
from .test_roads import CITY

PORTS = {"out-catlai": (15e6, 18e6), "out-vanphong": (8e6, 10e6)}


def artic():
    return next(row for row in table("vehicle_type") if row["code"] == "artic-27t")


def truck(row):
    figures = ("payload_t", "cost_vnd_km", "cost_vnd_h", "load_factor_pct", "empty_return_pct")
    return freight.TruckType(**{name: float(row[name]) for name in figures})


@pytest.fixture(scope="module")
def trips():
    """Kilometres and hours from the city to each port over the region's own roads, as the studies compute them."""
    parts = [gpd.read_file(FOLDER / name) for name in ("road_edge.geojson", "road_edge.connectors.geojson")]
    edges = pd.concat(parts, ignore_index=True)
    edges = edges[roads.open_on(edges, pd.Timestamp("2026-07-01"))]
    by_class = {row["road_class"]: float(row["speed_kmh"]) for row in table("road_speed")}
    slowing = sorted((float(row["climb_m_km"]), float(row["factor"])) for row in table("terrain_speed"))
    speed = roads.speeds(edges, by_class, terrain=roads.TerrainFactor(*zip(*slowing, strict=True)))
    speed = speed * float(artic()["speed_factor"])
    outlets = {row["code"]: row.geometry.coords[0] for row in table("outlet")}
    points = gpd.GeoSeries(gpd.points_from_xy(*zip(CITY, *(outlets[code] for code in PORTS), strict=True)), crs=4326)
    graph = roads.build_graph(edges)
    nodes = roads.snap_points(graph, points, max_m=5000).require(graph)
    cost = roads.TruckCost(float(artic()["cost_vnd_km"]), float(artic()["cost_vnd_h"]))
    carry = {"km": edges["length_m"] / 1000, "h": roads.travel_times(edges, speed)}
    routes = roads.Router(graph).customise(roads.edge_costs(edges, speed, cost)).routes(nodes[:1], nodes[1:], carry)
    return {code: (routes.carried["km"][0, at], routes.carried["h"][0, at]) for at, code in enumerate(PORTS)}


@pytest.mark.parametrize("port", PORTS)
def test_a_container_costs_what_was_published(trips, port):
    km, hours = trips[port]
    loading_h = next(float(row["rate"]) for row in table("tariff") if row["kind"] == "loading_h_trip")
    low, high = PORTS[port]
    assert low <= float(freight.trip_cost_vnd(km, hours, truck(artic()), loading_h)) <= high


def test_emission_factors_name_their_version():
    named = {row["code"]: row["emission_factor"] for row in table("vehicle_type")}
    assert named["artic-27t"].startswith("GLEC v3.0")
    assert named["rigid-8t"].startswith("GLEC v2.0")


def test_trucks_keep_to_the_legal_gross_weight_for_their_axles():
    limits = {"2": 16.0, "5": 42.0}
    for row in table("vehicle_type"):
        assert float(row["gross_t"]) <= limits[row["axles"]]
