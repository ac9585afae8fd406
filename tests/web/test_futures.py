"""One plan for several futures: started from a scenario's page, read on its run's page and in the workbook."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from tests.web import region as made_up

from banme.reports import workbook
from banme.studies import robust, runs
from banme.workspace import models as m

pytestmark = pytest.mark.django_db


@pytest.fixture
def futures(region, monkeypatch):
    monkeypatch.setenv("BANME_WORKERS", "1")
    made_up.futures()


@pytest.fixture
def plan(futures):
    return runs.execute(runs.create("base", robust.STUDY).code)


def test_the_scenario_offers_the_futures_with_their_probabilities(client, futures):
    page = client.get("/scenarios/base/").content.decode()
    assert "Chạy cho nhiều tương lai" in page
    assert 'value="duoc-mua"' in page
    assert "30 %" in page


def test_ticked_futures_start_a_run_of_these(client, futures, monkeypatch):
    monkeypatch.setattr(runs, "start", runs.create)
    answer = client.post("/scenarios/base/run-futures/", {"future": ["thuong", "duoc-mua"]})
    run = m.Run.objects.get()
    assert answer.url == f"/runs/{run.code}/"
    assert (run.study, run.parameters["asked"]["futures"]) == ("robust_design", ["thuong", "duoc-mua"])


def test_one_future_starts_nothing_and_says_why(client, futures):
    page = client.post("/scenarios/base/run-futures/", {"future": ["thuong"]}, follow=True).content.decode()
    assert "Chọn ít nhất hai tương lai" in page
    assert not m.Run.objects.exists()


def test_the_page_shows_costs_by_future_what_is_proven_and_the_staging(client, plan):
    page = client.get(f"/runs/{plan.code}/").content.decode()
    for text in (
        "Một phương án cho nhiều tương lai",
        "Được mùa sầu riêng",
        "Rẻ nhất tính bình quân",
        "Chỉ cho: Như thường",
        "Nuối tiếc lớn nhất",
        "Xây ngay",
        "là của tương lai:",
    ):
        assert text in page, text
    english = client.get(f"/runs/{plan.code}/", headers={"accept-language": "en"})
    assert english.status_code == 200


def test_every_figure_over_all_futures_says_why_it_is_so(client, plan):
    for code in ("expected_cost_vnd", "worst_cost_vnd", "regret_vnd", "evpi_low_vnd", "vss_low_vnd"):
        assert client.get(f"/runs/{plan.code}/why/{code}/").status_code == 200


def test_a_run_of_one_future_has_no_such_part(client, region):
    run = runs.execute(runs.create("base").code)
    assert 'id="futures"' not in client.get(f"/runs/{run.code}/").content.decode()


def test_the_workbook_holds_costs_by_future_and_staging(plan, tmp_path):
    workbook.write(tmp_path / "plan.xlsx", plan.code)
    book = load_workbook(tmp_path / "plan.xlsx")
    rows = list(book["Các tương lai"].iter_rows(values_only=True))
    labels = {row[0] for row in rows}
    assert {"Rẻ nhất tính bình quân", "Ít nuối tiếc nhất", "Chỉ cho: Được mùa sầu riêng"} <= labels
    stored = m.ResultFuture.objects.get(run=plan, plan="expected", future_code="duoc-mua").cost_vnd
    assert stored in next(row for row in rows if row[0] == "Rẻ nhất tính bình quân")
    assert len(list(book["Xây ngay hay chờ"].iter_rows())) == m.ResultStaging.objects.filter(run=plan).count() + 1
