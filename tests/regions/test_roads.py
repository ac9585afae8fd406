import geopandas as gpd
import pandas as pd
import pytest

from banme import roads

from .tables import FOLDER, table

CITY = (108.03775, 12.66747)
PLACES = {
    "Buôn Ma Thuột": CITY,
    "M'Đrắk": (108.7539, 12.7322),
    "Tuy Hòa": (109.32094, 13.09546),
    "Vũng Rô": (109.413, 12.8695),
    "Cát Lái": (106.795, 10.757),
}


@pytest.fixture(scope="module")
def edges():
    parts = [gpd.read_file(FOLDER / name) for name in ("road_edge.geojson", "road_edge.connectors.geojson")]
    return pd.concat(parts, ignore_index=True).set_index("code")


@pytest.fixture(scope="module")
def in_use(edges):
    return edges[roads.open_on(edges, pd.Timestamp("2026-07-01"))]


def ends(line):
    return (line.coords[0], line.coords[-1])


def test_connectors_start_exactly_at_a_road_end(edges):
    nodes = {end for line in edges.geometry[edges["source_code"] == "OSM-ROADS"] for end in ends(line)}
    chained = {end for line in edges.geometry[edges["road_class"] == "connector"] for end in ends(line)}
    for code, line in edges.geometry[edges["source_code"] != "OSM-ROADS"].items():
        assert line.coords[0] in nodes | chained, code
        if code.startswith("link-"):
            assert line.coords[-1] in nodes, code


def test_every_outlet_beyond_the_province_is_the_end_of_a_connector(edges):
    reached = {end for line in edges.geometry[edges["road_class"] == "connector"] for end in ends(line)}
    for row in table("outlet"):
        if row["unit_code"] is None:
            assert row.geometry.coords[0] in reached, row.place


def test_the_network_is_one_piece(in_use):
    report = roads.component_report(in_use)
    assert len(report) == 1


def test_a_stray_piece_is_joined_only_over_a_short_gap(edges):
    gaps = edges.loc[edges.index.str.startswith("link-"), "length_m"]
    assert len(gaps) == 5
    assert gaps.max() < 200


def test_open_edges_are_in_force_and_the_expressway_is_only_planned(edges, in_use):
    assert set(edges.index) - set(in_use.index) == {"plan-ct-khanhhoa"}
    assert edges.loc["plan-ct-khanhhoa", "length_m"] == 117_500


def test_every_road_has_a_climb_and_hills_climb_more_than_the_plateau(edges):
    drawn = edges[edges["source_code"] == "OSM-ROADS"]
    assert drawn["climb_m"].notna().all()
    rate = 1000 * drawn["climb_m"] / drawn["length_m"]
    assert rate[drawn["name"] == "Đèo Phượng Hoàng"].max() > 3 * rate.median()


@pytest.fixture(scope="module")
def distances_km(in_use):
    places = gpd.GeoSeries(gpd.points_from_xy(*zip(*PLACES.values(), strict=True)), index=list(PLACES), crs=4326)
    edges = roads.attach_points(in_use, places, 5000)
    graph = roads.build_graph(edges)
    nodes = roads.snap_points(graph, places, 5000).require(graph)
    matrix = roads.Router(graph).customise(edges["length_m"]).matrix(nodes[:1], nodes)
    return pd.Series(matrix[0] / 1000, index=places.index)


@pytest.mark.parametrize(("place", "published"), [("M'Đrắk", 92.2), ("Tuy Hòa", 201.4), ("Vũng Rô", 217.6)])
def test_distances_inside_the_province_are_the_published_ones(distances_km, place, published):
    assert distances_km[place] == pytest.approx(published, abs=2)


def test_ho_chi_minh_city_is_the_published_350_km_away(distances_km):
    assert distances_km["Cát Lái"] == pytest.approx(350, abs=1)
