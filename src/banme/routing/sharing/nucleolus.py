"""The nucleolus: shares under which the coalition that gains least gains the most, then the next, and so on.

Schmeidler (1969); computed by a sequence of linear programmes with rows generated on demand (Kopelowitz 1967). After
each one, coalitions whose gain is the same in every best solution are fixed, until the shares are unique.
"""

from __future__ import annotations

import numpy as np

from banme.routing.sharing.game import CostGame, Floats
from banme.routing.sharing.programme import Rows, Shares

TOLERANCE = 1e-9
"""What counts as nothing, as a share of the largest cost."""
PRICED = 1e-7


def nucleolus(game: CostGame) -> tuple[Floats, float]:
    """Return what each party pays, adding up to the cost of all together, and the least gain of any coalition.

    The gain of a coalition is its own cost less its shares. A least gain of 0 or more means that the shares lie in the
    core: nobody pays more than alone. For one party the gain is 0.
    """
    n = len(game.parties)
    belongs = game.belongs()
    if n == 1:
        return game.cost[1:].copy(), 0.0
    scale = max(float(np.abs(game.cost).max()), 1e-300)
    cost = game.cost / scale
    fixed = [(belongs[-1], float(cost[-1]))]
    proper = np.arange(1, game.cost.size - 1)
    shares, least = np.zeros(n), None
    while np.linalg.matrix_rank(np.array([members for members, _ in fixed])) < n:
        settled = _spanned(belongs[proper], np.array([members for members, _ in fixed]))
        proper = proper[~settled]
        programme = Shares(Rows(belongs[proper], cost[proper]), fixed, np.ones(proper.size))
        for single in range(proper.size):
            if belongs[proper[single]].sum() in {1, n - 1}:
                programme.add(single)
        if not programme.used:
            programme.add(0)
        shares, gain = programme.best(TOLERANCE)
        least = gain if least is None else least
        tight = programme.binding(PRICED)
        fixed += [(belongs[proper[row]], float(cost[proper[row]] - gain)) for row in tight]
    matrix, totals = np.array([members for members, _ in fixed]), np.array([total for _, total in fixed])
    shares = np.linalg.lstsq(matrix, totals, rcond=None)[0]
    return shares * scale, (least or 0.0) * scale


def _spanned(belongs: Floats, fixed: Floats) -> np.ndarray:
    """Tell which coalitions' shares follow from the fixed ones."""
    basis = np.linalg.qr(fixed.T)[0]
    rank = np.linalg.matrix_rank(fixed)
    if rank < basis.shape[1]:
        left, sizes, _ = np.linalg.svd(fixed.T, full_matrices=False)
        basis = left[:, sizes > PRICED]
    rest = belongs - belongs @ basis @ basis.T
    spanned: np.ndarray = np.abs(rest).max(axis=1) < PRICED
    return spanned
