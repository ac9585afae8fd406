import pandas as pd
import pytest

from banme.errors import InputError
from banme.progress import Progress, Stop
from banme.studies import runs
from banme.studies.network.design import make_case
from banme.studies.scenario import resolve
from banme.studies.verify import verify
from banme.workspace import models as m
from banme.workspace.frames import frame

pytestmark = pytest.mark.django_db


def case(scenario="base"):
    return make_case(resolve(scenario), Progress())


def execute(scenario="base", listener=None):
    return runs.execute(runs.create(scenario).code, listener)


def figures(run):
    rows = m.ResultIndicator.objects.filter(run=run)
    return {(row.indicator, row.scope): row.value for row in rows}


def test_goods_of_old_units_follow_their_successors_and_none_is_lost(region):
    supply = case().supply
    by_unit = supply[supply["year"] == 2026].groupby("unit")["quantity_t"].sum()
    assert by_unit.to_dict() == pytest.approx({"new-a": 6250.0, "new-b": 8750.0})


def test_units_in_force_before_july_2025_are_used_as_they_are(region):
    m.Scenario.objects.filter(code="base").update(as_of="2025-06-30")
    assert set(case().supply["unit"]) == {"old-0", "old-1", "old-2"}


def test_a_unit_without_successor_is_named(region):
    m.AdminUnitSuccessor.objects.filter(predecessor_id="old-2").delete()
    with pytest.raises(InputError) as refused:
        case()
    assert [problem.row for problem in refused.value.problems] == ["old-2"]


def test_the_year_begins_when_the_harvest_does(region):
    assert list(case().problem.periods.index[:3]) == ["2026-11", "2026-12", "2026-01"]


def test_a_run_ends_with_a_plan_a_bound_and_a_gap_and_the_checker_agrees(region):
    run = execute()
    assert run.status == "done", run.message
    assert run.bound_vnd <= run.cost_vnd
    assert run.gap_pct <= 0.1
    verdict, problems = verify(run.code)
    assert verdict.ok, verdict.findings
    assert problems == []


def test_every_tonne_of_every_commune_reaches_the_port(region):
    run = execute()
    legs = frame(m.ResultLeg, m.ResultLeg.objects.filter(run=run))
    arriving = legs[legs["target_code"] == "port"].groupby("year")["quantity_t"].sum()
    assert arriving.to_dict() == pytest.approx({2026: 15_000.0, 2030: 30_000.0})
    assert all(line is not None and line.length > 0 for line in legs.geometry)


def test_communes_costs_add_up_to_the_yearly_cost(region):
    run = execute()
    values = figures(run)
    units = frame(m.ResultUnit, m.ResultUnit.objects.filter(run=run))
    for year in (2026, 2030):
        of_year = units[units["year"] == year]
        assert (of_year["supply_t"] * of_year["cost_vnd_t"]).sum() == pytest.approx(
            values["cost_vnd_year", str(year)], rel=1e-9
        )
        parts = sum(
            values[f"{part}_vnd_t", str(year)] for part in ("transport", "handling", "storage", "fixed", "carbon")
        )
        assert parts == pytest.approx(values["cost_vnd_t", str(year)], rel=1e-9)


def test_the_weighted_yearly_costs_are_the_runs_objective(region):
    run = execute()
    values = figures(run)
    weights = case().problem.stages["weight"]
    total = sum(values["cost_vnd_year", year] * weight for year, weight in weights.items())
    assert total == pytest.approx(run.cost_vnd, rel=1e-6)


def test_a_commune_with_unknown_production_says_so_and_is_not_zero(region):
    run = execute()
    far = m.ResultUnit.objects.filter(run=run, unit_id="new-far").first()
    assert far.supply_t is None
    assert far.cost_vnd_t is None
    assert far.missing_reason == "production unknown"


def test_today_opens_nothing_new_and_never_costs_less(region):
    plan, today = execute("base"), execute("today")
    assert not m.ResultOpening.objects.filter(run=today, is_new=True).exists()
    assert plan.bound_vnd <= today.cost_vnd


def test_a_forced_site_opens_and_an_excluded_one_does_not(region):
    m.ScenarioChange.objects.create(code="c1", scenario_id="base", kind="exclude_site", target="centre")
    assert not m.ResultOpening.objects.filter(run=execute(), site_id="centre").exists()
    m.ScenarioChange.objects.filter(code="c1").update(kind="force_site")
    assert m.ResultOpening.objects.filter(run=execute(), site_id="centre").exists()


def test_doubled_supply_doubles_the_tonnes(region):
    m.ScenarioChange.objects.create(code="c1", scenario_id="base", kind="scale_supply", target="*", factor=2.0)
    assert figures(execute())["supply_t", "2026"] == pytest.approx(30_000.0)


def test_a_closed_road_leaves_no_way_and_the_pairs_are_named(region):
    m.ScenarioChange.objects.create(code="c1", scenario_id="base", kind="close_road", target="ql-3")
    run = execute()
    assert run.status == "infeasible"
    assert any("new-a" in one["en"] for one in run.parameters["repair"]["shortfalls"])


def test_a_planned_road_is_driven_only_once_opened(region):
    before = case().travel.legs.set_index(["source", "target"]).loc[("centre", "port"), "distance_km"]
    m.ScenarioChange.objects.create(code="c1", scenario_id="base", kind="open_road", target="CT.24")
    after = case().travel.legs.set_index(["source", "target"]).loc[("centre", "port"), "distance_km"]
    assert before == pytest.approx(77.0, rel=1e-3)
    assert after == pytest.approx(70.0, rel=1e-3)


def test_a_missing_price_is_not_zero(region):
    m.Tariff.objects.filter(kind="handling_vnd_t").delete()
    with pytest.raises(InputError, match="handling_vnd_t"):
        case()


def test_every_empty_table_is_named_at_once(region):
    m.CapacityModule.objects.all().delete()
    m.RoadSpeed.objects.all().delete()
    with pytest.raises(InputError) as refused:
        case()
    assert {problem.table for problem in refused.value.problems} == {"capacity_module", "road_speed"}


def test_a_change_with_an_unknown_target_is_named(region):
    m.ScenarioChange.objects.create(code="c1", scenario_id="base", kind="force_site", target="nowhere")
    with pytest.raises(InputError, match="nowhere"):
        resolve("base")


def test_bases_that_form_a_loop_are_refused_with_the_loop(region):
    m.Scenario.objects.filter(code="base").update(base_id="today")
    with pytest.raises(InputError, match="today → base → today"):
        resolve("today")


@pytest.mark.parametrize(
    ("table", "change"),
    [
        (m.ResultFlow, lambda row: setattr(row, "quantity_t", row.quantity_t + 1.0)),
        (
            m.ResultOpening,
            lambda row: setattr(row, "module_id", "point-m" if row.module_id != "point-m" else "centre-m"),
        ),
    ],
)
def test_an_altered_result_row_is_found(region, table, change):
    run = execute()
    row = table.objects.filter(run=run).first()
    change(row)
    row.save()
    _, problems = verify(run.code)
    assert problems


def test_an_altered_file_is_refused(region):
    run = execute()
    file = m.RunFile.objects.get(run=run, name__startswith="plan")
    other = execute("today")
    file.content = m.RunFile.objects.get(run=other, name__startswith="plan").content
    file.save()
    verdict, _ = verify(run.code)
    assert not verdict.ok


def test_a_cancelled_run_stops_and_says_so(region):
    run = runs.create("base")
    runs.cancel(run.code)
    run.refresh_from_db()
    assert run.status == "stopped"


def test_stopping_before_there_is_a_plan_ends_the_run_as_stopped(region):
    def stop(_event):
        raise Stop

    assert execute(listener=stop).status == "stopped"


def test_runs_are_never_overwritten(region):
    first, second = execute("today"), execute("today")
    assert first.code != second.code
    assert m.Run.objects.count() == 2


def test_the_same_inputs_give_the_same_hash_and_cost(region):
    first, second = execute(), execute()
    assert first.input_hash == second.input_hash
    assert first.cost_vnd == pytest.approx(second.cost_vnd, rel=1e-9)


def test_assumed_figures_are_counted(region):
    assert figures(execute())["assumed_share_pct", "production"] == 100.0
    assert isinstance(case().travel.unreachable, pd.DataFrame)


def test_a_budget_on_change_keeps_the_network_as_it_is_and_is_inherited(region):
    m.Scenario.objects.filter(code="base").update(max_changes=0)
    m.Scenario.objects.create(code="freer", name="Mở hơn", base_id="base", max_new_sites=1)
    limits = case("freer").problem.limits
    assert (limits.max_changes, limits.max_new_sites, limits.max_closures) == (0, 1, None)
    opened = m.ResultOpening.objects.filter(run=execute())
    assert set(opened.values_list("site_id", flat=True)) == {"point"}
    assert not opened.filter(is_new=True).exists()
