"""What a trip, a tonne and an investment cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from banme.freight.checks import not_negative
from banme.freight.truck import PERCENT

if TYPE_CHECKING:
    from banme.freight.checks import Floats
    from banme.freight.truck import TruckType


def trip_cost_vnd(distance_km: Any, time_h: Any, truck: TruckType, loading_h: float) -> Floats:
    """Return what one loaded trip costs, its share of empty return included.

    ``(1 + empty) (distance_km cost_vnd_km + time_h cost_vnd_h) + loading_h cost_vnd_h``, with ``empty`` the truck's
    ``empty_return_pct / 100``: the way back costs as much as the way there, as far as the shipper pays for it.

    Parameters
    ----------
    distance_km, time_h : array of float, any shape
        One way, at the truck's own speed.
    truck : TruckType
        The truck.
    loading_h : float
        Hours spent loading and unloading in one trip, both ends together.

    Returns
    -------
    array of float, same shape
        VND for one trip.

    Raises
    ------
    InputError
        When a figure is missing or negative: a leg without a way has no cost, it is not for free.

    """
    distance, time = not_negative("distance_km", distance_km), not_negative("time_h", time_h)
    loading = not_negative("loading_h", loading_h)
    running = distance * truck.cost_vnd_km + time * truck.cost_vnd_h
    return np.asarray(truck.ways * running + loading * truck.cost_vnd_h)


def leg_cost_vnd_t(distance_km: Any, time_h: Any, truck: TruckType, loading_h: float) -> Floats:
    """Return what a tonne costs over a leg: :func:`trip_cost_vnd` over the truck's load.

    ``((1 + empty) (d cost_vnd_km + t cost_vnd_h) + loading_h cost_vnd_h) / (payload_t load_factor)``

    Parameters
    ----------
    distance_km, time_h : array of float, any shape
        One way, at the truck's own speed.
    truck : TruckType
        The truck.
    loading_h : float
        Hours spent loading and unloading in one trip, both ends together.

    Returns
    -------
    array of float, same shape
        VND per tonne. Linear in tonnes: trucks are shared over many loads of the period, so the last one is not
        charged as if it were full. :func:`banme.freight.trips` counts whole trips.

    Raises
    ------
    InputError
        When a figure is missing or negative.

    Examples
    --------
    >>> from banme.freight import TruckType
    >>> truck = TruckType(25.0, 10_000.0, 300_000.0, load_factor_pct=80.0, empty_return_pct=50.0)
    >>> float(leg_cost_vnd_t(100.0, 2.0, truck, loading_h=1.0))  # (1.5 (1,000,000 + 600,000) + 300,000) / 20
    135000.0

    """
    return trip_cost_vnd(distance_km, time_h, truck, loading_h) / truck.load_t


def annuity(capex_vnd: Any, rate_pct: float, life_years: Any) -> Floats:
    """Return the equal yearly payment that repays an investment over its life.

    ``capex r / (1 - (1 + r)^-n)``, and ``capex / n`` at a rate of zero.

    Parameters
    ----------
    capex_vnd : array of float, any shape
        Investment (VND), 0 or more.
    rate_pct : float
        Discount rate, percent a year, 0 or more.
    life_years : array of float, same shape or one number
        Years in use, above 0.

    Returns
    -------
    array of float, same shape
        VND a year, paid at the end of each year.

    Raises
    ------
    InputError
        When a figure is missing or out of range.

    Examples
    --------
    >>> float(annuity(1000.0, 10.0, 2).round(2))
    576.19
    >>> float(annuity(1000.0, 0.0, 4))
    250.0

    """
    capex, rate = not_negative("capex_vnd", capex_vnd), float(not_negative("rate_pct", rate_pct)) / PERCENT
    life = not_negative("life_years", life_years, above_zero=True)
    factor = 1.0 / life if rate == 0 else rate / -np.expm1(-life * np.log1p(rate))
    return np.asarray(capex * factor)
