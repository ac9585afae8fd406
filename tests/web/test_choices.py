import pytest

from banme.studies import near_optimal, ordered, runs
from banme.workspace import models as m

pytestmark = pytest.mark.django_db


def computed(study, asked):
    m.Scenario.objects.filter(code="base").update(time_limit_s=10)
    return runs.execute(runs.create("base", study, asked).code)


def test_a_run_on_near_optimal_plans_shows_verdicts_and_plans(client, region):
    run = computed(near_optimal.STUDY, {"within_pct": 2.0, "time_limit_s": 20})
    page = client.get(f"/runs/{run.code}/").content.decode()
    assert "Điểm trong các phương án gần tối ưu" in page
    assert "tone-result_alternative-verdict" in page or "badge" in page
    assert "Các phương án cạnh nhau" in page
    assert '"verdict"' in page


def test_a_run_of_ordered_objectives_shows_every_step(client, region):
    run = computed(ordered.STUDY, {"goals": ordered.read_goals("cost,co2", "1")})
    page = client.get(f"/runs/{run.code}/").content.decode()
    assert "Mục tiêu theo thứ tự" in page
    assert "2. CO2e" in page


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("near-optimal", {"within_pct": "nhiều"}),
        ("near-optimal", {"within_pct": "0"}),
        ("ordered", {"objectives": "fame", "tolerance_pct": "1"}),
        ("ordered", {"objectives": "cost", "tolerance_pct": "-1"}),
    ],
)
def test_a_question_without_a_sensible_figure_starts_no_run(client, region, address, sent):
    before = m.Run.objects.count()
    answer = client.post(f"/scenarios/base/{address}/", sent, follow=True)
    assert "phần trăm" in answer.content.decode()
    assert m.Run.objects.count() == before
