"""Made-up needs, wishes, trades, budgets and support for relocation; every row marked ``illustrative``.

No row stands on a fact. The safety distances are the ones we recall from TCVN 4449-1987 and could not check: they are
marked so, and switched on only so that the sample has distances to work with.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from daklak.illustrative import CLUSTERS, MARKS

SEED = 20270101
DISTANCES_M = {"I": 1000.0, "II": 500.0, "III": 300.0, "IV": 100.0, "V": 50.0}
TRADES = {CLUSTERS[0][0]: ("10", "11", "16", "31", "25"), CLUSTERS[1][0]: ("10", "16", "17", "20", "22", "23", "25", "31")}
BUDGET_VND = {2027: 6e9, 2028: 10e9, 2029: 12e9, 2030: 12e9, 2031: 12e9}
STATED, WISHING, GROWING = 0.93, 0.6, 0.5
"""Shares of establishments outside clusters whose need is known, whose owners stated a wish, that need more land."""


def tables(establishments: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the made-up rows by table; ``establishments`` are the made-up ones."""
    rng = np.random.default_rng(SEED)
    outside = establishments[establishments["cluster_code"].isna()]
    needs = [_need(rng, row) for row in outside.itertuples() if rng.random() < STATED]
    wishes = [_wish(rng, row) for row in outside.itertuples() if rng.random() < WISHING]
    found: dict[str, list[dict[str, Any]]] = {
        "relocation_need": needs,
        "relocation_wish": wishes,
        "cluster_trade": [
            {"code": f"nganh-{code}-{prefix}", "cluster_code": code, "vsic_prefix": prefix} for code, all_of in TRADES.items() for prefix in all_of
        ],
        "relocation_budget": [{"code": f"nganquy-{year}", "year": year, "budget_vnd": money} for year, money in BUDGET_VND.items()],
        "relocation_support": [_support()],
        "safety_distance": [_distance(name, metres) for name, metres in DISTANCES_M.items()],
    }
    return {name: pd.DataFrame([{**MARKS, **row} for row in rows]).pipe(_marks_last) for name, rows in found.items()}


def _marks_last(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[[name for name in rows if name not in MARKS] + list(MARKS)]


def _need(rng: np.random.Generator, row: Any) -> dict[str, Any]:
    return {
        "code": f"nhucau-{row.code}",
        "establishment_code": row.code,
        "land_ha": round(float(row.land_ha) * rng.uniform(1.0, 1.3), 2) if rng.random() < GROWING else None,
        "move_cost_vnd": float(round(row.land_ha * rng.uniform(2.5, 5.0) * 1e3 + row.workers * rng.uniform(8, 20))) * 1e6,
        "stay_cost_vnd_year": float(round(30 + row.wastewater_m3_day * rng.uniform(4, 12) + row.pollution_score * rng.uniform(1, 4))) * 1e6,
    }


def _wish(rng: np.random.Generator, row: Any) -> dict[str, Any]:
    return {
        "code": f"nguyenvong-{row.code}",
        "establishment_code": row.code,
        "cluster_code": CLUSTERS[int(rng.integers(len(CLUSTERS)))][0],
        "wish": float(rng.choice([-1.0, -0.5, 0.5, 1.0], p=[0.12, 0.18, 0.35, 0.35])),
    }


def _support() -> dict[str, Any]:
    return {
        "code": "hotro-minhhoa",
        "label": "Hỗ trợ của tỉnh, minh họa | The province's support, illustrative",
        "base_pct": 100.0,
        "share_pct": 30.0,
        "ceiling_vnd": 1.5e9,
        "act_code": None,
        "article": "",
        "mark": "not_found",
        "in_use": True,
        "valid_from": "2026-01-01",
        "valid_to": None,
        "note": "Minh họa: Nghị định 32/2024 Điều 27.2c giao UBND tỉnh định mức, mức của tỉnh chưa tìm thấy; bật để trình diễn, không phải quy định"
        " | Illustrative: the province sets the amount and it was not found; on for show, not law",
    }


def _distance(name: str, metres: float) -> dict[str, Any]:
    return {
        "code": f"khoangcach-{name}",
        "hazard_class": name,
        "distance_m": metres,
        "act_code": None,
        "article": "TCVN 4449-1987",
        "mark": "recalled",
        "in_use": True,
        "valid_from": "2020-01-01",
        "valid_to": None,
        "note": "Nhớ lại TCVN 4449-1987, chưa đối chiếu; không phải quy định. Bật làm tham số của bộ minh họa: thay bằng khoảng cách có căn cứ"
        " | Recalled from TCVN 4449-1987, not checked; not law. On as a parameter of the illustrative set: replace it by a founded distance",
    }
