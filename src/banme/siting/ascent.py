"""Climbing the dual: multipliers of a good bound without solving any linear programme.

Every row but the sites' own capacities gets a multiplier; what is left falls apart into one knapsack for each site,
period and module (``banme.siting.knapsack``). A deflected subgradient with a target level climbs; the step of a row is
scaled by its natural quantity and price, so that tonnes of any size and money of any unit climb alike. The average of
the sites' answers tells how open each site would be in the linear relaxation.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from banme.siting.problem import OUTLET, SITE_KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from banme.siting.layout import Floats, Ints, Layout
    from banme.siting.relaxation import Choices, Relaxation
    from banme.siting.watch import Watch

OWN_ROWS = ("throughput", "commodity_throughput", "storage")
"""Families that stay inside the knapsacks."""
KEEP = 0.7
"""Share of the last direction kept in the next."""
AVERAGE = 0.05
LEAST_STEP = 1e-4
GUESS = 0.03
"""How far above the best bound the target lies while no plan is known, as a share of it."""
ASK_EVERY = 10


@dataclass(frozen=True, slots=True)
class Pace:
    """How long to climb: iterations, first step factor, failures until the step shrinks, and by how much."""

    iterations: int = 1500
    step: float = 1.0
    patience: int = 20
    shrink: float = 0.7
    share: float = 1.0
    """Share of the time left that the climb may take."""
    whole: bool = False
    """Whether the climb is for the whole problem, so that its bound may be told."""


@dataclass(frozen=True, slots=True, eq=False)
class Climb:
    """Best multipliers found (R,), their bound, average openings (M, S) and average columns (all)."""

    multipliers: Floats
    bound: float
    openings: Floats
    columns: Floats


class Ascent:
    """Climbs for one problem, from any start and under any choices."""

    def __init__(self, relaxation: Relaxation, watch: Watch) -> None:
        self.relaxation = relaxation
        self.watch = watch
        layout = relaxation.layout
        family = np.repeat(
            np.array([rows.family for rows in relaxation.families], object),
            [rows.low.size for rows in relaxation.families],
        )
        self.start, settled = _start(relaxation)
        free = ~np.isin(family, (*OWN_ROWS, "supply", "balance"))
        self.limited = bool(free.any())
        """Whether other rows than supply and balance move, so that cheapest ways are a poor start."""
        self.moving: Ints = np.flatnonzero(~np.isin(family, OWN_ROWS) & ~settled)
        self.matrix: sparse.csr_matrix = relaxation.matrix[self.moving]
        self.transposed: sparse.csr_matrix = self.matrix.T.tocsr()
        self.low, self.high = relaxation.low[self.moving], relaxation.high[self.moving]
        self.pull = _pull(relaxation, family, layout)[self.moving]

    def climb(self, start: Floats, choices: Choices, target: float, pace: Pace) -> Climb:
        """Return the best multipliers found from a start; ``target`` is the cost of a known plan or inf."""
        relaxation, moving = self.relaxation, self.moving
        fixed = np.array(start)
        fixed[moving] = 0.0
        base = relaxation.cost - relaxation.transposed @ fixed
        constant = relaxation.constant(fixed)
        here = np.array(start[moving])
        best, top, direction = here, -np.inf, np.zeros(0)
        step, failures = pace.step, 0
        until = time.monotonic() + pace.share * self.watch.left()
        columns = np.zeros(relaxation.cost.size)
        for count in range(pace.iterations):
            reduced = base - self.transposed @ here
            worth = _worth(here, self.low, self.high)
            seen = relaxation.weigh(reduced, constant + worth, choices)
            answer = relaxation.columns(seen, relaxation.chosen(seen, choices))
            share = max(AVERAGE, 1.0 / (count + 1.0))
            columns += share * (answer - columns)
            if seen.value > top:
                failures = 0 if seen.value > top + 1e-5 * abs(top) else failures + 1
                best, top = here, seen.value
            else:
                failures += 1
            goal = target if np.isfinite(target) else top + GUESS * abs(top)
            if (
                top >= goal
                or step < LEAST_STEP
                or (count % ASK_EVERY == 0 and self._asked(top, until, whole=pace.whole))
            ):
                break
            if failures >= pace.patience:
                step, failures, here, direction = step * pace.shrink, 0, best, np.zeros(0)
                continue
            slope = self._slope(here, answer)
            direction = slope if not direction.size else KEEP * direction + (1.0 - KEEP) * slope
            length = float(direction @ (self.pull * direction))
            if length <= 0.0:
                break
            here = self._signed(here + step * (goal - seen.value) / length * self.pull * direction)
        openings = columns[int(relaxation.layout.offsets[3]) :].reshape(-1, relaxation.layout.weight.size)
        fixed[moving] = best
        return Climb(fixed, top, openings, columns)

    def _asked(self, top: float, until: float, *, whole: bool) -> bool:
        if whole and (self.watch.bound is None or top > self.watch.bound):
            self.watch.hear(top)
        return self.watch.over() or time.monotonic() > until

    def _slope(self, here: Floats, answer: Floats) -> Floats:
        done = self.matrix @ answer
        short, over = self.low - done, self.high - done
        between = np.maximum(short, 0.0) + np.minimum(over, 0.0)
        slope: Floats = np.where(here > 0, short, np.where(here < 0, over, between))
        return np.where(np.isfinite(slope), slope, 0.0)

    def _signed(self, multipliers: Floats) -> Floats:
        low = np.where(np.isfinite(self.low), np.inf, 0.0)
        high = np.where(np.isfinite(self.high), -np.inf, 0.0)
        signed: Floats = np.clip(multipliers, high, low)
        return signed


def _worth(multipliers: Floats, low: Floats, high: Floats) -> float:
    up, down = multipliers > 0, multipliers < 0
    return float(multipliers[up] @ low[up] + multipliers[down] @ high[down])


def _pull(relaxation: Relaxation, family: NDArray[np.object_], layout: Layout) -> Floats:
    """Return each row's natural price over its natural quantity."""
    costs = np.abs(layout.flows.cost)
    price = float(np.median(costs[costs > 0])) if (costs > 0).any() else 1.0
    fixed = layout.modules.fixed[layout.modules.fixed > 0]
    green = layout.flows.co2[layout.flows.co2 > 0]
    prices = {
        "budget": 0.1,
        "count": float(np.median(fixed)) if fixed.size else price,
        "change": float(np.median(fixed)) if fixed.size else price,
        "co2": price / float(np.median(green)) if green.size else price,
    }
    natural = np.array([prices.get(name, price) for name in family], float)
    quantity = np.where(np.isfinite(relaxation.high), np.abs(relaxation.high), np.abs(relaxation.low))
    balance = family == "balance"
    first = int(layout.offsets[3])
    room = abs(relaxation.matrix[np.flatnonzero(balance)][:, :first]) @ relaxation.upper[:first]
    typical = np.median(layout.supply[layout.supply > 0])
    quantity[balance] = np.maximum(np.minimum(room, 10.0 * typical), typical)
    quantity[~np.isfinite(quantity) | (quantity <= 0)] = typical
    above = family == "ceiling"
    natural[above] = price * float(layout.supply.sum()) / quantity[above]
    return natural / quantity


def _start(relaxation: Relaxation) -> tuple[Floats, NDArray[np.bool_]]:
    """Return multipliers of cheapest ways out, and which balance rows are thereby settled for good.

    Where everything that leaves a site goes to outlets that take any amount, the cheapest way out is the best
    multiplier there can be.
    """
    layout = relaxation.layout
    onward, bounded = _onward(layout)
    flows = layout.flows
    out = np.zeros(relaxation.low.size)
    settled = np.zeros(relaxation.low.size, bool)
    place = _cells(relaxation, "balance")
    mask = place >= 0
    out[place[mask]] = np.where(np.isfinite(onward[mask]), -onward[mask], 0.0)
    settled[place[mask]] = ~bounded[mask] & np.isfinite(onward[mask])
    supply = _cells(relaxation, "supply")
    total = flows.cost + np.nan_to_num(onward[flows.target, flows.commodity, flows.period], posinf=0.0)
    total += _opening_share(layout)[flows.target, layout.stage[flows.period]] * layout.use[flows.commodity]
    row = supply[flows.source, flows.commodity, flows.period]
    from_origin = np.flatnonzero(row >= 0)
    order = from_origin[np.lexsort((total[from_origin], row[from_origin]))]
    heads = np.flatnonzero(np.diff(row[order], prepend=-1))
    ends = np.append(heads[1:], order.size) - 1
    out[row[order[heads]]] = total[order[np.minimum(heads + 1, ends)]]
    return relaxation.signed(out), settled


def _cells(relaxation: Relaxation, name: str) -> Ints:
    """Return (N, K, T) row numbers of a family over nodes, commodities and periods, -1 where there is none."""
    problem = relaxation.layout.problem
    out = np.full(relaxation.layout.supply.shape, -1, np.int64)
    at = 0
    for rows in relaxation.families:
        if rows.family == name and rows.labels:
            labels = np.array(rows.labels, object)
            cell = [
                axis.get_indexer(pd.Index(labels[:, i]))
                for i, axis in enumerate((problem.nodes.index, problem.commodities.index, problem.periods.index))
            ]
            out[cell[0], cell[1], cell[2]] = at + np.arange(len(labels))
        at += rows.low.size
    return out


def _onward(layout: Layout) -> tuple[Floats, NDArray[np.bool_]]:
    """Return (N, K, T) cost of the cheapest way on, and whether anything on it, or a store, is limited."""
    flows = layout.flows
    site = np.isin(layout.kind, SITE_KINDS)
    onward = np.full(layout.supply.shape, np.inf)
    onward[layout.kind == OUTLET] = 0.0
    bounded = np.zeros(layout.supply.shape, bool)
    arriving = np.zeros(layout.supply.shape)
    into = (flows.target, flows.commodity, flows.period)
    np.add.at(arriving, into, flows.upper)
    outlet = layout.kind == OUTLET
    bounded[outlet] = (layout.demand_low[outlet] > 0) | (layout.demand_high[outlet] < arriving[outlet])
    bounded[layout.stock.node, layout.stock.commodity] = True
    share = _opening_share(layout)
    for kind in reversed(SITE_KINDS):
        on = layout.kind[flows.source] == kind
        source = (flows.source[on], flows.commodity[on], flows.period[on])
        target = (flows.target[on], flows.commodity[on], flows.period[on])
        way = flows.cost[on] + onward[target]
        way = way + share[target[0], layout.stage[target[2]]] * layout.use[target[1]]
        np.minimum.at(onward, source, way)
        np.logical_or.at(bounded, source, bounded[target] | site[target[0]])
    return onward, bounded


def _opening_share(layout: Layout) -> Floats:
    """Return (N, S) cost of opening per tonne of the cheapest module when full, 0 for nodes without modules."""
    modules = layout.modules
    stages = layout.weight.size
    room = np.zeros((modules.site.size, stages))
    own = np.where(np.isfinite(modules.own).all(axis=1), modules.own.sum(axis=1), np.inf)
    np.add.at(room.T, layout.stage, np.minimum(modules.throughput, own[:, None]).T)
    cost = np.divide(modules.fixed[:, None] * layout.weight, room, out=np.full(room.shape, np.inf), where=room > 0)
    out = np.full((layout.kind.size, stages), np.inf)
    np.minimum.at(out, modules.site, cost)
    return np.where(np.isfinite(out), out, 0.0)
