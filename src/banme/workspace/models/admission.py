"""A cluster's policy on whom it lets in, and the projects that ask."""

from __future__ import annotations

from typing import Any

from django.db import models

from banme.clusters.admission import FACTS, Need
from banme.workspace import fields
from banme.workspace.models.base import Dated, Sourced
from banme.workspace.models.clusters import HazardClass
from banme.workspace.models.greenness import MARKS
from banme.workspace.models.technology import VSIC_RULE
from banme.workspace.text import both

_NEEDS = {
    Need.AT_LEAST: both("Ít nhất", "At least"),
    Need.AT_MOST: both("Nhiều nhất", "At most"),
    Need.YES: both("Phải có", "Must be so"),
    Need.STARTS_WITH: both("Thuộc danh sách", "On the list"),
    Need.STARTS_WITH_NONE: both("Không thuộc danh sách", "Not on the list"),
}


class AdmissionRule(Dated, Sourced):
    """One rule of a cluster's policy over the days it holds: a gate (0 points), or one that scores."""

    code = fields.code()
    name = fields.name()
    cluster = fields.ref("workspace.IndustrialCluster", "cluster_code", "Khu, cụm công nghiệp", "Cluster")
    fact = models.CharField(
        both("Thông tin", "Fact"), max_length=40, choices=[(key, both(x.vi, x.en)) for key, x in FACTS.items()]
    )
    need = models.CharField(
        both("Yêu cầu", "Need"), max_length=20, choices=[(key.value, label) for key, label in _NEEDS.items()]
    )
    limit = fields.number("Mức", "Limit", "Cho ít nhất, nhiều nhất", "For at least, at most")
    prefixes = fields.words(
        "Danh sách mã ngành",
        "List of codes",
        "Mã VSIC đầu, cách nhau bằng dấu cách",
        "First digits of VSIC, with spaces",
    )
    points = fields.number("Điểm", "Points", "0: điều kiện bắt buộc", "0: a gate that must hold", required=True)
    floor = fields.number(
        "Mức 0 điểm",
        "Value of 0 points",
        "Điểm tăng đều từ đây đến mức; để trống: đủ hoặc không",
        "Points grow from here",
    )
    consequence = fields.words(
        "Hệ quả",
        "Consequence",
        "Khi kê khai đạt mà xác minh không đạt",
        "When the declaration passes and verification does not",
    )
    mark = models.CharField(
        both("Mức đối chiếu", "How verified"),
        max_length=20,
        choices=MARKS,
        help_text=both(
            "Chính sách của cụm không phải quy định pháp luật", "The cluster's own policy is not law; mark it inferred"
        ),
    )

    class Meta:
        db_table = "admission_rule"
        verbose_name = both("Điều kiện tiếp nhận dự án", "Admission rule")
        verbose_name_plural = both("Điều kiện tiếp nhận dự án", "Admission rules")
        ordering = ("code",)

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Ask for what the need needs."""
        problems = super().row_problems(row)
        if row.get("need") in {Need.AT_LEAST, Need.AT_MOST} and row.get("limit") is None:
            problems.append(both("Thiếu limit", "limit is missing"))
        if row.get("need") in {Need.STARTS_WITH, Need.STARTS_WITH_NONE} and not str(row.get("prefixes") or "").strip():
            problems.append(both("Thiếu prefixes", "prefixes are missing"))
        return problems


class AdmissionProject(Sourced):
    """A project that asks to be let into a cluster."""

    code = fields.code()
    name = fields.name()
    cluster = fields.ref("workspace.IndustrialCluster", "cluster_code", "Khu, cụm công nghiệp", "Cluster")
    establishment = fields.ref(
        "workspace.Establishment",
        "establishment_code",
        "Cơ sở sản xuất",
        "Establishment",
        "Nếu là cơ sở đã có",
        "When it is one already there",
        required=False,
    )
    asked_on = fields.day("Ngày nộp", "Asked on")

    class Meta:
        db_table = "admission_project"
        verbose_name = both("Dự án xin vào cụm", "Project asking to come in")
        verbose_name_plural = both("Dự án xin vào cụm", "Projects asking to come in")
        ordering = ("code",)


class StatementStage(models.TextChoices):
    """Who says it."""

    DECLARED = "declared", both("Kê khai", "Declared")
    VERIFIED = "verified", both("Xác minh", "Verified")


class AdmissionStatement(Sourced):
    """What is declared of a project, or was verified; the latest of each stage counts, figure by figure."""

    code = fields.code()
    project = fields.ref("workspace.AdmissionProject", "project_code", "Dự án", "Project")
    stage = fields.choice(StatementStage, "Giai đoạn", "Stage")
    stated_on = fields.day("Ngày", "Day", required=True)
    vsic = models.CharField(
        both("Mã ngành VSIC", "VSIC code"), max_length=10, blank=True, default="", validators=[VSIC_RULE]
    )
    hazard_class = fields.choice(HazardClass, "Cấp độc hại", "Hazard class", blank=True, default="")
    area_ha = fields.number("Diện tích đất (ha)", "Land (ha)")
    workers = fields.whole("Lao động (người)", "Workers (persons)")
    investment_vnd = fields.number("Vốn đầu tư (đồng)", "Investment (VND)")
    value_added_vnd_year = fields.number("Giá trị gia tăng (đồng/năm)", "Value added (VND/year)")
    water_m3_day = fields.number("Nhu cầu nước (m³/ngày)", "Water demand (m³/day)")
    power_kw = fields.number("Nhu cầu điện (kW)", "Power demand (kW)")
    wastewater_m3_day = fields.number("Nước thải (m³/ngày)", "Wastewater (m³/day)")
    dust_gas_m3_h = fields.number("Khí thải, bụi cần xử lý (m³/giờ)", "Dust and gas to be treated (m³/h)")
    technology_points = fields.whole("Điểm trình độ công nghệ", "Technology points", high=100)
    equipment_age_years = fields.whole("Tuổi thiết bị (năm)", "Age of equipment (years)")
    clean_energy = models.BooleanField(both("Dùng năng lượng sạch", "Uses clean energy"), null=True, blank=True)
    reuses_water = models.BooleanField(both("Tuần hoàn nước", "Reuses water"), null=True, blank=True)
    traceability = models.BooleanField(
        both("Truy xuất nguồn gốc nguyên liệu", "Traces its raw materials"), null=True, blank=True
    )
    evidence = fields.words("Bằng chứng", "Evidence")

    class Meta:
        db_table = "admission_statement"
        verbose_name = both("Kê khai, xác minh dự án", "Statement on a project")
        verbose_name_plural = both("Kê khai, xác minh dự án", "Statements on projects")
        ordering = ("code",)

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Ask for the evidence of what is verified."""
        problems = super().row_problems(row)
        if row.get("stage") == StatementStage.VERIFIED and not str(row.get("evidence") or "").strip():
            problems.append(both("Xác minh cần bằng chứng", "What is verified needs evidence"))
        return problems
