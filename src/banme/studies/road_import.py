"""Roads into the workspace: an OpenStreetMap file, or loose lines that are first made a network."""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import shapely

from banme import roads
from banme.errors import InputError, Problem
from banme.workspace import exchange
from banme.workspace.geometry import WGS84

if TYPE_CHECKING:
    from banme.progress import Progress

OSM_ENDINGS = (".osm.pbf", ".pbf", ".osm", ".osm.gz", ".osm.bz2")
CLASS_OF = {
    **dict.fromkeys(("motorway", "motorway_link"), "expressway"),
    **dict.fromkeys(("trunk", "trunk_link"), "national"),
    **dict.fromkeys(("primary", "primary_link"), "provincial"),
    **dict.fromkeys(("secondary", "secondary_link"), "district"),
}
"""Road class of the workspace by OpenStreetMap's ``highway``; every other road is ``local``."""
_BARRED = roads.TruckLimits(gross_t=1e-6, axle_t=1e-6)
"""A truck so light that only access rules, not posted weights, can bar it."""
_EDGE_COLUMNS = ("ref", "name", "oneway", "length_m", "surface", "max_gross_t", "max_axle_t")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where imported roads come from: the source's code, its licence, and since when the roads are open."""

    source: str
    valid_from: dt.date
    quality: str = "published"
    title: str = ""
    licence: str = ""
    attribution: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class RoadImport:
    """What an import of roads did: counts of edges and turn restrictions, and the pieces that hang together."""

    load: exchange.LoadReport
    remarks: dict[str, Any]
    components: pd.DataFrame


def import_roads(path: Path, origin: Origin, *, snap_m: float = 10.0, progress: Progress | None = None) -> RoadImport:
    """Read roads from ``path`` into ``road_edge`` (and ``turn_restriction``), all or nothing.

    Parameters
    ----------
    path : Path
        An OpenStreetMap file (``.osm.pbf``, ``.osm``, ``.osm.gz``), or lines that pyogrio reads, in any stated
        reference system, with at least ``road_class`` (or ``roadClass``); lines are noded with ``snap_m``.
    origin : Origin
        The source is added to ``data_source`` when it is not there yet (then ``licence`` is needed).
    snap_m : float
        Distance in metres within which ends of loose lines are joined.
    progress : Progress, optional
        Told of the stages.

    Raises
    ------
    InputError
        With every offender of the file or of the rows; nothing is saved then.

    """
    is_osm = path.name.lower().endswith(OSM_ENDINGS)
    edges, turns, remarks = _from_osm(path, origin) if is_osm else _from_lines(path, origin, snap_m)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_source(folder, origin)
        _write(folder / "road_edge.csv", edges)
        if len(turns):
            _write(folder / "turn_restriction.csv", turns)
        report = exchange.load(folder, reason=f"roads from {path.name}", progress=progress)
    return RoadImport(report, remarks, roads.component_report(edges))


def _from_osm(path: Path, origin: Origin) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame, dict[str, Any]]:
    read = roads.read_osm(path, roads.WayPolicy(ferry=False))
    found = read.edges
    barred = roads.forbidden_to(found, _BARRED)
    edges = gpd.GeoDataFrame(found[list(_EDGE_COLUMNS)], geometry=found.geometry.array, crs=WGS84)
    edges["code"] = "osm-" + found["osm_way_id"].astype(str) + "-" + found["part"].astype(str)
    edges["road_class"] = found["road_class"].map(CLASS_OF).fillna("local")
    edges["status"] = ["closed" if shut else "open" for shut in barred]
    access = found["hgv"].fillna(found["access"])
    edges["note"] = [f"OpenStreetMap access: {rule}" if shut else "" for shut, rule in zip(barred, access, strict=True)]
    remarks = {
        "ways": read.report.ways,
        "closed to trucks": int(barred.sum()),
        "left out": dict(read.report.left_out),
        "points missing in the extract": read.report.nodes_missing,
        "tags not understood": len(read.unparsed),
    }
    return _sourced(edges, origin), _sourced(_turns(read, edges["code"]), origin), remarks


def _turns(read: roads.OsmRoads, codes: pd.Series[str]) -> gpd.GeoDataFrame:
    """Return the restrictions over one junction as rows that name the edges before and after it."""
    ends: dict[tuple[int, int], tuple[str, shapely.Point]] = {}
    for code, row in zip(codes, read.edges.itertuples(), strict=True):
        xy = shapely.get_coordinates(row.geometry)
        ends[int(row.osm_way_id), int(row.from_osm_node)] = code, shapely.Point(xy[0])
        ends[int(row.osm_way_id), int(row.to_osm_node)] = code, shapely.Point(xy[-1])
    rows = []
    for turn in read.restrictions.itertuples():
        if pd.isna(turn.via_node):
            continue
        before, after = (ends.get((int(way), int(turn.via_node))) for way in (turn.from_way, turn.to_way))
        if before is not None and after is not None:
            code = f"osm-turn-{turn.Index}-{turn.from_way}-{turn.to_way}"
            rows.append(
                {
                    "code": code,
                    "kind": turn.kind,
                    "from_edge_code": before[0],
                    "to_edge_code": after[0],
                    "geometry": before[1],
                }
            )
    columns = ["code", "kind", "from_edge_code", "to_edge_code", "geometry"]
    turns = gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns), geometry="geometry", crs=WGS84)
    turns["note"] = ""
    return turns


def _from_lines(path: Path, origin: Origin, snap_m: float) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame, dict[str, Any]]:
    try:
        lines = gpd.read_file(path)
    except Exception as error:  # pyogrio and GDAL raise many kinds for files they cannot read
        raise InputError([_unreadable(path)]) from error
    lines = lines.rename(columns={"roadClass": "road_class", "reference": "ref"})
    if "road_class" not in lines:
        raise InputError([_no_class(path)])
    noded = roads.node_lines(lines, snap_m=snap_m)
    found = noded.edges
    edges = gpd.GeoDataFrame({"length_m": found["length_m"]}, geometry=found.geometry.array, crs=WGS84)
    for column in ("ref", "name", "surface"):
        edges[column] = found[column].fillna("").astype(str) if column in found else ""
    edges["code"] = [
        f"{origin.source}-{line}-{part}"
        for line, part in zip(found["line"], found.groupby("line").cumcount(), strict=True)
    ]
    edges["road_class"] = found["road_class"]
    edges["oneway"] = found["oneway"].fillna("no") if "oneway" in found else "no"
    edges["status"], edges["note"] = "open", ""
    report = noded.report
    remarks = {
        "lines": report.lines,
        "ends snapped": report.ends_snapped,
        "crossings": report.crossings,
        "places merged": report.places_merged,
    }
    none = gpd.GeoDataFrame({"code": []}, geometry=[], crs=WGS84)
    return _sourced(edges, origin), none, remarks


def _sourced(rows: gpd.GeoDataFrame, origin: Origin) -> gpd.GeoDataFrame:
    if "road_class" in rows:
        rows["valid_from"] = origin.valid_from.isoformat()
    return rows.assign(source_code=origin.source, quality=origin.quality)


def _write(path: Path, rows: gpd.GeoDataFrame) -> None:
    """Write rows as CSV with WKT at full precision; empty where a value is missing."""
    table = pd.DataFrame(rows.drop(columns="geometry"))
    table["geometry"] = shapely.to_wkt(rows.geometry.array, rounding_precision=-1)
    table.to_csv(path, index=False, encoding="utf-8")


def _write_source(folder: Path, origin: Origin) -> None:
    """Add the source to the folder when the workspace does not have it and the caller describes it."""
    from banme.workspace.models import DataSource  # noqa: PLC0415  (needs the workspace to be open)

    if DataSource.objects.filter(code=origin.source).exists() or not origin.licence:
        return
    row = {
        "code": origin.source,
        "title": origin.title or origin.source,
        "licence": origin.licence,
        "attribution": origin.attribution,
        "retrieved_on": dt.datetime.now(dt.UTC).date().isoformat(),
        "quality": origin.quality,
    }
    pd.DataFrame([row]).to_csv(folder / "data_source.csv", index=False, encoding="utf-8")


def _unreadable(path: Path) -> Problem:
    return Problem(
        rule="unreadable-roads",
        value=path.name,
        vi="Không đọc được tệp đường: cần .osm.pbf, .osm, hoặc tệp đường mà QGIS mở được (gpkg, geojson, shp)",
        en="The roads cannot be read: give .osm.pbf, .osm, or a file of lines that QGIS opens (gpkg, geojson, shp)",
    )


def _no_class(path: Path) -> Problem:
    return Problem(
        rule="no-road-class",
        value=path.name,
        column="road_class",
        vi="Thiếu cột road_class (expressway, national, provincial, district, local)",
        en="Column road_class is missing (expressway, national, provincial, district, local)",
    )
