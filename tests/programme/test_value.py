"""Earned value by hand."""

import itertools
from datetime import date

import pytest

from banme.errors import InputError
from banme.programme import calendars
from banme.programme.calendar import Days
from banme.programme.value import Priced, Report, curve, months, planned_share, value_on

from . import by_hand

SPAN = calendars(date(2023, 1, 1), date(2026, 12, 31), by_hand.holidays())
WEEKS = (date(2024, 1, 8), date(2024, 1, 19))  # ten working days


def test_the_indices_of_a_worked_example():
    # 100 planned over ten working days, half the time gone, 40 % done for 50; and 60 done as planned, spent unknown.
    half = Priced("a", 100.0, WEEKS, reports=(Report(date(2024, 1, 12), 40, 50.0),))
    done = Priced("b", 60.0, (date(2024, 1, 8), date(2024, 1, 9)), reports=(Report(date(2024, 1, 9), 100),))
    found = value_on([half, done], SPAN, date(2024, 1, 12))
    assert (found.at_completion, found.planned, found.earned, found.spent) == (160.0, 110.0, 100.0, 50.0)
    assert found.schedule_index == pytest.approx(100 / 110)
    assert found.cost_index == pytest.approx(40 / 50), "the task that does not say what it spent stays out"
    assert found.forecast_at_completion == pytest.approx(200.0)
    assert found.unspent == ("b",)


def test_a_task_without_worth_or_baseline_is_named_and_not_counted_as_zero():
    found = value_on([Priced("a", None, WEEKS), Priced("b", 5.0, None)], SPAN, date(2024, 2, 1))
    assert found.unknown == ("a", "b")
    assert found.schedule_index is None
    assert found.cost_index is None
    assert found.forecast_at_completion is None


def test_planned_work_grows_on_working_days_only():
    task = Priced("a", 10.0, WEEKS)
    shares = [planned_share(task, SPAN, date(2024, 1, day)) for day in (7, 8, 12, 13, 14, 15, 19, 31)]
    assert shares == pytest.approx([0, 0.1, 0.5, 0.5, 0.5, 0.6, 1, 1])
    every = Priced("a", 10.0, WEEKS, Days.EVERY)
    assert planned_share(every, SPAN, date(2024, 1, 13)) == pytest.approx(6 / 12)


def test_the_s_curve_never_falls_while_reports_rise_and_uses_the_report_of_the_day():
    reports = (Report(date(2024, 1, 10), 10, 1.0), Report(date(2024, 1, 17), 30, 4.0))
    found = curve([Priced("a", 10.0, WEEKS, reports=reports)], SPAN, [date(2024, 1, day) for day in range(5, 25)])
    assert [point.earned for point in found if point.day == date(2024, 1, 16)] == [1.0]
    for earlier, later in itertools.pairwise(found):
        assert later.planned >= earlier.planned
        assert later.earned >= earlier.earned
    assert months(date(2023, 11, 5), date(2024, 2, 1)) == (
        date(2023, 11, 30), date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 29),
    )  # fmt: skip


def test_impossible_figures_are_refused_together():
    tasks = [
        Priced("a", -1.0, (WEEKS[1], WEEKS[0])),
        Priced("b", 1.0, WEEKS, reports=(Report(WEEKS[0], 101),)),
    ]
    with pytest.raises(InputError) as caught:
        value_on(tasks, SPAN, WEEKS[1])
    assert [one.rule for one in caught.value.problems] == ["below-zero", "end-before-start", "out-of-range"]
