"""The cheapest way to fill an open site's limited room, worked out by sorting: the ``knapsack`` form of a leaf."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Goods:
    """Goods that compete for room: entry, room number, commodity number, room taken per tonne, largest value (t)."""

    entry: Ints
    room: Ints
    commodity: Ints
    use: Floats
    upper: Floats


def fill(goods: Goods, rate: Floats, room: Floats, own: Floats) -> Floats:
    """Return what each room earns at best (VND, never above 0).

    Parameters
    ----------
    goods : Goods
    rate : (G,) VND/t of each good
    room : (R,) t of capacity
    own : (R, K) t of one commodity in a room, inf without such a limit

    """
    wanted = np.flatnonzero(rate < 0)
    if not wanted.size:
        return np.zeros(room.size)
    order = wanted[np.argsort(rate[wanted] / goods.use[wanted], kind="stable")]
    amount = goods.upper[order]
    rooms = goods.room[order]
    if np.isfinite(own).any():
        limit = own[rooms, goods.commodity[order]]
        amount = _within(rooms * own.shape[1] + goods.commodity[order], amount, limit)
    amount = _within(rooms, amount * goods.use[order], room[rooms]) / goods.use[order]
    return np.bincount(rooms, amount * rate[order], minlength=room.size).astype(np.float64)


def _within(group: Ints, amount: Floats, limit: Floats) -> Floats:
    """Cut amounts, in their order, so that those of a group add up to at most the group's limit."""
    order = np.argsort(group, kind="stable")
    running = np.cumsum(amount[order])
    before = running - amount[order]
    heads = np.flatnonzero(np.diff(group[order], prepend=-1))
    sizes = np.diff(np.append(heads, order.size))
    before -= np.repeat(before[heads], sizes)
    out = np.empty_like(amount)
    out[order] = np.clip(limit[order] - before, 0.0, amount[order])
    return out
