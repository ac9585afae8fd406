"""Road edges from OpenStreetMap and connectors to outlets beyond the region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra

from daklak.inputs import Inputs
from daklak.tables import DECIMALS
from daklak.terrain import Terrain

IN_USE_FROM = "2009-04-01"
LINK_M = 200.0
NEAR_DEG = 0.002
CONNECTOR_SPEED_KMH = 50.0
EXPRESSWAY_SPEED_KMH = 70.0
EXPRESSWAY_M = 117_500.0
PUBLISHED_HCMC_M = 350_000.0
_GEOD = Geod(ellps="WGS84")
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Network:
    """The region's roads with exact node positions.

    Attributes
    ----------
    edges : GeoDataFrame
        Columns of table ``road_edge``, plus ``from_node`` and ``to_node``.
    nodes : Series of Point geometries on the node number
        Rounded as written, so that pieces join.

    """

    edges: gpd.GeoDataFrame
    nodes: gpd.GeoSeries

    def nearest(self, lon: float, lat: float) -> int:
        """Return the nearest node of the largest piece."""
        members = self.nodes[self.main_nodes()]
        points = len(members)
        _, _, away_m = _GEOD.inv([lon] * points, [lat] * points, members.x.to_numpy(), members.y.to_numpy())
        return int(members.index[int(np.argmin(away_m))])

    def main_nodes(self) -> list[int]:
        """Return the nodes of the largest piece."""
        return sorted({*self._main["from_node"], *self._main["to_node"]})

    @property
    def _main(self) -> gpd.GeoDataFrame:
        return self.edges[self.edges["component"] == 1]

    def distances_m(self, start: int) -> pd.Series:
        """Return the shortest length (m) from a node to every node; infinite where there is no way."""
        order = {node: place for place, node in enumerate(self.nodes.index)}
        ends = (self.edges["from_node"].map(order), self.edges["to_node"].map(order))
        lengths = coo_matrix((self.edges["length_m"], ends), shape=(len(order), len(order)))
        best = lengths.tocsr()
        return pd.Series(dijkstra(best, directed=False, indices=order[start]), index=self.nodes.index)


def read_network(inputs: Inputs, terrain: Terrain) -> Network:
    """Return the noded OpenStreetMap roads with ends moved exactly onto their nodes."""
    edges = gpd.read_file(inputs.roads, layer="edges")
    points = gpd.read_file(inputs.roads, layer="nodes").set_index("node_id").geometry
    nodes = gpd.GeoSeries(shapely.points(shapely.get_coordinates(points).round(DECIMALS)), index=points.index, crs=4326)
    lines = [_onto(line, nodes[start], nodes[end]) for line, start, end in zip(edges.geometry, edges["from_node"], edges["to_node"], strict=True)]
    table = edges.assign(
        code=[f"OSM-{number:04d}" for number in edges["edge_id"]],
        ref=edges["ref"].fillna(""),
        name=edges["name"].fillna(""),
        status="open",
        length_m=edges["length_m"].round(1),
        speed_kmh=None,
        oneway="no",
        climb_m=[round(terrain.climb_m(line, length), 1) for line, length in zip(lines, edges["length_m"], strict=True)],
        surface=edges["surface"].fillna(""),
        valid_from=IN_USE_FROM,
        valid_to=None,
        source_code="OSM-ROADS",
        quality="derived",
        note=[f"way {way}" for way in edges["osm_way_id"]],
    )
    return Network(table.set_geometry(gpd.GeoSeries(lines, crs=4326)), nodes)


def _onto(line: shapely.LineString, start: shapely.Point, end: shapely.Point) -> shapely.LineString:
    """Move a line's ends onto its nodes, dropping points that rounding made equal to their neighbour."""
    inner = shapely.get_coordinates(line).round(DECIMALS)[1:-1]
    xy = np.vstack([shapely.get_coordinates(start), inner, shapely.get_coordinates(end)])
    keep = np.ones(len(xy), dtype=bool)
    keep[1:-1] = (np.diff(xy, axis=0)[:-1] != 0).any(axis=1) & (xy[1:-1] != xy[-1]).any(axis=1)
    return shapely.LineString(xy[keep])


COLUMNS = [
    "code",
    "ref",
    "name",
    "road_class",
    "status",
    "length_m",
    "speed_kmh",
    "oneway",
    "climb_m",
    "surface",
    "valid_from",
    "valid_to",
    "source_code",
    "quality",
    "note",
]


def road_table(network: Network) -> gpd.GeoDataFrame:
    """Return the rows of table ``road_edge`` that come from OpenStreetMap."""
    return network.edges[[*COLUMNS, "geometry"]]


def detour_factor(towns_on_the_way: Sequence[Point], published_m: float) -> float:
    """Return how much longer a published road distance is than the straight line through the towns on its way."""
    return round(published_m / _straight_m(towns_on_the_way), 2)


def position(network: Network, node: int) -> Point:
    """Return longitude and latitude of a node."""
    place = network.nodes[node]
    return (place.x, place.y)


def _straight_m(points: Sequence[Point]) -> float:
    lon, lat = zip(*points, strict=True)
    return float(_GEOD.line_length(lon, lat))


@dataclass(frozen=True, slots=True)
class Beyond:
    """A way beyond the region: the points it goes through, the first one exactly a road end."""

    code: str
    ref: str
    name: str
    points: tuple[Point, ...]


def connector(way: Beyond, factor: float) -> dict[str, Any]:
    """Return a connector whose length is the straight line through its points times the detour factor."""
    note = (
        f"Dài = đường thẳng qua các thị trấn × {factor} (như tuyến Buôn Ma Thuột - TP.HCM 350 km công bố); tốc độ "
        f"{CONNECTOR_SPEED_KMH:.0f} km/h giả định vì chưa có đường thật ngoài tỉnh | length = straight line through the towns "
        f"× {factor} (as on the published 350 km to HCMC); {CONNECTOR_SPEED_KMH:.0f} km/h assumed, no real road here"
    )
    return connector_of_length(way, _straight_m(way.points) * factor, note)


def connector_of_length(way: Beyond, length_m: float, note: str) -> dict[str, Any]:
    """Return a connector of a stated length, to 100 m."""
    return {
        "code": way.code,
        "ref": way.ref,
        "name": way.name,
        "road_class": "connector",
        "status": "open",
        "length_m": round(length_m, -2),
        "speed_kmh": CONNECTOR_SPEED_KMH,
        "oneway": "no",
        "climb_m": None,
        "surface": "",
        "valid_from": IN_USE_FROM,
        "valid_to": None,
        "source_code": "CONNECTORS",
        "quality": "assumed",
        "note": note,
        "geometry": shapely.LineString(way.points),
    }


def links(network: Network) -> list[dict[str, Any]]:
    """Return short links from stray pieces to the main network, where two nodes lie within 200 m.

    The gaps are left by bridges of another class and by simplified lines; one link for each piece, the shortest.
    """
    main = network.nodes[network.main_nodes()]
    rows = []
    for component, members in network.edges[network.edges["component"] != 1].groupby("component"):
        gaps = [
            (_straight_m([position(network, near), position(network, node)]), near, node)
            for node in sorted({*members["from_node"], *members["to_node"]})
            for near in main[shapely.dwithin(main.array, network.nodes[node], NEAR_DEG)].index
        ]
        gap_m, near, node = min(gaps, default=(np.inf, 0, 0))
        if gap_m <= LINK_M:
            rows.append(_link(Beyond(f"link-{component}", "", "", (position(network, near), position(network, node))), gap_m))
    return rows


def _link(way: Beyond, gap_m: float) -> dict[str, Any]:
    note = (
        f"Nối mảnh đường rời cách {gap_m:.0f} m do thiếu cầu hoặc đơn giản hoá nét vẽ, giả định thông nhau | joins a stray piece "
        f"{gap_m:.0f} m away, a gap left by a bridge or simplified lines, assumed passable"
    )
    own = {"road_class": "district", "speed_kmh": None, "length_m": round(gap_m, 1), "climb_m": 0.0}
    return connector_of_length(way, gap_m, note) | own
