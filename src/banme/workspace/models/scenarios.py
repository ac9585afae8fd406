"""Scenarios are data: a base plus a list of changes."""

from __future__ import annotations

from typing import Any

from django.db import models

from banme.workspace import fields
from banme.workspace.models.base import Record
from banme.workspace.text import both


class Scenario(Record):
    """A question put to the planning model; every figure left empty is taken from the base scenario."""

    code = fields.code()
    name = fields.name("Tên tiếng Việt", "Vietnamese name")
    name_en = fields.words("Tên tiếng Anh", "English name", size=200)
    base = fields.ref("workspace.Scenario", "base_code", "Kịch bản gốc", "Base scenario", required=False)
    description = fields.words("Mô tả", "Description")
    as_of = fields.day(
        "Tính theo ngày",
        "As at",
        "Đơn vị hành chính, đường, đơn giá có hiệu lực ngày này",
        "Units, roads and tariffs in force on this day",
    )
    years = fields.words(
        "Các năm giai đoạn",
        "Stage years",
        "Cách nhau bằng dấu cách, ví dụ 2026 2030",
        "Separated by spaces, e.g. 2026 2030",
        size=60,
    )
    new_sites = models.BooleanField(
        both("Được mở điểm mới", "New sites allowed"),
        null=True,
        blank=True,
        help_text=both("Không: chỉ dùng điểm hiện có, như hiện nay", "No: only existing sites, as today"),
    )
    max_centres = fields.whole("Số trung tâm tối đa", "Most centres")
    max_points = fields.whole("Số điểm tối đa", "Most points")
    max_new_sites = fields.whole(
        "Số điểm mở mới tối đa",
        "Most new sites",
        "Điểm chưa có hiện nay mà được mở",
        "Sites opened that do not exist today",
    )
    max_closures = fields.whole(
        "Số điểm hiện có bị đóng tối đa",
        "Most closures",
        "Điểm hiện có không hoạt động ngay từ giai đoạn đầu",
        "Existing sites that do not work from the first stage on",
    )
    max_changes = fields.whole(
        "Số thay đổi tối đa so với hiện nay",
        "Most changes from today",
        "Điểm mở mới và điểm bị đóng cộng lại; để trống: không giới hạn",
        "New sites and closures together; empty: no limit",
    )
    budget_vnd = fields.number("Ngân sách đầu tư (đồng)", "Investment budget (VND)")
    co2_cap_t_year = fields.number("Trần CO2e (t/năm)", "CO2e cap (t/year)")
    carbon_vnd_kg = fields.number(
        "Giá CO2e (đồng/kg)", "CO2e price (VND/kg)", "Để trống: theo bảng đơn giá", "Empty: from the tariffs"
    )
    reach_h = fields.number(
        "Thời gian tiếp cận (giờ)",
        "Reach (h)",
        "Ngưỡng giờ để tính tỷ lệ xã tiếp cận được",
        "Hours within which a commune counts as reached",
    )
    gap_pct = fields.number("Khoảng cách cần đạt (%)", "Gap wanted (%)", low=0, high=50)
    time_limit_s = fields.number("Thời gian tính tối đa (giây)", "Time limit (s)", low=1)
    seed = fields.whole("Mầm ngẫu nhiên", "Random seed")

    class Meta:
        db_table = "scenario"
        verbose_name = both("Kịch bản", "Scenario")
        verbose_name_plural = both("Kịch bản", "Scenarios")
        ordering = ("code",)

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Ask a root scenario for its day and years; years are whole and rising."""
        problems = super().row_problems(row)
        words = str(row.get("years") or "").split()
        if not row.get("base") and (row.get("as_of") is None or not words):
            problems.append(
                both("Kịch bản không có gốc phải có as_of và years", "A scenario without a base needs as_of and years")
            )
        if not all(word.isdigit() for word in words) or [int(w) for w in words if w.isdigit()] != sorted(
            {int(w) for w in words if w.isdigit()}
        ):
            problems.append(
                both("years là các năm tăng dần, ví dụ 2026 2030", "years are rising whole years, e.g. 2026 2030")
            )
        return problems


class ChangeKind(models.TextChoices):
    """What a scenario may change."""

    CLOSE_ROAD = "close_road", both("Đóng đường", "Close a road")
    OPEN_ROAD = "open_road", both("Mở đường quy hoạch", "Open a planned road")
    FORCE_SITE = "force_site", both("Bắt buộc mở điểm", "Force a site open")
    EXCLUDE_SITE = "exclude_site", both("Loại điểm", "Exclude a site")
    SCALE_SUPPLY = "scale_supply", both("Nhân sản lượng", "Multiply supply")
    SCALE_DEMAND = "scale_demand", both("Nhân nhu cầu", "Multiply demand")
    SCALE_TRUCK_COST = "scale_truck_cost", both("Nhân chi phí xe", "Multiply truck cost")


CHANGE_TARGETS = {
    "close_road": "road_edge",
    "open_road": "road_edge",
    "force_site": "logistics_site",
    "exclude_site": "logistics_site",
    "scale_supply": "commodity",
    "scale_demand": "outlet",
    "scale_truck_cost": "vehicle_type",
}


class ScenarioChange(Record):
    """One change against the base; a target of ``*`` means every row of the target table."""

    code = fields.code()
    scenario = fields.ref("workspace.Scenario", "scenario_code", "Kịch bản", "Scenario", on_delete=models.CASCADE)
    kind = fields.choice(ChangeKind, "Thay đổi", "Change")
    target = fields.words(
        "Đối tượng",
        "Target",
        "Mã đường, điểm, mặt hàng, nơi tiêu thụ hoặc loại xe; số hiệu như QL.26 chọn mọi đoạn; * là tất cả",
        "Code of the road edge, site, commodity, outlet or vehicle; a number such as QL.26 takes all its edges; * all",
        size=80,
    )
    factor = fields.number("Hệ số", "Factor", "Chỉ dùng cho các thay đổi nhân", "Only for the multiplying changes")
    year = fields.whole("Năm", "Year", "Để trống: mọi giai đoạn", "Empty: every stage", low=1990, high=2100)
    note = fields.words("Lý do", "Reason")

    class Meta:
        db_table = "scenario_change"
        verbose_name = both("Thay đổi của kịch bản", "Scenario change")
        verbose_name_plural = both("Thay đổi của kịch bản", "Scenario changes")
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
