"""From stored values to the text of a file, so that reading it back gives the same values exactly."""

from __future__ import annotations

import base64
import datetime as dt
import json
from typing import Any

import shapely
from django.db import models

from banme.workspace.exchange.declaration import Field, is_text
from banme.workspace.exchange.raw import guard
from banme.workspace.geometry import GeometryField


def text(field: Field, value: Any, *, csv: bool) -> str | None:
    """Return a value as a spreadsheet cell's text; None for an empty cell.

    Floating-point numbers are written with the fewest digits that read back exactly; geometry as WKT likewise.
    """
    if value is None:
        return None
    if isinstance(field, GeometryField):
        return shapely.to_wkt(value, rounding_precision=-1)
    if isinstance(field, models.JSONField):
        return guard(json.dumps(value, ensure_ascii=False), csv=csv)
    if isinstance(value, str):
        if is_text(field) and value == "" and field.null:
            return "'"  # there, but empty: an empty cell is NULL in this column
        return guard(value, csv=csv) if is_text(field) and not field.unique else value
    return plain(value)


def plain(value: Any) -> str:
    """Return a number, yes or no, day, moment or bytes as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode("ascii")
    return str(value)
