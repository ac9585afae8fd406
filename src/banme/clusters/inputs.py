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
        "central_working": Words("hệ thống xử lý tập trung đang vận hành", "central treatment at work"),
        "clusters": Words("cụm đã thành lập trên địa bàn", "clusters established in the area"),
        "demand_ha": Words("nhu cầu thuê đất (ha)", "demand for land (ha)"),
        "density_pct": Words("mật độ xây dựng (%)", "building density (%)"),
        "fits_land_plan": Words("phù hợp kế hoạch sử dụng đất", "fits the land-use plan"),
        "flow_m3_day": Words("lưu lượng nước thải (m³/ngày)", "wastewater flow (m³/day)"),
        "green_ha": Words("đất cây xanh (ha)", "greenery (ha)"),
        "in_provincial_list": Words("có trong phương án phát triển cụm", "in the provincial list of clusters"),
        "industrial_ha": Words(
            "đất công nghiệp theo quy hoạch chi tiết (ha)", "industrial land of the detailed plan (ha)"
        ),
        "internal_roads": Words("đường nội bộ", "internal roads"),
        "leased_ha": Words("đất đã cho thuê (ha)", "land leased (ha)"),
        "lots": Words("lô đất có mật độ xây dựng", "lots with a building density"),
        "occupancy_pct": Words("tỷ lệ lấp đầy (%)", "occupancy (%)"),
        "occupancy_plain_pct": Words("lấp đầy bình quân số học (%)", "plain mean of occupancy (%)"),
        "operating_since": Words("hoạt động từ ngày", "operating since"),
        "roads_ha": Words("đất giao thông (ha)", "roads (ha)"),
        "serviced_ha": Words("đất đã có hạ tầng (ha)", "serviced land (ha)"),
        "small_allowed": Words("thuộc trường hợp được dưới mức", "may be below the limit"),
        "strip_m": Words("bề rộng dải cây xanh cách ly (m)", "width of the isolation strip (m)"),
        "technical_ha": Words("đất hạ tầng kỹ thuật (ha)", "technical works (ha)"),
        "tenants_treat_to_standard": Words("cơ sở tự xử lý đạt chuẩn", "tenants treat to standard"),
        "unit": Words("địa bàn", "unit"),
        "unleased_ha": Words("đất công nghiệp chưa cho thuê (ha)", "industrial land not leased (ha)"),
        "wastewater_collection": Words("thu gom nước thải", "wastewater collection"),
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
