"""A spreadsheet's tables: headings with units, real number formats, a filter, and no formulas."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter

from banme.reports import format as fmt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS = 1_048_576
"""Rows of a sheet, heading included."""

_FORMATS = {
    "text": "@",
    "year": "0",
    "count": "#,##0",
    "tenth": "#,##0.0",
    "hundredth": "#,##0.00",
    "day": "dd/mm/yyyy",
}
_WIDTHS = {"text": 26, "year": 9, "count": 17, "tenth": 13, "hundredth": 13, "day": 13}
_LONG_TEXT = 40
_CELL_CHARACTERS = 32_767
BRAND = "0F5C4A"
_HEAD = PatternFill("solid", fgColor=BRAND)
FACE = "Arial"
_LINE_POINTS = 13.5
_HEAD_FONT = Font(name=FACE, size=10, bold=True, color="FFFFFF")
_BAND = Border(bottom=Side(style="hair", color="C9D1D6"))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    Attributes
    ----------
    title : str
        Heading, with the unit.
    kind : str
        ``text``, ``year``, ``count``, ``tenth``, ``hundredth`` or ``day``; decides the number format.
    width : float
        Characters wide; 0 takes the kind's usual width.

    """

    title: str
    kind: str = "text"
    width: float = 0.0


def plain(value: Any) -> Any:
    """Return what a cell takes: text, int, float, date; None where the figure is missing (never zero)."""
    if fmt.missing(value):
        return None
    if isinstance(value, str):
        return ILLEGAL_CHARACTERS_RE.sub("", value)[:_CELL_CHARACTERS]
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    return value.item() if hasattr(value, "item") else value


def put(cell: Cell, value: Any) -> None:
    """Write a value; text stays text even where it begins like a formula."""
    content = plain(value)
    cell.value = content
    if isinstance(content, str):
        cell.data_type = "s"


def add_table(book: Workbook, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Worksheet:
    """Add a sheet that holds one table from its first row, and as many more sheets as its rows need.

    Returns the first of them.
    """
    sheets = [_begin(book, title, columns)]
    line = 1
    for row in rows:
        line += 1
        if line > MOST_ROWS:
            _end(sheets[-1], len(columns), MOST_ROWS)
            sheets.append(_begin(book, f"{title} ({len(sheets) + 1})", columns))
            line = 2
        _fill(sheets[-1], line, columns, row)
    _end(sheets[-1], len(columns), line)
    return sheets[0]


def place_table(sheet: Worksheet, top: int, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> int:
    """Write a table from row ``top`` on; return its last row."""
    _heads(sheet, top, columns)
    line = top
    for row in rows:
        line += 1
        _fill(sheet, line, columns, row)
    return line


def set_widths(sheet: Worksheet, columns: Sequence[Column]) -> None:
    """Set the columns' widths."""
    for place, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width or _WIDTHS[column.kind]


def set_paper(sheet: Worksheet) -> None:
    """Print on landscape A4, as wide as the page, page numbers at the foot."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&A – &P/&N"
    sheet.sheet_view.showGridLines = False


def _begin(book: Workbook, title: str, columns: Sequence[Column]) -> Worksheet:
    sheet: Worksheet = book.create_sheet(title)
    _heads(sheet, 1, columns)
    set_widths(sheet, columns)
    set_paper(sheet)
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    return sheet


def _end(sheet: Worksheet, width: int, last: int) -> None:
    sheet.auto_filter.ref = f"A1:{get_column_letter(width)}{max(last, 2)}"


def _heads(sheet: Worksheet, line: int, columns: Sequence[Column]) -> None:
    for place, column in enumerate(columns, 1):
        cell = sheet.cell(line, place)
        put(cell, column.title)
        cell.font, cell.fill = _HEAD_FONT, _HEAD
        side = "left" if column.kind == "text" else "right"
        cell.alignment = Alignment(
            horizontal=side, vertical="center", wrap_text=True, indent=1 if side == "left" else 0
        )
    sheet.row_dimensions[line].height = 33


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a cell of that width, as row heights are not fitted on opening."""
    return sum(1 + int(len(part) * 1.12 / width) for part in text.split("\n"))


def _fill(sheet: Worksheet, line: int, columns: Sequence[Column], row: Sequence[Any]) -> None:
    lines = 1
    for place, (column, value) in enumerate(zip(columns, row, strict=True), 1):
        cell = sheet.cell(line, place)
        put(cell, value)
        cell.style = _style(column)
        if _wraps(column) and isinstance(value, str):
            lines = max(lines, lines_of(value, column.width))
    if lines > 1:
        sheet.row_dimensions[line].height = _LINE_POINTS * lines


def _style(column: Column) -> str:
    return f"banme {column.kind}{' wrapped' if _wraps(column) else ''}"


def _wraps(column: Column) -> bool:
    return column.kind == "text" and column.width >= _LONG_TEXT


def add_styles(book: Workbook) -> None:
    """Name the cell styles of tables in the workbook, once, before the first table."""
    for kind, pattern in _FORMATS.items():
        for suffix, wraps in (("", False), (" wrapped", True)):
            style = NamedStyle(f"banme {kind}{suffix}", number_format=pattern, border=_BAND)
            style.font = Font(name=FACE, size=10)
            style.alignment = _alignment(kind, wraps=wraps)
            book.add_named_style(style)


def _alignment(kind: str, *, wraps: bool) -> Alignment:
    if kind == "text":
        return Alignment(horizontal="left", vertical="top", wrap_text=wraps, indent=1)
    return Alignment(vertical="top")
