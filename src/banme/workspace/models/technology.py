"""What establishments answered to the technology survey, and the benchmarks of their industries."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from banme.clusters.technology import QUESTIONS, Kind, levels_of
from banme.clusters.technology.answers import NOT_ABOVE
from banme.workspace import fields
from banme.workspace.models.base import Dated, Sourced
from banme.workspace.text import both

VSIC_RULE = RegexValidator(
    r"^[A-U]?\d{1,5}$",
    both("Mã ngành: chữ cái của khu vực (nếu có) và 1-5 chữ số", "Industry: section letter (if any) and 1-5 digits"),
)


def asked(code: str) -> models.Field[Any, Any]:
    """Return the column that holds the answer to a question of the survey; empty means unknown, never zero or no."""
    question = QUESTIONS[code]
    symbol = f" [{question.symbol}]" if question.symbol else ""
    label = both(question.words.vi + symbol, question.words.en + symbol)
    if question.kind == Kind.YES_NO:
        return models.BooleanField(label, null=True, blank=True)
    if question.kind == Kind.LEVEL:
        kinds = [(str(level.key), both(level.words.vi, level.words.en)) for level in levels_of(code)]
        return models.CharField(label, max_length=40, choices=kinds, blank=True, default="")
    limits: list[Any] = [MinValueValidator(0)]
    if question.kind == Kind.COUNT:
        return models.IntegerField(label, null=True, blank=True, validators=limits)
    if question.kind == Kind.PERCENT:
        limits.append(MaxValueValidator(100.0))
    return models.FloatField(label, null=True, blank=True, validators=limits)


class TechnologySurvey(Sourced):
    """An establishment's answers of one year to the survey by Circular 17/2019/TT-BKHCN."""

    code = fields.code()
    establishment = fields.ref("workspace.Establishment", "establishment_code", "Cơ sở sản xuất", "Establishment")
    year = fields.whole("Năm đánh giá", "Year assessed", low=2000, high=2100, required=True)
    capital_vnd = asked("capital_vnd")
    workers = asked("workers")
    size_class = asked("size_class")
    equipment_original_vnd = asked("equipment_original_vnd")
    equipment_present_vnd = asked("equipment_present_vnd")
    invested_3y_vnd = asked("invested_3y_vnd")
    equipment_expansion_3y_vnd = asked("equipment_expansion_3y_vnd")
    equipment_replaced_3y_vnd = asked("equipment_replaced_3y_vnd")
    direct_workers = asked("direct_workers")
    uses_pda_scada = asked("uses_pda_scada")
    uses_mdc = asked("uses_mdc")
    uses_fms_dcs = asked("uses_fms_dcs")
    uses_cim = asked("uses_cim")
    energy_cost_vnd_year = asked("energy_cost_vnd_year")
    material_cost_vnd_year = asked("material_cost_vnd_year")
    output_value_vnd_year = asked("output_value_vnd_year")
    product_standard = asked("product_standard")
    ideas_programme = asked("ideas_programme")
    ideas_rising = asked("ideas_rising")
    ideas_applied = asked("ideas_applied")
    maintenance = asked("maintenance")
    technology_transfer = asked("technology_transfer")
    trained_workers = asked("trained_workers")
    artisans = asked("artisans")
    managers = asked("managers")
    qualified_staff = asked("qualified_staff")
    training_cost_3y_vnd = asked("training_cost_3y_vnd")
    revenue_3y_vnd = asked("revenue_3y_vnd")
    uses_mes = asked("uses_mes")
    uses_erp = asked("uses_erp")
    uses_plm = asked("uses_plm")
    uses_pdm = asked("uses_pdm")
    uses_pps = asked("uses_pps")
    uses_scm = asked("uses_scm")
    mean_output_3y = asked("mean_output_3y")
    design_output = asked("design_output")
    good_value_3y_vnd = asked("good_value_3y_vnd")
    product_value_3y_vnd = asked("product_value_3y_vnd")
    quality_system = asked("quality_system")
    productivity_tools = asked("productivity_tools")
    environment = asked("environment")
    it_use = asked("it_use")
    information_cost_3y_vnd = asked("information_cost_3y_vnd")
    total_cost_3y_vnd = asked("total_cost_3y_vnd")
    research_workers = asked("research_workers")
    research_facility = asked("research_facility")
    science_fund = asked("science_fund")
    research_cost_3y_vnd = asked("research_cost_3y_vnd")
    product_research = asked("product_research")
    new_product_revenue_pct = asked("new_product_revenue_pct")
    technology_research = asked("technology_research")
    research_links = asked("research_links")
    digital_strategy = asked("digital_strategy")
    digital_level = asked("digital_level")

    class Meta:
        db_table = "technology_survey"
        verbose_name = both("Phiếu điều tra công nghệ", "Technology survey")
        verbose_name_plural = both("Phiếu điều tra công nghệ", "Technology surveys")
        ordering = ("code",)
        constraints = [models.UniqueConstraint(fields=["establishment", "year"], name="technology_survey_once")]

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Refuse a part larger than its whole."""
        problems = super().row_problems(row)
        for part, whole in NOT_ABOVE:
            small, large = row.get(part), row.get(whole)
            if small is not None and large is not None and small > large:
                problems.append(both(f"{part} lớn hơn {whole}", f"{part} exceeds {whole}"))
        return problems


class BenchmarkKind(models.TextChoices):
    """Benchmarks of the circular's Annex II, which was not found: the user enters them."""

    K1 = "K1", both("K1: thiết bị trên lao động trực tiếp (đồng/người)", "K1: equipment per direct worker (VND)")
    K2 = "K2", both("K2: chi phí năng lượng trên giá trị sản phẩm (%)", "K2: energy cost on output (%)")
    K3 = "K3", both("K3: chi phí nguyên vật liệu trên giá trị sản phẩm (%)", "K3: material cost on output (%)")
    K4 = "K4", both("K4: năng suất lao động (đồng/người/năm)", "K4: labour productivity (VND/person/year)")


class IndustryBenchmark(Dated, Sourced):
    """A benchmark K1 to K4 of an industry; the longest matching VSIC code counts."""

    one_at_a_time = ("vsic", "kind")

    code = fields.code()
    vsic = models.CharField(
        both("Mã ngành VSIC", "VSIC code"),
        max_length=10,
        validators=[VSIC_RULE],
        help_text=both("Cấp 2 hoặc 3 theo Thông tư", "Level 2 or 3 by the circular"),
    )
    kind = fields.choice(BenchmarkKind, "Chuẩn", "Benchmark")
    value = fields.number("Giá trị", "Value", "Theo đơn vị của chuẩn", "In the benchmark's unit", required=True)

    class Meta:
        db_table = "industry_benchmark"
        verbose_name = both("Chuẩn so sánh của ngành", "Industry benchmark")
        verbose_name_plural = both("Chuẩn so sánh của ngành", "Industry benchmarks")
        ordering = ("code",)
