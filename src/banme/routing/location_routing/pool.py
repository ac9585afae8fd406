"""Rounds met on walks, the cheapest order of each set of stops from each depot."""

from __future__ import annotations

import threading

from banme.routing.location_routing.layout import Layout, Rounds

Key = tuple[int, frozenset[int]]


class Pool:
    """Keeps what threads hand in."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.rounds: dict[Key, tuple[float, tuple[int, ...]]] = {}
        self._lock = threading.Lock()

    def add(self, rounds: Rounds) -> None:
        """Keep the rounds that are new, or cheaper than before."""
        with self._lock:
            for depot, stops in rounds:
                key = (depot, frozenset(stops))
                cost = self.layout.round_cost(depot, stops)
                if key not in self.rounds or cost < self.rounds[key][0] - 1e-9:
                    self.rounds[key] = (cost, stops)

    def among(self, depots: list[int], most: int) -> dict[frozenset[int], tuple[int, ...]]:
        """Return the latest sets of stops served from these depots, each in an order that was met."""
        with self._lock:
            met = {key[1]: stops for key, (_, stops) in self.rounds.items() if key[0] in depots}
        return dict(list(met.items())[-most:])
