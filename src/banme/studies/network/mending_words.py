"""Repairs and contradictions as sentences a planner reads, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from banme.siting import Requirement
    from banme.studies.network.mending import Names

Texts = tuple[str, str]
KIND_OF_SITE = {"point": ("điểm tập kết", "consolidation point"), "centre": ("trung tâm logistics", "logistics centre")}


def number(value: float, language: str) -> str:
    """Return a figure with three digits that count, decimals as the language writes them."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2  # noqa: PLR2004 - digits that count
    text = f"{value:,.{digits}f}"
    if digits:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


def _both(value: float) -> Texts:
    return number(value, "vi"), number(value, "en")


def _when(row: dict[str, Any]) -> Texts:
    if not row.get("year"):
        return "", ""
    months = row["months"]
    return f" ({months} tháng của năm {row['year']})", f" (over {months} months of {row['year']})"


def repair_text(row: dict[str, Any], names: Names) -> Texts:
    """Return what one repair means: ``row`` as in ``banme.studies.network.mending``."""
    return _REPAIRS[row["kind"]](row, names)


def in_future(texts: Texts, future: str) -> Texts:
    """Return what holds in one future only, saying so; other texts as they are."""
    return (f"{texts[0]} – tương lai {future}", f"{texts[1]} – future {future}") if future else texts


def conflict_text(requirement: Requirement, names: Names) -> Texts:
    """Return what one requirement demands."""
    return _CONFLICTS[requirement.family](requirement, names)


def _place(row: Any, names: Names) -> str:
    code = row["place"] if isinstance(row, dict) else row.place
    return names.places.get(code, code)


def _goods(row: Any, names: Names) -> Texts:
    code = row["commodity"] if isinstance(row, dict) else row.commodity
    vi, en = names.goods.get(code, (code, code))
    return vi[:1].lower() + vi[1:], en[:1].lower() + en[1:]


def _capacity(row: dict[str, Any], names: Names) -> Texts:
    site, (vi, en) = _place(row, names), _both(row["amount"])
    if row.get("area_ha") is None:
        return f"{site} cần thêm công suất {vi} t/tháng", f"{site} needs room for {en} t/month more"
    ha_vi, ha_en = _both(row["area_ha"])
    return (
        f"{site} cần thêm {ha_vi} ha đất có hạ tầng ({vi} t/tháng)",
        f"{site} needs {ha_en} ha more serviced land ({en} t/month)",
    )


def _own_capacity(row: dict[str, Any], names: Names) -> Texts:
    site, (vi, en), (goods, goods_en) = _place(row, names), _both(row["amount"]), _goods(row, names)
    return f"{site} nhận thêm {vi} t/tháng {goods}", f"{site} takes {en} t/month more {goods_en}"


def _storage(row: dict[str, Any], names: Names) -> Texts:
    site, (vi, en) = _place(row, names), _both(row["amount"])
    return f"{site} cần thêm kho cho {vi} t", f"{site} needs store for {en} t more"


def _unshipped(row: dict[str, Any], names: Names) -> Texts:
    (vi, en), (goods, goods_en), (when, when_en) = _both(row["amount"]), _goods(row, names), _when(row)
    place = _place(row, names)
    return (
        f"{vi} t {goods} của {place} không chở đi{when}",
        f"{en} t of {goods_en} of {place} stay behind{when_en}",
    )


def _direct(row: dict[str, Any], names: Names) -> Texts:
    (vi, en), (goods, goods_en), (when, when_en) = _both(row["amount"]), _goods(row, names), _when(row)
    place, target = _place(row, names), names.places.get(row["target"], row["target"])
    return (
        f"{vi} t {goods} đi thẳng từ {place} đến {target}{when}",
        f"{en} t of {goods_en} go direct from {place} to {target}{when_en}",
    )


def _outlet_more(row: dict[str, Any], names: Names) -> Texts:
    (vi, en), (goods, goods_en), (when, when_en) = _both(row["amount"]), _goods(row, names), _when(row)
    outlet = _place(row, names)
    return f"{outlet} nhận thêm {vi} t {goods}{when}", f"{outlet} takes {en} t more {goods_en}{when_en}"


def _outlet_less(row: dict[str, Any], names: Names) -> Texts:
    (vi, en), (goods, goods_en), (when, when_en) = _both(row["amount"]), _goods(row, names), _when(row)
    outlet = _place(row, names)
    return (
        f"{outlet} đòi tối thiểu ít đi {vi} t {goods}{when}",
        f"{outlet} asks for {en} t less {goods_en} at least{when_en}",
    )


def _budget(row: dict[str, Any], names: Names) -> Texts:
    del names
    vi, en = _both(row["amount"] / 1e9)
    return f"Ngân sách đầu tư cần thêm {vi} tỷ đồng", f"The investment budget needs {en} billion VND more"


def _count(row: dict[str, Any], names: Names) -> Texts:
    del names
    many = round(row["amount"])
    vi, en = KIND_OF_SITE[row["place"]]
    return f"Cho phép thêm {many} {vi}", f"Allow {many} more {en}{'s' if many > 1 else ''}"


CHANGES = {
    "new_sites": ("điểm mở mới", "new sites"),
    "closures": ("điểm bị đóng", "closures"),
    "changes": ("thay đổi so với hiện nay", "changes from today"),
}


def _change(row: dict[str, Any], names: Names) -> Texts:
    del names
    vi, en = CHANGES[row["place"]]
    return f"Cho phép thêm {round(row['amount'])} {vi}", f"Allow {round(row['amount'])} more {en}"


def _change_limit(one: Requirement, names: Names) -> Texts:
    del names
    vi, en = CHANGES[one.place]
    return f"Số {vi} tối đa", f"The most {en} allowed"


def _co2(row: dict[str, Any], names: Names) -> Texts:
    del names
    vi, en = _both(row["amount"])
    return f"Trần CO2e cần cao hơn {vi} t/năm", f"The CO2e cap needs to be {en} t/year higher"


def _time(row: dict[str, Any], names: Names) -> Texts:
    (vi, en), (goods, goods_en) = _both(row["amount"]), _goods(row, names)
    return f"Cho phép mỗi chặng của {goods} dài thêm {vi} giờ", f"Allow legs of {goods_en} to take {en} h longer"


def _closure(row: dict[str, Any], names: Names) -> Texts:
    place, target = _place(row, names), names.places.get(row["target"], row["target"])
    return f"Mở lại chặng {place} – {target}", f"Open the leg {place} – {target} again"


def _excluded_open(row: dict[str, Any], names: Names) -> Texts:
    site = _place(row, names)
    return f"Cho phép mở {site}, hiện bị loại", f"Allow {site} to open, which is excluded now"


def _forced_dropped(row: dict[str, Any], names: Names) -> Texts:
    site = _place(row, names)
    return f"Bỏ yêu cầu phải mở {site}", f"Drop the demand that {site} opens"


_REPAIRS: dict[str, Callable[[dict[str, Any], Names], Texts]] = {
    "capacity": _capacity,
    "own_capacity": _own_capacity,
    "storage": _storage,
    "unshipped": _unshipped,
    "direct": _direct,
    "outlet_more": _outlet_more,
    "outlet_less": _outlet_less,
    "budget": _budget,
    "count": _count,
    "co2": _co2,
    "change": _change,
    "time": _time,
    "closure": _closure,
    "excluded_open": _excluded_open,
    "forced_dropped": _forced_dropped,
}


def _supply(one: Requirement, names: Names) -> Texts:
    if not one.place:
        goods, goods_en = _goods(one, names)
        return f"Mọi {goods} phải được chở đi", f"All {goods_en} must be shipped"
    (goods, goods_en), place = _goods(one, names), _place(one, names)
    return f"Mọi {goods} của {place} phải được chở đi", f"All {goods_en} of {place} must be shipped"


def _throughput(one: Requirement, names: Names) -> Texts:
    if not one.place:
        return "Công suất của các điểm có thể mở", "The capacities of the sites that can open"
    return f"Công suất của {_place(one, names)}", f"The capacity of {_place(one, names)}"


def _stored(one: Requirement, names: Names) -> Texts:
    if not one.place:
        return "Kho của các điểm có thể mở", "The stores of the sites that can open"
    return f"Kho của {_place(one, names)}", f"The store of {_place(one, names)}"


def _at_outlet(one: Requirement, names: Names) -> Texts:
    (goods, goods_en), place = _goods(one, names), _place(one, names)
    least = one.family == "demand_least"
    if not one.place:
        vi = f"Các mức {'tối thiểu' if least else 'tối đa'} nơi tiêu thụ nhận {goods}"
        return vi, f"The {'least' if least else 'most'} {goods_en} that outlets take"
    vi = f"Mức {'tối thiểu' if least else 'tối đa'} {place} nhận {goods}"
    return vi, f"The {'least' if least else 'most'} {goods_en} that {place} takes"


def _sites_allowed(one: Requirement, names: Names) -> Texts:
    del names
    vi, en = KIND_OF_SITE[one.place]
    return f"Số {vi} tối đa", f"The most {en}s allowed"


def _service_time(one: Requirement, names: Names) -> Texts:
    goods, goods_en = _goods(one, names)
    return f"Thời gian tối đa mỗi chặng của {goods}", f"The longest time of a leg of {goods_en}"


def _shut(one: Requirement, names: Names) -> Texts:
    if not one.place:
        return "Các chặng bị đóng", "The legs that are closed"
    ends = f"{_place(one, names)} – {names.places.get(one.target, one.target)}"
    return f"Chặng {ends} bị đóng", f"The leg {ends} is closed"


_CONFLICTS: dict[str, Callable[[Requirement, Names], Texts]] = {
    "supply": _supply,
    "throughput": _throughput,
    "commodity_throughput": _throughput,
    "storage": _stored,
    "demand_most": _at_outlet,
    "demand_least": _at_outlet,
    "budget": lambda _one, _names: ("Ngân sách đầu tư", "The investment budget"),
    "count": _sites_allowed,
    "change": _change_limit,
    "co2": lambda _one, _names: ("Trần CO2e mỗi năm", "The yearly CO2e cap"),
    "service_time": _service_time,
    "closure": _shut,
    "excluded": lambda one, names: (f"{_place(one, names)} bị loại", f"{_place(one, names)} is excluded"),
    "forced": lambda one, names: (f"Phải mở {_place(one, names)}", f"{_place(one, names)} must open"),
}
