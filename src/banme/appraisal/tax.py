"""Corporate income tax over a project's life: losses carried forward, a lower rate, exemption and reduction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from banme.appraisal.measures import PERCENT, Array

LATEST_START = 4
"""A holiday counts from the first year with taxable income, at latest from the fourth year of revenue."""
HALF = 0.5


@dataclass(frozen=True, slots=True)
class TaxTerms:
    """How a project is taxed.

    Attributes
    ----------
    standard_pct : float
        The ordinary rate, %.
    loss_years : int
        Years after a loss in which it may still be set off.
    rate_pct : float or None
        A lower rate, %; None without one.
    rate_years : int or None
        Years it lasts, from the first year of revenue; None for the project's whole life.
    exempt_years, half_years : int
        Years without tax, then at half of it.
    latest_start : int
        Year of revenue (1 is the first) from which the holiday counts at latest.

    """

    standard_pct: float
    loss_years: int
    rate_pct: float | None = None
    rate_years: int | None = None
    exempt_years: int = 0
    half_years: int = 0
    latest_start: int = LATEST_START


@dataclass(frozen=True, slots=True)
class Tax:
    """The tax of each year.

    Attributes
    ----------
    base : array, shape (..., years)
        Income after losses set off.
    rate_pct : array, shape (..., years)
        Rate paid, exemption and reduction included.
    due : array, shape (..., years)
        Tax.
    lapsed : array, shape (..., years)
        Losses that ran out of time unused, in the first year in which they can no longer be used.

    """

    base: Array
    rate_pct: Array
    due: Array
    lapsed: Array


def tax(profit: Array, revenue: Array, terms: TaxTerms) -> Tax:
    """Return the tax of a project.

    Parameters
    ----------
    profit : array, shape (..., years)
        Taxable income before losses are set off.
    revenue : array, shape (..., years) or (years,)
        Of the same years; says when the project begins to sell.
    terms : TaxTerms
        Rates and years.

    """
    base, lapsed = after_losses(profit, terms.loss_years)
    rate = rates_pct(profit, revenue, terms)
    return Tax(base, rate, base * rate / PERCENT, lapsed)


def after_losses(profit: Array, years: int) -> tuple[Array, Array]:
    """Return income after losses of the ``years`` years before, oldest first, and the losses that lapse each year."""
    base, lapsed = np.maximum(profit, 0.0), np.zeros_like(profit)
    left = np.maximum(-profit, 0.0)
    for year in range(profit.shape[-1]):
        for old in range(max(0, year - years), year):
            used = np.minimum(left[..., old], base[..., year])
            left[..., old] -= used
            base[..., year] -= used
        gone = year - years - 1
        if gone >= 0:
            lapsed[..., year] = left[..., gone]
            left[..., gone] = 0.0
    return base, lapsed


def holiday_start(profit: Array, revenue: Array, latest: int) -> Array:
    """Return the place of the year from which exemption and reduction count; the number of years when there is none.

    Shape (...): the first year of revenue with taxable income, at latest the ``latest``-th year of revenue.
    """
    years = profit.shape[-1]
    selling = np.broadcast_to(revenue > 0, profit.shape)
    first_sale = np.where(selling.any(axis=-1), selling.argmax(axis=-1), years)
    earning = (profit > 0) & (np.arange(years) >= first_sale[..., np.newaxis])
    first_income = np.where(earning.any(axis=-1), earning.argmax(axis=-1), years)
    return np.asarray(np.minimum(np.minimum(first_income, first_sale + latest - 1), years), dtype=float)


def rates_pct(profit: Array, revenue: Array, terms: TaxTerms) -> Array:
    """Return the rate of each year (%), shape (..., years)."""
    years = np.arange(profit.shape[-1])
    rate = np.full(profit.shape, terms.standard_pct)
    if terms.rate_pct is not None:
        selling = np.broadcast_to(revenue > 0, profit.shape)
        first = np.where(selling.any(axis=-1), selling.argmax(axis=-1), profit.shape[-1])[..., np.newaxis]
        last = np.inf if terms.rate_years is None else first + terms.rate_years
        rate = np.where((years >= first) & (years < last), np.minimum(terms.rate_pct, rate), rate)
    start = holiday_start(profit, revenue, terms.latest_start)[..., np.newaxis]
    exempt = (years >= start) & (years < start + terms.exempt_years)
    half = (years >= start + terms.exempt_years) & (years < start + terms.exempt_years + terms.half_years)
    return np.asarray(np.where(exempt, 0.0, np.where(half, rate * HALF, rate)), dtype=float)
