"""Reference systems: a system that a file states is brought to WGS 84 and reported; one it hides is refused."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pyproj

from banme.workspace.exchange.offenders import Fault, Words

WGS84 = pyproj.CRS.from_epsg(4326)
_SAME = (WGS84, pyproj.CRS.from_user_input("OGC:CRS84"))

UNKNOWN = Fault(
    "unknown-crs",
    Words(
        "Lớp không nêu hệ toạ độ đã biết: trong QGIS gán đúng CRS của lớp rồi xuất sang EPSG:4326",
        "The layer states no known reference system: in QGIS set the layer's true CRS and export it as EPSG:4326",
    ),
)


def to_wgs84(
    shapes: npt.NDArray[np.object_], reference: pyproj.CRS, table: str, notes: list[str]
) -> npt.NDArray[np.object_]:
    """Return the shapes in EPSG:4326, longitude first; a transformation is written to ``notes``."""
    if any(reference.equals(known, ignore_axis_order=True) for known in _SAME):
        return shapes
    moved: Any = gpd.GeoSeries(shapes, crs=reference).to_crs(WGS84)
    notes.append(f"{table}: {reference.name} → WGS 84 (EPSG:4326)")
    return np.array(list(moved), dtype=object)
