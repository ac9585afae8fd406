"""A run's results as map layers: flows by stretch of road, cost by commune, opened sites."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from django.db.models import QuerySet
from shapely.geometry.base import BaseGeometry

from banme.web import geojson
from banme.workspace.models import ResultLeg, ResultOpening, ResultUnit, Run
from banme.workspace.models.runs import RunStatus

CLUSTER_STUDIES = ("upgrade_ladder", "byproduct_exchange", "zone_portfolio", "project_value", "relocation")
"""Studies whose runs have rooms of their own."""
ROUNDS = "rounds"
FINISHED = frozenset({RunStatus.DONE, RunStatus.STOPPED})
DECIMALS = 5


def has_plan(run: Run) -> bool:
    """Tell whether a run ended with a plan (one stopped before the first plan has none)."""
    return run.status in FINISHED and run.cost_vnd is not None


def with_plan() -> QuerySet[Run]:
    """Return the runs that ended with a plan of the network, newest first."""
    found = Run.objects.filter(status__in=FINISHED, cost_vnd__isnull=False).exclude(
        study__in=(*CLUSTER_STUDIES, ROUNDS)
    )
    return found.select_related("scenario")


def years(run: Run) -> list[int]:
    """Return the stage years that the run has results for."""
    return sorted(set(ResultUnit.objects.filter(run=run).values_list("year", flat=True)) | set(_leg_years(run)))


def _leg_years(run: Run) -> list[int]:
    return list(ResultLeg.objects.filter(run=run).values_list("year", flat=True).distinct())


def flows(run: Run, year: int | None = None, leg: str = "") -> str:
    """Return tonnes on each stretch of road in a year (the first by default), as GeoJSON text."""
    shown = year if year is not None else next(iter(years(run)), None)
    return _kept_flows(run.code, shown, leg) if run.status in FINISHED else _flows(run.code, shown, leg)


@lru_cache(maxsize=32)
def _kept_flows(code: str, year: int | None, leg: str) -> str:
    return _flows(code, year, leg)


def _flows(code: str, year: int | None, leg: str) -> str:
    legs = ResultLeg.objects.filter(run_id=code, year=year).exclude(geometry__isnull=True)
    if leg:
        legs = legs.filter(leg=leg)
    found = list(legs.values_list("geometry", "quantity_t"))
    stretches = by_stretch([line for line, _ in found], np.array([tonnes for _, tonnes in found], dtype=float))
    return geojson.collection(
        (number, line, {"quantity_t": round(tonnes, 1)}) for number, (line, tonnes) in enumerate(stretches, 1)
    )


def by_stretch(lines: list[BaseGeometry], tonnes: np.ndarray) -> Iterator[tuple[BaseGeometry, float]]:
    """Add up the tonnes of paths that share road, and yield each stretch once.

    Parameters
    ----------
    lines : list of LineString, length n
        Paths in degrees; paths along one road share its vertices.
    tonnes : array, shape (n,)
        Tonnes a year of each path, both directions together.

    Yields
    ------
    (LineString, float)
        A stretch with one tonnage throughout, the largest tonnage last (drawn on top).

    """
    if not lines:
        return
    coordinates, owner = shapely.get_coordinates(lines, return_index=True)
    rounded = np.round(coordinates, DECIMALS)
    inside = owner[1:] == owner[:-1]
    starts, ends, weights = rounded[:-1][inside], rounded[1:][inside], tonnes[owner[:-1][inside]]
    backward = (starts[:, 0] > ends[:, 0]) | ((starts[:, 0] == ends[:, 0]) & (starts[:, 1] > ends[:, 1]))
    pieces = np.where(backward[:, None], np.hstack([ends, starts]), np.hstack([starts, ends]))
    real = (pieces[:, :2] != pieces[:, 2:]).any(axis=1)
    unique, group = np.unique(pieces[real], axis=0, return_inverse=True)
    totals = np.round(np.bincount(group.ravel(), weights=weights[real], minlength=len(unique)), 3)
    segments = shapely.linestrings(unique.reshape(-1, 2, 2))
    for total in np.unique(totals):
        merged = shapely.line_merge(shapely.multilinestrings(segments[totals == total]))
        for part in shapely.get_parts(merged):
            yield part, float(total)


def units(run: Run, year: int | None = None) -> str:
    """Return the communes with cost per tonne, supply and time to the nearest open site, as GeoJSON text."""
    shown = year if year is not None else next(iter(years(run)), None)
    rows = ResultUnit.objects.filter(run=run, year=shown).select_related("unit")
    return geojson.collection(_unit_features(rows))


def _unit_features(rows: Any) -> Iterator[tuple[int, BaseGeometry, dict[str, Any]]]:
    for row in rows:
        geometry = row.geometry if row.geometry is not None else row.unit.geometry
        if geometry is None:
            continue
        yield (
            row.pk,
            geometry,
            {
                "code": row.unit_id,
                "name": row.unit.name,
                "cost_vnd_t": row.cost_vnd_t,
                "supply_t": row.supply_t,
                "nearest_site_h": row.nearest_site_h,
                "missing_reason": row.missing_reason,
            },
        )


def openings(run: Run, year: int | None = None) -> str:
    """Return the opened sites with size and use, as GeoJSON text."""
    shown = year if year is not None else next(iter(years(run)), None)
    rows = ResultOpening.objects.filter(run=run, year=shown).select_related("site", "module")
    return geojson.collection(
        (
            row.pk,
            row.geometry if row.geometry is not None else row.site.geometry,
            {
                "code": row.site_id,
                "name": row.site.name,
                "kind": row.site.kind,
                "is_new": row.is_new,
                "module": row.module.name,
                "throughput_t_year": row.throughput_t_year,
                "utilisation_pct": row.utilisation_pct,
            },
        )
        for row in rows
    )
