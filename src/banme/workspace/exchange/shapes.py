"""Geometry columns: WKT, GeoJSON text or shapely in, checked shapes of the declared type out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from banme.workspace.exchange.declaration import is_required
from banme.workspace.exchange.offenders import Fault, Offenders, Place, Words

if TYPE_CHECKING:
    from banme.workspace.exchange.values import Objects
    from banme.workspace.geometry import GeometryField

Bools = npt.NDArray[np.bool_]
_SINGLE = {"Point": "MultiPoint", "LineString": "MultiLineString", "Polygon": "MultiPolygon"}
_NEARBY_DEGREES = 3.0
_WORLD = np.array([-180.0, -90.0, 180.0, 90.0])

_UNREADABLE = Fault(
    "geometry-unreadable",
    Words("Không đọc được hình học: cần WKT hoặc GeoJSON", "Unreadable geometry: WKT or GeoJSON is needed"),
)
_REQUIRED = Fault(
    "required", Words("Thiếu hình học: vẽ hoặc điền WKT", "The geometry is missing: draw it or write WKT")
)
_EMPTY = Fault(
    "geometry-empty", Words("Hình rỗng: vẽ lại hoặc để trống", "Empty geometry: draw it again or leave the cell blank")
)
_OUTSIDE = Fault(
    "not-lon-lat",
    Words(
        "Toạ độ không phải kinh độ/vĩ độ WGS 84: trong QGIS xuất sang EPSG:4326",
        "The coordinates are not WGS 84 longitude/latitude: in QGIS export to EPSG:4326",
    ),
)
SWAPPED = Fault(
    "lon-lat-swapped",
    Words(
        "Kinh độ và vĩ độ bị đảo: viết kinh độ trước, vĩ độ sau (QGIS: 'Swap X and Y coordinates')",
        "Longitude and latitude are swapped: write longitude first (QGIS: 'Swap X and Y coordinates')",
    ),
)


def read_shapes(
    field: GeometryField, cells: Objects, rows: npt.NDArray[np.int64], place: Place, offenders: Offenders
) -> tuple[Objects, Bools, int]:
    """Return the shapes, which rows are at fault, and how many lost a height (the workspace is flat)."""
    shapes, unreadable = _parsed(cells)
    high = shapely.has_z(shapes)
    shapes = np.where(high, shapely.force_2d(shapes), shapes)
    shapes = _fitted(shapes, field)
    faults = np.full(len(cells), None, dtype=object)
    present = ~shapely.is_missing(shapes)
    _mark(faults, unreadable, _UNREADABLE)
    if is_required(field):
        _mark(faults, ~present & ~unreadable, _REQUIRED)
    _mark_each(faults, present & (_kinds(shapes) != field.geometry_type), lambda at: _wrong_type(field, shapes[at]))
    _mark(faults, present & shapely.is_empty(shapes), _EMPTY)
    with np.errstate(invalid="ignore"):
        _mark_each(faults, present & ~shapely.is_valid(shapes), lambda at: _invalid(shapes[at]))
        bounds = shapely.bounds(shapes)
        outside = present & ~_in_world(bounds)
        swapped = outside & _in_world(bounds[:, [1, 0, 3, 2]])
    _mark(faults, swapped, SWAPPED)
    _mark(faults, outside, _OUTSIDE)
    bad = np.array([fault is not None for fault in faults], dtype=bool)
    for row, cell, fault in zip(rows[bad], cells[bad], faults[bad], strict=True):
        offenders.note(fault, Place(place.table, str(row), place.column), cell)
    return shapes, bad, int(np.count_nonzero(high))


def _parsed(cells: Objects) -> tuple[Objects, Bools]:
    texts = np.array([isinstance(cell, str) for cell in cells], dtype=bool)
    stripped = np.array([cell.strip() if isinstance(cell, str) else None for cell in cells], dtype=object)
    filled = np.array([bool(cell) for cell in stripped], dtype=bool)
    json_like = np.array([bool(cell) and cell.startswith("{") for cell in stripped], dtype=bool)
    shapes = cells.copy()
    shapes[texts] = None
    shapes[json_like] = shapely.from_geojson(stripped[json_like], on_invalid="ignore")
    wkt = filled & ~json_like
    shapes[wkt] = shapely.from_wkt(stripped[wkt], on_invalid="ignore")
    return shapes, filled & np.array([shape is None for shape in shapes], dtype=bool)


def _fitted(shapes: Objects, field: GeometryField) -> Objects:
    """Wrap a single part for a multi column, and take a lone part out of a collection of one."""
    multi = _SINGLE.get(field.geometry_type)
    fitted = np.array([field.promote(shape) if shape is not None else None for shape in shapes], dtype=object)
    if multi is not None:
        lone = (_kinds(fitted) == multi) & (shapely.get_num_geometries(fitted) == 1)
        fitted[lone] = shapely.get_geometry(fitted[lone], 0)
    return fitted


def _kinds(shapes: Objects) -> Objects:
    return np.array([shape.geom_type if shape is not None else "" for shape in shapes], dtype=object)


def _mark(faults: Objects, where: Bools, fault: Fault) -> None:
    for at in np.flatnonzero(where):
        faults[at] = faults[at] or fault


def _mark_each(faults: Objects, where: Bools, fault: Any) -> None:
    for at in np.flatnonzero(where):
        faults[at] = faults[at] or fault(at)


def _in_world(bounds: npt.NDArray[np.float64]) -> Bools:
    return _within(bounds, _WORLD)


def _wrong_type(field: GeometryField, shape: Any) -> Fault:
    return Fault(
        "geometry-type",
        Words(
            f"Cần hình kiểu {field.geometry_type}, nhận được {shape.geom_type}: chuyển kiểu lớp trong QGIS",
            f"A {field.geometry_type} is needed, found a {shape.geom_type}: convert the layer in QGIS",
        ),
    )


def _invalid(shape: Any) -> Fault:
    reason = shapely.is_valid_reason(shape)
    return Fault(
        "geometry-invalid",
        Words(
            f"Hình không hợp lệ ({reason}): chạy 'Fix geometries' trong QGIS",
            f"Invalid geometry ({reason}): run 'Fix geometries' in QGIS",
        ),
    )


def swapped_beside(shapes: Objects, extent: npt.NDArray[np.float64]) -> Bools:
    """Tell which shapes lie far from the region as written but in it with longitude and latitude swapped.

    ``extent`` is west, south, east, north of the region's administrative units, degrees.
    """
    bounds = shapely.bounds(shapes)
    with np.errstate(invalid="ignore"):
        return ~_near(bounds, extent) & _near(bounds[:, [1, 0, 3, 2]], extent)


def _near(bounds: npt.NDArray[np.float64], extent: npt.NDArray[np.float64]) -> Bools:
    margin = np.array([-_NEARBY_DEGREES, -_NEARBY_DEGREES, _NEARBY_DEGREES, _NEARBY_DEGREES])
    return _within(bounds, extent + margin)


def _within(bounds: npt.NDArray[np.float64], extent: npt.NDArray[np.float64]) -> Bools:
    inside: Bools = (bounds[:, :2] >= extent[:2]).all(axis=1) & (bounds[:, 2:] <= extent[2:]).all(axis=1)
    return inside
