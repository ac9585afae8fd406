"""Tables: their columns, rows by filter, rows as GeoJSON."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema

from banme.errors import InputError
from banme.web import consent, extent, geojson
from banme.web.api import faults
from banme.web.registers import catalogue
from banme.web.registers.filters import filterset
from banme.workspace import tables
from banme.workspace.geometry import GeometryField

router = Router(tags=["tables"])
MOST_ROWS = 1000


class Refusal(Schema):
    """Why a request was refused: every offender."""

    problems: list[dict[str, str]]


class Window(Schema):
    """Which part of the rows."""

    limit: int = 100
    offset: int = 0


class Column(Schema):
    """One column of a table."""

    name: str
    type: str
    label_vi: str
    label_en: str
    help_vi: str
    help_en: str
    required: bool
    choices: list[str]
    refers_to: str


class Table(Schema):
    """One table."""

    name: str
    title_vi: str
    title_en: str
    geometry: str
    editable: bool
    rows: int


class Rows(Schema):
    """A window of a table's rows by column name."""

    count: int
    rows: list[dict[str, Any]]


class Feature(Schema):
    """A GeoJSON feature."""

    type: str
    id: int
    geometry: dict[str, Any]
    properties: dict[str, Any]


class FeatureCollection(Schema):
    """A GeoJSON collection (WGS 84 longitude/latitude)."""

    type: str
    features: list[Feature]


def _model(table: str) -> type[models.Model]:
    try:
        return tables.table(table)
    except KeyError as error:
        raise Http404(table) from error


@router.get("", response=list[Table], url_name="tables", summary="List the tables")
def list_tables(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001
    """List every table with its geometry type and number of rows."""
    inputs = set(tables.input_tables())
    found = []
    for model in tables.layers():
        vi, en = faults.in_both(model._meta.verbose_name_plural)
        found.append(
            {
                "name": model._meta.db_table,
                "title_vi": vi,
                "title_en": en,
                "geometry": catalogue.geometry_type(model),
                "editable": model in inputs,
                "rows": consent.readable(model).count(),
            }
        )
    return found


@router.get("/{table}", response={200: list[Column], 404: Refusal}, url_name="table_columns", summary="Columns")
def list_columns(request: HttpRequest, table: str) -> list[dict[str, Any]]:  # noqa: ARG001
    """List a table's columns with labels, units in their names, and references."""
    found = []
    for field in _model(table)._meta.concrete_fields:
        if field.primary_key:
            continue
        label, advice = faults.in_both(field.verbose_name), faults.in_both(field.help_text)
        related = field.related_model
        found.append(
            {
                "name": field.column,
                "type": "geometry" if isinstance(field, GeometryField) else field.get_internal_type(),
                "label_vi": label[0],
                "label_en": label[1],
                "help_vi": advice[0],
                "help_en": advice[1],
                "required": not field.blank and not field.null,
                "choices": [str(value) for value, _ in field.choices or []],
                "refers_to": related._meta.db_table if related else "",
            }
        )
    return found


def _filtered(request: HttpRequest, table: str) -> models.QuerySet[Any]:
    model = _model(table)
    chosen = filterset(model)(request.GET, queryset=consent.readable(model))
    if not chosen.form.is_valid():
        raise InputError(faults.of_form(chosen.form.errors, table))
    return chosen.qs


@router.get(
    "/{table}/rows", response={200: Rows, 404: Refusal, 422: Refusal}, url_name="table_rows", summary="Rows by filter"
)
def list_rows(request: HttpRequest, table: str, window: Query[Window]) -> dict[str, Any]:
    """List rows; filters are named as columns (``status=open``, ``area_ha_min=5``), ``q`` searches, ``on`` is a day."""
    rows = _filtered(request, table).order_by("pk")
    start = max(window.offset, 0)
    part = rows[start : start + min(max(window.limit, 0), MOST_ROWS)]
    fields = catalogue.columns(rows.model)
    return {
        "count": rows.count(),
        "rows": [{str(field.column): getattr(row, field.attname) for field in fields} for row in part],
    }


@router.get(
    "/{table}/geojson",
    response={200: FeatureCollection, 404: Refusal, 422: Refusal},
    url_name="table_geojson",
    summary="Rows as GeoJSON",
)
def rows_geojson(request: HttpRequest, table: str) -> HttpResponse:
    """Return the rows that have a geometry, by the same filters as the rows."""
    rows = _filtered(request, table)
    mark = extent.version()
    tag = f'W/"{mark}"' if mark else ""
    if tag and request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304)
    response = geojson.answer(geojson.of_rows(rows))
    if tag:
        response.headers["ETag"] = tag
        response.headers["Cache-Control"] = "private, no-cache"
    return response


@router.get("/{table}/rows/{path:code}", response={200: dict[str, Any], 404: Refusal}, summary="One row by code")
def one_row(request: HttpRequest, table: str, code: Path[str]) -> dict[str, Any]:  # noqa: ARG001
    """Return the row with that code, its geometry as GeoJSON."""
    model = _model(table)
    row = consent.readable(model).filter(code=code).first() if _has_code(model) else None
    if row is None:
        raise Http404(code)
    values: dict[str, Any] = {str(field.column): getattr(row, field.attname) for field in catalogue.columns(model)}
    shape = geojson.geometry_field(model)
    if shape is not None:
        geometry = getattr(row, shape.attname)
        values[str(shape.column)] = None if geometry is None else geometry.__geo_interface__
    return values


def _has_code(model: type[models.Model]) -> bool:
    return any(field.name == "code" for field in model._meta.concrete_fields)
