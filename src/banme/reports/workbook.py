"""The workbook of a run's results: every table a planner works on in a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from banme.reports import choice_tables, indicators, method, verdict, workbook_charts, workbook_futures
from banme.reports import format as fmt
from banme.reports import material as reading
from banme.reports import workbook_tables as tables
from banme.reports.sheets import (
    BRAND,
    FACE,
    Column,
    add_styles,
    add_table,
    lines_of,
    place_table,
    put,
    set_paper,
    set_widths,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from banme.reports.material import Material


def write(path: Path | str, run_code: str, baseline_run_code: str | None = None, language: str = "vi") -> Path:
    """Write a run's results as an XLSX workbook.

    Sheets: summary, futures and staging (of a plan for several futures), cost of a tonne, opened sites, legs, monthly
    flows, deliveries by month, communes, stock, comparison with today (where ``baseline_run_code`` is given), sources,
    assumptions, method and provenance.

    Parameters
    ----------
    path : Path or str
        The file to write; an older one is replaced. Its folder is made when missing.
    run_code : str
        A finished run (or one stopped early that kept a plan).
    baseline_run_code : str, optional
        The run of today's practice to compare with.
    language : str
        ``vi`` or ``en``.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    InputError
        When a run is unknown or holds no plan, or the language is not offered.

    """
    material = reading.read(run_code, baseline_run_code, language)
    book = Workbook()
    book.properties.title = material.say("Kết quả mạng lưới logistics", "Logistics network results")
    book.properties.creator = "Ban Mê"
    book.properties.language = language
    add_styles(book)
    _summary(book.active, material)
    for sheet in workbook_futures.sheets(material):
        add_table(book, *sheet)
    workbook_charts.add_cost(book, material)
    for table in tables.BEFORE_MONTHS:
        add_table(book, *table(material))
    workbook_charts.add_months(book, material)
    for table in tables.AFTER_MONTHS:
        add_table(book, *table(material))
    if material.baseline is not None:
        add_table(book, *tables.comparison(material))
    for table in choice_tables.tables(material):
        add_table(book, *table)
    for table in tables.ORIGIN:
        add_table(book, *table(material))
    _method(book.create_sheet(material.say("Phương pháp, xuất xứ", "Method and provenance")), material)
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)
    return target


def _summary(sheet: Worksheet, material: Material) -> None:
    say, run = material.say, material.plan.run
    sheet.title = say("Tóm tắt", "Summary")
    columns = [
        Column(say("Chỉ tiêu", "Indicator"), width=44),
        Column(say("Đơn vị", "Unit"), width=13),
        Column(say("Phạm vi", "Scope"), width=22),
        Column(say("Hiện nay", "Today"), "hundredth", 20),
        Column(say("Phương án", "Plan"), "hundredth", 20),
        Column(say("Chênh lệch", "Difference"), "hundredth", 20),
        Column(say("Thay đổi (%)", "Change (%)"), "tenth", 12),
        Column(say("Lý do thiếu", "Why it is missing"), width=40),
    ]
    set_widths(sheet, columns)
    set_paper(sheet)
    region = ", ".join(material.provinces["name"])
    put(sheet["A1"], f"{say('Phương án mạng lưới logistics', 'Logistics network plan')} – {region}".rstrip(" –"))
    sheet["A1"].font = Font(name=FACE, bold=True, size=16, color=BRAND)
    put(
        sheet["A2"],
        f"{material.scenario_name(material.plan)} · {run.code} · {fmt.day(run.rule_date, material.language)}",
    )
    texts = [
        *verdict.saving(material),
        verdict.opening(material),
        verdict.early_stop(material),
        verdict.proof(material),
        method.assumed(material),
        f"CO2e: {verdict.emissions(material)}",
    ]
    line = _paragraphs(sheet, 4, [text for text in texts if text], len(columns))
    top = line + 1
    rows = indicators.paired(
        material.plan.indicators,
        None if material.baseline is None else material.baseline.indicators,
        material.language,
    )
    last = place_table(sheet, top, columns, [_indicator(row, material) for row in rows.itertuples()])
    for place, row in enumerate(rows.itertuples(), top + 1):
        for column in "DEF":
            sheet[f"{column}{place}"].number_format = _figure_format(row.indicator)
    sheet.auto_filter.ref = f"A{top}:H{max(last, top + 1)}"
    sheet.freeze_panes = "B4"
    put(sheet.cell(last + 2, 1), method.attribution(material))
    sheet.cell(last + 2, 1).font = Font(name=FACE, size=10, italic=True, color="5B6875")


def _indicator(row: Any, material: Material) -> list[Any]:
    reason = material.reason(row.missing_reason)
    figures = [row.before, row.after, row.difference, row.change_pct]
    return [row.label, row.unit, material.scope_name(row.scope), *figures, reason]


def _figure_format(indicator: str) -> str:
    digits = indicators.digits(indicator)
    return "#,##0" if digits == 0 else f"#,##0.{'0' * digits}"


def _paragraphs(sheet: Worksheet, line: int, texts: list[str], width: int) -> int:
    """Write texts over the sheet's whole width, one a row; return the row after the last."""
    across = sum(sheet.column_dimensions["ABCDEFGH"[place]].width for place in range(width))
    for text in texts:
        sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=width)
        cell = sheet.cell(line, 1)
        put(cell, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(name=FACE, size=11)
        sheet.row_dimensions[line].height = 15.5 * lines_of(text, across)
        line += 1
    return line


def _method(sheet: Worksheet, material: Material) -> None:
    columns = [Column(material.say("Mục", "Item"), width=30), Column(material.say("Nội dung", "Content"), width=110)]
    set_widths(sheet, columns)
    set_paper(sheet)
    rows = [(material.say("Phương pháp", "Method"), text) for text in method.paragraphs(material)]
    rows.append((material.say("Mức tối ưu", "How good the plan is"), verdict.proof(material)))
    rows += [(name, value) for name, value, _ in method.provenance(material)]
    rows.append((material.say("Ghi công số liệu", "Attribution"), method.attribution(material)))
    place_table(sheet, 1, columns, rows)
    sheet.freeze_panes = "A2"
