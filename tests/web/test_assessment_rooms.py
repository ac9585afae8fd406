import io
import sqlite3

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import made_up_clusters
from banme.studies import runs
from banme.studies.assessment.form import ANSWER, SHEET
from banme.workspace import models as m
from banme.workspace.exchange import dump

PAGES = (
    "/assessment/",
    "/assessment/establishment/cs1/",
    f"/assessment/cluster/{made_up_clusters.CLUSTER}/",
    "/assessment/project/da/",
    f"/assessment/zone/{made_up_clusters.CLUSTER}/",
)


@pytest.fixture
def clusters(region):
    made_up_clusters.build()


@pytest.fixture
def computed(clusters):
    asked = {"cluster": made_up_clusters.CLUSTER}
    return {
        study: runs.execute(runs.create("base", study, asked).code)
        for study in ("upgrade_ladder", "byproduct_exchange", "zone_portfolio")
    }


def text(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_opens_in_both_languages_and_says_that_its_rows_are_made_up(client, computed, address, language):
    client.post("/language/", {"language": language, "next": "/"})
    page = text(client, address)
    assert ("minh họa hoặc giả định" if language == "vi" else "illustrative or assumed") in page


@pytest.mark.parametrize("address", ["establishment/none", "cluster/none", "project/none", "zone/none"])
def test_a_code_that_is_not_there_is_said_to_be_missing(client, db, address):
    text(client, f"/assessment/{address}/", 404)


def test_a_third_party_sees_no_result_without_consent(client, computed):
    page = text(client, "/assessment/establishment/cs2/")
    assert "chưa đồng ý" in page
    assert 'id="total"' not in page
    assert "Cơ sở thử 2" not in text(client, "/assessment/")
    assert "1 cơ sở chưa đồng ý" in text(client, "/assessment/")
    text(client, "/assessment/establishment/cs2/form/", 404)


def test_registers_the_api_and_files_keep_back_what_was_not_agreed_to(client, clusters, tmp_path, monkeypatch):
    register = text(client, "/registers/technology_survey/")
    assert "1 dòng không hiện" in register
    assert "cs1" in register
    assert "cs2" not in register
    text(client, "/registers/technology_survey/row/p1/")
    assert "Điều 13.1" in text(client, "/registers/technology_survey/row/p2/", 404)
    text(client, "/registers/technology_survey/row/p2/card/", 404)
    assert client.get("/api/tables/technology_survey/rows").json()["count"] == 1
    assert client.get("/api/tables/technology_survey/rows/p2").status_code == 404
    sent = b"".join(client.get("/registers/technology_survey/export/csv/").streaming_content).decode("utf-8-sig")
    assert "p1" in sent
    assert "p2" not in sent
    for name in ("survey.xlsx", "survey.gpkg"):
        dump(tmp_path / name, ["technology_survey"], third_party=True)
    rows = openpyxl.load_workbook(tmp_path / "survey.xlsx")["technology_survey"].iter_rows(values_only=True)
    assert "p2" not in {row[0] for row in rows}
    with sqlite3.connect(tmp_path / "survey.gpkg") as file:
        assert file.execute("SELECT code FROM technology_survey").fetchall() == [("p1",)]
    monkeypatch.setenv("BANME_READER", "assessor")
    assert "cs2" in text(client, "/registers/technology_survey/")
    assert client.get("/api/tables/technology_survey/rows").json()["count"] == 2
    sent = b"".join(client.get("/registers/technology_survey/export/csv/").streaming_content).decode("utf-8-sig")
    assert "p2" in sent


def test_the_assessing_body_sees_every_result(client, clusters, monkeypatch):
    monkeypatch.setenv("BANME_READER", "assessor")
    assert 'id="total"' in text(client, "/assessment/establishment/cs2/")
    assert "Cơ sở thử 2" in text(client, "/assessment/")


def test_a_partial_total_is_a_range_and_no_level_is_given(client, clusters):
    page = text(client, "/assessment/establishment/cs1/")
    assert "–" in page.split('id="total"')[1][:20]
    assert "—" in page.split('id="level"')[1][:10]
    assert "chưa chấm" in page
    assert "K1" in page


def test_the_stand_in_coefficient_is_shown_only_when_asked_for_and_called_a_guess(client, clusters):
    assert "phỏng đoán" not in text(client, "/assessment/establishment/cs1/")
    assert "phỏng đoán" in text(client, "/assessment/establishment/cs1/?placeholder=1")


def test_benchmarks_of_the_rating_are_not_shown_as_law(client, clusters):
    assert "không phải quy định pháp luật" in text(client, PAGES[2])


def test_a_project_is_judged_by_the_policy_of_the_day_asked_for(client, clusters):
    page = text(client, "/assessment/project/da/?on=2026-11-24")
    assert "32/2024/NĐ-CP" in page
    assert "01/01/2020" in page
    refused = text(client, "/assessment/project/da/?on=2019-12-31", 422)
    assert "không có điều kiện tiếp nhận nào có hiệu lực" in refused or "chưa có văn bản nào" in refused


def test_a_declaration_that_does_not_stand_shows_its_consequence(client, clusters):
    page = text(client, "/assessment/project/da/")
    assert "Không đạt" in page
    assert "Lý do: <strong>Trình độ công nghệ</strong>" in page
    assert '<strong class="worse">Dừng tiếp nhận</strong>' in page


def test_a_finished_run_leads_to_its_room_with_proof_and_workbook(client, computed):
    for study, run in computed.items():
        answer = client.get(f"/runs/{run.code}/")
        assert answer.status_code == 302
        assert run.code in text(client, answer.url), study
        content = b"".join(client.get(f"/assessment/run/{run.code}/workbook/").streaming_content)
        assert len(openpyxl.load_workbook(io.BytesIO(content)).sheetnames) > 1
    assert "/runs/upgrade_ladder" not in text(client, "/")


def test_an_upgrade_shows_what_it_does_to_the_criteria(client, computed):
    page = text(client, "/assessment/establishment/cs1/")
    assert "Sau nâng cấp" in page
    assert "→ 1" in page


def test_a_budget_that_is_no_figure_is_refused(client, clusters):
    sent = {"cluster": made_up_clusters.CLUSTER, "budget_bn": "nhiều", "next": PAGES[2]}
    answer = client.post("/assessment/compute/upgrade_ladder/", sent, follow=True)
    assert "phải là số" in answer.content.decode()
    assert not m.Run.objects.exists()


def test_a_form_goes_out_and_comes_back(client, clusters):
    content = b"".join(client.get("/assessment/establishment/cs1/form/?year=2026").streaming_content)
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = {book[SHEET].cell(row, 1).value: row for row in range(3, book[SHEET].max_row + 1)}
    book[SHEET].cell(rows["workers"], ANSWER).value = 44
    file = io.BytesIO()
    book.save(file)
    upload = SimpleUploadedFile("phieu.xlsx", file.getvalue())
    answer = client.post("/assessment/establishment/cs1/read/", {"file": upload, "reason": "x"}, follow=True)
    assert "Đã nạp phiếu" in answer.content.decode()
    assert m.TechnologySurvey.objects.get(establishment_id="cs1", year=2026).workers == 44
    book[SHEET].cell(rows["workers"], ANSWER).value = "bốn mươi"
    file = io.BytesIO()
    book.save(file)
    upload = SimpleUploadedFile("phieu.xlsx", file.getvalue())
    answer = client.post("/assessment/establishment/cs1/read/", {"file": upload}, follow=True)
    assert "bốn mươi" in answer.content.decode()
    assert m.TechnologySurvey.objects.get(establishment_id="cs1", year=2026).workers == 44
