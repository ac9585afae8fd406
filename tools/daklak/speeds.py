"""Truck speeds by road class and how climb slows them: assumed, below the legal limits, editable by the user."""

from __future__ import annotations

from typing import Any

ROAD_FROM = "2010-01-01"
_REASON = (
    "Tốc độ bình quân có hàng: giả định, dưới giới hạn của Thông tư 31/2019/TT-BGTVT (xe tải > 3,5 t ngoài khu đông dân cư "
    "70-80 km/h, đầu kéo 60-70); thay bằng số đo GPS khi có | mean loaded speed: assumed, below the limits of Circular "
    "31/2019/TT-BGTVT; replace by GPS records"
)
_CLIMB_REASON = (
    "Giả định minh hoạ: xe tải có hàng chậm dần theo độ leo bình quân; thay bằng số đo GPS khi có | illustrative "
    "assumption: a loaded truck slows with mean climb; replace by GPS records"
)
_BY_CLASS = {"expressway": 65, "national": 48, "provincial": 40, "district": 32, "local": 22, "connector": 48}
_BY_CLIMB = {0: 1.0, 10: 0.96, 20: 0.88, 40: 0.70, 60: 0.55}


def road_speeds() -> list[dict[str, Any]]:
    """Return table ``road_speed``: km/h of a loaded truck on flat road, by class."""
    return [_assumed(f"speed-{name}", _REASON) | {"road_class": name, "speed_kmh": speed} for name, speed in _BY_CLASS.items()]


def terrain_speeds() -> list[dict[str, Any]]:
    """Return table ``terrain_speed``: factor on the class speed by metres climbed per km."""
    return [_assumed(f"climb-{climb}", _CLIMB_REASON) | {"climb_m_km": climb, "factor": factor} for climb, factor in _BY_CLIMB.items()]


def _assumed(code: str, note: str) -> dict[str, Any]:
    return {
        "code": code,
        "valid_from": ROAD_FROM,
        "valid_to": None,
        "source_code": "ASSUMED",
        "quality": "assumed",
        "note": note,
    }
