"""Better openings where the problem is too large for HiGHS's own search: many small changes tried at once.

Prices of the flows' programmes tell, for every site, what another module, opening or closing could save at best. The
most promising changes that lie apart are made together; what each brought is read off around it, changes that brought
nothing are taken back, and the rest stays if the whole got cheaper. Where no single change is left, pairs are tried: a
site gives up room and one near it takes more. What brought nothing is not tried again until something near it changes.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from banme.siting.ascent import OWN_ROWS
from banme.siting.problem import SITE_KINDS
from banme.siting.rules import Rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from banme.siting.layout import Floats, Ints
    from banme.siting.relaxation import Choices, Relaxation
    from banme.siting.watch import Watch

TRIES, PAIR_TRIES = 3, 4
"""Changes of a site, alone and in pairs, that are tried before it rests."""
PARTNERS = 4
"""Sites that share most sources with a site, as partners in a pair."""
LOSS = 0.3
"""Loss at first sight, as a share of the fixed cost saved, up to which a pair is worth trying."""
WORTH = 1e-9
"""Share of the cost that a change must promise."""


class Change(NamedTuple):
    """Give a site one module from a stage on (module -1: close it)."""

    site: int
    module: int
    stage: int


@dataclass(frozen=True, slots=True)
class Move:
    """Changes made together, and what they seem to save (VND)."""

    changes: tuple[Change, ...]
    saving: float


class Pricing(Protocol):
    """What flows cost under given openings, and at which prices: ``SplitFlows`` exactly, ``Market`` quickly."""

    relaxation: Relaxation
    watch: Watch

    @property
    def short(self) -> float:
        """Goods (t) that found no way at the last openings."""

    def cost(self, first: Ints) -> float:
        """Return what openings (M,) cost with their flows (VND), short goods priced dear; inf when time ran out."""

    def by_node(self, first: Ints) -> Floats:
        """Return (N,) where the last cost arises (VND)."""

    def multipliers(self) -> Floats:
        """Return the relaxed rows' prices (R,) at the last openings."""

    def keep(self, first: Ints) -> Floats:
        """Take note that the last openings are those to go on from; return all columns, none where not known."""

    def widen(self) -> int:
        """Take in columns left out that would pay; return how many."""


class Neighbourhood:
    """Which sites lie close: they are joined by an arc or serve the same source."""

    def __init__(self, relaxation: Relaxation) -> None:
        layout = relaxation.layout
        flows = layout.flows
        self.count = layout.kind.size
        pairs = np.unique(flows.source * self.count + flows.target)
        source, target = pairs // self.count, pairs % self.count
        on = np.isin(layout.kind, SITE_KINDS)[target]
        one = np.ones(int(on.sum()), np.float32)
        arcs = sparse.csr_matrix((one, (source[on], target[on])), shape=(self.count, self.count))
        self.shared = (arcs.T @ arcs).tocsr()
        """(N, N) how many sources two sites have in common."""
        self.close = (self.shared + arcs + arcs.T).tocsr()
        """(N, N) non-zero between sites that are close, and between a source and its sites."""
        self.kind = layout.kind

    def near(self, site: int) -> Ints:
        """Return the nodes close to a site."""
        nodes: Ints = self.close.indices[self.close.indptr[site] : self.close.indptr[site + 1]].astype(np.int64)
        return nodes

    def partners(self, site: int) -> Ints:
        """Return the sites of its kind that share most sources with a site."""
        span = slice(self.shared.indptr[site], self.shared.indptr[site + 1])
        others = self.shared.indices[span].astype(np.int64)
        alike = (others != site) & (self.kind[others] == self.kind[site])
        others, weight = others[alike], self.shared.data[span][alike]
        best: Ints = others[np.argsort(-weight, kind="stable")][:PARTNERS]
        return best

    def nearest(self, moves: list[Move]) -> Ints:
        """Return (N,) which move changes a site the fewest steps away, -1 where none is in reach."""
        move = {change.site: at for at, each in enumerate(moves) for change in each.changes}
        sites = np.array(list(move), np.int64)
        _, _, origin = csgraph.dijkstra(
            self.close, directed=False, indices=sites, unweighted=True, min_only=True, return_predecessors=True
        )
        place = np.full(self.count, -1, np.int64)
        place[sites] = list(move.values())
        return np.where(origin >= 0, place[np.maximum(origin, 0)], -1)


class Placement:
    """Openings with their cheapest flows, and the search for better ones.

    ``first`` (M,) first stages, ``cost`` (VND, goods that find no way priced dear), ``short`` (t) those goods,
    ``values`` all columns, ``prices`` the relaxed rows' multipliers.
    """

    def __init__(self, flows: Pricing, near: Neighbourhood, choices: Choices, first: Ints) -> None:
        self.flows, self.near, self.choices = flows, near, choices
        self.layout = flows.relaxation.layout
        families = flows.relaxation.families
        self.own = np.concatenate([np.full(rows.low.size, rows.family in OWN_ROWS) for rows in families])
        self.modules_of = modules_by_site(flows.relaxation)
        self.rules = Rules(flows.relaxation)
        self.tried: dict[int, set[tuple[Change, ...]]] = {}
        self.cost = np.inf
        self.short = np.inf
        self.first = first.copy()
        self.spent: Floats = np.zeros(self.near.count)
        self.values: Floats = np.zeros(0)
        self.prices: Floats = np.zeros(self.own.size)
        self._accept(first, flows.cost(first))

    def _accept(self, first: Ints, cost: float) -> None:
        self.first, self.cost, self.short = first.copy(), cost, self.flows.short
        if np.isfinite(cost):
            self.spent, self.prices = self.flows.by_node(first), self.flows.multipliers()
            self.values = self.flows.keep(first)

    def accept(self, first: Ints) -> None:
        """Take other openings (M,), whatever they cost."""
        self._accept(first, self.flows.cost(first))

    def move(self, first: Ints) -> None:
        """Take other openings (M,) if they cost less."""
        if (first != self.first).any():
            cost = self.flows.cost(first)
            if cost < self.cost:
                self._accept(first, cost)

    def complete(self, rounds: int) -> None:
        """Take in columns that would pay and solve again, until none would or the rounds are over."""
        for _ in range(rounds):
            cost = self.flows.cost(self.first)
            if not np.isfinite(cost):
                return
            self._accept(self.first, cost)
            if not self.flows.widen():
                return

    def improve(self, until: float, enough: Callable[[Placement], bool]) -> None:
        """Change openings for the better until nothing promising is left, it is enough, or the clock says so.

        Parameters
        ----------
        until : float
            As ``time.monotonic`` counts.
        enough : callable
            Asked after every step whether to end.

        """
        while time.monotonic() < until and not self.flows.watch.over() and not enough(self):
            values = self._values()
            moves = self._apart(self._singles(*values)) or self._apart(self._pairs(*values))
            if not moves:
                return
            self._try(moves)

    def _values(self) -> tuple[Floats, Floats]:
        """Return (M, S) cost of every choice at the prices, inf where not allowed, and (N,) that of the present one."""
        seen = self.flows.relaxation.evaluate(np.where(self.own, 0.0, self.prices), self.choices)
        here = np.zeros(self.near.count)
        on = np.flatnonzero(self.first >= 0)
        here[self.layout.modules.site[on]] = seen.choice[on, self.first[on]]
        return np.where(self.choices.opened, seen.choice, np.inf), here

    def _options(self, site: int, allowed: Floats) -> Iterator[tuple[float, Change]]:
        """Yield the other choices of a site with their cost at the prices."""
        mine = self.modules_of[site]
        for module in mine:
            for stage in np.flatnonzero(np.isfinite(allowed[module])):
                if self.first[module] != stage:
                    yield float(allowed[module, stage]), Change(site, int(module), int(stage))
        if self.choices.closed[site] and (self.first[mine] >= 0).any():
            yield 0.0, Change(site, -1, -1)

    def _singles(self, allowed: Floats, here: Floats) -> list[Move]:
        out = []
        for site in self.modules_of:
            done = self.tried.get(site, set())
            options = [option for option in self._options(site, allowed) if option[1:] not in done]
            if options and sum(len(each) == 1 for each in done) < TRIES:
                least, change = min(options)
                if here[site] - least > WORTH * abs(self.cost):
                    out.append(Move((change,), float(here[site] - least)))
        return sorted(out, key=lambda move: -move.saving)

    def _pairs(self, allowed: Floats, here: Floats) -> list[Move]:
        """Return moves in which a site gives up room and a partner takes more, best at first sight first."""
        modules = self.layout.modules
        out = []
        for site, mine in self.modules_of.items():
            now = mine[self.first[mine] >= 0]
            done = self.tried.get(site, set())
            if not now.size or sum(len(each) > 1 for each in done) >= PAIR_TRIES:
                continue
            less = [option for option in self._options(site, allowed) if self._room(option[1]) < self._room_of(site)]
            options = [
                Move((give, take), float(here[site] - lost + here[other] - gained))
                for other in self.near.partners(site)
                if other in self.modules_of
                for gained, take in self._options(int(other), allowed)
                if self._room(take) > self._room_of(int(other))
                for lost, give in less
            ]
            worth = -LOSS * float(modules.fixed[now[0]])
            options = [move for move in options if move.changes not in done and move.saving > worth]
            if options:
                out.append(max(options, key=lambda move: move.saving))
        return sorted(out, key=lambda move: -move.saving)

    def _room(self, change: Change) -> float:
        modules = self.layout.modules
        if change.module < 0:
            return 0.0
        return float(modules.throughput[change.module, self.layout.stage >= change.stage].sum())

    def _room_of(self, site: int) -> float:
        now = [m for m in self.modules_of[site] if self.first[m] >= 0]
        return self._room(Change(site, int(now[0]), int(self.first[now[0]]))) if now else 0.0

    def _apart(self, moves: list[Move]) -> list[Move]:
        """Return the moves, most promising first, that lie apart and together keep the budget and counts."""
        taken = np.zeros(self.near.count, bool)
        out: list[Move] = []
        for move in moves:
            sites = [change.site for change in move.changes]
            if not taken[sites].any() and self._keeps_rules([*out, move]):
                out.append(move)
                for site in sites:
                    taken[self.near.near(site)] = True
                    taken[site] = True
        return out

    def _keeps_rules(self, moves: list[Move]) -> bool:
        return not self.rules.most.size or not self.rules.excess(self._with(moves)).any()

    def _with(self, moves: list[Move]) -> Ints:
        first = self.first.copy()
        for move in moves:
            for change in move.changes:
                first[self.modules_of[change.site]] = -1
                if change.module >= 0:
                    first[change.module] = change.stage
        return first

    def _try(self, moves: list[Move]) -> None:
        """Make moves together; keep those that brought something, if all of them do together."""
        trial = self._with(moves)
        cost = self.flows.cost(trial)
        kept = moves
        if np.isfinite(cost):
            change = self.flows.by_node(trial) - self.spent
            nearest = self.near.nearest(moves)
            known = nearest >= 0
            gain = -np.bincount(nearest[known], change[known], minlength=len(moves))
            if cost >= self.cost or (gain <= 0.0).any():
                order = np.argsort(-gain)
                kept = [moves[at] for at in order if gain[at] > 0.0]
                trial, cost = self._again(kept)
        while np.isfinite(cost) and cost >= self.cost and len(kept) > 1:
            kept = kept[: len(kept) // 2]
            trial, cost = self._again(kept)
        if kept and cost < self.cost:
            self._accept(trial, cost)
            for move in kept:
                self._awaken(move)
        else:
            kept = []
        if np.isfinite(cost):
            for move in moves:
                if move not in kept:
                    self.tried.setdefault(move.changes[0].site, set()).add(move.changes)

    def _again(self, moves: list[Move]) -> tuple[Ints, float]:
        if not moves:
            return self.first, self.cost
        trial = self._with(moves)
        return trial, self.flows.cost(trial)

    def _awaken(self, move: Move) -> None:
        for change in move.changes:
            for node in (change.site, *self.near.near(change.site)):
                self.tried.pop(int(node), None)


def modules_by_site(relaxation: Relaxation) -> dict[int, Ints]:
    """Return the modules of every site that has any."""
    site = relaxation.layout.modules.site
    order = np.argsort(site, kind="stable")
    heads = np.flatnonzero(np.diff(site[order], prepend=-1))
    return {int(site[mine[0]]): mine for mine in np.split(order, heads[1:]) if mine.size}
