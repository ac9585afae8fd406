"""A table as a file holds it: text by cell, rows known by their number in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

CHUNK_ROWS = 50_000
_GUARDED = "=+-@\t\r\n"
_CONTINUED = re.compile(r"^(.+)__([2-9]|[1-9]\d+)$")


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table of a file.

    Attributes
    ----------
    name : str
        Name of the table, as the file gives it.
    header : tuple of str
        Column names, stripped.
    chunks : iterable of DataFrame
        Rows in file order: object columns of ``str``, shapely geometry, or None where the cell is empty; the index is
        the row number a person sees in the file.
    origin : str
        File or sheet it came from.

    """

    name: str
    header: tuple[str, ...]
    chunks: Iterable[pd.DataFrame]
    origin: str = ""

    def frame(self) -> pd.DataFrame:
        """Return all rows as one frame."""
        parts = list(self.chunks)
        return pd.concat(parts) if parts else chunk(self.header, [], [])


def chunk(header: Sequence[str], numbers: Sequence[int], rows: Sequence[Sequence[Any]]) -> pd.DataFrame:
    """Return rows (each as long as ``header``) as a frame of objects, indexed by row number."""
    cells = list(zip(*rows, strict=True)) if len(rows) else [()] * len(header)
    index = pd.Index(numbers, dtype="int64", name="row")
    return pd.DataFrame(
        {name: pd.Series(list(column), dtype=object, index=index) for name, column in zip(header, cells, strict=True)},
        index=index,
    )


def chunked(
    header: Sequence[str], rows: Iterable[tuple[int, Sequence[Any]]], size: int = CHUNK_ROWS
) -> Iterator[pd.DataFrame]:
    """Gather numbered rows into frames of at most ``size`` rows, leaving out empty and explanatory rows."""
    code = header.index("code") if "code" in header else 0
    numbers: list[int] = []
    kept: list[Sequence[Any]] = []
    for number, row in rows:
        if (row[code] is None and all(cell is None for cell in row)) or str(row[code] or "")[:1] == "#":
            continue
        numbers.append(number)
        kept.append(row)
        if len(kept) == size:
            yield chunk(header, numbers, kept)
            numbers, kept = [], []
    yield chunk(header, numbers, kept)


def guard(text: str, *, csv: bool) -> str:
    """Return text as a spreadsheet cell that no program runs as a formula; :func:`unguard` gives it back exactly.

    In CSV a text that begins with one of ``= + - @`` tab, return or line feed gets an apostrophe before it. So does,
    in every spreadsheet, a text that would otherwise be taken for such an escape.
    """
    escaped = text == "'" or (text[:1] == "'" and text[1:2] in {*_GUARDED, "'"})
    return f"'{text}" if escaped or (csv and text[:1] and text[0] in _GUARDED) else text


def unguard(text: str) -> str:
    """Undo :func:`guard`; a lone apostrophe is a text that is there but empty."""
    if text[:1] == "'" and (len(text) == 1 or text[1] in _GUARDED or text[1] == "'"):
        return text[1:]
    return text


def join_continued(header: Sequence[str], row: Sequence[Any]) -> list[Any]:
    """Join cells of columns ``name__2``, ``name__3`` … to ``name``: a worksheet cell holds 32,767 characters."""
    cells = list(row)
    for place, name in enumerate(header):
        base = continued(name)
        if base and base in header and cells[place] is not None:
            first = header.index(base)
            cells[first] = f"{cells[first] or ''}{cells[place]}"
    return [cell for name, cell in zip(header, cells, strict=True) if not continued(name)]


def continued(name: str) -> str:
    """Return the column that ``name__2`` continues; empty for any other name."""
    match = _CONTINUED.match(name)
    return match.group(1) if match else ""
