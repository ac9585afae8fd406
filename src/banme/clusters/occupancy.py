"""Occupancy by the legal definition (Decree 32/2024 Art. 2), beside the share leased."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from banme.clusters.exact import share_pct, total
from banme.errors import Findings, InputError, Problem

PLOT_COLUMNS = ("area_ha", "industrial", "leased", "approved", "serviced")


@dataclass(frozen=True, slots=True)
class LandUse:
    """What is known of a cluster's industrial land, ha; None where it is not known.

    Attributes
    ----------
    cluster : str
        Code.
    industrial_ha : float or None
        Industrial land of the approved detailed plan, the denominator of the legal definition.
    leased_ha : float or None
        Leased or sub-leased.
    approved_ha : float or None
        Not leased yet, but with approved investment policy or an investment registration certificate.
    serviced_ha : float or None
        Built with infrastructure and ready to lease.

    """

    cluster: str
    industrial_ha: float | None
    leased_ha: float | None
    approved_ha: float | None
    serviced_ha: float | None = None

    def __post_init__(self) -> None:
        findings = Findings()
        for column in ("industrial_ha", "leased_ha", "approved_ha", "serviced_ha"):
            value = getattr(self, column)
            if value is not None and not value >= 0:
                findings.add(_negative(self.cluster, column, value))
        taken = total(hectares for hectares in (self.leased_ha, self.approved_ha) if hectares is not None)
        if self.industrial_ha is not None and taken > self.industrial_ha:
            findings.add(_over_full(self))
        findings.raise_if_any()

    @property
    def missing(self) -> tuple[str, ...]:
        """Inputs of the legal definition that are not known."""
        return tuple(name for name in ("industrial_ha", "leased_ha", "approved_ha") if getattr(self, name) is None)

    @property
    def taken_ha(self) -> float | None:
        """Numerator of the legal definition, ha."""
        if self.leased_ha is None or self.approved_ha is None:
            return None
        return total((self.leased_ha, self.approved_ha))

    @property
    def occupancy_pct(self) -> float | None:
        """Taken over all industrial land of the detailed plan, %; None while an input is missing or there is none."""
        if self.taken_ha is None or not self.industrial_ha:
            return None
        return share_pct(self.taken_ha, self.industrial_ha)

    @property
    def leased_share_pct(self) -> float | None:
        """Leased over the land that is serviced, %: what is often shown instead, never used for a legal test."""
        if self.leased_ha is None or not self.serviced_ha:
            return None
        return share_pct(self.leased_ha, self.serviced_ha)

    @property
    def unleased_ha(self) -> float | None:
        """Industrial land of the detailed plan that is not leased, ha."""
        if self.industrial_ha is None or self.leased_ha is None:
            return None
        return total((self.industrial_ha, -self.leased_ha))


@dataclass(frozen=True, slots=True)
class AreaOccupancy:
    """Occupancy over the established clusters of an area.

    Attributes
    ----------
    clusters : tuple of LandUse
        All of them.
    weighted_pct, plain_pct : float or None
        Average weighted by industrial land, and the plain mean of the clusters' own figures, %.
    unleased_ha : float or None
        Industrial land not leased, ha.
    missing : dict of str to tuple of str
        Inputs that are not known, by cluster.

    """

    clusters: tuple[LandUse, ...]
    weighted_pct: float | None
    plain_pct: float | None
    unleased_ha: float | None
    missing: dict[str, tuple[str, ...]]


def over_area(clusters: Iterable[LandUse]) -> AreaOccupancy:
    """Return the average occupancy and the unleased land of an area; missing where one cluster's inputs are."""
    known = tuple(clusters)
    missing = {each.cluster: each.missing for each in known if each.missing}
    weighted = plain = None
    if known and not missing:
        land = total(each.industrial_ha or 0.0 for each in known)
        taken = total(each.taken_ha or 0.0 for each in known)
        weighted = share_pct(taken, land) if land else None
        own = [each.occupancy_pct for each in known]
        plain = None if any(share is None for share in own) else total(share or 0.0 for share in own) / len(own)
    free = [each.unleased_ha for each in known]
    unleased = None if any(hectares is None for hectares in free) else total(hectares or 0.0 for hectares in free)
    return AreaOccupancy(known, weighted, plain, unleased, missing)


def of_plots(cluster: str, plots: pd.DataFrame, planned_ha: float | None = None) -> LandUse:
    """Add up plots into the inputs of the legal definition.

    Parameters
    ----------
    cluster : str
        Code.
    plots : DataFrame
        One row a plot with :data:`PLOT_COLUMNS`: area in ha and four flags. A plot that is leased counts as leased
        whether or not its project is approved, so that nothing is counted twice.
    planned_ha : float, optional
        Industrial land of the detailed plan, ha. Where it is not given, the sum of the industrial plots stands in.

    Raises
    ------
    InputError
        When a column is missing or an area is not known.

    """
    lacking = [column for column in PLOT_COLUMNS if column not in plots.columns]
    if lacking or plots["area_ha"].isna().any():
        raise InputError([_unknown_area(cluster, ", ".join(lacking))])
    land = plots[plots["industrial"].astype(bool)]
    leased = land["leased"].astype(bool)
    approved = land["approved"].astype(bool) & ~leased
    found = LandUse(
        cluster,
        industrial_ha=total(land["area_ha"]),
        leased_ha=total(land.loc[leased, "area_ha"]),
        approved_ha=total(land.loc[approved, "area_ha"]),
        serviced_ha=total(land.loc[land["serviced"].astype(bool), "area_ha"]),
    )
    return found if planned_ha is None else replace(found, industrial_ha=planned_ha)


def _negative(cluster: str, column: str, value: float) -> Problem:
    return Problem(
        rule="negative-area",
        table="land_use",
        row=cluster,
        column=column,
        value=f"{value:g}",
        vi="Diện tích không được âm hoặc không phải số",
        en="An area must be a number and not below zero",
    )


def _over_full(land: LandUse) -> Problem:
    return Problem(
        rule="leased-over-plan",
        table="land_use",
        row=land.cluster,
        column="leased_ha",
        value=f"{(land.leased_ha or 0.0) + (land.approved_ha or 0.0):g} > {land.industrial_ha:g}",
        vi="Đất đã cho thuê và đã chấp thuận vượt đất công nghiệp của quy hoạch chi tiết: sửa một trong các số",
        en="Land leased and approved exceeds the industrial land of the detailed plan: correct one of the figures",
    )


def _unknown_area(cluster: str, columns: str) -> Problem:
    return Problem(
        rule="plot-area-missing",
        table="plot",
        row=cluster,
        column=columns or "area_ha",
        vi="Lô đất thiếu cột hoặc thiếu diện tích: bổ sung trước khi tính tỷ lệ lấp đầy",
        en="Plots lack a column or an area: fill it in before occupancy is reckoned",
    )
