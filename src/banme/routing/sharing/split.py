"""One fair split, with everything a party would ask about it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from banme.routing.sharing.core import gains, least_subsidy
from banme.routing.sharing.game import CostGame, Floats
from banme.routing.sharing.nucleolus import nucleolus
from banme.routing.sharing.shapley import shapley

TOLERANCE = 1e-7
"""Least gain, as a share of the largest cost, below which a coalition pays more than alone."""


@dataclass(frozen=True, slots=True, eq=False)
class FairSplit:
    """What each party pays of the cost of all together.

    Attributes
    ----------
    alone, nucleolus, shapley : (n,) floats
        Cost alone, and the two splits.
    total : float
        Cost of all together: both splits add up to it.
    saved : float
        Costs alone added up, less the total; negative where going together costs more.
    least_gain : float
        Of any coalition but all, under the nucleolus: its own cost less its shares. 0 for one party.
    in_core : bool
        Whether no coalition pays more than alone under the nucleolus. If it is not, no split is.
    shapley_in_core : bool
    subsidy : float
        Least sum from outside with which no coalition would pay more than alone; 0 in the core.
    subsidised : (n,) floats
        Shares with the subsidy taken off: the nucleolus of the game in which all together cost that much less.
    worst : tuple of int
        Coalitions of least gain under the nucleolus, by number.
    """

    alone: Floats
    nucleolus: Floats
    shapley: Floats
    total: float
    saved: float
    least_gain: float
    in_core: bool
    shapley_in_core: bool
    subsidy: float
    subsidised: Floats
    worst: tuple[int, ...]


def split_fairly(game: CostGame) -> FairSplit:
    """Split the cost of all together by the nucleolus, and compare.

    Parameters
    ----------
    game : CostGame
        Up to 12 parties.

    """
    n = len(game.parties)
    scale = max(float(np.abs(game.cost).max()), 1e-300)
    shares, least = nucleolus(game)
    value = shapley(game)
    proper = slice(1, game.cost.size - 1)
    subsidy = least_subsidy(game)
    lowered = game.cost.copy()
    lowered[-1] -= subsidy
    own = gains(game, shares)
    worst = [at for at in range(1, game.cost.size - 1) if own[at] <= least + TOLERANCE * scale]
    return FairSplit(
        alone=game.cost[[1 << at for at in range(n)]],
        nucleolus=shares,
        shapley=value,
        total=float(game.cost[-1]),
        saved=float(game.cost[[1 << at for at in range(n)]].sum() - game.cost[-1]),
        least_gain=least,
        in_core=subsidy == 0.0,
        shapley_in_core=bool((gains(game, value)[proper] >= -TOLERANCE * scale).all()),
        subsidy=subsidy,
        subsidised=nucleolus(CostGame(game.parties, lowered))[0] if subsidy else shares,
        worst=tuple(worst),
    )
