"""Small councils for tests of the investor Council."""

from datetime import UTC, date, datetime
from decimal import Decimal

from banme.clusters.investor import (
    Applicant,
    Ballot,
    Combination,
    Council,
    Declaration,
    Member,
    OwnRule,
    Role,
    Scheme,
    SubCriterion,
    score,
)
from banme.law import Words
from national_law import book

REGIME = book().on(date(2026, 11, 23))
DAY = date(2026, 10, 1)
MOMENT = datetime(2026, 10, 1, 8, tzinfo=UTC)
MAXIMA = {"plan": (10, 5), "environment": (9, 6), "capability": (18, 12), "finance": (25, 15)}


def scheme(maxima=MAXIMA, step="0.5"):
    subs = tuple(
        SubCriterion(f"{criterion}{number}", criterion, Words.of(f"{criterion} {number}"), Decimal(str(most)))
        for criterion, points in maxima.items()
        for number, most in enumerate(points, start=1)
    )
    return Scheme(subs, Decimal(step))


def council(jurors=3, applicants=2, combination=Combination.MEAN, agreed=None):
    roles = [Role.CHAIR, Role.VICE_CHAIR, Role.VICE_CHAIR, *[Role.MEMBER] * 20]
    members = [Member(f"m{place}", f"Thành viên {place}", roles[place], "Sở") for place in range(jurors)]
    members.append(Member("sec", "Thư ký", Role.SECRETARY, "Sở Công Thương"))
    return Council(
        code="hd1",
        cluster="ccn",
        members=tuple(members),
        applicants=tuple(Applicant(f"a{place}", f"Nhà đầu tư {place}") for place in range(applicants)),
        scheme=agreed or scheme(),
        rule=OwnRule(combination, DAY, "Quy chế 01"),
    )


def spread(agreed, total):
    """Points that sum to ``total``, filling one sub-criterion after another."""
    left, points = Decimal(str(total)), {}
    for sub in agreed.subs:
        points[sub.code] = min(left, sub.max_points)
        left -= points[sub.code]
    assert left == 0
    return points


def ballot(of, member, totals):
    return Ballot(of.code, member, {f"a{place}": spread(of.scheme, total) for place, total in enumerate(totals)})


def declare(of, *conflicts):
    return [Declaration(each.code, each.code in conflicts, "", DAY) for each in of.jurors]


def scored(totals, combination=Combination.MEAN, agreed=None):
    """Score a council of one row of totals a juror."""
    of = council(len(totals), len(totals[0]), combination, agreed)
    ballots = [ballot(of, f"m{place}", row) for place, row in enumerate(totals)]
    return score(of, REGIME, ballots, declare(of))


def random_scores(draw, jurors, applicants, agreed, combination=Combination.MEAN):
    of = council(jurors, applicants, combination, agreed)
    ballots = [
        Ballot(
            of.code,
            juror.code,
            {
                applicant.code: {
                    sub.code: of.scheme.step * draw(int(sub.max_points / of.scheme.step)) for sub in of.scheme.subs
                }
                for applicant in of.applicants
            },
        )
        for juror in of.jurors
    ]
    return score(of, REGIME, ballots, declare(of))
