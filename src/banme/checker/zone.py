"""Recomputes a zone's portfolio: land, money and utilities in every period, order of projects, synergies, worth."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from banme.checker import findings as text
from banme.checker.reading import number

if TYPE_CHECKING:
    from banme.errors import Findings

UTILITIES = ("water_m3_day", "power_kw", "wastewater_m3_day")
USED = ("budget_vnd", "land_ha", *UTILITIES, "jobs")
SLACK = 1e-6
"""What a use may be above its limit, as a share of the limit."""
Row = dict[str, Any]


def judge(stated: dict[str, Any], plan: list[Row], found: Findings) -> dict[str, float]:
    """Return what the files should claim, recomputed; every limit and order broken is noted."""
    periods = [row["label"] for row in stated["periods"]]
    projects = {row["label"]: row for row in stated["projects"]}
    begun: dict[str, tuple[str, int]] = {}
    for row in plan:
        if row["project"] not in projects or row["project"] in begun or row["period"] not in periods:
            found.add(text.unknown("plan", f"{row['project']} {row['area']} {row['period']}"))
            continue
        begun[row["project"]] = (row["area"], periods.index(row["period"]))
    _places(stated, periods, projects, begun, found)
    _order(stated, projects, begun, found)
    used = _limits(stated, periods, projects, begun, found)
    weight = [number(row["weight"]) for row in stated["periods"]]
    alone = [number(projects[name]["benefit_vnd"]) * weight[at] for name, (_, at) in begun.items()]
    for row in plan:
        if row["project"] in begun:
            value = number(projects[row["project"]]["benefit_vnd"]) * weight[begun[row["project"]][1]]
            if not math.isclose(number(row["benefit_vnd"]), value, rel_tol=SLACK, abs_tol=1.0):
                found.add(text.claim(f"{row['project']}/benefit_vnd", number(row["benefit_vnd"]), value))
    joint = [
        number(row["benefit_vnd"]) * weight[max(begun[row["project"]][1], begun[row["other"]][1])]
        for row in stated["synergies"]
        if row["project"] in begun and row["other"] in begun
    ]
    return {"worth": math.fsum([*alone, *joint]), "synergy_vnd": math.fsum(joint), **used}


def _places(
    stated: dict[str, Any],
    periods: list[str],
    projects: dict[str, Row],
    begun: dict[str, tuple[str, int]],
    found: Findings,
) -> None:
    """Hold each project against where it fits, its window, and its area's first period and land."""
    fits = {(row["project"], row["area"]) for row in stated["fits"]}
    areas = {row["label"]: row for row in stated["areas"]}
    for name, (area, at) in begun.items():
        if (name, area) not in fits or area not in areas:
            found.add(text.unknown("fits", f"{name} {area}"))
            continue
        first = max(_at(periods, one, 0) for one in (areas[area]["ready_from"], projects[name]["earliest"]))
        last = _at(periods, projects[name]["latest"], len(periods) - 1)
        if not first <= at <= last:
            found.add(text.violated("periods", f"{name} {area} {periods[at]}", float(first - at), ""))
    for label, row in areas.items():
        taken = math.fsum(number(projects[name]["land_ha"]) for name, (area, _) in begun.items() if area == label)
        _within("land_ha", label, taken, number(row["area_ha"]), found)


def _at(periods: list[str], label: str, without: int) -> int:
    return periods.index(label) if label else without


def _order(
    stated: dict[str, Any], projects: dict[str, Row], begun: dict[str, tuple[str, int]], found: Findings
) -> None:
    for row in stated["requires"]:
        needed = begun.get(row["needs"], ("", math.inf))[1]
        if row["project"] in begun and needed > begun[row["project"]][1]:
            found.add(text.violated("requires", f"{row['project']} {row['needs']}", 1.0, ""))
    for row in stated["excludes"]:
        if row["project"] in begun and row["other"] in begun:
            found.add(text.violated("excludes", f"{row['project']} {row['other']}", 1.0, ""))
    for name, row in projects.items():
        if row["must"] and name not in begun:
            found.add(text.violated("must", name, 1.0, ""))


def _limits(
    stated: dict[str, Any],
    periods: list[str],
    projects: dict[str, Row],
    begun: dict[str, tuple[str, int]],
    found: Findings,
) -> dict[str, float]:
    """Add up what is spent and used by the end of each period, and hold it against money so far and supply."""
    parts, money = {}, 0.0
    for at, (label, row) in enumerate(zip(periods, stated["periods"], strict=True)):
        money += number(row["budget_vnd"])
        there = [projects[name] for name, (_, start) in begun.items() if start <= at]
        for name in USED:
            used = math.fsum(number(one[name]) for one in there)
            parts[f"used/{label}/{name}"] = used
            if name == "budget_vnd" or name in UTILITIES:
                _within(name, label, used, money if name == "budget_vnd" else number(row[name]), found)
    return parts


def _within(family: str, row: str, used: float, limit: float, found: Findings) -> None:
    if used > limit + SLACK * max(1.0, abs(limit)):
        found.add(text.violated(family, row, used - limit, ""))
