"""Indicators read off runs: figures, goods to a kind of outlet, two scenarios side by side."""

import csv

import pytest

import made_up_runs
from banme import regions
from banme.programme.evidence import Finding
from banme.reports.official import material
from banme.studies.indicators import INDICATORS
from banme.studies.programme import indicators
from banme.studies.programme.queries import QUERIES
from banme.studies.runs import STUDIES
from banme.workspace import models as m
from banme.workspace.exchange import load
from banme.workspace.models.plan_evidence import IndicatorQuery
from banme.workspace.models.runs import STUDIES as NAMED

pytestmark = pytest.mark.django_db
DAY = made_up_runs.DAY


@pytest.fixture(autouse=True)
def runs():
    made_up_runs.build()


def test_the_cost_of_coffee_to_port_is_set_against_todays_and_names_both_runs():
    found = indicators.stand(made_up_runs.coffee(), DAY)
    assert found.computed == pytest.approx(80.0)
    assert [run.code for run in found.answer.runs] == ["network_design.base.0001", "network_design.today.0001"]
    assert found.finding is Finding.PROVEN


@pytest.mark.parametrize(
    ("query", "subject", "value"),
    [
        ("network.cost_against_pct", "base:today", 80.0),
        ("network.goods_cost_vnd_t", "base:coffee:port", 80.0),
        ("network.goods_cost_vnd_t", "today:coffee:port:2026", 100.0),
    ],
)
def test_a_network_query_reads_the_latest_run(query, subject, value):
    assert indicators.stand(made_up_runs.indicator(query=query, subject=subject), DAY).computed == pytest.approx(value)


@pytest.mark.parametrize(
    ("query", "subject", "missing"),
    [
        ("network.cost_against_pct", "base:never", "run[network_design]:never"),
        ("network.cost_against_pct", "base", "indicator.subject:base"),
        ("network.goods_cost_vnd_t", "base:coffee", "indicator.subject:coffee"),
        ("network.goods_cost_vnd_t", "base:coffee:market", "result_leg[coffee:market]:network_design.base.0001"),
        ("network.goods_cost_against_pct", "base:today:tea:port", "result_leg[tea:port]:network_design.base.0001"),
    ],
)
def test_what_a_network_query_lacks_is_named(query, subject, missing):
    found = indicators.stand(made_up_runs.indicator(query=query, subject=subject), DAY)
    assert found.computed is None
    assert missing in found.missing


def test_scenarios_stand_side_by_side_with_what_meets_the_target():
    rows = [made_up_runs.coffee()]
    figure = {"run_study": "network_design", "run_indicator": "cost_vnd_t", "run_scope": "2026"}
    rows.append(made_up_runs.indicator("j", bound_to="run", run_scenario_id="base", **figure))
    codes, lines = indicators.effect_lines([indicators.stand(row, DAY) for row in rows])
    assert codes == ["base", "today"]
    assert [[(each.value, each.met) for each in line.cells] for line in lines] == [[(80, True), (100, False)]] * 2
    _, back = indicators.effect_lines([indicators.stand(row, DAY) for row in rows], ("today", "base"))
    assert [line.difference for line in back] == [20.0, 20.0]


def test_papers_show_the_computed_value_with_its_runs_and_their_day():
    load(regions.describe("daklak").nation)
    made_up_runs.coffee()
    (line,) = material.read("p", DAY).indicators
    assert line.standing.computed == pytest.approx(80.0)
    assert line.verdict == "Bằng chứng cho thấy đạt"
    assert line.runs[0].startswith("network_design.base.0001, ")


def test_every_query_that_can_be_chosen_is_answered_and_the_samples_figures_exist():
    assert set(QUERIES) == set(IndicatorQuery.values)
    assert set(STUDIES) == set(NAMED)
    table = next(path for folder in regions.folders("daklak") for path in folder.glob("indicator.csv"))
    with table.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["run_study"] == "network_design"]
    assert rows
    assert {row["run_indicator"] for row in rows} <= set(INDICATORS)
    assert m.Indicator.objects.count() == 0
