"""The technology survey as an XLSX form: written for one establishment, filled in by it, read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation

from banme.clusters.technology import CRITERIA, QUESTIONS, Kind, levels_of, read_answers
from banme.clusters.technology.measures import MEASURES
from banme.clusters.technology.parts import Levels, Scale, Ticks
from banme.clusters.technology.questions import NUMBERS
from banme.errors import Findings, InputError, Problem
from banme.studies.assessment.technology import latest_surveys
from banme.workspace.exchange.offenders import Offenders
from banme.workspace.exchange.raw import guard, unguard
from banme.workspace.exchange.workbook_guard import is_safe_workbook
from banme.workspace.models import DataSource, Establishment, TechnologySurvey

SHEET = "phieu"
HEAD = ("establishment_code", "year", "source_code", "quality", "note", "agrees_to_publication")
FIRST_ROW = 10
CODE, ANSWER = 1, 5
YES, NO = "yes", "no"
_HEADING = PatternFill("solid", fgColor="1F3A5F")
_FILL_IN = PatternFill("solid", fgColor="FFF7E6")


@dataclass(frozen=True, slots=True)
class FormRead:
    """What a form brought: the survey, whether it is new, and how many questions are still open."""

    survey: TechnologySurvey
    is_new: bool
    open_questions: tuple[str, ...]


def write_form(establishment: str, path: Path, year: int) -> Path:
    """Write the form of an establishment for a year, filled with its latest answers.

    Raises
    ------
    InputError
        When there is no such establishment.

    """
    place = Establishment.objects.filter(code=establishment).first()
    if place is None:
        raise InputError(
            [_problem("unknown-establishment", "Không có cơ sở này", "No such establishment", establishment)]
        )
    survey = next(iter(latest_surveys([establishment])), None)
    book = Workbook()
    sheet: Any = book.active
    sheet.title = SHEET
    _heading(sheet, place, survey, year)
    for row, (code, criterion) in enumerate(_questions(), FIRST_ROW):
        _question(sheet, row, code, criterion, None if survey is None else getattr(survey, code))
    for letter, width in zip("ABCDEF", (28, 8, 62, 9, 24, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = f"A{FIRST_ROW}"
    sheet.protection.enable()
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def _heading(sheet: Any, place: Establishment, survey: TechnologySurvey | None, year: int) -> None:
    sheet["A1"] = "Phiếu điều tra trình độ công nghệ (Thông tư 17/2019/TT-BKHCN) | Technology survey"
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A2"] = (
        "Biểu do Ban Mê soạn, không phải mẫu Phụ lục I. Chỉ điền cột E; ô trống là chưa biết, không phải 0 hay không | "
        "Our own form, not Annex I. Fill in column E only; an empty cell means unknown, never zero or no"
    )
    consent = {True: YES, False: NO}[bool(place.may_publish)]
    filled = (
        place.code,
        year,
        survey.source_id if survey else "",
        survey.quality if survey else "surveyed",
        survey.note if survey else "",
        consent,
    )
    for row, (name, value) in enumerate(zip(HEAD, filled, strict=True), 3):
        sheet.cell(row, CODE, name).font = Font(bold=True)
        sheet.cell(row, 3, str(place.name) if row == 3 else _HEAD_HELP.get(name, ""))  # noqa: PLR2004
        cell = sheet.cell(row, ANSWER, guard(value, csv=False) if isinstance(value, str) else value)
        cell.fill, cell.protection = _FILL_IN, Protection(locked=row == 3)  # noqa: PLR2004
    _choose(sheet, FIRST_ROW - 2, [YES, NO])
    for column, title in enumerate(
        ("code", "TC", "Câu hỏi | Question", "Ký hiệu", "Trả lời | Answer", "Chọn | Choose")
    ):
        cell = sheet.cell(FIRST_ROW - 1, column + 1, title)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEADING


_HEAD_HELP = {
    "source_code": "Mã nguồn trong bảng data_source | code of the source in data_source",
    "quality": "surveyed, published, derived, assumed, illustrative",
    "agrees_to_publication": "Đồng ý cho bên thứ ba xem kết quả (Điều 13.1) | agrees that third parties see the result",
}


def _questions() -> Iterator[tuple[str, str]]:
    """Yield every question with the criteria it serves."""
    serves: dict[str, list[str]] = {code: [] for code in QUESTIONS}
    for criterion in CRITERIA:
        for part in criterion.parts:
            if isinstance(part, Levels):
                asked: tuple[str, ...] = (part.question,)
            elif isinstance(part, Ticks):
                asked = part.questions
            elif isinstance(part, Scale):
                asked = MEASURES[part.measure].inputs
            for code in asked:
                serves[code] += [criterion.code] if criterion.code not in serves[code] else []
    for code, criteria in serves.items():
        yield code, " ".join(criteria)


def _question(sheet: Any, row: int, code: str, criterion: str, answer: Any) -> None:
    question = QUESTIONS[code]
    kind = question.kind
    sheet.cell(row, CODE, code)
    sheet.cell(row, 2, criterion)
    words = sheet.cell(row, 3, f"{question.words.vi} | {question.words.en}")
    words.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.cell(row, 4, question.symbol)
    value = {True: YES, False: NO}[answer] if isinstance(answer, bool) else (None if answer == "" else answer)
    cell = sheet.cell(row, ANSWER, value)
    cell.fill, cell.protection = _FILL_IN, Protection(locked=False)
    if kind == Kind.YES_NO:
        _choose(sheet, row, [YES, NO])
    elif kind == Kind.LEVEL:
        levels = levels_of(code)
        _choose(sheet, row, [str(level.key) for level in levels])
        advice = sheet.cell(row, 6, "; ".join(f"{level.key}: {level.words.vi}" for level in levels))
        advice.alignment = Alignment(wrap_text=True, vertical="top")
    else:
        cell.number_format = "General"


def _choose(sheet: Any, row: int, words: list[str]) -> None:
    listed = ",".join(words)
    rule = DataValidation("list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=True)
    sheet.add_data_validation(rule)
    rule.add(sheet.cell(row, ANSWER).coordinate)


def read_form(path: Path, reason: str = "") -> FormRead:
    """Read a form and keep its answers; all or nothing.

    An existing survey of the same establishment and year is replaced, its history kept.

    Raises
    ------
    InputError
        With every fault of the form, each with its cell.

    """
    head, given = _cells(path)
    findings = Findings()
    answers = _answers(given, findings)
    place, year = _checked_head(head, findings)
    findings.raise_if_any()
    read_answers(answers, head["establishment_code"] or "")
    if place is None or year is None:  # both were checked above
        raise InputError(list(findings))
    with transaction.atomic():
        found = TechnologySurvey.objects.filter(establishment=place, year=year).first()
        survey = found or TechnologySurvey(code=f"{place.code}.{year}", establishment=place, year=year)
        for code, question in QUESTIONS.items():
            empty = "" if question.kind == Kind.LEVEL else None
            setattr(survey, code, answers.get(code, empty))
        survey.source_id, survey.quality, survey.note = head["source_code"], head["quality"], head["note"] or ""
        _save(survey, reason)
        if head["agrees_to_publication"] in {YES, NO}:
            agrees = head["agrees_to_publication"] == YES
            if place.may_publish != agrees:
                place.may_publish = agrees
                place._change_reason = reason or "technology survey form"  # noqa: SLF001  (simple-history's own name)
                place.save()
    return FormRead(survey, found is None, tuple(code for code in QUESTIONS if code not in answers))


def _save(survey: TechnologySurvey, reason: str) -> None:
    problems = [
        str(text)
        for text in TechnologySurvey.row_problems(
            {f.name: getattr(survey, f.attname) for f in survey._meta.concrete_fields}
        )
    ]
    if problems:
        raise InputError([_problem("row", text, text, survey.code) for text in problems])
    survey._change_reason = reason or "technology survey form"  # type: ignore[attr-defined]  # noqa: SLF001
    survey.save()


def _cells(path: Path) -> tuple[dict[str, Any], dict[str, tuple[str, Any]]]:
    """Return the head's values, and each answer with its cell."""
    if not path.is_file():
        raise InputError([_problem("no-file", "Không có tệp này", "There is no such file", str(path))])
    offenders = Offenders()
    if not is_safe_workbook(path, offenders):
        raise InputError(
            [_problem("not-a-form", "Tệp không phải bảng tính XLSX an toàn", "Not a safe XLSX workbook", path.name)]
        )
    book = load_workbook(path, data_only=False)
    if SHEET not in book.sheetnames:
        raise InputError(
            [
                _problem(
                    "not-a-form",
                    f"Thiếu trang {SHEET}: dùng phiếu do Ban Mê xuất",
                    f"Sheet {SHEET} is missing",
                    path.name,
                )
            ]
        )
    sheet: Any = book[SHEET]
    head = {name: _text(sheet.cell(row, ANSWER).value) for row, name in enumerate(HEAD, 3)}
    given = {}
    for row in range(FIRST_ROW, sheet.max_row + 1):
        code = sheet.cell(row, CODE).value
        if code is not None:
            given[str(code)] = (f"E{row}", sheet.cell(row, ANSWER).value)
    return head, given


def _text(value: Any) -> Any:
    return unguard(value.strip()) if isinstance(value, str) else value


def _answers(given: dict[str, tuple[str, Any]], findings: Findings) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for code in QUESTIONS:
        if code not in given:
            findings.add(
                _problem("missing-question", "Câu hỏi này bị xoá khỏi phiếu", "The question was taken out", code)
            )
    for code, (cell, raw) in given.items():
        value = _text(raw)
        if value is None or value == "":
            continue
        question = QUESTIONS.get(code)
        fault = None
        if question is None:
            fault = ("unknown-question", "Không có câu hỏi này", "No such question")
        elif question.kind == Kind.YES_NO:
            answers[code] = {YES: True, NO: False, True: True, False: False}.get(value)
            fault = None if answers[code] is not None else ("not-yes-no", "Điền yes hoặc no", "Write yes or no")
        elif question.kind in NUMBERS:
            wrong = isinstance(value, bool) or not isinstance(value, int | float)
            fault = (
                ("not-a-number", "Phải là số, không kèm đơn vị", "A number is needed, without a unit")
                if wrong
                else None
            )
            answers[code] = None if wrong else _figure(code, value, cell, findings)
        else:
            keys = [str(level.key) for level in levels_of(code)]
            listed = ", ".join(keys)
            fault = (
                None if value in keys else ("unknown-level", f"Chọn một trong: {listed}", f"Choose one of: {listed}")
            )
            answers[code] = value
        if fault is not None:
            findings.add(Problem(fault[0], fault[1], fault[2], SHEET, cell, code, str(value)))
    return {code: value for code, value in answers.items() if value is not None}


def _figure(code: str, value: float, cell: str, findings: Findings) -> float:
    if value < 0:
        findings.add(Problem("below-zero", "Không được âm", "It must not be below zero", SHEET, cell, code, str(value)))
    if QUESTIONS[code].kind == Kind.COUNT and value != int(value):
        findings.add(
            Problem("not-whole", "Phải là số nguyên", "A whole number is needed", SHEET, cell, code, str(value))
        )
    return value


def _checked_head(head: dict[str, Any], findings: Findings) -> tuple[Establishment | None, int | None]:
    place = Establishment.objects.filter(code=head["establishment_code"]).first()
    if place is None:
        findings.add(
            _problem(
                "unknown-establishment", "Không có cơ sở này", "No such establishment", str(head["establishment_code"])
            )
        )
    year = head["year"] if isinstance(head["year"], int) and not isinstance(head["year"], bool) else None
    if year is None:
        findings.add(_problem("no-year", "Thiếu năm đánh giá", "The year is missing", "", "year"))
    if not DataSource.objects.filter(code=head["source_code"] or "").exists():
        findings.add(
            _problem(
                "unknown-source",
                "Nguồn không có trong bảng data_source",
                "No such source",
                str(head["source_code"] or ""),
                "source_code",
            )
        )
    if head["quality"] not in {choice for choice, _ in TechnologySurvey._meta.get_field("quality").flatchoices}:
        findings.add(
            _problem("unknown-quality", "Chất lượng không đúng", "No such quality", str(head["quality"]), "quality")
        )
    if head["agrees_to_publication"] not in {YES, NO, None, ""}:
        findings.add(
            _problem(
                "not-yes-no",
                "Điền yes hoặc no",
                "Write yes or no",
                str(head["agrees_to_publication"]),
                "agrees_to_publication",
            )
        )
    return place, year


def _problem(rule: str, vi: str, en: str, value: str, column: str = "") -> Problem:
    return Problem(rule, vi, en, "technology_survey", "", column, value)
