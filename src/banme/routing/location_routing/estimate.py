"""What a set of open depots is likely to cost, before and after similar sets have been tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

import numpy as np

from banme.routing.location_routing.layout import Layout
from banme.routing.location_routing.problem import Floats

Depots = frozenset[int]
ENUMERATED = 10
"""Up to so many depots every set is looked at; above, those that a local search meets."""
RADIAL = 0.9
"""Share of going out and back for each customer alone, by its part of a truck, that rounds come to."""
ALIKE = 1.0
"""How fast what was learnt from a set fades with each depot by which another differs."""
STARTS = 20


class Estimates:
    """Estimated cost of depot sets, corrected by what similar sets came to."""

    def __init__(self, layout: Layout) -> None:
        m = layout.depots
        share = layout.demand / layout.truck
        self.layout = layout
        self.radial: Floats = (layout.away[:m, m:] + layout.toward[:m, m:]) * share
        self.total = int(layout.demand.sum())
        self.prior: dict[Depots, float] = {}
        self.known: dict[Depots, float] = {}

    def fits(self, depots: Depots) -> bool:
        """Tell whether the depots together have room for everyone."""
        return int(self.layout.room[list(depots)].sum()) >= self.total

    def first(self, depots: Depots) -> float:
        """Return the estimate before anything was tried: customers go, largest regret first, where there is room."""
        if depots not in self.prior:
            self.prior[depots] = RADIAL * self._assigned(sorted(depots)) + self.layout.opening[list(depots)].sum()
        return self.prior[depots]

    def learn(self, depots: Depots, cost: float) -> None:
        """Note what a set came to; infinite when no plan that fits was found."""
        self.known[depots] = min(cost, self.known.get(depots, np.inf))

    def likely(self, depots: Depots) -> float:
        """Return the estimate, moved by how far similar sets were from theirs."""
        pairs = [(len(depots ^ other), cost - self.first(other)) for other, cost in self.known.items() if cost < np.inf]
        if not pairs:
            return self.first(depots)
        weights = np.exp(-ALIKE * np.array([apart for apart, _ in pairs], dtype=float))
        return self.first(depots) + float(np.average([error for _, error in pairs], weights=weights))

    def promising(self) -> list[Depots]:
        """Return sets with enough room, least estimate first."""
        m = self.layout.depots
        if m <= ENUMERATED:
            every = (frozenset(some) for size in range(1, m + 1) for some in combinations(range(m), size))
            met: Iterable[Depots] = [some for some in every if self.fits(some)]
        else:
            met = self._met()
        return sorted(met, key=lambda some: (self.first(some), sorted(some)))

    def neighbours(self, depots: Depots) -> Iterator[Depots]:
        """Yield the sets with enough room that differ by one depot more, one less, or one for another."""
        others = [d for d in range(self.layout.depots) if d not in depots]
        made = [depots | {d} for d in others]
        made += [depots - {d} for d in sorted(depots) if len(depots) > 1]
        made += [depots - {out} | {into} for out in sorted(depots) for into in others]
        return (some for some in made if self.fits(some))

    def _assigned(self, depots: list[int]) -> float:
        costs = self.radial[depots]
        room = self.layout.room[depots].copy()
        order = np.argsort(costs, axis=0)
        ranked = np.sort(costs, axis=0)
        regret = ranked[1] - ranked[0] if len(depots) > 1 else np.zeros(costs.shape[1])
        total = 0.0
        for x in np.argsort(-regret, kind="stable"):
            need = self.layout.demand[x]
            for d in order[:, x]:
                if room[d] >= need:
                    room[d] -= need
                    total += costs[d, x]
                    break
            else:
                total += 2.0 * ranked[-1, x]
        return float(total)

    def _met(self) -> set[Depots]:
        """Descend from several sets, each by its best neighbour, and keep all that was looked at."""
        m = self.layout.depots
        met: set[Depots] = set()
        worth = self.layout.opening + self.radial.sum(axis=1) / m
        for start in range(STARTS):
            order = np.random.default_rng(start).permutation(np.argsort(worth)) if start else np.argsort(worth)
            chosen: Depots = frozenset()
            for d in order:
                if chosen and self.fits(chosen):
                    break
                chosen |= {int(d)}
            while True:
                around = list(self.neighbours(chosen))
                met.update((chosen, *around))
                best = min(around, key=self.first, default=chosen)
                if self.first(best) >= self.first(chosen):
                    break
                chosen = best
        return met
