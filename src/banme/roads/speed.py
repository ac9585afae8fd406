"""Speed of a truck on each edge: stated, else by road class, slowed by climb where terrain is considered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from banme.errors import Findings, InputError, Problem
from banme.roads.checks import TABLE, Rule, note, numbers, require_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from banme.roads.checks import Floats


@dataclass(frozen=True, slots=True)
class TerrainFactor:
    """How climb slows a loaded truck: a factor on the class speed, linear between stated points.

    Attributes
    ----------
    climb_m_km : tuple of float
        Metres climbed per kilometre, rising, the first 0.
    factor : tuple of float
        Factor on the class speed at each point, in (0, 1], never rising; beyond the last point it stays.

    Raises
    ------
    InputError
        When the points do not rise from 0, or a factor is outside (0, 1] or rises.

    Notes
    -----
    The values are the caller's, with their source: none is built in.

    """

    climb_m_km: tuple[float, ...]
    factor: tuple[float, ...]

    def __post_init__(self) -> None:
        climb, factor = np.array(self.climb_m_km, dtype=float), np.array(self.factor, dtype=float)
        rising = len(climb) > 0 and climb[0] == 0 and bool((np.diff(climb) > 0).all())
        falling = len(factor) == len(climb) and bool(
            ((factor > 0) & (factor <= 1)).all() and (np.diff(factor) <= 0).all()
        )
        if not (rising and falling):
            vi = "Hệ số địa hình cần độ leo tăng dần từ 0 và hệ số trong (0, 1] không tăng, cùng số điểm."
            en = "A terrain factor needs climbs rising from 0 and as many factors in (0, 1] that never rise."
            raise InputError([Problem("terrain-factor", vi, en, "terrain", value=f"{self.climb_m_km} {self.factor}")])

    def at(self, climb_m_km: Floats) -> Floats:
        """Return the factor at each climb (m per km), same shape."""
        return np.interp(climb_m_km, self.climb_m_km, self.factor)


_UNKNOWN_CLIMB = Rule(
    "missing-climb",
    "climb_m",
    "Thiếu độ cao leo nên không tính được hệ số địa hình; hãy điền climb_m hoặc speed_kmh cho đoạn này.",
    "The climb is missing, so terrain cannot be applied; give climb_m, or speed_kmh, for this edge.",
)


def speeds(edges: pd.DataFrame, by_class: Mapping[str, float], *, terrain: TerrainFactor | None) -> pd.Series[Any]:
    """Return the speed on every edge.

    Parameters
    ----------
    edges : DataFrame
        Columns ``road_class``; optional ``speed_kmh`` (stated speed, taken as it is, NaN: by class). With
        ``terrain`` also ``length_m`` and ``climb_m`` (metres climbed along the edge, mean of the two directions).
    by_class : mapping
        Speed in km/h of each road class.
    terrain : TerrainFactor or None
        Slows class speeds by climb; stated speeds already hold their terrain and stay. None: flat.

    Returns
    -------
    Series of float, named ``speed_kmh``
        km/h on the index of ``edges``.

    Raises
    ------
    InputError
        Naming every class without a speed with its edges, every speed that is not above 0, and, with ``terrain``,
        every edge whose climb is missing. A missing climb is not taken for flat.

    """
    columns = ("road_class",) if terrain is None else ("road_class", "length_m", "climb_m")
    require_columns(edges, columns)
    findings = Findings()
    stated = numbers(edges, "speed_kmh") if "speed_kmh" in edges.columns else np.full(len(edges), np.nan)
    by_table = np.isnan(stated)
    _check_class_speeds(edges[by_table], by_class, findings)
    stated_rule = Rule(
        "speed-not-positive", "speed_kmh", "Tốc độ phải lớn hơn 0 km/h.", "A speed must be above 0 km/h."
    )
    note(findings, stated_rule, edges, ~by_table & ~(stated > 0))
    class_speed = edges["road_class"].map(dict(by_class)).to_numpy(dtype=float, na_value=np.nan)
    if terrain is not None:
        climb_m = numbers(edges, "climb_m")
        note(findings, _UNKNOWN_CLIMB, edges, by_table & np.isnan(climb_m))
        class_speed = class_speed * terrain.at(1000.0 * climb_m / edges["length_m"].to_numpy(dtype=float))
    findings.raise_if_any()
    return pd.Series(np.where(by_table, class_speed, stated), index=edges.index, name="speed_kmh")


def _check_class_speeds(edges: pd.DataFrame, by_class: Mapping[str, float], findings: Findings) -> None:
    for name, members in edges.groupby("road_class", dropna=False, sort=True):
        shown = ", ".join(map(str, members.index[:5])) + (f" … ({len(members)})" if len(members) > 5 else "")  # noqa: PLR2004
        if name not in by_class:
            vi = "Cấp đường chưa có tốc độ; hãy thêm vào bảng tốc độ theo cấp hoặc điền speed_kmh."
            en = "This road class has no speed; add it to the table of speeds by class, or give speed_kmh."
            findings.add(Problem("class-without-speed", vi, en, TABLE, shown, "road_class", str(name)))
    for name, speed_kmh in by_class.items():
        if not (np.isfinite(speed_kmh) and speed_kmh > 0):
            vi = "Tốc độ theo cấp phải lớn hơn 0 km/h."
            en = "A class's speed must be above 0 km/h."
            findings.add(
                Problem("class-speed-not-positive", vi, en, "speed by class", name, "speed_kmh", str(speed_kmh))
            )
