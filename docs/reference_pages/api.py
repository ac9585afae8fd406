"""The page of the programming interface, and its OpenAPI document, from the web's own declaration."""

from __future__ import annotations

import json
import os
from typing import Any

import django

from reference_pages.markdown import cell, code, table

_PREFIX = "/api/"


def pages() -> dict[str, str]:
    """Return the page of paths and the OpenAPI document beside it."""
    document = openapi()
    text = (
        "# Programming interface\n\nGiao diện lập trình dưới `/api/` khi máy chủ đang chạy (`banme serve`).\n\n"
        "Answers under `/api/` while a server runs (`banme serve`). "
        "Its full description is [openapi.json](openapi.json) (OpenAPI 3), served too as `/api/openapi.json`. "
        "A refused call answers with the same [rules](rules.md) as an import.\n"
    )
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            text += _section(path, method, operation)
    return {"reference/api.md": text, "reference/openapi.json": json.dumps(document, ensure_ascii=False, indent=1)}


def openapi() -> dict[str, Any]:
    """Return the OpenAPI document as plain data."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banme.settings")
    django.setup()
    from banme.web.api import api  # noqa: PLC0415  (needs Django to be set up)

    return json.loads(json.dumps(api.get_openapi_schema(path_prefix=_PREFIX), default=str))


def _section(path: str, method: str, operation: dict[str, Any]) -> str:
    text = f"\n## `{method.upper()} {path}`\n\n{operation.get('description') or operation.get('summary', '')}\n"
    rows = [
        [code(each["name"]), each["in"], "yes" if each.get("required") else "", cell(each["schema"].get("type", ""))]
        for each in operation.get("parameters", ())
    ]
    return text + ("\n" + table(["Parameter", "In", "Required", "Type"], rows) if rows else "")
