"""A seeded made-up relocation of any size, for tests and for measuring speed; none of it is a fact."""

from __future__ import annotations

import numpy as np
import pandas as pd

from banme.clusters.relocation.problem import UTILITIES, RelocationProblem, SupportRule
from banme.law.marks import Mark

SIDE_M = 60_000.0
TRADES = ("coffee", "wood", "metal", "rubber", "food")
PLOTS_EACH = 10
FIRST_YEAR = 2026
DEMAND = (40.0, 32.0, 250.0)


def made_up(movers: int, plots: int, years: int = 5, seed: int = 0) -> RelocationProblem:
    """Return a relocation in which land, utilities and budget are all too short for everybody."""
    random = np.random.default_rng(seed)
    clusters = [f"cluster{k}" for k in range(max(1, plots // PLOTS_EACH))]
    centre = random.uniform(0.0, SIDE_M, (len(clusters), 2))
    of = np.arange(plots) % len(clusters)
    span = tuple(range(FIRST_YEAR, FIRST_YEAR + years))
    land = np.round(random.lognormal(-0.9, 0.6, movers) + 0.05, 2)
    area = np.round(random.uniform(0.5, 4.0, plots) * max(1.0, 0.8 * land.sum() / (2.25 * plots)), 2)
    need = random.lognormal(0.0, 0.5, (movers, 3)) * np.array(DEMAND)
    move = np.round(random.lognormal(0.0, 0.4, movers) * 3e9)
    where = pd.DataFrame(random.uniform(0.0, SIDE_M, (movers, 2)), columns=["x_m", "y_m"])
    table = where.assign(
        land_ha=land,
        workers=random.integers(5, 200, movers),
        trade=random.choice(TRADES, movers),
        exposure=np.round(random.lognormal(4.0, 1.0, movers)),
        stay_cost_vnd_year=np.round(random.uniform(0.0, 1e9, movers)),
        move_cost_vnd=move,
        **{name: need[:, k] for k, name in enumerate(UTILITIES)},
    )
    table.index = pd.Index([f"maker{i}" for i in range(movers)])
    return RelocationProblem(
        movers=table,
        plots=pd.DataFrame(
            {
                "cluster": [clusters[k] for k in of],
                "x_m": centre[of, 0],
                "y_m": centre[of, 1],
                "area_ha": area,
                "least_part_ha": np.where(random.random(plots) < 0.7, 0.1, np.nan),  # noqa: PLR2004
                "serviced_from": random.choice([*span[:3], np.nan], plots),
                "rent_vnd_ha_year": np.round(random.uniform(1e8, 4e8, plots)),
            },
            index=pd.Index([f"plot{j}" for j in range(plots)]),
        ),
        utilities=pd.DataFrame(
            [
                (cluster, name, year, float(round(0.7 * need[:, k].sum() / len(clusters) * (1.0 + 0.1 * late))))
                for cluster in clusters
                for k, name in enumerate(UTILITIES)
                for late, year in enumerate(span)
            ],
            columns=["cluster", "utility", "year", "capacity"],
        ),
        trades=pd.DataFrame(
            [(trade, c) for trade in TRADES for c in clusters if random.random() < 0.6],  # noqa: PLR2004
            columns=["trade", "cluster"],
        ),
        wishes=pd.DataFrame(
            [
                (code, clusters[random.integers(len(clusters))], float(random.choice([-1.0, 0.5, 1.0])))
                for code in table.index
            ],
            columns=["establishment", "cluster", "wish"],
        ),
        years=span,
        budget_vnd=tuple([float(0.12 * np.minimum(0.5 * move, 1e9).sum())] * years),
        support=(SupportRule(0.5, 1e9, "made up", Mark.NOT_FOUND),),
    )
