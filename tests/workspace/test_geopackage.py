"""The workspace file is a GeoPackage 1.3 that GIS programs open and edit directly."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from banme.workspace import tables
from banme.workspace.frames import columns
from banme.workspace.gpkg import blob
from banme.workspace.gpkg.catalogue import geometry_field

from . import factory

ALLOWED = re.compile(
    r"BOOLEAN|TINYINT|SMALLINT|MEDIUMINT|INT|INTEGER|FLOAT|DOUBLE|REAL|TEXT(\(\d+\))?|BLOB(\(\d+\))?|DATE|DATETIME|"
    r"GEOMETRY|POINT|LINESTRING|POLYGON|MULTIPOINT|MULTILINESTRING|MULTIPOLYGON|GEOMETRYCOLLECTION"
)
"""Column types of GeoPackage 1.3, tables 1 and 8 (annex G)."""
REQUIRED_COLUMNS = {
    "gpkg_spatial_ref_sys": {
        "srs_name",
        "srs_id",
        "organization",
        "organization_coordsys_id",
        "definition",
        "description",
    },
    "gpkg_contents": {
        "table_name",
        "data_type",
        "identifier",
        "description",
        "last_change",
        "min_x",
        "min_y",
        "max_x",
        "max_y",
        "srs_id",
    },
    "gpkg_geometry_columns": {"table_name", "column_name", "geometry_type_name", "srs_id", "z", "m"},
}
LAYERS = [model._meta.db_table for model in tables.layers()]
SPATIAL = [model._meta.db_table for model in tables.layers() if geometry_field(model) is not None]

_MAKE = """
import sys
from banme.workspace.store import connect
connect(sys.argv[1], create=True)
sys.path.insert(0, sys.argv[2])
from workspace import factory
factory.fill(1); factory.fill(2)
from django.db import connection
from banme.workspace import tables
from banme.workspace.gpkg.catalogue import refresh_extents
refresh_extents(connection, tables.layers())
"""
_SEE = """
import sys
from banme.workspace.store import connect
connect(sys.argv[1])
from banme.workspace.models import LogisticsSite
for site in LogisticsSite.objects.order_by("code"):
    print(site.code, site.name, site.geometry.wkt, site.unit_id)
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, request):
    """A workspace file with two rows in every table, made by a process of its own."""
    path = tmp_path_factory.mktemp("workspace") / "w.gpkg"
    run(_MAKE, path, request.config.rootpath / "tests")
    return path


@pytest.fixture
def copy(workspace, tmp_path):
    """The same file, free to be edited."""
    target = tmp_path / "copy.gpkg"
    target.write_bytes(workspace.read_bytes())
    return target


def run(script, *arguments):
    finished = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)], check=False, capture_output=True, text=True
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def rows(path, statement):
    connection = sqlite3.connect(path)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def test_the_file_says_that_it_is_a_geopackage(workspace):
    assert workspace.read_bytes()[68:72] == b"GPKG"
    assert rows(workspace, "PRAGMA user_version") == [(10300,)]


def test_the_file_is_sound(workspace):
    assert rows(workspace, "PRAGMA integrity_check") == [("ok",)]
    assert rows(workspace, "PRAGMA foreign_key_check") == []


@pytest.mark.parametrize("table", REQUIRED_COLUMNS)
def test_the_catalogue_tables_have_their_columns(workspace, table):
    assert {row[1] for row in rows(workspace, f"PRAGMA table_info({table})")} == REQUIRED_COLUMNS[table]


def test_the_required_reference_systems_are_listed(workspace):
    found = {
        row[0]: row[1:]
        for row in rows(workspace, "SELECT srs_id, organization, organization_coordsys_id FROM gpkg_spatial_ref_sys")
    }
    assert {-1: ("NONE", -1), 0: ("NONE", 0), 4326: ("EPSG", 4326)}.items() <= found.items()


def test_every_table_is_listed_once_with_its_kind(workspace):
    found = dict(rows(workspace, "SELECT table_name, data_type FROM gpkg_contents"))
    assert found == {name: "features" if name in SPATIAL else "attributes" for name in LAYERS}


def test_moments_in_the_catalogue_are_written_as_the_standard_asks(workspace):
    for (moment,) in rows(workspace, "SELECT last_change FROM gpkg_contents"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", moment)


def test_geometry_columns_agree_with_contents_and_declarations(workspace):
    found = rows(
        workspace, "SELECT table_name, column_name, geometry_type_name, srs_id, z, m FROM gpkg_geometry_columns"
    )
    assert {row[0] for row in found} == set(SPATIAL)
    for table, column, kind, srs, z, m in found:
        field = geometry_field(tables.table(table))
        assert (column, kind, srs, z, m) == (field.column, field.geometry_type.upper(), 4326, 0, 0)
        declared = {row[1]: row[2] for row in rows(workspace, f"PRAGMA table_info({table})")}
        assert declared[column] == kind
        assert rows(workspace, f"SELECT srs_id FROM gpkg_contents WHERE table_name = '{table}'") == [(4326,)]


@pytest.mark.parametrize("table", LAYERS)
def test_every_layer_has_an_integer_key_and_allowed_types(workspace, table):
    described = rows(workspace, f"PRAGMA table_info({table})")
    keys = [(row[1], row[2]) for row in described if row[5]]
    assert keys == [("id", "INTEGER")]
    assert all(ALLOWED.fullmatch(row[2]) for row in described), described
    assert not re.search(r"[^a-z0-9_]", table)


def test_every_geometry_has_the_header_of_the_standard(workspace):
    for table in SPATIAL:
        column = geometry_field(tables.table(table)).column
        for (content,) in rows(workspace, f"SELECT {column} FROM {table}"):
            assert content[:3] == b"GP\x00"
            assert int.from_bytes(content[4:8], "little") == 4326
            assert content[3] & 0b0010_0001 == 1
            assert not blob.decode(content).is_empty


@pytest.mark.parametrize("table", LAYERS)
def test_a_gis_reads_every_layer_whole(workspace, table):
    model = tables.table(table)
    data = pyogrio.read_dataframe(workspace, layer=table)
    assert len(data) == 2 * (1 + sum(table == other for other, _ in factory.ANOTHER.values()))
    field = geometry_field(model)
    wanted = {str(each.column) for each in columns(model)}
    assert set(data.columns) == (wanted - {field.column} | {"geometry"} if field else wanted)
    if field is not None:
        assert data.crs.to_epsg() == 4326
        assert set(data.geom_type) == {field.geometry_type}
        west, south, east, north = data.total_bounds
        extent = rows(workspace, f"SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = '{table}'")
        assert np.allclose(extent, [(west, south, east, north)])


def test_a_gis_lists_exactly_the_tables_of_the_workspace(workspace):
    assert {name for name, _ in pyogrio.list_layers(workspace)} == set(LAYERS)


def test_days_moments_and_yes_or_no_have_their_own_types_in_a_gis(workspace):
    run_layer = pyogrio.read_info(workspace, layer="run")
    types = dict(zip(run_layer["fields"], run_layer["ogr_types"], strict=True))
    assert (types["created_at"], types["rule_date"]) == ("OFTDateTime", "OFTDate")
    goods = pyogrio.read_dataframe(workspace, layer="commodity")
    assert pd.api.types.is_bool_dtype(goods["storable"])
    (moment,) = rows(workspace, "SELECT started_at FROM run WHERE code = 'run-1'")[0]
    assert moment == "2025-07-01T08:30:15.123Z"


def test_django_sees_a_row_added_by_a_gis(copy):
    layer = pyogrio.read_dataframe(copy, layer="logistics_site")
    new = layer.iloc[[0]].assign(code="qgis-1", name="Điểm từ QGIS")
    new["geometry"] = gpd.GeoSeries([shapely.Point(108.25, 12.75)], index=new.index, crs=4326)
    pyogrio.write_dataframe(new, copy, layer="logistics_site", append=True)
    assert "qgis-1 Điểm từ QGIS POINT (108.25 12.75) admin_unit-1" in run(_SEE, copy)


def test_django_sees_a_row_edited_in_the_file(copy):
    connection = sqlite3.connect(copy)
    with connection:
        content = blob.encode(shapely.Point(108, 13), 4326)
        connection.execute("UPDATE logistics_site SET name = ?, geometry = ? WHERE id = 1", ("Đổi tên", content))
    connection.close()
    assert "logistics_site-1 Đổi tên POINT (108 13)" in run(_SEE, copy)


@pytest.mark.parametrize(
    "shape",
    [
        shapely.Point(1, 2),
        shapely.Point(),
        shapely.box(0, 0, 1, 1),
        shapely.MultiPolygon(),
        shapely.LineString([(0, 0), (1, 5)]),
    ],
)
def test_a_geometry_blob_comes_back_exactly(shape):
    assert blob.decode(blob.encode(shape, 4326)).wkb == shape.wkb


@pytest.mark.parametrize("content", [b"", b"GP", b"XX" + bytes(30), b"GP\x00\x0f" + bytes(60)])
def test_a_blob_that_is_no_geometry_is_refused(content):
    with pytest.raises(ValueError, match="not a GeoPackage geometry"):
        blob.decode(content)
