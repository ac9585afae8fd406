"""Pages made from the code's own declarations, so that they cannot fall behind it."""

from __future__ import annotations

from reference_pages import api, commands, engines, home, rules, settings, tables


def all_pages() -> dict[str, str]:
    """Return every generated page: path in the site -> Markdown."""
    pages: dict[str, str] = {}
    for maker in (home, tables, settings, commands, api, rules, engines):
        pages |= maker.pages()
    return pages
