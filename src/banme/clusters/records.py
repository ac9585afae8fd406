"""Rows of a table one by one, by column name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd


def records(table: pd.DataFrame) -> Iterator[Any]:
    """Yield each row with its columns as attributes and its label as ``Index``; types are the table's own."""
    yield from table.itertuples()
