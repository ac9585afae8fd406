"""An XLSX form to fill in: names, labels with units, help, drop-downs, formats, all from the declarations."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import models
from django.utils import translation
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from banme.workspace.exchange.declaration import Field, Model, columns, is_required, table_name, target, title
from banme.workspace.exchange.dumping import chosen
from banme.workspace.geometry import GeometryField

FIRST_ROW = 3
LAST_ROW = 10_000
CODES_LISTED = 5_000
_LISTS = "_lists"
_HEADING = PatternFill("solid", fgColor="1F3A5F")
_REQUIRED = PatternFill("solid", fgColor="9A3412")
_LABEL = PatternFill("solid", fgColor="E7ECF2")
_COMMENT_WIDTH, _COMMENT_HEIGHT = 320, 140

_GUIDE = {
    "vi": (
        "Hướng dẫn",
        "Mỗi trang tính là một bảng. Hàng 1 là tên cột, không sửa. Hàng 2 (bắt đầu bằng #) là nhãn và đơn vị.",
        "Điền từ hàng 3. Cột nền nâu có dấu * là bắt buộc. Ô trống nghĩa là chưa biết, không phải số 0.",
        "Số: dấu chấm thập phân, không phân cách hàng nghìn, không ghi đơn vị trong ô.",
        "Ngày: năm-tháng-ngày, ví dụ 2025-07-01.",
        "Không dùng công thức, ô gộp, trang ẩn. Di chuột lên tên cột để xem giải thích; ô có danh sách thì chọn.",
        "Hình học: WKT, kinh độ trước, ví dụ POINT (108.05 12.67). Bảng lớn, nhiều hình nên dùng GeoPackage.",
        "Xoá các trang không dùng, rồi nạp bằng: banme import TỆP --reason 'lý do'",
        ("Trang", "Bảng", "Cột bắt buộc"),
    ),
    "en": (
        "Guide",
        "Each sheet is a table. Row 1 holds column names, leave them. Row 2 (beginning with #) has labels and units.",
        "Fill in from row 3. Brown columns marked * are required. An empty cell means unknown, not zero.",
        "Numbers: decimal point, no thousands separator, no unit in the cell.",
        "Days: year-month-day, e.g. 2025-07-01.",
        "No formulas, merged cells or hidden sheets. Point at a column name for its help; choose from lists.",
        "Geometry: WKT, longitude first, e.g. POINT (108.05 12.67). For large tables or many shapes use GeoPackage.",
        "Delete the sheets you do not use, then load with: banme import FILE --reason 'why'",
        ("Sheet", "Table", "Required columns"),
    ),
}


def template(path: Path | str, tables: Iterable[str] | None = None, language: str = "vi") -> Path:
    """Write a form for the named tables (by default all that people fill in) as XLSX.

    The form loads as it is once rows are filled in. References offer the codes already in the workspace, and take
    others, since these may come with the same file.

    Raises
    ------
    InputError
        When a table is unknown.

    """
    models_ = chosen(tables)
    book = Workbook()
    with translation.override(language):
        _write_guide(book, models_, language)
        lists = _Lists(book)
        for model in models_:
            _write_form(book, model, lists)
        lists.close()
    target_path = Path(path)
    target_path.parent.mkdir(parents=True, exist_ok=True)
    book.save(target_path)
    return target_path


class _Lists:
    """The hidden sheet that the drop-downs read, one column a list."""

    def __init__(self, book: Workbook) -> None:
        self.sheet: Any = book.create_sheet(_LISTS)
        self.ranges: dict[str, str] = {}

    def range_of(self, name: str, entries: Iterable[str]) -> str:
        """Return the range that holds a list, writing it the first time; empty for an empty list."""
        if name not in self.ranges:
            kept = list(entries)
            place = len([used for used in self.ranges.values() if used]) + 1
            for row, entry in enumerate(kept, start=1):
                self.sheet.cell(row=row, column=place, value=entry).data_type = "s"
            letter = get_column_letter(place)
            self.ranges[name] = f"{_LISTS}!${letter}$1:${letter}${len(kept)}" if kept else ""
        return self.ranges[name]

    def close(self) -> None:
        """Hide the sheet and put it last."""
        book = self.sheet.parent
        self.sheet.sheet_state = "hidden"
        book.move_sheet(self.sheet, len(book.sheetnames))


def _write_guide(book: Workbook, models_: list[Model], language: str) -> None:
    name, *lines, heading = _GUIDE["vi" if language == "vi" else "en"]
    sheet: Any = book.active
    sheet.title = name
    sheet.append([name])
    for text in lines:
        sheet.append([text])
    sheet.append([])
    sheet.append(list(heading))
    for model in models_:
        required = [str(field.column) for field in columns(model) if is_required(field)]
        sheet.append([table_name(model), str(title(model)), ", ".join(required)])
    sheet["A1"].font = Font(bold=True, size=14)
    for cell in sheet[len(lines) + 3]:
        cell.font = Font(bold=True)
    for letter, width in (("A", 26), ("B", 34), ("C", 90)):
        sheet.column_dimensions[letter].width = width


def _write_form(book: Workbook, model: Model, lists: _Lists) -> None:
    sheet: Any = book.create_sheet(table_name(model))
    sheet.freeze_panes = f"B{FIRST_ROW}"
    for place, field in enumerate(columns(model), start=1):
        letter = get_column_letter(place)
        _head(sheet, field, place)
        sheet.column_dimensions[letter].width = max(14, min(34, len(str(field.verbose_name)) + 4))
        sheet.column_dimensions[letter].number_format = number_format(field)
        validation = _drop_down(field, lists)
        if validation is not None:
            sheet.add_data_validation(validation)
            validation.add(f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}")


def _head(sheet: Any, field: Field, place: int) -> None:
    required = is_required(field)
    name = sheet.cell(row=1, column=place, value=str(field.column))
    name.font = Font(bold=True, color="FFFFFF")
    name.fill = _REQUIRED if required else _HEADING
    name.comment = Comment(_help(field), "Ban Mê", width=_COMMENT_WIDTH, height=_COMMENT_HEIGHT)
    mark = "# " if place == 1 else ""
    label = sheet.cell(row=2, column=place, value=f"{mark}{field.verbose_name}{' *' if required else ''}")
    label.fill = _LABEL
    label.alignment = Alignment(wrap_text=True, vertical="top")


def _help(field: Field) -> str:
    lines = [f"{field.verbose_name}{' *' if is_required(field) else ''}", str(field.help_text)]
    pointed = target(field)
    if pointed is not None:
        lines.append(f"→ {table_name(pointed)} ({title(pointed)})")
    if field.choices:
        lines.extend(f"{value}: {label}" for value, label in field.flatchoices)
    if isinstance(field, GeometryField):
        lines.append(f"{field.geometry_type}, WKT")
    return "\n".join(line for line in lines if line)


def number_format(field: Field) -> str:
    """Return the cell format of a column: text for codes (which keep their zeros), days by year."""
    if isinstance(field, models.DateField):
        return "yyyy-mm-dd"
    if isinstance(field, models.IntegerField):
        return "0"
    return "General" if isinstance(field, models.FloatField | models.BooleanField) else "@"


def _drop_down(field: Field, lists: _Lists) -> DataValidation | None:
    pointed = target(field)
    if pointed is not None:
        stored = pointed._default_manager.order_by("code").values_list("code", flat=True)[:CODES_LISTED]
        source = lists.range_of(table_name(pointed), stored)
        return DataValidation("list", formula1=source, errorStyle="warning", allow_blank=True) if source else None
    if field.choices:
        name = f"{field.model._meta.db_table}.{field.name}"
        source = lists.range_of(name, [str(value) for value, _ in field.flatchoices])
        return DataValidation("list", formula1=source, allow_blank=not is_required(field), showErrorMessage=True)
    if isinstance(field, models.BooleanField):
        return DataValidation("list", formula1='"true,false"', allow_blank=field.null, showErrorMessage=True)
    return None
