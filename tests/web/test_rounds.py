"""The room of truck rounds: a week's board, moves tried and kept, downloads."""

import json

import pytest

import made_up_week
from banme.studies.routing import changing
from banme.web.rounds.board import LABELS, WIDTH
from banme.web.rounds.views import KINDS, board
from banme.workspace import models as m

pytestmark = pytest.mark.django_db


@pytest.fixture
def week(db):
    made_up_week.build()
    return made_up_week.compute()


def test_the_rooms_show_the_week_its_map_and_its_files(client, week):
    assert week.code in client.get("/rounds/").content.decode()
    assert client.get(f"/runs/{week.code}/").headers["Location"] == f"/rounds/{week.code}/"
    page = client.get(f"/rounds/{week.code}/?day=0").content.decode()
    assert "Bảng giờ từng xe" in page
    assert "Law 36/2024" not in page
    assert "36/2024/QH15" in page
    ways = json.loads(client.get(f"/rounds/{week.code}/map/?day=0").content)
    assert ways["features"]
    for form, start in (
        ("xlsx", b"PK"),
        ("sheets", b"<!doctype"),
        ("geojson", b"{"),
        ("gpx", b"<?xml"),
        ("vroom", b"{"),
    ):
        answer = client.get(f"/rounds/{week.code}/download/{form}/")
        assert b"".join(answer.streaming_content).startswith(start)
    assert client.get(f"/rounds/{week.code}/download/none/").status_code == 404
    assert client.get("/rounds/none/").status_code == 404


def test_bars_of_a_day_lie_within_it_and_do_not_overlap(week):
    problem, plan = changing.opened(week.code)
    drawn = board(problem, plan, 0, frozenset(), {kind: kind for kind in KINDS})
    used = [row for row in drawn.rows if row.used]
    assert used
    for row in used:
        assert row.bars[0].x >= LABELS
        assert row.bars[-1].x + row.bars[-1].width <= WIDTH + 1
        for one, other in zip(row.bars, row.bars[1:], strict=False):
            assert other.x >= one.x + one.width - 0.2


def moved(client, week, job, shift, moves="[]"):
    body = {"job": job, "shift": shift, "moves": moves, "day": "0"}
    return client.post(f"/rounds/{week.code}/move/", body).content.decode()


def queued(monkeypatch):
    """Keep what is asked for instead of queueing it."""
    asked = []

    def start(scenario, study, told):
        asked.append((scenario, study, told))
        return m.Run.objects.filter(study="rounds").first()

    monkeypatch.setattr("banme.web.runs.engine.start", start)
    return asked


def test_a_move_tells_cost_and_rules_and_keeping_it_makes_a_new_run(client, week, monkeypatch):
    problem, plan = changing.opened(week.code)
    used = plan.round_of()
    day = [shift.code for shift in problem.shifts if shift.code.endswith("2026-11-23")]
    home = next(code for code in day if code in used)
    job = used[home].jobs[0]
    spare = next(code for code in day if code != home)
    shown = moved(client, week, job, spare)
    assert "Không vi phạm quy định nào" in shown
    assert "Lưu thành kế hoạch mới" in shown
    other_day = next(shift.code for shift in problem.shifts if shift.code.endswith("2026-11-24"))
    shown = moved(client, week, job, other_day)
    assert "đến trễ khung giờ" in shown
    assert "Lưu thành kế hoạch mới" not in shown
    assert "Không có đơn hoặc ca này" in moved(client, week, "none", spare)
    asked = queued(monkeypatch)
    answer = client.post(f"/rounds/{week.code}/save/", {"moves": json.dumps([[job, spare]])})
    assert answer.headers["Location"] == f"/runs/{week.code}/"
    assert asked == [("base", "rounds", {"of": week.code, "moves": [[job, spare]]})]


def test_a_week_is_asked_for_from_the_page(client, week, monkeypatch):
    asked = queued(monkeypatch)
    client.post("/rounds/start/", {"run": "network_design.base.0001", "week": "2026-11-25", "base": ""})
    assert [(scenario, study) for scenario, study, _ in asked] == [("base", "rounds")]
    assert asked[0][2]["week"] == "2026-11-25"
