"""Bounds from values of items: each place packs, within its capacity, the items worth more than they cost there.

For any values ``v``: ``L(v) = sum_i v_i + sum_r K_r(v)`` is at most the cost of any plan, where ``K_r`` is the least
sum of ``cost - v`` over a set of items that fits in place ``r`` (a 0-1 knapsack, solved exactly). It is at least the
bound from prices of capacities, and far above it where few items fill a place. The climb averages the packings it
meets, as the volume algorithm does: the averages approximate a solution of the relaxation, which :mod:`.dive` rounds.

Sources: Barahona, Anbil: The volume algorithm (2000). Dembo, Hammer: A reduction algorithm for knapsacks (1980).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numba
import numpy as np
from numpy.typing import NDArray

from banme.clusters.assignment.bound import rounded_up
from banme.clusters.assignment.problem import AssignmentProblem, Floats, Ints

MOST_CELLS = 2e7
"""Largest product of a place's options and capacity: tables grow with it."""
FREE, OUT, IN = 0, 1, 2
"""What a dive has decided about an entry."""
AVERAGE_CLIMB, AVERAGE_DIVE = 0.7, 0.1
"""Weight of the newest packing in the average."""
PATIENCE = 10
FIRST_LEVEL = 0.005
LAST_LEVEL = 2e-6


@dataclass(frozen=True, slots=True, eq=False)
class Packing:
    """A problem whose options use one resource each, sorted by that resource (the place).

    Attributes
    ----------
    problem : AssignmentProblem
    head : (R + 1,) ints
        Entries of place ``r`` are ``head[r]`` to ``head[r + 1] - 1``.
    option, item, weight : (M,) ints
    cost : (M,) floats
    capacity : (R,) ints

    """

    problem: AssignmentProblem
    head: Ints
    option: Ints
    item: Ints
    weight: Ints
    cost: Floats
    capacity: Ints

    @classmethod
    def of(cls, problem: AssignmentProblem) -> Packing | None:
        """Return the packing of a problem; None unless each option uses a whole amount of one resource.

        None as well where an item has two options in one place, or where capacities are so large that a pass would
        take too long.
        """
        one = (np.diff(problem.use_start) == 1).all()
        if not one or not (problem.use_amount == np.floor(problem.use_amount)).all():
            return None
        item, count = problem.item_of(), len(problem.resources)
        if np.unique(item * count + problem.use_resource).size < item.size:
            return None
        if (np.bincount(problem.use_resource, minlength=count) * problem.capacity).max(initial=0.0) > MOST_CELLS:
            return None
        order = np.lexsort((item, problem.use_resource)).astype(np.int64)
        return cls(
            problem,
            np.searchsorted(problem.use_resource[order], np.arange(count + 1)).astype(np.int64),
            order,
            item[order].astype(np.int64),
            problem.use_amount[order].astype(np.int64),
            problem.cost[order],
            np.floor(problem.capacity).astype(np.int64),
        )

    def proven(self, values: Floats) -> float:
        """Return the bound that values prove, rounded up where every cost is whole.

        Parameters
        ----------
        values : (N,) floats
            Of any sign.

        """
        bound = Climb.at(self, values).look()
        return rounded_up(bound) if self.problem.whole else bound

    def marginals(self, values: Floats) -> Floats:
        """Return by option how much the bound rises when that option must be taken.

        Parameters
        ----------
        values : (N,) floats

        """
        rise = np.zeros(self.item.size)
        _marginals((self.head, self.item, self.weight, self.cost), self.capacity, values, rise)
        out = np.empty_like(rise)
        out[self.option] = rise
        return out


@dataclass(slots=True, eq=False)
class Climb:
    """A climb under way, perhaps with some entries decided.

    Attributes
    ----------
    packing : Packing
    now, best : (N,) floats
        Values of items.
    value : float
        Bound at ``best``.
    level : float
        Share of the bound that the climb still hopes for.
    average : (M,) floats
        Share in which each entry was packed, newest passes first.
    decided : (M,) uint8
        FREE, OUT or IN.
    room : (R,) ints
        Capacity less what is decided.

    """

    packing: Packing
    now: Floats
    best: Floats
    average: Floats
    decided: NDArray[np.uint8]
    room: Ints
    value: float = -math.inf
    level: float = FIRST_LEVEL
    bad: int = 0
    taken: NDArray[np.uint8] = field(init=False)

    def __post_init__(self) -> None:
        self.taken = np.zeros(self.packing.item.size, np.uint8)

    @classmethod
    def at(cls, packing: Packing, values: Floats) -> Climb:
        """Begin at values of items, nothing decided."""
        size = packing.item.size
        decided = np.zeros(size, np.uint8)
        return cls(packing, values.copy(), values.copy(), np.zeros(size), decided, packing.capacity.copy())

    @property
    def tired(self) -> bool:
        """Whether levels are so low that further passes gain nothing that matters."""
        return self.level < LAST_LEVEL

    def look(self) -> float:
        """Return the bound at ``now``."""
        return float(_pack(self._entries(), (self.decided, self.room), self.now, self.taken))

    def go(self, passes: int, weight: float = AVERAGE_CLIMB) -> None:
        """Make some passes, the newest packing entering the average with ``weight``."""
        self.value, self.level, self.bad = _climb(
            self._entries(),
            (self.decided, self.room),
            (self.now, self.best, self.average, self.taken),
            (self.value, self.level, self.bad),
            (passes, weight),
        )

    def _entries(self) -> tuple[Ints, Ints, Ints, Floats]:
        return self.packing.head, self.packing.item, self.packing.weight, self.packing.cost


@numba.njit(cache=True)
def _pack(entries, state, values, taken):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202, C901, PLR0912, PLR0915
    """Pack every place best at the values; return their sum plus what the packings are worth."""
    head, item, weight, cost = entries
    decided, room = state
    total = 0.0
    for i in range(values.size):
        total += values[i]
    most, top = 0, 0
    for r in range(room.size):
        most, top = max(most, head[r + 1] - head[r]), max(top, room[r])
    worth, slope, who = np.zeros(most), np.zeros(most), np.zeros(most, np.int64)
    best, bits = np.zeros(top + 1), np.zeros((0, 0), np.uint8)
    for r in range(room.size):
        count = 0
        for e in range(head[r], head[r + 1]):
            taken[e] = 0
            gain = cost[e] - values[item[e]]
            if decided[e] == IN:
                taken[e] = 1
                total += gain
            elif decided[e] == FREE and gain < 0.0 and weight[e] <= room[r]:
                if weight[e] == 0:
                    taken[e] = 1
                    total += gain
                    continue
                who[count], worth[count], slope[count] = e, gain, gain / weight[e]
                count += 1
        if count == 0:
            continue
        # The greedy packing, and the slope at which the relaxed one breaks.
        order = np.argsort(slope[:count])
        left, relaxed, greedy, edge, broken = room[r], 0.0, 0.0, 0.0, False
        for k in order:
            w = weight[who[k]]
            if w <= left:
                left -= w
                greedy += worth[k]
                if not broken:
                    relaxed += worth[k]
            elif not broken:
                broken, edge = True, slope[k]
                relaxed += slope[k] * left
        if not broken:
            for k in range(count):
                taken[who[k]] = 1
            total += greedy
            continue
        # Entries that no packing better than the greedy one has, or lacks, are settled (Dembo and Hammer).
        core, space, fixed = 0, room[r], 0.0
        for k in range(count):
            e = who[k]
            off = worth[k] - edge * weight[e]
            if relaxed + abs(off) > greedy + 1e-9 * max(1.0, abs(greedy)):
                if off < 0.0:
                    taken[e] = 1
                    space -= weight[e]
                    fixed += worth[k]
            else:
                who[core], worth[core] = e, worth[k]
                core += 1
        if bits.shape[0] < core or bits.shape[1] < space + 1:
            bits = np.zeros((max(bits.shape[0], core), max(bits.shape[1], space + 1)), np.uint8)
        for x in range(space + 1):
            best[x] = 0.0
        for k in range(core):
            w, gain, row = weight[who[k]], worth[k], bits[k]
            for x in range(min(w, space + 1)):
                row[x] = 0
            for x in range(space, w - 1, -1):
                if best[x - w] + gain < best[x]:
                    best[x] = best[x - w] + gain
                    row[x] = 1
                else:
                    row[x] = 0
        total += fixed + best[space]
        x = space
        for k in range(core - 1, -1, -1):
            if bits[k, x]:
                taken[who[k]] = 1
                x -= weight[who[k]]
    return total


@numba.njit(cache=True)
def _climb(entries, state, arrays, figures, how):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    now, best, average, taken = arrays
    value, level, bad = figures
    passes, share = how
    item = entries[1]
    cover = np.zeros(now.size)
    for _ in range(passes):
        found = _pack(entries, state, now, taken)
        first = value == -np.inf
        if found > value + 1e-10 * max(1.0, abs(value)) or first:
            if not first and found - value > 0.5 * level * max(1e-9, abs(value)):
                level = min(1.0, 1.5 * level)
            value = found
            best[:] = now
            bad = 0
        else:
            bad += 1
            if bad >= PATIENCE:
                bad = 0
                level *= 0.7
                now[:] = best
        cover[:] = 0.0
        part = 1.0 if first else share
        for e in range(item.size):
            average[e] += part * (taken[e] - average[e])
            cover[item[e]] += average[e]
        norm = 0.0
        for i in range(now.size):
            norm += (1.0 - cover[i]) ** 2
        if norm < 1e-12:  # noqa: PLR2004
            level = 0.0
            break
        step = (value + level * max(1e-9, abs(value)) - found) / norm
        if share < 0.5:  # noqa: PLR2004 - averages move slowly: from the best values, not from the last
            now[:] = best
            step = 0.15 * level * max(1e-9, abs(value)) / norm
        for i in range(now.size):
            now[i] += step * (1.0 - cover[i])
    return value, level, bad


@numba.njit(cache=True)
def _marginals(entries, capacity, values, rise):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """By entry: the least packing that has it less the least packing."""
    head, item, weight, cost = entries
    for r in range(capacity.size):
        space, first, count = capacity[r], head[r], head[r + 1] - head[r]
        before = np.zeros((count + 1, space + 1))
        after = np.zeros(space + 1)
        for k in range(count):
            w, gain = weight[first + k], cost[first + k] - values[item[first + k]]
            for x in range(space + 1):
                least = before[k, x]
                if x >= w and before[k, x - w] + gain < least:
                    least = before[k, x - w] + gain
                before[k + 1, x] = least
        for k in range(count - 1, -1, -1):
            w, gain = weight[first + k], cost[first + k] - values[item[first + k]]
            least = np.inf
            for x in range(space - w + 1):
                least = min(least, before[k, x] + after[space - w - x])
            rise[first + k] = least + gain - before[count, space]
            for x in range(space, w - 1, -1):
                after[x] = min(after[x], after[x - w] + gain)
