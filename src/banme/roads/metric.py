"""The seam between routing and the library that finds shortest paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from banme.roads.checks import Floats, Ints


class Metric(Protocol):
    """Arc weights made ready for queries."""

    @property
    def resolution(self) -> float:
        """Largest rounding step of one arc's weight, in the weight's unit; 0 when weights are exact."""

    def distances(self, origins: Ints, destinations: Ints) -> Floats:
        """Return the least weights, shape (origins, destinations), ``inf`` where there is no path."""

    def arcs(self, origin: int, destination: int) -> Ints | None:
        """Return the arcs of a cheapest path in driving order, None where there is none."""


class Topology(Protocol):
    """A graph's shape made ready to take arc weights."""

    def metric(self, weight: Floats) -> Metric:
        """Take arc weights, shape (arcs,), 0 or more; ``inf`` closes an arc."""
