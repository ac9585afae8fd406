"""The cheapest flows for given openings, one independent part of the year at a time.

Once the openings are given, nothing joins two periods but stock and a cap on a year's CO2. Where there is neither, each
period is a linear programme of its own. Openings only move the limits of capacity rows, so every
programme stays warm from one set of openings to the next, and those whose limits do not bind are not solved again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from banme.siting.part import Part, Units
from banme.siting.rules import opened
from banme.siting.side_by_side import side_by_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from banme.siting.layout import Floats, Ints
    from banme.siting.linear import Setting
    from banme.siting.relaxation import Relaxation
    from banme.siting.watch import Watch

PAYS = 1e-9
"""Reduced cost, as a share of the dearest flow's cost, below which a column left out is taken in."""


def parts_of_year(relaxation: Relaxation) -> Ints:
    """Return (T,) the part of the year each period belongs to: those that some row joins are one part."""
    layout = relaxation.layout
    matrix, first = relaxation.matrix, int(layout.offsets[3])
    period = np.concatenate([layout.flows.period, layout.stock.period, layout.unshipped.period])
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    on = matrix.indices < first
    row, at = row[on], period[matrix.indices[on]]
    heads = np.flatnonzero(np.diff(row, prepend=-1))
    anchor = np.repeat(at[heads], np.diff(np.append(heads, row.size)))
    other = anchor != at
    count = layout.stage.size
    start, end = np.divmod(np.unique(anchor[other] * count + at[other]), count)
    links = sparse.csr_matrix((np.ones(start.size), (start, end)), shape=(count, count))
    _, part = csgraph.connected_components(links, directed=False)
    return np.asarray(part, np.int64)


class SplitFlows:
    """Every part's programme, and what they say together for given openings.

    With a price of room (VND/t) open sites may take more than their room at that price; it counts as short. The parts
    are solved in as many threads as the setting names, each by HiGHS with one thread.
    """

    def __init__(
        self, relaxation: Relaxation, watch: Watch, setting: Setting, kernel: NDArray[np.bool_], room: float = np.inf
    ) -> None:
        self.relaxation, self.watch, self.threads = relaxation, watch, setting.threads
        setting = replace(setting, threads=1)
        layout = relaxation.layout
        units = Units.of(relaxation, room)
        self.first_opening = int(layout.offsets[3])
        period = np.concatenate([layout.flows.period, layout.stock.period, layout.unshipped.period])
        self.block = parts_of_year(relaxation)[period]
        self.place = np.concatenate([layout.flows.source, layout.stock.node, layout.unshipped.node])
        self.kernel = kernel[: self.first_opening].copy()
        self.dearest = float(np.abs(relaxation.cost[: self.first_opening]).max(initial=1.0))
        self.parts = []
        for part in range(int(self.block.max(initial=-1)) + 1):
            possible = np.flatnonzero(self.block == part)
            self.parts.append(Part(relaxation, units, setting, possible, self.kernel))
        weight = np.broadcast_to(layout.weight, (layout.modules.site.size, layout.weight.size))
        self.fixed: Floats = (layout.modules.fixed[:, None] * weight).ravel()

    def cost(self, first: Ints) -> float:
        """Return the cost of these openings with their cheapest flows over the kernel (VND), short goods priced dear.

        inf when time ran out.
        """
        openings = opened(self.relaxation.layout, first)
        total = float(self.fixed @ openings)

        def solve(part: Part) -> bool:
            return not self.watch.over() and part.solve(openings, self.watch.left())

        done = side_by_side(solve, self.parts, self.threads)
        return total + sum(part.cost for part in self.parts) if all(done) else np.inf

    def crowded(self, first: Ints, parts: Sequence[int]) -> dict[int, Floats]:
        """Return how crowded sites (N,) are in some parts of the year, by a few rounds of tolls."""
        openings = opened(self.relaxation.layout, first)
        return {at: self.parts[at].crowding(openings) for at in parts if not self.watch.over()}

    @property
    def short(self) -> float:
        """Goods (t) that found no way in the last solve."""
        return float(sum(part.short for part in self.parts))

    def widen(self) -> int:
        """Take in the columns outside the kernel that would pay at the last solve's prices; return how many."""
        reduced = self.relaxation.cost - self.relaxation.transposed @ self.multipliers()
        missing = np.flatnonzero(~self.kernel & (reduced[: self.first_opening] < -PAYS * self.dearest))
        for at, part in enumerate(self.parts):
            mine = missing[self.block[missing] == at]
            if mine.size:
                part.add(mine)
        return int(missing.size)

    def multipliers(self) -> Floats:
        """Return the relaxed rows' prices (R,) at the last solve."""
        out = np.zeros(self.relaxation.low.size)
        for part in self.parts:
            out[part.rows] = part.prices
        return self.relaxation.signed(out)

    def by_node(self, first: Ints) -> Floats:
        """Return (N,) the last solve's cost by the node that sends the goods, and of openings by site (VND)."""
        layout = self.relaxation.layout
        count = layout.kind.size
        stages = layout.weight.size
        out: Floats = np.zeros(count)
        np.add.at(out, np.repeat(layout.modules.site, stages), self.fixed * opened(self.relaxation.layout, first))
        for part in self.parts:
            spent = self.relaxation.cost[part.columns] * part.values
            out += np.bincount(self.place[part.columns], spent, minlength=count)
            out += np.bincount(self._blamed(part), part.fine, minlength=count)
        return out

    def _blamed(self, part: Part) -> Ints:
        """Return the node at which falling short of each elastic row counts: who sends, or whose room it is."""
        rows = part.rows[part.elastic]
        out: Ints = self.place[self.relaxation.matrix.indices[self.relaxation.matrix.indptr[rows]]]
        crowds = np.flatnonzero(np.isin(part.elastic, part.moved))
        out[crowds] = part.site[np.searchsorted(part.moved, part.elastic[crowds])]
        return out

    def dearer(self, factor: float) -> None:
        """Raise what room beyond what is open costs, where the programmes allow it, up to what is left behind costs."""
        for part in self.parts:
            part.dearer(factor)

    def beyond(self) -> Floats:
        """Return (N,) how much more than its room each site takes at the last solve, as a share of the room."""
        most: Floats = np.maximum.reduce([part.beyond_room() for part in self.parts])
        return most

    def keep(self, first: Ints) -> Floats:
        """Return all columns at the last solve, as ``values`` does."""
        return self.values(first)

    def values(self, first: Ints) -> Floats:
        """Return all columns at the last solve (t and 0..1)."""
        out = np.zeros(self.relaxation.cost.size)
        for part in self.parts:
            out[part.columns] = part.values
        out[self.first_opening :] = opened(self.relaxation.layout, first)
        return out
