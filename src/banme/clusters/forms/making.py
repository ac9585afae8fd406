"""Filling forms 01 to 04 of Circular 14/2024/TT-BCT."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from banme.clusters.forms.facts import ClusterFacts, TenantFacts
from banme.clusters.forms.form import CrossCheck, FormCode, Line, Period, StatutoryForm, basis
from banme.clusters.forms.sums import Amount, Fact, add, area, count, known, over_tenants
from banme.clusters.forms.wording import CHECKS_02, CHECKS_03, FORM_01, FORM_02, FORM_03, PARTS
from banme.clusters.occupancy import over_area
from banme.law.regime import Regime
from banme.law.words import Words

BILLION, MILLION = 1e-9, 1e-6
ROUNDING = 1e-6
STATISTICS = Words("Cơ quan thống kê", "Statistics office")
DEPARTMENT = Words("Sở Công Thương", "Department of Industry and Trade")
PROVINCE = Words("UBND cấp tỉnh", "Provincial People's Committee")
MINISTRY = Words("Bộ Công Thương", "Ministry of Industry and Trade")
Labels = Mapping[str, tuple[Words, Words]]


@dataclass(frozen=True, slots=True)
class _Head:
    code: FormCode
    subject: Words
    sender: Words
    receivers: tuple[Words, ...]
    illustrative: bool


def form_01(tenant: TenantFacts, period: Period, regime: Regime, *, illustrative: bool = False) -> StatutoryForm:
    """Fill form 01, a tenant's."""
    who = Words(tenant.name, tenant.name)
    head = _Head(FormCode.TENANT, who, who, (STATISTICS, regime.text("cluster.authority.receive")), illustrative)
    amounts = {
        "1": known(tenant.revenue_vnd, f"{tenant.code}.revenue_vnd").times(BILLION),
        "2": known(tenant.budget_vnd, f"{tenant.code}.budget_vnd").times(BILLION),
        "3": known(tenant.workers, f"{tenant.code}.workers"),
        "4": known(tenant.income_vnd_month, f"{tenant.code}.income_vnd_month").times(MILLION),
    }
    return _form(head, (period, regime), (FORM_01, amounts), ())


def form_02(cluster: ClusterFacts, period: Period, regime: Regime, *, illustrative: bool = False) -> StatutoryForm:
    """Fill form 02, an infrastructure investor's."""
    sender = Words(f"Chủ đầu tư hạ tầng {cluster.name}", f"Infrastructure investor of {cluster.name}")
    receivers = (STATISTICS, regime.text("cluster.authority.receive"), DEPARTMENT)
    head = _Head(FormCode.INVESTOR, Words(cluster.name, cluster.name), sender, receivers, illustrative)

    def own(value: float | None, name: str) -> Amount:
        return known(value, f"{cluster.code}.{name}")

    land, investor, one = cluster.land, cluster.investor, (cluster,)
    amounts = {
        "1": own(cluster.approved_vnd, "approved_capital_vnd").times(BILLION),
        "2": own(cluster.paid_vnd, "paid_capital_vnd").times(BILLION),
        "3": own(land.serviced_ha, "serviced_ha"),
        "4": own(land.leased_ha, "leased_ha"),
        "5": _average(one),
        "6": over_tenants(one, "code", lambda _: 1.0),
        "7": over_tenants(one, "foreign", lambda each: each.foreign),
        "8": over_tenants(one, "operating", lambda each: each.operating),
        "9": own(investor.revenue_vnd, "investor_revenue").times(BILLION),
        "10": own(investor.budget_vnd, "investor_budget").times(BILLION),
        "11": own(investor.workers, "investor_workers"),
        "12": own(investor.income_vnd_month, "investor_income").times(MILLION),
        "13": own(_flag(fact=cluster.wastewater_built), "wastewater_built"),
        "14": own(_flag(fact=cluster.wastewater_standard), "wastewater_standard"),
    }
    return _form(head, (period, regime), (FORM_02, amounts), CHECKS_02)


def form_03(
    unit: str, clusters: Sequence[ClusterFacts], period: Period, regime: Regime, *, illustrative: bool = False
) -> StatutoryForm:
    """Fill form 03, of the body that receives files: the district, from 1 July 2025 the commune."""
    body = regime.text("cluster.authority.receive")
    sender = Words(f"{body.vi}: {unit}", f"{body.en}: {unit}")
    head = _Head(FormCode.UNIT, Words(unit, unit), sender, (PROVINCE, DEPARTMENT), illustrative)
    return _form(head, (period, regime), (FORM_03, _over_clusters(clusters, period)), CHECKS_03)


def form_04(
    province: str, clusters: Sequence[ClusterFacts], period: Period, regime: Regime, *, illustrative: bool = False
) -> StatutoryForm:
    """Fill form 04, of the Department of Industry and Trade."""
    head = _Head(FormCode.DEPARTMENT, Words(province, province), DEPARTMENT, (PROVINCE, MINISTRY), illustrative)
    return _form(head, (period, regime), (FORM_03, _over_clusters(clusters, period)), CHECKS_03)


def _over_clusters(clusters: Sequence[ClusterFacts], period: Period) -> dict[str, Amount]:
    done: dict[str, Fact] = {"established": lambda each: each.established}
    work: dict[str, Fact] = {"operating": lambda each: each.operating}
    project = done | {"infrastructure_project_on": lambda each: _by(each.project_on, period)}
    pairs: tuple[dict[str, Fact], ...] = (
        {"in_plan": lambda each: each.in_plan},
        done,
        done | {"established_on": lambda each: _within(each.established_on, period)},
        done | {"enterprise_investor": lambda each: each.enterprise_investor},
        done | {"detailed_plan_on": lambda each: _by(each.detailed_plan_on, period)},
        project,
    )
    found: dict[str, Amount] = {}
    for place, facts in enumerate(pairs):
        found[str(2 * place + 1)] = count(clusters, facts)
        found[str(2 * place + 2)] = area(clusters, facts)
    found["13"] = add(clusters, project, "approved_capital_vnd", lambda each: each.approved_vnd).times(BILLION)
    found["14"] = add(clusters, project, "paid_capital_vnd", lambda each: each.paid_vnd).times(BILLION)
    kinds: dict[str, dict[str, Fact]] = {
        "": work,
        ".1": work | done,
        ".2": work | {"established": lambda each: None if each.established is None else not each.established},
        ".3": work | {"form": lambda each: each.craft},
        ".4": work | {"form": lambda each: each.specialised},
    }
    for ending, facts in kinds.items():
        found[f"15{ending}"] = count(clusters, facts)
        found[f"16{ending}"] = area(clusters, facts)
    return found | _of_those_at_work(clusters, work)


def _of_those_at_work(clusters: Sequence[ClusterFacts], work: dict[str, Fact]) -> dict[str, Amount]:
    at_work = tuple(each for each in clusters if each.operating)
    central = work | {"wastewater_built": lambda each: each.wastewater_built}
    return {
        "17": add(clusters, work, "industrial_land_ha", lambda each: each.land.industrial_ha),
        "18": add(clusters, work, "leased_ha", lambda each: each.land.leased_ha),
        "19": _average(at_work),
        "20": over_tenants(at_work, "code", lambda _: 1.0),
        "21": over_tenants(at_work, "foreign", lambda each: each.foreign),
        "22": over_tenants(at_work, "operating", lambda each: each.operating),
        "23": over_tenants(at_work, "revenue_vnd", lambda each: each.revenue_vnd).times(BILLION),
        "24": over_tenants(at_work, "budget_vnd", lambda each: each.budget_vnd).times(BILLION),
        "25": over_tenants(at_work, "workers", lambda each: each.workers),
        "26": count(clusters, central),
        "27": count(clusters, central | {"wastewater_standard": lambda each: each.wastewater_standard}),
    }


def _average(clusters: Sequence[ClusterFacts]) -> Amount:
    """Occupancy over clusters, weighted by industrial land; an area without any has none."""
    found = over_area(each.land for each in clusters)
    if found.weighted_pct is not None:
        return Amount(found.weighted_pct)
    lacking = tuple(f"{code}.{name}" for code, names in found.missing.items() for name in names)
    return Amount(None, lacking or ("industrial_land_ha",))


def _form(
    head: _Head,
    when: tuple[Period, Regime],
    content: tuple[Labels, Mapping[str, Amount]],
    checks: Sequence[tuple[str, str, str]],
) -> StatutoryForm:
    period, regime = when
    labels, amounts = content
    parts = PARTS if labels is FORM_03 else {}
    lines = tuple(
        Line(number, label, unit, amounts[number].value, amounts[number].missing, parts.get(number))
        for number, (label, unit) in labels.items()
    )
    values = {line.number: line.value for line in lines}
    return StatutoryForm(
        head.code,
        period,
        head.subject,
        head.sender,
        head.receivers,
        lines,
        tuple(_checked(values, *check) for check in checks),
        basis(head.code, regime),
        head.illustrative,
    )


def _checked(values: Mapping[str, float | None], left: str, sign: str, right: str) -> CrossCheck:
    numbers = right.split("+")
    text = f"({left}) {sign} " + " + ".join(f"({number})" for number in numbers)
    known_left, parts = values[left], [values[number] for number in numbers]
    if known_left is None or any(part is None for part in parts):
        return CrossCheck(Words(text, text), None)
    known_right = sum(part or 0.0 for part in parts)
    equal = abs(known_left - known_right) < ROUNDING
    return CrossCheck(Words(text, text), equal or (sign == "≤" and known_left < known_right))


def _within(day: date | None, period: Period) -> bool | None:
    return None if day is None else period.start <= day <= period.end


def _by(day: date | None, period: Period) -> bool | None:
    return None if day is None else day <= period.end


def _flag(*, fact: bool | None) -> float | None:
    return None if fact is None else float(fact)
