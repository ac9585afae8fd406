"""Small networks that tests draw by hand."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

DATA = Path(__file__).parent / "data"
SHARED = Path(__file__).parents[3] / "shared"
KM = 1 / 110.574
"""Degrees of latitude in one kilometre near the equator, and nearly so of longitude."""


def edges_of(*rows, **columns):
    """Edges from tuples (x1, y1, x2, y2) in kilometres around 0, 0; other columns by keyword."""
    lines = [shapely.LineString(np.array(row).reshape(-1, 2) * KM) for row in rows]
    length_m = [1000.0 * line.length / KM for line in lines]
    table = {"road_class": "local", "length_m": length_m, "oneway": "no"} | columns
    return gpd.GeoDataFrame(table, geometry=lines, crs=4326, index=[f"e{number}" for number in range(len(rows))])


def points_of(*places, index=None):
    """Points from tuples (x, y) in kilometres."""
    return gpd.GeoSeries([shapely.Point(x * KM, y * KM) for x, y in places], crs=4326, index=index)


def node_at(graph, x, y):
    """The graph's node nearest to a place in kilometres."""
    return int(np.argmin(np.hypot(*(graph.node_xy - np.array([x, y]) * KM).T)))
