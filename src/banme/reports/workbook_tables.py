"""The workbook's plain tables: each function returns a sheet's title, columns and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from django.utils import translation

from banme.reports import indicators, summaries
from banme.reports.sheets import Column
from banme.reports.sources import table_label
from banme.workspace.models import LogisticsSite, ResultFlow, ResultLeg, ResultOpening, ResultStock, ResultUnit
from banme.workspace.models.base import Quality
from banme.workspace.text import half

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db import models

    from banme.reports.material import Material

Table = tuple[str, list[Column], list[list[Any]]]


def _labels(model: type[models.Model], material: Material, kinds: dict[str, str]) -> list[Column]:
    """Return columns headed by the table's own labels, which state the units."""
    fields = {field.column: field for field in model._meta.concrete_fields}
    with translation.override(material.language):
        return [Column(str(fields[name].verbose_name), kind) for name, kind in kinds.items()]


def _rows(table: pd.DataFrame, names: list[str]) -> list[list[Any]]:
    return pd.DataFrame(table[names]).astype(object).to_numpy().tolist()


def _yes_no(value: Any, material: Material) -> Any:
    return (
        value
        if value is None or value is pd.NA
        else material.say("Có", "Yes")
        if value
        else material.say("Không", "No")
    )


def openings(material: Material) -> Table:
    """Return the sites at work, by stage year."""
    say = material.say
    table = summaries.opened(material)
    table = table.assign(
        kind=[material.choice_name(LogisticsSite, "kind", kind) for kind in table["kind"]],
        is_new=[say("Mới", "New") if new else say("Hiện có", "Existing") for new in table["is_new"]],
    )
    kinds = {
        "area_ha": "tenth",
        "throughput_t_year": "count",
        "utilisation_pct": "tenth",
        "fixed_vnd_year": "count",
        "capex_vnd": "count",
    }
    columns = [
        Column(say("Điểm logistics", "Logistics site"), width=36),
        Column(say("Mã điểm", "Site code"), width=16),
        Column(say("Loại", "Kind")),
        Column(say("Mới hay hiện có", "New or existing"), width=13),
        Column(say("Mô-đun", "Module"), width=22),
        *_labels(ResultOpening, material, {"year": "year", "year_opened": "year", **kinds}),
    ]
    names = ["site_name", "site_code", "kind", "is_new", "module_name", "year", "year_opened", *kinds]
    return say("Điểm được mở", "Opened sites"), columns, _rows(table, names)


def legs(material: Material) -> Table:
    """Return every leg of every stage year, largest first."""
    say = material.say
    table = material.plan.legs.sort_values(["year", "quantity_t"], ascending=[True, False], kind="stable")
    table = table.assign(
        commodity=table["commodity_code"].map(material.commodity_name),
        vehicle=table["vehicle_code"].map(material.vehicles["name"]),
        leg=table["leg"].map(material.leg_name),
    )
    kinds = {
        "year": "year",
        "quantity_t": "tenth",
        "distance_km": "tenth",
        "connector_km": "tenth",
        "time_h": "hundredth",
        "tonne_km": "count",
        "cost_vnd": "count",
        "co2_kg": "count",
        "trips": "tenth",
        "load_factor_pct": "tenth",
    }
    columns = [
        Column(say("Từ", "From"), width=30),
        Column(say("Đến", "To"), width=30),
        Column(say("Mã nơi đi", "From (code)"), width=15),
        Column(say("Mã nơi đến", "To (code)"), width=15),
        Column(say("Chặng", "Leg"), width=34),
        Column(say("Mặt hàng", "Commodity"), width=16),
        Column(say("Loại xe", "Vehicle type"), width=22),
        *_labels(ResultLeg, material, kinds),
    ]
    names = ["source_name", "target_name", "source_code", "target_code", "leg", "commodity", "vehicle", *kinds]
    return say("Chặng theo năm", "Legs by year"), columns, _rows(table, names)


def flows(material: Material) -> Table:
    """Return the monthly flows, one row a leg, commodity and month."""
    say = material.say
    ends = {
        **dict(zip(material.plan.legs["source_code"], material.plan.legs["source_name"], strict=True)),
        **dict(zip(material.plan.legs["target_code"], material.plan.legs["target_name"], strict=True)),
    }
    table = material.plan.flows.sort_values(["year", "month"], kind="stable")
    table = table.assign(
        source=[ends.get(code) or material.place_name(code) for code in table["source_code"]],
        target=[ends.get(code) or material.place_name(code) for code in table["target_code"]],
        commodity=table["commodity_code"].map(material.commodity_name),
        leg=table["leg"].map(material.leg_name),
    )
    kinds = {"year": "year", "month": "year", "quantity_t": "hundredth"}
    columns = [
        Column(say("Từ", "From"), width=30),
        Column(say("Đến", "To"), width=30),
        Column(say("Mã nơi đi", "From (code)"), width=15),
        Column(say("Mã nơi đến", "To (code)"), width=15),
        Column(say("Chặng", "Leg"), width=34),
        Column(say("Mặt hàng", "Commodity"), width=16),
        *_labels(ResultFlow, material, kinds),
    ]
    names = ["source", "target", "source_code", "target_code", "leg", "commodity", *kinds]
    return say("Luồng theo tháng", "Monthly flows"), columns, _rows(table, names)


def communes(material: Material) -> Table:
    """Return what the plan means for each commune, by stage year."""
    say = material.say
    table = material.plan.units.sort_values(["year", "unit_code"], kind="stable")
    table = table.assign(
        name=table["unit_code"].map(material.place_name),
        within_reach=[_yes_no(value, material) for value in table["within_reach"]],
        missing_reason=table["missing_reason"].map(material.reason),
    )
    kinds = {
        "year": "year",
        "supply_t": "tenth",
        "cost_vnd_t": "count",
        "nearest_site_h": "hundredth",
        "within_reach": "text",
        "missing_reason": "text",
    }
    columns = [
        Column(say("Xã, phường", "Commune"), width=30),
        Column(say("Mã", "Code"), width=14),
        *_labels(ResultUnit, material, kinds),
    ]
    return say("Xã, phường", "Communes"), columns, _rows(table, ["name", "unit_code", *kinds])


def stock(material: Material) -> Table:
    """Return tonnes in store at each month's end."""
    say = material.say
    table = material.plan.stock.sort_values(["year", "site_code", "commodity_code", "month"], kind="stable")
    table = table.assign(
        name=table["site_code"].map(material.place_name),
        commodity=table["commodity_code"].map(material.commodity_name),
    )
    kinds = {"year": "year", "month": "year", "quantity_t": "hundredth"}
    columns = [
        Column(say("Điểm logistics", "Logistics site"), width=36),
        Column(say("Mã điểm", "Site code"), width=16),
        Column(say("Mặt hàng", "Commodity"), width=16),
        *_labels(ResultStock, material, kinds),
    ]
    return say("Tồn kho", "Stock"), columns, _rows(table, ["name", "site_code", "commodity", *kinds])


def comparison(material: Material) -> Table:
    """Return today's and the plan's figures in one list: indicators, sites' throughput, communes' cost."""
    say = material.say
    columns = [
        Column(say("Đối tượng", "What"), width=24),
        Column(say("Tên", "Name"), width=40),
        Column(say("Mã", "Code"), width=18),
        Column(say("Phạm vi", "Scope"), width=22),
        Column(say("Đơn vị", "Unit"), width=13),
        Column(say("Hiện nay", "Today"), "hundredth", 20),
        Column(say("Phương án", "Plan"), "hundredth", 20),
        Column(say("Chênh lệch", "Difference"), "hundredth", 20),
    ]
    rows = [*_indicator_pairs(material)]
    site = (say("Điểm: hàng thông qua", "Site: throughput"), say("t/năm", "t/year"))
    rows += _pairs(material, "openings", ("site_code", "throughput_t_year"), site)
    unit = (say("Xã, phường: chi phí", "Commune: cost"), say("đồng/t", "VND/t"))
    rows += _pairs(material, "units", ("unit_code", "cost_vnd_t"), unit)
    return say("So với hiện nay", "Compared with today"), columns, rows


def _indicator_pairs(material: Material) -> list[list[Any]]:
    assert material.baseline is not None
    table = indicators.paired(material.plan.indicators, material.baseline.indicators, material.language)
    what = material.say("Chỉ tiêu", "Indicator")
    return [
        [
            what,
            row.label,
            row.indicator,
            material.scope_name(row.scope),
            row.unit,
            row.before,
            row.after,
            row.difference,
        ]
        for row in table.itertuples()
    ]


def _pairs(material: Material, table: str, names: tuple[str, str], words: tuple[str, str]) -> list[list[Any]]:
    """Return both runs' figures of one result table by code and year; a row of one run only has one figure."""
    assert material.baseline is not None
    keys = [names[0], "year"]
    before = pd.DataFrame(getattr(material.baseline, table)[[*keys, names[1]]])
    after = pd.DataFrame(getattr(material.plan, table)[[*keys, names[1]]])
    both = before.merge(after, on=keys, how="outer", suffixes=("_before", "_after"), validate="1:1")
    both = both.rename(columns={f"{names[1]}_before": "before", f"{names[1]}_after": "after"})
    return [
        [words[0], material.place_name(code), code, str(year), words[1], old, new, new - old]
        for code, year, old, new in both[[*keys, "before", "after"]].itertuples(index=False)
    ]


def sources(material: Material) -> Table:
    """Return the cited sources with licence, attribution and quality."""
    say = material.say
    columns = [
        Column(say("Nguồn", "Source"), width=46),
        Column(say("Mã", "Code"), width=20),
        Column(say("Nơi công bố", "Publisher"), width=26),
        Column(say("Phiên bản", "Version"), width=22),
        Column(say("Giấy phép", "Licence"), width=18),
        Column(say("Ghi công", "Attribution"), width=40),
        Column(say("Chất lượng", "Quality"), width=13),
        Column(say("Ngày công bố", "Published on"), "day"),
        Column(say("Ngày lấy", "Retrieved on"), "day"),
        Column(say("Dùng cho", "Used for"), width=40),
        Column(say("Địa chỉ", "Address"), width=46),
        Column(say("Ghi chú", "Note"), width=60),
    ]
    with translation.override(material.language):
        labels = {item.value: str(item.label) for item in Quality}
        rows = [
            [
                half(row.title),
                row.code,
                row.publisher,
                row.version,
                row.licence,
                row.attribution,
                labels[row.quality],
                row.published_on,
                row.retrieved_on,
                ", ".join(table_label(name) for name in row.tables),
                row.url,
                half(row.note),
            ]
            for row in material.evidence.sources.itertuples()
        ]
    return say("Nguồn số liệu", "Sources"), columns, rows


def quality(material: Material) -> Table:
    """Return by input table how many rows are of each quality."""
    say = material.say
    with translation.override(material.language):
        columns = [
            Column(say("Bảng số liệu", "Table"), width=34),
            *[Column(f"{item.label} ({say('dòng', 'rows')})", "count", 15) for item in Quality],
            Column(say("Tổng (dòng)", "All (rows)"), "count", 13),
            Column(say("Giả định (%)", "Assumed (%)"), "tenth", 13),
        ]
        rows = [
            [
                table_label(row["table"]),
                *[row[item.value] for item in Quality],
                row["rows"],
                100.0 * row[Quality.ASSUMED.value] / row["rows"],
            ]
            for row in material.evidence.quality.to_dict("records")
        ]
    return say("Chất lượng số liệu", "Quality of inputs"), columns, rows


def assumptions(material: Material) -> Table:
    """Return what is assumed and why, grouped by reason."""
    say = material.say
    columns = [
        Column(say("Bảng số liệu", "Table"), width=34),
        Column(say("Số dòng", "Rows"), "count", 11),
        Column(say("Lý do", "Reason"), width=90),
        Column(say("Nguồn", "Source"), width=24),
    ]
    with translation.override(material.language):
        rows = [
            [table_label(row.table), row.rows, half(row.note), row.source_code]
            for row in material.evidence.assumptions.itertuples()
        ]
    return say("Giả định", "Assumptions"), columns, rows


BEFORE_MONTHS: tuple[Callable[[Material], Table], ...] = (openings, legs, flows)
AFTER_MONTHS: tuple[Callable[[Material], Table], ...] = (communes, stock)
ORIGIN: tuple[Callable[[Material], Table], ...] = (sources, quality, assumptions)
