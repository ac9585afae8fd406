"""The smallest repair of a problem without a plan, other repairs beside it, and what contradicts what."""

from __future__ import annotations

import time
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from banme.errors import InfeasibleError
from banme.progress import Progress
from banme.siting.design import Options
from banme.siting.elastic.apply import apply
from banme.siting.elastic.conflict import Conflict, find_conflict
from banme.siting.elastic.model import build
from banme.siting.elastic.prices import UNITS, RepairPrices
from banme.siting.elastic.programme import Outcome, Programme, Task
from banme.siting.linear import Setting
from banme.siting.plan import round_openings
from banme.siting.relaxation import Choices
from banme.siting.validation import shortfalls
from banme.siting.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from banme.errors import Problem
    from banme.siting.elastic.model import ElasticModel
    from banme.siting.elastic.requirements import Requirement
    from banme.siting.layout import Floats
    from banme.siting.problem import NetworkProblem

MOST_COLUMNS = 400_000
"""Flows up to which a problem is taken whole; above, with the cheapest arcs of each place only."""
SMALL = 20_000
"""Columns up to which HiGHS gets the whole programme at once."""
THRESHOLDS = (0.5, 0.15, 1e-6)
DUST = 1e-7
"""Share of a relief's largest value below which none of it is bought."""
MUCH_LESS = 0.01
"""Share of the repair found before at which a cheaper one calls for another scale."""
FIRST_SHARE, CONFLICT_SHARE, OTHER_SHARE = 0.5, 0.5, 0.4
"""Share of the time left that the first repair, then the contradiction, then each other repair may take."""
COLUMNS = ["kind", "place", "target", "commodity", "period", "amount", "unit", "price_vnd", "cost_vnd"]


@dataclass(frozen=True, slots=True, eq=False)
class Remedy:
    """One way to make the problem feasible.

    Attributes
    ----------
    changes : DataFrame
        kind, place, target, commodity, period (labels, empty where none applies), amount, unit, price_vnd (of one
        unit), cost_vnd; the dearest first.
    cost_vnd, bound_vnd : float
        Cost of the repair, and what no repair (of these kinds) costs less than. HiGHS's word for whole openings; the
        linear part is recomputed in plain arithmetic. 0 where only a kernel of arcs was searched.
    gap_pct : float
    status : str
        ``optimal`` (gap at most the wanted one) or ``stopped``.
    forbidden : tuple of str
        Kinds that were not allowed.
    problem : NetworkProblem
        The repaired problem; it has a plan.

    """

    changes: pd.DataFrame
    cost_vnd: float
    bound_vnd: float
    gap_pct: float
    status: str
    forbidden: tuple[str, ...]
    problem: NetworkProblem


@dataclass(frozen=True, slots=True, eq=False)
class Repair:
    """What to change so that there is a plan.

    Attributes
    ----------
    status : str
        ``feasible`` (nothing to repair), ``repaired``, or ``stopped`` (time out before any repair was found).
    best : Remedy or None
        The cheapest repair found.
    alternatives : tuple of Remedy
        The cheapest ones without the dearest kind of those before.
    conflict : tuple of Requirement
        Requirements of the problem that contradict one another.
    irreducible : bool
        Whether every one of them is needed for the contradiction (all were tested in time).
    whole : bool
        Whether the contradiction holds only for whole openings; else already where sites may open in part.
    shortfalls : tuple of Problem
        What simple sums show already: goods without a way, supply beyond what outlets take.
    provenance : mapping
        columns, rows, seconds, and whether every arc was searched (``whole`` or ``kernel``).

    """

    status: str
    best: Remedy | None
    alternatives: tuple[Remedy, ...]
    conflict: tuple[Requirement, ...]
    irreducible: bool
    whole: bool
    shortfalls: tuple[Problem, ...]
    provenance: Mapping[str, str | int | float]


def repair(
    problem: NetworkProblem,
    prices: RepairPrices | None = None,
    options: Options | None = None,
    progress: Progress | None = None,
    alternatives: int = 2,
) -> Repair:
    """Find the cheapest changes that give the problem a plan, and what contradicts what.

    Parameters
    ----------
    problem : NetworkProblem
        Made with ``to_repair=True`` where simple sums show already that it has no plan.
    prices : RepairPrices, optional
    options : Options, optional
        60 s, 0.1 %, one thread, seed 0 if left out.
    progress : Progress, optional
        Gets events of stages ``repair`` and ``conflict``.
    alternatives : int
        How many other repairs to look for.

    Raises
    ------
    InfeasibleError
        When no repair of the allowed kinds gives a plan; it names the contradicting requirements.

    """
    prices, options = prices or RepairPrices(), options or Options()
    began = time.monotonic()
    watch = Watch(progress or Progress(), options.time_limit_s)
    watch.stage = "repair"
    watch.tell()
    model = build(problem, MOST_COLUMNS)
    workshop = _Workshop(problem, model, Programme(model, watch, Setting(options.seed, options.threads)), options)
    best = workshop.remedy(prices, (), FIRST_SHARE)
    found = [] if best is None else [best]
    if best is not None and best.changes.empty:
        return workshop.result("feasible", [best], Conflict((), irreducible=True, whole=False), began)
    watch.stage = "conflict"
    watch.tell()
    conflict = find_conflict(workshop.programme, CONFLICT_SHARE * watch.left())
    if best is None and not watch.over():
        raise InfeasibleError(_named(conflict.requirements))
    watch.stage = "repair"
    while best is not None and len(found) <= alternatives and not watch.over():
        dearest = str(found[-1].changes.groupby("kind")["cost_vnd"].sum().idxmax())
        other = workshop.remedy(prices, (*found[-1].forbidden, dearest), OTHER_SHARE)
        if other is None:
            break
        found.append(other)
    watch.tell()
    return workshop.result("stopped" if best is None else "repaired", found, conflict, began)


def contradiction(
    problem: NetworkProblem, options: Options | None = None, progress: Progress | None = None
) -> tuple[Requirement, ...]:
    """Return requirements that contradict one another, without looking for a repair; empty where none were found.

    A set that is not empty proves (by HiGHS's word) that there is no plan. Empty also for problems with more flows than
    are searched whole, where a contradiction might be one of the arcs left out.
    """
    options = options or Options()
    watch = Watch(progress or Progress(), options.time_limit_s)
    watch.stage = "conflict"
    watch.tell()
    model = build(problem, MOST_COLUMNS)
    if not model.loosened.whole:
        return ()
    programme = Programme(model, watch, Setting(options.seed, options.threads))
    return find_conflict(programme, watch.left()).requirements


def _named(requirements: tuple[Requirement, ...]) -> str:
    names = ["/".join(part for part in requirement if part) for requirement in requirements]
    return f"no repair of the allowed kinds gives a plan; in conflict: {', '.join(names)}"


def _together(changes: pd.DataFrame) -> pd.DataFrame:
    """Return one row for what several columns change, the dearest first."""
    keys = [*COLUMNS[:5], "unit", "price_vnd"]
    rows = changes.groupby(keys, as_index=False, sort=False)[["amount", "cost_vnd"]].sum()
    return rows.sort_values("cost_vnd", ascending=False, kind="stable", ignore_index=True)[COLUMNS]


@dataclass(slots=True)
class _Workshop:
    problem: NetworkProblem
    model: ElasticModel
    programme: Programme
    options: Options

    def remedy(self, prices: RepairPrices, forbidden: tuple[str, ...], share: float) -> Remedy | None:
        """Return the cheapest repair without some kinds, None if there is none or no time to find one."""
        cost, upper = self._priced(prices.without(forbidden))
        seconds = share * self.programme.watch.left()
        values, bound = self._narrow(cost, upper, seconds)
        if values is None:
            return None
        changes = self._changes(values, prices)
        total = float(changes["cost_vnd"].sum())
        bound = min(bound if self.model.loosened.whole else 0.0, total)
        gap = 100.0 * (total - bound) / total if total else 0.0
        watch = self.programme.watch
        if not forbidden:
            watch.incumbent, watch.bound = total, bound
            watch.tell("repair")
        return Remedy(
            _together(changes),
            total,
            bound,
            gap,
            "optimal" if gap <= max(self.options.gap_pct, 1e-4) else "stopped",
            forbidden,
            apply(self.problem, self.model, values, changes, prices),
        )

    def _priced(self, prices: RepairPrices) -> tuple[Floats, Floats]:
        cost, upper = np.zeros(self.model.upper.size), self.model.upper.copy()
        for relief in self.model.reliefs:
            price = prices.of(relief.kind)
            if price is None:
                upper[relief.column] = 0.0
            else:
                cost[relief.column] = price * relief.step
        return cost, upper

    def _narrow(self, cost: Floats, upper: Floats, seconds: float) -> tuple[Floats | None, float]:
        """Search again with no relief dearer than the repair found, until that changes the scale no more.

        A solver's tolerances hold for the scale it works in; the first may be far above what the repair costs.
        """
        until = time.monotonic() + seconds
        best, known = None, np.inf
        while True:
            found, bound = self._search(cost, upper, max(0.1, until - time.monotonic()))
            if found is None or found.values is None:
                return best, (known if best is not None and found is None else bound)
            values = self._settled(found.values, cost, upper, seconds)
            total = float(cost @ values)
            if best is None or total < known:
                best = values
            done = total <= 0 or total > MUCH_LESS * known or time.monotonic() >= until
            known = min(known, total)
            largest = np.divide(known * (1 + MUCH_LESS), cost, out=np.full(cost.size, np.inf), where=cost > 0)
            largest[self.model.whole] = np.floor(largest[self.model.whole])
            narrower = np.minimum(upper, largest)
            if done or (narrower == upper).all():
                return best, bound
            upper = narrower

    def _search(self, cost: Floats, upper: Floats, seconds: float) -> tuple[Outcome | None, float]:
        """Return the best outcome and a bound: linear first, rounded, then whole."""
        until = time.monotonic() + seconds
        gap = self.options.gap_pct / 100.0
        linear = self.programme.solve(Task(cost, upper, whole=False, seconds=seconds))
        if linear.status == "infeasible":
            return None, np.inf
        best: Outcome | None = None
        if linear.values is not None and upper.size > SMALL:
            for threshold in THRESHOLDS:
                rounded = self._rounded(linear.values, threshold)
                left = max(0.1, (until - time.monotonic()) / 3)
                task = Task(cost, upper, whole=True, seconds=left, gap=gap, start=None)
                trial = self._with_openings(rounded, task)
                if trial.values is not None and (best is None or trial.cost < best.cost):
                    best = trial
        if best is not None and best.cost <= linear.bound * (1 + gap):
            return best, linear.bound
        start = None if best is None else best.values
        left = max(0.1, until - time.monotonic())
        whole = self.programme.solve(Task(cost, upper, whole=True, seconds=left, gap=gap, start=start))
        if whole.values is not None and (best is None or whole.cost < best.cost):
            best = whole
        return best, max(linear.bound, whole.bound if np.isfinite(whole.bound) else 0.0)

    def _rounded(self, values: Floats, threshold: float) -> Floats:
        layout = self.model.layout
        at = int(layout.offsets[3])
        shape = (layout.modules.site.size, layout.weight.size)
        openings = values[at : at + layout.sizes[3]].reshape(shape)
        free = Choices(np.ones(shape, bool), np.ones(layout.kind.size, bool))
        first = round_openings(layout, openings, free, threshold)
        return ((np.arange(shape[1])[None, :] >= first[:, None]) & (first >= 0)[:, None]).astype(float).ravel()

    def _with_openings(self, openings: Floats, task: Task) -> Outcome:
        at = int(self.model.layout.offsets[3])
        upper = task.upper.copy()
        upper[at : at + openings.size] = openings
        return self.programme.solve(Task(task.cost, upper, whole=True, seconds=task.seconds, gap=task.gap))

    def _settled(self, values: Floats, cost: Floats, upper: Floats, seconds: float) -> Floats:
        """Return the same repair with its whole columns exactly whole."""
        task = Task(cost, upper, whole=False, seconds=max(1.0, seconds), fixed=values)
        exact = self.programme.solve(task)
        return values if exact.values is None or exact.status != "optimal" else exact.values

    def _changes(self, values: Floats, prices: RepairPrices) -> pd.DataFrame:
        rows = []
        for relief in self.model.reliefs:
            value = float(values[relief.column])
            if value <= DUST * float(self.model.upper[relief.column]):
                continue
            amount, price = value * relief.step, prices.of(relief.kind) or 0.0
            who = (relief.kind, relief.place, relief.target, relief.commodity, relief.period)
            rows.append((*who, amount, UNITS[relief.kind], price, amount * price, relief.column))
        table = pd.DataFrame(rows, columns=[*COLUMNS, "column"])
        return table.sort_values("cost_vnd", ascending=False, kind="stable").reset_index(drop=True)

    def result(self, status: str, found: list[Remedy], conflict: Conflict, began: float) -> Repair:
        """Return everything found."""
        return Repair(
            status,
            found[0] if found else None,
            tuple(found[1:]),
            conflict.requirements,
            conflict.irreducible,
            conflict.whole,
            tuple(shortfalls(self.problem)),
            MappingProxyType(
                {
                    "columns": int(self.model.upper.size),
                    "rows": int(self.model.low.size),
                    "searched": "whole" if self.model.loosened.whole else "kernel",
                    "seconds": round(time.monotonic() - began, 3),
                }
            ),
        )
