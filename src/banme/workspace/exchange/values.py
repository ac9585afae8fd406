"""From a cell's text to a column's value: one strict reader by kind of column, each fault with its repair."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import math
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from django.core.exceptions import ValidationError
from django.core.validators import (
    MaxLengthValidator,
    MaxValueValidator,
    MinValueValidator,
    ProhibitNullCharactersValidator,
)
from django.db import models
from django.utils import timezone

from banme.workspace.exchange import numbers
from banme.workspace.exchange.declaration import Field, is_required, is_text
from banme.workspace.exchange.offenders import Fault, Offenders, Place, Words, bilingual

Objects = npt.NDArray[np.object_]
Reader = Callable[[str], Any]

_TRUE = frozenset({"true", "1", "yes", "có", "đúng"})
_FALSE = frozenset({"false", "0", "no", "không", "sai"})
_DAY_FIRST = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")
_EXCEL_DAYS = re.compile(r"^\d{5}(\.\d+)?$")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_INT32 = 2**31 - 1
_EXCEL_EPOCH = dt.date(1899, 12, 30)

_REQUIRED = Fault("required", Words("Ô bắt buộc đang trống: điền giá trị", "A required cell is empty: fill it in"))
_CONTROL_FAULT = Fault(
    "control-character",
    Words(
        "Chữ chứa ký tự điều khiển không in được: gõ lại ô", "The text holds control characters: type the cell again"
    ),
)
_BOOLEAN = Fault("not-a-yes-or-no", Words("Cần true hoặc false (có, không)", "Write true or false"))


def read_column(
    field: Field, cells: Objects, rows: npt.NDArray[np.int64], place: Place, offenders: Offenders
) -> tuple[Objects, npt.NDArray[np.bool_]]:
    """Return a column's values (None where unknown) and which rows are at fault.

    Each distinct text is read once, so that the cost of a check does not grow with its repetitions.
    """
    codes, distinct = pd.factorize(cells, use_na_sentinel=True)
    read = reader(field)
    values = np.empty(len(distinct) + 1, dtype=object)
    faults: dict[int, Fault] = {}
    for position, text in enumerate(distinct):
        outcome = read(text)
        if isinstance(outcome, Fault):
            faults[position] = outcome
        elif outcome is None or (outcome == "" and not field.blank):
            values[position], faults = _blank(field, position, faults)
        else:
            values[position] = outcome
    values[-1], faults = _blank(field, -1, faults)
    found = values[codes]
    if not faults:
        return found, np.zeros(len(cells), dtype=bool)
    by_rule: dict[str, list[int]] = {}
    for position, fault in faults.items():
        by_rule.setdefault(fault.rule, []).append(position)
    bad = np.zeros(len(cells), dtype=bool)
    for rule, positions in by_rule.items():
        where = np.flatnonzero(np.isin(codes, positions))
        bad[where] = True
        found_there = (rows[where], cells[where], codes[where])
        offenders.many(place, rule, len(where), partial(_described, found_there, faults))
    return found, bad


def _described(where: tuple[Any, Any, Any], faults: dict[int, Fault], position: int) -> tuple[Any, Any, Words]:
    rows, cells, codes = (column[position] for column in where)
    return rows, cells, faults[int(codes)].words


def _blank(field: Field, position: int, faults: dict[int, Fault]) -> tuple[Any, dict[int, Fault]]:
    """Return what an empty cell means in this column: unknown, empty text, or a fault."""
    if is_required(field):
        return None, {**faults, position: _REQUIRED}
    return (None if field.null else ""), faults


def reader(field: Field) -> Reader:
    """Return the function that reads one cell of a column: a value, None for blank, or a :class:`Fault`."""
    parse = _parser(field)
    checks = _checks(field)

    def read(text: str) -> Any:
        value = parse(text)
        if value is None or value == "" or isinstance(value, Fault):
            return value
        return next((fault for check in checks if (fault := check(value)) is not None), value)

    return read


def _parser(field: Field) -> Reader:
    if isinstance(field, models.ForeignKey):
        return _stripped
    if field.choices:
        return _choice(field)
    for kind, parse in _PARSERS:
        if isinstance(field, kind):
            return parse
    return _by_django(field)


def _stripped(text: str) -> Any:
    return text.strip() or None


def _code_or_text(field: Field) -> Reader:
    if field.unique:
        return _stripped

    def parse(text: str) -> Any:
        return None if is_required(field) and not text.strip() else text

    return parse


def _by_django(field: Field) -> Reader:
    """Return the reader of a column without a rule of its own here: text as declared, else Django's conversion."""
    if is_text(field):
        return _code_or_text(field)

    def parse(text: str) -> Any:
        try:
            return field.to_python(text.strip() or None)
        except ValidationError as error:
            return _told(error)

    return parse


def _choice(field: Field) -> Reader:
    allowed = {str(value): value for value, _ in field.flatchoices}
    fault = Fault(
        "choice",
        Words(
            "Chỉ nhận một trong: " + _listed(field, 0),
            "Use one of: " + _listed(field, 1),
        ),
    )

    def parse(text: str) -> Any:
        plain = text.strip()
        return None if not plain else allowed.get(plain, fault)

    return parse


def _listed(field: Field, language: int) -> str:
    return ", ".join(f"{value} ({bilingual(label)[language]})" for value, label in field.flatchoices)


def _boolean(text: str) -> Any:
    plain = text.strip().lower()
    if not plain:
        return None
    return True if plain in _TRUE else False if plain in _FALSE else _BOOLEAN


def _day(text: str) -> Any:
    plain = text.strip()
    if not plain:
        return None
    try:
        return dt.date.fromisoformat(plain.removesuffix("T00:00:00").removesuffix(" 00:00:00"))
    except ValueError:
        return _bad_day(plain)


def _bad_day(text: str) -> Fault:
    match = _DAY_FIRST.match(text)
    guess = None
    try:
        if match:
            guess = dt.date(int(match.group(3)), int(match.group(2)), int(match.group(1)))
        elif _EXCEL_DAYS.match(text):
            guess = _EXCEL_EPOCH + dt.timedelta(days=int(float(text)))
    except (ValueError, OverflowError):
        guess = None
    if guess is not None:
        return Fault(
            "date-format",
            Words(
                f"Ngày viết dạng năm-tháng-ngày: {guess.isoformat()} (nếu là ngày {guess.day} tháng {guess.month})",
                f"Write days as year-month-day: {guess.isoformat()} (if day {guess.day}, month {guess.month} is meant)",
            ),
        )
    return Fault(
        "date",
        Words(
            "Không phải ngày có thật dạng năm-tháng-ngày, ví dụ 2025-07-01",
            "Not a day that exists, as year-month-day, e.g. 2025-07-01",
        ),
    )


def _moment(text: str) -> Any:
    plain = text.strip()
    if not plain:
        return None
    try:
        moment = dt.datetime.fromisoformat(plain)
    except ValueError:
        return Fault(
            "date-time",
            Words("Thời điểm viết dạng 2025-07-01T08:30:00Z", "Write a moment as 2025-07-01T08:30:00Z"),
        )
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment, dt.UTC)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return Fault("json", Words("Không phải JSON hợp lệ", "Not valid JSON: check quotes and brackets"))


def _bytes(text: str) -> Any:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return Fault("base64", Words("Không phải nội dung base64", "Not base64 content"))


_PARSERS: tuple[tuple[type[Any], Reader], ...] = (
    (models.BooleanField, _boolean),
    (models.IntegerField, numbers.whole),
    (models.FloatField, numbers.measured),
    (models.DecimalField, numbers.exact),
    (models.DateTimeField, _moment),
    (models.DateField, _day),
    (models.JSONField, _json),
    (models.BinaryField, _bytes),
)


def _checks(field: Field) -> list[Callable[[Any], Fault | None]]:
    """Return the checks of a read value: the declared validators, the limits of the column's type, plain text."""
    if isinstance(field, models.ForeignKey):
        return []
    found: list[Callable[[Any], Fault | None]] = []
    if isinstance(field, models.IntegerField) and not isinstance(field, models.BigIntegerField):
        found.append(lambda value: _outside(value, -_INT32 - 1, _INT32))
    if isinstance(field, models.CharField | models.TextField):
        found.append(lambda value: _CONTROL_FAULT if _CONTROL.search(value) else None)
        longest = field.max_length
        if longest is not None:
            found.append(lambda value: _too_long(value, longest))
    limits = [v for v in field.validators if isinstance(v, MinValueValidator | MaxValueValidator)]
    low = max((_limit(v) for v in limits if isinstance(v, MinValueValidator)), default=-math.inf)
    high = min((_limit(v) for v in limits if isinstance(v, MaxValueValidator)), default=math.inf)
    if limits:
        found.append(lambda value: _outside(value, low, high))
    own = (MinValueValidator, MaxValueValidator, MaxLengthValidator, ProhibitNullCharactersValidator)
    return [*found, *[_validated(v) for v in field.validators if not isinstance(v, own)]]


def _limit(validator: Any) -> float:
    limit = validator.limit_value
    return float(limit() if callable(limit) else limit)


def _outside(value: float, low: float, high: float) -> Fault | None:
    if low <= value <= high:
        return None
    between = f"{low:g} … {high:g}".replace("-inf", "−∞").replace("inf", "∞")
    return Fault(
        "out-of-range",
        Words(f"Giá trị phải trong khoảng {between}: kiểm tra đơn vị", f"The value must be {between}: check the unit"),
    )


def _too_long(value: str, longest: int) -> Fault | None:
    if len(value) <= longest:
        return None
    return Fault(
        "too-long",
        Words(
            f"Chữ dài {len(value)} ký tự, tối đa {longest}: rút gọn",
            f"The text has {len(value)} characters, at most {longest} fit: shorten it",
        ),
    )


def _validated(validator: Callable[[Any], None]) -> Callable[[Any], Fault | None]:
    def check(value: Any) -> Fault | None:
        try:
            validator(value)
        except ValidationError as error:
            return _told(error)
        return None

    return check


def _told(error: ValidationError) -> Fault:
    """Return a validator's complaint in both languages."""
    first = error.error_list[0]
    vi, en = bilingual(first.message)
    parameters = first.params or {}
    return Fault(str(first.code or "invalid"), Words(vi % parameters, en % parameters) if parameters else Words(vi, en))
