"""The tree's sums and gaps; reports beside evidence."""

from datetime import date

import pytest

from banme.errors import InputError
from banme.programme.evidence import Against, Finding, Reading, Target, judge, meets
from banme.programme.tree import Item, State, gaps, grow, share_of_whole

TODAY = date(2024, 6, 1)


def items():
    return [
        Item("o1", "objective", None, 3, 1, due_on=date(2025, 12, 31)),
        Item("o2", "objective", None, 1, 2),
        Item("t1", "task", "o1", 1, 1, done_pct=100, start=date(2023, 1, 1), finish=date(2023, 5, 1)),
        Item("t2", "task", "o1", 3, 2),
        Item("t2a", "task", "t2", 1, 1, done_pct=20, due_on=date(2024, 1, 1)),
        Item("t2b", "task", "t2", 1, 2, start=date(2024, 7, 1), finish=date(2024, 9, 1), due_on=date(2026, 6, 30)),
        Item("t9", "task", None, 1, 9, due_on=date(2026, 1, 1)),
    ]


def test_what_should_have_begun_and_was_never_reported_is_neither_late_nor_waiting():
    silent = [
        Item("o", "objective", None, 1, 1),
        Item("t", "task", "o", 1, 1, start=date(2023, 1, 1), finish=date(2023, 9, 1), due_on=date(2023, 12, 31)),
    ]
    assert [node.state for node in grow(silent, TODAY)] == [State.UNREPORTED, State.UNREPORTED]


def test_progress_days_and_lateness_roll_up_by_weight():
    found = {node.item.code: node for node in grow(items(), TODAY)}
    assert found["t2"].done_pct == pytest.approx(10)
    assert found["o1"].done_pct == pytest.approx((100 * 1 + 10 * 3) / 4)
    assert (found["o1"].start, found["o1"].finish) == (date(2023, 1, 1), date(2024, 9, 1))
    assert found["o1"].unreported == 1
    states = {code: node.state for code, node in found.items()}
    assert states == {
        "o1": State.LATE, "t1": State.DONE, "t2": State.LATE, "t2a": State.LATE, "t2b": State.WAITING,
        "o2": State.UNSCHEDULED, "t9": State.UNSCHEDULED,
    }  # fmt: skip


def test_shares_of_the_whole_sum_to_one_over_the_leaves():
    found = share_of_whole(items())
    assert sum(found[code] for code in ("t1", "t2a", "t2b", "t9")) + found["o2"] == pytest.approx(1)
    assert found["t2a"] == pytest.approx(3 / 5 * 3 / 4 / 2)


def test_gaps_are_tasks_without_objective_objectives_without_task_and_parts_due_after_the_whole():
    found = gaps([*items(), Item("t3", "task", "o1", 1, 4, due_on=date(2026, 6, 30))])
    assert found.tasks_without_objective == ("t9",)
    assert found.objectives_without_task == ("o2",)
    assert found.due_after_parent == (("t3", "o1"),)


def test_unknown_parents_circles_and_negative_weights_are_told_together():
    wrong = [Item("a", "task", "b", 1, 1), Item("b", "task", "a", -1, 1), Item("c", "task", "x", 1, 1)]
    with pytest.raises(InputError) as caught:
        grow(wrong, TODAY)
    assert {one.rule for one in caught.value.problems} == {"circular-parents", "below-zero", "unknown-parent"}


@pytest.mark.parametrize(
    ("reported", "computed", "target", "finding"),
    [
        (40, 35, 30, Finding.PROVEN),
        (None, 30, 30, Finding.PROVEN),
        (30, 12, 30, Finding.CLAIMED),
        (10, 35, 30, Finding.UNCLAIMED),
        (10, 12, 30, Finding.NOT_MET),
        (None, 29.9, 30, Finding.NOT_MET),
        (40, None, 30, Finding.UNPROVEN),
        (None, None, 30, Finding.UNKNOWN),
        (40, 35, None, Finding.NO_TARGET),
        (None, None, None, Finding.UNKNOWN),
    ],
)
def test_reports_are_set_beside_evidence(reported, computed, target, finding):
    missing = () if computed is not None else ("lease.area_ha",)
    assert judge(reported, Reading(computed, missing), target, Against.AT_LEAST) is finding


def test_targets_are_met_at_the_boundary_and_a_ratio_needs_its_baseline():
    assert meets(0.1 + 0.2, 0.3, Against.EQUAL)
    assert meets(0.3, 0.1 + 0.2, Against.AT_LEAST)
    assert not meets(31, 30, Against.AT_MOST)
    assert Target(ratio=0.9).resolve(200.0) == pytest.approx(180.0)
    assert Target(ratio=0.9).resolve(None) is None
