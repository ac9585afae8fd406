"""A small plan with everything official papers speak of."""

import datetime as dt

import shapely

from banme import regions
from banme.workspace import models as m
from banme.workspace.exchange import load

MADE_UP = {"source_id": "papers-made-up", "quality": "derived", "note": "thử"}
DAY = dt.date(2026, 3, 5)
LONG = "Hoàn thiện hạ tầng kỹ thuật trong hàng rào, rà soát quy mô, trình độ công nghệ của cơ sở sản xuất"


def fill():
    """Store the rows: two objectives, a dozen tasks, one of them late and one done."""
    load(regions.describe("daklak").nation)
    m.DataSource.objects.create(code="papers-made-up", title="Thử", licence="Apache-2.0", quality="derived")
    since = {"valid_from": dt.date(2020, 1, 1)}
    square = shapely.MultiPolygon([shapely.box(108.0, 12.5, 108.2, 12.7)])
    m.AdminUnit.objects.create(code="xa", name="Phường Tân An", level="commune", geometry=square, **since, **MADE_UP)
    for code, name, kind in (
        ("ubnd", "Ủy ban nhân dân tỉnh Đắk Lắk", "committee"),
        ("sct", "Sở Công Thương", "department"),
        ("sxd", "Sở Xây dựng", "department"),
    ):
        m.Agency.objects.create(code=code, name=name, kind=kind, level="province", **since, **MADE_UP)
    plan = m.Plan.objects.create(
        code="kh",
        name="Hoàn thiện hạ tầng cụm công nghiệp",
        level="province",
        issuer_id="ubnd",
        starts_on=dt.date(2025, 1, 1),
        ends_on=dt.date(2027, 12, 31),
        **MADE_UP,
    )
    for place in (1, 2):
        m.Objective.objects.create(
            code=f"o{place}", plan=plan, position=place, name=f"Mục tiêu {place}", wording=LONG, weight=1, **MADE_UP
        )
    for place in range(12):
        task = m.Task.objects.create(
            code=f"t{place}",
            plan=plan,
            objective_id=f"o{place % 2 + 1}",
            position=place,
            name=f"Nhiệm vụ {place}: {LONG.lower()}",
            weight=1,
            duration_days=30,
            output="Quyết định phê duyệt",
            due_on=dt.date(2026, 1, 31) if place == 0 else dt.date(2027, 6, 30),
            **MADE_UP,
        )
        m.TaskRole.objects.create(code=f"r{place}", task=task, agency_id="sct", role="lead", **since, **MADE_UP)
        m.TaskRole.objects.create(code=f"c{place}", task=task, agency_id="sxd", role="coordinates", **since, **MADE_UP)
        m.TaskBudget.objects.create(code=f"b{place}", task=task, year=2026, fund="province", planned_vnd=5e9, **MADE_UP)
    m.TaskProgress.objects.create(
        code="p1",
        task_id="t1",
        reported_on=dt.date(2026, 2, 1),
        progress_pct=100,
        actual_start=dt.date(2025, 2, 1),
        actual_end=dt.date(2026, 1, 20),
        **MADE_UP,
    )
    for act in ("ND68-2017", "NQ103-2020"):
        m.TaskCitation.objects.create(code=f"c.{act}", plan=plan, act_id=act, cited_on=dt.date(2023, 4, 1), **MADE_UP)
