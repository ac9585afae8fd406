"""The lower bound by weak duality, in plain arithmetic, for any multipliers of the right sign.

With multipliers p on the relaxed rows and d = c - A'p, every plan costs at least

    sum(p > 0: p * low, p < 0: p * high) + sum over sites of min over the site's choices + sum over the rest of
    min(0, d * upper)

A site's choices are: stay closed (0), or open one module from one stage on; a choice pays the openings' d and gains, in
every stage it is open, min(0, d * upper) of each flow and stock that belongs to the site. A flow belongs to the site it
enters, else to the site it leaves, else to no site. Fixings of a branch only remove choices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

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


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """A bound with what it rests on: value (VND), reduced costs (columns), choice costs (M, S), best per site (N,)."""

    value: float
    reduced: Floats
    choice: Floats
    best: Floats


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

    @classmethod
    def of(cls, layout: Layout) -> Relaxation:
        """Build the relaxed rows of a laid-out problem."""
        families = tuple(family(layout) for family in RELAXED.values())
        columns = int(layout.offsets[-1])
        matrix = stack(families, columns)
        flows, stock, left = layout.flows, layout.stock, layout.unshipped
        fixed = layout.modules.fixed[:, None] * layout.weight[None, :]
        site = np.isin(layout.kind, SITE_KINDS)
        owner = np.where(site[flows.target], flows.target, np.where(site[flows.source], flows.source, -1))
        stages = layout.weight.size
        owner = np.where(owner >= 0, owner * stages + layout.stage[flows.period], -1)
        return cls(
            layout=layout,
            families=families,
            matrix=matrix,
            transposed=matrix.T.tocsr(),
            low=np.concatenate([rows.low for rows in families]),
            high=np.concatenate([rows.high for rows in families]),
            cost=np.concatenate([flows.cost, stock.cost, left.cost, fixed.ravel()]),
            upper=np.concatenate([flows.upper, stock.upper, left.upper, np.ones(fixed.size)]),
            owner=np.concatenate(
                [owner, stock.node * stages + layout.stage[stock.period], np.full(left.node.size, -1)]
            ).astype(np.int64),
        )

    def choices(self, fixings: Sequence[Fixing] = ()) -> Choices:
        """Return what each site may do under the planners' decisions and a branch's fixings."""
        layout = self.layout
        module_site = layout.modules.site
        decision = layout.problem.sites["decision"].reindex(layout.problem.nodes.index).to_numpy(object)
        closed = decision != FORCED
        opened = np.repeat((decision[module_site] != EXCLUDED)[:, None], layout.weight.size, axis=1)
        forced = decision[module_site] == FORCED
        opened[forced, 1:] = False
        for fixing in fixings:
            mine = module_site == fixing.site
            chosen = mine if fixing.module < 0 else np.arange(module_site.size) == fixing.module
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
        layout = self.layout
        stages = layout.weight.size
        reduced = (self.cost if with_cost else 0.0) - self.transposed @ multipliers
        first = int(layout.offsets[3])
        gain = np.minimum(0.0, reduced[:first] * self.upper[:first])
        owned = self.owner >= 0
        at_site = np.bincount(self.owner[owned], gain[owned], minlength=layout.kind.size * stages)
        at_site = at_site.reshape(layout.kind.size, stages)
        per_stage = reduced[first:].reshape(-1, stages) + at_site[layout.modules.site]
        choice = np.cumsum(per_stage[:, ::-1], axis=1)[:, ::-1]
        allowed = np.where(choices.opened, choice, np.inf)
        best = np.where(choices.closed, 0.0, np.inf)
        if allowed.size:
            np.minimum.at(best, layout.modules.site, allowed.min(axis=1))
        up, down = multipliers > 0, multipliers < 0
        base = float(multipliers[up] @ self.low[up] + multipliers[down] @ self.high[down])
        value = base + float(gain[~owned].sum()) + float(best[layout.sites].sum())
        return Evaluation(value, reduced, choice, best)


def stack(families: Sequence[Rows], columns: int) -> sparse.csr_matrix:
    """Return the families' rows below one another as one sparse matrix."""
    start = np.cumsum([0, *[rows.low.size for rows in families]])
    row = np.concatenate([rows.row + at for rows, at in zip(families, start[:-1], strict=True)])
    column = np.concatenate([rows.column for rows in families])
    value = np.concatenate([rows.value for rows in families])
    return sparse.csr_matrix((value, (row, column)), shape=(int(start[-1]), columns))
