"""A cluster with a file, and a Council with two jurors and two applicants, on top of the national law tables."""

import datetime as dt

import shapely

from banme import regions
from banme.workspace import models as m
from banme.workspace.exchange import load

MADE_UP = {"source_id": "law-made-up", "quality": "illustrative", "note": "minh họa"}
SUBS = (("plan", 15), ("environment", 15), ("capability", 30), ("finance", 40))


def fill(declared=None):
    """Store the rows; ``declared`` is a day on which both jurors declared no conflict."""
    load(regions.describe("daklak").nation)
    m.DataSource.objects.create(code="law-made-up", title="Minh họa", licence="Apache-2.0", quality="assumed")
    m.AdminUnit.objects.create(code="tinh", name="Tỉnh", level="province", valid_from=dt.date(2025, 7, 1), **MADE_UP)
    m.IndustrialCluster.objects.create(
        code="cum",
        name="Cụm Một",
        kind="industrial_cluster",
        status="planned",
        unit_id="tinh",
        geometry=shapely.Point(108, 12),
        **MADE_UP,
    )
    m.ClusterFile.objects.create(
        code="hs",
        cluster_id="cum",
        kind="establish",
        area_ha=40.0,
        small_allowed=False,
        tested_unit_id="tinh",
        first_request_on=dt.date(2026, 10, 5),
        **MADE_UP,
    )
    m.Council.objects.create(
        code="hd",
        name="Phiên họp một",
        cluster_id="cum",
        rule_date=dt.date(2026, 10, 1),
        step_points=0.5,
        combination="mean",
        rule_adopted_on=dt.date(2026, 9, 1),
        rule_document="Quy chế",
        began_at=dt.datetime(2026, 10, 1, 1, tzinfo=dt.UTC),
        ended_at=dt.datetime(2026, 10, 1, 4, tzinfo=dt.UTC),
        **MADE_UP,
    )
    for place, role in enumerate(("chair", "member", "secretary")):
        m.CouncilMember.objects.create(
            code=f"m{place}",
            council_id="hd",
            position=place,
            name=f"Thành viên {place}",
            role=role,
            conflict=None if declared is None or role == "secretary" else False,
            declared_on=None if role == "secretary" else declared,
            **MADE_UP,
        )
    for place, (group, most) in enumerate(SUBS):
        m.CouncilCriterion.objects.create(
            code=group, council_id="hd", criterion=group, position=place, name=group, max_points=most, **MADE_UP
        )
    for place in range(2):
        m.CouncilApplicant.objects.create(
            code=f"a{place}", council_id="hd", position=place, name=f"Nhà đầu tư {place}", **MADE_UP
        )
