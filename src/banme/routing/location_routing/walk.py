"""One annealed walk over rounds, which can be stopped, warmed up again and gone on with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from banme.routing.location_routing.layout import Layout, Rounds
from banme.routing.location_routing.problem import Floats
from banme.routing.location_routing.string_removal import anneal

FIRST_PRICE = 20.0


@dataclass(frozen=True, slots=True)
class Heat:
    """Temperatures at the beginning and the end, in the unit of cost."""

    first: float
    last: float

    @classmethod
    def of(cls, layout: Layout) -> Heat:
        """Take the usual cost between neighbours for a measure."""
        n, m = layout.customers, layout.depots
        few = layout.near[:, 1:6]
        if not few.size:
            return cls(1.0, 1e-2)
        legs = layout.away[m + np.arange(n)[:, None], m + few]
        usual = float(np.median(legs)) or float(legs.mean()) or 1.0
        return cls(1.2 * usual, 0.02 * usual)


class Walk:
    """The state of one walk: rounds now, the best that fit, temperature and price of overload.

    Parameters
    ----------
    layout : Layout
    allowed : (m,) bools
        Depots in play.
    seed : int
    """

    def __init__(self, layout: Layout, allowed: NDArray[np.bool_], seed: int) -> None:
        n, m, longest = layout.customers, layout.depots, layout.longest
        self.layout, self.allowed = layout, allowed
        self.random = np.array([(seed * 2654435761 + 88172645463325252) % 2**64 or 1], np.uint64)
        rows, width = n + 2, longest + 3
        self._rounds = (
            np.zeros((rows, width), np.uint32),
            np.zeros((rows, width)),
            np.zeros(rows, np.int64),
            np.zeros(rows, np.int64),
            np.zeros(rows, np.int64),
            np.zeros(rows, np.int64),
        )
        kept = tuple(array.copy() for array in self._rounds[:5])
        self._arrays = (
            self._rounds,
            kept,
            np.zeros(rows + 1, np.int64),
            np.full(m + n, -1, np.int64),
            np.zeros(m + n, np.int64),
            np.zeros(m, np.int64),
        )
        self._best = (np.zeros((rows, width), np.uint32), np.zeros(rows + 1, np.int64), np.zeros(rows, np.int64))
        self.cost = np.inf
        self._price = FIRST_PRICE
        self._count, self._fitting, self._ticks = 0.0, 0.0, 0.0
        nearest = np.where(allowed[:, None], layout.away[:m, m:] + layout.toward[:m, m:], np.inf).argmin(axis=0)
        self.begin(tuple((int(nearest[x]), (x,)) for x in range(n)))

    def begin(self, rounds: Rounds) -> None:
        """Go on from these rounds; those of depots out of play go to the depot in play that is cheapest for them."""
        layout, m = self.layout, self.layout.depots
        nodes, edges, length, load, depot, mark = self._rounds
        where, at, used = self._arrays[3:]
        length[:], mark[:], used[:] = 0, 0, 0
        for r, (home, stops) in enumerate(rounds):
            line = [m + x for x in stops]
            ends = layout.away[:m, line[0]] + layout.toward[:m, line[-1]]
            d = home if self.allowed[home] else int(np.where(self.allowed, ends, np.inf).argmin())
            nodes[r, : len(line) + 2] = [d, *line, d]
            edges[r, : len(line) + 1] = layout.away[nodes[r, : len(line) + 1], nodes[r, 1 : len(line) + 2]]
            length[r], load[r], depot[r] = len(line), layout.demand[list(stops)].sum(), d
            used[d] += load[r]
            where[line], at[line] = r, np.arange(1, len(line) + 1)
        self._count = float(len(rounds))

    def go(self, steps: int, heat: Heat, switching: float = 0.0) -> None:
        """Anneal for some steps, the temperature falling from the first to the last.

        Parameters
        ----------
        steps : int
        heat : Heat
        switching : float
            Chance in each step that all rounds of one depot try another.
        """
        layout = self.layout
        cooling = (heat.last / heat.first) ** (1.0 / max(1, steps))
        figures: Floats = np.array(
            [steps, heat.first, cooling, switching, self._price, self._count, self.cost, self._fitting, self._ticks],
            dtype=float,
        )
        tables = (
            layout.away,
            layout.toward,
            layout.demand,
            layout.room,
            layout.truck,
            layout.opening,
            layout.fixed,
            self.allowed,
        )
        anneal(tables, layout.near, self._arrays, self._best, figures, self.random)
        self._price, self._count, self.cost = figures[4], figures[5], float(figures[6])
        self._fitting, self._ticks = figures[7], figures[8]

    def best(self) -> Rounds:
        """Return the best rounds that fit; empty when none did."""
        nodes, length, depot = self._best
        return self._read(nodes, length, depot, 0) if np.isfinite(self.cost) else ()

    def now(self) -> Rounds:
        """Return the rounds as they stand; a depot may be overloaded."""
        nodes, _, length, _, depot, _ = self._rounds
        return self._read(nodes, length[: int(self._count)], depot, 1)

    def _read(
        self, nodes: NDArray[np.uint32], length: NDArray[np.int64], depot: NDArray[np.int64], first: int
    ) -> Rounds:
        m = self.layout.depots
        made = []
        for r, size in enumerate(length):
            if size == 0 and first == 0:
                break
            if size:
                stops = tuple(int(x) - m for x in nodes[r, first : first + size])
                made.append((int(depot[r]), stops))
        return tuple(made)
