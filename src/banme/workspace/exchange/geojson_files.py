"""GeoJSON files: one feature collection a table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import shapely

from banme.workspace.exchange import crs
from banme.workspace.exchange.declaration import geometry_of, input_models
from banme.workspace.exchange.offenders import Fault, Offenders, Place, Words
from banme.workspace.exchange.raw import RawTable, chunk

if TYPE_CHECKING:
    from pathlib import Path

_NOT_GEOJSON = Fault(
    "not-geojson",
    Words(
        "Tệp không phải FeatureCollection GeoJSON (UTF-8): xuất lại từ QGIS, định dạng GeoJSON",
        "The file is not a GeoJSON FeatureCollection (UTF-8): export it again from QGIS as GeoJSON",
    ),
)
_BAD_FEATURE = Fault(
    "feature",
    Words(
        "Đối tượng không có properties là một bảng tên-giá trị", "The feature has no properties object: write them out"
    ),
)
_BAD_GEOMETRY = Fault(
    "geometry-unreadable",
    Words("Hình học GeoJSON sai cấu trúc: vẽ lại hoặc xuất lại", "The GeoJSON geometry is malformed: export it again"),
)


def read_geojson(path: Path, offenders: Offenders, notes: list[str]) -> RawTable | None:
    """Read a feature collection as a table named by its ``name`` member when that is a table, else by the file."""
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"), parse_constant=str)
        features = document["features"]
        fit = document["type"] == "FeatureCollection" and isinstance(features, list)
    except (ValueError, KeyError, TypeError, RecursionError):
        fit = False
    if not fit:
        offenders.note(_NOT_GEOJSON, Place(path.stem), path.name)
        return None
    name = document.get("name")
    table = name if isinstance(name, str) and name in input_models() else path.stem
    reference = _reference(document, table, offenders)
    return _table(table, features, reference, (offenders, notes, path.name))


def _reference(document: dict[str, Any], table: str, offenders: Offenders) -> pyproj.CRS | None:
    """Return the stated system: RFC 7946 has WGS 84, older files a ``crs`` member."""
    member = document.get("crs")
    if member is None:
        return pyproj.CRS.from_user_input("OGC:CRS84")
    try:
        return pyproj.CRS.from_user_input(member["properties"]["name"])
    except (KeyError, TypeError, pyproj.exceptions.CRSError):
        offenders.note(crs.UNKNOWN, Place(table), json.dumps(member))
        return None


def _table(
    table: str, features: list[Any], reference: pyproj.CRS | None, report: tuple[Offenders, list[str], str]
) -> RawTable:
    offenders, notes, origin = report
    model = input_models().get(table)
    field = geometry_of(model) if model is not None else None
    spatial = str(field.column) if field is not None else "geometry"
    names: dict[str, None] = {}
    rows: list[dict[str, Any]] = []
    numbers: list[int] = []
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            offenders.note(_BAD_FEATURE, Place(table, str(number)), feature)
            continue
        names.update(dict.fromkeys(properties))
        numbers.append(number)
        rows.append({**properties, "\0": feature.get("geometry")})
    shapes = np.array(
        [_shape(row["\0"], Place(table, str(n), spatial), offenders) for n, row in zip(numbers, rows, strict=True)],
        dtype=object,
    )
    if reference is not None:
        shapes = crs.to_wgs84(shapes, reference, table, notes)
    has_shapes = field is not None or any(shape is not None for shape in shapes)
    header = (*[name for name in names if name != spatial], *([spatial] if has_shapes else []))
    cells = [
        [*[_text(row.get(name)) for name in names if name != spatial], *([shape] if has_shapes else [])]
        for row, shape in zip(rows, shapes, strict=True)
    ]
    return RawTable(table, tuple(name.strip() for name in header), [chunk(header, numbers, cells)], origin)


def _shape(member: Any, place: Place, offenders: Offenders) -> Any:
    if member is None:
        return None
    try:
        return shapely.from_geojson(json.dumps(member))
    except (shapely.GEOSException, TypeError, ValueError):
        offenders.note(_BAD_GEOMETRY, place, json.dumps(member))
        return None


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float | int) else json.dumps(value, ensure_ascii=False)
