"""Relocation from the workspace's tables to stored, checked and exported runs."""

import datetime as dt
import json

import openpyxl
import pyogrio
import pytest

import made_up_relocation
from banme.errors import InputError
from banme.reports import relocation as report
from banme.studies import runs
from banme.studies.relocation import STUDY, reading
from banme.studies.relocation.rules import distances, supports
from banme.studies.verify import verify
from banme.workspace import models as m

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 7, 1)


@pytest.fixture
def town(region):
    made_up_relocation.build()


def compute(**asked):
    return runs.execute(runs.create("base", STUDY, {"points": 3, "time_limit_s": 20} | asked).code)


@pytest.fixture
def run(town):
    return compute()


def moves(run, point=0):
    return {row.establishment_id: row for row in m.ResultMove.objects.filter(run=run, point=point)}


def test_who_is_near_homes_comes_first_and_what_lacks_is_named(town):
    m.RelocationNeed.objects.filter(establishment_id="dd2").delete()
    m.Establishment.objects.filter(code="dd1").update(hazard_class="II")
    table = reading.read(DAY, {}).priority
    assert list(table.index[:1]) == ["dd1"]
    assert dict(table["where"]) == {"dd1": "inside", "dd2": "inside", "dd3": "near", "dd4": "clear"}
    assert table["missing"]["dd2"] == "move_cost_vnd, stay_cost_vnd_year"
    assert dict(table["movable"]) == {"dd1": True, "dd2": False, "dd3": True, "dd4": False}


def test_a_distance_that_is_off_or_missing_is_no_distance(town):
    m.SafetyDistance.objects.filter(hazard_class="III").update(in_use=False)
    with pytest.raises(InputError, match=r"safety distance|khoảng cách"):
        reading.read(DAY, {})


def test_what_is_not_read_in_a_text_is_never_law(town):
    _, used = distances(DAY, {"III": 250})
    assert [(one.name, one.figure, one.is_law) for one in used] == [("II", "500 m", False), ("III", "250 m", False)]
    m.LegalAct.objects.create(
        code="act",
        number="1/2026",
        kind="decree",
        topic="environment",
        title="x",
        valid_from=made_up_relocation.FROM,
        mark="verified",
        **made_up_relocation.MARKS,
    )
    m.SafetyDistance.objects.filter(hazard_class="II").update(mark="verified", act_id="act")
    _, used = distances(DAY, {})
    assert [one.is_law for one in used] == [True, False]


def test_a_support_rule_holds_from_the_first_whole_year(town):
    m.RelocationSupport.objects.update(valid_from=dt.date(2027, 3, 1), valid_to=dt.date(2028, 6, 30))
    (rule,), _ = supports()
    assert (rule.first_year, rule.last_year) == (2028, 2028)


def test_a_plot_serviced_within_a_year_receives_from_the_next(town):
    plots = reading.read(DAY, {}).problem.plots
    assert dict(plots["serviced_from"]) == {"lo-1": 2027.0, "lo-2": 2027.0, "lo-3": 2028.0}


def test_land_that_is_let_and_utilities_that_tenants_draw_are_not_offered(town):
    m.Establishment.objects.filter(code="dd4").update(cluster_id="ccn-den")
    m.Lease.objects.create(
        code="hd",
        plot_id="lo-2",
        establishment_id="dd4",
        kind="lease",
        area_ha=1.5,
        valid_from=made_up_relocation.FROM,
        **made_up_relocation.MARKS,
    )
    problem = reading.read(DAY, {}).problem
    assert problem.plots.loc["lo-2", "area_ha"] == pytest.approx(0.5)
    left = problem.utilities.set_index(["utility", "year"])["capacity"]
    assert left["water", 2027] == pytest.approx(90.0)
    m.Establishment.objects.filter(code="dd4").update(water_m3_day=None)
    assert "water" in reading.read(DAY, {}).left_out["ccn-den"]


def test_the_run_keeps_moves_reasons_front_and_fairness(run):
    found = moves(run)
    assert {code for code, row in found.items() if row.plot_id} == {"dd1", "dd2"}
    assert found["dd3"].reason == "no_trade"
    assert "dd4" not in found
    assert found["dd1"].support_vnd == pytest.approx(300e6)
    assert {row.year for row in found.values() if row.year} == {2027, 2028}
    front = list(m.ResultFront.objects.filter(run=run).order_by("point"))
    assert front[0].moves == 2
    assert {row.point for row in front} == {row.point for row in m.ResultMove.objects.filter(run=run)}
    fair = m.ResultFairness.objects.filter(run=run, point=0, kind="trade")
    assert sum(row.moved for row in fair) == 2
    assert run.parameters["illustrative"]
    assert not any(one["is_law"] for one in run.parameters["rules"])


def test_the_checker_recomputes_the_plan_and_finds_a_row_that_was_altered(run):
    verdict, problems = verify(run.code)
    assert verdict.ok
    assert problems == []
    m.ResultMove.objects.filter(run=run, point=0, establishment_id="dd1").update(year=2031)
    m.ResultFront.objects.filter(run=run, point=1).update(bound=1.0)
    _, problems = verify(run.code)
    assert {(one.table, one.column) for one in problems} == {("result_move", "plot_code"), ("result_front", "bound")}


def test_objectives_in_order_end_with_the_cost_and_keep_what_came_first(town):
    run = compute(goals=[["exposure", 5.0], ["jobs_lost", 0.0]], points=0)
    steps = list(m.ResultObjective.objects.filter(run=run).order_by("rank"))
    assert [step.objective for step in steps] == ["exposure", "jobs_lost"]
    assert steps[0].final <= steps[0].value * 1.05 * (1 + 1e-9)
    assert run.cost_vnd == pytest.approx(m.ResultFront.objects.get(run=run, point=0).cost_vnd)
    assert verify(run.code)[1] == []


def test_no_budget_lets_nobody_move_and_says_so(town):
    run = compute(budget_vnd=0, points=0)
    assert {row.reason for row in moves(run).values()} == {"no_budget", "no_trade"}


@pytest.mark.parametrize(
    "asked", [{"distances_m": {"X": 3}}, {"distances_m": {"II": -1}}, {"goals": [["beauty", 1.0]]}]
)
def test_what_cannot_be_asked_is_refused(town, asked):
    with pytest.raises(InputError):
        compute(**asked)


def test_the_workbook_and_the_geopackage_hold_the_moves_and_the_marks(run, tmp_path):
    book = openpyxl.load_workbook(report.write(tmp_path / "r.xlsx", run.code, "vi"))
    assert book.sheetnames[:4] == ["Chứng minh", "Tham số", "Ưu tiên", "Di dời"]
    figures = list(book["Tham số"].values)
    assert {row[4] for row in figures[1:]} == {"không"}
    file = report.write(tmp_path / "r.gpkg", run.code, "en")
    layers = dict(pyogrio.list_layers(file))
    assert layers["moves"] == "LineString"
    arrows = pyogrio.read_dataframe(file, layer="moves")
    assert set(arrows[arrows["point"] == 0]["establishment_code"]) == {"dd1", "dd2"}
    with pytest.raises(InputError):
        report.write(tmp_path / "r.doc", run.code)


def test_what_was_asked_can_be_written_as_json(run):
    assert json.loads(json.dumps(run.parameters))["years"] == [2027, 2028]
