import geopandas as gpd
import numpy as np
import pytest
import shapely

from banme.errors import InputError
from banme.roads import Router, attach_points, build_graph, snap_points, unreachable

from .networks import edges_of, node_at, points_of


def test_a_point_joins_at_the_nearer_end_with_the_leg_along_the_road():
    graph = build_graph(edges_of((0, 0, 10, 0), (0, 5, 10, 5)))
    snapped = snap_points(graph, points_of((3, 1), (8, 0), (0, 5)), max_m=2000)
    assert snapped.edge.tolist() == [0, 0, 1]
    assert snapped.node.tolist() == [node_at(graph, 0, 0), node_at(graph, 10, 0), node_at(graph, 0, 5)]
    assert snapped.off_road_m == pytest.approx([1000.0, 0.0, 0.0], abs=1)
    assert snapped.distance_m == pytest.approx([4000.0, 2000.0, 0.0], rel=0.002, abs=1)
    assert snapped.found.all()


def test_a_point_too_far_is_named_with_its_nearest_road():
    graph = build_graph(edges_of((0, 0, 10, 0), (0, 50, 10, 50), ref=["QL.26", None], name=["Phượng Hoàng", None]))
    snapped = snap_points(graph, points_of((3, 9), (3, 1), (3, 45), index=["Ea Kar", "Ea Knốp", "Cư Pui"]), max_m=2000)
    assert snapped.node[[0, 2]].tolist() == [-1, -1]
    assert snapped.edge.tolist() == [0, 0, 1]
    with pytest.raises(InputError) as raised:
        snapped.require(graph)
    first, second = raised.value.problems
    assert first.row == "Ea Kar"
    assert "QL.26 Phượng Hoàng" in first.en
    assert "QL.26 Phượng Hoàng" in first.vi
    assert second.row == "Cư Pui"
    assert "local [e1]" in second.en


def test_points_within_the_limit_are_given_back():
    graph = build_graph(edges_of((0, 0, 10, 0)))
    assert snap_points(graph, points_of((0, 0)), max_m=1).require(graph).tolist() == [node_at(graph, 0, 0)]


def test_bad_points_are_named_together():
    graph = build_graph(edges_of((0, 0, 10, 0)))
    points = gpd.GeoSeries([shapely.Point(), None, shapely.LineString([(0, 0), (1, 1)])], index=list("abc"), crs=4326)
    with pytest.raises(InputError) as raised:
        snap_points(graph, points, 100)
    assert [(problem.rule, problem.row) for problem in raised.value.problems] == [
        ("empty-geometry", "a"),
        ("empty-geometry", "b"),
        ("not-a-point", "c"),
    ]
    with pytest.raises(InputError, match="4326"):
        snap_points(graph, points_of((0, 0)).to_crs(3857), 100)


def test_attached_points_have_a_node_at_their_foot_and_lengths_still_add_up():
    edges = edges_of((0, 0, 10, 0), (0, 5, 10, 5), climb_m=[100.0, 8.0], name=["A", "B"])
    points = points_of((3, 1), (8, -1), (3, 1), (0, 0.5), (5, 90))
    attached = attach_points(edges, points, max_m=1500)
    assert attached["split_from"].tolist() == ["e0", "e0", "e0", "e1"]
    assert attached["length_m"].tolist() == pytest.approx([3000, 5000, 2000, 10000], rel=0.002)
    assert attached["climb_m"].tolist() == pytest.approx([30, 50, 20, 8], rel=0.002)
    assert attached["name"].tolist() == ["A", "A", "A", "B"]
    graph = build_graph(attached)
    assert graph.node_count == 6
    snapped = snap_points(graph, points, max_m=1500)
    assert snapped.found.tolist() == [True] * 4 + [False]
    assert snapped.distance_m[:4] == pytest.approx(snapped.off_road_m[:4], abs=1)


def test_attaching_points_changes_no_cost_between_old_nodes():
    edges = edges_of((0, 0, 10, 0), (10, 0, 10, 10), (0, 0, 10, 10))
    attached = attach_points(edges, points_of((3, 1), (9, 4), (6, 5)), max_m=5000)
    assert len(attached) == 6
    tables = []
    for table in (edges, attached):
        graph = build_graph(table)
        nodes = [node_at(graph, *place) for place in ((0, 0), (10, 0), (10, 10))]
        tables.append(Router(graph).customise(table["length_m"].to_numpy()).matrix(nodes, nodes))
    assert tables[0] == pytest.approx(tables[1], rel=1e-6)


@pytest.fixture
def broken():
    """Two pieces, and on the first a street that can be left but not reached."""
    rows = ((0, 0, 10, 0), (10, 0, 20, 0), (0, 5, 0, 0), (12, 3, 14, 3))
    oneway = ["no", "no", "forward", "no"]
    return build_graph(edges_of(*rows, oneway=oneway, ref=["QL.14", "QL.26", "ĐT.1", None], name=[None] * 4))


def test_every_pair_without_a_path_is_named_with_cause_and_nearest_road(broken):
    places = {"town": (0, 0), "street": (0, 5), "island": (12, 3)}
    nodes = [node_at(broken, *place) for place in places.values()]
    routes = Router(broken).customise(np.ones(4)).routes(nodes, nodes, {})
    table = unreachable(routes, list(places), list(places), broken)
    found = {(row["origin"], row["destination"]): row for row in table.to_dict("records")}
    assert set(found) == {
        ("town", "street"),
        ("town", "island"),
        ("street", "island"),
        ("island", "town"),
        ("island", "street"),
    }
    one_way = found["town", "street"]
    assert one_way["cause"] == "closed-or-one-way"
    assert np.isnan(one_way["nearest_m"])
    for pair in (("town", "island"), ("island", "town")):
        assert found[pair]["cause"] == "separate-pieces"
        assert found[pair]["nearest_road"] == "QL.26"
        assert found[pair]["nearest_m"] == pytest.approx(3000, rel=0.01)
    assert found["island", "town"]["origin_road"] == "local [e3]"
    assert (found["island", "town"]["origin_component"], found["island", "town"]["destination_component"]) == (1, 0)


def test_a_closure_shows_as_its_own_cause(broken):
    nodes = [node_at(broken, 0, 0), node_at(broken, 20, 0)]
    router = Router(broken).customise(np.ones(4), np.array([False, True, False, False]))
    table = unreachable(router.routes(nodes[:1], nodes[1:], {}), ["a"], ["b"], broken)
    assert table["cause"].tolist() == ["closed-or-one-way"]
    assert table[["origin_road", "destination_road"]].to_numpy().tolist() == [["QL.14", "QL.26"]]


def test_nothing_is_named_when_every_pair_has_a_path(broken):
    nodes = [node_at(broken, 0, 0), node_at(broken, 20, 0)]
    routes = Router(broken).customise(np.ones(4)).routes(nodes, nodes, {})
    assert unreachable(routes, ["a", "b"], ["a", "b"], broken).empty
    with pytest.raises(InputError, match="one name for each place"):
        unreachable(routes, ["a"], ["a", "b"], broken)
