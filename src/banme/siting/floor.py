"""What any openings cost at least: prices of flows solved before, as linear functions of what is open.

At given prices every module saves at most so much, so the flows of a network cost at least a constant less what the
open modules save (``network_simplex.gains``). The largest of many such functions is exact at the openings their prices
come from, and valid for all openings that have a plan. Hence thousands of changes can be ruled out in the time it takes
to solve one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numba
import numpy as np

from banme.siting.network_simplex import copy, gains, solve

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from banme.siting.layout import Floats, Ints

NOTHING = -1e300
EVEN = 0.5


class Floor(NamedTuple):
    """``size`` functions for each of P networks, over O options (a module and the first stage it is open).

    Attributes
    ----------
    saving : (O + 1, P, size) at most what an option saves; the last stands for none
    constant : (P, size) cost of flows with nothing open
    used : (P, size) when a function was made, or last the largest
    clock : (1,)

    """

    saving: Floats
    constant: Floats
    used: Ints
    clock: Ints


class Options(NamedTuple):
    """What may be chosen: site, module, first stage, fixed cost and kind (a number) of each option (O,).

    ``need`` (O, R) is what an option takes of each limit on openings alone, as of the budget. ``allowed`` (O,), and
    ``leave`` (N,) whether a site may be shut; ``start`` (N + 1,) first option of each site; ``alike`` lists the options
    of sites of each kind, from ``alike_start`` on.
    """

    site: Ints
    module: Ints
    stage: Ints
    fixed: Floats
    need: Floats
    kind: Ints
    allowed: NDArray[np.bool_]
    leave: NDArray[np.bool_]
    start: Ints
    alike: Ints
    alike_start: Ints


def empty(networks: int, options: int, size: int) -> Floor:
    """Return a floor without functions."""
    return Floor(
        np.zeros((options + 1, networks, size)),
        np.full((networks, size), NOTHING),
        np.zeros((networks, size), np.int64),
        np.zeros(1, np.int64),
    )


def at(floor: Floor, chosen: Ints) -> Floats:
    """Return (P, size) what each function says of the chosen options; the largest count as used."""
    out: Floats = floor.constant - floor.saving[chosen].sum(axis=0)
    floor.clock[0] += 1
    floor.used[np.arange(out.shape[0]), out.argmax(axis=1)] = floor.clock[0]
    return out


@numba.njit(cache=True)
def judge(net, trees, parts, status, floor, options, standing, money):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201, PLR0913, PLR0917
    """Solve the networks ``parts`` anew in the second of two trees, from the first, until it cannot pay any more.

    ``status`` is (S, M) active modules, (S, N) shut sites; every network solved adds a function to the floor, whose
    value for the options ``standing`` goes into the last of ``standing``. ``money`` holds the least cost of every
    network (P,), the most that all of them may cost and (P, 2) for cost and dear units. Returns whether it pays.
    """
    source, target = trees
    active, shut = status
    chosen_now, chosen_then, values = standing
    least, most, out = money
    total = least.sum()
    saved = np.zeros(active.shape[1])
    for p in parts:
        if total >= most:
            return False
        copy(source, target, net, p)
        stage = net.stage[p]
        cost, short = solve(net, target, p, active[stage], shut[stage])
        if not np.isfinite(cost):
            return False
        out[p, 0], out[p, 1] = cost, short
        cost += short * net.dear
        total += max(0.0, cost - least[p])
        if cost > least[p] + 1e-9 * abs(cost):
            saved[:] = 0.0
            gains(net, target, p, shut[stage], saved)
            place = floor.used[p].argmin()
            floor.clock[0] += 1
            floor.used[p, place] = floor.clock[0]
            for o in range(options.site.size):
                floor.saving[o, p, place] = saved[options.module[o]] if options.stage[o] <= stage else 0.0
            for o in chosen_then:
                cost += floor.saving[o, p, place]
            floor.constant[p, place] = cost
            for o in chosen_now:
                cost -= floor.saving[o, p, place]
            values[p, place] = cost
    return total < most


@numba.njit(cache=True)
def draw(random, options, opened, kinds):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    """Return two options to leave and two to take, -1 for none: mostly exchanges between sites of one kind."""
    what = random.random()
    leave, take = np.full(2, -1, np.int64), np.full(2, -1, np.int64)
    exchanges = 2 if what < kinds[0] else (1 if what < kinds[1] else 0)
    exchanges = exchanges if opened.size else 0
    for j in range(exchanges):
        o = opened[int(random.random() * opened.size)]
        leave[j] = o
        low, high = options.alike_start[options.kind[o]], options.alike_start[options.kind[o] + 1]
        if high > low:
            take[j] = options.alike[low + int(random.random() * (high - low))]
    if exchanges == 1:
        more = random.random()
        if more < kinds[2]:
            leave[1] = opened[int(random.random() * opened.size)]
        elif more < 2 * kinds[2]:
            take[1] = int(random.random() * options.site.size)
    elif exchanges == 0:
        if random.random() < EVEN and opened.size:
            leave[0] = opened[int(random.random() * opened.size)]
        else:
            take[0] = int(random.random() * options.site.size)
    return leave, take


@numba.njit(cache=True)
def possible(options, choice, leave, take, left):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    """Whether the exchange keeps decisions and limits on openings, of which so much is left (R,)."""
    if leave[0] >= 0 and leave[0] == leave[1]:
        return False
    if take[0] >= 0 and take[1] >= 0 and options.site[take[0]] == options.site[take[1]]:
        return False
    for o in take:
        if o >= 0:
            now = choice[options.site[o]]
            if not options.allowed[o] or now == o or (now >= 0 and now not in (leave[0], leave[1])):
                return False
    for o in leave:
        if o >= 0 and not options.leave[options.site[o]]:
            site = options.site[o]
            stays = False
            for other in take:
                stays |= other >= 0 and options.site[other] == site
            if not stays:
                return False
    return _within(options.need, leave, take, left)


@numba.njit(cache=True)
def _within(need, leave, take, left):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    for r in range(left.size):
        rest = left[r]
        for o in leave:
            rest += need[o, r] if o >= 0 else 0.0
        for o in take:
            rest -= need[o, r] if o >= 0 else 0.0
        if rest < 0 and rest < left[r]:
            return False
    return True
