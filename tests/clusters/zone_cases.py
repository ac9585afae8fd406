"""Small random zones."""

import numpy as np
import pandas as pd

from banme.clusters.zone import UTILITIES, ZoneProblem


def zone(seed, projects=4):
    rng = np.random.default_rng(seed)
    names = [f"p{n}" for n in range(projects)]
    pick = rng.integers
    table = pd.DataFrame(
        {
            "land_ha": pick(1, 6, projects).astype(float),
            "water_m3_day": pick(10, 90, projects).astype(float),
            "power_kw": pick(10, 90, projects).astype(float),
            "wastewater_m3_day": pick(5, 60, projects).astype(float),
            "budget_vnd": pick(1, 9, projects) * 1e9,
            "benefit_vnd": pick(-2, 20, projects) * 1e9,
            "jobs": pick(10, 90, projects).astype(float),
            "earliest": "",
            "latest": "",
            "must": False,
        },
        index=names,
    )
    areas = pd.DataFrame({"area_ha": [6.0, 5.0], "ready_from": ["", "t2"]}, index=["lab", "works"])
    periods = pd.DataFrame(
        {"budget_vnd": [6e9, 7e9], "weight": [1.0, 0.7], **{name: [90.0, 140.0] for name in UTILITIES}},
        index=["t1", "t2"],
    )
    fits = [(p, a) for p in names for a in areas.index if rng.random() < 0.8]
    synergies = pd.DataFrame(
        [("p0", "p1", 4e9), ("p1", "p2", -3e9), ("p0", "p3", 2e9)], columns=["project", "other", "benefit_vnd"]
    )
    return ZoneProblem(
        areas,
        table,
        periods,
        pd.DataFrame(fits, columns=["project", "area"]),
        synergies,
        pd.DataFrame([("p2", "p0")], columns=["project", "needs"]),
    )
