"""A made-up set of plots, works, establishments, leases and residential areas, so that every study has something to show.

There is no public list of these for Đắk Lắk. No row stands on a fact: each is marked ``illustrative``, and they hang on two
made-up clusters, so that no invented figure is attached to a real name. The seed makes them the same every time.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import affinity

SEED = 20230314
MARKS = {
    "source_code": "ILLUSTRATIVE",
    "quality": "illustrative",
    "note": "Minh họa, không có thật: do bộ sinh ngẫu nhiên có hạt giống tạo ra | Illustrative, not real: made by a seeded generator",
}
M_PER_DEGREE = 110_600.0
"""Metres to a degree, near enough for drawing plots at 12-13 degrees north."""
CITY = ("24133@2025", "24121@2025", "24154@2025", "24163@2025", "24169@2025")
"""Wards of the old city among which the made-up establishments stand."""

CLUSTERS = (
    ("ccn-minhhoa1", "Cụm minh họa 1", "operating", (108.121, 12.742), 50.0),
    ("ccn-minhhoa2", "Cụm minh họa 2", "building", (107.962, 12.635), 40.0),
)
PLOT_AREAS_HA = (0.3, 0.5, 0.8, 1.0, 1.5, 2.0, 3.0)
INDUSTRY_SHARE = 0.66
LET, PUBLISHING, AMONG_HOMES, SCATTERED = 0.6, 0.4, 0.75, 70
"""Shares of plots let, of owners who agree to publication, of outside establishments near homes; how many are outside."""
UTILITIES = (("water", 40.0), ("wastewater", 32.0), ("power", 260.0), ("solid_waste", 0.12))
"""Capacity per hectare of industrial land."""
WORKS = (
    ("roads", "Đường nội bộ", 1.9e9, 0),
    ("drainage", "Thoát nước mưa", 0.6e9, 0),
    ("water", "Cấp nước", 0.5e9, 1),
    ("power", "Cấp điện", 0.7e9, 1),
    ("wastewater", "Trạm xử lý nước thải tập trung", 1.4e9, 1),
    ("fire_protection", "Phòng cháy, chữa cháy", 0.2e9, 2),
    ("lighting", "Chiếu sáng", 0.15e9, 2),
    ("communications", "Thông tin liên lạc", 0.1e9, 2),
    ("solid_waste", "Điểm tập kết chất thải rắn", 0.1e9, 2),
    ("greenery", "Cây xanh cách ly", 0.25e9, 3),
)
"""Item, name, VND per ha, half-years after the first works begin."""

TRADES = (
    # vsic, products, hazard class, ha, workers/ha, m3 water/ha a day, share to wastewater, kW/ha, weight
    ("1077", "Cà phê rang xay", "IV", 0.5, 45, 18, 0.7, 160, 6),
    ("1079", "Thực phẩm chế biến", "IV", 0.4, 60, 30, 0.8, 140, 5),
    ("1030", "Trái cây sấy, đông lạnh", "IV", 0.8, 70, 35, 0.8, 220, 4),
    ("1104", "Nước uống đóng chai", "V", 0.4, 35, 40, 0.4, 120, 2),
    ("1629", "Sản phẩm gỗ", "III", 0.7, 40, 5, 0.6, 120, 5),
    ("3100", "Giường, tủ, bàn, ghế", "IV", 0.5, 55, 5, 0.6, 100, 4),
    ("2220", "Bao bì nhựa", "III", 0.5, 40, 8, 0.5, 260, 3),
    ("2395", "Gạch không nung, cấu kiện bê tông", "III", 1.2, 20, 12, 0.3, 110, 3),
    ("2592", "Cơ khí, xử lý kim loại", "III", 0.4, 45, 8, 0.7, 180, 5),
    ("2012", "Phân bón hữu cơ", "II", 1.0, 20, 10, 0.5, 90, 2),
    ("1702", "Bao bì giấy", "II", 0.8, 35, 25, 0.8, 200, 1),
)


def tables(units: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the made-up rows by table; ``units`` are the administrative units in force."""
    rng = np.random.default_rng(SEED)
    plots = pd.concat([_plots(rng, code, *rest) for code, _, *rest in CLUSTERS], ignore_index=True)
    homes = _residential(rng, units)
    tenants, leases = _tenants(rng, plots)
    scattered = _scattered(rng, units, homes)
    plots.loc[plots["code"].isin(leases["plot_code"]), "status"] = "leased"
    found = {
        "industrial_cluster": _clusters(units),
        "plot": plots,
        "residential_area": homes,
        "establishment": pd.concat([tenants, scattered], ignore_index=True),
        "cluster_utility": _utilities(),
        "infrastructure_work": _works(),
        "lease": leases,
    }
    marked = {name: rows.assign(**MARKS) for name, rows in found.items()}
    return {name: gpd.GeoDataFrame(rows, geometry="geometry", crs=4326) if "geometry" in rows else rows for name, rows in marked.items()}


def _unit_at(units: pd.DataFrame, point: shapely.Point) -> str | None:
    communes = units[units["level"] == "commune"]
    inside = communes[shapely.covers(communes["geometry"].to_numpy(), point)]
    return str(inside["code"].iloc[0]) if len(inside) else None


def _clusters(units: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for code, name, status, place, area in CLUSTERS:
        open_ = status == "operating"
        rows.append(
            {
                "code": code,
                "name": name,
                "kind": "industrial_cluster",
                "status": status,
                "form": "general",
                "unit_code": _unit_at(units, shapely.Point(place)),
                "area_ha": area,
                "industrial_land_ha": round(area * INDUSTRY_SHARE, 2),
                "road_ha": round(area * (0.12 if open_ else 0.09), 2),
                "green_ha": round(area * 0.11, 2),
                "technical_ha": round(area * 0.02, 2),
                "service_ha": round(area * 0.04, 2),
                "green_strip_m": 10.0 if open_ else 8.0,
                "resettled": True,
                "in_provincial_plan": True,
                "established_on": "2015-06-01" if open_ else "2024-09-01",
                "operating_since": "2017-01-01" if open_ else None,
                "detailed_plan_on": "2015-12-01" if open_ else "2025-03-01",
                "infrastructure_project_on": "2016-04-01" if open_ else "2025-08-01",
                "investor": "Công ty hạ tầng minh họa",
                "investor_is_enterprise": True,
                "approved_capital_vnd": area * 7.0e9,
                "paid_capital_vnd": area * (6.1e9 if open_ else 1.8e9),
                "geometry": shapely.Point(place),
            }
        )
    return pd.DataFrame(rows)


def _plots(rng: np.random.Generator, code: str, status: str, place: tuple[float, float], area: float) -> pd.DataFrame:
    """Lay plots of one cluster in rows along streets until its industrial land is used up."""
    left, rows, x, y, depth = area * INDUSTRY_SHARE, [], 0.0, 0.0, 100.0
    width = 100.0 * np.sqrt(area)
    while left > min(PLOT_AREAS_HA):
        size = float(rng.choice([one for one in PLOT_AREAS_HA if one <= left]))
        length = size * 10_000.0 / depth
        if x + length > width and x > 0:
            x, y = 0.0, y + depth + (20.0 if int(y / 100) % 2 else 4.0)
        box = affinity.scale(shapely.box(x, y, x + length, y + depth), 1 / M_PER_DEGREE, 1 / M_PER_DEGREE, origin=(0, 0))
        number = len(rows) + 1
        serviced = pd.Timestamp("2017-01-01") if status == "operating" else pd.Timestamp("2027-01-01") + pd.Timedelta(days=365 * int(y > width / 2))
        rows.append(
            {
                "code": f"{code}-{number:02d}",
                "name": f"Lô {number:02d}",
                "cluster_code": code,
                "use": "industry",
                "status": "vacant" if status == "operating" else "blocked",
                "area_ha": size,
                "least_part_ha": 0.25 if size >= 1.0 else None,
                "serviced_on": serviced.date().isoformat(),
                "rent_vnd_m2_year": float(rng.integers(9, 15) * 1000),
                "floors": None,
                "density_pct": None,
                "geometry": shapely.MultiPolygon([affinity.translate(box, *place)]),
            }
        )
        left, x = left - size, x + length + 2.0
    return pd.DataFrame(rows)


def _residential(rng: np.random.Generator, units: pd.DataFrame) -> pd.DataFrame:
    """Scatter built-up patches over the city's wards, denser in the middle one."""
    rows = []
    for code in CITY:
        unit = units.set_index("code").loc[code]
        for _ in range(5 if code == CITY[0] else 3):
            centre = _inside(rng, unit["geometry"])
            radius = rng.uniform(350, 800) / M_PER_DEGREE
            ring = shapely.Polygon(
                [
                    (centre.x + radius * rng.uniform(0.75, 1.15) * np.cos(angle), centre.y + radius * rng.uniform(0.75, 1.15) * np.sin(angle))
                    for angle in np.linspace(0, 2 * np.pi, 14, endpoint=False)
                ]
            )
            number = len(rows) + 1
            rows.append(
                {
                    "code": f"kdc-minhhoa{number:02d}",
                    "name": f"Khu dân cư minh họa {number}",
                    "unit_code": code,
                    "population": int(rng.integers(15, 60) * 100),
                    "valid_from": "2020-01-01",
                    "valid_to": None,
                    "geometry": shapely.MultiPolygon([ring]),
                }
            )
    return pd.DataFrame(rows)


def _inside(rng: np.random.Generator, shape: shapely.Geometry) -> shapely.Point:
    west, south, east, north = shape.bounds
    while True:
        point = shapely.Point(rng.uniform(west, east), rng.uniform(south, north))
        if shape.contains(point):
            return point


def _establishment(rng: np.random.Generator, number: int, trade: int, size: float) -> dict[str, object]:
    vsic, products, hazard, ha, workers, water, sewage, power, _ = TRADES[trade]
    land = round(max(0.08, ha * size), 2)
    people = max(4, round(land * workers * rng.uniform(0.7, 1.3)))
    revenue = float(round(people * rng.uniform(350, 1500)) * 1e6)
    drawn = round(land * water * rng.uniform(0.7, 1.3), 1)
    return {
        "code": f"cs-minhhoa{number:03d}",
        "name": f"Cơ sở minh họa {number}",
        "vsic": vsic,
        "status": str(rng.choice(["operating", "stopped"], p=[0.93, 0.07])),
        "year": 2025,
        "started_on": f"{int(rng.integers(1998, 2022))}-01-01",
        "products": products,
        "land_ha": land,
        "capital_vnd": float(round(land * rng.uniform(8, 40)) * 1e9) or 1e9,
        "workers": people,
        "revenue_vnd_year": revenue,
        "value_added_vnd_year": round(revenue * rng.uniform(0.12, 0.38), -6),
        "budget_paid_vnd_year": round(revenue * rng.uniform(0.005, 0.03), -6),
        "income_vnd_month": float(rng.integers(65, 120) * 100_000),
        "foreign": False,
        "water_m3_day": drawn,
        "wastewater_m3_day": round(drawn * sewage, 1),
        "power_kw": float(round(land * power * rng.uniform(0.7, 1.3))),
        "solid_waste_t_day": round(land * rng.uniform(0.02, 0.15), 3),
        "hazard_class": hazard,
        "pollution_score": float(np.clip(round(100 * rng.beta(2, 2.5) + {"II": 25, "III": 10, "IV": 0, "V": -10}[hazard]), 0, 100)),
        "may_publish": bool(rng.random() < PUBLISHING),
    }


def _trade(rng: np.random.Generator) -> int:
    weights = np.array([trade[-1] for trade in TRADES], float)
    return int(rng.choice(len(TRADES), p=weights / weights.sum()))


def _tenants(rng: np.random.Generator, plots: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Let about six in ten plots of the working cluster, each to one establishment."""
    rows, leases = [], []
    for plot in plots[plots["cluster_code"] == CLUSTERS[0][0]].itertuples():
        if rng.random() > LET:
            continue
        number, trade = len(rows) + 1, _trade(rng)
        row = _establishment(rng, number, trade, plot.area_ha / TRADES[trade][3])
        centre = plot.geometry.centroid
        rows.append(row | {"cluster_code": plot.cluster_code, "unit_code": "24163@2025", "land_ha": plot.area_ha, "geometry": centre})
        leases.append(
            {
                "code": f"hd-minhhoa{number:03d}",
                "plot_code": plot.code,
                "establishment_code": row["code"],
                "kind": str(rng.choice(["lease", "sublease", "approval"], p=[0.3, 0.6, 0.1])),
                "area_ha": plot.area_ha,
                "rent_vnd_m2_year": plot.rent_vnd_m2_year,
                "valid_from": f"{int(rng.integers(2017, 2025))}-01-01",
                "valid_to": None,
            }
        )
    return pd.DataFrame(rows), pd.DataFrame(leases)


def _scattered(rng: np.random.Generator, units: pd.DataFrame, homes: pd.DataFrame) -> pd.DataFrame:
    """Place establishments outside clusters, most of them in or beside residential areas."""
    rows = []
    for at in range(SCATTERED):
        number = 101 + at
        if rng.random() < AMONG_HOMES:
            home = homes.iloc[int(rng.integers(len(homes)))]
            point = _inside(rng, home["geometry"].buffer(250 / M_PER_DEGREE))
        else:
            point = _inside(rng, units.set_index("code").loc[str(rng.choice(CITY)), "geometry"])
        row = _establishment(rng, number, _trade(rng), float(rng.lognormal(-0.5, 0.5)))
        rows.append(row | {"cluster_code": None, "unit_code": _unit_at(units, point), "geometry": shapely.Point(round(point.x, 6), round(point.y, 6))})
    return pd.DataFrame(rows)


def _utilities() -> pd.DataFrame:
    rows = []
    for code, _, status, _, area in CLUSTERS:
        for utility, per_ha in UTILITIES:
            start = "2017-01-01" if status == "operating" else "2027-01-01"
            rows.append(
                {
                    "code": f"{code}-{utility}",
                    "cluster_code": code,
                    "utility": utility,
                    "capacity": round(area * INDUSTRY_SHARE * per_ha, 2),
                    "meets_standard": status == "operating" if utility == "wastewater" else None,
                    "valid_from": start,
                    "valid_to": None,
                }
            )
    return pd.DataFrame(rows)


def _works() -> pd.DataFrame:
    rows = []
    for code, _, status, _, area in CLUSTERS:
        begun = pd.Timestamp("2016-06-01" if status == "operating" else "2025-09-01")
        for item, name, cost, later in WORKS:
            start = begun + pd.DateOffset(months=6 * later)
            end = start + pd.DateOffset(months=9)
            done = end <= pd.Timestamp("2026-06-01") and not (status == "operating" and item in ("solid_waste", "greenery"))
            going = not done and start <= pd.Timestamp("2026-06-01")
            rows.append(
                {
                    "code": f"{code}-ht-{item}",
                    "name": name,
                    "cluster_code": code,
                    "item": item,
                    "after_code": None if item == "roads" else f"{code}-ht-roads",
                    "planned_start": start.date().isoformat(),
                    "planned_end": end.date().isoformat(),
                    "actual_start": start.date().isoformat() if done or going else None,
                    "actual_end": (end + pd.DateOffset(months=2)).date().isoformat() if done else None,
                    "cost_vnd": cost * area,
                    "spent_vnd": cost * area * (1.0 if done else 0.4 if going else 0.0),
                    "progress_pct": 100.0 if done else 40.0 if going else 0.0,
                    "evidence": "Biên bản nghiệm thu minh họa" if done else "",
                }
            )
    return pd.DataFrame(rows)
