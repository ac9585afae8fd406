"""A page for every table of the workspace, a row for every column, in both languages."""

from __future__ import annotations

import os
from typing import Any

import django
from django.db import models
from django.utils.translation import override

from reference_pages.markdown import WIDE, cell, code, table, two_languages
from reference_pages.units import unit

_HEAD = [
    "Cột<br>*Column*",
    "Kiểu<br>*Type*",
    "Đơn vị<br>*Unit*",
    "Bắt buộc<br>*Required*",
    "Nhãn<br>*Label*",
    "Ý nghĩa<br>*Meaning*",
    "Giá trị<br>*Values*",
]
_STORE_LIMIT = 2**31 - 1  # beyond it a limit is the database's, not ours
_KINDS = (
    ("GeometryField", "geometry"),
    ("ForeignKey", "code"),
    ("BooleanField", "yes/no"),
    ("FloatField", "number"),
    ("IntegerField", "whole number"),
    ("DateTimeField", "date and time"),
    ("DateField", "date"),
    ("JSONField", "JSON"),
    ("BinaryField", "bytes"),
    ("CharField", "text"),
    ("TextField", "text"),
)


def pages() -> dict[str, str]:
    """Return the list of tables and a page for each."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banme.settings")
    django.setup()
    from banme.workspace.tables import input_tables, result_tables  # noqa: PLC0415  (needs Django to be set up)

    made = {f"reference/tables/{_name(model)}.md": _page(model) for model in (*input_tables(), *result_tables())}
    made["reference/tables/index.md"] = _index(input_tables(), result_tables())
    return made


def _index(inputs: list[Any], results: list[Any]) -> str:
    opening = (
        f"{WIDE}# Tables\n\nCác bảng của vùng làm việc, mỗi bảng là một lớp khi mở tệp trong QGIS.\n\n"
        "The tables of a workspace; each is a layer of that name when the file is opened in QGIS. "
        "A column's unit ends its name. An empty cell means *unknown*, never zero.\n"
    )
    parts = [opening]
    for title, group in (("Nhập liệu / Filled in by people", inputs), ("Kết quả / Filled in by runs", results)):
        rows = [
            [f"[`{_name(model)}`]({_name(model)}.md)", _bilingual(model._meta.verbose_name_plural), _purpose(model)]
            for model in group
        ]
        parts.append(f"\n## {title}\n\n" + table(["Bảng<br>*Table*", "Tên<br>*Name*", "Mục đích<br>*Purpose*"], rows))
    return "".join(parts)


def _page(model: type[models.Model]) -> str:
    from banme.workspace.frames import columns  # noqa: PLC0415  (needs Django to be set up)

    text = f"{WIDE}# {_name(model)}\n\n{_bilingual(model._meta.verbose_name)}\n\n{_purpose(model)}\n\n"
    text += table(_HEAD, [_row(field) for field in columns(model)])
    return text + _together(model)


def _row(field: models.Field[Any, Any]) -> list[str]:
    column = str(field.column)
    needed = not field.blank and not field.has_default()
    return [
        code(column),
        cell(_type(field)),
        unit(column),
        "yes" if needed else "",
        _bilingual(field.verbose_name),
        _bilingual(field.help_text) if field.help_text else "",
        _values(field),
    ]


def _type(field: models.Field[Any, Any]) -> str:
    if hasattr(field, "geometry_type"):
        return f"{field.geometry_type}, EPSG:4326"
    if isinstance(field, models.ForeignKey):
        return f"code of {field.related_model._meta.db_table}"  # type: ignore[union-attr]
    names = {parent.__name__ for parent in type(field).__mro__}
    return next(kind for name, kind in _KINDS if name in names)


def _values(field: models.Field[Any, Any]) -> str:
    if field.choices:
        return "<br>".join(f"`{value}` {_bilingual(label, ' / ')}" for value, label in field.choices)  # type: ignore[misc]
    limits = []
    for validator in field.validators:
        sign = {"min_value": "≥", "max_value": "≤"}.get(getattr(validator, "code", ""))
        if sign and abs(validator.limit_value) < _STORE_LIMIT:  # type: ignore[union-attr]
            limits.append(f"{sign} {validator.limit_value:g}")  # type: ignore[union-attr]
    if field.unique:
        limits.append("unique")
    return ", ".join(dict.fromkeys(limits))


def _together(model: type[models.Model]) -> str:
    rules = [each for each in model._meta.constraints if isinstance(each, models.UniqueConstraint)]
    sets = [", ".join(code(model._meta.get_field(name).column) for name in rule.fields) for rule in rules]
    return "".join(f"\nUnique together / Không được trùng: {columns}.\n" for columns in sets)


def _name(model: type[models.Model]) -> str:
    return model._meta.db_table


def _purpose(model: type[models.Model]) -> str:
    return " ".join((model.__doc__ or "").replace("``", "`").split())


def _bilingual(text: object, between: str = "") -> str:
    with override("vi"):
        vi = str(text)
    with override("en"):
        en = str(text)
    if between:
        return cell(vi) if vi == en else f"{cell(vi)}{between}{cell(en)}"
    return two_languages(vi, en)
