"""Verdicts on conditions: met, not met, or which input or rule is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from banme.law.parameter import Parameter, Standing
from banme.law.regime import Regime
from banme.law.words import Words


class Answer(StrEnum):
    """What can be said of a condition."""

    MET = "met"
    NOT_MET = "not_met"
    INPUT_MISSING = "input_missing"
    """A fact is not known, and the verdict hangs on it."""
    RULE_MISSING = "rule_missing"
    """The rule's figure is not verified and not adopted, or not known."""

    @property
    def label(self) -> Words:
        """What the answer is called."""
        return _LABELS[self]


_LABELS = {
    Answer.MET: Words("Đạt", "Met"),
    Answer.NOT_MET: Words("Không đạt", "Not met"),
    Answer.INPUT_MISSING: Words("Thiếu số liệu", "Input missing"),
    Answer.RULE_MISSING: Words("Thiếu quy định đã đối chiếu", "No verified rule"),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition and what was found.

    Attributes
    ----------
    code : str
        Lasting name, e.g. ``establish.occupancy``.
    title, reason : Words
        What is asked, and why the answer is what it is.
    answer : Answer
        The answer.
    parameters : tuple of Parameter
        Rules used, or those that could not be used.
    inputs : dict of str to object
        Facts used, by name; None where not known.
    missing : tuple of str
        Facts that are not known and would decide.

    """

    code: str
    title: Words
    reason: Words
    answer: Answer
    parameters: tuple[Parameter, ...] = ()
    inputs: Mapping[str, object] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    @property
    def rests_on_unverified(self) -> bool:
        """Whether a rule that is not verified was adopted by the user to reach this answer."""
        return any(parameter.standing is Standing.ADOPTED for parameter in self.parameters)


@dataclass(frozen=True, slots=True)
class Verdict:
    """All conditions of a step, and what they come to."""

    title: Words
    conditions: tuple[Condition, ...]

    @property
    def answer(self) -> Answer:
        """Not met if one is not met; else what is missing, if anything is; else met."""
        answers = {condition.answer for condition in self.conditions}
        order = (Answer.NOT_MET, Answer.INPUT_MISSING, Answer.RULE_MISSING)
        return next((answer for answer in order if answer in answers), Answer.MET)

    @property
    def missing(self) -> tuple[str, ...]:
        """Facts that would decide, each once, in order."""
        return tuple(dict.fromkeys(name for condition in self.conditions for name in condition.missing))

    @property
    def rests_on_unverified(self) -> bool:
        """Whether any condition rests on a rule that is not verified."""
        return any(condition.rests_on_unverified for condition in self.conditions)


def changed(before: Verdict, after: Verdict) -> tuple[tuple[Condition | None, Condition | None], ...]:
    """Return the conditions whose answer, rules or reason differ between two verdicts on the same facts, by code."""
    old = {condition.code: condition for condition in before.conditions}
    new = {condition.code: condition for condition in after.conditions}
    return tuple(
        (old.get(code), new.get(code)) for code in dict.fromkeys([*old, *new]) if old.get(code) != new.get(code)
    )


def yes_or_no(code: str, title: Words, name: str, *, fact: bool | None) -> Condition:
    """Return a condition that a single fact decides."""
    inputs = {name: fact}
    if fact is None:
        return Condition(
            code,
            title,
            Words("Chưa có thông tin", "Not known"),
            Answer.INPUT_MISSING,
            inputs=inputs,
            missing=(name,),
        )
    reason = Words("Có", "Yes") if fact else Words("Không", "No")
    return Condition(code, title, reason, Answer.MET if fact else Answer.NOT_MET, inputs=inputs)


def rule_missing(code: str, title: Words, regime: Regime, keys: Iterable[str]) -> Condition | None:
    """Return a condition that cannot be judged because a rule's figure may not be used; None when all may be."""
    lacking = [key for key in keys if regime.find(key) is None]
    if not lacking:
        return None
    known = tuple(regime.parameters[key] for key in lacking if key in regime.parameters)
    vi = "; ".join(f"{each.label.vi} ({each.mark.label.vi.lower()})" for each in known) or ", ".join(lacking)
    en = "; ".join(f"{each.label.en} ({each.mark.label.en.lower()})" for each in known) or ", ".join(lacking)
    reason = Words(f"Chưa có quy định được dùng: {vi}", f"No rule that may be used: {en}")
    return Condition(code, title, reason, Answer.RULE_MISSING, known)
