"""A rule's parameter over the days it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from banme.law.marks import Mark
from banme.law.words import Words


class Standing(StrEnum):
    """What may be done with a parameter."""

    LAW = "law"
    """Verified and in use."""
    ADOPTED = "adopted"
    """Not verified, switched on by the user: results say so."""
    OFF = "off"
    """Switched off, or not verified and not adopted: never evaluated."""
    ABSENT = "absent"
    """Nothing is known."""

    @property
    def label(self) -> Words:
        """What the standing is called."""
        return _LABELS[self]


_LABELS = {
    Standing.LAW: Words("quy định", "law"),
    Standing.ADOPTED: Words("người dùng tự bật, chưa đối chiếu", "switched on by the user, not verified"),
    Standing.OFF: Words("không dùng", "not used"),
    Standing.ABSENT: Words("chưa có", "not known"),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One figure or text of a rule.

    Attributes
    ----------
    code, key : str
        Code of the row; the key is the same through all versions, e.g. ``cluster.establish.occupancy_min_pct``.
    act, article : str
        Where it stands.
    valid_from, valid_to : date
        First and last day; None while no end is known.
    value : float or None
        The figure, in ``unit``.
    text : Words or None
        The answer where it is not a figure (an authority, a form).
    unit : str
        Unit of measure of ``value``.
    label, wording : Words
        Name, and the rule in our own words.
    mark : Mark
        How well it is verified.
    in_use : bool
        Whether evaluations may use it. A parameter that is not verified is off unless the user adopts it.
    source : str
        Code of the source.
    note : Words
        Cautions.

    """

    code: str
    key: str
    act: str
    article: str
    valid_from: date
    valid_to: date | None
    value: float | None
    text: Words | None
    unit: str
    label: Words
    wording: Words
    mark: Mark
    in_use: bool
    source: str
    note: Words

    def in_force(self, day: date) -> bool:
        """Tell whether the parameter holds on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def standing(self) -> Standing:
        """Tell whether it is law, adopted by the user, off or unknown."""
        if self.value is None and self.text is None:
            return Standing.ABSENT
        if not self.in_use:
            return Standing.OFF
        return Standing.LAW if self.mark.is_law else Standing.ADOPTED

    def answer(self, language: str = "en") -> str:
        """Return the figure with its unit, or the text; a dash when nothing is known."""
        if self.text is not None:
            return self.text.text(language)
        if self.value is None:
            return "–"
        figure = f"{self.value:g}"
        if language == "vi":
            figure = figure.replace(".", ",")
        return f"{figure} {Words.of(self.unit).text(language)}".strip()

    def stated(self, language: str = "en") -> str:
        """Return the answer, with its mark in brackets unless it may be presented as law."""
        if self.standing is Standing.LAW:
            return self.answer(language)
        return f"{self.answer(language)} ({self.mark.label.text(language).lower()})"
