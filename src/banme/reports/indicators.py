"""The headline indicators: what each is called, its unit, and which way is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from banme.reports import format as fmt

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Indicator:
    """How an indicator is shown.

    Attributes
    ----------
    vi, en : str
        Its name.
    unit_vi, unit_en : str
        Its unit.
    digits : int
        Decimals shown.
    better : int
        -1 when less is better, 1 when more is better, 0 when neither.

    """

    vi: str
    en: str
    unit_vi: str
    unit_en: str
    digits: int = 0
    better: int = 0


CATALOGUE = {
    "cost_vnd_t": Indicator("Chi phí logistics bình quân", "Logistics cost per tonne", "đồng/t", "VND/t", 0, -1),
    "transport_vnd_t": Indicator("Trong đó vận tải", "Of which transport", "đồng/t", "VND/t", 0, -1),
    "handling_vnd_t": Indicator("Trong đó xếp dỡ", "Of which handling", "đồng/t", "VND/t", 0, -1),
    "storage_vnd_t": Indicator("Trong đó lưu kho", "Of which storage", "đồng/t", "VND/t", 0, -1),
    "fixed_vnd_t": Indicator("Trong đó cố định của các điểm", "Of which fixed, at sites", "đồng/t", "VND/t", 0, -1),
    "carbon_vnd_t": Indicator("Trong đó giá CO2e", "Of which CO2e price", "đồng/t", "VND/t", 0, -1),
    "cost_vnd_year": Indicator("Tổng chi phí logistics", "Total logistics cost", "đồng/năm", "VND/year", 0, -1),
    "sites_open": Indicator("Số điểm hoạt động", "Sites at work", "điểm", "sites"),
    "capex_vnd": Indicator("Vốn đầu tư", "Investment", "đồng", "VND"),
    "cost_vnd": Indicator("Mục tiêu của mô hình", "The model's objective", "đồng", "VND"),
    "supply_t": Indicator("Lượng hàng", "Goods moved", "t/năm", "t/year"),
    "tonne_km": Indicator("Khối lượng luân chuyển", "Transport work", "t·km/năm", "t·km/year", 0, -1),
    "trips": Indicator("Số chuyến xe", "Truck trips", "chuyến/năm", "trips/year", 0, -1),
    "load_factor_pct": Indicator("Hệ số chất tải", "Load factor", "%", "%", 1, 1),
    "co2_t": Indicator("Phát thải CO2e", "CO2e emitted", "t/năm", "t/year", 0, -1),
    "co2_kg_t": Indicator("CO2e trên mỗi tấn hàng", "CO2e per tonne of goods", "kg/t", "kg/t", 1, -1),
    "reach_share_pct": Indicator(
        "Tỷ lệ xã, phường trong tầm tiếp cận", "Share of communes within reach", "%", "%", 1, 1
    ),
    "assumed_share_pct": Indicator("Tỷ lệ số liệu giả định", "Share of assumed figures", "%", "%", 1, -1),
    "bound_vnd": Indicator("Cận dưới đã chứng minh", "Proven lower bound", "đồng", "VND"),
    "gap_pct": Indicator("Khoảng cách tới cận dưới", "Gap to the lower bound", "%", "%", 2, -1),
}


def label(code: str, language: str) -> str:
    """Return the indicator's name; an indicator unknown here is shown by its code."""
    known = CATALOGUE.get(code)
    return code if known is None else fmt.choose(known.vi, known.en, language)


def unit(code: str, stated: str, language: str) -> str:
    """Return the unit in the reader's language; ``stated`` (from the table) where the indicator is unknown here."""
    known = CATALOGUE.get(code)
    return stated if known is None else fmt.choose(known.unit_vi, known.unit_en, language)


def digits(code: str) -> int:
    """Return how many decimals the indicator is shown with."""
    known = CATALOGUE.get(code)
    return 2 if known is None else known.digits


def value(table: pd.DataFrame, code: str, scope: str = "") -> float | None:
    """Return an indicator of a run's table by code and scope (a year or empty); None when it is not there."""
    rows = table.loc[(table["indicator"] == code) & (table["scope"] == scope), "value"]
    return None if rows.empty or fmt.missing(rows.iloc[0]) else float(rows.iloc[0])


def paired(plan: pd.DataFrame, baseline: pd.DataFrame | None, language: str) -> pd.DataFrame:
    """Put a plan's indicators beside today's.

    Parameters
    ----------
    plan, baseline : DataFrame
        Rows of ``result_indicator`` (``indicator``, ``scope``, ``value``, ``unit_of_measure``, ``missing_reason``).
    language : str
        ``vi`` or ``en``.

    Returns
    -------
    DataFrame
        ``indicator``, ``label``, ``unit``, ``scope``, ``before``, ``after``, ``difference``, ``change_pct``,
        ``missing_reason``; in the catalogue's order, then by scope. What either run lacks is missing, not zero.

    """
    keys = ["indicator", "scope"]
    after = plan[[*keys, "value", "unit_of_measure", "missing_reason"]].rename(columns={"value": "after"})
    if baseline is None:
        joined = after.assign(before=float("nan"))
    else:
        joined = after.merge(
            baseline[[*keys, "value"]].rename(columns={"value": "before"}), on=keys, how="left", validate="1:1"
        )
    order = {code: place for place, code in enumerate(CATALOGUE)}
    joined = joined.assign(
        place=joined["indicator"].map(lambda code: order.get(code, len(order))),
        label=joined["indicator"].map(lambda code: label(code, language)),
        unit=[
            unit(code, stated, language)
            for code, stated in zip(joined["indicator"], joined["unit_of_measure"], strict=True)
        ],
        difference=joined["after"] - joined["before"],
    )
    joined["change_pct"] = 100.0 * joined["difference"] / joined["before"].where(joined["before"] != 0)
    columns = [
        "indicator",
        "label",
        "unit",
        "scope",
        "before",
        "after",
        "difference",
        "change_pct",
        "missing_reason",
    ]
    return joined.sort_values(["place", "indicator", "scope"], kind="stable")[columns].reset_index(drop=True)
