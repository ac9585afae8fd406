"""How the results' layers look in QGIS: the same colours as the report's map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banme.reports import format as fmt
from banme.reports import payload, qml
from banme.workspace.models import LogisticsSite, Outlet, ResultAlternative, RoadEdge
from banme.workspace.models.network import SITE_STATUS_COLOUR, SiteStatus
from banme.workspace.models.runs import VERDICT_COLOUR, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from banme.reports.material import Material

NEW, EXISTING, NO_FIGURE, FRAME = "#b3261e", "#37474f", "#e9edf0", "#17324d"
_ROAD_WIDTH_MM = {"expressway": 0.6, "national": 0.5, "provincial": 0.35, "connector": 0.25}
_WIDEST_MM = 4.5


def styles(material: Material) -> dict[str, qml.Style]:
    """Return the style of each layer by its name."""
    return {
        "admin_units": _admin(material),
        "roads": _roads(material),
        "sites": _sites(material),
        "outlets": _outlets(material),
        "openings": _openings(material),
        "flow_lines": _flow_lines(material),
        "legs": _legs(material),
        "communes": _communes(material),
        "near_optimal": _near_optimal(material),
    }


def _near_optimal(material: Material) -> qml.Style:
    return qml.Style(
        tuple(
            qml.Rule(
                material.choice_name(ResultAlternative, "verdict", verdict.value),
                f'"verdict" = {qml.quoted(verdict.value)}',
                qml.marker(VERDICT_COLOUR[verdict.value], 4.0),
            )
            for verdict in Verdict
        ),
        label_column="name",
    )


def _by_year(material: Material, parts: Callable[[int], tuple[qml.Rule, ...]]) -> tuple[qml.Rule, ...]:
    """Group rules by stage year; only the last is switched on."""
    years = material.plan.years
    return tuple(qml.Rule(str(year), f'"year" = {year}', parts=parts(year), shown=year == years[-1]) for year in years)


def _admin(material: Material) -> qml.Style:
    say = material.say
    return qml.Style(
        (
            qml.Rule(say("Ranh giới tỉnh", "Province"), "\"level\" = 'province'", qml.outline(FRAME, 0.7)),
            qml.Rule(say("Ranh giới xã, phường", "Commune"), "\"level\" = 'commune'", qml.outline("#9aa5b1", 0.2)),
        )
    )


def _roads(material: Material) -> qml.Style:
    found = list(dict.fromkeys(material.roads["road_class"]))
    return qml.Style(
        tuple(
            qml.Rule(
                material.choice_name(RoadEdge, "road_class", kind),
                f'"road_class" = {qml.quoted(kind)}',
                qml.line("#7d8790", _ROAD_WIDTH_MM.get(kind, 0.2)),
            )
            for kind in found
        )
    )


def _sites(material: Material) -> qml.Style:
    return qml.Style(
        tuple(
            qml.Rule(
                material.choice_name(LogisticsSite, "status", status.value),
                f'"status" = {qml.quoted(status.value)}',
                qml.marker(SITE_STATUS_COLOUR[status.value], 2.0),
            )
            for status in SiteStatus
        )
    )


def _outlets(material: Material) -> qml.Style:
    found = list(dict.fromkeys(material.outlets["kind"]))
    return qml.Style(
        tuple(
            qml.Rule(
                material.choice_name(Outlet, "kind", kind),
                f'"kind" = {qml.quoted(kind)}',
                qml.marker(FRAME, 3.2, "diamond"),
            )
            for kind in found
        ),
        label_column="name",
    )


def _openings(material: Material) -> qml.Style:
    busiest = _largest(material.plan.openings["throughput_t_year"])
    size = f'3 + 6 * sqrt(coalesce("throughput_t_year", 0) / {busiest})'
    say = material.say

    def parts(_year: int) -> tuple[qml.Rule, ...]:
        return (
            qml.Rule(say("Điểm mới", "New site"), '"is_new"', qml.marker(NEW, 5.0, size_expression=size)),
            qml.Rule(
                say("Điểm hiện có", "Existing site"), 'NOT "is_new"', qml.marker(EXISTING, 5.0, size_expression=size)
            ),
        )

    return qml.Style(_by_year(material, parts), order_by='"throughput_t_year"', label_column="site_name")


def _commodity_rules(material: Material, expression: str, opacity: float) -> tuple[qml.Rule, ...]:
    return tuple(
        qml.Rule(
            material.commodity_name(code),
            f'"commodity_code" = {qml.quoted(code)}',
            qml.line(payload.COMMODITY_COLOURS[place % len(payload.COMMODITY_COLOURS)], 1.0, expression, opacity),
        )
        for place, code in enumerate(sorted(set(material.plan.legs["commodity_code"])))
    )


def _flow_lines(material: Material) -> qml.Style:
    width = f'{_WIDEST_MM} * sqrt("total_t" / {_heaviest(material)}) * "band_t" / "total_t"'
    rules = _by_year(material, lambda _year: _commodity_rules(material, width, 1.0))
    return qml.Style(rules, order_by='"band_t"')


def _legs(material: Material) -> qml.Style:
    width = f'0.1 + {_WIDEST_MM} * sqrt("quantity_t" / {_largest(material.plan.legs["quantity_t"])})'
    rules = _by_year(material, lambda _year: _commodity_rules(material, width, 0.6))
    return qml.Style(rules, order_by='"quantity_t"')


def _heaviest(material: Material) -> float:
    """Return the tonnes that make the widest line: all that leaves for outlets in the busiest year."""
    legs = material.plan.legs
    totals = legs[legs["target_code"].isin(material.outlets.index)].groupby("year")["quantity_t"].sum()
    return _largest(totals)


def _largest(figures: object) -> float:
    largest = figures.max()  # type: ignore[attr-defined]
    return 1.0 if fmt.missing(largest) or largest <= 0 else float(largest)


def _communes(material: Material) -> qml.Style:
    limits = payload.cost_breaks(material)
    colours = payload.COST_COLOURS
    names = [*limits, None]
    language = material.language

    def parts(_year: int) -> tuple[qml.Rule, ...]:
        rules, low = [], None
        for place, high in enumerate(names):
            ends = [
                f'"cost_vnd_t" >= {low}' if low is not None else "",
                f'"cost_vnd_t" < {high}' if high is not None else "",
            ]
            where = " AND ".join(['"cost_vnd_t" IS NOT NULL', *[end for end in ends if end]])
            rules.append(qml.Rule(_class_label(low, high, language), where, qml.fill(colours[place], 0.85)))
            low = high
        none = material.say("không có số liệu", "no figure")
        rules.append(qml.Rule(none, '"cost_vnd_t" IS NULL', qml.fill(NO_FIGURE, 0.85)))
        return tuple(rules)

    return qml.Style(_by_year(material, parts))


def _class_label(low: float | None, high: float | None, language: str) -> str:
    unit = fmt.choose("đồng/t", "VND/t", language)
    if low is None:
        return f"< {fmt.number(high, language)} {unit}"
    if high is None:
        return f"≥ {fmt.number(low, language)} {unit}"
    return f"{fmt.number(low, language)} – {fmt.number(high, language)} {unit}"
