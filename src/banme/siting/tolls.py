"""Which way each supply would take, and what room costs, by a few rounds of tolls and no linear programme.

Where more comes than a row has room for, its toll rises, elsewhere it falls; every supply takes its cheapest way, tolls
included, and what arrives at a site leaves by the cheapest way on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from banme.siting.layout import Floats, Ints
    from banme.siting.relaxation import Relaxation

PASSES = 40
LEVELS = 3
"""Passes that carry a price from outlets back to the first sites."""
FIRST_STEP = 0.3
"""First change of a toll for a row filled twice, as a share of the typical cost per tonne."""
SHRINK = 0.88
RECENT = 0.15
"""Weight of a pass in the average of what is filled."""


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """Columns by which a supply can go, sorted by supply.

    Attributes
    ----------
    row : (S,) row of the problem of each supply
    quantity : (S,) t
    head : (S + 1,) first way of each supply
    column : (W,) column of the problem
    supply : (W,) supply of each way
    block : (W, R) their entries in the rows of the problem

    """

    row: Ints
    quantity: Floats
    head: Ints
    column: Ints
    supply: Ints
    block: sparse.csr_matrix

    @classmethod
    def of(cls, relaxation: Relaxation, is_supply: NDArray[np.bool_], possible: Ints) -> Ways:
        """Gather the ways of all supplies among possible columns (ascending)."""
        block = relaxation.transposed[possible]
        at = np.repeat(np.arange(possible.size), np.diff(block.indptr))
        on = is_supply[block.indices]
        which, row = at[on], block.indices[on].astype(np.int64)
        order = np.argsort(row, kind="stable")
        which, row = which[order], row[order]
        start = np.flatnonzero(np.diff(row, prepend=-1))
        head = np.append(start, row.size)
        supply = np.repeat(np.arange(start.size), np.diff(head))
        return cls(row[start], relaxation.low[row[start]], head, possible[which], supply, block[which])

    def reduced(self, relaxation: Relaxation, prices: Floats) -> Floats:
        """Return (W,) cost of each way at prices (R,) of the rows."""
        out: Floats = relaxation.cost[self.column] - self.block @ prices
        return out

    def best(self, reduced: Floats) -> tuple[Floats, Ints]:
        """Return (S,) least cost, and the way that has it."""
        least, way = _least(reduced, self.head[:-1], self.supply)
        return least, way

    def lead(self, reduced: Floats, best: Floats, way: Ints) -> Floats:
        """Return (S,) by how much the best way is cheaper than the next; inf where there is one only."""
        rest = reduced.copy()
        rest[way] = np.inf
        out: Floats = np.minimum.reduceat(rest, self.head[:-1]) - best
        return out

    def load(self, taken: Ints) -> Floats:
        """Return (R,) what the supplies fill of each row by the ways taken ((S,), -1: none)."""
        on = np.flatnonzero(taken >= 0)
        used = self.block[taken[on]]
        fills = used.data * np.repeat(self.quantity[on], np.diff(used.indptr))
        return np.asarray(np.bincount(used.indices, fills, minlength=self.block.shape[1]), float)

    def cheapest(self, supplies: Ints, reduced: Floats, count: int) -> Ints:
        """Return the ``count`` cheapest ways of each of some supplies."""
        wanted = np.zeros(self.row.size, bool)
        wanted[supplies] = True
        on = np.flatnonzero(wanted[self.supply])
        order = on[np.lexsort((reduced[on], self.supply[on]))]
        start = np.flatnonzero(np.diff(self.supply[order], prepend=-1))
        rank = np.arange(order.size) - np.repeat(start, np.diff(np.append(start, order.size)))
        out: Ints = order[rank < count]
        return out

    def supply_of(self, columns: Ints) -> Ints:
        """Return the supply of each column, -1 where it is no way."""
        order = np.argsort(self.column)
        if not order.size:
            return np.full(columns.size, -1, np.int64)
        at = order[np.minimum(np.searchsorted(self.column[order], columns), order.size - 1)]
        return np.where(self.column[at] == columns, self.supply[at], -1)


def tolls(relaxation: Relaxation, ways: Ways, onward: Onward, limit: Floats, dear: float) -> tuple[Floats, Floats]:
    """Return prices (R,) of the rows, supplies' own rows at zero, and what the last passes filled of each.

    Parameters
    ----------
    relaxation : Relaxation
    ways : Ways
    onward : Onward
    limit : (R,) most of each row under the openings, inf where openings do not matter
    dear : float
        Price of a row without any room (VND/t).

    """
    prices, filled = np.zeros(relaxation.low.size), np.zeros(relaxation.low.size)
    capped = np.flatnonzero(np.isfinite(limit))
    shut = limit[capped] <= 0.0
    room = np.where(shut, 1.0, limit[capped])
    typical = float(np.median(np.abs(relaxation.cost[ways.column])))
    for number in range(PASSES):
        prices[capped[shut]] = -dear
        leaving = onward.price(prices)
        _, way = ways.best(ways.reduced(relaxation, prices))
        now = onward.carry(ways.load(way), leaving)
        filled += RECENT * (now - filled)
        step = FIRST_STEP * typical * SHRINK**number
        over = np.clip(now[capped] / room - 1.0, -1.0, 1.0)
        prices[capped] = np.minimum(0.0, prices[capped] - step * over)
    prices[capped[shut]] = -dear
    onward.price(prices)
    return prices, filled


class Onward:
    """Ways from site to site or outlet, by the row of goods at the site they leave."""

    def __init__(self, relaxation: Relaxation, others: Ints) -> None:
        count = relaxation.layout.flows.arc.size
        others = others[others < count]
        block = relaxation.transposed[others].copy()
        at = np.repeat(np.arange(others.size), np.diff(block.indptr))
        leaves = (block.data == -1.0) & (relaxation.low[block.indices] == 0.0) & (relaxation.high[block.indices] == 0.0)
        self.source = np.full(others.size, -1, np.int64)
        self.source[at[leaves]] = block.indices[leaves]
        block.data[leaves] = 0.0
        on = self.source >= 0
        order = np.flatnonzero(on)[np.argsort(self.source[on], kind="stable")]
        self.source, self.block = self.source[order], block[order]
        self.cost = relaxation.cost[others[order]]
        self.start = np.flatnonzero(np.diff(self.source, prepend=-1))
        self.group = np.repeat(np.arange(self.start.size), np.diff(np.append(self.start, self.source.size)))
        self.rows = self.source[self.start]
        stock = relaxation.matrix[self.rows][:, count : int(relaxation.layout.offsets[2])]
        self.stored = np.diff(stock.indptr) > 0

    def price(self, prices: Floats) -> Ints:
        """Set what goods at sites are worth in ``prices``; return the ways they leave by."""
        if not self.start.size:
            return self.start
        for _ in range(LEVELS):
            least, leaving = _least(self.cost - self.block @ prices, self.start, self.group)
            prices[self.rows] = -least
        return leaving

    def sharpen(self, prices: Floats) -> None:
        """Lower prices of goods at sites to what the ways on say, where a programme left them undetermined.

        Goods nothing of which passes a site may have any price up to that in an optimal programme.
        """
        for _ in range(LEVELS if self.start.size else 0):
            least, _ = _least(self.cost - self.block @ prices, self.start, self.group)
            prices[self.rows] = np.where(self.stored, prices[self.rows], np.minimum(prices[self.rows], -least))

    def carry(self, load: Floats, leaving: Ints) -> Floats:
        """Return (R,) what rows are filled when goods that arrive leave at once by the ways given."""
        block = self.block[leaving]
        row = np.repeat(self.rows, np.diff(block.indptr))
        arrived = load
        for _ in range(LEVELS - 1):
            arrived = load + np.bincount(block.indices, block.data * arrived[row], minlength=load.size)
        return arrived


def _least(values: Floats, start: Ints, group: Ints) -> tuple[Floats, Ints]:
    """Return each group's least value and the first place that has it; groups follow one another."""
    least = np.minimum.reduceat(values, start)
    equal = np.flatnonzero(values <= least[group])
    place: Ints = equal[np.diff(group[equal], prepend=-1) > 0]
    return least, place
