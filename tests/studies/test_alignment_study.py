"""Plans imported as tables and held against one another, and their page."""

import datetime as dt

import pytest

from banme.programme.alignment import FindingKind
from banme.studies.alignment import align_plans
from banme.workspace import models as m

MADE_UP = {"source_id": "made-up", "quality": "illustrative", "note": "minh họa"}


@pytest.fixture
def plans(db):
    m.DataSource.objects.create(code="made-up", title="Minh họa", licence="Apache-2.0", quality="assumed")
    for code, ends in (("own", 2025), ("national", 2030)):
        m.Plan.objects.create(
            code=code,
            name=f"Kế hoạch {code}",
            level="province",
            starts_on=dt.date(2023, 1, 1),
            ends_on=dt.date(ends, 12, 31),
            **MADE_UP,
        )
        m.Objective.objects.create(
            code=f"{code}.o", plan_id=code, name=f"Mục tiêu {code}", position=1, weight=1, **MADE_UP
        )
    m.Task.objects.create(
        code="own.t",
        plan_id="own",
        objective_id="own.o",
        name="Nhiệm vụ",
        position=1,
        weight=1,
        duration_days=10,
        **MADE_UP,
    )
    m.PlanLink.objects.create(
        code="k",
        objective_id="own.o",
        kind="implements",
        to_objective_id="national.o",
        sentence="Thực hiện Quyết định",
        confirmed_by="Nguyễn Văn A",
        confirmed_on=dt.date(2023, 5, 1),
        **MADE_UP,
    )


def test_nothing_is_found_where_the_plans_fit(plans):
    assert align_plans().findings == ()


def test_targets_of_one_query_are_compared_whatever_the_indicators_are_called(plans):
    for item, value in (("own.o", 20.0), ("national.o", 30.0)):
        indicator = m.Indicator.objects.create(
            code=f"{item}.i",
            objective_id=item,
            name=f"Lấp đầy theo {item}",
            unit_of_measure="%",
            comparison="ge",
            bound_to="query",
            query="cluster_occupancy_pct",
            subject="cum",
            **MADE_UP,
        )
        m.IndicatorTarget.objects.create(
            code=f"{item}.2025", indicator=indicator, year=2025, target_value=value, **MADE_UP
        )
    (found,) = align_plans().findings
    assert found.kind is FindingKind.TARGET
    assert found.items == ("own.o", "national.o")


def test_the_page_names_what_does_not_fit_and_every_link(plans, client):
    m.Task.objects.filter(code="own.t").update(objective_id=None)
    page = client.get("/law/alignment/").content.decode()
    assert "không thuộc mục tiêu nào" in page
    assert "Thực hiện Quyết định" in page
    assert "Nguyễn Văn A" in page
