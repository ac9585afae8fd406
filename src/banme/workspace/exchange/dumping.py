"""Write tables to a folder of CSV, a CSV, XLSX, GeoPackage or GeoJSON file that loads back to the same rows."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import shapely

from banme.errors import InputError, Problem
from banme.workspace import tables as catalogue
from banme.workspace.consent import open_to_third_parties
from banme.workspace.exchange.cells import plain, text
from banme.workspace.exchange.declaration import Field, Model, columns, geometry_of, table_name
from banme.workspace.exchange.geopackage_out import write_geopackage
from banme.workspace.exchange.workbook_out import write_workbook

_STREAMED_ROWS = 5_000
_SINGLE_TABLE = frozenset({".csv", ".geojson", ".json"})


def dump(path: Path | str, tables: Iterable[str] | None = None, *, third_party: bool = False) -> list[Path]:
    """Write tables (by default all that people fill in) to ``path``; the suffix chooses the format, none a folder.

    A folder gets one CSV a table, geometry as WKT. ``.csv`` and ``.geojson`` hold one table. Values read back exactly:
    floating-point numbers and coordinates to the last bit, empty text apart from unknown. The change log stays in the
    workspace. Result tables may be named; they are for reading and cannot be loaded. For a third party, rows that need
    consent and have none are left out (:mod:`banme.workspace.consent`).

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    InputError
        When a table is unknown, or the format is, or a one-table format is asked for several tables.

    """
    models = chosen(tables)
    target = Path(path)
    suffix = target.suffix.lower()
    if suffix in _SINGLE_TABLE and len(models) != 1:
        raise InputError([_one_table(target)])
    (target if not suffix else target.parent).mkdir(parents=True, exist_ok=True)
    if not suffix:
        return [_write_csv(target / f"{table_name(model)}.csv", model, third_party=third_party) for model in models]
    if suffix == ".csv":
        return [_write_csv(target, models[0], third_party=third_party)]
    if suffix == ".xlsx":
        return [write_workbook(target, [(model, stored_rows(model, third_party=third_party)) for model in models])]
    if suffix == ".gpkg":
        return [write_geopackage(target, [(model, stored_rows(model, third_party=third_party)) for model in models])]
    if suffix in _SINGLE_TABLE:
        return [_write_geojson(target, models[0], third_party=third_party)]
    raise InputError([_unknown_format(target)])


def chosen(names: Iterable[str] | None) -> list[Model]:
    """Return the named tables in load order; :class:`InputError` naming every unknown one."""
    if names is None:
        return list(catalogue.input_tables())
    known = {table_name(model): model for model in catalogue.layers()}
    wanted = list(names)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        listed = ", ".join(known)
        raise InputError(
            Problem("unknown-table", f"Không có bảng này. Các bảng: {listed}", f"No such table. Tables: {listed}", name)
            for name in unknown
        )
    return [model for name, model in known.items() if name in wanted]


def stored_rows(model: Model, *, third_party: bool = False) -> Iterator[tuple[Any, ...]]:
    """Return the stored values of a table, row by row in the order they were entered."""
    names = [field.attname for field in columns(model)]
    rows = model._default_manager.order_by("pk")
    query = (open_to_third_parties(rows) if third_party else rows).values_list(*names)
    return query.iterator(chunk_size=_STREAMED_ROWS)


def _write_csv(path: Path, model: Model, *, third_party: bool) -> Path:
    fields = columns(model)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([field.column for field in fields])
        writer.writerows(
            [text(field, value, csv=True) for field, value in zip(fields, row, strict=True)]
            for row in stored_rows(model, third_party=third_party)
        )
    return path


def _write_geojson(path: Path, model: Model, *, third_party: bool) -> Path:
    """Write one feature a line, so that versions of the file can be compared."""
    fields = columns(model)
    spatial = geometry_of(model)
    features = (_feature(fields, spatial, row) for row in stored_rows(model, third_party=third_party))
    head = json.dumps({"type": "FeatureCollection", "name": table_name(model)})
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(head[:-1] + ', "features": [\n')
        for position, feature in enumerate(features):
            stream.write((",\n" if position else "") + json.dumps(feature, ensure_ascii=False, allow_nan=False))
        stream.write("\n]}\n")
    return path


def _feature(fields: list[Field], spatial: Field | None, row: tuple[Any, ...]) -> dict[str, Any]:
    values = dict(zip(fields, row, strict=True))
    shape = values.pop(spatial) if spatial is not None else None
    return {
        "type": "Feature",
        "properties": {str(field.column): _member(value) for field, value in values.items()},
        "geometry": None if shape is None else shapely.geometry.mapping(shape),
    }


def _member(value: Any) -> Any:
    return value if value is None or isinstance(value, str | bool | int | float | dict | list) else plain(value)


def _one_table(path: Path) -> Problem:
    return Problem(
        "one-table",
        "Định dạng này chứa một bảng: nêu đúng một bảng, hoặc xuất ra thư mục, .xlsx, .gpkg",
        "This format holds one table: name exactly one, or export to a folder, .xlsx or .gpkg",
        value=path.name,
    )


def _unknown_format(path: Path) -> Problem:
    return Problem(
        "format",
        "Định dạng không hỗ trợ: dùng thư mục, .csv, .xlsx, .gpkg hoặc .geojson",
        "Unsupported format: use a folder, .csv, .xlsx, .gpkg or .geojson",
        value=path.name,
    )
