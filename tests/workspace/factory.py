"""One valid row for every table, made from the declarations alone; tables with a will of their own are listed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import shapely
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from banme.workspace import tables
from banme.workspace.frames import columns
from banme.workspace.geometry import GeometryField

WEST, SOUTH = 108.1, 12.7
AWKWARD_FLOAT = 0.1 + 0.2  # 17 digits
AWKWARD_TEXT = '={} "Ea Súp", dòng 1\ndòng 2; '

OWN = {
    "vehicle_type": {"leg": "all", "payload_t": 10.1, "gross_t": 16.3, "axles": 2, "axle_groups": "1; 1"},
    "truck_fleet": {"start_h": 5.0, "end_h": 19.5},
    "transport_order": {"pickup_code": "a", "delivery_code": "b", "open_h": 6.0, "close_h": 17.5},
    "scenario": {"base": None, "years": "2026 2030"},
    "future_change": {"kind": "scale_supply", "factor": 0.8, "target": "*"},
    "scenario_change": {"kind": "scale_supply", "factor": 1.25, "target": "*"},
    "admin_unit": {"parent": None, "population": 1200, "population_year": 2024},
    "admin_unit_successor": {"area_share": 1.0},
    "council_member": {"ballot_digest": "0f" * 32},
    "industrial_cluster": {"area_ha": 1000.0},
    "infrastructure_work": {"after": None},
    "admission_statement": {"vsic": "C10770"},
    "upgrade_link": {"kind": "requires", "resource": "", "factor": None},
    "agency": {"successor": None},
    "objective": {"parent": None},
    "task": {"parent": None},
    "task_baseline": {"baseline": "2023"},
    "task_progress": {"actual_end": None},
    "indicator": {"bound_to": "query", "run_study": "", "run_indicator": ""},
    "indicator_target": {"target_ratio": None},
    "task_citation": {"plan": None, "objective": None},
    "plan_link": {"objective": None, "to_objective": None},
    "incentive": {"sectors": "coffee", "places": "cluster @Area"},
    "investment_project": {"sectors": "coffee", "places": "cluster @Area"},
    "task_attachment": {"sha256": "0f" * 32},
}
"""Values that a table's cross-column checks ask for, by field name."""
ANOTHER = {"task_dependency": ("task", "before")}
"""A column that needs a second row of the table it refers to."""
OF_ITS_OWN = {
    "industry_benchmark": lambda number: {"vsic": f"1{number:02d}"},
    "safety_distance": lambda number: {"hazard_class": ("I", "II", "III", "IV", "V")[number % 5]},
}
"""Values by row number where two rows must not speak of the same thing."""


def shape(kind: str, number: int) -> Any:
    """Return a small valid geometry of the kind, with coordinates of full precision."""
    x, y = WEST + number / 7 + 1 / 3, SOUTH + number / 11 + 1 / 9
    square = shapely.Polygon([(x, y), (x + 0.1, y), (x + 0.1, y + 0.1), (x, y + 0.1)])
    made = {
        "Point": shapely.Point(x, y),
        "LineString": shapely.LineString([(x, y), (x + 0.1, y + 0.1)]),
        "Polygon": square,
        "MultiPolygon": shapely.MultiPolygon([square]),
        "MultiLineString": shapely.MultiLineString([[(x, y), (x + 0.1, y + 0.1)]]),
    }
    return made[kind]


def value(field: Any, number: int, *, awkward: bool = False) -> Any:  # noqa: PLR0911  (one a kind)
    """Return a valid value of the column: inside its limits, a choice of its set, a code of its table."""
    if isinstance(field, GeometryField):
        return shape(field.geometry_type, number)
    if isinstance(field, models.ForeignKey):
        return f"{field.related_model._meta.db_table}-{number}"
    if field.choices:
        return field.flatchoices[0][0]
    if isinstance(field, models.BooleanField):
        return True
    if isinstance(field, models.IntegerField | models.FloatField):
        return _figure(field, number, awkward=awkward)
    for kind, made in _OTHERS:
        if isinstance(field, kind):
            return made
    text = AWKWARD_TEXT.format(number) if awkward else f"{field.name} {number}"
    return text[: field.max_length] if field.max_length else text


_OTHERS = (
    (models.DateTimeField, dt.datetime(2025, 7, 1, 8, 30, 15, 123_000, tzinfo=dt.UTC)),
    (models.DateField, dt.date(2025, 7, 1)),
    (models.JSONField, {"a": [1, 2.5, "ă"]}),
    (models.BinaryField, b"\x00\x01banme"),
)


def _figure(field: Any, number: int, *, awkward: bool) -> float:
    low = max((v.limit_value for v in field._validators if isinstance(v, MinValueValidator)), default=0)
    high = min((v.limit_value for v in field._validators if isinstance(v, MaxValueValidator)), default=low + 1000)
    if isinstance(field, models.IntegerField):
        return int(low) + number % max(1, int(high - low))
    step = (high - low) / 7 if not awkward else (high - low) * AWKWARD_FLOAT / 1.7
    return low + step


def row(model: Any, number: int = 1, *, awkward: bool = False, **changes: Any) -> dict[str, Any]:
    """Return plain values by field name for one valid row, every column filled."""
    table = model._meta.db_table
    values = {
        field.name: f"{table}-{number}" if field.name == "code" else value(field, number, awkward=awkward)
        for field in columns(model)
    }
    return {**values, **OWN.get(table, {}), **(OF_ITS_OWN[table](number) if table in OF_ITS_OWN else {}), **changes}


def make(model: Any, number: int = 1, *, awkward: bool = False, **changes: Any) -> Any:
    """Store one valid row, checked as a form would."""
    if model._meta.db_table in ANOTHER:
        other, column = ANOTHER[model._meta.db_table]
        changes = {column: make(tables.table(other), number, code=f"{other}-{number}-too").code, **changes}
    values = row(model, number, awkward=awkward, **changes)
    record = model(**{field.attname: values[field.name] for field in columns(model)})
    record.full_clean()
    record.save()
    return record


def fill(number: int = 1, *, awkward: bool = False) -> dict[str, Any]:
    """Store one row in every table, inputs and results; return them by table."""
    return {model._meta.db_table: make(model, number, awkward=awkward) for model in tables.layers()}


def fill_inputs(numbers: range = range(1, 3), *, awkward: bool = False) -> None:
    """Store rows in every table that people fill in."""
    for model in tables.input_tables():
        for number in numbers:
            make(model, number, awkward=awkward)
