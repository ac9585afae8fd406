"""The compiled loop of a walk over openings: draw an exchange, solve its flows, take it or not, thousands of times.

How much dearer an exchange may be is drawn before anything is solved. The floor (``banme.siting.floor``) says what it
costs at least; what exchanges leaving the same sites cost above that, so far, says what it will cost about. Most
exchanges are ruled out so. Networks are solved one after the other, and no further once the exchange cannot pay.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call"
# ruff: noqa: ANN001, ANN202, PLR0913, PLR0917 - compiled: types come from the arrays, and calls cost nothing

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numba
import numpy as np

from banme.siting.floor import NOTHING, draw, possible
from banme.siting.network_simplex import copy, gains, solve

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from banme.siting.layout import Floats, Ints
    from banme.siting.network_simplex import Trees

STEP, LENGTH, BEST, COST, SCALE = range(5)
"""Steps of the walk so far, and in all; best cost; cost here; cost that temperatures are shares of."""
JUDGED, TAKEN, DRAWN, SOLVED = range(4)
KINDS = np.array([0.3, 0.95, 0.1])
"""Share of double exchanges, of them and single ones, and of single ones with one site more, or one less."""
SINGLE = np.array([0.0, 2.0, 0.0])
"""The same for exchanges of one site for another only."""
TRIES = 100
"""Exchanges drawn at most for one step, for each option; when none of them may pay, the step is lost."""
LOST = 50
"""Into how many parts a walk is cut, of which a lost step skips one."""
TRUST = 0.7
"""Share of what exchanges cost above the floor so far that the next one is expected to cost above it."""
DOUBT = 0.1
"""Share of the exchanges that are judged by the floor alone."""
FRESH = 0.15
"""Weight of the last exchange in what exchanges cost above the floor."""
MEMORY = 2
"""Refused exchanges leaving a site that add to the floor, before another one is taken."""


class Here(NamedTuple):
    """Where a walk stands.

    choice (N,) option of each site, -1 for shut; active (S, M), shut (S, N): what that means; flow_cost, short (P,);
    values (P, size) of the floor; left (R,) of the limits on openings; over (N + 1,) what exchanges leaving a site cost
    above the floor; noted (N + 1,) refused exchanges that added to it; best (N,) choice; numbers (5,), counts (4,).
    """

    choice: Ints
    active: NDArray[np.bool_]
    shut: NDArray[np.bool_]
    flow_cost: Floats
    short: Floats
    values: Floats
    left: Floats
    over: Floats
    noted: Ints
    best: Ints
    numbers: Floats
    counts: Ints
    trees: Trees
    other: Trees


@numba.njit(cache=True)
def _put(options, here, option, opened):
    """Open or shut an option in every stage it lasts."""
    site, module = options.site[option], options.module[option]
    here.choice[site] = option if opened else -1
    for s in range(options.stage[option], here.active.shape[0]):
        here.active[s, module] = opened
        here.shut[s, site] = not opened
    sign = -1.0 if opened else 1.0
    for r in range(here.left.size):
        here.left[r] += sign * options.need[option, r]


@numba.njit(cache=True)
def _exchange(options, here, leave, take, back):
    """Make an exchange, or take it back."""
    out, into = (take, leave) if back else (leave, take)
    for o in out:
        if o >= 0:
            _put(options, here, o, False)  # noqa: FBT003
    for o in into:
        if o >= 0:
            _put(options, here, o, True)  # noqa: FBT003


@numba.njit(cache=True)
def _expected(options, here, leave):
    """Return what an exchange leaving these options costs above the floor, going by those before."""
    if leave[0] < 0 and leave[1] < 0:
        return here.over[here.over.size - 1]
    total = 0.0
    for o in leave:
        if o >= 0:
            total += here.over[options.site[o]]
    return total


@numba.njit(cache=True, fastmath=True)
def _floor_of(floor, values, leave, take, least):
    """Write the least cost of every network after an exchange; return their sum."""
    total = 0.0
    for p in range(least.size):
        first, second = floor.saving[leave[0], p], floor.saving[leave[1], p]
        third, fourth = floor.saving[take[0], p], floor.saving[take[1], p]
        top = NOTHING
        for c in range(values.shape[1]):
            top = max(top, values[p, c] + first[c] + second[c] - third[c] - fourth[c])
        least[p] = top
        total += top
    return total


@numba.njit(cache=True)
def _propose(random, floor, options, here, opened, temperature, least):
    """Draw exchanges until one may be taken; return it and the most its flows may cost."""
    cost = here.numbers[COST]
    for _ in range(TRIES * options.site.size):
        leave, take = draw(random, options, opened, KINDS)
        here.counts[DRAWN] += 1
        if not possible(options, here.choice, leave, take, here.left):
            continue
        most = -temperature * np.log(1.0 - random.random())
        fixed = 0.0
        for o in leave:
            fixed -= options.fixed[o] if o >= 0 else 0.0
        for o in take:
            fixed += options.fixed[o] if o >= 0 else 0.0
        if fixed >= most and take[0] < 0:
            continue
        room = cost + most - fixed
        doubt = random.random() < DOUBT
        over = 0.0 if doubt else TRUST * _expected(options, here, leave)
        if _floor_of(floor, here.values, leave, take, least) + over < room:
            return leave, take, room
    nothing = np.full(2, -1, np.int64)
    return nothing, nothing, 0.0


@numba.njit(cache=True)
def _note(floor, options, opened, saved, p, stage, cost):
    """Add a function to the floor: the prices of a network just solved; ``opened`` is what is open there."""
    place = floor.used[p].argmin()
    floor.clock[0] += 1
    floor.used[p, place] = floor.clock[0]
    for o in range(options.site.size):
        floor.saving[o, p, place] = saved[options.module[o]] if options.stage[o] <= stage else 0.0
    for site in range(opened.size):
        if opened[site] >= 0:
            cost += floor.saving[opened[site], p, place]
    floor.constant[p, place] = cost
    return place


@numba.njit(cache=True)
def _judge(net, floor, options, here, parts, least, room, learn):
    """Solve the networks of the openings put in ``here`` into its other trees, until they cannot pay any more.

    Returns whether they pay, what they cost and how many were solved.
    """
    total = least.sum()
    saved = np.zeros(here.active.shape[1])
    solved = 0
    for p in parts:
        if total >= room:
            break
        copy(here.trees, here.other, net, p)
        stage = net.stage[p]
        cost, short = solve(net, here.other, p, here.active[stage], here.shut[stage])
        solved += 1
        here.counts[SOLVED] += 1
        if not np.isfinite(cost):
            return False, np.inf, solved
        here.flow_cost[p], here.short[p] = cost, short
        cost += short * net.dear
        total += max(0.0, cost - least[p])
        if learn and short == 0:
            saved[:] = 0.0
            gains(net, here.other, p, here.shut[stage], saved)
            _note(floor, options, here.choice, saved, p, stage, cost)
    return total < room and solved == parts.size, total, solved


@numba.njit(cache=True)
def _arrive(net, floor, options, here, parts):
    """Take over the other trees, and let the floor know their prices."""
    saved = np.zeros(here.active.shape[1])
    for p in parts:
        copy(here.other, here.trees, net, p)
    for p in range(here.short.size):
        for c in range(here.values.shape[1]):
            here.values[p, c] = floor.constant[p, c]
        for site in range(here.choice.size):
            o = here.choice[site]
            if o >= 0:
                for c in range(here.values.shape[1]):
                    here.values[p, c] -= floor.saving[o, p, c]
        cost = here.flow_cost[p] + here.short[p] * net.dear
        best = here.values[p].argmax()
        if here.values[p, best] < cost - 1e-9 * abs(cost):
            stage = net.stage[p]
            saved[:] = 0.0
            gains(net, here.trees, p, here.shut[stage], saved)
            best = _note(floor, options, here.choice, saved, p, stage, cost)
            here.values[p, best] = cost
        floor.clock[0] += 1
        floor.used[p, best] = floor.clock[0]


@numba.njit(cache=True)
def _refresh(floor, here, opened, p):
    """Work out what the functions of one network say here."""
    for c in range(here.values.shape[1]):
        value = floor.constant[p, c]
        for o in opened:
            value -= floor.saving[o, p, c]
        here.values[p, c] = value


@numba.njit(cache=True)
def _learn(options, here, leave, above):
    """Note what an exchange leaving these options cost above the floor."""
    count = 0
    for o in leave:
        count += 1 if o >= 0 else 0
    if count == 0:
        last = here.over.size - 1
        here.over[last] += FRESH * (above - here.over[last])
        return
    expected = _expected(options, here, leave)
    for o in leave:
        if o >= 0:
            site = options.site[o]
            here.over[site] = max(0.0, here.over[site] + FRESH * (above - expected) / count)


@numba.njit(cache=True)
def _touched(net, options, leave, take):
    """Return (P,) whether an exchange may change a network."""
    first = 1 << 30
    for o in leave:
        if o >= 0:
            first = min(first, options.stage[o])
    for o in take:
        if o >= 0:
            first = min(first, options.stage[o])
    return net.stage >= first


@numba.njit(cache=True)
def _settled(options, here, dear, allowed):
    """Work out what flows cost here, and keep the openings if they are the best so far."""
    numbers = here.numbers
    flows = 0.0
    for p in range(here.short.size):
        flows += here.flow_cost[p] + here.short[p] * dear
    numbers[COST] = flows
    if here.short.any() or not _fine(options, here, allowed):
        return
    for o in here.choice:
        flows += options.fixed[o] if o >= 0 else 0.0
    if flows < numbers[BEST]:
        numbers[BEST] = flows
        here.best[:] = here.choice


@numba.njit(cache=True)
def _trial(net, floor, options, here, change, least, room, opened):
    """Solve an exchange; return whether it was taken."""
    leave, take = change
    touched = _touched(net, options, leave, take)
    parts = np.flatnonzero(touched)
    flow_cost, short = here.flow_cost.copy(), here.short.copy()
    for p in np.flatnonzero(~touched):
        least[p] = flow_cost[p] + short[p] * net.dear
    marked = options.site[leave[0]] if leave[0] >= 0 else here.noted.size - 1
    learn = here.noted[marked] < MEMORY
    _exchange(options, here, leave, take, False)  # noqa: FBT003
    pays, total, solved = _judge(net, floor, options, here, parts, least, room, learn)
    above = (total - least.sum()) * parts.size / max(1, solved)
    _learn(options, here, leave, min(above, here.numbers[SCALE]))
    if pays:
        here.counts[TAKEN] += 1
        here.noted[:] = 0
        _arrive(net, floor, options, here, parts)
        return True
    _exchange(options, here, leave, take, True)  # noqa: FBT003
    here.flow_cost[:], here.short[:] = flow_cost, short
    if learn:
        here.noted[marked] += 1
        for p in parts:
            _refresh(floor, here, opened, p)
    return False


@numba.njit(cache=True, nogil=True)
def go(random, net, floor, options, here, allowed, steps, heat):  # noqa: ANN201
    """Go some steps of a walk; ``allowed`` (N,) whether a site may be shut, ``heat`` the first and last temperature."""
    numbers = here.numbers
    least = np.empty(here.short.size)
    for _ in range(steps):
        if numbers[STEP] >= numbers[LENGTH]:
            return
        temperature = numbers[SCALE] * heat[0] * (heat[1] / heat[0]) ** (numbers[STEP] / numbers[LENGTH])
        opened = here.choice[here.choice >= 0]
        leave, take, room = _propose(random, floor, options, here, opened, temperature, least)
        if leave.max() < 0 and take.max() < 0:
            numbers[STEP] += 1.0 + numbers[LENGTH] // LOST
            continue
        numbers[STEP] += 1.0
        here.counts[JUDGED] += 1
        if _trial(net, floor, options, here, (leave, take), least, room, opened):
            _settled(options, here, net.dear, allowed)


@numba.njit(cache=True)
def sample(random, net, floor, options, here, changes):  # noqa: ANN201
    """Fill ``changes`` with what single exchanges cost here, drawn at random; return how many could be drawn."""
    least = np.full(here.short.size, NOTHING)
    parts = np.arange(here.short.size)
    opened = here.choice[here.choice >= 0]
    base = here.numbers[COST]
    flow_cost, short = here.flow_cost.copy(), here.short.copy()
    found = 0
    for _ in range(TRIES * changes.size):
        leave, take = draw(random, options, opened, SINGLE)
        if found == changes.size or not possible(options, here.choice, leave, take, here.left):
            continue
        _exchange(options, here, leave, take, False)  # noqa: FBT003
        _judge(net, floor, options, here, parts, least, np.inf, False)  # noqa: FBT003
        changes[found] = options.fixed[take[0]] - options.fixed[leave[0]] - base
        for p in parts:
            changes[found] += here.flow_cost[p] + here.short[p] * net.dear
        found += 1
        _exchange(options, here, leave, take, True)  # noqa: FBT003
        here.flow_cost[:], here.short[:] = flow_cost, short
    return found


@numba.njit(cache=True)
def _fine(options, here, allowed):
    """Whether decisions and limits on openings are kept."""
    for r in range(here.left.size):
        if here.left[r] < 0:
            return False
    for o in here.choice:
        if o >= 0 and not options.allowed[o]:
            return False
    for o in range(options.site.size):
        if here.choice[options.site[o]] < 0 and not allowed[options.site[o]]:
            return False
    return True
