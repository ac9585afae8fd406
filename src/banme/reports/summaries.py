"""Result tables added up for a chart: by outlet, by month, by part of the cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from banme.reports import indicators

if TYPE_CHECKING:
    import pandas as pd

    from banme.reports.material import Material, RunTables

_PARTS = ("transport_vnd_t", "handling_vnd_t", "storage_vnd_t", "fixed_vnd_t", "carbon_vnd_t")
_ROUNDING_SHARE = 5e-4


@dataclass(frozen=True, slots=True)
class CostBar:
    """The cost of a tonne in one run and year, part by part.

    Attributes
    ----------
    label : str
        E.g. ``Như hiện nay, 2030``.
    parts : dict of str to float
        VND/t by indicator code; ``rest_vnd_t`` is what the named parts leave of the total.

    """

    label: str
    year: int
    parts: dict[str, float]


def cost_bars(material: Material) -> list[CostBar]:
    """Return today's and the plan's cost of a tonne by year; what a run lacks has no bar."""
    bars = []
    for year in material.plan.years:
        for tables in (material.baseline, material.plan):
            if tables is None:
                continue
            parts = _parts(tables, year)
            if parts:
                bars.append(CostBar(f"{material.scenario_name(tables)}, {year}", year, parts))
    return bars


def part_label(code: str, present: set[str], material: Material) -> str:
    """Return the name of a part of the cost, given which parts are told apart."""
    names = {
        "transport_vnd_t": material.say("Vận tải", "Transport"),
        "handling_vnd_t": material.say("Xếp dỡ", "Handling"),
        "storage_vnd_t": material.say("Lưu kho", "Storage"),
        "fixed_vnd_t": material.say("Cố định của các điểm", "Fixed cost of sites"),
        "carbon_vnd_t": material.say("Giá CO2e", "CO2e price"),
    }
    if code in names:
        return names[code]
    if present <= {"transport_vnd_t", "rest_vnd_t"}:
        return material.say("Điểm logistics, xếp dỡ, lưu kho", "Sites, handling and storage")
    return material.say("Khác", "Other")


def _parts(tables: RunTables, year: int) -> dict[str, float]:
    scope = tables.for_year(year)
    total = indicators.value(tables.indicators, "cost_vnd_t", scope)
    if total is None:
        return {}
    found = {code: indicators.value(tables.indicators, code, scope) for code in _PARTS}
    parts = {code: value for code, value in found.items() if value is not None and (value or code != "carbon_vnd_t")}
    rest = total - sum(parts.values())
    if abs(rest) > _ROUNDING_SHARE * abs(total):
        parts["rest_vnd_t"] = rest
    return parts


def to_outlets(material: Material, tables: RunTables) -> pd.DataFrame:
    """Return tonnes delivered: ``year``, ``target_code``, ``commodity_code``, ``quantity_t`` (t/year)."""
    last = tables.legs[tables.legs["target_code"].isin(material.outlets.index)]
    keys = ["year", "target_code", "commodity_code"]
    return last.groupby(keys, as_index=False)["quantity_t"].sum()


def by_month(material: Material, tables: RunTables) -> pd.DataFrame:
    """Return tonnes delivered to outlets: ``year``, ``month``, ``commodity_code``, ``quantity_t`` (t)."""
    last = tables.flows[tables.flows["target_code"].isin(material.outlets.index)]
    keys = ["year", "month", "commodity_code"]
    return last.groupby(keys, as_index=False)["quantity_t"].sum()


def stock_by_month(tables: RunTables) -> pd.DataFrame:
    """Return tonnes in store at the end of each month: ``year``, ``month``, ``quantity_t`` (t)."""
    return tables.stock.groupby(["year", "month"], as_index=False)["quantity_t"].sum()


def opened(material: Material) -> pd.DataFrame:
    """Return the plan's openings with the sites' and modules' names.

    Columns ``site_code``, ``site_name``, ``kind``, ``module_name`` and those of ``result_opening``; one row per site
    and stage year, by year, then throughput.
    """
    rows = material.plan.openings
    modules = material.modules["name"]
    table = rows.assign(
        site_name=rows["site_code"].map(material.place_name),
        kind=rows["site_code"].map(material.sites["kind"]),
        module_name=rows["module_code"].map(modules),
    )
    return table.sort_values(["year", "throughput_t_year"], ascending=[True, False], kind="stable")
