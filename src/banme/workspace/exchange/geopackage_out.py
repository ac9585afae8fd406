"""GeoPackage export: the same layers, column types and geometry as a workspace file, without its history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import shapely
from django.conf import settings
from django.db import models
from django.db.utils import ConnectionHandler

from banme.workspace.exchange.declaration import Field, Model, columns, geometry_of, table_name
from banme.workspace.gpkg.catalogue import register

_BATCH_ROWS = 5_000
_EMPTY = (float("inf"), float("inf"), float("-inf"), float("-inf"))
_Bounds = tuple[float, float, float, float]


def write_geopackage(path: Path, tables: list[tuple[Model, Iterable[tuple[Any, ...]]]]) -> Path:
    """Write tables with their rows as layers of a new GeoPackage; an older file of that name is replaced."""
    path.unlink(missing_ok=True)
    connection = ConnectionHandler(
        {"default": {"ENGINE": "banme.workspace.gpkg", "NAME": str(path), "TIME_ZONE": settings.TIME_ZONE}}
    )["default"]
    try:
        register(connection, [model for model, _ in tables])
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            for model, rows in tables:
                _write_layer(cursor, connection, model, rows)
            cursor.execute("COMMIT")
    finally:
        connection.close()
    return path


def _write_layer(cursor: Any, connection: Any, model: Model, rows: Iterable[tuple[Any, ...]]) -> None:
    fields = columns(model)
    quote = connection.ops.quote_name
    name = table_name(model)
    declared = ", ".join(_declared(field, connection) for field in fields)
    cursor.execute(f"CREATE TABLE {quote(name)} (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {declared})")
    names = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    insert = f"INSERT INTO {quote(name)} ({names}) VALUES ({marks})"  # noqa: S608  (names of our own models)
    spatial = geometry_of(model)
    extent = _EMPTY
    for batch in _batches(rows):
        cursor.executemany(
            insert, [[_stored(f, value, connection) for f, value in zip(fields, row, strict=True)] for row in batch]
        )
        if spatial is not None:
            extent = _widened(extent, [row[fields.index(spatial)] for row in batch])
    if extent[0] <= extent[2]:
        cursor.execute(
            "UPDATE gpkg_contents SET min_x=%s, min_y=%s, max_x=%s, max_y=%s WHERE table_name=%s", [*extent, name]
        )


def _declared(field: Field, connection: Any) -> str:
    """Return the column's declaration, named and typed as in a workspace."""
    unique = " UNIQUE" if field.unique else ""
    name = connection.ops.quote_name(field.column)
    return f"{name} {field.db_type(connection)}{'' if field.null else ' NOT NULL'}{unique}"


def _stored(field: Field, value: Any, connection: Any) -> Any:
    held = field.target_field if isinstance(field, models.ForeignKey) else field
    return held.get_db_prep_save(value, connection)


def _batches(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    stream = iter(rows)
    while batch := list(islice(stream, _BATCH_ROWS)):
        yield batch


def _widened(extent: _Bounds, shapes: list[Any]) -> _Bounds:
    present = [shape for shape in shapes if shape is not None and not shape.is_empty]
    if not present:
        return extent
    west, south, east, north = (float(side) for side in shapely.total_bounds(present))
    return (min(extent[0], west), min(extent[1], south), max(extent[2], east), max(extent[3], north))
