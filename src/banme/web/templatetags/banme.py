"""Template tags: text in both languages, figures, money, days and coloured states."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from banme.web import numbers
from banme.web.runs import words
from banme.workspace.text import both as bilingual
from banme.workspace.text import half

register = template.Library()
register.filter("figure", numbers.figure)
register.filter("rounded", numbers.rounded)
register.filter("money", numbers.money)
register.filter("day", numbers.day)
register.filter("reason", words.reason)
register.filter("half", half)


@register.filter
def moment(text: str) -> str:
    """Write a stored moment or day of a round as people do."""
    from banme.studies.routing.words import when  # noqa: PLC0415  (engines load slowly)

    return when(text, "vi" if numbers.vietnamese() else "en")


@register.simple_tag
def both(vi: str, en: str, **values: Any) -> str:
    """Write a text in the reader's language, ``{name}`` filled from the keywords."""
    text = str(bilingual(vi, en))
    return text.format(**values) if values else text


@register.simple_tag
def badge(label: Any, tone: str) -> SafeString:
    """Write a state with its colour (see the sheet of colours)."""
    return format_html('<span class="badge tone-{}">{}</span>', css_name(tone), label)


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """Return the page's query with some values changed (None removes one)."""
    values = context["request"].GET.copy()
    for key, value in changes.items():
        values.pop(key, None)
        if value is not None:
            values[key] = str(value)
    return "?" + values.urlencode()


@register.simple_tag(takes_context=True)
def on_day(context: dict[str, Any], **values: Any) -> str:
    """Return a query that keeps the day the page was asked for, with other values added (empty ones are left out)."""
    day = context["request"].GET.get("on", "")
    kept = {**values, "on": day}
    found = urlencode({key: str(value) for key, value in kept.items() if value})
    return f"?{found}" if found else ""


@register.filter
def get(mapping: dict[str, Any], key: str) -> Any:
    """Look a value up by key."""
    return mapping.get(key, "")


def css_name(tone: str) -> str:
    """Return a tone's name fit for a class."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", tone)
