"""Slack induction by string removals on rounds of several depots, compiled.

Christiaens and Vanden Berghe (2020), Transportation Science 54: strings of customers are cut out of rounds that pass
near one place and put back one by one where it is cheapest, each place being overlooked now and then; simulated
annealing decides whether the result stays. Here a string may go back to a round of any depot in play or begin a round
of its own, load above a depot's room costs a price that follows how often plans fit, rounds are handed from depot to
depot, and all rounds of one depot together to another.
"""

from __future__ import annotations

import numba
import numpy as np

OVERLOOKED = 0.01
"""Chance that a place to put a customer is overlooked (blink)."""
CUT = 10.0
"""Customers cut out on average, and the longest string."""
SPLIT, DEEPER = 0.5, 0.01
"""Chance that a string keeps a middle part, and that the part stops growing."""
AT_RANDOM, BY_LOAD, BY_DISTANCE, WAYS = 4, 8, 10, 11
"""Of eleven draws, those below each order the customers at random, by load, far from depots first, near ones first."""
KEPT, CUT_OPEN = 1, 2
"""Marks of rounds that were copied, and that also lost a string, in this step."""
BLOCK, RARELY, OFTEN = 200, 60.0, 120.0
"""The price of overload rises when fewer steps of a block fit, and falls when more do."""
HANDED = 0.3
"""Chance that one of the changed rounds looks for a better depot."""


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _draw(random):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Return the next number in [0, 1) (xorshift64*)."""
    x = random[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    random[0] = x
    return np.float64((x * np.uint64(0x2545F4914F6CDD1D)) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _keep(r, rounds, kept, touched):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Copy a round before its first change in this step; ``touched[-1]`` counts the changed rounds."""
    nodes, edges, length, load, depot, mark = rounds
    if mark[r]:
        return
    k_nodes, k_edges, k_length, k_load, k_depot = kept
    mark[r] = KEPT
    touched[touched[-1]] = r
    touched[-1] += 1
    size = length[r]
    k_length[r] = size
    k_load[r] = load[r]
    k_depot[r] = depot[r]
    for i in range(size + 2):
        k_nodes[r, i] = nodes[r, i]
        k_edges[r, i] = edges[r, i]


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _turn(r, d, away, rounds):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Return how much a round's legs change from depot ``d`` at best, and where its circle is then broken."""
    nodes, edges, length = rounds[0], rounds[1], rounds[2]
    size = length[r]
    first, last = nodes[r, 1], nodes[r, size]
    now = edges[r, 0] + edges[r, size]
    best = away[d, first] + away[last, d] - now
    where = 0
    if size > 1:
        closing = away[last, first] - now
        for i in range(1, size):
            change = away[d, nodes[r, i + 1]] + away[nodes[r, i], d] - edges[r, i] + closing
            if change < best:
                best = change
                where = i
    return best, where


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _hand(r, d, where, away, state):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Move a round to depot ``d``, its circle broken after the ``where``-th stop (0: as it stands)."""
    rounds, kept, touched, at, used = state
    _keep(r, rounds, kept, touched)
    nodes, edges, length, load, depot = rounds[0], rounds[1], rounds[2], rounds[3], rounds[4]
    k_nodes = kept[0]
    size = length[r]
    used[depot[r]] -= load[r]
    used[d] += load[r]
    depot[r] = d
    if where > 0:
        spare = k_nodes[k_nodes.shape[0] - 1]
        for i in range(1, size + 1):
            spare[i] = nodes[r, i]
        for i in range(size):
            nodes[r, i + 1] = spare[1 + (i + where) % size]
    nodes[r, 0] = d
    nodes[r, size + 1] = d
    for i in range(size + 1):
        edges[r, i] = away[nodes[r, i], nodes[r, i + 1]]
        at[nodes[r, i + 1]] = i + 1


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _cut(r, position, most, away, demand, state, where, out, random):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202, PLR0913, PLR0917
    """Cut a string that holds ``position`` out of a round; return its customers' new count and the change of cost."""
    rounds, kept, touched, at, used = state
    _keep(r, rounds, kept, touched)
    nodes, edges, length, load, depot = rounds[0], rounds[1], rounds[2], rounds[3], rounds[4]
    size = length[r]
    m = away.shape[0] - demand.size
    cut = min(size, int(_draw(random) * min(float(size), most) + 1.0))
    middle = 0
    if 1 < cut < size and _draw(random) < SPLIT:
        middle = 1
        while cut + middle < size and _draw(random) > DEEPER:
            middle += 1
    low = max(1, position - cut - middle + 1)
    high = min(position, size - cut - middle + 1)
    begin = low + int(_draw(random) * (high - low + 1))
    spared = begin + int(_draw(random) * (cut + 1)) if middle > 0 else 0
    before = after = 0.0
    for i in range(size + 1):
        before += edges[r, i]
    count = out[-1]
    to = 1
    for i in range(1, size + 1):
        x = nodes[r, i]
        if begin <= i < begin + cut + middle and not (middle > 0 and spared <= i < spared + middle):
            out[count] = x
            count += 1
            where[x] = -1
            load[r] -= demand[x - m]
            used[depot[r]] -= demand[x - m]
        else:
            nodes[r, to] = x
            at[x] = to
            to += 1
    out[-1] = count
    nodes[r, to] = depot[r]
    length[r] = to - 1
    if to > 1:
        for i in range(to):
            edges[r, i] = away[nodes[r, i], nodes[r, i + 1]]
            after += edges[r, i]
    return after - before


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _put_back(x, tables, price, state, where, count, random):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202, C901, PLR0913, PLR0915, PLR0917
    """Put one customer where it costs least; return the change of cost without prices, and the count of rounds."""
    away, toward, demand, room, truck, opening, fixed, allowed = tables
    rounds, kept, touched, at, used = state
    nodes, edges, length, load, depot = rounds[0], rounds[1], rounds[2], rounds[3], rounds[4]
    m = room.size
    need = demand[x - m]
    out_of, into = away[x], toward[x]
    best, chosen, place, free = np.inf, -1, 0, -1
    for r in range(count):
        size = length[r]
        if size == 0:
            free = r
            continue
        if load[r] + need > truck:
            continue
        above = used[depot[r]] - room[depot[r]]
        extra = price * (max(above + need, 0) - max(above, 0))
        stops, legs = nodes[r], edges[r]
        arrive = into[stops[0]]
        for i in range(size + 1):
            following = stops[i + 1]
            value = arrive + out_of[following] - legs[i] + extra
            arrive = into[following]
            if value < best and _draw(random) >= OVERLOOKED:
                best, chosen, place = value, r, i
    opened = -1
    for d in range(m):
        if allowed[d]:
            above = used[d] - room[d]
            value = into[d] + out_of[d] + fixed + price * (max(above + need, 0) - max(above, 0))
            if used[d] == 0:
                value += opening[d]
            if value < best and (_draw(random) >= OVERLOOKED or (chosen < 0 and opened < 0)):
                best, opened = value, d
    if opened >= 0:
        r = free
        if r < 0:
            r = count
            count += 1
            length[r] = 0
        depot[r] = opened
        _keep(r, rounds, kept, touched)
        length[r] = 1
        load[r] = need
        used[opened] += need
        nodes[r, 0] = opened
        nodes[r, 1] = x
        nodes[r, 2] = opened
        edges[r, 0] = into[opened]
        edges[r, 1] = out_of[opened]
        at[x] = 1
        where[x] = r
        return into[opened] + out_of[opened] + fixed, count
    r = chosen
    _keep(r, rounds, kept, touched)
    a, b = nodes[r, place], nodes[r, place + 1]
    change = into[a] + out_of[b] - edges[r, place]
    i = length[r] + 1
    while i > place:
        nodes[r, i + 1] = nodes[r, i]
        edges[r, i] = edges[r, i - 1]
        at[nodes[r, i]] = i + 1
        i -= 1
    nodes[r, place + 1] = x
    edges[r, place] = into[a]
    edges[r, place + 1] = out_of[b]
    at[x] = place + 1
    where[x] = r
    length[r] += 1
    load[r] += need
    used[depot[r]] += need
    return change, count


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _order(out, key, tables, random):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Sort what was cut out: at random, largest first, farthest from a depot first, or nearest first."""
    away, toward, demand, allowed = tables[0], tables[1], tables[2], tables[7]
    m = allowed.size
    count = out[-1]
    way = int(_draw(random) * WAYS)
    for i in range(count):
        x = out[i]
        if way < AT_RANDOM:
            key[i] = _draw(random)
        elif way < BY_LOAD:
            key[i] = -demand[x - m]
        else:
            least = np.inf
            for d in range(m):
                if allowed[d]:
                    least = min(least, away[x, d] + toward[x, d])
            key[i] = -least if way < BY_DISTANCE else least
        j = i
        value = key[i]
        while j > 0 and key[j - 1] > value:
            key[j] = key[j - 1]
            out[j] = out[j - 1]
            j -= 1
        key[j] = value
        out[j] = x


@numba.njit(cache=True, nogil=True, error_model="numpy")
def anneal(tables, near, arrays, best, figures, random):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201, C901, PLR0912, PLR0915
    """Anneal for a number of steps in place; see ``walk.Walk`` for what the arrays are."""
    away, _, demand, room, _, opening, fixed, allowed = tables
    rounds, kept, touched, where, at, used = arrays
    nodes, edges, length, load, depot, mark = rounds
    k_nodes, k_edges, k_length, k_load, k_depot = kept
    b_nodes, b_length, b_depot = best
    state = (rounds, kept, touched, at, used)
    m, n = room.size, demand.size
    steps, heat, cooling, switching = int(figures[0]), figures[1], figures[2], figures[3]
    price, count, least = figures[4], int(figures[5]), figures[6]
    fitting, ticks = figures[7], int(figures[8])
    out = np.empty(n + 1, np.int64)
    key, before = np.empty(n), np.empty(m, np.int64)
    total = 0.0
    for r in range(count):
        mark[r] = 0
        if length[r] > 0:
            total += fixed
            for i in range(length[r] + 1):
                total += edges[r, i]
    over = 0.0
    for d in range(m):
        over += max(used[d] - room[d], 0)
        if used[d] > 0:
            total += opening[d]
    for _ in range(steps):
        ticks += 1
        touched[-1] = 0
        out[-1] = 0
        kept_count = count
        active = 0
        openings = 0.0
        for d in range(m):
            before[d] = used[d]
            if used[d] > 0:
                openings += opening[d]
        for r in range(count):
            if length[r] > 0:
                active += 1
        change = 0.0
        if switching > 0.0 and _draw(random) < switching:
            r = int(_draw(random) * count)
            d = int(_draw(random) * m)
            if length[r] > 0 and allowed[d] and d != depot[r]:
                old = depot[r]
                for o in range(count):
                    if length[o] > 0 and depot[o] == old:
                        gain, cut_at = _turn(o, d, away, rounds)
                        change += gain
                        _hand(o, d, cut_at, away, state)
        most = min(CUT, n / max(active, 1))
        strings = int(_draw(random) * (4.0 * CUT / (1.0 + most) - 1.0) + 1.0)
        seed = int(_draw(random) * n)
        done = 0
        for a in range(n):
            x = m + near[seed, a]
            r = where[x]
            if r < 0 or mark[r] == CUT_OPEN:
                continue
            alone = length[r]
            change += _cut(r, at[x], most, away, demand, state, where, out, random)
            mark[r] = CUT_OPEN
            if alone > 0 and length[r] == 0:
                change -= fixed
            done += 1
            if done >= strings:
                break
        _order(out, key, tables, random)
        for i in range(out[-1]):
            cost, count = _put_back(out[i], tables, price, state, where, count, random)
            change += cost
        if _draw(random) < HANDED and touched[-1] > 0:
            r = touched[int(_draw(random) * touched[-1])]
            if length[r] > 0:
                old = depot[r]
                gain, to, cut_at = -1e-9, -1, 0
                for d in range(m):
                    if not allowed[d]:
                        continue
                    value, broken = _turn(r, d, away, rounds)
                    if d != old:
                        value += price * (
                            max(used[old] - load[r] - room[old], 0)
                            + max(used[d] + load[r] - room[d], 0)
                            - max(used[old] - room[old], 0)
                            - max(used[d] - room[d], 0)
                        )
                        if used[old] == load[r]:
                            value -= opening[old]
                        if used[d] == 0:
                            value += opening[d]
                    if value < gain:
                        gain, to, cut_at = value, d, broken
                if to >= 0:
                    change += _turn(r, to, away, rounds)[0]
                    _hand(r, to, cut_at, away, state)
        excess = 0.0
        change -= openings
        for d in range(m):
            excess += max(used[d] - room[d], 0)
            if used[d] > 0:
                change += opening[d]
        if excess == 0.0:
            fitting += 1.0
        if change + price * (excess - over) < -heat * np.log(max(1e-300, _draw(random))):
            total += change
            over = excess
            for k in range(touched[-1]):
                mark[touched[k]] = 0
            while count > 0 and length[count - 1] == 0:
                count -= 1
            if excess == 0.0 and total < least - 1e-7:
                least = total
                filled = 0
                for r in range(count):
                    if length[r] > 0:
                        b_length[filled] = length[r]
                        b_depot[filled] = depot[r]
                        for i in range(1, length[r] + 1):
                            b_nodes[filled, i - 1] = nodes[r, i]
                        filled += 1
                b_length[filled] = 0
        else:
            for k in range(touched[-1]):
                r = touched[k]
                mark[r] = 0
                length[r] = k_length[r]
                load[r] = k_load[r]
                depot[r] = k_depot[r]
                for i in range(k_length[r] + 2):
                    nodes[r, i] = k_nodes[r, i]
                    edges[r, i] = k_edges[r, i]
                for i in range(1, k_length[r] + 1):
                    where[nodes[r, i]] = r
                    at[nodes[r, i]] = i
            count = kept_count
            for d in range(m):
                used[d] = before[d]
        heat *= cooling
        if ticks % BLOCK == 0:
            if fitting < RARELY:
                price = min(price * 1.25, 1e9)
            elif fitting > OFTEN:
                price = max(price * 0.85, 1e-6)
            fitting = 0.0
    figures[1], figures[4], figures[5], figures[6] = heat, price, float(count), least
    figures[7], figures[8] = fitting, float(ticks)
    return total
