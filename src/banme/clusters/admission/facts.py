"""What is known of a project that asks to be let in, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, isfinite
from types import MappingProxyType

from banme.errors import Findings, Problem
from banme.law.words import Words

Fact = float | str | bool | None
Facts = Mapping[str, Fact]

NUMBERS = MappingProxyType(
    {
        "area_ha": Words("Diện tích đất (ha)", "Land (ha)"),
        "workers": Words("Lao động (người)", "Workers (persons)"),
        "investment_vnd": Words("Vốn đầu tư (đồng)", "Investment (VND)"),
        "value_added_vnd_year": Words("Giá trị gia tăng (đồng/năm)", "Value added (VND/year)"),
        "water_m3_day": Words("Nhu cầu nước (m³/ngày)", "Water demand (m³/day)"),
        "power_kw": Words("Nhu cầu điện (kW)", "Power demand (kW)"),
        "wastewater_m3_day": Words("Nước thải (m³/ngày)", "Wastewater (m³/day)"),
        "dust_gas_m3_h": Words("Khí thải, bụi cần xử lý (m³/giờ)", "Dust and gas to be treated (m³/h)"),
        "hazard_class": Words("Cấp độc hại (1 nặng nhất, 5 nhẹ nhất)", "Hazard class (1 worst, 5 mildest)"),
        "technology_points": Words("Điểm trình độ công nghệ (0-100)", "Technology points (0-100)"),
        "equipment_age_years": Words("Tuổi thiết bị (năm)", "Age of equipment (years)"),
    }
)
WORDS = MappingProxyType({"vsic": Words("Mã ngành VSIC", "VSIC code")})
YES_NO = MappingProxyType(
    {
        "clean_energy": Words("Dùng năng lượng sạch", "Uses clean energy"),
        "reuses_water": Words("Tuần hoàn nước", "Reuses water"),
        "traceability": Words("Truy xuất nguồn gốc nguyên liệu", "Traces its raw materials"),
    }
)
DERIVED = MappingProxyType(
    {
        "workers_ha": Words("Lao động trên ha", "Workers per ha"),
        "value_added_vnd_ha": Words("Giá trị gia tăng trên ha (đồng/năm)", "Value added per ha (VND/year)"),
        "investment_vnd_ha": Words("Vốn trên ha (đồng)", "Investment per ha (VND)"),
        "land_of_left_pct": Words("Đất so với phần còn trống (%)", "Land, of what is left (%)"),
        "water_of_left_pct": Words("Nước so với phần còn lại (%)", "Water, of what is left (%)"),
        "power_of_left_pct": Words("Điện so với phần còn lại (%)", "Power, of what is left (%)"),
        "wastewater_of_left_pct": Words(
            "Nước thải so với công suất xử lý còn lại (%)", "Wastewater, of treatment left (%)"
        ),
    }
)
FACTS: Mapping[str, Words] = MappingProxyType({**NUMBERS, **WORDS, **YES_NO, **DERIVED})
_PER_HA = {"workers_ha": "workers", "value_added_vnd_ha": "value_added_vnd_year", "investment_vnd_ha": "investment_vnd"}
_OF_LEFT = {
    "land_of_left_pct": "area_ha",
    "water_of_left_pct": "water_m3_day",
    "power_of_left_pct": "power_kw",
    "wastewater_of_left_pct": "wastewater_m3_day",
}


def read_facts(given: Mapping[str, object], row: str = "") -> Facts:
    """Return checked facts; None, NaN and empty texts are missing.

    Raises
    ------
    InputError
        For unknown names, and figures that are no number or below zero.

    """
    findings, facts = Findings(), dict[str, Fact]()
    for name, value in given.items():
        if value is None or value == "" or value != value:  # noqa: PLR0124  (a NaN is missing)
            continue
        if name in YES_NO and isinstance(value, bool):
            facts[name] = value
        elif name in WORDS:
            facts[name] = str(value)
        elif name in NUMBERS and isinstance(value, int | float) and not isinstance(value, bool):
            facts[name] = float(value)
            if not (isfinite(value) and value >= 0):
                findings.add(
                    _problem("bad-figure", row, name, value, "Phải là số từ 0 trở lên", "It must be 0 or more")
                )
        else:
            findings.add(_problem("unknown-fact", row, name, value, "Không có mục này", "No such fact"))
    findings.raise_if_any()
    return MappingProxyType(facts)


def _problem(rule: str, row: str, column: str, value: object, vi: str, en: str) -> Problem:
    return Problem(rule, vi, en, "admission_project", row, column, str(value))


def with_derived(facts: Facts, left: Mapping[str, float]) -> Facts:
    """Return the facts with densities and shares of what the cluster has left; left out where an input is missing.

    ``left`` holds ``area_ha``, ``water_m3_day``, ``power_kw``, ``wastewater_m3_day``; one that is unknown is not in it.
    A demand on something of which nothing is left is infinite.
    """
    found = dict(facts)
    area = facts.get("area_ha")
    for name, top in _PER_HA.items():
        value = facts.get(top)
        if isinstance(value, float) and isinstance(area, float) and area > 0:
            found[name] = value / area
    for name, top in _OF_LEFT.items():
        value, rest = facts.get(top), left.get(top)
        if isinstance(value, float) and rest is not None:
            found[name] = 0.0 if value == 0 else 100.0 * value / rest if rest > 0 else inf
    return MappingProxyType(found)
