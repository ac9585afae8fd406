"""The critical path against day-by-day walking, and by hand."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banme.errors import InputError
from banme.programme import Actual, Days, Link, Tie, Work, calendars, forecast, network, schedule
from banme.programme.schedule import HAPPENED, RECKONING

from . import by_hand

OFF = (date(2024, 1, 10), date(2024, 1, 15), date(2024, 1, 16))
SPAN = calendars(date(2023, 1, 1), date(2026, 12, 31), by_hand.holidays(*OFF))
START = by_hand.MONDAY


@st.composite
def networks(draw):
    count = draw(st.integers(1, 5))
    codes = [f"t{number}" for number in range(count)]
    tasks = {
        code: (
            draw(st.integers(1, 4)),
            draw(st.sampled_from(list(Days))),
            draw(st.none() | st.dates(date(2024, 1, 8), date(2024, 1, 20))),
        )
        for code in codes
    }
    pairs = [(a, b) for at, a in enumerate(codes) for b in codes[at + 1 :]]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=6, unique=True)) if pairs else []
    links = [(a, b, str(draw(st.sampled_from(list(Tie)))), draw(st.integers(-2, 3))) for a, b in chosen]
    return tasks, links


def timing(tasks, links, **options):
    works = [Work(code, days, calendar, first) for code, (days, calendar, first) in tasks.items()]
    net = network(works, [Link(a, b, Tie(tie), lag) for a, b, tie, lag in links])
    return schedule(net, SPAN, starts_on=START, **options)


def by_code(found, values):
    return {work.code: value for work, value in zip(found.network.works, values, strict=True)}


@given(networks())
@settings(max_examples=120)
def test_early_days_are_the_least_that_satisfy_every_tie(drawn):
    found = timing(*drawn)
    days = by_code(found, zip(found.start, found.finish, strict=True))
    assert days == by_hand.earliest(*drawn, START, set(OFF))


@given(networks())
@settings(max_examples=40)
def test_floats_are_the_days_a_task_can_slip_before_the_end_or_another_task_moves(drawn):
    found = timing(*drawn)
    total, free = by_hand.floats(*drawn, START, set(OFF))
    assert by_code(found, found.total_float) == total
    assert by_code(found, found.free_float) == free


@given(networks(), st.integers(1, 3))
@settings(max_examples=40)
def test_longer_work_never_ends_earlier(drawn, more):
    tasks, links = drawn
    longer = {code: (days + more, *rest) for code, (days, *rest) in tasks.items()}
    assert timing(longer, links).ends_on >= timing(tasks, links).ends_on


CHAIN = {"a": (3, Days.WORKING, None), "b": (2, Days.WORKING, None), "c": (4, Days.WORKING, None)}
TIES = [("a", "b", "FS", 0), ("a", "c", "SS", 1)]


def test_a_chain_by_hand():
    found = timing(CHAIN, TIES)
    days = by_code(found, zip(found.start, found.finish, strict=True))
    # Monday 8 January 2024 on; Wednesday 10 is a holiday, so three days of work end on Thursday 11.
    assert days["a"] == (date(2024, 1, 8), date(2024, 1, 11))
    assert days["b"] == (date(2024, 1, 12), date(2024, 1, 17))  # Monday and Tuesday are holidays
    assert days["c"] == (date(2024, 1, 9), date(2024, 1, 17)), "9, 11, 12 and 17 January"
    assert found.ends_on == date(2024, 1, 17)
    assert set(found.critical) == {"a", "b", "c"}


def test_what_is_not_done_today_is_done_after_today_and_pushes_what_waits():
    actuals = {"a": Actual(start=date(2024, 1, 8), done_pct=50)}
    found = timing(CHAIN, TIES, actuals=actuals, reckoned_on=date(2024, 1, 18))
    days = by_code(found, zip(found.start, found.finish, strict=True))
    assert days["a"] == (date(2024, 1, 8), date(2024, 1, 22)), "1.5 days left are two: Friday 19 and Monday 22"
    assert days["b"][0] == date(2024, 1, 23)
    assert found.driver[found.at("a")] == RECKONING
    assert found.driver[found.at("b")] == found.at("a")


def test_a_finished_task_keeps_its_days_and_is_not_critical():
    actuals = {"a": Actual(date(2024, 1, 8), date(2024, 1, 9), 100)}
    found = timing(CHAIN, TIES, actuals=actuals, reckoned_on=date(2024, 1, 9))
    assert found.driver[found.at("a")] == HAPPENED
    assert found.finish[found.at("a")] == date(2024, 1, 9)
    assert found.start[found.at("b")] == date(2024, 1, 11)
    assert found.critical == ["c"]


def test_a_loop_is_named_and_every_fault_is_told_at_once():
    works = [
        Work("a", 1),
        Work("b", 1),
        Work("c", 0),
        Work("d", 2, not_before=date(2024, 2, 1), due_on=date(2024, 1, 1)),
    ]
    links = [Link("a", "b"), Link("b", "a"), Link("c", "x", code="l3"), Link("d", "d")]
    with pytest.raises(InputError) as caught:
        network(works, links)
    found = {(one.rule, one.row) for one in caught.value.problems}
    assert found == {
        ("no-duration", "c"),
        ("end-before-start", "d"),
        ("unknown-task", "l3"),
        ("circular-dependency", "a>b"),
        ("circular-dependency", "d>d"),
    }
    assert "a → b → a" in str(caught.value)


@pytest.mark.parametrize(
    ("actual", "column"),
    [
        (Actual(date(2024, 1, 9), date(2024, 1, 8), 100), "actual_end"),
        (Actual(date(2024, 2, 9)), "actual_start"),
        (Actual(None, date(2024, 1, 8), 100), "actual_end"),
    ],
)
def test_impossible_dates_are_refused(actual, column):
    with pytest.raises(InputError) as caught:
        timing(CHAIN, TIES, actuals={"a": actual}, reckoned_on=date(2024, 1, 31))
    assert [(one.rule, one.row, one.column) for one in caught.value.problems] == [("impossible-date", "a", column)]


def test_calendars_that_end_too_early_are_refused():
    with pytest.raises(InputError) as caught:
        timing({"a": (2000, Days.WORKING, None)}, [])
    assert caught.value.problems[0].rule == "calendar-too-short"


def test_years_whose_holidays_are_not_announced_are_named():
    later = calendars(date(2026, 12, 31), date(2027, 1, 4), by_hand.holidays())
    assert later.reckoned_years == (2027,)
    assert later.counts[Days.WORKING].day == [0, 4], "1 January 2027 is a Friday and a holiday everywhere"


def test_a_forecast_takes_as_long_a_calendar_as_it_needs():
    net = network([Work("a", 4000, Days.EVERY), Work("b", 1000, Days.EVERY)], [Link("a", "b")])
    found = forecast(net, by_hand.holidays(), starts_on=START)
    assert (found.ends_on - START).days == 4999
    assert 2030 in found.calendars.reckoned_years
