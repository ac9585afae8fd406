"""Numbers as people type them: a point for decimals, no thousands separators, no units; anything else is told apart."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Any

from banme.workspace.exchange.offenders import Fault, Words

_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d+(\.0*)?", re.ASCII)
_ENDLESS = re.compile(r"[+-]?(nan|inf|infinity|1\.#(inf|qnan|ind)[0-9]*)", re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_POINTS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?", re.ASCII)
_COMMAS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_SPACED = re.compile(r"[+-]?\d{1,3}([\s'_\u00a0\u202f]\d{3})+([.,]\d+)?", re.ASCII)
_WITH_UNIT = re.compile(r"([+-]?[\d.,]*\d)\s*[^\d\s.,+-].*")
_THOUSAND_DIGITS = 3


def measured(text: str) -> Any:
    """Read a measured figure exactly; None for a blank cell, a :class:`Fault` for anything but a finite number."""
    plain = text.strip()
    if not plain:
        return None
    if not _PLAIN.fullmatch(plain):
        return _explained(plain)
    value = float(plain)
    return value if math.isfinite(value) else _not_finite()


def whole(text: str) -> Any:
    """Read a count or a year; ``12.0`` is 12."""
    plain = text.strip()
    if not plain:
        return None
    if _WHOLE.fullmatch(plain):
        return int(plain.split(".")[0])
    if not _PLAIN.fullmatch(plain):
        return _explained(plain)
    value = float(plain)
    if math.isfinite(value) and value.is_integer():
        return int(value)
    return Fault("not-whole", Words("Cần số nguyên: làm tròn", "A whole number is needed: round it"))


def exact(text: str) -> Any:
    """Read a decimal figure."""
    value = measured(text)
    return Decimal(text.strip()) if isinstance(value, float) else value


def _explained(text: str) -> Fault:
    """Say which habit of writing numbers this is and what to write instead."""
    if _ENDLESS.fullmatch(text):
        return _not_finite()
    if _DECIMAL_COMMA.fullmatch(text):
        return _decimal_comma(text)
    for pattern, separators, point in ((_POINTS, ".", ","), (_COMMAS, ",", "."), (_SPACED, " '_\u00a0\u202f\t", ",")):
        if pattern.fullmatch(text):
            digits = "".join(character for character in text if character not in separators)
            return _thousands(digits.replace(point, "."))
    match = _WITH_UNIT.fullmatch(text)
    if match:
        return Fault(
            "unit-in-cell",
            Words(
                f"Ô chỉ chứa số, đơn vị nằm ở tên cột: viết {match.group(1)}",
                f"A cell holds the number only, the unit is in the column's name: write {match.group(1)}",
            ),
        )
    return Fault(
        "not-a-number",
        Words("Không phải số; để trống nếu không biết", "Not a number; leave the cell empty if it is unknown"),
    )


def _decimal_comma(text: str) -> Fault:
    point = text.replace(",", ".")
    if len(text.split(",")[1]) == _THOUSAND_DIGITS:
        joined = text.replace(",", "")
        return Fault(
            "decimal-comma",
            Words(
                f"Dùng dấu chấm thập phân, không phân cách hàng nghìn: viết {point} hoặc {joined}",
                f"Use a decimal point and no thousands separator: write {point} or {joined}, whichever is meant",
            ),
        )
    return Fault(
        "decimal-comma",
        Words(f"Dùng dấu chấm thập phân: viết {point}", f"Use a decimal point: write {point}"),
    )


def _thousands(plain: str) -> Fault:
    return Fault(
        "thousands-separator",
        Words(f"Không phân cách hàng nghìn: viết {plain}", f"Use no thousands separator: write {plain}"),
    )


def _not_finite() -> Fault:
    return Fault(
        "not-finite",
        Words("Không phải số hữu hạn; để trống nếu không biết", "Not a finite number; leave the cell empty if unknown"),
    )
