import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banme.errors import InputError
from banme.roads import Router, build_graph

from .networks import edges_of, node_at

METHODS = ("cch", "dijkstra")
SQUARE = ((0, 0, 1, 0), (1, 0, 1, 1), (0, 0, 0, 1), (0, 1, 1, 1))
"""From corner to corner: e0 then e1 along the bottom, e2 then e3 along the top."""


@pytest.fixture(params=METHODS)
def method(request):
    return request.param


def corners(graph):
    return [node_at(graph, *place) for place in ((0, 0), (1, 0), (1, 1), (0, 1))]


def test_the_cheapest_way_round_a_square_is_driven(method):
    graph = build_graph(edges_of(*SQUARE))
    start, _, end, _ = corners(graph)
    path = Router(graph, method).customise([1.0, 1.0, 1.0, 0.5]).path(start, end)
    assert path.edge_positions.tolist() == [2, 3]
    assert path.forward.tolist() == [True, True]
    assert path.nodes[[0, -1]].tolist() == [start, end]
    assert path.weight == 1.5


def test_a_path_back_drives_edges_against_their_line(method):
    graph = build_graph(edges_of(*SQUARE))
    start, _, end, _ = corners(graph)
    path = Router(graph, method).customise([1.0, 1.0, 1.0, 0.5]).path(end, start)
    assert path.edge_positions.tolist() == [3, 2]
    assert path.forward.tolist() == [False, False]


def test_a_one_way_edge_is_never_driven_against(method):
    graph = build_graph(edges_of(*SQUARE, oneway=["forward", "no", "no", "no"]))
    start, corner, *_ = corners(graph)
    table = Router(graph, method).customise(np.ones(4)).matrix([start, corner], [start, corner])
    assert table == pytest.approx(np.array([[0.0, 1.0], [3.0, 0.0]]))


def test_a_closed_road_is_never_driven_and_opens_again(method):
    graph = build_graph(edges_of(*SQUARE))
    start, _, end, _ = corners(graph)
    router = Router(graph, method)
    weight = np.array([1.0, 1.0, 3.0, 3.0])
    closed = router.customise(weight, np.array([False, True, False, False]))
    opened = router.customise(weight)
    assert closed.path(start, end).edge_positions.tolist() == [2, 3]
    assert opened.path(start, end).edge_positions.tolist() == [0, 1]
    assert closed.matrix([start], [end]) == pytest.approx(6.0)


def test_routes_carry_other_quantities_along_the_cheapest_path(method):
    edges = edges_of(*SQUARE)
    graph = build_graph(edges)
    start, _, end, _ = corners(graph)
    carry = {"length_m": edges["length_m"], "toll": np.array([7.0, 1.0, 0.0, 0.0])}
    routes = Router(graph, method).customise([1.0, 1.0, 5.0, 5.0]).routes([start, end], [end, start], carry)
    assert routes.weight == pytest.approx(np.array([[2.0, 0.0], [0.0, 2.0]]))
    assert routes.carried["toll"].tolist() == [[8.0, 0.0], [0.0, 8.0]]
    assert routes.carried["length_m"][0, 0] == pytest.approx(2000.0)


def test_where_there_is_no_path_quantities_are_missing_not_zero(method):
    graph = build_graph(edges_of((0, 0, 1, 0), (5, 5, 6, 5)))
    here, there = node_at(graph, 0, 0), node_at(graph, 5, 5)
    router = Router(graph, method).customise([1.0, 1.0])
    routes = router.routes([here], [there], {"length_m": [1.0, 1.0]})
    assert np.isinf(routes.weight).all()
    assert np.isnan(routes.carried["length_m"]).all()
    assert not routes.reached.any()
    with pytest.raises(InputError, match="no path"):
        router.path(here, there)


def test_no_places_give_an_empty_table(method):
    graph = build_graph(edges_of(*SQUARE))
    router = Router(graph, method).customise(np.ones(4))
    none = np.array([], dtype=int)
    assert router.matrix(none, [0]).shape == (0, 1)
    assert router.routes([0], none, {"a": np.ones(4)}).carried["a"].shape == (1, 0)


def test_weights_of_huge_and_tiny_units_keep_their_precision():
    graph = build_graph(edges_of(*SQUARE))
    start, _, end, _ = corners(graph)
    for unit in (1e-9, 1.0, 1e12):
        router = Router(graph).customise(np.array([1.0, 2.0, 3.0, 4.0]) * unit)
        assert router.matrix([start], [end])[0, 0] == pytest.approx(3.0 * unit, rel=1e-6)
        assert router.resolution < 1e-6 * unit


def test_a_long_chain_never_overflows_into_unreachable():
    count = 400
    graph = build_graph(edges_of(*[(x / 10, 0, (x + 1) / 10, 0) for x in range(count)]))
    ends = [node_at(graph, 0, 0), node_at(graph, count / 10, 0)]
    weight = np.full(count, 1e9) + np.arange(count)
    table = Router(graph).customise(weight).matrix(ends, ends)
    assert table[0, 1] == pytest.approx(weight.sum(), rel=1e-6)


def test_weights_too_uneven_for_whole_numbers_are_refused():
    graph = build_graph(edges_of(*SQUARE))
    with pytest.raises(InputError, match="close forbidden edges"):
        Router(graph).customise([1.0, 1.0, 1.0, 1e9])


def test_bad_weights_are_named_unless_the_edge_is_closed(method):
    router = Router(build_graph(edges_of(*SQUARE)), method)
    weight = np.array([1.0, np.nan, -1.0, np.inf])
    with pytest.raises(InputError) as raised:
        router.customise(weight)
    assert [problem.row for problem in raised.value.problems] == ["e1", "e2", "e3"]
    assert router.customise(weight, np.array([False, True, True, True])).matrix([0], [0]) == 0


def test_labels_shapes_and_nodes_are_checked(method):
    edges = edges_of(*SQUARE)
    router = Router(build_graph(edges), method)
    with pytest.raises(InputError, match="reindex"):
        router.customise(pd.Series(1.0, index=edges.index[::-1]))
    with pytest.raises(InputError, match="One value for each edge"):
        router.customise([1.0])
    with pytest.raises(InputError, match="One value for each edge"):
        router.customise(np.ones(4), [True])
    customised = router.customise(np.ones(4))
    with pytest.raises(InputError, match="snap the point"):
        customised.matrix([0, -1], [99])
    with pytest.raises(InputError, match="whole node numbers"):
        customised.matrix([0.5], [0])
    with pytest.raises(InputError, match="missing on an edge that is open"):
        customised.routes([0], [1], {"climb_m": [1.0, np.nan, 1.0, 1.0]})


@st.composite
def networks(draw):
    """A random network on a small grid with one-way edges, parallel edges and closures."""
    places = st.tuples(st.integers(0, 4), st.integers(0, 4))
    row = st.tuples(
        places, places, st.floats(1.0, 1000.0), st.sampled_from(["no", "no", "forward", "backward"]), st.booleans()
    ).filter(lambda edge: edge[0] != edge[1])
    rows = draw(st.lists(row, min_size=1, max_size=40))
    edges = edges_of(*[(*start, *end) for start, end, *_ in rows], oneway=[row[3] for row in rows])
    return (
        edges,
        np.array([row[2] for row in rows]),
        np.array([row[4] and index % 3 == 0 for index, row in enumerate(rows)]),
    )


@settings(max_examples=60)
@given(networks())
def test_both_methods_agree_on_any_network(network):
    edges, weight, closed = network
    graph = build_graph(edges)
    nodes = np.arange(graph.node_count)
    fast, exact = (Router(graph, method).customise(weight, closed) for method in METHODS)
    least, true = fast.matrix(nodes, nodes), exact.matrix(nodes, nodes)
    assert (np.isfinite(least) == np.isfinite(true)).all()
    reached = np.isfinite(true)
    slack = 0.5 * fast.resolution * graph.node_count + 1e-9
    assert np.abs(least[reached] - true[reached]).max() <= slack
    routes = fast.routes(nodes, nodes, {"one": np.ones(len(edges))})
    assert (routes.weight[reached] >= true[reached] - 1e-9).all()
    assert np.abs(routes.weight[reached] - true[reached]).max() <= 2 * slack
    assert not np.isin(np.flatnonzero(closed), [edge for node in nodes[reached[0]] for edge in _path(fast, node)]).any()


def _path(router, node):
    path = router.path(0, int(node))
    assert path.nodes[-1] == node
    assert router.weight[path.edge_positions].sum() == path.weight
    return path.edge_positions


@settings(max_examples=30)
@given(networks(), st.floats(0.01, 100.0))
def test_scaling_every_weight_scales_every_cost(network, factor):
    edges, weight, closed = network
    router = Router(build_graph(edges))
    nodes = np.arange(router.graph.node_count)
    once = router.customise(weight, closed).routes(nodes, nodes, {}).weight
    scaled = router.customise(weight * factor, closed).routes(nodes, nodes, {}).weight
    assert scaled == pytest.approx(once * factor, rel=1e-5)


@settings(max_examples=30)
@given(networks())
def test_closing_roads_never_makes_anything_cheaper(network):
    edges, weight, closed = network
    router = Router(build_graph(edges), "dijkstra")
    nodes = np.arange(router.graph.node_count)
    assert (
        router.customise(weight, closed).matrix(nodes, nodes) >= router.customise(weight).matrix(nodes, nodes)
    ).all()
