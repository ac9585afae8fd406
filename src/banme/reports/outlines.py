"""Communes, roads and points as the small, rounded shapes that a page carries."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    import geopandas as gpd

DIGITS = 4
"""Decimals of a degree kept: about 11 m."""


def regions(units: gpd.GeoDataFrame, tolerance_deg: float = 8e-4) -> dict[str, Any]:
    """Return units as a GeoJSON feature collection, borders simplified together so that neighbours still meet.

    Parameters
    ----------
    units : GeoDataFrame
        ``code``, ``name`` and a polygon geometry in EPSG:4326. Units without a shape are left out.
    tolerance_deg : float
        Side of the square of the smallest area kept, in degrees.

    """
    drawn = units[units.geometry.notna()]
    shapes = shapely.coverage_simplify(np.asarray(drawn.geometry), tolerance_deg)
    features = [
        {"type": "Feature", "properties": {"code": code, "name": name}, "geometry": _rounded(shape)}
        for code, name, shape in zip(drawn["code"], drawn["name"], shapes, strict=True)
        if not shape.is_empty
    ]
    return {"type": "FeatureCollection", "features": features}


def lines(geometry: np.ndarray, tolerance_deg: float = 0.0) -> list[list[list[float]]]:
    """Return lines as rounded lists of ``[longitude, latitude]``, in the order given."""
    shapes = shapely.simplify(geometry, tolerance_deg) if tolerance_deg > 0 else geometry
    return [np.round(shapely.get_coordinates(shape), DIGITS).tolist() for shape in shapes]


def position(point: Any) -> list[float] | None:
    """Return ``[longitude, latitude]`` of a point; None where there is none."""
    return None if point is None or point.is_empty else [round(point.x, 5), round(point.y, 5)]


def extent(shapes: gpd.GeoSeries, margin: float = 0.04) -> list[list[float]] | None:
    """Return ``[[west, north], [east, south]]`` around shapes, with a margin as a share of their size."""
    if shapes.notna().sum() == 0:
        return None
    west, south, east, north = (float(value) for value in shapes.total_bounds)
    pad_x, pad_y = margin * (east - west), margin * (north - south)
    return [[west - pad_x, north + pad_y], [east + pad_x, south - pad_y]]


def _rounded(shape: Any) -> dict[str, Any]:
    """Return a polygon's GeoJSON geometry on the grid of the page, never an invalid one."""
    gridded = shapely.set_precision(shape, 10.0**-DIGITS, mode="pointwise")
    geometry: dict[str, Any] = json.loads(shapely.to_geojson(gridded))
    geometry["coordinates"] = _round(geometry["coordinates"])
    return geometry


def _round(value: Any) -> Any:
    return round(value, DIGITS) if isinstance(value, float) else [_round(part) for part in value]
