"""Which edges exist on a date, and which a given truck may not use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from banme.errors import Findings, InputError, Problem
from banme.roads.checks import Rule, note, numbers, require_columns

if TYPE_CHECKING:
    import datetime as dt

    from banme.roads.checks import Bools

STATUSES = ("open", "planned", "closed")
BARRED = frozenset({"no", "private", "agricultural", "forestry", "delivery", "customers", "permit", "military"})
BARRED_HGV = frozenset({"no", "private", "agricultural", "forestry", "unsuitable"})

_STATUS = Rule(
    "unknown-status",
    "status",
    "Tình trạng phải là open, planned hoặc closed.",
    "The status must be open, planned or closed.",
)
_ORDER = Rule(
    "dates-reversed",
    "valid_to",
    "Ngày hết hiệu lực trước ngày bắt đầu; hãy sửa một trong hai.",
    "valid_to lies before valid_from; correct one of them.",
)
_UNDATED = Rule(
    "date-unreadable",
    "valid_from",
    "Không đọc được ngày; hãy ghi dạng YYYY-MM-DD.",
    "The date cannot be read; write it as YYYY-MM-DD.",
)


def open_on(edges: pd.DataFrame, date: dt.date) -> pd.Series[Any]:
    """Tell which edges can be driven on a date.

    Parameters
    ----------
    edges : DataFrame
        Columns ``status`` (``open``, ``planned``, ``closed``), ``valid_from``, ``valid_to`` (dates, both days
        included; missing: unbounded).
    date : date
        The day asked about.

    Returns
    -------
    Series of bool, named ``open``
        On the index of ``edges``. ``open``: within its dates. ``planned``: from ``valid_from`` on, its stated opening;
        never when that is missing, since a plan without a date opens nothing. ``closed``: never.

    Raises
    ------
    InputError
        Naming every edge with an unknown status, an unreadable date or reversed dates.

    """
    require_columns(edges, ("status", "valid_from", "valid_to"))
    findings = Findings()
    status = edges["status"]
    note(findings, _STATUS, edges, ~status.isin(STATUSES))
    start = pd.to_datetime(edges["valid_from"], errors="coerce")
    end = pd.to_datetime(edges["valid_to"], errors="coerce")
    note(findings, _UNDATED, edges, edges["valid_from"].notna() & start.isna())
    unreadable_end = Rule(_UNDATED.name, "valid_to", _UNDATED.vi, _UNDATED.en)
    note(findings, unreadable_end, edges, edges["valid_to"].notna() & end.isna())
    note(findings, _ORDER, edges, (end < start))
    findings.raise_if_any()
    day = pd.Timestamp(date).normalize()
    begun = (start <= day) | (start.isna() & (status == "open"))
    usable = begun & ((end >= day) | end.isna()) & (status != "closed")
    return usable.astype(bool).rename("open")


@dataclass(frozen=True, slots=True)
class TruckLimits:
    """What decides whether a truck may use a road.

    Attributes
    ----------
    gross_t : float
        Gross mass of truck and load, tonnes.
    axle_t : float
        Heaviest axle load, tonnes.

    """

    gross_t: float
    axle_t: float

    def __post_init__(self) -> None:
        if not (self.gross_t > 0 and self.axle_t > 0):
            vi = "Tổng tải và tải trục phải lớn hơn 0 tấn."
            en = "Gross mass and axle load must be above 0 tonnes."
            raise InputError([Problem("truck-limits", vi, en, "truck", value=f"{self.gross_t}, {self.axle_t}")])


def forbidden_to(edges: pd.DataFrame, truck: TruckLimits) -> pd.Series[Any]:
    """Tell which edges a truck may not use by their posted limits and access.

    Parameters
    ----------
    edges : DataFrame
        As :func:`banme.roads.read_osm` gives: ``max_gross_t``, ``max_axle_t`` (tonnes, NaN: no limit posted),
        ``access`` and ``hgv`` (OpenStreetMap values, missing: not stated). Columns that are absent do not forbid.
    truck : TruckLimits
        The truck.

    Returns
    -------
    Series of bool, named ``forbidden``
        On the index of ``edges``. ``hgv`` overrides ``access`` where it is stated. Access of ``destination`` is
        allowed: a planning graph cannot tell a truck's own destination.

    """
    forbidden: Bools = np.zeros(len(edges), dtype=bool)
    for column, mass_t in (("max_gross_t", truck.gross_t), ("max_axle_t", truck.axle_t)):
        if column in edges.columns:
            forbidden |= numbers(edges, column) < mass_t
    missing = pd.Series([None] * len(edges), index=edges.index, dtype=object)
    access, hgv = edges.get("access", missing), edges.get("hgv", missing)
    forbidden |= np.where(hgv.notna(), hgv.isin(BARRED_HGV), access.isin(BARRED)).astype(bool)
    return pd.Series(forbidden, index=edges.index, name="forbidden")
