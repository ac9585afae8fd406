"""Citations of a plan read from the workspace, and their page."""

import datetime as dt

import pytest

from banme import regions
from banme.errors import InputError
from banme.studies.bases import review_bases
from banme.workspace import models as m
from banme.workspace.exchange import load

MADE_UP = {"source_id": "made-up", "quality": "illustrative", "note": "minh họa"}
DAY = dt.date(2026, 11, 23)


@pytest.fixture
def plan(db):
    load(regions.describe("daklak").nation)
    m.DataSource.objects.create(code="made-up", title="Minh họa", licence="Apache-2.0", quality="assumed")
    row = m.Plan.objects.create(
        code="kh",
        name="Kế hoạch",
        level="province",
        starts_on=dt.date(2023, 3, 15),
        ends_on=dt.date(2025, 12, 31),
        **MADE_UP,
    )
    for act in ("ND68-2017", "NQ103-2020"):
        m.TaskCitation.objects.create(code=f"c.{act}", plan=row, act_id=act, cited_on=dt.date(2023, 3, 15), **MADE_UP)
    return row


def test_what_no_longer_holds_comes_first_with_what_replaced_it(plan):
    found = review_bases(DAY, "kh")
    assert [each.act.code for each in found.standings] == ["ND68-2017", "NQ103-2020"]
    assert [act.code for act in found.gone[0].by] == ["ND32-2024"]
    assert review_bases(DAY, "another").standings == ()


def test_the_page_draws_the_graph_and_says_what_replaced_an_act(plan, client):
    page = client.get("/law/bases/?day=2026-11-23").content.decode()
    assert "được 32/2024/NĐ-CP thay thế từ 01/05/2024" in page
    assert page.count('class="act gone"') > 0
    assert "103/NQ-CP" in page


def test_a_citation_before_its_act_is_refused_and_the_page_still_draws(plan, client):
    m.TaskCitation.objects.filter(code="c.NQ103-2020").update(cited_on=dt.date(2020, 7, 8))
    with pytest.raises(InputError, match="before it was issued"):
        review_bases(DAY)
    answer = client.get("/law/bases/")
    assert answer.status_code == 400
    assert "trước ngày ban hành" in answer.content.decode()
    assert "act-graph" in answer.content.decode()
