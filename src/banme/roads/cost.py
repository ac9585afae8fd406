"""What it costs a truck to drive an edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from banme.errors import Findings, InputError, Problem
from banme.roads.checks import Rule, note, numbers, require_columns, require_same_index


@dataclass(frozen=True, slots=True)
class TruckCost:
    """Running cost of one truck.

    Attributes
    ----------
    cost_vnd_km : float
        Cost that grows with distance (fuel, tyres, wear, distance tolls), VND per km.
    cost_vnd_h : float
        Cost that grows with time (driver, capital, insurance), VND per hour.

    """

    cost_vnd_km: float
    cost_vnd_h: float

    def __post_init__(self) -> None:
        pair = np.array([self.cost_vnd_km, self.cost_vnd_h], dtype=float)
        if not (np.isfinite(pair).all() and (pair >= 0).all() and pair.sum() > 0):
            vi = "Chi phí theo km và theo giờ phải từ 0 trở lên và không cùng bằng 0."
            en = "Costs per km and per hour must be 0 or more, and not both 0."
            raise InputError([Problem("truck-cost", vi, en, "truck", value=f"{self.cost_vnd_km}, {self.cost_vnd_h}")])


_LENGTH = Rule("length-not-positive", "length_m", "Chiều dài phải lớn hơn 0 m.", "The length must be above 0 m.")
_SPEED = Rule("speed-not-positive", "speed_kmh", "Tốc độ phải lớn hơn 0 km/h.", "The speed must be above 0 km/h.")


def travel_times(edges: pd.DataFrame, speed_kmh: pd.Series[Any]) -> pd.Series[Any]:
    """Return the hours to drive each edge at ``speed_kmh``.

    Parameters
    ----------
    edges : DataFrame
        Column ``length_m`` (metres).
    speed_kmh : Series of float
        km/h, on exactly the index of ``edges``.

    Returns
    -------
    Series of float, named ``time_h``
        Hours on the index of ``edges``.

    Raises
    ------
    InputError
        When the indexes differ, or naming every edge whose length or speed is not above 0.

    """
    require_columns(edges, ("length_m",))
    require_same_index(edges, speed_kmh, "speed_kmh")
    length_m, speed = numbers(edges, "length_m"), speed_kmh.to_numpy(dtype=float, na_value=np.nan)
    findings = Findings()
    note(findings, _LENGTH, edges, ~(np.isfinite(length_m) & (length_m > 0)))
    note(findings, _SPEED, speed_kmh.to_frame("speed_kmh"), ~(np.isfinite(speed) & (speed > 0)))
    findings.raise_if_any()
    return pd.Series(length_m / 1000.0 / speed, index=edges.index, name="time_h")


def edge_costs(edges: pd.DataFrame, speed_kmh: pd.Series[Any], truck: TruckCost) -> pd.Series[Any]:
    """Return what one truck pays to drive each edge: km times its cost per km plus hours times its cost per hour.

    Parameters
    ----------
    edges : DataFrame
        Column ``length_m`` (metres).
    speed_kmh : Series of float
        km/h, on exactly the index of ``edges``; see :func:`banme.roads.speeds`.
    truck : TruckCost
        The truck's cost per km and per hour.

    Returns
    -------
    Series of float, named ``cost_vnd``
        VND for one truck, one way, on the index of ``edges``.

    Raises
    ------
    InputError
        When the indexes differ, or naming every edge whose length or speed is not above 0.

    """
    time_h = travel_times(edges, speed_kmh)
    cost = numbers(edges, "length_m") / 1000.0 * truck.cost_vnd_km + time_h.to_numpy() * truck.cost_vnd_h
    return pd.Series(cost, index=edges.index, name="cost_vnd")
