"""The questions the sample starts with."""

from __future__ import annotations

from typing import Any

import pandas as pd

COLUMNS = [
    "code",
    "name",
    "name_en",
    "base_code",
    "description",
    "as_of",
    "years",
    "new_sites",
    "max_centres",
    "max_points",
    "budget_vnd",
    "co2_cap_t_year",
    "carbon_vnd_kg",
    "reach_h",
    "gap_pct",
    "time_limit_s",
    "seed",
]

_ROWS: tuple[dict[str, Any], ...] = (
    {
        "code": "base",
        "name": "Mạng lưới đề xuất 2026-2030",
        "name_en": "Proposed network 2026-2030",
        "description": "Được mở trung tâm và điểm mới; hai giai đoạn 2026 và 2030 | centres and points may open; stages 2026 and 2030",
        "as_of": "2026-07-01",
        "years": "2026 2030",
        "new_sites": "true",
        "reach_h": 1.0,
        "gap_pct": 0.5,
        "time_limit_s": 60,
        "seed": 1,
    },
    {
        "code": "today",
        "name": "Như hiện nay",
        "name_en": "As today",
        "base_code": "base",
        "new_sites": "false",
        "description": "Chỉ dùng các kho thu mua hiện có | only the existing stores",
    },
    {
        "code": "ql26-closed",
        "name": "Đóng QL.26 qua đèo Phượng Hoàng",
        "name_en": "QL.26 closed at Phượng Hoàng pass",
        "base_code": "base",
        "description": "Sạt lở đèo: xe đi cảng vòng qua QL.29, QL.14 hoặc QL.1 | landslide on the pass: trucks go round",
    },
    {
        "code": "carbon",
        "name": "Có giá các-bon",
        "name_en": "With a carbon price",
        "base_code": "base",
        "carbon_vnd_kg": 1250.0,
        "description": "1.250 đồng/kg CO2e, khoảng 50 USD/t: giả định để thử | about 50 USD/t, assumed for trial",
    },
    {
        "code": "expressway",
        "name": "Có cao tốc Khánh Hòa - Buôn Ma Thuột",
        "name_en": "With the Khánh Hòa expressway",
        "base_code": "base",
        "description": "Mở đoạn cao tốc quy hoạch ra cảng Nam Vân Phong | opens the planned expressway to Nam Vân Phong port",
    },
    {
        "code": "poor-durian",
        "name": "Mất mùa sầu riêng",
        "name_en": "Poor durian harvest",
        "base_code": "base",
        "description": "Sản lượng sầu riêng chỉ còn 60 % | durian at 60 %",
    },
)

MOUNTAIN_EDGE = "OSM-0035"
_CHANGES: tuple[tuple[str, str, str, str, float | None, str], ...] = (
    (
        "ql26-closed-pass",
        "ql26-closed",
        "close_road",
        MOUNTAIN_EDGE,
        None,
        "Đoạn đèo Phượng Hoàng trong tỉnh | the pass inside the province",
    ),
    (
        "ql26-closed-beyond",
        "ql26-closed",
        "close_road",
        "conn-ql26-vanphong",
        None,
        "Đoạn nối bên kia đèo | the connector beyond the pass",
    ),
    ("expressway-open", "expressway", "open_road", "plan-ct-khanhhoa", None, "Thông xe | opened"),
    ("poor-durian-scale", "poor-durian", "scale_supply", "durian", 0.6, "Giả định để thử | assumed for trial"),
)


def scenarios() -> pd.DataFrame:
    """Return table ``scenario``."""
    return pd.DataFrame(list(_ROWS)).reindex(columns=COLUMNS)


def changes() -> pd.DataFrame:
    """Return table ``scenario_change``."""
    names = ["code", "scenario_code", "kind", "target", "factor", "note"]
    return pd.DataFrame(list(_CHANGES), columns=names)[["code", "scenario_code", "kind", "target", "factor", "note"]]
