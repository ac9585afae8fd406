"""Score of an establishment by the 26 criteria: points, what is missing, and the range the total can still reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from banme.clusters.exact import exact
from banme.clusters.technology.answers import Answers
from banme.clusters.technology.benchmarks import Benchmark
from banme.clusters.technology.circular17 import CRITERIA, GROUPS, Criterion
from banme.clusters.technology.classify import Classification, classify
from banme.clusters.technology.measures import MEASURES
from banme.clusters.technology.parts import Levels, Part, Scale, Ticks
from banme.clusters.technology.size import Size, size_of
from banme.clusters.technology.synchrony import Synchrony


@dataclass(frozen=True, slots=True)
class PartScore:
    """Points of one part: ``low`` and ``high`` differ while something is missing; ``value`` is what was measured.

    ``benchmark`` is what the bands were multiplied by, None without one. ``undefined``: a denominator is zero.
    """

    low: int
    high: int
    value: float | None = None
    benchmark: Benchmark | None = None
    missing: tuple[str, ...] = ()
    undefined: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """Points of one criterion.

    Attributes
    ----------
    criterion : Criterion
    points : int or None
        None when the criterion is not scored.
    low, high : int
        What the points can be.
    parts : tuple of PartScore
    missing : tuple of str
        Inputs and benchmarks that are missing, by name.

    """

    criterion: Criterion
    points: int | None
    low: int
    high: int
    parts: tuple[PartScore, ...]
    missing: tuple[str, ...]

    @property
    def undefined(self) -> bool:
        """Whether a formula divides by zero."""
        return any(part.undefined for part in self.parts)


@dataclass(frozen=True, slots=True)
class GroupScore:
    """Points of a group: least, most that can still be reached, and the group's maximum."""

    low: int
    high: int
    most: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """The result for one establishment.

    Attributes
    ----------
    scores : mapping of criterion code to Score
    groups : mapping of group to GroupScore
    low, high : int
        Range of the total; equal when every criterion is scored.
    total : int or None
        The total when it is complete.
    size : Size
    synchrony : float or None
        The coefficient, None without a formula or while the total is partial.
    formula : Synchrony or None
        The formula used; its mark and note belong beside every result that rests on it.
    classification : Classification
    missing : tuple of str
        Everything that is missing, in the form's order.

    """

    scores: Mapping[str, Score]
    groups: Mapping[str, GroupScore]
    low: int
    high: int
    size: Size
    synchrony: float | None
    formula: Synchrony | None
    classification: Classification
    missing: tuple[str, ...]

    @property
    def total(self) -> int | None:
        """The total when every criterion is scored."""
        return self.low if all(score.points is not None for score in self.scores.values()) else None

    @property
    def is_partial(self) -> bool:
        """Whether some criterion is not scored."""
        return self.total is None


def assess(answers: Answers, benchmarks: Mapping[str, Benchmark], synchrony: Synchrony | None = None) -> Assessment:
    """Score one establishment.

    Parameters
    ----------
    answers : Answers
        What the establishment answered, checked.
    benchmarks : mapping
        K1 .. K4 of its industry, from :func:`banme.clusters.technology.benchmarks.benchmarks_for`.
    synchrony : Synchrony or None
        Formula of the coefficient; none is assumed.

    """
    size = size_of(answers.number("capital_vnd"), answers.number("workers"), answers.size_class())
    scores = {criterion.code: _score(criterion, answers, benchmarks, size) for criterion in CRITERIA}
    groups = {
        group: GroupScore(
            sum(score.low for score in scores.values() if score.criterion.group == group),
            sum(score.high for score in scores.values() if score.criterion.group == group),
            sum(criterion.most for criterion in CRITERIA if criterion.group == group),
        )
        for group in GROUPS
    }
    low, high = sum(score.low for score in scores.values()), sum(score.high for score in scores.values())
    complete = all(score.points is not None for score in scores.values())
    coefficient = None
    if synchrony is not None and complete:
        coefficient = synchrony.formula({name: (group.low, group.most) for name, group in groups.items()})
    missing = dict.fromkeys(name for score in scores.values() for name in score.missing)
    return Assessment(
        MappingProxyType(scores),
        MappingProxyType(groups),
        low,
        high,
        size,
        coefficient,
        synchrony,
        classify(low, high if not complete else low, coefficient),
        tuple(missing),
    )


def _score(criterion: Criterion, answers: Answers, benchmarks: Mapping[str, Benchmark], size: Size) -> Score:
    parts = tuple(_part(part, answers, benchmarks, size) for part in criterion.parts)
    missing = tuple(dict.fromkeys(name for part in parts for name in part.missing))
    low = sum(part.low for part in parts)
    scored = not missing and not any(part.undefined for part in parts)
    return Score(criterion, low if scored else None, low, sum(part.high for part in parts), parts, missing)


def _part(part: Part, answers: Answers, benchmarks: Mapping[str, Benchmark], size: Size) -> PartScore:
    if isinstance(part, Levels):
        return _levels(part, answers)
    if isinstance(part, Ticks):
        return _ticks(part, answers)
    return _scale(part, answers, benchmarks, size)


def _levels(part: Levels, answers: Answers) -> PartScore:
    key = answers.level(part.question)
    if key is None:
        return PartScore(*part.limits, missing=(part.question,))
    points = part.points(key)
    return PartScore(points, points)


def _ticks(part: Ticks, answers: Answers) -> PartScore:
    said = {question: answers.yes(question) for question in part.questions}
    yes = sum(answer is True for answer in said.values())
    missing = tuple(question for question, answer in said.items() if answer is None)
    low, high = min(yes, part.most), min(yes + len(missing), part.most)
    return PartScore(low, high, missing=missing)


def _scale(part: Scale, answers: Answers, benchmarks: Mapping[str, Benchmark], size: Size) -> PartScore:
    measure = MEASURES[part.measure]
    missing = [name for name in measure.inputs if answers.number(name) is None]
    bands = part.bands_for(size.group)
    if bands is None:
        missing += [name for name in size.missing if name not in missing]
    known = benchmarks.get(part.benchmark)
    if part.benchmark and known is None:
        missing.append(part.benchmark)
    value = None
    if not set(measure.inputs) & set(missing):
        try:
            value = measure.compute({name: exact(answers.number(name) or 0.0) for name in measure.inputs})
        except ZeroDivisionError:
            return PartScore(*part.limits, benchmark=known, missing=tuple(missing), undefined=True)
    if missing or value is None or bands is None:
        return PartScore(*part.limits, None if value is None else float(value), known, tuple(missing))
    scale = exact(known.value) if known is not None else exact(1.0)
    heads = answers.number(part.heads) if part.heads else None
    points = next(
        (
            band.points
            for band in bands
            if (band.edge is None or part.test.passes(value, band.edge * scale)) and (heads or 0) >= band.heads
        ),
        0,
    )
    return PartScore(points, points, float(value), known)
