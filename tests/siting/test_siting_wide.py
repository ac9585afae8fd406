"""The scheme for whole countries: flows split by parts of the year, changes of openings, and every way to stop."""

from __future__ import annotations

import signal
import sys

import numpy as np
import pytest
from siting_cases import minimal, random_problem
from siting_oracle import cheapest

from banme.checker import check
from banme.errors import InputError
from banme.progress import Progress
from banme.siting import Options, design, save
from banme.siting.generator import national
from banme.siting.layout import lay_out
from banme.siting.linear import LinearProgram, Setting
from banme.siting.market import Market
from banme.siting.memory import memory_mb
from banme.siting.moves import Neighbourhood
from banme.siting.onward import beyond_room
from banme.siting.relaxation import Relaxation
from banme.siting.room import mended, roomier
from banme.siting.rules import Rules
from banme.siting.split import SplitFlows, parts_of_year
from banme.siting.tree import settle_by_flow
from banme.siting.watch import Watch


@pytest.fixture
def every_problem_is_wide(monkeypatch):
    """Send every problem through the scheme for whole countries."""
    module = sys.modules["banme.siting.design"]
    monkeypatch.setattr(module, "SMALL", 0)
    monkeypatch.setattr(module, "WIDE", 0)


@pytest.mark.usefixtures("every_problem_is_wide")
@pytest.mark.parametrize("seed", range(0, 60, 4))
def test_the_wide_scheme_never_claims_more_than_brute_force_allows(seed, tmp_path):
    problem = random_problem(seed)
    found = design(problem, Options(gap_pct=0.0, time_limit_s=4.0))
    best = cheapest(problem)
    assert found.bound_vnd <= best * (1 + 1e-7) + 1e-7
    if np.isfinite(found.cost_vnd):
        assert found.cost_vnd >= best * (1 - 1e-7) - 1e-7
        save(problem, found, tmp_path)
        verdict = check(tmp_path)
        assert verdict.ok, verdict.findings


@pytest.mark.parametrize("seed", range(0, 40, 3))
def test_flows_split_by_parts_of_the_year_cost_what_one_programme_finds(seed):
    relaxation = Relaxation.of(lay_out(random_problem(seed)))
    watch, setting = Watch(Progress(), 60.0), Setting(0, 1)
    program = LinearProgram(relaxation, watch, setting)
    modules = relaxation.layout.modules
    rng = np.random.default_rng(seed)
    few = np.arange(relaxation.cost.size) % 3 == 0
    split = SplitFlows(relaxation, watch, setting, few)
    for _ in range(4):
        first = np.full(modules.site.size, -1, np.int64)
        for site in np.unique(modules.site):
            first[rng.choice(np.flatnonzero(modules.site == site))] = rng.integers(-1, relaxation.layout.weight.size)
        if Rules(relaxation).excess(first).any():
            continue
        whole = settle_by_flow(program, first)
        cost = split.cost(first)
        while split.widen():
            cost = split.cost(first)
        if whole is None:
            assert split.short > 0.0 or not np.isfinite(cost)
        else:
            assert split.short == 0.0
            assert cost == pytest.approx(whole.total, rel=1e-6)


def test_periods_are_apart_unless_stock_or_a_cap_joins_them():
    apart = Relaxation.of(lay_out(national(0.002)))
    assert len(set(parts_of_year(apart))) == apart.layout.stage.size
    problem = national(0.002)
    capped = problem.replace(limits=problem.limits.replace(co2_cap_kg_year=1e12))
    assert len(set(parts_of_year(Relaxation.of(lay_out(capped))))) == 1
    stored = Relaxation.of(lay_out(minimal()))
    assert stored.layout.stock.node.size > 0
    assert len(set(parts_of_year(stored))) < stored.layout.stage.size


@pytest.mark.usefixtures("every_problem_is_wide")
def test_a_tiny_country_is_planned_close_to_its_bound(tmp_path):
    problem = national(0.008)
    found = design(problem, Options(gap_pct=1.0, time_limit_s=60.0))
    assert found.gap_pct < 3.0
    save(problem, found, tmp_path)
    assert check(tmp_path).ok


@pytest.mark.usefixtures("every_problem_is_wide")
def test_budget_and_counts_hold_in_the_wide_scheme():
    problem = national(0.004)
    free = design(problem, Options(gap_pct=0.5, time_limit_s=20.0))
    points = int(free.openings["site"].str.startswith("point").sum())
    limits = problem.limits.replace(
        budget_vnd=float(free.openings["capex_vnd"].sum()) * 1.02, max_sites={"point": points}
    )
    found = design(problem.replace(limits=limits), Options(gap_pct=0.5, time_limit_s=20.0))
    assert np.isfinite(found.cost_vnd)
    assert found.openings["capex_vnd"].sum() <= limits.budget_vnd * (1 + 1e-9)
    assert found.openings["site"].str.startswith("point").sum() <= points


@pytest.mark.usefixtures("every_problem_is_wide")
def test_a_met_memory_limit_ends_the_work_with_a_valid_bound():
    problem = national(0.004)
    found = design(problem, Options(gap_pct=0.0, time_limit_s=60.0, memory_limit_mb=1.0))
    assert found.status == "stopped"
    assert found.bound_vnd <= design(problem, Options(gap_pct=0.5, time_limit_s=20.0)).cost_vnd
    assert memory_mb() > 1.0


@pytest.mark.usefixtures("every_problem_is_wide")
def test_a_memory_limit_met_once_there_is_a_plan_returns_the_plan_and_its_bound(monkeypatch, tmp_path):
    planned = []
    monkeypatch.setattr("banme.siting.watch.memory_mb", lambda: 1e6 if planned else 1.0)
    problem = national(0.004)
    listener = Progress(lambda event: planned.append(event) if event.incumbent is not None else None)
    found = design(problem, Options(gap_pct=0.0, time_limit_s=60.0, memory_limit_mb=1e5), listener)
    assert found.status == "stopped"
    assert 0.0 < found.bound_vnd < found.cost_vnd < np.inf
    assert found.provenance["seconds"] < 50.0
    save(problem, found, tmp_path)
    assert check(tmp_path).ok


@pytest.mark.usefixtures("every_problem_is_wide")
def test_the_wide_scheme_begins_with_the_openings_it_is_given():
    problem = national(0.006)
    large = problem.modules[problem.modules["module"] == "large"]
    openings = large[["site", "module"]].assign(stage="year")
    relaxation = Relaxation.of(lay_out(problem))
    program = LinearProgram(relaxation, Watch(Progress(), 60.0), Setting(0, 1))
    whole = settle_by_flow(program, np.where(problem.modules["module"] == "large", 0, -1))
    seen = []
    listener = Progress(lambda event: seen.append(event.incumbent) if event.incumbent is not None else None)
    found = design(problem, Options(gap_pct=10.0, time_limit_s=20.0), listener, openings)
    assert seen[0] == pytest.approx(whole.total, rel=1e-5)
    assert found.cost_vnd < whole.total


@pytest.mark.parametrize("seed", range(0, 40, 3))
def test_tolls_never_say_more_than_the_cheapest_flows_cost(seed):
    problem = random_problem(seed)
    apart = problem.replace(
        commodities=problem.commodities.assign(storable=False),
        demand=problem.demand.assign(min_t=0.0),
        limits=problem.limits.replace(co2_cap_kg_year=None),
    )
    relaxation = Relaxation.of(lay_out(apart))
    assert Market.suits(relaxation)
    _tolls_beside_flows(relaxation, np.random.default_rng(seed), np.inf)


def test_tolls_come_close_to_what_the_cheapest_flows_cost():
    relaxation = Relaxation.of(lay_out(national(0.01)))
    assert Market.suits(relaxation)
    _tolls_beside_flows(relaxation, np.random.default_rng(1), 0.01)


def _tolls_beside_flows(relaxation, rng, close):
    watch = Watch(Progress(), 60.0)
    market, program = Market(relaxation, watch), LinearProgram(relaxation, watch, Setting(0, 1))
    modules = relaxation.layout.modules
    for _ in range(5):
        first = np.full(modules.site.size, -1, np.int64)
        for site in np.unique(modules.site):
            if rng.random() < 0.8:
                first[rng.choice(np.flatnonzero(modules.site == site))] = rng.integers(relaxation.layout.weight.size)
        whole, told = settle_by_flow(program, first), market.cost(first)
        market.keep(first)
        if whole is not None:
            assert told <= whole.total + 1e-7 * abs(whole.total)
            assert told >= whole.total - close * abs(whole.total)
            assert market.by_node(first).sum() == pytest.approx(told, rel=1e-9)


def test_a_memory_limit_must_be_above_zero():
    with pytest.raises(InputError):
        Options(memory_limit_mb=0.0)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of another kind")
def test_ctrl_c_ends_the_work_with_the_best_plan():
    before = signal.getsignal(signal.SIGINT)

    def interrupt(event):
        if event.incumbent is not None:
            signal.raise_signal(signal.SIGINT)

    found = design(national(0.01), Options(gap_pct=0.0, time_limit_s=300.0), Progress(interrupt))
    assert found.status == "stopped"
    assert found.bound_vnd <= found.cost_vnd < np.inf
    assert found.provenance["seconds"] < 200.0
    assert signal.getsignal(signal.SIGINT) is before


def test_room_added_where_goods_crowd_lets_nearly_everything_through():
    relaxation = Relaxation.of(lay_out(national(0.01)))
    choices, modules = relaxation.choices(), relaxation.layout.modules
    split = SplitFlows(relaxation, Watch(Progress(), 60.0), Setting(0, 1), np.ones(relaxation.cost.size, bool))
    smallest = np.where(np.arange(modules.site.size) % 6 == 0, 0, -1)
    before, short = split.cost(smallest), split.short
    wider = roomier(split, Neighbourhood(relaxation), Rules(relaxation), choices, smallest)
    assert short > 0.0
    assert split.cost(wider) < before
    assert split.short < 0.1 * short


@pytest.mark.parametrize("kept", [2, 6])
def test_openings_that_leave_goods_behind_are_mended_into_a_plan(kept):
    relaxation = Relaxation.of(lay_out(national(0.01)))
    modules, price = relaxation.layout.modules, beyond_room(relaxation.layout)
    split = SplitFlows(relaxation, Watch(Progress(), 60.0), Setting(0, 1), np.ones(relaxation.cost.size, bool), price)
    smallest = np.where(np.arange(modules.site.size) % (3 * kept) == 0, 0, -1)
    split.cost(smallest)
    assert split.short > 0.0
    wider = mended(split, Neighbourhood(relaxation), Rules(relaxation), relaxation.choices(), smallest)
    assert split.short == 0.0
    program = LinearProgram(relaxation, Watch(Progress(), 60.0), Setting(0, 1))
    assert split.cost(wider) == pytest.approx(settle_by_flow(program, wider).total, rel=1e-5)


def test_flows_and_tolls_are_the_same_with_any_number_of_threads():
    relaxation = Relaxation.of(lay_out(national(0.01)))
    openings = np.where(np.arange(relaxation.layout.modules.site.size) % 3 == 1, 0, -1)
    watch, every = Watch(Progress(), 60.0), np.ones(relaxation.cost.size, bool)
    splits = [SplitFlows(relaxation, watch, Setting(0, threads), every) for threads in (1, 2)]
    markets = [Market(relaxation, watch, threads) for threads in (1, 2)]
    assert splits[0].cost(openings) == splits[1].cost(openings)
    assert (splits[0].values(openings) == splits[1].values(openings)).all()
    assert markets[0].cost(openings) == markets[1].cost(openings)
    assert (markets[0].room.toll == markets[1].room.toll).all()


def test_settling_clear_supplies_leaves_a_smaller_programme_of_the_same_cost():
    relaxation = Relaxation.of(lay_out(national(0.02)))
    watch, setting = Watch(Progress(), 60.0), Setting(0, 1)
    split = SplitFlows(relaxation, watch, setting, np.ones(relaxation.cost.size, bool))
    largest = np.where(np.arange(relaxation.layout.modules.site.size) % 3 == 2, 0, -1)
    cost = split.cost(largest)
    assert sum(int((part.taken >= 0).sum()) for part in split.parts) > 0.3 * len(relaxation.layout.problem.supply)
    assert cost == pytest.approx(settle_by_flow(LinearProgram(relaxation, watch, setting), largest).total, rel=2e-6)
