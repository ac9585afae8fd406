"""Urgent jobs, lost trucks, pinned rounds, jobs moved by hand: only what must change changes."""

import json
from dataclasses import replace

import pytest

import made_up_rounds as m
from banme import routing as r
from banme.errors import InputError


def as_bytes(plan):
    rows = r.to_document(m.problem(), plan)["rounds"]
    return {row["shift"]: json.dumps(row).encode() for row in rows}


def test_an_urgent_job_changes_one_round_and_leaves_the_others_byte_for_byte(week, checked):
    problem, plan = week
    done = r.replan(problem, plan, new_jobs=(m.job("urgent", "c", "store", 1),))
    assert len(done.changed) == 1
    before, after = as_bytes(plan), as_bytes(done.plan)
    assert {shift for shift in after if before.get(shift) != after[shift]} == set(done.changed)
    assert checked(done.problem, done.plan) == []


def test_jobs_of_a_lost_truck_go_elsewhere_and_other_rounds_stay(checked):
    jobs = [m.job(f"{place}{number}", place, "store", 8) for place in "ab" for number in range(2)]
    problem = m.problem(jobs, m.shifts(small=4, large=0))
    plan = r.solve(problem, r.SearchOptions(iterations=40))
    lost = problem.shift()[plan.rounds[0].shift].truck
    done = r.replan(problem, plan, lost_trucks=[lost])
    assert not done.plan.unassigned
    assert all(done.problem.shift()[each.shift].truck != lost for each in done.plan.rounds)
    before, after = as_bytes(plan), as_bytes(done.plan)
    untouched = set(before) - {plan.rounds[0].shift} - set(done.changed)
    assert {shift: after[shift] for shift in untouched} == {shift: before[shift] for shift in untouched}
    assert checked(done.problem, done.plan) == []


def test_a_pinned_round_never_changes_even_when_that_is_dearer(week, checked):
    problem, plan = week
    urgent = m.job("urgent", "c", "store", 1)
    free = r.replan(problem, plan, new_jobs=(urgent,))
    pinned = r.replan(problem, plan, new_jobs=(urgent,), pinned=free.changed)
    assert not set(free.changed) & set(pinned.changed)
    assert pinned.plan.cost_vnd >= free.plan.cost_vnd
    assert checked(pinned.problem, pinned.plan) == []


def test_an_urgent_job_that_nothing_can_carry_is_named_and_nothing_changes(week):
    problem, plan = week
    done = r.replan(problem, plan, new_jobs=(m.job("urgent", "island", "store", 1),))
    assert done.changed == ()
    assert [(each.job, each.reason) for each in done.plan.unassigned] == [("urgent", "unreachable")]


def test_an_unknown_truck_and_a_pinned_round_of_a_lost_truck_are_refused(week):
    problem, plan = week
    shift = problem.shifts[0]
    with pytest.raises(InputError) as caught:
        r.replan(problem, plan, lost_trucks=["none", shift.truck], pinned=[shift.code])
    assert {found.rule for found in caught.value.problems} == {"unknown-truck", "pinned-and-lost"}


def test_moving_a_job_tells_the_new_cost_and_moving_it_back_the_old(week):
    problem, plan = week
    home = next(each for each in plan.rounds if "e1" in each.jobs)
    other = next(shift.code for shift in problem.shifts if shift.code not in {each.shift for each in plan.rounds})
    away = r.move(problem, plan, "e1", other)
    assert not away.faults
    assert away.before_vnd == plan.cost_vnd
    assert away.after_vnd > away.before_vnd
    back = r.move(problem, away.plan, "e1", home.shift)
    assert back.after_vnd <= plan.cost_vnd * (1 + 1e-9)


def test_moving_a_job_onto_a_truck_too_small_names_the_overload(week):
    problem, plan = week
    moved = r.move(problem, plan, "haul", "small-1@0")
    assert "overload" in {fault.rule for fault in moved.faults["small-1@0"]}


def test_a_moved_job_keeps_rounds_it_does_not_touch(week):
    problem, plan = week
    moved = r.move(problem, plan, "e1", "small-3@0")
    touched = {each.shift for each in plan.rounds if "e1" in each.jobs} | {"small-3@0"}
    before, after = as_bytes(plan), as_bytes(moved.plan)
    assert all(before[shift] == after[shift] for shift in set(before) - touched)
    assert replace(moved.plan, rounds=()).rounds == ()
