"""What each outlet is worth to goods of a place, and who is within reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from banme.errors import InputError, Problem
from banme.freight.checks import not_negative
from banme.freight.truck import PERCENT


def competitiveness(offers: pd.DataFrame) -> pd.DataFrame:
    """Rank outlets by what is left of the price after logistics.

    Parameters
    ----------
    offers : DataFrame, any index
        ``origin, commodity, outlet`` labels; ``cost_vnd_t`` logistics cost from the farm gate to the outlet (VND/t);
        ``price_vnd_t`` what the outlet pays above the lowest one (VND/t), 0 where only costs are compared, NaN where
        it is unknown.

    Returns
    -------
    DataFrame on the same index
        ``landed_vnd_t`` the cost; ``margin_vnd_t`` price less cost; ``behind_vnd_t`` how much less than the best
        outlet of the same origin and commodity (0 for the best); ``rank`` from 1, equal margins share the better rank.
        An offer without a price has a landed cost only: its margin, distance and rank are missing, not zero.

    Raises
    ------
    InputError
        When a column is missing, an offer is given twice, or a cost is missing or negative.

    """
    needed = ["origin", "commodity", "outlet", "cost_vnd_t", "price_vnd_t"]
    missing = [column for column in needed if column not in offers.columns]
    if missing:
        raise InputError(
            [
                Problem("missing-column", f"Thiếu cột {name}.", f"Column {name} is missing.", column=name)
                for name in missing
            ]
        )
    twice = offers[offers.duplicated(["origin", "commodity", "outlet"])]
    if len(twice):
        vi, en = "Cặp nơi đi, nơi đến lặp lại.", "The offer is given twice."
        raise InputError(
            [Problem("offer-twice", vi, en, row=f"{row.origin} {row.outlet}") for row in twice.itertuples()]
        )
    cost = not_negative("cost_vnd_t", offers["cost_vnd_t"].to_numpy(dtype=float, na_value=np.nan))
    margin = pd.Series(offers["price_vnd_t"].to_numpy(dtype=float, na_value=np.nan) - cost, index=offers.index)
    same = [offers["origin"], offers["commodity"]]
    return pd.DataFrame(
        {
            "landed_vnd_t": cost,
            "margin_vnd_t": margin,
            "behind_vnd_t": margin.groupby(same).transform("max") - margin,
            "rank": margin.groupby(same).rank(method="min", ascending=False),
        },
        index=offers.index,
    )


@dataclass(frozen=True, slots=True)
class Reach:
    """Which share of places is within some hours.

    Attributes
    ----------
    share_pct : float
        Percent of the known weight within the threshold; NaN when nothing is known.
    known_pct : float
        Percent of the whole weight whose hours are known.

    """

    share_pct: float
    known_pct: float


def share_within(hours: pd.Series[Any], threshold_h: float, weight: pd.Series[Any] | None = None) -> Reach:
    """Return which share of places is reached within a threshold.

    Parameters
    ----------
    hours : Series of float, one row a place
        Hours to the nearest site; NaN where unknown, infinite where there is no way (known, and not reached).
    threshold_h : float
        Hours, the threshold itself counts as reached.
    weight : Series of float on the same index, or None
        What each place counts: tonnes, persons; None: every place 1.

    Returns
    -------
    Reach

    Raises
    ------
    InputError
        When the labels differ or a weight is missing or negative.

    """
    limit = not_negative("threshold_h", threshold_h)
    if weight is None:
        weight = pd.Series(1.0, index=hours.index)
    if not weight.index.equals(hours.index):
        vi, en = (
            "Nhãn của hours và weight khác nhau.",
            "The labels of hours and weight differ; reindex one to the other.",
        )
        raise InputError([Problem("labels-differ", vi, en, column="weight")])
    counts = not_negative("weight", weight.to_numpy(dtype=float, na_value=np.nan))
    time = hours.to_numpy(dtype=float, na_value=np.nan)
    known = ~np.isnan(time)
    whole, seen = float(counts.sum()), float(counts[known].sum())
    reached = float(counts[known & (time <= limit)].sum())
    return Reach(
        share_pct=PERCENT * reached / seen if seen > 0 else float("nan"),
        known_pct=PERCENT * seen / whole if whole > 0 else float("nan"),
    )
