"""Columns by meaning: each carries its label, help and limits in both languages."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from banme.workspace.geometry import GeometryField
from banme.workspace.text import both

CODE_RULE = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._@:+-]*$",
    both(
        "Mã chỉ gồm chữ không dấu, số và . _ @ : + -, không có dấu cách",
        "A code has only unaccented letters, digits and . _ @ : + -, and no spaces",
    ),
)


def code(vi: str = "Mã", en: str = "Code", help_vi: str = "", help_en: str = "") -> models.CharField[str, str]:
    """Return the unique code that other tables refer to."""
    return models.CharField(
        both(vi, en),
        max_length=80,
        unique=True,
        validators=[CODE_RULE],
        help_text=both(
            help_vi or "Mã duy nhất; các bảng khác tham chiếu bằng mã này",
            help_en or "Unique code by which other tables refer to this row",
        ),
    )


def name(vi: str = "Tên", en: str = "Name", help_vi: str = "", help_en: str = "") -> models.CharField[str, str]:
    """Return a name for people; never used to match rows."""
    return models.CharField(
        both(vi, en),
        max_length=200,
        help_text=both(
            help_vi or "Tên hiển thị; không dùng để ghép dữ liệu", help_en or "Name shown; never used to match rows"
        ),
    )


def words(vi: str, en: str, help_vi: str = "", help_en: str = "", *, size: int | None = None) -> models.Field[Any, Any]:
    """Return optional text, empty when there is none."""
    label, advice = both(vi, en), both(help_vi, help_en)
    if size is None:
        return models.TextField(label, blank=True, default="", help_text=advice)
    return models.CharField(label, max_length=size, blank=True, default="", help_text=advice)


def number(  # noqa: PLR0913  (labels and limits belong together)
    vi: str,
    en: str,
    help_vi: str = "",
    help_en: str = "",
    *,
    low: float | None = 0.0,
    high: float | None = None,
    required: bool = False,
) -> models.FloatField[Any, Any]:
    """Return a measured figure; the unit stands in the column's name. Empty means unknown, never zero."""
    limits: list[Any] = [] if low is None else [MinValueValidator(low)]
    if high is not None:
        limits.append(MaxValueValidator(high))
    return models.FloatField(
        both(vi, en), null=not required, blank=not required, validators=limits, help_text=both(help_vi, help_en)
    )


def whole(  # noqa: PLR0913  (labels and limits belong together)
    vi: str,
    en: str,
    help_vi: str = "",
    help_en: str = "",
    *,
    low: int = 0,
    high: int | None = None,
    required: bool = False,
) -> models.IntegerField[Any, Any]:
    """Return a count or a year. Empty means unknown, never zero."""
    limits: list[Any] = [MinValueValidator(low)]
    if high is not None:
        limits.append(MaxValueValidator(high))
    return models.IntegerField(
        both(vi, en), null=not required, blank=not required, validators=limits, help_text=both(help_vi, help_en)
    )


def choice(
    kinds: type[models.TextChoices], vi: str, en: str, help_vi: str = "", help_en: str = "", **options: Any
) -> models.CharField[str, str]:
    """Return a column that holds one of a closed set."""
    return models.CharField(
        both(vi, en), max_length=40, choices=kinds.choices, help_text=both(help_vi, help_en), **options
    )


def day(
    vi: str, en: str, help_vi: str = "", help_en: str = "", *, required: bool = False
) -> models.DateField[Any, Any]:
    """Return a calendar day."""
    return models.DateField(both(vi, en), null=not required, blank=not required, help_text=both(help_vi, help_en))


def flag(vi: str, en: str, help_vi: str = "", help_en: str = "", *, default: bool) -> models.BooleanField[Any, Any]:
    """Return yes or no, with its stated default."""
    return models.BooleanField(both(vi, en), default=default, help_text=both(help_vi, help_en))


def ref(  # noqa: PLR0913  (labels and limits belong together)
    to: str,
    column: str,
    vi: str,
    en: str,
    help_vi: str = "",
    help_en: str = "",
    *,
    required: bool = True,
    on_delete: Any = models.PROTECT,
) -> models.ForeignKey[Any, Any]:
    """Return a reference by code, so that files and QGIS show codes and not row numbers."""
    return models.ForeignKey(
        to,
        to_field="code",
        db_column=column,
        on_delete=on_delete,
        null=not required,
        blank=not required,
        related_name="+",
        verbose_name=both(vi, en),
        help_text=both(help_vi, help_en),
    )


def shape(geometry_type: str, vi: str = "Hình học", en: str = "Geometry", *, required: bool = False) -> GeometryField:
    """Return the table's one geometry column (lon/lat degrees, EPSG:4326)."""
    return GeometryField(
        both(vi, en),
        geometry_type=geometry_type,
        null=not required,
        blank=not required,
        help_text=both("Kinh độ/vĩ độ WGS 84 (EPSG:4326)", "WGS 84 longitude/latitude (EPSG:4326)"),
    )
