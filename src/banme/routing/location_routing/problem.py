"""Which depots open and which truck rounds leave them, under depot and truck capacities."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from banme.errors import InputError, Problem

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SHOWN = 20
"""Offenders of one kind that are named; the rest are counted."""


@dataclass(frozen=True, slots=True, eq=False)
class LocationRoutingProblem:
    """A capacitated location-routing problem: m depots, n customers, trucks of one kind.

    Every customer is served by exactly one round. A round leaves an open depot and comes back to it, and carries no
    more than a truck does. All rounds of a depot together carry no more than the depot's capacity. To minimise: opening
    costs of the depots in use, the trucks' cost for each round, and the cost of the legs.

    Attributes
    ----------
    depots : tuple of str, length m
    customers : tuple of str, length n
    leg_cost : (m + n, m + n) floats
        Cost from row to column, depots before customers, 0 or more; ``inf`` where there is no way. The diagonal is not
        read. Need be neither symmetric nor metric.
    demand : (n,) floats
        0 or more, in one unit with the capacities.
    depot_capacity : (m,) floats
        0 or more; ``inf`` is allowed.
    depot_cost : (m,) floats
        Cost of opening, 0 or more.
    truck_capacity : float
        Above 0.
    truck_cost : float
        Cost of a round, 0 or more.

    Raises
    ------
    InputError
        With every offender, when it is made: wrong sizes and figures, customers that fill more than a truck or
        a depot or that no depot reaches there and back, and depots too small for all customers together.

    """

    depots: tuple[str, ...]
    customers: tuple[str, ...]
    leg_cost: Floats
    demand: Floats
    depot_capacity: Floats
    depot_cost: Floats
    truck_capacity: float
    truck_cost: float

    def __post_init__(self) -> None:
        """Check the whole problem."""
        offenders = [*_shapes(self)] or [*_figures(self)] or [*_impossible(self)]
        if offenders:
            raise InputError(offenders)

    def round_cost(self, depot: int, stops: tuple[int, ...]) -> float:
        """Return the cost of one round: its truck and its legs.

        Parameters
        ----------
        depot : int
        stops : tuple of int
            Numbers of customers, in order; not empty.

        """
        nodes = [depot, *(len(self.depots) + stop for stop in stops), depot]
        return self.truck_cost + float(sum(self.leg_cost[a, b] for a, b in pairwise(nodes)))


def _offender(table: str, row: str, column: str, value: str, why: tuple[str, str]) -> Problem:
    return Problem("location-routing", *why, table=table, row=row, column=column, value=value)


def _shapes(problem: LocationRoutingProblem) -> list[Problem]:
    m, n = len(problem.depots), len(problem.customers)
    offenders = [
        _offender(table, "", "", "0", ("Cần ít nhất một dòng", "At least one is needed"))
        for table, count in (("depots", m), ("customers", n))
        if not count
    ]
    for table, names in (("depots", problem.depots), ("customers", problem.customers)):
        twice = sorted({name for name in names if names.count(name) > 1})[:SHOWN]
        why = "Trùng tên: mỗi tên một dòng", "Repeated: one row for each name"
        offenders += [_offender(table, name, "", "", why) for name in twice]
    for name, has, needs in (
        ("leg_cost", problem.leg_cost.shape, (m + n, m + n)),
        ("demand", problem.demand.shape, (n,)),
        ("depot_capacity", problem.depot_capacity.shape, (m,)),
        ("depot_cost", problem.depot_cost.shape, (m,)),
    ):
        if has != needs:
            offenders.append(_offender("", "", name, f"{has} ≠ {needs}", ("Sai kích thước", "Wrong size")))
    return offenders


def _figures(problem: LocationRoutingProblem) -> list[Problem]:
    why = "Phải là số từ 0 trở lên", "Must be a number, 0 or more"
    offenders = []
    for table, names, column, values, unlimited in (
        ("depots", problem.depots, "depot_capacity", problem.depot_capacity, True),
        ("depots", problem.depots, "depot_cost", problem.depot_cost, False),
        ("customers", problem.customers, "demand", problem.demand, False),
    ):
        wrong = np.isnan(values) | (values < 0.0) | (np.isinf(values) & (not unlimited))
        offenders += [
            _offender(table, names[at], column, f"{values[at]:g}", why) for at in np.flatnonzero(wrong)[:SHOWN]
        ]
    if not 0.0 < problem.truck_capacity < np.inf:
        above = "Phải là số lớn hơn 0", "Must be a number above 0"
        offenders.append(_offender("", "", "truck_capacity", f"{problem.truck_capacity:g}", above))
    if not 0.0 <= problem.truck_cost < np.inf:
        offenders.append(_offender("", "", "truck_cost", f"{problem.truck_cost:g}", why))
    names = (*problem.depots, *problem.customers)
    legs = problem.leg_cost.copy()
    np.fill_diagonal(legs, 0.0)
    for a, b in np.argwhere(np.isnan(legs) | (legs < 0.0))[:SHOWN]:
        offenders.append(_offender("leg_cost", names[a], names[b], f"{legs[a, b]:g}", why))
    return offenders


def _impossible(problem: LocationRoutingProblem) -> list[Problem]:
    m = len(problem.depots)
    offenders = []
    most = problem.depot_capacity.max()
    for at in np.flatnonzero(problem.demand > min(problem.truck_capacity, most))[:SHOWN]:
        why = (
            "Không xe hay kho nào chở hoặc chứa hết: hãy chia nhỏ",
            "More than a truck or any depot takes: split the demand",
        )
        offenders.append(_offender("customers", problem.customers[at], "demand", f"{problem.demand[at]:g}", why))
    reached = np.isfinite(problem.leg_cost[:m, m:] + problem.leg_cost[m:, :m].T).any(axis=0)
    # a customer may also be reached by way of others; only one without any way in or out is surely impossible
    legs = problem.leg_cost.copy()
    np.fill_diagonal(legs, np.inf)
    lost = ~reached & ~(np.isfinite(legs[:, m:]).any(axis=0) & np.isfinite(legs[m:, :]).any(axis=1))
    for at in np.flatnonzero(lost)[:SHOWN]:
        why = "Không có đường đến hoặc đi", "There is no way in or no way out"
        offenders.append(_offender("customers", problem.customers[at], "leg_cost", "", why))
    total = problem.demand.sum()
    if problem.depot_capacity.sum() < total:
        why = "Tất cả các kho không đủ chỗ cho tổng nhu cầu", "All depots together are too small for the total demand"
        offenders.append(
            _offender("depots", "", "depot_capacity", f"{problem.depot_capacity.sum():g} < {total:g}", why)
        )
    return offenders
