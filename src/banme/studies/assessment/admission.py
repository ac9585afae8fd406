"""Projects that ask to come into a cluster, held against its policy and what it has left."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Sum

from banme.clusters.admission import FACTS, Admission, AdmissionRule, Need, decide, read_facts
from banme.clusters.admission.facts import Facts
from banme.errors import InputError, Problem
from banme.law.marks import Mark
from banme.law.words import Words
from banme.workspace import models as m
from banme.workspace.models.base import UNFOUNDED
from banme.workspace.models.clusters import HazardClass

_LEFT = {"water_m3_day": "water", "power_kw": "power", "wastewater_m3_day": "wastewater"}
HAZARD_NUMBER = {value: number for number, value in enumerate(HazardClass.values, start=1)}


@dataclass(frozen=True, slots=True)
class ProjectAdmission:
    """A project, what it declared and what was verified, what its cluster has left, and the gate's answer."""

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
    plots = m.Plot.objects.filter(cluster_id=cluster, use="industry")
    if plots.exists():
        vacant = plots.filter(status="vacant").aggregate(total=Sum("area_ha"))["total"]
        found["area_ha"] = float(vacant or 0.0)
    tenants = m.Establishment.objects.filter(cluster_id=cluster).exclude(status="stopped")
    for name, utility in _LEFT.items():
        rows = m.ClusterUtility.objects.filter(cluster_id=cluster, utility=utility).exclude(valid_to__lt=day)
        now = rows.filter(valid_from__lte=day).order_by("-valid_from").first()
        capacity = now or rows.order_by("valid_from").first()
        if capacity is None or tenants.filter(**{f"{name}__isnull": True}).exists():
            continue
        used = tenants.aggregate(total=Sum(name))["total"] or 0.0
        found[name] = max(0.0, float(capacity.capacity) - float(used))
    return found


def rules_of(cluster: str) -> list[AdmissionRule]:
    """Return a cluster's policy, gates first.

    Raises
    ------
    InputError
        When it has none.

    """
    rows = sorted(m.AdmissionRule.objects.filter(cluster_id=cluster), key=lambda row: (row.points > 0, row.pk))
    if not rows:
        raise InputError(
            [
                Problem(
                    "no-policy",
                    "Cụm chưa có điều kiện tiếp nhận: nhập bảng admission_rule",
                    "The cluster has no admission rules: fill in admission_rule",
                    "admission_rule",
                    cluster,
                )
            ]
        )
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
        When there is no such project, or its cluster has no policy.

    """
    project = m.AdmissionProject.objects.select_related("cluster").filter(code=code).first()
    if project is None:
        raise InputError(
            [Problem("unknown-project", "Không có dự án này", "No such project", "admission_project", code)]
        )
    day = day or dt.datetime.now(tz=dt.UTC).date()
    rules = rules_of(project.cluster_id)
    left = left_in(project.cluster_id, day)
    statements = list(m.AdmissionStatement.objects.filter(project=project, stated_on__lte=day).order_by("stated_on"))
    declared, verified = (_facts([x for x in statements if x.stage == stage]) for stage in ("declared", "verified"))
    policy = m.AdmissionRule.objects.filter(cluster=project.cluster)
    rows = [project, *statements, *policy]
    return ProjectAdmission(
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
