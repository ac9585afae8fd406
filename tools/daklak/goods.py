"""Goods and how much of them leaves each commune in each month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from banme.freight import SeasonProfile, season

from daklak.inputs import Inputs

YEARS = (2026, 2030)
COFFEE_T_HA = 2.5
DURIAN_T_2025 = 390_000.0
DURIAN_HA, DURIAN_BEARING_HA = 44_900.0, 26_400.0
RUBBER_T_HA = 1.5
RUBBER_DISTRICTS = ("645", "646", "647")
FARMERS_KM2 = 400.0
LAND_SHARE = 0.75
NOTHING_HA = 1e-9
ALL_BEARING = 2030

SEASONS = {
    "coffee": SeasonProfile({10: 0.15, 11: 0.35, 12: 0.35, 1: 0.15}),
    "durian": SeasonProfile({8: 0.25, 9: 0.35, 10: 0.3, 11: 0.1}),
    "rubber": SeasonProfile({4: 0.05, 5: 0.08, 6: 0.1, 7: 0.1, 8: 0.1, 9: 0.11, 10: 0.12, 11: 0.13, 12: 0.12, 1: 0.09}),
}

COMMODITIES: tuple[dict[str, Any], ...] = (
    {
        "code": "coffee",
        "name": "Cà phê nhân",
        "name_en": "Green coffee",
        "storable": True,
        "max_leg_h": None,
        "capacity_use": 1.0,
        "value_vnd_t": None,
        "source_code": "ASSUMED",
        "quality": "assumed",
        "note": "Lưu kho được, 1 t chiếm 1 t công suất: giả định; giá hàng chưa có nguồn | storable, 1 t takes 1 t of capacity: assumed",
    },
    {
        "code": "durian",
        "name": "Sầu riêng tươi",
        "name_en": "Fresh durian",
        "storable": False,
        "max_leg_h": 48.0,
        "capacity_use": 1.5,
        "value_vnd_t": None,
        "source_code": "ASSUMED",
        "quality": "assumed",
        "note": "Hàng tươi không lưu qua tháng, mỗi chặng tối đa 48 giờ, cồng kềnh gấp rưỡi cà phê: giả định | fresh, at most 48 h a leg, "
        "half as bulky again as coffee: assumed",
    },
    {
        "code": "rubber",
        "name": "Mủ cao su khô",
        "name_en": "Dry rubber",
        "storable": True,
        "max_leg_h": None,
        "capacity_use": 1.0,
        "value_vnd_t": None,
        "source_code": "ASSUMED",
        "quality": "assumed",
        "note": "Lưu kho được, 1 t chiếm 1 t công suất: giả định | storable, 1 t takes 1 t of capacity: assumed",
    },
)

_NOTES = {
    "coffee": "Diện tích huyện 2024 × 2,5 t/ha (giả định), chia theo dân nông thôn của xã, vụ giả định | district area × 2.5 t/ha assumed",
    "durian": "Tổng tỉnh chia theo diện tích cà phê (trồng xen, giả định), vụ giả định | province total split by coffee area, assumed",
    "rubber": "21.315 ha ảnh vệ tinh × 1,5 t/ha (giả định), chia cho 3 huyện vùng cao su | mapped area × 1.5 t/ha, 3 districts, assumed",
}
_SOURCES = {"coffee": "COFFEE-2024", "durian": "PRODUCTION-FACTS", "rubber": "LANDCOVER-2024"}


@dataclass(frozen=True, slots=True, eq=False)
class Farms:
    """Communes with the weight by which a district's goods are split.

    Attributes
    ----------
    table : DataFrame, index commune code
        ``district`` (statistics code), ``area_km2``, ``weight`` (persons taken to farm).

    """

    table: pd.DataFrame

    def split(self, district_totals: pd.Series) -> pd.Series:
        """Split district figures over communes by weight; the index is the statistics code of districts."""
        rows = self.table[self.table["district"].isin(district_totals.index)]
        share = rows["weight"] / rows.groupby("district")["weight"].transform("sum")
        return share * rows["district"].map(district_totals)


def farms(units: gpd.GeoDataFrame) -> Farms:
    """Return the communes of old Đắk Lắk with their farming weight.

    The weight is the population of 2009, at most 400 persons per km² (more are townspeople); the one commune whose
    population is unknown takes its district's mean density.
    """
    communes = units[(units["level"] == "commune") & units["parent_code"].notna()].set_index("code")
    district = communes["parent_code"].str.split("@").str[0]
    ours = units.loc[(units["level"] == "district") & (units["parent_code"] == "66@2009"), "official_code"]
    communes = communes[district.isin(ours)].assign(district=district)
    people = communes["population"].astype(float)
    known = communes[people.notna()]
    density = known.groupby("district")["population"].sum() / known.groupby("district")["area_km2"].sum()
    people = people.fillna(communes["area_km2"] * communes["district"].map(density.astype(float)))
    weight = np.minimum(people, communes["area_km2"] * FARMERS_KM2)
    return Farms(pd.DataFrame({"district": communes["district"], "area_km2": communes["area_km2"], "weight": weight}))


def coffee_area_ha(inputs: Inputs, communes: Farms) -> pd.Series:
    """Return the coffee area (ha) of each commune; no crop takes more than 75 % of a commune's land.

    A district whose published figure is 0 is unknown and gets no rows.
    """
    published = pd.read_csv(inputs.coffee, dtype={"gso_district": str}).set_index("gso_district")
    totals = published["official_planted_area_ha_2024"].astype(float)
    totals = totals[totals > 0]
    room = communes.table["area_km2"] * 100.0 * LAND_SHARE
    area = communes.split(totals)
    for _ in range(50):
        limit = room.reindex(area.index)
        over = (area - limit).clip(lower=0)
        if over.sum() < NOTHING_HA:
            break
        district = communes.table["district"].reindex(area.index)
        area = np.minimum(area, limit)
        free = (limit - area).clip(lower=0)
        area = area + over.groupby(district).transform("sum") * free / free.groupby(district).transform("sum")
    return area


def yearly(inputs: Inputs, communes: Farms) -> Iterator[tuple[str, int, pd.Series]]:
    """Yield commodity, year and tonnes of each commune."""
    area = coffee_area_ha(inputs, communes)
    cover = pd.read_csv(inputs.land_cover).set_index("class_name")["area_ha"]
    rubber_weight = communes.table[communes.table["district"].isin(RUBBER_DISTRICTS)]["weight"]
    for year in YEARS:
        grown = DURIAN_HA / DURIAN_BEARING_HA if year >= ALL_BEARING else 1.0
        yield "coffee", year, area * COFFEE_T_HA
        yield "durian", year, area / area.sum() * DURIAN_T_2025 * grown
        yield "rubber", year, rubber_weight / rubber_weight.sum() * float(cover["Rubber"]) * RUBBER_T_HA


def production(inputs: Inputs, units: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return table ``production``: tonnes by pre-2025 commune, commodity, year and month, all assumed with reasons."""
    parts = []
    for commodity, year, tonnes in yearly(inputs, farms(units)):
        months = season(tonnes, SEASONS[commodity]).round(2)
        rows = months.rename_axis("unit_code").reset_index().melt("unit_code", var_name="month", value_name="quantity_t")
        rows = rows[rows["quantity_t"] > 0]
        note = _NOTES[commodity] + (" ; × 44.900/26.400 khi mọi cây cho trái | all trees bearing" if (commodity, year) == ("durian", ALL_BEARING) else "")
        parts.append(rows.assign(commodity_code=commodity, year=year, source_code=_SOURCES[commodity], note=note))
    table = pd.concat(parts, ignore_index=True).sort_values(["commodity_code", "year", "unit_code", "month"])
    unit = table["unit_code"].str.split("@").str[0]
    code = table["commodity_code"] + "-" + unit + "-" + table["year"].astype(str) + table["month"].map("-{:02d}".format)
    columns = ["code", "unit_code", "commodity_code", "year", "month", "quantity_t", "source_code", "quality", "note"]
    return table.assign(code=code, quality="assumed")[columns]
