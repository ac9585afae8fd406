"""What would have changed the outcome: who was absent, how points were split among sub-criteria, one juror's points.

Every case inside the decree's maxima is tried, none is sampled. Points given to a sub-criterion whose maximum changes
are scaled in proportion, which is our assumption and not law.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations

import numpy as np
from numpy.typing import NDArray

from banme.clusters.investor.council import Combination
from banme.clusters.investor.scheme import CRITERIA, UNITS
from banme.clusters.investor.scoring import LEAST_FOR_TRIMMING, Outcome, Scores, combine
from banme.errors import RuleError

MOST_JURORS = 15


@dataclass(frozen=True, slots=True)
class Absence:
    """Members whose absence gives another outcome, while that of none of them fewer would."""

    members: tuple[str, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Transfer:
    """The fewest points that, moved between the maxima of two sub-criteria, change the outcome."""

    source: str
    target: str
    points: Fraction
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class LeastShift:
    """The fewest points a new split of one criterion must move to change the outcome; None if none does."""

    criterion: str
    points: Fraction | None


@dataclass(frozen=True, slots=True)
class CellChange:
    """The nearest value of one juror's points on one sub-criterion that changes the outcome."""

    juror: str
    applicant: str
    sub: str
    given: Fraction
    needed: Fraction
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Everything that would have changed the outcome, and how many cases were tried for it.

    Attributes
    ----------
    absences : tuple of Absence
        Smallest sets first.
    absences_tried, absences_changing : int
        Sets of absent members tried, and how many of them (not only the smallest) change the outcome.
    transfers : tuple of Transfer
        Fewest points first.
    transfers_tried : int
        Pairs and amounts tried.
    shifts : tuple of LeastShift
        By criterion; empty where the Council's rule is not the mean.
    cells : tuple of CellChange
        Nearest first.
    cells_tried : int
        Values tried.

    """

    absences: tuple[Absence, ...]
    absences_tried: int
    absences_changing: int
    transfers: tuple[Transfer, ...]
    transfers_tried: int
    shifts: tuple[LeastShift, ...]
    cells: tuple[CellChange, ...]
    cells_tried: int

    @property
    def robust(self) -> bool:
        """Whether nothing that was tried changes the outcome."""
        return not (self.absences or self.transfers or self.cells)


def sensitivity(scores: Scores) -> Sensitivity:
    """Try every absence, every whole step moved between two sub-criteria, and every value of every juror's points.

    Raises
    ------
    RuleError
        With more than 15 jurors: their absences are too many to try all.

    """
    if len(scores.jurors) > MOST_JURORS:
        raise RuleError(f"Thử hết chỉ được tới {MOST_JURORS} người chấm / all can be tried up to {MOST_JURORS} jurors")
    absences, absences_tried, changing = _absences(scores)
    transfers, transfers_tried = _transfers(scores)
    cells, cells_tried = _cells(scores)
    return Sensitivity(
        absences, absences_tried, changing, transfers, transfers_tried, _shifts(scores), cells, cells_tried
    )


def _absences(scores: Scores) -> tuple[tuple[Absence, ...], int, int]:
    totals = scores.points.sum(axis=2)
    count = len(scores.jurors)
    least = LEAST_FOR_TRIMMING if scores.council.rule.combination is Combination.TRIMMED_MEAN else 1
    found: list[tuple[frozenset[int], Outcome]] = []
    tried = changing = 0
    for size in range(1, count - least + 1):
        for absent in combinations(range(count), size):
            tried += 1
            outcome = _outcome(scores, np.delete(totals, absent, axis=0))
            if outcome == scores.outcome:
                continue
            changing += 1
            if not any(smaller <= frozenset(absent) for smaller, _ in found):
                found.append((frozenset(absent), outcome))
    named = tuple(Absence(tuple(scores.jurors[each] for each in sorted(absent)), outcome) for absent, outcome in found)
    return named, tried, changing


def _transfers(scores: Scores) -> tuple[tuple[Transfer, ...], int]:
    subs = scores.council.scheme.subs
    step = int(scores.council.scheme.step * UNITS)
    maxima = [int(sub.max_points * UNITS) for sub in subs]
    found: list[Transfer] = []
    tried = 0
    for source, target in permutations(range(len(subs)), 2):
        if subs[source].criterion != subs[target].criterion:
            continue
        for moved in range(step, maxima[source] + 1, step):
            tried += 1
            outcome = _moved(scores, (source, target), moved, maxima)
            if outcome != scores.outcome:
                found.append(Transfer(subs[source].code, subs[target].code, Fraction(moved, UNITS), outcome))
                break
    return tuple(sorted(found, key=lambda each: (each.points, each.source, each.target))), tried


def _moved(scores: Scores, pair: tuple[int, int], moved: int, maxima: Sequence[int]) -> Outcome:
    """Outcome when ``moved`` hundredths pass between two maxima and points are scaled in proportion, exactly."""
    source, target = pair
    totals = scores.points.sum(axis=2)
    # Over the product of both maxima every scaled total is a whole number.
    common = maxima[source] * maxima[target]
    change = -scores.points[:, :, source] * (moved * maxima[target]) + scores.points[:, :, target] * (
        moved * maxima[source]
    )
    return _outcome(scores, totals * common + change, common)


def _shifts(scores: Scores) -> tuple[LeastShift, ...]:
    if scores.council.rule.combination is not Combination.MEAN:
        return ()
    return tuple(LeastShift(criterion, _least_shift(scores, criterion)) for criterion in CRITERIA)


def _least_shift(scores: Scores, criterion: str) -> Fraction | None:
    """Fewest steps moved within a criterion that change the outcome.

    Totals are linear in the maxima: each point moved from one sub-criterion to another changes a difference of two
    totals by the difference of their rates. The points that weigh most are therefore moved first, all to the
    sub-criterion that weighs least, which no other way of moving as many points can better.
    """
    subs = scores.council.scheme.subs
    places = [place for place, sub in enumerate(subs) if sub.criterion == criterion]
    rates = {
        (applicant, place): Fraction(
            int(scores.points[:, applicant, place].sum()),
            len(scores.jurors) * int(subs[place].max_points * UNITS),
        )
        for applicant in range(len(scores.results))
        for place in places
    }
    step = Fraction(scores.council.scheme.step)
    room = {place: Fraction(subs[place].max_points) for place in places}
    counts = [
        steps
        for weights, gap, strict in _targets(scores, rates, places)
        for steps in _steps(weights, gap, (step, room), strict=strict)
    ]
    return min(counts) * step if counts else None


def _targets(
    scores: Scores, rates: dict[tuple[int, int], Fraction], places: list[int]
) -> Iterator[tuple[dict[int, Fraction], Fraction, bool]]:
    """Yield linear ways in which the outcome changes: weights whose sum must fall by a gap, at least or by more."""
    totals = [result.total for result in scores.results]
    leaders = [place for place, each in enumerate(scores.results) if each.applicant in scores.outcome.leaders]
    others = [place for place in range(len(totals)) if place not in leaders]
    for leader in leaders:
        own = {place: rates[leader, place] for place in places}
        yield own, totals[leader] - scores.pass_min, True
        for rival in range(len(totals)):
            if rival != leader:
                lead = {place: rates[leader, place] - rates[rival, place] for place in places}
                yield lead, totals[leader] - totals[rival], rival in leaders
    if not leaders:
        for other in others:
            yield {place: -rates[other, place] for place in places}, scores.pass_min - totals[other], False


def _steps(
    weights: dict[int, Fraction], gap: Fraction, grid: tuple[Fraction, dict[int, Fraction]], *, strict: bool
) -> Iterator[int]:
    step, room = grid
    lightest = min(weights.values())
    fallen, steps = Fraction(0), 0
    for place in sorted(weights, key=lambda each: weights[each], reverse=True):
        gain = (weights[place] - lightest) * step
        if gain <= 0:
            return
        for _ in range(int(room[place] / step)):
            fallen += gain
            steps += 1
            if fallen > gap or (fallen == gap and not strict):
                yield steps
                return


def _cells(scores: Scores) -> tuple[tuple[CellChange, ...], int]:
    step = int(scores.council.scheme.step * UNITS)
    totals = scores.points.sum(axis=2)
    found: list[CellChange] = []
    tried = 0
    for (juror, applicant, place), given in np.ndenumerate(scores.points):
        most = int(scores.council.scheme.subs[place].max_points * UNITS)
        nearest: CellChange | None = None
        for values in (range(int(given) - step, -1, -step), range(int(given) + step, most + 1, step)):
            for value in values:
                tried += 1
                changed = totals.copy()
                changed[juror, applicant] += value - int(given)
                outcome = _outcome(scores, changed)
                if outcome == scores.outcome:
                    continue
                if nearest is None or abs(value - int(given)) < abs(nearest.needed - nearest.given) * UNITS:
                    nearest = CellChange(
                        scores.jurors[juror],
                        scores.results[applicant].applicant,
                        scores.council.scheme.subs[place].code,
                        Fraction(int(given), UNITS),
                        Fraction(value, UNITS),
                        outcome,
                    )
                break
        if nearest is not None:
            found.append(nearest)
    found.sort(key=lambda each: (abs(each.needed - each.given), each.juror, each.applicant, each.sub))
    return tuple(found), tried


def _outcome(scores: Scores, totals: NDArray[np.int64], scale: int = 1) -> Outcome:
    """Read the outcome off jurors' totals (rows) by applicant (columns), in hundredths times ``scale``."""
    rule = scores.council.rule.combination
    combined = {
        result.applicant: combine([int(each) for each in totals[:, column]], rule) / scale
        for column, result in enumerate(scores.results)
    }
    return Outcome.of(combined, scores.pass_min)
