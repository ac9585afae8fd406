"""What establishments use, and the library of measures that save it."""

from __future__ import annotations

from typing import Any

from django.db import models

from banme.clusters.technology import QUESTIONS
from banme.workspace import fields
from banme.workspace.models.base import Result, Sourced
from banme.workspace.text import both


class Resource(models.TextChoices):
    """What an establishment uses or gives off; the unit stands in the name."""

    ELECTRICITY = "electricity_kwh", both("Điện (kWh)", "Electricity (kWh)")
    DIESEL = "diesel_l", both("Dầu diesel (lít)", "Diesel (l)")
    COAL = "coal_t", both("Than (t)", "Coal (t)")
    BIOMASS = "biomass_t", both("Củi, trấu, sinh khối (t)", "Firewood, husk, biomass (t)")
    WATER = "water_m3", both("Nước (m³)", "Water (m³)")
    WASTEWATER = "wastewater_m3", both("Nước thải (m³)", "Wastewater (m³)")
    MATERIAL = "material_t", both("Nguyên vật liệu (t)", "Materials (t)")
    WASTE = "solid_waste_t", both("Chất thải rắn (t)", "Solid waste (t)")


RESOURCE_KIND = {
    "electricity_kwh": "energy",
    "diesel_l": "energy",
    "coal_t": "energy",
    "biomass_t": "energy",
    "water_m3": "water",
    "wastewater_m3": "hygiene",
    "material_t": "material",
    "solid_waste_t": "hygiene",
}


class ResourceUse(Sourced):
    """What an establishment uses of a resource in a year, at what price and emission."""

    code = fields.code()
    establishment = fields.ref("workspace.Establishment", "establishment_code", "Cơ sở sản xuất", "Establishment")
    year = fields.whole("Năm", "Year", low=2000, high=2100, required=True)
    resource = fields.choice(Resource, "Tài nguyên", "Resource")
    quantity = fields.number("Lượng (mỗi năm)", "Quantity (a year)", required=True)
    price_vnd = fields.number("Đơn giá (đồng)", "Price of a unit (VND)", required=True)
    co2_kg = fields.number(
        "CO2e mỗi đơn vị (kg)",
        "CO2e of a unit (kg)",
        "Hệ số phát thải; nguồn ghi ở cột note",
        "Emission factor; its source stands in column note",
        required=True,
    )

    class Meta:
        db_table = "resource_use"
        verbose_name = both("Sử dụng tài nguyên", "Resource use")
        verbose_name_plural = both("Sử dụng tài nguyên", "Resource use")
        ordering = ("code",)
        constraints = [models.UniqueConstraint(fields=["establishment", "year", "resource"], name="resource_use_once")]


class MeasureGroup(models.TextChoices):
    """What a measure is about."""

    ENERGY = "energy", both("Năng lượng", "Energy")
    WATER = "water", both("Nước", "Water")
    MATERIAL = "material", both("Nguyên vật liệu", "Materials")
    HYGIENE = "hygiene", both("Vệ sinh, chất thải", "Hygiene and waste")
    AUTOMATION = "automation", both("Tự động hóa, số hóa", "Automation and digital")


class UpgradeMeasure(Sourced):
    """A measure of the library: what it costs where it is taken."""

    code = fields.code()
    name = fields.name()
    group = fields.choice(MeasureGroup, "Nhóm", "Group")
    vsic_prefixes = fields.words(
        "Ngành áp dụng",
        "Industries",
        "Các mã VSIC đầu, cách nhau bằng dấu cách; để trống nếu mọi ngành",
        "First digits of VSIC codes, with spaces; empty for every industry",
        size=200,
    )
    capex_base_vnd = fields.number("Vốn cố định (đồng)", "Fixed investment (VND)", required=True)
    capex_of_bill_pct = fields.number(
        "Vốn theo hóa đơn (%)",
        "Investment by the bill (%)",
        "Phần vốn theo quy mô: tỷ lệ của hóa đơn năm của các tài nguyên được tiết kiệm",
        "The part that grows with size: share of the yearly bill of the resources it saves",
        required=True,
    )
    opex_pct = fields.number("Vận hành (% vốn/năm)", "Operation (% of investment a year)", high=100.0, required=True)
    life_years = fields.whole("Tuổi thọ (năm)", "Life (years)", low=1, high=50, required=True)
    value_added_pct = fields.number("Tăng giá trị gia tăng (%)", "Gain in value added (%)", high=100.0, required=True)
    is_equipment = fields.flag(
        "Là thiết bị mới",
        "Is new equipment",
        "Vốn được cộng vào giá trị thiết bị khi chấm lại trình độ công nghệ",
        "The investment counts as equipment when technology is scored again",
        default=False,
    )

    class Meta:
        db_table = "upgrade_measure"
        verbose_name = both("Biện pháp nâng cấp", "Upgrade measure")
        verbose_name_plural = both("Biện pháp nâng cấp", "Upgrade measures")
        ordering = ("code",)


class UpgradeSaving(Sourced):
    """The share of a resource that a measure alone saves: lowest, likely, highest."""

    code = fields.code()
    measure = fields.ref("workspace.UpgradeMeasure", "measure_code", "Biện pháp", "Measure")
    resource = fields.choice(Resource, "Tài nguyên", "Resource")
    low_pct = fields.number("Thấp (%)", "Lowest (%)", high=99.9, required=True)
    saving_pct = fields.number("Tiết kiệm (%)", "Likely (%)", high=99.9, required=True)
    high_pct = fields.number("Cao (%)", "Highest (%)", high=99.9, required=True)

    class Meta:
        db_table = "upgrade_saving"
        verbose_name = both("Mức tiết kiệm của biện pháp", "Measure's saving")
        verbose_name_plural = both("Mức tiết kiệm của biện pháp", "Measures' savings")
        ordering = ("code",)
        constraints = [models.UniqueConstraint(fields=["measure", "resource"], name="upgrade_saving_once")]

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Ask for rising figures."""
        problems = super().row_problems(row)
        figures = [row.get(name) for name in ("low_pct", "saving_pct", "high_pct")]
        if None not in figures and figures != sorted(figures, key=lambda value: value or 0.0):
            problems.append(both("Cần low_pct ≤ saving_pct ≤ high_pct", "low_pct ≤ saving_pct ≤ high_pct must hold"))
        return problems


class UpgradeLinkKind(models.TextChoices):
    """How two measures at one establishment bear on each other."""

    REQUIRES = "requires", both("Cần có", "Requires")
    EXCLUDES = "excludes", both("Loại trừ", "Excludes")
    OVERLAPS = "overlaps", both("Chồng lấn", "Overlaps")


class UpgradeLink(Sourced):
    """One measure requires, excludes or overlaps with another."""

    code = fields.code()
    measure = fields.ref("workspace.UpgradeMeasure", "measure_code", "Biện pháp", "Measure")
    other = fields.ref("workspace.UpgradeMeasure", "other_code", "Biện pháp kia", "Other measure")
    kind = fields.choice(UpgradeLinkKind, "Quan hệ", "Relation")
    resource = fields.choice(
        Resource, "Tài nguyên", "Resource", "Chỉ cho chồng lấn", "For overlaps only", blank=True, default=""
    )
    factor = fields.number(
        "Hệ số",
        "Factor",
        "Chỉ cho chồng lấn: phần còn dùng nhân với hệ số này; trên 1 là cùng nhau tiết kiệm ít hơn",
        "For overlaps only: what is left is multiplied by it; above 1 means that together they save less",
    )

    class Meta:
        db_table = "upgrade_link"
        verbose_name = both("Quan hệ giữa biện pháp", "Relation of measures")
        verbose_name_plural = both("Quan hệ giữa biện pháp", "Relations of measures")
        ordering = ("code",)

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Ask for resource and factor with overlaps, and only there."""
        problems = super().row_problems(row)
        given = bool(row.get("resource")), bool(row.get("factor"))
        overlaps = row.get("kind") == UpgradeLinkKind.OVERLAPS
        if given != (overlaps, overlaps):
            problems.append(
                both(
                    "Chồng lấn cần resource và factor (trên 0); quan hệ khác để trống cả hai",
                    "Overlaps need resource and factor (above 0); leave both empty otherwise",
                )
            )
        return problems


class UpgradeEffect(Sourced):
    """What a measure brings about in the technology survey: a yes, or a level."""

    code = fields.code()
    measure = fields.ref("workspace.UpgradeMeasure", "measure_code", "Biện pháp", "Measure")
    question = models.CharField(
        both("Câu hỏi", "Question"),
        max_length=40,
        choices=[
            (code, both(one.words.vi, one.words.en))
            for code, one in QUESTIONS.items()
            if one.kind in {"yes_no", "level"}
        ],
    )
    answer = fields.words("Trả lời", "Answer", "yes, hoặc mã của mức", "yes, or the level's key", size=40)

    class Meta:
        db_table = "upgrade_effect"
        verbose_name = both("Tác động của biện pháp", "Measure's effect")
        verbose_name_plural = both("Tác động của biện pháp", "Measures' effects")
        ordering = ("code",)


class ResultUpgrade(Result):
    """A measure chosen at an establishment, in the order of its marginal cost."""

    establishment = fields.ref(
        "workspace.Establishment", "establishment_code", "Cơ sở", "Establishment", on_delete=models.DO_NOTHING
    )
    measure = fields.ref(
        "workspace.UpgradeMeasure", "measure_code", "Biện pháp", "Measure", on_delete=models.DO_NOTHING
    )
    step = fields.whole("Bước", "Step", required=True)
    capex_vnd = fields.number("Vốn đầu tư (đồng)", "Investment (VND)", required=True)
    net_vnd_year = fields.number("Chi phí ròng (đồng/năm)", "Net cost (VND/year)", low=None)
    saved_co2_kg = fields.number("Giảm CO2e (kg/năm)", "CO2e saved (kg/year)")
    saved_co2_so_far_kg = fields.number("Giảm CO2e cộng dồn (kg/năm)", "CO2e saved so far (kg/year)")
    net_vnd_kg = fields.number("Chi phí biên (đồng/kg CO2e)", "Marginal cost (VND/kg CO2e)", low=None)

    class Meta:
        db_table = "result_upgrade"
        verbose_name = both("Kết quả: biện pháp được chọn", "Result: chosen measure")
        verbose_name_plural = both("Kết quả: biện pháp được chọn", "Results: chosen measures")


class ResultSaving(Result):
    """What an establishment uses of a resource before and after the chosen measures."""

    establishment = fields.ref(
        "workspace.Establishment", "establishment_code", "Cơ sở", "Establishment", on_delete=models.DO_NOTHING
    )
    resource = fields.choice(Resource, "Tài nguyên", "Resource")
    quantity = fields.number("Hiện nay (mỗi năm)", "Now (a year)", required=True)
    saved_low = fields.number("Tiết kiệm, thấp", "Saved, lowest")
    saved = fields.number("Tiết kiệm", "Saved", required=True)
    saved_high = fields.number("Tiết kiệm, cao", "Saved, highest")
    saved_vnd = fields.number("Tiết kiệm (đồng/năm)", "Saved (VND/year)", required=True)

    class Meta:
        db_table = "result_saving"
        verbose_name = both("Kết quả: tiết kiệm", "Result: saving")
        verbose_name_plural = both("Kết quả: tiết kiệm", "Results: savings")
