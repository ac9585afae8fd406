"""What the models declare, as the exchange needs it: tables, columns, what is required, what refers to what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from django.db import models

from banme.workspace import tables
from banme.workspace.frames import columns
from banme.workspace.geometry import GeometryField

if TYPE_CHECKING:
    from banme.workspace.models.base import Record

Field: TypeAlias = "models.Field[Any, Any]"
Model: TypeAlias = type[models.Model]

ROW_NUMBERS = frozenset({"fid", "id", "ogc_fid"})
"""Row numbers that GIS programs add to a file; read over, since rows are known by code."""


def input_models() -> dict[str, type[Record]]:
    """Return the tables people fill in by name, in load order."""
    return {table_name(model): model for model in tables.input_tables()}


def result_names() -> frozenset[str]:
    """Return the names of the tables that runs fill in, which no file may load."""
    return frozenset(table_name(model) for model in tables.result_tables())


def table_name(model: Model) -> str:
    """Return the table's name in the store."""
    return model._meta.db_table


def title(model: Model) -> Any:
    """Return the table's name for people, as lazy text."""
    return model._meta.verbose_name


def by_column(model: Model) -> dict[str, Field]:
    """Return the table's columns by their name in the store."""
    return {str(field.column): field for field in columns(model)}


def is_text(field: Field) -> bool:
    """Tell whether the column holds free text (which may be empty without being unknown)."""
    return isinstance(field, models.CharField | models.TextField) and not field.choices


def is_required(field: Field) -> bool:
    """Tell whether every row must fill the column; a declared default is for forms and never fills a file."""
    return not field.null and not field.blank


def target(field: Field) -> type[models.Model] | None:
    """Return the table a reference points to."""
    return field.related_model if isinstance(field, models.ForeignKey) else None


def geometry_of(model: Model) -> GeometryField | None:
    """Return the table's geometry column."""
    found = [field for field in columns(model) if isinstance(field, GeometryField)]
    return found[0] if found else None


def unique_sets(model: Model) -> list[tuple[Field, ...]]:
    """Return the sets of columns that may not repeat together, the code aside."""
    meta = model._meta
    single = [(field,) for field in columns(model) if field.unique and field.name != "code"]
    several = [
        tuple(meta.get_field(name) for name in constraint.fields)
        for constraint in meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields and constraint.condition is None
    ]
    return [*single, *several]


def references_to(model: Model) -> list[tuple[Model, Field]]:
    """Return every column of every table that refers to ``model``."""
    return [(other, field) for other in tables.layers() for field in columns(other) if target(field) is model]


__all__ = [
    "ROW_NUMBERS",
    "Field",
    "Model",
    "by_column",
    "columns",
    "geometry_of",
    "input_models",
    "is_required",
    "is_text",
    "references_to",
    "result_names",
    "table_name",
    "target",
    "title",
    "unique_sets",
]
