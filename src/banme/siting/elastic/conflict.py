"""Requirements that contradict one another, none of which can be left out of the contradiction."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from banme.siting.elastic.firm import FirmProgramme
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
SUPPLY = frozenset({"supply"})
MANY = frozenset({"supply", "throughput", "commodity_throughput", "storage", "demand_most", "demand_least", "closure"})
"""Families of which there are many, taken together by commodity at first."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """The set; whether every member is needed; whether it takes whole openings to contradict.

    A member without a place stands for all of its family and commodity.
    """

    requirements: tuple[Requirement, ...]
    irreducible: bool
    whole: bool


def find_conflict(programme: Programme, seconds: float) -> Conflict:
    """Return a set of contradicting requirements, found within some seconds; empty where none was.

    First in the linear programme: its dual values leave few (``FirmProgramme``), and a deletion filter leaves out each
    that is not needed. What there is much of (supplies, capacities, outlets, closures) is first taken together by
    commodity and then told apart by place, as long as time allows: a requirement without a place stands for all of its
    family and commodity. Where the linear programme has no contradiction and the problem is small, an elastic filter
    makes requirements firm that the least relief gives way on, until no relief is left that helps, now with whole
    openings, and a deletion filter follows.
    """
    return _Filter(programme, time.monotonic() + seconds).run()


class _Filter:
    def __init__(self, programme: Programme, until: float) -> None:
        self.programme, self.until = programme, until
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
        if not self.members:
            return Conflict((), irreducible=False, whole=False)
        self.firm = FirmProgramme(self.programme, self.members, self.direct)
        found = self.firm.contradicting(self.members, self.until)
        if found:
            return self._linear(found)
        return self._whole() if programme_is_small(self.programme) else Conflict((), irreducible=False, whole=False)

    def _linear(self, found: list[Requirement]) -> Conflict:
        """Delete by family and commodity, then by place, the fewest places first, in the linear programme."""
        kept, sure = self._needed(self._coarse(found, MANY), [])
        named: list[Requirement] = []
        for group in sorted(kept, key=lambda group: len(kept[group])):
            others = [part for other, parts in kept.items() if other != group for part in parts]
            single = kept[group] == [group]
            fine, tested = ({}, False) if single else self._needed({part: [part] for part in kept[group]}, others)
            if tested:
                kept[group] = list(fine)
            named += kept[group] if tested else [group]
        return Conflict(tuple(sorted(named)), irreducible=sure, whole=False)

    def _needed(
        self, groups: dict[Requirement, list[Requirement]], beside: list[Requirement]
    ) -> tuple[dict[Requirement, list[Requirement]], bool]:
        """Return the groups the contradiction needs beside others, what is left of each; whether all were tested."""
        waiting, sure = dict(groups), True
        needed: dict[Requirement, list[Requirement]] = {}
        while waiting:
            group, parts = waiting.popitem()
            rest = [*beside, *(part for each in (*needed.values(), *waiting.values()) for part in each)]
            found = self.firm.contradicting(rest, self.until)
            if found:
                waiting, needed = _within(waiting, found), _within(needed, found)
                continue
            sure &= found is not None
            needed[group] = parts
        return needed, sure

    def _whole(self) -> Conflict:
        """Filter by the least relief, then delete, with whole openings where it takes them."""
        coarse = self._coarse(self.members, SUPPLY)
        firm = self._elastic(coarse)
        if firm is None:
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

    def _coarse(
        self, requirements: Iterable[Requirement], families: frozenset[str]
    ) -> dict[Requirement, list[Requirement]]:
        groups: dict[Requirement, list[Requirement]] = defaultdict(list)
        for requirement in requirements:
            together = requirement.family in families
            groups[requirement._replace(place="", target="") if together else requirement].append(requirement)
        return groups

    def _over(self) -> bool:
        return self.programme.watch.over() or time.monotonic() > self.until

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
        while not self._over():
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
        if self.tests > MOST_TESTS or self._over():
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


def _within(
    groups: dict[Requirement, list[Requirement]], found: Iterable[Requirement]
) -> dict[Requirement, list[Requirement]]:
    """Return what of the groups is among those found, without the groups of which nothing is."""
    left = {group: [part for part in parts if part in set(found)] for group, parts in groups.items()}
    return {group: parts for group, parts in left.items() if parts}


def programme_is_small(programme: Programme) -> bool:
    """Whether whole openings can be tested again and again."""
    return int(programme.model.upper.size) <= SMALL
