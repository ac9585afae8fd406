"""Rounds from one place and back, each truck kind at its own costs: what a lower bound is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from banme.errors import InputError, Problem

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FINEST = 300
"""Most units that a truck's capacity is counted in."""


@dataclass(frozen=True, slots=True, eq=False)
class TruckKind:
    """Trucks that are alike.

    Attributes
    ----------
    name : str
    capacity : float
        Above 0, in the unit of demand.
    round_cost : float
        Of each round, before its legs; 0 or more.
    most : int or None
        Most rounds that this kind drives; None: as many as wanted.
    start_cost, end_cost : (n,) floats
        From the start to a stop, and from a stop to the end; ``inf`` where there is no way.
    leg_cost : (n, n) floats
        From stop to stop; the diagonal is not read.
    """

    name: str
    capacity: float
    round_cost: float
    most: int | None
    start_cost: Floats
    end_cost: Floats
    leg_cost: Floats


@dataclass(frozen=True, slots=True, eq=False)
class CollectionProblem:
    """Stops that are each visited by exactly one round of some truck kind, within its capacity.

    Attributes
    ----------
    stops : tuple of str, length n
    demand : (n,) floats
        0 or more.
    kinds : tuple of TruckKind

    Raises
    ------
    InputError
        With every offender, when it is made.

    """

    stops: tuple[str, ...]
    demand: Floats
    kinds: tuple[TruckKind, ...]

    def __post_init__(self) -> None:
        """Check the whole problem."""
        n = len(self.stops)
        offenders = []
        if not n or self.demand.shape != (n,) or not (np.isfinite(self.demand) & (self.demand >= 0.0)).all():
            why = "Mỗi điểm cần một khối lượng từ 0 trở lên", "Each stop needs a demand, 0 or more"
            offenders.append(Problem("route-bound", *why, table="stops", column="demand"))
        for kind in self.kinds:
            shapes = kind.start_cost.shape, kind.end_cost.shape, kind.leg_cost.shape
            legs = kind.leg_cost.copy()
            if shapes == ((n,), (n,), (n, n)):
                np.fill_diagonal(legs, 0.0)
            numbers = np.concatenate([kind.start_cost, kind.end_cost, legs.ravel()])
            if shapes != ((n,), (n,), (n, n)) or np.isnan(numbers).any() or (numbers == -np.inf).any():
                why = "Bảng chi phí sai kích thước hoặc có ô không phải số", "Costs of wrong size, or not a number"
                offenders.append(Problem("route-bound", *why, table="kinds", row=kind.name, column="leg_cost"))
            if not 0.0 < kind.capacity < np.inf or not 0.0 <= kind.round_cost < np.inf or (kind.most or 0) < 0:
                why = "Tải trọng phải lớn hơn 0, các số khác từ 0", "Capacity must be above 0, the others 0 or more"
                offenders.append(Problem("route-bound", *why, table="kinds", row=kind.name, column="capacity"))
        largest = max((kind.capacity for kind in self.kinds), default=0.0)
        if not offenders:
            why = "Không loại xe nào chở hết: hãy chia nhỏ", "No truck takes it whole: split it"
            offenders += [
                Problem("route-bound", *why, table="stops", row=self.stops[at], column="demand")
                for at in np.flatnonzero(self.demand > largest)
            ]
        if offenders:
            raise InputError(offenders)

    def least_rounds(self) -> int:
        """Return how many rounds there must be at least: total demand by the largest truck, rounded up."""
        total = sum((Fraction(value) for value in self.demand.tolist()), Fraction(0))
        return max(1, -int(-total // Fraction(max(kind.capacity for kind in self.kinds))))


def unit(demand: Floats, capacity: float) -> float:
    """Return the unit in which a kind's loads are counted: exact where it can be, else a part of the capacity."""
    figures = [Fraction(value) for value in (*demand.tolist(), capacity)]
    if all(figure.denominator == 1 for figure in figures):
        common = int(np.gcd.reduce([int(figure) for figure in figures]))
        if capacity / common <= FINEST:
            return float(common)
    return capacity / FINEST


def counted(demand: Floats, capacity: float, per: float) -> tuple[Ints, int]:
    """Return each stop's weight and the truck's capacity in whole units, every weight at least 1.

    Loads are rounded down, so that every round that fits the truck fits here too. Where one comes to nothing, every
    stop weighs one unit more and the truck takes one more for each stop it has room for.
    """
    floors = [int(Fraction(value) // Fraction(per)) for value in demand.tolist()]
    most = int(Fraction(capacity) // Fraction(per))
    if min(floors) > 0:
        return np.array(floors, dtype=np.int64), most
    stops, load = 0, Fraction(0)
    for value in sorted(demand.tolist()):
        load += Fraction(value)
        stops += load <= Fraction(capacity)
    return np.array(floors, dtype=np.int64) + 1, most + stops
