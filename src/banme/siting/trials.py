"""Plans with other openings than a known one, by linear programmes of its flows that stay warm.

Once openings are given, flows are quick to find (``banme.siting.split``), and a change of one site hardly moves them. A
*case* asks one site to be open, or never to be. The case is made in the known plan and the flows are found anew; where
goods then find no way, or a count or budget is broken, the changes that the flows' prices recommend mend it
(``banme.siting.moves``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from banme.siting.kernel import cheapest
from banme.siting.moves import Neighbourhood, Placement, modules_by_site
from banme.siting.plan import plan_of
from banme.siting.relaxation import Fixing
from banme.siting.rules import Rules
from banme.siting.split import SplitFlows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from banme.siting.layout import Floats, Ints
    from banme.siting.linear import Setting
    from banme.siting.plan import Plan
    from banme.siting.relaxation import Choices, Relaxation
    from banme.siting.watch import Watch

ARCS = 5
"""Cheapest flows by reduced cost that every source, commodity and period keeps in the programmes."""
WIDENINGS = 5


class Case(NamedTuple):
    """A site (position) that must open in some stage, or must never open."""

    site: int
    opened: bool


class Estimate(NamedTuple):
    """A case, what it seems to cost more than the known plan (VND), and the module and first stage it opens, or -1."""

    extra: float
    case: Case
    module: int
    stage: int


def narrowed(relaxation: Relaxation, case: Case) -> Choices:
    """Return what each site may do in the plans of a case."""
    last = relaxation.layout.weight.size - 1
    return relaxation.narrow(relaxation.choices(), Fixing(case.site, -1, last, int(case.opened)))


class Trials:
    """A known plan's openings and the programmes of its flows; not for problems with ``single_source``."""

    def __init__(
        self, relaxation: Relaxation, watch: Watch, setting: Setting, multipliers: Floats, known: Plan
    ) -> None:
        self.relaxation, self.layout, self.watch = relaxation, relaxation.layout, watch
        free = relaxation.choices()
        reduced = relaxation.evaluate(multipliers, free).reduced
        kernel = cheapest(self.layout, reduced, np.ones(self.layout.kind.size, bool), ARCS)
        kernel[: known.flows.size] |= known.flows > 0
        self.split = SplitFlows(relaxation, watch, setting, kernel)
        self.near = Neighbourhood(relaxation)
        self.rules = Rules(relaxation)
        self.modules_of = modules_by_site(relaxation)
        self.stand(known)

    def stand(self, known: Plan) -> None:
        """Make a plan the known one."""
        self.place = Placement(self.split, self.near, self.relaxation.choices(), known.first)
        self.place.complete(WIDENINGS)

    def better(self, until: float) -> Plan | None:
        """Return a plan no dearer than the known one, by changes of openings until none helps or the clock says so."""
        self.place.improve(until, lambda _: False)
        self.place.complete(WIDENINGS)
        return self._plan(self.place)

    def estimates(self, cases: Sequence[Case]) -> list[Estimate]:
        """Return what each case may cost more than the known plan, the cheapest first; what cannot be is left out.

        A site that opens costs at most the fixed cost of its cheapest choice, as the flows may stay as they are. One
        that closes is estimated by what it earns at the known plan's prices.
        """
        place, modules = self.place, self.layout.modules
        seen = self.relaxation.evaluate(np.where(place.own, 0.0, place.prices), place.choices)
        years = np.cumsum(self.layout.weight[::-1])[::-1]
        fixed = modules.fixed[:, None] * years[None, :]
        dear = np.where(place.choices.opened, fixed, np.inf)
        out = []
        for case in cases:
            mine = self.modules_of.get(case.site, np.zeros(0, np.int64))
            now = mine[place.first[mine] >= 0]
            if not case.opened:
                paid = [float(fixed[m, place.first[m]] - seen.choice[m, place.first[m]]) for m in now]
                extra = max([0.0, *paid]) if place.choices.closed[case.site] else np.inf
                out.append(Estimate(extra, case, -1, -1))
            elif mine.size:
                module, stage = np.unravel_index(int(np.argmin(dear[mine])), dear[mine].shape)
                out.append(Estimate(float(dear[mine][module, stage]), case, int(mine[module]), int(stage)))
        return sorted((one for one in out if np.isfinite(one.extra)), key=lambda one: one.extra)

    def together(self, estimates: Sequence[Estimate]) -> Plan | None:
        """Return the known plan with several cases made and its flows found anew; None where that is no plan."""
        first = self._made(estimates)
        if self.rules.excess(first).any() or not np.isfinite(self.split.cost(first)) or self.split.short > 0.0:
            return None
        return plan_of(self.layout, first, self.split.values(first))

    def mended(self, estimate: Estimate, until: float, most: float) -> Plan | None:
        """Return a plan of one case, made cheaper until it costs at most ``most`` (VND) or the clock says so."""
        choices = narrowed(self.relaxation, estimate.case)
        flows, count = self.layout.flows, self.layout.kind.size
        used = np.bincount(flows.target, self.place.values[: flows.target.size], minlength=count)
        share: Floats = used[self.layout.modules.site].astype(float)
        first = self.rules.keep(choices, self._made([estimate]), share)
        if self.rules.excess(first).any():
            return None
        place = Placement(self.split, self.near, choices, first)
        place.improve(until, lambda now: now.short == 0.0 and now.cost <= most)
        return self._plan(place)

    def _made(self, estimates: Sequence[Estimate]) -> Ints:
        first = self.place.first.copy()
        for estimate in estimates:
            first[self.modules_of[estimate.case.site]] = -1
            if estimate.module >= 0:
                first[estimate.module] = estimate.stage
        return first

    def _plan(self, place: Placement) -> Plan | None:
        if not np.isfinite(place.cost) or place.short > 0.0:
            return None
        return plan_of(self.layout, place.first, place.values)
