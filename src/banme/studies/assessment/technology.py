"""Technology of establishments: survey rows scored by the 26 criteria, and who may see the result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from banme.clusters.technology import (
    PLACEHOLDER,
    QUESTIONS,
    Assessment,
    Synchrony,
    assess,
    benchmarks_for,
    read_answers,
)
from banme.clusters.technology.answers import Answers
from banme.errors import InputError, Problem, RuleError
from banme.studies.inputs import in_force
from banme.workspace.frames import frame
from banme.workspace.models import Establishment, IndustryBenchmark, TechnologySurvey
from banme.workspace.models.base import UNFOUNDED


class Audience(StrEnum):
    """Who looks: the body that assesses (and the establishment itself), or anybody else."""

    ASSESSOR = "assessor"
    THIRD_PARTY = "third_party"


@dataclass(frozen=True, slots=True)
class EstablishmentAssessment:
    """A survey and its score; ``is_illustrative``: the survey or the establishment is made up or assumed."""

    establishment: Establishment
    survey: TechnologySurvey
    answers: Answers
    result: Assessment
    is_illustrative: bool


def may_see(establishment: Establishment, audience: Audience) -> bool:
    """Tell whether a reader may see the result: a third party only with consent (Circular 17/2019, Art. 13.1)."""
    return audience == Audience.ASSESSOR or bool(establishment.may_publish)


def assess_establishment(
    code: str, audience: Audience, day: dt.date | None = None, *, placeholder: bool = False
) -> EstablishmentAssessment:
    """Score the latest survey of an establishment.

    Parameters
    ----------
    code : str
    audience : Audience
        Who will see it.
    day : date or None
        Day whose benchmarks count; today without one.
    placeholder : bool
        Use the stand-in coefficient of synchrony, marked as a guess.

    Raises
    ------
    InputError
        When the establishment has no survey, or its answers contradict each other.
    RuleError
        When a third party asks and the establishment has not agreed.

    """
    found = latest_surveys([code])
    if not found:
        raise InputError(
            [
                Problem(
                    "no-survey",
                    "Cơ sở này chưa có phiếu điều tra: xuất phiếu, điền rồi nạp vào",
                    "This establishment has no survey: write its form, fill it in and read it",
                    "technology_survey",
                    code,
                )
            ]
        )
    establishment = found[0].establishment
    if not may_see(establishment, audience):
        raise RuleError(
            f"{code}: cơ sở chưa đồng ý công bố kết quả (Thông tư 17/2019/TT-BKHCN, Điều 13.1) | "
            "the establishment has not agreed to publication"
        )
    return _assess(found[0], _benchmarks(day), PLACEHOLDER if placeholder else None)


def assess_all(
    audience: Audience, cluster: str = "", day: dt.date | None = None, *, placeholder: bool = False
) -> tuple[list[EstablishmentAssessment], int]:
    """Score every establishment (of a cluster) with a survey; return what the reader may see and how many are withheld.

    Raises
    ------
    InputError
        With every survey that cannot be scored.

    """
    surveys = latest_surveys()
    if cluster:
        surveys = [one for one in surveys if one.establishment.cluster_id == cluster]
    shown = [one for one in surveys if may_see(one.establishment, audience)]
    table, formula, problems, made = _benchmarks(day), PLACEHOLDER if placeholder else None, [], []
    for survey in shown:
        try:
            made.append(_assess(survey, table, formula))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return made, len(surveys) - len(shown)


def latest_surveys(codes: Iterable[str] | None = None) -> list[TechnologySurvey]:
    """Return the newest survey of each establishment (of those named), by establishment."""
    rows = TechnologySurvey.objects.select_related("establishment").order_by("establishment_id", "-year")
    if codes is not None:
        rows = rows.filter(establishment_id__in=list(codes))
    newest: dict[str, TechnologySurvey] = {}
    for row in rows:
        newest.setdefault(row.establishment_id, row)
    return list(newest.values())


def answers_of(survey: TechnologySurvey) -> Answers:
    """Return a survey row as checked answers.

    Raises
    ------
    InputError
        For figures that contradict each other.

    """
    given = {code: getattr(survey, code) for code in QUESTIONS}
    return read_answers(given, survey.code)


def _assess(survey: TechnologySurvey, table: pd.DataFrame, formula: Synchrony | None) -> EstablishmentAssessment:
    answers = answers_of(survey)
    result = assess(answers, benchmarks_for(survey.establishment.vsic, table), formula)
    unfounded = survey.quality in UNFOUNDED or survey.establishment.quality in UNFOUNDED
    return EstablishmentAssessment(survey.establishment, survey, answers, result, unfounded)


def _benchmarks(day: dt.date | None) -> pd.DataFrame:
    rows = in_force(frame(IndustryBenchmark), day or dt.datetime.now(tz=dt.UTC).date())
    source = rows["source_code"].where(
        ~rows["quality"].isin(UNFOUNDED), rows["source_code"] + " (" + rows["quality"] + ")"
    )
    return pd.DataFrame({"vsic": rows["vsic"], "name": rows["kind"], "value": rows["value"], "source": source})
