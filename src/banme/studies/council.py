"""Councils that select investors: ballots sealed and opened, results, minutes, all from the record."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from banme.clusters import investor
from banme.clusters.investor.council import check_council
from banme.clusters.investor.minutes import ChairProposal, Meeting, Record
from banme.errors import InputError, Problem, RuleError
from banme.law import Regime, Words
from banme.studies import regime
from banme.workspace.models import Council, CouncilApplicant, CouncilCriterion, CouncilMember
from banme.workspace.models.base import Quality

Points = dict[str, dict[str, Decimal]]


@dataclass(frozen=True, slots=True)
class Held:
    """A Council as the record holds it.

    Attributes
    ----------
    row : Council
        The row.
    members : tuple of CouncilMember
        In their order.
    council : banme.clusters.investor.Council
        For the engine.
    regime : Regime
        The rules that govern.
    problems : tuple of Problem
        What is not in order yet; a Council with problems cannot score.

    """

    row: Council
    members: tuple[CouncilMember, ...]
    council: investor.Council
    regime: Regime
    problems: tuple[Problem, ...]

    @property
    def illustrative(self) -> bool:
        """Whether any row of the Council is made up for show."""
        return Quality.ILLUSTRATIVE in {self.row.quality, *(member.quality for member in self.members)}

    @property
    def opened(self) -> tuple[CouncilMember, ...]:
        """Members whose ballots are open."""
        return tuple(member for member in self.members if member.opened_at is not None)


def hold(code: str) -> Held:
    """Read a Council.

    Raises
    ------
    InputError
        When there is no such Council, or the day on which it adopted its own rule is missing.

    """
    row = Council.objects.filter(code=code).first()
    if row is None:
        listed = ", ".join(Council.objects.values_list("code", flat=True)) or "–"
        raise _problem("unknown-council", code, f"Không có Hội đồng này; hiện có: {listed}", f"There are: {listed}")
    if row.rule_adopted_on is None:
        raise _problem(
            "council-rule",
            code,
            "Nghị định không quy định cách gộp điểm: ghi ngày và văn bản Hội đồng thông qua quy tắc của mình",
            "The decree is silent on combining points: record the day and document of the Council's own rule",
        )
    members = tuple(CouncilMember.objects.filter(council=row).order_by("position", "code"))
    subs = CouncilCriterion.objects.filter(council=row).order_by("position", "code")
    applicants = CouncilApplicant.objects.filter(council=row).order_by("position", "code")
    council = investor.Council(
        code=row.code,
        cluster=row.cluster_id,  # type: ignore[attr-defined]
        members=tuple(
            investor.Member(each.code, each.name, investor.Role(each.role), each.organisation) for each in members
        ),
        applicants=tuple(investor.Applicant(each.code, each.name) for each in applicants),
        scheme=investor.Scheme(
            tuple(
                investor.SubCriterion(each.code, each.criterion, Words.of(each.name), _decimal(each.max_points))
                for each in subs
            ),
            _decimal(row.step_points),
        ),
        rule=investor.OwnRule(investor.Combination(row.combination), row.rule_adopted_on, row.rule_document),
    )
    rules = regime.regime_on(row.rule_date, row.filed_on)
    return Held(row, members, council, rules, tuple(check_council(council, rules)))


def declare(member_code: str, *, conflict: bool, details: str, day: dt.date) -> None:
    """Record a member's declaration of interests, before the member's ballot is sealed.

    Raises
    ------
    RuleError
        When the ballot is sealed already.

    """
    member = _member(member_code)
    if member.ballot_digest:
        raise RuleError(
            "Phiếu đã niêm phong: không sửa kê khai nữa / the ballot is sealed: the declaration stands as it is"
        )
    member.conflict, member.conflict_details, member.declared_on = conflict, details, day
    _save(member, "declaration of interests")


def seal(member_code: str, points: Points, moment: dt.datetime) -> bytes:
    """Seal a member's ballot: keep its hash, and return the ballot file, which only the member now has.

    Raises
    ------
    InputError
        When points are missing or overstep, or interests are not declared.
    RuleError
        When the member may not score or has a conflict, has sealed already, or ballots are being opened.

    """
    member = _member(member_code)
    held = hold(member.council_id)  # type: ignore[attr-defined]
    if held.problems:
        raise InputError(held.problems)
    if held.opened:
        raise RuleError("Đã mở phiếu: không nhận phiếu nữa / ballots are being opened: no more are taken")
    if member.ballot_digest:
        raise RuleError("Thành viên đã nộp phiếu / the member has handed in a ballot")
    if member.conflict:
        raise RuleError("Thành viên có xung đột lợi ích không chấm / a member with a conflict does not score")
    ballot = investor.Ballot(held.row.code, member.code, points)
    investor.score(held.council, held.regime, [ballot], _declarations(held))  # refuses what may not be scored
    nonce = secrets.token_hex(32)
    member.ballot_digest, member.sealed_at = investor.digest(ballot, nonce), moment
    _save(member, "ballot sealed")
    content = {
        "council": held.row.code,
        "member": member.code,
        "nonce": nonce,
        "points": {applicant: {sub: str(value) for sub, value in given.items()} for applicant, given in points.items()},
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def read_ballot(content: bytes) -> tuple[str, str, Points]:
    """Return member, nonce and points of a ballot file.

    Raises
    ------
    InputError
        When it is not a ballot file.

    """
    try:
        found = json.loads(content)
        points = {
            str(applicant): {str(sub): Decimal(value) for sub, value in given.items()}
            for applicant, given in found["points"].items()
        }
        return str(found["member"]), str(found["nonce"]), points
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
        raise _problem(
            "ballot-file",
            "",
            "Không phải tệp phiếu: dùng đúng tệp đã nhận khi niêm phong",
            "Not a ballot file: use the file given when the ballot was sealed",
        ) from error


def open_ballot(content: bytes, moment: dt.datetime) -> CouncilMember:
    """Open a sealed ballot from its file; the points are kept if they are those that were sealed.

    Ballots are opened once every member who declared no conflict has sealed one: until then nobody's points are known.

    Raises
    ------
    InputError
        When it is not a ballot file.
    RuleError
        When it is not the ballot that was sealed, is open already, or others have not sealed theirs.

    """
    code, nonce, points = read_ballot(content)
    member = _member(code)
    waiting = CouncilMember.objects.filter(council=member.council, conflict=False, ballot_digest="").exclude(
        role="secretary"
    )
    if waiting.exists():
        names = ", ".join(each.name for each in waiting)
        raise RuleError(
            f"Chưa mở được: {names} chưa nộp phiếu (người vắng: để trống kê khai) / "
            f"not yet: {names} have not sealed (for an absent member leave the declaration empty)"
        )
    if member.opened_at is not None or member.sealed_at is None:
        raise RuleError("Phiếu đã mở hoặc chưa niêm phong / the ballot is open already or was never sealed")
    ballot = investor.Ballot(member.council_id, member.code, points)  # type: ignore[attr-defined]
    investor.open_ballot(investor.Seal(member.code, member.ballot_digest, member.sealed_at), ballot, nonce)
    member.ballot_points = {
        applicant: {sub: str(value) for sub, value in given.items()} for applicant, given in points.items()
    }
    member.ballot_nonce, member.opened_at = nonce, moment
    _save(member, "ballot opened")
    return member


def propose(council_code: str, applicant: str, reason: str, day: dt.date) -> None:
    """Record whom the Chair proposes on a tie.

    Raises
    ------
    RuleError
        Without a tie, or for somebody who is not among those who tie.

    """
    held = hold(council_code)
    made = record(held)
    Record(**{name: getattr(made, name) for name in _RECORD} | {"proposal": ChairProposal(applicant, reason, day)})
    held.row.proposal, held.row.proposal_reason, held.row.proposed_on = applicant, reason, day
    _save(held.row, "proposal of the Chair")


_RECORD = ("meeting", "scores", "regime", "seals", "declarations")


def scores(held: Held) -> investor.Scores:
    """Combine the opened ballots, each checked against its seal again.

    Raises
    ------
    InputError, RuleError
        As :func:`banme.clusters.investor.score`, or when a stored ballot is not the one that was sealed.

    """
    ballots = []
    for member in held.opened:
        points = {
            applicant: {sub: Decimal(value) for sub, value in given.items()}
            for applicant, given in member.ballot_points.items()
        }
        ballot = investor.Ballot(held.row.code, member.code, points)
        sealed = investor.Seal(member.code, member.ballot_digest, member.sealed_at)
        ballots.append(investor.open_ballot(sealed, ballot, member.ballot_nonce))
    return investor.score(held.council, held.regime, ballots, _declarations(held))


def record(held: Held) -> Record:
    """Return the record that the minutes are made from.

    Raises
    ------
    InputError
        When the time of the session is missing.

    """
    row = held.row
    if row.began_at is None or row.ended_at is None:
        raise _problem("council-time", row.code, "Ghi giờ bắt đầu và kết thúc", "Record when it began and ended")
    proposal = None
    if row.proposal and row.proposed_on is not None:
        proposal = ChairProposal(row.proposal, row.proposal_reason, row.proposed_on)
    return Record(
        Meeting(row.name, row.place, _local(row.began_at), _local(row.ended_at), held.illustrative),
        scores(held),
        held.regime,
        tuple(
            investor.Seal(member.code, member.ballot_digest, _local(member.sealed_at))
            for member in held.members
            if member.sealed_at is not None
        ),
        tuple(_declarations(held)),
        proposal,
    )


def minutes(code: str) -> str:
    """Return the minutes of a Council, the same bytes from the same record."""
    return investor.minutes_text(record(hold(code)))


def _local(moment: dt.datetime) -> dt.datetime:
    """Return a moment in the workspace's time zone, in which sessions are minuted."""
    return timezone.localtime(moment)


def _declarations(held: Held) -> list[investor.Declaration]:
    return [
        investor.Declaration(member.code, member.conflict, member.conflict_details, member.declared_on)
        for member in held.members
        if member.conflict is not None and member.declared_on is not None
    ]


def _member(code: str) -> CouncilMember:
    found = CouncilMember.objects.filter(code=code).first()
    if found is None:
        raise _problem("unknown-member", code, "Không có thành viên này", "There is no such member")
    return found


def _save(row: Any, reason: str) -> None:
    row._change_reason = reason  # noqa: SLF001  (the history's own way to be told why)
    row.full_clean()
    with transaction.atomic():
        row.save()


def _decimal(value: float) -> Decimal:
    return Decimal(repr(value)).normalize()


def _problem(rule: str, row: str, vi: str, en: str) -> InputError:
    return InputError([Problem(rule=rule, table="council", row=row, vi=vi, en=en)])
