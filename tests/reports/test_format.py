from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from banme.errors import InputError
from banme.reports import format as fmt


@pytest.mark.parametrize(
    ("value", "digits", "vi", "en"),
    [
        (1234567.891, 1, "1.234.567,9", "1,234,567.9"),
        (-0.04, 1, "0,0", "0.0"),
        (-1234, 0, "−1.234", "−1,234"),
        (0, 0, "0", "0"),
        (None, 0, "—", "—"),
        (float("nan"), 2, "—", "—"),
        (pd.NA, 2, "—", "—"),
        (np.float64(2.5), 2, "2,50", "2.50"),
    ],
)
def test_numbers_follow_the_language_and_missing_is_a_dash(value, digits, vi, en):
    assert fmt.number(value, "vi", digits) == vi
    assert fmt.number(value, "en", digits) == en


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (0, "0 đồng", "VND 0"),
        (999_999, "999.999 đồng", "VND 999,999"),
        (1_000_000, "1,00 triệu đồng", "VND 1.00 million"),
        (1_250_000_000, "1,25 tỷ đồng", "VND 1.25 billion"),
        (240e9, "240 tỷ đồng", "VND 240 billion"),
        (-3.5e12, "−3,50 nghìn tỷ đồng", "VND −3.50 trillion"),
        (None, "—", "—"),
    ],
)
def test_money_is_written_in_words_of_scale(value, vi, en):
    assert fmt.money(value, "vi") == vi
    assert fmt.money(value, "en") == en


def test_a_proven_limit_is_never_rounded_down():
    assert fmt.percent_up(0.5004, "vi") == "0,51%"
    assert fmt.percent_up(0.0001, "en") == "0.01%"
    assert fmt.percent_up(0.62, "en") == "0.62%"
    assert fmt.percent_up(0.07, "en") == "0.07%"
    assert fmt.percent_up(None, "en") == "—"


def test_a_difference_shows_its_sign_unless_it_rounds_to_nothing():
    assert fmt.signed(12.34, "vi", 1) == "+12,3"
    assert fmt.signed(-12.34, "en", 1) == "−12.3"
    assert fmt.signed(0.001, "en", 1) == "0.0"


def test_days_are_written_in_the_order_of_the_language():
    assert fmt.day(dt.date(2026, 7, 1), "vi") == "01/07/2026"
    assert fmt.day(dt.date(2026, 7, 1), "en") == "1 Jul 2026"
    assert fmt.day(dt.datetime(2026, 7, 1, 20, 5, tzinfo=dt.UTC), "vi") == "02/07/2026, 03:05"
    assert fmt.day(None, "vi") == "—"


def test_a_third_language_is_refused():
    with pytest.raises(InputError, match="two languages"):
        fmt.language_of("fr")
