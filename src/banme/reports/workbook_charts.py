"""The workbook's two charts, each beside the table it draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.chart import BarChart, Reference

from banme.reports import summaries
from banme.reports.payload import COMMODITY_COLOURS, PART_COLOURS
from banme.reports.sheets import Column, add_table

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from banme.reports.material import Material


def add_cost(book: Workbook, material: Material) -> None:
    """Add the sheet of the cost of a tonne, today and planned, part by part, with its chart."""
    say = material.say
    bars = summaries.cost_bars(material)
    present = {code for bar in bars for code in bar.parts}
    order = [code for code in PART_COLOURS if code in present]
    unit = say("đồng/t", "VND/t")
    columns = [
        Column(say("Kịch bản, năm", "Scenario, year"), width=36),
        *[Column(f"{summaries.part_label(code, present, material)} ({unit})", "count", 22) for code in order],
        Column(f"{say('Tổng', 'Total')} ({unit})", "count", 22),
    ]
    rows = [[bar.label, *[bar.parts.get(code) for code in order], sum(bar.parts.values())] for bar in bars]
    sheet = add_table(book, say("Chi phí một tấn", "Cost of a tonne"), columns, rows)
    if bars:
        chart = _stacked("bar", say("Chi phí một tấn hàng", "Cost of a tonne"), unit)
        colours = [PART_COLOURS[code] for code in order]
        _fill(chart, sheet, (len(rows), len(order)), colours)
        chart.x_axis.scaling.orientation = "maxMin"
        sheet.add_chart(chart, f"A{len(rows) + 4}")


def add_months(book: Workbook, material: Material) -> None:
    """Add the sheet of deliveries by month in the last stage year, with its chart."""
    if not material.plan.years:
        return
    say, year = material.say, material.plan.years[-1]
    rows_of_year = summaries.by_month(material, material.plan)
    rows_of_year = rows_of_year[rows_of_year["year"] == year]
    codes = sorted(rows_of_year["commodity_code"].unique())
    columns = [
        Column(f"{say('Tháng', 'Month')} ({year})", "year", 14),
        *[Column(f"{material.commodity_name(code)} (t)", "tenth", 18) for code in codes],
    ]
    found = rows_of_year.set_index(["month", "commodity_code"])["quantity_t"]
    rows: list[list[Any]] = [[month, *[found.get((month, code)) for code in codes]] for month in range(1, 13)]
    sheet = add_table(book, say("Giao hàng theo tháng", "Deliveries by month"), columns, rows)
    if codes:
        title = f"{say('Hàng giao tới nơi tiêu thụ', 'Goods delivered to outlets')}, {year}"
        chart = _stacked("col", title, "t")
        colours = [COMMODITY_COLOURS[place % len(COMMODITY_COLOURS)] for place in range(len(codes))]
        _fill(chart, sheet, (len(rows), len(codes)), colours)
        sheet.add_chart(chart, f"A{len(rows) + 4}")


def _stacked(direction: str, title: str, unit: str) -> BarChart:
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap = direction, "stacked", 100
    chart.title, chart.y_axis.title = title, unit
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format = "#,##0"
    chart.legend.position = "b"
    chart.height, chart.width = 10, 24
    return chart


def _fill(chart: BarChart, sheet: Worksheet, size: tuple[int, int], colours: list[str]) -> None:
    """Draw the table whose names stand in column A and figures beside them (rows, series)."""
    rows, series = size
    chart.add_data(Reference(sheet, min_col=2, max_col=1 + series, min_row=1, max_row=1 + rows), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=1 + rows))
    for line, colour in zip(chart.series, colours, strict=True):
        line.graphicalProperties.solidFill = colour.lstrip("#")
