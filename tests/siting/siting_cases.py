"""Small network-design problems for tests: one written by hand, and random ones that mix every feature."""

from __future__ import annotations

import numpy as np
import pandas as pd

from banme.siting import Limits, NetworkProblem


def frame(columns: str, rows: list[tuple]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split())


def minimal(**changes: object) -> NetworkProblem:
    """Two origins, a point, a centre and an outlet; one commodity, two stages of two periods."""
    tables: dict[str, object] = {
        "commodities": pd.DataFrame(
            {"capacity_use": [1.0], "storable": [True], "max_time_h": [np.nan]}, index=["coffee"]
        ),
        "periods": pd.DataFrame({"stage": ["now", "now", "later", "later"]}, index=["n1", "n2", "l1", "l2"]),
        "stages": pd.DataFrame({"weight": [1.0, 2.0]}, index=["now", "later"]),
        "nodes": pd.DataFrame(
            {"kind": ["origin", "origin", "point", "centre", "outlet"]}, index=["A", "B", "P", "C", "Z"]
        ),
        "supply": frame(
            "origin commodity period quantity_t unshipped_cost_vnd_t",
            [(o, "coffee", t, q, np.nan) for o, q in (("A", 10.0), ("B", 6.0)) for t in ("n1", "n2", "l1", "l2")],
        ),
        "demand": frame(
            "outlet commodity period min_t max_t price_vnd_t",
            [("Z", "coffee", t, 2.0, 30.0, 5.0) for t in ("n1", "n2", "l1", "l2")],
        ),
        "sites": pd.DataFrame(
            {
                "existing": [False, True],
                "decision": ["free", "free"],
                "handling_vnd_t": [1.0, 2.0],
                "storage_vnd_t_month": [0.5, 0.25],
            },
            index=["P", "C"],
        ),
        "modules": frame(
            "site module throughput_t storage_t fixed_vnd_year capex_vnd",
            [
                ("P", "small", 9.0, 4.0, 30.0, 100.0),
                ("P", "large", 20.0, 8.0, 45.0, 180.0),
                ("C", "hall", 20.0, 9.0, 25.0, 0.0),
            ],
        ),
        "arcs": frame(
            "source target commodity cost_vnd_t time_h co2_kg_t distance_km",
            [
                ("A", "P", None, 3.0, 1.0, 2.0, 10.0),
                ("B", "P", None, 4.0, 1.0, 2.0, 12.0),
                ("B", "C", None, 6.0, 2.0, 3.0, 30.0),
                ("A", "Z", None, 30.0, 5.0, 20.0, 90.0),
                ("B", "Z", None, 28.0, 5.0, 20.0, 85.0),
                ("P", "C", None, 2.0, 1.0, 1.0, 20.0),
                ("P", "Z", None, 12.0, 4.0, 8.0, 80.0),
                ("C", "Z", None, 5.0, 3.0, 4.0, 70.0),
            ],
        ),
    }
    tables["arcs"]["commodity"] = tables["arcs"]["commodity"].astype(object)
    return NetworkProblem(**{**tables, **changes})


def random_problem(seed: int, features: frozenset[str] | None = None) -> NetworkProblem:
    """A random tiny problem; which features it has depends on the seed unless told. Always feasible."""
    rng = np.random.default_rng(seed)
    has = {name: bool(rng.integers(2)) for name in FEATURES}
    if features is not None:
        has = {name: name in features for name in FEATURES}
    stages = ["s1", "s2"] if has["stages"] else ["s1"]
    periods = [f"{stage}{letter}" for stage in stages for letter in "ab"]
    goods = ["k1", "k2"] if has["commodities"] else ["k1"]
    points, centres = ["P1", "P2"], ["C1"]
    origins, outlets = ["O1", "O2", "O3"], ["Z1", "Z2"]
    nodes = pd.DataFrame(
        {"kind": ["origin"] * 3 + ["point"] * 2 + ["centre"] + ["outlet"] * 2},
        index=origins + points + centres + outlets,
    )
    supply = [
        (o, k, t, float(rng.integers(1, 12)), float(rng.integers(30, 90)) if has["elastic"] else np.nan)
        for o in origins
        for k in goods
        for t in periods
        if rng.random() < 0.8 or (o, k, t) == (origins[0], goods[0], periods[0])
    ]
    supply = frame("origin commodity period quantity_t unshipped_cost_vnd_t", supply)
    per_cell = supply.groupby(["commodity", "period"])["quantity_t"].sum()
    demand = [
        (
            z,
            k,
            t,
            float(np.floor(0.25 * per_cell.get((k, t), 0.0))) if has["least"] and z == "Z1" else 0.0,
            float(0.7 * per_cell.get((k, t), 0.0)) if z == "Z1" and has["most"] else np.inf,
            float(rng.integers(0, 15)) if has["price"] else 0.0,
        )
        for z in outlets
        for k in goods
        for t in periods
    ]
    sites = points + centres
    decisions = ["free"] * 3
    if has["decisions"]:
        decisions[int(rng.integers(3))] = str(rng.choice(["forced", "excluded"]))
    names = ["m1", "m2"] if has["modules"] else ["m1"]
    modules = [
        (
            s,
            m,
            float(rng.integers(8, 30) * (1 + i)),
            float(rng.integers(0, 10)),
            float(rng.integers(10, 120) * (1 + i)),
            float(rng.integers(5, 50)),
        )
        for s in sites
        for i, m in enumerate(names)
    ]
    arcs = [
        (
            a,
            b,
            None,
            float(rng.integers(1, 25) + (25 if a in origins and b in outlets else 0)),
            float(rng.integers(1, 10)),
            float(rng.integers(0, 9)),
            1.0,
        )
        for a, ends in (
            *((o, sites + outlets) for o in origins),
            *((p, centres + outlets) for p in points),
            *((c, outlets) for c in centres),
        )
        for b in ends
    ]
    limits = Limits(
        budget_vnd=float(rng.integers(40, 120)) if has["budget"] else None,
        max_sites={"point": 1} if has["count"] else None,
        co2_cap_kg_year=float(per_cell.sum() * 9) if has["co2_cap"] else None,
        co2_price_vnd_kg=float(rng.integers(1, 4)) if has["co2_price"] else None,
        single_source=has["single"] and not has["least"],
    )
    arcs = frame("source target commodity cost_vnd_t time_h co2_kg_t distance_km", arcs)
    arcs["commodity"] = arcs["commodity"].astype(object)
    closures = frame("source target period", [(origins[0], points[0], periods[-1])] if has["closures"] else [])
    caps = [("P1", "m1", "k1", 9.0), ("C1", "m1", "k1", 12.0)] if has["caps"] else []
    return NetworkProblem(
        commodities=pd.DataFrame(
            {
                "capacity_use": rng.choice([0.5, 1.0, 2.0], len(goods)),
                "storable": [has["storage"]] * len(goods),
                "max_time_h": [8.0 if has["service"] and not has["most"] else np.nan] + [np.nan] * (len(goods) - 1),
            },
            index=goods,
        ),
        periods=pd.DataFrame({"stage": [p[:2] for p in periods]}, index=periods),
        stages=pd.DataFrame({"weight": [1.0, 2.5][: len(stages)]}, index=stages),
        nodes=nodes,
        supply=supply,
        demand=frame("outlet commodity period min_t max_t price_vnd_t", demand),
        sites=pd.DataFrame(
            {
                "existing": [True, False, False],
                "decision": decisions,
                "handling_vnd_t": rng.integers(0, 4, 3).astype(float),
                "storage_vnd_t_month": rng.integers(0, 3, 3).astype(float),
            },
            index=sites,
        ),
        modules=frame("site module throughput_t storage_t fixed_vnd_year capex_vnd", modules),
        arcs=arcs,
        limits=limits,
        commodity_caps=frame("site module commodity throughput_t", caps).astype({"throughput_t": float}),
        closures=closures,
    )


FEATURES = [
    "stages",
    "commodities",
    "elastic",
    "least",
    "most",
    "price",
    "decisions",
    "modules",
    "budget",
    "count",
    "co2_cap",
    "co2_price",
    "single",
    "closures",
    "caps",
    "storage",
    "service",
]
