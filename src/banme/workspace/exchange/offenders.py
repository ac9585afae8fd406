"""Offenders of an import: every one counted, the first of each kind listed in full."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import translation

from banme.errors import Findings, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

LISTED = 100
"""Offenders listed for one rule in one column; the rest are counted."""
_SHOWN_CHARACTERS = 80


class Words(NamedTuple):
    """What is wrong and how to repair it, in Vietnamese and English."""

    vi: str
    en: str


class Fault(NamedTuple):
    """A value that cannot be used."""

    rule: str
    words: Words


class Place(NamedTuple):
    """Where something stands in the file: table, row number and column."""

    table: str = ""
    row: str = ""
    column: str = ""


def bilingual(text: Any) -> Words:
    """Return a lazy text in both languages."""
    with translation.override("vi"):
        vi = str(text)
    with translation.override("en"):
        return Words(vi, str(text))


def shown(value: Any) -> str:
    """Return a value short enough for a report."""
    text = "" if value is None else str(value)
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"


@dataclass(slots=True)
class Offenders:
    """Collects offenders; keeps at most ``listed`` of one rule in one column, and the count of all."""

    listed: int = LISTED
    problems: list[Problem] = field(default_factory=list)
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        return bool(self.counts)

    def note(self, fault: Fault, place: Place, value: Any = None) -> None:
        """Note one offender."""
        key = (place.table, place.column, fault.rule)
        self.counts[key] += 1
        if self.counts[key] <= self.listed:
            self.problems.append(
                Problem(fault.rule, *fault.words, place.table, place.row, place.column, value=shown(value))
            )

    def many(self, place: Place, rule: str, count: int, describe: Callable[[int], tuple[Any, Any, Words]]) -> None:
        """Note ``count`` offenders of one rule; only the listed ones are described, as row, value and words."""
        key = (place.table, place.column, rule)
        room = min(count, max(0, self.listed - self.counts[key]))
        for position in range(room):
            row, value, words = describe(position)
            self.note(Fault(rule, words), Place(place.table, str(row), place.column), value)
        self.counts[key] += count - room

    def findings(self) -> Findings:
        """Return what is listed, then one line with the full count for each rule that was cut short."""
        found = Findings(list(self.problems))
        for (table, column, rule), count in self.counts.items():
            if count > self.listed:
                found.add(
                    Problem(
                        rule,
                        f"Tổng cộng {count} lỗi loại này; {self.listed} lỗi đầu được liệt kê ở trên",
                        f"{count} of these in all; the first {self.listed} are listed above",
                        table,
                        column=column,
                    )
                )
        return found
