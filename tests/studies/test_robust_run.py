"""One decision for several futures, from the workspace's tables to stored results."""

from __future__ import annotations

import pytest

from banme.errors import InputError
from banme.progress import Stop
from banme.studies import robust, runs
from banme.studies.verify import verify
from banme.workspace import models as m

pytestmark = pytest.mark.django_db


@pytest.fixture
def futures(region, monkeypatch):
    """Three assumed futures: as usual, a durian boom, and dear fuel with the coast road as it is."""
    monkeypatch.setenv("BANME_WORKERS", "1")
    m.Scenario.objects.filter(code="base").update(time_limit_s=120)
    common = {"source_id": "made-up", "quality": "assumed", "note": "illustrative"}
    for code, name, chance in (("usual", "Như thường", 60), ("boom", "Được mùa", 20), ("fuel", "Giá dầu tăng", 20)):
        m.Future.objects.create(code=code, name=name, name_en=code, probability_pct=chance, **common)
    m.FutureChange.objects.create(
        code="boom-1", future_id="boom", kind="scale_supply", target="durian", factor=2.0, note="thử"
    )
    m.FutureChange.objects.create(
        code="fuel-1", future_id="fuel", kind="scale_truck_cost", target="*", factor=1.3, note="thử"
    )


def execute(codes=(), listener=None):
    return runs.execute(runs.create("base", robust.STUDY, {"futures": codes}).code, listener)


def figures(run):
    return {row.indicator: row.value for row in m.ResultIndicator.objects.filter(run=run, scope="")}


def test_a_run_costs_every_plan_in_every_future_and_the_checker_agrees(futures):
    run = execute()
    assert run.status == "done", run.message
    verdict, problems = verify(run.code)
    assert verdict.ok, verdict.findings
    assert problems == []
    rows = m.ResultFuture.objects.filter(run=run)
    assert {row.future_code for row in rows} == {"usual", "boom", "fuel"}
    assert {"expected", "worst", "regret", "mean", "only:boom"} <= {row.plan for row in rows}
    expected = rows.filter(plan="expected")
    mean = sum(row.probability_pct / 100 * row.cost_vnd for row in expected)
    found = figures(run)
    assert mean == pytest.approx(found["expected_cost_vnd"])
    assert found["expected_cost_vnd"] == pytest.approx(run.cost_vnd)
    assert max(row.cost_vnd for row in rows.filter(plan="worst")) == pytest.approx(found["worst_cost_vnd"])
    assert max(row.regret_high_vnd for row in rows.filter(plan="regret")) == pytest.approx(found["regret_vnd"])
    for name in ("expected", "worst", "regret"):
        cost = found["regret_vnd" if name == "regret" else f"{name}_cost_vnd"]
        assert found[f"{name}_bound_vnd"] <= cost + 1
    assert 0 <= found["evpi_low_vnd"] <= found["evpi_high_vnd"]


def test_dear_fuel_costs_more_than_usual_and_a_boom_more_than_both_together(futures):
    run = execute()
    cost = {row.future_code: row.cost_vnd for row in m.ResultFuture.objects.filter(run=run, plan="expected")}
    assert cost["usual"] < cost["fuel"]
    assert cost["usual"] < cost["boom"]


def test_every_site_is_staged_and_the_flows_shown_are_those_of_the_likeliest_future(futures):
    run = execute()
    staging = {row.site_id: row for row in m.ResultStaging.objects.filter(run=run)}
    assert set(staging) == {"point", "centre"}
    opened = set(m.ResultOpening.objects.filter(run=run, year_opened=2026).values_list("site_id", flat=True))
    assert {site for site, row in staging.items() if row.built == "now"} == opened
    assert run.parameters["shown_future"] == "usual"
    arriving = sum(row.quantity_t for row in m.ResultLeg.objects.filter(run=run, target_code="port", year=2026))
    assert arriving == pytest.approx(15_000.0)


def test_chosen_futures_are_scaled_to_a_hundred_per_cent(futures):
    run = execute(["usual", "boom"])
    chances = {row.future_code: row.probability_pct for row in m.ResultFuture.objects.filter(run=run)}
    assert chances == pytest.approx({"usual": 75.0, "boom": 25.0})


def test_unknown_futures_and_targets_are_all_named_before_anything_runs(futures):
    m.FutureChange.objects.create(code="bad", future_id="boom", kind="close_road", target="nowhere", note="thử")
    with pytest.raises(InputError) as refused:
        runs.create("base", robust.STUDY, {"futures": ["boom", "usual", "nobody"]})
    assert {(p.table, p.row) for p in refused.value.problems} == {("future", "nobody"), ("future_change", "bad")}
    assert not m.Run.objects.exists()


def test_one_future_is_refused(futures):
    with pytest.raises(InputError, match="two futures"):
        runs.create("base", robust.STUDY, {"futures": ["usual"]})


def test_a_wrong_number_of_workers_is_refused(futures, monkeypatch):
    monkeypatch.setenv("BANME_WORKERS", "many")
    with pytest.raises(InputError, match="whole number"):
        execute()


def test_a_stop_keeps_the_best_plan_for_all_futures(futures):
    def stop(event):
        if event.incumbent is not None:
            raise Stop

    run = execute(listener=stop)
    assert run.cost_vnd is not None
    assert m.ResultFuture.objects.filter(run=run, plan="expected", cost_vnd__isnull=False).count() == 3
    missing = m.ResultIndicator.objects.get(run=run, indicator="adaptive_high_vnd")
    assert missing.value is None
    assert missing.missing_reason
