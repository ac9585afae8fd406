"""Text declared once in both languages, shown in the reader's."""

from __future__ import annotations

from django.utils.functional import lazy
from django.utils.translation import get_language


def _choose(vi: str, en: str) -> str:
    language = get_language()
    return vi if language is not None and language.startswith("vi") else en


_lazy = lazy(_choose, str)


def both(vi: str, en: str) -> str:
    """Return a lazy string: ``both("Diện tích", "Area")`` reads Vietnamese or, for every other language, English."""
    return _lazy(vi, en) if vi or en else ""
