"""The list of clusters, one cluster's page, and the public page of vacant land."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from banme.clusters.inputs import listed
from banme.studies import cluster_card, cluster_land
from banme.web import extent, geojson
from banme.web.clusters.timeline import timeline
from banme.web.numbers import vietnamese
from banme.workspace.models import Establishment, IndustrialCluster, Plot
from banme.workspace.models.base import Quality
from banme.workspace.models.clusters import PlotStatus, Utility, WorksItem
from banme.workspace.text import both

if TYPE_CHECKING:
    from collections.abc import Mapping

STATES = {
    "done": both("Đã xong", "Done"),
    "going": both("Đang làm", "Under way"),
    "late": both("Chậm", "Late"),
    "waiting": both("Chưa đến hạn", "Not due"),
}
SHARES = {
    "roads": both("Giao thông", "Roads"),
    "green": both("Cây xanh", "Greenery"),
    "technical": both("Hạ tầng kỹ thuật", "Technical works"),
}


def asked_day(request: HttpRequest) -> dt.date:
    """Return the day the page is asked for (``on``), today when left out; page not found for a day that is none."""
    text = request.GET.get("on", "")
    try:
        return dt.date.fromisoformat(text) if text else timezone.localdate()
    except ValueError as error:
        raise Http404(str(both(f"Ngày không hợp lệ: {text}", f"Not a day: {text}"))) from error


@require_safe
def clusters(request: HttpRequest) -> HttpResponse:
    """List the parks and clusters with their occupancy."""
    day = asked_day(request)
    language = "vi" if vietnamese() else "en"
    rows = []
    for one in IndustrialCluster.objects.select_related("unit").order_by("kind", "name"):
        land = cluster_land.land_use(one, day)
        missing = listed(land.missing).text(language)
        illustrative = one.quality == Quality.ILLUSTRATIVE
        rows.append({"row": one, "land": land, "missing": missing, "illustrative": illustrative})
    return render(request, "web/clusters.html", {"rows": rows, "day": day})


@require_safe
def cluster(request: HttpRequest, code: str) -> HttpResponse:
    """Show a cluster: plots on the map, occupancy, works along time, utilities left, completeness."""
    day = asked_day(request)
    try:
        found = cluster_card.card(code, day)
    except IndustrialCluster.DoesNotExist as error:
        raise Http404(str(both(f"Không có cụm {code}", f"There is no cluster {code}"))) from error
    utilities = {item.value: str(item.label) for item in Utility}
    items = {item.value: str(item.label) for item in WorksItem}
    language = "vi" if vietnamese() else "en"
    statuses = {item.value: str(item.label) for item in PlotStatus}
    context = {
        "card": found,
        "cluster": found.cluster,
        "missing": listed(found.land.missing).text(language),
        "day": day,
        "plots": [row | {"status_label": statuses[row["status"]]} for row in _plain(found.plots)],
        "utilities": [row | {"label": utilities[row["utility"]]} for row in _plain(found.utilities)],
        "works": [row | {"label": STATES[row["state"]]} for row in _plain(found.works)],
        "states": STATES,
        "timeline": timeline(found.works, day),
        "remaining": _remaining(found.works),
        "absent": [items[name] for name in found.absent],
        "standards": [
            {"title": one.title.text(language), "reason": one.reason.text(language), "answer": one.answer.value}
            for one in found.standards.conditions
        ],
        "shortfalls": [(SHARES[one.share], one) for one in found.shortfalls],
        "tenants": Establishment.objects.filter(cluster=found.cluster).order_by("name"),
        "statuses": statuses,
        "map": extent.map_settings(
            plots=json.loads(geojson.of_rows(Plot.objects.filter(cluster=found.cluster))),
            place=json.loads(geojson.of_rows(IndustrialCluster.objects.filter(pk=found.cluster.pk))),
        ),
    }
    return render(request, "web/cluster.html", context)


@require_safe
def vacancies(request: HttpRequest) -> HttpResponse:
    """Show every plot with land to let (Decree 32/2024, Article 19: the investor publishes it)."""
    day = asked_day(request)
    found = cluster_card.vacancies(day)
    groups: dict[str, dict[str, Any]] = {}
    for row in _plain(found):
        group = groups.setdefault(
            row["cluster"], {"code": row["cluster"], "name": row["cluster_name"], "plots": [], "vacant_ha": 0.0}
        )
        group["plots"].append(row)
        group["vacant_ha"] += row["vacant_ha"]
    illustrative = Quality.ILLUSTRATIVE in set(found["quality"])
    return render(
        request, "web/vacancies.html", {"groups": list(groups.values()), "day": day, "illustrative": illustrative}
    )


def _remaining(works: Any) -> dict[str, Any]:
    """Count the works that are not finished, in building order, and what is still to be paid for them."""
    open_ = works[works["state"] != "done"]
    known = open_[open_["cost_vnd"].notna()]
    spent = known["spent_vnd"].fillna(0.0)
    return {
        "works": _plain(open_),
        "cost_vnd": float((known["cost_vnd"] - spent).clip(lower=0.0).sum()),
        "unknown": len(open_) - len(known),
    }


def _plain(table: Any) -> list[Mapping[str, Any]]:
    """Return the rows with missing values as None."""
    rows: list[Mapping[str, Any]] = table.astype(object).where(table.notna(), None).to_dict("records")
    return rows
