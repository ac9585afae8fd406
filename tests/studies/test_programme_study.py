"""A small plan in the workspace: scheduled, held against evidence, imported with planted faults."""

import datetime as dt

import pytest

import made_up_plan
from banme.errors import InputError
from banme.programme.evidence import Finding
from banme.programme.tree import State
from banme.studies.programme import indicators
from banme.studies.programme.agency import agency_page
from banme.studies.programme.board import board, value
from banme.workspace import models as m
from banme.workspace.exchange import load

pytestmark = pytest.mark.django_db

DAY = dt.date(2024, 3, 15)
SAID = made_up_plan.SAID


@pytest.fixture
def plan():
    return made_up_plan.build()


def test_the_board_forecasts_from_reports_and_explains_the_delay(plan):
    found = board("p", DAY)
    assert found.days("a") == (dt.date(2024, 1, 8), dt.date(2024, 4, 4)), "20 days left from 16 March"
    assert found.days("b") == (dt.date(2024, 4, 5), dt.date(2024, 4, 24))
    assert found.slip_days("a") == 48
    assert [step.code for step in found.why_late("a")] == ["a"]
    assert found.critical == {"a", "b"}
    assert {node.item.code: node.state for node in found.nodes}["b"] is State.WAITING
    money = value(found)
    assert (money.unit, money.today.planned, money.today.earned, money.today.unknown) == ("vnd", 100.0, 50.0, ("b",))


def test_a_plan_without_reports_is_shown_as_planned_and_says_so(plan):
    m.TaskProgress.objects.all().delete()
    found = board("p", DAY)
    assert not found.reported
    assert found.days("b") == (dt.date(2024, 2, 17), dt.date(2024, 3, 7))
    assert {node.state for node in found.nodes} == {State.UNREPORTED}


def test_an_agency_waits_for_the_successor_of_the_one_that_merged(plan):
    page = agency_page("new", DAY)
    assert {duty.task.code for duty in (*page.late, *page.soon, *page.going, *page.later)} == {"a", "b"}
    waiting = next(duty for duty in page.soon if duty.task.code == "b")
    assert [(one.code, one.lead) for one in waiting.waits] == [("a", "new")]
    assert agency_page("old", DAY).acting == "new"
    with pytest.raises(InputError):
        agency_page("nobody", DAY)


def indicator(**values):
    plain = {"code": "i", "objective_id": "o", "name": "i", "unit_of_measure": "%", "comparison": "ge"}
    bound = {"bound_to": "query", "query": "cluster.wastewater_working", "subject": "c"}
    return m.Indicator.objects.create(**plain, **{**bound, **values}, **SAID)


def test_reported_done_while_the_evidence_says_no_is_flagged_and_the_reverse(plan):
    row = indicator()
    m.IndicatorTarget.objects.create(code="t", indicator=row, year=2024, target_value=1, **SAID)
    assert indicators.stand(row, DAY).finding is Finding.UNKNOWN
    assert "cluster_utility[wastewater]:c" in indicators.stand(row, DAY).missing
    report = m.IndicatorReport.objects.create(code="x", indicator=row, reported_on=DAY, reported_value=1, **SAID)
    assert indicators.stand(row, DAY).finding is Finding.UNPROVEN
    plant = m.ClusterUtility.objects.create(
        code="w", cluster_id="c", utility="wastewater", capacity=1, meets_standard=False, valid_from=DAY, **SAID
    )
    assert indicators.stand(row, DAY).finding is Finding.CLAIMED
    m.ClusterUtility.objects.filter(pk=plant.pk).update(meets_standard=True)
    assert indicators.stand(row, DAY).finding is Finding.PROVEN
    m.IndicatorReport.objects.filter(pk=report.pk).update(reported_value=0)
    assert indicators.stand(row, DAY).finding is Finding.UNCLAIMED


def test_an_indicator_bound_to_what_is_not_there_is_named(plan):
    indicator(query="cluster.beauty")
    assert [(one.rule, one.row, one.column) for one in indicators.bindings()] == [("missing-field", "i", "query")]
    assert indicators.standing("i", DAY).missing == ("indicator.query=cluster.beauty:i",)
    with pytest.raises(InputError):
        indicators.standing("j", DAY)


FAULTS = {
    "task_dependency.csv": (
        "code,before_code,after_code,kind,lag_days,source_code,quality\nba,b,a,FS,0,s,surveyed\n",
        [("circular", "2", "after_code")],
    ),
    "task_role.csv": (
        (
            "code,task_code,agency_code,role,valid_from,source_code,quality\n"
            "a2,a,new,lead,2024-01-01,s,surveyed\na3,a,who,consulted,2024-01-01,s,surveyed\n"
        ),
        [("overlapping-validity", "2", "valid_from"), ("unknown-reference", "3", "agency_code")],
    ),
    "plan.csv": (
        "code,name,level,starts_on,ends_on,source_code,quality\nq,Q,province,2025-01-01,2024-01-01,s,surveyed\n",
        [("row-check", "2", "")],
    ),
    "indicator.csv": (
        (
            "code,objective_code,name,unit_of_measure,comparison,bound_to,query,source_code,quality\n"
            "i,o,I,,ge,query,cluster.established,s,surveyed\n"
        ),
        [("required", "2", "unit_of_measure")],
    ),
}


@pytest.mark.parametrize("file", FAULTS)
def test_each_planted_fault_gives_one_error_with_its_row_and_nothing_is_saved(plan, tmp_path, file):
    text, expected = FAULTS[file]
    (tmp_path / file).write_text(text, encoding="utf-8")
    before = (m.TaskDependency.objects.count(), m.TaskRole.objects.count(), m.Plan.objects.count())
    with pytest.raises(InputError) as caught:
        load(tmp_path / file)
    assert sorted((one.rule, one.row, one.column) for one in caught.value.problems) == sorted(expected)
    assert (m.TaskDependency.objects.count(), m.TaskRole.objects.count(), m.Plan.objects.count()) == before
    assert not m.Indicator.objects.exists()
