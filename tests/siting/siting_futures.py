"""Random futures of a small problem: other harvests, prices, transport costs and closures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from banme.siting import NetworkProblem, scenarios


def futures_of(problem: NetworkProblem, seed: int, *, parts: bool = False, dearer: float = 4.0):
    """Three futures of a problem in one (or, with ``parts``, apart): as it is, lean and dear, and one road shut."""
    rng = np.random.default_rng(seed)
    lean = problem.replace(
        supply=problem.supply.assign(quantity_t=np.round(problem.supply["quantity_t"] * rng.uniform(0.3, 1.0), 2)),
        demand=problem.demand.assign(min_t=0.0, price_vnd_t=problem.demand["price_vnd_t"] + 1.0),
        arcs=problem.arcs.assign(cost_vnd_t=problem.arcs["cost_vnd_t"] * rng.uniform(1.0, dearer)),
    )
    kinds = problem.nodes["kind"]
    to_site = problem.arcs[problem.arcs["target"].map(kinds).isin(["point", "centre"])]
    shut = to_site.iloc[[int(rng.integers(len(to_site)))]]
    closed = [(row.source, row.target, period) for row in shut.itertuples() for period in problem.periods.index]
    rows = pd.DataFrame(closed, columns=["source", "target", "period"])
    blocked = problem.replace(closures=pd.concat([problem.closures, rows], ignore_index=True).drop_duplicates())
    found = {"usual": problem, "lean": lean, "blocked": blocked}
    return found if parts else scenarios.combine(found, {"usual": 0.5, "lean": 0.25, "blocked": 0.25})
