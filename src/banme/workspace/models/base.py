"""Base classes by meaning: what it is to be a record, sourced, dated, a result."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from banme.workspace import fields
from banme.workspace.beside import Rows, problems_beside
from banme.workspace.text import both


class Quality(models.TextChoices):
    """How a figure came to be known."""

    SURVEYED = "surveyed", both("Khảo sát", "Surveyed")
    PUBLISHED = "published", both("Công bố", "Published")
    DERIVED = "derived", both("Suy ra", "Derived")
    ASSUMED = "assumed", both("Giả định", "Assumed")
    ILLUSTRATIVE = "illustrative", both("Minh họa", "Illustrative")


QUALITY_COLOUR = {
    "surveyed": "#1a7f37",
    "published": "#0969da",
    "derived": "#8250df",
    "assumed": "#bc4c00",
    "illustrative": "#bf3989",
}
UNFOUNDED = (Quality.ASSUMED, Quality.ILLUSTRATIVE)
"""Qualities that no source stands behind: the row says why, and results that rest on it are marked."""


class Record(models.Model):
    """A row that people enter, import, edit and export; every change is kept with who, when and why."""

    no_circle: ClassVar[tuple[str, str] | None] = None
    """Columns that make each row an arrow from one code to another, where arrows may not run in a circle."""

    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        name = both(getattr(self, "name", ""), getattr(self, "name_en", "") or getattr(self, "name", ""))
        return str(name) or str(getattr(self, "code", self.pk))

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:  # noqa: ARG003  (subclasses look at the row)
        """Return what fails the cross-column checks in one row of plain values by field name, as lazy texts."""
        return []

    @classmethod
    def beside_problems(cls, row: dict[str, Any], rows: Rows) -> list[Any]:  # noqa: ARG003  (as above)
        """Return what is wrong with one row beside the rows of other tables, as lazy texts."""
        return []

    def clean(self) -> None:
        """Run the checks of the row, and of the row beside those stored, for forms and the admin."""
        super().clean()
        values = {field.name: getattr(self, field.attname) for field in self._meta.concrete_fields}
        problems = self.row_problems(values) or problems_beside(self, values)
        if problems:
            raise ValidationError([str(problem) for problem in problems])


class Sourced(Record):
    """A record whose figures have a source and a quality."""

    source = fields.ref(
        "workspace.DataSource",
        "source_code",
        "Nguồn",
        "Source",
        "Mã trong bảng nguồn số liệu",
        "Code in the data source table",
    )
    quality = fields.choice(
        Quality,
        "Chất lượng",
        "Quality",
        "Khảo sát, công bố, suy ra, giả định hoặc minh họa (bịa ra để trình diễn); hai loại sau được đánh dấu ở mọi "
        "kết quả",
        "Surveyed, published, derived, assumed or illustrative (made up for show); the last two are marked wherever a "
        "result rests on them",
    )
    note = fields.words("Ghi chú", "Note", "Lý do, cách tính, điều cần lưu ý", "Reason, method, caution")

    class Meta:
        abstract = True

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Ask for the reason of a figure without a source behind it."""
        problems = super().row_problems(row)
        if row.get("quality") in UNFOUNDED and not str(row.get("note") or "").strip():
            problems.append(
                both(
                    "Số giả định, minh họa cần ghi lý do ở cột note",
                    "An assumed or illustrative figure needs its reason in column note",
                )
            )
        return problems


class Dated(models.Model):
    """A record that holds from a day until (and including) another; an empty end means still in force.

    ``one_at_a_time`` names the columns that say what a row speaks of, where only one row may hold on any day;
    ``one_at_a_time_where`` a column and the value it must have for that to be asked (None: of every row).
    """

    one_at_a_time: ClassVar[tuple[str, ...]] = ()
    one_at_a_time_where: ClassVar[tuple[str, str] | None] = None

    valid_from = fields.day(
        "Có hiệu lực từ", "Valid from", "Ngày đầu tiên có hiệu lực", "First day in force", required=True
    )
    valid_to = fields.day(
        "Có hiệu lực đến",
        "Valid to",
        "Ngày cuối cùng còn hiệu lực; để trống nếu còn hiệu lực",
        "Last day in force; empty if still in force",
    )

    class Meta:
        abstract = True

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Refuse a validity that ends before it begins."""
        problems: list[Any] = super().row_problems(row)  # type: ignore[misc]
        start, end = row.get("valid_from"), row.get("valid_to")
        if start is not None and end is not None and end < start:
            problems.append(both("valid_to phải sau valid_from", "valid_to must not be before valid_from"))
        return problems


def _stand_last(model: type[models.Model], rank: int) -> None:
    """Let inherited columns follow a table's own: code and name first, source and note last."""
    for column in model._meta.local_fields:
        column.creation_counter += rank


_stand_last(Dated, 10_000)
_stand_last(Sourced, 20_000)


class Result(models.Model):
    """A row computed by a run; goes when its run goes, and is never edited."""

    run = fields.ref("workspace.Run", "run_code", "Lần chạy", "Run", on_delete=models.CASCADE)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.run_id} #{self.pk}"  # type: ignore[attr-defined]
