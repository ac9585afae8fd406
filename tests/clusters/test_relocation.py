"""Relocation: exposure on a hand-made map, exhaustive oracle, capacities in every period, splitting, more budget."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Point, box

from banme.checker import check
from banme.clusters.assignment import save
from banme.clusters.relocation import (
    OBJECTIVES,
    RelocationProblem,
    SafetyDistance,
    SolveOptions,
    SupportRule,
    build,
    exposure,
    fairness,
    front,
    ordered,
    reasons,
    weighted,
)
from banme.clusters.relocation.build import binding_years
from banme.clusters.relocation.generator import made_up
from banme.errors import InputError
from banme.law.marks import Mark

QUICK = SolveOptions(time_limit_s=30.0)
WEIGHTS = {"exposure": 2e7, "cost_vnd": 1.0, "jobs_lost": 5e7}
METRES = "EPSG:32648"
DISTANCES = {
    "II": SafetyDistance(500.0, "made up", Mark.NOT_FOUND),
    "V": SafetyDistance(50.0, "made up", Mark.NOT_FOUND),
}


def makers(**columns: object) -> gpd.GeoDataFrame:
    table = {
        "hazard_class": ["II", "II", "V", "", "V"],
        "pollution_score": [50.0, 100.0, 80.0, 80.0, math.nan],
        "geometry": [Point(500, 500), Point(1300, 500), Point(1100, 500), Point(500, 500), Point(1020, 500)],
    }
    return gpd.GeoDataFrame(table | columns, geometry="geometry", crs=METRES, index=list("abcde"))


def homes(population: float = 1000.0, crs: str = METRES) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"population": [population]}, geometry=[box(0, 0, 1000, 1000)], crs=crs, index=["village"])


def brute(problem: RelocationProblem) -> float:
    """Try every plan; feasibility from the tables, not from the engine's resources."""
    moves = build(problem)
    cost = sum(weight * moves.objectives[name] for name, weight in WEIGHTS.items())
    start = moves.problem.start
    ranges = [range(start[i], start[i + 1]) for i in range(len(problem.movers))]
    return min(
        math.fsum(cost[at] for at in plan)
        for plan in itertools.product(*ranges)
        if not broken(problem, [(moves.plot[at], moves.year[at]) for at in plan])
    )


def broken(problem: RelocationProblem, plan: list[tuple[int, int]]) -> list[str]:
    """Name every capacity a plan breaks."""
    movers, plots, wrong = problem.movers, problem.plots, []
    for p, row in enumerate(plots.itertuples()):
        here = [i for i, (plot, _) in enumerate(plan) if plot == p]
        land = sum(max(movers["land_ha"].iloc[i], row.least_part_ha) for i in here if row.least_part_ha > 0)
        if land > row.area_ha * (1 + 1e-8) or (math.isnan(row.least_part_ha) and len(here) > 1):
            wrong.append(f"land {row.Index}")
    for row in problem.utilities.itertuples():
        late = problem.years.index(row.year)
        inside = [
            i for i, (p, y) in enumerate(plan) if p >= 0 and y <= late and plots["cluster"].iloc[p] == row.cluster
        ]
        if sum(movers[row.utility].iloc[i] for i in inside) > row.capacity * (1 + 1e-8):
            wrong.append(f"{row.utility} {row.cluster} {row.year}")
    for late, budget in enumerate(problem.budget_vnd):
        paid = [
            min(0.5 * movers["move_cost_vnd"].iloc[i], 1e9) for i, (p, y) in enumerate(plan) if p >= 0 and y == late
        ]
        if sum(paid) > budget * (1 + 1e-8):
            wrong.append(f"budget {late}")
    for p, y in plan:
        if p >= 0 and not plots["serviced_from"].iloc[p] <= problem.years[y]:
            wrong.append(f"service {p}")
    return wrong


def test_who_is_inside_near_or_clear_of_homes_and_how_many_they_expose() -> None:
    table = exposure(makers(), homes(), DISTANCES)
    assert table["where"].tolist() == ["inside", "near", "clear", "inside", "near"]
    assert table["distance_m"].tolist() == pytest.approx([0.0, 300.0, 100.0, 0.0, 20.0])
    assert table["people"]["a"] == pytest.approx(1000.0 * math.pi / 4, rel=0.01)
    assert table["exposure"]["a"] == pytest.approx(0.5 * table["people"]["a"])
    assert table["people"]["c"] == 0.0
    assert math.isnan(table["exposure"]["d"])
    assert math.isnan(table["exposure"]["e"])


def test_without_homes_nobody_is_exposed() -> None:
    table = exposure(makers(), homes().iloc[:0], DISTANCES)
    assert np.isinf(table["distance_m"]).all()
    assert table["people"].drop("d").tolist() == [0.0] * 4


def test_unknown_classes_missing_people_and_degrees_are_all_named() -> None:
    with pytest.raises(InputError) as error:
        exposure(makers(hazard_class=["I", "II", "V", "", "IV"]), homes(math.nan), DISTANCES)
    assert {(one.table, one.row) for one in error.value.problems} == {
        ("establishment", "a"),
        ("establishment", "e"),
        ("residential_area", "village"),
    }
    with pytest.raises(InputError, match="metres"):
        exposure(makers(), homes(crs="EPSG:4326"), DISTANCES)


@pytest.mark.parametrize("seed", range(4))
def test_small_relocations_are_solved_as_exhaustive_search_does(seed: int) -> None:
    problem = made_up(4, 4, 2, seed)
    found = weighted(problem, WEIGHTS, QUICK)
    assert found.plan.cost == pytest.approx(brute(problem))
    assert found.plan.bound <= found.plan.cost * (1 + 1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_no_capacity_is_broken_in_any_period(seed: int, tmp_path: Path) -> None:
    problem = made_up(40, 20, 4, seed)
    found = weighted(problem, WEIGHTS, SolveOptions(60.0, gap_pct=4.0))  # the first run compiles
    places = {code: at for at, code in enumerate(problem.plots.index)}
    plan = [
        (-1, -1) if row.plot is None else (places[row.plot], problem.years.index(row.year))
        for row in found.table.itertuples()
    ]
    assert any(p >= 0 for p, _ in plan)
    assert broken(problem, plan) == []
    save(found.assignment, found.plan, tmp_path)
    assert check(tmp_path).ok


def test_more_budget_is_never_worse_and_none_lets_nobody_move() -> None:
    problem = made_up(6, 5, 2, seed=1)
    plans = [
        weighted(replace(problem, budget_vnd=(share * 1e9,) * 2), WEIGHTS, QUICK) for share in (0.0, 0.5, 1.0, 2.0, 9.0)
    ]
    costs = [found.plan.cost for found in plans]
    assert costs == sorted(costs, reverse=True)
    assert plans[0].table["plot"].isna().all()
    assert costs[-1] < costs[0]


def test_a_plot_never_serviced_or_refused_by_the_owner_receives_nobody() -> None:
    problem = made_up(6, 5, 2, seed=1)
    never = replace(problem, plots=problem.plots.assign(serviced_from=math.nan))
    assert (build(never).plot == -1).all()
    wishes = pd.DataFrame(
        [(code, cluster, -1.0) for code in problem.movers.index for cluster in set(problem.plots["cluster"])],
        columns=["establishment", "cluster", "wish"],
    )
    assert (build(replace(problem, wishes=wishes)).plot == -1).all()


def test_a_plot_that_must_not_be_split_is_taken_whole() -> None:
    problem = made_up(6, 5, 2, seed=1)
    moves = build(problem)
    for option in np.flatnonzero(moves.plot >= 0):
        plot = problem.plots.iloc[moves.plot[option]]
        land = moves.problem.use_amount[moves.problem.use_start[option]]
        need = problem.movers["land_ha"].iloc[moves.mover[option]]
        whole = math.isnan(plot["least_part_ha"])
        assert land == (plot["area_ha"] if whole else max(need, plot["least_part_ha"]))


def test_limits_that_later_lower_ones_cover_are_left_out() -> None:
    assert binding_years(np.array([3.0, 5.0, 4.0, 4.0, 6.0])) == [0, 3, 4]
    assert binding_years(np.array([2.0, 2.0])) == [1]


def test_objectives_in_order_keep_what_came_first() -> None:
    problem = made_up(6, 5, 2, seed=2)
    first, last = ordered(problem, [("exposure", 5.0), ("cost_vnd", 0.0)], QUICK)
    assert last.totals["exposure"] <= first.totals["exposure"] * 1.05 * (1 + 1e-8)
    assert last.totals["cost_vnd"] <= first.totals["cost_vnd"] * (1 + 1e-9)


def test_the_front_trades_exposure_against_cost() -> None:
    found = front(made_up(6, 5, 2, seed=3), 4, QUICK)
    table = found.table
    assert [plan.totals["cost_vnd"] for plan in found.plans] == list(table["cost_vnd"])
    assert (table["exposure"] <= table["most_exposure"] * (1 + 1e-8)).all()
    by_cost = table.sort_values("cost_vnd")
    values = by_cost[list(OBJECTIVES)].to_numpy()
    assert len(table) > 1
    assert not any((a <= b).all() and (a < b).any() for a, b in itertools.permutations(values, 2))


def test_the_fairness_view_adds_up_to_the_plan() -> None:
    problem = made_up(12, 8, 2, seed=3)
    found = weighted(problem, WEIGHTS, QUICK)
    table = fairness(problem, found)
    assert table["establishments"].sum() == 12
    assert table["moved"].sum() == found.table["plot"].notna().sum()
    assert table["exposure"].sum() == pytest.approx(found.totals["exposure"])
    assert table["support_vnd"].sum() <= sum(problem.budget_vnd) * (1 + 1e-8)


def test_support_rules_hold_in_their_years_add_up_and_never_exceed_the_cost() -> None:
    first = SupportRule(0.3, 500e6, "made up", Mark.NOT_FOUND, last_year=2026)
    second = SupportRule(0.9, 2e9, "made up", Mark.NOT_FOUND, first_year=2026)
    problem = replace(made_up(3, 2, 2), support=(first, second))
    assert problem.support_vnd(1e9, 2025) == 300e6
    assert problem.support_vnd(1e9, 2026) == 1e9
    assert problem.support_vnd(4e9, 2026) == 2.5e9
    assert problem.support_vnd(4e9, 2027) == 2e9


def test_every_stay_has_the_reason_that_the_tables_give() -> None:
    problem = made_up(8, 6, 2, seed=1)
    rich = replace(problem, budget_vnd=(1e13,) * 2)
    never = replace(rich, plots=problem.plots.assign(serviced_from=math.nan))
    for changed, reason in (
        (never, "not_serviced"),
        (replace(rich, trades=problem.trades.iloc[:0]), "no_trade"),
        (replace(rich, movers=problem.movers.assign(land_ha=1e6)), "no_size"),
        (replace(problem, budget_vnd=(0.0, 0.0)), "no_budget"),
    ):
        told = reasons(changed, weighted(changed, WEIGHTS, QUICK))
        assert reason in set(told["reason"])
        assert "moves" not in set(told["reason"])
    cheap = weighted(rich, {"cost_vnd": 1.0}, QUICK)
    told = reasons(rich, cheap)["reason"]
    assert ((told == "moves") == cheap.table["plot"].notna()).all()


def test_who_stays_for_want_of_room_is_told_which_resource_lacks() -> None:
    problem = made_up(60, 20, 2, seed=0)
    found = weighted(problem, WEIGHTS, QUICK)
    told = reasons(problem, found)
    short = told[told["reason"] == "short"]
    assert len(short)
    assert set(short["short_of"]) <= set(found.assignment.resources)


def test_every_offender_in_the_tables_is_named_at_once() -> None:
    problem = made_up(3, 2, 2)
    movers = problem.movers.copy()
    movers.loc["maker1", "land_ha"] = math.nan
    plots = problem.plots.copy()
    plots.loc["plot0", "least_part_ha"] = 99.0
    with pytest.raises(InputError) as error:
        replace(problem, movers=movers, plots=plots, utilities=problem.utilities.iloc[1:], budget_vnd=(1.0,))
    assert {one.table for one in error.value.problems} == {"movers", "plots", "utilities", "budget"}
    with pytest.raises(InputError):
        weighted(problem, {"beauty": 1.0})


def test_two_hundred_establishments_with_a_binding_budget_are_planned_within_one_per_cent() -> None:
    found = weighted(made_up(200, 60, 5), WEIGHTS | {"exposure": 2e6}, SolveOptions(120.0, gap_pct=1.0))
    assert found.plan.gap_pct <= 1.0
