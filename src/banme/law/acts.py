"""Acts and how they bear on one another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from banme.law.marks import Mark
from banme.law.words import Words


class RelationKind(StrEnum):
    """How one act bears on another."""

    AMENDS = "amends"
    REPLACES = "replaces"
    GUIDES = "guides"
    BASED_ON = "based_on"
    REASSIGNS = "reassigns"
    """Moves powers given by the other act to another body."""


@dataclass(frozen=True, slots=True)
class Act:
    """A law, decree, circular, decision or technical regulation.

    Attributes
    ----------
    code, number : str
        Our code and the official number, e.g. ``ND32-2024`` and ``32/2024/NĐ-CP``.
    kind, topic : str
        E.g. ``decree`` and ``cluster``.
    title : Words
        What it is about.
    valid_from, valid_to : date
        First and last day in force; ``valid_to`` is None while no end is known.
    mark : Mark
        How well its dates are verified.
    source : str
        Code of the source.
    note : Words
        Cautions.
    signed_on : date or None
        The day it was signed, where it is known.

    """

    code: str
    number: str
    kind: str
    topic: str
    title: Words
    valid_from: date
    valid_to: date | None
    mark: Mark
    source: str
    note: Words
    signed_on: date | None = None

    @property
    def exists_from(self) -> date:
        """The first day on which it can be cited: that of signing, or of coming into force where that is not known."""
        return self.valid_from if self.signed_on is None else min(self.signed_on, self.valid_from)

    def in_force(self, day: date) -> bool:
        """Tell whether the act is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Relation:
    """One act's bearing on another.

    Attributes
    ----------
    act, other : str
        Codes: ``act`` amends, replaces, guides, is based on or reassigns powers of ``other``.
    kind : RelationKind
        Which of these.
    since : date
        First day of the relation.
    pending_keep_other : bool
        Whether files already under appraisal on that day stay under ``other``.
    article : str
        Where it says so.
    mark : Mark
        How well this is verified.
    other_article : str
        The article of ``other`` that is meant; empty for the whole act.

    """

    act: str
    other: str
    kind: RelationKind
    since: date
    pending_keep_other: bool
    article: str
    mark: Mark
    other_article: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """An article of an act.

    Attributes
    ----------
    code, act : str
        Of the row and of the act.
    article : str
        E.g. ``Điều 8``.
    title : Words
        What it is about, in our words.
    valid_from, valid_to : date
        First and last day; ``valid_to`` is None while no end is known.
    mark : Mark
        How well it is verified.

    """

    code: str
    act: str
    article: str
    title: Words
    valid_from: date
    valid_to: date | None
    mark: Mark
