"""CSV files: UTF-8, comma, semicolon or tab, read a piece at a time."""

from __future__ import annotations

import codecs
import csv
from typing import TYPE_CHECKING, Any

from banme.workspace.exchange.offenders import Fault, Offenders, Place, Words
from banme.workspace.exchange.raw import RawTable, chunked, unguard

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LONGEST_CELL = 1 << 28
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_ENCODING = Fault(
    "encoding",
    Words(
        "Tệp không phải UTF-8 (có thể là Windows-1258 hoặc TCVN3): trong Excel chọn Lưu thành, loại 'CSV UTF-8'",
        "The file is not UTF-8 (perhaps Windows-1258 or 1252): in Excel choose Save As, type 'CSV UTF-8'",
    ),
)
_BROKEN = Fault(
    "csv",
    Words(
        "Không đọc được CSV: kiểm tra dấu nháy kép, rồi lưu lại từ Excel thành 'CSV UTF-8'",
        "Unreadable CSV: look for a stray double quote, then save again from Excel as 'CSV UTF-8'",
    ),
)
_EMPTY = Fault(
    "empty-file",
    Words(
        "Tệp trống: hàng đầu phải là tên cột; tạo mẫu bằng 'banme template'",
        "The file is empty: the first row must hold column names; make one with 'banme template'",
    ),
)


def read_csv(path: Path, offenders: Offenders, name: str = "") -> RawTable | None:
    """Open a CSV file as one table named after the file; faults of the file go to ``offenders``."""
    table = name or path.stem
    if not _is_utf8_so_far(path):
        offenders.note(_ENCODING, Place(table), path.name)
        return None
    delimiter = _delimiter(path)
    header = _header(path, delimiter, table, offenders)
    if header is None:
        return None
    rows = _rows(path, delimiter, header, (table, offenders))
    return RawTable(table, header, chunked(header, rows), path.name)


def _is_utf8_so_far(path: Path) -> bool:
    """Look at the whole file once, a piece at a time: a wrong encoding must be known before any row is believed."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        head = stream.read(2)
        if head in _UTF16:
            return False
        try:
            decoder.decode(head)
            while piece := stream.read(1 << 20):
                if b"\0" in piece:
                    return False
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _delimiter(path: Path) -> str:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        first = stream.readline(1 << 20)
    return max(",;\t", key=first.count)


def _header(path: Path, delimiter: str, table: str, offenders: Offenders) -> tuple[str, ...] | None:
    csv.field_size_limit(_LONGEST_CELL)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        try:
            first = next(csv.reader(stream, delimiter=delimiter), [])
        except csv.Error as error:
            offenders.note(_BROKEN, Place(table, "1"), error)
            return None
    header = tuple(cell.strip() for cell in first)
    if not any(header):
        offenders.note(_EMPTY, Place(table), path.name)
        return None
    return header


def _rows(
    path: Path, delimiter: str, header: tuple[str, ...], report: tuple[str, Offenders]
) -> Iterator[tuple[int, list[Any]]]:
    table, offenders = report
    width = len(header)
    number = 1
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter)
        try:
            for number, cells in enumerate(reader, start=1):
                if number == 1 or not cells:
                    continue
                if len(cells) != width:
                    if not cells[0].startswith("#"):
                        offenders.note(
                            _wrong_width(width, len(cells)), Place(table, str(number)), delimiter.join(cells)
                        )
                    continue
                yield number, [None if not cell else unguard(cell) if cell[0] == "'" else cell for cell in cells]
        except csv.Error as error:
            offenders.note(_BROKEN, Place(table, str(number + 1)), error)


def _wrong_width(wanted: int, found: int) -> Fault:
    return Fault(
        "cell-count",
        Words(
            f"Hàng có {found} ô, hàng tên cột có {wanted}: bọc chữ có dấu phẩy trong nháy kép, dùng dấu chấm thập phân",
            f"The row has {found} cells, the header {wanted}: quote text that holds the separator, use a decimal point",
        ),
    )
