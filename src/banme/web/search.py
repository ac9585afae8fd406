"""Search as a Vietnamese reader types it: without regard to case or accents."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.db import connection, models
from django.db.backends.signals import connection_created

FOLD = "banme_fold"


def fold(*texts: str | None) -> str:
    """Return the texts in small letters without accents: ``Buôn Đôn`` becomes ``buon don``."""
    joined = " ".join(text for text in texts if text)
    apart = unicodedata.normalize("NFD", joined.lower().replace("đ", "d"))
    return "".join(mark for mark in apart if not unicodedata.combining(mark))


def teach(connection: Any, **_: Any) -> None:
    """Give a SQLite connection the folding function."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(FOLD, -1, fold, deterministic=True)


def listen() -> None:
    """Teach every connection made from now on."""
    connection_created.connect(teach, dispatch_uid="banme.web.search")


def matching(rows: models.QuerySet[Any], text: str) -> models.QuerySet[Any]:
    """Return the rows any of whose texts holds every word of ``text``."""
    names = [
        field.attname
        for field in rows.model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) or field.is_relation
    ]
    if not names:
        return rows.none()
    if connection.vendor == "sqlite":
        return _folded(rows, names, text)
    for word in text.split():
        anywhere = models.Q()
        for name in names:
            anywhere |= models.Q(**{f"{name}__icontains": word})
        rows = rows.filter(anywhere)
    return rows


def _folded(rows: models.QuerySet[Any], names: list[str], text: str) -> models.QuerySet[Any]:
    columns = [models.F(name) for name in names]
    rows = rows.alias(folded=models.Func(*columns, function=FOLD, output_field=models.TextField()))
    for word in fold(text).split():
        rows = rows.filter(folded__contains=word)
    return rows
