"""Plans where room cannot bind: which sites open is all that matters, since goods take the cheapest open way.

Every supply has one cost for each site; a plan costs its sites and each supply's cheapest open one. The search adds,
drops and swaps sites while that pays (gains, losses and their corrections by pairs as in Resende and Werneck 2007),
then kicks the best plan and starts over.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call"
# ruff: noqa: ANN001, ANN202, PLR0913, PLR0917 - compiled: types come from the arrays, and calls cost nothing

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numba
import numpy as np

from banme.siting.onward import ways_on
from banme.siting.problem import ORIGIN, OUTLET, Limits

if TYPE_CHECKING:
    from banme.siting.layout import Floats, Ints, Layout
    from banme.siting.relaxation import Choices

FULL = 1.0 - 1e-9
"""Share of what can arrive that a module must take for its room not to bind."""
LARGEST = 50_000_000
"""Entries (supplies by sites) above which the cost of every way is not written down."""
ALWAYS, FREE, NEVER = 2, 0, -1
"""What a site may do."""
LEAST_SHARE = 1e-10
"""Share of the cost below which a step does not pay."""


SLACK, RETURN = 0.0005, 50
"""How much worse a plan may be to go on from, as a share; kicks in vain after which the best plan is gone back to."""


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """Sites that can take all there is, and what serving every supply from them costs.

    Attributes
    ----------
    module : (F,) each site's cheapest module that takes all that can arrive
    fixed : (F,) VND
    cost : (C, F) VND for a whole supply, inf without a way
    outside : (C,) VND of doing without any site (direct, or left unshipped), inf where that is impossible

    """

    module: Ints
    fixed: Floats
    cost: Floats
    outside: Floats


def roomy(layout: Layout) -> bool:
    """Whether room, stages and limits cannot bind."""
    return assignment(layout) is not None


def assignment(layout: Layout) -> Assignment | None:
    """Return the problem as an assignment of supplies to sites, None where room, stages or limits may bind."""
    limits = layout.problem.limits
    free = limits.replace(co2_price_vnd_kg=None, max_sites=limits.max_sites or None) == Limits()
    if layout.weight.size > 1 or layout.problem.ceilings or not free:
        return None
    flows, modules = layout.flows, layout.modules
    source, target = layout.kind[flows.source], layout.kind[flows.target]
    between = (source != ORIGIN) & (target != OUTLET)
    onward, limited = ways_on(layout)
    if between.any() or limited[flows.target, flows.commodity, flows.period].any():
        return None
    site, module = _enough_room(layout)
    supplied = layout.supply > 0
    cells = np.full(layout.supply.shape, -1, np.int64)
    cells[supplied] = np.arange(int(supplied.sum()))
    if not site.size or site.size < np.unique(modules.site).size or site.size * supplied.sum() > LARGEST:
        return None
    place = np.full(layout.kind.size, -1, np.int64)
    place[site] = np.arange(site.size)
    out = np.flatnonzero(source == ORIGIN)
    cell = cells[flows.source[out], flows.commodity[out], flows.period[out]]
    way = flows.cost[out] + onward[flows.target[out], flows.commodity[out], flows.period[out]]
    way *= layout.supply[supplied][cell]
    cost = np.full((int(supplied.sum()), site.size), np.inf)
    outside = np.full(cost.shape[0], np.inf)
    direct = target[out] == OUTLET
    np.minimum.at(outside, cell[direct], way[direct])
    on = ~direct & (place[flows.target[out]] >= 0)
    np.minimum.at(cost, (cell[on], place[flows.target[out]][on]), way[on])
    left = layout.unshipped
    at = cells[left.node, left.commodity, left.period]
    np.minimum.at(outside, at, left.cost * layout.supply[left.node, left.commodity, left.period])
    return Assignment(module, modules.fixed[module] * layout.weight[0], cost, outside)


def _enough_room(layout: Layout) -> tuple[Ints, Ints]:
    """Return the sites with a module that takes all that can arrive, and the cheapest such module of each."""
    modules = layout.modules
    arriving = np.einsum("k,nkt->nt", layout.use, layout.inbound)[modules.site]
    roomy = (modules.throughput >= FULL * arriving).all(axis=1)
    roomy &= (modules.own[:, :, None] >= FULL * layout.inbound[modules.site]).all(axis=(1, 2))
    order = np.lexsort((modules.fixed, modules.site, ~roomy))
    order = order[roomy[order]]
    site, once = np.unique(modules.site[order], return_index=True)
    return site, order[once]


class SwapSearch:
    """Adds, drops, swaps and kicks, a slice of time after the other."""

    def __init__(self, ways: Assignment, choices: Choices, sites: Ints, seed: int) -> None:
        self.ways = ways
        may = choices.opened[ways.module].any(axis=1)
        must = ~choices.closed[sites]
        self.state = np.where(must, ALWAYS, np.where(may, FREE, NEVER)).astype(np.int64)
        self.best = self.state == ALWAYS
        self.cost = np.inf
        self.idle = 0
        """Kicks since the best plan was found."""
        self.random = np.random.default_rng(seed)

    def start(self, openings: Floats) -> None:
        """Begin from sites that are open at least by half, or else the most open one."""
        opened = (openings >= min(0.5, openings.max(initial=0.0))) & (self.state != NEVER)
        self.best = opened | (self.state == ALWAYS)
        self.cost, self.idle = np.inf, 0

    def run(self, kicks: int) -> bool:
        """Kick some times; return whether that brought a better plan."""
        ways = self.ways
        here = self.best.copy()
        cost, idle = _kicks((ways.cost, ways.outside, ways.fixed), self.state, here, kicks, self.random)
        better = bool(cost < (self.cost - LEAST_SHARE * abs(self.cost) if np.isfinite(self.cost) else np.inf))
        if better:
            self.best, self.cost, self.idle = here, float(cost), int(idle)
        else:
            self.idle += kicks
        return better

    def first(self, count: int) -> Ints:
        """Return the best plan's first stages (M,), -1 for closed."""
        out = np.full(count, -1, np.int64)
        out[self.ways.module[self.best]] = 0
        return out


@numba.njit(cache=True)
def _two(cost, outside, opened, j, first, second):
    """Find the cheapest two ways of a supply; -1 stands for doing without."""
    a, b, ia = outside[j], np.inf, -1
    for i in range(opened.size):
        if opened[i]:
            v = cost[j, i]
            if v < a:
                b, a, ia = a, v, i
            elif v < b:
                b = v
    first[j], second[j] = a, b
    return ia


@numba.njit(cache=True)
def _count(cost, j, who, first, second, sign, gain, loss, extra):
    """Add (or take away) what a supply says about adding, dropping and swapping sites."""
    a, b = first[j], second[j]
    if who >= 0:
        loss[who] += sign * (b - a)
    for i in range(gain.size):
        v = cost[j, i]
        if v < a:
            gain[i] += sign * (a - v)
        if who >= 0 and v < b:
            extra[i, who] += sign * (b - max(v, a))


@numba.njit(cache=True)
def _best_step(fixed, state, opened, gains, least):
    """Return what the best of all adds, drops and swaps earns, and the sites it adds and drops (-1: none)."""
    gain, loss, extra = gains
    best, add, drop = least, -1, -1
    for r in range(opened.size):
        if not opened[r] or state[r] == ALWAYS:
            continue
        alone = fixed[r] - loss[r]
        if alone > best:
            best, add, drop = alone, -1, r
        for i in range(opened.size):
            if not opened[i] and state[i] == FREE and alone + gain[i] - fixed[i] + extra[i, r] > best:
                best, add, drop = alone + gain[i] - fixed[i] + extra[i, r], i, r
    for i in range(opened.size):
        if not opened[i] and state[i] == FREE and gain[i] - fixed[i] > best:
            best, add, drop = gain[i] - fixed[i], i, -1
    return best, add, drop


@numba.njit(cache=True)
def _descend(cost, outside, fixed, state, opened, work):
    """Take the best step while one pays; return the cost."""
    who, first, second, gain, loss, extra = work
    total = 0.0
    for i in range(opened.size):
        gain[i] = loss[i] = 0.0
        for r in range(opened.size):
            extra[i, r] = 0.0
        if opened[i]:
            total += fixed[i]
    for j in range(who.size):
        who[j] = _two(cost, outside, opened, j, first, second)
        total += first[j]
        _count(cost, j, who[j], first, second, 1.0, gain, loss, extra)
    for _ in range(10 * opened.size):
        best, add, drop = _best_step(fixed, state, opened, (gain, loss, extra), LEAST_SHARE * abs(total))
        if add < 0 and drop < 0:
            break
        if add >= 0:
            opened[add] = True
        if drop >= 0:
            opened[drop] = False
        total -= best
        _recount(cost, outside, opened, add, drop, work)
    return total


@numba.njit(cache=True)
def _recount(cost, outside, opened, add, drop, work):
    """Count anew the supplies whose cheapest two ways a step may have changed."""
    who, first, second, gain, loss, extra = work
    for j in range(who.size):
        near = add >= 0 and cost[j, add] < second[j]
        if near or (drop >= 0 and cost[j, drop] <= second[j]):
            _count(cost, j, who[j], first, second, -1.0, gain, loss, extra)
            who[j] = _two(cost, outside, opened, j, first, second)
            _count(cost, j, who[j], first, second, 1.0, gain, loss, extra)


@numba.njit(cache=True)
def _kick(opened, sites, random):
    """Add, drop or swap a few sites at random."""
    for _ in range(1 + int(3.0 * random.random())):
        i = sites[int(sites.size * random.random())]
        opened[i] = not opened[i]
        for _ in range(sites.size):
            r = sites[int(sites.size * random.random())]
            if opened[r] and r != i:
                opened[r] = False
                break


@numba.njit(cache=True)
def _finite(ways, outside, fixed):
    """Return the costs with ways that do not exist made dearer than any plan, and what counts as that dear."""
    count, sites = ways.shape
    dear = 1.0
    for i in range(sites):
        dear += abs(fixed[i])
    for j in range(count):
        most = abs(outside[j]) if np.isfinite(outside[j]) else 0.0
        for i in range(sites):
            if np.isfinite(ways[j, i]):
                most = max(most, abs(ways[j, i]))
        dear += most
    cost, without = np.empty_like(ways), np.empty_like(outside)
    for j in range(count):
        without[j] = min(outside[j], 2.0 * dear)
        for i in range(sites):
            cost[j, i] = min(ways[j, i], 2.0 * dear)
    return cost, without, dear


@numba.njit(cache=True)
def _kicks(costs, state, opened, kicks, random):
    """Improve ``opened`` in place by kicks and descents; return its cost and the kicks since it last got better."""
    ways, outside, fixed = costs
    cost, without, dear = _finite(ways, outside, fixed)
    count, sites = ways.shape
    free = np.flatnonzero(state == FREE)
    work = (
        np.zeros(count, np.int64),
        np.zeros(count),
        np.zeros(count),
        np.zeros(sites),
        np.zeros(sites),
        np.zeros((sites, sites)),
    )
    best = _descend(cost, without, fixed, state, opened, work)
    top, idle = best, 0
    here = opened.copy()
    for _ in range(kicks if free.size else 0):
        trial = here.copy()
        _kick(trial, free, random)
        total = _descend(cost, without, fixed, state, trial, work)
        idle += 1
        if total < best - LEAST_SHARE * abs(best):
            best, idle = total, 0
            opened[:] = trial
        if total < top + SLACK * abs(top) * random.random():
            top = total
            here[:] = trial
        elif idle % RETURN == 0:
            top = best
            here[:] = opened
    return best if best < dear else np.inf, idle
