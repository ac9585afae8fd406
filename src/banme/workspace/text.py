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


def half(text: str, language: str | None = None) -> str:
    """Return the reader's half of a text that data hold as ``tiếng Việt | English``; any other text whole.

    ``language`` is ``vi`` or ``en``; the active language when it is left out.
    """
    vi, bar, en = text.partition(" | ")
    if not bar:
        return text
    return (_choose(vi, en) if language is None else vi if language == "vi" else en).strip()
