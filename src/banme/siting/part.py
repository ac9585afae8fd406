"""The flows of one independent part of the year as a linear programme that holds only the supplies in doubt.

Most supplies have one way that is cheapest by far. Such a supply is *settled*: it takes that way whole, and what it
fills is taken off the limits of the rows that remain. After each solve the prices tell which settled supplies would
rather go elsewhere; those come into the programme, which stays warm (a new row starts at price zero, which the dual
simplex accepts), until none would gain. What is left out is thus proven not to matter, whatever was settled first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np

from banme.siting.linear import SHORT, SLACK_PRICE, silent_highs
from banme.siting.problem import ORIGIN
from banme.siting.tolls import Onward, Ways, tolls

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from banme.siting.layout import Floats, Ints
    from banme.siting.linear import Setting
    from banme.siting.relaxation import Relaxation

IN_DOUBT = 0.1
"""Share of the supplies, those with the least lead of the best way over the next, in the first programme."""
ROOMY = 0.9
"""Share of a row's limit that settled supplies may fill where they were more than it allows."""
ARCS = 4
"""Cheapest ways with which a supply comes into the programme; the others come when they pay."""
EXACT = 1e-6
"""What settled supplies may still gain by moving, as a share of the cost."""
ROUNDS = 12
SOLVED = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty)
"""How a programme ends that came to its end; empty is one of a part of the year without goods."""


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """What one unit inside a programme stands for: of each column (t), of each row (t), of money (VND)."""

    column: Floats
    row: Floats
    money: float
    lack: float
    """Price of falling short (VND/t)."""
    room: float
    """Price of room beyond what is open at an open site (VND/t); inf where no site may be filled beyond its room."""
    elastic: NDArray[np.bool_]
    """Whether a row may fall short: supplies and least demands."""
    supply: NDArray[np.bool_]
    """Whether a row is a supply's."""
    roomy: NDArray[np.bool_]
    """Whether a column may carry a whole supply, so that no limit of its own is needed."""

    @classmethod
    def of(cls, relaxation: Relaxation, room: float = np.inf) -> Units:
        """Measure supplies in themselves and everything else in the typical supply."""
        layout = relaxation.layout
        flows = layout.flows
        quantity = layout.supply[layout.supply > 0]
        typical = float(np.median(quantity)) if quantity.size else 1.0
        column = np.full(relaxation.cost.size, typical)
        own = layout.kind[flows.source] == ORIGIN
        column[: own.size][own] = flows.upper[own]
        left = slice(int(layout.offsets[2]), int(layout.offsets[3]))
        column[left] = layout.unshipped.upper
        roomy = np.zeros(column.size, bool)
        roomy[: own.size] = own & (flows.upper >= layout.supply[flows.source, flows.commodity, flows.period])
        roomy[left] = True
        row = np.full(relaxation.low.size, typical)
        elastic, supply = np.zeros(row.size, bool), np.zeros(row.size, bool)
        at = 0
        for rows in relaxation.families:
            here = slice(at, at + rows.low.size)
            if rows.family in ("supply", "demand"):
                elastic[here] = rows.low > 0
            if rows.family == "supply":
                row[here], supply[here] = rows.low, True
            elif rows.family in ("co2", "ceiling"):
                row[here] = np.abs(rows.high)
            at += rows.low.size
        costs = np.abs(relaxation.cost[: int(layout.offsets[3])] * column[: int(layout.offsets[3])])
        costs = costs[costs > 0]
        lack = SLACK_PRICE * float(np.abs(relaxation.cost[: int(layout.offsets[3])]).max(initial=1.0))
        money = float(np.median(costs)) if costs.size else 1.0
        return cls(column, np.where(row > 0, row, 1.0), money, lack, room, elastic, supply, roomy)


class Part:
    """One part's flows for changing openings.

    ``cost`` (VND, falling short included), ``short`` (t) and, by position in ``columns`` and ``rows``, ``values`` (t)
    and ``prices`` (VND per unit of the row) are those of the last solve. ``held`` (columns of the problem before the
    openings) is shared by all parts: which columns are in a programme.
    """

    def __init__(
        self, relaxation: Relaxation, units: Units, setting: Setting, possible: Ints, held: NDArray[np.bool_]
    ) -> None:
        self.relaxation, self.units, self.held = relaxation, units, held
        self.dear = np.full(relaxation.low.size, units.lack)
        """(rows of the problem) price of falling short of a row, or of holding more than it may (VND/t)."""
        first = int(relaxation.layout.offsets[3])
        self.rows: Ints = np.unique(relaxation.transposed[possible].indices).astype(np.int64)
        self.low, self.high = relaxation.low[self.rows], relaxation.high[self.rows]
        self.opening: sparse.csr_matrix = relaxation.matrix[self.rows][:, first:]
        self.moved: Ints = np.flatnonzero(np.diff(self.opening.indptr))
        self.opening = self.opening[self.moved]
        self.site: Ints = relaxation.layout.modules.site[
            self.opening.indices[self.opening.indptr[:-1]] // relaxation.layout.weight.size
        ]
        """(moved rows) the site whose room a row limits."""
        self.ways = Ways.of(relaxation, units.supply, possible)
        self.joint: Ints = np.flatnonzero(~np.isin(self.rows, self.ways.row))
        spill = np.isfinite(self.high)
        spill[self.moved] = False
        spill[np.isin(self.rows, self.ways.row)] = False
        self.spill: Ints = self.rows[spill]
        crowds = np.zeros(self.rows.size, bool)
        crowds[self.moved] = np.isfinite(units.room)
        self.dear[self.rows[crowds]] = units.room
        self.elastic: Ints = np.flatnonzero(units.elastic[self.rows] | spill | crowds)
        self.beyond: Ints = np.zeros(0, np.int64)
        """(moved rows, empty where room may not be exceeded) column of the programme for what is beyond a limit."""
        count = self.ways.row.size
        self.taken: Ints = np.full(count, -1, np.int64)
        """(supplies) way each settled supply takes, -1 for those in the programme."""
        self.lead: Floats = np.zeros(count)
        self.load: Floats = np.zeros(relaxation.low.size)
        self.place: Ints = np.full(relaxation.low.size, -1, np.int64)
        """(rows of the problem) row of the programme, -1 where it has none."""
        self.column: Ints = np.zeros(0, np.int64)
        """(columns of the programme) column of the problem, or -1 - row for falling short of a row."""
        self.cost, self.short = np.inf, np.inf
        self.columns: Ints = np.zeros(0, np.int64)
        self.values: Floats = np.zeros(0)
        self.prices: Floats = np.zeros(self.rows.size)
        self.activity: Floats = np.full(self.moved.size, np.inf)
        self.limit: Floats = np.full(self.moved.size, np.nan)
        self.lacking: Floats = np.zeros(self.elastic.size)
        self.fine: Floats = np.zeros(self.elastic.size)
        self.others: Ints = possible[held[possible] & ~np.isin(possible, self.ways.column)]
        held[self.ways.column] = False
        self.onward = Onward(relaxation, self.others)
        self.highs = silent_highs(setting)

    def solve(self, openings: Floats, seconds: float) -> bool:
        """Solve for opening variables (M * S,); return whether it came to its end."""
        limit = self.high[self.moved] - self.opening @ openings
        row = self.units.row[self.rows[self.moved]]
        changed = limit != self.limit
        if np.isfinite(self.cost):
            slack = (self.activity <= limit + SHORT * row) & (self.activity < self.limit - SHORT * row)
            if slack[changed].all():
                self.limit = limit
                self._bounds()
                return True
        self.limit = limit
        if not self.column.size:
            self._begin()
        self._make_room()
        self.cost, self.short = np.inf, np.inf
        for _ in range(ROUNDS):
            self._bounds()
            self.highs.setOptionValue("time_limit", self.highs.getRunTime() + max(0.05, seconds))
            self.highs.run()
            if self.highs.getModelStatus() not in SOLVED:
                self.cost, self.short = np.inf, np.inf
                self.activity[:] = np.inf
                return False
            self._read()
            if not self._take_in():
                break
        return True

    def add(self, columns: Ints) -> None:
        """Take in more of the possible columns; ways of settled supplies come with their supply."""
        supply = self.ways.supply_of(columns)
        self._loosen(np.unique(supply[supply >= 0]))
        self._add_columns(columns[~self.held[columns]])
        self.others = np.concatenate([self.others, columns[supply < 0]])
        self.onward = Onward(self.relaxation, self.others)
        self.limit[:] = np.nan

    def _begin(self) -> None:
        """Settle the supplies whose best way leads clearly, at prices of a few rounds of tolls."""
        ways, at = self.ways, self.rows[self.joint]
        self.highs.addRows(
            at.size, self._scaled(self.low, self.joint), self._scaled(self.high, self.joint), 0, [], [], []
        )
        self.place[at] = np.arange(at.size)
        self._add_slacks(at[self.units.elastic[at]], 1.0)
        self._add_slacks(self.spill, -1.0)
        if np.isfinite(self.units.room):
            self.beyond = self.column.size + np.arange(self.moved.size)
            self._add_slacks(self.rows[self.moved], -1.0)
        self._add_columns(self.others)
        if not ways.row.size:
            return
        prices, _ = self._tolls(self.limit)
        reduced = ways.reduced(self.relaxation, prices)
        best, way = ways.best(reduced)
        self.lead = ways.lead(reduced, best, way)
        sure = (best < 0.5 * self.units.lack) & self.units.roomy[ways.column[way]]
        sure &= self.lead > np.quantile(self.lead, IN_DOUBT)
        self.taken = np.where(sure, way, -1)
        self.load = ways.load(self.taken)
        self._bring(np.flatnonzero(~sure), reduced)

    def crowding(self, openings: Floats) -> Floats:
        """Return (N,) the most that tolls leave of any limit's worth at each site, 1 where a limit is just met."""
        out = np.zeros(self.relaxation.layout.kind.size)
        if not self.ways.row.size or not self.moved.size:
            return out
        limit = self.high[self.moved] - self.opening @ openings
        _, filled = self._tolls(limit)
        on = limit > 0.0
        np.maximum.at(out, self.site[on], filled[self.rows[self.moved[on]]] / limit[on])
        return out

    def beyond_room(self) -> Floats:
        """Return (N,) how much more than its room each site takes at the last solve, as a share of the room."""
        out = np.zeros(self.relaxation.layout.kind.size)
        over = np.zeros(self.rows.size)
        over[self.elastic] = self.lacking
        on = self.limit > 0.0
        np.maximum.at(out, self.site[on], over[self.moved[on]] / self.limit[on])
        return out

    def dearer(self, factor: float) -> None:
        """Raise what room beyond what is open costs, up to what is left behind costs."""
        if not self.beyond.size:
            return
        rows = self.rows[self.moved]
        self.dear[rows] = np.minimum(self.dear[rows] * factor, self.units.lack)
        cost = self.dear[rows] / self.units.money * self.units.row[rows]
        self.highs.changeColsCost(rows.size, self.beyond.astype(np.int32), cost)
        self.limit[:] = np.nan

    def _tolls(self, limit: Floats) -> tuple[Floats, Floats]:
        most = np.full(self.relaxation.low.size, np.inf)
        most[self.rows[self.moved]] = limit
        return tolls(self.relaxation, self.ways, self.onward, most, self.units.lack)

    def _make_room(self) -> None:
        """Take supplies that are easiest to move into the programme where the settled are more than a row allows."""
        at = self.rows[self.moved]
        over = np.flatnonzero(self.load[at] > self.limit)
        if not over.size:
            return
        settled = np.flatnonzero(self.taken >= 0)
        block = self.relaxation.transposed[self.ways.column[self.taken[settled]]]
        most = np.full(self.relaxation.low.size, np.inf)
        most[at[over]] = ROOMY * np.maximum(self.limit[over], 0.0)
        supply = np.repeat(settled, np.diff(block.indptr))
        on = np.flatnonzero(np.isfinite(most[block.indices]))
        row, supply, fills = block.indices[on], supply[on], block.data[on] * self.ways.quantity[supply[on]]
        order = np.lexsort((self.lead[supply], row))
        row, supply, fills = row[order], supply[order], fills[order]
        heads = np.flatnonzero(np.diff(row, prepend=-1))
        gone = np.cumsum(fills) - fills
        gone -= np.repeat(gone[heads], np.diff(np.append(heads, row.size)))
        self._loosen(np.unique(supply[self.load[row] - gone > most[row]]))

    def _take_in(self) -> bool:
        """Take in supplies and ways that would gain at the last solve's prices; return whether there were enough."""
        ways = self.ways
        if not ways.row.size:
            return False
        prices = np.zeros(self.relaxation.low.size)
        prices[self.rows] = self.prices
        own = prices[ways.row]
        prices[ways.row] = 0.0
        self.onward.sharpen(prices)
        self.prices = prices[self.rows]
        reduced = ways.reduced(self.relaxation, prices)
        best, way = ways.best(reduced)
        self.lead = ways.lead(reduced, best, way)
        settled = self.taken >= 0
        now = np.where(settled, reduced[np.maximum(self.taken, 0)], own)
        gain = np.maximum(now - np.minimum(best, self.units.lack), 0.0) * ways.quantity
        self.prices[np.searchsorted(self.rows, ways.row)] = np.where(settled, best, own)
        if gain.sum() <= EXACT * abs(self.cost):
            return False
        before = self.highs.getNumCol()
        worth = gain > 0.1 * EXACT * abs(self.cost) / ways.row.size
        self._loosen(np.flatnonzero(worth & settled), reduced)
        missing = reduced < own[ways.supply] - 1e-9 * self.units.lack
        missing &= (worth & ~settled)[ways.supply] & ~self.held[ways.column]
        self._add_columns(ways.column[missing])
        return self.highs.getNumCol() > before

    def _loosen(self, supplies: Ints, reduced: Floats | None = None) -> None:
        """Bring settled supplies into the programme."""
        supplies = supplies[self.taken[supplies] >= 0]
        if not supplies.size:
            return
        if reduced is None:
            prices = np.zeros(self.relaxation.low.size)
            prices[self.rows] = self.prices
            prices[self.ways.row] = 0.0
            reduced = self.ways.reduced(self.relaxation, prices)
        way = self.taken[supplies]
        gone = np.full(self.taken.size, -1, np.int64)
        gone[supplies] = way
        self.load -= self.ways.load(gone)
        self.taken[supplies] = -1
        self._bring(supplies, reduced, way)

    def _bring(self, supplies: Ints, reduced: Floats, way: Ints | None = None) -> None:
        ways, row = self.ways, self.ways.row[supplies]
        if not row.size:
            return
        at = np.searchsorted(self.rows, row)
        self.place[row] = self.highs.getNumRow() + np.arange(row.size)
        self.highs.addRows(row.size, self._scaled(self.low, at), self._scaled(self.high, at), 0, [], [], [])
        self._add_slacks(row[self.units.elastic[row]], 1.0)
        few = ways.cheapest(supplies, reduced, ARCS)
        few = few if way is None else np.union1d(few, way)
        self._add_columns(ways.column[few[~self.held[ways.column[few]]]])

    def _scaled(self, values: Floats, at: Ints) -> Floats:
        scaled: Floats = values[at] / self.units.row[self.rows[at]]
        return scaled

    def _add_slacks(self, rows: Ints, sign: float) -> None:
        """Let rows of the problem fall short (1), or hold more than they may (-1)."""
        if rows.size:
            cost = self.dear[rows] / self.units.money * self.units.row[rows]
            start, one = np.arange(rows.size, dtype=np.int32), np.ones(rows.size)
            index = self.place[rows].astype(np.int32)
            self.highs.addCols(rows.size, cost, 0.0 * one, np.inf * one, rows.size, start, index, sign * one)
            self.column = np.concatenate([self.column, -1 - rows])

    def _add_columns(self, columns: Ints) -> None:
        if not columns.size:
            return
        units, block = self.units, self.relaxation.transposed[columns]
        data = block.data * np.repeat(units.column[columns], np.diff(block.indptr)) / units.row[block.indices]
        upper = self.relaxation.upper[columns] / units.column[columns]
        upper = np.where(units.roomy[columns], np.inf, upper)
        self.highs.addCols(
            columns.size,
            self.relaxation.cost[columns] * units.column[columns] / units.money,
            np.zeros(columns.size),
            np.where(upper <= 1.0, upper, np.inf),
            block.nnz,
            block.indptr[:-1].astype(np.int32),
            self.place[block.indices].astype(np.int32),
            data,
        )
        self.column = np.concatenate([self.column, columns])
        self.held[columns] = True

    def _bounds(self) -> None:
        """Tell HiGHS what the settled supplies and the openings leave of each joint row."""
        low, high = self.low.copy(), self.high.copy()
        high[self.moved] = self.limit
        at, row = self.joint, self.rows[self.joint]
        low, high = (side[at] - self.load[row] for side in (low, high))
        scale = self.units.row[row]
        index = self.place[row].astype(np.int32)
        self.highs.changeRowsBounds(index.size, index, low / scale, high / scale)  # type: ignore[attr-defined]
        if self.beyond.size:
            most = np.where(self.limit > 0.0, np.inf, 0.0)
            self.highs.changeColsBounds(most.size, self.beyond.astype(np.int32), 0.0 * self.limit, most)

    def _read(self) -> None:
        solution, units = self.highs.getSolution(), self.units
        found = np.array(solution.col_value)
        lacks = self.column < 0
        short = np.zeros(self.relaxation.low.size)
        rows = -1 - self.column[lacks]
        np.add.at(short, rows, np.where(found[lacks] > SHORT, found[lacks] * units.row[rows], 0.0))
        self.lacking = short[self.rows[self.elastic]]
        self.fine = self.lacking * self.dear[self.rows[self.elastic]]
        self.short = float(self.lacking.sum())
        settled = self.taken >= 0
        self.columns = np.concatenate([self.column[~lacks], self.ways.column[self.taken[settled]]])
        own = found[~lacks] * units.column[self.column[~lacks]]
        self.values = np.concatenate([own, self.ways.quantity[settled]])
        self.cost = float(self.relaxation.cost[self.columns] @ self.values) + float(self.fine.sum())
        dual, value = np.array(solution.row_dual), np.array(solution.row_value)
        place = self.place[self.rows]
        self.prices = np.where(place >= 0, dual[np.maximum(place, 0)] * units.money / units.row[self.rows], 0.0)
        at = self.rows[self.moved]
        self.activity = value[self.place[at]] * units.row[at] + self.load[at]
