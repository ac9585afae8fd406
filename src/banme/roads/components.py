"""Pieces of a road network that hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from banme.errors import Findings
from banme.roads.checks import check_crs, check_lines
from banme.roads.geometry import geodesic_length_m, line_ends, number_places

if TYPE_CHECKING:
    import geopandas as gpd

    from banme.roads.checks import Floats, Ints


def number_components(tail: Ints, head: Ints, length_m: Floats, node_count: int) -> Ints:
    """Give numbers to the weakly connected components, the longest first.

    Parameters
    ----------
    tail, head : array of int, shape (edges,)
        End nodes of each edge, direction ignored.
    length_m : array of float, shape (edges,)
        Edge lengths in metres.
    node_count : int
        Number of nodes.

    Returns
    -------
    array of int, shape (node_count,)
        Component of each node: 0 for the one with most road, and so on; ties go to the lower node number.

    """
    links = coo_array((np.ones(len(tail), dtype=np.int8), (tail, head)), shape=(node_count, node_count))
    count, label = connected_components(links, directed=False)
    total_m = np.bincount(label[tail], weights=length_m, minlength=count)
    rank = np.empty(count, dtype=np.int64)
    rank[np.argsort(-total_m, kind="stable")] = np.arange(count)
    return np.asarray(rank[label], dtype=np.int64)


def component_report(edges: gpd.GeoDataFrame) -> pd.DataFrame:
    """List the connected components of a noded network, the longest first.

    Parameters
    ----------
    edges : GeoDataFrame
        LineStrings in EPSG:4326; ``length_m`` is used when present, else the geodesic length is measured.

    Returns
    -------
    DataFrame
        Index ``component`` (0 is the longest); columns ``nodes``, ``edges`` (counts), ``length_m`` (metres) and
        ``share`` (of all length, 0 to 1).

    Raises
    ------
    InputError
        Naming every edge without a usable line.

    """
    findings = Findings()
    check_crs(edges, findings)
    check_lines(edges, findings)
    findings.raise_if_any()
    lines = np.asarray(edges.geometry.array)
    tail, head, xy = number_places(*line_ends(lines))
    length_m = edges["length_m"].to_numpy(dtype=float) if "length_m" in edges.columns else geodesic_length_m(lines)
    component = number_components(tail, head, length_m, len(xy))
    count = int(component.max()) + 1 if len(component) else 0
    of_edge = component[tail]
    total_m = np.bincount(of_edge, weights=length_m, minlength=count)
    return pd.DataFrame(
        {
            "nodes": np.bincount(component, minlength=count),
            "edges": np.bincount(of_edge, minlength=count),
            "length_m": total_m,
            "share": total_m / total_m.sum(),
        },
        index=pd.RangeIndex(count, name="component"),
    )
