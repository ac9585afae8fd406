"""Minutes regenerated from the record: the same record gives the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from banme.clusters.investor.ballots import Seal
from banme.clusters.investor.council import Combination, Council, Declaration, Role
from banme.clusters.investor.scheme import CRITERIA
from banme.clusters.investor.scoring import OutcomeKind, Scores, points_text
from banme.errors import RuleError
from banme.law.regime import Regime

ROLE_WORDS = {
    Role.CHAIR: "Chủ tịch Hội đồng",
    Role.VICE_CHAIR: "Phó Chủ tịch Hội đồng",
    Role.MEMBER: "Ủy viên",
    Role.SECRETARY: "Thư ký (không phải thành viên, không chấm điểm)",
}
RULE_WORDS = {
    Combination.MEAN: "trung bình cộng điểm của các thành viên chấm",
    Combination.TRIMMED_MEAN: "trung bình cộng sau khi bỏ tổng điểm cao nhất và thấp nhất của từng nhà đầu tư",
    Combination.MEDIAN: "trung vị tổng điểm của các thành viên chấm",
}


@dataclass(frozen=True, slots=True)
class Meeting:
    """The session: what it is called, where and when it was held, and whether its data are illustrative."""

    title: str
    place: str
    began_at: datetime
    ended_at: datetime
    illustrative: bool


@dataclass(frozen=True, slots=True)
class ChairProposal:
    """What the Chair proposes when the highest points are equal."""

    applicant: str
    reason: str
    proposed_on: date


@dataclass(frozen=True, slots=True)
class Record:
    """Everything the minutes are made from.

    Attributes
    ----------
    meeting : Meeting
        Title, place and time.
    scores : Scores
        The Council and its result.
    regime : Regime
        The rules that governed.
    seals : tuple of Seal
        As handed in.
    declarations : tuple of Declaration
        Of all members who made one.
    proposal : ChairProposal or None
        On a tie.

    Raises
    ------
    RuleError
        When the Chair proposes without a tie, or somebody who is not among those who tie.

    """

    meeting: Meeting
    scores: Scores
    regime: Regime
    seals: tuple[Seal, ...]
    declarations: tuple[Declaration, ...]
    proposal: ChairProposal | None = None

    def __post_init__(self) -> None:
        tie = self.scores.outcome.kind is OutcomeKind.TIE
        if self.proposal is not None and not (tie and self.proposal.applicant in self.scores.outcome.leaders):
            raise RuleError(
                "Chủ tịch chỉ đề xuất khi bằng điểm cao nhất, và trong số các bên bằng điểm / "
                "the Chair proposes only on a tie, and one of those who tie"
            )

    @property
    def council(self) -> Council:
        """The Council."""
        return self.scores.council


def record_bytes(record: Record) -> bytes:
    """Return the record as canonical JSON in UTF-8: keys sorted, no spaces, fractions as ``n/d``."""
    council, scores = record.council, record.scores
    content: dict[str, Any] = {
        "format": "banme.council.1",
        "meeting": {
            "title": record.meeting.title,
            "place": record.meeting.place,
            "began_at": record.meeting.began_at.isoformat(),
            "ended_at": record.meeting.ended_at.isoformat(),
            "illustrative": record.meeting.illustrative,
        },
        "council": {"code": council.code, "cluster": council.cluster},
        "rule_day": record.regime.day.isoformat(),
        "acts": sorted(act.number for act in record.regime.acts_on("cluster")),
        "rule": {
            "combination": council.rule.combination,
            "adopted_on": council.rule.adopted_on.isoformat(),
            "document": council.rule.document,
        },
        "members": [[each.code, each.name, each.role, each.organisation] for each in council.members],
        "applicants": [[each.code, each.name] for each in council.applicants],
        "scheme": [
            [sub.code, sub.criterion, sub.label.vi, f"{sub.max_points.normalize():f}"] for sub in council.scheme.subs
        ],
        "seals": sorted([each.member, each.digest, each.sealed_at.isoformat()] for each in record.seals),
        "declarations": sorted(
            [each.member, each.conflict, each.details, each.declared_on.isoformat()] for each in record.declarations
        ),
        "points": {juror: scores.points[place].tolist() for place, juror in enumerate(scores.jurors)},
        "totals": {each.applicant: str(each.total) for each in scores.results},
        "outcome": [scores.outcome.kind, *scores.outcome.leaders],
        "proposal": None
        if record.proposal is None
        else [record.proposal.applicant, record.proposal.reason, record.proposal.proposed_on.isoformat()],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def minutes_text(record: Record) -> str:
    """Return the minutes in Vietnamese as plain text, ending with the hash of the record they were made from."""
    return "\n".join(_lines(record)) + "\n"


def _lines(record: Record) -> Iterator[str]:
    council, meeting = record.council, record.meeting
    if meeting.illustrative:
        yield "SỐ LIỆU MINH HOẠ, KHÔNG PHẢI HỒ SƠ THẬT"
        yield ""
    yield "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    yield "Độc lập - Tự do - Hạnh phúc"
    yield ""
    yield "BIÊN BẢN"
    yield meeting.title
    yield ""
    yield f"Thời gian: từ {_moment(meeting.began_at)} đến {_moment(meeting.ended_at)}"
    yield f"Địa điểm: {meeting.place}"
    yield f"Căn cứ (có hiệu lực ngày {record.regime.day:%d/%m/%Y}):"
    for act in record.regime.acts_on("cluster"):
        yield f"- {act.number}: {act.title.vi}"
    yield from _people(record)
    yield from _rules(council)
    yield from _results(record)
    yield from _conclusion(record)
    yield ""
    yield f"Mã kiểm tra hồ sơ (SHA-256): {hashlib.sha256(record_bytes(record)).hexdigest()}"
    yield "Biên bản lập lại từ hồ sơ này luôn giống nhau từng ký tự."


def _people(record: Record) -> Iterator[str]:
    council, scores = record.council, record.scores
    declared = {each.member: each for each in record.declarations}
    sealed = {each.member: each for each in record.seals}
    yield ""
    yield "I. THÀNH PHẦN"
    for member in council.members:
        yield f"- {member.name}, {member.organisation}: {ROLE_WORDS[member.role]}"
        if member.scores:
            yield f"  {_ballot_state(member.code, scores, sealed)}; {_interests(declared.get(member.code))}"
    yield "Nhà đầu tư đề nghị:"
    yield from (f"- {applicant.name}" for applicant in council.applicants)


def _ballot_state(code: str, scores: Scores, sealed: Mapping[str, Seal]) -> str:
    if code in scores.recused:
        return "Không chấm do xung đột lợi ích"
    if code not in sealed:
        return "Không nộp phiếu"
    seal = sealed[code]
    text = f"Phiếu niêm phong lúc {_moment(seal.sealed_at)}, mã {seal.digest[:16]}…"
    return f"{text}, không mở được" if code in scores.unopened else text


def _interests(declaration: Declaration | None) -> str:
    if declaration is None:
        return "chưa kê khai lợi ích"
    if declaration.conflict:
        return f"kê khai có xung đột lợi ích: {declaration.details}"
    return f"kê khai không có xung đột lợi ích ngày {declaration.declared_on:%d/%m/%Y}"


def _rules(council: Council) -> Iterator[str]:
    yield ""
    yield "II. TIÊU CHÍ VÀ CÁCH TÍNH"
    for criterion, (_, label) in CRITERIA.items():
        subs = council.scheme.of(criterion)
        most = sum(sub.max_points for sub in subs)
        yield f"{label.vi}: {_figure(most)} điểm"
        yield from (f"- {sub.label.vi}: {_figure(sub.max_points)} điểm" for sub in subs)
    rule = council.rule
    yield (
        f"Cách tính do Hội đồng tự quy định ngày {rule.adopted_on:%d/%m/%Y} ({rule.document}): "
        f"{RULE_WORDS[rule.combination]}. Nghị định không quy định cách gộp điểm."
    )


def _results(record: Record) -> Iterator[str]:
    council, scores = record.council, record.scores
    names = {applicant.code: applicant.name for applicant in council.applicants}
    people = {member.code: member.name for member in council.members}
    yield ""
    yield "III. KẾT QUẢ"
    yield f"Số phiếu hợp lệ: {len(scores.jurors)}"
    for result in scores.results:
        verdict = "đủ điều kiện" if result.passes else "không đủ điều kiện"
        yield f"{names[result.applicant]}: {points_text(result.total)} điểm, {verdict}"
        for criterion, (_, label) in CRITERIA.items():
            yield f"- {label.vi}: {points_text(result.by_criterion[criterion])}"
        yield "- Theo từng thành viên: " + "; ".join(
            f"{people[juror]} {points_text(points)}" for juror, points in result.by_juror.items()
        )
        yield f"- Thấp nhất {points_text(result.lowest)}, cao nhất {points_text(result.highest)}"


def _conclusion(record: Record) -> Iterator[str]:
    scores, proposal = record.scores, record.proposal
    names = {applicant.code: applicant.name for applicant in record.council.applicants}
    leaders = [names[code] for code in scores.outcome.leaders]
    least = points_text(Fraction(scores.pass_min))
    yield ""
    yield "IV. KẾT LUẬN"
    if scores.outcome.kind is OutcomeKind.NONE_ELIGIBLE:
        yield f"Không nhà đầu tư nào đạt từ {least} điểm."
    elif scores.outcome.kind is OutcomeKind.WINNER:
        yield f"{leaders[0]} có điểm cao nhất và đạt từ {least} điểm."
    else:
        yield f"Bằng điểm cao nhất: {', '.join(leaders)}. Việc chọn theo đề xuất của Chủ tịch Hội đồng."
        if proposal is None:
            yield "Chủ tịch Hội đồng chưa đề xuất."
        else:
            yield (
                f"Ngày {proposal.proposed_on:%d/%m/%Y} Chủ tịch Hội đồng đề xuất {names[proposal.applicant]}: "
                f"{proposal.reason}"
            )


def _moment(moment: datetime) -> str:
    return f"{moment:%H:%M ngày %d/%m/%Y}"


def _figure(points: object) -> str:
    return points_text(Fraction(str(points))).removesuffix(",00")
