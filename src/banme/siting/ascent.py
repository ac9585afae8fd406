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

from banme.siting.onward import opening_share, ways_on
from banme.siting.subgradient import COUNT, DONE, TOP, Columns, Groups, Limits, Scratch, Sites, State, climb, scratch

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from banme.siting.layout import Floats, Ints, Layout
    from banme.siting.relaxation import Choices, Relaxation
    from banme.siting.watch import Watch

OWN_ROWS = ("throughput", "commodity_throughput", "storage")
"""Families that stay inside the knapsacks."""
OPENING_ROWS = ("budget", "count", "cover")
"""Families of openings alone, each with a limit on one side: the climb sets their multipliers to the best there is."""
KEEP = 0.7
"""Share of the last direction kept in the next."""
AVERAGE = 0.05
LEAST_STEP = 1e-4
GUESS = 0.03
"""How far above the best bound the target lies while no plan is known, as a share of it."""
ASK_EVERY, ASK_S = 10, 0.1
"""Iterations before the clock is asked at first, and seconds after which it is asked no more seldom."""


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
    columns: bool = False
    """Whether the average of the columns is wanted."""


@dataclass(frozen=True, slots=True, eq=False)
class Climb:
    """Best multipliers found (R,), their bound over the columns looked at, average openings (M, S), and iterations.

    Average columns (all), empty unless wanted.
    """

    multipliers: Floats
    bound: float
    openings: Floats
    columns: Floats
    iterations: int


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
        free = ~np.isin(family, (*OWN_ROWS, *OPENING_ROWS, "supply", "balance"))
        self.limited = bool(free.any())
        """Whether other rows than supply and balance move, so that cheapest ways are a poor start."""
        self.moving: Ints = np.flatnonzero(~np.isin(family, OWN_ROWS) & ~settled)
        self.matrix: sparse.csc_matrix = relaxation.matrix[self.moving].tocsc()
        self.low, self.high = relaxation.low[self.moving], relaxation.high[self.moving]
        self.pull = _pull(relaxation, family, layout)[self.moving]
        self.sided = np.flatnonzero(np.isin(family[self.moving], OPENING_ROWS))
        self.live = Live.of(self, np.ones(relaxation.cost.size, bool))
        with watch.paused():
            choices = relaxation.choices()
            self.climb(self.start, choices, np.inf, Pace(iterations=1))
            relaxation.evaluate(self.start, choices)

    def narrow(self, columns: NDArray[np.bool_]) -> None:
        """Climb over these columns only from now on; what is proven is worked out over all columns all the same."""
        self.live = Live.of(self, columns)

    def climb(self, start: Floats, choices: Choices, target: float, pace: Pace) -> Climb:
        """Return the best multipliers found from a start; ``target`` is the cost of a known plan or inf."""
        relaxation, moving, live = self.relaxation, self.moving, self.live
        fixed = np.array(start)
        fixed[moving] = 0.0
        base = relaxation.cost[live.at] - (live.outside @ fixed if live.outside.nnz else 0.0)
        state = State(
            here=np.array(start[moving]),
            best=np.array(start[moving]),
            direction=np.zeros(moving.size),
            numbers=np.array([-np.inf, pace.step, 0.0, 0.0, 0.0]),
            openings=np.zeros(choices.opened.shape),
            columns=np.zeros(live.at.size if pace.columns else 0),
        )
        sites = live.sites._replace(
            opened=choices.opened, closed=choices.closed, active=choices.active(relaxation.layout)
        )
        until = time.monotonic() + pace.share * self.watch.left()
        left, chunk = pace.iterations, ASK_EVERY
        constant = relaxation.constant(fixed)
        columns = live.columns._replace(base=base)
        limits = Limits(self.low, self.high, self.pull, self.sided, live.weight)
        while left > 0 and not state.numbers[DONE]:
            chunk = min(chunk, left)
            patience = float(pace.patience)
            numbers = (float(chunk), constant, target, patience, pace.shrink, LEAST_STEP, GUESS, KEEP, AVERAGE)
            began = time.monotonic()
            climb(columns, live.groups, sites, limits, state, live.scratch, numbers)
            left -= chunk
            if time.monotonic() - began < ASK_S:
                chunk *= 2
            if self._asked(float(state.numbers[TOP]), until, whole=pace.whole):
                break
        fixed[moving] = state.best
        out = np.zeros(relaxation.cost.size if pace.columns else 0)
        if pace.columns:
            out[live.at] = state.columns
        return Climb(fixed, float(state.numbers[TOP]), state.openings, out, int(state.numbers[COUNT]))

    def _asked(self, top: float, until: float, *, whole: bool) -> bool:
        if whole and (self.watch.bound is None or top > self.watch.bound):
            self.watch.hear(top)
        return self.watch.over() or time.monotonic() > until


@dataclass(frozen=True, slots=True, eq=False)
class Live:
    """The columns a climb looks at, in the order ``subgradient.climb`` wants them, and their entries."""

    at: Ints
    columns: Columns
    groups: Groups
    sites: Sites
    weight: Floats
    outside: sparse.csr_matrix
    scratch: Scratch

    @classmethod
    def of(cls, ascent: Ascent, columns: NDArray[np.bool_]) -> Live:
        """Gather the chosen columns, and every opening."""
        relaxation = ascent.relaxation
        layout, sacks = relaxation.layout, relaxation.knapsacks
        group = np.repeat(np.arange(sacks.site.size), np.diff(sacks.start))
        item = np.flatnonzero(columns[sacks.column])
        kept, size = np.unique(group[item], return_counts=True)
        boxed = relaxation.boxed[columns[relaxation.boxed]]
        loose = relaxation.loose[columns[relaxation.loose]]
        openings = np.arange(int(layout.offsets[3]), relaxation.cost.size)
        at = np.concatenate([sacks.column[item], boxed, loose, openings]).astype(np.int64)
        matrix = ascent.matrix[:, at].tocsc()
        matrix.sort_indices()
        entered = int(matrix.indptr[item.size])
        plain = bool((np.diff(matrix.indptr[: item.size + 1]) == 1).all() and (matrix.data[:entered] == 1.0).all())
        live = Columns(
            base=relaxation.cost[at],
            upper=relaxation.upper[at],
            start=matrix.indptr.astype(np.int64),
            row=matrix.indices.astype(np.int32),
            value=matrix.data,
            sizes=np.array([item.size, boxed.size, loose.size, int(plain)], np.int64),
            owner=relaxation.owner[boxed],
        )
        groups = Groups(
            start=np.concatenate([[0], np.cumsum(size)]).astype(np.int64),
            site=sacks.site[kept],
            period=sacks.period[kept],
            stored=sacks.stored[kept],
            limited=sacks.limited[kept],
            use=sacks.use[item],
            commodity=sacks.commodity[item],
            room=sacks.upper[item] * sacks.use[item],
        )
        choices = relaxation.choices()
        sites = Sites(
            sacks.module_start,
            sacks.module,
            sacks.capacity,
            sacks.own,
            sacks.stage,
            choices.opened,
            choices.closed,
            choices.active(layout),
        )
        entries = ascent.matrix[ascent.sided][:, openings].toarray() if ascent.sided.size else np.zeros((0, 0))
        entries = entries.reshape(ascent.sided.size, *choices.opened.shape)
        side = np.where(np.isfinite(ascent.low[ascent.sided]), 1.0, -1.0)
        weight = np.zeros((max(1, ascent.sided.size), *choices.opened.shape))
        weight[: ascent.sided.size] = np.cumsum(entries[:, :, ::-1], axis=2)[:, :, ::-1] * side[:, None, None]
        outside = relaxation.transposed[at].copy()
        outside.data[np.isin(outside.indices, ascent.moving)] = 0.0
        outside.eliminate_zeros()
        return cls(at, live, groups, sites, weight, outside, scratch(live, groups, sites, ascent.moving.size))


def _pull(relaxation: Relaxation, family: NDArray[np.object_], layout: Layout) -> Floats:
    """Return each row's natural price over its natural quantity."""
    costs = np.abs(layout.flows.cost)
    price = float(np.median(costs[costs > 0])) if (costs > 0).any() else 1.0
    fixed = layout.modules.fixed[layout.modules.fixed > 0]
    green = layout.flows.co2[layout.flows.co2 > 0]
    prices = {
        "budget": 0.1,
        "cover": 0.0,
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
    onward, bounded = ways_on(layout)
    flows = layout.flows
    out = np.zeros(relaxation.low.size)
    settled = np.zeros(relaxation.low.size, bool)
    place = _cells(relaxation, "balance")
    mask = place >= 0
    out[place[mask]] = np.where(np.isfinite(onward[mask]), -onward[mask], 0.0)
    settled[place[mask]] = ~bounded[mask] & np.isfinite(onward[mask])
    supply = _cells(relaxation, "supply")
    total = flows.cost + np.nan_to_num(onward[flows.target, flows.commodity, flows.period], posinf=0.0)
    total += opening_share(layout)[flows.target, layout.stage[flows.period]] * layout.use[flows.commodity]
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
