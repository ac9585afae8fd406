"""Breaks and rests at the boundaries of the law, and the rota."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import made_up_rounds as m
from banme import routing as r

HOUR = m.HOUR


def drive(hours, rules=m.RULES_2025):
    clock = r.Clock(rules, 0)
    return clock, clock.drive(round(hours * HOUR), 0)


def test_four_hours_need_no_break_and_one_second_more_does():
    assert drive(4)[1] == []
    clock, pauses = drive(4 + 1 / HOUR)
    assert pauses == [r.Pause(0, 4 * HOUR, 4 * HOUR + 900, "break")]
    assert clock.now == 4 * HOUR + 901


def test_ten_hours_need_no_rest_and_one_second_more_waits_for_the_next_day():
    clock, pauses = drive(10)
    assert [pause.kind for pause in pauses] == ["break", "break"]
    assert clock.now == 10 * HOUR + 2 * 900
    clock, pauses = drive(10 + 1 / HOUR)
    assert pauses[-1] == r.Pause(0, 10 * HOUR + 1800, m.DAY, "rest")
    assert clock.now == m.DAY + 1


def test_a_rest_of_fourteen_hours_begins_a_new_day():
    clock = r.Clock(m.RULES_2025, 0)
    clock.drive(4 * HOUR, 0)
    clock.stand(18 * HOUR)
    assert [pause.kind for pause in clock.drive(8 * HOUR, 1)] == ["break"]
    clock = r.Clock(m.RULES_2025, 0)
    clock.drive(4 * HOUR, 0)
    clock.stand(17 * HOUR)
    clock.drive(6 * HOUR, 1)
    assert [pause.kind for pause in clock.drive(2, 2)] == ["rest"]


@pytest.mark.parametrize(("loading_s", "breaks"), [(900, 0), (899, 1)])
def test_loading_of_a_quarter_of_an_hour_counts_as_a_stop(loading_s, breaks):
    clock = r.Clock(m.RULES_2025, 0)
    clock.drive(4 * HOUR, 0)
    clock.stand(clock.now + loading_s)
    pauses = clock.drive(HOUR, 1)
    assert len(pauses) == breaks
    assert sum(pause.end_s - pause.start_s for pause in pauses) == (900 - loading_s if breaks else 0)


def test_the_week_is_limited_from_2025_and_was_not_before():
    before = replace(m.RULES_2025, week_s=None)
    trip = [m.job(str(day), "store", "port", 20, day=day, pickup_s=60, delivery_s=60) for day in range(7)]
    week = tuple(replace(one, hours=r.Window(0, 7 * m.DAY)) for one in m.shifts(small=0, large=1))
    visits = [r.Visit(job.code, action) for job in trip for action in ("load", "unload")]
    laid = {
        rules: r.Scheduler(m.problem(trip, week, rules, 1.8)).lay("large-1@0", visits)
        for rules in (before, m.RULES_2025)
    }
    assert laid[before].feasible
    assert laid[before].round.driving_s > 48 * HOUR
    assert [fault.rule for fault in laid[m.RULES_2025].faults] == ["driver-week"]


def test_drivers_change_when_one_has_driven_his_week(checked):
    jobs = [m.job(f"{day}", "store", "port", 20, day=day) for day in range(6)]
    problem = m.problem(jobs, m.shifts(small=0, large=1, days=range(6), first_h=4, last_h=20), slow=2.2)
    plan = r.solve(problem, r.SearchOptions(iterations=20))
    assert len(plan.rounds) == 6
    assert len({each.driver for each in plan.rounds}) == 2
    assert sum(each.driving_s for each in plan.rounds) > 48 * HOUR
    assert checked(problem, plan) == []


def test_the_checker_refuses_one_driver_for_all_of_them(checked):
    jobs = [m.job(f"{day}", "store", "port", 20, day=day) for day in range(6)]
    problem = m.problem(jobs, m.shifts(small=0, large=1, days=range(6), first_h=4, last_h=20), slow=2.2)
    plan = r.solve(problem, r.SearchOptions(iterations=20))
    one = replace(plan, rounds=tuple(replace(each, driver="an") for each in plan.rounds))
    assert checked(problem, one) == ["driver-week/an"]


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(60, 7 * HOUR), st.integers(0, 3 * HOUR)), min_size=1, max_size=8))
def test_whatever_is_driven_the_laid_breaks_keep_the_law(parts):
    clock, spans, pauses = r.Clock(m.RULES_2025, 0), [], []
    for leg, (drive_s, stand_s) in enumerate(parts):
        start = clock.now
        taken = clock.drive(drive_s, leg)
        pauses += taken
        for pause in taken:
            spans.append((start, pause.start_s))
            start = pause.end_s
        spans.append((start, clock.now))
        clock.stand(clock.now + stand_s)
    spans = [span for span in spans if span[1] > span[0]]
    assert sum(end - start for start, end in spans) == sum(drive_s for drive_s, _ in parts)
    straight = day = 0
    began, stood = spans[0][0], None
    for start, end in spans:
        if stood is not None and start - stood >= 900:
            straight = 0
        if (stood is not None and start - stood >= 14 * HOUR) or start >= began + m.DAY:
            began, day = start, 0
        if end > began + m.DAY:
            day, began = end - began - m.DAY, began + m.DAY
        else:
            day += end - start
        straight += end - start
        stood = end
        assert straight <= 4 * HOUR
        assert day <= 10 * HOUR
