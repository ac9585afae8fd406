"""Shares that no coalition could beat alone, and the least subsidy that makes such shares possible."""

from __future__ import annotations

import numpy as np

from banme.routing.sharing.game import CostGame, Floats
from banme.routing.sharing.programme import Rows, Shares

TOLERANCE = 1e-9


def least_subsidy(game: CostGame) -> float:
    """Return what must come from outside, at least, so that nobody pays more than alone; 0 where the core is not empty.

    The largest total that parties can pay with no coalition above its own cost falls short of the cost of all together
    by this much (the cost of stability of the game).
    """
    belongs = game.belongs()
    scale = max(float(np.abs(game.cost).max()), 1e-300)
    coalitions = np.arange(1, game.cost.size)
    # shares of all, less the last column, are at most 0 when the last column is counted down: maximise what is paid
    rows = Rows(np.vstack([-belongs[-1], belongs[coalitions]]), np.append(0.0, game.cost[coalitions] / scale))
    push = np.zeros(rows.limit.size)
    push[0] = 1.0
    programme = Shares(rows, [], push)
    programme.add(0)
    for party in range(len(game.parties)):
        programme.add(1 << party)
    paid = programme.best(TOLERANCE)[1] * scale
    short = float(game.cost[-1]) - paid
    return short if short > TOLERANCE * scale else 0.0


def gains(game: CostGame, shares: Floats) -> Floats:
    """Return each coalition's own cost less the shares of its parties, shape (2 ** n,)."""
    return game.cost - game.belongs() @ shares
