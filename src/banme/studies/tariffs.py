"""The rate in force for something: the most specific row of the tariff table wins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banme.errors import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd


def rate(tariffs: pd.DataFrame, kind: str, *, site_kind: str = "", commodity: str | None = None) -> float:
    """Return the rate of ``kind`` in its own unit.

    A row that names the site kind or the commodity beats one that leaves it empty.

    Raises
    ------
    InputError
        When no row of this kind is in force (a missing price is not zero), or when two rows fit equally well.

    """
    named = tariffs["commodity_code"].fillna("")
    fits = (tariffs["kind"] == kind) & tariffs["site_kind"].isin(["", site_kind]) & named.isin(["", commodity or ""])
    rows = tariffs[fits]
    if rows.empty:
        raise InputError(
            [
                _problem(
                    "missing-tariff",
                    kind,
                    site_kind,
                    "Thiếu đơn giá có hiệu lực: thêm dòng vào bảng tariff (0 nếu miễn phí)",
                    "No rate in force: add a row to table tariff (0 when free)",
                )
            ]
        )
    precision = (rows["site_kind"] != "").astype(int) + (rows["commodity_code"].fillna("") != "").astype(int)
    best = rows[precision == precision.max()]
    if len(best) > 1:
        codes = ", ".join(map(str, best.index))
        raise InputError(
            [
                _problem(
                    "two-tariffs",
                    kind,
                    codes,
                    "Nhiều dòng cùng phù hợp: đặt ngày hiệu lực không chồng nhau",
                    "Several rows fit equally: make their dates not overlap",
                )
            ]
        )
    return float(best["rate"].iloc[0])


def _problem(rule: str, kind: str, value: str, vi: str, en: str) -> Problem:
    return Problem(rule=rule, table="tariff", row=kind, value=value, vi=vi, en=en)
