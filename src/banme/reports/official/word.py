"""Official papers as DOCX."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from banme.reports import paper as page
from banme.reports.official.layout import Block, Grid, Heading, Paper, Signer, Text

TEXT_CM = 16.5
"""Width of the text: 210 mm less the margins of 30 and 15 mm."""
LEFT_CM, RIGHT_CM = 7.0, 9.5
CENTRE, RIGHT, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
RULE_LONG, RULE_SHORT = "―" * 14, "―" * 5
GRID_PT = 11
SIGNATURE_LINES = 4


def write(paper: Paper, target: Path) -> None:
    """Write a paper as DOCX; the same paper gives the same bytes."""
    document = page.paper()
    if paper.notice:
        page.line(document, paper.notice, bold=True, centred=True, size_pt=12)
    _head(document, paper)
    page.line(document, paper.kind, bold=True, centred=True, size_pt=14).paragraph_format.space_before = Pt(12)
    page.line(document, paper.abstract, bold=True, centred=True, size_pt=14).paragraph_format.space_after = Pt(0)
    page.line(document, RULE_SHORT, centred=True, size_pt=8)
    _addressees(document, paper)
    for each in paper.base_lines:
        page.line(document, each, italic=True, indent=True)
    for place, block in enumerate(paper.closed_blocks):
        _block(document, block, last=place == len(paper.blocks) - 1)
    _foot(document, paper)
    page.save(document, target)


def _head(document: Any, paper: Paper) -> None:
    table = _frame(document, rows=2)
    left, right = table.rows[0].cells
    if paper.superior:
        _put(left, paper.superior, 12)
    for each in paper.issuer_lines:
        _put(left, each, 12, bold=True)
    _put(left, RULE_SHORT, 8)
    _put(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold=True)
    _put(right, "Độc lập - Tự do - Hạnh phúc", 13, bold=True)
    _put(right, RULE_LONG, 8)
    left, right = table.rows[1].cells
    if paper.sign:
        _put(left, paper.number_line, 13)
    _put(right, paper.place_line, 13, italic=True)


def _addressees(document: Any, paper: Paper) -> None:
    lines = paper.addressee_lines
    if len(lines) == 1:
        page.line(document, f"Kính gửi: {lines[0]}", centred=True)
    elif lines:
        page.line(document, "Kính gửi:").paragraph_format.left_indent = Cm(2)
        for each in lines:
            page.line(document, each).paragraph_format.left_indent = Cm(3)


def _block(document: Any, block: Block, *, last: bool) -> None:
    if isinstance(block, Heading):
        made = page.line(document, block.text, bold=True, indent=True)
        made.paragraph_format.keep_with_next = True
        made.alignment = LEFT
    elif isinstance(block, Text):
        words = f"- {block.text}" if block.bullet else block.text
        made = page.line(document, words, italic=block.italic, indent=True)
        if block.ragged:
            made.alignment = LEFT
    else:
        _grid(document, block)
        if last:
            page.line(document, "./.").alignment = RIGHT


def _grid(document: Any, grid: Grid) -> None:
    table = document.add_table(rows=1, cols=len(grid.head))
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    rows = [table.rows[0], *[table.add_row() for _ in grid.rows]]
    for line, (row, cells) in enumerate(zip(rows, [grid.head, *grid.rows], strict=True)):
        for place, (cell, words) in enumerate(zip(row.cells, cells, strict=True)):
            side = CENTRE if line == 0 else RIGHT if place in grid.right else LEFT
            _put(cell, words, GRID_PT, bold=line == 0, side=side)
    page.lay_out(table, [TEXT_CM * share / sum(grid.widths) for share in grid.widths], repeat_head=True)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _foot(document: Any, paper: Paper) -> None:
    left, right = _frame(document, rows=1).rows[0].cells
    if paper.recipients:
        _put(left, "Nơi nhận:", 12, bold=True, italic=True, side=LEFT)
        for each in paper.recipient_lines:
            _put(left, each, 11, side=LEFT)
    elif len(paper.signers) > 1:
        _sign(left, paper.signers[0])
    _sign(right, paper.signers[-1])


def _sign(cell: Any, signer: Signer) -> None:
    if signer.authority:
        _put(cell, signer.authority, 13, bold=True)
    _put(cell, signer.post, 13, bold=True)
    for _ in range(SIGNATURE_LINES):
        _put(cell, "", 13)
    _put(cell, signer.name, 13, bold=True)


def _frame(document: Any, rows: int) -> Any:
    table = document.add_table(rows=rows, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    page.lay_out(table, (LEFT_CM, RIGHT_CM))
    return table


def _put(
    cell: Any, words: str, size_pt: float, *, bold: bool = False, italic: bool = False, side: Any = CENTRE
) -> None:
    """Add a line to a cell; the empty paragraph that every new cell has is used first."""
    first = cell.paragraphs[0]
    fresh = len(cell.paragraphs) == 1 and not first.runs
    paragraph = first if fresh else cell.add_paragraph()
    run = paragraph.add_run(words)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size_pt)
    paragraph.alignment = side
    paragraph.paragraph_format.space_after, paragraph.paragraph_format.line_spacing = Pt(2), 1.0
