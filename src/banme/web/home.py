"""The home map and the page of sources."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from banme.web import extent
from banme.web.runs import indicators, layers
from banme.workspace import tables
from banme.workspace.models import AdminUnit, DataSource, IndustrialCluster, LogisticsSite, Outlet, Place, RoadEdge, Run
from banme.workspace.models.clusters import ClusterKind
from banme.workspace.models.network import OutletKind, SiteKind, SiteStatus
from banme.workspace.models.roads import RoadStatus
from banme.workspace.models.territory import PlaceKind

VENDORED = (
    ("MapLibre GL JS", "6.17.0", "BSD-3-Clause", "web/vendor/maplibre-gl-6.17.0/LICENSE.txt"),
    ("htmx", "4.0.1", "0BSD", "web/vendor/htmx-4.0.1/LICENSE"),
    ("Apache ECharts", "6.1.0", "Apache-2.0", "vendor/echarts-6.1.0/LICENSE"),
    ("Be Vietnam Pro", "5.3.0", "OFL-1.1", "web/vendor/be-vietnam-pro-5.3.0/LICENSE"),
)


def latest_run() -> Run | None:
    """Return the newest run that ended with a plan."""
    return layers.with_plan().order_by("-finished_at", "-id").first()


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the region on a map with its layers, and the latest plan."""
    run = latest_run()
    year = next(iter(layers.years(run)), None) if run is not None else None
    days = extent.boundary_days()
    context = {
        "run": run,
        "year": year,
        "headlines": indicators.headlines(run, year) if run is not None else [],
        "days": [
            {"day": day, "before": number % 2 == 1, "reform": days[number - number % 2]}
            for number, day in enumerate(days)
        ],
        "counts": {model._meta.db_table: model.objects.count() for model in _mapped()},
        "empty": not AdminUnit.objects.exists() and not RoadEdge.objects.exists(),
        "map": extent.map_settings(run=_run_urls(run, year), choices=_choices()),
    }
    return render(request, "web/home.html", context)


def _mapped() -> tuple[Any, ...]:
    return (AdminUnit, RoadEdge, Place, LogisticsSite, Outlet, IndustrialCluster)


def _choices() -> dict[str, dict[str, str]]:
    return {
        name: {value: str(label) for value, label in kinds.choices}
        for name, kinds in (
            ("site_kind", SiteKind),
            ("site_status", SiteStatus),
            ("outlet_kind", OutletKind),
            ("place_kind", PlaceKind),
            ("cluster_kind", ClusterKind),
            ("road_status", RoadStatus),
        )
    }


def _run_urls(run: Run | None, year: int | None) -> dict[str, str] | None:
    return None if run is None else run_urls(run, year)


def run_urls(run: Run, year: int | None) -> dict[str, str]:
    """Return the addresses of a run's layers."""
    query = f"?year={year}" if year is not None else ""
    return {name: reverse(f"api:run_{name}", args=[run.code]) + query for name in ("flows", "units", "openings")}


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Show where the data come from, on what terms, and what the pages are built with."""
    rows = DataSource.objects.all()
    uses: dict[str, int] = {}
    for model in tables.input_tables():
        if any(field.name == "source" for field in model._meta.concrete_fields):
            counted = model._default_manager.order_by().values("source_id").annotate(total=Count("pk"))
            for row in counted:
                uses[row["source_id"]] = uses.get(row["source_id"], 0) + row["total"]
    vendored = [(name, edition, licence, settings.STATIC_URL + path) for name, edition, licence, path in VENDORED]
    return render(
        request,
        "web/sources.html",
        {"sources": [(row, uses.get(row.code, 0)) for row in rows], "vendored": vendored},
    )
