"""The room of the plan: board, coordination, agency, indicator, task with comments and files."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import made_up_plan
import made_up_runs
from banme.workspace import models as m

pytestmark = pytest.mark.django_db
ON = "?on=2024-03-15"


@pytest.fixture
def plan():
    return made_up_plan.build()


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_board_shows_tree_critical_path_value_and_why_a_task_is_late(plan, client):
    m.Task.objects.filter(code="a").update(due_on=dt.date(2024, 3, 1))
    shown = text(client, "/plan/" + ON)
    assert 'class="task critical"' in shown
    assert "SPI" in shown
    assert "chậm 48 ngày, tự góp 48" in shown
    assert "Kế hoạch</h1>" in text(client, "/plan/" + ON + "&plan=p")
    assert client.get("/plan/?plan=nothing").status_code == 404


def test_a_loop_in_the_store_is_told_on_the_board_and_a_workspace_without_tasks_says_what_to_do(plan, client):
    m.TaskDependency.objects.create(code="ba", before_id="b", after_id="a", kind="FS", lag_days=0, **made_up_plan.SAID)
    answer = client.get("/plan/" + ON)
    assert answer.status_code == 422
    assert "a → b → a" in answer.content.decode()
    for model in (m.TaskDependency, m.TaskRole, m.TaskBaseline, m.TaskProgress, m.TaskBudget, m.Task):
        model.objects.all().delete()
    assert "chưa có nhiệm vụ nào" in text(client, "/plan/")


def test_the_matrix_gives_the_duty_to_the_successor(plan, client):
    shown = text(client, "/plan/matrix/" + ON)
    assert "thay old" in shown
    assert "đúng một cơ quan chủ trì" in shown


def test_my_agency_is_remembered_and_shows_whom_it_waits_for(plan, client):
    assert "Chọn cơ quan" in text(client, "/plan/agencies/")
    shown = text(client, "/plan/agencies/new/" + ON)
    assert 'id="soon"' in shown
    assert "/plan/tasks/a/" in shown
    assert "Mới" in text(client, "/plan/agencies/" + ON)
    assert 'id="succession"' in text(client, "/plan/agencies/old/" + ON)
    assert client.get("/plan/agencies/nobody/").status_code == 404


def test_an_indicator_names_what_is_missing_and_its_rule(plan, client):
    m.Indicator.objects.create(
        code="i",
        objective_id="o",
        name="Nước thải",
        unit_of_measure="có/không",
        comparison="ge",
        bound_to="query",
        query="cluster.wastewater_working",
        subject="c",
        **made_up_plan.SAID,
    )
    shown = text(client, "/plan/indicators/i/" + ON)
    assert "cluster_utility[wastewater]:c" in shown
    assert "meets_standard" in shown
    assert client.get("/plan/indicators/j/").status_code == 404


def test_comments_and_files_are_kept_with_who_and_when_and_only_known_kinds_are_taken(plan, client):
    client.post("/plan/tasks/a/comment/", {"text": "Ai đó"})
    assert not m.TaskComment.objects.exists(), "nobody has said who they are"
    client.post("/person/", {"name": "Lan", "next": "/"})
    client.post("/plan/tasks/a/comment/", {"text": "Cần biên bản <b>"})
    kept = m.TaskComment.objects.get()
    assert (kept.author, kept.task_id) == ("Lan", "a")
    assert kept.history.get().history_user.first_name == "Lan"
    client.post("/plan/tasks/a/attach/", {"file": SimpleUploadedFile("x.html", b"<script>")})
    assert not m.TaskAttachment.objects.exists()
    for name in ("biên bản.pdf", "lại.pdf"):
        client.post("/plan/tasks/a/attach/", {"file": SimpleUploadedFile(name, b"%PDF-1")})
    first = m.TaskAttachment.objects.order_by("added_at").first()
    assert m.AttachedContent.objects.count() == 1, "one content, two names"
    answer = client.get(f"/plan/attachments/{first.code}/")
    assert answer.content == b"%PDF-1"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    shown = text(client, "/plan/tasks/a/" + ON)
    assert "Cần biên bản &lt;b&gt;" in shown
    assert "biên bản.pdf" in shown


def test_scenarios_stand_side_by_side_and_links_keep_the_day(client):
    made_up_runs.build()
    made_up_runs.coffee()
    shown = text(client, "/plan/scenarios/?on=2026-11-24&a=base&b=today")
    assert "-20" in shown
    assert "/results/network_design.base.0001/" in shown or "network_design.today.0001" in shown
    assert "/plan/indicators/i/?on=2026-11-24" in shown
    page = text(client, "/plan/indicators/i/?on=2026-11-24")
    assert page.count('title="network_design.') == 2, "one figure for each scenario"
    assert "network_design.today.0001" in page
    for address in ("/plan/agencies/new/", "/plan/matrix/", "/plan/tasks/b/", "/plan/"):
        shown = text(client, address + ON)
        for kind in ("tasks", "agencies"):
            links = [link.split('"', 1)[0] for link in shown.split(f'href="/plan/{kind}/')[1:]]
            assert all(link.endswith("on=2024-03-15") for link in links), (address, links)
