"""Looks at a workbook's archive before anything in it is unpacked: kind of file, size, ratio, merged cells."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

from banme.workspace.exchange.offenders import Fault, Offenders, Place, Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

UNPACKED_LIMIT_BYTES = 2 << 30
SHARED_TEXT_LIMIT_BYTES = 256 << 20
RATIO_LIMIT = 200
RATIO_COUNTS_FROM_BYTES = 8 << 20
ENTRY_LIMIT = 2_000
_ENCRYPTED = 0x1
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:$]+)"')
_OVERLAP = 256

_NOT_A_WORKBOOK = Fault(
    "not-a-spreadsheet",
    Words(
        "Tệp không phải bảng tính XLSX: mở bằng Excel hoặc LibreOffice rồi lưu thành .xlsx (không mật khẩu)",
        "The file is not an XLSX workbook: open it in Excel or LibreOffice and save it as .xlsx (without a password)",
    ),
)
_BOMB = Fault(
    "zip-bomb",
    Words(
        "Tệp nén nở ra quá lớn nên không được mở: chia nhỏ, hoặc dùng thư mục CSV cho bảng lớn",
        "The archive unpacks to far more than it should and was not opened: split it, or use a folder of CSV",
    ),
)


def is_safe_workbook(path: Path, offenders: Offenders) -> bool:
    """Tell whether the archive may be opened; says why not."""
    fault = _fault(path)
    if fault is not None:
        offenders.note(fault, Place(), path.name)
    return fault is None


def _fault(path: Path) -> Fault | None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return _NOT_A_WORKBOOK
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        return _NOT_A_WORKBOOK
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        return _NOT_A_WORKBOOK
    too_many = len(entries) > ENTRY_LIMIT or sum(entry.file_size for entry in entries) > UNPACKED_LIMIT_BYTES
    return _BOMB if too_many or any(_swells(entry) for entry in entries) else None


def _swells(entry: zipfile.ZipInfo) -> bool:
    if entry.filename.endswith("sharedStrings.xml") and entry.file_size > SHARED_TEXT_LIMIT_BYTES:
        return True
    return entry.file_size > RATIO_COUNTS_FROM_BYTES and entry.file_size > RATIO_LIMIT * max(entry.compress_size, 1)


def merged_ranges(path: Path, member: str) -> list[str]:
    """Return the merged ranges of one worksheet, e.g. ``A1:B1``, reading it as a stream."""
    with zipfile.ZipFile(path) as archive, archive.open(member) as stream:
        return list(dict.fromkeys(_found(iter(lambda: stream.read(1 << 20), b""))))


def _found(pieces: Iterator[bytes]) -> Iterator[str]:
    tail = b""
    for piece in pieces:
        block = tail + piece
        yield from (match.group(1).decode("ascii") for match in _MERGED.finditer(block))
        tail = block[-_OVERLAP:]
