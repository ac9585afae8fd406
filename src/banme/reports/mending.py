"""The repair of a run without a plan as a page or a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from openpyxl import Workbook

from banme.errors import InputError, Problem
from banme.reports import format as fmt
from banme.reports.sheets import Column, add_styles, add_table
from banme.workspace.models import Run


def has_repair(run_code: str) -> bool:
    """Tell whether a run ended without a plan and with a repair."""
    return Run.objects.filter(code=run_code, cost_vnd=None, parameters__has_key="repair").exists()


def write(path: Path | str, run_code: str, language: str = "vi") -> Path:
    """Write a run's repair to ``.html`` or ``.xlsx``; return the file.

    Raises
    ------
    InputError
        For another ending, or a run without a repair.

    """
    fmt.language_of(language)
    target = Path(path)
    if not has_repair(run_code) or target.suffix.lower() not in (".html", ".xlsx"):
        raise InputError(
            [
                Problem(
                    rule="report-kind",
                    table="run",
                    row=run_code,
                    value=target.suffix,
                    vi="Lần chạy không có phương án chỉ có báo cáo cách sửa, ghi vào .html hoặc .xlsx",
                    en="Of a run without a plan there is only the repair, written to .html or .xlsx",
                )
            ]
        )
    run = Run.objects.select_related("scenario").get(code=run_code)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix.lower() == ".html":
        target.write_text(_page(run, language), encoding="utf-8")
    else:
        _book(run, language).save(target)
    return target


def _context(run: Run, language: str) -> dict[str, Any]:
    def say(vi: str, en: str) -> str:
        return fmt.choose(vi, en, language)

    scenario = run.scenario
    return {
        "language": language,
        "t": say,
        "run": run,
        "scenario": scenario.name_en or scenario.name if language == "en" else scenario.name,
        "repair": run.parameters["repair"],
        "money": lambda value: "–" if value is None else fmt.number(value / 1e9, language, 2),
    }


def _page(run: Run, language: str) -> str:
    environment = Environment(
        loader=PackageLoader("banme.reports"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("repair.html.j2").render(**_context(run, language))


def _book(run: Run, language: str) -> Workbook:
    context = _context(run, language)
    say, repair = context["t"], context["repair"]
    book = Workbook()
    book.remove(book.active)
    add_styles(book)
    columns = [
        Column(say("Cách", "Repair"), "count", 8),
        Column(say("Thay đổi", "Change"), width=70),
        Column(say("Lượng", "Amount"), "hundredth"),
        Column(say("Đơn vị", "Unit"), width=12),
        Column(say("Chi phí (đồng)", "Cost (VND)"), "count", 20),
        Column(say("Bảng", "Table"), width=20),
        Column(say("Dòng", "Row"), width=30),
    ]
    rows = [
        [place, row[language], row["amount"], row["unit"], row["cost_vnd"], row["table"], row["row"]]
        for place, remedy in enumerate(repair["remedies"], 1)
        for row in remedy["rows"]
    ]
    add_table(book, say("Cách sửa", "Repair"), columns, rows)
    add_table(
        book,
        say("Mâu thuẫn", "Contradiction"),
        [Column(say("Yêu cầu", "Requirement"), width=90)],
        [[one[language]] for one in (*repair["conflict"], *repair["shortfalls"])],
    )
    return book
