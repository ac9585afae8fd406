"""Days as tables hold them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pandas as pd


def read_day(value: Any) -> date | None:
    """Return a cell's day; None where it is empty.

    Raises
    ------
    ValueError
        For a text that is no day.

    """
    if value is None or value == "" or pd.isna(value):
        return None
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value))
