"""Sums and shares of figures as they were written, so that 50 % is exactly 50 %."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction


def exact(value: float) -> Fraction:
    """Return the decimal number that was written down, e.g. 27.85 and not the binary number next to it."""
    return Fraction(repr(float(value)))


def total(values: Iterable[float]) -> float:
    """Return the exact sum of written figures, rounded once."""
    return float(sum((exact(value) for value in values), Fraction(0)))


def share_pct(part: float, whole: float) -> float:
    """Return ``part`` over ``whole`` in %, rounded once; ``ZeroDivisionError`` where ``whole`` is zero."""
    return float(100 * exact(part) / exact(whole))
