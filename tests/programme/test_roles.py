"""Who answers for what, before and after agencies merge."""

from datetime import date

from banme.programme.roles import Body, Duty, Part, acting, check, roster, workload

OLD, NEW = date(2023, 3, 1), date(2025, 7, 1)
BODIES = [
    Body("khdt", OLD, date(2025, 2, 28), "tc"),
    Body("tc", OLD),
    Body("tp", OLD, date(2025, 6, 30)),
]
DUTIES = [
    Duty("1", "t1", "khdt", Part.LEAD, OLD, assumed=True),
    Duty("2", "t1", "tc", Part.COORDINATES, OLD),
    Duty("3", "t2", "tp", Part.LEAD, OLD),
]
TASKS = ["t1", "t2", "t3"]


def test_duties_pass_to_the_successor_on_the_day_after_the_last():
    bodies = {body.code: body for body in BODIES}
    assert acting("khdt", date(2025, 2, 28), bodies) == "khdt"
    assert acting("khdt", date(2025, 3, 1), bodies) == "tc"
    assert acting("tp", NEW, bodies) is None


def test_an_agency_that_holds_two_parts_by_succession_keeps_the_higher():
    found = roster(BODIES, DUTIES, TASKS, NEW)
    holder = found.matrix()["t1"]["tc"]
    assert (holder.part, holder.given, holder.assumed) == (Part.LEAD, "khdt", True)
    assert [duty.code for duty in found.orphaned] == ["3"]
    assert found.without_lead == ("t2", "t3")
    assert found.double_lead == ()
    assert found.lead("t2") is None


def test_two_leads_that_merge_into_one_are_one_and_two_that_stay_are_found():
    both = [*DUTIES, Duty("4", "t2", "tc", Part.LEAD, OLD)]
    assert roster(BODIES, both, TASKS, OLD).double_lead == (("t2", ("tc", "tp")),)
    assert roster(BODIES, both, TASKS, NEW).double_lead == ()


def test_workload_counts_open_tasks_and_their_days_by_part():
    found = workload(roster(BODIES, DUTIES, TASKS, OLD), {"t1": 30})
    assert found == {"khdt": {Part.LEAD: (1, 30)}, "tc": {Part.COORDINATES: (1, 30)}}


def test_each_planted_fault_gives_one_problem_with_its_row():
    bodies = [*BODIES, Body("a", OLD, NEW, "b"), Body("b", OLD, NEW, "a"), Body("c", OLD, NEW, "nobody")]
    duties = [
        *DUTIES,
        Duty("second", "t1", "tc", Part.LEAD, NEW),
        Duty("stranger", "t1", "xyz", Part.INFORMED, OLD),
        Duty("nowhere", "t9", "tc", Part.INFORMED, OLD),
        Duty("backwards", "t3", "tc", Part.INFORMED, NEW, OLD),
    ]
    found = {(one.rule, one.row) for one in check(bodies, duties, TASKS)}
    assert found == {
        ("two-leads", "second"),
        ("unknown-agency", "stranger"),
        ("unknown-agency", "c"),
        ("unknown-task", "nowhere"),
        ("end-before-start", "backwards"),
        ("circular-succession", "a"),
    }
    assert not check(BODIES, DUTIES, TASKS)


def test_one_lead_after_another_is_no_fault():
    turns = [
        Duty("x", "t1", "tc", Part.LEAD, OLD, date(2024, 1, 1)),
        Duty("y", "t1", "tp", Part.LEAD, date(2024, 1, 2)),
    ]
    assert not check(BODIES, turns, TASKS)
