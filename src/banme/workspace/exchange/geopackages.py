"""GeoPackage files: one layer a table, in any reference system the file states."""

from __future__ import annotations

import datetime as dt
import math
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyogrio
import pyproj
from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError

from banme.workspace.exchange import crs
from banme.workspace.exchange.declaration import by_column, geometry_of, input_models
from banme.workspace.exchange.offenders import Fault, Offenders, Place, Words
from banme.workspace.exchange.raw import RawTable, chunk

if TYPE_CHECKING:
    from pathlib import Path

_SQLITE = b"SQLite format 3\x00"
_UNREADABLE = (DataSourceError, DataLayerError, FieldError, GeometryError, ValueError, RuntimeError)

_NOT_GEOPACKAGE = Fault(
    "not-a-geopackage",
    Words(
        "Tệp không phải GeoPackage đọc được: mở trong QGIS rồi xuất lại thành GeoPackage",
        "The file is not a readable GeoPackage: open it in QGIS and export it again as GeoPackage",
    ),
)


def read_geopackage(path: Path, offenders: Offenders, notes: list[str]) -> list[RawTable]:
    """Read every layer as a table; result layers of a workspace are left for the caller to pass over."""
    with path.open("rb") as stream:
        if stream.read(16) != _SQLITE:
            offenders.note(_NOT_GEOPACKAGE, Place(), path.name)
            return []
    try:
        names = [str(name) for name, _ in pyogrio.list_layers(path)]
    except _UNREADABLE as error:
        offenders.note(_NOT_GEOPACKAGE, Place(), f"{path.name}: {error}")
        return []
    found = []
    for name in names:
        try:
            found.append(_layer(path, name, offenders, notes))
        except _UNREADABLE as error:
            offenders.note(_NOT_GEOPACKAGE, Place(name), error)
    return found


def _layer(path: Path, name: str, offenders: Offenders, notes: list[str]) -> RawTable:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # GDAL's remarks on the file; what matters is checked below
        data = pyogrio.read_dataframe(path, layer=name, fid_as_index=True)
    model = input_models().get(name)
    spatial = _active_geometry(data)
    columns = {str(column): data[column] for column in data.columns if column != spatial}
    cells = {column: _texts(series) for column, series in columns.items()}
    if spatial is not None:
        field = geometry_of(model) if model is not None else None
        cells[str(field.column) if field is not None else spatial] = _shapes(data, name, offenders, notes)
    header = _in_order(list(cells), model)
    rows = list(zip(*[cells[column] for column in header], strict=True))
    return RawTable(name, header, [chunk(header, [int(fid) for fid in data.index], rows)], f"{path.name}|{name}")


def _active_geometry(data: pd.DataFrame) -> str | None:
    found = [str(column) for column in data.columns if str(data[column].dtype) == "geometry"]
    return found[0] if found else None


def _in_order(names: list[str], model: Any) -> tuple[str, ...]:
    known = [name for name in (by_column(model) if model is not None else ()) if name in names]
    return (*known, *[name for name in names if name not in known])


def _shapes(data: Any, table: str, offenders: Offenders, notes: list[str]) -> Any:
    shapes = np.array(list(data.geometry), dtype=object)
    reference = pyproj.CRS(data.crs) if data.crs is not None else None
    if reference is None or reference.is_engineering or reference.name.lower().startswith("undefined"):
        if len(shapes):
            offenders.note(crs.UNKNOWN, Place(table), reference.name if reference is not None else "")
        return shapes
    return crs.to_wgs84(shapes, reference, table, notes)


def _texts(series: pd.Series[Any]) -> list[str | None]:
    """Return values as the text that the other formats use, None where the layer has NULL."""
    return [_text(value) for value in series.astype(object)]


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() and value.tzinfo is None else value.isoformat()
    if isinstance(value, float):
        return repr(float(value))
    return value.hex() if isinstance(value, bytes) else str(value)
