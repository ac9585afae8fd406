"""Which reader a path needs: folder, ``.csv``, ``.xlsx``, ``.gpkg``, ``.geojson``."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import TYPE_CHECKING

from banme.workspace.exchange.csv_files import read_csv
from banme.workspace.exchange.geojson_files import read_geojson
from banme.workspace.exchange.geopackages import read_geopackage
from banme.workspace.exchange.offenders import Fault, Offenders, Place, Words
from banme.workspace.exchange.raw import RawTable
from banme.workspace.exchange.workbooks import read_workbook

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

SUFFIXES = (".csv", ".xlsx", ".gpkg", ".geojson", ".json")

_NO_FILE = Fault("no-file", Words("Không có tệp hoặc thư mục này", "There is no such file or folder: check the path"))
_FORMAT = Fault(
    "format",
    Words(
        "Định dạng không hỗ trợ: dùng thư mục CSV, .csv, .xlsx, .gpkg hoặc .geojson (tệp .xls, .ods: lưu thành .xlsx)",
        "Unsupported format: use a folder of CSV, .csv, .xlsx, .gpkg or .geojson (save .xls and .ods as .xlsx)",
    ),
)
_EMPTY = Fault(
    "empty-file",
    Words(
        "Không có bảng nào trong tệp hoặc thư mục: tạo mẫu bằng 'banme template'",
        "There is no table in the file or folder: make a form with 'banme template'",
    ),
)
_TWICE = Fault(
    "table-twice",
    Words(
        "Bảng có ở hai tệp trong thư mục: giữ một tệp",
        "The table comes from two files of the folder: keep one of them",
    ),
)


def open_tables(path: Path, offenders: Offenders, notes: list[str]) -> list[RawTable]:
    """Open every table of a file or folder; faults go to ``offenders``, remarks to ``notes``."""
    if not path.exists():
        offenders.note(_NO_FILE, Place(), path.name)
        return []
    found = _folder(path, offenders, notes) if path.is_dir() else _file(path, offenders, notes)
    if not found and not offenders:
        offenders.note(_EMPTY, Place(), path.name)
    for name, count in Counter(table.name for table in found).items():
        if count > 1:
            offenders.note(_TWICE, Place(name), ", ".join(table.origin for table in found if table.name == name))
    return found


def _folder(path: Path, offenders: Offenders, notes: list[str]) -> list[RawTable]:
    """Read a folder's files; a table may come in parts, ``road_edge.geojson`` and ``road_edge.connectors.geojson``.

    Parts let data under different licences lie in files of their own. They are read as one table, the unnamed part
    first; rows of the later parts are numbered on from it.
    """
    files = sorted(file for file in path.iterdir() if file.suffix.lower() in {".csv", ".geojson"} and file.is_file())
    tables: dict[str, list[RawTable]] = {}
    for file in sorted(files, key=lambda file: len(file.suffixes)):
        for table in _file(file, offenders, notes):
            parted = len(file.suffixes) > 1 and table.name == file.stem
            tables.setdefault(file.name.split(".")[0] if parted else table.name, []).append(table)
    return [found for name, parts in tables.items() for found in _joined(name, parts)]


def _joined(name: str, parts: list[RawTable]) -> list[RawTable]:
    """Return parts as one table; files of the same name that are not parts stay apart and are refused."""
    if sum(part.name == name for part in parts) > 1 or len(parts) == 1:
        return [dataclasses.replace(part, name=name) for part in parts]
    header = tuple(dict.fromkeys(column for part in parts for column in part.header))
    origin = ", ".join(part.origin for part in parts)
    return [RawTable(name, header, _chained(parts, header), origin)]


def _chained(parts: list[RawTable], header: tuple[str, ...]) -> list[pd.DataFrame]:
    chunks: list[pd.DataFrame] = []
    before = 0
    for part in parts:
        rows = part.frame().reindex(columns=list(header))
        rows = rows.astype(object).where(rows.notna(), None)
        rows.index = rows.index + before
        before = int(rows.index.max()) if len(rows) else before
        chunks.append(rows)
    return chunks


def _file(path: Path, offenders: Offenders, notes: list[str]) -> list[RawTable]:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        offenders.note(_FORMAT, Place(), path.name)
        return []
    if path.stat().st_size == 0:
        offenders.note(_EMPTY, Place(), path.name)
        return []
    if suffix == ".xlsx":
        return read_workbook(path, offenders)
    if suffix == ".gpkg":
        return read_geopackage(path, offenders, notes)
    table = read_csv(path, offenders) if suffix == ".csv" else read_geojson(path, offenders, notes)
    return [] if table is None else [table]
