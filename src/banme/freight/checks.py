"""What a figure must satisfy before it is computed with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from banme.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

Floats = NDArray[np.float64]


def not_negative(name: str, values: Any, *, above_zero: bool = False) -> Floats:
    """Return values as floats of the same shape.

    Raises
    ------
    InputError
        When any of them is missing, infinite or negative, or, with ``above_zero``, zero. A missing figure is not zero.

    """
    found = np.asarray(values, dtype=float)
    bad = ~np.isfinite(found) | ((found <= 0) if above_zero else (found < 0))
    if bad.any():
        first = found[bad].ravel()[0]
        limit_vi, limit_en = ("lớn hơn 0", "above 0") if above_zero else ("từ 0 trở lên", "0 or more")
        raise InputError(
            [
                Problem(
                    "figure-out-of-range",
                    f"{name} phải là số {limit_vi}; có {int(bad.sum())} giá trị thiếu hoặc sai, hãy bổ sung.",
                    f"{name} must be {limit_en}; {int(bad.sum())} values are missing or wrong, enter them.",
                    column=name,
                    value=str(first),
                )
            ]
        )
    return found


def ranges(table: str, figures: Mapping[str, float], limits: Mapping[str, tuple[float, float]]) -> None:
    """Raise :class:`InputError` naming every figure outside its closed range (lowest, highest)."""
    problems = []
    for name, (low, high) in limits.items():
        if not low <= figures[name] <= high:
            problems.append(
                Problem(
                    "figure-out-of-range",
                    f"{name} phải từ {low:g} đến {high:g}.",
                    f"{name} must be from {low:g} to {high:g}.",
                    table,
                    column=name,
                    value=str(figures[name]),
                )
            )
    if problems:
        raise InputError(problems)
