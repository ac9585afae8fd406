"""Flows by network simplex, the floor below costs, and walks over openings: exact, valid, and within every limit."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from siting_cases import minimal, random_problem
from siting_oracle import cheapest

from banme.progress import Progress
from banme.siting import Limits, Options, design, floor, network_simplex
from banme.siting.covering import covering
from banme.siting.instances.facility import Level, build
from banme.siting.layout import lay_out
from banme.siting.linear import LinearProgram, Setting
from banme.siting.openings import Place, State
from banme.siting.plan import plan_of
from banme.siting.relaxation import Relaxation
from banme.siting.transshipment import separate
from banme.siting.tree import settle_by_flow
from banme.siting.walk import Walk
from banme.siting.watch import Watch

SEEDS = (8, 12, 30, 65, 71, 78, 81, 83, 112, 129, 142, 143, 150, 161)
"""Random problems that fall apart into networks."""


def two_levels(seed: int, limits: Limits | None = None):
    rng = np.random.default_rng(seed)
    here, there, above = rng.random((6, 2)), rng.random((9, 2)), rng.random((4, 2))
    demand = rng.integers(0, 20, (9, 2)).astype(float)
    demand[0] = 5.0
    need = demand.sum(axis=0)
    points = np.round(need * rng.uniform(0.3, 0.7, (6, 2)))
    centres = np.round(need * rng.uniform(0.4, 0.9, (4, 2)))
    near = 50.0 * np.linalg.norm(here[:, None] - there[None], axis=2)
    far = 20.0 * np.linalg.norm(above[:, None] - here[None], axis=2)
    problem = build(
        demand,
        [
            Level("point", rng.integers(100, 400, 6) * 1.0, points, np.stack([near, 1.3 * near])),
            Level("centre", rng.integers(300, 700, 4) * 1.0, centres, np.stack([far, far])),
        ],
    )
    return problem if limits is None else problem.replace(limits=limits)


def random_first(layout, choices, rng):
    """Openings that decisions allow, at random; limits may be broken."""
    first = np.full(layout.modules.site.size, -1, np.int64)
    for site in np.unique(layout.modules.site):
        mine = np.argwhere(choices.opened & (layout.modules.site == site)[:, None])
        if len(mine) and (not choices.closed[site] or rng.random() < 0.7):
            module, stage = mine[rng.integers(len(mine))]
            first[module] = stage
    return first


def settled(place, first, state=None):
    """Return a state at these openings."""
    into = State(place)
    nothing = np.full(place.parts.size, floor.NOTHING)
    place.judge(state or State(place), into, place.choice(first), (nothing, np.inf))
    return into


@pytest.mark.parametrize("seed", SEEDS)
def test_networks_cost_what_the_linear_programme_does(seed):
    layout = lay_out(random_problem(seed))
    relaxation = Relaxation.of(layout)
    program = LinearProgram(relaxation, Watch(Progress(), 60.0), Setting(0, 1))
    place = Place(separate(layout), relaxation.choices())
    rng = np.random.default_rng(seed)
    state = None
    for _ in range(6):
        first = random_first(layout, relaxation.choices(), rng)
        state = settled(place, first, state)
        if not place.allowed(state.choice):
            continue
        exact = settle_by_flow(program, first)
        assert (exact is None) == (not np.isfinite(place.total(state)))
        if exact is not None:
            assert place.total(state) == pytest.approx(exact.total, rel=1e-6, abs=1e-6)
            plan = plan_of(layout, first, place.transshipment.values(state.trees))
            assert plan.total == pytest.approx(exact.total, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_no_function_of_the_floor_exceeds_the_cost_of_openings_that_have_a_plan(seed):
    layout = lay_out(two_levels(seed))
    place = Place(separate(layout), Relaxation.of(layout).choices())
    states = [
        settled(place, np.where(np.array(opened), 0, -1))
        for opened in itertools.islice(itertools.product([True, False], repeat=10), 0, 1024, 17)
    ]
    for state in (state for state in states if not state.short.any()):
        values = place.floor.constant - place.floor.saving[state.opened()].sum(axis=0)
        costs = state.flow_cost[:, None]
        assert (values <= costs + 1e-6 * np.abs(costs) + 1e-6).all()


def test_the_floor_is_exact_where_its_prices_come_from():
    layout = lay_out(two_levels(3))
    place = Place(separate(layout), Relaxation.of(layout).choices())
    state = settled(place, np.zeros(layout.modules.site.size, np.int64))
    assert floor.at(place.floor, state.opened()).max(axis=1) == pytest.approx(state.flow_cost)


@pytest.mark.parametrize("seed", SEEDS[:10])
def test_a_walk_finds_the_cheapest_plan_of_tiny_problems_and_keeps_their_limits(seed):
    problem = random_problem(seed)
    layout = lay_out(problem)
    relaxation = Relaxation.of(layout)
    walk = Walk(separate(layout), relaxation.choices(), seed)
    rng = np.random.default_rng(seed)
    walk.stand(random_first(layout, relaxation.choices(), rng))
    walk.run(500, lambda: False)
    best = cheapest(problem)
    plan = walk.plan()
    if plan is None:
        assert walk.best_total == np.inf
        return
    opened = plan.first >= 0
    assert relaxation.choices().opened[opened, plan.first[opened]].all()
    assert plan.total == pytest.approx(walk.best_total, rel=1e-6)
    assert plan.total >= best * (1 - 1e-6) - 1e-6
    if problem.limits.budget_vnd is not None:
        assert layout.modules.capex[opened].sum() <= problem.limits.budget_vnd
    for kind, most in (problem.limits.max_sites or {}).items():
        assert (layout.kind[layout.modules.site[opened]] == kind).sum() <= most


@pytest.mark.parametrize("seed", range(3))
def test_a_walk_over_two_levels_ends_at_the_optimum(seed):
    problem = two_levels(seed)
    layout = lay_out(problem)
    walk = Walk(separate(layout), Relaxation.of(layout).choices(), seed)
    walk.stand(np.zeros(layout.modules.site.size, np.int64))
    walk.run(1200, lambda: False)
    exact = design(problem, Options(gap_pct=0.0, time_limit_s=60.0))
    assert exact.status == "optimal"
    assert walk.best_total == pytest.approx(exact.cost_vnd, rel=1e-6)


def test_the_same_seed_walks_the_same_way():
    layout = lay_out(two_levels(7))
    walks = [Walk(separate(layout), Relaxation.of(layout).choices(), 5) for _ in range(2)]
    for walk in walks:
        walk.stand(np.zeros(layout.modules.site.size, np.int64))
        walk.run(300, lambda: False)
    assert (walks[0].here.counts == walks[1].here.counts).all()
    assert (walks[0].here.choice == walks[1].here.choice).all()


def test_doubled_tonnes_and_rooms_double_what_flows_cost():
    problem = two_levels(2)
    doubled = problem.replace(
        supply=problem.supply.assign(quantity_t=2.0 * problem.supply["quantity_t"]),
        commodity_caps=problem.commodity_caps.assign(throughput_t=2.0 * problem.commodity_caps["throughput_t"]),
    )
    costs = []
    for each in (problem, doubled):
        layout = lay_out(each)
        place = Place(separate(layout), Relaxation.of(layout).choices())
        costs.append(settled(place, np.zeros(layout.modules.site.size, np.int64)).flow_cost.sum())
    assert costs[1] == pytest.approx(2.0 * costs[0])


def test_stores_and_caps_on_co2_keep_a_problem_whole():
    assert separate(lay_out(minimal())) is None
    assert separate(lay_out(two_levels(1, Limits(co2_cap_kg_year=1e9)))) is None
    assert separate(lay_out(two_levels(1))) is not None


def test_trees_begin_with_everything_at_the_root():
    networks = separate(lay_out(two_levels(1))).networks
    trees = network_simplex.plant(networks)
    assert trees.flow.sum() == networks.supply.sum()


def test_openings_with_room_at_least_cost_are_the_cheapest_there_are():
    layout = lay_out(two_levels(4))
    place = Place(separate(layout), Relaxation.of(layout).choices())
    cost = np.random.default_rng(4).integers(1, 50, place.options.site.size).astype(float)
    found = covering(place.options, place.most, cost, Setting(0, 1), 10.0)
    feasible = [
        cost[list(chosen)].sum()
        for size in range(cost.size + 1)
        for chosen in itertools.combinations(range(cost.size), size)
        if (place.most >= place.options.need[list(chosen)].sum(axis=0)).all()
    ]
    assert cost[found[found >= 0]].sum() == pytest.approx(min(feasible), rel=1e-3)


def test_room_that_no_site_has_is_never_found():
    layout = lay_out(two_levels(4))
    place = Place(separate(layout), Relaxation.of(layout).choices())
    place.options.allowed[:] = False
    assert covering(place.options, place.most, np.ones(place.options.site.size), Setting(0, 1), 10.0) is None
