"""Writes checked tables: new codes are added, known ones updated where they differ, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import shapely
from django.db import connection
from django.utils import timezone
from shapely.geometry.base import BaseGeometry
from simple_history.utils import bulk_create_with_history, bulk_update_with_history, get_history_manager_for_model

from banme.progress import Progress
from banme.workspace.exchange.checking import CheckedTable
from banme.workspace.exchange.declaration import Field, columns, geometry_of, table_name
from banme.workspace.gpkg.catalogue import refresh_extents
from banme.workspace.models.base import Record

BATCH_ROWS = 5_000
REMOVED_ROWS = 500


@dataclass(frozen=True, slots=True)
class TableReport:
    """What a load did to one table, in rows."""

    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0

    @property
    def rows(self) -> int:
        """Rows of the file."""
        return self.inserted + self.updated + self.unchanged


@dataclass(frozen=True, slots=True)
class Change:
    """Why and by whom tables are changed."""

    reason: str = ""
    user: Any = None
    replace: bool = False

    def history(self) -> dict[str, Any]:
        """Return what every row of the change log says."""
        return {"default_change_reason": self.reason, "default_user": self.user, "default_date": timezone.now()}


def save_tables(tables: list[CheckedTable], change: Change, progress: Progress) -> dict[str, TableReport]:
    """Write all tables, those referred to first, then remove what a replacement leaves out, last table first.

    Must run inside one transaction.
    """
    total = sum(len(table.rows) for table in tables) or 1
    before = 0
    reports: dict[str, TableReport] = {}
    for table in tables:
        name = table_name(table.model)
        reports[name] = _save(table, change, _Share(progress, name, before, total))
        before += len(table.rows)
    if change.replace:
        for table in reversed(tables):
            name = table_name(table.model)
            done = reports[name]
            removed = _remove_others(table, change)
            reports[name] = TableReport(done.inserted, done.updated, done.unchanged, removed)
    if connection.vendor == "sqlite":
        refresh_extents(connection, [table.model for table in tables if geometry_of(table.model) is not None])
    return reports


@dataclass(frozen=True, slots=True)
class _Share:
    """Tells how far the whole work is from how far one table is."""

    progress: Progress
    table: str
    before: int
    total: int

    def tell(self, done: int) -> None:
        self.progress.tell("save", (self.before + done) / self.total, message=self.table)


def _save(table: CheckedTable, change: Change, share: _Share) -> TableReport:
    stored = set(table.model._default_manager.values_list("code", flat=True))
    inserted = updated = 0
    for start, rows in _batches(table):
        new = [row for row in rows if row["code"] not in stored]
        known = [row for row in rows if row["code"] in stored]
        if new:
            made = [table.model(**_attributes(table.fields, row)) for row in new]
            bulk_create_with_history(made, table.model, batch_size=BATCH_ROWS, **change.history())
        inserted += len(new)
        updated += _update(table, known, change) if known else 0
        share.tell(start + len(rows))
    return TableReport(inserted, updated, len(table.rows) - inserted - updated)


def _batches(table: CheckedTable) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    names = list(table.values)
    for start in range(0, len(table.rows), BATCH_ROWS):
        pieces = [table.values[name][start : start + BATCH_ROWS] for name in names]
        yield start, [dict(zip(names, cells, strict=True)) for cells in zip(*pieces, strict=True)]


def _attributes(fields: list[Field], row: dict[str, Any]) -> dict[str, Any]:
    return {field.attname: row[field.name] for field in fields}


def _update(table: CheckedTable, rows: list[dict[str, Any]], change: Change) -> int:
    """Write the rows that differ from what is stored; return how many did."""
    fields = columns(table.model) if change.replace else table.fields
    blank = {field.name: field.get_default() for field in fields}
    stored = table.model._default_manager.in_bulk([row["code"] for row in rows], field_name="code")
    changed: list[Record] = []
    touched: set[str] = set()
    for row in rows:
        kept = stored[row["code"]]
        differing = [field for field in fields if not _same(getattr(kept, field.attname), {**blank, **row}[field.name])]
        for field in differing:
            setattr(kept, field.attname, {**blank, **row}[field.name])
        if differing:
            changed.append(kept)
            touched.update(field.name for field in differing)
    if changed:
        bulk_update_with_history(changed, table.model, sorted(touched), batch_size=BATCH_ROWS, **change.history())
    return len(changed)


def _same(stored: Any, given: Any) -> bool:
    if isinstance(stored, BaseGeometry) and isinstance(given, BaseGeometry):
        return bool(shapely.to_wkb(stored) == shapely.to_wkb(given))
    return bool(stored == given)


def _remove_others(table: CheckedTable, change: Change) -> int:
    """Remove the rows that the file does not hold, each with its last entry in the change log."""
    manager = table.model._default_manager
    given = set(table.values["code"])
    gone = [pk for pk, code in manager.values_list("pk", "code") if code not in given]
    for start in range(0, len(gone), REMOVED_ROWS):
        rows = manager.filter(pk__in=gone[start : start + REMOVED_ROWS])
        _log_removal(table.model, list(rows), change)
        rows._raw_delete(rows.db)  # noqa: SLF001  (nothing refers to them: checked before, and by the database)
    return len(gone)


def _log_removal(model: type[Record], rows: list[Record], change: Change) -> None:
    history = get_history_manager_for_model(model).model
    told = change.history()
    history.objects.bulk_create(
        [
            history(
                history_date=told["default_date"],
                history_type="-",
                history_user=change.user or history.get_default_history_user(row),
                history_change_reason=change.reason,
                **{field.attname: getattr(row, field.attname) for field in history.tracked_fields},
            )
            for row in rows
        ]
    )
