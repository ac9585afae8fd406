"""Elevation: climb along lines and a light relief picture."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from PIL import Image
from pyproj import Geod, Transformer
from scipy.ndimage import gaussian_filter, map_coordinates

from daklak.inputs import Inputs

SMOOTHING_CELLS = 2.0
STEP_M = 100.0
SUN_AZIMUTH_DEG, SUN_HEIGHT_DEG, EXAGGERATION = 315.0, 45.0, 4.0
DARKEST, LEVELS = 192, 24

_GEOD = Geod(ellps="WGS84")
_MERCATOR = Transformer.from_crs(4326, 3857, always_xy=True)


@dataclass(frozen=True, slots=True)
class Terrain:
    """An elevation raster in Web Mercator, smoothed so that its 6 m steps become slopes.

    Attributes
    ----------
    height_m : array of float, shape (rows, columns)
        Metres, first row in the north.
    box : tuple of float
        West, south, east, north in degrees.

    """

    height_m: NDArray[np.float64]
    box: tuple[float, float, float, float]

    def at(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the height (m) at points by bilinear interpolation between cell centres."""
        west, north = _MERCATOR.transform(self.box[0], self.box[3])
        east, south = _MERCATOR.transform(self.box[2], self.box[1])
        x, y = _MERCATOR.transform(lon, lat)
        rows, columns = self.height_m.shape
        place = (
            (north - np.asarray(y)) / (north - south) * rows - 0.5,
            (np.asarray(x) - west) / (east - west) * columns - 0.5,
        )
        return np.asarray(map_coordinates(self.height_m, place, order=1, mode="nearest"))

    def climb_m(self, line: shapely.LineString, length_m: float) -> float:
        """Return the ascent of both directions together, halved (m), from heights about every 100 m."""
        points = max(2, round(length_m / STEP_M) + 1)
        places = shapely.get_coordinates(shapely.line_interpolate_point(line, np.linspace(0, 1, points), normalized=True))
        return float(np.abs(np.diff(self.at(places[:, 0], places[:, 1]))).sum() / 2)


def read(inputs: Inputs) -> Terrain:
    """Read the raster and smooth it with a Gaussian of two cells (about 0.4 km)."""
    height = np.asarray(Image.open(inputs.terrain), dtype=float)
    west, south, east, north = json.loads(inputs.terrain_box.read_text(encoding="utf-8"))["bbox"]
    return Terrain(gaussian_filter(height, SMOOTHING_CELLS), (west, south, east, north))


def write_hillshade(terrain: Terrain, path: Path) -> None:
    """Write a light grey relief as PNG, in the raster's own Web Mercator grid."""
    rows, columns = terrain.height_m.shape
    middle = (terrain.box[1] + terrain.box[3]) / 2
    _, _, width_m = _GEOD.inv(terrain.box[0], middle, terrain.box[2], middle)
    _, _, height_m = _GEOD.inv(terrain.box[0], terrain.box[1], terrain.box[0], terrain.box[3])
    down, right = np.gradient(terrain.height_m * EXAGGERATION, height_m / rows, width_m / columns)
    slope = np.arctan(np.hypot(right, down))
    aspect = np.arctan2(down, -right)
    azimuth, altitude = np.radians(360.0 - SUN_AZIMUTH_DEG + 90.0), np.radians(SUN_HEIGHT_DEG)
    light = np.sin(altitude) * np.cos(slope) + np.cos(altitude) * np.sin(slope) * np.cos(azimuth - aspect)
    flat = np.sin(altitude)
    shade = np.clip(0.5 + (light - flat) / 1.2, 0, 1)
    grey = DARKEST + np.round(shade * (LEVELS - 1)) / (LEVELS - 1) * (255 - DARKEST)
    Image.fromarray(grey.astype(np.uint8), mode=None).quantize(LEVELS).save(path, optimize=True)
