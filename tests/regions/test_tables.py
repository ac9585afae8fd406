import csv
from collections import Counter

import pytest
import shapely
from django.db import models

from banme.regions import describe
from banme.workspace.frames import columns
from banme.workspace.geometry import GeometryField, faults
from banme.workspace.tables import input_tables
from banme.workspace.tables import table as model_of

from .tables import files, rows, table

REASONED_ABSENCES = {"turn_restriction", "task_attachment", "road_closure"}
METRES = "EPSG:32649"


def test_every_table_has_rows_or_a_stated_reason_to_have_none():
    present = {row.table for row in rows()} | {path.stem for path in describe("daklak").nation.glob("*.csv")}
    assert {model._meta.db_table for model in input_tables()} - present == REASONED_ABSENCES


@pytest.mark.parametrize("name", sorted(files()))
def test_columns_are_those_of_the_store(name):
    members = [row for row in rows() if row.file == name]
    known = {field.column for field in columns(model_of(members[0].table)) if not isinstance(field, GeometryField)}
    for row in members:
        assert set(row.values) <= known, row.place


def test_codes_are_unique_within_a_table():
    counts = Counter((row.table, row["code"]) for row in rows())
    assert [key for key, count in counts.items() if count > 1] == []


def test_every_reference_resolves_by_code():
    codes = {}
    for row in rows():
        codes.setdefault(row.table, set()).add(row["code"])
    for path in describe("daklak").nation.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            codes.setdefault(path.stem, set()).update(line["code"] for line in csv.DictReader(stream))
    lost = []
    for row in rows():
        for field in columns(model_of(row.table)):
            value = row.values.get(field.column)
            if isinstance(field, models.ForeignKey) and value is not None:
                target = field.related_model._meta.db_table
                lost += [f"{row.place} {field.column}={value}"] * (value not in codes[target])
    assert lost == []


def test_no_row_refers_by_name():
    names = {row["name"] for row in rows() if row.values.get("name")}
    for row in rows():
        for column, value in row.values.items():
            if column.endswith("_code") and column != "official_code":
                assert value not in names, row.place


def test_cross_column_rules_hold_for_every_row():
    for row in rows():
        model = model_of(row.table)
        by_field = {field.name: row.values.get(field.column) for field in columns(model)}
        numbers = {
            field.name: float(by_field[field.name])
            for field in columns(model)
            if isinstance(field, models.FloatField | models.IntegerField) and by_field[field.name] is not None
        }
        shapes = {field.name: row.geometry for field in columns(model) if isinstance(field, GeometryField)}
        assert model.row_problems({**by_field, **numbers, **shapes}) == [], row.place


def test_geometries_are_valid_and_of_the_tables_type():
    for row in rows():
        wanted = [field for field in columns(model_of(row.table)) if isinstance(field, GeometryField)]
        if row.geometry is None or not wanted:
            continue
        shape = wanted[0].promote(row.geometry)
        assert faults(shape, wanted[0].geometry_type) == [], row.place


def test_everything_but_connectors_and_far_outlets_lies_in_the_region():
    west, south, east, north = describe("daklak").extent
    box = shapely.box(west - 0.05, south - 0.05, east + 0.05, north + 0.05)
    far = {"road_edge.connectors.geojson", "outlet.geojson"}
    outside = [
        row.place for row in rows() if row.geometry is not None and row.file not in far and not box.covers(row.geometry)
    ]
    assert outside == []


def test_only_outlets_beyond_the_province_have_no_unit():
    beyond = {row["code"] for row in table("outlet") if row["unit_code"] is None}
    assert beyond == {"out-quynhon", "out-vanphong", "out-catlai", "out-caimep", "out-huunghi"}
    assert all(row["unit_code"].endswith("@2025") for row in table("logistics_site"))
