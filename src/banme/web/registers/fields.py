"""Form fields: figures in the reader's notation, references by code, shapes as text."""

from __future__ import annotations

from typing import Any

import shapely
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from shapely.geometry.base import BaseGeometry

from banme.web import numbers
from banme.workspace.text import both

MOST_OPTIONS = 400


class FigureFormField(forms.FloatField):
    """A number typed as the reader's language writes it; the other notation is refused, not guessed."""

    def __init__(self, *, whole: bool = False, grouped: bool = True, **kwargs: Any) -> None:
        self.whole = whole
        self.grouped = grouped
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        kwargs.pop("min_value", None)
        kwargs.pop("max_value", None)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> float | int | None:
        """Read the figure; :class:`ValidationError` says how to write it."""
        if value in self.empty_values:
            return None
        if isinstance(value, int | float):
            return value
        try:
            number = numbers.parse(str(value))
        except ValueError as error:
            raise ValidationError(
                both("Viết số như 1.234,5 (dấu phẩy thập phân)", "Write a number as 1,234.5 (decimal point)"),
                code="figure",
            ) from error
        if not self.whole:
            return number
        if number != int(number):
            raise ValidationError(both("Cần số nguyên", "A whole number is needed"), code="whole")
        return int(number)

    def validate(self, value: Any) -> None:
        """Ask for a value where one is required."""
        forms.Field.validate(self, value)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored number in the reader's notation, what was typed as it was typed."""
        if not isinstance(value, int | float):
            return value
        return numbers.exact(value) if self.grouped else str(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as numbers; an unreadable text is a change."""
        try:
            return initial != self.to_python(data)
        except ValidationError:
            return True


class CodeFormField(forms.ModelChoiceField):
    """A reference: a list when the table is small, else its code typed."""

    def __init__(self, model: type[models.Model], **kwargs: Any) -> None:
        super().__init__(model._default_manager.all(), to_field_name="code", **kwargs)
        table = model._meta.db_table
        self.error_messages["invalid_choice"] = both(
            f"Không có mã %(value)s trong bảng {table}: sửa mã hoặc thêm dòng vào {table}",
            f"There is no code %(value)s in table {table}: correct it or add the row to {table}",
        )

    def suit(self) -> None:
        """Let the code be typed where a list would be too long."""
        if self.queryset is not None and self.queryset.count() > MOST_OPTIONS:
            self.widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        """Show the code."""
        return getattr(value, "code", value)


class ShapeFormField(forms.CharField):
    """A geometry as WKT (short) or GeoJSON text."""

    def __init__(self, field: Any, **kwargs: Any) -> None:
        self.column = field
        rows = 1 if field.geometry_type == "Point" else 4
        kwargs.setdefault(
            "widget", forms.Textarea(attrs={"rows": rows, "data-shape": field.geometry_type, "spellcheck": "false"})
        )
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored shape as WKT that reads back the same."""
        return shapely.to_wkt(value, rounding_precision=-1) if isinstance(value, BaseGeometry) else value

    def to_python(self, value: Any) -> Any:
        """Read the text; faults of the shape are the column's own."""
        geometry = self.column.to_python(super().to_python(value))
        if geometry is not None:
            self.column.validate(geometry, None)
        return geometry

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as text, so that an untouched shape stays untouched."""
        return (self.prepare_value(initial) or "").strip() != str(data or "").strip()
