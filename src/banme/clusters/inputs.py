"""What the facts that verdicts ask for are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from banme.law.words import Words

NAMES: Mapping[str, Words] = MappingProxyType(
    {
        "applicant_qualified": Words("tư cách, năng lực của chủ đầu tư", "standing and capability of the applicant"),
        "approved_ha": Words("đất đã có chủ trương, chưa thuê (ha)", "land approved, not leased (ha)"),
        "area_after_ha": Words("diện tích sau mở rộng (ha)", "area after the expansion (ha)"),
        "area_ha": Words("diện tích (ha)", "area (ha)"),
        "budget_vnd": Words("nộp ngân sách (đồng)", "paid to the budget (VND)"),
        "central_working": Words("hệ thống xử lý tập trung đang vận hành", "central treatment at work"),
        "clusters": Words("cụm đã thành lập trên địa bàn", "clusters established in the area"),
        "demand_ha": Words("nhu cầu thuê đất (ha)", "demand for land (ha)"),
        "density_pct": Words("mật độ xây dựng (%)", "building density (%)"),
        "enterprise_investor": Words("chủ đầu tư là doanh nghiệp hay không", "whether its investor is an enterprise"),
        "established": Words("đã thành lập hay chưa", "whether it is established"),
        "fits_land_plan": Words("phù hợp kế hoạch sử dụng đất", "fits the land-use plan"),
        "flow_m3_day": Words("lưu lượng nước thải (m³/ngày)", "wastewater flow (m³/day)"),
        "foreign": Words("có vốn nước ngoài hay không", "whether it has foreign capital"),
        "green_ha": Words("đất cây xanh (ha)", "greenery (ha)"),
        "in_plan": Words("có trong phương án phát triển cụm hay không", "whether it is in the plan for clusters"),
        "in_provincial_list": Words("có trong phương án phát triển cụm", "in the provincial list of clusters"),
        "industrial_ha": Words(
            "đất công nghiệp theo quy hoạch chi tiết (ha)", "industrial land of the detailed plan (ha)"
        ),
        "infrastructure_project_on": Words("ngày duyệt dự án hạ tầng", "day its infrastructure project was approved"),
        "internal_roads": Words("đường nội bộ", "internal roads"),
        "investor_budget": Words("chủ đầu tư nộp ngân sách", "paid to the budget by the investor"),
        "investor_income": Words("thu nhập bình quân lao động của chủ đầu tư", "mean income of the investor's workers"),
        "investor_revenue": Words("doanh thu của chủ đầu tư", "revenue of the investor"),
        "investor_workers": Words("lao động của chủ đầu tư", "workers of the investor"),
        "leased_ha": Words("đất đã cho thuê (ha)", "land leased (ha)"),
        "lots": Words("lô đất có mật độ xây dựng", "lots with a building density"),
        "occupancy_pct": Words("tỷ lệ lấp đầy (%)", "occupancy (%)"),
        "occupancy_plain_pct": Words("lấp đầy bình quân số học (%)", "plain mean of occupancy (%)"),
        "operating": Words("đang hoạt động hay không", "whether it is at work"),
        "operating_since": Words("hoạt động từ ngày", "operating since"),
        "roads_ha": Words("đất giao thông (ha)", "roads (ha)"),
        "serviced_ha": Words("đất đã có hạ tầng (ha)", "serviced land (ha)"),
        "small_allowed": Words("thuộc trường hợp được dưới mức", "may be below the limit"),
        "strip_m": Words("bề rộng dải cây xanh cách ly (m)", "width of the isolation strip (m)"),
        "technical_ha": Words("đất hạ tầng kỹ thuật (ha)", "technical works (ha)"),
        "tenants": Words("danh sách cơ sở trong cụm", "the establishments in it"),
        "tenants_treat_to_standard": Words("cơ sở tự xử lý đạt chuẩn", "tenants treat to standard"),
        "unit": Words("địa bàn", "unit"),
        "unleased_ha": Words("đất công nghiệp chưa cho thuê (ha)", "industrial land not leased (ha)"),
        "wastewater_built": Words(
            "nước thải tập trung đã hoặc đang xây hay chưa", "whether central wastewater is built or being built"
        ),
        "wastewater_collection": Words("thu gom nước thải", "wastewater collection"),
        "wastewater_standard": Words(
            "nước thải tập trung đạt quy chuẩn hay không", "whether central wastewater meets its standard"
        ),
        "wastewater_treatment": Words("xử lý nước thải", "wastewater treatment"),
        "water_supply": Words("cấp nước", "water supply"),
    }
)


def named(name: str) -> Words:
    """Return what a fact is called; ``CODE.fact`` keeps the code of what it is a fact of, an unknown name stays."""
    code, dot, fact = name.rpartition(".")
    words = NAMES.get(fact, Words(fact, fact))
    return Words(f"{code}: {words.vi}", f"{code}: {words.en}") if dot else words


def listed(names: Iterable[str]) -> Words:
    """Return the names of facts, one after another."""
    words = [named(name) for name in names]
    return Words("; ".join(word.vi for word in words), "; ".join(word.en for word in words))
