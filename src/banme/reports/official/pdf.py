"""Official papers as PDF, set by typst with the fonts that are shipped; the same paper gives the same bytes."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import typst

import banme
from banme.errors import BanMeError
from banme.reports.official.layout import Grid, Heading, Paper, Text

FONTS = Path(banme.__file__).parent / "vendor" / "liberation-2.1.5"
TEMPLATES = Path(__file__).parent
LONG_CODE = 18
_STAMP = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


class SettingError(BanMeError):
    """The typesetter refused a page."""


def write(paper: Paper, target: Path) -> None:
    """Write a paper as PDF."""
    target.write_bytes(set_pages("official.typ", {"paper": json.dumps(described(paper), ensure_ascii=False)}))


def set_pages(template: str, inputs: dict[str, str]) -> bytes:
    """Set a template of this folder with its inputs; system fonts are ignored.

    Raises
    ------
    SettingError
        When the typesetter refuses it.

    """
    try:
        made = typst.compile(
            str(TEMPLATES / template),
            root=str(TEMPLATES),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs=inputs,
            timestamp=int(_STAMP.timestamp()),
        )
    except typst.TypstError as error:
        raise SettingError(f"{template}: {error}") from error
    return bytes(made)


def described(paper: Paper) -> dict[str, Any]:
    """Return a paper as the template reads it."""
    return {
        "title": f"{paper.kind} {paper.abstract}".strip(),
        "notice": paper.notice,
        "superior": paper.superior,
        "issuer": list(paper.issuer_lines),
        "sign": paper.sign,
        "number_line": paper.number_line,
        "place_line": paper.place_line,
        "kind": paper.kind,
        "abstract": paper.abstract,
        "addressees": list(paper.addressee_lines),
        "bases": list(paper.base_lines),
        "blocks": [_block(block) for block in paper.closed_blocks],
        "signers": [{"authority": each.authority, "post": each.post, "name": each.name} for each in paper.signers],
        "recipients": list(paper.recipient_lines),
    }


def _block(block: Heading | Text | Grid) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"type": "heading", "text": block.text}
    if isinstance(block, Text):
        return {
            "type": "text",
            "text": block.text,
            "bullet": block.bullet,
            "italic": block.italic,
            "ragged": block.ragged,
        }
    return {
        "type": "grid",
        "head": list(block.head),
        "rows": [[_breakable(cell) for cell in row] for row in block.rows],
        "widths": list(block.widths),
        "right": sorted(block.right),
    }


def _breakable(cell: str) -> str:
    """Let a code break after its dots, dashes and underlines, so that it stays in its cell."""
    return re.sub(r"(?<=[._-])(?=\w)", "\u200b", cell) if any(len(word) > LONG_CODE for word in cell.split()) else cell
