"""Write the tables of an exchange folder so that the same input always gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

DECIMALS = 6
Row = Mapping[str, Any]


def write_csv(folder: Path, table: str, rows: pd.DataFrame | Iterable[Row]) -> int:
    """Write ``<table>.csv`` (UTF-8, comma, point decimals, empty for missing) and return the number of rows."""
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    frame.to_csv(folder / f"{table}.csv", index=False, lineterminator="\n")
    return len(frame)


def write_geojson(folder: Path, table: str, rows: gpd.GeoDataFrame) -> int:
    """Write ``<table>.geojson`` (EPSG:4326, one feature a line) and return the number of rows.

    Coordinates are rounded to ``DECIMALS`` degrees (0.1 m); polygons that rounding would break are repaired.
    """
    rounded = shapely.set_precision(rows.geometry.array, 0) if rows.empty else _rounded(rows)
    properties = rows.drop(columns=rows.geometry.name)
    lines = []
    for (_, row), shape in zip(properties.iterrows(), rounded, strict=True):
        feature = {
            "type": "Feature",
            "properties": {str(name): _plain(value) for name, value in row.items()},
            "geometry": None if shape is None else json.loads(shapely.to_geojson(shape)),
        }
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    body = ",\n".join(lines)
    (folder / f"{table}.geojson").write_text(f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n', encoding="utf-8")
    return len(lines)


def _rounded(rows: gpd.GeoDataFrame) -> list[Any]:
    shapes = []
    for shape in rows.geometry:
        if shape is None:
            shapes.append(None)
            continue
        plain = shapely.transform(shape, lambda xy: xy.round(DECIMALS))
        if not plain.is_valid:
            plain = _polygons(shapely.make_valid(plain))
            plain = shapely.transform(plain, lambda xy: xy.round(DECIMALS))
        shapes.append(plain)
    return shapes


def _polygons(shape: Any) -> Any:
    """Keep the polygons of what ``make_valid`` returns, as one MultiPolygon."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in {"Polygon", "MultiPolygon"}]
    return shapely.multipolygons([piece for part in parts for piece in shapely.get_parts(part)])


def _plain(value: Any) -> Any:
    if value is None or value is pd.NaT or (not isinstance(value, str | bool) and pd.isna(value)):
        return None
    return value.item() if hasattr(value, "item") else value
