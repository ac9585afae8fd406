"""A run's repair as the page shows it: sentences in the reader's language, with links to the rows to change."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse

from banme.web.numbers import vietnamese
from banme.workspace import tables
from banme.workspace.models import Run

SHOWN_ROWS = 12
"""Changes of a repair that the page shows, the dearest first."""


def repair_of(run: Run) -> dict[str, Any] | None:
    """Return the repair of a run without a plan: conflict, shortfalls, remedies; None when it has none."""
    stored = (run.parameters or {}).get("repair")
    if run.cost_vnd is not None or not stored:
        return None
    tongue = "vi" if vietnamese() else "en"
    return {
        "proven": stored.get("proven", True),
        "conflict": [one[tongue] for one in stored["conflict"]],
        "shortfalls": [one[tongue] for one in stored["shortfalls"]],
        "remedies": [
            {
                **remedy,
                "rows": [_row(row, tongue) for row in remedy["rows"][:SHOWN_ROWS]],
                "more": max(0, len(remedy["rows"]) - SHOWN_ROWS),
            }
            for remedy in stored["remedies"]
        ],
    }


def _row(row: dict[str, Any], tongue: str) -> dict[str, Any]:
    return {"text": row[tongue], "cost_vnd": row["cost_vnd"], "url": _url(row), "title": _title(row)}


def _url(row: dict[str, Any]) -> str:
    if not row["row"]:
        return ""
    try:
        if row["table"] == "scenario":
            return reverse("scenario", args=[row["row"]])
        return reverse("register_row", args=[row["table"], row["row"]])
    except NoReverseMatch:
        return ""


def _title(row: dict[str, Any]) -> str:
    names = {model._meta.db_table: model._meta.verbose_name for model in tables.input_tables()}
    return f"{names.get(row['table'], row['table'])} {row['row']}"
