"""A small plan: task b waits for a, which is half done and late; the lead of a has merged into that of b."""

import datetime as dt

from banme.workspace import models as m

SAID = {"source_id": "s", "quality": "surveyed"}


def build():
    """Store the plan, its agencies and a cluster; return the plan."""
    m.DataSource.objects.create(code="s", title="s", licence="x", version="1", quality="surveyed")
    since = dt.date(2023, 1, 1)
    body = {"kind": "department", "level": "province", "valid_from": since, **SAID}
    m.Agency.objects.create(code="new", name="Mới", **body)
    m.Agency.objects.create(code="old", name="Cũ", valid_to=dt.date(2024, 2, 29), successor_id="new", **body)
    found = m.Plan.objects.create(
        code="p",
        name="Kế hoạch",
        level="province",
        starts_on=dt.date(2024, 1, 8),
        ends_on=dt.date(2024, 12, 31),
        **SAID,
    )
    m.Objective.objects.create(code="o", plan=found, position=1, name="Mục tiêu", weight=1, **SAID)
    for number, (code, days) in enumerate((("a", 40), ("b", 20))):
        work = {"weight": 1, "duration_days": days, "work_days": "every", **SAID}
        m.Task.objects.create(code=code, plan=found, objective_id="o", position=number, name=code, **work)
        lead = "old" if code == "a" else "new"
        m.TaskRole.objects.create(code=code, task_id=code, agency_id=lead, role="lead", valid_from=since, **SAID)
    m.TaskDependency.objects.create(code="ab", before_id="a", after_id="b", kind="FS", lag_days=0, **SAID)
    agreed = {"set_on": since, "starts_on": dt.date(2024, 1, 8), "ends_on": dt.date(2024, 2, 16)}
    m.TaskBaseline.objects.create(code="a@1", task_id="a", baseline="1", **agreed, **SAID)
    told = {"reported_on": dt.date(2024, 3, 10), "progress_pct": 50, "actual_start": dt.date(2024, 1, 8)}
    m.TaskProgress.objects.create(code="r", task_id="a", **told, **SAID)
    m.TaskBudget.objects.create(code="m", task_id="a", year=2024, fund="local", planned_vnd=100.0, **SAID)
    m.IndustrialCluster.objects.create(code="c", name="Cụm", kind="industrial_cluster", status="building", **SAID)
    return found
