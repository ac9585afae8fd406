"""Figures as people of each language write them: 1.234,5 in Vietnamese, 1,234.5 in English."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import get_language

from banme.workspace.text import both

MISSING = "—"
BILLION = 1e9
MILLION = 1e6
_GROUPED = re.compile(r"^[+-]?[1-9]\d{0,2}(\.\d{3})+$", re.ASCII)
_PLAIN = re.compile(r"^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$", re.ASCII)


def vietnamese() -> bool:
    """Tell whether the reader reads Vietnamese."""
    return (get_language() or "vi").startswith("vi")


def figure(value: float | None, digits: int | None = None) -> str:
    """Write a number; ``digits`` None keeps up to six decimals, without trailing zeros. Missing is a dash, not zero."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return MISSING
    text = f"{value:,.6f}".rstrip("0").rstrip(".") if digits is None else f"{value:,.{digits}f}"
    if text in {"-0", ""}:
        text = "0"
    return text.translate(str.maketrans(",.", ".,")) if vietnamese() else text


def exact(value: float) -> str:
    """Write a number with every digit it is stored with, so that it reads back the same."""
    text = f"{Decimal(repr(value)):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if vietnamese() else text


def rounded(value: float | None) -> str:
    """Write a computed number with about four significant digits."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return MISSING
    size = abs(value)
    digits = 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 1 else 3  # noqa: PLR2004
    return figure(float(value), digits) if digits == 0 else figure(round(float(value), digits))


def money(value: float | None, per: str = "") -> str:
    """Write Vietnamese dong in dong, million or billion, the unit after the figure (``per``: e.g. ``/t``)."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return MISSING
    size = abs(value)
    if size >= BILLION:
        scale, unit, digits = BILLION, both("tỷ đồng", "billion VND"), 1
    elif size >= MILLION:
        scale, unit, digits = MILLION, both("triệu đồng", "million VND"), 1
    else:
        scale, unit, digits = 1.0, both("đồng", "VND"), 0
    return f"{figure(value / scale, digits)} {unit}{per}"


def day(value: date | datetime | None) -> str:
    """Write a day as 31/12/2025 in Vietnamese and 31 Dec 2025 in English; with the time when there is one."""
    if value is None:
        return MISSING
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{local:%d/%m/%Y %H:%M}" if vietnamese() else f"{local:%d %b %Y %H:%M}"
    return f"{value:%d/%m/%Y}" if vietnamese() else f"{value:%d %b %Y}"


def parse(text: str) -> float:
    """Read a figure as the reader's language writes it.

    Raises ``ValueError`` for a figure of the other language (``1.5`` in Vietnamese): its size would be a guess.
    """
    plain = re.sub(r"[\s\u00a0\u202f]", "", text)
    swapped = plain.translate(str.maketrans(",.", ".,")) if vietnamese() else plain
    whole, point, decimals = swapped.partition(".")
    if "," in whole:
        if not _GROUPED.match(whole.replace(",", ".")):
            raise ValueError(text)
        whole = whole.replace(",", "")
    joined = whole + point + decimals
    if not _PLAIN.match(joined):
        raise ValueError(text)
    number = float(Decimal(joined))
    if not math.isfinite(number):
        raise ValueError(text)
    return number
