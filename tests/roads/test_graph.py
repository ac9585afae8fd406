import numpy as np
import pytest
import shapely

from banme.errors import InputError
from banme.roads import build_graph

from .networks import edges_of, node_at


def test_ends_that_agree_to_a_centimetre_are_one_node():
    edges = edges_of((0, 0, 1, 0), (1.000001, 0, 2, 0), (1.001, 0, 2, 1))
    graph = build_graph(edges)
    assert graph.edge_head[0] == graph.edge_tail[1] != graph.edge_tail[2]


def test_arcs_know_their_edge_and_direction():
    graph = build_graph(edges_of((0, 0, 1, 0), (1, 0, 2, 0), (2, 0, 3, 0), oneway=["no", "forward", "backward"]))
    arcs = sorted(zip(graph.arc_edge.tolist(), graph.arc_forward.tolist(), strict=True))
    assert arcs == [(0, False), (0, True), (1, True), (2, False)]
    start = np.where(graph.arc_forward, graph.edge_tail[graph.arc_edge], graph.edge_head[graph.arc_edge])
    assert (start == graph.tail).all()


def test_an_edge_that_returns_to_its_start_has_no_arc_and_parallel_edges_have_their_own():
    graph = build_graph(edges_of((0, 0, 1, 0), (0, 0, 0.5, 0.5, 1, 0), (1, 0, 2, 0, 2, 1, 1, 0)))
    assert set(graph.arc_edge) == {0, 1}
    assert graph.arc_count == 4


def test_nodes_know_their_component_the_longest_being_zero():
    graph = build_graph(edges_of((5, 5, 6, 5), (0, 0, 1, 0), (1, 0, 2, 0)))
    assert graph.node_component[node_at(graph, 0, 0)] == 0
    assert graph.node_component[node_at(graph, 5, 5)] == 1


def test_later_changes_to_the_table_do_not_reach_the_graph():
    edges = edges_of((0, 0, 1, 0))
    graph = build_graph(edges)
    edges["length_m"] = -1.0
    assert graph.edges["length_m"].iloc[0] > 0


def test_every_offender_is_named_with_row_column_and_value():
    edges = edges_of(*[(0, 0, 1, number) for number in range(7)], speed_kmh=np.nan, climb_m=np.nan)
    edges["length_m"] = [-5.0, np.nan, *edges["length_m"].iloc[2:]]
    edges["oneway"] = ["no", "no", "yes", "no", "no", "no", "no"]
    edges["road_class"] = ["local", "local", "local", None, "local", "local", "local"]
    edges["speed_kmh"] = [np.nan, np.nan, np.nan, np.nan, 0.0, np.nan, np.nan]
    edges["climb_m"] = [np.nan, np.nan, np.nan, np.nan, np.nan, -1.0, np.nan]
    geometry = edges.geometry.to_numpy().copy()
    geometry[6] = shapely.LineString()
    with pytest.raises(InputError) as raised:
        build_graph(edges.set_geometry(geometry, crs=4326))
    assert {(problem.rule, problem.row, problem.column, problem.value) for problem in raised.value.problems} == {
        ("length-not-positive", "e0", "length_m", "-5.0"),
        ("length-not-positive", "e1", "length_m", "nan"),
        ("unknown-oneway", "e2", "oneway", "yes"),
        ("missing-class", "e3", "road_class", "nan"),
        ("speed-not-positive", "e4", "speed_kmh", "0.0"),
        ("negative-climb", "e5", "climb_m", "-1.0"),
        ("empty-geometry", "e6", "geometry", ""),
    }
    assert all(problem.vi and problem.en for problem in raised.value.problems)


def test_another_crs_is_refused_with_the_repair():
    edges = edges_of((0, 0, 1, 0))
    with pytest.raises(InputError, match=r"convert with to_crs\(4326\)"):
        build_graph(edges.to_crs(3857))
    with pytest.raises(InputError, match="not declared"):
        build_graph(edges.set_crs(None, allow_override=True))


def test_missing_columns_are_named_together():
    with pytest.raises(InputError) as raised:
        build_graph(edges_of((0, 0, 1, 0)).drop(columns=["oneway", "length_m"]))
    assert [problem.column for problem in raised.value.problems] == ["length_m", "oneway"]
