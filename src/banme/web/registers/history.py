"""Who changed what, when and why, read from the record's history."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from banme.web.registers import catalogue
from banme.workspace.geometry import GeometryField
from banme.workspace.models.base import Record
from banme.workspace.text import both

MOST_CHANGES = 100
_KINDS = {
    "+": both("Thêm mới", "Added"),
    "~": both("Sửa", "Changed"),
    "-": both("Xoá", "Deleted"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One entry: the kind of change, who made it, when, why, and the values that differ."""

    kind: str
    who: str
    at: datetime
    reason: str
    differences: list[tuple[str, str, str]] = field(default_factory=list)


def changes(row: Record) -> list[Change]:
    """Return the row's changes, newest first."""
    entries = list(
        row.history.select_related("history_user").order_by("-history_date", "-history_id")[: MOST_CHANGES + 1]
    )
    earlier = [*entries[1:], None]
    found = [_change(entry, before) for entry, before in zip(entries, earlier, strict=True)]
    return found[:MOST_CHANGES]


def _change(entry: Any, before: Any) -> Change:
    user = entry.history_user
    return Change(
        kind=str(_KINDS[entry.history_type]),
        who=(user.first_name or user.get_username()) if user is not None else "",
        at=entry.history_date,
        reason=entry.history_change_reason or "",
        differences=_differences(entry, before) if before is not None and entry.history_type == "~" else [],
    )


def _differences(entry: Any, before: Any) -> list[tuple[str, str, str]]:
    found = []
    for column in entry.tracked_fields:
        old, new = getattr(before, column.attname), getattr(entry, column.attname)
        if old == new:
            continue
        if isinstance(column, GeometryField):
            found.append((str(column.verbose_name), *_shapes(old, new)))
        else:
            found.append((str(column.verbose_name), _read(before, column), _read(entry, column)))
    return found


def _read(entry: Any, column: Any) -> str:
    if column.is_relation:
        return str(getattr(entry, column.attname) or "—")
    return catalogue.cell(entry, entry._meta.get_field(column.name)).text


def _shapes(old: Any, new: Any) -> tuple[str, str]:
    def words(shape: Any) -> str:
        if shape is None:
            return "—"
        if shape.geom_type == "Point":
            return f"{shape.x:.5f} {shape.y:.5f}"
        return str(both("hình đã vẽ", "drawn shape"))

    return words(old), words(new)
