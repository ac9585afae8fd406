"""A truck, how often it must drive and how full it is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from banme.freight.checks import not_negative, ranges

if TYPE_CHECKING:
    from banme.freight.checks import Floats

PERCENT = 100.0
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class TruckType:
    """What a truck carries and what it costs to run.

    Attributes
    ----------
    payload_t : float
        Most it carries (t), above 0.
    cost_vnd_km : float
        Cost that grows with distance: fuel, tyres, maintenance, tolls (VND/km).
    cost_vnd_h : float
        Cost that grows with time: driver, depreciation, insurance, overhead (VND/h).
    load_factor_pct : float
        How full it is when loaded, percent of the payload, above 0 and at most 100.
    empty_return_pct : float
        Share of the way back that it runs empty at the shipper's expense, percent: 100 when every trip is a round trip,
        0 when return freight is always found.

    Raises
    ------
    InputError
        Naming every figure outside its range.

    """

    payload_t: float
    cost_vnd_km: float
    cost_vnd_h: float
    load_factor_pct: float
    empty_return_pct: float

    def __post_init__(self) -> None:
        figures = {name: getattr(self, name) for name in self.__slots__}
        above_zero = math.nextafter(0.0, 1.0)
        most = float(np.finfo(float).max)
        limits = {
            "payload_t": (above_zero, most),
            "cost_vnd_km": (0.0, most),
            "cost_vnd_h": (0.0, most),
            "load_factor_pct": (above_zero, PERCENT),
            "empty_return_pct": (0.0, PERCENT),
        }
        ranges("vehicle_type", figures, limits)

    @property
    def load_t(self) -> float:
        """Tonnes carried on a loaded trip."""
        return self.payload_t * self.load_factor_pct / PERCENT

    @property
    def ways(self) -> float:
        """One-way distances paid for each loaded trip: 1 loaded plus the empty share of the return."""
        return 1.0 + self.empty_return_pct / PERCENT


def trips(quantity_t: Any, truck: TruckType) -> Floats:
    """Return the loaded trips needed for each quantity: the tonnes over the truck's load, rounded up.

    Parameters
    ----------
    quantity_t : array of float, any shape
        Tonnes to be moved over one leg in one period, 0 or more.
    truck : TruckType
        The truck; its load is ``payload_t`` times ``load_factor_pct``.

    Returns
    -------
    array of float, same shape
        Whole numbers; 0 for 0 t. A quantity within one billionth of a full load does not ask for another trip.

    Raises
    ------
    InputError
        When a quantity is missing or negative.

    Examples
    --------
    >>> truck = TruckType(10.0, 0.0, 0.0, load_factor_pct=80.0, empty_return_pct=0.0)
    >>> trips([0.0, 8.0, 8.1, 80.0], truck)
    array([ 0.,  1.,  2., 10.])

    """
    loads = not_negative("quantity_t", quantity_t) / truck.load_t
    return np.asarray(np.ceil(loads * (1.0 - _ROUNDING)))


def load_factor(quantity_t: Any, trip_count: Any, truck: TruckType) -> Floats:
    """Return how full the trucks are, as a fraction of their payload.

    Parameters
    ----------
    quantity_t : array of float, any shape
        Tonnes moved.
    trip_count : array of float, same shape
        Loaded trips.
    truck : TruckType
        The truck; only ``payload_t`` counts here.

    Returns
    -------
    array of float, same shape
        Tonnes over trips times payload; NaN where no truck drove (there is no load factor then).

    Raises
    ------
    InputError
        When a figure is missing or negative.

    """
    tonnes, count = not_negative("quantity_t", quantity_t), not_negative("trip_count", trip_count)
    room = np.where(count > 0, count * truck.payload_t, np.nan)
    return np.asarray(tonnes / room)
