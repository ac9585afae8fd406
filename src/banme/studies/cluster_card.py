"""What a cluster has, what is let and what is left on a day: plots, leases, utilities, works, completeness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from banme.clusters.standards import judge_in_fence, shortfalls
from banme.studies.cluster_land import in_fence, land_use
from banme.studies.inputs import in_force
from banme.studies.regime import regime_on
from banme.workspace.frames import frame
from banme.workspace.models import (
    ClusterUtility,
    Establishment,
    IndustrialCluster,
    InfrastructureWork,
    Lease,
    Plot,
)
from banme.workspace.models.base import Quality
from banme.workspace.models.clusters import EstablishmentStatus, PlotStatus, PlotUse, Utility, WorksItem

if TYPE_CHECKING:
    import datetime as dt

    from banme.clusters.occupancy import LandUse
    from banme.clusters.standards import Shortfall
    from banme.clusters.verdict import Verdict

DEMAND = {
    Utility.WATER: "water_m3_day",
    Utility.WASTEWATER: "wastewater_m3_day",
    Utility.POWER: "power_kw",
    Utility.SOLID_WASTE: "solid_waste_t_day",
}
"""Column of an establishment that draws on each utility."""


@dataclass(frozen=True, slots=True, eq=False)
class ClusterCard:
    """A cluster on a day.

    Attributes
    ----------
    cluster : IndustrialCluster
    day : date
    land : LandUse
        Inputs of occupancy by the legal definition (ha), and the share leased.
    plots : DataFrame
        One row per plot: ``code, name, use, status, area_ha, let_ha, vacant_ha, serviced_on, serviced,
        rent_vnd_m2_year, tenants`` (names), ``quality``.
    utilities : DataFrame
        One row per utility: ``utility, capacity, used, left, unknown`` (tenants whose demand is not known; then
        ``left`` is at most what is shown), in the utility's unit. Capacity NaN where none is recorded on the day.
    works : DataFrame
        One row per work with its planned and actual days, cost, progress (%), ``state`` (``done``, ``going``,
        ``late``, ``waiting``), in the order in which they must be built.
    absent : tuple of str
        Items of shared infrastructure of which no work is recorded.
    standards : Verdict
        In-fence completeness by the standards in force.
    shortfalls : tuple of Shortfall
        Land each share lacks (ha).
    illustrative : bool
        Whether any row behind the card is made up.

    """

    cluster: IndustrialCluster
    day: dt.date
    land: LandUse
    plots: pd.DataFrame
    utilities: pd.DataFrame
    works: pd.DataFrame
    absent: tuple[str, ...]
    standards: Verdict
    shortfalls: tuple[Shortfall, ...]
    illustrative: bool


def card(code: str, day: dt.date) -> ClusterCard:
    """Return a cluster's card; ``IndustrialCluster.DoesNotExist`` where there is none of that code."""
    cluster = IndustrialCluster.objects.get(code=code)
    facts, rules = in_fence(cluster, day), regime_on(day)
    plots, works = plots_of(cluster, day), works_of(cluster, day)
    used = _qualities(cluster) | set(plots["quality"])
    return ClusterCard(
        cluster=cluster,
        day=day,
        land=land_use(cluster, day),
        plots=plots,
        utilities=utilities_of(cluster, day),
        works=works,
        absent=tuple(item.value for item in WorksItem if item.value not in set(works["item"])),
        standards=judge_in_fence(facts, rules),
        shortfalls=shortfalls(facts, rules),
        illustrative=Quality.ILLUSTRATIVE in used,
    )


def plots_of(cluster: IndustrialCluster, day: dt.date) -> pd.DataFrame:
    """Return a cluster's plots with what is let on a day; columns as in :class:`ClusterCard`."""
    plots = frame(Plot, Plot.objects.filter(cluster=cluster))
    leases = in_force(frame(Lease, Lease.objects.filter(plot__in=list(plots["code"]))), day)
    names = dict(Establishment.objects.values_list("code", "name"))
    let = leases.groupby("plot_code")["area_ha"].sum()
    tenants = {
        plot: ", ".join(names[code] for code in sorted(set(codes)))
        for plot, codes in leases.groupby("plot_code")["establishment_code"]
    }
    found = plots.assign(
        let_ha=plots["code"].map(let).fillna(0.0).astype(float),
        tenants=[tenants.get(code, "") for code in plots["code"]],
        serviced=[start is not None and start <= day for start in plots["serviced_on"]],
    )
    found["vacant_ha"] = (found["area_ha"] - found["let_ha"]).clip(lower=0.0)
    held = found["status"].isin([PlotStatus.RESERVED, PlotStatus.BLOCKED]) | (found["use"] != PlotUse.INDUSTRY)
    found.loc[held, "vacant_ha"] = 0.0
    columns = ["code", "name", "use", "status", "area_ha", "let_ha", "vacant_ha", "serviced_on", "serviced"]
    return found[[*columns, "rent_vnd_m2_year", "tenants", "quality"]].reset_index(drop=True)


def utilities_of(cluster: IndustrialCluster, day: dt.date) -> pd.DataFrame:
    """Return each utility's capacity, what tenants at work draw, and what is left (see :class:`ClusterCard`)."""
    capacity = in_force(frame(ClusterUtility, ClusterUtility.objects.filter(cluster=cluster)), day)
    tenants = frame(Establishment, Establishment.objects.filter(cluster=cluster, status=EstablishmentStatus.OPERATING))
    rows = []
    for utility, column in DEMAND.items():
        mine = capacity[capacity["utility"] == utility]
        room = float(mine["capacity"].sum()) if len(mine) else float("nan")
        drawn = pd.to_numeric(tenants[column])
        used = float(drawn.sum())
        rows.append(
            {
                "utility": utility.value,
                "capacity": room,
                "used": used,
                "left": room - used,
                "unknown": int(drawn.isna().sum()),
            }
        )
    return pd.DataFrame(rows)


def works_of(cluster: IndustrialCluster, day: dt.date) -> pd.DataFrame:
    """Return a cluster's works in building order with their state on a day; columns as in :class:`ClusterCard`."""
    works = frame(InfrastructureWork, InfrastructureWork.objects.filter(cluster=cluster))
    states = [_state(row, day) for row in works.to_dict("records")]
    depth = _depths(works)
    works = works.assign(state=states, depth=[depth[code] for code in works["code"]])
    order = works.sort_values(["depth", "planned_start", "code"], na_position="last", key=_sortable)
    return order.drop(columns="depth").reset_index(drop=True)


def vacancies(day: dt.date) -> pd.DataFrame:
    """Return every plot with land to let on a day, by cluster.

    Returns
    -------
    DataFrame
        ``cluster, cluster_name, code, name, area_ha, vacant_ha, serviced, serviced_on, rent_vnd_m2_year, quality``.

    """
    parts = []
    for cluster in IndustrialCluster.objects.order_by("name"):
        plots = plots_of(cluster, day)
        free = plots[plots["vacant_ha"] > 0]
        if len(free):
            parts.append(free.assign(cluster=cluster.code, cluster_name=cluster.name))
    columns = ["cluster", "cluster_name", "code", "name", "area_ha", "vacant_ha", "serviced", "serviced_on"]
    columns += ["rent_vnd_m2_year", "quality"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def _qualities(cluster: IndustrialCluster) -> set[str]:
    rows = (
        InfrastructureWork.objects.filter(cluster=cluster),
        ClusterUtility.objects.filter(cluster=cluster),
        Establishment.objects.filter(cluster=cluster),
    )
    found = {str(value) for query in rows for value in query.values_list("quality", flat=True).distinct()}
    return found | {str(cluster.quality)}


def _state(row: dict[str, object], day: dt.date) -> str:
    start, end, due = row["actual_start"], row["actual_end"], row["planned_end"]
    if end is not None and end <= day:  # type: ignore[operator]
        return "done"
    if due is not None and due < day:  # type: ignore[operator]
        return "late"
    return "going" if start is not None and start <= day else "waiting"  # type: ignore[operator]


def _depths(works: pd.DataFrame) -> dict[str, int]:
    """Return how many works stand before each, along its longest chain; a circle counts each work once."""
    before = dict(zip(works["code"], works["after_code"], strict=True))
    found = {}
    for code in before:
        chain = [code]
        while (last := before.get(chain[-1])) is not None and last not in chain:
            chain.append(last)
        found[code] = len(chain) - 1
    return found


def _sortable(column: pd.Series) -> pd.Series:
    return column.astype(str) if column.name == "planned_start" else column
