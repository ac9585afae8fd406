"""The scoring Council: who sits on it, who may score, and the rule it recorded for combining points."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from banme.clusters.investor.scheme import Scheme, check_scheme
from banme.errors import Findings, Problem
from banme.law.regime import Regime


class Role(StrEnum):
    """Seats of the Council."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    MEMBER = "member"
    SECRETARY = "secretary"
    """Not a member: does not score."""


class Combination(StrEnum):
    """How members' totals for an applicant are combined. The decree does not say: the Council records its own rule."""

    MEAN = "mean"
    TRIMMED_MEAN = "trimmed_mean"
    """Mean without the highest and the lowest total of each applicant."""
    MEDIAN = "median"


@dataclass(frozen=True, slots=True)
class Member:
    """A person on the Council: code, name, seat and the body they come from."""

    code: str
    name: str
    role: Role
    organisation: str

    @property
    def scores(self) -> bool:
        """Whether this person may score."""
        return self.role is not Role.SECRETARY


@dataclass(frozen=True, slots=True)
class Applicant:
    """An entity that asks to be the infrastructure investor."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Declaration:
    """A member's declaration of interests; one with a conflict does not score at all."""

    member: str
    conflict: bool
    details: str
    declared_on: date


@dataclass(frozen=True, slots=True)
class OwnRule:
    """The Council's own recorded rule: how points are combined, when and in which document it was adopted."""

    combination: Combination
    adopted_on: date
    document: str


@dataclass(frozen=True, slots=True)
class Council:
    """A Council ready to score.

    Attributes
    ----------
    code, cluster : str
        Its code and the cluster it is set up for.
    members : tuple of Member
        Secretary included.
    applicants : tuple of Applicant
        In the order in which they applied.
    scheme : Scheme
        Sub-criteria agreed.
    rule : OwnRule
        How points are combined.

    """

    code: str
    cluster: str
    members: tuple[Member, ...]
    applicants: tuple[Applicant, ...]
    scheme: Scheme
    rule: OwnRule

    @property
    def jurors(self) -> tuple[Member, ...]:
        """Members who may score."""
        return tuple(member for member in self.members if member.scores)


def check_council(council: Council, regime: Regime) -> Findings:
    """Return what is wrong with a Council and its scheme."""
    findings = check_scheme(council.scheme, regime)
    roles = [member.role for member in council.members]
    if roles.count(Role.CHAIR) != 1:
        findings.add(
            _problem("council-chair", council.code, "Hội đồng có đúng một Chủ tịch", "A Council has exactly one Chair")
        )
    if Role.SECRETARY not in roles:
        findings.add(
            _problem(
                "council-secretary",
                council.code,
                "Hội đồng cần Thư ký, không chấm điểm",
                "A Council needs a Secretary, who does not score",
            )
        )
    if not council.applicants:
        findings.add(_problem("council-applicants", council.code, "Chưa có nhà đầu tư đăng ký", "Nobody has applied"))
    for codes in ([member.code for member in council.members], [each.code for each in council.applicants]):
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            findings.add(_problem("council-code-twice", code, "Mã bị lặp", "The code stands twice"))
    return findings


def _problem(rule: str, row: str, vi: str, en: str) -> Problem:
    return Problem(rule=rule, table="council", row=row, vi=vi, en=en)
