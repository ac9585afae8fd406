"""Rows as GeoJSON, written straight to text: small layers go whole, with coordinates of about one metre."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import shapely
from django.db import models
from django.http import HttpResponse
from shapely.geometry.base import BaseGeometry

from banme.workspace.geometry import GeometryField

DECIMALS = 5
MEDIA_TYPE = "application/geo+json"
LISTED_PROPERTIES = frozenset({"code", "name", "ref"})


def geometry_field(model: type[models.Model]) -> GeometryField | None:
    """Return the table's geometry column, None for a plain table."""
    return next((field for field in model._meta.concrete_fields if isinstance(field, GeometryField)), None)


def properties(model: type[models.Model]) -> list[str]:
    """Name the columns a map styles or labels by: code, name, road number and every closed set."""
    return [
        field.attname
        for field in model._meta.concrete_fields
        if field.attname in LISTED_PROPERTIES or (isinstance(field, models.CharField) and field.choices)
    ]


def of_rows(rows: models.QuerySet[Any]) -> str:
    """Return the rows that have a geometry as the text of a FeatureCollection."""
    model = rows.model
    shape = geometry_field(model)
    if shape is None:
        return collection([])
    names = properties(model)
    found = rows.exclude(**{f"{shape.name}__isnull": True}).order_by("pk").values_list("pk", shape.attname, *names)
    return collection((pk, geometry, dict(zip(names, values, strict=True))) for pk, geometry, *values in found)


def collection(features: Iterable[tuple[int, BaseGeometry, dict[str, Any]]]) -> str:
    """Return (id, shape, properties) triples as the text of a FeatureCollection."""
    return '{"type":"FeatureCollection","features":[' + ",".join(_features(features)) + "]}"


def _features(features: Iterable[tuple[int, BaseGeometry, dict[str, Any]]]) -> Iterator[str]:
    for identity, geometry, values in features:
        rounded = shapely.transform(geometry, _round)
        yield (
            f'{{"type":"Feature","id":{identity},"geometry":{shapely.to_geojson(rounded)},'
            f'"properties":{json.dumps(values, ensure_ascii=False, default=str)}}}'
        )


def _round(coordinates: np.ndarray) -> np.ndarray:
    return np.round(coordinates, DECIMALS)


def answer(text: str) -> HttpResponse:
    """Return the text as a GeoJSON answer."""
    return HttpResponse(text, content_type=MEDIA_TYPE)
