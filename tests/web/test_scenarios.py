import pytest

from banme.errors import InputError, Problem
from banme.studies import runs
from banme.workspace import models as m

BASE = "/scenarios/base/"


@pytest.fixture
def queued(monkeypatch):
    """Runs are queued but no worker takes them."""
    monkeypatch.setattr(runs, "start", runs.create)


def test_a_figure_left_empty_shows_the_base_it_comes_from(client, region):
    shown = dict(client.get("/scenarios/today/").context["figures"])
    years = next(cell for cell in shown if cell.column == "years")
    assert (years.text, shown[years]) == ("2026 2030", "Phương án cơ sở")
    sites = next(cell for cell in shown if cell.column == "new_sites")
    assert (sites.text, shown[sites]) == ("Không", "")


def test_a_copy_has_the_same_base_figures_and_changes(client, region):
    client.post(f"{BASE}changes/", {"kind": "close_road", "target": "QL.26", "note": "sạt lở"})
    client.post(f"{BASE}copy/", {"code": "thu", "name": "Thử"})
    twin = m.Scenario.objects.get(code="thu")
    assert (twin.years, twin.base_id) == ("2026 2030", None)
    change = m.ScenarioChange.objects.get(scenario=twin)
    assert (change.kind, change.target, change.note) == ("close_road", "QL.26", "sạt lở")
    assert m.ScenarioChange.objects.filter(scenario_id="base").count() == 1


def test_a_copy_under_a_taken_code_is_refused(client, region):
    client.post(f"{BASE}copy/", {"code": "today", "name": "X"}, follow=True)
    assert m.Scenario.objects.count() == 2


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"kind": "close_road", "target": "QL.99"}, "target"),
        ({"kind": "force_site", "target": ""}, "target"),
        ({"kind": "scale_supply", "target": "coffee"}, "__all__"),
        ({"kind": "close_road", "target": "*", "factor": "2"}, "__all__"),
        ({"kind": "scale_supply", "target": "coffee", "factor": "1.5"}, "factor"),
        ({"kind": "", "target": "coffee"}, "kind"),
    ],
)
def test_a_change_that_cannot_hold_is_refused_in_place(client, region, values, column):
    answer = client.post(f"{BASE}changes/", values)
    assert answer.status_code == 422
    assert column in answer.context["form"].errors
    assert not m.ScenarioChange.objects.exists()


@pytest.mark.parametrize(
    ("kind", "target", "factor"),
    [
        ("close_road", "ql26-0", ""),
        ("close_road", "QL.26", ""),
        ("open_road", "ct24", ""),
        ("force_site", "trung-tam", ""),
        ("exclude_site", "*", ""),
        ("scale_supply", "durian", "1,25"),
        ("scale_demand", "cang", "0,5"),
        ("scale_truck_cost", "*", "1,1"),
    ],
)
def test_every_kind_of_change_can_be_added_and_removed(client, region, kind, target, factor):
    values = {"kind": kind, "target": target, "factor": factor, "note": "thử"}
    assert client.post(f"{BASE}changes/", values).status_code == 302
    change = m.ScenarioChange.objects.get()
    assert (change.kind, change.target) == (kind, target)
    assert client.get(BASE).status_code == 200
    assert client.post(f"{BASE}changes/{change.code}/remove/").status_code == 302
    assert not m.ScenarioChange.objects.exists()


def test_running_a_scenario_leads_to_its_live_page(client, region, queued):
    answer = client.post(f"{BASE}run/", follow=True)
    run = m.Run.objects.get()
    page = answer.content.decode()
    assert f'hx-get="/runs/{run.code}/progress/"' in page
    assert "Đang chờ" in page


def test_the_live_page_shows_stage_plan_bound_and_gap(client, region, queued):
    client.post(f"{BASE}run/")
    step = {"stage": "kernel", "fraction": 0.5, "incumbent": 2e9, "bound": 1.9e9, "gap_pct": 5.0, "elapsed_s": 3.0}
    m.Run.objects.update(status="running", stage="kernel", progress=[step | {"message": ""}])
    part = client.get(f"/runs/{m.Run.objects.get().code}/progress/").content.decode()
    for words in ("Tìm phương án", "2,0 tỷ đồng", "1,9 tỷ đồng", "5,00 %", 'value="50"'):
        assert words in part


def test_a_cancelled_run_without_a_plan_says_so_and_offers_no_results(client, region, queued):
    client.post(f"{BASE}run/")
    code = m.Run.objects.get().code
    client.post(f"/runs/{code}/cancel/")
    page = client.get(f"/runs/{code}/").content.decode()
    assert "Lần chạy không có kết quả" in page
    assert client.get(f"/runs/{code}/download/report/").status_code == 404


def test_an_infeasible_run_tells_how_to_repair_the_scenario(client, region, queued):
    client.post(f"{BASE}run/")
    m.Run.objects.update(status="infeasible")
    assert "Nới trần" in client.get(f"/runs/{m.Run.objects.get().code}/").content.decode()


def test_an_infeasible_run_shows_its_repair_with_links_to_the_rows_to_change(client, region, queued):
    client.post(f"{BASE}run/")
    row = {"kind": "budget", "vi": "Ngân sách cần thêm 30 tỷ đồng", "en": "More budget", "amount": 30e9, "unit": "VND"}
    row |= {"cost_vnd": 30e9, "table": "scenario", "row": "base"}
    other = row | {"vi": "Bỏ yêu cầu phải mở A", "table": "scenario_change", "row": "force-a", "cost_vnd": 50e9}
    remedy = {"cost_vnd": 30e9, "bound_vnd": 30e9, "gap_pct": 0.0, "status": "optimal", "forbidden": [], "rows": [row]}
    repair = {
        "conflict": [{"vi": "Ngân sách đầu tư", "en": "The budget"}],
        "shortfalls": [],
        "remedies": [remedy, remedy | {"rows": [other], "forbidden": ["budget"]}],
    }
    m.Run.objects.update(status="infeasible", parameters={"repair": repair}, engine_version="x")
    code = m.Run.objects.get().code
    page = client.get(f"/runs/{code}/").content.decode()
    assert "Ngân sách cần thêm 30 tỷ đồng" in page
    assert f'href="{BASE}"' in page
    assert "/registers/scenario_change/row/force-a/" in page
    assert "Nới trần" not in page
    assert "Phương án tốt nhất" not in page
    for form in ("report", "xlsx"):
        answer = client.get(f"/runs/{code}/download/{form}/")
        assert len(b"".join(answer)) > 1000
    assert client.get(f"/runs/{code}/download/gpkg/").status_code == 404


def test_a_scenario_that_cannot_be_run_says_why_on_its_own_page(client, region, monkeypatch):
    def refuse(code, study, asked):
        raise InputError([Problem(rule="x", vi="Thiếu sản lượng", en="No production", table="production")])

    monkeypatch.setattr(runs, "start", refuse)
    assert "Thiếu sản lượng" in client.post(f"{BASE}run/", follow=True).content.decode()


def test_a_finished_run_leads_from_its_live_part_to_its_results(client, plans):
    answer = client.get(f"/runs/{plans[0].code}/progress/")
    assert answer.headers["HX-Redirect"] == f"/runs/{plans[0].code}/"


def test_each_figure_leads_to_its_formula_tables_and_sources(client, plans):
    page = client.get(f"/runs/{plans[1].code}/why/cost_vnd_t/?scope=2026").content.decode()
    assert "Chi phí logistics" in page
    assert "/registers/production/?quality=assumed" in page
    assert "/registers/data_source/row/made-up/" in page
    assert client.get(f"/runs/{plans[1].code}/why/nope/").status_code == 404


def test_two_plans_are_compared_figure_by_figure(client, plans):
    page = client.get(f"/compare/?a={plans[0].code}&b={plans[1].code}&year=2026")
    rows = {(row["indicator"], row["scope"]): row for row in page.context["differences"]}
    assert ("cost_vnd_t", "2026") in rows
    assert ("cost_vnd_t", "2030") not in rows
    assert rows["gap_pct", ""]["percent"] == ""
    assert page.context["openings"]


@pytest.mark.parametrize("form", ["report", "xlsx", "gpkg"])
def test_a_finished_run_is_downloaded(client, plans, form):
    answer = client.get(f"/runs/{plans[1].code}/download/{form}/")
    assert answer.status_code == 200
    assert len(b"".join(answer.streaming_content)) > 1000
    assert "attachment" in answer.headers["Content-Disposition"]
