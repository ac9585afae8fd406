"""Tables as data frames: columns by their name in the store, codes for references, geometry as shapely."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
from django.db import models

from banme.workspace.geometry import WGS84, GeometryField


def columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the table's columns in their order, without the row number."""
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def frame(model: type[models.Model], rows: models.QuerySet[Any] | None = None) -> pd.DataFrame:
    """Return the rows as a frame: store column names, dates as dates, missing numbers as NaN.

    A table with a geometry comes as a GeoDataFrame in EPSG:4326.
    """
    fields = columns(model)
    query = model._default_manager.all() if rows is None else rows
    records = list(query.values_list(*[field.attname for field in fields]))
    names = [str(field.column) for field in fields]
    data = pd.DataFrame.from_records(records, columns=names)
    for field in fields:
        if isinstance(field, models.FloatField):
            data[field.column] = pd.to_numeric(data[field.column], errors="raise").astype(float)
        elif isinstance(field, models.IntegerField):
            data[field.column] = data[field.column].astype("Int64")
    shapes = [str(field.column) for field in fields if isinstance(field, GeometryField)]
    return gpd.GeoDataFrame(data, geometry=shapes[0], crs=WGS84) if shapes else data
