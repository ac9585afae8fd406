"""The HTML report's tables and cards: figures already written for the reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import translation

from banme.reports import format as fmt
from banme.reports import indicators, summaries, verdict
from banme.reports.sources import table_label
from banme.studies.indicators import INDICATORS
from banme.workspace.models import LogisticsSite, Outlet
from banme.workspace.models.base import QUALITY_COLOUR, Quality
from banme.workspace.text import half

if TYPE_CHECKING:
    import pandas as pd

    from banme.reports.material import Material

LARGEST_LEGS = 40
_IN_WORDS = 1e7
_CARDS = (
    "cost_vnd_t",
    "cost_vnd_year",
    "tonne_km",
    "trips",
    "load_factor_pct",
    "co2_t",
    "reach_share_pct",
    "supply_t",
)


@dataclass(frozen=True, slots=True)
class Head:
    """A column's heading; numbers stand to the right."""

    text: str
    number: bool = False


def cards(material: Material, year: int) -> list[dict[str, str]]:
    """Return the headline figures of one year, today's beside them; what a run lacks says why."""
    table = indicators.paired(
        material.plan.indicators,
        None if material.baseline is None else material.baseline.indicators,
        material.language,
    )
    table = table[table["scope"] == material.plan.for_year(year)]
    return [_card(row, material) for code in _CARDS for row in table[table["indicator"] == code].itertuples()]


def _card(row: Any, material: Material) -> dict[str, str]:
    language, digits = material.language, indicators.digits(row.indicator)
    money = row.unit.startswith(("đồng/năm", "VND/year"))
    name = row.label
    if row.indicator == "reach_share_pct" and material.reach_h is not None:
        hours = fmt.number(material.reach_h, language, 0 if float(material.reach_h).is_integer() else 1)
        name = material.say(
            f"Tỷ lệ xã, phường trong tầm {hours} giờ tới điểm logistics",
            f"Share of communes within {hours} h of a logistics site",
        )
    if row.indicator == "co2_t":
        name = f"{name} ({verdict.emissions(material)})"

    def figure(value: Any) -> str:
        if fmt.missing(value):
            return fmt.MISSING
        if money:
            return fmt.money(value, language)
        large = abs(float(value)) >= _IN_WORDS
        return fmt.scaled(value, language) if large else fmt.number(value, language, digits)

    return {
        "name": name,
        "figure": figure(row.after),
        "unit": material.say("mỗi năm", "a year") if money else row.unit,
        "before": "" if fmt.missing(row.before) else f"{figure(row.before)}{'%' if row.unit == '%' else ''}",
        "change": _change(row, language, material),
        "tone": _tone(row),
        "reason": material.reason(row.missing_reason) if fmt.missing(row.after) else "",
    }


def _change(row: Any, language: str, material: Material) -> str:
    if fmt.missing(row.difference):
        return ""
    if row.unit == "%":
        points = material.say("điểm %", "points")
        return f"{fmt.signed(row.difference, language, 1)} {points}"
    return "" if fmt.missing(row.change_pct) else f"{fmt.signed(row.change_pct, language, 1)}%"


def _tone(row: Any) -> str:
    known = INDICATORS.get(row.indicator)
    if known is None or known.better == 0 or fmt.missing(row.difference) or row.difference == 0:
        return ""
    return "good" if (row.difference > 0) == (known.better > 0) else "bad"


def opening_heads(material: Material) -> list[Head]:
    """Return the headings of :func:`openings`."""
    say = material.say
    return [
        Head(say("Điểm logistics", "Logistics site")),
        Head(say("Loại", "Kind")),
        Head(say("Mô-đun", "Module")),
        Head(say("Năm mở", "Opened in"), number=True),
        Head(say("Diện tích (ha)", "Area (ha)"), number=True),
        Head(say("Thông qua (t/năm)", "Throughput (t/year)"), number=True),
        Head(say("Sử dụng tháng cao nhất", "Use, busiest month"), number=True),
        Head(say("Vốn đầu tư", "Investment"), number=True),
        Head(say("Chi phí cố định mỗi năm", "Fixed cost a year"), number=True),
    ]


def openings(material: Material, year: int) -> list[list[str]]:
    """Return the sites at work in a year."""
    rows, language = summaries.opened(material), material.language
    return [
        [
            row.site_name,
            f"{material.choice_name(LogisticsSite, 'kind', row.kind)}, "
            + (material.say("mới", "new") if row.is_new else material.say("hiện có", "existing")),
            str(row.module_name),
            str(row.year_opened),
            fmt.number(row.area_ha, language, 1),
            fmt.number(row.throughput_t_year, language),
            fmt.percent(row.utilisation_pct, language, 0),
            fmt.money(row.capex_vnd, language),
            fmt.money(row.fixed_vnd_year, language),
        ]
        for row in rows[rows["year"] == year].itertuples()
    ]


def indicator_heads(material: Material) -> list[Head]:
    """Return the headings of :func:`indicator_rows`."""
    say = material.say
    heads = [Head(say("Chỉ tiêu", "Indicator")), Head(say("Đơn vị", "Unit")), Head(say("Phạm vi", "Scope"))]
    figures = [say("Hiện nay", "Today"), say("Phương án", "Plan"), say("Chênh lệch", "Difference")]
    return [*heads, *[Head(text, number=True) for text in figures]]


def indicator_rows(material: Material) -> list[list[str]]:
    """Return the indicators of the run and its years, today's and the plan's."""
    language = material.language
    table = indicators.paired(
        material.plan.indicators, None if material.baseline is None else material.baseline.indicators, language
    )
    scopes = {"", *(str(year) for year in material.plan.years)}
    rows = []
    for row in table[table["scope"].isin(scopes)].itertuples():
        digits = indicators.digits(row.indicator)
        after = material.reason(row.missing_reason) if fmt.missing(row.after) and row.missing_reason else None
        rows.append(
            [
                row.label,
                row.unit,
                material.scope_name(row.scope),
                fmt.number(row.before, language, digits),
                after or fmt.number(row.after, language, digits),
                fmt.signed(row.difference, language, digits),
            ]
        )
    return rows


def outlet_heads(material: Material, commodities: list[str]) -> list[Head]:
    """Return the headings of :func:`outlet_rows`."""
    names = [Head(material.commodity_name(code), number=True) for code in commodities]
    say = material.say
    return [
        Head(say("Nơi tiêu thụ", "Outlet")),
        Head(say("Loại", "Kind")),
        *names,
        Head(say("Tổng", "Total"), number=True),
    ]


def outlet_rows(material: Material, year: int, commodities: list[str]) -> list[list[str]]:
    """Return tonnes a year delivered to each outlet by commodity."""
    rows = summaries.to_outlets(material, material.plan)
    rows = rows[rows["year"] == year]
    totals = rows.groupby("target_code")["quantity_t"].sum().sort_values(ascending=False)
    return [
        [
            material.place_name(code),
            material.choice_name(Outlet, "kind", material.outlets.loc[code, "kind"]),
            *_quantities(rows[rows["target_code"] == code], commodities, material.language),
            fmt.number(total, material.language),
        ]
        for code, total in totals.items()
    ]


def month_heads(material: Material, commodities: list[str]) -> list[Head]:
    """Return the headings of :func:`month_rows`."""
    names = [Head(material.commodity_name(code), number=True) for code in commodities]
    stock = Head(material.say("Tồn kho cuối tháng", "Stock at month's end"), number=True)
    return [Head(material.say("Tháng", "Month")), *names, stock]


def month_rows(material: Material, year: int, commodities: list[str]) -> list[list[str]]:
    """Return tonnes delivered in each month by commodity, and the stock."""
    rows = summaries.by_month(material, material.plan)
    rows = rows[rows["year"] == year]
    stock = summaries.stock_by_month(material.plan)
    kept = stock[stock["year"] == year].set_index("month")["quantity_t"]
    return [
        [
            str(month),
            *_quantities(rows[rows["month"] == month], commodities, material.language),
            fmt.number(kept.get(month), material.language),
        ]
        for month in range(1, 13)
    ]


def _quantities(rows: pd.DataFrame, commodities: list[str], language: str) -> list[str]:
    found = rows.groupby("commodity_code")["quantity_t"].sum()
    return [fmt.number(found.get(code), language) for code in commodities]


def leg_heads(material: Material) -> list[Head]:
    """Return the headings of :func:`leg_rows`."""
    say = material.say
    names = [say("Từ", "From"), say("Đến", "To"), say("Mặt hàng", "Goods"), say("Xe", "Truck")]
    figures = [
        say("t/năm", "t/year"),
        "km",
        say("giờ", "h"),
        say("Chuyến", "Trips"),
        say("Chất tải", "Load factor"),
        say("Chi phí", "Cost"),
        "CO2e (t)",
    ]
    return [*[Head(text) for text in names], *[Head(text, number=True) for text in figures]]


def leg_rows(material: Material, year: int) -> list[list[str]]:
    """Return the legs of a year that carry most, at most :data:`LARGEST_LEGS`."""
    language = material.language
    rows = material.plan.legs[material.plan.legs["year"] == year].nlargest(LARGEST_LEGS, "quantity_t")
    trucks = material.vehicles["name"]
    return [
        [
            row.source_name,
            row.target_name,
            material.commodity_name(row.commodity_code),
            str(trucks.get(row.vehicle_code, row.vehicle_code)),
            fmt.number(row.quantity_t, language),
            fmt.number(row.distance_km, language, 1),
            fmt.number(row.time_h, language, 1),
            fmt.number(row.trips, language),
            fmt.percent(row.load_factor_pct, language, 0),
            fmt.money(row.cost_vnd, language),
            fmt.number(row.co2_kg / 1000.0, language, 1),
        ]
        for row in rows.itertuples()
    ]


def commune_heads(material: Material) -> list[Head]:
    """Return the headings of :func:`commune_rows`."""
    say = material.say
    return [
        Head(say("Xã, phường", "Commune")),
        Head(say("Nguồn hàng (t/năm)", "Supply (t/year)"), number=True),
        Head(say("Hiện nay (đồng/t)", "Today (VND/t)"), number=True),
        Head(say("Phương án (đồng/t)", "Plan (VND/t)"), number=True),
        Head(say("Tới điểm gần nhất (giờ)", "Nearest site (h)"), number=True),
        Head(say("Trong tầm", "Within reach")),
        Head(say("Lý do thiếu", "Why missing")),
    ]


def commune_rows(material: Material, year: int) -> list[list[str]]:
    """Return what the plan means for each commune, by name."""
    language, say = material.language, material.say
    before: dict[str, Any] = {}
    if material.baseline is not None:
        old = material.baseline.units[material.baseline.units["year"] == year]
        before = dict(zip(old["unit_code"], old["cost_vnd_t"], strict=True))
    rows = material.plan.units[material.plan.units["year"] == year]
    words = {True: say("Có", "Yes"), False: say("Không", "No")}
    found = [
        [
            material.place_name(row.unit_code),
            fmt.number(row.supply_t, language),
            fmt.number(before.get(row.unit_code), language),
            fmt.number(row.cost_vnd_t, language),
            fmt.number(row.nearest_site_h, language, 2),
            fmt.MISSING if fmt.missing(row.within_reach) else words[bool(row.within_reach)],
            material.reason(row.missing_reason),
        ]
        for row in rows.itertuples()
    ]
    return sorted(found)


def qualities(material: Material) -> list[dict[str, str]]:
    """Return the qualities in their order, with label and colour."""
    with translation.override(material.language):
        return [{"name": str(item.label), "colour": QUALITY_COLOUR[item.value]} for item in Quality]


def quality_rows(material: Material) -> list[dict[str, Any]]:
    """Return by table how many rows are of each quality."""
    rows, language = [], material.language
    with translation.override(language):
        for row in material.evidence.quality.to_dict("records"):
            counts = [int(row[item.value]) for item in Quality]
            rows.append(
                {
                    "name": table_label(row["table"]),
                    "counts": [fmt.number(count, language) if count else "" for count in counts],
                    "rows": fmt.number(row["rows"], language),
                    "parts": [
                        {"width": round(100.0 * count / row["rows"], 2), "colour": QUALITY_COLOUR[item.value]}
                        for item, count in zip(Quality, counts, strict=True)
                        if count
                    ],
                }
            )
    return rows


def assumption_heads(material: Material) -> list[Head]:
    """Return the headings of :func:`assumption_rows`."""
    say = material.say
    return [
        Head(say("Bảng", "Table")),
        Head(say("Số dòng", "Rows"), number=True),
        Head(say("Lý do", "Reason")),
        Head(say("Nguồn", "Source")),
    ]


def assumption_rows(material: Material) -> list[list[str]]:
    """Return what is assumed and why, grouped by reason."""
    with translation.override(material.language):
        return [
            [table_label(row.table), fmt.number(row.rows, material.language), half(row.note), row.source_code]
            for row in material.evidence.assumptions.itertuples()
        ]


def source_heads(material: Material) -> list[Head]:
    """Return the headings of :func:`source_rows`."""
    say = material.say
    texts = [
        say("Nguồn", "Source"),
        say("Nơi công bố", "Publisher"),
        say("Phiên bản", "Version"),
        say("Giấy phép", "Licence"),
        say("Ghi công", "Attribution"),
        say("Chất lượng", "Quality"),
        say("Dùng cho", "Used for"),
    ]
    return [Head(text) for text in texts]


def source_rows(material: Material) -> list[list[str]]:
    """Return the cited sources with licence and attribution."""
    with translation.override(material.language):
        labels = {item.value: str(item.label) for item in Quality}
        return [
            [
                f"{half(row.title)} [{row.code}]",
                row.publisher,
                row.version,
                row.licence,
                row.attribution,
                labels[row.quality],
                ", ".join(table_label(name) for name in row.tables),
            ]
            for row in material.evidence.sources.itertuples()
        ]
