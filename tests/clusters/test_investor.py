"""Scoring, sealing, sensitivity and minutes of the investor Council."""

import json
import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from council_cases import DAY, MOMENT, REGIME, ballot, council, declare, random_scores, scheme, scored
from hypothesis import given, settings
from hypothesis import strategies as st

from banme.clusters.investor import (
    Ballot,
    ChairProposal,
    Combination,
    Meeting,
    OutcomeKind,
    Record,
    Role,
    digest,
    minutes_text,
    open_ballot,
    points_text,
    record_bytes,
    score,
    seal,
    sensitivity,
)
from banme.clusters.investor.council import check_council
from banme.clusters.investor.scheme import check_scheme
from banme.clusters.investor.scoring import Outcome
from banme.errors import InputError, RuleError
from national_law import book

NONCE = "0f" * 32


@pytest.mark.parametrize("criterion", ["plan", "environment", "capability", "finance"])
@pytest.mark.parametrize("change", ["0.5", "-0.5"])
def test_sub_criteria_must_sum_to_each_maximum_exactly(criterion, change):
    agreed = scheme()
    first = next(sub for sub in agreed.subs if sub.criterion == criterion)
    changed = replace(first, max_points=first.max_points + Decimal(change))
    off = replace(agreed, subs=tuple(changed if sub is first else sub for sub in agreed.subs))
    assert not check_scheme(agreed, REGIME)
    assert [problem.row for problem in check_scheme(off, REGIME)] == [criterion]


def test_the_maxima_of_2023_are_the_same_by_another_decree():
    assert not check_scheme(scheme(), book().on(date(2023, 3, 15)))


@pytest.mark.parametrize(("total", "passes"), [("49.5", False), ("50", True), ("50.5", True)])
def test_fifty_points_pass_and_less_do_not(total, passes):
    found = scored([[total], [total], [total]])
    assert found.results[0].passes is passes
    assert found.outcome.kind is (OutcomeKind.WINNER if passes else OutcomeKind.NONE_ELIGIBLE)


@pytest.mark.parametrize(("total", "passes"), [("49.9", False), ("50.0", True)])
def test_a_tenth_of_a_point_below_fifty_does_not_pass(total, passes):
    assert scored([[total]], agreed=scheme(step="0.1")).results[0].passes is passes


def test_a_mean_just_below_fifty_neither_passes_nor_reads_as_fifty():
    found = scored([["50"], ["50"], ["49.99"]], agreed=scheme(step="0.01"))
    assert not found.results[0].passes
    assert points_text(found.results[0].total) == "49,9966…"


def test_one_applicant_alone_is_scored_all_the_same():
    assert scored([["70"], ["80"]]).outcome == Outcome(OutcomeKind.WINNER, ("a0",))


def test_a_tie_is_handed_on_and_not_broken():
    found = scored([["70", "80"], ["80", "70"]])
    assert found.outcome == Outcome(OutcomeKind.TIE, ("a0", "a1"))


def test_equal_points_below_fifty_are_no_tie():
    assert scored([["40", "40"]]).outcome.kind is OutcomeKind.NONE_ELIGIBLE


def test_the_secretary_cannot_score():
    of = council()
    with pytest.raises(RuleError, match="neither the Secretary"):
        score(of, REGIME, [ballot(of, "sec", [70, 60])], declare(of))


def test_a_member_who_declares_a_conflict_is_left_out():
    of = council()
    ballots = [ballot(of, f"m{place}", row) for place, row in enumerate(([60, 70], [60, 70], [90, 50]))]
    assert score(of, REGIME, ballots, declare(of)).outcome.leaders == ("a0",)
    found = score(of, REGIME, ballots, declare(of, "m2"))
    assert found.recused == ("m2",)
    assert found.jurors == ("m0", "m1")
    assert found.outcome.leaders == ("a1",)


def test_no_ballot_counts_before_its_member_declared_interests():
    of = council()
    with pytest.raises(InputError, match="has not declared"):
        score(of, REGIME, [ballot(of, "m0", [60, 70])], [])


def test_a_ballot_that_was_not_opened_is_named():
    of = council()
    assert score(of, REGIME, [ballot(of, "m0", [60, 70])], declare(of)).unopened == ("m1", "m2")


@pytest.mark.parametrize("value", ["-0.5", "10.5", "0.25"])
def test_points_outside_the_maximum_or_off_the_step_are_refused(value):
    of = council()
    wrong = ballot(of, "m0", [60, 70])
    wrong.points["a0"]["plan1"] = Decimal(value)
    with pytest.raises(InputError, match="From 0 to 10"):
        score(of, REGIME, [wrong], declare(of))


def test_all_missing_points_are_named_together():
    of = council()
    wrong = ballot(of, "m0", [60, 70])
    del wrong.points["a0"]["plan1"], wrong.points["a1"]["finance2"]
    with pytest.raises(InputError) as caught:
        score(of, REGIME, [wrong], declare(of))
    assert {problem.column for problem in caught.value.problems} == {"plan1", "finance2"}


@pytest.mark.parametrize(
    ("combination", "expected"),
    [(Combination.MEAN, Fraction(66)), (Combination.TRIMMED_MEAN, Fraction(70)), (Combination.MEDIAN, Fraction(70))],
)
def test_the_councils_own_rule_decides_how_points_combine(combination, expected):
    assert scored([["30"], ["70"], ["70"], ["70"], ["90"]], combination).results[0].total == expected


def test_dispersion_tells_agreement_from_its_opposite():
    alike = scored([["80", "70", "60"], ["90", "65", "55"]])
    opposed = scored([["80", "70", "60"], ["60", "70", "80"]])
    assert alike.concordance == 1.0
    assert opposed.concordance == 0.0
    assert opposed.results[0].deviation == 10.0
    assert (opposed.results[0].lowest, opposed.results[0].highest) == (60, 80)


def test_a_council_without_chair_or_secretary_is_refused():
    of = council()
    headless = replace(of, members=tuple(each for each in of.members if each.role is Role.MEMBER))
    assert {problem.rule for problem in check_council(headless, REGIME)} == {"council-chair", "council-secretary"}


def test_a_sealed_ballot_opens_only_unchanged():
    of = council()
    own = ballot(of, "m0", [60, 70])
    sealed = seal(own, NONCE, MOMENT)
    assert open_ballot(sealed, own, NONCE) == own
    changed = ballot(of, "m0", [60, 70.5])
    for other, nonce in ((changed, NONCE), (own, "1f" * 32), (replace(own, member="m1"), NONCE)):
        with pytest.raises(RuleError, match="sealed"):
            open_ballot(sealed, other, nonce)


def test_the_seal_does_not_depend_on_how_points_are_written():
    one = Ballot("hd", "m", {"a": {"x": Decimal(10), "y": Decimal("4.50")}})
    other = Ballot("hd", "m", {"a": {"y": Decimal("4.5"), "x": Decimal("10.0")}})
    assert digest(one, NONCE) == digest(other, NONCE)


def test_a_short_nonce_is_refused():
    with pytest.raises(InputError, match="64"):
        digest(ballot(council(), "m0", [60, 70]), "0f")


def test_a_narrow_lead_hangs_on_one_member():
    found = sensitivity(scored([["60", "59"], ["60", "60"], ["60", "60"]]))
    assert [(each.members, each.outcome.kind) for each in found.absences] == [(("m0",), OutcomeKind.TIE)]
    assert found.absences_tried == 6
    assert found.absences_changing == 3
    assert not found.robust


def test_a_unanimous_wide_lead_is_robust():
    found = sensitivity(scored([["100", "60"], ["100", "60"], ["100", "60"]]))
    assert found.robust


def test_the_nearest_points_that_would_change_the_winner_are_given():
    found = sensitivity(scored([["60", "59"], ["60", "60"]]))
    nearest = found.cells[0]
    assert abs(nearest.needed - nearest.given) == 1
    assert nearest.outcome.kind is OutcomeKind.TIE
    assert all(each.needed >= 0 for each in found.cells)


SMALL = {"plan": (8, 4, 3), "environment": (9, 6), "capability": (20, 10), "finance": (20, 12, 8)}


@given(seed=st.integers(0, 10**6), jurors=st.integers(1, 4), applicants=st.integers(1, 3))
@settings(max_examples=25, deadline=None)
def test_the_least_shift_is_the_one_found_by_trying_every_split(seed, jurors, applicants):
    dice = random.Random(seed)
    scores = random_scores(lambda most: dice.randint(most // 3, most), jurors, applicants, scheme(SMALL, "1"))
    for shift in sensitivity(scores).shifts:
        assert shift.points == least_by_trying(scores, shift.criterion)


def least_by_trying(scores, criterion):
    subs = scores.council.scheme.subs
    places = [place for place, sub in enumerate(subs) if sub.criterion == criterion]
    old = [int(subs[place].max_points) for place in places]
    best = None
    for new in product(*[range(sum(old) + 1) for _ in places]):
        if sum(new) != sum(old):
            continue
        totals = {}
        for column, result in enumerate(scores.results):
            points = [Fraction(int(scores.points[:, column, place].sum()), 100) for place in places]
            change = sum(
                own * (after - before) / before / len(scores.jurors)
                for own, before, after in zip(points, old, new, strict=True)
            )
            totals[result.applicant] = result.total + change
        if Outcome.of(totals, scores.pass_min) != scores.outcome:
            moved = sum(abs(after - before) for before, after in zip(old, new, strict=True)) // 2
            best = moved if best is None else min(best, moved)
    return best


@given(seed=st.integers(0, 10**6), combination=st.sampled_from(list(Combination)))
@settings(max_examples=10, deadline=None)
def test_every_named_absence_and_cell_really_changes_the_outcome_and_no_other_does(seed, combination):
    dice = random.Random(seed)
    agreed = scheme(step="1")
    scores = random_scores(lambda most: dice.randint(most // 2, most), 4, 2, agreed, combination)
    found = sensitivity(scores)
    of = scores.council
    ballots = {
        juror: {
            applicant.code: {
                sub.code: Decimal(int(scores.points[row, column, place])) / 100 for place, sub in enumerate(agreed.subs)
            }
            for column, applicant in enumerate(of.applicants)
        }
        for row, juror in enumerate(scores.jurors)
    }

    def outcome(points):
        given_in = [Ballot(of.code, juror, own) for juror, own in points.items()]
        return score(of, REGIME, given_in, declare(of)).outcome

    alone = {each.members[0] for each in found.absences if len(each.members) == 1}
    for juror in ballots:
        rest = {other: own for other, own in ballots.items() if other != juror}
        assert (outcome(rest) != scores.outcome) == (juror in alone)
    for cell in found.cells[:3]:
        points = {juror: {code: dict(own) for code, own in row.items()} for juror, row in ballots.items()}
        points[cell.juror][cell.applicant][cell.sub] = Decimal(int(cell.needed))
        assert outcome(points) == cell.outcome != scores.outcome


def record(totals=(("70", "60"), ("75", "65"), ("80", "62")), proposal=None, **changes):
    scores = scored([list(row) for row in totals])
    of = scores.council
    meeting = Meeting(
        title="Họp Hội đồng đánh giá, lựa chọn chủ đầu tư",
        place="Phòng họp A",
        began_at=MOMENT,
        ended_at=MOMENT + timedelta(hours=3),
        illustrative=True,
    )
    seals = tuple(seal(ballot(of, f"m{place}", row), NONCE, MOMENT) for place, row in enumerate(totals))
    facts = {
        "meeting": meeting,
        "scores": scores,
        "regime": REGIME,
        "seals": seals,
        "declarations": tuple(declare(of)),
        "proposal": proposal,
    }
    return Record(**facts | changes)


def test_the_minutes_are_the_same_byte_for_byte_every_time():
    assert minutes_text(record()).encode() == minutes_text(record()).encode()
    assert record_bytes(record()) == record_bytes(record())


def test_the_minutes_change_when_the_record_does():
    later = replace(record().meeting, ended_at=record().meeting.ended_at + timedelta(minutes=1))
    assert minutes_text(record()) != minutes_text(record(meeting=later))
    assert minutes_text(record()).splitlines()[-2] != minutes_text(record(meeting=later)).splitlines()[-2]


def test_the_minutes_say_what_was_decided_by_which_rule_and_that_data_are_made_up():
    text = minutes_text(record())
    assert text.startswith("SỐ LIỆU MINH HOẠ")
    assert "32/2024/NĐ-CP" in text
    assert "Nhà đầu tư 0: 75,00 điểm, đủ điều kiện" in text
    assert "Nghị định không quy định cách gộp điểm" in text
    assert "Nhà đầu tư 0 có điểm cao nhất" in text
    assert json.loads(record_bytes(record()))["outcome"] == ["winner", "a0"]


def test_on_a_tie_the_minutes_wait_for_the_chair():
    tie = (("70", "60"), ("60", "70"))
    assert "chưa đề xuất" in minutes_text(record(tie))
    proposal = ChairProposal("a1", "kinh nghiệm tại địa phương", DAY)
    assert "đề xuất Nhà đầu tư 1: kinh nghiệm" in minutes_text(record(tie, proposal))


def test_the_chair_proposes_only_on_a_tie():
    with pytest.raises(RuleError, match="only on a tie"):
        record(proposal=ChairProposal("a1", "", DAY))
