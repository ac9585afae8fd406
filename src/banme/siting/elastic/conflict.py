"""Requirements that contradict one another, none of which can be left out of the contradiction."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from banme.siting.elastic.programme import Task

if TYPE_CHECKING:
    from collections.abc import Iterable

    from banme.siting.elastic.programme import Programme
    from banme.siting.elastic.requirements import Requirement

SMALL = 20_000
"""Columns up to which contradictions of whole openings are looked for, beyond those of the linear programme."""
TEST_S = 10.0
MOST_TESTS = 200
"""Tests after which requirements not yet tested stay in the set, which then need not be irreducible."""
BOUGHT = 1e-7


@dataclass(frozen=True, slots=True)
class Conflict:
    """The set; whether every member is needed; whether it takes whole openings to contradict."""

    requirements: tuple[Requirement, ...]
    irreducible: bool
    whole: bool


def find_conflict(programme: Programme) -> Conflict:
    """Return a set of contradicting requirements: elastic filter, then deletion filter, then supplies by origin.

    The elastic filter makes requirements firm that the least relief gives way on, until no relief is left that helps:
    a contradiction is among those. The deletion filter leaves out each that is not needed. Supplies are first taken
    by commodity; those of a commodity in the set are then told apart by origin.
    """
    return _Filter(programme).run()


class _Filter:
    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.tests = 0
        self.whole = False
        self.members: dict[Requirement, list[int]] = defaultdict(list)
        self.step = np.zeros(programme.model.upper.size)
        self.direct = []
        for relief in programme.model.reliefs:
            if relief.requirement is None:
                self.direct.append(relief.column)
            else:
                self.members[relief.requirement].append(relief.column)
                self.step[relief.column] = 1.0 / max(float(programme.model.upper[relief.column]), 1e-12)

    def run(self) -> Conflict:
        coarse = self._coarse()
        firm = self._elastic(coarse)
        if firm is None and programme_is_small(self.programme):
            self.whole = True
            firm = self._elastic(coarse)
        if firm is None:
            return Conflict((), irreducible=False, whole=self.whole)
        kept, sure = self._delete(firm, coarse, [])
        fine: list[Requirement] = []
        for group in [group for group in kept if group.family == "supply"]:
            others = [other for other in kept if other != group]
            parts = coarse[group]
            needed, all_tested = self._delete(
                parts, {part: [part] for part in parts}, [*fine, *self._flat(others, coarse)]
            )
            fine += needed
            kept = others
            sure &= all_tested
        kept_fine = [*self._flat(kept, coarse), *fine]
        return Conflict(tuple(sorted(kept_fine)), irreducible=sure, whole=self.whole)

    def _coarse(self) -> dict[Requirement, list[Requirement]]:
        groups: dict[Requirement, list[Requirement]] = defaultdict(list)
        for requirement in self.members:
            whole = requirement._replace(place="") if requirement.family == "supply" else requirement
            groups[whole].append(requirement)
        return groups

    def _flat(self, groups: Iterable[Requirement], coarse: dict[Requirement, list[Requirement]]) -> list[Requirement]:
        return [part for group in groups for part in coarse[group]]

    def _upper(self, firm: Iterable[Requirement]) -> np.ndarray:
        upper = self.programme.model.upper.copy()
        upper[self.direct] = 0.0
        for requirement in firm:
            upper[self.members[requirement]] = 0.0
        return upper

    def _elastic(self, coarse: dict[Requirement, list[Requirement]]) -> list[Requirement] | None:
        """Return groups that contradict one another, None if giving way on nothing is possible."""
        firm: list[Requirement] = []
        while not self.programme.watch.over():
            upper = self._upper(self._flat(firm, coarse))
            found = self.programme.solve(Task(self.step, upper, whole=self.whole, seconds=TEST_S))
            if found.status == "infeasible":
                return firm
            if found.values is None:
                return None
            bought = found.values * self.step > BOUGHT
            more = [
                group
                for group, parts in coarse.items()
                if group not in firm and any(bought[self.members[part]].any() for part in parts)
            ]
            if not more:
                return None
            firm += more
        return None

    def _contradict(self, firm: list[Requirement]) -> bool | None:
        """Whether these alone contradict; None when that could not be told in time."""
        self.tests += 1
        if self.tests > MOST_TESTS or self.programme.watch.over():
            return None
        nothing = np.zeros(self.step.size)
        found = self.programme.solve(Task(nothing, self._upper(firm), whole=self.whole, seconds=TEST_S))
        if found.status == "infeasible":
            return True
        return None if found.values is None else False

    def _delete(
        self, groups: list[Requirement], parts: dict[Requirement, list[Requirement]], beside: list[Requirement]
    ) -> tuple[list[Requirement], bool]:
        """Return the groups needed for the contradiction beside others, halves first; and whether all were tested."""
        needed: list[Requirement] = []
        sure = True
        heap = [groups]
        while heap:
            chunk = heap.pop()
            rest = [*needed, *(group for other in heap for group in other)]
            verdict = self._contradict([*beside, *self._flat(rest, parts)])
            if verdict:
                continue
            if len(chunk) == 1 or verdict is None:
                sure &= verdict is not None
                needed += chunk
                continue
            middle = len(chunk) // 2
            heap += [chunk[middle:], chunk[:middle]]
        return needed, sure


def programme_is_small(programme: Programme) -> bool:
    """Whether whole openings can be tested again and again."""
    return int(programme.model.upper.size) <= SMALL
