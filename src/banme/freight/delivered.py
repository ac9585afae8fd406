"""What it costs to bring a tonne of one good to some outlets, through whatever points it passed."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd


def delivered_cost_vnd_t(legs: pd.DataFrame, outlets: Collection[str]) -> float | None:
    """Return the transport cost of a tonne delivered to any of the outlets, all its legs counted.

    A tonne that leaves a site carries the mean cost of the tonnes that came in: with ``c`` the cost of a leg and ``q``
    its tonnes, ``m[j] sum_i q[i,j] = sum_i (c[i,j] + q[i,j] m[i])``, and ``m = 0`` where nothing comes in.

    Parameters
    ----------
    legs : DataFrame
        One good's legs: ``source_code``, ``target_code``, ``quantity_t`` (> 0), ``cost_vnd``.
    outlets : collection of str
        Codes of the outlets.

    Returns
    -------
    float or None
        VND/t; None when nothing is delivered there.

    """
    last = legs["target_code"].isin(list(outlets))
    tonnes = float(legs.loc[last, "quantity_t"].sum())
    if not tonnes:
        return None
    codes, place = np.unique(legs[["source_code", "target_code"]].to_numpy(dtype=str), return_inverse=True)
    source, target = place.reshape(-1, 2).T
    quantity, cost = legs["quantity_t"].to_numpy(dtype=float), legs["cost_vnd"].to_numpy(dtype=float)
    system = np.diag(np.bincount(target, quantity, minlength=len(codes)))
    np.subtract.at(system, (target, source), quantity)
    still = ~np.isin(np.arange(len(codes)), target)
    system[still, still] = 1.0
    mean = np.linalg.solve(system, np.bincount(target, cost, minlength=len(codes)))
    ends = last.to_numpy()
    return float((cost[ends] + quantity[ends] * mean[source[ends]]).sum() / tonnes)
