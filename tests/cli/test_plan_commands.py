"""Commands on plan, law, policies and papers print what a planner asks for, in both languages."""

import pytest
from typer.testing import CliRunner

import made_up_plan
import made_up_runs
from banme import regions
from banme.cli.app import app
from banme.cli.programme import show_run_indicators
from banme.workspace import models as m
from banme.workspace.exchange import load

pytestmark = pytest.mark.django_db
ON = ("--on", "2024-03-15")


@pytest.fixture
def plan():
    made_up_runs.build()
    made_up_runs.coffee()


@pytest.mark.parametrize(
    ("words", "vi", "en"),
    [
        (("programme", "board", "p", *ON), "Đang làm", "Under way"),
        (("programme", "critical", "p", *ON), "Vì sao a chậm", "Why a is late"),
        (("programme", "curve", "p", *ON), "Kế hoạch đến nay (PV)", "Planned (PV)"),
        (("programme", "queries"), "network.goods_cost_against_pct", "Cost per tonne of one good"),
        (("agency",), "Cũ", "successor"),
        (("agency", "new", *ON), "Trong 60 ngày tới", "Within 60 days"),
        (("agency", "old", *ON), "nhiệm vụ do: new", "duties are with: new"),
        (("progress", "p", "--on", "2026-11-24"), "Bằng chứng cho thấy đạt", "Evidence says yes"),
        (("why", "i"), "network_design.today.0001", "Run network_design.base.0001"),
    ],
)
def test_the_plan_is_told_in_both_languages(plan, banme, words, vi, en):
    if words[:2] == ("programme", "critical"):
        m.Task.objects.filter(code="a").update(due_on="2024-03-01")
    assert vi in banme(*words)
    assert en in banme(*words, language="en")


def test_an_unknown_plan_agency_or_indicator_is_refused_with_those_there_are(plan, banme):
    for words, have in ((("programme", "board", "q"), "p"), (("agency", "q"), "new"), (("progress", "q"), "p")):
        with pytest.raises(Exception, match=have):
            raise CliRunner().invoke(app, list(words)).exception


def test_the_demo_shows_what_runs_say_of_the_plan(plan, banme, capsys):
    show_run_indicators(made_up_runs.DAY)
    shown = " ".join(capsys.readouterr().out.split())
    assert "80" in shown
    assert "network_design.base" in shown


def test_law_policies_and_papers_are_told(plan, banme, tmp_path):
    load(regions.describe("daklak").nation)
    m.TaskCitation.objects.create(code="c", task_id="a", act_id="ND68-2017", cited_on="2023-04-03", **made_up_plan.SAID)
    assert "32/2024" in banme("bases", "--on", "2026-11-23")
    assert "32/2024" not in banme("bases", "--on", "2023-04-03")
    assert "tối đa" in banme("incentives", "--on", "2026-11-23")
    assert "circular" not in banme("align", language="en")
    banme("paper", "progress", "p", tmp_path / "p.docx", *ON)
    assert (tmp_path / "p.docx").stat().st_size > 5_000
    m.Scenario.objects.filter(code="base").update(years="2026", as_of=made_up_runs.DAY, seed=3)
    said = {"source_id": "s", "quality": "surveyed"}
    rates = {"discount_rate_pct": 10.0, "standard_tax_pct": 20.0, "duty_pct": 0.0, "loss_years": 5}
    project = m.InvestmentProject.objects.create(
        code="cp", name="Cà phê", sectors="coffee", decision_on="2024-03-01", depreciation_years=5, **rates, **said
    )
    for year in range(2024, 2032):
        first = year == 2024
        money = {"capex_vnd": 1e11 * first, "imported_vnd": 0, "revenue_vnd": 0 if first else 6e10, "salvage_vnd": 0}
        m.ProjectYear.objects.create(
            code=f"cp.{year}", project=project, year=year, operating_cost_vnd=2e10, land_rent_vnd=1e9, **money, **said
        )
    assert "best of each kind" in banme("value", "cp", "--draws", "20", language="en")
    shown = banme("why", "npv_vnd", "--run", "project_value.base.0001", language="en")
    assert "project_year" in shown
    assert "best" in shown
