"""Which incentives a project may have, with the reason for each answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from banme.appraisal.incentive import PLACES, SECTORS, Incentive, tag_name
from banme.appraisal.project import Project
from banme.law.parameter import Standing
from banme.law.words import Words


class Answer(StrEnum):
    """Whether a project may have an incentive."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @property
    def label(self) -> Words:
        """What the answer is called."""
        return _ANSWERS[self]


_ANSWERS = {
    Answer.YES: Words("được hưởng", "eligible"),
    Answer.NO: Words("không", "no"),
    Answer.UNKNOWN: Words("chưa xác định", "unknown"),
}


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The answer for one incentive.

    Attributes
    ----------
    incentive : Incentive
        Which.
    answer : Answer
        Yes only when every condition holds and the mechanism may be counted.
    reasons : tuple of Words
        Why: every condition with what was found.
    kept_after_end : bool
        Whether it is kept by the day of decision though the rule has ended since.

    """

    incentive: Incentive
    answer: Answer
    reasons: tuple[Words, ...]
    kept_after_end: bool


def judge(project: Project, incentives: Iterable[Incentive], day: date) -> tuple[Eligibility, ...]:
    """Return the answer for every incentive, as seen on a day.

    An incentive is chosen by the day the project was decided: one that has ended since is kept for the remaining term.
    """
    return tuple(_judge(project, incentive, day) for incentive in incentives)


def _judge(project: Project, incentive: Incentive, day: date) -> Eligibility:
    found = [
        _decided(project, incentive),
        _among(project.sectors, incentive.sectors, SECTORS, Words("ngành", "sector")),
        _among(project.places, incentive.places, PLACES, Words("địa bàn", "place")),
        _usable(incentive),
    ]
    answers = {answer for answer, _ in found}
    answer = Answer.NO if Answer.NO in answers else Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.YES
    ended = incentive.valid_to is not None and incentive.valid_to < day
    kept = answer is Answer.YES and ended
    reasons = [reason for _, reason in found]
    if kept and incentive.valid_to is not None:
        reasons.append(
            Words(
                f"quy định hết hiệu lực {incentive.valid_to:%d/%m/%Y}, dự án quyết định trước đó được giữ ưu đãi cho "
                "thời gian còn lại",
                f"the rule ended on {incentive.valid_to}; a project decided before keeps it for the remaining term",
            )
        )
    return Eligibility(incentive, answer, tuple(reasons), kept)


def _decided(project: Project, incentive: Incentive) -> tuple[Answer, Words]:
    start, end, day = incentive.valid_from, incentive.valid_to, project.decision_on
    if day is None:
        return Answer.UNKNOWN, Words("thiếu ngày quyết định đầu tư", "the day of decision is missing")
    if day < start:
        return Answer.NO, Words(
            f"quyết định {day:%d/%m/%Y}, trước khi quy định có hiệu lực ({start:%d/%m/%Y})",
            f"decided on {day}, before the rule begins ({start})",
        )
    if end is not None and day > end:
        return Answer.NO, Words(
            f"quyết định {day:%d/%m/%Y}, sau khi quy định hết hiệu lực ({end:%d/%m/%Y})",
            f"decided on {day}, after the rule ended ({end})",
        )
    return Answer.YES, Words(f"quyết định {day:%d/%m/%Y} trong thời hạn", f"decided on {day}, within its days")


def _among(
    own: frozenset[str], wanted: frozenset[str], names: Mapping[str, Words], what: Words
) -> tuple[Answer, Words]:
    if not wanted:
        return Answer.YES, Words(f"mọi {what.vi}", f"any {what.en}")
    if not own:
        return Answer.UNKNOWN, Words(f"thiếu {what.vi} của dự án", f"the project's {what.en} is missing")
    met = sorted(own & wanted)
    chosen = met or sorted(wanted)
    vi, en = (", ".join(tag_name(code, names).text(language) for code in chosen) for language in ("vi", "en"))
    if met:
        return Answer.YES, Words(f"{what.vi}: {vi}", f"{what.en}: {en}")
    return Answer.NO, Words(f"{what.vi} phải là {vi}", f"the {what.en} must be {en}")


def _usable(incentive: Incentive) -> tuple[Answer, Words]:
    label = incentive.mark.label
    match incentive.standing:
        case Standing.LAW:
            return Answer.YES, label
        case Standing.ADOPTED:
            return Answer.YES, Standing.ADOPTED.label
        case Standing.OFF:
            return Answer.UNKNOWN, Words(
                f"{label.vi}: không tính khi chưa bật", f"{label.en}: not counted until switched on"
            )
    return Answer.UNKNOWN, Words("chưa biết mức ưu đãi", "what it gives is not known")
