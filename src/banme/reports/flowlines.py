"""Flow maps: many legs that share roads, drawn once per piece of road with what passes on it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    import geopandas as gpd

_GRID_DEG = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class FlowLines:
    """Pieces of road between which the goods on them change.

    Attributes
    ----------
    geometry : ndarray of LineString, shape (pieces,)
        Longitude/latitude degrees, simplified within the tolerance asked; ends stay where they are.
    tonnes : ndarray of float, shape (pieces, commodities)
        Tonnes a year on each piece, both directions together.
    commodities : tuple of str
        The commodity codes of the columns.
    undrawn : int
        Legs without a line, which cannot be drawn.

    """

    geometry: np.ndarray
    tonnes: np.ndarray
    commodities: tuple[str, ...]
    undrawn: int


def flow_lines(legs: gpd.GeoDataFrame, commodities: tuple[str, ...], tolerance_deg: float = 5e-4) -> FlowLines:
    """Add up the legs that use the same piece of road.

    Legs are cut at their vertices; equal pieces (either direction) are added up, and pieces in a row with the same
    load are joined again.

    Parameters
    ----------
    legs : GeoDataFrame
        ``commodity_code``, ``quantity_t`` (t/year) and a LineString geometry in EPSG:4326.
    commodities : tuple of str
        Column order of the result; every commodity of ``legs`` is among them.
    tolerance_deg : float
        Simplification tolerance in degrees.

    """
    drawn = legs[legs.geometry.notna() & ~legs.geometry.is_empty]
    undrawn = len(legs) - len(drawn)
    if drawn.empty:
        return FlowLines(np.empty(0, dtype=object), np.zeros((0, len(commodities))), commodities, undrawn)
    pieces, leg_of_piece = _pieces(np.asarray(drawn.geometry))
    ends, piece = np.unique(pieces, axis=0, return_inverse=True)
    place = {code: column for column, code in enumerate(commodities)}
    column = drawn["commodity_code"].map(place).to_numpy(dtype=int)
    tonnes = np.zeros((len(ends), len(commodities)))
    quantity = drawn["quantity_t"].to_numpy(dtype=float)
    np.add.at(tonnes, (piece.ravel(), column[leg_of_piece]), quantity[leg_of_piece])
    chains, of_chain = _chains(ends, tonnes)
    lines = shapely.simplify(np.array([shapely.LineString(chain) for chain in chains], dtype=object), tolerance_deg)
    return FlowLines(lines, tonnes[of_chain], commodities, undrawn)


def _pieces(lines: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cut lines at their vertices.

    Returns
    -------
    pieces : ndarray of int64, shape (n, 4)
        x, y of both ends on the grid, the lower end first.
    leg : ndarray of int, shape (n,)
        The line each piece is of.

    """
    xy, line = shapely.get_coordinates(lines, return_index=True)
    grid = np.rint(xy / _GRID_DEG).astype(np.int64)
    start, end = grid[:-1], grid[1:]
    same_line = line[:-1] == line[1:]
    kept = same_line & (start != end).any(axis=1)
    start, end, leg = start[kept], end[kept], line[:-1][kept]
    swap = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    low, high = np.where(swap[:, None], end, start), np.where(swap[:, None], start, end)
    return np.hstack([low, high]), leg


def _chains(ends: np.ndarray, tonnes: np.ndarray) -> tuple[list[np.ndarray], np.ndarray]:
    """Join pieces end to end where exactly two meet with the same load; return coordinates and one piece of each."""
    _, load = np.unique(np.round(tonnes, 6), axis=0, return_inverse=True)
    load = load.ravel()
    at: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, (x0, y0, x1, y1) in enumerate(ends.tolist()):
        at[(x0, y0)].append(number)
        at[(x1, y1)].append(number)
    used = np.zeros(len(ends), dtype=bool)
    chains: list[np.ndarray] = []
    first: list[int] = []

    def walk(node: tuple[int, int], number: int) -> list[tuple[int, int]]:
        path = []
        while True:
            x0, y0, x1, y1 = (int(value) for value in ends[number])
            node = (x1, y1) if node == (x0, y0) else (x0, y0)
            path.append(node)
            meeting = at[node]
            onward = [other for other in meeting if not used[other] and load[other] == load[number]]
            if len(meeting) != 2 or not onward:  # noqa: PLR2004  (two pieces meet)
                return path
            number = onward[0]
            used[number] = True

    for number in range(len(ends)):
        if used[number]:
            continue
        used[number] = True
        x0, y0, x1, y1 = (int(value) for value in ends[number])
        forward = walk((x0, y0), number)
        backward = walk((x1, y1), number) if forward[-1] != (x0, y0) else [(x0, y0)]
        nodes = [*reversed(backward), *forward]
        chains.append(np.asarray(nodes, dtype=float) * _GRID_DEG)
        first.append(number)
    return chains, np.asarray(first, dtype=int)
