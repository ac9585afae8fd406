"""Column names of a file against those of its table."""

from __future__ import annotations

import difflib
from collections import Counter
from typing import Any

from banme.workspace.exchange.declaration import (
    ROW_NUMBERS,
    Field,
    Model,
    by_column,
    input_models,
    is_required,
    result_names,
)
from banme.workspace.exchange.offenders import Fault, Offenders, Place, Words, bilingual

_UNITS = frozenset(
    [
        "m",
        "m2",
        "m3",
        "km",
        "km2",
        "ha",
        "mm",
        "cm",
        "t",
        "kg",
        "g",
        "tonne",
        "tonnes",
        "ton",
        "tons",
        "h",
        "min",
        "s",
        "day",
        "days",
        "month",
        "months",
        "year",
        "years",
        "vnd",
        "usd",
        "eur",
        "mvnd",
        "bvnd",
        "pct",
        "percent",
        "share",
        "ratio",
        "kmh",
        "mph",
        "kmph",
        "ms",
        "tkm",
        "kwh",
        "mwh",
        "mw",
        "kw",
        "l",
        "litre",
        "litres",
        "person",
        "persons",
        "people",
        "trip",
        "co2",
        "c",
    ]
)
_TWICE = Fault(
    "column-twice",
    Words("Cột có hai lần: xoá hoặc đổi tên một cột", "The column is there twice: remove or rename one"),
)
_UNNAMED = Fault(
    "unnamed-column",
    Words("Cột không có tên: đặt tên ở hàng 1 hoặc xoá cột", "A column has no name in row 1: name or remove it"),
)


def check_table_name(name: str, offenders: Offenders) -> bool:
    """Tell whether ``name`` is a table that can be loaded; an unknown one is an offender."""
    known = input_models()
    if name in known:
        return True
    if name in result_names():
        return False
    near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.6)
    titles = {str(words).lower(): table for table, model in known.items() for words in _labels(model)}
    guess = near[0] if near else titles.get(name.lower())
    offenders.note(
        Fault(
            "unknown-table",
            Words(
                f"Không có bảng tên này{f'; có phải {guess}?' if guess else ''}. Các bảng: {', '.join(known)}",
                f"There is no such table{f'; is {guess} meant?' if guess else ''}. Tables: {', '.join(known)}",
            ),
        ),
        Place(name),
        name,
    )
    return False


def _labels(model: Model) -> tuple[str, str]:
    return bilingual(model._meta.verbose_name)


def check_header(table: str, header: tuple[str, ...], offenders: Offenders) -> dict[str, Field]:
    """Return the table's columns that the file has; missing, unknown and repeated ones are offenders."""
    columns = by_column(input_models()[table])
    for name, count in Counter(header).items():
        if count > 1 or not name:
            offenders.note(_TWICE if name else _UNNAMED, Place(table, "1", name), name)
    unknown = [name for name in dict.fromkeys(header) if name and name not in columns and name not in ROW_NUMBERS]
    replaced = set()
    for name in unknown:
        fault, meant = _unknown(name, columns, header)
        replaced.add(meant)
        offenders.note(fault, Place(table, "1", name), name)
    for name, field in columns.items():
        if is_required(field) and name not in header and name not in replaced:
            offenders.note(_missing(name, field), Place(table, "1", name))
    return {name: field for name, field in columns.items() if name in header}


def _missing(name: str, field: Field) -> Fault:
    vi, en = bilingual(field.verbose_name)
    return Fault(
        "missing-column",
        Words(f"Thiếu cột bắt buộc {name} ({vi}): thêm cột", f"The required column {name} ({en}) is missing: add it"),
    )


def _unknown(name: str, columns: dict[str, Field], header: tuple[str, ...]) -> tuple[Fault, str]:
    """Return what is wrong with an unknown column name, and the absent column it stands for (or empty)."""
    absent = [column for column in columns if column not in header]
    same = next((column for column in absent if _differs_in_unit(name, column)), "")
    if same:
        unit = "_".join(_split(same)[1])
        return (
            Fault(
                "wrong-unit",
                Words(
                    f"Cột này phải theo đơn vị {unit}: đổi giá trị sang {unit} và đặt tên cột là {same}",
                    f"This column goes in {unit}: convert the values to {unit} and name the column {same}",
                ),
            ),
            same,
        )
    guess = _guess(name, columns, absent)
    meant_vi = f"; có phải {guess}?" if guess else ""
    meant_en = f"; is {guess} meant?" if guess else ""
    listed = ", ".join(columns)
    return (
        Fault(
            "unknown-column",
            Words(
                f"Bảng không có cột này{meant_vi} Đổi tên hoặc xoá cột. Các cột: {listed}",
                f"The table has no such column{meant_en} Rename or remove it. Columns: {listed}",
            ),
        ),
        guess if guess in absent else "",
    )


def _guess(name: str, columns: dict[str, Field], absent: list[str]) -> str:
    by_label: dict[str, str] = {}
    for column, field in columns.items():
        by_label.update(dict.fromkeys((text.lower() for text in bilingual(field.verbose_name)), column))
        by_label[field.name] = column
    plain = name.strip(" *").lower()
    near = difflib.get_close_matches(plain, absent, n=1, cutoff=0.6) or difflib.get_close_matches(
        plain, columns, n=1, cutoff=0.75
    )
    return by_label.get(plain) or (near[0] if near else "")


def _split(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Split a name into what is measured and its unit: ``cost_vnd_tkm`` is ``cost`` in ``vnd_tkm``."""
    words = name.split("_")
    first: Any = next((place for place in range(1, len(words)) if all(w in _UNITS for w in words[place:])), len(words))
    return tuple(words[:first]), tuple(words[first:])


def _differs_in_unit(found: str, wanted: str) -> bool:
    stem, unit = _split(found.lower())
    wanted_stem, wanted_unit = _split(wanted)
    return stem == wanted_stem and bool(wanted_unit) and unit != wanted_unit
