"""The rules that govern one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from banme.errors import RuleError
from banme.law.acts import Act
from banme.law.parameter import Parameter, Standing
from banme.law.words import Words


@dataclass(frozen=True, slots=True)
class Regime:
    """Acts and parameters in force on a day, for a file that came under appraisal on another.

    Attributes
    ----------
    day : date
        The day asked for.
    filed_on : date or None
        The day on which the file came under appraisal.
    acts : tuple of Act
        In force, or kept by the file.
    parameters : dict of str to Parameter
        By key; those that are off or unknown too.
    cautions : tuple of Words
        What the reader must know of this choice.

    """

    day: date
    filed_on: date | None
    acts: tuple[Act, ...]
    parameters: Mapping[str, Parameter]
    cautions: tuple[Words, ...] = ()

    def standing(self, key: str) -> Standing:
        """Tell whether a parameter is law, adopted by the user, off or absent."""
        parameter = self.parameters.get(key)
        return Standing.ABSENT if parameter is None else parameter.standing

    def find(self, key: str) -> Parameter | None:
        """Return a parameter that may be used: law, or adopted by the user; None otherwise."""
        usable = self.standing(key) in {Standing.LAW, Standing.ADOPTED}
        return self.parameters[key] if usable else None

    def number(self, key: str) -> float:
        """Return the figure of a parameter that may be used.

        Raises
        ------
        RuleError
            When no such figure may be used on this day.

        """
        parameter = self.find(key)
        if parameter is None or parameter.value is None:
            raise RuleError(f"no figure of {key} may be used on {self.day}: {self.standing(key)}")
        return parameter.value

    def text(self, key: str) -> Words:
        """Return the text of a parameter that may be used.

        Raises
        ------
        RuleError
            When no such text may be used on this day.

        """
        parameter = self.find(key)
        if parameter is None or parameter.text is None:
            raise RuleError(f"no text of {key} may be used on {self.day}: {self.standing(key)}")
        return parameter.text

    def basis(self, parameter: Parameter) -> str:
        """Return the number of a parameter's act and the article, e.g. ``32/2024/NĐ-CP Điều 8.1c``."""
        number = next((act.number for act in self.acts if act.code == parameter.act), parameter.act)
        return f"{number} {parameter.article}".strip()

    def acts_on(self, topic: str, kind: str | None = None) -> tuple[Act, ...]:
        """Return the acts on a topic, newest first; of one kind where it is named."""
        found = [act for act in self.acts if act.topic == topic and kind in {None, act.kind}]
        return tuple(sorted(found, key=lambda act: (act.valid_from, act.code), reverse=True))

    def unconfirmed(self) -> tuple[Parameter, ...]:
        """Return the parameters that are not presented as law: recalled, inferred, not found, or switched off."""
        return tuple(each for each in self.parameters.values() if each.standing is not Standing.LAW)
