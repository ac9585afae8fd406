"""Projects valued from the workspace: results stored with the run, faults gathered."""

import datetime as dt

import numpy_financial
import pytest
from openpyxl import load_workbook

from banme import regions
from banme.errors import InputError
from banme.reports import appraisal as book
from banme.studies import appraisal as study
from banme.studies import runs
from banme.workspace import models as m
from banme.workspace.exchange import load

MADE_UP = {"source_id": "made-up", "quality": "illustrative", "note": "minh họa"}
DAY = dt.date(2026, 11, 23)


@pytest.fixture
def coffee(db):
    """A coffee project in Buôn Ma Thuột that claims a weaker incentive than it may have."""
    load(regions.describe("daklak").nation)
    m.DataSource.objects.create(code="made-up", title="Minh họa", licence="Apache-2.0", quality="assumed")
    scenario = {"years": "2026", "as_of": DAY, "new_sites": True, "reach_h": 1.0, "gap_pct": 1.0}
    m.Scenario.objects.create(code="base", name="Gốc", time_limit_s=10.0, seed=3, **scenario)
    row = m.InvestmentProject.objects.create(
        code="cp",
        name="Cà phê",
        sectors="coffee encouraged",
        places="@Buôn_Ma_Thuột",
        decision_on=dt.date(2024, 3, 1),
        claims="cit14.agro",
        discount_rate_pct=10.0,
        standard_tax_pct=20.0,
        duty_pct=0.0,
        loss_years=5,
        depreciation_years=5,
        revenue_low_pct=80.0,
        revenue_high_pct=110.0,
        **MADE_UP,
    )
    for place in range(8):
        building = place == 0
        m.ProjectYear.objects.create(
            code=f"cp.{place}",
            project=row,
            year=2024 + place,
            capex_vnd=100e9 if building else 0.0,
            imported_vnd=0.0,
            revenue_vnd=0.0 if building else 60e9,
            operating_cost_vnd=0.0 if building else 25e9,
            land_rent_vnd=1e9,
            salvage_vnd=0.0,
            **MADE_UP,
        )
    return row


def test_a_run_stores_every_case_the_cash_flow_and_the_ranges(coffee):
    done = runs.execute(runs.create("base", study.STUDY, {"project": "cp", "draws": 200}).code)
    assert done.status == "done"
    cases = {row.case: row for row in m.ResultValue.objects.filter(run=done)}
    assert cases["none"].npv_vnd < cases["claimed"].npv_vnd < cases["best"].npv_vnd
    assert cases["nq72.coffee"].chosen
    assert not cases["nq72.coffee"].claimed
    assert cases["cit14.agro"].claimed
    assert cases["nq72.other"].npv_vnd is None
    assert done.cost_vnd == -cases["best"].npv_vnd
    net = list(m.ResultValueYear.objects.filter(run=done).order_by("year").values_list("net_vnd", flat=True))
    assert cases["best"].npv_vnd == pytest.approx(numpy_financial.npv(0.10, net))
    assert cases["best"].irr_pct == pytest.approx(numpy_financial.irr(net) * 100)
    assert set(m.ResultValueRange.objects.filter(run=done).values_list("driver", flat=True)) == {
        "revenue",
        "discount_rate",
        "draws",
    }
    assert m.ResultIndicator.objects.get(run=done, scope="best", indicator="npv_vnd").value == cases["best"].npv_vnd
    assert done.parameters["unfounded_tables"] == ["investment_project", "project_year"]


def test_the_unused_mechanism_is_named(coffee):
    found = study.value_project("cp", DAY, 10)
    assert {each.eligibility.incentive.code for each in found.appraisal.unused} == {
        "nq72.coffee",
        "landdl.bmt",  # with seven years of sales the one for encouraged sectors gives no more
    }


def test_a_project_decided_under_the_new_law_has_no_more_of_the_old(coffee):
    m.InvestmentProject.objects.filter(code="cp").update(decision_on=dt.date(2025, 10, 1))
    answers = {
        each.eligibility.incentive.code: each.eligibility.answer
        for each in study.value_project("cp", DAY, 10).appraisal.mechanisms
    }
    assert answers["cit14.agro"] == "no"
    assert answers["nq72.coffee"] == "yes"


def test_every_fault_of_a_project_is_told_at_once(coffee):
    m.ProjectYear.objects.filter(code="cp.3").delete()
    m.ProjectYear.objects.filter(code="cp.5").update(imported_vnd=5e9)
    m.InvestmentProject.objects.filter(code="cp").update(claims="cit14.agro nowhere")
    with pytest.raises(InputError) as caught:
        study.value_project("cp", DAY)
    assert {problem.rule for problem in caught.value.problems} == {
        "years-apart",
        "imported-over-capex",
        "unknown-incentive",
    }


def test_an_unknown_project_is_refused_with_those_there_are(coffee):
    with pytest.raises(InputError, match="cp"):
        study.value_project("nowhere", DAY)


def test_the_workbook_holds_every_sheet(coffee, tmp_path):
    book.write(tmp_path / "w.xlsx", study.value_project("cp", DAY, 50), None, "vi")
    names = load_workbook(tmp_path / "w.xlsx", read_only=True).sheetnames
    assert names == ["Trường hợp", "Ưu đãi", "Dòng tiền", "Độ nhạy", "Tương lai rút ngẫu nhiên", "Cách đọc"]


def test_the_pages_show_incentives_and_what_the_project_leaves_unused(coffee, client):
    listed = client.get("/law/incentives/").content.decode()
    assert "NQ 72: dự án cà phê tại Buôn Ma Thuột" in listed
    assert "chưa biết mức" in listed
    page = client.get("/law/projects/cp/").content.decode()
    assert "Dự án chưa dùng:" in page
    assert client.post("/law/projects/cp/run/").status_code == 302
    assert m.ResultValue.objects.filter(case="best").count() == 1
    assert client.get("/law/projects/nowhere/").status_code == 404
