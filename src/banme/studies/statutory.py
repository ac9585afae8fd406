"""The statutory reports on clusters, filled from the register as at the end of their period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from banme.clusters import forms
from banme.clusters.forms import FormCode, Period, StatutoryForm
from banme.errors import InputError, Problem
from banme.studies import regime
from banme.studies.cluster_land import established, land_use, units_inside
from banme.studies.inputs import in_force
from banme.workspace.frames import frame
from banme.workspace.models import AdminUnit, ClusterUtility, Establishment, IndustrialCluster
from banme.workspace.models.base import Quality
from banme.workspace.models.clusters import ClusterForm, ClusterKind, Utility

if TYPE_CHECKING:
    import datetime as dt

TABLES = {
    FormCode.TENANT: "establishment",
    FormCode.INVESTOR: "industrial_cluster",
    FormCode.UNIT: "admin_unit",
    FormCode.DEPARTMENT: "admin_unit",
}
"""What each form speaks of, by its code."""


def fill(code: FormCode, subject: str, period: Period) -> StatutoryForm:
    """Fill a form from the register.

    Parameters
    ----------
    code : FormCode
        Which of the four.
    subject : str
        Code of the establishment (01), cluster (02), or administrative unit (03, 04).
    period : Period
        Half-year or year; figures are taken as at its last day. The register keeps figures of whole years only: in a
        half-year's report what flows (revenue, payments) is missing and named.

    Raises
    ------
    InputError
        When there is no such subject, or the form of that day is not known.

    """
    rules = regime.regime_on(period.end)
    if code is FormCode.TENANT:
        tenant = _found(Establishment, code, subject)
        return forms.form_01(_tenant(tenant, period), period, rules, illustrative=_made_up([tenant]))
    if code is FormCode.INVESTOR:
        cluster = _found(IndustrialCluster, code, subject)
        return forms.form_02(_cluster(cluster, period), period, rules, illustrative=_made_up([cluster]))
    unit = _found(AdminUnit, code, subject)
    inside = _inside(unit)
    facts = [_cluster(cluster, period) for cluster in inside]
    make = forms.form_03 if code is FormCode.UNIT else forms.form_04
    return make(unit.name, facts, period, rules, illustrative=_made_up(inside))


def _inside(unit: AdminUnit) -> list[IndustrialCluster]:
    codes = units_inside(unit)
    rows = IndustrialCluster.objects.filter(kind=ClusterKind.CLUSTER).order_by("code")
    return [
        row
        for row in rows
        if row.unit_id in codes  # type: ignore[attr-defined]
        or (row.geometry is not None and unit.geometry is not None and unit.geometry.contains(row.geometry))
    ]


def _tenant(row: Establishment, period: Period) -> forms.TenantFacts:
    ofyear = row.year == period.year
    whole = ofyear and not period.half
    return forms.TenantFacts(
        code=row.code,
        name=row.name,
        operating=row.status == "operating",
        foreign=row.foreign,
        revenue_vnd=row.revenue_vnd_year if whole else None,
        budget_vnd=row.budget_paid_vnd_year if whole else None,
        workers=row.workers if ofyear else None,
        income_vnd_month=row.income_vnd_month if ofyear else None,
    )


def _cluster(row: IndustrialCluster, period: Period) -> forms.ClusterFacts:
    water = in_force(
        frame(ClusterUtility, ClusterUtility.objects.filter(cluster=row, utility=Utility.WASTEWATER)), period.end
    )
    standard = None if water.empty else water["meets_standard"].iloc[-1]
    tenants = Establishment.objects.filter(cluster=row).order_by("code")
    works = row in established(period.end) and row.established_on is not None
    return forms.ClusterFacts(
        code=row.code,
        name=row.name,
        area_ha=row.area_ha,
        in_plan=row.in_provincial_plan,
        established=True if works else _not_yet(row, period.end),
        operating=row.status == "operating",
        craft=None if not row.form else row.form == ClusterForm.CRAFT,
        specialised=None if not row.form else row.form == ClusterForm.SPECIALISED,
        enterprise_investor=row.investor_is_enterprise,
        established_on=row.established_on,
        detailed_plan_on=row.detailed_plan_on,
        project_on=row.infrastructure_project_on,
        approved_vnd=row.approved_capital_vnd,
        paid_vnd=row.paid_capital_vnd,
        land=land_use(row, period.end),
        tenants=tuple(_tenant(each, period) for each in tenants) if tenants else None,
        wastewater_built=None if water.empty else True,
        wastewater_standard=None if standard is None else bool(standard),
        investor=forms.InvestorFacts(None, None, None, None),
    )


def _not_yet(row: IndustrialCluster, day: dt.date) -> bool | None:
    """Whether a cluster is known not to be established: planned, or established later; None where that is unknown."""
    later = row.established_on is not None and row.established_on > day
    return False if later or row.status == "planned" else None


def _made_up(rows: list[Any]) -> bool:
    return any(row.quality == Quality.ILLUSTRATIVE for row in rows)


def _found(model: Any, code: FormCode, subject: str) -> Any:
    row = model.objects.filter(code=subject).first()
    if row is None:
        raise InputError(
            [
                Problem(
                    rule="unknown-subject",
                    table=TABLES[code],
                    value=subject,
                    vi=f"Biểu {code} cần mã có trong bảng {TABLES[code]}",
                    en=f"Form {code} needs a code of table {TABLES[code]}",
                )
            ]
        )
    return row
