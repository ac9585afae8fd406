"""The ``gpkg_*`` tables: which tables are layers, of which geometry, in which reference system."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from banme.workspace.geometry import GeometryField

if TYPE_CHECKING:
    from django.db import models
    from django.db.backends.base.base import BaseDatabaseWrapper

_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,'
    'AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)

_TABLES = (
    """CREATE TABLE IF NOT EXISTS gpkg_spatial_ref_sys (
        srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
        organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT)""",
    """CREATE TABLE IF NOT EXISTS gpkg_contents (
        table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
        description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
        min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
        CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))""",
    """CREATE TABLE IF NOT EXISTS gpkg_geometry_columns (
        table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
        srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
        CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
        CONSTRAINT uk_gc_table_name UNIQUE (table_name),
        CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
        CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))""",
)

_REFERENCE_SYSTEMS = (
    ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", "undefined cartesian coordinate reference system"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"),
    ("WGS 84 geodetic", 4326, "EPSG", 4326, _WGS84, "longitude/latitude coordinates on the WGS 84 spheroid"),
)


def geometry_field(model: type[models.Model]) -> GeometryField | None:
    """Return the model's geometry column, if it has one (GeoPackage allows one a table)."""
    found = [field for field in model._meta.concrete_fields if isinstance(field, GeometryField)]
    return found[0] if found else None


def register(connection: BaseDatabaseWrapper, tables: list[type[models.Model]]) -> None:
    """Write the catalogue so that it lists exactly ``tables``, spatial ones as features, others as attributes."""
    with connection.cursor() as cursor:
        for statement in _TABLES:
            cursor.execute(statement)
        cursor.executemany(
            "INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (%s, %s, %s, %s, %s, %s)", _REFERENCE_SYSTEMS
        )
        names = [model._meta.db_table for model in tables]
        marks = ", ".join(["%s"] * len(names))
        cursor.execute(f"DELETE FROM gpkg_geometry_columns WHERE table_name NOT IN ({marks})", names)  # noqa: S608  (marks are %s only)
        cursor.execute(f"DELETE FROM gpkg_contents WHERE table_name NOT IN ({marks})", names)  # noqa: S608  (marks are %s only)
        for model in tables:
            _register_table(cursor, model)


def _register_table(cursor: Any, model: type[models.Model]) -> None:
    name = model._meta.db_table
    field = geometry_field(model)
    kind, srid = ("attributes", 0) if field is None else ("features", field.srid)
    title = f"{model._meta.verbose_name} ({name})"
    cursor.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) "
        "VALUES (%s, %s, %s, %s, %s) "
        "ON CONFLICT (table_name) DO UPDATE SET data_type = excluded.data_type, srs_id = excluded.srs_id",
        [name, kind, name, title, srid],
    )
    if field is not None:
        cursor.execute(
            "INSERT OR REPLACE INTO gpkg_geometry_columns VALUES (%s, %s, %s, %s, 0, 0)",
            [name, field.column, field.geometry_type.upper(), field.srid],
        )


def refresh_extents(connection: BaseDatabaseWrapper, tables: list[type[models.Model]]) -> None:
    """Store each layer's extent (degrees) and time of change, as QGIS shows them."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    with connection.cursor() as cursor:
        for model in tables:
            field = geometry_field(model)
            if field is None:
                continue
            bounds = [geometry.bounds for geometry in _geometries(model, field)]
            extent = (
                [
                    min(b[0] for b in bounds),
                    min(b[1] for b in bounds),
                    max(b[2] for b in bounds),
                    max(b[3] for b in bounds),
                ]
                if bounds
                else [None, None, None, None]
            )
            cursor.execute(
                "UPDATE gpkg_contents SET min_x=%s, min_y=%s, max_x=%s, max_y=%s, last_change=%s WHERE table_name=%s",
                [*extent, now, model._meta.db_table],
            )


def _geometries(model: type[models.Model], field: GeometryField) -> list[Any]:
    values = model._default_manager.exclude(**{field.name: None}).values_list(field.name, flat=True)
    return [geometry for geometry in values if not geometry.is_empty]
