"""Made-up investment projects that show what incentives are worth; every row is marked ``illustrative``."""

from __future__ import annotations

from daklak.illustrative import MARKS

BILLION = 1e9
FIRST_PARTS = (0.5, 0.8)
"""Part of full revenue in the first two years of sales."""
PROJECTS = (
    {
        "code": "dt-minhhoa-caphe",
        "name": "Nhà máy cà phê hòa tan minh họa",
        "sectors": "coffee agro_processing encouraged",
        "places": "@Buôn_Ma_Thuột cluster",
        "decision_on": "2024-06-15",
        "claims": "cit14.agro landdl.bmt",
        "first_year": 2024,
        "capex_bn": (80, 140),
        "imported_share": 0.5,
        "revenue_bn": 190,
        "cost_bn": 148,
        "rent_bn": 1.2,
        "sales_years": 18,
        "salvage_bn": 20,
    },
    {
        "code": "dt-minhhoa-hatang",
        "name": "Hạ tầng cụm công nghiệp minh họa",
        "sectors": "cluster_infrastructure",
        "places": "cluster",
        "decision_on": "2026-02-10",
        "claims": "",
        "first_year": 2026,
        "capex_bn": (120, 150, 60),
        "imported_share": 0.0,
        "revenue_bn": 62,
        "cost_bn": 16,
        "rent_bn": 3.0,
        "sales_years": 20,
        "salvage_bn": 0,
    },
    {
        "code": "dt-minhhoa-kholanh",
        "name": "Kho lạnh nông sản minh họa",
        "sectors": "post_harvest logistics encouraged",
        "places": "@Buôn_Ma_Thuột",
        "decision_on": "2025-03-20",
        "claims": "cit14.post_harvest",
        "first_year": 2025,
        "capex_bn": (45, 30),
        "imported_share": 0.6,
        "revenue_bn": 34,
        "cost_bn": 17,
        "rent_bn": 0.8,
        "sales_years": 15,
        "salvage_bn": 5,
    },
)
"""Money in billions of VND; the figures are made up."""


def tables() -> dict[str, list[dict[str, object]]]:
    """Return the projects and their years."""
    return {
        "investment_project": [_project(each) for each in PROJECTS],
        "project_year": [row for each in PROJECTS for row in _years(each)],
    }


def _project(each: dict[str, object]) -> dict[str, object]:
    return {
        **{name: each[name] for name in ("code", "name")},
        "cluster_code": "",
        **{name: each[name] for name in ("sectors", "places", "decision_on", "claims")},
        "discount_rate_pct": 11,
        "standard_tax_pct": 20,
        "duty_pct": 5,
        "loss_years": 5,
        "depreciation_years": 10,
        "capex_low_pct": 90,
        "capex_high_pct": 130,
        "revenue_low_pct": 75,
        "revenue_high_pct": 115,
        "operating_cost_low_pct": 92,
        "operating_cost_high_pct": 112,
        **MARKS,
    }


def _years(each: dict) -> list[dict[str, object]]:
    spent, sold = each["capex_bn"], each["sales_years"]
    found = []
    for place in range(len(spent) + sold):
        selling = place - len(spent)
        part = 0.0 if selling < 0 else FIRST_PARTS[selling] if selling < len(FIRST_PARTS) else 1.0
        capex = spent[place] if selling < 0 else 0.0
        year = each["first_year"] + place
        found.append(
            {
                "code": f"{each['code']}.{year}",
                "project_code": each["code"],
                "year": year,
                "capex_vnd": capex * BILLION,
                "imported_vnd": capex * each["imported_share"] * BILLION,
                "revenue_vnd": each["revenue_bn"] * part * BILLION,
                "operating_cost_vnd": each["cost_bn"] * (0.15 + 0.85 * part if part else 0.0) * BILLION,
                "land_rent_vnd": each["rent_bn"] * BILLION,
                "salvage_vnd": each["salvage_bn"] * BILLION if selling == sold - 1 else 0.0,
                **MARKS,
            }
        )
    return found
