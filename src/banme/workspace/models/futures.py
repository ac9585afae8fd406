"""Futures: what may come, how likely it is, and what it changes; one plan must do in all of them."""

from __future__ import annotations

from typing import Any

from django.db import models

from banme.workspace import fields
from banme.workspace.models.base import Record, Sourced
from banme.workspace.text import both


class Future(Sourced):
    """One of several futures in which the same sites stand; its changes say what is different in it."""

    code = fields.code()
    name = fields.name("Tên tiếng Việt", "Vietnamese name")
    name_en = fields.words("Tên tiếng Anh", "English name", size=200)
    probability_pct = fields.number(
        "Xác suất (%)",
        "Probability (%)",
        "Khả năng xảy ra; các tương lai được chọn chia lại cho đủ 100 %",
        "How likely it is; those chosen for a run are scaled to add up to 100 %",
        high=100,
        required=True,
    )

    class Meta:
        db_table = "future"
        verbose_name = both("Tương lai", "Future")
        verbose_name_plural = both("Các tương lai", "Futures")
        ordering = ("-probability_pct", "code")


class FutureKind(models.TextChoices):
    """What a future may change."""

    SCALE_SUPPLY = "scale_supply", both("Nhân sản lượng", "Multiply supply")
    SCALE_DEMAND = "scale_demand", both("Nhân nhu cầu", "Multiply demand")
    SCALE_PRICE = "scale_price", both("Nhân chênh lệch giá", "Multiply price difference")
    SCALE_TRUCK_COST = "scale_truck_cost", both("Nhân chi phí xe", "Multiply truck cost")
    CLOSE_ROAD = "close_road", both("Đóng đường", "Close a road")
    OPEN_ROAD = "open_road", both("Mở đường quy hoạch", "Open a planned road")


class FutureChange(Record):
    """One change of a future against the scenario it is studied with; ``*`` means every row of the target table."""

    code = fields.code()
    future = fields.ref("workspace.Future", "future_code", "Tương lai", "Future", on_delete=models.CASCADE)
    kind = fields.choice(FutureKind, "Thay đổi", "Change")
    target = fields.words(
        "Đối tượng",
        "Target",
        "Mã mặt hàng, nơi tiêu thụ, loại xe hoặc đường; số hiệu như QL.26 chọn mọi đoạn; * là tất cả",
        "Code of the commodity, outlet, vehicle or road edge; a number such as QL.26 takes all its edges; * all",
        size=80,
    )
    factor = fields.number("Hệ số", "Factor", "Chỉ dùng cho các thay đổi nhân", "Only for the multiplying changes")
    year = fields.whole("Năm", "Year", "Để trống: mọi giai đoạn", "Empty: every stage", low=1990, high=2100)
    note = fields.words("Lý do", "Reason")

    class Meta:
        db_table = "future_change"
        verbose_name = both("Thay đổi của tương lai", "Change of a future")
        verbose_name_plural = both("Thay đổi của các tương lai", "Changes of futures")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Multiplying changes have a factor, others none; every change names its target."""
        problems = super().row_problems(row)
        scales = str(row.get("kind") or "").startswith("scale_")
        if scales != (row.get("factor") is not None):
            problems.append(
                both(
                    "factor chỉ và luôn dùng với thay đổi nhân",
                    "factor goes with the multiplying changes, always and only",
                )
            )
        if not str(row.get("target") or "").strip():
            problems.append(both("Cần mã đối tượng ở cột target", "Column target needs a code"))
        return problems
