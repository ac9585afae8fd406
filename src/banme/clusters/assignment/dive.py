"""Plans by diving: decide what the averaged packings agree on most, climb a little, decide again.

Each step settles a share of the items that are still open, those whose average is nearest to whole first; the values of
the items move with it, so that later decisions know what the earlier ones cost. Kept items (all but those of a few
places, say) make the same dive a search in the neighbourhood of a plan.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from banme.clusters.assignment.packing import AVERAGE_DIVE, FREE, IN, OUT, Climb, Packing
from banme.clusters.assignment.problem import Floats, Ints

AGREED = 0.98
SHAKE = 0.1
"""Largest share that chance adds to an average, so that no two dives are the same."""
LEVEL = 5e-4


@dataclass(frozen=True, slots=True)
class Pace:
    """Share of the open items settled in a step, passes before the first and between two steps."""

    share: float
    first: int
    passes: int


def dive(
    packing: Packing,
    values: Floats,
    pace: Pace,
    random: np.random.Generator,
    worst: float = math.inf,
    kept: Ints | None = None,
) -> Ints | None:
    """Round the relaxation to a plan: the option of each item; None when no room is left or the bound passes ``worst``.

    Parameters
    ----------
    packing : Packing
    values : (N,) floats
        Where to begin, such as the best of a climb.
    pace : Pace
    random : Generator
    worst : float
        Bound under the decisions beyond which the dive ends.
    kept : (N,) ints or None
        Option that an item keeps, -1 where it is open.

    """
    climb = Climb.at(packing, values)
    climb.level = LEVEL
    mine = np.empty_like(packing.option)
    mine[packing.option] = np.arange(packing.option.size)
    open_ = np.ones(values.size, bool)
    if kept is not None:
        _settle(climb, mine[kept[kept >= 0]], open_)
    climb.go(pace.first, AVERAGE_DIVE)
    while open_.any():
        settled = _next(climb, open_, pace.share, random)
        if climb.value > worst or not settled.size:
            return None
        _settle(climb, settled, open_)
        climb.value, climb.level = -math.inf, max(climb.level, LEVEL)
        climb.now[:] = climb.best
        if open_.any():
            kept_average = climb.average.copy()
            climb.go(1, AVERAGE_DIVE)
            climb.average += (1.0 - AVERAGE_DIVE) * (kept_average - climb.average)
            climb.go(pace.passes - 1, AVERAGE_DIVE)
    chosen = np.empty(values.size, np.int64)
    taken = climb.decided == IN
    chosen[packing.item[taken]] = packing.option[taken]
    return chosen


def _next(climb: Climb, open_: NDArray[np.bool_], share: float, random: np.random.Generator) -> Ints:
    """Return the entries to settle now: those agreed on, and the best of the others."""
    packing = climb.packing
    liked = climb.average * (1.0 + SHAKE * random.random(climb.average.size))
    hopeful = np.flatnonzero((climb.decided == FREE) & open_[packing.item])
    wanted = max(1, math.ceil(share * int(open_.sum())))
    room, seen, out = climb.room.copy(), ~open_, list[int]()
    place = np.searchsorted(packing.head, hopeful, side="right") - 1
    order = np.argsort(-liked[hopeful], kind="stable")
    for at in order:
        entry, item = hopeful[at], packing.item[hopeful[at]]
        if len(out) >= wanted and climb.average[entry] < AGREED:
            break
        if seen[item] or packing.weight[entry] > room[place[at]]:
            continue
        seen[item] = True
        room[place[at]] -= packing.weight[entry]
        out.append(int(entry))
    return np.array(out, dtype=np.int64)


def _settle(climb: Climb, entries: Ints, open_: NDArray[np.bool_]) -> None:
    packing = climb.packing
    place = np.searchsorted(packing.head, entries, side="right") - 1
    np.subtract.at(climb.room, place, packing.weight[entries])
    open_[packing.item[entries]] = False
    closed = ~open_[packing.item] & (climb.decided == FREE)
    climb.decided[closed] = OUT
    climb.average[closed] = 0.0
    climb.decided[entries] = IN
    climb.average[entries] = 1.0
