"""Administrative units by date, their successors, settlements and residential areas."""

from __future__ import annotations

from typing import Any

from django.db import models

from banme.workspace import fields
from banme.workspace.models.base import Dated, Sourced
from banme.workspace.text import both


class UnitLevel(models.TextChoices):
    """Levels of government. There is no district level from 1 July 2025."""

    PROVINCE = "province", both("Cấp tỉnh", "Province")
    DISTRICT = "district", both("Cấp huyện", "District")
    COMMUNE = "commune", both("Cấp xã", "Commune")


class AdminUnit(Dated, Sourced):
    """An administrative unit over the days it existed with one extent."""

    one_at_a_time = ("official_code", "level")

    code = fields.code(
        help_vi="Mã duy nhất theo thời kỳ, ví dụ 24163@2025",
        help_en="Unique code of the unit in its period, e.g. 24163@2025",
    )
    official_code = fields.words(
        "Mã chính thức",
        "Official code",
        "Mã của cơ quan thống kê; có thể dùng lại qua các thời kỳ",
        "Statistics office code; may be reused over time",
        size=20,
    )
    name = fields.name()
    level = fields.choice(UnitLevel, "Cấp", "Level")
    kind = fields.words(
        "Loại",
        "Kind",
        "Tỉnh, thành phố, huyện, phường, xã, thị trấn, đặc khu",
        "Province, city, district, ward, commune, town",
        size=40,
    )
    parent = fields.ref(
        "workspace.AdminUnit",
        "parent_code",
        "Thuộc",
        "Parent",
        "Đơn vị cấp trên cùng thời kỳ",
        "The unit above in the same period",
        required=False,
    )
    area_km2 = fields.number("Diện tích (km²)", "Area (km²)")
    population = fields.whole("Dân số (người)", "Population (persons)")
    population_year = fields.whole("Năm của dân số", "Year of the population figure", low=1900, high=2100)
    geometry = fields.shape("MultiPolygon")

    class Meta:
        db_table = "admin_unit"
        verbose_name = both("Đơn vị hành chính", "Administrative unit")
        verbose_name_plural = both("Đơn vị hành chính", "Administrative units")
        ordering = ("level", "code")

    @classmethod
    def row_problems(cls, row: dict[str, Any]) -> list[Any]:
        """Ask for population and its year together or not at all."""
        problems = super().row_problems(row)
        if (row.get("population") is None) != (row.get("population_year") is None):
            problems.append(
                both(
                    "population và population_year phải cùng có hoặc cùng trống",
                    "population and population_year are given together or not at all",
                )
            )
        return problems


class AdminUnitSuccessor(Sourced):
    """Which share of an old unit went to which new one."""

    code = fields.code()
    predecessor = fields.ref("workspace.AdminUnit", "predecessor_code", "Đơn vị cũ", "Old unit")
    successor = fields.ref("workspace.AdminUnit", "successor_code", "Đơn vị mới", "New unit")
    changed_on = fields.day("Ngày thay đổi", "Changed on", required=True)
    area_share = fields.number(
        "Tỷ lệ diện tích của đơn vị cũ",
        "Share of the old unit's area",
        "Từ 0 đến 1; tổng theo đơn vị cũ bằng 1",
        "0 to 1; shares of one old unit sum to 1",
        high=1.0,
        required=True,
    )
    legal_basis = fields.words("Căn cứ pháp lý", "Legal basis", size=200)

    class Meta:
        db_table = "admin_unit_successor"
        verbose_name = both("Chuyển tiếp đơn vị hành chính", "Administrative succession")
        verbose_name_plural = both("Chuyển tiếp đơn vị hành chính", "Administrative successions")
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "changed_on"], name="succession_once")
        ]


class PlaceKind(models.TextChoices):
    """What a named place is."""

    CITY = "city", both("Đô thị lớn", "City")
    TOWN = "town", both("Đô thị nhỏ, trung tâm huyện cũ", "Town or former district seat")
    VILLAGE = "village", both("Thôn, buôn", "Village")
    GATEWAY = "gateway", both("Cửa ngõ ranh giới tỉnh", "Gateway at the province line")


class Place(Sourced):
    """A named settlement or gateway, as a point."""

    code = fields.code()
    name = fields.name()
    kind = fields.choice(PlaceKind, "Loại", "Kind")
    unit = fields.ref("workspace.AdminUnit", "unit_code", "Đơn vị hành chính", "Administrative unit", required=False)
    population = fields.whole("Dân số (người)", "Population (persons)")
    geometry = fields.shape("Point", required=True)

    class Meta:
        db_table = "place"
        verbose_name = both("Địa điểm", "Place")
        verbose_name_plural = both("Địa điểm", "Places")
        ordering = ("code",)


class ResidentialArea(Dated, Sourced):
    """A built-up area where people live, from which factories are to move out."""

    code = fields.code()
    name = fields.name()
    unit = fields.ref("workspace.AdminUnit", "unit_code", "Đơn vị hành chính", "Administrative unit", required=False)
    population = fields.whole("Dân số (người)", "Population (persons)")
    geometry = fields.shape("MultiPolygon", required=True)

    class Meta:
        db_table = "residential_area"
        verbose_name = both("Khu dân cư", "Residential area")
        verbose_name_plural = both("Khu dân cư", "Residential areas")
        ordering = ("code",)
