"""What is wrong with one row beside the others: a circle, a second row on the same days, a day too early."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from django.apps import apps
from django.db import models

from banme.workspace.overlaps import overlapping
from banme.workspace.text import both

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from banme.workspace.models.base import Record

    Given = Callable[[str], Iterable[dict[str, Any]]]


class Rows:
    """The rows of every table by code, as plain values by field name, as they stand or would stand after a load.

    Parameters
    ----------
    given : callable of a table's name, optional
        Gives a file's rows of that table; they stand in for stored rows of the same code.
    replaced : collection of str, optional
        Tables of which the file's rows are all there will be.

    """

    def __init__(self, given: Given | None = None, replaced: Iterable[str] = ()) -> None:
        self._given = given or (lambda _: ())
        self._replaced = frozenset(replaced)
        self._read: dict[str, dict[str, dict[str, Any]]] = {}

    def of(self, table: str) -> dict[str, dict[str, Any]]:
        """Return a table's rows by code."""
        if table not in self._read:
            model = next(each for each in apps.get_models() if each._meta.db_table == table)
            names = {field.name: field.attname for field in model._meta.concrete_fields if not field.primary_key}
            stored = () if table in self._replaced else model._default_manager.values_list(*names.values())
            rows = {row["code"]: row for row in (dict(zip(names, each, strict=True)) for each in stored)}
            for row in self._given(table):
                rows[row["code"]] = {**dict.fromkeys(names), **rows.get(row["code"], {}), **row}
            self._read[table] = rows
        return self._read[table]


def problems_beside(row: Record, values: dict[str, Any]) -> list[Any]:
    """Return what is wrong with one row, stored or not yet, beside those stored, as lazy texts.

    ``values`` are its plain values by field name.
    """
    model = type(row)
    others = model._default_manager.exclude(pk=row.pk)
    return [
        *_circle(model, values, others),
        *_same_days(model, values, others),
        *model.beside_problems(values, Rows()),
    ]


def circle(loop: list[str]) -> Any:
    """Return the words for rows that lead in a circle, the first code repeated at its end."""
    shown = " → ".join(loop)
    return both(
        f"Các dòng nối nhau thành vòng: {shown}; bỏ hoặc sửa một dòng của vòng",
        f"The rows lead in a circle: {shown}; remove or correct one of them",
    )


def _circle(model: type[Record], values: dict[str, Any], others: models.QuerySet[Any]) -> list[Any]:
    if model.no_circle is None:
        return []
    start, end = (values.get(name) for name in model.no_circle)
    if start is None or end is None:
        return []
    names = [model._meta.get_field(name).attname for name in model.no_circle]
    arrows = [(a, b) for a, b in others.values_list(*names) if a is not None and b is not None]
    way = _way(arrows, end, start)
    return [circle([start, *way])] if way else []


def _way(arrows: list[tuple[str, str]], start: str, end: str) -> list[str]:
    """Return the codes from ``start`` to ``end`` along arrows, both included; nothing where no way leads there."""
    onward: dict[str, list[str]] = {}
    for before, after in arrows:
        onward.setdefault(before, []).append(after)
    came: dict[str, str] = {start: ""}
    waiting = [start]
    for code in waiting:
        for after in onward.get(code, ()):
            if after not in came:
                came[after] = code
                waiting.append(after)
    if end not in came:
        return []
    back = [end]
    while back[-1] != start:
        back.append(came[back[-1]])
    return back[::-1]


def _same_days(model: type[Record], values: dict[str, Any], others: models.QuerySet[Any]) -> list[Any]:
    subject = getattr(model, "one_at_a_time", ())
    where = getattr(model, "one_at_a_time_where", None)
    if not subject or values.get("valid_from") is None or (where and values.get(where[0]) != where[1]):
        return []
    names = {name: model._meta.get_field(name).attname for name in (*subject, "valid_from", "valid_to", "code")}
    others = others.filter(**({where[0]: where[1]} if where else {}))
    others = others.filter(**{names[subject[0]]: values.get(subject[0])})
    rows = [dict(zip(names, row, strict=True)) for row in others.values_list(*names.values())]
    mine = {name: values.get(name) for name in names}
    problems = []
    for earlier, later in overlapping(pd.DataFrame([*rows, mine], dtype=object), list(subject)):
        if mine["code"] not in {earlier["code"], later["code"]}:
            continue
        other = earlier if later["code"] == mine["code"] else later
        columns = ", ".join([*subject, *([f"{where[0]} = {where[1]}"] if where else [])])
        problems.append(
            both(
                f"Thời gian hiệu lực chồng với mã {other['code']} (cùng {columns}): sửa valid_from hoặc valid_to",
                f"The validity overlaps that of code {other['code']} (same {columns}): change valid_from or valid_to",
            )
        )
    return problems
