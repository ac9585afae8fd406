"""The statutory reports as DOCX or XLSX: every line, what it lacks, the cross-checks, and the act behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from banme.clusters.forms.form import TITLES
from banme.errors import InputError, Problem
from banme.reports import paper
from banme.studies.naming import input_name, input_names

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from banme.clusters.forms import CrossCheck, Line, StatutoryForm

WIDTHS_CM = [1.6, 5.7, 2.1, 2.1, 5.0]
SHOWN = 3
"""Subjects named for each missing input in the paper; the rest are counted, and listed in the workbook."""
HEAD = {
    "vi": ["Số", "Chỉ tiêu", "Đơn vị", "Giá trị", "Còn thiếu"],
    "en": ["No.", "Indicator", "Unit", "Value", "Missing"],
}


def write(form: StatutoryForm, target: Path, language: str = "vi") -> None:
    """Write a form as the file whose ending says how.

    Raises
    ------
    InputError
        For an ending that is neither .docx nor .xlsx.

    """
    kind = target.suffix.lower()
    if kind == ".docx":
        _paper(form, target, language)
    elif kind == ".xlsx":
        _sheet(form, target, language)
    else:
        raise InputError(
            [
                Problem(
                    rule="report-kind",
                    value=kind,
                    vi="Tên tệp phải kết thúc bằng .docx hoặc .xlsx",
                    en="The file name must end in .docx or .xlsx",
                )
            ]
        )


def title(form: StatutoryForm, language: str) -> str:
    """Return a form's title with its period."""
    name = TITLES[form.code].text(language)
    word = "Biểu" if language == "vi" else "Form"
    return f"{word} {form.code}: {name}, {form.period.name.text(language)}"


def heads(form: StatutoryForm, language: str) -> list[str]:
    """Return the lines above the table: subject, sender, receivers, cut-off, due day, act."""
    start, end, due = form.period.start, form.period.end, form.due_on
    receivers = "; ".join(each.text(language) for each in form.receivers)
    if language == "vi":
        found = [
            f"Đối tượng: {form.subject.vi}",
            f"Đơn vị gửi: {form.sender.vi}",
            f"Nơi nhận: {receivers}",
            f"Số liệu từ {start:%d/%m/%Y} đến {end:%d/%m/%Y}; gửi trước ngày {due:%d/%m/%Y}",
            f"Căn cứ: {form.basis}",
        ]
        return ["SỐ LIỆU MINH HOẠ, KHÔNG PHẢI BÁO CÁO THẬT", *found] if form.illustrative else found
    found = [
        f"Subject: {form.subject.en}",
        f"Sender: {form.sender.en}",
        f"Receivers: {receivers}",
        f"Figures from {start} to {end}; due before {due}",
        f"Basis: {form.basis}",
    ]
    return ["MADE-UP DATA, NOT A REAL REPORT", *found] if form.illustrative else found


def figure(line: Line, language: str) -> str:
    """Return a line's value with the language's separators; a dash where it is missing."""
    if line.value is None:
        return "–"
    text = f"{line.value:,.2f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


def lacking(names: Iterable[str], language: str) -> str:
    """Return each missing input once, with the codes of the first few it is missing for and the number of all."""
    codes: dict[str, list[str]] = {}
    for name in names:
        code, _, fact = name.rpartition(".")
        codes.setdefault(fact, []).append(code)
    found = []
    for fact, those in codes.items():
        rest = f" … ({len(those)})" if len(those) > SHOWN else ""
        found.append(f"{input_name(fact, language)}: {', '.join(those[:SHOWN])}{rest}".removesuffix(": "))
    return "; ".join(found)


def check_text(check: CrossCheck, language: str) -> str:
    """Return a cross-check with its outcome."""
    state = {
        True: ("đúng", "holds"),
        False: ("SAI", "BROKEN"),
        None: ("chưa kiểm được, thiếu số liệu", "cannot be checked, figures missing"),
    }[check.holds]
    return f"{check.text.text(language)}: {state[0] if language == 'vi' else state[1]}"


def _paper(form: StatutoryForm, target: Path, language: str) -> None:
    document = paper.paper()
    if language == "vi":
        paper.national_head(document)
    paper.line(document, title(form, language), bold=True, centred=True, size_pt=14)
    for text in heads(form, language):
        paper.line(document, text)
    rows: list[list[str]] = []
    for line in form.lines:
        if line.part is not None:
            rows.append(["", line.part.text(language), "", "", ""])
        missing = lacking(line.missing, language)
        rows.append([line.number, line.label.text(language), line.unit.text(language), figure(line, language), missing])
    paper.table(document, HEAD[language], rows, WIDTHS_CM)
    paper.line(document, "Kiểm tra chéo (suy ra)" if language == "vi" else "Cross-checks (inferred)", bold=True)
    for check in form.checks:
        paper.line(document, check_text(check, language))
    paper.save(document, target)


def _sheet(form: StatutoryForm, target: Path, language: str) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = f"{'Biểu' if language == 'vi' else 'Form'} {form.code}"
    sheet.append([title(form, language)])
    sheet["A1"].font = Font(bold=True, size=14)
    for text in heads(form, language):
        sheet.append([text])
    sheet.append(HEAD[language])
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    for line in form.lines:
        if line.part is not None:
            sheet.append(["", line.part.text(language)])
            sheet.cell(sheet.max_row, 2).font = Font(bold=True)
        missing = input_names(line.missing, language)
        sheet.append([line.number, line.label.text(language), line.unit.text(language), line.value, missing])
        sheet.cell(sheet.max_row, 4).number_format = "#,##0.##"
        sheet.cell(sheet.max_row, 5).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.append([])
    for check in form.checks:
        sheet.append([check_text(check, language)])
    for column, width in zip("ABCDE", (8, 52, 26, 16, 60), strict=True):
        sheet.column_dimensions[column].width = width
    book.save(target)
