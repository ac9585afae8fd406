"""One geometry column for both stores: GeoPackage blobs in a file, PostGIS ``geometry`` on a server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely
from django.core.exceptions import ValidationError
from django.db import models
from shapely.geometry.base import BaseGeometry

from banme.workspace.gpkg import blob
from banme.workspace.text import both

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

WGS84 = 4326
_MULTI = {"MultiPolygon": ("Polygon", shapely.MultiPolygon), "MultiLineString": ("LineString", shapely.MultiLineString)}
_WORLD = (-180.0, -90.0, 180.0, 90.0)


class GeometryField(models.Field):  # type: ignore[type-arg]
    """A shapely geometry in longitude/latitude degrees (EPSG:4326).

    Parameters
    ----------
    geometry_type : str
        ``Point``, ``LineString``, ``Polygon``, ``MultiPolygon`` ... A single part given to a multi column is wrapped.
    srid : int
        EPSG code; the workspace keeps 4326 throughout, so that every layer lies on every other.

    """

    description = "Geometry (%(geometry_type)s, EPSG:%(srid)s)"
    empty_strings_allowed = False

    def __init__(self, *args: Any, geometry_type: str = "Point", srid: int = WGS84, **kwargs: Any) -> None:
        self.geometry_type = geometry_type
        self.srid = srid
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Describe the field for migrations."""
        name, path, args, kwargs = super().deconstruct()
        kwargs["geometry_type"] = self.geometry_type
        kwargs["srid"] = self.srid
        return name, path, args, kwargs

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """Return the column type: GeoPackage's geometry name, or PostGIS ``geometry``."""
        if connection.vendor == "postgresql":
            return f"geometry({self.geometry_type}, {self.srid})"
        return self.geometry_type.upper()

    def get_placeholder(self, value: Any, compiler: Any, connection: BaseDatabaseWrapper) -> str:  # noqa: ARG002
        """Cast the text of an EWKB to ``geometry`` on PostGIS."""
        return "%s::geometry" if connection.vendor == "postgresql" else "%s"

    def from_db_value(
        self,
        value: Any,
        expression: Any,  # noqa: ARG002
        connection: BaseDatabaseWrapper,
    ) -> BaseGeometry | None:
        """Return the stored geometry as shapely."""
        if value is None:
            return None
        if connection.vendor == "postgresql":
            return shapely.from_wkb(value)
        return blob.decode(bytes(value))

    def to_python(self, value: Any) -> BaseGeometry | None:
        """Accept shapely, WKT or GeoJSON text; wrap a single part for a multi column."""
        if value is None or value == "":
            return None
        geometry = value if isinstance(value, BaseGeometry) else _parse(str(value))
        return self.promote(geometry)

    def promote(self, geometry: BaseGeometry) -> BaseGeometry:
        """Wrap a single part for a multi column; leave everything else as it is."""
        single, multi = _MULTI.get(self.geometry_type, ("", None))
        return multi([geometry]) if multi is not None and geometry.geom_type == single else geometry

    def get_prep_value(self, value: Any) -> BaseGeometry | None:
        """Return shapely whatever was assigned."""
        return self.to_python(super().get_prep_value(value))

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        """Return what the store takes: a GeoPackage blob, or EWKB as hexadecimal text."""
        geometry = value if prepared else self.get_prep_value(value)
        if geometry is None or isinstance(geometry, bytes | memoryview):
            return geometry
        if connection.vendor == "postgresql":
            return shapely.to_wkb(shapely.set_srid(geometry, self.srid), hex=True, include_srid=True)
        return blob.encode(geometry, self.srid)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse the wrong type, invalid shapes and coordinates outside the world."""
        super().validate(value, model_instance)
        if isinstance(value, BaseGeometry):
            for message in faults(value, self.geometry_type):
                raise ValidationError(message)

    def value_to_string(self, obj: models.Model) -> str:
        """Return WKT for serialisation."""
        value = self.value_from_object(obj)
        return "" if value is None else shapely.to_wkt(value, rounding_precision=-1)


def _parse(text: str) -> BaseGeometry:
    """Read WKT or GeoJSON text."""
    stripped = text.strip()
    try:
        return shapely.from_geojson(stripped) if stripped.startswith("{") else shapely.from_wkt(stripped)
    except shapely.GEOSException as error:
        raise ValidationError(
            both("Không đọc được hình học: cần WKT hoặc GeoJSON", "Unreadable geometry: WKT or GeoJSON is needed")
        ) from error


def faults(geometry: BaseGeometry, geometry_type: str) -> list[Any]:
    """List what is wrong with a geometry, as lazy texts in both languages."""
    found: list[Any] = []
    if geometry.geom_type != geometry_type:
        found.append(
            both(
                f"Cần hình kiểu {geometry_type}, nhận được {geometry.geom_type}",
                f"A {geometry_type} is needed, found a {geometry.geom_type}",
            )
        )
    if geometry.is_empty:
        found.append(both("Hình rỗng: bỏ trống ô hoặc vẽ lại", "Empty geometry: leave the cell blank or draw it again"))
        return found
    if not geometry.is_valid:
        reason = shapely.is_valid_reason(geometry)
        found.append(
            both(
                f"Hình không hợp lệ ({reason}): chạy 'Fix geometries' trong QGIS",
                f"Invalid geometry ({reason}): run 'Fix geometries' in QGIS",
            )
        )
    west, south, east, north = geometry.bounds
    if west < _WORLD[0] or south < _WORLD[1] or east > _WORLD[2] or north > _WORLD[3]:
        found.append(
            both(
                "Toạ độ không phải kinh độ/vĩ độ WGS 84: chuyển sang EPSG:4326, thứ tự kinh độ rồi vĩ độ",
                "Coordinates are not WGS 84 longitude/latitude: reproject to EPSG:4326, longitude first",
            )
        )
    return found
