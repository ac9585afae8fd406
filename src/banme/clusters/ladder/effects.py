"""What an upgrade changes in the answers of the technology survey, so that the 26 criteria can be scored again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from banme.clusters.ladder.evaluate import Evaluation
from banme.clusters.records import records
from banme.clusters.technology import Answers, Kind, levels_of
from banme.clusters.technology.answers import Answer
from banme.clusters.technology.questions import QUESTIONS
from banme.errors import InputError, Problem

NEW_EQUIPMENT = (
    "equipment_original_vnd",
    "equipment_present_vnd",
    "invested_3y_vnd",
    "equipment_replaced_3y_vnd",
)
"""Figures that grow by the investment in equipment of a measure."""


@dataclass(frozen=True, slots=True)
class UpgradeEffects:
    """What the chosen measures do at one establishment.

    Attributes
    ----------
    equipment_vnd : float
        Investment that is new equipment in place of old (VND).
    saved_energy_vnd, saved_material_vnd : float
        Yearly bills saved (VND).
    value_added_vnd_year : float
        Growth of the value of output (VND a year).
    reached : mapping of question to answer
        Yes/no questions that become yes, levels reached.

    """

    equipment_vnd: float
    saved_energy_vnd: float
    saved_material_vnd: float
    value_added_vnd_year: float
    reached: Mapping[str, Answer]


def effects_at(
    establishment: str, evaluation: Evaluation, options: pd.DataFrame, kinds: Mapping[str, str], reached: pd.DataFrame
) -> UpgradeEffects:
    """Return what a choice does at one establishment.

    Parameters
    ----------
    establishment : str
    evaluation : Evaluation
    options : DataFrame
        The chosen rows of the problem's options, with a column ``is_equipment`` (bool).
    kinds : mapping of resource to ``energy``, ``material`` or another word
    reached : DataFrame
        ``measure, question, answer``: what a measure brings about in the survey.

    """
    here = options[options["establishment"] == establishment]
    saved = evaluation.resources[evaluation.resources["establishment"] == establishment]
    by_kind = saved["saved_vnd"].groupby(saved["resource"].map(kinds)).sum()
    rows = reached[reached["measure"].isin(here["measure"])]
    answers: dict[str, Answer] = {}
    for row in records(rows):
        answers[str(row.question)] = _better(str(row.question), answers.get(str(row.question)), str(row.answer))
    return UpgradeEffects(
        float(here.loc[here["is_equipment"].astype(bool), "capex_vnd"].sum()),
        float(by_kind.get("energy", 0.0)),
        float(by_kind.get("material", 0.0)),
        float(here["value_added_vnd_year"].sum()),
        answers,
    )


def answers_after(answers: Answers, effects: UpgradeEffects) -> Answers:
    """Return the survey as it would read after the upgrade; what is missing before stays missing.

    Raises
    ------
    InputError
        When the savings exceed the bills that the survey states.

    """
    changes: dict[str, Answer] = {}

    def add(question: str, amount: float) -> None:
        before = answers.number(question)
        if before is not None:
            changes[question] = before + amount

    for question in NEW_EQUIPMENT:
        add(question, effects.equipment_vnd)
    add("energy_cost_vnd_year", -effects.saved_energy_vnd)
    add("material_cost_vnd_year", -effects.saved_material_vnd)
    add("output_value_vnd_year", effects.value_added_vnd_year)
    for question, answer in effects.reached.items():
        changes[question] = _better(question, answers.given.get(question), str(answer))
    return answers.replace(changes)


def _better(question: str, before: Answer, reached: str) -> Answer:
    """Return the better of two answers to a yes/no question or a question of levels.

    Raises
    ------
    InputError
        When a measure claims to bring about something that the survey does not ask so.

    """
    known = QUESTIONS.get(question)
    if known is not None and known.kind == Kind.YES_NO:
        return True
    points = {} if known is None or known.kind != Kind.LEVEL else {x.key: x.points for x in levels_of(question)}
    if reached not in points:
        raise InputError(
            [
                Problem(
                    "unknown-effect",
                    "Biện pháp chỉ có thể trả lời có, hoặc một mức của câu hỏi",
                    "A measure can bring about only a yes, or one of the question's levels",
                    "upgrade_effect",
                    question,
                    "answer",
                    reached,
                )
            ]
        )
    return before if isinstance(before, str) and points[before] >= points[reached] else reached
