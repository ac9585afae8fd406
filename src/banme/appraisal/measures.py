"""What a series of yearly cash flows is worth: net present value, internal rate of return, payback."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

PERCENT = 100.0
_LOWEST, _HIGHEST = 1e-4, 1e4
"""Bounds of 1 + rate between which an internal rate of return is looked for."""
_HALVINGS = 80


def npv(rate_pct: Array | float, flows: Array) -> Array:
    """Return the net present value, the first flow undiscounted.

    Parameters
    ----------
    rate_pct : float or array
        Discount rate, % a year; an array has the shape of ``flows`` without its last axis.
    flows : array, shape (..., years)
        Money at the end of each year.

    Returns
    -------
    array, shape (...)
        In the unit of ``flows``.

    """
    growth = 1.0 + np.asarray(rate_pct, dtype=float) / PERCENT
    years = np.arange(flows.shape[-1])
    return np.asarray((flows / growth[..., np.newaxis] ** years).sum(axis=-1), dtype=float)


def irr_pct(flows: Array) -> Array:
    """Return the internal rate of return (% a year); NaN where it does not exist or is not the only one.

    A series whose sign changes exactly once has exactly one rate (Descartes); any other series has none or may have
    several, of which none is to be preferred.

    Parameters
    ----------
    flows : array, shape (..., years)
        Money at the end of each year.

    """
    table = flows.reshape(-1, flows.shape[-1])
    found = np.full(len(table), np.nan)
    once = np.array([_sign_changes(row) == 1 for row in table], dtype=bool)
    rows = table[once]
    if len(rows):
        low, high = np.full(len(rows), np.log(_LOWEST)), np.full(len(rows), np.log(_HIGHEST))
        at_low, at_high = _worth(rows, low), _worth(rows, high)
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            above = np.sign(_worth(rows, middle)) == np.sign(at_low)
            low, high = np.where(above, middle, low), np.where(above, high, middle)
        rate = (np.exp((low + high) / 2) - 1.0) * PERCENT
        found[once] = np.where(np.sign(at_low) != np.sign(at_high), rate, np.nan)
    return found.reshape(flows.shape[:-1])


def payback_years(flows: Array) -> float | None:
    """Return the years until the sum of flows is no longer below zero and stays so; None if that never happens.

    Counted from the first flow; within a year money is taken to come evenly.
    """
    total = np.cumsum(flows)
    short = np.flatnonzero(total < 0)
    if not len(short):
        return 0.0
    last = int(short[-1])
    if last == len(flows) - 1:
        return None
    return float(last + -total[last] / flows[last + 1])


def discounted(rate_pct: float, flows: Array) -> Array:
    """Return each flow's present value."""
    return np.asarray(flows / (1.0 + rate_pct / PERCENT) ** np.arange(flows.shape[-1]), dtype=float)


def _worth(rows: Array, log_growth: Array) -> Array:
    years = np.arange(rows.shape[1])
    return np.asarray((rows * np.exp(-log_growth[:, np.newaxis] * years)).sum(axis=1), dtype=float)


def _sign_changes(row: Array) -> int:
    signs = np.sign(row[row != 0])
    return int((signs[1:] != signs[:-1]).sum())
