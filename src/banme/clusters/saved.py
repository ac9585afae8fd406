"""The plan of a maximising study as one JSON file (``docs/engines/clusters-assessment.md`` describes the fields)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from banme.document import digest, stored, write

NAME = "cluster_plan.json.gz"
FORMAT = 1


@dataclass(frozen=True, slots=True, eq=False)
class SavedPlan:
    """What is written.

    Attributes
    ----------
    kind : str
        ``upgrades``, ``exchange`` or ``zone``.
    tables : mapping of str to DataFrame
        The problem: every table with the columns to keep; the row's label is kept with them.
    figures : mapping
        The problem's single figures.
    plan : sequence of dict, or None
        What was chosen, a row each; None without a plan.
    claims : mapping of str to float
        What is claimed of it: ``worth``, ``bound``, ``gap_pct`` and the parts.
    status : str

    """

    kind: str
    tables: Mapping[str, pd.DataFrame]
    figures: Mapping[str, Any]
    plan: Sequence[Mapping[str, Any]] | None
    claims: Mapping[str, float]
    status: str


def save(saved: SavedPlan, folder: Path) -> None:
    """Write ``cluster_plan.json.gz``; the folder is made if it is not there."""
    document = {
        "format": FORMAT,
        "kind": saved.kind,
        "problem": {**{name: _rows(table) for name, table in saved.tables.items()}, **saved.figures},
        "plan": None if saved.plan is None else [_plain(row) for row in saved.plan],
        "claims": {name: None if math.isnan(value) else stored(value) for name, value in saved.claims.items()},
        "status": saved.status,
    }
    document["digest"] = digest(document)
    write(folder / NAME, document)


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table's rows by column name, without their labels."""
    return [dict(zip(map(str, table.columns), row, strict=True)) for row in table.itertuples(index=False, name=None)]


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{"label": str(label), **_plain(row)} for label, row in zip(table.index, rows_of(table), strict=True)]


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {str(name): _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if hasattr(value, "item"):
        value = value.item()
    return stored(value) if isinstance(value, float) else value
