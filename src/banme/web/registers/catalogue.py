"""The registers: which tables there are, their columns, and how each value reads."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import Http404
from django.urls import reverse

from banme.web import colours, geojson, numbers
from banme.workspace import tables
from banme.workspace.geometry import GeometryField
from banme.workspace.models.base import Record
from banme.workspace.text import both, half

SOURCE_COLUMNS = ("source", "quality", "note")
VALIDITY_COLUMNS = ("valid_from", "valid_to")
LISTED_COLUMNS = 9
SHORT_TEXT = 80


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as people read it.

    Attributes
    ----------
    label, text, help : str
        Column title, value and advice in the reader's language.
    tone : str
        Name of the state's colour, or empty.
    link : str
        Page of the row referred to, or empty.
    number : bool
        Whether the value is a figure (set to the right).
    missing : bool
        Whether there is no value.

    """

    column: str
    label: str
    text: str
    help: str = ""
    tone: str = ""
    link: str = ""
    number: bool = False
    missing: bool = False


def register(name: str) -> type[Record]:
    """Return the input table of that name; page not found when there is none."""
    for model in tables.input_tables():
        if model._meta.db_table == name:
            return model
    raise Http404(str(both(f"Không có bảng {name}", f"There is no table {name}")))


def columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the columns that are read as text: all but the row number and the geometry."""
    return [
        field for field in model._meta.concrete_fields if not field.primary_key and not isinstance(field, GeometryField)
    ]


def listed(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the columns a list shows: the first few of the table's own, then its quality."""
    own = [field for field in columns(model) if field.name not in (*SOURCE_COLUMNS, "name_en", "official_code")]
    short = [field for field in own if not isinstance(field, models.TextField)]
    quality = [field for field in columns(model) if field.name == "quality"]
    return [*short[: LISTED_COLUMNS - len(quality)], *quality]


def groups(model: type[models.Model]) -> list[tuple[str, list[models.Field[Any, Any]]]]:
    """Return the columns under headings, in their order."""
    headings = (
        (str(both("Nhận dạng và phân loại", "Identity and kind")), _identifies),
        (str(both("Số liệu", "Figures")), lambda field: field.name not in (*SOURCE_COLUMNS, *VALIDITY_COLUMNS)),
        (str(both("Hiệu lực", "Validity")), lambda field: field.name in VALIDITY_COLUMNS),
        (str(both("Nguồn và chất lượng", "Source and quality")), lambda _: True),
    )
    left = columns(model)
    found = []
    for heading, belongs in headings:
        mine = [field for field in left if belongs(field)]
        left = [field for field in left if field not in mine]
        if mine:
            found.append((heading, mine))
    return found


def _identifies(field: models.Field[Any, Any]) -> bool:
    if field.name in (*SOURCE_COLUMNS, *VALIDITY_COLUMNS):
        return False
    return field.is_relation or isinstance(field, models.CharField | models.BooleanField)


def cell(row: models.Model, field: models.Field[Any, Any], *, short: bool = False) -> Cell:
    """Return one value of a row as people read it."""
    value = getattr(row, field.attname)
    missing = value is None or value == ""
    text, link = _text(row, field, value, short=short)
    return Cell(
        column=str(field.column),
        label=str(field.verbose_name),
        text=numbers.MISSING if missing else text,
        help=str(field.help_text),
        tone="" if missing else colours.tone(field, value),
        link="" if missing else link,
        number=isinstance(field, models.FloatField | models.IntegerField) and not is_year(field),
        missing=missing,
    )


def is_year(field: models.Field[Any, Any]) -> bool:
    """Tell whether the column holds a calendar year (never grouped by thousands)."""
    return field.name == "year" or (field.name.endswith("_year") and field.name.split("_")[0] == "population")


def _text(row: models.Model, field: models.Field[Any, Any], value: Any, *, short: bool) -> tuple[str, str]:
    """Return the value's text and the page it leads to."""
    if field.is_relation:
        return _reference(row, field, value, short=short)
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")()), ""
    return _plain(value, year=is_year(field), short=short), ""


def _plain(value: Any, *, year: bool, short: bool) -> str:
    if isinstance(value, bool):
        return str(both("Có", "Yes") if value else both("Không", "No"))
    if isinstance(value, int | float):
        return str(value) if year else numbers.figure(value)
    if isinstance(value, str):
        text = half(value)
        return text[: SHORT_TEXT - 1] + "…" if short and len(text) > SHORT_TEXT else text
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return numbers.day(value)


def _reference(row: models.Model, field: models.Field[Any, Any], value: Any, *, short: bool) -> tuple[str, str]:
    target = field.related_model
    if value is None or target is None:
        return "", ""
    table = target._meta.db_table
    link = reverse("register_row", args=[table, value]) if issubclass(target, Record) else ""
    if table == "run":
        link = reverse("run", args=[value])
    referred = None if short and field.name == "source" else getattr(row, field.name, None)
    name = str(value) if referred is None else str(referred)
    return (name if short or name == value else f"{name} ({value})"), link


def geometry_type(model: type[models.Model]) -> str:
    """Return the table's geometry type, empty for a plain table."""
    field = geojson.geometry_field(model)
    return "" if field is None else field.geometry_type
