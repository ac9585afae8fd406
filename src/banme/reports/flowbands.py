"""Several goods on one piece of road, as bands inside one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np

if TYPE_CHECKING:
    from banme.reports.flowlines import FlowLines


def bands(lines: FlowLines, year: int) -> gpd.GeoDataFrame:
    """Return one row a piece of road and commodity that passes on it.

    Drawn widest first with a width that grows with ``band_t``, the rows show the sum of all goods as the outer width
    and each commodity as a band within.

    Returns
    -------
    GeoDataFrame
        ``year``, ``commodity_code``, ``quantity_t`` (t/year of this commodity), ``total_t`` (t/year of all),
        ``band_t`` (this commodity and those that carry less), geometry in EPSG:4326; by falling ``band_t``.

    """
    order = np.argsort(-lines.tonnes, axis=1, kind="stable")
    falling = np.take_along_axis(lines.tonnes, order, axis=1)
    rest = np.cumsum(falling[:, ::-1], axis=1)[:, ::-1]
    piece, rank = np.nonzero(falling > 0)
    commodity = order[piece, rank]
    table = gpd.GeoDataFrame(
        {
            "year": np.full(len(piece), year, dtype=np.int64),
            "commodity_code": np.asarray(lines.commodities, dtype=object)[commodity],
            "quantity_t": falling[piece, rank],
            "total_t": lines.tonnes.sum(axis=1)[piece],
            "band_t": rest[piece, rank],
        },
        geometry=lines.geometry[piece],
        crs=4326,
    )
    return table.sort_values("band_t", ascending=False, kind="stable").reset_index(drop=True)
