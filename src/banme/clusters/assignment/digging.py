"""Dives one after another: a few over everything, then around the best plan, the kinds that pay more often."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

import numpy as np

from banme.clusters.assignment.dive import Pace, dive
from banme.clusters.assignment.packing import Climb, Packing
from banme.clusters.assignment.problem import Floats, Ints

WHOLE = (Pace(0.1, 50, 10), Pace(0.05, 100, 20), Pace(0.02, 200, 30))
"""Dives over everything, from the coarsest to the finest."""
AROUND = Pace(0.05, 30, 8)
FINE = Pace(0.02, 60, 15)
LEAST_OPEN = 2
"""Items settled in a step at least."""
FADING = 0.98
"""What a kind's gains and seconds count after another of its dives."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Which items a dive puts anew: a share of all, or those of a number of places; and how slowly it settles them."""

    pace: Pace
    share: float = 0.0
    places: int = 0


KINDS = (
    *(Kind(AROUND, share=share) for share in (0.2, 0.35, 0.5, 0.7)),
    *(Kind(AROUND, places=places) for places in (2, 3, 4, 6)),
    *(Kind(FINE, share=share) for share in (0.35, 0.6)),
    Kind(FINE, places=6),
)


@dataclass(slots=True, eq=False)
class Digging:
    """The dives of one search.

    Attributes
    ----------
    packing : Packing
    climb : Climb
        Towards the best values; dives begin there.
    random : Generator

    """

    packing: Packing
    climb: Climb
    random: np.random.Generator
    gain: Floats = field(default_factory=lambda: np.zeros(len(KINDS)))
    seconds: Floats = field(default_factory=lambda: np.zeros(len(KINDS)))
    dives: int = 0

    @classmethod
    def at(cls, packing: Packing, prices: Floats, seed: int) -> Digging:
        """Begin at the values that prices of capacities give: what each item's cheapest option costs, use included."""
        problem = packing.problem
        priced = problem.cost + prices[problem.use_resource] * problem.use_amount
        values = np.minimum.reduceat(priced, problem.start[:-1])
        climb = Climb.at(packing, values)
        climb.go(1)
        return cls(packing, climb, np.random.default_rng(seed))

    @property
    def bound(self) -> float:
        """The bound at ``values``, not rounded."""
        return self.climb.value

    @property
    def values(self) -> Floats:
        """The best values of items found."""
        return self.climb.best

    def next(self, best: Ints | None, cost: float) -> Ints | None:
        """Dive once; return a plan that fits and costs no more than ``cost``, None without one.

        Parameters
        ----------
        best : (N,) ints or None
            The best plan so far.
        cost : float
            What it costs.

        """
        self.dives += 1
        enough = cost - (1.0 - 1e-6 if self.packing.problem.whole else 0.0)
        if best is None or self.dives <= 2 * len(WHOLE):
            pace = WHOLE[(self.dives - 1) % len(WHOLE)]
            found = dive(self.packing, self.values, pace, self.random, enough)
        else:
            number = self._kind()
            began = time.perf_counter()
            kept, pace = self._kept(KINDS[number], best)
            found = dive(self.packing, self.values, pace, self.random, enough, kept)
            self._learn(number, max(0.0, cost - self._cost(found)), time.perf_counter() - began)
        return found if self._cost(found) <= cost else None

    def _cost(self, chosen: Ints | None) -> float:
        return math.inf if chosen is None else math.fsum(self.packing.problem.cost[chosen])

    def _kind(self) -> int:
        """Draw a kind, those that gained most in a second more often."""
        rate = (self.gain + 1e-3) / (self.seconds + 1e-3)
        weight = 0.5 * rate / rate.sum() + 0.5 / len(KINDS)
        return int(self.random.choice(len(KINDS), p=weight))

    def _learn(self, number: int, gained: float, seconds: float) -> None:
        self.gain[number] = FADING * self.gain[number] + gained
        self.seconds[number] = FADING * self.seconds[number] + seconds

    def _kept(self, kind: Kind, best: Ints) -> tuple[Ints, Pace]:
        problem = self.packing.problem
        if kind.places:
            places = self.random.permutation(len(problem.resources))[: kind.places]
            free = np.isin(problem.use_resource[best], places)
        else:
            free = self.random.random(best.size) < kind.share
        share = max(kind.pace.share, LEAST_OPEN / max(1, int(free.sum())))
        return np.where(free, -1, best), Pace(share, kind.pace.first, kind.pace.passes)
