"""A relocation as map layers: establishments by priority, homes, plots, and arrows to chosen plots by year."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from banme.web import geojson
from banme.workspace.models import Plot, ResidentialArea

if TYPE_CHECKING:
    from collections.abc import Iterable

    from banme.workspace.models import ResultExposure, ResultMove

FIRST, SECOND = 10, 25
"""Ranks up to which an establishment near homes is drawn as most urgent, and as urgent."""


def band(row: ResultExposure) -> str:
    """Return the band of priority an establishment is drawn in."""
    if row.where not in {"inside", "near"}:
        return str(row.where)
    return "first" if row.rank <= FIRST else "second" if row.rank <= SECOND else "later"


def makers(rows: Iterable[ResultExposure], moves: dict[str, ResultMove]) -> dict[str, Any]:
    """Return the establishments as points, with their band of priority and the year they move."""
    features = [
        (
            row.pk,
            row.geometry,
            {
                "code": row.establishment_id,  # type: ignore[attr-defined]
                "name": row.establishment.name,
                "rank": row.rank,
                "band": band(row),
                "exposure": row.exposure or 0.0,
                "year": getattr(moves.get(row.establishment_id), "year", None),  # type: ignore[attr-defined]
            },
        )
        for row in rows
        if row.geometry is not None
    ]
    found: dict[str, Any] = json.loads(geojson.collection(features))
    return found


def arrows(moves: Iterable[ResultMove]) -> dict[str, Any]:
    """Return the moves as lines, with the point and bearing of each head."""
    features = []
    for row in moves:
        if row.geometry is None:
            continue
        (x0, y0), (x1, y1) = row.geometry.coords
        east, north = (x1 - x0) * math.cos(math.radians(y1)), y1 - y0
        features.append(
            (
                row.pk,
                row.geometry,
                {
                    "year": row.year,
                    "to": [x1, y1],
                    "bearing": round(math.degrees(math.atan2(east, north)), 1),
                    "code": row.establishment_id,  # type: ignore[attr-defined]
                },
            )
        )
    found: dict[str, Any] = json.loads(geojson.collection(features))
    return found


def homes() -> dict[str, Any]:
    """Return the residential areas."""
    found: dict[str, Any] = json.loads(geojson.of_rows(ResidentialArea.objects.all()))
    return found


def plots() -> dict[str, Any]:
    """Return the plots by status."""
    found: dict[str, Any] = json.loads(geojson.of_rows(Plot.objects.all()))
    return found
