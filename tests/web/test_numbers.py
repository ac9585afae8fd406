import datetime as dt

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from banme.web import numbers


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (1234.5, "1.234,5", "1,234.5"),
        (0, "0", "0"),
        (-0.0, "0", "0"),
        (1_000_000, "1.000.000", "1,000,000"),
        (0.125, "0,125", "0.125"),
        (None, "—", "—"),
        (float("nan"), "—", "—"),
    ],
)
def test_figures_follow_the_reader(value, vi, en):
    with override("vi"):
        assert numbers.figure(value) == vi
    with override("en"):
        assert numbers.figure(value) == en


def test_money_is_told_in_million_and_billion_with_its_unit():
    with override("vi"):
        assert numbers.money(5_038_752_862_223) == "5.038,8 tỷ đồng"
        assert numbers.money(13_600_000) == "13,6 triệu đồng"
        assert numbers.money(734_127, "/t") == "734.127 đồng/t"
    with override("en"):
        assert numbers.money(2.5e9) == "2.5 billion VND"


@pytest.mark.parametrize("text", ["1.5", "0.125", "1,2,3", "12.34.567", "1.2345", "abc", "1e999", "", "١٢"])
def test_a_figure_of_another_notation_is_refused_not_guessed(text):
    with override("vi"), pytest.raises(ValueError):  # noqa: PT011
        numbers.parse(text)


@given(st.floats(-1e12, 1e12).map(lambda value: round(value, 6)))
def test_a_figure_reads_back_as_it_was_written(value):
    for language in ("vi", "en"):
        with override(language):
            assert numbers.parse(numbers.figure(value)) == pytest.approx(value, abs=1e-6, rel=1e-12)


def test_days_follow_the_reader():
    with override("vi"):
        assert numbers.day(dt.date(2025, 7, 1)) == "01/07/2025"
    with override("en"):
        assert numbers.day(dt.date(2025, 7, 1)) == "01 Jul 2025"
