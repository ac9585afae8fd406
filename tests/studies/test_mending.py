"""A scenario without a plan ends with the repair: named, with the row to change, and stored with the run."""

import json
from types import SimpleNamespace

import openpyxl
import pytest

from banme.cli.mending import show_repair
from banme.errors import InputError
from banme.progress import Progress
from banme.reports import mending as report
from banme.studies import runs
from banme.studies.network import answer
from banme.studies.network.design import make_case
from banme.studies.network.mending import prices_of
from banme.studies.scenario import resolve
from banme.workspace import models as m

pytestmark = pytest.mark.django_db


def run(**scenario):
    m.Scenario.objects.filter(code="base").update(**scenario)
    return runs.execute(runs.create("base").code)


def change(kind, target, **values):
    m.ScenarioChange.objects.create(
        code=f"{kind}-{target}".replace("*", "all"), scenario_id="base", kind=kind, target=target, **values
    )


def first(done):
    return done.parameters["repair"]["remedies"][0]["rows"]


def conflict(done):
    return {one["en"] for one in done.parameters["repair"]["conflict"]}


def test_a_forced_site_beyond_the_budget_is_named_with_the_money_it_needs(region):
    change("force_site", "centre")
    done = run(budget_vnd=10e9)
    assert done.status == "infeasible"
    assert done.cost_vnd is None
    [row] = first(done)
    assert row["en"] == "The investment budget needs 30 billion VND more"
    assert row["vi"] == "Ngân sách đầu tư cần thêm 30 tỷ đồng"
    assert (row["table"], row["row"]) == ("scenario", "base")
    assert conflict(done) == {"The investment budget", "centre must open"}
    other = done.parameters["repair"]["remedies"][1]["rows"]
    assert [(row["table"], row["row"]) for row in other] == [("scenario_change", "force_site-centre")]


def test_a_forced_site_beyond_the_count_is_named(region):
    change("force_site", "centre")
    done = run(max_centres=0)
    assert [row["en"] for row in first(done)] == ["Allow 1 more logistics centre"]
    assert conflict(done) == {"The most logistics centres allowed", "centre must open"}


def test_too_little_room_is_told_in_hectares_of_serviced_land(region):
    m.Commodity.objects.update(max_leg_h=2.1)
    m.Scenario.objects.filter(code="base").update(new_sites=False)
    m.CapacityModule.objects.filter(code="point-m").update(throughput_t_month=600, area_ha=5)
    done = run()
    assert done.status == "infeasible"
    kinds = {row["kind"] for remedy in done.parameters["repair"]["remedies"] for row in remedy["rows"]}
    assert kinds & {"capacity", "direct", "time", "unshipped", "excluded_open"}
    for remedy in done.parameters["repair"]["remedies"]:
        for row in remedy["rows"]:
            if row["kind"] == "capacity":
                assert row["area_ha"] == pytest.approx(row["amount"] * 5 / 600)
                assert (row["table"], row["row"]) == ("capacity_module", "point-m")


def test_an_outlet_that_asks_for_more_than_there_is_is_named_with_its_row(region):
    m.OutletDemand.objects.filter(code="port-coffee-2026").update(min_t_year=10_000)
    done = run()
    assert {row["row"] for row in first(done)} == {"port-coffee-2026"}
    assert sum(row["amount"] for row in first(done)) == pytest.approx(1000.0)
    assert conflict(done) == {"The least cà phê that Cảng takes"}


def test_a_cap_on_emissions_below_what_any_plan_emits_is_raised(region):
    done = run(co2_cap_t_year=1.0)
    assert [row["kind"] for row in first(done)] == ["co2"]
    assert first(done)[0]["unit"] == "t/year"
    assert "The yearly CO2e cap" in conflict(done)


def test_a_closed_road_that_cuts_goods_off_is_named(region):
    change("close_road", "ql-3")
    done = run()
    assert done.status == "infeasible"
    [row] = first(done)
    assert (row["table"], row["row"]) == ("scenario_change", "close_road-ql-3")
    assert "ql-3 is closed" in conflict(done)


def test_with_every_road_closed_the_closure_is_named(region):
    change("close_road", "*")
    done = run()
    assert [row["en"] for row in first(done)] == ["Do not close every road"]


def test_goods_without_a_way_are_still_refused_where_no_closed_road_explains_it(region):
    m.RoadEdge.objects.filter(ref="QL.26").delete()
    with pytest.raises(InputError):
        run()


def test_the_repair_is_kept_as_a_file_and_written_as_page_and_workbook(region, tmp_path):
    change("force_site", "centre")
    done = run(budget_vnd=10e9)
    kept = json.loads(bytes(m.RunFile.objects.get(run=done, name="repair.json").content))
    assert kept == done.parameters["repair"]
    page = report.write(tmp_path / "r.html", done.code, language="en").read_text(encoding="utf-8")
    assert "The investment budget needs 30 billion VND more" in page
    book = openpyxl.load_workbook(report.write(tmp_path / "r.xlsx", done.code))
    assert book.sheetnames == ["Cách sửa", "Mâu thuẫn"]
    assert book["Cách sửa"]["B2"].value == "Ngân sách đầu tư cần thêm 30 tỷ đồng"
    with pytest.raises(InputError):
        report.write(tmp_path / "r.gpkg", done.code)


def test_a_planner_changes_what_a_repair_costs_in_the_tariffs(region):
    tariff = m.Tariff.objects.get(code="handling_vnd_t")
    tariff.pk, tariff.code, tariff.kind, tariff.rate = None, "repair-forced", "repair_forced_vnd_site", 1e6
    tariff.save()
    assert prices_of(make_case(resolve("base"), Progress()).inputs).forced_vnd_site == pytest.approx(1e6)
    change("force_site", "centre")
    done = run(budget_vnd=10e9)
    assert [row["kind"] for row in first(done)] == ["forced_dropped"]


def test_a_scenario_with_a_plan_keeps_no_repair(region):
    done = run()
    assert done.status == "done"
    assert "repair" not in done.parameters


@pytest.mark.parametrize(("kind", "target"), [("scale_truck_cost", "rigid"), ("close_road", "ql-3")])
def test_a_change_of_the_ways_that_names_a_year_is_refused_not_ignored(region, kind, target):
    change(kind, target, year=2030, factor=2.0 if kind == "scale_truck_cost" else None)
    with pytest.raises(InputError) as refused:
        make_case(resolve("base"), Progress())
    assert [(problem.rule, problem.column) for problem in refused.value.problems] == [("way-change-with-year", "year")]


def test_a_repair_is_kept_where_it_is_not_proven_that_there_is_no_plan(region, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(answer, "proves_infeasible", lambda design, repair: False)
    change("force_site", "centre")
    done = run(budget_vnd=10e9)
    assert done.status == "stopped"
    assert done.cost_vnd is None
    assert done.parameters["repair"]["proven"] is False
    assert [row["en"] for row in first(done)] == ["The investment budget needs 30 billion VND more"]
    assert report.write(tmp_path / "repair.xlsx", done.code).exists()
    show_repair(done)
    assert "chưa chứng minh được" in capsys.readouterr().out


def test_a_proof_needs_the_design_a_dear_repair_or_a_contradiction_over_every_arc():
    stopped = SimpleNamespace(status="stopped")
    nothing = {"remedies": [], "conflict": [], "shortfalls": [], "searched": "whole"}
    told = [{"family": "budget", "vi": "", "en": ""}]
    assert not answer.proves_infeasible(stopped, nothing)
    assert answer.proves_infeasible(SimpleNamespace(status="infeasible"), nothing)
    assert answer.proves_infeasible(stopped, {**nothing, "remedies": [{"bound_vnd": 1.0, "forbidden": []}]})
    assert not answer.proves_infeasible(stopped, {**nothing, "remedies": [{"bound_vnd": 1.0, "forbidden": ["co2"]}]})
    assert answer.proves_infeasible(stopped, {**nothing, "conflict": told})
    assert not answer.proves_infeasible(stopped, {**nothing, "conflict": told, "searched": "kernel"})
