"""The Shapley value: each party's added cost, averaged over all orders of joining."""

from __future__ import annotations

from math import factorial

import numpy as np

from banme.routing.sharing.game import CostGame, Floats


def shapley(game: CostGame) -> Floats:
    """Return what each party pays; adds up to the cost of all together (Shapley 1953).

    It follows contribution, but some coalition may pay more than it would alone, even where a split without that
    exists.
    """
    n = len(game.parties)
    size = game.belongs().sum(axis=1).astype(int)
    shares = np.zeros(n)
    coalitions = np.arange(game.cost.size)
    weight = np.array([factorial(k) * factorial(n - 1 - k) / factorial(n) for k in range(n)])
    for party in range(n):
        without = coalitions[(coalitions >> party & 1) == 0]
        added = game.cost[without | 1 << party] - game.cost[without]
        shares[party] = (weight[size[without]] * added).sum()
    return shares
