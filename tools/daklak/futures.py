"""The futures the sample starts with: all assumed, each with its reason."""

from __future__ import annotations

import pandas as pd

_ROWS: tuple[tuple[str, str, str, float, str], ...] = (
    (
        "usual",
        "Như dự kiến",
        "As expected",
        40.0,
        "Giả định: số liệu của kịch bản giữ nguyên, cao tốc chưa kịp thông xe | the scenario's figures, expressway late",
    ),
    (
        "drought",
        "Hạn, cà phê giảm 20 %",
        "Drought, coffee down 20 %",
        20.0,
        "Giả định: mất mùa cỡ một năm hạn nặng, chưa có chuỗi số liệu để ước lượng | a year of heavy drought, no series",
    ),
    (
        "fuel",
        "Giá dầu tăng 30 %",
        "Fuel up 30 %",
        15.0,
        "Giả định: dầu chiếm khoảng 36 % chi phí xe, nên chi phí xe tăng 11 % | fuel is some 36 % of truck cost",
    ),
    (
        "durian-boom",
        "Sầu riêng bùng nổ",
        "Durian boom",
        15.0,
        "Giả định: phần lớn diện tích chưa cho thu hoạch ra quả trước 2030 | most trees planted so far bear by 2030",
    ),
    (
        "expressway",
        "Cao tốc ra cảng thông xe",
        "Expressway to the port opens",
        10.0,
        "Giả định để thử: cao tốc Khánh Hòa - Buôn Ma Thuột dùng được suốt kỳ | open throughout, for trial",
    ),
)
_CHANGES: tuple[tuple[str, str, str, str, float | None, float | None, str], ...] = (
    ("drought-coffee", "drought", "scale_supply", "coffee", 0.8, None, "Giả định | assumed"),
    ("fuel-trucks", "fuel", "scale_truck_cost", "*", 1.11, None, "30 % × 36 % ≈ 11 %: giả định | assumed"),
    ("durian-boom-2030", "durian-boom", "scale_supply", "durian", 1.4, 2030, "Giả định | assumed"),
    ("expressway-open-road", "expressway", "open_road", "plan-ct-khanhhoa", None, None, "Thông xe | opened"),
)


def futures() -> pd.DataFrame:
    """Return table ``future``."""
    rows = pd.DataFrame(list(_ROWS), columns=["code", "name", "name_en", "probability_pct", "note"])
    rows = rows.assign(source_code="ASSUMED", quality="assumed")
    return rows[["code", "name", "name_en", "probability_pct", "source_code", "quality", "note"]]


def changes() -> pd.DataFrame:
    """Return table ``future_change``."""
    names = ["code", "future_code", "kind", "target", "factor", "year", "note"]
    rows = pd.DataFrame(list(_CHANGES), columns=names)
    return rows.assign(year=rows["year"].astype("Int64"))
