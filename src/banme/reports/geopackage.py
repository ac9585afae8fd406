"""A run's results as a GeoPackage that opens styled in QGIS."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pyogrio

from banme.reports import choice_tables, indicators, map_styles, method, qml, summaries
from banme.reports import material as reading
from banme.reports.flowbands import bands
from banme.reports.flowlines import flow_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from banme.reports.material import Material

_TOLERANCE_DEG = 1e-5
_VERSION = "1.3"
"""GeoPackage version; QGIS before 3.28 reads 1.4 with a warning."""

LAYER_STYLES = """CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
    styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
    owner TEXT(30), ui TEXT(30),
    update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))"""
"""The table QGIS keeps a GeoPackage's styles in, as QGIS itself makes it."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A layer to write: its rows, geometry type (empty for a plain table), and titles for people."""

    rows: pd.DataFrame
    geometry_type: str
    title: str
    description: str


def write(path: Path | str, run_code: str, language: str = "vi") -> Path:
    """Write a run's results as a GeoPackage with a default style for each layer.

    Layers: ``admin_units`` and ``roads`` in force on the run's day, ``sites``, ``outlets``, ``communes`` (cost,
    supply, reach), ``legs``, ``flow_lines`` (legs added up along roads), ``openings``; tables ``indicators`` and
    ``sources``; styles in ``layer_styles``. Everything is in EPSG:4326.

    Parameters
    ----------
    path : Path or str
        The file to write; an older one is replaced once the new one is complete.
    run_code : str
        A finished run (or one stopped early that kept a plan).
    language : str
        Language of titles, legends and names: ``vi`` or ``en``.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    InputError
        When the run is unknown or holds no plan, or the language is not offered.

    """
    material = reading.read(run_code, None, language)
    target = Path(path)
    about = material.plan.run.code, material.say("Kiểu hiển thị của QGIS", "QGIS styles")
    write_layers(target, layers(material), map_styles.styles(material), about)
    return target


def layers(material: Material) -> dict[str, Layer]:
    """Return the layers by name, in the order QGIS lists them."""
    say = material.say
    credit = method.attribution(material)
    plan = material.plan
    verdicts = choice_tables.verdicts(material)
    near = {
        "near_optimal": Layer(
            verdicts.drop(columns=["run_code"]),
            "Point",
            say("Điểm trong các phương án gần tối ưu", "Sites in near-optimal plans"),
            plan.run.code,
        )
    }
    return {
        **(near if len(verdicts) else {}),
        "openings": Layer(_openings(material), "Point", say("Điểm được mở", "Opened sites"), plan.run.code),
        "outlets": Layer(
            _columns(material.outlets, ["code", "name", "kind", "source_code", "quality"]),
            "Point",
            say("Nơi tiêu thụ", "Outlets"),
            credit,
        ),
        "sites": Layer(
            _columns(material.sites, ["code", "name", "kind", "status", "source_code", "quality"]),
            "Point",
            say("Điểm logistics, mọi tình trạng", "Logistics sites of every status"),
            credit,
        ),
        "flow_lines": Layer(
            _flow_lines(material), "LineString", say("Luồng hàng trên đường", "Goods along roads"), credit
        ),
        "legs": Layer(_legs(material), "LineString", say("Chặng vận chuyển theo năm", "Legs by year"), credit),
        "roads": Layer(
            _columns(
                material.roads,
                ["code", "ref", "name", "road_class", "status", "length_m", "speed_kmh", "source_code", "quality"],
            ),
            "LineString",
            say("Đường có hiệu lực ngày tính", "Roads in force on the run's day"),
            credit,
        ),
        "communes": Layer(
            _communes(material), "MultiPolygon", say("Kết quả theo xã, phường", "Results by commune"), credit
        ),
        "admin_units": Layer(
            _units(material), "MultiPolygon", say("Đơn vị hành chính", "Administrative units"), credit
        ),
        "indicators": Layer(_indicators(material), "", say("Chỉ tiêu", "Indicators"), plan.run.code),
        "sources": Layer(_sources(material), "", say("Nguồn số liệu và giấy phép", "Sources and licences"), credit),
    }


def _columns(table: gpd.GeoDataFrame, names: list[str]) -> gpd.GeoDataFrame:
    return table[[*names, "geometry"]].reset_index(drop=True)


def _units(material: Material) -> gpd.GeoDataFrame:
    names = ["code", "official_code", "name", "level", "kind", "area_km2", "population", "population_year"]
    both = pd.concat([material.provinces, material.communes])
    return _columns(gpd.GeoDataFrame(both, geometry="geometry", crs=4326), [*names, "source_code", "quality"])


def _openings(material: Material) -> gpd.GeoDataFrame:
    table = summaries.opened(material)
    names = ["site_code", "site_name", "kind", "module_code", "module_name", "year", "year_opened", "is_new", "area_ha"]
    figures = ["throughput_t_year", "utilisation_pct", "fixed_vnd_year", "capex_vnd"]
    return _columns(gpd.GeoDataFrame(table, geometry="geometry", crs=4326), [*names, *figures])


def _legs(material: Material) -> gpd.GeoDataFrame:
    rows = material.plan.legs
    table = rows.drop(columns=["run_code"]).assign(commodity=rows["commodity_code"].map(material.commodity_name))
    return table.sort_values("quantity_t", ascending=False, kind="stable").reset_index(drop=True)


def _flow_lines(material: Material) -> gpd.GeoDataFrame:
    legs = material.plan.legs
    codes = tuple(sorted(set(legs["commodity_code"])))
    years = [bands(flow_lines(legs[legs["year"] == year], codes, _TOLERANCE_DEG), year) for year in material.plan.years]
    if not years:
        return bands(flow_lines(legs, codes), 0)
    table = gpd.GeoDataFrame(pd.concat(years, ignore_index=True), geometry="geometry", crs=4326)
    return table.assign(commodity=table["commodity_code"].map(material.commodity_name))


def _communes(material: Material) -> gpd.GeoDataFrame:
    rows = material.plan.units
    table = rows.drop(columns=["run_code"]).assign(name=rows["unit_code"].map(material.place_name))
    return table.sort_values(["year", "unit_code"], kind="stable").reset_index(drop=True)


def _indicators(material: Material) -> pd.DataFrame:
    table = indicators.paired(material.plan.indicators, None, material.language)
    names = ["indicator", "label", "unit", "scope", "after", "missing_reason"]
    scopes = table["scope"].map(material.scope_name)
    return table[names].rename(columns={"after": "value"}).assign(scope_name=scopes, run_code=material.plan.run.code)


def _sources(material: Material) -> pd.DataFrame:
    rows = material.evidence.sources
    names = ["code", "title", "publisher", "version", "licence", "attribution", "url", "quality", "note"]
    return rows[names].assign(tables=rows["tables"].map(", ".join))


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """Return the columns in types a GeoPackage holds: missing whole numbers and flags stay missing."""
    found = table.copy()
    for name in found.columns:
        if str(found[name].dtype) == "Int64":
            found[name] = found[name].astype(float) if found[name].isna().any() else found[name].astype("int64")
        elif name != "geometry" and found[name].dtype == object and {bool} & set(map(type, found[name])):
            found[name] = found[name].astype("boolean")
    return found


def write_layer(path: Path, name: str, layer: Layer) -> None:
    """Add a layer, or a plain table, to a GeoPackage; the file is made with the first."""
    titles = {"IDENTIFIER": layer.title, "DESCRIPTION": layer.description}
    rows = _plain(layer.rows)
    new = {} if path.exists() else {"dataset_options": {"VERSION": _VERSION}}
    if not layer.geometry_type:
        pyogrio.write_dataframe(rows, path, layer=name, driver="GPKG", append=not new, layer_options=titles, **new)
        return
    pyogrio.write_dataframe(
        rows,
        path,
        layer=name,
        driver="GPKG",
        geometry_type=layer.geometry_type,
        promote_to_multi=layer.geometry_type.startswith("Multi"),
        append=not new,
        layer_options={"GEOMETRY_NAME": "geometry", **titles},
        **new,
    )


def write_layers(
    target: Path, layers: Mapping[str, Layer], styles: Mapping[str, qml.Style], about: tuple[str, str]
) -> None:
    """Write layers and their default styles; an older file is replaced once the new one is complete.

    Parameters
    ----------
    target : Path
        Its folder is made if it is not there.
    layers : mapping
        By name, in the order QGIS lists them.
    styles : mapping
        By layer; those of layers that are not there are left out.
    about : tuple of str
        What describes each style, and the table of styles.

    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        draft = Path(folder) / "results.gpkg"
        for name, layer in layers.items():
            write_layer(draft, name, layer)
        _write_styles(draft, {name: style for name, style in styles.items() if name in layers}, about)
        draft.replace(target)


def _write_styles(path: Path, styles: Mapping[str, qml.Style], about: tuple[str, str]) -> None:
    """Store each layer's style as QGIS does, and register the table."""
    description, table = about
    rows = [
        ("", "", name, "geometry", name, qml.render(style), 1, description, "banme") for name, style in styles.items()
    ]
    with closing(sqlite3.connect(path)) as store, store:
        store.execute(LAYER_STYLES)
        store.executemany(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
            "styleQML, useAsDefault, description, owner) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        store.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) "
            "VALUES ('layer_styles', 'attributes', 'layer_styles', ?, 0)",
            [table],
        )
