"""Outlets and what they take, logistics sites and the sizes they can be built in, industrial clusters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry import Point

from daklak.beyond import PORTS
from daklak.inputs import Inputs
from daklak.places import at, towns, unit_at

ASSUMED = {"source_code": "ASSUMED", "quality": "assumed"}
UNIT, TOWN, AT = "unit", "town", "at"
NORM_VND_HA = 7_611e6
WAREHOUSE_VND_M2 = 6e6
STORE_T_M2 = 2.0
POINT_T_HA = 5_000.0
LIFE_YEARS = 25


@dataclass(frozen=True, slots=True, eq=False)
class Atlas:
    """Positions by number: today's units (a point inside), GeoNames towns, or stated coordinates."""

    towns: pd.DataFrame
    units: gpd.GeoDataFrame

    def point(self, ref: tuple[str, Any]) -> Point:
        """Return the position a reference stands for."""
        how, what = ref
        if how == UNIT:
            shape = self.units.loc[self.units["code"] == f"{what}@2025", "geometry"].iloc[0]
            inside = shape.representative_point()
            return Point(round(inside.x, 5), round(inside.y, 5))
        return Point(at(self.towns, what) if how == TOWN else what)


def atlas(inputs: Inputs, units: gpd.GeoDataFrame) -> Atlas:
    """Return the positions known for the region."""
    return Atlas(towns(inputs), units)


_BY_HAND = "Vị trí đặt tay, sai số khoảng 2 km | position set by hand, about 2 km"
_LIST = "Vị trí theo danh mục cảng searoute | position from the searoute port list"
_WARD = "Vị trí là điểm đại diện của phường, xã, không phải cổng cụm | position: the commune's representative point"

OUTLETS: tuple[tuple[str, str, str, tuple[str, Any], str, str], ...] = (
    ("out-hoaphu", "Nhà máy chế biến tại KCN Hòa Phú", "cluster", (UNIT, "24175"), "CLUSTERS", _WARD),
    ("out-tanan1", "Nhà máy chế biến tại CCN Tân An 1", "cluster", (AT, (108.086, 12.7201)), "CLUSTERS", _WARD),
    ("out-tanan2", "Nhà máy chế biến tại CCN Tân An 2", "cluster", (AT, (108.0862, 12.7203)), "CLUSTERS", _WARD),
    ("out-eadar", "Nhà máy chế biến tại CCN Ea Đar", "cluster", (AT, (108.4953, 12.8029)), "CLUSTERS", _WARD),
    (
        "out-earal",
        "Nhà máy cà phê chế biến sâu, CCN Ea Ral",
        "processor",
        (AT, (108.1882, 13.2517)),
        "PROJECTS-1985",
        _WARD,
    ),
    (
        "out-km7",
        "Trung tâm giao dịch đầu mối nông sản Tây Nguyên (Km7)",
        "market",
        (UNIT, "24163"),
        "PROJECTS-1985",
        _WARD,
    ),
    ("out-vungro", "Cảng Vũng Rô", "port", (AT, (109.413, 12.8695)), "PORT-FACTS", _BY_HAND),
    ("out-baigoc", "Cảng Bãi Gốc", "port", (UNIT, "22291"), "PORT-FACTS", _WARD),
    ("out-quynhon", "Cảng Quy Nhơn", "port", (AT, PORTS["quy-nhon"]), "PORTS", _LIST),
    ("out-vanphong", "Cảng Nam Vân Phong", "port", (AT, PORTS["nam-van-phong"]), "ASSUMED", _BY_HAND),
    ("out-catlai", "Cảng Cát Lái, TP. Hồ Chí Minh", "port", (AT, PORTS["cat-lai"]), "ASSUMED", _BY_HAND),
    ("out-caimep", "Cảng Cái Mép", "port", (AT, PORTS["cai-mep"]), "PORTS", _LIST),
    ("out-huunghi", "Cửa khẩu Hữu Nghị", "border", (AT, PORTS["huu-nghi"]), "ASSUMED", _BY_HAND),
)


def outlets(book: Atlas) -> gpd.GeoDataFrame:
    """Return table ``outlet``."""
    table = gpd.GeoDataFrame(
        [
            {
                "code": code,
                "name": name,
                "kind": kind,
                "source_code": source,
                "quality": "assumed",
                "note": note,
                "geometry": book.point(ref),
            }
            for code, name, kind, ref, source, note in OUTLETS
        ],
        crs=4326,
    )
    table["unit_code"] = unit_at(table.geometry, book.units)
    listed = table["source_code"] == "PORTS"
    table.loc[listed, "quality"] = "published"
    return table[["code", "name", "kind", "unit_code", "source_code", "quality", "note", "geometry"]]


_MILL = "Chưa có sản lượng từng nhà máy; giả định theo quy mô cụm | no figures for single mills; assumed by size of the cluster"
_PORT = "Chưa có phân chia theo cảng; giả định còn chỗ cho ngần này mỗi tháng | no split by port known; room assumed"
_LINES = "Tuyến tàu quen của nhà xuất khẩu; phần tối thiểu giả định | exporters' established lines; least share assumed"
_DEEP = "QĐ 1985: 10.000-20.000 t sản phẩm/năm từ khi có nhà máy; lấy mức thấp | decision 1985: 10,000-20,000 t a year, low end"
_CHINA = "Sầu riêng tươi chủ yếu đi Trung Quốc đường bộ; lượng tối thiểu giả định | fresh durian mostly goes to China by road; assumed"
_FUTURE = "Giai đoạn 1 dự kiến Q3/2028 nên chỉ có từ 2030; sức nhận giả định | phase 1 due Q3/2028, hence only in 2030; room assumed"
_MARKET = "Chợ quy hoạch theo QĐ 1985, coi như có từ 2030; sức nhận giả định | planned market, taken as there in 2030; room assumed"

DEMAND: tuple[tuple[str, str, dict[int, float], float | None, str], ...] = (
    ("out-hoaphu", "coffee", {2026: 40_000, 2030: 50_000}, 22_000, _MILL),
    ("out-tanan1", "coffee", {2026: 12_000, 2030: 12_000}, 6_000, _MILL),
    ("out-tanan2", "coffee", {2026: 18_000, 2030: 18_000}, 9_000, _MILL),
    ("out-eadar", "coffee", {2026: 4_000, 2030: 4_000}, 2_000, _MILL),
    ("out-earal", "coffee", {2030: 10_000}, 5_000, _DEEP),
    ("out-catlai", "coffee", {2026: 150_000, 2030: 120_000}, None, _LINES),
    ("out-caimep", "coffee", {2026: 30_000, 2030: 30_000}, 40_000, _LINES),
    ("out-quynhon", "coffee", {2026: 40_000, 2030: 40_000}, 40_000, _LINES),
    ("out-vanphong", "coffee", {2026: 0, 2030: 0}, 20_000, _PORT),
    ("out-vungro", "coffee", {2026: 0, 2030: 0}, 5_000, _PORT),
    ("out-baigoc", "coffee", {2030: 0}, 30_000, _FUTURE),
    ("out-huunghi", "durian", {2026: 80_000, 2030: 130_000}, None, _CHINA),
    ("out-hoaphu", "durian", {2026: 8_000, 2030: 15_000}, 12_000, _MILL),
    ("out-tanan2", "durian", {2026: 4_000, 2030: 6_000}, 5_000, _MILL),
    ("out-catlai", "durian", {2026: 60_000, 2030: 100_000}, None, _LINES),
    ("out-quynhon", "durian", {2026: 0, 2030: 0}, 25_000, _PORT),
    ("out-vanphong", "durian", {2026: 0, 2030: 0}, 15_000, _PORT),
    ("out-baigoc", "durian", {2030: 0}, 30_000, _FUTURE),
    ("out-km7", "durian", {2030: 0}, 8_000, _MARKET),
    ("out-hoaphu", "rubber", {2026: 4_000, 2030: 4_000}, 1_500, _MILL),
    ("out-catlai", "rubber", {2026: 8_000, 2030: 8_000}, None, _LINES),
    ("out-quynhon", "rubber", {2026: 0, 2030: 0}, 3_000, _PORT),
)


def demand() -> list[dict[str, Any]]:
    """Return table ``outlet_demand``; prices by outlet are unknown, so only costs are compared (0)."""
    return [
        {
            "code": f"{outlet.removeprefix('out-')}-{commodity}-{year}",
            "outlet_code": outlet,
            "commodity_code": commodity,
            "year": year,
            "min_t_year": least,
            "max_t_month": most,
            "price_vnd_t": 0,
            **ASSUMED,
            "note": reason,
        }
        for outlet, commodity, by_year, most, reason in DEMAND
        for year, least in by_year.items()
    ]


EXISTING: tuple[tuple[str, str, tuple[str, Any], float], ...] = (
    ("pt-tanan", "Kho nông sản Tân An", (UNIT, "24163"), 45_000),
    ("pt-phuocan", "Kho nông sản Phước An", (TOWN, 1570243), 20_000),
    ("pt-quangphu", "Kho nông sản Quảng Phú", (TOWN, 8725037), 20_000),
    ("pt-buonho", "Kho nông sản Buôn Hồ", (TOWN, 1586989), 20_000),
    ("pt-eadrang", "Kho nông sản Ea Drăng", (TOWN, 8724987), 15_000),
    ("pt-eakar", "Kho nông sản Ea Kar", (TOWN, 8725054), 10_000),
)
CENTRES: tuple[tuple[str, str, tuple[str, Any]], ...] = (
    ("ct-hoaphu", "Trung tâm logistics Hòa Phú", (UNIT, "24175")),
    ("ct-tanan", "Trung tâm logistics Tân An", (UNIT, "24163")),
    ("ct-phuxuan", "Trung tâm logistics KCN Phú Xuân", (AT, (108.1779, 12.7846))),
    ("ct-buonho", "Trung tâm logistics Buôn Hồ", (TOWN, 1586989)),
    ("ct-eakar", "Trung tâm logistics Ea Kar", (TOWN, 8725054)),
    ("ct-eadrang", "Trung tâm logistics Ea Drăng", (TOWN, 8724987)),
    ("ct-mdrak", "Trung tâm logistics M'Đrắk", (TOWN, 8725127)),
    ("ct-hoaxuan", "Trung tâm logistics Hòa Xuân (ven biển)", (UNIT, "22291")),
)
POINTS: tuple[tuple[str, str, str, tuple[str, Any]], ...] = (
    ("pt-krongnang", "Krông Năng", "point", (TOWN, 8725000)),
    ("pt-pongdrang", "Pơng Drang", "point", (UNIT, "24316")),
    ("pt-eahiao", "Ea Hiao", "point", (TOWN, 1590428)),
    ("pt-eawy", "Ea Wy", "point", (UNIT, "24193")),
    ("pt-eakiet", "Ea Kiết", "point", (UNIT, "24265")),
    ("pt-cumgar", "Cư M'gar", "point", (UNIT, "24280")),
    ("pt-eawer", "Ea Wer", "point", (UNIT, "24241")),
    ("pt-easup", "Ea Súp", "point", (TOWN, 8724967)),
    ("pt-buontrap", "Buôn Trấp", "point", (TOWN, 1586798)),
    ("pt-drayphang", "Dray Bhăng", "point", (UNIT, "24561")),
    ("pt-eaning", "Ea Ning", "point", (UNIT, "24540")),
    ("pt-lienson", "Liên Sơn", "point", (TOWN, 1578015)),
    ("pt-krongkmar", "Krông Kmar", "point", (TOWN, 8725113)),
    ("pt-vubon", "Vụ Bổn", "point", (UNIT, "24529")),
    ("pt-eakly", "Ea Kly", "point", (UNIT, "24496")),
    ("pt-eaknop", "Ea Knốp", "point", (UNIT, "24376")),
    ("pt-tamgiang", "Tam Giang", "point", (UNIT, "24352")),
    ("pt-dlieya", "Dliê Ya", "point", (UNIT, "24346")),
    ("tr-mdrak", "M'Đrắk", "transshipment", (TOWN, 8725127)),
    ("tr-hairieng", "Hai Riêng", "transshipment", (TOWN, 8719315)),
    ("tr-cungson", "Củng Sơn", "transshipment", (TOWN, 1584613)),
    ("tr-tuyhoa", "Tuy Hòa", "transshipment", (TOWN, 1563281)),
)
_KIND_WORD = {"point": "Điểm tập kết", "transshipment": "Điểm trung chuyển"}
_THERE = "Minh hoạ: nơi có kho thu mua, giả định gộp thành một điểm | illustrative: traders' stores taken together as one point"
_PROPOSED = "Minh hoạ: địa điểm giả định ở nơi có thật, chưa có quyết định | illustrative: assumed site at a real place, nothing decided"


def sites(book: Atlas) -> gpd.GeoDataFrame:
    """Return table ``logistics_site``: every site is an illustration until a survey replaces it."""
    rows = [(code, name, "point", "existing", ref, _THERE) for code, name, ref, _ in EXISTING]
    rows += [(code, name, "centre", "candidate", ref, _PROPOSED) for code, name, ref in CENTRES]
    rows += [(code, f"{_KIND_WORD[kind]} {name}", kind, "candidate", ref, _PROPOSED) for code, name, kind, ref in POINTS]
    table = gpd.GeoDataFrame(
        [
            {
                "code": code,
                "name": name,
                "kind": kind,
                "status": status,
                **ASSUMED,
                "note": note,
                "geometry": book.point(ref),
            }
            for code, name, kind, status, ref, note in rows
        ],
        crs=4326,
    )
    table["unit_code"] = unit_at(table.geometry, book.units)
    return table[["code", "name", "kind", "status", "unit_code", "source_code", "quality", "note", "geometry"]]


@dataclass(frozen=True, slots=True)
class Size:
    """One size of a site: land (ha), throughput (t/month), store (t), running cost without goods (VND/year)."""

    name: str
    area_ha: float
    throughput_t_month: float
    storage_t: float
    opex_vnd_year: float

    @property
    def capex_vnd(self) -> float:
        """Land by the published norm, store by an assumed price of 6 million VND/m²."""
        return self.area_ha * NORM_VND_HA + self.storage_t / STORE_T_M2 * WAREHOUSE_VND_M2


CENTRE_SIZES = (
    Size("small", 10, 60_000, 20_000, 4e9),
    Size("medium", 20, 120_000, 36_000, 7e9),
    Size("large", 30, 180_000, 50_000, 10e9),
)
POINT_SIZES = (
    Size("small", 1, 5_000, 2_000, 0.7e9),
    Size("medium", 2, 10_000, 3_500, 1.2e9),
    Size("large", 4, 20_000, 6_000, 2.3e9),
)
_SIZE_WORD = {"small": "Nhỏ", "medium": "Vừa", "large": "Lớn"}
_BUILT = "Đã có nên vốn 0; công suất giả định theo quy mô thu mua | already there, hence 0; capacity assumed"
_CLASS_TWO = "; hạng II ≥ 10 ha, > 20 ha đến 2030 (PLAN-1012-2015) | class II is at least 10 ha"
_NORM = (
    "Vốn = ha × 7.611 triệu đồng (QĐ 425/QĐ-BXD) + kho 6 triệu đồng/m², 2 t/m² (giả định); công suất giả định 5.000-6.000 t/tháng mỗi ha | "
    "land by norm 425, store and throughput assumed"
)


def modules() -> list[dict[str, Any]]:
    """Return table ``capacity_module``."""
    rows = [
        _module(
            code,
            Size("now", round(throughput / POINT_T_HA, 1), throughput, throughput * 0.4, throughput * 0.1e6),
            0.0,
            _BUILT,
        )
        for code, _, _, throughput in EXISTING
    ]
    rows += [_module(row[0], size, size.capex_vnd, _NORM + _CLASS_TWO) for row in CENTRES for size in CENTRE_SIZES]
    rows += [_module(row[0], size, size.capex_vnd, _NORM) for row in POINTS for size in POINT_SIZES]
    return rows


def _module(site: str, size: Size, capex_vnd: float, note: str) -> dict[str, Any]:
    return {
        "code": f"{site}-{size.name}",
        "site_code": site,
        "name": _SIZE_WORD.get(size.name, "Hiện trạng"),
        "area_ha": size.area_ha,
        "throughput_t_month": size.throughput_t_month,
        "storage_t": size.storage_t,
        "capex_vnd": int(capex_vnd),
        "opex_vnd_year": int(size.opex_vnd_year),
        "life_years": LIFE_YEARS,
        "source_code": "ASSUMED" if capex_vnd == 0 else "NORM-425-2026",
        "quality": "assumed",
        "note": note,
    }


CLUSTER_CODES = (
    "kcn-hoaphu",
    "kcn-phuxuan",
    "kcn-eahleo",
    "kcn-eakar",
    "kcn-mdrak",
    "ccn-tanan1",
    "ccn-tanan2",
    "ccn-eadar",
    "ccn-earal",
    "ccn-krongbuk1",
    "ccn-buoncham",
)
OSM_CLUSTER = "kcn-hoaphu"
_STATUS = {
    "operating": "operating",
    "under construction (ground-breaking 03/2025)": "building",
    "planned to 2050": "planned",
    "planned": "planned",
}


def clusters(inputs: Inputs, book: Atlas) -> gpd.GeoDataFrame:
    """Return table ``industrial_cluster``; positions not known are left empty with the reason."""
    facts = pd.read_csv(inputs.clusters)
    table = gpd.GeoDataFrame(
        {
            "code": CLUSTER_CODES,
            "name": facts["name"],
            "kind": facts["kind"],
            "status": facts["status"].map(_STATUS),
            "area_ha": facts["area_ha"],
            "source_code": ["OSM-SITES" if code == OSM_CLUSTER else "CLUSTERS" for code in CLUSTER_CODES],
            "quality": "published",
            "note": facts["location"] + "; vị trí | position: " + facts["position_quality"],
        },
        geometry=[Point(x, y) if pd.notna(x) else None for x, y in zip(facts["lon"], facts["lat"], strict=True)],
        crs=4326,
    )
    plan = {
        "code": "ccn-hoaxuan",
        "name": "CCN Hòa Xuân",
        "kind": "industrial_cluster",
        "status": "planned",
        "area_ha": None,
        "source_code": "CLUSTERS",
        "quality": "published",
        "geometry": None,
        "note": "Theo kế hoạch 2023, xã Hòa Xuân cũ của TP Buôn Ma Thuột; chưa tìm thấy vị trí, diện tích. Không phải xã Hòa Xuân (22291) ven "
        "biển ngày nay | old Hòa Xuân of Buôn Ma Thuột; position and area not found; not today's coastal Hòa Xuân (22291)",
    }
    table = pd.concat([table, gpd.GeoDataFrame([plan], geometry="geometry", crs=4326)], ignore_index=True)
    table["unit_code"] = unit_at(table.geometry, book.units)
    return table[["code", "name", "kind", "status", "unit_code", "area_ha", "source_code", "quality", "note", "geometry"]]
