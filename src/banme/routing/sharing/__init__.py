"""Fair split of what is saved by sharing trucks: core, nucleolus, least subsidy, Shapley value.

::

    split = split_fairly(read_game(path))
    split.nucleolus, split.in_core, split.subsidy
"""

from banme.routing.sharing.core import gains, least_subsidy
from banme.routing.sharing.game import CostGame
from banme.routing.sharing.nucleolus import nucleolus
from banme.routing.sharing.shapley import shapley
from banme.routing.sharing.split import FairSplit, split_fairly
from banme.routing.sharing.tables import read_game

__all__ = [
    "CostGame",
    "FairSplit",
    "gains",
    "least_subsidy",
    "nucleolus",
    "read_game",
    "shapley",
    "split_fairly",
]
