"""The compiled steps of a climb: bound, answer and next multipliers, over the columns that can still matter.

``banme.siting.ascent`` prepares the arrays. A step works out every site's knapsacks, chooses for each site the cheapest
thing it may do, moves one row of openings to its best multiplier, and steps along a deflected subgradient. Where the
best multiplier lies between two answers, the answer is the mixture of both that just meets the row.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call"
# ruff: noqa: ANN001, ANN201, ANN202, PLR0913, PLR0917 - compiled: types come from the arrays, and calls cost nothing

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numba
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOP, STEP, FAILURES, COUNT, DONE = range(5)
"""Where a climb keeps its best bound, step factor, failures in a row, iterations, and whether it is over."""
SEARCHES, HIGHEST = 40, 1e18
"""Most trials for the best multiplier of a row of openings, and the price at which a row cannot be met."""


class Columns(NamedTuple):
    """Live columns: those in knapsacks (group after group), boxed in a site, loose, then all openings.

    base (C,) cost less what rows outside the climb take; upper (C,); start (C + 1,), row, value (Z,): entries of the
    climb's rows; sizes (4,): columns in knapsacks, boxed and loose, and whether each in a knapsack has one entry, 1;
    owner (boxed,) site and stage.
    """

    base: NDArray[Any]
    upper: NDArray[Any]
    start: NDArray[Any]
    row: NDArray[Any]
    value: NDArray[Any]
    sizes: NDArray[Any]
    owner: NDArray[Any]


class Groups(NamedTuple):
    """Columns that compete for room (G groups): first column, site, period, whether in store, whether own limits bind.

    use, commodity, and the room a column can take: by column.
    """

    start: NDArray[Any]
    site: NDArray[Any]
    period: NDArray[Any]
    stored: NDArray[Any]
    limited: NDArray[Any]
    use: NDArray[Any]
    commodity: NDArray[Any]
    room: NDArray[Any]


class Sites(NamedTuple):
    """Modules by node, (N + 1,) and (M,); capacity (2, M, T), own (M, K), stage (T,); opened (M, S), closed, active."""

    start: NDArray[Any]
    module: NDArray[Any]
    capacity: NDArray[Any]
    own: NDArray[Any]
    stage: NDArray[Any]
    opened: NDArray[Any]
    closed: NDArray[Any]
    active: NDArray[Any]


class Limits(NamedTuple):
    """Rows: low, high, pull (R,). Rows of openings alone: their numbers (O,) and weight of opening from a stage on."""

    low: NDArray[Any]
    high: NDArray[Any]
    pull: NDArray[Any]
    sided: NDArray[Any]
    weight: NDArray[Any]


class State(NamedTuple):
    """What moves: here, best, direction (R,); numbers (5,); openings (M, S) and columns (C or 0,) averages."""

    here: NDArray[Any]
    best: NDArray[Any]
    direction: NDArray[Any]
    numbers: NDArray[Any]
    openings: NDArray[Any]
    columns: NDArray[Any]


class Scratch(NamedTuple):
    """Room to work in, made once for a set of live columns."""

    reduced: NDArray[Any]
    rate: NDArray[Any]
    ranked: NDArray[Any]
    paying: NDArray[Any]
    part: NDArray[Any]
    boxed: NDArray[Any]
    choice: NDArray[Any]
    picks: NDArray[Any]
    best: NDArray[Any]
    done: NDArray[Any]
    share: NDArray[Any]


def scratch(columns: Columns, groups: Groups, sites: Sites, rows: int) -> Scratch:
    """Return room to work in for these arrays."""
    nodes, stages = sites.closed.size, sites.opened.shape[1]
    return Scratch(
        reduced=np.zeros(columns.base.size),
        rate=np.zeros(int(columns.sizes[0])),
        ranked=np.zeros(int(columns.sizes[0]), np.int64),
        paying=np.zeros(groups.site.size, np.int64),
        part=np.zeros(groups.site.size),
        boxed=np.zeros((nodes, stages)),
        choice=np.zeros(sites.opened.shape),
        picks=np.full((3, nodes), -1, np.int64),
        best=np.zeros((2, nodes)),
        done=np.zeros(rows),
        share=np.zeros((nodes, stages)),
    )


@numba.njit(cache=True)
def _reduce(columns, here, j):
    out = columns.base[j]
    for z in range(columns.start[j], columns.start[j + 1]):
        out -= columns.value[z] * here[columns.row[z]]
    return out


@numba.njit(cache=True)
def _collect(columns, groups, here, ends, work):
    """List a group's columns that pay; return how many, the room they take and what they earn.

    Most often every column enters a single row, once: then as little memory as possible is read.
    """
    low, end = ends
    shift = columns.start[low] - low
    plain = columns.sizes[3] > 0
    size, arriving, value = 0, 0.0, 0.0
    for j in range(low, end):
        reduced = columns.base[j] - here[columns.row[j + shift]] if plain else _reduce(columns, here, j)
        if reduced < 0.0:
            work.reduced[j] = reduced
            work.rate[j] = reduced / groups.use[j]
            work.ranked[low + size] = j
            size += 1
            arriving += groups.room[j]
            value += reduced * columns.upper[j]
    return size, arriving, value


@numba.njit(cache=True)
def _select(ranked, low, size, left, work):
    """Order columns so that those filling the room come first; return how many fit whole and the room left over.

    ``work`` gives reduced cost per room and the room a column can take. Quickselect.
    """
    rate, room = work
    at, end = low, low + size
    while at < end:
        pivot = rate[ranked[(at + end) // 2]]
        less, same, i, taken, even = at, end, at, 0.0, 0.0
        while i < same:
            j = ranked[i]
            key = rate[j]
            if key < pivot:
                taken += room[j]
                ranked[i] = ranked[less]
                ranked[less] = j
                less += 1
                i += 1
            elif key > pivot:
                same -= 1
                ranked[i] = ranked[same]
                ranked[same] = j
            else:
                even += room[j]
                i += 1
        if taken > left:
            end = less
            continue
        left -= taken
        if even > left:
            for i in range(less, same):
                if room[ranked[i]] > left:
                    return i - low, left
                left -= room[ranked[i]]
            return same - low, left
        left -= even
        at = same
    return at - low, left


@numba.njit(cache=True)
def _sort(ranked, low, size, rate):
    """Order columns by rate, the least first (heap sort: quick to compile, and the sets are small)."""
    for start in range(size // 2 - 1, -1, -1):
        _sift(ranked, low, start, size, rate)
    for end in range(size - 1, 0, -1):
        top = ranked[low]
        ranked[low] = ranked[low + end]
        ranked[low + end] = top
        _sift(ranked, low, 0, end, rate)


@numba.njit(cache=True)
def _sift(ranked, low, root, end, rate):
    moved = ranked[low + root]
    while 2 * root + 1 < end:
        child = 2 * root + 1
        if child + 1 < end and rate[ranked[low + child + 1]] > rate[ranked[low + child]]:
            child += 1
        if rate[ranked[low + child]] <= rate[moved]:
            break
        ranked[low + root] = ranked[low + child]
        root = child
    ranked[low + root] = moved


@numba.njit(cache=True)
def _filled(ranked, low, size, left, own, groups, columns, reduced):
    """Return what filling a module's room in order earns, where goods have limits of their own or modules differ."""
    value = 0.0
    for i in range(low, low + size):
        j = ranked[i]
        k = groups.commodity[j]
        taken = min(columns.upper[j], own[k], left / groups.use[j])
        own[k] -= taken
        left -= taken * groups.use[j]
        value += taken * reduced[j]
        if left <= 0.0:
            break
    return value


@numba.njit(cache=True)
def _only(sites, node):
    """Return the module of a site that may still open when there is just one, else -1."""
    found, count = -1, 0
    for i in range(sites.start[node], sites.start[node + 1]):
        m = sites.module[i]
        for s in range(sites.opened.shape[1]):
            if sites.opened[m, s]:
                found = m
                count += 1
                break
    return found if count == 1 else -1


@numba.njit(cache=True)
def _nest(columns, groups, sites, g, filled, work):
    """Add what each of a site's modules earns in a group, largest first: what fills a smaller one is part of that."""
    size, arriving, value = filled
    node, t, kind, low = groups.site[g], groups.period[g], groups.stored[g], groups.start[g]
    begin, count = sites.start[node], sites.start[node + 1] - sites.start[node]
    bound, after = np.inf, -1
    for _ in range(count):
        room = -1.0
        for i in range(begin, begin + count):
            here = sites.capacity[kind, sites.module[i], t]
            if room < here < bound:
                room = here
        if room < 0.0:
            break
        bound = room
        if room < arriving:
            fit, left = _select(work.ranked, low, size, room, (work.rate, groups.room))
            arriving, value = room - left, 0.0
            for i in range(low, low + fit):
                value += work.reduced[work.ranked[i]] * columns.upper[work.ranked[i]]
            after = work.ranked[low + fit] if fit < size else after
            size = fit
        most = value
        if after >= 0:
            most += (room - arriving) / groups.use[after] * work.reduced[after]
        for i in range(begin, begin + count):
            if sites.capacity[kind, sites.module[i], t] == room:
                work.choice[sites.module[i], sites.stage[t]] += most


@numba.njit(cache=True)
def _fill_own(columns, groups, sites, g, filled, work):
    """Add what each of a site's modules earns in a group where goods have limits of their own."""
    size, own = filled
    node, t, kind, low = groups.site[g], groups.period[g], groups.stored[g], groups.start[g]
    _sort(work.ranked, low, size, work.rate)
    for i in range(sites.start[node], sites.start[node + 1]):
        m = sites.module[i]
        for k in range(own.size):
            own[k] = sites.own[m, k]
        room = sites.capacity[kind, m, t]
        work.choice[m, sites.stage[t]] += _filled(work.ranked, low, size, room, own, groups, columns, work.reduced)


@numba.njit(cache=True)
def _pack(columns, groups, sites, here, work):
    """Add to every module's choice what its rooms earn."""
    own = np.empty(sites.own.shape[1])
    for g in range(groups.site.size):
        node = groups.site[g]
        if not sites.active[node]:
            continue
        low = groups.start[g]
        size, arriving, value = _collect(columns, groups, here, (low, groups.start[g + 1]), work)
        work.paying[g], work.part[g] = size, 0.0
        if size == 0:
            continue
        t, kind = groups.period[g], groups.stored[g]
        stage, only = sites.stage[t], _only(sites, node)
        if only >= 0 and not groups.limited[g]:
            if sites.capacity[kind, only, t] < arriving:
                fit, left = _select(work.ranked, low, size, sites.capacity[kind, only, t], (work.rate, groups.room))
                value = 0.0
                for i in range(low, low + fit):
                    value += work.reduced[work.ranked[i]] * columns.upper[work.ranked[i]]
                if fit < size:
                    j = work.ranked[low + fit]
                    work.part[g] = left / groups.use[j]
                    value += work.part[g] * work.reduced[j]
                work.paying[g] = fit
            work.choice[only, stage] += value
            continue
        if not groups.limited[g]:
            _nest(columns, groups, sites, g, (size, arriving, value), work)
            continue
        _fill_own(columns, groups, sites, g, (size, own), work)


@numba.njit(cache=True)
def _box(columns, sites, here, work):
    """Work out goods outside rooms and the openings' own costs; return what the goods of no site earn."""
    inside, boxed, loose = columns.sizes[0], columns.sizes[1], columns.sizes[2]
    stages = sites.opened.shape[1]
    for node in range(work.boxed.shape[0]):
        for s in range(stages):
            work.boxed[node, s] = 0.0
    earned = 0.0
    for i in range(boxed):
        node = columns.owner[i] // stages
        if sites.active[node]:
            reduced = _reduce(columns, here, inside + i)
            work.reduced[inside + i] = reduced
            if reduced < 0.0:
                work.boxed[node, columns.owner[i] % stages] += reduced * columns.upper[inside + i]
    for j in range(inside + boxed, inside + boxed + loose):
        work.reduced[j] = _reduce(columns, here, j)
        if work.reduced[j] < 0.0:
            earned += work.reduced[j] * columns.upper[j]
    first = inside + boxed + loose
    for m in range(sites.opened.shape[0]):
        for s in range(stages):
            work.choice[m, s] = _reduce(columns, here, first + m * stages + s)
    return earned


@numba.njit(cache=True)
def _copy(picks, source, target):
    for node in range(picks.shape[1]):
        picks[target, node] = picks[source, node]


@numba.njit(cache=True)
def _pick(sites, work, weight, price, side):
    """Choose for each site at a price on weights; return what all choices cost and weigh."""
    stages = sites.opened.shape[1]
    total, heavy = 0.0, 0.0
    for node in range(sites.closed.size):
        best, pick, light = np.inf, -1, 0.0
        if sites.closed[node]:
            best = 0.0
        for i in range(sites.start[node], sites.start[node + 1]):
            m = sites.module[i]
            for s in range(stages):
                if sites.opened[m, s]:
                    cost = work.choice[m, s] - price * weight[m, s]
                    if cost < best:
                        best, pick, light = cost, m * stages + s, weight[m, s]
        work.picks[side, node] = pick
        if sites.active[node] or not sites.closed[node]:
            total += best
            heavy += light
    return total, heavy


@numba.njit(cache=True)
def _add_boxed(sites, work):
    for node in range(sites.closed.size):
        for i in range(sites.start[node], sites.start[node + 1]):
            for s in range(sites.opened.shape[1]):
                work.choice[sites.module[i], s] += work.boxed[node, s]


@numba.njit(cache=True)
def _best_price(sites, work, weight, limit, price):
    """Return the best price (>= 0) of a row ``weights >= limit``, its value, and the share of the second answer."""
    total, heavy = _pick(sites, work, weight, 0.0, 0)
    low, low_value, low_slope = 0.0, total, limit - heavy
    if low_slope <= 0.0 or not np.isfinite(total):
        return 0.0, total, 0.0
    high = max(price, 1e-9)
    while True:
        total, heavy = _pick(sites, work, weight, high, 1)
        high_value, high_slope = total + high * limit, limit - heavy
        if high_slope <= 0.0:
            break
        low, low_value, low_slope = high, high_value, high_slope
        _copy(work.picks, 1, 0)
        high *= 2.0
        if high > HIGHEST:
            return high, np.inf, 0.0
    for _ in range(SEARCHES):
        meet = (high_value - low_value + low_slope * low - high_slope * high) / (low_slope - high_slope)
        if not low < meet < high:
            break
        top = low_value + low_slope * (meet - low)
        _copy(work.picks, 1, 2)
        total, heavy = _pick(sites, work, weight, meet, 1)
        value, slope = total + meet * limit, limit - heavy
        if value >= top - 1e-12 * abs(top):
            _copy(work.picks, 2, 1)
            return meet, value, low_slope / (low_slope - high_slope)
        if slope > 0.0:
            low, low_value, low_slope = meet, value, slope
            _copy(work.picks, 1, 0)
            _copy(work.picks, 2, 1)
        else:
            high, high_value, high_slope = meet, value, slope
    if low_value > high_value:
        return low, low_value, 0.0
    _copy(work.picks, 1, 0)
    return high, high_value, 0.0


@numba.njit(cache=True)
def _choose(sites, limits, here, count, work):
    """Return the choices' cost with one row of openings at its best multiplier, and the second answer's share."""
    stages = sites.opened.shape[1]
    for m in range(sites.opened.shape[0]):
        for s in range(stages - 2, -1, -1):
            work.choice[m, s] += work.choice[m, s + 1]
    if limits.sided.size == 0:
        total, _ = _pick(sites, work, limits.weight[0], 0.0, 0)
        return total, 0.0
    which = count % limits.sided.size
    r, weight = limits.sided[which], limits.weight[which]
    side = 1.0 if np.isfinite(limits.low[r]) else -1.0
    limit = limits.low[r] if side > 0 else -limits.high[r]
    for m in range(sites.opened.shape[0]):
        for s in range(stages):
            work.choice[m, s] += here[r] * side * weight[m, s]
    price, value, share = _best_price(sites, work, weight, limit, here[r] * side)
    before = here[r] * side * limit
    here[r] = side * price
    return value - before, share


@numba.njit(cache=True)
def _spread(j, amount, columns, work, average):
    for z in range(columns.start[j], columns.start[j + 1]):
        work.done[columns.row[z]] += columns.value[z] * amount
    if average[0] > 0.0 and average[1].size:
        average[1][j] += average[0] * amount


@numba.njit(cache=True)
def _answer_openings(columns, sites, work, mixed, average):
    """Open what was chosen, and note how open each site is in each stage."""
    stages = sites.opened.shape[1]
    first = columns.base.size - sites.opened.size
    for node in range(sites.closed.size):
        for s in range(stages):
            work.share[node, s] = 0.0
        for side in range(2):
            part = mixed if side else 1.0 - mixed
            pick = work.picks[side, node]
            if part <= 0.0 or pick < 0:
                continue
            for s in range(pick % stages, stages):
                work.share[node, s] += part
                _spread(first + (pick // stages) * stages + s, part, columns, work, average)
                average[2][pick // stages, s] += average[0] * part


@numba.njit(cache=True)
def _answer_sorted(columns, groups, sites, work, g, pick, part, own, average):
    """Fill a chosen module's room in order."""
    stages = sites.opened.shape[1]
    if part <= 0.0 or pick < 0 or pick % stages > sites.stage[groups.period[g]]:
        return
    m = pick // stages
    left = sites.capacity[groups.stored[g], m, groups.period[g]]
    for k in range(own.size):
        own[k] = sites.own[m, k] if groups.limited[g] else np.inf
    for i in range(groups.start[g], groups.start[g] + work.paying[g]):
        j = work.ranked[i]
        k = groups.commodity[j]
        taken = min(columns.upper[j], own[k], left / groups.use[j])
        own[k] -= taken
        left -= taken * groups.use[j]
        _spread(j, part * taken, columns, work, average)
        if left <= 0.0:
            return


@numba.njit(cache=True)
def _answer_groups(columns, groups, sites, work, mixed, average):
    own = np.empty(sites.own.shape[1])
    for g in range(groups.site.size):
        node = groups.site[g]
        part = work.share[node, sites.stage[groups.period[g]]]
        if not sites.active[node] or part <= 0.0:
            continue
        if groups.limited[g] or _only(sites, node) < 0:
            _answer_sorted(columns, groups, sites, work, g, work.picks[0, node], 1.0 - mixed, own, average)
            _answer_sorted(columns, groups, sites, work, g, work.picks[1, node], mixed, own, average)
            continue
        low, size = groups.start[g], work.paying[g]
        for i in range(low, low + size):
            _spread(work.ranked[i], part * columns.upper[work.ranked[i]], columns, work, average)
        if work.part[g] > 0.0:
            _spread(work.ranked[low + size], part * work.part[g], columns, work, average)


@numba.njit(cache=True)
def _answer(columns, groups, sites, work, mixed, average):
    """Fill the rows with what the chosen openings do; ``mixed`` is the second answer's share."""
    stages = sites.opened.shape[1]
    inside, boxed, loose = columns.sizes[0], columns.sizes[1], columns.sizes[2]
    for r in range(work.done.size):
        work.done[r] = 0.0
    _answer_openings(columns, sites, work, mixed, average)
    _answer_groups(columns, groups, sites, work, mixed, average)
    for i in range(boxed):
        node, stage = columns.owner[i] // stages, columns.owner[i] % stages
        if sites.active[node] and work.share[node, stage] > 0.0 and work.reduced[inside + i] < 0.0:
            _spread(inside + i, work.share[node, stage] * columns.upper[inside + i], columns, work, average)
    for j in range(inside + boxed, inside + boxed + loose):
        if work.reduced[j] < 0.0:
            _spread(j, columns.upper[j], columns, work, average)


@numba.njit(cache=True)
def _advance(limits, state, work, ahead, keep):
    """Step along the deflected subgradient; return whether there was a way to go."""
    here, direction = state.here, state.direction
    length = 0.0
    for r in range(here.size):
        short, over = limits.low[r] - work.done[r], limits.high[r] - work.done[r]
        if here[r] > 0.0:
            slope = short
        elif here[r] < 0.0:
            slope = over
        else:
            slope = max(short, 0.0) + min(over, 0.0)
        if not np.isfinite(slope):
            slope = 0.0
        direction[r] = keep * direction[r] + (1.0 - keep) * slope
        length += direction[r] * direction[r] * limits.pull[r]
    if length <= 0.0:
        return False
    step = state.numbers[STEP] * ahead / length
    for r in range(here.size):
        moved = here[r] + step * limits.pull[r] * direction[r]
        if moved > 0.0 and not np.isfinite(limits.low[r]):
            moved = 0.0
        if moved < 0.0 and not np.isfinite(limits.high[r]):
            moved = 0.0
        here[r] = moved
    return True


@numba.njit(cache=True)
def _worth(here, limits):
    worth = 0.0
    for r in range(here.size):
        if here[r] > 0.0:
            worth += here[r] * limits.low[r]
        elif here[r] < 0.0:
            worth += here[r] * limits.high[r]
    return worth


@numba.njit(cache=True)
def _note(state, value):
    """Keep the best multipliers so far, and count failures to get better."""
    numbers = state.numbers
    numbers[COUNT] += 1.0
    if value <= numbers[TOP]:
        numbers[FAILURES] += 1.0
        return
    small = value <= numbers[TOP] + 1e-5 * abs(numbers[TOP])
    numbers[FAILURES] = numbers[FAILURES] + 1.0 if small else 0.0
    numbers[TOP] = value
    for r in range(state.here.size):
        state.best[r] = state.here[r]


@numba.njit(cache=True)
def _fade(state, share):
    for m in range(state.openings.shape[0]):
        for s in range(state.openings.shape[1]):
            state.openings[m, s] *= 1.0 - share
    for j in range(state.columns.size):
        state.columns[j] *= 1.0 - share


@numba.njit(cache=True, nogil=True)
def climb(columns, groups, sites, limits, state, work, pace):
    """Take some iterations from where ``state`` stands; sets its ``DONE`` when the climb is over.

    ``pace``: iterations, constant worth of rows outside the climb, target (inf: none), patience, shrink, least step,
    how far above the best bound the target lies while none is known, share of the direction kept, least share of a
    new answer in the averages.
    """
    iterations, constant, target, patience, shrink, least, guess, keep, fresh = pace
    here, numbers = state.here, state.numbers
    first = numbers[COUNT] == 0.0
    for _ in range(int(iterations)):
        worth = constant + _worth(here, limits) + _box(columns, sites, here, work)
        _pack(columns, groups, sites, here, work)
        _add_boxed(sites, work)
        cost, mixed = _choose(sites, limits, here, int(numbers[COUNT]), work)
        value = worth + cost
        _note(state, value)
        goal = target if np.isfinite(target) else numbers[TOP] + guess * abs(numbers[TOP])
        if numbers[TOP] >= goal or numbers[STEP] < least:
            numbers[DONE] = 1.0
            return
        share = max(fresh, 1.0 / numbers[COUNT])
        _fade(state, share)
        _answer(columns, groups, sites, work, mixed, (share, state.columns, state.openings))
        if numbers[FAILURES] >= patience:
            numbers[STEP] *= shrink
            numbers[FAILURES] = 0.0
            for r in range(here.size):
                here[r] = state.best[r]
            first = True
        elif _advance(limits, state, work, goal - value, 0.0 if first else keep):
            first = False
        else:
            numbers[DONE] = 1.0
            return
