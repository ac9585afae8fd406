"""Who is inside or too near residential areas, and how many people live within the safety distance."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import STRtree

from banme.clusters.relocation.found import Findings, note
from banme.law.marks import Mark

INSIDE, NEAR, CLEAR, UNKNOWN = "inside", "near", "clear", "unknown"
HOMES = ("population", "geometry")
MAKERS = ("hazard_class", "pollution_score", "geometry")


@dataclass(frozen=True, slots=True)
class SafetyDistance:
    """How far an establishment of a hazard class must be from homes (m), where that is said, and how sure it is."""

    metres: float
    source: str
    mark: Mark


def exposure(
    establishments: gpd.GeoDataFrame, homes: gpd.GeoDataFrame, distances: dict[str, SafetyDistance]
) -> pd.DataFrame:
    """Measure each establishment's distance to homes and the people it exposes.

    Parameters
    ----------
    establishments : GeoDataFrame
        By code, in metres: ``hazard_class`` (empty where not classed), ``pollution_score`` (0-100, NaN where not
        inspected) and a point as geometry.
    homes : GeoDataFrame
        By code, in the same system: ``population`` (persons) and areas; people are taken to live evenly over an area.
    distances : dict
        By hazard class.

    Returns
    -------
    DataFrame
        By establishment: ``where`` (``inside`` an area, ``near``: within its distance, ``clear``, or ``unknown``:
        no hazard class), ``distance_m`` to the nearest area (inf where there is none), ``needed_m``, ``people`` within
        the distance, and ``exposure`` (people x score / 100; NaN without class or score).

    Raises
    ------
    InputError
        With every missing column, population, or distance, and coordinates that are not metres.

    """
    _check(establishments, homes, distances)
    needed = establishments["hazard_class"].map({name: one.metres for name, one in distances.items()}).to_numpy(float)
    areas = np.asarray(homes.geometry)
    points = np.asarray(establishments.geometry)
    away = np.full(points.size, np.inf)
    people = np.where(np.isnan(needed), np.nan, 0.0)
    if areas.size:
        tree = STRtree(areas)
        (at, _), metres = tree.query_nearest(points, return_distance=True, all_matches=False)
        away[at] = metres
        circles = [point.buffer(max(0.0, reach)) for point, reach in zip(points, np.nan_to_num(needed), strict=True)]
        density = homes["population"].to_numpy(float) / np.array([area.area for area in areas])
        for maker, area in tree.query(circles, predicate="intersects").T:
            people[maker] += density[area] * circles[maker].intersection(areas[area]).area
    where = np.where(away <= needed, NEAR, CLEAR).astype(object)
    where[np.isnan(needed)] = UNKNOWN
    where[away == 0.0] = INSIDE
    score = establishments["pollution_score"].to_numpy(float)
    return pd.DataFrame(
        {
            "where": where,
            "distance_m": away,
            "needed_m": needed,
            "people": people,
            "exposure": people * score / 100.0,
        },
        index=establishments.index,
    )


def _check(establishments: gpd.GeoDataFrame, homes: gpd.GeoDataFrame, distances: dict[str, SafetyDistance]) -> None:
    found = Findings()
    for table, frame, columns in (("establishment", establishments, MAKERS), ("residential_area", homes, HOMES)):
        for column in columns:
            if column not in frame.columns:
                note(found, table, "", column, "", "Thiếu cột", "The column is missing")
        if frame.crs is None or frame.crs.is_geographic:
            why = "Hệ tọa độ phải tính bằng mét", "Coordinates must be in metres: project them first"
            note(found, table, "", "geometry", str(frame.crs), *why)
        for code in frame.index[frame.geometry.isna()]:
            note(found, table, str(code), "geometry", "", "Thiếu vị trí", "The position is missing")
    found.raise_if_any()
    _values(found, establishments, homes, distances)
    found.raise_if_any()


def _values(
    found: Findings, establishments: gpd.GeoDataFrame, homes: gpd.GeoDataFrame, distances: dict[str, SafetyDistance]
) -> None:
    for code, value in homes["population"].items():
        if not 0.0 <= value < np.inf:
            why = "Thiếu dân số của khu dân cư", "The residential area's population is missing"
            note(found, "residential_area", str(code), "population", str(value), *why)
    for code, name in establishments["hazard_class"].items():
        if name and name not in distances:
            why = "Chưa có khoảng cách an toàn của cấp này", "This class has no safety distance: enter one"
            note(found, "establishment", str(code), "hazard_class", str(name), *why)
    for name, one in distances.items():
        if not 0.0 <= one.metres < np.inf or not one.source:
            why = "Khoảng cách phải từ 0 m và có nguồn", "A distance must be 0 m or more and have a source"
            note(found, "safety_distance", name, "metres", str(one.metres), *why)
