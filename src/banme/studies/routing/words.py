"""What the figures, faults and reasons of rounds are called."""

from __future__ import annotations

from typing import Any

from banme.workspace.text import both

FIGURES: dict[str, Any] = {
    "rounds_cost_vnd": both("Chi phí cả tuần", "Cost of the week"),
    "rounds_cost_vnd_t": both("Chi phí mỗi tấn", "Cost per tonne"),
    "rounds_bound_vnd": both("Cận dưới đã chứng minh", "Proven lower bound"),
    "rounds_gap_pct": both("Khoảng cách đến cận dưới", "Gap to the bound"),
    "rounds_carried_t": both("Đã chở", "Carried"),
    "rounds_left_t": both("Chưa xếp được", "Not carried"),
    "rounds_count": both("Số ca xe", "Rounds"),
    "rounds_trucks": both("Số xe dùng", "Trucks used"),
    "rounds_drivers": both("Số lái xe", "Drivers"),
    "rounds_km": both("Tổng cự ly", "Distance"),
    "rounds_empty_pct": both("Chạy rỗng", "Empty running"),
    "rounds_load_factor_pct": both("Hệ số chất tải", "Load factor"),
    "rounds_co2_kg": both("Phát thải", "Emissions"),
}
UNITS: dict[str, Any] = {
    "VND": both("đồng", "VND"),
    "VND/t": both("đồng/t", "VND/t"),
    "rounds": both("ca", "rounds"),
    "trucks": both("xe", "trucks"),
    "drivers": both("người", "drivers"),
}
FAULTS: dict[str, Any] = {
    "overload": both("quá tải", "overloaded"),
    "late": both("đến trễ khung giờ", "too late for the window"),
    "too-early": both("sớm hơn khung giờ", "before the window"),
    "no-way": both("không có đường", "no way"),
    "before-shift": both("xuất bến trước ca", "leaves before the shift"),
    "after-shift": both("về bến sau ca", "back after the shift"),
    "driver-week": both("lái quá giờ trong tuần", "driver's week exceeded"),
    "order": both("sai thứ tự nhận, giao", "loaded and unloaded in the wrong order"),
    "other-base": both("xe của điểm khác", "a truck of another base"),
    "other-use": both("loại xe không dùng cho chặng này", "a truck not used on this leg"),
    "left-aboard": both("chưa giao hết hàng", "goods left aboard"),
}


def bound_sentence(told: dict[str, Any]) -> Any:
    """Return how much a run's bound rests on, or why there is none; None for runs kept before bounds were stated."""
    if not told:
        return None
    most = told["most_stops"]
    if not told["stated"]:
        why_vi, why_en = "không yêu cầu", "none was asked for"
        if told["too_many"]:
            why_vi = f"{told['too_many']} lượt hàng đi chung xe, quá {most} lượt mỗi đầu mối"
            why_en = f"{told['too_many']} loads share trucks, more than {most} at every common end"
        return both(f"Không nêu cận dưới: {why_vi}.", f"No bound is stated: {why_en}.")
    vi = f"Cận dưới tính trên {told['jobs']}/{told['of']} lượt hàng; lượt còn lại tính là chở không mất tiền."
    en = f"The bound rests on {told['jobs']} of {told['of']} loads; the others count as carried for nothing."
    if told["too_many"]:
        vi += f" {told['too_many']} lượt vượt giới hạn {most} lượt mỗi đầu mối."
        en += f" {told['too_many']} loads are beyond the limit of {most} at one end."
    return both(vi, en)


ACTIONS: dict[str, Any] = {"load": both("Nhận", "Load"), "unload": both("Giao", "Unload")}


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
TENTHS = ("t", "%")
"""Units of figures shown to a tenth; all others are shown whole."""


def digits(unit_code: str) -> int:
    """Return the decimals that a figure of this unit is shown with."""
    return 1 if unit_code in TENTHS else 0


def when(moment: str, language: str) -> str:
    """Return a stored moment ``2026-11-23 06:30``, or a day alone, as ``23/11 06:30`` or ``23 Nov 06:30``."""
    day, _, clock = moment.partition(" ")
    _, month, date = day.split("-")
    written = f"{date}/{month}" if language == "vi" else f"{int(date)} {MONTHS[int(month) - 1]}"
    return f"{written} {clock}".strip()


def lasting(minutes: float, language: str) -> str:
    """Return a stretch of time in hours and minutes."""
    hours, rest = divmod(round(minutes), 60)
    words = ("giờ", "phút") if language == "vi" else ("h", "min")
    parts = [f"{value} {word}" for value, word in zip((hours, rest), words, strict=True) if value]
    return " ".join(parts) or f"0 {words[1]}"


def figure(code: str) -> str:
    """Return the name of a figure."""
    return str(FIGURES.get(code, code))


def unit(code: str) -> str:
    """Return a unit in the reader's language."""
    return str(UNITS.get(code, code))


def fault(code: str) -> str:
    """Return what a broken rule is called."""
    return str(FAULTS.get(code, code))
