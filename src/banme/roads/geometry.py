"""Geodesic length, a metric plane for a region, and which ends of lines are the same place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from pyproj import CRS, Geod

if TYPE_CHECKING:
    from banme.roads.checks import Floats, Ints

_WGS84_ELLIPSOID = Geod(ellps="WGS84")
DEGREE_GRID = 1e-7
"""Two ends are one node when their coordinates agree after rounding to this many degrees (about 1 cm)."""


def geodesic_length_m(lines: Any) -> Floats:
    """Return the length of each line on the WGS 84 ellipsoid.

    Parameters
    ----------
    lines : array of LineString, shape (n,)
        Coordinates in degrees (EPSG:4326).

    Returns
    -------
    array of float, shape (n,)
        Metres.

    """
    xy, owner = shapely.get_coordinates(lines, return_index=True)
    same = owner[1:] == owner[:-1]
    start, end = xy[:-1][same], xy[1:][same]
    _, _, step_m = _WGS84_ELLIPSOID.inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    return np.bincount(owner[1:][same], weights=np.asarray(step_m, dtype=float), minlength=len(lines)).astype(float)


def geodesic_distance_m(from_xy: Floats, to_xy: Floats) -> Floats:
    """Return the distances in metres between two arrays of longitude and latitude, each of shape (n, 2)."""
    _, _, distance_m = _WGS84_ELLIPSOID.inv(from_xy[:, 0], from_xy[:, 1], to_xy[:, 0], to_xy[:, 1])
    return np.asarray(distance_m, dtype=float)


def metric_crs(geometries: Any) -> CRS:
    """Return a transverse Mercator plane in metres, centred on geometries given in degrees.

    The centre's longitude is a mean on the circle, so a region on both sides of the 180th meridian works too.
    """
    xy = shapely.get_coordinates(geometries)
    angle = np.radians(xy[:, 0])
    lon = float(np.degrees(np.arctan2(np.sin(angle).mean(), np.cos(angle).mean())))
    lat = float(xy[:, 1].mean())
    return CRS.from_proj4(f"+proj=tmerc +lat_0={lat} +lon_0={lon} +k=1 +datum=WGS84 +units=m")


def line_ends(lines: Any) -> tuple[Floats, Floats]:
    """Return the first and the last coordinates of each line, two arrays of shape (n, 2)."""
    first = shapely.get_coordinates(shapely.get_point(lines, 0))
    last = shapely.get_coordinates(shapely.get_point(lines, -1))
    return first, last


def number_places(first: Floats, last: Floats) -> tuple[Ints, Ints, Floats]:
    """Give numbers to the distinct places among ends of lines.

    Parameters
    ----------
    first, last : array of float, shape (n, 2)
        Longitude and latitude of each line's ends, degrees.

    Returns
    -------
    tail, head : array of int, shape (n,)
        Place number of each end; equal coordinates after rounding to ``DEGREE_GRID`` share one.
    xy : array of float, shape (places, 2)
        Longitude and latitude of each place.

    """
    grid = np.rint(np.concatenate([first, last]) / DEGREE_GRID).astype(np.int64)
    key = grid[:, 0] * 4_000_000_000 + grid[:, 1]
    distinct, place = np.unique(key, return_inverse=True)
    xy = np.empty((len(distinct), 2))
    xy[place] = grid * DEGREE_GRID
    count = len(first)
    return place[:count], place[count:], xy
