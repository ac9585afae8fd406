"""Drawings of the public page as SVG: a map and bars, the same in HTML and PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import cos, radians

import geopandas as gpd
import numpy as np
import shapely

FACE = "Liberation Sans, Arial, sans-serif"
LAND, BORDER, CLUSTER, SITE = "#e9efe6", "#a9b8aa", "#b5461e", "#1f5f4a"
DONE, GOING, LATE, SILENT = "#1a7f37", "#0969da", "#b42318", "#c9d1d9"
MAP_WIDTH = 520.0
TOLERANCE_DEG = 0.004
LABEL_WIDTH, BAR_WIDTH, BAR_HEIGHT = 250.0, 220.0, 16.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A point on the map: longitude, latitude in degrees, its name (empty for none) and whether it is a cluster."""

    x: float
    y: float
    name: str
    is_cluster: bool


def map_svg(units: gpd.GeoDataFrame, marks: Sequence[Mark]) -> str:
    """Return a map of units (polygons, EPSG:4326) with points on it; empty when there is no shape to draw."""
    shapes = [shape for shape in units.geometry if shape is not None and not shape.is_empty]
    if not shapes:
        return ""
    west, south, east, north = shapely.total_bounds(np.asarray(shapes))
    shrink = cos(radians((south + north) / 2))
    scale = MAP_WIDTH / ((east - west) * shrink)
    height = (north - south) * scale

    def place(x: float, y: float) -> tuple[float, float]:
        return (x - west) * shrink * scale, (north - y) * scale

    parts = [_open(MAP_WIDTH, height)]
    for shape in shapely.simplify(np.asarray(shapes), TOLERANCE_DEG):
        for ring in shapely.get_parts(shape):
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*xy) for xy in ring.exterior.coords))
            parts.append(f'<polygon points="{points}" fill="{LAND}" stroke="{BORDER}" stroke-width="0.6"/>')
    for mark in marks:
        x, y = place(mark.x, mark.y)
        if mark.is_cluster:
            parts.append(
                f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{CLUSTER}" stroke="#ffffff"/>'
            )
        else:
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{SITE}" stroke="#ffffff"/>')
    parts += [_label(mark.name, *place(mark.x, mark.y)) for mark in marks if mark.name]
    return "".join([*parts, "</svg>"])


def bars_svg(rows: Sequence[tuple[str, Sequence[tuple[float, str]]]], unit: str) -> str:
    """Return stacked bars: each row a name and its parts as value and colour; the sum stands behind the bar."""
    most = max((sum(value for value, _ in parts) for _, parts in rows), default=0.0)
    if most <= 0:
        return ""
    step = BAR_HEIGHT + 10
    made = [_open(LABEL_WIDTH + BAR_WIDTH + 70, len(rows) * step + 4)]
    for place, (name, parts) in enumerate(rows):
        y = place * step + 4
        made.append(_text(_cut(name), LABEL_WIDTH - 8, y + 12, anchor="end"))
        x = LABEL_WIDTH
        for value, colour in parts:
            width = value / most * BAR_WIDTH
            made.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{BAR_HEIGHT}" fill="{colour}"/>')
            x += width
        total = sum(value for value, _ in parts)
        shown = f"{total:,.0f}" if total == int(total) else f"{total:,.1f}"
        made.append(_text(f"{shown.translate(str.maketrans(',.', '.,'))} {unit}".strip(), x + 6, y + 12))
    return "".join([*made, "</svg>"])


MOST_CHARACTERS = 40


def _cut(name: str) -> str:
    return name if len(name) <= MOST_CHARACTERS else f"{name[: MOST_CHARACTERS - 1].rstrip()}…"


def _open(width: float, height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img">'
    )


def _text(words: str, x: float, y: float, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{FACE}" font-size="12" text-anchor="{anchor}" '
        f'fill="#1d2a22" stroke="#ffffff" stroke-width="2.5" paint-order="stroke">{escape(words)}</text>'
    )


def _label(name: str, x: float, y: float) -> str:
    near_edge = x > MAP_WIDTH - 130
    return _text(name, x - 8 if near_edge else x + 8, y + 4, anchor="end" if near_edge else "start")
