"""Where sites are open, what flows cost there, and what a change would bring; for problems of separate networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from banme.siting import floor as floors
from banme.siting import network_simplex as simplex
from banme.siting.problem import SITE_KINDS
from banme.siting.rows import budget, change, count, cover

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from banme.siting.layout import Floats, Ints, Layout
    from banme.siting.relaxation import Choices
    from banme.siting.transshipment import Transshipment

FUNCTIONS = 64
"""Functions of a floor for each network."""
ROUNDING = 1e-9
"""Share of a limit by which sums may pass it."""
FLOOR_BYTES = 2e8
"""Most memory of a floor; the functions are fewer where it would be more."""


class State:
    """Openings with the cheapest flows for them.

    Attributes
    ----------
    choice : (N,) option of each site, -1 for shut
    trees : Trees
    flow_cost, short : (P,) cost of each network's flows (NaN before it is known), and units that found no way

    """

    def __init__(self, place: Place) -> None:
        self.choice = np.full(place.layout.kind.size, -1, np.int64)
        self.trees = simplex.plant(place.networks)
        count = place.networks.stage.size
        self.flow_cost, self.short = np.full(count, np.nan), np.zeros(count)

    def opened(self) -> Ints:
        """Return the options chosen."""
        return self.choice[self.choice >= 0]


class Place:
    """The networks of a problem with everything to be chosen there, and the floor below all costs seen so far."""

    def __init__(self, transshipment: Transshipment, choices: Choices) -> None:
        self.transshipment = transshipment
        self.networks = transshipment.networks
        self.layout: Layout = transshipment.layout
        need, self.most = _limits(self.layout)
        self.options = _options(self.layout, choices, need)
        self.parts = np.arange(self.networks.stage.size)
        count = self.options.site.size
        size = int(np.clip(FLOOR_BYTES / (8.0 * count * self.parts.size), 8, FUNCTIONS))
        self.floor = floors.empty(self.parts.size, count, size)
        self.site = np.isin(self.layout.kind, SITE_KINDS)
        self.solved = 0
        """Networks solved so far."""

    def restrict(self, choices: Choices) -> None:
        """Let only these options be taken, and only sites that may be shut be left."""
        self.options.allowed[:] = choices.opened[self.options.module, self.options.stage]
        self.options.leave[:] = choices.closed

    def choice(self, first: Ints) -> Ints:
        """Return the options (N,) of openings given as first stages (M,)."""
        out = np.full(self.layout.kind.size, -1, np.int64)
        on = np.flatnonzero(first >= 0)
        out[self.layout.modules.site[on]] = on * self.layout.weight.size + first[on]
        order = np.argsort(self.options.module * self.layout.weight.size + self.options.stage)
        return np.where(out >= 0, order[out], -1)

    def first(self, choice: Ints) -> Ints:
        """Return first stages (M,) of the options chosen (N,)."""
        out = np.full(self.layout.modules.site.size, -1, np.int64)
        on = choice[choice >= 0]
        out[self.options.module[on]] = self.options.stage[on]
        return out

    def status(self, choice: Ints) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return (S, M) modules that are open and (S, N) sites that are shut."""
        on = choice[choice >= 0]
        stages = np.arange(self.layout.weight.size)[:, None]
        active = np.zeros((stages.size, self.layout.modules.site.size), bool)
        shut = np.repeat(self.site[None, :], stages.size, axis=0)
        from_then = stages >= self.options.stage[on][None, :]
        active[:, self.options.module[on]] = from_then
        shut[:, self.options.site[on]] = ~from_then
        return active, shut

    def left(self, choice: Ints) -> Floats:
        """Return (R,) what is left of the limits on openings alone, a hair more for rounding."""
        left: Floats = self.most - self.options.need[choice[choice >= 0]].sum(axis=0)
        return left

    def allowed(self, choice: Ints) -> bool:
        """Whether decisions, budget and counts allow these options."""
        on = choice[choice >= 0]
        good = bool(self.options.allowed[on].all() and (self.left(choice) >= 0).all())
        return good and bool(((choice >= 0) | self.options.leave | ~self.site)[self.options.site].all())

    def fixed(self, choice: Ints) -> float:
        """Return the weighted cost of having these options open."""
        return float(self.options.fixed[choice[choice >= 0]].sum())

    def total(self, state: State) -> float:
        """Return a state's cost, inf where something finds no way."""
        return np.inf if state.short.any() else self.fixed(state.choice) + float(state.flow_cost.sum())

    def cost(self, state: State) -> float:
        """Return a state's cost with everything that finds no way at the dear price."""
        flows = float((state.flow_cost + state.short * self.networks.dear).sum())
        return self.fixed(state.choice) + flows

    def judge(
        self, base: State, into: State, choice: Ints, goal: tuple[Floats, float], values: Floats | None = None
    ) -> bool:
        """Solve other options into another state, if their flows cost less than the second of ``goal``.

        The first of ``goal`` (P,) is what every network costs at least; ``values`` (P, size) are the floor's at
        ``base``, kept up. False leaves the other state undefined, except that it holds what was chosen.
        """
        active, shut = self.status(choice)
        old_active, _ = self.status(base.choice)
        different = (old_active != active).any(axis=1)[self.networks.stage] | np.isnan(base.flow_cost)
        out = np.column_stack([base.flow_cost, base.short])
        least = goal[0].copy()
        least[~different] = (base.flow_cost + base.short * self.networks.dear)[~different]
        if values is None:
            values = np.zeros(self.floor.constant.shape)
        parts = self.parts[different]
        done = floors.judge(
            self.networks,
            (base.trees, into.trees),
            parts,
            (active, shut),
            self.floor,
            self.options,
            (base.opened(), choice[choice >= 0], values),
            (least, goal[1], out),
        )
        self.solved += parts.size
        if done:
            for p in self.parts[~different]:
                simplex.copy(base.trees, into.trees, self.networks, p)
        into.choice = choice
        into.flow_cost, into.short = out[:, 0], out[:, 1]
        return bool(done)


def _limits(layout: Layout) -> tuple[Floats, Floats]:
    """Return what each module and first stage takes of each limit on openings alone, (M, S, R), and the limits (R,)."""
    stages, first = layout.weight.size, int(layout.offsets[3])
    taken, most = [], []
    for family in (budget, count, change, cover):
        rows = family(layout)
        table = np.zeros((rows.low.size, layout.modules.site.size * stages))
        np.add.at(table, (rows.row, rows.column - first), rows.value)
        for sign, limit in ((1.0, rows.high), (-1.0, -rows.low)):
            on = np.isfinite(limit)
            taken.append(sign * table[on])
            most.append(limit[on] + ROUNDING * np.maximum(np.abs(limit[on]), 1.0))
    by_stage = np.concatenate(taken).T.reshape(layout.modules.site.size, stages, -1)
    need = np.cumsum(by_stage[:, ::-1], axis=1)[:, ::-1]
    return np.ascontiguousarray(need), np.concatenate(most)


def _options(layout: Layout, choices: Choices, need: Floats) -> floors.Options:
    """Return the options of all sites, site after site."""
    modules, stages = layout.modules, layout.weight.size
    order = np.argsort(modules.site, kind="stable")
    module = np.repeat(order, stages)
    stage = np.tile(np.arange(stages), order.size)
    site = modules.site[module]
    to_the_end = np.cumsum(layout.weight[::-1])[::-1]
    kind = np.array([SITE_KINDS.index(layout.kind[s]) for s in site], np.int64)
    allowed = choices.opened[module, stage]
    alike = [np.flatnonzero((kind == at) & allowed) for at in range(len(SITE_KINDS))]
    return floors.Options(
        site=site,
        module=module,
        stage=stage,
        fixed=modules.fixed[module] * to_the_end[stage],
        need=need[module, stage],
        kind=kind,
        allowed=allowed,
        leave=choices.closed.copy(),
        start=np.searchsorted(site, np.arange(layout.kind.size + 1)),
        alike=np.concatenate(alike),
        alike_start=np.cumsum([0, *[part.size for part in alike]]),
    )
