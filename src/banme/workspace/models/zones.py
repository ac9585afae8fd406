"""A high-tech zone: functional areas, periods, candidate projects and how they bear on each other."""

from __future__ import annotations

from typing import Any

from django.db import models

from banme.workspace import fields
from banme.workspace.models.base import Result, Sourced
from banme.workspace.text import both


class ZoneFunction(models.TextChoices):
    """What an area of a zone is for."""

    RESEARCH = "research", both("Nghiên cứu sinh học", "Bio-research")
    SEED = "seed", both("Giống, trình diễn", "Seed and demonstration")
    PROCESSING = "processing", both("Chế biến sâu nông, lâm sản", "Deep processing")
    INCUBATION = "incubation", both("Ươm tạo, đào tạo", "Incubation and training")
    SERVICE = "service", both("Dịch vụ, logistics", "Services and logistics")


class ZoneArea(Sourced):
    """A functional area of a zone."""

    code = fields.code()
    name = fields.name()
    zone = fields.ref("workspace.IndustrialCluster", "zone_code", "Khu", "Zone")
    function = fields.choice(ZoneFunction, "Chức năng", "Function")
    area_ha = fields.number("Đất giao được (ha)", "Land to be given out (ha)", required=True)
    ready_year = fields.whole(
        "Sẵn sàng từ năm", "Ready from year", "Để trống: từ kỳ đầu", "Empty: from the first period", low=2000
    )
    geometry = fields.shape("MultiPolygon")

    class Meta:
        db_table = "zone_area"
        verbose_name = both("Phân khu chức năng", "Functional area")
        verbose_name_plural = both("Phân khu chức năng", "Functional areas")
        ordering = ("code",)


class ZonePeriod(Sourced):
    """What a zone has in a period: money that comes in, utilities in all."""

    code = fields.code()
    zone = fields.ref("workspace.IndustrialCluster", "zone_code", "Khu", "Zone")
    year = fields.whole("Năm đầu kỳ", "First year", low=2000, high=2100, required=True)
    budget_vnd = fields.number("Ngân sách của kỳ (đồng)", "Budget of the period (VND)", required=True)
    water_m3_day = fields.number("Nước (m³/ngày)", "Water (m³/day)", required=True)
    power_kw = fields.number("Điện (kW)", "Power (kW)", required=True)
    wastewater_m3_day = fields.number("Xử lý nước thải (m³/ngày)", "Wastewater treated (m³/day)", required=True)

    class Meta:
        db_table = "zone_period"
        verbose_name = both("Kỳ phát triển của khu", "Zone period")
        verbose_name_plural = both("Kỳ phát triển của khu", "Zone periods")
        ordering = ("code",)
        constraints = [models.UniqueConstraint(fields=["zone", "year"], name="zone_period_once")]


class ZoneProject(Sourced):
    """A candidate project of a zone."""

    code = fields.code()
    name = fields.name()
    zone = fields.ref("workspace.IndustrialCluster", "zone_code", "Khu", "Zone")
    function = fields.choice(ZoneFunction, "Phân khu phù hợp", "Area it fits")
    other_function = fields.choice(
        ZoneFunction, "Phân khu khác cũng phù hợp", "Other area it fits", blank=True, default=""
    )
    land_ha = fields.number("Đất (ha)", "Land (ha)", required=True)
    water_m3_day = fields.number("Nước (m³/ngày)", "Water (m³/day)", required=True)
    power_kw = fields.number("Điện (kW)", "Power (kW)", required=True)
    wastewater_m3_day = fields.number("Nước thải (m³/ngày)", "Wastewater (m³/day)", required=True)
    budget_vnd = fields.number("Vốn của khu (đồng)", "Money from the zone (VND)", required=True)
    benefit_vnd = fields.number(
        "Lợi ích hiện giá (đồng)",
        "Present worth (VND)",
        "Nếu bắt đầu ở kỳ đầu",
        "If begun in the first period",
        low=None,
        required=True,
    )
    jobs = fields.whole("Việc làm", "Jobs", required=True)
    earliest_year = fields.whole("Sớm nhất", "Earliest year", low=2000)
    latest_year = fields.whole("Muộn nhất", "Latest year", low=2000)
    must = fields.flag("Bắt buộc", "Has to be chosen", default=False)

    class Meta:
        db_table = "zone_project"
        verbose_name = both("Dự án ứng viên của khu", "Zone's candidate project")
        verbose_name_plural = both("Dự án ứng viên của khu", "Zone's candidate projects")
        ordering = ("code",)


class ZoneLinkKind(models.TextChoices):
    """How two projects bear on each other."""

    SYNERGY = "synergy", both("Cộng hưởng", "Synergy")
    REQUIRES = "requires", both("Cần có trước", "Requires")
    EXCLUDES = "excludes", both("Loại trừ", "Excludes")


class ZoneLink(Sourced):
    """One project helps, needs or excludes another."""

    code = fields.code()
    project = fields.ref("workspace.ZoneProject", "project_code", "Dự án", "Project")
    other = fields.ref("workspace.ZoneProject", "other_code", "Dự án kia", "Other project")
    kind = fields.choice(ZoneLinkKind, "Quan hệ", "Relation")
    benefit_vnd = fields.number(
        "Lợi ích thêm (đồng)", "Added worth (VND)", "Chỉ cho cộng hưởng; âm nếu cản trở nhau", "Synergy only", low=None
    )

    class Meta:
        db_table = "zone_link"
        verbose_name = both("Quan hệ giữa dự án", "Relation of projects")
        verbose_name_plural = both("Quan hệ giữa dự án", "Relations of projects")
        ordering = ("code",)

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Ask for the worth of a synergy, and only there."""
        problems = super().row_problems(row)
        if (row.get("kind") == ZoneLinkKind.SYNERGY) != (row.get("benefit_vnd") is not None):
            problems.append(both("Chỉ cộng hưởng có benefit_vnd", "A synergy, and only it, has benefit_vnd"))
        return problems


class ResultZoneProject(Result):
    """A project chosen for a zone, its area and period."""

    project = fields.ref("workspace.ZoneProject", "project_code", "Dự án", "Project", on_delete=models.DO_NOTHING)
    area = fields.ref("workspace.ZoneArea", "area_code", "Phân khu", "Area", on_delete=models.DO_NOTHING)
    year = fields.whole("Kỳ", "Period", required=True)
    benefit_vnd = fields.number("Lợi ích hiện giá (đồng)", "Present worth (VND)", low=None, required=True)

    class Meta:
        db_table = "result_zone_project"
        verbose_name = both("Kết quả: dự án của khu", "Result: zone project")
        verbose_name_plural = both("Kết quả: dự án của khu", "Results: zone projects")
