"""Goods, how much is produced where and when, trucks and what things cost."""

from __future__ import annotations

from typing import Any

from django.db import models

from banme.errors import InputError
from banme.workspace import fields
from banme.workspace.models.base import Dated, Sourced
from banme.workspace.text import both


class Commodity(Sourced):
    """A kind of goods that moves through the network."""

    code = fields.code()
    name = fields.name("Tên tiếng Việt", "Vietnamese name")
    name_en = fields.words("Tên tiếng Anh", "English name", size=200)
    storable = fields.flag(
        "Lưu kho được",
        "Can be stored",
        "Hàng tươi không lưu qua tháng",
        "Fresh goods are not carried over months",
        default=True,
    )
    max_leg_h = fields.number(
        "Thời gian tối đa mỗi chặng (giờ)",
        "Longest time on one leg (h)",
        "Để trống nếu không giới hạn",
        "Empty: no limit",
    )
    capacity_use = fields.number(
        "Hệ số chiếm công suất",
        "Capacity used per tonne",
        "Công suất (t) mà 1 tấn hàng chiếm",
        "Tonnes of site capacity taken by one tonne",
        required=True,
    )
    value_vnd_t = fields.number("Giá trị hàng (đồng/t)", "Value of goods (VND/t)")

    class Meta:
        db_table = "commodity"
        verbose_name = both("Mặt hàng", "Commodity")
        verbose_name_plural = both("Mặt hàng", "Commodities")
        ordering = ("code",)


class Production(Sourced):
    """Tonnes that leave a unit's farms and factories in one month."""

    code = fields.code()
    unit = fields.ref("workspace.AdminUnit", "unit_code", "Đơn vị hành chính", "Administrative unit")
    commodity = fields.ref("workspace.Commodity", "commodity_code", "Mặt hàng", "Commodity")
    year = fields.whole("Năm", "Year", low=1990, high=2100, required=True)
    month = fields.whole("Tháng", "Month", low=1, high=12, required=True)
    quantity_t = fields.number("Sản lượng (t)", "Quantity (t)", required=True)

    class Meta:
        db_table = "production"
        verbose_name = both("Sản lượng theo tháng", "Monthly production")
        verbose_name_plural = both("Sản lượng theo tháng", "Monthly production")
        ordering = ("code",)
        constraints = [models.UniqueConstraint(fields=["unit", "commodity", "year", "month"], name="production_once")]

    def __str__(self) -> str:
        return self.code


class Body(models.TextChoices):
    """How a truck is built, as the limits of gross weight tell them apart."""

    RIGID = "rigid", both("Thân liền", "Rigid")
    SEMI_TRAILER = "semi_trailer", both("Đầu kéo sơ mi rơ moóc", "Tractor and semi-trailer")
    TRAILER = "trailer", both("Thân liền kéo rơ moóc", "Rigid with trailer")


class VehicleType(Dated, Sourced):
    """A type of truck: what it carries, what it costs, what it emits."""

    code = fields.code()
    name = fields.name()
    leg = fields.words(
        "Chặng sử dụng", "Legs used on", "collection, linehaul hoặc all", "collection, linehaul or all", size=20
    )
    payload_t = fields.number("Tải trọng hàng (t)", "Payload (t)", low=0.1, required=True)
    gross_t = fields.number("Khối lượng toàn bộ (t)", "Gross vehicle weight (t)", low=0.1)
    axles = fields.whole("Số trục", "Axles", low=2, high=9)
    body = fields.choice(
        Body,
        "Kết cấu",
        "Build",
        "Để trống nếu không rõ: khối lượng cho phép theo trục không được kiểm tra",
        "Empty if unknown: the lawful weight by axles is not checked",
        blank=True,
        default="",
    )
    span_m = fields.number(
        "Chốt kéo hoặc trục đầu–cuối (m)",
        "Kingpin or first-to-last axle (m)",
        "Sơ mi rơ moóc: từ chốt kéo đến giữa cụm trục sau; xe thân liền: trục đầu đến trục cuối",
        "Semi-trailer: kingpin to the middle of the rear axles; rigid: first to last axle",
    )
    axle_groups = fields.words(
        "Cụm trục",
        "Axle groups",
        "Từ trước ra sau: số trục x khoảng cách (m), ví dụ 1; 2x1,35; 3x1,30. Để trống: chỉ xét khối lượng toàn bộ",
        "Front to rear: axles x distance (m), e.g. 1; 2x1.35; 3x1.30. Empty: only the gross weight is checked",
        size=80,
    )
    cost_vnd_km = fields.number(
        "Chi phí theo km (đồng/km)",
        "Cost per km (VND/km)",
        "Nhiên liệu, lốp, bảo dưỡng, phí đường bộ",
        "Fuel, tyres, maintenance, tolls",
        required=True,
    )
    cost_vnd_h = fields.number(
        "Chi phí theo giờ (đồng/giờ)",
        "Cost per hour (VND/h)",
        "Lái xe, khấu hao, bảo hiểm",
        "Driver, depreciation, insurance",
        required=True,
    )
    load_factor_pct = fields.number(
        "Hệ số chất tải khi có hàng (%)", "Load factor when loaded (%)", high=100, required=True
    )
    empty_return_pct = fields.number(
        "Tỷ lệ chạy rỗng chiều về (%)",
        "Empty running on the way back (%)",
        "100: luôn về rỗng",
        "100: always returns empty",
        high=100,
        required=True,
    )
    speed_factor = fields.number(
        "Hệ số tốc độ",
        "Speed factor",
        "Nhân với tốc độ của đoạn đường",
        "Multiplies the edge's truck speed",
        low=0.1,
        high=1.5,
        required=True,
    )
    emission_g_tkm = fields.number(
        "Phát thải (g CO2e/t·km)",
        "Emission (g CO2e per t·km)",
        "Toàn vòng đời nhiên liệu (WTW)",
        "Well-to-wheel",
        required=True,
    )
    emission_factor = fields.words(
        "Bộ hệ số phát thải",
        "Emission factor set",
        "Tên và phiên bản, ví dụ GLEC v3.0",
        "Name and version, e.g. GLEC v3.0",
        size=120,
    )

    class Meta:
        db_table = "vehicle_type"
        verbose_name = both("Loại xe", "Vehicle type")
        verbose_name_plural = both("Loại xe", "Vehicle types")
        ordering = ("code",)

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Payload fits in the gross weight; the leg is one of three."""
        problems = super().row_problems(row)
        payload, gross = row.get("payload_t"), row.get("gross_t")
        if payload is not None and gross is not None and payload >= gross:
            problems.append(both("payload_t phải nhỏ hơn gross_t", "payload_t must be less than gross_t"))
        if row.get("leg") not in {"collection", "linehaul", "all"}:
            problems.append(both("leg là collection, linehaul hoặc all", "leg is collection, linehaul or all"))
        return [*problems, *_axle_problems(row)]


def _axle_problems(row: dict[str, Any]) -> list[Any]:
    from banme.routing.axles import read_groups

    try:
        read_groups(str(row.get("axle_groups") or ""), row.get("axles"))
    except InputError as error:
        return [both(problem.vi, problem.en) for problem in error.problems]
    return []


class TariffKind(models.TextChoices):
    """What is paid for; the unit stands behind each label."""

    HANDLING = "handling_vnd_t", both("Xếp dỡ (đồng/t)", "Handling (VND/t)")
    STORAGE = "storage_vnd_t_month", both("Lưu kho (đồng/t·tháng)", "Storage (VND/t·month)")
    LOADING_TIME = "loading_h_trip", both("Thời gian xếp dỡ mỗi chuyến (giờ)", "Loading time per trip (h)")
    CARBON = "carbon_vnd_kg", both("Giá CO2e (đồng/kg)", "CO2e price (VND/kg)")
    DISCOUNT = "discount_rate_pct", both("Suất chiết khấu (%/năm)", "Discount rate (% a year)")
    REPAIR_CAPACITY = (
        "repair_capacity_vnd_t_month",
        both("Sửa: thêm công suất điểm (đồng/t·tháng)", "Repair: more room at a site (VND/t·month)"),
    )
    REPAIR_STORAGE = "repair_storage_vnd_t", both("Sửa: thêm kho (đồng/t)", "Repair: more store (VND/t)")
    REPAIR_UNSHIPPED = (
        "repair_unshipped_vnd_t",
        both("Sửa: hàng không chở đi (đồng/t)", "Repair: goods left behind (VND/t)"),
    )
    REPAIR_DIRECT = "repair_direct_vnd_t", both("Sửa: đi thẳng (đồng/t)", "Repair: going direct (VND/t)")
    REPAIR_OUTLET_MORE = (
        "repair_outlet_more_vnd_t",
        both("Sửa: nơi tiêu thụ nhận thêm (đồng/t)", "Repair: an outlet takes more (VND/t)"),
    )
    REPAIR_OUTLET_LESS = (
        "repair_outlet_less_vnd_t",
        both("Sửa: nơi tiêu thụ nhận bớt (đồng/t)", "Repair: an outlet takes less (VND/t)"),
    )
    REPAIR_BUDGET = (
        "repair_budget_vnd_vnd",
        both("Sửa: thêm ngân sách (đồng/đồng)", "Repair: more budget (VND/VND)"),
    )
    REPAIR_COUNT = (
        "repair_count_vnd_site",
        both("Sửa: thêm số điểm cho phép (đồng/điểm)", "Repair: more sites allowed (VND/site)"),
    )
    REPAIR_CHANGE = (
        "repair_change_vnd_site",
        both("Sửa: thêm thay đổi so với hiện nay (đồng/điểm)", "Repair: more change from today (VND/site)"),
    )
    REPAIR_CO2 = "repair_co2_vnd_kg", both("Sửa: nâng trần CO2e (đồng/kg)", "Repair: higher CO2e cap (VND/kg)")
    REPAIR_TIME = (
        "repair_time_vnd_h",
        both("Sửa: thêm giờ mỗi chặng (đồng/giờ)", "Repair: longer legs allowed (VND/h)"),
    )
    REPAIR_EXCLUDED = (
        "repair_excluded_vnd_site",
        both("Sửa: mở điểm bị loại (đồng/điểm)", "Repair: an excluded site allowed (VND/site)"),
    )
    REPAIR_FORCED = (
        "repair_forced_vnd_site",
        both("Sửa: bỏ điểm bắt buộc (đồng/điểm)", "Repair: a forced site dropped (VND/site)"),
    )
    FOLLOW_KM = "follow_km", both("Di dời: người lao động đi theo đến (km)", "Relocation: workers follow up to (km)")
    FOLLOW_LOST = (
        "follow_lost_pct_km",
        both("Di dời: mất người thêm mỗi km (%/km)", "Relocation: workers lost for each km more (%/km)"),
    )
    EXPOSURE = (
        "exposure_vnd_person_year",
        both("Di dời: giá một người phơi nhiễm một năm (đồng)", "Relocation: worth of a person-year (VND)"),
    )
    JOB = "job_vnd", both("Di dời: giá một việc làm (đồng)", "Relocation: worth of a job kept (VND)")


class Tariff(Dated, Sourced):
    """A price or rate in force from a day."""

    one_at_a_time = ("kind", "commodity", "site_kind")

    code = fields.code()
    kind = fields.choice(TariffKind, "Loại", "Kind", "Đơn vị ghi trong tên loại", "The unit stands in the kind's name")
    commodity = fields.ref(
        "workspace.Commodity",
        "commodity_code",
        "Mặt hàng",
        "Commodity",
        "Để trống: áp dụng cho mọi mặt hàng",
        "Empty: every commodity",
        required=False,
    )
    site_kind = fields.words("Loại điểm", "Site kind", "Để trống: mọi loại điểm", "Empty: every kind of site", size=40)
    rate = fields.number("Mức", "Rate", "Theo đơn vị của loại", "In the unit of the kind", required=True)

    class Meta:
        db_table = "tariff"
        verbose_name = both("Đơn giá", "Tariff")
        verbose_name_plural = both("Đơn giá", "Tariffs")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code
