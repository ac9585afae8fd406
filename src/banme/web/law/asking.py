"""Days and codes that a reader asks for in an address, and errors as messages."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from banme.errors import BanMeError, InputError
from banme.web.numbers import vietnamese
from banme.workspace.text import both


def language() -> str:
    """Return ``vi`` or ``en``, the reader's."""
    return "vi" if vietnamese() else "en"


def day(request: HttpRequest, name: str) -> dt.date | None:
    """Return the day given under a name; None when there is none, with a message when it cannot be read."""
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        messages.error(request, str(both(f"Ngày không đọc được: {text}", f"Not a day: {text}")))
        return None


def today() -> dt.date:
    """Return today in the workspace's time zone."""
    return timezone.localdate()


def lines(error: BanMeError) -> list[str]:
    """Return an error's offenders, or its text, in the reader's language."""
    if isinstance(error, InputError):
        return [problem.text(language()) for problem in error.problems]
    vi, slash, en = str(error).partition(" / ")
    return [vi if language() == "vi" or not slash else en]


def tell(request: HttpRequest, error: BanMeError) -> None:
    """Show an error as messages."""
    for line in lines(error):
        messages.error(request, line)
