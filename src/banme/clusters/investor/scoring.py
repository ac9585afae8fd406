"""Points combined by the Council's own rule, exactly; who passes, who leads, how far the jurors are apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from banme.clusters.investor.ballots import Ballot
from banme.clusters.investor.council import Combination, Council, Declaration, check_council
from banme.clusters.investor.scheme import CRITERIA, UNITS
from banme.errors import Findings, Problem, RuleError
from banme.law.regime import Regime
from banme.law.words import Words

Hundredths = NDArray[np.int64]
LEAST_FOR_TRIMMING = 3
_SHOWN = 10_000


class OutcomeKind(StrEnum):
    """What the points come to."""

    WINNER = "winner"
    TIE = "tie"
    """Handed to the Chair: software never breaks a tie."""
    NONE_ELIGIBLE = "none_eligible"
    """Nobody reached the points to pass."""

    @property
    def label(self) -> Words:
        """What the outcome is called."""
        return _LABELS[self]


_LABELS = {
    OutcomeKind.WINNER: Words("Có điểm cao nhất", "Highest points"),
    OutcomeKind.TIE: Words("Bằng điểm cao nhất, chờ Chủ tịch đề xuất", "Tie, handed to the Chair"),
    OutcomeKind.NONE_ELIGIBLE: Words("Không bên nào đủ điều kiện", "Nobody is eligible"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who leads among those who pass: one, several with equal points, or nobody."""

    kind: OutcomeKind
    leaders: tuple[str, ...]

    @classmethod
    def of(cls, totals: Mapping[str, Fraction], pass_min: Fraction) -> Outcome:
        """Read the outcome off totals by applicant."""
        passing = {applicant: points for applicant, points in totals.items() if points >= pass_min}
        if not passing:
            return cls(OutcomeKind.NONE_ELIGIBLE, ())
        best = max(passing.values())
        leaders = tuple(applicant for applicant, points in passing.items() if points == best)
        return cls(OutcomeKind.WINNER if len(leaders) == 1 else OutcomeKind.TIE, leaders)


@dataclass(frozen=True, slots=True)
class ApplicantResult:
    """An applicant's points.

    Attributes
    ----------
    applicant : str
        Code.
    total : Fraction
        By the Council's rule, exact.
    passes : bool
        Whether the total reaches the points to pass.
    by_juror : dict of str to Fraction
        Each juror's total.
    by_criterion, by_sub : dict of str to Fraction
        Means over jurors, for information.
    lowest, highest : Fraction
        Least and most of the jurors' totals.
    deviation : float
        Standard deviation of the jurors' totals (over n); 0 with one juror.

    """

    applicant: str
    total: Fraction
    passes: bool
    by_juror: Mapping[str, Fraction]
    by_criterion: Mapping[str, Fraction]
    by_sub: Mapping[str, Fraction]
    lowest: Fraction
    highest: Fraction
    deviation: float


@dataclass(frozen=True, slots=True)
class Scores:
    """The result of a Council.

    Attributes
    ----------
    council : Council
        The Council.
    jurors : tuple of str
        Members whose ballots counted.
    recused, unopened : tuple of str
        Members left out for a conflict of interests, and those without an opened ballot.
    points : int array (jurors x applicants x sub-criteria)
        Hundredths of a point.
    results : tuple of ApplicantResult
        In the order of the applicants.
    pass_min : Fraction
        Points to pass.
    outcome : Outcome
        Who leads.
    concordance : float or None
        Kendall's W of the jurors' rankings, 0 to 1; None with one juror, one applicant or no ranking at all.

    """

    council: Council
    jurors: tuple[str, ...]
    recused: tuple[str, ...]
    unopened: tuple[str, ...]
    points: Hundredths
    results: tuple[ApplicantResult, ...]
    pass_min: Fraction
    outcome: Outcome
    concordance: float | None


def score(council: Council, regime: Regime, ballots: Iterable[Ballot], declarations: Iterable[Declaration]) -> Scores:
    """Combine opened ballots.

    Raises
    ------
    InputError
        When the Council or its scheme is not in order, a ballot lacks points or oversteps, or a juror who handed in a
        ballot has not declared interests.
    RuleError
        When someone who may not score did, or no ballot is left.

    """
    findings = check_council(council, regime)
    findings.raise_if_any()
    given = _by_member(council, ballots)
    declared = {each.member: each for each in declarations}
    for member in given:
        if member not in declared:
            findings.add(_undeclared(member))
    for ballot in given.values():
        _check_points(council, ballot, findings)
    findings.raise_if_any()
    recused = tuple(each.code for each in council.jurors if each.code in declared and declared[each.code].conflict)
    jurors = tuple(each.code for each in council.jurors if each.code in given and each.code not in recused)
    unopened = tuple(each.code for each in council.jurors if each.code not in given and each.code not in recused)
    if not jurors:
        raise RuleError("Không còn phiếu hợp lệ nào / no valid ballot is left")
    if council.rule.combination is Combination.TRIMMED_MEAN and len(jurors) < LEAST_FOR_TRIMMING:
        raise RuleError("Bỏ điểm cao nhất, thấp nhất cần ít nhất 3 phiếu / trimming needs at least 3 ballots")
    points = _array(council, [given[juror] for juror in jurors])
    pass_min = Fraction(repr(regime.number("cluster.investor.pass_min")))
    results = tuple(_result(council, jurors, points, index, pass_min) for index in range(len(council.applicants)))
    outcome = Outcome.of({each.applicant: each.total for each in results}, pass_min)
    return Scores(
        council, jurors, recused, unopened, points, results, pass_min, outcome, _concordance(points.sum(axis=2))
    )


def combine(totals: Sequence[int], combination: Combination) -> Fraction:
    """Return jurors' totals (hundredths) combined, in points, exactly."""
    ordered = sorted(totals)
    if combination is Combination.TRIMMED_MEAN:
        ordered = ordered[1:-1]
    if combination is Combination.MEDIAN:
        middle = len(ordered) // 2
        ordered = [ordered[middle]] if len(ordered) % 2 else ordered[middle - 1 : middle + 1]
    return Fraction(sum(ordered), UNITS * len(ordered))


def points_text(points: Fraction, language: str = "vi") -> str:
    """Return points in figures: exact to two decimals, or cut off (never rounded up) after four, with an ellipsis."""
    if (points * UNITS).denominator == 1:
        text = f"{Decimal(int(points * UNITS)) / UNITS:.2f}"
    else:
        text = f"{Decimal(int(points * _SHOWN)) / _SHOWN:.4f}…"
    return text.replace(".", ",") if language == "vi" else text


def _by_member(council: Council, ballots: Iterable[Ballot]) -> dict[str, Ballot]:
    known = {member.code: member for member in council.members}
    found: dict[str, Ballot] = {}
    for ballot in ballots:
        member = known.get(ballot.member)
        if member is None or not member.scores or ballot.council != council.code:
            raise RuleError(
                f"{ballot.member} không được chấm điểm (Thư ký và người ngoài Hội đồng không chấm) / "
                f"{ballot.member} may not score: neither the Secretary nor outsiders do"
            )
        if ballot.member in found:
            raise RuleError(f"{ballot.member} có hai phiếu / {ballot.member} has two ballots")
        found[ballot.member] = ballot
    return found


def _check_points(council: Council, ballot: Ballot, findings: Findings) -> None:
    for applicant in council.applicants:
        given = ballot.points.get(applicant.code, {})
        for sub in council.scheme.subs:
            value = given.get(sub.code)
            if value is None:
                findings.add(_off(ballot, applicant.code, sub.code, "", "Thiếu điểm", "The points are missing"))
            elif not 0 <= value <= sub.max_points or value % council.scheme.step:
                most, step = f"{sub.max_points.normalize():f}", f"{council.scheme.step.normalize():f}"
                vi = f"Điểm từ 0 đến {most}, bước {step}"
                findings.add(_off(ballot, applicant.code, sub.code, value, vi, f"From 0 to {most} in steps of {step}"))
    strange = set(ballot.points) - {applicant.code for applicant in council.applicants}
    strange |= {sub for given in ballot.points.values() for sub in given} - {sub.code for sub in council.scheme.subs}
    for code in sorted(strange):
        findings.add(_off(ballot, code, "", "", "Không có trong Hội đồng này", "Unknown to this Council"))


def _off(ballot: Ballot, applicant: str, sub: str, value: object, vi: str, en: str) -> Problem:
    return Problem(
        rule="ballot-points",
        table="ballot",
        row=f"{ballot.member}:{applicant}",
        column=sub,
        value=str(value),
        vi=vi,
        en=en,
    )


def _undeclared(member: str) -> Problem:
    return Problem(
        rule="declaration-missing",
        table="council_declaration",
        row=member,
        vi="Thành viên chưa kê khai xung đột lợi ích: ghi bản kê khai trước khi mở phiếu",
        en="The member has not declared interests: record the declaration before ballots are opened",
    )


def _array(council: Council, ballots: Sequence[Ballot]) -> Hundredths:
    return np.array(
        [
            [
                [int(ballot.points[applicant.code][sub.code] * UNITS) for sub in council.scheme.subs]
                for applicant in council.applicants
            ]
            for ballot in ballots
        ],
        dtype=np.int64,
    )


def _result(
    council: Council, jurors: tuple[str, ...], points: Hundredths, index: int, pass_min: Fraction
) -> ApplicantResult:
    own = points[:, index, :]
    totals = [int(each) for each in own.sum(axis=1)]
    count = len(jurors)
    total = combine(totals, council.rule.combination)
    by_sub = {
        sub.code: Fraction(int(own[:, place].sum()), UNITS * count) for place, sub in enumerate(council.scheme.subs)
    }
    by_criterion = {
        criterion: sum((by_sub[sub.code] for sub in council.scheme.of(criterion)), Fraction(0))
        for criterion in CRITERIA
    }
    mean = Fraction(sum(totals), count)
    variance = sum(((each - mean) ** 2 for each in totals), Fraction(0)) / count
    return ApplicantResult(
        applicant=council.applicants[index].code,
        total=total,
        passes=total >= pass_min,
        by_juror={juror: Fraction(each, UNITS) for juror, each in zip(jurors, totals, strict=True)},
        by_criterion=by_criterion,
        by_sub=by_sub,
        lowest=Fraction(min(totals), UNITS),
        highest=Fraction(max(totals), UNITS),
        deviation=sqrt(variance) / UNITS,
    )


def _concordance(totals: Hundredths) -> float | None:
    """Kendall's W with the correction for equal ranks."""
    judges, things = totals.shape
    if judges == 1 or things == 1:
        return None
    ranks = np.array([[(row < each).sum() + ((row == each).sum() + 1) / 2 for each in row] for row in totals])
    sums = ranks.sum(axis=0)
    spread = float(((sums - sums.mean()) ** 2).sum())
    ties = sum(
        float((np.unique(row, return_counts=True)[1] ** 3 - np.unique(row, return_counts=True)[1]).sum())
        for row in totals
    )
    most = (judges**2 * (things**3 - things) - judges * ties) / 12
    return spread / most if most > 0 else None
