"""Bad rows of a plan are refused by import and by form alike, with the repair, and nothing is half-saved."""

import datetime as dt

import pytest

import made_up_plan
from banme.errors import InputError
from banme.workspace import models as m
from banme.workspace.exchange import load

pytestmark = pytest.mark.django_db
SAID = {"source_code": "s", "quality": "surveyed"}
INDICATOR = {"objective_code": "o", "name": "i", "unit_of_measure": "%", "comparison": "ge"}


@pytest.fixture
def plan():
    """Store the small plan, an act with an article added later, and a finished run with one figure."""
    made_up_plan.build()
    act = {"kind": "decree", "topic": "clusters", "title": "a", "mark": "VERIFIED", **made_up_plan.SAID}
    m.LegalAct.objects.create(
        code="act", number="1/NĐ", signed_on=dt.date(2024, 3, 15), valid_from=dt.date(2024, 5, 1), **act
    )
    m.LegalArticle.objects.create(
        code="act.9", act_id="act", article="Điều 9", title="t", valid_from=dt.date(2025, 1, 1), mark="VERIFIED",
        **made_up_plan.SAID,
    )  # fmt: skip
    m.Scenario.objects.create(code="base", name="base")
    m.Run.objects.create(code="r", study="network_design", scenario_id="base", status="done")
    m.ResultIndicator.objects.create(run_id="r", indicator="cost_vnd_t", scope="2026", value=1.0)


CASES = {
    "unknown agency": (
        "task_role",
        {"task_code": "b", "agency_code": "nobody", "role": "informed", "valid_from": "2024-01-01"},
        ("nobody", "agency"),
    ),
    "two leads": (
        "task_role",
        {"task_code": "b", "agency_code": "old", "role": "lead", "valid_from": "2024-01-01"},
        ("role = lead", "b"),
    ),
    "circular dependency": (
        "task_dependency",
        {"before_code": "b", "after_code": "a", "kind": "FS", "lag_days": "0"},
        ("→ b → a", "→ a → b"),
    ),
    "circular objectives": (
        "objective",
        {"code": "o", "plan_code": "p", "parent_code": "o", "position": "1", "name": "o", "weight": "1"},
        ("o → o",),
    ),
    "an agency that comes after itself": (
        "agency",
        {"code": "new", "name": "n", "kind": "department", "level": "province", "valid_from": "2023-01-01",
         "valid_to": "2024-12-31", "successor_code": "old"},
        ("old → new", "new → old"),
    ),
    "end before start": (
        "plan",
        {"name": "q", "level": "province", "starts_on": "2024-02-01", "ends_on": "2024-01-01"},
        ("starts_on",),
    ),
    "baseline that ends before it starts": (
        "task_baseline",
        {"task_code": "b", "baseline": "1", "set_on": "2024-01-01", "starts_on": "2024-02-01", "ends_on": "2024-01-01"},
        ("starts_on",),
    ),
    "indicator without unit": (
        "indicator",
        {**INDICATOR, "unit_of_measure": "", "bound_to": "none"},
        ("unit_of_measure", "Unit of measure", "Đơn vị tính", "required", "bắt buộc", "empty", "trống"),
    ),
    "target without value": ("indicator_target", {"indicator_code": "i", "year": "2025"}, ("target_value",)),
    "indicator bound to a missing query": (
        "indicator",
        {**INDICATOR, "bound_to": "query", "query": "cluster.colour"},
        ("cluster.colour",),
    ),
    "indicator bound to a missing figure": (
        "indicator",
        {**INDICATOR, "bound_to": "run", "run_study": "network_design", "run_indicator": "reach", "run_scope": "2026"},
        ("cost_vnd_t[2026]",),
    ),
    "indicator bound to a missing study": (
        "indicator",
        {**INDICATOR, "bound_to": "run", "run_study": "network_desing", "run_indicator": "reach"},
        ("network_desing", "network_design"),
    ),
    "act cited before it was issued": (
        "task_citation",
        {"task_code": "a", "act_code": "act", "cited_on": "2024-03-14"},
        ("2024-03-15", "15/03/2024"),
    ),
    "article cited before it was added": (
        "task_citation",
        {"task_code": "a", "act_code": "act", "article": "Điều 9.1", "cited_on": "2024-12-31"},
        ("2025-01-01", "01/01/2025"),
    ),
}  # fmt: skip


@pytest.fixture(params=CASES)
def case(request, plan):
    m.Indicator.objects.create(
        code="i", objective_id="o", name="i", unit_of_measure="%", comparison="ge", bound_to="none", **made_up_plan.SAID
    )
    table, row, words = CASES[request.param]
    return table, {"code": "bad", **row, **SAID}, words


def rows_of(table):
    model = next(each for each in vars(m).values() if getattr(getattr(each, "_meta", None), "db_table", "") == table)
    return list(model.objects.order_by("code").values())


def test_import_refuses_it_with_row_and_repair_and_saves_nothing(case, tmp_path):
    table, row, words = case
    before = rows_of(table)
    (tmp_path / f"{table}.csv").write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(tmp_path)
    for language in ("vi", "en"):
        told = [problem for problem in caught.value.problems if problem.table == table and problem.row]
        assert any(word in problem.text(language) or word == problem.column for problem in told for word in words)
    assert rows_of(table) == before


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_form_refuses_it_with_the_same_words(case, client, language):
    table, row, words = case
    before = rows_of(table)
    client.post("/language/", {"language": language, "next": "/"})
    known = any(each["code"] == row["code"] for each in before)
    address = f"/registers/{table}/row/{row['code']}/edit/" if known else f"/registers/{table}/new/"
    names = {name.removesuffix("_code"): value for name, value in row.items()}
    answer = client.post(address, {**names, "reason": "thử"})
    assert answer.status_code == 422
    shown = " ".join(str(error) for errors in answer.context["form"].errors.values() for error in errors)
    assert any(word in shown for word in words), shown
    assert rows_of(table) == before


def test_what_is_right_is_taken_by_the_form(plan, client):
    said = {"source": "s", "quality": "surveyed", "code": "good"}
    for table, row in (
        ("task_citation", {"task": "a", "act": "act", "cited_on": "2024-03-15"}),
        ("task_role", {"task": "b", "agency": "old", "role": "lead", "valid_from": "2022-01-01",
                       "valid_to": "2022-12-31"}),
        ("indicator", {"objective": "o", "name": "i", "unit_of_measure": "%", "comparison": "ge", "bound_to": "run",
                       "run_study": "network_design", "run_indicator": "cost_vnd_t", "run_scope": "2026"}),
    ):  # fmt: skip
        answer = client.post(f"/registers/{table}/new/", {**row, **said})
        assert answer.status_code == 302, answer.context["form"].errors
