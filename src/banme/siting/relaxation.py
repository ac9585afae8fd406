"""The lower bound by weak duality, in plain arithmetic, for any multipliers of the right sign.

With multipliers p on the relaxed rows and d = c - A'p, every plan costs at least

    sum(p > 0: p * low, p < 0: p * high) + sum over sites of min over the site's choices + sum over the rest of
    min(0, d * upper)

A site's choices are: stay closed (0), or open one module from one stage on; a choice pays the openings' d and gains, in
every stage it is open, min(0, d * upper) of each flow that leaves the site for an outlet, and the knapsacks
(``banme.siting.knapsack``) of what comes in and of what is stored. Fixings of a branch only remove choices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from banme.siting.knapsack import Knapsacks, Ranking
from banme.siting.problem import EXCLUDED, FORCED, SITE_KINDS
from banme.siting.rows import RELAXED, Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from banme.siting.layout import Floats, Ints, Layout


class Fixing(NamedTuple):
    """One branching decision: module (or any module, -1) of a site is open (1) or not (0) in a stage; positions."""

    site: int
    module: int
    stage: int
    open: int


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """What each site may still do.

    Attributes
    ----------
    opened : (M, S) bool
        Module m may open in stage s (and stays open).
    closed : (N,) bool
        The site may stay closed.

    """

    opened: NDArray[np.bool_]
    closed: NDArray[np.bool_]

    def active(self, layout: Layout) -> NDArray[np.bool_]:
        """Return (N,) whether the site may open at all."""
        out = np.zeros(self.closed.size, bool)
        out[layout.modules.site[self.opened.any(axis=1)]] = True
        return out


class Proof(NamedTuple):
    """What multipliers prove: a base (VND), and the cost (M, S) of opening a module from a stage on."""

    base: float
    choice: Floats


class Standing(NamedTuple):
    """What a proof is worth under some choices: the bound, and by site (N,) and module and stage (M, S) its parts."""

    value: float
    choice: Floats
    best: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """A bound with what it rests on.

    Value (VND), reduced costs (columns), choice costs (M, S), best per site (N,), items taken by the knapsacks, and
    what belongs to no site (VND).
    """

    value: float
    reduced: Floats
    choice: Floats
    best: Floats
    ranking: Ranking
    base: float

    @property
    def proof(self) -> Proof:
        """What is worth keeping: it holds under these choices and fewer."""
        return Proof(self.base, self.choice)


@dataclass(frozen=True, slots=True, eq=False)
class Relaxation:
    """Relaxed rows as one sparse matrix, with costs and owners of every column."""

    layout: Layout
    families: tuple[Rows, ...]
    matrix: sparse.csr_matrix
    transposed: sparse.csr_matrix
    low: Floats
    high: Floats
    cost: Floats
    upper: Floats
    owner: Ints
    """(columns before the openings) site and stage a column is boxed in, -1 for none, -2 in a knapsack."""
    boxed: Ints
    loose: Ints
    """Columns boxed in a site, and in no site."""
    knapsacks: Knapsacks

    @classmethod
    def of(cls, layout: Layout) -> Relaxation:
        """Build the relaxed rows of a laid-out problem."""
        families = tuple(family(layout) for family in RELAXED.values())
        columns = int(layout.offsets[-1])
        matrix = stack(families, columns)
        flows, stock, left = layout.flows, layout.stock, layout.unshipped
        fixed = layout.modules.fixed[:, None] * layout.weight[None, :]
        site = np.isin(layout.kind, SITE_KINDS)
        owner = np.where(site[flows.source], flows.source * layout.weight.size + layout.stage[flows.period], -1)
        owner[site[flows.target]] = -2
        owner = np.concatenate([owner, np.full(stock.node.size, -2), np.full(left.node.size, -1)]).astype(np.int64)
        return cls(
            layout=layout,
            families=families,
            matrix=matrix,
            transposed=matrix.T.tocsr(),
            low=np.concatenate([rows.low for rows in families]),
            high=np.concatenate([rows.high for rows in families]),
            cost=np.concatenate([flows.cost, stock.cost, left.cost, fixed.ravel()]),
            upper=np.concatenate([flows.upper, stock.upper, left.upper, np.ones(fixed.size)]),
            owner=owner,
            boxed=np.flatnonzero(owner >= 0),
            loose=np.flatnonzero(owner == -1),
            knapsacks=Knapsacks.of(layout),
        )

    def choices(self) -> Choices:
        """Return what each site may do under the planners' decisions."""
        layout = self.layout
        module_site = layout.modules.site
        decision = layout.problem.sites["decision"].reindex(layout.problem.nodes.index).to_numpy(object)
        opened = np.repeat((decision[module_site] != EXCLUDED)[:, None], layout.weight.size, axis=1)
        begin = layout.begin[module_site]
        stages = np.arange(layout.weight.size)
        opened &= stages[None, :] >= begin[:, None]
        opened &= (decision[module_site] != FORCED)[:, None] | (stages[None, :] == begin[:, None])
        return Choices(opened, decision != FORCED)

    def narrow(self, choices: Choices, fixing: Fixing) -> Choices:
        """Return what is left of the choices after one more branching decision."""
        opened, closed = choices.opened.copy(), choices.closed.copy()
        mine = self.layout.modules.site == fixing.site
        chosen = mine if fixing.module < 0 else np.arange(mine.size) == fixing.module
        if fixing.open:
            closed[fixing.site] = False
            opened[mine & ~chosen] = False
            opened[chosen, fixing.stage + 1 :] = False
        else:
            opened[chosen, : fixing.stage + 1] = False
        return Choices(opened, closed)

    def signed(self, multipliers: Floats) -> Floats:
        """Return the multipliers with those of the wrong sign set to zero."""
        wrong = (multipliers > 0) & ~np.isfinite(self.low) | (multipliers < 0) & ~np.isfinite(self.high)
        return np.where(wrong | ~np.isfinite(multipliers), 0.0, multipliers)

    def evaluate(self, multipliers: Floats, choices: Choices, *, with_cost: bool = True) -> Evaluation:
        """Return the bound of a branch for any multipliers (R,) of the right sign; inf where no choice is left."""
        reduced = (self.cost if with_cost else 0.0) - self.transposed @ multipliers
        return self.weigh(reduced, self.constant(multipliers), choices)

    def constant(self, multipliers: Floats) -> float:
        """Return what the rows' limits are worth at the multipliers (VND)."""
        up, down = multipliers > 0, multipliers < 0
        return float(multipliers[up] @ self.low[up] + multipliers[down] @ self.high[down])

    def weigh(self, reduced: Floats, constant: float, choices: Choices) -> Evaluation:
        """Return the bound of a branch from reduced costs (columns) and the rows' worth."""
        layout = self.layout
        stages = layout.weight.size
        first = int(layout.offsets[3])
        boxed = np.minimum(reduced[self.boxed], 0.0) * self.upper[self.boxed]
        at_site = np.bincount(self.owner[self.boxed], boxed, minlength=layout.kind.size * stages)
        at_site = at_site.reshape(layout.kind.size, stages)
        packed, ranking = self.knapsacks.gains(reduced, choices.active(layout))
        per_stage = reduced[first:].reshape(-1, stages) + at_site[layout.modules.site] + packed
        choice = np.cumsum(per_stage[:, ::-1], axis=1)[:, ::-1]
        base = constant + float(np.minimum(reduced[self.loose], 0.0) @ self.upper[self.loose])
        stands = self.stand(Proof(base, choice), choices)
        return Evaluation(stands.value, reduced, choice, stands.best, ranking, base)

    def stand(self, proof: Proof, choices: Choices) -> Standing:
        """Return what a proof is worth under choices that leave no more than those it was made under."""
        allowed = np.where(choices.opened, proof.choice, np.inf)
        best = np.where(choices.closed, 0.0, np.inf)
        if allowed.size:
            np.minimum.at(best, self.layout.modules.site, allowed.min(axis=1))
        return Standing(proof.base + float(best[self.layout.sites].sum()), proof.choice, best)

    def chosen(self, seen: Evaluation, choices: Choices) -> Ints:
        """Return the first stages (M,) the sites choose at an evaluation, -1 for closed."""
        allowed = np.where(choices.opened, seen.choice, np.inf)
        out = np.full(allowed.shape[0], -1, np.int64)
        if not allowed.size:
            return out
        cheapest = allowed.min(axis=1)
        site = self.layout.modules.site
        wanted = np.flatnonzero((cheapest <= seen.best[site]) & np.isfinite(cheapest))
        wanted = wanted[~choices.closed[site[wanted]] | (cheapest[wanted] < 0)]
        _, once = np.unique(site[wanted], return_index=True)
        wanted = wanted[once]
        out[wanted] = allowed[wanted].argmin(axis=1)
        return out

    def columns(self, seen: Evaluation, first: Ints) -> Floats:
        """Return every column's value where the sites open as in ``first`` and earn the most at the reduced costs."""
        layout = self.layout
        stages = np.arange(layout.weight.size)
        openings = (stages[None, :] >= first[:, None]) & (first >= 0)[:, None]
        at = int(layout.offsets[3])
        out = np.zeros(self.cost.size)
        open_site = np.zeros((layout.kind.size, stages.size), bool)
        np.logical_or.at(open_site, layout.modules.site, openings)
        loose = self.loose[seen.reduced[self.loose] < 0]
        out[loose] = self.upper[loose]
        boxed = self.boxed[(seen.reduced[self.boxed] < 0) & open_site.ravel()[self.owner[self.boxed]]]
        out[boxed] = self.upper[boxed]
        self.knapsacks.take(seen.ranking, first, out)
        out[at:] = openings.ravel()
        return out


def stack(families: Sequence[Rows], columns: int) -> sparse.csr_matrix:
    """Return the families' rows below one another as one sparse matrix."""
    start = np.cumsum([0, *[rows.low.size for rows in families]])
    row = np.concatenate([rows.row + at for rows, at in zip(families, start[:-1], strict=True)])
    column = np.concatenate([rows.column for rows in families])
    value = np.concatenate([rows.value for rows in families])
    return sparse.csr_matrix((value, (row, column)), shape=(int(start[-1]), columns))
