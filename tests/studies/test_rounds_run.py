"""A week's rounds from a stored network plan: computed, checked, exported, judged, changed."""

import json
from xml.etree.ElementTree import fromstring

import openpyxl
import pytest

import made_up_region
import made_up_week
from banme.errors import InputError
from banme.reports import rounds as paper
from banme.studies import runs
from banme.studies.routing import STUDY, changing, todays, words
from banme.studies.verify import verify
from banme.workspace import models as m
from made_up_week import MONDAY, compute, order


@pytest.fixture
def week(db):
    made_up_week.build()
    return compute()


def test_a_week_is_planned_checked_exported_and_judged(week, tmp_path):
    assert week.status == "done"
    assert week.parameters["rounds"]["sample"]
    assert week.parameters["rounds"]["assumed_fleet"] == ["point"]
    verdict, problems = verify(week.code)
    assert verdict.ok, verdict.findings
    assert problems == []
    assert verdict.cost_vnd == pytest.approx(week.cost_vnd)
    problem, plan = changing.opened(week.code)
    assert sum(job.load_kg for job in problem.jobs if job.kind == "collection") == pytest.approx(
        560_000 * 7 / 30, abs=2
    )
    assert all(row.geometry is not None for row in m.ResultRound.objects.filter(run=week))
    files = {path.name: path for path in paper.write_all(week.code, tmp_path)}
    assert "Lệnh vận chuyển" in files["driver-sheets.html"].read_text(encoding="utf-8")
    assert len(json.loads(files["rounds.geojson"].read_text(encoding="utf-8"))["features"]) == len(plan.rounds)
    assert len(fromstring(files["rounds.gpx"].read_text(encoding="utf-8"))) > len(plan.rounds)
    for name in ("rounds.xlsx", "vroom-solution.json"):
        judged = todays.judge(problem, plan, todays.read(files[name]))
        assert not judged.findings
        assert judged.plan.distance_m == plan.distance_m
    assert 0.0 < week.bound_vnd <= week.cost_vnd
    assert verdict.bound_vnd == pytest.approx(week.bound_vnd)
    assert sum(part["bound_vnd"] for part in week.parameters["rounds"]["bound"]["parts"]) == pytest.approx(
        week.bound_vnd
    )
    m.Run.objects.filter(code=week.code).update(bound_vnd=week.bound_vnd * 1.01)
    assert [found.column for found in verify(week.code)[1]] == ["bound_vnd"]
    m.ResultRound.objects.filter(run=week).update(cost_vnd=1.0)
    assert {found.rule for found in verify(week.code)[1]} == {"differs-from-file"}


def test_a_dispatcher_s_own_rounds_are_read_and_each_violation_is_named(week, tmp_path):
    problem, plan = changing.opened(week.code)
    shift = next(each.code for each in problem.shifts if each.type == "rigid")
    jobs = [job.code for job in problem.jobs if job.kind == "collection"][:2]
    book = openpyxl.Workbook()
    book.active.append(["Ca xe", "Thứ tự", "Đơn", "Việc"])
    for position, (job, action) in enumerate(
        [(jobs[0], "Nhận"), (jobs[1], "Nhận"), (jobs[0], "Giao"), (jobs[1], "Giao")]
    ):
        book.active.append([shift, position, job, action])
    book.save(tmp_path / "own.xlsx")
    judged = todays.judge(problem, plan, todays.read(tmp_path / "own.xlsx"))
    assert "overload" in {found.table for found in judged.findings}
    assert len(judged.plan.unassigned) == len(problem.jobs) - 2
    book.active.append([shift, "cuối", "x", "Đi"])
    book.save(tmp_path / "own.xlsx")
    with pytest.raises(InputError, match="row 6"):
        todays.read(tmp_path / "own.xlsx")
    (tmp_path / "own.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="VROOM"):
        todays.read(tmp_path / "own.json")


def test_an_urgent_order_makes_a_new_run_in_which_other_rounds_stay(week):
    order("urgent", "point", "new-a", 2.0)
    changes = changing.Changes(week.code, urgent=("urgent",))
    done = runs.execute(runs.create("base", STUDY, changes.entry()).code)
    before, after = (changing.opened(run.code)[1].round_of() for run in (week, done))
    assert sum(1 for shift in after if before.get(shift) != after[shift]) == 1
    assert verify(done.code)[0].ok
    with pytest.raises(InputError, match="no such order"):
        runs.execute(runs.create("base", STUDY, changing.Changes(week.code, urgent=("none",)).entry()).code)
    with pytest.raises(InputError, match="has this order already"):
        runs.execute(runs.create("base", STUDY, changing.Changes(done.code, urgent=("urgent",)).entry()).code)


def test_a_closed_road_is_not_driven_on_its_day_and_is_on_others(week):
    m.RoadClosure.objects.create(
        **made_up_region.sourced(code="works", target="ql-1", valid_from=MONDAY, valid_to=MONDAY)
    )
    closed = compute()
    _, plan = changing.opened(closed.code)
    left = {each.job: each.reason for each in plan.unassigned}
    problem, _ = changing.opened(closed.code)
    jobs = problem.job()
    monday_b = {job for job in jobs if job.startswith("new-b") and jobs[job].pickup_window.earliest_s < 86_400}
    assert monday_b
    assert {left[job] for job in monday_b} == {"unreachable"}
    assert not {job for job in left if job.startswith("new-b")} - monday_b
    assert verify(closed.code)[0].ok


def test_a_week_without_seconds_for_a_bound_says_that_none_is_stated(week):
    run = compute(bound_s=0.0)
    assert run.bound_vnd is None
    assert "Không nêu cận dưới" in str(words.bound_sentence(run.parameters["rounds"]["bound"]))
    assert verify(run.code)[1] == []


def test_trucks_of_one_leg_carry_no_loads_of_another(week):
    problem, plan = changing.opened(week.code)
    types, jobs = problem.type(), problem.job()
    use = {shift.code: types[shift.type].use for shift in problem.shifts}
    assert {"collection", "linehaul"} <= set(use.values())
    assert all(jobs[job].use in {"", use[each.shift]} for each in plan.rounds for job in each.jobs)


def test_an_idle_base_and_a_run_without_flows_are_named(week):
    with pytest.raises(InputError, match="No goods come"):
        compute(bases=["centre"])
    with pytest.raises(InputError, match="A run with flows"):
        compute(network_run=week.code)


def test_moments_and_stretches_are_written_as_people_do():
    assert words.when("2026-11-03 06:30", "vi") == "03/11 06:30"
    assert words.when("2026-11-03", "en") == "3 Nov"
    assert words.lasting(720, "vi") == "12 giờ"
    assert words.lasting(95, "en") == "1 h 35 min"
    assert words.lasting(0, "vi") == "0 phút"
