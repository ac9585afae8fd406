"""Room that must be open whatever the plan, and what whole openings make of it.

Goods that have no way round a kind of sites need room there: sum of room[m] y[m] >= need in a period. Because openings
are whole, the row may be rounded: divided by a step, with f the fraction of need / step (mixed-integer rounding),

    sum of (floor(room / step) + min(1, fraction(room / step) / f)) y >= ceil(need / step)

One row of each kind, commodity with limits of its own (or all together) and stage is kept, in its most demanding
period, as it is and in its best rounding, unless the one says all that the other does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from banme.siting.problem import ORIGIN, OUTLET, SITE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from banme.siting.layout import Floats, Ints, Layout

LEAST_FRACTION = 1e-3
"""Fraction of need / step below which rounding up would rest on the last digits."""
STEPS = 60
"""Most steps tried for a row."""
PARTS = (1.0, 0.5)
"""Shares of the modules' rooms that are tried as steps."""


@dataclass(frozen=True, slots=True, eq=False)
class Cover:
    """A row ``sum of room * y[module, stage of the period] >= need``; ``step`` is 0 where it is not rounded."""

    kind: str
    commodity: str
    period: int
    step: float
    module: Ints
    room: Floats
    need: float


def covers(layout: Layout) -> list[Cover]:
    """Return the rows worth keeping."""
    out: list[Cover] = []
    for plain in _plain(layout):
        fixed = layout.modules.fixed[plain.module]
        best, most = plain, _least_cost(plain, fixed)
        for step in _steps(plain.room).tolist():
            rounded = _rounded(plain, step)
            if rounded is None:
                continue
            cost = _least_cost(rounded, fixed)
            if cost > most * (1.0 + 1e-9):
                best, most = rounded, cost
        if best is plain or not _says_all(best, plain):
            out.append(plain)
        if best is not plain:
            out.append(best)
    return out


def _plain(layout: Layout) -> Iterator[Cover]:
    for kind, need in must_pass(layout).items():
        on = np.flatnonzero(layout.kind[layout.modules.site] == kind)
        for name, room, wanted in _rooms(layout, on, need):
            for stage in range(layout.weight.size):
                period = np.flatnonzero(layout.stage == stage)
                most = int(period[np.argmax(wanted[period])])
                if wanted[most] > 0:
                    yield Cover(kind, name, most, 0.0, on, np.minimum(room[:, most], wanted[most]), float(wanted[most]))


def must_pass(layout: Layout) -> dict[str, Floats]:
    """Return by kind the goods (K, T) that must come in at sites of the kind in a period.

    Goods must pass points when all ways out of their origin lead to points, and centres when all ways into outlets come
    from centres and nothing is stored.
    """
    flows = layout.flows
    source, target = layout.kind[flows.source], layout.kind[flows.target]
    firm = layout.supply.copy()
    firm[layout.unshipped.node, layout.unshipped.commodity, layout.unshipped.period] = 0.0
    out: dict[str, Floats] = {}
    for kind, others in ((SITE_KINDS[0], SITE_KINDS[1:]), (SITE_KINDS[1], ())):
        past = (source == ORIGIN) & (target != kind)
        if not others:
            past = (target == OUTLET) & (source != kind)
            if layout.stock.node.size or past.any():
                continue
        free = np.zeros(firm.shape, bool)
        free[flows.source[past], flows.commodity[past], flows.period[past]] = True
        out[kind] = np.where(free, 0.0, firm).sum(axis=0)
    return out


def _rooms(layout: Layout, on: Ints, need: Floats) -> Iterator[tuple[str, Floats, Floats]]:
    """Yield commodity (empty: all), room (M, T) and need (T,) of the capacities that may bind."""
    modules = layout.modules
    yield "", modules.throughput[on], layout.use @ need
    for k in range(layout.use.size):
        own = modules.own[on, k]
        if on.size and np.isfinite(own).all():
            name = str(layout.problem.commodities.index[k])
            yield name, np.repeat(own[:, None], need.shape[1], axis=1), need[k]


def _steps(room: Floats) -> Floats:
    """Return steps worth trying: the different rooms there are, and their halves."""
    different = np.unique(room[room > 0])
    if different.size > STEPS:
        different = different[np.linspace(0, different.size - 1, STEPS).astype(np.int64)]
    return np.unique(np.concatenate([share * different for share in PARTS]))


def _rounded(plain: Cover, step: float) -> Cover | None:
    whole = plain.need / step
    fraction = whole - np.floor(whole)
    if fraction < LEAST_FRACTION or fraction > 1.0 - LEAST_FRACTION:
        return None
    parts = plain.room / step
    floor = np.floor(parts)
    room = floor + np.minimum(1.0, (parts - floor) / fraction)
    return Cover(plain.kind, plain.commodity, plain.period, step, plain.module, room, float(np.ceil(whole)))


def _least_cost(row: Cover, fixed: Floats) -> float:
    """Return the least fixed cost of meeting a row with openings from 0 to 1 (inf where it cannot be met)."""
    on = row.room > 0
    room, cost = row.room[on], fixed[on]
    order = np.argsort(cost / room, kind="stable")
    before = np.cumsum(room[order]) - room[order]
    taken = np.clip(row.need - before, 0.0, room[order])
    if taken.sum() < row.need * (1.0 - 1e-9):
        return np.inf
    return float((cost[order] * taken / room[order]).sum())


def _says_all(rounded: Cover, plain: Cover) -> bool:
    """Whether whatever meets the rounded row meets the plain one."""
    return bool((rounded.room / rounded.need <= plain.room / plain.need * (1.0 + 1e-12)).all())
