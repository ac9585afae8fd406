"""How unequal communes' costs are, as a measure that stays linear in the flows.

Goods of many communes mix at a site, so what the way after it costs a commune is not linear in the flows. What is
linear is the cost of a first leg and the cheapest way on from where it ends. A tonne's excess is by how much that
exceeds the average of its commodity (the *reference*); the measure adds up every tonne's excess. For a reference at the
mean it is half the total absolute deviation, one of the measures reviewed by Marsh and Schilling ("Equity measurement
in facility location analysis", European Journal of Operational Research 74, 1994); as an excess over a fixed target it
does not reward plans that only make the near communes' goods dearer (Ogryczak, "Inequality measures and equitable
approaches to location problems", European Journal of Operational Research 122, 2000).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from banme.siting.ceilings import Rates
from banme.siting.problem import CENTRE, EXCLUDED, ORIGIN, OUTLET, POINT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from banme.siting.layout import Floats
    from banme.siting.problem import NetworkProblem


def by_commodity(problem: NetworkProblem) -> NetworkProblem:
    """Return the problem with one row per commodity for the arcs out of origins that had one row for all."""
    arcs = problem.arcs
    general = (arcs["source"].map(problem.nodes["kind"]) == ORIGIN) & arcs["commodity"].isna()
    goods = problem.commodities.index.to_numpy(object)
    repeat = np.where(general, goods.size, 1)
    rows = arcs.loc[arcs.index.repeat(repeat)].reset_index(drop=True)
    fill = np.concatenate(
        [goods if all_goods else [own] for all_goods, own in zip(general, arcs["commodity"], strict=True)]
    )
    return problem.replace(arcs=rows.assign(commodity=pd.Series(fill, dtype=object)))


def first_leg_costs(problem: NetworkProblem) -> pd.Series[float]:
    """Return what a tonne costs (VND) over each arc out of an origin and on from its end by the cheapest way.

    Parameters
    ----------
    problem : NetworkProblem
        From :func:`by_commodity`.

    Returns
    -------
    Series
        On the arcs' index; NaN for other arcs, and inf where there is no way on.

    """
    arcs = problem.arcs
    price = problem.limits.co2_price_vnd_kg or 0.0
    cost = arcs["cost_vnd_t"] + price * arcs["co2_kg_t"]
    cost += arcs["target"].map(problem.sites["handling_vnd_t"]).fillna(0.0)
    shut = problem.sites.index[problem.sites["decision"] == EXCLUDED]
    cost = cost.where(~arcs["target"].isin(shut), np.inf)
    out = pd.Series(np.nan, index=arcs.index)
    kind = problem.nodes["kind"]
    for commodity, longest in problem.commodities["max_time_h"].items():
        mine = (arcs["commodity"].isna() | (arcs["commodity"] == commodity)) & ~(arcs["time_h"] > longest)
        on = pd.Series(np.where(kind == OUTLET, 0.0, np.inf), index=kind.index)
        for level in (CENTRE, POINT):
            legs = arcs[mine & (arcs["source"].map(kind) == level)]
            total = cost[legs.index] + legs["target"].map(on)
            on = on.where(kind != level, total.groupby(legs["source"]).min().reindex(on.index).fillna(np.inf))
        first = arcs.index[(arcs["source"].map(kind) == ORIGIN) & (arcs["commodity"] == commodity)]
        out[first] = cost[first] + arcs.loc[first, "target"].map(on)
    return out


def references(problem: NetworkProblem, flows: pd.DataFrame) -> dict[str, float]:
    """Return each commodity's average first-leg cost (VND/t) in a plan's flows, by tonnes."""
    rows = problem.arcs.assign(leg_vnd_t=first_leg_costs(problem))
    keys = ["source", "target", "commodity"]
    known = rows[rows["leg_vnd_t"].notna()].groupby(keys, as_index=False)["leg_vnd_t"].mean()
    first = flows.merge(known, on=keys)
    first = first[np.isfinite(first["leg_vnd_t"])]
    paid = (first["quantity_t"] * first["leg_vnd_t"]).groupby(first["commodity"]).sum()
    mean = paid / first.groupby("commodity")["quantity_t"].sum()
    return {str(commodity): float(value) for commodity, value in mean.items()}


def excess_rates(problem: NetworkProblem, reference_vnd_t: Mapping[str, float]) -> Rates:
    """Return the rates at which a plan comes to the sum of every tonne's excess over the reference (VND)."""
    cost = first_leg_costs(problem)
    reference = problem.arcs["commodity"].map(dict(reference_vnd_t))
    excess: Floats = np.maximum((cost - reference).to_numpy(float), 0.0)
    largest = float(excess[np.isfinite(excess)].max(initial=0.0))
    excess = np.where(np.isinf(excess), largest, np.nan_to_num(excess, posinf=largest))
    return Rates.only(problem, arcs=excess)


def gini(cost_vnd_t: Floats, quantity_t: Floats) -> float:
    """Return the Gini coefficient of cost per tonne, each commune weighted by its tonnes; NaN without tonnes.

    Examples
    --------
    >>> import numpy as np
    >>> gini(np.array([1.0, 1.0]), np.array([5.0, 3.0]))
    0.0
    >>> gini(np.array([0.0, 1.0]), np.array([1.0, 1.0]))
    0.5

    """
    total = float(cost_vnd_t @ quantity_t)
    weight = float(quantity_t.sum())
    if weight <= 0 or total <= 0:
        return float("nan")
    order = np.argsort(cost_vnd_t, kind="stable")
    share = np.concatenate([[0.0], np.cumsum(quantity_t[order])]) / weight
    paid = np.concatenate([[0.0], np.cumsum((cost_vnd_t * quantity_t)[order])]) / total
    return float(1.0 - np.sum((paid[1:] + paid[:-1]) * np.diff(share)))
