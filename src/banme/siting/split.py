"""The cheapest flows for given openings, one independent part of the year at a time.

Once the openings are given, nothing joins two periods but stock and a cap on a year's CO2. Where there is neither, each
period is a linear programme of its own. Openings only move the limits of capacity rows, so every
programme stays warm from one set of openings to the next, and those whose limits do not bind are not solved again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from banme.siting.linear import SHORT, SLACK_PRICE, silent_highs
from banme.siting.problem import ORIGIN
from banme.siting.rules import opened

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from banme.siting.layout import Floats, Ints
    from banme.siting.linear import Setting
    from banme.siting.relaxation import Relaxation
    from banme.siting.watch import Watch

PAYS = 1e-9
"""Reduced cost, as a share of the dearest flow's cost, below which a column left out is taken in."""


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """What one unit inside a programme stands for: of each column (t), of each row (t), of money (VND)."""

    column: Floats
    row: Floats
    money: float
    lack: float
    """Price of falling short (VND/t)."""
    elastic: NDArray[np.bool_]
    """Whether a row may fall short: supplies and least demands."""

    @classmethod
    def of(cls, relaxation: Relaxation) -> Units:
        """Measure supplies in themselves and everything else in the typical supply."""
        layout = relaxation.layout
        flows = layout.flows
        supply = layout.supply[layout.supply > 0]
        typical = float(np.median(supply)) if supply.size else 1.0
        column = np.full(relaxation.cost.size, typical)
        own = layout.kind[flows.source] == ORIGIN
        column[: own.size][own] = flows.upper[own]
        left = slice(int(layout.offsets[2]), int(layout.offsets[3]))
        column[left] = layout.unshipped.upper
        row = np.full(relaxation.low.size, typical)
        elastic = np.zeros(row.size, bool)
        at = 0
        for rows in relaxation.families:
            if rows.family in ("supply", "demand"):
                elastic[at : at + rows.low.size] = rows.low > 0
            if rows.family == "supply":
                row[at : at + rows.low.size] = rows.low
            elif rows.family in ("co2", "ceiling"):
                row[at : at + rows.low.size] = np.abs(rows.high)
            at += rows.low.size
        costs = np.abs(relaxation.cost[: int(layout.offsets[3])] * column[: int(layout.offsets[3])])
        costs = costs[costs > 0]
        lack = SLACK_PRICE * float(np.abs(relaxation.cost[: int(layout.offsets[3])]).max(initial=1.0))
        return cls(column, np.where(row > 0, row, 1.0), float(np.median(costs)) if costs.size else 1.0, lack, elastic)


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


class Part:
    """One part's linear programme over a kernel of its possible columns, kept warm.

    ``cost`` (VND, falling short included), ``short`` (t) and, by position in ``columns`` and ``rows``, ``values`` (t)
    and ``prices`` (VND per unit of the row) are those of the last solve.
    """

    def __init__(self, relaxation: Relaxation, units: Units, setting: Setting, possible: Ints, kernel: Ints) -> None:
        self.relaxation, self.units = relaxation, units
        self.columns = kernel
        self.rows: Ints = np.unique(relaxation.transposed[possible].indices).astype(np.int64)
        first = int(relaxation.layout.offsets[3])
        self.opening: sparse.csr_matrix = relaxation.matrix[self.rows][:, first:]
        self.moved: Ints = np.flatnonzero(np.diff(self.opening.indptr))
        self.opening = self.opening[self.moved]
        self.low, self.high = relaxation.low[self.rows], relaxation.high[self.rows]
        self.elastic: Ints = np.flatnonzero(units.elastic[self.rows])
        self.cost, self.short = np.inf, np.inf
        self.values: Floats = np.zeros(kernel.size)
        self.prices: Floats = np.zeros(self.rows.size)
        self.activity: Floats = np.full(self.moved.size, np.inf)
        self.limit: Floats = np.full(self.moved.size, np.nan)
        self.lacking: Floats = np.zeros(self.elastic.size)
        self.highs = silent_highs(setting)
        self._load()

    def _load(self) -> None:
        units = self.units
        block = self.relaxation.transposed[self.columns]
        cost, data, index = self._scaled(self.columns, block)
        slacks = self.elastic
        dear = units.lack / units.money
        row = units.row[self.rows]
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self.columns.size + slacks.size, self.rows.size
        model.col_cost_ = np.concatenate([dear * row[slacks], cost])
        model.col_lower_ = np.zeros(model.num_col_)
        model.col_upper_ = np.concatenate([np.full(slacks.size, np.inf), self._uppers(self.columns)])
        model.row_lower_, model.row_upper_ = self.low / row, self.high / row
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.concatenate([np.arange(slacks.size), slacks.size + block.indptr]).astype(np.int32)
        model.a_matrix_.index_ = np.concatenate([slacks, index]).astype(np.int32)
        model.a_matrix_.value_ = np.concatenate([np.ones(slacks.size), data])
        self.highs.passModel(model)

    def _scaled(self, columns: Ints, block: sparse.csr_matrix) -> tuple[Floats, Floats, Ints]:
        units = self.units
        data = block.data * np.repeat(units.column[columns], np.diff(block.indptr)) / units.row[block.indices]
        index = np.searchsorted(self.rows, block.indices)
        return self.relaxation.cost[columns] * units.column[columns] / units.money, data, index

    def _uppers(self, columns: Ints) -> Floats:
        upper = self.relaxation.upper[columns] / self.units.column[columns]
        return np.where(upper <= 1.0, upper, np.inf)

    def add(self, columns: Ints) -> None:
        """Take in more of the possible columns."""
        block = self.relaxation.transposed[columns]
        cost, data, index = self._scaled(columns, block)
        self.highs.addCols(
            columns.size,
            cost,
            np.zeros(columns.size),
            self._uppers(columns),
            block.nnz,
            block.indptr[:-1].astype(np.int32),
            index.astype(np.int32),
            data,
        )
        self.columns = np.concatenate([self.columns, columns])
        self.limit[:] = np.nan

    def solve(self, openings: Floats, seconds: float) -> bool:
        """Solve for opening variables (M * S,); return whether it came to its end."""
        limit = self.high[self.moved] - self.opening @ openings
        row = self.units.row[self.rows[self.moved]]
        changed = np.flatnonzero(limit != self.limit)
        slack = (self.activity <= limit + SHORT * row) & (self.activity < self.limit - SHORT * row)
        if not changed.size or (slack[changed].all() and np.isfinite(self.cost)):
            self._limit(changed, limit)
            return True
        self._limit(changed, limit)
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + max(0.05, seconds))
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self.cost, self.short = np.inf, np.inf
            self.activity[:] = np.inf
            return False
        self._read()
        return True

    def _limit(self, changed: Ints, limit: Floats) -> None:
        if changed.size:
            at = self.moved[changed]
            high = limit[changed] / self.units.row[self.rows[at]]
            low = self.low[at] / self.units.row[self.rows[at]]
            self.highs.changeRowsBounds(at.size, at.astype(np.int32), low, high)  # type: ignore[attr-defined]
        self.limit = limit

    def _read(self) -> None:
        solution, units = self.highs.getSolution(), self.units
        found = np.array(solution.col_value)
        row = units.row[self.rows]
        slacks = self.elastic.size
        self.cost = float(self.highs.getInfo().objective_function_value) * units.money
        self.lacking = np.where(found[:slacks] > SHORT, found[:slacks] * row[self.elastic], 0.0)
        self.short = float(self.lacking.sum())
        self.values = found[slacks:] * units.column[self.columns]
        self.prices = np.array(solution.row_dual) * units.money / row
        self.activity = np.array(solution.row_value)[self.moved] * row[self.moved]


class SplitFlows:
    """Every part's programme, and what they say together for given openings."""

    def __init__(self, relaxation: Relaxation, watch: Watch, setting: Setting, kernel: NDArray[np.bool_]) -> None:
        self.relaxation, self.watch = relaxation, watch
        layout = relaxation.layout
        units = Units.of(relaxation)
        self.first_opening = int(layout.offsets[3])
        period = np.concatenate([layout.flows.period, layout.stock.period, layout.unshipped.period])
        self.block = parts_of_year(relaxation)[period]
        self.place = np.concatenate([layout.flows.source, layout.stock.node, layout.unshipped.node])
        self.kernel = kernel[: self.first_opening].copy()
        self.dearest = float(np.abs(relaxation.cost[: self.first_opening]).max(initial=1.0))
        self.parts = []
        for part in range(int(self.block.max(initial=-1)) + 1):
            possible = np.flatnonzero(self.block == part)
            self.parts.append(Part(relaxation, units, setting, possible, possible[self.kernel[possible]]))
        weight = np.broadcast_to(layout.weight, (layout.modules.site.size, layout.weight.size))
        self.fixed: Floats = (layout.modules.fixed[:, None] * weight).ravel()

    def cost(self, first: Ints) -> float:
        """Return the cost of these openings with their cheapest flows over the kernel (VND), short goods priced dear.

        inf when time ran out.
        """
        openings = opened(self.relaxation.layout, first)
        total = float(self.fixed @ openings)
        for part in self.parts:
            if self.watch.over() or not part.solve(openings, self.watch.left()):
                return np.inf
            total += part.cost
        return total

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
        self.kernel[missing] = True
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
            rows = part.rows[part.elastic]
            column = self.relaxation.matrix.indices[self.relaxation.matrix.indptr[rows]]
            out += np.bincount(self.place[column], part.lacking * part.units.lack, minlength=count)
        return out

    def values(self, first: Ints) -> Floats:
        """Return all columns at the last solve (t and 0..1)."""
        out = np.zeros(self.relaxation.cost.size)
        for part in self.parts:
            out[part.columns] = part.values
        out[self.first_opening :] = opened(self.relaxation.layout, first)
        return out
