"""Plans held against one another: every planted fault is found, none on a clean set."""

from dataclasses import replace
from datetime import date

import pytest

from banme.errors import InputError
from banme.programme.alignment import Bond, FindingKind, Money, PlanItem, Plans, Target, Tie, align

END = date(2025, 12, 31)


def item(code, *, task=False, parents=(), plan="own", due=None, ends=END):
    return PlanItem(code, f"Mục {code}", plan, task, tuple(parents), due, ends)


def clean():
    """Two plans: the own one serves the national one, with money of one line split between two tasks."""
    items = [
        item("n1", plan="national", due=date(2030, 12, 31), ends=date(2030, 12, 31)),
        item("o1", due=END),
        item("t1", task=True, parents=["o1"], due=date(2025, 6, 30)),
        item("t2", task=True, parents=["o1"]),
        item("t2a", task=True, parents=["t2"]),
    ]
    return Plans(
        items={each.code: each for each in items},
        targets=(
            Target("n1", "occupancy", "%", ">=", 2025, "", 60.0),
            Target("o1", "occupancy", "%", ">=", 2025, "", 70.0),
            Target("o1", "occupancy", "%", ">=", 2024, "", 30.0),
        ),
        money=(Money("t1", "L1", "province", 2024, 5e9), Money("t2", "L1", "province", 2024, 7e9)),
        ties=(Tie("k1", "o1", "n1", Bond.IMPLEMENTS, "Căn cứ Quyết định", "Nguyễn Văn A"),),
    )


def kinds(plans):
    return [each.kind for each in align(plans)]


def planted(**parts):
    base = clean()
    return Plans(
        items={**base.items, **{each.code: each for each in parts.get("items", ())}},
        targets=base.targets + tuple(parts.get("targets", ())),
        money=base.money + tuple(parts.get("money", ())),
        ties=base.ties + tuple(parts.get("ties", ())),
    )


def tie(code, source, target, bond, by="Trần Thị B"):
    return Tie(code, source, target, bond, "Câu nguồn", by)


def test_nothing_is_found_in_a_clean_set_of_plans():
    assert align(clean()) == ()


CASES = {
    "a task without an objective": (FindingKind.ORPHAN, ("x",), {"items": [item("x", task=True)]}),
    "an objective without a task": (FindingKind.GAP, ("o2",), {"items": [item("o2")]}),
    "a target below the one it serves": (
        FindingKind.TARGET,
        ("t1", "o1"),
        {"targets": [Target("t1", "occupancy", "%", ">=", 2025, "", 65.0)]},
    ),
    "the same measure in another unit": (
        FindingKind.MEASURE,
        ("t1", "o1"),
        {"targets": [Target("t1", "occupancy", "ha", ">=", 2025, "", 80.0)]},
    ),
    "a task due after its objective": (
        FindingKind.DAY,
        ("t3", "o1"),
        {"items": [item("t3", task=True, parents=["o1"], due=date(2026, 1, 1), ends=date(2026, 12, 31))]},
    ),
    "a task due after its plan ends": (
        FindingKind.DAY,
        ("t3",),
        {"items": [item("t3", task=True, parents=["n1"], due=date(2026, 1, 1))]},
    ),
    "the same sum of a line in two tasks": (
        FindingKind.MONEY,
        ("t2", "t2a"),
        {"money": [Money("t2a", "L1", "province", 2024, 2e9)]},
    ),
    "a conflict on record": (FindingKind.CONFLICT, ("t1", "n1"), {"ties": [tie("k2", "t1", "n1", Bond.CONFLICTS)]}),
    "a duplicate on record": (FindingKind.DUPLICATE, ("t1", "t2"), {"ties": [tie("k2", "t1", "t2", Bond.DUPLICATES)]}),
    "a circle of links": (
        FindingKind.LOOP,
        ("t1", "t2"),
        {"ties": [tie("k2", "t1", "t2", Bond.CONTRIBUTES), tie("k3", "t2", "t1", Bond.IMPLEMENTS)]},
    ),
    "a link nobody confirmed": (
        FindingKind.UNCONFIRMED,
        ("k2",),
        {"ties": [tie("k2", "t1", "n1", Bond.CONTRIBUTES, by="")]},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_one_planted_fault_is_found_and_nothing_else(name):
    kind, items, parts = CASES[name]
    assert [(each.kind, each.items) for each in align(planted(**parts))] == [(kind, items)]


def test_all_planted_faults_are_found_together():
    parts = {"items": [], "targets": [], "money": [], "ties": []}
    for _, _, planted_parts in CASES.values():
        for name, rows in planted_parts.items():
            parts[name] += rows
    parts["ties"] = [replace(each, code=f"k{place}") for place, each in enumerate(parts["ties"], 2)]
    assert set(kinds(planted(**parts))) == set(FindingKind)


def test_the_same_line_in_two_plans_is_counted_twice():
    other = item("f1", plan="national", task=True, parents=["n1"], ends=date(2030, 12, 31))
    found = align(planted(items=[other], money=[Money("f1", "L1", "province", 2024, 1e9)]))
    assert {each.items for each in found} == {("t1", "f1"), ("t2", "f1")}


def test_a_line_of_another_year_or_fund_is_other_money():
    more = [Money("t2a", "L1", "province", 2025, 5e9), Money("t2a", "L1", "central", 2024, 5e9)]
    assert align(planted(money=more)) == ()


def test_an_orphan_that_serves_another_plan_is_none():
    assert align(planted(items=[item("x", task=True)], ties=[tie("k2", "x", "n1", Bond.IMPLEMENTS)])) == ()


def test_less_is_better_where_the_target_says_so():
    cost = [Target("n1", "cost", "%", "<=", 2025, "", 15.0), Target("o1", "cost", "%", "<=", 2025, "", 14.0)]
    assert align(planted(targets=cost)) == ()
    assert kinds(planted(targets=[cost[0], replace(cost[1], value=16.0)])) == [FindingKind.TARGET]


def test_a_target_of_another_place_is_not_compared():
    assert align(planted(targets=[Target("t1", "occupancy", "%", ">=", 2025, "tan-an", 10.0)])) == ()


def test_links_that_cannot_be_read_are_told_together():
    wrong = [tie("a", "t1", "nowhere", Bond.IMPLEMENTS), tie("b", "t1", "t1", Bond.IMPLEMENTS)]
    wrong.append(replace(tie("c", "t1", "n1", Bond.IMPLEMENTS), sentence=" "))
    with pytest.raises(InputError) as caught:
        align(planted(ties=wrong))
    assert [problem.rule for problem in caught.value.problems] == ["unknown-item", "self-link", "no-sentence"]
