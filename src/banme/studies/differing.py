"""Where a result table says something else than the saved plan."""

from __future__ import annotations

from banme.errors import Problem

TOLERANCE_SHARE = 1e-6
"""Largest relative difference of two figures that are the same."""


def agree(stored: float | None, value: float) -> bool:
    """Tell whether a stored figure is there and is the value."""
    return stored is not None and abs(stored - value) <= TOLERANCE_SHARE * max(1.0, abs(value))


def differs(table: str, row: str, column: str, value: str) -> Problem:
    """Report a row of a result table that differs from the saved plan."""
    return Problem(
        rule="differs-from-file",
        table=table,
        row=row,
        column=column,
        value=value,
        vi="Bảng kết quả khác với tệp phương án đã lưu: kết quả đã bị sửa, hãy chạy lại",
        en="The result table differs from the saved plan: results were altered, compute the run again",
    )
