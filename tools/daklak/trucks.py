"""Trucks and tariffs."""

from __future__ import annotations

from typing import Any

FROM = "2024-01-01"

VEHICLES: tuple[dict[str, Any], ...] = (
    {
        "code": "rigid-8t",
        "name": "Xe tải thùng 2 trục 8 t",
        "leg": "collection",
        "payload_t": 8.0,
        "gross_t": 16.0,
        "axles": 2,
        "cost_vnd_km": 7500.0,
        "cost_vnd_h": 200000.0,
        "load_factor_pct": 90.0,
        "empty_return_pct": 100.0,
        "speed_factor": 1.0,
        "emission_g_tkm": 150.0,
        "emission_factor": "GLEC v2.0 (2019) rigid 12-20 t, WTW",
        "note": "Chi phí giả định: dầu 18 l/100 km, lốp, sửa chữa, phí; về rỗng. Khối lượng theo VEHICLE-LIMITS. Phát thải công bố (nguồn GLEC) nhưng là bản cũ v2.0 | costs assumed; "
        "published emission factor on the older GLEC v2.0 basis",
    },
    {
        "code": "artic-27t",
        "name": "Đầu kéo sơ mi rơ moóc 5 trục 27 t",
        "leg": "linehaul",
        "payload_t": 27.0,
        "gross_t": 42.0,
        "axles": 5,
        "cost_vnd_km": 13000.0,
        "cost_vnd_h": 420000.0,
        "load_factor_pct": 95.0,
        "empty_return_pct": 100.0,
        "speed_factor": 0.9,
        "emission_g_tkm": 95.0,
        "emission_factor": "GLEC v3.0 (2023) artic ≤ 40 t, WTW",
        "note": "Chi phí giả định, hiệu chỉnh theo cước container công bố 2024 (FREIGHT-PRICES-2024): TP.HCM 15-18, Khánh Hòa 8-10 triệu đồng; "
        "container đi hàng về rỗng. Phát thải (nguồn GLEC) v3.0 cho châu Âu, Nam Mỹ | costs assumed, calibrated on the container prices published "
        "for 2024; emission factor for Europe and South America",
    },
)


def vehicle_types() -> list[dict[str, Any]]:
    """Return table ``vehicle_type``."""
    dated = {"valid_from": FROM, "valid_to": None, "source_code": "ASSUMED", "quality": "assumed"}
    return [{**{k: v for k, v in row.items() if k != "note"}, **dated, "note": row["note"]} for row in VEHICLES]


_TARIFFS: tuple[tuple[str, str, str, float, str], ...] = (
    ("handling", "handling_vnd_t", "", 50_000.0, "Bốc bao thủ công xuống và lên, mỗi lượt khoảng 25.000 đồng/t | bags by hand, off and on again"),
    ("handling-centre", "handling_vnd_t", "centre", 30_000.0, "Trung tâm cơ giới hoá, pa-lét và xe nâng | mechanised: pallets and forklifts"),
    ("storage", "storage_vnd_t_month", "", 20_000.0, "Thuê kho thường khoảng 40.000 đồng/m² tháng, 2 t/m² | dry store rent"),
    ("storage-centre", "storage_vnd_t_month", "centre", 15_000.0, "Kho cao tầng, xếp 2,7 t/m² cùng giá thuê | higher stacking, same rent"),
    ("loading", "loading_h_trip", "", 2.0, "Xếp và dỡ cộng lại mỗi chuyến | loading and unloading together, each trip"),
    ("carbon", "carbon_vnd_kg", "", 0.0, "Chưa có giá các-bon cho vận tải đường bộ | no carbon price on road freight yet"),
    ("discount", "discount_rate_pct", "", 8.0, "Suất chiết khấu thực thường dùng cho hạ tầng | usual for infrastructure appraisal"),
    ("follow-km", "follow_km", "", 5.0, "Người lao động đi thêm đến 5 km vẫn theo việc | workers follow a job up to 5 km"),
    ("follow-lost", "follow_lost_pct_km", "", 2.0, "Mỗi km thêm mất 2 % lao động | each km more loses 2 % of them"),
    (
        "exposure",
        "exposure_vnd_person_year",
        "",
        3_000_000.0,
        "Trọng số của một người phơi nhiễm một năm, do người lập kế hoạch chọn | the planner's weight of a person-year",
    ),
    ("job", "job_vnd", "", 60_000_000.0, "Trọng số của một việc làm giữ được, do người lập kế hoạch chọn | the planner's weight of a job kept"),
)


def tariffs() -> list[dict[str, Any]]:
    """Return table ``tariff``: no published rate was found, every row is assumed with its reason."""
    return [
        {
            "code": code,
            "kind": kind,
            "commodity_code": None,
            "site_kind": site_kind,
            "rate": rate,
            "valid_from": FROM,
            "valid_to": None,
            "source_code": "ASSUMED",
            "quality": "assumed",
            "note": f"Giả định: {reason}",
        }
        for code, kind, site_kind, rate, reason in _TARIFFS
    ]
