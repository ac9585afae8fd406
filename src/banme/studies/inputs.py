"""Rows in force on a day, and how much of what a study reads is assumed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

from banme.errors import InputError, Problem
from banme.workspace.frames import frame
from banme.workspace.models import (
    AdminUnit,
    CapacityModule,
    Commodity,
    DataSource,
    LogisticsSite,
    Outlet,
    OutletDemand,
    Production,
    RoadEdge,
    RoadSpeed,
    Tariff,
    TerrainSpeed,
    VehicleType,
)
from banme.workspace.models.base import UNFOUNDED

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import geopandas as gpd
    from django.db import models

Frame = TypeVar("Frame", bound=pd.DataFrame)


def in_force(rows: Frame, day: dt.date) -> Frame:
    """Return the rows whose validity covers ``day`` (both ends included; an empty end means still in force)."""
    begun = rows["valid_from"].map(lambda start: start is not None and start <= day).astype(bool)
    lasting = rows["valid_to"].map(lambda end: end is None or pd.isna(end) or end >= day).astype(bool)
    return rows[begun & lasting]  # type: ignore[return-value]


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """What a network study reads, as in force on its day; indexed by code, columns as in the store."""

    units: gpd.GeoDataFrame
    production: pd.DataFrame
    commodities: pd.DataFrame
    vehicles: pd.DataFrame
    tariffs: pd.DataFrame
    roads: gpd.GeoDataFrame
    speed_by_class: pd.DataFrame
    terrain: pd.DataFrame
    outlets: gpd.GeoDataFrame
    demand: pd.DataFrame
    sites: gpd.GeoDataFrame
    modules: pd.DataFrame
    data_versions: dict[str, str]

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return every table read, by its name in the store."""
        return {
            "admin_unit": self.units,
            "production": self.production,
            "commodity": self.commodities,
            "vehicle_type": self.vehicles,
            "tariff": self.tariffs,
            "road_edge": self.roads,
            "road_speed": self.speed_by_class,
            "terrain_speed": self.terrain,
            "outlet": self.outlets,
            "outlet_demand": self.demand,
            "logistics_site": self.sites,
            "capacity_module": self.modules,
        }


def read_inputs(day: dt.date, years: Sequence[int]) -> Inputs:
    """Read the workspace for a network study as at ``day`` for the stage ``years``.

    Raises
    ------
    InputError
        Naming every table that is empty and every year without production or demand.

    """
    units = in_force(frame(AdminUnit), day)
    wanted = list(years)
    inputs = Inputs(
        units=units[units["level"] == "commune"].set_index("code"),  # type: ignore[arg-type]
        production=_coded(Production, Production.objects.filter(year__in=wanted)),
        commodities=_coded(Commodity),
        vehicles=in_force(frame(VehicleType), day).set_index("code"),
        tariffs=in_force(frame(Tariff), day).set_index("code"),
        roads=_coded(RoadEdge),  # type: ignore[arg-type]
        speed_by_class=in_force(frame(RoadSpeed), day).set_index("code"),
        terrain=in_force(frame(TerrainSpeed), day).set_index("code"),
        outlets=_coded(Outlet),  # type: ignore[arg-type]
        demand=_coded(OutletDemand, OutletDemand.objects.filter(year__in=wanted)),
        sites=_coded(LogisticsSite, LogisticsSite.objects.exclude(status="closed")),  # type: ignore[arg-type]
        modules=_coded(CapacityModule, CapacityModule.objects.exclude(site__status="closed")),
        data_versions=dict(DataSource.objects.values_list("code", "version")),
    )
    _require(inputs, wanted, day)
    return inputs


def _coded(model: type[models.Model], rows: models.QuerySet[Any] | None = None) -> pd.DataFrame:
    return frame(model, rows).set_index("code")


_NOT_NEEDED = frozenset({"tariff", "terrain_speed"})


def _require(inputs: Inputs, years: list[int], day: dt.date) -> None:
    problems = [
        Problem(
            rule="empty-table",
            table=name,
            vi=f"Bảng không có dòng nào có hiệu lực ngày {day:%d/%m/%Y}: nhập số liệu trước khi tính",
            en=f"The table has no row in force on {day}: enter data before computing",
        )
        for name, rows in inputs.tables().items()
        if rows.empty and name not in _NOT_NEEDED
    ]
    for name, rows in (("production", inputs.production), ("outlet_demand", inputs.demand)):
        missing = sorted(set(years) - set(rows["year"].astype(int)))
        problems += [
            Problem(
                rule="missing-year",
                table=name,
                column="year",
                value=str(year),
                vi="Không có số liệu của năm giai đoạn này: nhập số liệu hoặc bỏ năm khỏi kịch bản",
                en="No rows for this stage year: enter them, or take the year out of the scenario",
            )
            for year in missing
        ]
    if problems:
        raise InputError(problems)


def assumed_shares(inputs: Inputs) -> dict[str, float]:
    """Return, by table, the share of rows read (in %) that no source stands behind: assumed or illustrative."""
    return {
        name: 100.0 * float(rows["quality"].isin(UNFOUNDED).mean())
        for name, rows in inputs.tables().items()
        if len(rows) and "quality" in rows
    }
