"""A seeded look-alike of a whole country's network, to measure how time and memory grow."""

from __future__ import annotations

import numpy as np
import pandas as pd

from banme.siting.problem import NetworkProblem

COMMUNES, POINTS, CENTRES, OUTLETS, GOODS, MONTHS = 11_000, 560, 140, 60, 8, 12
"""At scale 1: 700 candidate sites, 11,000 communes, 8 commodities, 12 months; 3 modules for each site."""
WAYS_UP, WAYS_ON, WAYS_OUT, GOODS_PER_COMMUNE = 6, 6, 8, 3
WIDTH_KM, LENGTH_KM = 300.0, 1500.0
VND_TKM = 1_800.0
EXISTING = 0.1
LONG_HAUL = 0.55
"""Share of the cost per km from points on, in larger trucks."""
MODULES = (("small", 1.0, 1.0), ("medium", 2.5, 1.9), ("large", 6.0, 3.6))
"""Name, room and cost as multiples of the small one."""


def national(scale: float = 1.0, seed: int = 2030) -> NetworkProblem:
    """Return a problem of a country's shape: communes with harvest seasons, two levels of sites, outlets.

    Parameters
    ----------
    scale : float
        Multiplies the numbers of communes and sites.
    seed : int

    """
    rng = np.random.default_rng(seed)
    counts = {
        "origin": max(20, round(COMMUNES * scale)),
        "point": max(6, round(POINTS * scale)),
        "centre": max(3, round(CENTRES * scale)),
        "outlet": max(3, round(OUTLETS * min(1.0, scale))),
    }
    names = {kind: np.array([f"{kind}{at + 1}" for at in range(count)], object) for kind, count in counts.items()}
    place = {kind: _places(rng, count) for kind, count in counts.items()}
    goods = [f"good{at + 1}" for at in range(GOODS)]
    months = [f"m{at + 1:02d}" for at in range(MONTHS)]
    supply = _supply(rng, names["origin"], goods, months)
    return NetworkProblem(
        commodities=pd.DataFrame({"capacity_use": 1.0, "storable": False, "max_time_h": np.nan}, index=goods),
        periods=pd.DataFrame({"stage": "year"}, index=months),
        stages=pd.DataFrame({"weight": [1.0]}, index=["year"]),
        nodes=pd.DataFrame(
            {"kind": np.repeat(list(counts), list(counts.values()))}, index=np.concatenate([*names.values()])
        ),
        supply=supply,
        demand=_demand(names["outlet"], goods, months),
        sites=_sites(rng, np.concatenate([names["point"], names["centre"]])),
        modules=_modules(rng, names, float(supply["quantity_t"].sum()) / MONTHS),
        arcs=_arcs(names, place),
    )


def _places(rng: np.random.Generator, count: int) -> np.ndarray:
    return np.column_stack([rng.random(count) * WIDTH_KM, rng.random(count) * LENGTH_KM])


def _supply(rng: np.random.Generator, origins: np.ndarray, goods: list[str], months: list[str]) -> pd.DataFrame:
    peak = rng.integers(0, MONTHS, len(goods))
    away = np.abs(np.arange(MONTHS)[None, :] - peak[:, None])
    season = np.exp(-np.minimum(away, MONTHS - away) / 2.0)
    grown = np.argsort(rng.random((origins.size, len(goods))), axis=1)[:, :GOODS_PER_COMMUNE]
    yearly = rng.lognormal(6.0, 0.8, grown.shape)
    monthly = yearly[:, :, None] * (season / season.sum(axis=1, keepdims=True))[grown]
    at, which, month = np.indices(monthly.shape).reshape(3, -1)
    return pd.DataFrame(
        {
            "origin": origins[at],
            "commodity": np.array(goods, object)[grown[at, which]],
            "period": np.array(months, object)[month],
            "quantity_t": np.round(monthly.ravel(), 2) + 0.01,
            "unshipped_cost_vnd_t": np.nan,
        }
    )


def _demand(outlets: np.ndarray, goods: list[str], months: list[str]) -> pd.DataFrame:
    rows = pd.MultiIndex.from_product([outlets, goods, months], names=["outlet", "commodity", "period"])
    return rows.to_frame(index=False).assign(min_t=0.0, max_t=np.inf, price_vnd_t=0.0)


def _sites(rng: np.random.Generator, sites: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "existing": rng.random(sites.size) < EXISTING,
            "decision": "free",
            "handling_vnd_t": 30_000.0,
            "storage_vnd_t_month": 0.0,
        },
        index=sites,
    )


def _modules(rng: np.random.Generator, names: dict[str, np.ndarray], monthly_t: float) -> pd.DataFrame:
    rows = []
    for kind, share, cost in (("point", 0.7, 900_000.0), ("centre", 1.0, 500_000.0)):
        small = monthly_t * share / names[kind].size
        for site in names[kind]:
            factor = rng.uniform(0.7, 1.4)
            rows += [
                (site, name, small * room * 1.6, 0.0, small * 12 * cost * 0.06 * price * factor, small * cost)
                for name, room, price in MODULES
            ]
    columns = ["site", "module", "throughput_t", "storage_t", "fixed_vnd_year", "capex_vnd"]
    return pd.DataFrame(rows, columns=columns)


def _arcs(names: dict[str, np.ndarray], place: dict[str, np.ndarray]) -> pd.DataFrame:
    legs = [
        ("origin", "point", WAYS_UP, 1.0),
        ("origin", "centre", 1, 1.0),
        ("point", "centre", WAYS_ON, LONG_HAUL),
        ("point", "outlet", 2, LONG_HAUL),
        ("centre", "outlet", WAYS_OUT, LONG_HAUL),
    ]
    tables = []
    for source, target, ways, factor in legs:
        gap = np.abs(place[source][:, None, :] - place[target][None, :, :]).sum(axis=2)
        near = np.argsort(gap, axis=1)[:, :ways]
        distance = 1.0 + np.take_along_axis(gap, near, axis=1).ravel()
        tables.append(
            pd.DataFrame(
                {
                    "source": np.repeat(names[source], near.shape[1]),
                    "target": names[target][near.ravel()],
                    "commodity": None,
                    "cost_vnd_t": np.round(VND_TKM * factor * distance),
                    "time_h": distance / 40.0,
                    "co2_kg_t": 0.09 * factor * distance,
                    "distance_km": distance,
                }
            )
        )
    return pd.concat(tables, ignore_index=True).astype({"commodity": object})
