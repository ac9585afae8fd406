"""The page of settings, from :data:`banme.configuration.SETTINGS`."""

from __future__ import annotations

from banme.configuration import SETTINGS
from reference_pages.markdown import WIDE, cell, code, table, two_languages


def pages() -> dict[str, str]:
    """Return the one page of settings."""
    rows = [[code(each.name), code(each.default), two_languages(each.vi, each.en)] for each in SETTINGS]
    head = ["Variable", "Default", cell("Ý nghĩa / Meaning")]
    text = (
        f"{WIDE}# Settings\n\nCài đặt: biến môi trường, đọc một lần khi chương trình bắt đầu.\n\n"
        "Settings are environment variables, read once when a program starts. No setting is needed to begin.\n\n"
    )
    return {"reference/settings.md": text + table(head, rows)}
