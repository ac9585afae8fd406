"""Projects that ask to come into a cluster, held against its policy and what it has left."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from banme.clusters.admission import FACTS, Admission, AdmissionRule, Need, decide, read_facts
from banme.clusters.admission.facts import Facts
from banme.errors import InputError, Problem
from banme.law import Act
from banme.law.marks import Mark
from banme.law.words import Words
from banme.studies.cluster_card import plots_of
from banme.studies.regime import rule_book
from banme.workspace import models as m
from banme.workspace.models.base import UNFOUNDED
from banme.workspace.models.clusters import HazardClass
from banme.workspace.models.law import ActTopic

_LEFT = {"water_m3_day": "water", "power_kw": "power", "wastewater_m3_day": "wastewater"}
HAZARD_NUMBER = {value: number for number, value in enumerate(HazardClass.values, start=1)}


@dataclass(frozen=True, slots=True)
class ProjectAdmission:
    """A project as at a day: what it declared and what was verified, what its cluster has left, and the answer.

    Attributes
    ----------
    day : date
        The day whose policy, acts, statements and rest of the cluster count.
    policy_from : date
        When the newest rule of the policy in force took effect.
    acts : tuple of Act
        Acts on clusters and on technology in force on the day.

    """

    day: dt.date
    policy_from: dt.date
    acts: tuple[Act, ...]
    project: m.AdmissionProject
    declared: Facts
    verified: Facts
    left: dict[str, float]
    names: dict[str, str]
    answer: Admission
    is_illustrative: bool


def left_in(cluster: str, day: dt.date) -> dict[str, float]:
    """Return vacant serviced land (ha) and the utilities that tenants leave over; what is unknown is left out.

    A utility that is not there on the day counts as it first will be. Tenants without a stated demand make its rest
    unknown: missing is not zero.
    """
    found: dict[str, float] = {}
    if m.Plot.objects.filter(cluster_id=cluster, use="industry").exists():
        plots = plots_of(m.IndustrialCluster.objects.get(code=cluster), day)
        found["area_ha"] = float(plots.loc[plots["serviced"], "vacant_ha"].sum())
    tenants = m.Establishment.objects.filter(cluster_id=cluster).exclude(status="stopped").exclude(started_on__gt=day)
    for name, utility in _LEFT.items():
        rows = m.ClusterUtility.objects.filter(cluster_id=cluster, utility=utility).exclude(valid_to__lt=day)
        now = rows.filter(valid_from__lte=day).order_by("-valid_from").first()
        capacity = now or rows.order_by("valid_from").first()
        if capacity is None or tenants.filter(**{f"{name}__isnull": True}).exists():
            continue
        used = tenants.aggregate(total=Sum(name))["total"] or 0.0
        found[name] = max(0.0, float(capacity.capacity) - float(used))
    return found


def policy_of(cluster: str, day: dt.date) -> QuerySet[m.AdmissionRule]:
    """Return the rules of a cluster's policy that hold on a day.

    Raises
    ------
    InputError
        When the cluster has no policy, or none on that day.

    """
    rows = m.AdmissionRule.objects.filter(cluster_id=cluster)
    held = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)
    if held.exists():
        return held
    ever = sorted(rows.values_list("valid_from", flat=True))
    vi = "Cụm chưa có điều kiện tiếp nhận: nhập bảng admission_rule"
    en = "The cluster has no admission rules: fill in admission_rule"
    if ever:
        known = list(dict.fromkeys(ever))
        vi = f"Ngày {day:%d/%m/%Y} cụm không có điều kiện tiếp nhận nào có hiệu lực (có từ {_days(known, '%d/%m/%Y')})"
        en = f"On {day} no admission rule of the cluster is in force (there are some from {_days(known, '%Y-%m-%d')})"
        vi, en = f"{vi}: chọn ngày khác", f"{en}: choose another day"
    raise InputError([Problem("no-policy", vi, en, "admission_rule", cluster)])


def _days(days: list[dt.date], layout: str) -> str:
    return ", ".join(f"{day:{layout}}" for day in days)


def acts_on(day: dt.date) -> tuple[Act, ...]:
    """Return the acts on clusters and on technology that are in force on a day.

    Raises
    ------
    InputError
        When no act on clusters is: an answer without the law of its day would be none.

    """
    found = tuple(act for act in rule_book().on(day).acts if act.topic in {ActTopic.CLUSTER, ActTopic.TECHNOLOGY})
    if not any(act.topic == ActTopic.CLUSTER for act in found):
        vi = f"Ngày {day:%d/%m/%Y} bảng legal_act chưa có văn bản nào về cụm công nghiệp: chọn ngày khác hoặc nhập"
        en = f"On {day} no act on industrial clusters stands in legal_act: choose another day or enter it"
        raise InputError([Problem("no-law-in-force", vi, en, "legal_act", value=day.isoformat())])
    return found


def rules_of(cluster: str, day: dt.date) -> list[AdmissionRule]:
    """Return a cluster's policy on a day, gates first.

    Raises
    ------
    InputError
        When it has none.

    """
    rows = sorted(policy_of(cluster, day), key=lambda row: (row.points > 0, row.pk))
    return [
        AdmissionRule(
            code=row.code,
            fact=row.fact,
            need=Need(row.need),
            consequence=Words.of(row.consequence),
            limit=row.limit or 0.0,
            prefixes=tuple(row.prefixes.split()),
            points=row.points,
            floor=row.floor,
            mark=Mark(row.mark),
            source=row.source_id,
        )
        for row in rows
    ]


def decide_project(code: str, day: dt.date | None = None) -> ProjectAdmission:
    """Hold a project against its cluster's policy as at a day (today by default).

    Raises
    ------
    InputError
        When there is no such project, or no policy of its cluster or no act on clusters is in force on the day.

    """
    project = m.AdmissionProject.objects.select_related("cluster").filter(code=code).first()
    if project is None:
        raise InputError(
            [Problem("unknown-project", "Không có dự án này", "No such project", "admission_project", code)]
        )
    day = day or timezone.localdate()
    acts = acts_on(day)
    rules = rules_of(project.cluster_id, day)
    left = left_in(project.cluster_id, day)
    statements = list(m.AdmissionStatement.objects.filter(project=project, stated_on__lte=day).order_by("stated_on"))
    declared, verified = (_facts([x for x in statements if x.stage == stage]) for stage in ("declared", "verified"))
    policy = policy_of(project.cluster_id, day)
    rows = [project, *statements, *policy]
    return ProjectAdmission(
        day,
        max(row.valid_from for row in policy),
        acts,
        project,
        declared,
        verified,
        left,
        dict(policy.values_list("code", "name")),
        decide(rules, declared, verified, left),
        any(row.quality in UNFOUNDED for row in rows),
    )


def _facts(statements: list[m.AdmissionStatement]) -> Facts:
    """Return the latest figure of each kind."""
    merged: dict[str, object] = {}
    for row in statements:
        for name in FACTS:
            value = getattr(row, name, None)
            if value is None or value == "":
                continue
            merged[name] = HAZARD_NUMBER[value] if name == "hazard_class" else value
    return read_facts(merged, statements[-1].project_id if statements else "")
