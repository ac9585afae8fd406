"""Towns, gateways and the way to look them up by number, never by name."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from daklak.inputs import Inputs
from daklak.roads import Network

CITIES = {1586896, 1563281, 1586989, 1567723}
SPELLING = {8725127: "M'Đrắk"}
GATEWAYS = {
    843: "Cửa ngõ QL.14 phía bắc",
    934: "Cửa ngõ QL.14 phía nam",
    53: "Cửa ngõ QL.26 đèo Phượng Hoàng",
    14: "Cửa ngõ QL.1 đèo Cả",
    192: "Cửa ngõ QL.1 đèo Cù Mông",
    15: "Cửa ngõ QL.1D",
    100: "Cửa ngõ QL.19C",
    763: "Cửa ngõ QL.25",
    61: "Cửa ngõ QL.27",
}


def towns(inputs: Inputs) -> pd.DataFrame:
    """Return the GeoNames places of Viet Nam, indexed by their number."""
    return pd.read_csv(inputs.places, dtype={"admin1code": str}).set_index("geonameid")


def at(rows: pd.DataFrame, number: int) -> tuple[float, float]:
    """Return longitude and latitude of a GeoNames place."""
    return (float(rows.loc[number, "lon"]), float(rows.loc[number, "lat"]))


def unit_at(points: gpd.GeoSeries, units: gpd.GeoDataFrame) -> pd.Series:
    """Return the code of today's commune or ward each point lies in; None outside the province."""
    today = units[(units["level"] == "commune") & (units["valid_from"] == "2025-07-01")][["code", "geometry"]]
    found = gpd.sjoin(gpd.GeoDataFrame(geometry=points), today, predicate="within", how="left")
    first = found[~found.index.duplicated()]["code"]
    return first.where(first.notna(), None)


COLUMNS = ["code", "name", "kind", "unit_code", "source_code", "quality", "note", "geometry"]


def town_table(inputs: Inputs, units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the towns of the province for table ``place``."""
    rows = towns(inputs)
    ours = rows[rows["admin1code"] == "66"]
    table = gpd.GeoDataFrame(
        {
            "code": [f"gn-{number}" for number in ours.index],
            "name": [SPELLING.get(number, name) for number, name in ours["name"].items()],
            "kind": ["city" if number in CITIES else "town" for number in ours.index],
            "source_code": "GEONAMES",
            "quality": "published",
            "note": "",
        },
        geometry=gpd.points_from_xy(ours["lon"], ours["lat"]),
        crs=4326,
    )
    return table.assign(unit_code=unit_at(table.geometry, units))[COLUMNS]


def gateway_table(network: Network, units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the road gateways at the province line for table ``place``."""
    table = gpd.GeoDataFrame(
        {
            "code": [f"gate-{node}" for node in GATEWAYS],
            "name": list(GATEWAYS.values()),
            "kind": "gateway",
            "source_code": "OSM-ROADS",
            "quality": "derived",
            "note": "Đầu đường ở ranh tỉnh | road end at the province line",
        },
        geometry=list(network.nodes[list(GATEWAYS)]),
        crs=4326,
    )
    return table.assign(unit_code=unit_at(table.geometry, units))[COLUMNS]
