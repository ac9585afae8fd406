"""Items that each take exactly one of their options; options use resources, resources are limited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from banme.errors import InputError, Problem

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SHOWN = 20
"""Offenders of one kind that are named; the rest are counted."""
FITS = 1e-9
"""Largest use above a capacity, as a share of it, that still counts as within."""


@dataclass(frozen=True, slots=True, eq=False)
class AssignmentProblem:
    """A multi-resource generalised assignment problem.

    Options stand item by item; what they use stands option by option.

    Attributes
    ----------
    items : tuple of str, length N
    options : tuple of str, length M
        Labels, unique within an item.
    resources : tuple of str, length R
    start : (N + 1,) ints
        Options of item ``i`` are ``start[i]`` to ``start[i + 1] - 1``.
    cost : (M,) floats
        Any finite number, in one unit for all.
    use_start : (M + 1,) ints
        What option ``o`` uses is ``use_start[o]`` to ``use_start[o + 1] - 1`` of the next two.
    use_resource : (U,) ints
    use_amount : (U,) floats
        0 or more, in the resource's unit. The first resource an option names is the place it belongs to: search
        exchanges items of one place.
    capacity : (R,) floats
        0 or more.

    Raises
    ------
    InputError
        With every offender, when it is made.

    """

    items: tuple[str, ...]
    options: tuple[str, ...]
    resources: tuple[str, ...]
    start: Ints
    cost: Floats
    use_start: Ints
    use_resource: Ints
    use_amount: Floats
    capacity: Floats

    def __post_init__(self) -> None:
        """Check the whole problem."""
        offenders = [*_shapes(self)] or [*_values(self)]
        if offenders:
            raise InputError(offenders)

    @classmethod
    def of(cls, options: pd.DataFrame, uses: pd.DataFrame, capacity: pd.Series[float]) -> AssignmentProblem:
        """Make a problem from tables.

        Parameters
        ----------
        options : DataFrame
            ``item, option, cost``; an item's rows need not stand together.
        uses : DataFrame
            ``item, option, resource, amount``; rows of one option and resource add up.
        capacity : Series
            By resource.

        Raises
        ------
        InputError
            With every row that repeats an option or names one, or a resource, that does not exist.

        """
        items = list(dict.fromkeys(options["item"].astype(str)))
        resources = [str(name) for name in capacity.index]
        number = {name: at for at, name in enumerate(items)}
        rows = options.assign(_i=options["item"].astype(str).map(number)).sort_values("_i", kind="stable")
        keys = list(zip(rows["item"].astype(str), rows["option"].astype(str), strict=True))
        at = {key: position for position, key in enumerate(keys)}
        _known(keys, at, uses, set(resources))
        named = zip(uses["item"].astype(str), uses["option"].astype(str), strict=True)
        cells = pd.DataFrame(
            {
                "option": [at[key] for key in named],
                "resource": uses["resource"].astype(str).map({name: k for k, name in enumerate(resources)}),
                "amount": uses["amount"].astype(float).to_numpy(),
            }
        )
        sums = cells.groupby(["option", "resource"], sort=False)["amount"].sum().reset_index()
        cells = sums.sort_values("option", kind="stable")
        return cls(
            items=tuple(items),
            options=tuple(key[1] for key in keys),
            resources=tuple(resources),
            start=_starts(rows["_i"].to_numpy(np.int64), len(items)),
            cost=rows["cost"].to_numpy(float),
            use_start=_starts(cells["option"].to_numpy(np.int64), len(keys)),
            use_resource=cells["resource"].to_numpy(np.int64),
            use_amount=cells["amount"].to_numpy(float),
            capacity=np.asarray(capacity, dtype=np.float64),
        )

    @property
    def whole(self) -> bool:
        """Whether every cost is a whole number, so that a bound may be rounded up."""
        return bool((self.cost == np.round(self.cost)).all() and np.abs(self.cost).max(initial=0.0) < 2.0**40)

    def item_of(self) -> Ints:
        """Return the item of each option."""
        return np.repeat(np.arange(len(self.items)), np.diff(self.start))

    def place_of(self) -> Ints:
        """Return the first resource each option names, the number of resources where it uses none."""
        none = len(self.resources)
        first = np.append(self.use_resource, none)[np.minimum(self.use_start[:-1], self.use_resource.size)]
        return np.where(np.diff(self.use_start) > 0, first, none).astype(np.int64)

    def used(self, chosen: Ints) -> Floats:
        """Return how much of each resource a plan uses.

        Parameters
        ----------
        chosen : (N,) ints
            Number of the option each item takes.

        """
        lengths = np.diff(self.use_start)[chosen]
        ends = np.cumsum(lengths)
        within = np.arange(ends[-1] if ends.size else 0) - np.repeat(ends - lengths, lengths)
        at = np.repeat(self.use_start[chosen], lengths) + within
        return np.bincount(self.use_resource[at], self.use_amount[at], minlength=len(self.resources)).astype(float)

    def fits(self, chosen: Ints) -> bool:
        """Whether a plan keeps every capacity (to one part in 1e9)."""
        return bool((self.used(chosen) <= self.capacity * (1.0 + FITS)).all())


def _starts(owner: Ints, owners: int) -> Ints:
    return np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=owners))]).astype(np.int64)


def _known(
    keys: Sequence[tuple[str, str]], at: dict[tuple[str, str], int], uses: pd.DataFrame, known: set[str]
) -> None:
    seen: set[tuple[str, str]] = set()
    offenders = []
    for item, option in keys:
        if (item, option) in seen:
            offenders.append(
                _offender("options", f"{item}/{option}", "option", "", "Lặp lại", "Repeated: keep one row")
            )
        seen.add((item, option))
    for item, option, resource in zip(
        *(uses[name].astype(str) for name in ("item", "option", "resource")), strict=True
    ):
        place = f"{item}/{option}"
        if (item, option) not in at:
            offenders.append(
                _offender("uses", place, "option", "", "Không có phương án này", "There is no such option")
            )
        if resource not in known:
            why = "Không có nguồn lực này", "There is no such resource"
            offenders.append(_offender("uses", place, "resource", resource, *why))
    if offenders:
        raise InputError(offenders)


def _offender(table: str, row: str, column: str, value: str, vi: str, en: str) -> Problem:
    return Problem("assignment", vi, en, table, row, column, value)


def _shapes(problem: AssignmentProblem) -> list[Problem]:
    lengths = {
        "start": (problem.start.size, len(problem.items) + 1),
        "cost": (problem.cost.size, len(problem.options)),
        "use_start": (problem.use_start.size, len(problem.options) + 1),
        "use_amount": (problem.use_amount.size, problem.use_resource.size),
        "capacity": (problem.capacity.size, len(problem.resources)),
    }
    offenders = [
        _offender("assignment", "", name, f"{has} ≠ {needs}", "Sai số phần tử", "Wrong number of entries")
        for name, (has, needs) in lengths.items()
        if has != needs
    ]
    for name, starts, last in (
        ("start", problem.start, problem.cost.size),
        ("use_start", problem.use_start, problem.use_resource.size),
    ):
        if not starts.size or starts[0] != 0 or starts[-1] != last or (np.diff(starts) < 0).any():
            why = "Phải tăng từ 0 đến số phần tử", "Must rise from 0 to the number of entries"
            offenders.append(_offender("assignment", "", name, "", *why))
    outside = (problem.use_resource < 0) | (problem.use_resource >= len(problem.resources))
    if outside.any():
        why = "Không có nguồn lực này", "There is no such resource"
        offenders.append(_offender("assignment", "", "use_resource", str(int(problem.use_resource[outside][0])), *why))
    return offenders


def _values(problem: AssignmentProblem) -> list[Problem]:
    offenders = []
    for at in np.flatnonzero(np.diff(problem.start) == 0)[:SHOWN]:
        why = "Đối tượng không có phương án nào", "The item has no option: give it one, such as staying"
        offenders.append(_offender("options", problem.items[at], "", "", *why))
    for table, names, column, values, low in (
        ("options", problem.options, "cost", problem.cost, -np.inf),
        ("capacity", problem.resources, "capacity", problem.capacity, 0.0),
        ("uses", None, "amount", problem.use_amount, 0.0),
    ):
        wrong = np.flatnonzero(~np.isfinite(values) | (values < low))
        for at in wrong[:SHOWN]:
            row = names[at] if names is not None else problem.resources[problem.use_resource[at]]
            why = "Phải là số hữu hạn", "Must be a finite number"
            if low == 0.0:
                why = "Phải là số hữu hạn từ 0 trở lên", "Must be a finite number, 0 or more"
            offenders.append(_offender(table, row, column, f"{values[at]:g}", *why))
    return offenders
