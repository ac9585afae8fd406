"""Cheapest flows through many small networks at once by the primal network simplex method, compiled and warm.

Every network has its own nodes and one root to which all goods flow. A spanning tree holds the flow; arcs outside it
carry nothing, but for bounded arcs, which may be full. Shutting a site makes its bounded arcs dear instead of narrow,
so that the tree stays a solution and few pivots mend it. Quantities are whole numbers, hence exact; the tree is kept
strongly feasible (Cunningham 1976), hence no cycling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numba
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from banme.siting.layout import Floats, Ints


class Networks(NamedTuple):
    """The networks, which never change. Arcs are numbered flows first, then bounded arcs, then one to each root.

    Attributes
    ----------
    tail, head : (A,) nodes
    cost : (A,) per unit; of a bounded arc when its module is open
    cap : (A,) inf for all but bounded arcs
    node_start, group_start, bound_start : (P + 1,) of every network
    group_arc : (G + 1,) first flow into each group's node; a group holds the flows into one node
    group_site : (G,) site the flows come into, -1 for an outlet
    bound_module : (B,) module of a bounded arc, -1 for none
    site_in, site_out : (P, N) node of a site in a network, -1 where it has none
    node_site : (V,) site of a site's nodes, -1
    supply : (V,) units that start at a node
    site_bound : (P, N) first bounded arc of a site in a network, -1; those of one site follow one another
    site_room : (P, N) most units a site can pass on
    out_start, out_arc : flows by the node they leave
    stage : (P,) stage of each network
    priced : (V,) whether the arc to the root may enter the tree
    dear : float
        Cost per unit of what must not be; any plan without it is cheaper.

    """

    tail: Ints
    head: Ints
    cost: Floats
    cap: Floats
    node_start: Ints
    group_start: Ints
    bound_start: Ints
    group_arc: Ints
    group_site: Ints
    bound_module: Ints
    site_in: Ints
    site_out: Ints
    node_site: Ints
    supply: Floats
    site_bound: Ints
    site_room: Floats
    out_start: Ints
    out_arc: Ints
    stage: Ints
    priced: NDArray[np.bool_]
    dear: float


class Trees(NamedTuple):
    """A spanning tree of every network, by node: parent, arc to it, whether that arc leads up, its flow, price, depth.

    ``child``, ``right`` and ``left`` chain a node's children. ``full`` (B,) bounded arcs at their capacity, ``toll``
    (B,) their cost now.
    """

    parent: Ints
    arc: Ints
    up: NDArray[np.bool_]
    flow: Floats
    price: Floats
    depth: Ints
    child: Ints
    right: Ints
    left: Ints
    full: NDArray[np.bool_]
    toll: Floats


def plant(networks: Networks) -> Trees:
    """Return the trees in which every node sends what it has straight to its root."""
    nodes, bounded = networks.supply.size, networks.bound_module.size
    trees = Trees(
        np.full(nodes, -1, np.int32),
        np.full(nodes, -1, np.int32),
        np.ones(nodes, bool),
        networks.supply.copy(),
        np.zeros(nodes),
        np.zeros(nodes, np.int32),
        np.full(nodes, -1, np.int32),
        np.full(nodes, -1, np.int32),
        np.full(nodes, -1, np.int32),
        np.zeros(bounded, bool),
        np.zeros(bounded),
    )
    _plant(networks, trees)
    return trees


@numba.njit(cache=True)
def _plant(net, tree):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    first_root_arc = net.tail.size - net.supply.size
    for p in range(net.stage.size):
        root = net.node_start[p]
        last = -1
        for n in range(root + 1, net.node_start[p + 1]):
            tree.parent[n] = root
            tree.arc[n] = first_root_arc + n
            tree.right[n] = last
            if last >= 0:
                tree.left[last] = n
            last = n
        tree.child[root] = last


@numba.njit(cache=True)
def solve(net, tree, p, active, shut):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201, C901, PLR0912, PLR0915
    """Make network ``p`` cheapest with the modules ``active`` (M,) and the sites not ``shut`` (N,).

    Returns its cost without what is dear, and how many units are dear (inf when the pivots were too many). One long
    function on purpose: calls with so many arrays cost more than what they would do.
    """
    tail, head, arc_cost, cap = net.tail, net.head, net.cost, net.cap
    parent, arc, up, flow, price = tree.parent, tree.arc, tree.up, tree.flow, tree.price
    depth, child, right, left = tree.depth, tree.child, tree.right, tree.left
    full, toll = tree.full, tree.toll
    group_arc, group_site, node_site, bound_module = net.group_arc, net.group_site, net.node_site, net.bound_module
    priced = net.priced
    first = group_arc[group_arc.size - 1]
    at_root = first + toll.size
    root, end_node = net.node_start[p], net.node_start[p + 1]
    low_bound, high_bound = net.bound_start[p], net.bound_start[p + 1]
    for b in range(low_bound, high_bound):
        m = bound_module[b]
        toll[b] = arc_cost[first + b] + (net.dear if m >= 0 and not active[m] else 0.0)
    tolerance = 1e-12 * net.dear
    open_group, open_count = np.empty(net.group_start[p + 1] - net.group_start[p], np.int32), 0
    for g in range(net.group_start[p], net.group_start[p + 1]):
        if group_site[g] < 0 or not shut[group_site[g]]:
            open_group[open_count] = g
            open_count += 1
    most = 200 * (end_node - root) + 1000
    pivots, at, top = 0, 0, root
    while pivots < most:
        if top >= 0:  # set price and depth below
            n = child[top]
            while n >= 0:
                above, a = parent[n], arc[n]
                cost = toll[a - first] if first <= a < at_root else arc_cost[a]
                price[n] = price[above] + (cost if up[n] else -cost)
                depth[n] = depth[above] + 1
                if child[n] >= 0:
                    n = child[n]
                    continue
                while n != top and right[n] < 0:
                    n = parent[n]
                if n == top:
                    break
                n = right[n]
        entering, saved, idle = -1, tolerance, 0
        while entering < 0 and idle <= open_count:  # look for an arc that pays, group after group
            if at < open_count:
                g = open_group[at]
                low, high = group_arc[g], group_arc[g + 1]
                onward = price[head[low]]
                for a in range(low, high):
                    gain = price[tail[a]] - arc_cost[a] - onward
                    if gain > saved and (node_site[tail[a]] < 0 or not shut[node_site[tail[a]]]):
                        saved, entering = gain, a
            else:
                for b in range(low_bound, high_bound):
                    gain = price[tail[first + b]] - toll[b] - price[head[first + b]]
                    if full[b]:
                        gain = -gain
                    elif bound_module[b] >= 0 and not active[bound_module[b]]:
                        continue
                    if gain > saved:
                        saved, entering = gain, first + b
                for n in range(root + 1, end_node):
                    if priced[n] and price[n] - arc_cost[at_root + n] > saved:
                        saved, entering = price[n] - arc_cost[at_root + n], at_root + n
            at = at + 1 if at < open_count else 0
            idle += 1
        if entering < 0:
            break
        pivots += 1
        bounded = first <= entering < at_root
        was_full = bounded and full[entering - first]
        begin, end = (head[entering], tail[entering]) if was_full else (tail[entering], head[entering])
        u, v = begin, end
        while u != v:
            if depth[u] >= depth[v]:
                u = parent[u]
            else:
                v = parent[v]
        join = u
        step, leaving, side = cap[entering], -1, 0
        u = begin
        while u != join:
            room = flow[u] if up[u] else cap[arc[u]] - flow[u]
            if room < step:
                step, leaving, side = room, u, 1
            u = parent[u]
        u = end
        while u != join:
            room = cap[arc[u]] - flow[u] if up[u] else flow[u]
            if room <= step:
                step, leaving, side = room, u, 2
            u = parent[u]
        if step > 0:
            u = begin
            while u != join:
                flow[u] += -step if up[u] else step
                u = parent[u]
            u = end
            while u != join:
                flow[u] += step if up[u] else -step
                u = parent[u]
        top = -1
        if leaving < 0:
            full[entering - first] = not was_full
            continue
        if first <= arc[leaving] < at_root:
            full[arc[leaving] - first] = flow[leaving] > 0
        amount = step
        if bounded:
            full[entering - first] = False
            if was_full:
                amount = cap[entering] - step
        x, onto = (begin, end) if side == 1 else (end, begin)
        top = x
        link, leads, carries = entering, tail[entering] == x, amount
        while True:  # hang what is cut off by its other end
            old_parent, old_arc, old_up, old_flow = parent[x], arc[x], up[x], flow[x]
            before, after = left[x], right[x]
            if before >= 0:
                right[before] = after
            else:
                child[old_parent] = after
            if after >= 0:
                left[after] = before
            parent[x], arc[x], up[x], flow[x] = onto, link, leads, carries
            right[x], left[x] = child[onto], -1
            if child[onto] >= 0:
                left[child[onto]] = x
            child[onto] = x
            if x == leaving:
                break
            onto, link, leads, carries = x, old_arc, not old_up, old_flow
            x = old_parent
        cost = toll[entering - first] if bounded else arc_cost[entering]
        price[top] = price[parent[top]] + (cost if up[top] else -cost)
        depth[top] = depth[parent[top]] + 1
    if pivots >= most:
        return np.inf, np.inf
    return worth(net, tree, p)


@numba.njit(cache=True)
def worth(net, tree, p):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    """Return a network's cost without what is dear, and how many units are dear."""
    first = net.group_arc[net.group_arc.size - 1]
    at_root = net.tail.size - net.supply.size
    total, short = 0.0, 0.0
    for n in range(net.node_start[p] + 1, net.node_start[p + 1]):
        flow, a = tree.flow[n], tree.arc[n]
        if flow == 0:
            continue
        if a >= at_root and net.cost[a] >= net.dear:
            short += flow
        elif first <= a < at_root:
            total, short = _add(net, tree, a - first, flow, (total, short))
        else:
            total += flow * net.cost[a]
    for b in range(net.bound_start[p], net.bound_start[p + 1]):
        if tree.full[b]:
            total, short = _add(net, tree, b, net.cap[first + b], (total, short))
        if net.cost[first + b] < 0:
            short += net.cap[first + b]
    return total, short


@numba.njit(cache=True)
def _add(net, tree, b, flow, sums):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Add a bounded arc's flow; one with negative cost is a must, short by what it does not carry."""
    total, short = sums
    first = net.group_arc[net.group_arc.size - 1]
    if net.cost[first + b] < 0:
        return total, short - flow
    if tree.toll[b] > net.cost[first + b]:
        return total, short + flow
    return total + flow * net.cost[first + b], short


@numba.njit(cache=True)
def copy(source, target, net, p):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    """Copy the tree of one network."""
    low, high = net.node_start[p], net.node_start[p + 1]
    target.parent[low:high] = source.parent[low:high]
    target.arc[low:high] = source.arc[low:high]
    target.up[low:high] = source.up[low:high]
    target.flow[low:high] = source.flow[low:high]
    target.price[low:high] = source.price[low:high]
    target.depth[low:high] = source.depth[low:high]
    target.child[low:high] = source.child[low:high]
    target.right[low:high] = source.right[low:high]
    target.left[low:high] = source.left[low:high]
    low, high = net.bound_start[p], net.bound_start[p + 1]
    target.full[low:high] = source.full[low:high]
    target.toll[low:high] = source.toll[low:high]


@numba.njit(cache=True)
def _ways_on(net, tree, p, shut):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Return (N,) what a unit costs from each site of a network on: its price there, or the cheapest open way."""
    out = np.zeros(net.site_out.shape[1])
    for site in range(out.size):
        leave = net.site_out[p, site]
        if leave < 0:
            continue
        if not shut[site]:
            out[site] = tree.price[leave]
            continue
        onward = net.dear
        for j in range(net.out_start[leave], net.out_start[leave + 1]):
            a = net.out_arc[j]
            to = net.node_site[net.head[a]]
            if to < 0 or not shut[to]:
                onward = min(onward, net.cost[a] + tree.price[net.head[a]])
        out[site] = onward
    return out


@numba.njit(cache=True)
def gains(net, tree, p, shut, out):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    """Write into ``out`` (M,) at most how much each module saves in network ``p``, at the prices of its tree.

    What comes in is worth its price there less the way here and the way on, up to the module's capacity. By duality
    flows cost at least what they cost now, plus what the modules now open save, less what those open then save.
    """
    ways = _ways_on(net, tree, p, shut)
    size = 1
    for g in range(net.group_start[p], net.group_start[p + 1]):
        size = max(size, net.group_arc[g + 1] - net.group_arc[g])
    saving, amount = np.empty(size), np.empty(size)
    first = net.group_arc[net.group_arc.size - 1]
    for g in range(net.group_start[p], net.group_start[p + 1]):
        site = net.group_site[g]
        if site < 0:
            continue
        count, total, most = 0, 0.0, 0.0
        for a in range(net.group_arc[g], net.group_arc[g + 1]):
            tail = net.tail[a]
            at = net.node_site[tail]
            saved = (tree.price[tail] if at < 0 else ways[at]) - net.cost[a] - ways[site]
            if saved > 0:
                saving[count] = saved
                amount[count] = net.supply[tail] if at < 0 else net.site_room[p, at]
                total += amount[count]
                most += saved * amount[count]
                count += 1
        _fill(net, (p, site, first), (saving, amount, count, total, most), out)


@numba.njit(cache=True)
def _fill(net, place, goods, out):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    p, site, first = place
    saving, amount, count, total, most = goods
    b = net.site_bound[p, site]
    while b < net.bound_start[p + 1]:
        m = net.bound_module[b]
        if m < 0 or net.head[first + b] != net.site_out[p, site]:
            break
        room = net.cap[first + b]
        out[m] = most if total <= room else _dearest(saving, amount, count, room)
        b += 1


@numba.njit(cache=True)
def _dearest(key, other, count, room):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Return what filling the room by key, the largest first, is worth; quickselect, so the order changes."""
    low, high, worth = 0, count, 0.0
    while low < high:
        pivot = key[(low + high) // 2]
        more, i, end, taken, value, even = low, low, high, 0.0, 0.0, 0.0
        while i < end:  # dearer ones first, then equal ones, then the rest
            k, o = key[i], other[i]
            if k > pivot:
                taken += o
                value += k * o
                key[i], other[i] = key[more], other[more]
                key[more], other[more] = k, o
                more += 1
                i += 1
            elif k < pivot:
                end -= 1
                key[i], other[i] = key[end], other[end]
                key[end], other[end] = k, o
            else:
                even += o
                i += 1
        if taken > room:
            high = more
            continue
        room -= taken
        worth += value
        if even >= room:
            return worth + room * pivot
        room -= even
        worth += even * pivot
        low = end
    return worth
