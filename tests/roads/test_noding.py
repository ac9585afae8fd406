import numpy as np
import pytest
import shapely

from banme.errors import InputError
from banme.roads import component_report, node_lines

from .networks import edges_of


def test_a_crossing_becomes_a_junction_of_four_edges():
    noded = node_lines(edges_of((-1, 0, 1, 0), (0, -1, 0, 1)))
    assert len(noded.edges) == 4
    assert sorted(noded.nodes["degree"]) == [1, 1, 1, 1, 4]
    assert noded.report.crossings == 1


def test_an_end_that_nearly_touches_is_joined_and_one_too_far_is_not():
    lines = edges_of((-1, 0, 1, 0), (0.2, 0.008, 0.2, 1), (-0.2, 0.02, -0.2, 1))
    noded = node_lines(lines, snap_m=10)
    assert noded.report.ends_snapped == 1
    assert noded.report.components == 2
    assert node_lines(lines, snap_m=25).report.components == 1


def test_ends_close_together_become_one_node():
    noded = node_lines(edges_of((0, 0, 1, 0), (1.004, 0, 2, 0), (1, 0.005, 1, 1)))
    assert sorted(noded.nodes["degree"]) == [1, 1, 1, 3]


def test_lines_on_different_layers_are_a_bridge_and_stay_apart():
    lines = edges_of((-1, 0, 1, 0), (0, -1, 0, 1))
    assert node_lines(lines.assign(layer=["0", "1"])).report.components == 2
    assert node_lines(lines.assign(layer=[None, "0"])).report.components == 1


def test_a_line_that_crosses_itself_is_cut_there():
    noded = node_lines(edges_of((0, 0, 2, 0, 2, 1, 1, 1, 1, -1)))
    assert len(noded.edges) == 3
    assert noded.nodes["degree"].max() == 4


def test_every_attribute_is_carried_to_every_piece():
    lines = edges_of((-1, 0, 1, 0), (0, -1, 0, 1), name=["A", "B"], toll=[True, False])
    edges = node_lines(lines).edges
    assert edges.groupby("line")["name"].unique().map(list).to_dict() == {"e0": ["A"], "e1": ["B"]}
    assert edges.groupby("line")["toll"].all().to_dict() == {"e0": True, "e1": False}


def test_length_is_geodesic_and_noding_keeps_it():
    lines = edges_of((-1, 0, 1, 0), (0, -1, 0, 1))
    assert node_lines(lines).edges["length_m"].sum() == pytest.approx(4000, rel=0.01)
    single = node_lines(edges_of((0, 0, 0, 1))).edges["length_m"].iloc[0]
    assert single == pytest.approx(1000.0, abs=0.1)


def test_multi_lines_and_projected_coordinates_are_taken():
    lines = edges_of((-1, 0, 1, 0), (0, -1, 0, 1))
    whole = lines.iloc[:1].set_geometry([shapely.MultiLineString(list(lines.geometry))], crs=4326)
    assert len(node_lines(whole).edges) == 4
    projected = node_lines(lines.to_crs(32631))
    assert projected.edges.crs.to_epsg() == 4326
    assert len(projected.edges) == 4


def test_noding_a_noded_network_changes_nothing(daklak):
    again = node_lines(daklak.edges.drop(columns=["line", "length_m"]))
    assert again.report.passes == 1
    assert len(again.edges) == len(daklak.edges)
    assert again.report.length_m == pytest.approx(daklak.report.length_m)


def test_the_loose_roads_of_daklak_become_one_network(daklak, daklak_lines):
    report = component_report(daklak.edges)
    assert daklak.report.lines == len(daklak_lines) == 1201
    assert report["share"].iloc[0] == pytest.approx(0.986, abs=0.002)
    assert report["length_m"].sum() == pytest.approx(2_420_000, rel=0.001)
    assert len(daklak.nodes) == pytest.approx(1208, rel=0.03)
    assert len(daklak.edges) == pytest.approx(1503, rel=0.03)


def test_component_report_lists_pieces_by_length():
    report = component_report(edges_of((0, 0, 1, 0), (1, 0, 2, 0), (5, 5, 6, 5)))
    assert report["edges"].tolist() == [2, 1]
    assert report["nodes"].tolist() == [3, 2]
    assert report["share"].tolist() == pytest.approx([2 / 3, 1 / 3])


def test_all_bad_lines_are_named_together():
    lines = edges_of((0, 0, 1, 0), (0, 0, 1, 1), (0, 0, 0, 1), (0, 0, 2, 2))
    geometry = lines.geometry.to_numpy().copy()
    geometry[0], geometry[1], geometry[3] = (
        None,
        shapely.Point(0, 0),
        shapely.LineString([(12.6, 108.0), (12.7, 108.1)]),
    )
    with pytest.raises(InputError) as raised:
        node_lines(lines.set_geometry(geometry, crs=4326), snap_m=0)
    assert {(problem.rule, problem.row) for problem in raised.value.problems} == {
        ("snap-not-positive", ""),
        ("empty-geometry", "e0"),
        ("not-a-line", "e1"),
        ("outside-the-earth", "e3"),
    }


def test_lines_without_a_crs_or_without_rows_are_refused():
    lines = edges_of((0, 0, 1, 0))
    with pytest.raises(InputError, match="not declared"):
        node_lines(lines.set_crs(None, allow_override=True))
    with pytest.raises(InputError, match="no road lines"):
        node_lines(lines.iloc[:0])


def test_pieces_meet_exactly_at_their_nodes(daklak):
    ends = np.concatenate([shapely.get_coordinates(shapely.get_point(daklak.edges.geometry, at)) for at in (0, -1)])
    assert len(np.unique(ends, axis=0)) == len(daklak.nodes)
