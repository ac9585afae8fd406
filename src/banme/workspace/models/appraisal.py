"""Incentives as dated data, investment projects with their money by year, and what they are worth."""

from __future__ import annotations

from typing import Any

from django.db import models

from banme.appraisal.incentive import PLACES, SECTORS, Kind, is_tag
from banme.appraisal.project import DRIVERS
from banme.workspace import fields
from banme.workspace.models.base import Dated, Result, Sourced
from banme.workspace.models.law import PRESENTED_AS_LAW, Verification
from banme.workspace.text import both


class IncentiveKind(models.TextChoices):
    """What an incentive eases."""

    INCOME_TAX = "income_tax", both("Thuế thu nhập doanh nghiệp", "Corporate income tax")
    LAND_RENT = "land_rent", both("Tiền thuê đất", "Land rent")
    IMPORT_DUTY = "import_duty", both("Thuế nhập khẩu", "Import duty")
    GRANT = "grant", both("Hỗ trợ vốn", "Support of the investment")
    PERSONAL_TAX = "personal_tax", both("Thuế thu nhập cá nhân", "Personal income tax")


def _sectors() -> Any:
    return fields.words(
        "Ngành", "Sectors", f"Cách nhau bằng dấu cách: {_codes(SECTORS)}", f"By spaces: {_codes(SECTORS)}"
    )


def _places() -> Any:
    return fields.words(
        "Địa bàn",
        "Places",
        f"Cách nhau bằng dấu cách: {_codes(PLACES)}, hoặc @Tên_địa_bàn văn bản nêu",
        f"By spaces: {_codes(PLACES)}, or @Area_name as an act names it",
    )


def _codes(known: Any) -> str:
    return ", ".join(known)


def _unknown_tags(row: dict[str, Any]) -> list[Any]:
    found = []
    for column, known in (("sectors", SECTORS), ("places", PLACES)):
        strange = [tag for tag in str(row.get(column) or "").split() if not is_tag(tag, known)]
        if strange:
            listed = " ".join(strange)
            found.append(
                both(
                    f"{column} có mã lạ: {listed}; dùng {_codes(known)}",
                    f"{column} holds unknown codes: {listed}; use {_codes(known)}",
                )
            )
    return found


class Incentive(Dated, Sourced):
    """One mechanism for projects decided while it holds, and how well it is verified."""

    code = fields.code()
    name = models.CharField(both("Tên", "Name"), max_length=300)
    kind = fields.choice(IncentiveKind, "Loại", "Kind")
    sectors = _sectors()
    places = _places()
    rate_pct = fields.number("Thuế suất (%)", "Tax rate (%)", high=100.0)
    rate_years = fields.whole(
        "Số năm thuế suất", "Years of the rate", "Từ năm đầu tiên có doanh thu", "From the first year of revenue"
    )
    exempt_years = fields.whole("Số năm miễn", "Years exempt")
    half_years = fields.whole("Số năm giảm một nửa", "Years at half")
    construction_years = fields.whole("Số năm miễn khi xây dựng", "Years exempt while building")
    share_pct = fields.number(
        "Phần được miễn hoặc hỗ trợ (%)",
        "Part let off or paid (%)",
        "Của tiền thuê đất, thuế nhập khẩu hoặc vốn đầu tư",
        "Of land rent, import duty or investment",
        high=100.0,
    )
    cap_vnd = fields.number("Mức trần (đồng)", "Ceiling (VND)")
    whole_term = fields.flag(
        "Cả đời dự án",
        "For the whole term",
        "Suốt đời dự án hoặc thời hạn thuê",
        "As long as the project",
        default=False,
    )
    act = fields.ref("workspace.LegalAct", "act_code", "Văn bản", "Act")
    article = fields.words("Điều khoản", "Article", size=80)
    mark = fields.choice(Verification, "Mức đối chiếu", "Verification")
    in_use = fields.flag(
        "Được dùng",
        "In use",
        "Ưu đãi chưa đối chiếu chỉ được tính khi bật ở đây, và kết quả sẽ ghi rõ",
        "An incentive that is not verified counts only when switched on here, and results say so",
        default=False,
    )

    class Meta:
        db_table = "incentive"
        verbose_name = both("Ưu đãi", "Incentive")
        verbose_name_plural = both("Ưu đãi", "Incentives")
        ordering = ("kind", "valid_from", "code")

    def __str__(self) -> str:
        return self.code

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Refuse unknown sectors and places; ask for the reason why an unverified incentive is on."""
        problems = super().row_problems(row) + _unknown_tags(row)
        unverified = row.get("mark") not in PRESENTED_AS_LAW
        if unverified and row.get("in_use") and not str(row.get("note") or "").strip():
            problems.append(
                both(
                    "Bật ưu đãi chưa đối chiếu: ghi lý do ở cột note",
                    "An unverified incentive is switched on: give the reason in column note",
                )
            )
        if row.get("kind") == Kind.LAND_RENT and row.get("in_use") and row.get("share_pct") is None:
            problems.append(
                both(
                    "Ưu đãi tiền thuê đất: ghi share_pct, 100 là miễn hết",
                    "Land rent: give share_pct, 100 is all of it",
                )
            )
        return problems


class InvestmentProject(Sourced):
    """A project whose worth is asked for, with and without incentives."""

    code = fields.code()
    name = fields.name()
    cluster = fields.ref("workspace.IndustrialCluster", "cluster_code", "Khu, cụm", "Cluster", required=False)
    sectors = _sectors()
    places = _places()
    decision_on = fields.day(
        "Ngày quyết định đầu tư",
        "Decided on",
        "Quyết định ưu đãi nào được hưởng",
        "Decides which incentives it may have",
    )
    claims = fields.words(
        "Ưu đãi đang dùng", "Incentives claimed", "Mã trong bảng incentive, cách nhau bằng dấu cách", "Codes, by spaces"
    )
    discount_rate_pct = fields.number("Suất chiết khấu (%/năm)", "Discount rate (%/year)", required=True)
    standard_tax_pct = fields.number("Thuế suất thông thường (%)", "Ordinary tax rate (%)", high=100.0, required=True)
    duty_pct = fields.number("Thuế nhập khẩu thiết bị (%)", "Duty on equipment (%)", required=True)
    loss_years = fields.whole("Số năm chuyển lỗ", "Years a loss is carried", required=True)
    depreciation_years = fields.whole("Số năm khấu hao", "Years of depreciation", low=1, required=True)
    capex_low_pct = fields.number("Vốn đầu tư, thấp nhất (% kế hoạch)", "Investment, lowest (% of plan)", high=100.0)
    capex_high_pct = fields.number("Vốn đầu tư, cao nhất (% kế hoạch)", "Investment, highest (% of plan)", low=100.0)
    revenue_low_pct = fields.number("Doanh thu, thấp nhất (% kế hoạch)", "Revenue, lowest (% of plan)", high=100.0)
    revenue_high_pct = fields.number("Doanh thu, cao nhất (% kế hoạch)", "Revenue, highest (% of plan)", low=100.0)
    operating_cost_low_pct = fields.number(
        "Chi phí hoạt động, thấp nhất (% kế hoạch)", "Operating cost, lowest (% of plan)", high=100.0
    )
    operating_cost_high_pct = fields.number(
        "Chi phí hoạt động, cao nhất (% kế hoạch)", "Operating cost, highest (% of plan)", low=100.0
    )

    class Meta:
        db_table = "investment_project"
        verbose_name = both("Dự án đầu tư", "Investment project")
        verbose_name_plural = both("Dự án đầu tư", "Investment projects")
        ordering = ("code",)

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Refuse unknown sectors and places, and half a range."""
        problems = super().row_problems(row) + _unknown_tags(row)
        problems += [
            both(f"{driver}: cần cả mức thấp và cao, hoặc để trống cả hai", f"{driver}: give both ends or neither")
            for driver in DRIVERS
            if (row.get(f"{driver}_low_pct") is None) != (row.get(f"{driver}_high_pct") is None)
        ]
        return problems


class ProjectYear(Sourced):
    """A project's money in one year, at its end; the first year is not discounted."""

    code = fields.code()
    project = fields.ref("workspace.InvestmentProject", "project_code", "Dự án", "Project")
    year = fields.whole("Năm", "Year", low=1900, high=2200, required=True)
    capex_vnd = fields.number("Vốn đầu tư (đồng)", "Investment (VND)", required=True)
    imported_vnd = fields.number(
        "Trong đó thiết bị nhập khẩu chịu thuế (đồng)", "Of which imported and dutiable (VND)", required=True
    )
    revenue_vnd = fields.number("Doanh thu (đồng)", "Revenue (VND)", required=True)
    operating_cost_vnd = fields.number("Chi phí hoạt động (đồng)", "Operating cost (VND)", required=True)
    land_rent_vnd = fields.number("Tiền thuê đất chưa miễn giảm (đồng)", "Land rent before relief (VND)", required=True)
    salvage_vnd = fields.number("Thu thanh lý (đồng)", "Salvage (VND)", required=True)

    class Meta:
        db_table = "project_year"
        verbose_name = both("Năm của dự án", "Project year")
        verbose_name_plural = both("Năm của dự án", "Project years")
        ordering = ("project_id", "year")


class ResultValue(Result):
    """What a project is worth in one case: without incentives, as claimed, with the best, with one alone."""

    project = fields.ref("workspace.InvestmentProject", "project_code", "Dự án", "Project", on_delete=models.DO_NOTHING)
    case = fields.words(
        "Trường hợp", "Case", "none, claimed, best hoặc mã ưu đãi", "none, claimed, best or an incentive"
    )
    name = fields.words("Tên", "Name", size=320)
    answer = fields.words("Được hưởng", "Eligible", "yes, no hoặc unknown", "yes, no or unknown", size=20)
    reasons = fields.words("Lý do", "Reasons")
    npv_vnd = fields.number("NPV (đồng)", "NPV (VND)", low=None)
    irr_pct = fields.number("IRR (%/năm)", "IRR (%/year)", low=None)
    payback_years = fields.number("Hoàn vốn (năm)", "Payback (years)")
    discounted_payback_years = fields.number("Hoàn vốn có chiết khấu (năm)", "Discounted payback (years)")
    added_vnd = fields.number("NPV thêm so với không ưu đãi (đồng)", "NPV added to none (VND)", low=None)
    within_vnd = fields.number("NPV mất nếu thiếu (đồng)", "NPV lost without it (VND)", low=None)
    tax_vnd = fields.number("Thuế thu nhập phải nộp (đồng)", "Income tax paid (VND)")
    land_rent_vnd = fields.number("Tiền thuê đất phải trả (đồng)", "Land rent paid (VND)")
    chosen = fields.flag("Trong bộ tốt nhất", "In the best set", default=False)
    claimed = fields.flag("Đang dùng", "Claimed", default=False)

    class Meta:
        db_table = "result_value"
        verbose_name = both("Kết quả: giá trị dự án", "Result: project value")
        verbose_name_plural = both("Kết quả: giá trị dự án", "Results: project values")


class ResultValueYear(Result):
    """A project's cash flow by year with the best set of incentives."""

    year = fields.whole("Năm", "Year", required=True)
    revenue_vnd = fields.number("Doanh thu (đồng)", "Revenue (VND)", required=True)
    operating_cost_vnd = fields.number("Chi phí hoạt động (đồng)", "Operating cost (VND)", required=True)
    land_rent_vnd = fields.number("Tiền thuê đất (đồng)", "Land rent (VND)", required=True)
    depreciation_vnd = fields.number("Khấu hao (đồng)", "Depreciation (VND)", low=None, required=True)
    capex_vnd = fields.number("Vốn đầu tư (đồng)", "Investment (VND)", required=True)
    duty_vnd = fields.number("Thuế nhập khẩu (đồng)", "Import duty (VND)", required=True)
    grant_vnd = fields.number("Hỗ trợ (đồng)", "Support (VND)", required=True)
    profit_vnd = fields.number("Thu nhập trước chuyển lỗ (đồng)", "Income before losses (VND)", low=None, required=True)
    tax_rate_pct = fields.number("Thuế suất (%)", "Tax rate (%)", required=True)
    tax_vnd = fields.number("Thuế thu nhập (đồng)", "Income tax (VND)", required=True)
    net_vnd = fields.number("Dòng tiền (đồng)", "Cash flow (VND)", low=None, required=True)

    class Meta:
        db_table = "result_value_year"
        verbose_name = both("Kết quả: dòng tiền theo năm", "Result: cash flow by year")
        verbose_name_plural = both("Kết quả: dòng tiền theo năm", "Results: cash flows by year")


class ResultValueRange(Result):
    """Net present value at both ends of a figure's range, or at a percentile of the drawn futures."""

    driver = fields.words(
        "Yếu tố", "Figure", "draws: phân vị của các tương lai rút ngẫu nhiên", "draws: percentiles", size=40
    )
    label = fields.words("Tên", "Name", size=200)
    low_pct = fields.number("Mức thấp hoặc phân vị (%)", "Low end or percentile (%)", low=None)
    high_pct = fields.number("Mức cao (%)", "High end (%)", low=None)
    npv_low_vnd = fields.number("NPV ở mức thấp (đồng)", "NPV at the low end (VND)", low=None)
    npv_high_vnd = fields.number("NPV ở mức cao (đồng)", "NPV at the high end (VND)", low=None)
    irr_pct = fields.number("IRR ở phân vị (%/năm)", "IRR at the percentile (%/year)", low=None)

    class Meta:
        db_table = "result_value_range"
        verbose_name = both("Kết quả: khoảng giá trị", "Result: range of value")
        verbose_name_plural = both("Kết quả: khoảng giá trị", "Results: ranges of value")
