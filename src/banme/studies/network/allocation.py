"""What a tonne from each commune costs on its whole way: costs downstream are shared in proportion to tonnes."""

from __future__ import annotations

import numpy as np
import pandas as pd

_LEVELS = ("centre", "point")


def cost_per_tonne(flows: pd.DataFrame, site_costs: pd.Series[float], kinds: pd.Series[str]) -> pd.DataFrame:
    """Return the logistics cost of each origin and commodity over one year.

    A site's own costs (fixed, handling, storage) are shared by all its tonnes alike; its outgoing transport is shared
    by the tonnes of the same commodity. The result adds up to all transport plus all site costs of used sites.

    Parameters
    ----------
    flows : DataFrame
        ``source, target, commodity, quantity_t, cost_vnd`` of one year (transport cost), any number of rows a pair.
    site_costs : Series, index site
        Fixed, handling and storage cost of the year (VND).
    kinds : Series, index node
        ``origin``, ``point``, ``centre`` or ``outlet``.

    Returns
    -------
    DataFrame
        ``origin, commodity, quantity_t, cost_vnd``.

    """
    inbound = flows.groupby("target")["quantity_t"].sum()
    own = (site_costs / inbound.reindex(site_costs.index)).replace([np.inf, -np.inf], np.nan).fillna(0.0)
    downstream = pd.Series(dtype=float, index=pd.MultiIndex.from_arrays([[], []], names=["target", "commodity"]))
    for level in _LEVELS:
        leaving = flows[flows["source"].map(kinds) == level]
        per_tonne = _way_on(leaving, downstream)
        arriving = flows[flows["target"].map(kinds) == level][["target", "commodity"]].drop_duplicates()
        key = pd.MultiIndex.from_frame(arriving)
        values = per_tonne.reindex(key).fillna(0.0).to_numpy() + own.reindex(arriving["target"]).fillna(0.0).to_numpy()
        downstream = pd.concat([downstream, pd.Series(values, index=key)])
    origin = flows[flows["source"].map(kinds) == "origin"].copy()
    origin["cost_vnd"] += origin["quantity_t"] * _at(origin, downstream)
    totals = origin.groupby(["source", "commodity"], as_index=False)[["quantity_t", "cost_vnd"]].sum()
    return totals.rename(columns={"source": "origin"})


def _at(rows: pd.DataFrame, downstream: pd.Series[float]) -> np.ndarray:
    return downstream.reindex(pd.MultiIndex.from_frame(rows[["target", "commodity"]])).fillna(0.0).to_numpy(float)


def _way_on(leaving: pd.DataFrame, downstream: pd.Series[float]) -> pd.Series[float]:
    """Return the mean cost a tonne from each source and commodity onwards (VND/t)."""
    rows = leaving.assign(onward=leaving["cost_vnd"] + leaving["quantity_t"] * _at(leaving, downstream))
    sums = rows.groupby(["source", "commodity"])[["onward", "quantity_t"]].sum()
    return sums["onward"] / sums["quantity_t"]
