"""Made-up surveys, resource use, measures, by-products, policy, projects and a zone; every row marked ``illustrative``.

No row stands on a fact. The seed makes them the same every time.
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from banme.clusters.technology import QUESTIONS, Kind, levels_of

from daklak.illustrative import CLUSTERS, M_PER_DEGREE, MARKS

SEED = 20191210
HOME, COMING, ZONE = CLUSTERS[0][0], CLUSTERS[1][0], "knc-minhhoa"
ZONE_AT = (108.02, 12.72)
SURVEYED_OUTSIDE = 6
M = 1e6
INDUSTRIES = ("10", "11", "16", "17", "20", "22", "23", "25", "31")

MEASURES = (
    # code, group, name, fixed m VND, % of bill, opex %, life, value added %, equipment
    ("led", "energy", "Đèn LED | LED lighting", 20, 6, 1, 8, 0, False),
    ("vsd", "energy", "Biến tần cho động cơ | Variable-speed drives", 60, 18, 2, 10, 0, True),
    ("air", "energy", "Sửa rò khí nén | Compressed-air leaks", 10, 2, 5, 3, 0, False),
    ("solar", "energy", "Điện mặt trời mái nhà | Rooftop solar", 200, 110, 1.5, 20, 0, True),
    ("heat", "energy", "Thu hồi nhiệt lò hơi, lò sấy | Heat recovery", 120, 25, 2, 12, 0, True),
    ("boiler", "energy", "Lò hơi sinh khối mới | New biomass boiler", 300, 55, 3, 15, 0, True),
    ("cip", "water", "Rửa tiết kiệm nước | Water-saving cleaning", 40, 60, 3, 8, 0, False),
    ("reuse", "water", "Tuần hoàn nước | Water reuse", 250, 180, 5, 12, 0, True),
    ("yield", "material", "Kiểm soát định mức nguyên liệu | Material control", 60, 0.4, 4, 6, 0.5, False),
    ("vision", "automation", "Phân loại bằng camera | Camera sorting", 400, 0.9, 4, 10, 1.5, True),
    ("scada", "automation", "SCADA và thu dữ liệu máy | SCADA and machine data", 350, 4, 5, 10, 1, True),
    ("mes", "automation", "Điều hành sản xuất MES | Production execution system", 500, 0, 8, 8, 2, False),
    ("effluent", "hygiene", "Nâng trạm xử lý nước thải | Better wastewater treatment", 350, 80, 6, 15, 0, True),
    ("sort", "hygiene", "Phân loại chất thải | Waste sorting", 25, 40, 8, 5, 0, False),
)
SAVINGS = (
    ("led", "electricity_kwh", 3, 5, 7),
    ("vsd", "electricity_kwh", 5, 9, 14),
    ("air", "electricity_kwh", 2, 4, 6),
    ("solar", "electricity_kwh", 15, 22, 28),
    ("heat", "biomass_t", 8, 14, 18),
    ("boiler", "biomass_t", 15, 22, 28),
    ("cip", "water_m3", 8, 14, 20),
    ("cip", "wastewater_m3", 8, 14, 20),
    ("reuse", "water_m3", 20, 30, 42),
    ("reuse", "wastewater_m3", 20, 30, 42),
    ("yield", "material_t", 0.8, 1.5, 2.5),
    ("vision", "material_t", 0.8, 1.8, 3),
    ("scada", "electricity_kwh", 2, 4, 6),
    ("effluent", "wastewater_m3", 3, 6, 10),
    ("sort", "solid_waste_t", 20, 35, 50),
)
LINKS = (
    ("mes", "scada", "requires", "", None),
    ("heat", "boiler", "excludes", "", None),
    ("cip", "reuse", "overlaps", "water_m3", 1.06),
    ("led", "solar", "overlaps", "electricity_kwh", 1.01),
)
EFFECTS = (
    ("scada", "uses_pda_scada", "yes"),
    ("scada", "uses_mdc", "yes"),
    ("scada", "maintenance", "periodic"),
    ("mes", "uses_mes", "yes"),
    ("mes", "digital_strategy", "yes"),
    ("mes", "digital_level", "some"),
    ("mes", "it_use", "automates"),
    ("effluent", "environment", "conforming"),
    ("reuse", "environment", "certified_reuse"),
    ("yield", "productivity_tools", "yes"),
)
RULES = (
    # code, name, fact, need, limit, prefixes, points, floor, consequence
    (
        "nganh",
        "Ngành chế biến nông, lâm sản, sinh học, cơ khí chính xác",
        "vsic",
        "starts_with",
        None,
        "10 11 16 21 26 28",
        0,
        None,
        "Từ chối hồ sơ | application refused",
    ),
    (
        "cam",
        "Không nhận thuộc da, nhuộm, giấy từ bột, hóa chất cơ bản",
        "vsic",
        "starts_with_none",
        None,
        "1313 1511 1701 2011",
        0,
        None,
        "Từ chối hồ sơ | application refused",
    ),
    ("dochai", "Cấp độc hại nhẹ (IV, V)", "hazard_class", "at_least", 4, "", 0, None, "Thu hồi chấp thuận | approval withdrawn"),
    (
        "congnghe",
        "Trình độ công nghệ",
        "technology_points",
        "at_least",
        60,
        "",
        0,
        None,
        "Nâng cấp trong 12 tháng, không đạt thì dừng | upgrade within 12 months, else stop",
    ),
    (
        "tuoi",
        "Tuổi thiết bị không quá 10 năm",
        "equipment_age_years",
        "at_most",
        10,
        "",
        0,
        None,
        "Thay thiết bị trước khi hoạt động | replace the equipment before starting",
    ),
    (
        "nuoc",
        "Không dùng quá một phần tư nước còn lại",
        "water_of_left_pct",
        "at_most",
        25,
        "",
        0,
        None,
        "Giảm công suất theo phần còn lại | cut back to what is left",
    ),
    (
        "thai",
        "Không dùng quá một phần tư công suất xử lý còn lại",
        "wastewater_of_left_pct",
        "at_most",
        25,
        "",
        0,
        None,
        "Dừng xả đến khi có công suất | no discharge until there is room",
    ),
    ("dien", "Không dùng quá một phần tư điện còn lại", "power_of_left_pct", "at_most", 25, "", 0, None, "Giảm công suất | cut back"),
    ("vieclam", "Việc làm trên ha", "workers_ha", "at_least", 80, "", 30, 20, "Điều chỉnh giá thuê | rent is adjusted"),
    ("giatri", "Giá trị gia tăng trên ha", "value_added_vnd_ha", "at_least", 40e9, "", 40, 5e9, "Điều chỉnh giá thuê | rent is adjusted"),
    ("sach", "Năng lượng sạch", "clean_energy", "yes", None, "", 15, None, "Mất điểm | points lost"),
    ("tuanhoan", "Tuần hoàn nước", "reuses_water", "yes", None, "", 15, None, "Mất điểm | points lost"),
)
AREAS = (
    ("lab", "Viện, phòng thí nghiệm sinh học", "research", 8.0, None),
    ("seed", "Giống, trình diễn", "seed", 14.0, None),
    ("deep", "Chế biến sâu", "processing", 26.0, 2029),
    ("hub", "Ươm tạo, đào tạo", "incubation", 5.0, None),
    ("svc", "Dịch vụ, logistics lạnh", "service", 7.0, 2029),
)
PROJECTS = (
    # code, name, function, other, ha, water, kW, wastewater, budget bn, worth bn, jobs, earliest, latest, must
    ("mo", "Trung tâm nuôi cấy mô cà phê, sầu riêng", "research", "seed", 2.5, 40, 220, 30, 45, 62, 60, None, None, True),
    ("enzym", "Phòng thí nghiệm enzym, vi sinh", "research", "", 2.0, 35, 260, 28, 60, 55, 45, None, None, False),
    ("kiemnghiem", "Trung tâm kiểm nghiệm, truy xuất", "research", "incubation", 1.5, 15, 120, 12, 30, 41, 50, None, None, False),
    ("vuon", "Vườn giống đầu dòng", "seed", "", 9.0, 120, 60, 20, 25, 33, 80, None, None, False),
    ("nhakinh", "Nhà kính thông minh", "seed", "", 5.0, 90, 180, 15, 40, 36, 70, None, None, False),
    ("caphe", "Cà phê đặc sản, hòa tan sấy lạnh", "processing", "", 8.0, 180, 1400, 150, 90, 150, 320, 2029, None, False),
    ("saurieng", "Cấp đông, sấy thăng hoa trái cây", "processing", "", 9.0, 260, 1800, 220, 95, 140, 410, 2029, None, False),
    ("duoclieu", "Chiết xuất dược liệu", "processing", "", 5.0, 90, 600, 80, 55, 48, 120, 2029, None, False),
    ("vatlieu", "Vật liệu sinh học từ vỏ cà phê, gỗ vụn", "processing", "", 6.0, 60, 700, 45, 50, 46, 150, 2029, None, False),
    ("uom", "Vườn ươm doanh nghiệp", "incubation", "", 1.5, 12, 90, 10, 20, 24, 90, None, None, False),
    ("daotao", "Trung tâm đào tạo nghề", "incubation", "", 2.5, 25, 80, 22, 28, 20, 60, None, None, False),
    ("kholanh", "Kho lạnh dùng chung", "service", "", 4.0, 20, 900, 10, 48, 52, 70, 2029, None, False),
)
ZONE_LINKS = (
    ("caphe", "mo", "synergy", 12),
    ("saurieng", "kholanh", "synergy", 25),
    ("caphe", "kiemnghiem", "synergy", 9),
    ("vatlieu", "caphe", "requires", None),
    ("uom", "daotao", "synergy", 6),
    ("duoclieu", "enzym", "requires", None),
    ("vuon", "nhakinh", "synergy", -4),
)
PERIODS = ((2027, 140, 350, 1600, 260), (2029, 160, 800, 4600, 640), (2031, 150, 1100, 7000, 900))


def tables(establishments: pd.DataFrame, benchmarks: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the made-up rows by table, hung on the made-up ``establishments``."""
    rng = np.random.default_rng(SEED)
    tenants = establishments[(establishments["cluster_code"] == HOME) & (establishments["status"] != "stopped")]
    outside = establishments[establishments["cluster_code"].isna() & (establishments["status"] != "stopped")]
    surveyed = pd.concat([tenants, outside.head(SURVEYED_OUTSIDE)])
    found = {
        "technology_survey": pd.DataFrame([_survey(rng, row) for row in surveyed.itertuples()]),
        "industry_benchmark": _benchmarks(rng),
        "resource_use": pd.DataFrame([use for row in surveyed.itertuples() for use in _use(rng, row)]),
        **_library(),
        "green_observation": _observations(rng, benchmarks),
        **_byproducts(rng, tenants),
        **_admission(),
        **_zone(),
    }
    marked = {name: rows.assign(**MARKS) for name, rows in found.items()}
    return {name: gpd.GeoDataFrame(rows, geometry="geometry", crs=4326) if "geometry" in rows else rows for name, rows in marked.items()}


def _survey(rng: np.random.Generator, row: Any) -> dict[str, Any]:
    """Return one establishment's answers: a skill drawn once moves them all; some stay unknown."""
    skill = float(rng.beta(2.2, 2.2))
    revenue, workers = row.revenue_vnd_year, int(row.workers)
    material = revenue * rng.uniform(0.45, 0.7)
    original = revenue * rng.uniform(0.25, 0.9)
    present = original * (0.15 + 0.7 * skill) * rng.uniform(0.85, 1.0)
    direct = max(1, round(workers * rng.uniform(0.65, 0.85)))
    office = workers - direct
    answers: dict[str, Any] = {
        "capital_vnd": row.capital_vnd,
        "workers": workers,
        "equipment_original_vnd": _round(original),
        "equipment_present_vnd": _round(present),
        "invested_3y_vnd": _round(present * rng.uniform(1.05, 2.4)),
        "equipment_expansion_3y_vnd": _round(present * skill * rng.uniform(0, 0.5)),
        "equipment_replaced_3y_vnd": _round(present * skill * rng.uniform(0, 0.6)),
        "direct_workers": direct,
        "energy_cost_vnd_year": _round(revenue * rng.uniform(0.02, 0.09)),
        "material_cost_vnd_year": _round(material),
        "output_value_vnd_year": _round(revenue * 1.02),
        "trained_workers": round(direct * rng.uniform(0.2, 0.9) * (0.4 + 0.6 * skill)),
        "artisans": round(direct * 0.05 * skill),
        "managers": max(1, round(office * 0.15)),
        "qualified_staff": round(office * rng.uniform(0.2, 0.6)),
        "training_cost_3y_vnd": _round(3 * revenue * 0.012 * skill * rng.uniform(0.2, 1.2)),
        "revenue_3y_vnd": _round(2.8 * revenue),
        "mean_output_3y": float(rng.integers(55, 96)),
        "design_output": 100.0,
        "good_value_3y_vnd": _round(2.8 * revenue * rng.uniform(0.9, 0.99)),
        "product_value_3y_vnd": _round(2.8 * revenue),
        "information_cost_3y_vnd": _round(2.6 * revenue * 0.003 * skill),
        "total_cost_3y_vnd": _round(2.6 * revenue),
        "research_workers": round(workers * 0.05 * skill),
        "research_cost_3y_vnd": _round(2.8 * revenue * 0.004 * skill),
        "new_product_revenue_pct": round(15 * skill * rng.uniform(0, 1), 1),
    }
    for code, question in QUESTIONS.items():
        if question.kind == Kind.YES_NO:
            answers[code] = bool(rng.random() < skill * 0.7)
        elif question.kind == Kind.LEVEL and code != "size_class":
            keys = [str(level.key) for level in levels_of(code)][::-1]
            answers[code] = keys[min(len(keys) - 1, int(len(keys) * skill * rng.uniform(0.5, 1.25)))]
    if rng.random() < 0.4:  # noqa: PLR2004  (some forms come back with gaps)
        for code in rng.choice(sorted(set(QUESTIONS) - {"size_class", "workers", "capital_vnd"}), 3, replace=False):
            answers.pop(str(code), None)
    whole = {code for code, question in QUESTIONS.items() if question.kind == Kind.COUNT}
    full = {code: answers.get(code) for code in QUESTIONS}
    return {
        "code": f"pdt-{row.code}",
        "establishment_code": row.code,
        "year": 2025,
        **{code: int(value) if code in whole and value is not None else value for code, value in full.items()},
    }


def _round(value: float) -> float:
    return float(round(value, -6))


def _benchmarks(rng: np.random.Generator) -> pd.DataFrame:
    base = {"K1": 400 * M, "K2": 6.0, "K3": 60.0, "K4": 250 * M}
    rows = [
        {
            "code": f"k-{vsic}-{name}",
            "vsic": vsic,
            "kind": name,
            "value": float(round(value * rng.uniform(0.7, 1.3), -6 if value > M else 1)),
            "valid_from": "2020-01-25",
            "valid_to": None,
        }
        for vsic in INDUSTRIES
        for name, value in base.items()
    ]
    return pd.DataFrame(rows)


def _use(rng: np.random.Generator, row: Any) -> list[dict[str, Any]]:
    revenue = row.revenue_vnd_year
    figures = {
        "electricity_kwh": (revenue * rng.uniform(0.015, 0.05) / 1_950, 1_950.0, 0.66),
        "biomass_t": (revenue * rng.uniform(0.004, 0.02) / 1.6e6, 1.6e6, 30.0),
        "water_m3": (row.water_m3_day * 300, 12_000.0, 0.35),
        "wastewater_m3": (row.wastewater_m3_day * 300, 14_000.0, 0.5),
        "material_t": (revenue * rng.uniform(0.45, 0.65) / 40e6, 40e6, 900.0),
        "solid_waste_t": (row.solid_waste_t_day * 300, 450_000.0, 80.0),
    }
    return [
        {
            "code": f"tn-{row.code}-{name}",
            "establishment_code": row.code,
            "year": 2025,
            "resource": name,
            "quantity": round(quantity, 1),
            "price_vnd": price,
            "co2_kg": co2,
        }
        for name, (quantity, price, co2) in figures.items()
    ]


def _library() -> dict[str, pd.DataFrame]:
    measures = [
        {
            "code": f"bp-{code}",
            "name": name,
            "group": group,
            "vsic_prefixes": "",
            "capex_base_vnd": base * M,
            "capex_of_bill_pct": bill,
            "opex_pct": opex,
            "life_years": life,
            "value_added_pct": added,
            "is_equipment": equipment,
        }
        for code, group, name, base, bill, opex, life, added, equipment in MEASURES
    ]
    return {
        "upgrade_measure": pd.DataFrame(measures),
        "upgrade_saving": pd.DataFrame(
            [{"code": f"tk-{m}-{r}", "measure_code": f"bp-{m}", "resource": r, "low_pct": a, "saving_pct": b, "high_pct": c} for m, r, a, b, c in SAVINGS]
        ),
        "upgrade_link": pd.DataFrame(
            [
                {"code": f"qh-{a}-{b}", "measure_code": f"bp-{a}", "other_code": f"bp-{b}", "kind": kind, "resource": resource, "factor": factor}
                for a, b, kind, resource, factor in LINKS
            ]
        ),
        "upgrade_effect": pd.DataFrame([{"code": f"td-{m}-{q}", "measure_code": f"bp-{m}", "question": q, "answer": a} for m, q, a in EFFECTS]),
    }


def _observations(rng: np.random.Generator, benchmarks: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for row in benchmarks.itertuples():
        if rng.random() < 0.15:  # noqa: PLR2004  (a few are not observed)
            continue
        if row.test == "yes":
            now, later = float(rng.random() < 0.6), 1.0  # noqa: PLR2004
        else:
            better = rng.uniform(0.4, 1.15) if row.test == "at_least" else rng.uniform(0.8, 1.7)
            now = round(row.target * better, 1)
            later = max(now, row.target) if row.test == "at_least" else min(now, row.target)
            now, later = (min(100.0, x) if "%" in row.unit_of_measure else x for x in (now, later))
        rows.append(
            {
                "code": f"qs-{row.code}",
                "cluster_code": HOME,
                "benchmark_code": row.code,
                "year": 2025,
                "value_now": now,
                "value_intended": later,
                "evidence": "Biên bản minh họa" if rng.random() < 0.5 else "",  # noqa: PLR2004
            }
        )
    return pd.DataFrame(rows)


def _byproducts(rng: np.random.Generator, tenants: pd.DataFrame) -> dict[str, pd.DataFrame]:
    offers, wants = [], []
    gives = {"1077": ("vo-ca-phe", 220), "1030": ("vo-trai-cay", 300), "1629": ("mun-cua", 180), "1079": ("ba-huu-co", 150), "3100": ("mun-cua", 120)}
    takes = {
        "2012": ("nguyen-lieu-phan", 500, 900_000),
        "1077": ("vien-nen", 130, 1_900_000),
        "2395": ("cot-lieu", 260, 320_000),
        "1079": ("vien-nen", 110, 1_800_000),
    }
    for row in tenants.itertuples():
        if row.vsic in gives:
            material, amount = gives[row.vsic]
            offers.append(
                {
                    "code": f"co-{row.code}",
                    "establishment_code": row.code,
                    "material": material,
                    "available_t_year": float(round(amount * rng.uniform(0.6, 1.6))),
                    "disposal_vnd_t": float(rng.integers(2, 7) * 100_000),
                }
            )
        if row.vsic in takes:
            material, amount, price = takes[row.vsic]
            wants.append(
                {
                    "code": f"can-{row.code}",
                    "establishment_code": row.code,
                    "material": material,
                    "needed_t_year": float(round(amount * rng.uniform(0.6, 1.4))),
                    "bought_vnd_t": float(price),
                }
            )
    routes = (
        ("ep-vo", "Ép viên vỏ cà phê", "vo-ca-phe", "vien-nen", 420_000, 0.9, None, "granted", 15e6, 20),
        ("ep-mun", "Ép viên mùn cưa", "mun-cua", "vien-nen", 350_000, 0.92, 400.0, "granted", 15e6, 20),
        ("u-vo", "Ủ vỏ trái cây", "vo-trai-cay", "nguyen-lieu-phan", 180_000, 0.45, None, "needed", 40e6, 30),
        ("u-ba", "Ủ bã hữu cơ", "ba-huu-co", "nguyen-lieu-phan", 160_000, 0.5, None, "needed", 40e6, 30),
        ("tro", "Vỏ cà phê đốt lấy tro làm cốt liệu", "vo-ca-phe", "cot-lieu", 250_000, 0.1, None, "refused", 60e6, 0),
    )
    columns = [
        "code",
        "name",
        "source_material",
        "target_material",
        "treatment_vnd_t",
        "yield_share",
        "capacity_t_year",
        "permit",
        "permit_vnd",
        "least_t_year",
    ]
    table = pd.DataFrame(routes, columns=columns).assign(residue_disposal_vnd_t=200_000.0, transport_vnd_tkm=3_500.0, permit_years=5)
    return {"byproduct_offer": pd.DataFrame(offers), "byproduct_want": pd.DataFrame(wants), "byproduct_route": table}


def _admission() -> dict[str, pd.DataFrame]:
    columns = ["code", "name", "fact", "need", "limit", "prefixes", "points", "floor", "consequence"]
    rules = pd.DataFrame(RULES, columns=columns).assign(cluster_code=COMING, mark="inferred", valid_from="2026-01-01", valid_to=None)
    rules["code"] = "dk-" + rules["code"]
    projects = pd.DataFrame(
        [
            {"code": f"da-minhhoa{n}", "name": name, "cluster_code": COMING, "establishment_code": None, "asked_on": f"2026-0{n + 3}-10"}
            for n, name in enumerate(("Cà phê hòa tan minh họa", "Xưởng dệt nhuộm minh họa", "Trái cây sấy minh họa"), 1)
        ]
    )
    common = {"investment_vnd": 120e9, "dust_gas_m3_h": 3000.0, "traceability": True, "evidence": ""}
    said = {
        1: {
            "vsic": "1077",
            "hazard_class": "IV",
            "area_ha": 2.0,
            "workers": 150,
            "value_added_vnd_year": 70e9,
            "water_m3_day": 90.0,
            "power_kw": 500.0,
            "wastewater_m3_day": 70.0,
            "technology_points": 68,
            "equipment_age_years": 2,
            "clean_energy": True,
            "reuses_water": True,
        },
        2: {
            "vsic": "1313",
            "hazard_class": "II",
            "area_ha": 3.0,
            "workers": 260,
            "value_added_vnd_year": 45e9,
            "water_m3_day": 600.0,
            "power_kw": 1200.0,
            "wastewater_m3_day": 560.0,
            "technology_points": 41,
            "equipment_age_years": 14,
            "clean_energy": False,
            "reuses_water": False,
        },
        3: {
            "vsic": "1030",
            "hazard_class": "IV",
            "area_ha": 1.5,
            "workers": 90,
            "value_added_vnd_year": 30e9,
            "water_m3_day": 80.0,
            "power_kw": 400.0,
            "wastewater_m3_day": None,
            "technology_points": 63,
            "equipment_age_years": 4,
            "clean_energy": True,
            "reuses_water": None,
        },
    }
    statements = [
        {"code": f"kk-{number}", "project_code": f"da-minhhoa{number}", "stage": "declared", "stated_on": f"2026-0{number + 3}-10", **common, **facts}
        for number, facts in said.items()
    ]
    checked = dict.fromkeys([*said[1], *common])
    statements.append(
        {
            "code": "xm-1",
            "project_code": "da-minhhoa1",
            "stage": "verified",
            "stated_on": "2026-06-20",
            **checked,
            "vsic": "1077",
            "hazard_class": "IV",
            "technology_points": 57,
            "equipment_age_years": 2,
            "evidence": "Biên bản kiểm tra minh họa",
        }
    )
    return {"admission_rule": rules, "admission_project": projects, "admission_statement": pd.DataFrame(statements)}


def zone_cluster() -> dict[str, Any]:
    """Return the zone's own row of ``industrial_cluster``."""
    return {
        "code": ZONE,
        "name": "Khu công nghệ cao nông, lâm nghiệp minh họa",
        "kind": "industrial_park",
        "status": "planned",
        "form": "",
        "area_ha": 75.0,
        "geometry": shapely.Point(ZONE_AT),
        **MARKS,
    }


def _zone() -> dict[str, pd.DataFrame]:
    areas, x = [], 0.0
    for code, name, function, size, ready in AREAS:
        width = size * 10_000 / 400
        box = shapely.box(x, 0, x + width, 400)
        moved = shapely.transform(box, lambda xy: xy / M_PER_DEGREE + np.array(ZONE_AT))
        areas.append(
            {
                "code": f"{ZONE}-{code}",
                "name": name,
                "zone_code": ZONE,
                "function": function,
                "area_ha": size,
                "ready_year": ready,
                "geometry": shapely.MultiPolygon([moved]),
            }
        )
        x += width + 20
    columns = [
        "code",
        "name",
        "function",
        "other_function",
        "land_ha",
        "water_m3_day",
        "power_kw",
        "wastewater_m3_day",
        "budget_vnd",
        "benefit_vnd",
        "jobs",
        "earliest_year",
        "latest_year",
        "must",
    ]
    projects = pd.DataFrame(PROJECTS, columns=columns).assign(zone_code=ZONE)
    projects["code"] = [_code(code) for code in projects["code"]]
    projects[["budget_vnd", "benefit_vnd"]] *= 1e9
    links = [
        {"code": f"lk-{a}-{b}", "project_code": _code(a), "other_code": _code(b), "kind": kind, "benefit_vnd": None if worth is None else worth * 1e9}
        for a, b, kind, worth in ZONE_LINKS
    ]
    periods = [
        {
            "code": f"{ZONE}-{year}",
            "zone_code": ZONE,
            "year": year,
            "budget_vnd": budget * 1e9,
            "water_m3_day": water,
            "power_kw": power,
            "wastewater_m3_day": waste,
        }
        for year, budget, water, power, waste in PERIODS
    ]
    whole = {"earliest_year": "Int64", "latest_year": "Int64"}
    frame = pd.DataFrame(areas)
    frame["ready_year"] = frame["ready_year"].astype("Int64")
    return {
        "zone_area": frame,
        "zone_period": pd.DataFrame(periods),
        "zone_project": projects.astype(whole),
        "zone_link": pd.DataFrame(links),
    }


def _code(short: str) -> str:
    return f"dak-{short}"
