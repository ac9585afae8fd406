"""Notes offenders in the tables of a relocation."""

from __future__ import annotations

from banme.errors import Findings, Problem

__all__ = ["Findings", "note"]


def note(found: Findings, table: str, row: str, column: str, value: str, vi: str, en: str) -> None:  # noqa: PLR0913, PLR0917
    """Note one offender."""
    found.add(Problem("relocation", vi, en, table, row, column, value))
