"""Every study on networks ends a scenario without a plan with the same repair."""

import pytest

from banme.studies import near_optimal, ordered, robust, runs
from banme.studies.network import answer
from banme.workspace import models as m

pytestmark = pytest.mark.django_db

COMMON = {"source_id": "made-up", "quality": "assumed", "note": "illustrative"}
ASKED = {
    near_optimal.STUDY: {"within_pct": 2.0},
    ordered.STUDY: {"goals": [{"objective": "co2", "tolerance_pct": 1.0}]},
    robust.STUDY: {},
}


@pytest.fixture
def futures(region, monkeypatch):
    monkeypatch.setenv("BANME_WORKERS", "1")
    for code, chance in (("usual", 60), ("boom", 40)):
        m.Future.objects.create(code=code, name=code, probability_pct=chance, **COMMON)
    m.FutureChange.objects.create(
        code="boom-1", future_id="boom", kind="scale_supply", target="durian", factor=2.0, note="thử"
    )


def force_beyond_the_budget():
    m.Scenario.objects.filter(code="base").update(budget_vnd=10e9)
    m.ScenarioChange.objects.create(code="force", scenario_id="base", kind="force_site", target="centre")


def execute(study):
    return runs.execute(runs.create("base", study, ASKED[study]).code)


def rows(run):
    return [row for remedy in run.parameters["repair"]["remedies"] for row in remedy["rows"]]


@pytest.mark.parametrize("study", ASKED)
def test_a_scenario_without_a_plan_ends_with_the_repair_of_a_plain_network_study(futures, study):
    force_beyond_the_budget()
    plain = runs.execute(runs.create("base").code)
    done = execute(study)
    assert done.status == "infeasible"
    assert done.cost_vnd is None
    wanted = [(row["vi"], row["table"], row["row"]) for row in rows(plain)]
    assert [(row["vi"], row["table"], row["row"]) for row in rows(done)] == wanted
    assert done.parameters["repair"]["conflict"] == plain.parameters["repair"]["conflict"]
    kept = set(m.RunFile.objects.filter(run=done).values_list("name", flat=True))
    assert {"repair.json", "problem.json.gz", "certificate.json.gz"} <= kept | {f"{name}.gz" for name in kept}
    assert not m.ResultOpening.objects.filter(run=done).exists()


@pytest.mark.parametrize("study", ASKED)
def test_a_closed_road_that_cuts_goods_off_is_named_by_every_study(futures, study):
    m.ScenarioChange.objects.create(code="shut", scenario_id="base", kind="close_road", target="ql-3")
    done = execute(study)
    assert done.status == "infeasible"
    assert ("scenario_change", "shut") in {(row["table"], row["row"]) for row in rows(done)}


def test_what_one_future_alone_lacks_is_named_with_the_future(futures):
    m.OutletDemand.objects.filter(code="port-coffee-2026").update(min_t_year=8_000)
    m.FutureChange.objects.create(
        code="boom-2", future_id="boom", kind="scale_demand", target="port", factor=2.0, note="thử"
    )
    done = execute(robust.STUDY)
    assert done.status == "infeasible"
    cheapest = done.parameters["repair"]["remedies"][0]["rows"]
    assert {row["future"] for row in cheapest} <= {"boom", ""}
    assert any(row["vi"].endswith("– tương lai boom") for row in cheapest)


def test_a_road_closed_in_one_future_is_named_by_that_futures_change(futures):
    m.FutureChange.objects.create(code="flood", future_id="boom", kind="close_road", target="ql-3", note="lũ")
    done = execute(robust.STUDY)
    assert done.status == "infeasible"
    assert ("future_change", "flood") in {(row["table"], row["row"]) for row in rows(done)}


def test_futures_that_are_too_large_to_prove_anything_together_are_asked_one_by_one(futures, monkeypatch):
    monkeypatch.setattr(answer, "proves_infeasible", lambda design, repair: False)
    force_beyond_the_budget()
    done = execute(robust.STUDY)
    assert done.status == "infeasible"
    assert done.parameters["repair"]["proven"] is True
    named = [one["en"] for one in done.parameters["repair"]["conflict"]]
    assert all(name.endswith(("– future usual", "– future boom")) for name in named)
    assert any(name.startswith("The investment budget") for name in named)
