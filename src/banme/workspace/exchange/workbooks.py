"""XLSX workbooks: one sheet a table, plain values only."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from banme.workspace.exchange.offenders import Fault, Offenders, Place, Words
from banme.workspace.exchange.raw import RawTable, chunk, chunked, continued, join_continued, unguard
from banme.workspace.exchange.workbook_guard import is_safe_workbook, merged_ranges

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GUIDE_SHEETS = frozenset({"Hướng dẫn", "Guide", "_lists"})
"""Sheets of a template that explain it; never read."""
_WIDEST = 500
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNREADABLE = (
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    ParseError,
    DefusedXmlException,
    InvalidFileException,
    AttributeError,
    IndexError,
    EOFError,
)

_DAMAGED = Fault(
    "damaged-workbook",
    Words(
        "Bảng tính bị hỏng hoặc chứa XML không an toàn: mở bằng Excel hoặc LibreOffice rồi lưu lại",
        "The workbook is damaged or holds unsafe XML: open it in Excel or LibreOffice and save it again",
    ),
)
_FORMULA = Fault(
    "formula",
    Words(
        "Ô chứa công thức: sao chép rồi dán đặc biệt 'Giá trị' vào chính ô đó",
        "The cell holds a formula: copy it and use Paste Special 'Values' on the same cell",
    ),
)
_ERROR_CELL = Fault(
    "error-cell",
    Words("Ô báo lỗi của Excel: sửa hoặc để trống", "The cell shows an Excel error: repair it or leave it empty"),
)
_MERGED = Fault(
    "merged-cells",
    Words(
        "Các ô bị gộp: bỏ gộp và điền từng ô",
        "Cells are merged: unmerge them and fill each cell",
    ),
)
_HIDDEN = Fault(
    "hidden-sheet",
    Words(
        "Trang tính bị ẩn nên không ai thấy dữ liệu được nạp: hiện lại hoặc xoá trang",
        "The sheet is hidden, so nobody would see what is loaded: unhide or delete it",
    ),
)
_NO_HEADER = Fault(
    "unnamed-column",
    Words(
        "Ô nằm ở cột không có tên: đặt tên cột ở hàng 1 hoặc xoá ô", "The cell's column has no name in row 1: name it"
    ),
)


def read_workbook(path: Path, offenders: Offenders) -> list[RawTable]:
    """Read every visible sheet as a table; faults of the file go to ``offenders``."""
    if not is_safe_workbook(path, offenders):
        return []
    try:
        with closing(openpyxl.load_workbook(path, read_only=True, keep_links=False)) as book:
            found = [_sheet(path, sheet, offenders) for sheet in book.worksheets if sheet.title not in GUIDE_SHEETS]
    except _UNREADABLE as error:
        offenders.note(_DAMAGED, Place(), f"{path.name}: {error}")
        return []
    return [table for table in found if table is not None]


def _sheet(path: Path, sheet: Any, offenders: Offenders) -> RawTable | None:
    """Read one sheet; the reading ends here, so that faults anywhere in the archive are caught by the caller."""
    table = sheet.title.strip()
    sheet.reset_dimensions()
    rows = _rows(sheet, table, offenders)
    first = next(rows, None)
    if first is None or all(cell is None for cell in first[1]):
        return None
    if sheet.sheet_state != "visible":
        offenders.note(_HIDDEN, Place(table), table)
    for found in merged_ranges(path, sheet._worksheet_path):  # noqa: SLF001
        offenders.note(_MERGED, Place(table, found), found)
    raw_header = [str(cell or "").strip() for cell in first[1]]
    while raw_header and not raw_header[-1]:
        raw_header.pop()
    header = tuple(name for name in raw_header if not continued(name))
    body = ((number, _joined(raw_header, cells)) for number, cells in _fitted(rows, raw_header, table, offenders))
    frames = list(chunked(header, body))
    return RawTable(table, header, frames or [chunk(header, [], [])], f"{path.name}!{table}")


def _joined(header: list[str], cells: list[Any]) -> list[Any]:
    return [cell if cell is None else unguard(cell) for cell in join_continued(header, cells)]


def _fitted(
    rows: Iterator[tuple[int, list[Any]]], header: list[str], table: str, offenders: Offenders
) -> Iterator[tuple[int, list[Any]]]:
    width = len(header)
    for number, cells in rows:
        for place, cell in enumerate(cells[width:], start=width + 1):
            if cell is not None:
                offenders.note(_NO_HEADER, Place(table, str(number), get_column_letter(place)), cell)
        yield number, [*cells[:width], *[None] * (width - len(cells))]


def _rows(sheet: Any, table: str, offenders: Offenders) -> Iterator[tuple[int, list[Any]]]:
    for number, cells in enumerate(sheet.iter_rows(max_col=_WIDEST), start=1):
        yield number, [_text(cell, table, offenders) for cell in cells]


def _text(cell: Any, table: str, offenders: Offenders) -> str | None:
    """Return the cell's value as the text that the other formats use."""
    value = cell.value
    if value is None or value == "":
        return None
    if cell.data_type in {"f", "e"}:
        address = f"{get_column_letter(cell.column)}{cell.row}"
        offenders.note(_FORMULA if cell.data_type == "f" else _ERROR_CELL, Place(table, str(cell.row), address), value)
        return None
    return as_text(value)


def as_text(value: Any) -> str:
    """Return a worksheet value as text: days as ``YYYY-MM-DD``, numbers so that they read back exactly."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, str):
        return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), value)
    return repr(value) if isinstance(value, float) else str(value)
