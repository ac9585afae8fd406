"""The relocation studio: figures, marks, points of the front, form, files."""

import re

import pytest

import made_up_relocation
from banme.studies import runs
from banme.workspace import models as m

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(region):
    made_up_relocation.build()


@pytest.fixture
def run(town):
    return runs.execute(runs.create("base", "relocation", {"points": 3, "time_limit_s": 20}).code)


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_without_a_run_the_form_is_offered_with_the_tables_figures(client, town):
    shown = text(client.get("/relocation/"))
    assert 'name="distance_II"' in shown
    assert 'value="500.0"' in shown
    assert 'name="budget_2027"' in shown


def test_the_page_shows_who_moves_why_others_stay_and_that_nothing_is_law(client, run):
    shown = text(client.get("/relocation/"))
    assert "Không cụm nào được nhận ngành này" in shown
    assert "<strong>2027</strong>" in shown
    assert 'id="illustrative"' in shown
    assert "<strong>Quy định</strong>" not in shown
    assert "Nhớ lại, chưa đối chiếu" in shown
    assert client.get(f"/runs/{run.code}/").headers["Location"].endswith(f"/relocation/?run={run.code}")


def test_a_point_of_the_front_is_shown_with_its_own_moves(client, run):
    other = m.ResultFront.objects.filter(run=run, moves=0).first()
    shown = text(client.get(f"/relocation/?run={run.code}&point={other.point}"))
    assert "<strong>2027</strong> →" not in shown
    assert 'aria-current="true"' in shown


def test_files_come_with_their_ending_and_what_there_is_not_is_not_found(client, run):
    answer = client.get(f"/relocation/{run.code}/file.xlsx")
    assert answer.headers["Content-Disposition"].endswith(f'{run.code}.xlsx"')
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert client.get(f"/relocation/{run.code}/file.doc").status_code == 404
    assert client.get("/relocation/?run=none").status_code == 404


def test_the_form_starts_a_run_with_what_was_changed(client, town, monkeypatch):
    seen = {}

    def start(scenario, study, asked):
        seen.update(asked)
        return m.Run.objects.create(code="r", study=study, scenario_id=scenario)

    monkeypatch.setattr("banme.web.relocation.views.engine.start", start)
    form = {"order": "exposure", "budget_2027": "0,5", "distance_II": "600", "distance_III": "300"}
    assert client.post("/relocation/compute/", form).headers["Location"] == "/runs/r/"
    assert seen["distances_m"] == {"II": 600.0}
    assert seen["budget_vnd"] == {"2027": 5e8}
    assert seen["goals"][0] == ["exposure", 5.0]


def test_a_figure_that_is_none_is_refused_by_name(client, town):
    shown = text(client.post("/relocation/compute/", {"budget_2027": "nhiều"}, follow=True))
    assert "budget_2027 = nhiều" in shown
