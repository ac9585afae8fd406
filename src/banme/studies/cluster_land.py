"""A cluster's land from the register: occupancy inputs on a day, and the clusters of an area."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from banme.clusters.establishment import AreaUnderTest
from banme.clusters.exact import total
from banme.clusters.occupancy import LandUse, over_area
from banme.clusters.standards import InFence, Lot, Wastewater
from banme.studies.inputs import in_force
from banme.workspace.frames import frame
from banme.workspace.models import AdminUnit, ClusterUtility, Establishment, IndustrialCluster, Lease, Plot
from banme.workspace.models.clusters import ClusterKind, LeaseKind, PlotUse, Utility

if TYPE_CHECKING:
    import datetime as dt

LEASED = (LeaseKind.LEASE, LeaseKind.SUBLEASE)


def land_use(cluster: IndustrialCluster, day: dt.date) -> LandUse:
    """Return the inputs of a cluster's occupancy on a day.

    Industrial land is that of the detailed plan. Leases and approvals in force on industrial plots are summed; an
    approval on a plot that its establishment leases too is not counted twice. Without plots they are not known.
    """
    plots = frame(Plot, Plot.objects.filter(cluster=cluster, use=PlotUse.INDUSTRY))
    if plots.empty:
        return LandUse(cluster.code, cluster.industrial_land_ha, None, None, None)
    leases = in_force(frame(Lease, Lease.objects.filter(plot__in=list(plots["code"]))), day)
    leased = leases[leases["kind"].isin(LEASED)]
    held = set(zip(leased["plot_code"], leased["establishment_code"], strict=True))
    approved = leases[leases["kind"] == LeaseKind.APPROVAL]
    pairs = zip(approved["plot_code"], approved["establishment_code"], strict=True)
    fresh = np.array([pair not in held for pair in pairs], dtype=bool)
    ready = np.array([start is not None and start <= day for start in plots["serviced_on"]], dtype=bool)
    return LandUse(
        cluster.code,
        cluster.industrial_land_ha,
        leased_ha=total(leased["area_ha"]),
        approved_ha=total(approved.loc[fresh, "area_ha"]),
        serviced_ha=total(plots.loc[ready, "area_ha"]),
    )


def established(day: dt.date) -> list[IndustrialCluster]:
    """Return the clusters established by a day: with such a date, or at work without one."""
    rows = IndustrialCluster.objects.filter(kind=ClusterKind.CLUSTER)
    return [
        row
        for row in rows
        if (row.established_on is not None and row.established_on <= day)
        or (row.established_on is None and row.status == "operating")
    ]


def area_under_test(unit: AdminUnit | None, day: dt.date) -> AreaUnderTest:
    """Return the established clusters that lie in a unit: by code, or by position where units have changed."""
    if unit is None:
        return AreaUnderTest("", None)
    inside = units_inside(unit)
    found = [
        cluster
        for cluster in established(day)
        if cluster.unit_id in inside  # type: ignore[attr-defined]
        or (cluster.geometry is not None and unit.geometry is not None and unit.geometry.contains(cluster.geometry))
    ]
    return AreaUnderTest(unit.code, over_area([land_use(cluster, day) for cluster in found]))


def units_inside(unit: AdminUnit) -> set[str]:
    """Return the codes of a unit and of all units under it."""
    children = dict[str, set[str]]()
    for child, parent in AdminUnit.objects.filter(parent__isnull=False).values_list("code", "parent_id"):
        children.setdefault(parent, set()).add(child)
    found = {unit.code}
    waiting = [unit.code]
    while waiting:
        for child in children.get(waiting.pop(), set()) - found:
            found.add(child)
            waiting.append(child)
    return found


def in_fence(cluster: IndustrialCluster, day: dt.date) -> InFence:
    """Return what the register knows of a cluster's in-fence land and works on a day."""
    plots = frame(Plot, Plot.objects.filter(cluster=cluster, use=PlotUse.INDUSTRY))
    built = plots[plots["density_pct"].notna()]
    return InFence(
        area_ha=cluster.area_ha,
        shared_ha={"roads": cluster.road_ha, "green": cluster.green_ha, "technical": cluster.technical_ha},
        strip_m=cluster.green_strip_m,
        lots=tuple(_lot(row) for _, row in built.iterrows()),
        wastewater=_wastewater(cluster, day),
    )


def _lot(row: pd.Series) -> Lot:
    floors = row["floors"]
    return Lot(str(row["code"]), float(row["density_pct"]), None if pd.isna(floors) else int(floors))


def _wastewater(cluster: IndustrialCluster, day: dt.date) -> Wastewater:
    rows = frame(ClusterUtility, ClusterUtility.objects.filter(cluster=cluster, utility=Utility.WASTEWATER))
    central = in_force(rows, day)
    flows = list(
        Establishment.objects.filter(cluster=cluster, status="operating").values_list("wastewater_m3_day", flat=True)
    )
    known = bool(flows) and all(flow is not None for flow in flows)
    standard = None if central.empty else central["meets_standard"].iloc[-1]
    return Wastewater(
        central_working=None if central.empty or standard is None else bool(standard),
        operating_since=cluster.operating_since,
        occupancy_pct=land_use(cluster, day).occupancy_pct,
        flow_m3_day=total(flows) if known else None,
    )
