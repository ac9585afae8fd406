"""Filters of a register, made from its columns: search, closed sets, references, day in force, figures from-to."""

from __future__ import annotations

from functools import cache
from typing import Any

import django_filters
from django import forms
from django.db import models
from django.utils.text import format_lazy

from banme.web import search
from banme.web.registers.catalogue import columns
from banme.web.registers.fields import FigureFormField
from banme.workspace.models.base import Dated
from banme.workspace.text import both


@cache
def filterset(model: type[models.Model]) -> type[django_filters.FilterSet]:
    """Return the filters of a table; names in the address are the columns' names in the store."""
    body: dict[str, Any] = {"q": _search()}
    for field in columns(model):
        body.update(_of(field))
    if issubclass(model, Dated):
        body["on"] = _in_force()
    body["Meta"] = type("Meta", (), {"model": model, "fields": []})
    return type(f"{model.__name__}Filter", (django_filters.FilterSet,), body)


def _search() -> django_filters.Filter:
    return django_filters.CharFilter(
        label=both("Tìm (không cần dấu)", "Search (accents optional)"),
        method=lambda rows, _, text: search.matching(rows, text) if text.strip() else rows,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


def _in_force() -> django_filters.Filter:
    return django_filters.DateFilter(
        label=both("Có hiệu lực ngày", "In force on"),
        method=lambda rows, _, day: rows.filter(
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=day), valid_from__lte=day
        ),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _of(field: models.Field[Any, Any]) -> dict[str, django_filters.Filter]:
    column, label = str(field.column), field.verbose_name
    if field.is_relation:
        return {column: _reference(field)}
    if field.choices:
        return {
            column: django_filters.MultipleChoiceFilter(
                field_name=field.name, choices=field.choices, label=label, widget=forms.CheckboxSelectMultiple
            )
        }
    if isinstance(field, models.BooleanField):
        return {column: django_filters.BooleanFilter(field_name=field.name, label=label)}
    if isinstance(field, models.FloatField | models.IntegerField):
        return {
            f"{column}_min": _figure(field, "gte", both("từ", "from")),
            f"{column}_max": _figure(field, "lte", both("đến", "to")),
        }
    return {}


def _reference(field: models.Field[Any, Any]) -> django_filters.Filter:
    """Return a filter by the code referred to, or by a word of that row."""

    def choose(rows: models.QuerySet[Any], _: str, text: str) -> models.QuerySet[Any]:
        exact = rows.filter(**{field.attname: text})
        if exact.exists():
            return exact
        referred = search.matching(field.related_model._default_manager.all(), text)
        return rows.filter(**{f"{field.name}__in": referred})

    return django_filters.CharFilter(label=field.verbose_name, method=choose)


class _FigureFilter(django_filters.Filter):
    field_class = FigureFormField


def _figure(field: models.Field[Any, Any], comparison: str, word: Any) -> django_filters.Filter:
    return _FigureFilter(
        field_name=field.name, lookup_expr=comparison, label=format_lazy("{} {}", field.verbose_name, word)
    )
