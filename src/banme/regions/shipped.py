"""Which regions are shipped, where their tables lie and how to show them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from banme.errors import InputError, Problem

DESCRIPTION = "region.toml"
_HERE = Path(__file__).parent

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Hillshade:
    """A relief picture to lay under the map.

    Attributes
    ----------
    path : Path
        PNG file.
    crs : str
        Projection of its pixel grid, e.g. ``EPSG:3857``.
    corners : tuple of four (longitude, latitude)
        North-west, north-east, south-east, south-west, in degrees.
    attribution : str
        Line to be shown with it.

    """

    path: Path
    crs: str
    corners: tuple[Point, Point, Point, Point]
    attribution: str


@dataclass(frozen=True, slots=True)
class Region:
    """A shipped region, as its ``region.toml`` describes it.

    Attributes
    ----------
    code, name_vi, name_en : str
        What it is called.
    nation : Path
        Exchange folder of the national tables, law and holidays, which are loaded before the region's.
    path : Path
        Exchange folder: one file a table, or several named ``<table>.<part>.<ext>``.
    default_scenario, compare_with : str
        Scenario to compute first, and the one to compare it with.
    centre : (longitude, latitude)
        Middle of the first map, degrees.
    zoom : float
        Zoom of the first map (web map levels).
    extent : (west, south, east, north)
        Degrees.
    hillshade : Hillshade or None
        Relief, if one is shipped.
    odbl_files : tuple of str
        Files under the Open Database License.

    """

    code: str
    name_vi: str
    name_en: str
    nation: Path
    path: Path
    default_scenario: str
    compare_with: str
    centre: Point
    zoom: float
    extent: tuple[float, float, float, float]
    hillshade: Hillshade | None
    odbl_files: tuple[str, ...]


def names() -> list[str]:
    """Return the codes of the regions shipped, sorted."""
    return sorted(found.parent.name for found in _HERE.glob(f"*/{DESCRIPTION}"))


def path(name: str) -> Path:
    """Return the exchange folder of a region.

    Raises
    ------
    InputError
        When no such region is shipped; the message names those that are.

    """
    shipped = names()
    if name not in shipped:
        listed = ", ".join(shipped)
        vi, en = f"Không có vùng mẫu này; hiện có: {listed}.", f"No such region is shipped; there are: {listed}."
        raise InputError([Problem("unknown-region", vi, en, value=name)])
    return _HERE / name


def folders(name: str) -> tuple[Path, Path]:
    """Return the exchange folders that make up a region, in load order: the national tables, then its own.

    Raises
    ------
    InputError
        When no such region is shipped.

    """
    region = describe(name)
    return region.nation, region.path


def describe(name: str) -> Region:
    """Return what a region's ``region.toml`` says.

    Raises
    ------
    InputError
        When no such region is shipped.

    """
    folder = path(name)
    facts = tomllib.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    shown = facts["map"]
    return Region(
        code=facts["code"],
        name_vi=facts["name_vi"],
        name_en=facts["name_en"],
        nation=_HERE / facts["nation"],
        path=folder,
        default_scenario=facts["default_scenario"],
        compare_with=facts["compare_with"],
        centre=tuple(shown["centre"]),
        zoom=shown["zoom"],
        extent=tuple(shown["extent"]),
        hillshade=_hillshade(folder, facts.get("hillshade")),
        odbl_files=tuple(facts["licences"]["odbl"]),
    )


def _hillshade(folder: Path, facts: dict[str, Any] | None) -> Hillshade | None:
    if facts is None:
        return None
    corners = tuple((corner[0], corner[1]) for corner in facts["corners"])
    return Hillshade(folder / facts["file"], facts["crs"], corners, facts["attribution"])  # type: ignore[arg-type]
