"""Official papers as DOCX: the page, type and heads of Decree 30/2020, and the same bytes for the same content."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

FONT = "Times New Roman"
BODY_PT = 13
MARGINS_MM = {"top": 20, "bottom": 20, "left": 30, "right": 15}
"""Decree 30/2020, Annex I: top and bottom 20-25, left 30-35, right 15-20 mm."""
_FIRST_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def paper() -> Any:
    """Return an empty A4 document in Times New Roman 13 with the decree's margins and the page number at the top."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, width in MARGINS_MM.items():
        setattr(section, f"{side}_margin", Mm(width))
    section.different_first_page_header_footer = True
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(BODY_PT)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(6), 1.15
    _number_pages(section)
    return document


def national_head(document: Any) -> None:
    """Write the national title and motto."""
    line(document, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, centred=True, size_pt=13)
    line(document, "Độc lập - Tự do - Hạnh phúc", bold=True, centred=True, size_pt=14)


def line(  # noqa: PLR0913  (how a line looks)
    document: Any,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    centred: bool = False,
    indent: bool = False,
    size_pt: float = BODY_PT,
) -> Any:
    """Add a paragraph and return it."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size_pt)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    if indent:
        paragraph.paragraph_format.first_line_indent = Cm(1.27)
    return paragraph


def table(document: Any, head: list[str], rows: list[list[str]], widths_cm: list[float]) -> None:
    """Add a bordered table; figures come as text. A row of two cells and nothing after is a heading."""
    made = document.add_table(rows=1, cols=len(head))
    made.style = "Table Grid"
    _fill(made.rows[0], head, bold=True)
    for row in rows:
        _fill(made.add_row(), row, bold=not any(row[2:]))
    lay_out(made, widths_cm, repeat_head=True)


def lay_out(table: Any, widths_cm: Sequence[float], *, repeat_head: bool = False) -> None:
    """Set a table's columns to widths in cm and keep each row on one page.

    Word reads the cells' widths, LibreOffice the columns': both are set. ``repeat_head`` shows the first row on every
    page.
    """
    table.autofit = False
    for column, width in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001  (python-docx has no other way)
        for cell, width in zip(row.cells, widths_cm, strict=True):
            cell.width = Cm(width)
    if repeat_head:
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001  (nor to repeat a head)


def save(document: Any, target: Path) -> None:
    """Write the document; the same content gives the same bytes, whenever it is written."""
    properties = document.core_properties
    properties.author, properties.comments, properties.title = "", "", ""
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as packed, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in sorted(packed.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            entry = zipfile.ZipInfo(name, _FIRST_ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, packed.read(name))


def _fill(row: Any, texts: list[str], *, bold: bool) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(text)
        run.bold, run.font.size = bold, Pt(BODY_PT - 1)
        paragraph.paragraph_format.space_after = Pt(2)


def _number_pages(section: Any) -> None:
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = paragraph.add_run().element
        if kind:
            mark = element.makeelement(qn("w:fldChar"), {qn("w:fldCharType"): kind})
        else:
            mark = element.makeelement(qn("w:instrText"), {})
            mark.text = text
        element.append(mark)
