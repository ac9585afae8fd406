"""Which rows only the assessing body may read: those of an establishment that has not agreed to publication.

Art. 13.1 of Circular 17/2019/TT-BKHCN asks for an enterprise's consent before a third party sees its result. A survey's
answers give the result away, so they are kept back with it.
"""

from __future__ import annotations

from typing import Any

from django.db import models

AGREED = {"technology_survey": "establishment__may_publish"}
"""Tables that need consent, and the column that gives it."""


def open_to_third_parties(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Return the rows that a third party may read; all of a table that needs no consent."""
    column = AGREED.get(rows.model._meta.db_table)
    return rows if column is None else rows.filter(**{column: True})
