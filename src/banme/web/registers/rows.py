"""One row: its page, its edit form, a new one, its removal, its card on a map."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from banme.web import consent, extent
from banme.web.registers import catalogue, history
from banme.web.registers.forms import form
from banme.workspace.models.base import Record
from banme.workspace.text import both

SHOWN_USES = 20


def find(table: str, code: str) -> Record:
    """Return the row with that code; page not found when there is none."""
    model = catalogue.register(table)
    row = consent.readable(model).filter(code=code).first()
    if row is None and model._default_manager.filter(code=code).exists():
        raise Http404(str(consent.REASON))
    if row is None:
        raise Http404(str(both(f"Không có dòng {code} trong bảng {table}", f"Table {table} has no row {code}")))
    return row


@require_safe
def row(request: HttpRequest, table: str, code: str) -> HttpResponse:
    """Show a row: its values under headings, its place on the map, its history."""
    found = find(table, code)
    return render(request, "web/row.html", {**_frame(found), "changes": history.changes(found)})


@require_safe
def card(request: HttpRequest, table: str, code: str) -> HttpResponse:
    """Show a row's facts, source and quality in a map's popup."""
    found = find(table, code)
    cells = [catalogue.cell(found, field, short=True) for field in catalogue.columns(type(found))]
    shown = [cell for cell in cells if not cell.missing and cell.column not in {"code", "name", "name_en"}]
    return render(request, "web/card.html", {"row": found, "table": table, "cells": shown, "title": _title(found)})


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, table: str, code: str) -> HttpResponse:
    """Change a row."""
    return _form(request, find(table, code), new=False)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, table: str) -> HttpResponse:
    """Add a row."""
    return _form(request, catalogue.register(table)(), new=True)


def _form(request: HttpRequest, instance: Record, *, new: bool) -> HttpResponse:
    model = type(instance)
    start = {field.name: request.GET[field.name] for field in catalogue.columns(model) if field.name in request.GET}
    filled = form(model)(request.POST or None, instance=instance, initial=start if new else None)
    if request.method == "POST" and filled.is_valid():
        with transaction.atomic():
            saved = filled.save()
        messages.success(request, str(both("Đã lưu.", "Saved.")))
        return redirect("register_row", model._meta.db_table, saved.code)
    context = {**_frame(instance), "form": filled, "new": new}
    return render(request, "web/row_form.html", context, status=422 if filled.errors else 200)


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, table: str, code: str) -> HttpResponse:
    """Remove a row, unless other rows refer to it: those are listed."""
    found = find(table, code)
    uses = _uses(found)
    reason = request.POST.get("reason", "").strip()
    if request.method == "POST" and not uses and reason:
        found._change_reason = reason  # noqa: SLF001
        with transaction.atomic():
            found.delete()
        messages.success(request, str(both(f"Đã xoá {code}.", f"{code} was deleted.")))
        return redirect("register", table)
    refused = request.method == "POST"
    context = {**_frame(found), "uses": uses, "asked": refused and not uses}
    return render(request, "web/row_delete.html", context, status=409 if refused and uses else 422 if refused else 200)


def _uses(found: Record) -> list[dict[str, Any]]:
    """List the tables whose rows protect this one: how many, and the first of them."""
    uses = []
    relations = [one for one in found._meta.get_fields(include_hidden=True) if one.one_to_many and one.auto_created]
    for relation in relations:
        model = relation.related_model
        protects = relation.on_delete in {models.PROTECT, models.DO_NOTHING, models.RESTRICT}
        if not protects or model.__name__.startswith("Historical"):
            continue
        total = model._default_manager.filter(**{relation.field.name: found}).count()
        if total:
            rows = consent.readable(model).filter(**{relation.field.name: found})
            uses.append({"title": model._meta.verbose_name_plural, "total": total, "rows": _linked(rows)})
    return uses


def _linked(rows: models.QuerySet[Any]) -> list[dict[str, str]]:
    table = rows.model._meta.db_table
    editable = issubclass(rows.model, Record)
    return [
        {"text": str(one), "table": table if editable else "", "code": getattr(one, "code", "")}
        for one in rows[:SHOWN_USES]
    ]


def _title(found: Record) -> str:
    return str(found) if found.pk else ""


def _frame(found: Record) -> dict[str, Any]:
    model = type(found)
    table = model._meta.db_table
    shape = catalogue.geometry_type(model)
    geometry = getattr(found, "geometry", None) if shape else None
    return {
        "row": found,
        "table": table,
        "table_title": model._meta.verbose_name_plural,
        "title": _title(found),
        "groups": [
            (heading, [catalogue.cell(found, field) for field in columns])
            for heading, columns in catalogue.groups(model)
        ]
        if found.pk
        else [],
        "shape": shape,
        "has_geometry": geometry is not None,
        "map": extent.map_settings(geometry=_feature(geometry), shape=shape, table=table) if shape else None,
    }


def _feature(geometry: Any) -> dict[str, Any] | None:
    return None if geometry is None else {"type": "Feature", "properties": {}, "geometry": geometry.__geo_interface__}
