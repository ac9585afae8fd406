"""Errors a person can act on: what is wrong, where, and how to repair it, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One offender in some input.

    Attributes
    ----------
    table, row, column : str
        Where it stands. ``row`` is the file's row number, a code, or empty when the whole table is meant.
    value : str
        What was found there.
    rule : str
        Short machine name of the rule broken, e.g. ``unknown-reference``.
    vi, en : str
        What is wrong and how to repair it, in each language.

    """

    rule: str
    vi: str
    en: str
    table: str = ""
    row: str = ""
    column: str = ""
    value: str = ""

    @property
    def place(self) -> str:
        """Table, row and column as one readable address."""
        parts = [self.table, f"row {self.row}" if self.row else "", self.column]
        return " / ".join(part for part in parts if part)

    def text(self, language: str = "en") -> str:
        """Return the offender as one line in ``vi`` or ``en``."""
        message = self.vi if language == "vi" else self.en
        found = f" [{self.value}]" if self.value else ""
        return f"{self.place}{found}: {message}" if self.place else f"{message}{found}"


class BanMeError(Exception):
    """Base of every error Ban Mê raises on purpose."""


class InputError(BanMeError):
    """Input that cannot be used; holds every offender found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(problem.text() for problem in self.problems))


class RuleError(BanMeError):
    """A rule of law or of planning forbids the step."""


class InfeasibleError(BanMeError):
    """No plan satisfies the constraints; the message names those in conflict."""


class SolverError(BanMeError):
    """A solver stopped for a reason other than time, memory or infeasibility."""


@dataclass(slots=True)
class Findings:
    """Collects offenders while an input is read, so that all of them are reported together."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, problem: Problem) -> None:
        """Note one offender."""
        self.problems.append(problem)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)

    def __bool__(self) -> bool:
        return bool(self.problems)

    def raise_if_any(self) -> None:
        """Raise :class:`InputError` with everything noted, if anything was."""
        if self.problems:
            raise InputError(self.problems)
