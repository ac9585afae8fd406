"""What every map needs to start: the region's extent, dates of its boundaries, colours, base layers, credits."""

from __future__ import annotations

import math
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely
from django.db import connection
from django.urls import reverse

from banme.web import hillshade
from banme.web.colours import COLOURS
from banme.workspace.models import AdminUnit, AdminUnitSuccessor, DataSource, LogisticsSite, Outlet, Place, RoadEdge
from banme.workspace.models.roads import RoadClass

VIET_NAM = (102.1, 8.2, 109.6, 23.5)
MARGIN = 0.04


def version() -> str:
    """Return a mark that changes whenever the workspace file does; empty where that cannot be told (a server)."""
    if connection.vendor != "sqlite":
        return ""
    file = Path(str(connection.settings_dict["NAME"]))
    if not file.is_file():
        return ""
    marks = [(path.stat().st_mtime_ns, path.stat().st_size) for path in (file, Path(f"{file}-wal")) if path.exists()]
    return "-".join(f"{changed:x}.{size:x}" for changed, size in marks)


def bounds() -> tuple[float, float, float, float]:
    """Return west, south, east, north of the region in degrees."""
    mark = version()
    return _kept_bounds(mark) if mark else _bounds()


@lru_cache(maxsize=4)
def _kept_bounds(mark: str) -> tuple[float, float, float, float]:  # noqa: ARG001  (the mark is the key)
    return _bounds()


def _bounds() -> tuple[float, float, float, float]:
    for model in (AdminUnit, RoadEdge, LogisticsSite, Place, Outlet):
        shapes = list(model.objects.exclude(geometry__isnull=True).values_list("geometry", flat=True))
        if shapes:
            west, south, east, north = (float(edge) for edge in shapely.total_bounds(shapes))
            if all(math.isfinite(edge) for edge in (west, south, east, north)):
                return west - MARGIN, south - MARGIN, east + MARGIN, north + MARGIN
    return VIET_NAM


def boundary_days() -> list[date]:
    """Return the days by which the pictures of the boundaries differ, newest first: each reform and its eve."""
    reforms = AdminUnitSuccessor.objects.order_by("-changed_on").values_list("changed_on", flat=True).distinct()
    days: list[date] = []
    for day in reforms:
        days += [day, day - timedelta(days=1)]
    return days


def credits_line() -> list[str]:
    """Return the lines that must be shown with the data."""
    lines = DataSource.objects.exclude(attribution="").order_by("attribution").values_list("attribution", flat=True)
    return list(dict.fromkeys(lines))


def map_settings(**more: Any) -> dict[str, Any]:
    """Return the settings a map's script reads from its page."""
    area = bounds()
    days = boundary_days()
    tables = reverse("api:table_geojson", args=["TABLE"])
    relief = hillshade.image(area)
    lines = credits_line()
    return {
        "bounds": area,
        "on": (days[0] if days else None),
        "tables": tables,
        "sources": reverse("sources"),
        "card": reverse("register_card", args=["TABLE", "CODE"]),
        "colours": {"/".join(part for part in place if part): values for place, values in COLOURS.items()},
        "road_classes": {value: str(label) for value, label in RoadClass.choices},
        "hillshade": relief,
        "credits": lines if relief is None else [*lines, relief["credit"]],
        **more,
    }
