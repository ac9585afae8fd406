"""The edit form of a row, made from the table's declaration."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import forms
from django.db import models

from banme.web.registers import catalogue
from banme.web.registers.fields import CodeFormField, FigureFormField, ShapeFormField
from banme.workspace.geometry import GeometryField
from banme.workspace.models.base import Record
from banme.workspace.text import both

MAX_REASON = 500


class RowForm(forms.ModelForm):
    """A row's fields and the reason of the change; ``require_reason`` when a row is changed or deleted."""

    reason = forms.CharField(
        label=both("Lý do thay đổi", "Reason for the change"),
        help_text=both("Được giữ trong lịch sử cùng người và thời điểm", "Kept in the history with who and when"),
        max_length=MAX_REASON,
        widget=forms.TextInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        changing = bool(self.instance.pk)
        self.fields["reason"].required = changing
        if changing:
            self.fields["code"].disabled = True
        for field in self.fields.values():
            if isinstance(field, CodeFormField):
                field.suit()

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002  (Django's signature)
        """Save with the reason, which the history keeps."""
        self.instance._change_reason = self.cleaned_data.get("reason") or ""  # noqa: SLF001
        return super().save(commit)

    def sections(self) -> list[tuple[str, list[Any]]]:
        """Return the fields under the row page's headings."""
        found = []
        for heading, columns in catalogue.groups(type(self.instance)):
            fields = [self[field.name] for field in columns if field.name in self.fields]
            if fields:
                found.append((heading, fields))
        return found

    def shape(self) -> Any:
        """Return the geometry's field, None for a plain table."""
        return next((self[name] for name, field in self.fields.items() if isinstance(field, ShapeFormField)), None)


@cache
def form(model: type[Record]) -> type[RowForm]:
    """Return the form class of a table."""
    return forms.modelform_factory(model, form=RowForm, fields="__all__", formfield_callback=form_field)


def form_field(field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """Return the form field of a column; labels and help stay lazy, so that they follow the reader's language."""
    own = _own_field(field)
    if own is not None:
        return own
    if isinstance(field, models.DateField):
        kwargs["widget"] = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    elif isinstance(field, models.TextField):
        kwargs["widget"] = forms.Textarea(attrs={"rows": 3})
    return field.formfield(**kwargs)


def _own_field(field: models.Field[Any, Any]) -> forms.Field | None:
    """Return our own kind of form field where the column needs one."""
    basics = {"label": field.verbose_name, "help_text": field.help_text, "required": not field.blank}
    if isinstance(field, GeometryField):
        return ShapeFormField(field, **basics)
    if field.is_relation:
        return CodeFormField(field.related_model, **basics)
    if isinstance(field, models.FloatField):
        return FigureFormField(**basics)
    if isinstance(field, models.IntegerField):
        return FigureFormField(whole=True, grouped=not catalogue.is_year(field), **basics)
    return None
