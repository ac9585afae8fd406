"""The data that the HTML report's map and charts draw."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from banme.reports import format as fmt
from banme.reports import indicators, outlines, summaries
from banme.reports.flowlines import flow_lines
from banme.workspace.models import LogisticsSite, Outlet

if TYPE_CHECKING:
    import pandas as pd

    from banme.reports.material import Material, RunTables

COMMODITY_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#aa4499", "#332288", "#117733", "#88ccee", "#882255")
"""Colours that stay apart for most colour-blind readers; further commodities start over."""

PART_COLOURS = {
    "transport_vnd_t": "#1f6f8b",
    "handling_vnd_t": "#e0a458",
    "storage_vnd_t": "#8d99ae",
    "fixed_vnd_t": "#99582a",
    "carbon_vnd_t": "#5a6b3b",
    "rest_vnd_t": "#c9a66b",
}
COST_COLOURS = ("#fdf6e3", "#f3dfb3", "#e2bd7c", "#c79350", "#9a6630")
"""Colours of communes from cheap to dear."""

_ROAD_TOLERANCE_DEG = 8e-4
_FLOW_TOLERANCE_DEG = 6e-4
_BINS = 14


def build(material: Material) -> dict[str, Any]:
    """Return the page's data as plain lists and dictionaries, ready for JSON (no NaN: what is missing is null)."""
    commodities = _commodities(material)
    shapes = material.communes.geometry if len(material.communes) else material.plan.units.geometry
    return {
        "language": material.language,
        "years": material.plan.years,
        "commodities": commodities,
        "map": {
            "regions": outlines.regions(material.communes),
            "extent": outlines.extent(shapes),
            "reach_h": material.reach_h,
            "costColours": list(COST_COLOURS),
            "breaks": cost_breaks(material),
            "roads": _roads(material),
            "flows": {year: _flows(material, year, commodities) for year in material.plan.years},
            "sites": {year: _sites(material, year) for year in material.plan.years},
            "outlets": _outlets(material),
            "communes": {year: _communes(material, year) for year in material.plan.years},
        },
        "charts": {
            "cost": _cost(material),
            "outlets": {year: _by_outlet(material, year, commodities) for year in material.plan.years},
            "months": {year: _by_month(material, year, commodities) for year in material.plan.years},
            "use": {year: _use(material, year) for year in material.plan.years},
            "spread": {year: _spread(material, year) for year in material.plan.years},
        },
        "texts": _texts(material),
    }


def _plain(value: Any, digits: int = 1) -> float | None:
    return None if fmt.missing(value) or math.isinf(value) else round(float(value), digits)


def _commodities(material: Material) -> list[dict[str, str]]:
    codes = sorted(set(material.plan.legs["commodity_code"]))
    return [
        {
            "code": code,
            "name": material.commodity_name(code),
            "colour": COMMODITY_COLOURS[place % len(COMMODITY_COLOURS)],
        }
        for place, code in enumerate(codes)
    ]


def cost_breaks(material: Material) -> list[float]:
    """Return the limits between the classes of cost: quintiles over plan and today, two significant figures."""
    tables = [material.plan, *([] if material.baseline is None else [material.baseline])]
    costs = np.concatenate([table.units["cost_vnd_t"].dropna().to_numpy(dtype=float) for table in tables])
    if len(costs) == 0:
        return []
    shares = np.linspace(0, 1, len(COST_COLOURS) + 1)[1:-1]
    rounded = [float(f"{value:.2g}") for value in np.quantile(costs, shares)]
    return sorted(set(rounded))


def _roads(material: Material) -> list[dict[str, Any]]:
    drawn = material.roads[material.roads["status"].eq("open") & material.roads["road_class"].ne("connector")]
    coordinates = outlines.lines(np.asarray(drawn.geometry), _ROAD_TOLERANCE_DEG)
    return [{"c": line, "k": kind} for line, kind in zip(coordinates, drawn["road_class"], strict=True)]


def _flows(material: Material, year: int, commodities: list[dict[str, str]]) -> dict[str, Any]:
    legs = material.plan.legs
    found = flow_lines(legs[legs["year"] == year], tuple(item["code"] for item in commodities), _FLOW_TOLERANCE_DEG)
    tonnes = np.round(found.tonnes, 0).astype(int).tolist()
    lines = outlines.lines(found.geometry)
    return {"lines": [{"c": c, "q": q} for c, q in zip(lines, tonnes, strict=True)], "undrawn": found.undrawn}


def _sites(material: Material, year: int) -> list[dict[str, Any]]:
    rows = summaries.opened(material)
    return [
        {
            "name": row.site_name,
            "kind": material.choice_name(LogisticsSite, "kind", row.kind),
            "at": outlines.position(row.geometry),
            "new": bool(row.is_new),
            "opened": int(row.year_opened),
            "area": _plain(row.area_ha),
            "tonnes": _plain(row.throughput_t_year),
            "use": _plain(row.utilisation_pct),
        }
        for row in rows[rows["year"] == year].itertuples()
    ]


def _outlets(material: Material) -> list[dict[str, Any]]:
    used = set(summaries.to_outlets(material, material.plan)["target_code"])
    rows = material.outlets[material.outlets["code"].isin(used)]
    return [
        {
            "code": row.code,
            "name": row.name,
            "kind": material.choice_name(Outlet, "kind", row.kind),
            "at": outlines.position(row.geometry),
        }
        for row in rows.itertuples(index=False)
    ]


def _communes(material: Material, year: int) -> dict[str, dict[str, Any]]:
    before = _cost_before(material, year)
    rows = material.plan.units[material.plan.units["year"] == year]
    return {
        row.unit_code: {
            "cost": _plain(row.cost_vnd_t, 0),
            "before": before.get(row.unit_code),
            "supply": _plain(row.supply_t, 0),
            "hours": _plain(row.nearest_site_h, 2),
            "reach": None if fmt.missing(row.within_reach) else bool(row.within_reach),
            "reason": material.reason(row.missing_reason),
        }
        for row in rows.itertuples()
    }


def _cost_before(material: Material, year: int) -> dict[str, float | None]:
    if material.baseline is None:
        return {}
    rows = material.baseline.units[material.baseline.units["year"] == year]
    return {code: _plain(cost, 0) for code, cost in zip(rows["unit_code"], rows["cost_vnd_t"], strict=True)}


def _cost(material: Material) -> dict[str, Any]:
    bars = summaries.cost_bars(material)
    present = {code for bar in bars for code in bar.parts}
    order = [code for code in PART_COLOURS if code in present]
    return {
        "bars": [{"label": bar.label, "year": bar.year} for bar in bars],
        "parts": [
            {
                "name": summaries.part_label(code, present, material),
                "colour": PART_COLOURS[code],
                "values": [_plain(bar.parts.get(code), 0) for bar in bars],
            }
            for code in order
        ],
    }


def _by_outlet(material: Material, year: int, commodities: list[dict[str, str]]) -> dict[str, Any]:
    rows = summaries.to_outlets(material, material.plan)
    rows = rows[rows["year"] == year]
    totals = rows.groupby("target_code")["quantity_t"].sum().sort_values()
    return {
        "names": [material.place_name(code) for code in totals.index],
        "series": [_along(rows, item["code"], "target_code", list(totals.index)) for item in commodities],
    }


def _by_month(material: Material, year: int, commodities: list[dict[str, str]]) -> dict[str, Any]:
    rows = summaries.by_month(material, material.plan)
    stock = summaries.stock_by_month(material.plan)
    months = list(range(1, 13))
    kept = stock[stock["year"] == year].set_index("month")["quantity_t"]
    return {
        "series": [_along(rows[rows["year"] == year], item["code"], "month", months) for item in commodities],
        "stock": [_plain(kept.get(month), 0) for month in months] if len(kept) else [],
    }


def _along(rows: pd.DataFrame, commodity: str, key: str, places: list[Any]) -> list[float | None]:
    """Return a commodity's tonnes at each place; no delivery there is null, not zero."""
    found = rows[rows["commodity_code"] == commodity].set_index(key)["quantity_t"]
    return [_plain(found.get(place), 0) for place in places]


def _use(material: Material, year: int) -> list[dict[str, Any]]:
    rows = summaries.opened(material)
    rows = rows[(rows["year"] == year)].sort_values("utilisation_pct")
    return [
        {"name": row.site_name, "new": bool(row.is_new), "value": _plain(row.utilisation_pct)}
        for row in rows.itertuples()
    ]


def _spread(material: Material, year: int) -> dict[str, Any]:
    """Count communes by cost per tonne, in equal classes over plan and today."""
    after = _costs(material.plan, year)
    before = np.empty(0) if material.baseline is None else _costs(material.baseline, year)
    together = np.concatenate([after, before])
    if len(together) == 0:
        return {"edges": [], "after": [], "before": []}
    edges = np.histogram_bin_edges(together, bins=_BINS)
    return {
        "edges": [round(float(edge), 0) for edge in edges],
        "after": np.histogram(after, edges)[0].tolist(),
        "before": np.histogram(before, edges)[0].tolist() if len(before) else [],
    }


def _costs(tables: RunTables, year: int) -> np.ndarray:
    return tables.units.loc[tables.units["year"] == year, "cost_vnd_t"].dropna().to_numpy(dtype=float)


def _texts(material: Material) -> dict[str, str]:
    say = material.say
    return {
        "cost": say("Chi phí logistics", "Logistics cost"),
        "before": say("Hiện nay", "Today"),
        "after": say("Phương án", "Plan"),
        "supply": say("Nguồn hàng", "Supply"),
        "nearest": say("Đến điểm mở gần nhất", "To the nearest open site"),
        "hours": say("giờ", "h"),
        "noSupply": say("không có số liệu", "no figure"),
        "perTonne": say("đồng/t", "VND/t"),
        "perYear": say("t/năm", "t/year"),
        "tonnes": say("t", "t"),
        "new": say("mới", "new"),
        "existing": say("hiện có", "existing"),
        "opened": say("mở năm", "opened in"),
        "use": say("dùng tháng cao nhất", "used in the busiest month"),
        "stock": say("Tồn kho cuối tháng", "Stock at month's end"),
        "month": say("Tháng", "Month"),
        "communes": say("Số xã, phường", "Communes"),
        "outlet": say("Nơi tiêu thụ", "Outlet"),
        "total": say("Tổng", "Total"),
        "thousand": say("nghìn", "thousand"),
        "undrawn": say("chặng không có tuyến để vẽ", "legs have no line to draw"),
        "costTonne": indicators.label("cost_vnd_t", material.language),
    }
