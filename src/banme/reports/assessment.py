"""XLSX of technology assessments and of cluster runs, for those who may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from banme.clusters.technology import LEVEL_WORDS
from banme.law.marks import Mark
from banme.law.words import Words
from banme.reports.sheets import Column, add_styles, add_table
from banme.workspace.frames import columns, frame
from banme.workspace.models import ResultExchange, ResultIndicator, ResultSaving, ResultUpgrade, ResultZoneProject, Run

if TYPE_CHECKING:
    from banme.studies.assessment.technology import EstablishmentAssessment

_YES_NO = {True: Words("có", "yes"), False: Words("", "")}
_RESULTS = (ResultUpgrade, ResultSaving, ResultExchange, ResultZoneProject, ResultIndicator)


def write_assessments(path: Path, found: Sequence[EstablishmentAssessment], withheld: int, language: str) -> Path:
    """Write assessments as a workbook: totals, criteria, what is missing, and how to read it.

    ``found`` holds only what the reader may see (:func:`banme.studies.assessment.technology.assess_all` sees to it);
    ``withheld`` is how many others there are.
    """
    book = _book()

    def say(vi: str, en: str) -> str:
        return Words(vi, en).text(language)

    add_table(
        book,
        say("Tổng hợp", "Totals"),
        [
            Column(say("Mã cơ sở", "Establishment")),
            Column(say("Tên", "Name"), width=42),
            Column(say("Minh họa", "Illustrative")),
            Column(say("Tổng điểm, thấp nhất", "Total, lowest"), "count"),
            Column(say("Tổng điểm, cao nhất", "Total, highest"), "count"),
            Column(say("Đủ 26 tiêu chí", "All 26 scored")),
            Column(say("Theo tổng điểm", "By total")),
            Column(say("Mức theo Điều 9.3", "Level by Art. 9.3")),
            Column(say("Cách đọc thận trọng (suy ra)", "Cautious reading (inferred)")),
            Column(say("Lý do chưa xếp mức", "Why there is no level"), width=60),
        ],
        (_total(one, language) for one in found),
    )
    add_table(
        book,
        say("Tiêu chí", "Criteria"),
        [
            Column(say("Mã cơ sở", "Establishment")),
            Column(say("Tiêu chí", "Criterion"), width=9),
            Column(say("Tên", "Name"), width=42),
            Column(say("Điểm", "Points"), "count"),
            Column(say("Thấp nhất", "Lowest"), "count"),
            Column(say("Cao nhất", "Highest"), "count"),
            Column(say("Tối đa", "Most"), "count"),
            Column(say("Giá trị đo", "Measured"), "hundredth"),
            Column(say("Chuẩn so sánh", "Benchmark"), "hundredth"),
            Column(say("Nguồn của chuẩn", "Benchmark's source")),
            Column(say("Còn thiếu", "Missing"), width=42),
            Column(say("Công thức", "Formula"), width=60),
            Column(say("Mức đối chiếu", "How verified")),
        ],
        (row for one in found for row in _criteria(one, language)),
    )
    notes = [
        say(
            "Biểu đồ, bảng này là cách trình bày của Ban Mê; thang điểm theo Thông tư 17/2019/TT-BKHCN.",
            "Layout by Ban Mê; points by Circular 17/2019/TT-BKHCN.",
        ),
        say(
            "Kết quả của một cơ sở chỉ đưa cho bên thứ ba khi cơ sở đồng ý (Điều 13.1).",
            "A third party gets an establishment's result only with its consent (Art. 13.1).",
        ),
        say(
            f"{withheld} cơ sở không hiện vì chưa đồng ý.",
            f"{withheld} establishments are withheld for want of consent.",
        ),
        *dict.fromkeys(one.result.formula.note.text(language) for one in found if one.result.formula is not None),
    ]
    add_table(
        book, say("Cách đọc", "How to read"), [Column(say("Ghi chú", "Note"), width=110)], [[one] for one in notes]
    )
    return _save(book, path)


def _total(one: EstablishmentAssessment, language: str) -> list[Any]:
    found, classed = one.result, one.result.classification
    levels = dict.fromkeys(LEVEL_WORDS[level].text(language) for level in classed.by_total)
    named = [
        None if level is None else LEVEL_WORDS[level].text(language) for level in (classed.level, classed.cautious)
    ]
    return [
        one.establishment.code,
        one.establishment.name,
        _YES_NO[one.is_illustrative].text(language),
        found.low,
        found.high,
        _YES_NO[not found.is_partial].text(language),
        " – ".join(levels),
        *named,
        "" if classed.reason is None else classed.reason.text(language),
    ]


def _criteria(one: EstablishmentAssessment, language: str) -> Iterable[list[Any]]:
    for code, score in one.result.scores.items():
        value = next((part.value for part in score.parts if part.value is not None), None)
        known = next((part.benchmark for part in score.parts if part.benchmark is not None), None)
        yield [
            one.establishment.code,
            code,
            score.criterion.name.text(language),
            score.points,
            score.low,
            score.high,
            score.criterion.most,
            value,
            None if known is None else known.value,
            "" if known is None else known.source,
            ", ".join(score.missing),
            score.criterion.formula.text(language),
            Mark(score.criterion.mark).label.text(language),
        ]


def write_cluster_run(path: Path, run: Run, language: str) -> Path:
    """Write the result tables of a ladder, exchange or zone run, with its proof and parameters."""
    book = _book()

    def say(vi: str, en: str) -> str:
        return Words(vi, en).text(language)

    facts = [
        (say("Lần chạy", "Run"), run.code),
        (say("Bài toán", "Study"), run.study),
        (say("Giá trị tối ưu tìm được", "Worth found"), None if run.cost_vnd is None else -run.cost_vnd),
        (say("Cận trên đã chứng minh", "Proven upper bound"), None if run.bound_vnd is None else -run.bound_vnd),
        (say("Khoảng cách (%)", "Gap (%)"), run.gap_pct),
        (say("Tính theo ngày", "As at"), str(run.rule_date)),
        (say("Mã băm đầu vào", "Hash of the inputs"), run.input_hash),
        (
            say("Bảng có số giả định, minh họa", "Tables with assumed or made-up rows"),
            ", ".join(run.parameters.get("unfounded_tables", [])),
        ),
        *[(name, "" if value is None else str(value)) for name, value in run.parameters.get("asked", {}).items()],
    ]
    heads = [Column(say("Mục", "Item"), width=42), Column(say("Giá trị", "Value"), width=60)]
    add_table(
        book,
        say("Chứng minh", "Proof"),
        heads,
        ([name, value if isinstance(value, str) else str(value)] for name, value in facts),
    )
    for model in _RESULTS:
        rows = frame(model, model.objects.filter(run=run)).drop(columns="run_code")
        if rows.empty:
            continue
        kinds = {"f": "hundredth", "I": "count", "i": "count"}
        titles = {str(field.column): str(field.verbose_name) for field in columns(model)}
        heads = [Column(titles[name], kinds.get(rows[name].dtype.kind, "text")) for name in rows]
        add_table(book, str(model._meta.verbose_name)[-31:].replace(":", ""), heads, rows.itertuples(index=False))
    return _save(book, path)


def _book() -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book)
    return book


def _save(book: Workbook, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path
