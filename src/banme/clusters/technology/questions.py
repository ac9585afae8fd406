"""What an establishment is asked: every input of the 26 criteria, with its symbol, unit and wording."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from banme.law.words import Words


class Kind(StrEnum):
    """What an answer is: a sum, a count, a share, any measured amount, yes or no, or one of stated levels."""

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    AMOUNT = "amount"
    YES_NO = "yes_no"
    LEVEL = "level"


NUMBERS = frozenset({Kind.MONEY, Kind.COUNT, Kind.PERCENT, Kind.AMOUNT})


@dataclass(frozen=True, slots=True)
class Question:
    """One input: machine name (unit at its end), kind, symbol in the circular where it has one, and wording."""

    code: str
    kind: Kind
    symbol: str
    words: Words


def _asked(code: str, kind: Kind, symbol: str, vi: str, en: str) -> Question:
    return Question(code, kind, symbol, Words(vi, en))


_M, _N, _Y, _L = Kind.MONEY, Kind.COUNT, Kind.YES_NO, Kind.LEVEL

_QUESTIONS = (
    _asked("capital_vnd", _M, "", "Tổng nguồn vốn (đồng)", "Total capital (VND)"),
    _asked(
        "workers",
        _N,
        "M",
        "Lao động năm trước, không tính làm dưới 3 tháng (người)",
        "Workers of the year before, without those under 3 months (persons)",
    ),
    _asked("size_class", _L, "", "Nhóm quy mô do người đánh giá chọn", "Size class, as the assessor chose"),
    _asked(
        "equipment_original_vnd", _M, "Gbđ", "Nguyên giá thiết bị, công nghệ (đồng)", "Original cost of equipment (VND)"
    ),
    _asked(
        "equipment_present_vnd",
        _M,
        "Gsx",
        "Giá trị còn lại của thiết bị, công nghệ (đồng)",
        "Present value of equipment, depreciated (VND)",
    ),
    _asked(
        "invested_3y_vnd",
        _M,
        "Gđt",
        "Tổng vốn đầu tư 3 năm, gồm cả thiết bị (đồng)",
        "Total invested in 3 years, equipment included (VND)",
    ),
    _asked(
        "equipment_expansion_3y_vnd",
        _M,
        "Gtbm1",
        "Thiết bị mới để mở rộng trong 3 năm, không tính thiết bị cũ (đồng)",
        "New equipment for expansion in 3 years, used equipment not counted (VND)",
    ),
    _asked(
        "equipment_replaced_3y_vnd",
        _M,
        "Gtbm2",
        "Thiết bị mới thay thế trong 3 năm, không tính thiết bị cũ (đồng)",
        "New equipment that replaced old in 3 years, used equipment not counted (VND)",
    ),
    _asked("direct_workers", _N, "Mtt", "Lao động trực tiếp (người)", "Direct workers (persons)"),
    _asked("uses_pda_scada", _Y, "", "Có PDA hoặc SCADA", "Has PDA or SCADA"),
    _asked("uses_mdc", _Y, "", "Có thu thập dữ liệu máy (MDC)", "Has machine data collection (MDC)"),
    _asked("uses_fms_dcs", _Y, "", "Có FMS hoặc DCS", "Has FMS or DCS"),
    _asked("uses_cim", _Y, "", "Có sản xuất tích hợp máy tính (CIM)", "Has computer-integrated manufacturing (CIM)"),
    _asked("energy_cost_vnd_year", _M, "Gnl", "Chi phí năng lượng (đồng/năm)", "Cost of energy (VND/year)"),
    _asked("material_cost_vnd_year", _M, "Gnvl", "Chi phí nguyên vật liệu (đồng/năm)", "Cost of materials (VND/year)"),
    _asked("output_value_vnd_year", _M, "Gsp", "Giá trị sản phẩm làm ra (đồng/năm)", "Value of output (VND/year)"),
    _asked("product_standard", _L, "", "Tiêu chuẩn sản phẩm", "Standard of the products"),
    _asked(
        "ideas_programme",
        _Y,
        "",
        "Có chương trình, hệ thống thúc đẩy sáng kiến",
        "Has a programme or system for ideas and improvements",
    ),
    _asked(
        "ideas_rising",
        _Y,
        "",
        "Số lượng hoặc hiệu quả sáng kiến tăng trong 3 năm",
        "Number or economic effect of ideas rose over 3 years",
    ),
    _asked("ideas_applied", _Y, "", "Sáng kiến được áp dụng thực tế", "Ideas are applied in practice"),
    _asked("maintenance", _L, "", "Mức bảo dưỡng, sửa chữa", "Level of maintenance and repair"),
    _asked("technology_transfer", _L, "", "Mức tiếp nhận công nghệ", "Level of technology taken over"),
    _asked("trained_workers", _N, "Mcn", "Công nhân qua đào tạo (người)", "Trained workers (persons)"),
    _asked("artisans", _N, "Mbc", "Công nhân bậc cao, nghệ nhân (người)", "High-grade workers and artisans (persons)"),
    _asked(
        "managers",
        _N,
        "Mql",
        "Quản lý có bằng đại học và từ 3 năm kinh nghiệm (người)",
        "Managers with a degree and 3 years' experience or more (persons)",
    ),
    _asked("qualified_staff", _N, "Mnv", "Nhân viên gián tiếp có chuyên môn (người)", "Qualified staff (persons)"),
    _asked("training_cost_3y_vnd", _M, "", "Chi phí đào tạo 3 năm (đồng)", "Cost of training in 3 years (VND)"),
    _asked("revenue_3y_vnd", _M, "", "Doanh thu 3 năm (đồng)", "Revenue in 3 years (VND)"),
    _asked("uses_mes", _Y, "", "Dùng MES", "Uses MES"),
    _asked("uses_erp", _Y, "", "Dùng ERP", "Uses ERP"),
    _asked("uses_plm", _Y, "", "Dùng PLM", "Uses PLM"),
    _asked("uses_pdm", _Y, "", "Dùng PDM", "Uses PDM"),
    _asked("uses_pps", _Y, "", "Dùng PPS", "Uses PPS"),
    _asked("uses_scm", _Y, "", "Dùng SCM", "Uses SCM"),
    _asked(
        "mean_output_3y",
        Kind.AMOUNT,
        "Ptt",
        "Sản lượng bình quân năm của 3 năm (đơn vị sản phẩm)",
        "Mean yearly output of 3 years (units of product)",
    ),
    _asked(
        "design_output",
        Kind.AMOUNT,
        "P",
        "Sản lượng thiết kế mỗi năm (cùng đơn vị)",
        "Design output a year (same unit)",
    ),
    _asked("good_value_3y_vnd", _M, "Gđ", "Giá trị sản phẩm đạt 3 năm (đồng)", "Value of good products, 3 years (VND)"),
    _asked(
        "product_value_3y_vnd", _M, "Gsp", "Giá trị mọi sản phẩm 3 năm (đồng)", "Value of all products, 3 years (VND)"
    ),
    _asked("quality_system", _L, "", "Hệ thống quản lý chất lượng", "Quality management system"),
    _asked(
        "productivity_tools",
        _Y,
        "",
        "Kết hợp công cụ năng suất, chất lượng",
        "Combined with productivity or quality tools",
    ),
    _asked("environment", _L, "", "Bảo vệ môi trường", "Protection of the environment"),
    _asked("it_use", _L, "", "Ứng dụng công nghệ thông tin", "Use of information technology"),
    _asked("information_cost_3y_vnd", _M, "", "Chi phí thông tin 3 năm (đồng)", "Cost of information, 3 years (VND)"),
    _asked("total_cost_3y_vnd", _M, "", "Tổng chi phí 3 năm (đồng)", "Total cost, 3 years (VND)"),
    _asked(
        "research_workers",
        _N,
        "Mr&d",
        "Nhân lực nghiên cứu, phát triển (người)",
        "Research and development staff (persons)",
    ),
    _asked("research_facility", _L, "", "Hạ tầng nghiên cứu, phát triển", "Research and development facility"),
    _asked("science_fund", _Y, "", "Có quỹ phát triển khoa học và công nghệ", "Has a science and technology fund"),
    _asked(
        "research_cost_3y_vnd",
        _M,
        "",
        "Chi phí nghiên cứu, phát triển 3 năm (đồng)",
        "Cost of research and development, 3 years (VND)",
    ),
    _asked("product_research", _L, "", "Kết quả nghiên cứu sản phẩm", "Result of product research"),
    _asked(
        "new_product_revenue_pct",
        Kind.PERCENT,
        "",
        "Sản phẩm mới trong doanh thu năm trước (%)",
        "New products in last year's revenue (%)",
    ),
    _asked("technology_research", _L, "", "Kết quả nghiên cứu công nghệ", "Result of technology research"),
    _asked("research_links", _L, "", "Liên kết nghiên cứu", "Research links"),
    _asked("digital_strategy", _Y, "", "Có chiến lược chuyển đổi số", "Has a digital strategy"),
    _asked("digital_level", _L, "", "Mức triển khai chuyển đổi số", "How far digital change is deployed"),
)

QUESTIONS = MappingProxyType({question.code: question for question in _QUESTIONS})
"""Every input by its code, in the order of the form."""
