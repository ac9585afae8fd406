"""XLSX export: one sheet a table, every value exact, no text that runs as a formula."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import models
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from banme.errors import InputError, Problem
from banme.workspace.exchange.cells import text
from banme.workspace.exchange.declaration import Field, Model, columns, table_name

CELL_CHARACTERS = 32_767
SHEET_ROWS = 1_048_576
_FIRST_SAFE_DAY = dt.date(1900, 3, 1)
_ESCAPE = re.compile("_x[0-9A-Fa-f]{4}_|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_WIDTH = 16


def write_workbook(path: Path, tables: list[tuple[Model, Iterable[tuple[Any, ...]]]]) -> Path:
    """Write tables with their rows as sheets; :class:`InputError` when one has more rows than a worksheet."""
    book = Workbook(write_only=True)
    for model, rows in tables:
        _write_sheet(book, model, [list(row) for row in rows])
    book.save(path)
    return path


def _write_sheet(book: Workbook, model: Model, rows: list[list[Any]]) -> None:
    if len(rows) >= SHEET_ROWS:
        raise InputError([_too_many(table_name(model))])
    fields = columns(model)
    sheet = book.create_sheet(table_name(model))
    sheet.freeze_panes = "B2"
    pieces = [[_pieces(field, value) for field, value in zip(fields, row, strict=True)] for row in rows]
    spans = [max((len(row[place]) for row in pieces), default=1) for place in range(len(fields))]
    for place in range(sum(spans)):
        sheet.column_dimensions[get_column_letter(place + 1)].width = _WIDTH
    sheet.append(
        [_heading(sheet, name) for field, span in zip(fields, spans, strict=True) for name in _names(field, span)]
    )
    for row in pieces:
        sheet.append(
            [
                _cell(sheet, cell)
                for cells, span in zip(row, spans, strict=True)
                for cell in [*cells, *[None] * (span - len(cells))]
            ]
        )


def _names(field: Field, span: int) -> list[str]:
    return [str(field.column), *[f"{field.column}__{part}" for part in range(2, span + 1)]]


def _heading(sheet: Any, name: str) -> Any:
    cell = WriteOnlyCell(sheet, name)
    cell.font = Font(bold=True)
    return cell


def _pieces(field: Field, value: Any) -> list[Any]:
    """Return a value as worksheet values: a number, day or yes/no as such, text in as many cells as it needs."""
    if value is None or isinstance(value, bool | int | float):
        return [value]
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField) and value >= _FIRST_SAFE_DAY:
        return [value]
    whole = text(field, value, csv=False) or ""
    escaped = _ESCAPE.sub(lambda match: _escape(match.group()), whole)
    if len(escaped) <= CELL_CHARACTERS:
        return [escaped or None]
    return _cut(escaped)


def _escape(found: str) -> str:
    return f"_x{ord(found):04X}_" if len(found) == 1 else f"_x005F{found}"


def _cut(escaped: str) -> list[str]:
    """Cut long text into cells, never through an escape."""
    found = []
    while escaped:
        end = min(CELL_CHARACTERS, len(escaped))
        mark = escaped.rfind("_x", max(end - 6, 0), end)
        end = mark if mark > 0 and end < len(escaped) else end
        found.append(escaped[:end])
        escaped = escaped[end:]
    return found


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, float):
        cell = WriteOnlyCell(sheet)
        cell._value = repr(value)  # noqa: SLF001  (the library itself would round to 16 digits)
        cell.data_type = "n"
        return cell
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, value)
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in {"=", "+", "-", "@"}
        return cell
    if isinstance(value, dt.date):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "yyyy-mm-dd"
        return cell
    return value


def _too_many(table: str) -> Problem:
    return Problem(
        "too-many-rows",
        f"Trang tính chứa tối đa {SHEET_ROWS - 1} hàng: xuất ra thư mục CSV hoặc GeoPackage",
        f"A worksheet holds at most {SHEET_ROWS - 1} rows: export to a folder of CSV or a GeoPackage",
        table,
    )
