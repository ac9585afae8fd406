"""Roads from OpenStreetMap files (.osm.pbf, .osm.gz, .osm), through pyosmium."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import osmium
import pandas as pd
import shapely

from banme.errors import InputError, Problem
from banme.roads.checks import WGS84, Bools, Floats, Ints
from banme.roads.geometry import DEGREE_GRID, geodesic_length_m
from banme.roads.osm_restrictions import read_restrictions
from banme.roads.osm_tags import QUANTITIES, parse_oneway

MAIN_CLASSES = frozenset(
    {
        *("motorway", "trunk", "primary", "secondary", "tertiary"),
        *("motorway_link", "trunk_link", "primary_link", "secondary_link", "tertiary_link"),
        *("unclassified", "residential", "living_street", "road"),
    }
)
TEXTS = ("name", "ref", "access", "hgv", "surface")


@dataclass(frozen=True, slots=True)
class WayPolicy:
    """Which ways become roads.

    Main classes (motorway to residential, with their links) always do; ways whose ``area`` is ``yes`` never do, nor
    paths, footways, cycleways, or roads that are proposed or under construction.

    Attributes
    ----------
    service : bool
        Take ``highway=service`` too (driveways, yards, car parks); left out by default: not for through freight.
    track : bool
        Take ``highway=track`` too (farm and forest roads); left out by default: mostly not passable for trucks. Take
        them to cost the first mile from fields.
    ferry : bool
        Take ``route=ferry`` with class ``ferry``; taken by default, so that the table of speeds must say how fast.

    """

    service: bool = False
    track: bool = False
    ferry: bool = True

    def road_class(self, tags: Any) -> str | None:
        """Return the road class of a way, None when it is left out."""
        if tags.get("area") == "yes":
            return None
        highway = tags.get("highway")
        if highway in MAIN_CLASSES or (highway == "service" and self.service) or (highway == "track" and self.track):
            return str(highway)
        return "ferry" if self.ferry and highway is None and tags.get("route") == "ferry" else None


@dataclass(frozen=True, slots=True)
class OsmReport:
    """What was read and what was not.

    Attributes
    ----------
    ways : int
        Ways taken as roads.
    edges : int
        Edges made of them.
    left_out : dict of str to int
        Ways with a ``highway`` tag that were not taken, by its value.
    nodes_missing : int
        Way points whose place is not in the file (a clipped extract); the way is broken there.
    restrictions : int
        Turn restrictions read.
    restrictions_incomplete : int
        Turn restrictions that lack a member role and are left out.

    """

    ways: int
    edges: int
    left_out: dict[str, int]
    nodes_missing: int
    restrictions: int
    restrictions_incomplete: int


@dataclass(frozen=True, slots=True, eq=False)
class OsmRoads:
    """Roads of an OpenStreetMap file.

    Attributes
    ----------
    edges : GeoDataFrame
        EPSG:4326, one row per stretch between junctions: ``osm_way_id``, ``part`` (order along the way), ``road_class``
        (OpenStreetMap's ``highway``, or ``ferry``), ``ref``, ``name``, ``oneway`` (``no``, ``forward``, ``backward``),
        ``maxspeed_kmh``, ``maxspeed_hgv_kmh``, ``max_gross_t`` (maxweight), ``max_axle_t`` (maxaxleload), ``access``
        (the tag nearest to trucks of motor_vehicle, vehicle, access), ``hgv``, ``surface``, ``bridge`` (bool),
        ``from_osm_node``, ``to_osm_node``, ``length_m`` (geodesic) and LineString geometry. Missing tags are missing.
    restrictions : DataFrame
        Turn restrictions as data; see :func:`banme.roads.osm_restrictions.read_restrictions`.
    unparsed : DataFrame
        ``osm_way_id``, ``key``, ``value`` of tags that hold no number we may read (``maxspeed=VN:urban``).
    report : OsmReport
        What was taken and left out.

    """

    edges: gpd.GeoDataFrame
    restrictions: pd.DataFrame
    unparsed: pd.DataFrame
    report: OsmReport


@dataclass(slots=True)
class _Ways:
    """Ways in file order while they are read."""

    attributes: list[dict[str, Any]] = field(default_factory=list)
    node_ids: list[Ints] = field(default_factory=list)
    xy: list[Floats] = field(default_factory=list)
    unparsed: list[tuple[int, str, str]] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def read_osm(path: str | Path, policy: WayPolicy | None = None) -> OsmRoads:
    """Read the roads and turn restrictions of an OpenStreetMap file.

    Parameters
    ----------
    path : path
        A file named ``.osm.pbf``, ``.pbf``, ``.osm``, ``.osm.gz`` or ``.osm.bz2``.
    policy : WayPolicy, optional
        Which ways are roads; by default neither service roads nor tracks.

    Returns
    -------
    OsmRoads
        Ways are cut wherever two of them share a point, so edges meet exactly at their ends and need no noding.

    Raises
    ------
    InputError
        When there is no such file, it is not OpenStreetMap data, or it holds no roads.

    """
    chosen = policy or WayPolicy()
    if not Path(path).is_file():
        vi, en = "Không tìm thấy tệp.", "There is no such file."
        raise InputError([Problem("no-file", vi, en, value=str(path))])
    try:
        ways = _read_ways(str(path), chosen)
        restrictions, incomplete = read_restrictions(str(path))
    except (RuntimeError, ValueError) as error:
        vi = "Không đọc được tệp OpenStreetMap; tệp hỏng hoặc sai định dạng. Hãy tải lại tệp .osm.pbf."
        en = (
            "The file cannot be read as OpenStreetMap data; it is damaged or of another kind. Fetch the .osm.pbf again."
        )
        raise InputError([Problem("not-osm", vi, en, value=f"{path}: {error}")]) from error
    if not any(np.isfinite(xy[1:] - xy[:-1]).any() for xy in ways.xy):
        vi, en = "Tệp không có tuyến đường nào.", "The file holds no roads."
        raise InputError([Problem("no-roads", vi, en, value=str(path))])
    edges, missing = _cut_at_junctions(ways)
    unparsed = pd.DataFrame(ways.unparsed, columns=["osm_way_id", "key", "value"])
    left_out = dict(ways.left_out.most_common())
    report = OsmReport(len(ways.attributes), len(edges), left_out, missing, len(restrictions), incomplete)
    return OsmRoads(edges, restrictions, unparsed, report)


def _read_ways(path: str, policy: WayPolicy) -> _Ways:
    ways = _Ways()
    entities = osmium.osm.NODE | osmium.osm.WAY
    processor = osmium.FileProcessor(path, entities).with_locations()
    processor = processor.with_filter(osmium.filter.EntityFilter(osmium.osm.WAY))
    way: Any
    for way in processor.with_filter(osmium.filter.KeyFilter("highway", "route")):
        road_class = policy.road_class(way.tags)
        if road_class is None:
            if "highway" in way.tags:
                ways.left_out[way.tags["highway"]] += 1
            continue
        ways.attributes.append(_attributes(way, road_class, ways.unparsed))
        ways.node_ids.append(np.array([node.ref for node in way.nodes], dtype=np.int64))
        places = [(node.lon, node.lat) if node.location.valid() else (np.nan, np.nan) for node in way.nodes]
        ways.xy.append(np.array(places, dtype=float).reshape(-1, 2))
    return ways


def _attributes(way: Any, road_class: str, unparsed: list[tuple[int, str, str]]) -> dict[str, Any]:
    tags = way.tags
    oneway = parse_oneway(tags)
    if oneway is None:
        unparsed.append((way.id, "oneway", tags["oneway"]))
    row: dict[str, Any] = {"osm_way_id": way.id, "road_class": road_class, "oneway": oneway or "no"}
    row |= {key: tags.get(key) for key in TEXTS}
    row["access"] = tags.get("motor_vehicle") or tags.get("vehicle") or tags.get("access")
    row["bridge"] = tags.get("bridge", "no") != "no"
    for key, (column, read) in QUANTITIES.items():
        text = tags.get(key)
        value = None if text is None else read(text)
        row[column] = np.nan if value is None else value
        if text is not None and value is None:
            unparsed.append((way.id, key, text))
    return row


def _cut_at_junctions(ways: _Ways) -> tuple[gpd.GeoDataFrame, int]:
    """Cut ways at shared points and at points whose place is unknown; return edges and the number of such points."""
    node = np.concatenate(ways.node_ids)
    xy = np.concatenate(ways.xy)
    size = np.array([len(ids) for ids in ways.node_ids])
    way = np.repeat(np.arange(len(size)), size)
    known: Bools = ~np.isnan(xy[:, 0])
    distinct, place = np.unique(node, return_inverse=True)
    used = np.bincount(place, minlength=len(distinct))
    first = np.r_[True, way[1:] != way[:-1]]
    last = np.r_[first[1:], True]
    junction = (used[place] > 1) | first | last
    segment = np.flatnonzero(known[1:] & known[:-1] & ~first[1:])
    opens: Bools = np.ones(len(segment), dtype=bool)
    opens[1:] = junction[segment[1:]] | (segment[1:] != segment[:-1] + 1)
    edge = np.cumsum(opens) - 1
    begin = segment[opens]
    finish = segment[np.r_[opens[1:], True]] + 1 if len(segment) else segment
    owner = np.concatenate([edge, np.arange(len(begin))])
    vertex = np.concatenate([segment, finish])
    order = np.lexsort((vertex, owner))
    lines = shapely.linestrings(xy[vertex[order]], indices=owner[order])
    table = pd.DataFrame(ways.attributes).iloc[way[begin]].reset_index(drop=True)
    part = table.groupby("osm_way_id").cumcount()
    table = table.assign(
        part=part, from_osm_node=node[begin], to_osm_node=node[finish], length_m=geodesic_length_m(lines)
    )
    edges = gpd.GeoDataFrame(table, geometry=lines, crs=WGS84)
    edges = edges[edges["length_m"] > DEGREE_GRID].reset_index(drop=True)
    return edges, int((~known).sum())
