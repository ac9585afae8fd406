"""Numbers, money and days as people write them in Vietnamese and English."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from banme.errors import InputError, Problem

LANGUAGES = ("vi", "en")
MISSING = "—"
_SCALES = ((1e12, "nghìn tỷ", "trillion"), (1e9, "tỷ", "billion"), (1e6, "triệu", "million"))
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def language_of(code: str) -> str:
    """Return ``code`` when it is ``vi`` or ``en``; :class:`InputError` otherwise."""
    if code in LANGUAGES:
        return code
    raise InputError(
        [
            Problem(
                rule="language",
                column="language",
                value=code,
                vi="Báo cáo có hai ngôn ngữ: chọn vi hoặc en",
                en="Reports come in two languages: choose vi or en",
            )
        ]
    )


def missing(value: Any) -> bool:
    """Tell whether a figure is absent (None, NaN, pandas' NA); zero is present."""
    if value is None:
        return True
    try:
        return math.isnan(value)
    except TypeError:
        return type(value).__name__ in {"NAType", "NaTType"}


def number(value: Any, language: str, digits: int = 0) -> str:
    """Return a figure: ``1.234,5`` in Vietnamese, ``1,234.5`` in English, a dash where it is missing."""
    if missing(value):
        return MISSING
    text = f"{abs(float(value)):,.{digits}f}"
    if language == "vi":
        text = text.translate(str.maketrans(",.", ".,"))
    negative = float(value) < 0 and any(character in "123456789" for character in text)
    return f"−{text}" if negative else text


def signed(value: Any, language: str, digits: int = 0) -> str:
    """Return a difference with its sign, ``+`` or ``−``; no sign for what rounds to zero."""
    text = number(value, language, digits)
    grows = not missing(value) and float(value) > 0 and any(character in "123456789" for character in text)
    return f"+{text}" if grows else text


def percent(value: Any, language: str, digits: int = 1) -> str:
    """Return a share given in per cent, e.g. ``12,5%``."""
    return MISSING if missing(value) else f"{number(value, language, digits)}%"


def percent_up(value: Any, language: str, digits: int = 2) -> str:
    """Return a proven upper limit in per cent, rounded up so that the statement stays true."""
    if missing(value):
        return MISSING
    scale = 10**digits
    return percent(math.ceil(round(float(value) * scale, 6)) / scale, language, digits)


def money(value: Any, language: str) -> str:
    """Return an amount in VND in words of scale: ``1,25 tỷ đồng``, ``VND 1.25 billion``."""
    if missing(value):
        return MISSING
    figure = scaled(value, language)
    return f"{figure} đồng" if language == "vi" else f"VND {figure}"


def scaled(value: Any, language: str) -> str:
    """Return a large figure in words of scale, to about three significant figures: ``190 triệu``, ``190 million``."""
    if missing(value):
        return MISSING
    amount = float(value)
    for size, vi, en in _SCALES:
        if abs(amount) >= size:
            figure = number(amount / size, language, _digits(abs(amount) / size))
            return f"{figure} {vi if language == 'vi' else en}"
    return number(amount, language)


def _digits(value: float) -> int:
    """Return how many decimals leave about three significant figures."""
    return 2 if value < 10 else 1 if value < 100 else 0  # noqa: PLR2004


def day(value: date | datetime | None, language: str) -> str:
    """Return ``23/11/2026`` in Vietnamese, ``23 Nov 2026`` in English; times are shown in the set time zone."""
    if value is None or missing(value):
        return MISSING
    when = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    if language == "vi":
        text = f"{when.day:02d}/{when.month:02d}/{when.year}"
    else:
        text = f"{when.day} {_MONTHS[when.month - 1]} {when.year}"
    return f"{text}, {when.hour:02d}:{when.minute:02d}" if isinstance(when, datetime) else text


def choose(vi: str, en: str, language: str) -> str:
    """Return the text of the reader's language."""
    return vi if language == "vi" else en
