"""Working days, terms and the procedure's clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banme.errors import InputError
from banme.law import CaseFile, Counting, Pause, State, WorkingCalendar, due, elapsed, schedule
from banme.law.ics import Event, calendar_text
from national_law import book, calendar, frame

DAY = timedelta(days=1)
WORKING = Counting(5, working=True)
PLAIN = Counting(25, working=False)
SOME_DAY = st.dates(date(2022, 2, 1), date(2026, 10, 1))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 2, 13), True),  # the Friday before Tết
        (date(2026, 2, 16), False),
        (date(2026, 2, 20), False),
        (date(2026, 2, 23), True),
        (date(2023, 5, 2), False),  # in lieu: 29 and 30 April 2023 fell on a weekend
        (date(2023, 5, 3), False),
        (date(2023, 5, 4), True),
        (date(2023, 9, 4), False),  # in lieu of Saturday 2 September
        (date(2026, 4, 27), False),  # in lieu of Hùng Kings on Sunday
        (date(2024, 4, 29), False),  # exchanged for
        (date(2024, 5, 4), True),  # this Saturday
        (date(2026, 1, 2), False),
        (date(2026, 1, 10), True),
        (date(2026, 11, 24), False),
        (date(2022, 1, 3), False),
    ],
)
def test_known_days_on_and_off(day, works):
    assert calendar().is_working(day) is works


def test_a_year_without_its_holidays_is_refused_not_guessed():
    with pytest.raises(InputError, match="2027"):
        calendar().is_working(date(2027, 3, 1))


def test_the_reckoned_days_of_2027_count_once_they_are_adopted():
    rows = frame("public_holiday")
    rows["in_use"] = True
    adopted = WorkingCalendar.of(rows)
    assert not adopted.is_working(date(2027, 2, 8))
    assert not adopted.is_working(date(2027, 5, 3))  # in lieu of Saturday 1 May


def test_a_year_that_lacks_one_day_of_tet_is_not_complete():
    rows = frame("public_holiday")
    assert 2025 not in WorkingCalendar.of(rows[rows["code"] != "tet.2025-01-31"]).years


def test_the_day_of_the_event_does_not_count_and_weekends_do_not():
    assert due(date(2026, 3, 2), WORKING, calendar()) == date(2026, 3, 9)
    assert due(date(2026, 3, 6), WORKING, calendar()) == date(2026, 3, 13)


def test_five_working_days_run_over_tet():
    assert due(date(2026, 2, 12), WORKING, calendar()) == date(2026, 2, 26)


def test_a_term_that_ends_on_a_sunday_ends_on_monday():
    fifteen = Counting(15, working=False)
    assert due(date(2026, 3, 7), fifteen, calendar()) == date(2026, 3, 23)
    assert due(date(2026, 3, 7), Counting(15, working=False, end_moves=False), calendar()) == date(2026, 3, 22)


def test_the_days_of_a_pause_do_not_count():
    free = due(date(2026, 3, 2), PLAIN, calendar())
    paused = due(date(2026, 3, 2), PLAIN, calendar(), [Pause(date(2026, 3, 5), date(2026, 3, 12))])
    assert free == date(2026, 3, 27)
    assert paused == date(2026, 4, 3)


def test_the_clock_stands_still_until_the_supplement_comes():
    assert due(date(2026, 3, 2), PLAIN, calendar(), [Pause(date(2026, 3, 5), None)]) is None
    assert elapsed(date(2026, 3, 2), date(2026, 6, 1), PLAIN, calendar(), [Pause(date(2026, 3, 5), None)]) == 3


def test_a_pause_cannot_end_before_it_begins():
    with pytest.raises(InputError, match="before it was asked"):
        due(date(2026, 3, 2), PLAIN, calendar(), [Pause(date(2026, 3, 5), date(2026, 3, 4))])


@given(start=SOME_DAY, days=st.integers(1, 25))
@settings(max_examples=60, deadline=None)
def test_a_term_in_working_days_holds_exactly_so_many_of_them(start, days):
    end = due(start, Counting(days, working=True), calendar())
    between = [start + DAY * step for step in range(1, (end - start).days + 1)]
    assert sum(calendar().is_working(day) for day in between) == days
    assert calendar().is_working(end)


@given(start=SOME_DAY, asked=st.integers(0, 20), long=st.integers(0, 10))
@settings(max_examples=60, deadline=None)
def test_a_longer_pause_never_makes_a_deadline_earlier(start, asked, long):
    first = start + DAY * asked
    shorter = due(start, PLAIN, calendar(), [Pause(first, first + DAY * long)])
    longer = due(start, PLAIN, calendar(), [Pause(first, first + DAY * (long + 1))])
    assert longer >= shorter >= due(start, PLAIN, calendar())


def clock(today, **facts):
    case = CaseFile(first_request_on=date(2026, 3, 2), **facts)
    return {each.rule.code: each for each in schedule(case, book().on(today), calendar(), today).deadlines}


def test_the_whole_procedure_is_projected_from_the_first_request():
    steps = clock(date(2026, 3, 3))
    assert [step.due_on for step in steps.values()] == [
        date(2026, 3, 9),
        date(2026, 3, 24),
        date(2026, 3, 31),
        date(2026, 4, 28),  # 25 days end on Saturday 25 April; Monday is in lieu of Hùng Kings' Day
        date(2026, 5, 11),
    ]
    assert [step.state for step in steps.values()] == [State.OPEN] + [State.PROJECTED] * 4
    assert steps["notice"].body.en == "commune People’s Committee"


def test_a_step_is_open_on_its_last_day_and_overdue_on_the_next():
    assert clock(date(2026, 3, 9))["notice"].state is State.OPEN
    assert clock(date(2026, 3, 10))["notice"].state is State.OVERDUE


def test_a_step_done_on_its_last_day_is_in_time_and_a_day_later_it_is_late():
    today = date(2026, 3, 20)
    assert clock(today, done_on={"notice": date(2026, 3, 9)})["notice"].state is State.DONE
    assert clock(today, done_on={"notice": date(2026, 3, 10)})["notice"].state is State.LATE


def test_an_open_request_for_supplements_leaves_no_deadline_after_it():
    done = {"notice": date(2026, 3, 6), "compile": date(2026, 3, 26)}
    steps = clock(date(2026, 4, 10), done_on=done, pauses=(Pause(date(2026, 4, 1), None),))
    assert steps["appraise"].state is State.PAUSED
    assert steps["appraise"].days_used == 6
    assert steps["decide"].state is State.UNKNOWN
    assert steps["decide"].due_on is None


def test_the_old_decrees_terms_were_not_found_and_are_asked_for():
    case = CaseFile(first_request_on=date(2023, 3, 15))
    with pytest.raises(InputError) as caught:
        schedule(case, book().on(date(2023, 3, 15)), calendar(), date(2023, 3, 15))
    assert {problem.rule for problem in caught.value.problems} == {"rule-not-usable"}
    assert "cluster.clock.notice_wd" in {problem.row for problem in caught.value.problems}


def test_a_deadline_in_a_year_without_holidays_is_unknown_and_the_year_is_named():
    today = date(2026, 11, 16)
    planned = schedule(CaseFile(first_request_on=today), book().on(today), calendar(), today)
    assert [each.state for each in planned.deadlines][-2:] == [State.UNKNOWN, State.UNKNOWN]
    assert [problem.row for problem in planned.missing_years] == ["2027"]


def test_steps_out_of_order_are_refused():
    done = {"notice": date(2026, 3, 6), "compile": date(2026, 3, 5)}
    with pytest.raises(InputError, match="before that of"):
        clock(date(2026, 4, 1), done_on=done)


def test_a_calendar_file_is_the_same_every_time_and_folds_long_lines():
    events = [
        Event("banme-1@x", date(2026, 3, 9), "Thông báo công khai, hạn cuối; " + "rất dài " * 12, "dòng 1\ndòng 2")
    ]
    stamp = datetime(2026, 3, 3, 8, tzinfo=UTC)
    text = calendar_text(events, stamp, "CCN Hòa Xuân")
    assert text == calendar_text(events, stamp, "CCN Hòa Xuân")
    assert "DTSTART;VALUE=DATE:20260309\r\nDTEND;VALUE=DATE:20260310\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "")
    assert "SUMMARY:Thông báo công khai\\, hạn cuối\\; rất dài" in unfolded
    assert "DESCRIPTION:dòng 1\\ndòng 2" in unfolded
