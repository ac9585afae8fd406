import pytest

from banme.errors import InputError
from banme.studies import near_optimal, ordered, runs
from banme.studies.verify import verify
from banme.workspace import models as m

pytestmark = pytest.mark.django_db


def execute(study, asked):
    return runs.execute(runs.create("base", study, asked).code)


def test_a_run_on_near_optimal_plans_keeps_verdicts_plans_and_proofs(region):
    run = execute(near_optimal.STUDY, {"within_pct": 2.0, "time_limit_s": 30})
    assert run.status == "done", run.message
    rows = m.ResultAlternative.objects.filter(run=run)
    assert set(rows.values_list("site_id", flat=True)) == {"point", "centre"}
    assert all(row.geometry is not None for row in rows)
    best = m.ResultAlternativePlan.objects.filter(run=run, plan=1)
    opened = m.ResultOpening.objects.filter(run=run).values_list("site_id", flat=True)
    assert set(best.values_list("site_id", flat=True)) == set(opened)
    assert run.parameters["asked"]["within_pct"] == 2.0
    verdict, problems = verify(run.code)
    assert verdict.ok, verdict.findings
    assert problems == []


def test_an_altered_claim_of_a_run_is_refused(region):
    run = execute(near_optimal.STUDY, {"within_pct": 2.0, "time_limit_s": 30})
    file = m.RunFile.objects.get(run=run, name="alternatives.json")
    text = bytes(file.content).decode()
    for old, new in (('"every"', '"none"'), ('"some"', '"none"')):
        text = text.replace(old, new)
    file.content = text.encode()
    file.save()
    assert not verify(run.code)[0].ok


def test_a_run_of_ordered_objectives_keeps_every_step_and_its_proof(region):
    goals = ordered.read_goals("cost,co2,equity", "2")
    run = execute(ordered.STUDY, {"goals": goals})
    assert run.cost_vnd is not None, run.message
    steps = list(m.ResultObjective.objects.filter(run=run).order_by("rank"))
    assert [step.objective for step in steps] == ["cost", "co2", "equity"]
    assert all(step.bound <= step.value * (1 + 1e-9) for step in steps)
    assert all(step.final <= step.value * 1.02 * (1 + 1e-6) for step in steps)
    assert run.cost_vnd == pytest.approx(steps[0].final)
    verdict, problems = verify(run.code)
    assert verdict.ok, verdict.findings
    assert problems == []


def test_an_altered_step_is_named(region):
    run = execute(ordered.STUDY, {"goals": ordered.read_goals("cost,co2", "2")})
    file = m.RunFile.objects.get(run=run, name="2-co2/plan.json")
    file.content = bytes(file.content).replace(b'"bound_vnd":', b'"bound_vnd":1')
    file.save()
    assert any(problem.table.startswith("2-co2/") for problem in verify(run.code)[1])


@pytest.mark.parametrize(("objectives", "tolerance"), [("cost,co2", "1,2,3"), ("cost", "much"), ("cost", "-1")])
def test_objectives_without_a_tolerance_each_are_refused(objectives, tolerance):
    with pytest.raises(InputError):
        ordered.read_goals(objectives, tolerance)


def test_an_unknown_objective_is_named_and_the_run_fails(region):
    with pytest.raises(InputError, match="fame"):
        execute(ordered.STUDY, {"goals": ordered.read_goals("fame", "1")})
    assert m.Run.objects.get().status == "failed"


def test_every_run_states_how_unequal_communes_costs_are(region):
    run = runs.execute(runs.create("today").code)
    figures = m.ResultIndicator.objects.filter(run=run, indicator="cost_gini")
    assert {row.scope for row in figures} == {"2026", "2030"}
    assert all(0 <= row.value < 1 for row in figures)
