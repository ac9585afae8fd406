"""The workspace's tables as a relocation: priority, movers, plots, utilities by year, trades, wishes, budget."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from banme.clusters.relocation import RelocationProblem, SafetyDistance, exposure
from banme.errors import Findings, InputError, Problem
from banme.studies.inputs import in_force
from banme.studies.relocation.rules import RuleUsed, Worths, distances, supports, worths
from banme.workspace import models as m
from banme.workspace.frames import frame
from banme.workspace.models.clusters import PlotStatus, PlotUse

UTILITIES = {"water": "water_m3_day", "wastewater": "wastewater_m3_day", "power": "power_kw"}
NEEDED = ("land_ha", "workers", *UTILITIES.values(), "move_cost_vnd", "stay_cost_vnd_year")
HA = 10_000.0
"""Square metres in a hectare."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A relocation read from the workspace.

    Attributes
    ----------
    priority : GeoDataFrame
        Every establishment outside clusters by code, the most urgent first: what ``exposure`` found, ``home``,
        ``movable``, ``missing`` (what is lacking for it to enter the plan), point in degrees.
    problem : RelocationProblem or None
        None when nobody can enter the plan.
    places : dict
        Longitude and latitude of establishments and plots.
    left_out : dict
        Clusters that cannot receive anybody, with the reason, as (Vietnamese | English).
    rules : list of RuleUsed
    worths : Worths
    tables : dict of str to DataFrame
        What was read.

    """

    priority: gpd.GeoDataFrame
    problem: RelocationProblem | None
    places: dict[str, tuple[float, float]]
    left_out: dict[str, str]
    rules: list[RuleUsed]
    worths: Worths
    tables: dict[str, pd.DataFrame]


def read(day: dt.date, asked: Mapping[str, Any]) -> Case:
    """Read a relocation as at a day.

    ``asked`` may hold ``distances_m`` (by hazard class), ``budget_vnd`` (by year, or one figure for every year) and
    ``exposure_vnd``, ``job_vnd``, ``free_km``, ``lost_pct_km`` in place of the tables' figures.

    Raises
    ------
    InputError
        With every offender in the tables.

    """
    known, used = distances(day, asked.get("distances_m") or {})
    rules, more = supports()
    prices, rest = worths(day, asked)
    homes = in_force(frame(m.ResidentialArea), day)
    outside = frame(m.Establishment, m.Establishment.objects.filter(cluster=None).exclude(status="stopped"))
    needs = frame(m.RelocationNeed)
    tables = {
        "residential_area": homes,
        "establishment": outside,
        "relocation_need": needs,
        "relocation_wish": frame(m.RelocationWish),
        "cluster_trade": frame(m.ClusterTrade),
        "relocation_budget": frame(m.RelocationBudget),
        "safety_distance": frame(m.SafetyDistance),
        "relocation_support": frame(m.RelocationSupport),
    }
    _require(tables)
    crs = outside.estimate_utm_crs()
    table = priorities(outside.set_index("code"), homes.set_index("code"), known, crs)
    table = table.join(_needs(outside, needs))
    table["missing"] = [_missing(row) for _, row in table.iterrows()]
    near = table["where"].isin(["inside", "near"])
    table["movable"] = near & (table["missing"] == "") & (table["exposure"] > 0)
    budget = _budget(tables["relocation_budget"], asked.get("budget_vnd"))
    movers = table[table["movable"]]
    plots, utilities, left_out = _offers(day, list(budget), crs)
    tables |= {"plot": plots.drop(columns="geometry"), "cluster_utility": utilities}
    problem = None
    if len(movers) and len(plots):
        problem = RelocationProblem(
            movers=_movers(movers, crs),
            plots=plots.drop(columns="geometry"),
            utilities=utilities,
            trades=_trades(movers, plots, tables["cluster_trade"]),
            wishes=tables["relocation_wish"].rename(
                columns={"establishment_code": "establishment", "cluster_code": "cluster"}
            )[["establishment", "cluster", "wish"]],
            years=tuple(budget),
            budget_vnd=tuple(budget.values()),
            support=rules,
        )
    points = {**dict(zip(table.index, table.geometry, strict=True)), **dict(plots["geometry"])}
    places = {str(code): (point.x, point.y) for code, point in points.items()}
    return Case(table, problem, places, left_out, [*used, *more, *rest], prices, tables)


def _require(tables: Mapping[str, pd.DataFrame]) -> None:
    found = Findings()
    for name in ("residential_area", "establishment", "relocation_budget"):
        if tables[name].empty:
            found.add(
                Problem(
                    "empty-table",
                    "Bảng chưa có dòng nào có hiệu lực: nhập số liệu trước khi tính",
                    "The table has no row in force: enter data before computing",
                    name,
                )
            )
    found.raise_if_any()


def priorities(
    establishments: gpd.GeoDataFrame, homes: gpd.GeoDataFrame, known: dict[str, SafetyDistance], crs: Any
) -> gpd.GeoDataFrame:
    """Order establishments (in degrees, by code) by the people and pollution they expose.

    Those with a known exposure come first, the largest first; then those whose class or score is not known, inside
    homes before the others; ties by code. Those without a position are left out of the order and told as missing.
    """
    placed = establishments[establishments.geometry.notna()]
    if placed.empty:
        raise InputError(
            [Problem("relocation", "Chưa cơ sở nào có vị trí", "No establishment has a position", "establishment")]
        )
    metres, areas = placed.to_crs(crs), homes.to_crs(crs)
    table = exposure(
        metres.assign(pollution_score=metres["pollution_score"].astype(float)),
        areas.assign(population=areas["population"].astype(float)),
        known,
    )
    nearest = areas.sindex.nearest(metres.geometry, return_all=False)
    home = pd.Series(areas.index[nearest[1]], index=metres.index[nearest[0]], dtype=object)
    found = placed.join(table).assign(home=home)
    urgency = found["exposure"].fillna(-1.0)
    rank = found["where"].map({"inside": 0, "near": 1, "unknown": 2, "clear": 3})
    order = found.assign(_u=-urgency, _r=rank, _c=found.index).sort_values(["_u", "_r", "_c"])
    return order.drop(columns=["_u", "_r", "_c"])  # type: ignore[return-value]


def _needs(outside: pd.DataFrame, needs: pd.DataFrame) -> pd.DataFrame:
    """Return cost of moving and staying, and the land needed where it differs from what is held."""
    rows = needs.set_index("establishment_code")[["land_ha", "move_cost_vnd", "stay_cost_vnd_year"]]
    return rows.rename(columns={"land_ha": "land_needed_ha"}).reindex(outside["code"])


def _missing(row: pd.Series) -> str:
    """Name the figures an establishment near homes lacks; the land it holds stands in for the land it needs."""
    lacks = [name for name in NEEDED if pd.isna(row[name])]
    if pd.notna(row["land_needed_ha"]):
        lacks = [name for name in lacks if name != "land_ha"]
    if row["where"] == "unknown" or not row["hazard_class"]:
        lacks.insert(0, "hazard_class")
    if pd.isna(row["pollution_score"]):
        lacks.insert(0, "pollution_score")
    return ", ".join(lacks)


def _movers(rows: gpd.GeoDataFrame, crs: Any) -> pd.DataFrame:
    points = rows.geometry.to_crs(crs)
    own = {name: rows[column].astype(float) for name, column in UTILITIES.items()}
    return pd.DataFrame(
        {
            "x_m": points.x,
            "y_m": points.y,
            "land_ha": rows["land_needed_ha"].astype(float).fillna(rows["land_ha"].astype(float)),
            "workers": rows["workers"].astype(float),
            "trade": rows["vsic"].astype(str),
            "exposure": rows["exposure"].astype(float),
            "stay_cost_vnd_year": rows["stay_cost_vnd_year"].astype(float),
            "move_cost_vnd": rows["move_cost_vnd"].astype(float),
            **own,
        }
    )


def _budget(rows: pd.DataFrame, asked: Any) -> dict[int, float]:
    """Return the support budget by year; one figure asked for holds in every year of the table."""
    found = {int(row.year): float(row.budget_vnd) for row in rows.sort_values("year").itertuples()}
    if asked is None:
        return found
    if isinstance(asked, Mapping):
        return {int(year): float(value) for year, value in sorted(asked.items(), key=lambda one: int(one[0]))}
    return dict.fromkeys(found, float(asked))


def _trades(movers: pd.DataFrame, plots: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Pair each trade with the clusters that may receive it, by the beginning of its VSIC code."""
    here = set(plots["cluster"])
    pairs = {
        (str(trade), row.cluster_code)
        for trade in movers["vsic"].unique()
        for row in rows.itertuples()
        if row.cluster_code in here and str(trade).startswith(row.vsic_prefix)
    }
    return pd.DataFrame(sorted(pairs), columns=["trade", "cluster"])


def _offers(day: dt.date, years: list[int], crs: Any) -> tuple[gpd.GeoDataFrame, pd.DataFrame, dict[str, str]]:
    """Return the plots with free land and what utilities are left by year, of clusters that can receive somebody."""
    plots, rows, left_out = [], [], {}
    stated = set(m.ClusterTrade.objects.values_list("cluster_id", flat=True))
    for cluster in m.IndustrialCluster.objects.filter(code__in=m.Plot.objects.values("cluster_id")):
        free = free_plots(cluster, day, crs)
        left, unknown = utilities_left(cluster.code, day, years)
        if free.empty:
            left_out[cluster.code] = "Không còn đất trống | no free land"
        elif cluster.code not in stated:
            left_out[cluster.code] = "Chưa nêu ngành được nhận | trades it may receive are not stated"
        elif unknown:
            names = ", ".join(unknown)
            left_out[cluster.code] = f"Chưa rõ phần còn lại: {names} | what is left is not known: {names}"
        else:
            plots.append(free)
            rows.append(left)
    columns = ["cluster", "x_m", "y_m", "area_ha", "least_part_ha", "serviced_from", "rent_vnd_ha_year", "geometry"]
    empty = gpd.GeoDataFrame(columns=columns, geometry="geometry", crs=4326)
    found = pd.concat(plots) if plots else empty
    use = (
        pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=["cluster", "utility", "year", "capacity"])
    )
    return found, use, left_out


def free_plots(cluster: m.IndustrialCluster, day: dt.date, crs: Any) -> gpd.GeoDataFrame:
    """Return a cluster's industrial plots with land nobody holds; one that must not be split counts whole or not.

    A plot is ready in the first year on whose first day it is serviced.
    """
    rows = frame(
        m.Plot, m.Plot.objects.filter(cluster=cluster, use=PlotUse.INDUSTRY).exclude(status=PlotStatus.RESERVED)
    )
    leases = in_force(frame(m.Lease, m.Lease.objects.filter(plot__in=list(rows["code"]))), day)
    let = rows["code"].map(leases.groupby("plot_code")["area_ha"].sum()).fillna(0.0).to_numpy(float)
    split = rows["least_part_ha"].notna().to_numpy(bool)
    area = rows["area_ha"].to_numpy(float)
    free = np.where(split, area - let, np.where(let > 0, 0.0, area))
    points = gpd.GeoSeries([_middle(shape, cluster.geometry) for shape in rows["geometry"]], crs=4326)
    metres = points.to_crs(crs)
    found = gpd.GeoDataFrame(
        {
            "cluster": cluster.code,
            "x_m": metres.x.to_numpy(float),
            "y_m": metres.y.to_numpy(float),
            "area_ha": np.round(free, 6),
            "least_part_ha": rows["least_part_ha"].to_numpy(float),
            "serviced_from": [_first_year(start) for start in rows["serviced_on"]],
            "rent_vnd_ha_year": rows["rent_vnd_m2_year"].to_numpy(float) * HA,
        },
        geometry=points.to_numpy(),
        index=pd.Index(rows["code"].to_numpy(object)),
        crs=4326,
    )
    least = np.where(split, found["least_part_ha"].to_numpy(float), 0.0)
    return found[(found["area_ha"] > 0) & (found["area_ha"] >= least)]  # type: ignore[return-value]


def _middle(shape: Any, place: Any) -> Any:
    if shape is not None and not pd.isna(shape):
        return shape.centroid
    return place


def _first_year(start: dt.date | None) -> float:
    if start is None or pd.isna(start):
        return np.nan
    return float(start.year + (start > dt.date(start.year, 1, 1)))


def utilities_left(cluster: str, day: dt.date, years: list[int]) -> tuple[pd.DataFrame, list[str]]:
    """Return what tenants leave of each utility on the first day of each year, and the utilities not known.

    Before a capacity that is known to come there is none. A utility without any capacity, or a tenant that has not
    stated its demand, leaves it unknown.
    """
    tenants = m.Establishment.objects.filter(cluster_id=cluster).exclude(status="stopped")
    rows, unknown = [], []
    for utility, column in UTILITIES.items():
        served = m.ClusterUtility.objects.filter(cluster_id=cluster, utility=utility).exclude(valid_to__lt=day)
        demands = list(tenants.values_list(column, flat=True))
        if not served.exists() or None in demands:
            unknown.append(utility)
            continue
        for year in years:
            first = dt.date(year, 1, 1)
            now = served.filter(valid_from__lte=first).exclude(valid_to__lt=first).order_by("-valid_from").first()
            room = 0.0 if now is None else float(now.capacity)
            rows.append((cluster, utility, year, max(0.0, room - float(sum(demands)))))
    return pd.DataFrame(rows, columns=["cluster", "utility", "year", "capacity"]), unknown
