"""Who shares trucks with whom at what cost: a cost for every coalition of parties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from banme.errors import InputError, Problem

Floats = NDArray[np.float64]
MOST = 12
"""Most parties: every coalition's cost is needed."""
SHOWN = 20


@dataclass(frozen=True, slots=True, eq=False)
class CostGame:
    """A cost for each non-empty set of parties that could go together.

    Coalitions are numbered by bits: party ``i`` belongs to coalition ``c`` when ``c >> i & 1``.

    Attributes
    ----------
    parties : tuple of str, length n
        From 1 to 12.
    cost : (2 ** n,) floats
        What each coalition pays on its own; the first one, of nobody, is 0.

    Raises
    ------
    InputError
        With every offender, when it is made.

    """

    parties: tuple[str, ...]
    cost: Floats

    def __post_init__(self) -> None:
        """Check the game."""
        n = len(self.parties)
        offenders = []
        if not 1 <= n <= MOST or len(set(self.parties)) != n:
            why = f"Cần 1 đến {MOST} bên, tên khác nhau", f"1 to {MOST} parties with different names are needed"
            offenders.append(Problem("sharing", *why, table="parties", value=str(n)))
        elif self.cost.shape != (2**n,):
            why = "Mỗi nhóm bên cần một chi phí", "Every coalition needs a cost"
            offenders.append(Problem("sharing", *why, table="coalitions", value=f"{self.cost.shape} ≠ ({2**n},)"))
        else:
            why = "Chi phí phải là số; nhóm rỗng là 0", "A cost must be a number, that of nobody 0"
            wrong = ~np.isfinite(self.cost) | ((np.arange(self.cost.size) == 0) & (self.cost != 0.0))
            offenders += [
                Problem("sharing", *why, table="coalitions", row=self.name(at), column="cost", value=str(self.cost[at]))
                for at in np.flatnonzero(wrong)[:SHOWN]
            ]
        if offenders:
            raise InputError(offenders)

    @classmethod
    def of(cls, costs: Mapping[frozenset[str], float]) -> CostGame:
        """Make a game from the cost of every coalition.

        Parties stand in the order in which they first come.

        Raises
        ------
        InputError
            With every coalition that has no cost.

        """
        parties = tuple(dict.fromkeys(party for some in costs for party in sorted(some)))
        if len(parties) > MOST:
            return cls(parties, np.zeros(0))
        number = {party: 1 << at for at, party in enumerate(parties)}
        cost = np.full(2 ** len(parties), np.nan)
        cost[0] = 0.0
        for some, value in costs.items():
            cost[sum(number[party] for party in some)] = value
        return cls(parties, cost)

    def members(self, coalition: int) -> tuple[int, ...]:
        """Return the numbers of a coalition's parties."""
        return tuple(at for at in range(len(self.parties)) if coalition >> at & 1)

    def name(self, coalition: int) -> str:
        """Return the names of a coalition's parties, joined by ``+``."""
        return "+".join(self.parties[at] for at in self.members(coalition))

    def belongs(self) -> Floats:
        """Return 1 where a party (column) belongs to a coalition (row), else 0; shape (2 ** n, n)."""
        rows = np.arange(self.cost.size)[:, None] >> np.arange(len(self.parties))[None, :]
        return (rows & 1).astype(float)
