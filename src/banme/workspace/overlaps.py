"""Rows that claim the same days for the same subject."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pandas as pd


def overlapping(rows: pd.DataFrame, subject: list[str]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield pairs of rows of one subject whose validity shares a day, the earlier beginning first.

    Parameters
    ----------
    rows : DataFrame
        Columns of ``subject``, ``valid_from`` (``date``) and ``valid_to`` (``date`` or None: still in force).
    subject : list of str
        What must be equal for two rows to speak of the same thing. Rows whose first of these is empty are left out.

    Yields
    ------
    tuple of two dict
        The row that ends last among those begun before, and the row that begins while it is in force.

    """
    named = rows[rows[subject[0]].notna() & (rows[subject[0]] != "") & rows["valid_from"].notna()]
    key = named[subject].astype(object).where(named[subject].notna(), None).apply(tuple, axis=1)
    several = key[key.duplicated(keep=False)]
    for _, group in named.loc[several.index].groupby(several, sort=False):
        ordered = group.sort_values("valid_from", kind="stable").to_dict("records")
        longest = ordered[0]
        for row in ordered[1:]:
            if row["valid_from"] <= _end(longest):
                yield longest, row
            if _end(row) > _end(longest):
                longest = row


def _end(row: dict[str, Any]) -> dt.date:
    end = row["valid_to"]
    return end if isinstance(end, dt.date) and end is not pd.NaT else dt.date.max
