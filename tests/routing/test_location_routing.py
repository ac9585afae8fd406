"""Sites and rounds together: against every plan of small problems, and against the independent checker."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from banme.checker import check
from banme.errors import InfeasibleError, InputError
from banme.progress import Progress, Stop
from banme.routing.location_routing import LocationRoutingOptions, load_problem, load_prodhon, locate, save
from banme.routing.location_routing.files import NAME, digest
from banme.routing.location_routing.layout import Layout
from banme.routing.location_routing.partition import recombine
from banme.routing.location_routing.pool import Pool
from routing.location_cases import cheapest, made_up

QUICK = LocationRoutingOptions(steps=20_000)
SCRIPT = Path(__file__).parents[2] / "benchmarks" / "lrp.py"
PRODHON = "3\n2\n\n0 0\n30 0\n\n0 4\n3 0\n30 1\n\n10\n\n20\n20\n\n5\n5\n6\n\n100\n50\n\n7\n\n0\n"


@pytest.mark.parametrize("seed", range(6))
def test_small_problems_are_solved_to_the_best_of_all_plans(seed, tmp_path):
    problem = made_up(seed=seed, depots=2 + seed % 2)
    plan = locate(problem, QUICK)
    assert plan.cost == pytest.approx(cheapest(problem))
    save(problem, plan, tmp_path)
    verdict = check(tmp_path)
    assert verdict.ok, verdict.findings
    assert verdict.cost_vnd == pytest.approx(plan.cost)


def test_a_missing_way_is_never_driven_and_a_way_round_is_found():
    legs = made_up().leg_cost.copy()
    legs[:2, 3], legs[4, 5] = np.inf, np.inf
    problem = made_up(leg_cost=legs)
    plan = locate(problem, QUICK)
    assert np.isfinite(plan.cost)
    assert plan.cost == pytest.approx(cheapest(problem))


def test_customers_without_demand_are_served_and_open_a_depot():
    problem = made_up(demand=np.array([0.0, 0.0, 0.25, 3.5, 9.75]), depot_capacity=np.array([10.0, 4.0]))
    plan = locate(problem, QUICK)
    assert sorted(stop for one in plan.rounds for stop in one.stops) == list(range(5))
    assert plan.cost == pytest.approx(cheapest(problem))


def test_the_same_seed_and_steps_give_the_same_plan():
    problem = made_up(customers=25, depots=4, seed=3)
    assert locate(problem, QUICK) == locate(problem, QUICK)


def test_many_depots_are_searched_without_looking_at_every_set():
    problem = made_up(customers=20, depots=12, seed=5)
    plan = locate(problem, LocationRoutingOptions(steps=60_000))
    assert len(plan.open_depots) < 12


def test_threads_share_the_work_and_the_time_limit_holds(tmp_path):
    problem = made_up(customers=30, depots=4, seed=7)
    locate(problem, QUICK)
    plan = locate(problem, LocationRoutingOptions(time_limit_s=1.0, threads=2))
    save(problem, plan, tmp_path)
    assert check(tmp_path).ok


def test_rounds_met_are_put_together_again_from_whichever_open_depot_suits():
    problem = made_up(customers=7, depots=2, seed=3)
    layout, plan = Layout.of(problem), locate(problem, QUICK)
    wanted = tuple((one.depot, one.stops) for one in plan.rounds)
    dear = tuple((depot, (x,)) for depot, stops in wanted for x in stops)
    pool = Pool(layout)
    pool.add(tuple((plan.open_depots[0], stops) for _, stops in wanted))  # met from one depot only
    found = recombine(layout, pool, dear, 5.0)
    assert layout.fits(found)
    assert layout.cost(found) == pytest.approx(plan.cost)
    assert recombine(layout, pool, found, 5.0) == ()


def test_rounds_that_serve_twice_or_overload_do_not_fit():
    layout = Layout.of(made_up())
    alone = tuple((0, (x,)) for x in range(layout.customers))
    roomy = replace(layout, room=np.full_like(layout.room, layout.demand.sum()))
    assert roomy.fits(alone)
    assert not roomy.fits((*alone, (0, (0,))))
    assert not roomy.fits(alone[1:])
    assert not replace(layout, room=np.zeros_like(layout.room)).fits(alone)
    assert not replace(roomy, truck=int(layout.demand.max()) - 1).fits(alone)


def test_a_listener_can_stop_the_search():
    def stop(event):
        raise Stop

    problem = made_up(customers=30, depots=3)
    assert locate(problem, LocationRoutingOptions(time_limit_s=60.0), Progress(stop)).cost < np.inf


def test_every_offender_is_named_before_the_search():
    with pytest.raises(InputError) as caught:
        made_up(demand=np.array([15.0, 1.0, -1.0, np.nan, 2.0]), truck_cost=-1.0)
    assert [problem.column for problem in caught.value.problems] == ["demand", "demand", "truck_cost"]
    legs = made_up().leg_cost.copy()
    legs[:, 3] = np.inf
    with pytest.raises(InputError) as caught:
        made_up(demand=np.array([15.0, 1, 1, 1, 1]), leg_cost=legs, depot_capacity=np.array([2.0, 15.0]))
    assert [problem.row for problem in caught.value.problems] == ["xã 0", "xã 1", ""]


def test_room_that_no_split_of_customers_fills_is_reported():
    problem = made_up(demand=np.full(5, 7.0), depot_capacity=np.array([20.0, 20.0]))
    with pytest.raises(InfeasibleError):
        locate(problem, QUICK)


@pytest.fixture
def saved(tmp_path):
    problem = made_up()
    save(problem, locate(problem, QUICK), tmp_path)
    return tmp_path


def corrupt(folder, change, *, sealed=True):
    document = json.loads(gzip.decompress((folder / NAME).read_bytes()))
    change(document)
    if sealed:
        document["digest"] = digest(document)
    (folder / NAME).write_bytes(gzip.compress(json.dumps(document).encode()))


def drop_stop(document):
    document["plan"]["rounds"][0]["stops"].pop()


def cheaper(document):
    document["claims"]["cost"] -= 1


def overload(document):
    document["problem"]["truck_capacity"] = 7.0


def crowd(document):
    document["problem"]["depot_capacity"] = [7.0, 7.0]


def hide_depot(document):
    document["plan"]["open_depots"].pop()


@pytest.mark.parametrize(
    ("change", "row"),
    [(drop_stop, "served"), (cheaper, "cost"), (overload, "truck_capacity"), (crowd, "depot_capacity")],
)
def test_the_checker_refuses_a_changed_figure(saved, change, row):
    corrupt(saved, change)
    verdict = check(saved)
    assert not verdict.ok
    assert row in {name for finding in verdict.findings for name in (finding.table, finding.row)}


def test_the_checker_refuses_depots_that_are_not_listed_and_files_changed_after_saving(saved):
    corrupt(saved, lambda document: document["problem"].update(note="x"), sealed=False)
    assert [finding.rule for finding in check(saved).findings] == ["digest"]
    corrupt(saved, hide_depot)
    assert [finding.rule for finding in check(saved).findings] == ["unknown-label"]


def test_a_saved_problem_reads_back(saved):
    problem = load_problem(saved)
    assert problem.customers == made_up().customers
    assert (problem.leg_cost == made_up().leg_cost).all()


def test_prodhon_files_are_read_and_the_benchmark_prints_and_saves(tmp_path):
    path = tmp_path / "tiny.dat"
    path.write_text(PRODHON)
    problem = load_prodhon(path)
    assert problem.leg_cost[2, 3] == 500
    assert problem.leg_cost[0, 4] == 3002  # 100 x 30.0167, rounded up
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(path), "--seconds", "1", "--threads", "2", "--save", str(tmp_path / "kept")],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    head, line = done.stdout.splitlines()
    assert head == "instance,cost,seconds"
    assert line.split(",")[:2] == ["tiny.dat", "1564"]
    assert check(tmp_path / "kept" / "tiny.dat").cost_vnd == 1564
    path.write_text(PRODHON + "1")
    with pytest.raises(InputError):
        load_prodhon(path)
