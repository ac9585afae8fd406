"""Administrative units before and after 1 July 2025, and which land went where."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from daklak.inputs import Inputs

OLD, NEW = "2009", "2025"
OLD_FROM, OLD_TO, NEW_FROM = "2009-04-01", "2025-06-30", "2025-07-01"
PROVINCES = {"66": "Đắk Lắk", "54": "Phú Yên"}
METRES = 32649
SLIVER = 0.01
LEGAL_BASIS = "Nghị quyết 1660/NQ-UBTVQH15"
OLD_EXTENT = "Ranh theo điều tra 2009; thay đổi 2009-2025 không thể hiện | extent of 2009; changes until 2025 not shown"
NO_CODE = "Không ghép được mã thống kê; mã lấy từ commune_id của nguồn | no statistics code matched; code from the source's commune_id"
BAD_POPULATION = "Dân số trong nguồn (109) sai rõ ràng, để trống | population in the source (109) is clearly wrong, left empty"
KINDS = ("Thành phố", "Thị xã", "Huyện", "Thị trấn", "Phường", "Xã")


def units_2009(inputs: Inputs) -> gpd.GeoDataFrame:
    """Return the provinces, districts and communes of old Đắk Lắk and old Phú Yên as of the 2009 census."""
    provinces = _layer(inputs, "provinces")
    provinces = provinces.assign(
        code=[f"{code}@{OLD}" for code in provinces["gso_province"]],
        official_code=provinces["gso_province"],
        name=["Tỉnh " + PROVINCES[code] for code in provinces["gso_province"]],
        level="province",
        kind="Tỉnh",
        parent_code=None,
    )
    districts = _layer(inputs, "districts")
    districts = districts.assign(
        code=[f"{code}@{OLD}" for code in districts["gso_district"]],
        official_code=districts["gso_district"],
        name=[name.replace("A Na", "Ana") for name in districts["district_vn"]],
        level="district",
        kind=[_kind(name) for name in districts["district_vn"]],
        parent_code=[f"{code}@{OLD}" for code in districts["gso_province"]],
    )
    communes = _layer(inputs, "communes")
    known = communes["gso_ward"].fillna("") != ""
    communes = communes.assign(
        code=[f"{ward}@{OLD}" if has else f"x{number}@{OLD}" for ward, has, number in zip(communes["gso_ward"], known, communes["commune_id"], strict=True)],
        official_code=communes["gso_ward"].fillna(""),
        name=communes["commune_vn"],
        level="commune",
        kind=[_kind(name) for name in communes["commune_vn"]],
        parent_code=[f"{code}@{OLD}" for code in communes["gso_district"]],
        coded=known,
    )
    units = pd.concat([provinces, districts, communes], ignore_index=True)
    suspect = units["pop_suspect"].fillna(0) == 1
    population = units["population"].where(~suspect).round().astype("Int64")
    notes = [_note(bool(bad), coded is not False) for bad, coded in zip(suspect, units["coded"], strict=True)]
    return _finish(units, population, (OLD_FROM, OLD_TO), "CENSUS-2009", notes)


def units_2025(inputs: Inputs) -> gpd.GeoDataFrame:
    """Return today's province and its 102 communes and wards."""
    features = json.loads(inputs.units_2025.read_text(encoding="utf-8"))["features"]
    for feature in features:
        feature["properties"]["sort"] = feature["properties"].pop("type")
    wards = gpd.GeoDataFrame.from_features(features, crs=4326).rename(columns={"code": "official_code"})
    wards = wards.assign(
        code=[f"{code}@{NEW}" for code in wards["official_code"]],
        name=[_with_kind(name, sort) for name, sort in zip(wards["name"], wards["sort"], strict=True)],
        level="commune",
        kind=[_kind_2025(sort) for sort in wards["sort"]],
        parent_code=f"66@{NEW}",
    )
    outline = shapely.union_all(shapely.buffer(wards.to_crs(METRES).geometry.array, 15)).buffer(-15)
    province = gpd.GeoDataFrame(
        [{"code": f"66@{NEW}", "official_code": "66", "name": "Tỉnh Đắk Lắk", "level": "province", "kind": "Tỉnh"}],
        geometry=gpd.GeoSeries([outline], crs=METRES).to_crs(4326),
    ).assign(parent_code=None)
    units = pd.concat([province, wards], ignore_index=True)
    empty = pd.Series(pd.NA, index=units.index, dtype="Int64")
    notes = ["Ranh đơn giản hoá để hiển thị; nguồn không có dân số | simplified outline; no population in the source"]
    return _finish(units, empty, (NEW_FROM, None), "UNITS-2025", notes * len(units))


def successors(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the share of each old unit's area that lies in each of today's units.

    Old communes and districts go to today's communes and wards by area overlay (UTM 49N); parts below 1 % are taken
    for drawing differences and dropped, the rest is scaled to sum to 1. The two old provinces go to today's province.
    """
    rows: list[dict[str, Any]] = []
    today = new[new["level"] == "commune"].to_crs(METRES)
    for level in ("commune", "district"):
        before = old[old["level"] == level].to_crs(METRES)
        parts = gpd.overlay(before[["code", "geometry"]], today[["code", "geometry"]], keep_geom_type=True)
        parts["part"] = parts.area
        parts["share"] = parts["part"] / parts.groupby("code_1")["part"].transform("sum")
        parts = parts[parts["share"] >= SLIVER].sort_values(["code_1", "code_2"])
        for code, group in parts.groupby("code_1", sort=True):
            shares = _sum_to_one((group["share"] / group["share"].sum()).tolist())
            rows += [_succession(str(code), str(to), share) for to, share in zip(group["code_2"], shares, strict=True)]
    rows += [_succession(f"{code}@{OLD}", f"66@{NEW}", 1.0) for code in PROVINCES]
    return pd.DataFrame(rows)


def _succession(predecessor: str, successor: str, share: float) -> dict[str, Any]:
    return {
        "code": f"{predecessor.split('@', maxsplit=1)[0]}-{successor.split('@', maxsplit=1)[0]}@{NEW}",
        "predecessor_code": predecessor,
        "successor_code": successor,
        "changed_on": NEW_FROM,
        "area_share": share,
        "legal_basis": LEGAL_BASIS,
        "source_code": "SUCCESSION",
        "quality": "derived",
        "note": "",
    }


def _sum_to_one(shares: list[float]) -> list[float]:
    """Round to four decimals so that the sum is exactly 1; the largest share takes the difference."""
    rounded = [round(share, 4) for share in shares]
    largest = rounded.index(max(rounded))
    rounded[largest] = round(1.0 - sum(rounded[:largest] + rounded[largest + 1 :]), 4)
    return rounded


def _layer(inputs: Inputs, name: str) -> gpd.GeoDataFrame:
    layer = gpd.read_file(inputs.units_2009, layer=name)
    return layer[layer["gso_province"].isin(PROVINCES)].reset_index(drop=True)


def _finish(units: gpd.GeoDataFrame, population: pd.Series, days: tuple[str, str | None], source: str, notes: list[str]) -> gpd.GeoDataFrame:
    """Return the columns of table ``admin_unit`` in their order."""
    shapes = units.geometry.map(lambda shape: shapely.multipolygons(shapely.get_parts(shape)))
    area = gpd.GeoSeries(units.geometry, crs=4326).to_crs(METRES).area / 1e6
    columns = units[["code", "official_code", "name", "level", "kind", "parent_code"]].assign(
        area_km2=area.round(2),
        population=population,
        population_year=population.notna().map({True: 2009, False: pd.NA}).astype("Int64"),
        valid_from=days[0],
        valid_to=days[1],
        source_code=source,
        quality="published",
        note=notes,
    )
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes.tolist(), crs=4326))


def _note(bad_population: bool, coded: bool) -> str:  # noqa: FBT001
    return "; ".join(text for text, on in ((OLD_EXTENT, True), (NO_CODE, not coded), (BAD_POPULATION, bad_population)) if on)


def _kind(name: str) -> str:
    return next(kind for kind in KINDS if name.startswith(kind))


def _kind_2025(sort: str) -> str:
    return {"phuong": "Phường", "phường": "Phường", "xa": "Xã", "xã": "Xã"}[sort.lower()]


def _with_kind(name: str, sort: str) -> str:
    kind = _kind_2025(sort)
    return name if name.startswith(kind) else f"{kind} {name}"
