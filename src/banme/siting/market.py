"""What flows cost under given openings, by prices of room alone: no linear programme, so that openings are tried fast.

In every period each supply takes its cheapest way, tolls at the sites included; where more comes than there is room
the toll rises, where room is left it falls. At tolls that clear, what supplies pay less what the room is worth is the
cost of the cheapest flows; at any others it is less. A toll rises no higher than room beyond what is open would cost:
a lack of room is priced within few passes and does not spread to all the sites around. Every row has a step of its
own, which grows while the row keeps asking for the same and shrinks when it turns, so that tolls a change has moved a
little settle within a few passes.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call"
# ruff: noqa: ANN001, ANN202 - compiled: types come from the arrays

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numba
import numpy as np

from banme.siting.onward import beyond_room, opening_share
from banme.siting.problem import CENTRE, ORIGIN, OUTLET, SITE_KINDS
from banme.siting.rules import opened
from banme.siting.side_by_side import side_by_side

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from banme.siting.layout import Floats, Ints
    from banme.siting.relaxation import Relaxation
    from banme.siting.watch import Watch

PASSES, COLD_PASSES = 80, 1000
"""Most passes over a period."""
PATIENCE = 20
"""Passes without a better bound on a period's cost after which its tolls are taken to be settled."""
COLD, WARM = 0.2, 0.02
"""First step of a toll, as a share of the typical cost per tonne, from no tolls and from those of like openings."""
GROW, SHRINK, STEEP = 1.2, 0.7, 4.0
"""How a step grows and shrinks; at which share of a limit over it (1 / STEEP) a toll takes its whole step."""
SETTLED = 1e-6
"""What room left over at a toll, or missing, may be worth at last, as a share of a period's cost."""
DREAD = 0.02
"""Share of the highest toll at which missing room counts while tolls settle."""
LACK = 20.0
"""Price of goods that find no way at all, in the dearest flow or room."""
UNSUITED = frozenset({"storage", "co2", "ceiling"})
"""Families that join flows in ways tolls at sites cannot tell."""


class Routes(NamedTuple):
    """Ways of supplies, then ways on from sites (centres' first), both sorted by period.

    Of supplies: head (T + 1,) first supply of a period, start (S + 1,) first way, cost and door by way, quantity.
    Of goods at sites: on_head (T + 1,), on_start (G + 1,), on_cost and on_door by way, on_from (G,) their door. A door
    is (period * P + place) * K + commodity, -1 for goods left unshipped; places P are sites and outlets. use (K,).
    """

    head: NDArray[Any]
    start: NDArray[Any]
    cost: NDArray[Any]
    door: NDArray[Any]
    quantity: NDArray[Any]
    on_head: NDArray[Any]
    on_start: NDArray[Any]
    on_cost: NDArray[Any]
    on_door: NDArray[Any]
    on_from: NDArray[Any]
    use: NDArray[Any]


class Room(NamedTuple):
    """Limits and tolls of places (T, P), and of one commodity there (T, P, K), inf without such a limit."""

    most: NDArray[Any]
    own: NDArray[Any]
    toll: NDArray[Any]
    own_toll: NDArray[Any]


class Seen(NamedTuple):
    """Work of a pass: price at a door and goods through it (D,), way on by group, way and price by supply."""

    price: NDArray[Any]
    through: NDArray[Any]
    onward: NDArray[Any]
    way: NDArray[Any]
    paid: NDArray[Any]


@numba.njit(cache=True, nogil=True)
def _doors(t, routes, room, seen, lack):
    """Price every door of a period from the outlets back."""
    places, goods = room.own.shape[1], room.own.shape[2]
    for p in range(places):
        for k in range(goods):
            d = (t * places + p) * goods + k
            seen.price[d] = routes.use[k] * room.toll[t, p] + room.own_toll[t, p, k]
            seen.through[d] = 0.0
    for g in range(routes.on_head[t], routes.on_head[t + 1]):
        best, at = lack, -1
        for w in range(routes.on_start[g], routes.on_start[g + 1]):
            cost = routes.on_cost[w] + seen.price[routes.on_door[w]]
            if cost < best:
                best, at = cost, w
        seen.onward[g] = at
        seen.price[routes.on_from[g]] += best


@numba.njit(cache=True, nogil=True)
def _choose(t, routes, seen, lack):
    """Let every supply take its cheapest way; return what all pay and what finds none."""
    total, short = 0.0, 0.0
    for s in range(routes.head[t], routes.head[t + 1]):
        best, at = lack, -1
        for w in range(routes.start[s], routes.start[s + 1]):
            door = routes.door[w]
            cost = routes.cost[w] + (seen.price[door] if door >= 0 else 0.0)
            if cost < best:
                best, at = cost, w
        seen.way[s], seen.paid[s] = at, best
        total += best * routes.quantity[s]
        if at < 0:
            short += routes.quantity[s]
        elif routes.door[at] >= 0:
            seen.through[routes.door[at]] += routes.quantity[s]
    for g in range(routes.on_head[t + 1] - 1, routes.on_head[t] - 1, -1):
        if seen.onward[g] >= 0:
            seen.through[routes.on_door[seen.onward[g]]] += seen.through[routes.on_from[g]]
    return total, short


@numba.njit(cache=True, nogil=True)
def _step(now, most, toll, step, turn, highest):
    """Return a toll's next value, its step, and the way it turned."""
    over = STEEP * (now - most) / most
    over = min(1.0, max(-1.0, over))
    if toll <= 0.0 and over <= 0.0:
        return 0.0, step, 0.0
    if over * turn > 0.0:
        step = min(step * GROW, highest)
    elif over * turn < 0.0:
        step *= SHRINK
    return min(highest, max(0.0, toll + step * over)), step, over


@numba.njit(cache=True, nogil=True)
def _loose(now, most, toll, highest):
    """Return what room left over at a toll is worth, or what is missing where the toll may still rise."""
    if now <= most:
        return toll * (most - now)
    return (toll + DREAD * highest) * (now - most) if toll < highest else 0.0


@numba.njit(cache=True, nogil=True)
def _worth(t, routes, room, seen, highest):
    """Return what room is worth at the tolls, and what room left over at a toll, or missing, is worth."""
    places, goods = room.own.shape[1], room.own.shape[2]
    worth, loose = 0.0, 0.0
    for p in range(places):
        now = 0.0
        for k in range(goods):
            through, most = seen.through[(t * places + p) * goods + k], room.own[t, p, k]
            now += routes.use[k] * through
            if np.isfinite(most):
                worth += room.own_toll[t, p, k] * most
                loose += _loose(through, most, room.own_toll[t, p, k], highest)
        most = room.most[t, p]
        if np.isfinite(most) and most > 0.0:
            worth += room.toll[t, p] * most
            loose += _loose(now, most, room.toll[t, p], highest)
    return worth, loose


@numba.njit(cache=True, nogil=True)
def _move(t, routes, room, seen, pace):
    """Raise tolls where more comes than there is room for, lower them where room is left."""
    highest, step, turn = pace
    places, goods = room.own.shape[1], room.own.shape[2]
    for p in range(places):
        now = 0.0
        for k in range(goods):
            through, most = seen.through[(t * places + p) * goods + k], room.own[t, p, k]
            now += routes.use[k] * through
            if np.isfinite(most) and most > 0.0:
                room.own_toll[t, p, k], step[p, k], turn[p, k] = _step(
                    through, most, room.own_toll[t, p, k], step[p, k], turn[p, k], highest
                )
        most = room.most[t, p]
        if np.isfinite(most) and most > 0.0:
            room.toll[t, p], step[p, goods], turn[p, goods] = _step(
                now, most, room.toll[t, p], step[p, goods], turn[p, goods], highest
            )


@numba.njit(cache=True, nogil=True)
def _settle(t, routes, room, seen, numbers):
    """Move a period's tolls until they clear; return what the flows cost at the best of them, and what is short.

    ``numbers``: price of what is short, highest toll, first step, most passes.
    """
    lack, highest, first, passes = numbers
    shape = (room.own.shape[1], room.own.shape[2] + 1)
    pace = (highest, np.full(shape, first), np.zeros(shape))
    toll, own_toll = room.toll[t].copy(), room.own_toll[t].copy()
    top, better = -np.inf, 0
    for count in range(int(passes) + 1):
        _doors(t, routes, room, seen, lack)
        paid, _ = _choose(t, routes, seen, lack)
        worth, loose = _worth(t, routes, room, seen, highest)
        if paid - worth > top:
            if paid - worth > top + SETTLED * abs(paid):
                better = count
            top = paid - worth
            toll[:], own_toll[:] = room.toll[t], room.own_toll[t]
        if count == passes or loose <= SETTLED * abs(paid) or count >= better + PATIENCE:
            break
        _move(t, routes, room, seen, pace)
    room.toll[t], room.own_toll[t] = toll, own_toll
    _doors(t, routes, room, seen, lack)
    _, short = _choose(t, routes, seen, lack)
    return top, short


class Market:
    """Prices of room for changing openings, as ``banme.siting.moves.Pricing`` wants them."""

    def __init__(self, relaxation: Relaxation, watch: Watch, threads: int = 1) -> None:
        self.relaxation, self.watch, self.threads = relaxation, watch, threads
        layout = relaxation.layout
        self.places: Ints = np.flatnonzero(np.isin(layout.kind, (*SITE_KINDS, OUTLET)))
        self.place = np.full(layout.kind.size, -1, np.int64)
        self.place[self.places] = np.arange(self.places.size)
        costs = np.abs(layout.flows.cost)
        self.typical = float(np.median(costs)) if costs.size else 1.0
        self.lack = LACK * max(float(costs.max(initial=1.0)), float(opening_share(layout).max(initial=0.0)))
        self.highest = beyond_room(layout)
        periods, goods = layout.stage.size, layout.use.size
        self.routes, self.origin, self.cell = self._routes()
        weight = np.broadcast_to(layout.weight, (layout.modules.site.size, layout.weight.size))
        self.fixed: Floats = (layout.modules.fixed[:, None] * weight).ravel()
        shape = (periods, self.places.size, goods)
        self.room = Room(*(np.zeros(size) for size in (shape[:2], shape, shape[:2], shape)))
        self.kept: tuple[Floats, Floats] | None = None
        doors, supplies = int(np.prod(shape)), self.origin.size
        self.seen = Seen(
            np.zeros(doors),
            np.zeros(doors),
            np.full(self.routes.on_from.size, -1, np.int64),
            np.full(supplies, -1, np.int64),
            np.zeros(supplies),
        )
        self.short = 0.0
        self._rows()
        with watch.paused():
            _settle(0, self.routes, self.room, self.seen, (self.lack, self.highest, 0.0, 0.0))

    @staticmethod
    def suits(relaxation: Relaxation) -> bool:
        """Whether tolls at sites and outlets can tell all that limits flows."""
        layout = relaxation.layout
        joined = any(rows.family in UNSUITED and rows.low.size for rows in relaxation.families)
        return not joined and not (layout.demand_low > 0).any()

    def _door(self, node: Ints, commodity: Ints, period: Ints) -> Ints:
        layout = self.relaxation.layout
        door: Ints = (period * self.places.size + self.place[node]) * layout.use.size + commodity
        return door

    def _routes(self) -> tuple[Routes, Ints, Ints]:
        """Return the routes, and (S,) the origin of each supply and its place among the supply rows."""
        layout = self.relaxation.layout
        flows, left = layout.flows, layout.unshipped
        count, goods, periods = layout.kind.size, layout.use.size, layout.stage.size
        own = np.flatnonzero(layout.kind[flows.source] == ORIGIN)
        node = np.concatenate([flows.source[own], left.node])
        commodity = np.concatenate([flows.commodity[own], left.commodity])
        period = np.concatenate([flows.period[own], left.period])
        cost = np.concatenate([flows.cost[own], left.cost])
        door = np.concatenate(
            [
                self._door(flows.target[own], flows.commodity[own], flows.period[own]),
                np.full(left.node.size, -1, np.int64),
            ]
        )
        key = (period * count + node) * goods + commodity
        order = np.argsort(key, kind="stable")
        heads = np.flatnonzero(np.diff(key[order], prepend=-1))
        first = order[heads]
        on = np.flatnonzero(np.isin(layout.kind[flows.source], SITE_KINDS))
        level = (layout.kind[flows.source[on]] != CENTRE).astype(np.int64)
        begin = self._door(flows.source[on], flows.commodity[on], flows.period[on])
        on_key = (flows.period[on] * 2 + level) * (self.places.size * goods * periods) + begin
        on_order = np.argsort(on_key, kind="stable")
        on_heads = np.flatnonzero(np.diff(on_key[on_order], prepend=-1))
        on_first = on_order[on_heads]
        routes = Routes(
            head=np.searchsorted(period[first], np.arange(periods + 1)),
            start=np.append(heads, order.size),
            cost=cost[order],
            door=door[order].astype(np.int32),
            quantity=layout.supply[node[first], commodity[first], period[first]],
            on_head=np.searchsorted(flows.period[on][on_first], np.arange(periods + 1)),
            on_start=np.append(on_heads, on_order.size),
            on_cost=flows.cost[on][on_order],
            on_door=self._door(flows.target[on], flows.commodity[on], flows.period[on])[on_order].astype(np.int32),
            on_from=begin[on_first],
            use=layout.use.astype(float),
        )
        cell = np.cumsum(layout.supply > 0).reshape(layout.supply.shape) - 1
        return routes, node[first], cell[node[first], commodity[first], period[first]]

    def _rows(self) -> None:
        """Find the row of each supply, and of goods at each site."""
        layout = self.relaxation.layout
        at = 0
        goods, periods = layout.use.size, layout.stage.size
        self.balance = np.full((layout.kind.size, goods, periods), -1, np.int64)
        flows = layout.flows
        for rows in self.relaxation.families:
            if rows.family == "supply":
                self.supplies = at
            elif rows.family == "balance":
                mine = rows.column < flows.arc.size
                column = rows.column[mine]
                node = np.where(rows.value[mine] > 0, flows.target[column], flows.source[column])
                self.balance[node, flows.commodity[column], flows.period[column]] = at + rows.row[mine]
            at += rows.low.size

    def cost(self, first: Ints) -> float:
        """Return what these openings cost with their flows (VND), goods beyond room and left behind priced dear.

        inf when time ran out.
        """
        layout, room = self.relaxation.layout, self.room
        openings = opened(layout, first)
        self._limit(first)
        room.toll[:], room.own_toll[:] = (0.0, 0.0) if self.kept is None else self.kept
        step = (COLD if self.kept is None else WARM) * self.typical
        room.toll[room.most <= 0.0] = self.lack
        total, self.short = float(self.fixed @ openings), 0.0
        numbers = (self.lack, self.highest, step, float(COLD_PASSES if self.kept is None else PASSES))

        def settle(t: int) -> tuple[float, float]:
            if self.watch.over():
                return np.inf, 0.0
            found: tuple[float, float] = _settle(t, self.routes, room, self.seen, numbers)
            return found

        for spent, short in side_by_side(settle, range(layout.stage.size), self.threads):
            total += spent
            self.short += short
        return total

    def _limit(self, first: Ints) -> None:
        """Set every limit to what the openings leave."""
        layout, room = self.relaxation.layout, self.room
        modules = layout.modules
        periods = np.arange(layout.stage.size)
        room.most[:] = 0.0
        room.own[:] = np.inf
        on = (first >= 0)[:, None] & (layout.stage[None, :] >= first[:, None])
        for module in np.flatnonzero(first >= 0):
            place = self.place[modules.site[module]]
            when = periods[on[module]]
            room.most[when, place] = modules.throughput[module, when]
            room.own[when, place] = modules.own[module][None, :]
        outlet = np.flatnonzero(layout.kind[self.places] == OUTLET)
        room.most[:, outlet] = np.inf
        room.own[:, outlet] = layout.demand_high[self.places[outlet]].transpose(2, 0, 1)

    def forget(self) -> None:
        """Let the next openings start without tolls."""
        self.kept = None

    def keep(self, first: Ints) -> Floats:
        """Let the next openings start from the last ones' tolls; single flows are not known."""
        del first
        toll = np.where(self.room.most <= 0.0, 0.0, self.room.toll)
        self.kept = toll, self.room.own_toll.copy()
        return np.zeros(0)

    def widen(self) -> int:
        """Return 0: every column is looked at as it is."""
        return 0

    def by_node(self, first: Ints) -> Floats:
        """Return (N,) where the last cost arises: what goods pay where they start, openings less their room's worth."""
        layout, room = self.relaxation.layout, self.room
        count = layout.kind.size
        out: Floats = np.zeros(count)
        np.add.at(out, np.repeat(layout.modules.site, layout.weight.size), self.fixed * opened(layout, first))
        out += np.bincount(self.origin, self.seen.paid * self.routes.quantity, minlength=count)
        worth = (room.toll * np.where(np.isfinite(room.most), room.most, 0.0)).sum(axis=0)
        worth += (room.own_toll * np.where(np.isfinite(room.own), room.own, 0.0)).sum(axis=(0, 2))
        out[self.places] -= worth
        return out

    def multipliers(self) -> Floats:
        """Return prices (R,) of the relaxed rows at the last tolls; those of the sites' own rows are zero."""
        layout = self.relaxation.layout
        out = np.zeros(self.relaxation.low.size)
        out[self.supplies + self.cell] = self.seen.paid
        n, k, t = np.nonzero(self.balance >= 0)
        door = self._door(n, k, t)
        toll = layout.use[k] * self.room.toll[t, self.place[n]] + self.room.own_toll[t, self.place[n], k]
        out[self.balance[n, k, t]] = -(self.seen.price[door] - toll)
        return out
