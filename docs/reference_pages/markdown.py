"""The few pieces of Markdown the reference pages are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

WIDE = "---\nhide: [toc]\n---\n\n"
"""Front matter of a page whose tables need the width of the table of contents."""


def cell(text: object) -> str:
    """Return text that cannot break out of a table cell."""
    return (
        str(text).replace("\\", "\\\\").replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;").replace("\n", " ")
    )


def code(text: object) -> str:
    """Return text as code within a table cell, nothing for nothing."""
    plain = str(text).replace("|", "\\|").replace("\n", " ")
    return f"`{plain}`" if plain else ""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; cells are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def two_languages(vi: object, en: object) -> str:
    """Return both texts in one cell, Vietnamese first; once where they are the same."""
    first, second = cell(vi), cell(en)
    return first if first == second or not second else f"{first}<br>*{second}*"
