"""Cutting lines at distances along them, their own vertices untouched."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from banme.roads.checks import Floats


def measures(plane_xy: Floats) -> Floats:
    """Return the distance from the start to each vertex of one line.

    Parameters
    ----------
    plane_xy : array of float, shape (vertices, 2)
        Coordinates in a metric plane.

    Returns
    -------
    array of float, shape (vertices,)
        Metres, the first 0.

    """
    step = np.hypot(*np.diff(plane_xy, axis=0).T)
    return np.concatenate([[0.0], np.cumsum(step)])


def spaced(at: Floats, total: float, least: float) -> Floats:
    """Return the sorted cuts that lie at least ``least`` from the line's ends and from the cut kept before."""
    kept: list[float] = []
    for cut in np.sort(at):
        if cut - (kept[-1] if kept else 0.0) >= least and total - cut >= least:
            kept.append(float(cut))
    return np.array(kept)


def cut_line(xy: Floats, measure: Floats, at: Floats) -> Iterator[tuple[Floats, float]]:
    """Yield the pieces of one line between cuts.

    Parameters
    ----------
    xy : array of float, shape (vertices, 2)
        Coordinates to cut, in any plane; a cut between two vertices is put on the straight line between them.
    measure : array of float, shape (vertices,)
        Distance from the start to each vertex, metres.
    at : array of float, shape (cuts,)
        Where to cut, metres from the start, sorted, strictly inside the line.

    Yields
    ------
    array of float, shape (piece's vertices, 2)
        Coordinates of a piece; neighbours share their cut's coordinates exactly.
    float
        The piece's length in metres.

    """
    stops = np.concatenate([[0.0], at, [measure[-1]]])
    corners = np.column_stack([np.interp(stops, measure, axis) for axis in xy.T])
    corners[0], corners[-1] = xy[0], xy[-1]
    for place, (start, end) in enumerate(pairwise(stops)):
        inside = (measure > start) & (measure < end)
        yield np.concatenate([corners[[place]], xy[inside], corners[[place + 1]]]), float(end - start)
