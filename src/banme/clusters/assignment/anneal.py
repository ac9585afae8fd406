"""Plans by annealing: shifts, swaps and ejections among options of low reduced cost, capacities by prices.

A plan's cost lies above the bound by the reduced costs of its options plus the price of what stays unused. So a unit
of use above a capacity costs that resource's price times a factor, which grows while plans break capacities and
shrinks while they keep them: the search stays near full capacity instead of far on either side.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from banme.clusters.assignment.problem import AssignmentProblem, Floats, Ints

DEPTH = 4
"""Most items that one chain moves."""
RARELY, OFTEN = 0.15, 0.5
"""Share of tries with capacities kept, below and above which the factor grows and shrinks."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """The options worth trying, item by item, least reduced cost first: (N + 1,) starts and option numbers."""

    start: Ints
    option: Ints

    @classmethod
    def of(cls, problem: AssignmentProblem, reduced: Floats, most: int, limit: float) -> Candidates:
        """Take for each item up to ``most`` options with a reduced cost up to ``limit``, always two where there are."""
        item = problem.item_of()
        order = np.lexsort((reduced, item))
        rank = np.arange(order.size) - np.repeat(problem.start[:-1], np.diff(problem.start))
        kept = (rank < most) & ((reduced[order] <= limit) | (rank < 2))  # noqa: PLR2004
        counts = np.bincount(item[order][kept], minlength=len(problem.items))
        return cls(np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), order[kept].astype(np.int64))


@dataclass(frozen=True, slots=True)
class Heat:
    """Temperatures at the beginning and end (in the unit of cost), tries, and the seed."""

    first: float
    last: float
    tries: int
    seed: int


@dataclass(slots=True)
class Search:
    """What a search keeps between rounds: the best plan that fits, its cost, and the factor on prices."""

    problem: AssignmentProblem
    best: Ints
    cost: float
    factor: float = 2.0

    def round(self, candidates: Candidates, weight: Floats, chosen: Ints, heat: Heat) -> Ints:
        """Anneal once from ``chosen``; return where it ended.

        Parameters
        ----------
        candidates : Candidates
        weight : (R,) floats
            What a unit above capacity costs before the factor, above 0.
        chosen : (N,) ints
        heat : Heat

        """
        problem = self.problem
        now = chosen.copy()
        self.cost, self.factor = _anneal(
            (problem.cost, problem.use_start, problem.use_resource, problem.use_amount, problem.capacity),
            (candidates.start, candidates.option, problem.place_of()),
            (now, self.best),
            (self.cost, self.factor, weight),
            (heat.first, heat.last, heat.tries, DEPTH),
            np.random.default_rng(heat.seed),
        )
        return now


@numba.njit(cache=True)
def _put(option, sign, uses, penalty, used):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Add (or with -1 take away) what an option uses; return how the penalty changes."""
    use_start, use_resource, use_amount, capacity = uses
    change = 0.0
    for at in range(use_start[option], use_start[option + 1]):
        r = use_resource[at]
        before = used[r] - capacity[r]
        after = before + sign * use_amount[at]
        used[r] += sign * use_amount[at]
        slack = 1e-10 * capacity[r]
        if after > slack:
            change += penalty[r] * after
        if before > slack:
            change -= penalty[r] * before
    return change


@numba.njit(cache=True)
def _move(item, place_now, place_next, members):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Take an item from one place's list to another's."""
    lists, count, position = members
    last = lists[place_now, count[place_now] - 1]
    lists[place_now, position[item]] = last
    position[last] = position[item]
    count[place_now] -= 1
    lists[place_next, count[place_next]] = item
    position[item] = count[place_next]
    count[place_next] += 1


@numba.njit(cache=True)
def _anneal(data, tables, plans, figures, heat, random):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202, C901, PLR0912, PLR0915
    cost, use_start, use_resource, use_amount, capacity = data
    head, option_of, place = tables
    now, best = plans
    best_cost, factor, weight = figures
    hot, cold, tries, depth = heat
    items = now.size
    uses = (use_start, use_resource, use_amount, capacity)
    used, penalty = np.zeros(capacity.size), weight * factor
    total = 0.0
    places = capacity.size + 1
    room = np.zeros(places, np.int64)
    for i in range(items):
        total += cost[now[i]]
        room[place[now[i]]] += 1
        for at in range(use_start[now[i]], use_start[now[i] + 1]):
            used[use_resource[at]] += use_amount[at]
    lists = np.zeros((places, items), np.int32)
    count, position = np.zeros(places, np.int64), np.zeros(items, np.int64)
    members = (lists, count, position)
    for i in range(items):
        lists[place[now[i]], count[place[now[i]]]] = i
        position[i] = count[place[now[i]]]
        count[place[now[i]]] += 1
    over = 0.0
    for r in range(capacity.size):
        if used[r] > capacity[r] * (1 + 1e-10):
            over += penalty[r] * (used[r] - capacity[r])
    fitting, block = 0, max(1000, 20 * items)
    heat_now = hot
    cooling = (cold / hot) ** (1.0 / max(1.0, tries / block))
    chain_item, chain_from, chain_to = np.zeros(depth, np.int64), np.zeros(depth, np.int64), np.zeros(depth, np.int64)
    for step in range(tries):
        i = random.integers(0, items)
        few = head[i + 1] - head[i]
        o = option_of[head[i] + random.integers(0, few)]
        length, shortest, least, change, gain = 0, 0, np.inf, 0.0, 0.0
        threshold = -heat_now * np.log(max(1e-300, random.random()))
        while o != now[i]:
            a = now[i]
            chain_item[length], chain_from[length], chain_to[length] = i, a, o
            change += cost[o] - cost[a]
            gain += _put(a, -1.0, uses, penalty, used) + _put(o, 1.0, uses, penalty, used)
            _move(i, place[a], place[o], members)
            now[i] = o
            length += 1
            if change + gain < least:
                least, shortest = change + gain, length
            target = place[o]
            if length == depth or target == places - 1 or over + gain <= 1e-7 * heat_now:
                break
            best_delta, k, z = np.inf, -1, -1
            for at in range(count[target]):
                e = lists[target, at]
                if e == i or (length > 1 and e == chain_item[0]):
                    continue
                b = now[e]
                out = _put(b, -1.0, uses, penalty, used)
                for q in range(head[e], head[e + 1]):
                    c = option_of[q]
                    if c == b:
                        continue
                    delta = out + cost[c] - cost[b] + _put(c, 1.0, uses, penalty, used)
                    _put(c, -1.0, uses, penalty, used)
                    if delta < best_delta:
                        delta += heat_now * 0.5 * random.random()
                        if delta < best_delta:
                            best_delta, k, z = delta, e, c
                _put(b, 1.0, uses, penalty, used)
            if k < 0:
                break
            i, o = k, z
        if least > threshold:
            shortest = 0
        while length > shortest:
            length -= 1
            i, a, o = chain_item[length], chain_from[length], chain_to[length]
            change -= cost[o] - cost[a]
            gain += _put(o, -1.0, uses, penalty, used) + _put(a, 1.0, uses, penalty, used)
            _move(i, place[o], place[a], members)
            now[i] = a
        if shortest:
            total += change
            over += gain
            if over < 1e-7 * heat_now and total < best_cost - 1e-9 * abs(total):
                fits = True
                for r in range(capacity.size):
                    if used[r] > capacity[r] * (1 + 5e-10):
                        fits = False
                if fits:
                    best_cost = total
                    best[:] = now
        if over <= 1e-7 * heat_now:
            fitting += 1
        if step % block == block - 1:
            heat_now *= cooling
            share = fitting / block
            fitting = 0
            if share < RARELY:
                factor = min(factor * 1.15, 1e4)
            elif share > OFTEN:
                factor = max(factor / 1.1, 1.0)
            penalty[:] = weight * factor
            used[:] = 0.0
            total = 0.0
            for j in range(items):
                total += cost[now[j]]
                for at in range(use_start[now[j]], use_start[now[j] + 1]):
                    used[use_resource[at]] += use_amount[at]
            over = 0.0
            for r in range(capacity.size):
                if used[r] > capacity[r] * (1 + 1e-10):
                    over += penalty[r] * (used[r] - capacity[r])
    return best_cost, factor
