"""The list of registers, and the list of one register's rows."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from banme.web import consent, extent
from banme.web.registers import catalogue
from banme.web.registers.filters import filterset
from banme.workspace import tables
from banme.workspace.models.base import UNFOUNDED

PAGE_ROWS = 50
MAPPED_ROWS = 20_000


@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    """List every input table with its number of rows and of assumed rows."""
    found = []
    for model in tables.input_tables():
        rows = consent.readable(model)
        sourced = any(field.name == "quality" for field in model._meta.concrete_fields)
        found.append(
            {
                "table": model._meta.db_table,
                "title": model._meta.verbose_name_plural,
                "rows": rows.count(),
                **{quality.value: rows.filter(quality=quality).count() if sourced else None for quality in UNFOUNDED},
                "geometry": catalogue.geometry_type(model),
            }
        )
    return render(request, "web/registers.html", {"registers": found})


@require_safe
def register(request: HttpRequest, table: str) -> HttpResponse:
    """List one table's rows: filter, search, sort, page, and their map."""
    model = catalogue.register(table)
    chosen = filterset(model)(request.GET, queryset=consent.readable(model))
    rows = chosen.qs if chosen.form.is_valid() else model._default_manager.none()
    columns = catalogue.listed(model)
    order = _order(request, columns)
    if order:
        rows = rows.order_by(order, "pk")
    rows = rows.select_related(*[field.name for field in columns if field.is_relation])
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    mapped = bool(catalogue.geometry_type(model)) and page.paginator.count <= MAPPED_ROWS
    context = {
        "model": model,
        "table": table,
        "title": model._meta.verbose_name_plural,
        "filter": chosen,
        "columns": _headings(request, columns, order),
        "page": page,
        "kept_back": consent.kept_back(model),
        "rows": [{"row": row, "cells": [catalogue.cell(row, field, short=True) for field in columns]} for row in page],
        "mapped": mapped,
        "map": extent.map_settings(rows=_geojson_url(request, table), table=table) if mapped else None,
        "main_filters": [bound for bound in chosen.form if not bound.name.endswith(("_min", "_max"))],
        "figure_filters": [bound for bound in chosen.form if bound.name.endswith(("_min", "_max"))],
        "filtered": any(value for key, value in request.GET.items() if key not in {"page", "sort"}),
    }
    part = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target", "").endswith("#rows")
    return render(request, "web/register_rows.html" if part else "web/register.html", context)


def _order(request: HttpRequest, columns: list[models.Field[Any, Any]]) -> str:
    asked = request.GET.get("sort", "")
    named = {str(field.column): field.attname for field in columns}
    name = named.get(asked.lstrip("-"), "")
    return ("-" if asked.startswith("-") else "") + name if name else ""


def _headings(request: HttpRequest, columns: list[models.Field[Any, Any]], order: str) -> list[dict[str, Any]]:
    found = []
    for field in columns:
        up, down = order == field.attname, order == f"-{field.attname}"
        query = request.GET.copy()
        query["sort"] = f"-{field.column}" if up else str(field.column)
        query.pop("page", None)
        found.append(
            {
                "label": field.verbose_name,
                "help": field.help_text,
                "number": isinstance(field, models.FloatField | models.IntegerField) and not catalogue.is_year(field),
                "sorted": "ascending" if up else "descending" if down else "none",
                "query": query.urlencode(),
            }
        )
    return found


def _geojson_url(request: HttpRequest, table: str) -> str:
    query = request.GET.copy()
    for key in ("page", "sort"):
        query.pop(key, None)
    return reverse("api:table_geojson", args=[table]) + ("?" + query.urlencode() if query else "")
