"""Where a report's figures come from: sources with licence and attribution, and what is assumed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from banme.studies.inputs import in_force
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
from banme.workspace.models.base import UNFOUNDED, Quality

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

_TABLES = (
    AdminUnit,
    Production,
    Commodity,
    VehicleType,
    Tariff,
    RoadEdge,
    RoadSpeed,
    TerrainSpeed,
    Outlet,
    OutletDemand,
    LogisticsSite,
    CapacityModule,
)


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What the inputs rest on.

    Attributes
    ----------
    sources : DataFrame
        Rows of ``data_source`` that the inputs cite, plus ``tables``: the list of tables that cite them.
    quality : DataFrame
        By table: ``table`` and the number of rows ``surveyed``, ``published``, ``derived``, ``assumed``,
        ``illustrative``, and ``rows`` in all.
    assumptions : DataFrame
        ``table``, ``source_code``, ``note`` (the reason), ``rows``: the assumed and illustrative rows, grouped by
        their reason.

    """

    sources: pd.DataFrame
    quality: pd.DataFrame
    assumptions: pd.DataFrame


def read_evidence(day: dt.date, years: Sequence[int]) -> Evidence:
    """Read the inputs in force on ``day`` (and of the stage ``years``, where rows have a year) for their sources."""
    cited = pd.concat(
        [_cited(model, day, years) for model in _TABLES],
        ignore_index=True,
    )
    return Evidence(_sources(cited), _quality(cited), _assumptions(cited))


def table_label(table: str) -> str:
    """Return a table's label in the active language; the table's own name when it is not one of the inputs."""
    for model in _TABLES:
        if model._meta.db_table == table:
            return str(model._meta.verbose_name_plural)
    return table


def _cited(model: type, day: dt.date, years: Sequence[int]) -> pd.DataFrame:
    rows = frame(model)
    if "valid_from" in rows:
        rows = in_force(rows, day)
    if "year" in rows:
        rows = rows[rows["year"].isin(list(years))]
    table = pd.DataFrame(rows[["source_code", "quality", "note"]]).astype(object)
    return table.assign(table=model._meta.db_table)  # type: ignore[attr-defined]


def _sources(cited: pd.DataFrame) -> pd.DataFrame:
    tables = cited.groupby("source_code")["table"].agg(lambda found: list(dict.fromkeys(found)))
    sources = frame(DataSource)
    sources = sources[sources["code"].isin(tables.index)]
    return sources.assign(tables=sources["code"].map(tables)).sort_values("code").reset_index(drop=True)


def _quality(cited: pd.DataFrame) -> pd.DataFrame:
    order = [str(quality.value) for quality in Quality]
    counts = pd.crosstab(cited["table"], cited["quality"]).reindex(columns=order, fill_value=0)
    counts = counts.reindex([name for name in cited["table"].unique() if name in counts.index])
    counts = counts.assign(rows=counts.sum(axis=1))
    return counts.rename_axis(columns=None).reset_index()


def _assumptions(cited: pd.DataFrame) -> pd.DataFrame:
    assumed = cited[cited["quality"].isin(UNFOUNDED)]
    return assumed.groupby(["table", "source_code", "note"], sort=False).size().rename("rows").reset_index()
