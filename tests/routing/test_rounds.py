"""Rounds of a small week: carried, lawful, cheaper than one trip a load, impossible jobs named."""

from dataclasses import replace

import pytest

import made_up_rounds as m
from banme import routing as r
from banme.errors import InputError
from banme.routing import vroom


def test_every_job_is_carried_once_and_the_checker_agrees(week, checked):
    problem, plan = week
    assert not plan.unassigned
    assert sorted(job for each in plan.rounds for job in each.jobs) == sorted(job.code for job in problem.jobs)
    assert checked(problem, plan) == []


def test_rounds_cost_less_than_one_trip_for_each_load(week):
    problem, plan = week
    alone = r.precheck(problem).fits
    assert plan.cost_vnd < sum(fits[0].cost_vnd for fits in alone.values())


def test_goods_ride_on_the_way_back_from_the_port(week):
    _, plan = week
    haul = next(each for each in plan.rounds if "haul" in each.jobs)
    assert "back" in haul.jobs
    assert haul.empty_m == 0


def test_backhaul_lowers_the_share_of_empty_kilometres():
    jobs = m.problem().jobs
    without = m.problem([job for job in jobs if job.kind != "backhaul"])
    with_ = m.problem()
    options = r.SearchOptions(iterations=60)
    assert r.solve(with_, options).empty_share_pct < r.solve(without, options).empty_share_pct


def test_a_truck_makes_several_trips_in_a_day(checked):
    problem = m.problem(
        [m.job(f"a{number}", "a", "store", 8) for number in range(3)], m.shifts(small=1, large=0, last_h=18)
    )
    plan = r.solve(problem, r.SearchOptions(iterations=40))
    assert [len(each.jobs) for each in plan.rounds] == [3]
    assert checked(problem, plan) == []


def test_the_same_week_gives_the_same_rounds_again(week):
    problem, plan = week
    assert r.solve(problem, r.SearchOptions(iterations=60)) == plan


def test_rounds_go_through_their_document_unchanged(week):
    problem, plan = week
    again, read = r.from_document(r.to_document(problem, plan))
    assert read == plan
    assert r.to_document(again, read) == r.to_document(problem, plan)


def test_jobs_of_several_days_fall_to_trucks_of_their_day(checked):
    jobs = [m.job(f"a{day}", "a", "store", 5, day=day) for day in range(3)]
    problem = m.problem(jobs, m.shifts(small=1, large=0, days=(0, 1, 2)))
    plan = r.solve(problem, r.SearchOptions(iterations=20))
    assert [each.shift for each in plan.rounds] == ["small-1@0", "small-1@1", "small-1@2"]
    assert checked(problem, plan) == []


@pytest.mark.parametrize(
    ("job", "reason"),
    [
        (m.job("x", "a", "store", 30), "too-heavy"),
        (m.job("x", "island", "store", 5), "unreachable"),
        (m.job("x", "a", "store", 5, pickup_window=r.Window(0, m.HOUR)), "window-closed"),
        (m.job("x", "a", "store", 5, day=3), "window-closed"),
        (m.job("x", "store", "port", 5, pickup_s=9 * m.HOUR, delivery_window=r.Window(0, m.DAY)), "shift-too-short"),
        (m.job("x", "a", "store", 5, bases=("a",)), "no-truck"),
    ],
)
def test_an_impossible_job_is_named_with_its_reason_before_the_search(job, reason):
    checked = r.precheck(m.problem([job]))
    expected = "shift-too-short" if job.pickup_window.earliest_s >= m.DAY else reason
    assert [each.reason for each in checked.impossible] in ([reason], [expected])
    assert checked.impossible[0].problem.row == "x"


def test_a_load_at_the_payload_passes_and_one_kilogramme_more_does_not():
    assert not r.precheck(m.problem([m.job("x", "a", "store", 27)])).impossible
    assert r.precheck(m.problem([m.job("x", "a", "store", 27.001)])).impossible


def test_a_heavy_load_is_split_only_on_request(checked):
    problem = m.problem([m.job("x", "a", "store", 50)])
    refused = r.solve(problem)
    assert "2" in refused.unassigned[0].problem.en
    split = r.split_heavy(problem)
    assert [(job.code, job.load_kg) for job in split.jobs] == [("x.1", 25_000), ("x.2", 25_000)]
    plan = r.solve(split, r.SearchOptions(iterations=20))
    assert not plan.unassigned
    assert checked(split, plan) == []


def test_jobs_beyond_the_fleet_are_left_with_the_reason(checked):
    problem = m.problem(
        [m.job(f"a{number}", "a", "store", 8) for number in range(9)], m.shifts(small=1, large=0, last_h=18)
    )
    plan = r.solve(problem, r.SearchOptions(iterations=20))
    assert {each.reason for each in plan.unassigned} == {"no-room"}
    assert checked(problem, plan) == []


def test_a_wrong_label_and_a_repeated_code_are_both_named():
    jobs = (m.job("x", "a", "nowhere", 1), m.job("x", "a", "store", 1))
    with pytest.raises(InputError) as caught:
        m.problem(jobs)
    assert {found.rule for found in caught.value.problems} == {"unknown-reference", "code-twice"}


def test_more_trucks_never_cost_more():
    jobs = m.problem().jobs
    options = r.SearchOptions(iterations=60)
    few = r.solve(m.problem(jobs, m.shifts(small=2)), options)
    many = r.solve(m.problem(jobs, m.shifts(small=5)), options)
    assert len(many.unassigned) <= len(few.unassigned)
    assert many.cost_vnd <= few.cost_vnd * (1 + 1e-9)


def test_pyvrp_and_the_timetable_agree_on_cost_metres_and_hours():
    problem = m.problem()
    alone = {code: fits[0].cost_vnd for code, fits in r.precheck(problem).fits.items()}
    found = r.search(problem, problem.shifts, problem.jobs, alone, r.SearchOptions(iterations=40))
    scheduler = r.Scheduler(problem)
    laid = [scheduler.lay(shift, visits).round for shift, visits in found.visits.items()]
    assert sum(each.distance_m for each in laid) == found.distance_m
    assert sum(each.end_s - each.start_s for each in laid) == found.duration_s
    assert sum(each.cost_vnd for each in laid) == pytest.approx(found.cost_scaled / 100, rel=1e-4)


def test_a_problem_and_its_solution_go_to_vroom_and_back(week, checked):
    problem, plan = week
    there = vroom.problem_json(problem)
    read = vroom.read_problem(there, problem.rules)
    assert [job.load_kg for job in read.jobs] == [job.load_kg for job in problem.jobs]
    assert (read.legs["road"].time_s == problem.legs["road"].time_s).all()
    again = r.solve(read, r.SearchOptions(iterations=40))
    assert checked(read, again) == []
    visits = vroom.read_solution(vroom.solution_json(problem, plan))
    assert visits == {each.shift: each.visits for each in plan.rounds}


def test_a_vroom_job_without_pickup_or_delivery_is_refused():
    document = vroom.problem_json(m.problem())
    document["jobs"] = [{"id": 7, "location_index": 1}]
    with pytest.raises(InputError, match="pickup or a delivery"):
        vroom.read_problem(document, m.RULES_2025)


def test_a_vroom_stop_with_several_windows_is_refused_and_named():
    document = vroom.problem_json(m.problem())
    for number in (0, 3):
        document["shipments"][number]["delivery"]["time_windows"] = [[0, 10], [20, 30]]
    with pytest.raises(InputError, match="one time window") as caught:
        vroom.read_problem(document, m.RULES_2025)
    assert [problem.row for problem in caught.value.problems] == ["shipments/1/delivery", "shipments/4/delivery"]


def test_doubling_all_kilometre_costs_doubles_nothing_else(week):
    problem, plan = week
    dear = replace(problem, types=tuple(replace(kind, cost_vnd_km=2 * kind.cost_vnd_km) for kind in problem.types))
    scheduler, costly = r.Scheduler(problem), r.Scheduler(dear)
    for each in plan.rounds:
        before, after = (one.lay(each.shift, each.visits).round for one in (scheduler, costly))
        kind = problem.type()[problem.shift()[each.shift].type]
        assert after.cost_vnd - before.cost_vnd == pytest.approx(each.distance_m / 1000 * kind.cost_vnd_km)
        assert after.stops == before.stops
