"""A project to be appraised: what it is, and its money year by year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from banme.appraisal.measures import Array
from banme.law.words import Words


@dataclass(frozen=True, slots=True)
class Spread:
    """How far a figure may come out from the plan, % of the plan (100 is as planned)."""

    low_pct: float
    high_pct: float


@dataclass(frozen=True, slots=True)
class Project:
    """A project as planned.

    Attributes
    ----------
    code, name : str
        Which.
    decision_on : date or None
        The day the investment was approved or registered; decides which incentives it may have.
    sectors, places : frozenset of str
        See :mod:`banme.appraisal.incentive`; empty when not stated.
    claims : frozenset of str
        Codes of the incentives it makes use of.
    years : array of int, shape (years,)
        Calendar years, one after another; money comes at the end of each, the first undiscounted.
    capex, imported, revenue, operating_cost, land_rent, salvage : array, shape (years,)
        VND. ``imported`` is the part of ``capex`` for equipment on which duty falls; ``land_rent`` is before
        any relief.
    discount_rate_pct, standard_tax_pct, duty_pct : float
        Per cent; the ordinary income tax rate and the duty on imported equipment.
    loss_years, depreciation_years : int
        Years in which a loss may be set off; life of the assets for depreciation in equal parts.
    spreads : dict of str to Spread
        Of ``capex``, ``revenue`` and ``operating_cost``, for ranges of the result.

    """

    code: str
    name: str
    decision_on: date | None
    sectors: frozenset[str]
    places: frozenset[str]
    claims: frozenset[str]
    years: Array
    capex: Array
    imported: Array
    revenue: Array
    operating_cost: Array
    land_rent: Array
    salvage: Array
    discount_rate_pct: float
    standard_tax_pct: float
    duty_pct: float
    loss_years: int
    depreciation_years: int
    spreads: dict[str, Spread]

    @property
    def first_sale(self) -> int | None:
        """Place of the first year of revenue; None for a project that never sells."""
        selling = (self.revenue > 0).nonzero()[0]
        return int(selling[0]) if len(selling) else None


DRIVERS = {
    "capex": Words("Vốn đầu tư", "Investment"),
    "revenue": Words("Doanh thu", "Revenue"),
    "operating_cost": Words("Chi phí hoạt động", "Operating cost"),
}
"""Figures that may come out otherwise than planned."""
