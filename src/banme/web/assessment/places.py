"""The room itself, and the pages of clusters, projects and zones."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from banme.clusters.admission import FACTS, VERDICT_WORDS
from banme.clusters.greenness import CATEGORIES
from banme.errors import InputError
from banme.web import extent, geojson
from banme.web.assessment import runs
from banme.web.assessment.establishments import curve, language, level
from banme.web.assessment.reader import audience
from banme.web.law import asking
from banme.web.numbers import rounded
from banme.workspace import models as m
from banme.workspace.models.base import UNFOUNDED
from banme.workspace.models.zones import ZoneFunction
from banme.workspace.text import both, half

LEFT = {
    "area_ha": both("đất công nghiệp trống đã có hạ tầng (ha)", "vacant serviced industrial land (ha)"),
    "water_m3_day": both("nước (m³/ngày)", "water (m³/day)"),
    "power_kw": both("điện (kW)", "power (kW)"),
    "wastewater_m3_day": both("công suất xử lý nước thải (m³/ngày)", "wastewater treatment (m³/day)"),
}

SIGNS = {
    "at_least": "≥ ",
    "at_most": "≤ ",
    "starts_with": both("thuộc ", "among "),
    "starts_with_none": both("không thuộc ", "none of "),
    "yes": both("có", "yes"),
}


@require_safe
def rooms(request: HttpRequest) -> HttpResponse:
    """List establishments with their scores, clusters, projects and zones."""
    from banme.studies.assessment.technology import assess_all  # noqa: PLC0415  (engines load slowly)

    problems: list[str] = []
    found, withheld = [], 0
    try:
        found, withheld = assess_all(audience())
    except InputError as error:
        problems = [problem.text(language()) for problem in error.problems]
    context = {
        "rows": [{"one": one, "level": level(one.result)} for one in found],
        "withheld": withheld,
        "problems": problems,
        "clusters": m.IndustrialCluster.objects.filter(code__in=_clusters()),
        "projects": m.AdmissionProject.objects.select_related("cluster"),
        "zones": m.IndustrialCluster.objects.filter(code__in=m.ZoneProject.objects.values("zone_id")),
        "is_illustrative": any(one.is_illustrative for one in found),
    }
    return render(request, "web/assessment.html", context)


def _clusters() -> set[str]:
    seen = set(m.GreenObservation.objects.values_list("cluster_id", flat=True))
    return seen | set(m.Establishment.objects.exclude(cluster=None).values_list("cluster_id", flat=True))


def _cluster(code: str) -> m.IndustrialCluster:
    found = m.IndustrialCluster.objects.filter(code=code).first()
    if found is None:
        raise Http404(str(both(f"Không có khu, cụm {code}", f"There is no cluster {code}")))
    return found


@require_safe
def cluster(request: HttpRequest, code: str) -> HttpResponse:
    """Show a cluster's rating now and as intended, its ladder and its by-product exchange."""
    from banme.studies.assessment.cleanness import rate_cluster  # noqa: PLC0415  (engines load slowly)

    place = _cluster(code)
    context: dict[str, Any] = {"place": place, "problems": [], "is_illustrative": place.quality in UNFOUNDED}
    try:
        context |= _rating(rate_cluster(code))
    except InputError as error:
        context["problems"] = [problem.text(language()) for problem in error.problems]
    ladder, exchange = (
        runs.latest(runs.LADDER, cluster=code, establishment=""),
        runs.latest(runs.EXCHANGE, cluster=code),
    )
    steps = list(m.ResultUpgrade.objects.filter(run=ladder).select_related("measure", "establishment").order_by("step"))
    context |= {
        "ladder": runs.proof(ladder),
        "steps": steps,
        "exchange": runs.proof(exchange),
        "flows": m.ResultExchange.objects.filter(run=exchange).select_related(
            "offer__establishment", "want__establishment", "route"
        ),
        "charts": {**context.get("charts", {}), "curve": curve(steps)},
    }
    return render(request, "web/assessment_cluster.html", context)


def _rating(found: Any) -> dict[str, Any]:
    table, names = found.rating.benchmarks, found.benchmarks
    groups = []
    for category, words in CATEGORIES.items():
        rows = [
            {
                "code": label,
                "name": half(names["name"][label]),
                "unit": half(names["unit_of_measure"][label]),
                "mark": names["mark"][label],
                "is_prerequisite": row.kind == "prerequisite",
                "test": row.test,
                **{name: _known(getattr(row, name)) for name in ("target", "now", "intended")},
                "met_now": row.met_now,
                "met_intended": row.met_intended,
                "evidence": row.evidence,
            }
            for label, row in zip(table.index, table.itertuples(), strict=True)
            if row.category == category
        ]
        sides = {side: _counts(found.rating.categories.loc[(category, side)]) for side in ("now", "intended")}
        groups.append({"category": category, "name": words.text(language()), "rows": rows, **sides})
    bars = [
        {
            "name": group["name"],
            **{
                f"{side}_{end}": float(group[side][f"{end}_pct"])
                for side in ("now", "intended")
                for end in ("low", "high")
            },
        }
        for group in groups
        if len(group["rows"])
    ]
    return {
        "rating": found.rating,
        "year": found.year,
        "groups": groups,
        "prerequisites": found.rating.prerequisites_met,
        "is_illustrative": found.is_illustrative,
        "charts": {"green": bars},
    }


def _counts(row: Any) -> dict[str, Any]:
    return {
        name: int(row[name]) if name in {"total", "known", "met", "proven"} else float(row[name]) for name in row.index
    }


def _known(value: float) -> float | None:
    return None if value != value else float(value)  # noqa: PLR0124  (NaN)


@require_safe
def project(request: HttpRequest, code: str) -> HttpResponse:
    """Show a project's score card: declared, verified, what follows."""
    from banme.studies.assessment.admission import decide_project  # noqa: PLC0415  (engines load slowly)

    asked = m.AdmissionProject.objects.select_related("cluster").filter(code=code).first()
    if asked is None:
        raise Http404(str(both(f"Không có dự án {code}", f"There is no project {code}")))
    day = asking.day(request, "on") or asking.today()
    context: dict[str, Any] = {"project": asked, "problems": [], "day": day}
    try:
        found = decide_project(code, day)
    except InputError as error:
        context["problems"] = [problem.text(language()) for problem in error.problems]
        return render(request, "web/assessment_project.html", context, status=422)
    answer = found.answer
    context |= {
        "answer": answer,
        "verdict": VERDICT_WORDS[answer.verdict].text(language()),
        "tone": {"admit": "good", "declared": "good", "incomplete": "warn", "refuse": "bad"}[answer.verdict.value],
        "is_illustrative": found.is_illustrative,
        "missing": [FACTS[name].text(language()) for name in answer.missing],
        "policy_from": found.policy_from,
        "acts": found.acts,
        "last_reason": next((one for one in reversed(answer.findings) if one in answer.reasons), None),
        "left": [(str(LEFT[name]), value) for name, value in found.left.items()],
        "rows": [
            {
                "name": found.names[one.rule.code],
                "fact": FACTS[one.rule.fact].text(language()),
                "finding": one,
                "declared": _fact(one.declared),
                "verified": _fact(one.verified) if one.is_verified else None,
                "points": one.rule.points * (one.share or 0.0),
                "consequence": one.rule.consequence.text(language()),
                "sign": str(SIGNS.get(one.rule.need, "")),
                "limit": one.rule.limit if one.rule.need in {"at_least", "at_most"} else None,
                "mark": one.rule.mark.label.text(language()),
            }
            for one in answer.findings
        ],
    }
    return render(request, "web/assessment_project.html", context)


def _fact(value: float | str | bool | None) -> str | None:  # noqa: FBT001  (a fact may be yes or no)
    if isinstance(value, bool):
        return str(both("có", "yes")) if value else str(both("không", "no"))
    return rounded(value) if isinstance(value, float) else value


@require_safe
def zone(request: HttpRequest, code: str) -> HttpResponse:
    """Show a zone's functional areas, its candidate projects, and the portfolio chosen and phased."""
    place = _cluster(code)
    run = runs.latest(runs.ZONE, cluster=code)
    chosen = {row.project_id: row for row in m.ResultZoneProject.objects.filter(run=run).select_related("area")}
    projects = list(m.ZoneProject.objects.filter(zone=place))
    figures: dict[str, dict[str, float]] = {}
    for row in m.ResultIndicator.objects.filter(run=run).exclude(scope=""):
        figures.setdefault(row.scope, {})[row.indicator] = row.value
    areas = [
        {
            "area": area,
            "used_ha": sum(p.land_ha for p in projects if p.code in chosen and chosen[p.code].area_id == area.code),
        }
        for area in m.ZoneArea.objects.filter(zone=place)
    ]
    rows = [*areas, *projects]
    context = {
        "map": _map(place, projects, chosen),
        "place": place,
        "proof": runs.proof(run),
        "areas": areas,
        "periods": m.ZonePeriod.objects.filter(zone=place).order_by("year"),
        "years": sorted(figures),
        "phases": [
            {
                "year": year,
                "projects": [
                    (p, chosen[p.code]) for p in projects if p.code in chosen and str(chosen[p.code].year) == year
                ],
                "use": use,
            }
            for year, use in sorted(figures.items())
        ],
        "left_out": [p for p in projects if p.code not in chosen],
        "links": m.ZoneLink.objects.filter(project__zone=place).select_related("project", "other"),
        "chosen": chosen,
        "is_illustrative": any(
            getattr(row, "quality", "") in UNFOUNDED for row in [place, *rows] if not isinstance(row, dict)
        ),
    }
    return render(request, "web/assessment_zone.html", context)


def _map(
    place: m.IndustrialCluster, projects: list[m.ZoneProject], chosen: dict[str, m.ResultZoneProject]
) -> dict[str, Any]:
    """Return the map's settings: each area with what begins there and when."""
    features = []
    for area in m.ZoneArea.objects.filter(zone=place, geometry__isnull=False):
        starts = [
            {"year": chosen[p.code].year, "name": p.name, "land_ha": p.land_ha}
            for p in projects
            if p.code in chosen and chosen[p.code].area_id == area.code
        ]
        starts.sort(key=lambda one: (one["year"], one["name"]))
        shown = {"code": area.code, "name": area.name, "function": area.function, "area_ha": area.area_ha}
        features.append((area.pk, area.geometry, {**shown, "starts": starts}))
    return extent.map_settings(
        areas=json.loads(geojson.collection(features)),
        place=json.loads(geojson.of_rows(m.IndustrialCluster.objects.filter(pk=place.pk))),
        functions={value: str(label) for value, label in ZoneFunction.choices},
    )
