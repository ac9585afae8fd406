"""The facts from which the statutory reports are made; None where not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from banme.clusters.occupancy import LandUse


@dataclass(frozen=True, slots=True)
class TenantFacts:
    """A tenant's figures of one period.

    Attributes
    ----------
    code, name : str
        The establishment.
    operating, foreign : bool or None
        Whether it works, and whether it is foreign direct investment.
    revenue_vnd, budget_vnd : float or None
        Revenue, and paid to the budget, of the period.
    workers : int or None
        With contract.
    income_vnd_month : float or None
        Average per person and month.

    """

    code: str
    name: str
    operating: bool | None
    foreign: bool | None
    revenue_vnd: float | None
    budget_vnd: float | None
    workers: int | None
    income_vnd_month: float | None


@dataclass(frozen=True, slots=True)
class InvestorFacts:
    """The infrastructure investor's own figures of one period, as :class:`TenantFacts`."""

    revenue_vnd: float | None
    budget_vnd: float | None
    workers: int | None
    income_vnd_month: float | None


@dataclass(frozen=True, slots=True)
class ClusterFacts:
    """A cluster as at the end of a period.

    Attributes
    ----------
    code, name : str
        The cluster.
    area_ha : float or None
        Its area.
    in_plan, established, operating, craft, specialised, enterprise_investor : bool or None
        What it is.
    established_on, detailed_plan_on, project_on : date or None
        Days of the decisions; None where not known, and the lines that need them are then missing.
    approved_vnd, paid_vnd : float or None
        Infrastructure capital.
    land : LandUse
        Inputs of its occupancy.
    tenants : tuple of TenantFacts or None
        Those that lease; None where not known.
    wastewater_built, wastewater_standard : bool or None
        Central system built or being built, and whether it meets the standard.
    investor : InvestorFacts
        The investor's own figures.

    """

    code: str
    name: str
    area_ha: float | None
    in_plan: bool | None
    established: bool | None
    operating: bool | None
    craft: bool | None
    specialised: bool | None
    enterprise_investor: bool | None
    established_on: date | None
    detailed_plan_on: date | None
    project_on: date | None
    approved_vnd: float | None
    paid_vnd: float | None
    land: LandUse
    tenants: tuple[TenantFacts, ...] | None
    wastewater_built: bool | None
    wastewater_standard: bool | None
    investor: InvestorFacts
