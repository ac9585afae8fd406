"""Checked answers of one establishment: a missing one is None, never zero and never no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from types import MappingProxyType

from banme.clusters.technology.circular17 import levels_of
from banme.clusters.technology.parts import SizeClass
from banme.clusters.technology.questions import NUMBERS, QUESTIONS, Kind
from banme.errors import Findings, Problem

Answer = float | bool | str | None
PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers by question code; make them with :func:`read_answers`."""

    given: Mapping[str, Answer]

    def number(self, question: str) -> float | None:
        """Return a figure, None when it is missing."""
        value = self.given.get(question)
        return None if value is None or isinstance(value, bool | str) else float(value)

    def yes(self, question: str) -> bool | None:
        """Return yes or no, None when it is missing."""
        value = self.given.get(question)
        return value if isinstance(value, bool) else None

    def level(self, question: str) -> str | None:
        """Return the level's key, None when it is missing."""
        value = self.given.get(question)
        return value if isinstance(value, str) else None

    def size_class(self) -> SizeClass | None:
        """Return the size class a person chose, None without one."""
        key = self.level("size_class")
        return None if key is None else SizeClass(key)

    def replace(self, changes: Mapping[str, Answer]) -> Answers:
        """Return answers with some of them changed, checked anew.

        Raises
        ------
        InputError
            As :func:`read_answers`.

        """
        return read_answers({**self.given, **changes})


def read_answers(given: Mapping[str, object], row: str = "") -> Answers:
    """Return the answers as checked values; every offender is reported together.

    Parameters
    ----------
    given : mapping of question code to value
        Figures in the unit of the question's name, yes/no as bool, levels by key; None or empty text is missing.
    row : str
        What the answers belong to, for messages.

    Raises
    ------
    InputError
        For unknown questions, values of the wrong kind, below zero or beyond 100 %, and figures that contradict each
        other.

    """
    findings = Findings()
    values: dict[str, Answer] = {}
    for code, value in given.items():
        if code not in QUESTIONS:
            findings.add(_problem("unknown-question", row, code, value, "Không có câu hỏi này", "No such question"))
            continue
        if value is None or value == "" or value != value:  # noqa: PLR0124  (a NaN is missing too)
            continue
        fault = _fault(code, value)
        if fault is None:
            values[code] = value if isinstance(value, bool | str) else float(value)  # type: ignore[arg-type]
        else:
            findings.add(_problem(fault[0], row, code, value, fault[1], fault[2]))
    findings.problems.extend(_contradictions(values, row))
    findings.raise_if_any()
    return Answers(MappingProxyType(values))


def _problem(rule: str, row: str, column: str, value: object, vi: str, en: str) -> Problem:
    return Problem(rule, vi, en, "technology_survey", row, column, str(value))


def _fault(code: str, value: object) -> tuple[str, str, str] | None:
    kind = QUESTIONS[code].kind
    if kind == Kind.YES_NO:
        return None if isinstance(value, bool) else ("not-yes-no", "Phải là có hoặc không", "It must be yes or no")
    if kind == Kind.LEVEL:
        keys = [str(level.key) for level in levels_of(code)]
        listed = ", ".join(keys)
        wrong = ("unknown-level", f"Phải là một trong: {listed}", f"It must be one of: {listed}")
        return None if isinstance(value, str) and value in keys else wrong
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return "not-a-number", "Phải là một số", "It must be a number"
    if value < 0:
        return "below-zero", "Không được âm", "It must not be below zero"
    if kind == Kind.PERCENT and value > PERCENT:
        return "above-hundred", "Không được quá 100 %", "It must not exceed 100 %"
    return None


NOT_ABOVE = (
    ("direct_workers", "workers"),
    ("research_workers", "workers"),
    ("equipment_present_vnd", "equipment_original_vnd"),
    ("good_value_3y_vnd", "product_value_3y_vnd"),
)
"""Parts and the whole that they must not exceed."""


def _contradictions(values: Mapping[str, Answer], row: str) -> list[Problem]:
    """Part above whole: first must not exceed second where both are there."""
    problems = []
    for part, whole in NOT_ABOVE:
        small, large = values.get(part), values.get(whole)
        if isinstance(small, float) and isinstance(large, float) and small > large:
            problems.append(
                _problem(
                    "part-above-whole",
                    row,
                    part,
                    f"{small:g} > {large:g}",
                    f"Không được lớn hơn {whole}: sửa một trong hai",
                    f"It must not exceed {whole}: correct one of the two",
                )
            )
    return problems


def number_questions() -> list[str]:
    """Return the questions answered by a figure."""
    return [code for code, question in QUESTIONS.items() if question.kind in NUMBERS]
