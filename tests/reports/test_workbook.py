from __future__ import annotations

import zipfile

import openpyxl
import pytest

from banme.reports import sheets, workbook
from banme.workspace.frames import frame
from banme.workspace.models import (
    DataSource,
    ResultFlow,
    ResultIndicator,
    ResultLeg,
    ResultOpening,
    ResultStock,
    ResultUnit,
)

from .conftest import PLAN, TODAY

pytestmark = pytest.mark.usefixtures("region")

SHEETS_VI = [
    "Tóm tắt",
    "Chi phí một tấn",
    "Điểm được mở",
    "Chặng theo năm",
    "Luồng theo tháng",
    "Giao hàng theo tháng",
    "Xã, phường",
    "Tồn kho",
    "So với hiện nay",
    "Nguồn số liệu",
    "Chất lượng số liệu",
    "Giả định",
    "Phương pháp, xuất xứ",
]


def _book(tmp_path, language="vi", baseline=TODAY):
    return openpyxl.load_workbook(workbook.write(tmp_path / "out" / "results.xlsx", PLAN, baseline, language))


def _table(sheet, top=1):
    lines = list(sheet.iter_rows(min_row=top, values_only=True))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:] if any(cell is not None for cell in line)]


def _rows(model):
    return frame(model, model.objects.filter(run_id=PLAN))


def test_the_sheets_stand_in_their_order_in_both_languages(tmp_path):
    assert _book(tmp_path).sheetnames == SHEETS_VI
    english = _book(tmp_path, "en").sheetnames
    assert english[:3] == ["Summary", "Cost of a tonne", "Opened sites"]
    assert len(english) == len(SHEETS_VI)


def test_without_a_baseline_there_is_no_comparison(tmp_path):
    assert "So với hiện nay" not in _book(tmp_path, baseline=None).sheetnames


@pytest.mark.parametrize(
    ("sheet", "model", "columns"),
    [
        ("Chặng theo năm", ResultLeg, {"Khối lượng (t/năm)": "quantity_t", "Chi phí vận tải (đồng/năm)": "cost_vnd"}),
        ("Luồng theo tháng", ResultFlow, {"Khối lượng (t)": "quantity_t"}),
        ("Tồn kho", ResultStock, {"Tồn kho (t)": "quantity_t"}),
        ("Điểm được mở", ResultOpening, {"Thông qua (t/năm)": "throughput_t_year", "Vốn đầu tư (đồng)": "capex_vnd"}),
        ("Xã, phường", ResultUnit, {"Chi phí logistics (đồng/t)": "cost_vnd_t", "Nguồn hàng (t/năm)": "supply_t"}),
    ],
)
def test_figures_equal_the_result_tables(tmp_path, sheet, model, columns):
    written, stored = _table(_book(tmp_path)[sheet]), _rows(model)
    assert len(written) == len(stored)
    for title, name in columns.items():
        found = sorted(row[title] for row in written if row[title] is not None)
        assert found == pytest.approx(sorted(stored[name].dropna()))


def test_the_summary_sets_today_beside_the_plan(tmp_path):
    sheet = _book(tmp_path)["Tóm tắt"]
    top = next(cell.row for cell in sheet["A"] if cell.value == "Chỉ tiêu")
    rows = {(row["Chỉ tiêu"], row["Phạm vi"]): row for row in _table(sheet, top) if row["Phạm vi"]}
    cost = rows[("Chi phí logistics bình quân", "2030")]
    assert (cost["Hiện nay"], cost["Phương án"], cost["Chênh lệch"]) == (600_000, 480_000, -120_000)
    assert cost["Thay đổi (%)"] == pytest.approx(-20)
    missing = rows[("CO2e trên mỗi tấn hàng", "2030")]
    assert missing["Phương án"] is None
    assert missing["Lý do thiếu"] == "Chưa có hệ số phát thải"
    assert len(rows) == ResultIndicator.objects.filter(run_id=PLAN).count()
    said = " ".join(str(cell.value) for cell in sheet["A"][:top] if cell.value)
    assert "không phương án nào có thể rẻ hơn phương án này quá 0,51%" in said
    assert "41,7% số liệu đầu vào là số giả định" in said


def test_every_table_has_a_filter_a_frozen_head_and_real_number_formats(tmp_path):
    book = _book(tmp_path)
    for name in SHEETS_VI[1:-1]:
        assert book[name].auto_filter.ref, name
        assert book[name].freeze_panes == "B2", name
    assert book["Chặng theo năm"]["I2"].number_format == "#,##0.0"
    assert isinstance(book["Chặng theo năm"]["I2"].value, int | float)
    assert book["Xã, phường"].column_dimensions["A"].width == 30


def test_a_missing_figure_is_an_empty_cell_never_zero(tmp_path):
    rows = _table(_book(tmp_path)["Xã, phường"])
    last = [row for row in rows if row["Lý do thiếu"]]
    assert len(last) == 2
    assert all(row["Chi phí logistics (đồng/t)"] is None and row["Nguồn hàng (t/năm)"] is None for row in last)


def test_no_cell_is_a_formula_even_when_a_name_looks_like_one(tmp_path):
    book = _book(tmp_path)
    assert all(cell.data_type != "f" for sheet in book for line in sheet.iter_rows() for cell in line)
    assert DataSource.objects.get(code="gia").title in [cell.value for cell in book["Nguồn số liệu"]["A"]]


def test_sources_are_listed_with_licence_and_quality(tmp_path):
    rows = {row["Mã"]: row for row in _table(_book(tmp_path)["Nguồn số liệu"])}
    assert rows["osm"]["Giấy phép"] == "ODbL-1.0"
    assert rows["gia"]["Chất lượng"] == "Giả định"
    assert "Đơn vị hành chính" in rows["ranh"]["Dùng cho"]


def test_the_comparison_lists_what_only_one_run_has(tmp_path):
    rows = _table(_book(tmp_path)["So với hiện nay"])
    new = [row for row in rows if row["Mã"] == "tt-moi"]
    assert [(row["Phạm vi"], row["Hiện nay"], row["Phương án"]) for row in new] == [("2030", None, 15_000)]


def test_the_workbook_holds_two_native_charts(tmp_path):
    _book(tmp_path)
    with zipfile.ZipFile(tmp_path / "out" / "results.xlsx") as archive:
        assert len([name for name in archive.namelist() if name.startswith("xl/charts/chart")]) == 2


def test_a_table_longer_than_a_sheet_goes_on_in_the_next(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 4)
    book = openpyxl.Workbook()
    sheets.add_styles(book)
    sheets.add_table(book, "Dài", [sheets.Column("n", "count")], [[value] for value in range(7)])
    assert book.sheetnames[1:] == ["Dài", "Dài (2)", "Dài (3)"]
    assert [cell.value for name in book.sheetnames[1:] for cell in book[name]["A"][1:]] == list(range(7))


def test_characters_a_spreadsheet_refuses_are_left_out():
    assert sheets.plain("Ea\x00 Súp") == "Ea Súp"
    assert len(sheets.plain("x" * 40_000)) == 32_767
