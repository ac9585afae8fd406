"""What a table of road edges must satisfy before anything is computed from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from banme.errors import Findings, InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WGS84 = CRS.from_epsg(4326)
ONEWAY = ("no", "forward", "backward")
TABLE = "edges"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule on one column: its machine name and what to tell a person whose row breaks it."""

    name: str
    column: str
    vi: str
    en: str
    table: str = TABLE

    def problems(self, frame: pd.DataFrame, bad: Any) -> Iterable[Problem]:
        """Yield one problem for every row where ``bad`` (bool, shape (rows,)) is true."""
        shown = self.column in frame.columns and self.column != "geometry"
        for position in np.flatnonzero(np.asarray(bad, dtype=bool)):
            value = str(frame[self.column].iloc[position]) if shown else ""
            row = str(frame.index[int(position)])
            yield Problem(self.name, self.vi, self.en, self.table, row, self.column, value)


def note(findings: Findings, rule: Rule, frame: pd.DataFrame, bad: Any) -> None:
    """Add to ``findings`` every row of ``frame`` that breaks ``rule``."""
    for problem in rule.problems(frame, bad):
        findings.add(problem)


def require_columns(frame: pd.DataFrame, columns: Iterable[str], table: str = TABLE) -> None:
    """Raise :class:`InputError` naming every one of ``columns`` that ``frame`` lacks."""
    findings = Findings()
    for column in columns:
        if column not in frame.columns:
            vi = f"Thiếu cột {column}; hãy thêm cột này vào bảng."
            en = f"Column {column} is missing; add it to the table."
            findings.add(Problem("missing-column", vi, en, table, column=column))
    findings.raise_if_any()


def require_same_index(edges: pd.DataFrame, values: pd.Series[Any], name: str) -> None:
    """Raise :class:`InputError` unless ``values`` carries exactly the index of ``edges``, in its order."""
    if edges.index.equals(values.index):
        return
    vi = f"Chỉ mục của {name} khác chỉ mục của bảng đường; hãy sắp lại theo bảng đường (reindex)."
    en = f"The index of {name} differs from that of the edges; reindex it to the edges first."
    raise InputError([Problem("labels-differ", vi, en, TABLE, column=name)])


def check_crs(frame: gpd.GeoDataFrame | gpd.GeoSeries, findings: Findings, table: str = TABLE) -> None:
    """Note a problem unless the frame is in longitude and latitude on WGS 84 (EPSG:4326)."""
    crs = frame.crs
    if crs is not None and crs.equals(WGS84, ignore_axis_order=True):
        return
    if crs is None:
        vi = "Chưa khai báo hệ toạ độ; hãy gán bằng set_crs (ví dụ EPSG:4326)."
        en = "The coordinate reference system is not declared; set it with set_crs (for instance EPSG:4326)."
    else:
        vi = "Hệ toạ độ phải là EPSG:4326; hãy chuyển bằng to_crs(4326)."
        en = "The coordinate reference system must be EPSG:4326; convert with to_crs(4326)."
    findings.add(Problem("wrong-crs", vi, en, table, column="geometry", value="" if crs is None else crs.to_string()))


def check_lines(frame: gpd.GeoDataFrame, findings: Findings, table: str = TABLE, *, multi: bool = False) -> None:
    """Note every row whose geometry is missing, empty, not a line, or outside longitude and latitude.

    Parameters
    ----------
    frame : GeoDataFrame
        Rows to check, coordinates in degrees.
    findings : Findings
        Where the problems are gathered.
    table : str
        Name of the table in the problems.
    multi : bool
        Whether MultiLineString is accepted beside LineString.

    """
    geometry = np.asarray(frame.geometry.array)
    empty = shapely.is_missing(geometry) | shapely.is_empty(geometry)
    kinds = [shapely.GeometryType.LINESTRING] + [shapely.GeometryType.MULTILINESTRING] * multi
    wrong_kind = ~empty & ~np.isin(shapely.get_type_id(geometry), kinds)
    usable = ~empty & ~wrong_kind
    with np.errstate(invalid="ignore"):
        bounds = np.abs(shapely.bounds(geometry))
        inside = (bounds <= np.array([180.0, 90.0, 180.0, 90.0])).all(axis=1)
    note(
        findings,
        Rule(
            "empty-geometry",
            "geometry",
            "Tuyến đường không có hình học; hãy vẽ lại hoặc xoá dòng này.",
            "The road has no geometry; draw it or delete the row.",
            table,
        ),
        frame,
        empty,
    )
    note(
        findings,
        Rule(
            "not-a-line",
            "geometry",
            "Hình học phải là đường (LineString); hãy tách hoặc đổi kiểu.",
            "The geometry must be a line (LineString); split or convert it.",
            table,
        ),
        frame,
        wrong_kind,
    )
    note(
        findings,
        Rule(
            "outside-the-earth",
            "geometry",
            "Toạ độ nằm ngoài kinh độ ±180, vĩ độ ±90: có thể đảo kinh độ và vĩ độ hoặc khai sai hệ toạ độ.",
            "Coordinates lie outside longitude ±180, latitude ±90: swapped axes or a wrongly declared CRS.",
            table,
        ),
        frame,
        usable & ~inside,
    )


_LENGTH = Rule(
    "length-not-positive",
    "length_m",
    "Chiều dài phải là số mét lớn hơn 0; hãy đo lại.",
    "The length must be a number of metres above 0; measure it again.",
)
_CLASS = Rule(
    "missing-class",
    "road_class",
    "Thiếu cấp đường; hãy điền cấp có trong bảng tốc độ.",
    "The road class is missing; enter one of those in the table of speeds.",
)
_ONEWAY = Rule(
    "unknown-oneway",
    "oneway",
    "Chiều đi phải là no, forward hoặc backward.",
    "oneway must be no, forward or backward.",
)
_SPEED = Rule(
    "speed-not-positive",
    "speed_kmh",
    "Tốc độ phải lớn hơn 0 km/h; để trống nếu lấy theo cấp đường.",
    "The speed must be above 0 km/h; leave it empty to take it by class.",
)
_CLIMB = Rule(
    "negative-climb",
    "climb_m",
    "Độ cao leo phải từ 0 m trở lên; để trống nếu chưa biết.",
    "The climb must be 0 m or more; leave it empty when unknown.",
)


def numbers(frame: pd.DataFrame, column: str) -> Floats:
    """Return a column as floats, shape (rows,); missing and non-numeric become NaN."""
    return pd.to_numeric(frame[column], errors="coerce").to_numpy(dtype=float, na_value=np.nan)


def check_edges(edges: gpd.GeoDataFrame) -> Findings:
    """Gather everything that keeps a table of edges from being a road graph.

    Parameters
    ----------
    edges : GeoDataFrame
        Columns ``road_class``, ``length_m``, ``oneway``, geometry; optional ``speed_kmh``, ``climb_m``.

    Returns
    -------
    Findings
        Every offender; false when there is none.

    Raises
    ------
    InputError
        When a required column is missing.

    """
    require_columns(edges, ("road_class", "length_m", "oneway"))
    findings = Findings()
    check_crs(edges, findings)
    check_lines(edges, findings) if not findings else None
    length_m = numbers(edges, "length_m")
    note(findings, _LENGTH, edges, ~(np.isfinite(length_m) & (length_m > 0)))
    note(findings, _CLASS, edges, edges["road_class"].isna())
    note(findings, _ONEWAY, edges, ~edges["oneway"].isin(ONEWAY))
    for rule, least in ((_SPEED, np.nextafter(0.0, 1.0)), (_CLIMB, 0.0)):
        if rule.column in edges.columns:
            value = numbers(edges, rule.column)
            bad = edges[rule.column].notna().to_numpy() & ~(np.isfinite(value) & (value >= least))
            note(findings, rule, edges, bad)
    return findings
