"""One opening decision for several scenarios: least expected cost, least worst case, least regret, with proven bounds.

For openings y let C_s(y) be the least cost of scenario s. Expected cost is the sum of p_s C_s(y); the worst case is the
largest C_s(y); regret is the largest C_s(y) - v_s, where v_s is what the best openings for s alone would cost.

The expected cost is one problem for :func:`banme.siting.design`. For the other two, any weights w of the scenarios that
add up to 1 give a bound, because a largest value is no less than a weighted mean: the certified bound of the problem
with weights w (less the mean of the targets v_s). The weights are chosen to raise it, by cutting planes: every plan
found so far says how its cost depends on w. Plans are compared by their scenarios' costs with flows decided anew. The
bound also holds for plans drawn by lot, so the gap to the best single plan need not close.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from banme.compute import run_all
from banme.errors import InputError
from banme.progress import Event, Progress, Stop
from banme.siting import scenarios
from banme.siting.design import NetworkDesign, Options, design
from banme.siting.problem import EXCLUDED
from banme.siting.robust_result import (
    EXPECTED,
    INFINITE,
    LATER,
    MEAN,
    NEVER,
    NOW,
    REGRET,
    WORST,
    Criterion,
    RobustDesign,
    RobustPlan,
    Span,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Executor

    from banme.siting.layout import Floats
    from banme.siting.problem import NetworkProblem

WHOLE_SHARE, ALONE_SHARE, ROUNDS_SHARE, LATER_SHARE = 0.35, 0.3, 0.2, 0.15
"""Shares of the time limit: all scenarios together, each alone, other weights, and what is opened later."""
FLOWS_S = 30.0
"""Most seconds for the flows of one plan in one scenario: a linear programme without which the plan says nothing."""
ROUNDS = 8
"""Most rounds of weights for the worst case and for regret."""
SAME = 1e-9
"""Share of a cost below which two are the same."""


@dataclass(frozen=True, slots=True, eq=False)
class SolveTask:
    """A problem, how long to work on it, and the stage to tell of instead of its own cost and bound (empty: these)."""

    problem: NetworkProblem
    options: Options
    stage: str = ""
    start: pd.DataFrame | None = None
    """Openings to begin with."""


def solve(task: SolveTask, progress: Progress) -> NetworkDesign:
    """Design a network in a worker; the result travels as plain data."""

    def only_the_stage(_: Event) -> None:
        progress.tell(task.stage)

    heard = Progress(only_the_stage) if task.stage else progress
    found = design(task.problem, task.options, heard, task.start)
    return dataclasses.replace(found, breakdown_vnd=dict(found.breakdown_vnd), provenance=dict(found.provenance))


def design_robust(
    problem: NetworkProblem,
    options: Options | None = None,
    progress: Progress | None = None,
    pool: Executor | None = None,
) -> RobustDesign:
    """Design for several scenarios that share the openings.

    Parameters
    ----------
    problem : NetworkProblem
        With two or more scenarios (``scenarios.combine``).
    options : Options, optional
        The time limit is for the whole. Where no limit of time is reached, the result depends on the problem, gap and
        seed alone, not on the executor.
    progress : Progress, optional
        Cost and bound of its events are those of the expected cost.
    pool : Executor, optional
        Any ``concurrent.futures`` executor, see :mod:`banme.compute`; serial if left out.

    Returns
    -------
    RobustDesign

    Raises
    ------
    Stop
        When asked to stop before there was a first plan.

    """
    return _Run(problem, options or Options(), progress or Progress(), pool).result()


def _joined(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat([table for table in tables if len(table)] or list(tables[:1]), ignore_index=True)


@dataclass(slots=True)
class _Run:
    problem: NetworkProblem
    options: Options
    progress: Progress
    pool: Executor | None
    labels: list[str] = field(init=False)
    chance: Floats = field(init=False)
    costs: list[Floats] = field(default_factory=list)
    priced: list[list[NetworkDesign | None]] = field(default_factory=list)
    plans: list[pd.DataFrame] = field(default_factory=list)
    known: dict[frozenset[tuple[str, str, str]], int] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    proofs: list[tuple[Floats, float]] = field(default_factory=list)
    low: Floats = field(init=False)
    stopped: bool = False

    def __post_init__(self) -> None:
        self.labels = scenarios.labels(self.problem)
        shares = scenarios.weights(self.problem)
        self.chance = np.array([shares[label] for label in self.labels])
        self.low = np.full(len(self.labels), -INFINITE)

    def result(self) -> RobustDesign:
        """Solve together and alone, then for other weights, then for what is opened later."""
        found = self._first()
        if EXPECTED not in self.names:
            return self._without_plan(found)
        self._rounds()
        found = self._best_expected(found)
        staging, adaptive = self._staging(found)
        plans = {name: self._plan(at) for name, at in self.names.items()}
        criteria = self._criteria(found.bound_vnd)
        plans |= {name: self._plan(self._choose(name)) for name in (EXPECTED, WORST, REGRET)}
        return RobustDesign(
            design=found,
            plans=MappingProxyType(plans),
            criteria=MappingProxyType(criteria),
            alone_vnd=MappingProxyType(dict(zip(self.labels, map(Span, self.low, self._high()), strict=True))),
            evpi_vnd=self._evpi(criteria[EXPECTED]),
            vss_vnd=self._vss(criteria[EXPECTED]),
            adaptive_vnd=adaptive,
            staging=staging,
        )

    def _solve(self, tasks: Sequence[SolveTask]) -> list[NetworkDesign | None]:
        if self.stopped:
            return [None] * len(tasks)
        found: list[NetworkDesign | None] = run_all(solve, tasks, self.pool, Progress(self._hear))
        self.stopped |= any(design is None for design in found)
        return found

    def _hear(self, event: Event) -> None:
        try:
            self.progress.tell(
                event.stage, event.fraction, incumbent=event.incumbent, bound=event.bound, message=event.message
            )
        except (Stop, KeyboardInterrupt):
            self.stopped = True
            raise

    def _options(self, share: float, pieces: int = 1) -> Options:
        """Return the options of one of several pieces that together may take a share of the time."""
        side_by_side = min(pieces, int(getattr(self.pool, "workers", 1)))
        seconds = share * self.options.time_limit_s * side_by_side / pieces
        return dataclasses.replace(self.options, time_limit_s=seconds)

    def _first(self) -> NetworkDesign:
        """Solve each scenario alone and the average one, then all together from the plan best for all; note bounds."""
        average = self._average()
        problems = [scenarios.single(self.problem, label) for label in self.labels]
        problems += [] if average is None else [average]
        short = self._options(ALONE_SHARE, len(problems))
        others = self._solve([SolveTask(each, short, "alone") for each in problems])
        named = self._note_alone(others)
        places = self._price([one.openings for one in named.values()])
        self.names = dict(zip(named, places, strict=True))
        whole = self._whole()
        self.proofs.append((self.chance, whole.bound_vnd))
        if np.isfinite(whole.cost_vnd):
            [self.names[EXPECTED]] = self._price([whole.openings])
        elif self.costs and np.isfinite(self._values(EXPECTED)).any():
            self.names[EXPECTED] = int(np.argmin(self._values(EXPECTED)))
        return whole

    def _whole(self) -> NetworkDesign:
        """Solve all scenarios together; once stopped, only what holds without computing."""
        start = self._cheapest(self.chance) if self.costs else None
        [whole] = self._solve([SolveTask(self.problem, self._options(WHOLE_SHARE), start=start)])
        if whole is not None:
            return whole
        if start is None:
            raise Stop
        return solve(SolveTask(self.problem, dataclasses.replace(self.options, time_limit_s=0.0)), Progress())

    def _note_alone(self, others: Sequence[NetworkDesign | None]) -> dict[str, NetworkDesign]:
        """Note the bounds of the scenarios alone; return the designs that hold a plan by name."""
        named = {}
        for at, (label, one) in enumerate(zip([*self.labels, ""], others, strict=False)):
            if one is None:
                continue
            if np.isfinite(one.cost_vnd):
                named[f"only:{label}" if label else MEAN] = one
            if label:
                self.low[at] = one.bound_vnd
                self.proofs.append((np.eye(len(self.labels))[at], one.bound_vnd))
        return named

    def _average(self) -> NetworkProblem | None:
        try:
            return scenarios.mean(self.problem)
        except InputError:
            return None

    def _price(self, openings: Sequence[pd.DataFrame]) -> list[int]:
        """Find every plan's cost in every scenario, unless known; return the plans' places. Goes on after a stop."""
        places = []
        new: list[int] = []
        for table in openings:
            key = frozenset(zip(table["site"], table["module"], table["stage"], strict=True))
            if key not in self.known:
                self.known[key] = len(self.plans)
                new.append(len(self.plans))
                self.plans.append(table.sort_values("site", ignore_index=True))
            places.append(self.known[key])
        options = dataclasses.replace(self.options, time_limit_s=FLOWS_S)
        tasks = [
            SolveTask(scenarios.with_openings(scenarios.single(self.problem, label), self.plans[at]), options, "price")
            for at in new
            for label in self.labels
        ]
        found = run_all(solve, tasks, self.pool, Progress())
        count = len(self.labels)
        for at in range(0, len(found), count):
            priced = found[at : at + count]
            self.priced.append(priced)
            self.costs.append(np.array([INFINITE if one is None else one.cost_vnd for one in priced]))
        return places

    def _high(self) -> Floats:
        """Return the least cost found for each scenario, by any plan."""
        least: Floats = np.min(self.costs, axis=0) if self.costs else np.full(len(self.labels), INFINITE)
        return least

    def _rounds(self) -> None:
        """Raise the bounds of worst case and regret by other weights, noting the plans that come up."""
        share = ROUNDS_SHARE / ROUNDS
        active = {WORST, REGRET}
        for _ in range(ROUNDS):
            wanted: list[Floats] = []
            for name in sorted(active):
                weights = self._weights(name)
                if weights is None:
                    active.discard(name)
                elif not any(np.allclose(weights, other, atol=1e-6) for other in wanted):
                    wanted.append(weights)
            if not wanted or self.stopped:
                return
            shares = [dict(zip(self.labels, (float(w) for w in weights), strict=True)) for weights in wanted]
            problems = [scenarios.reweighted(self.problem, each) for each in shares]
            options = self._options(share, len(problems))
            tasks = [
                SolveTask(each, options, "weights", self._cheapest(weights))
                for each, weights in zip(problems, wanted, strict=True)
            ]
            found = self._solve(tasks)
            kept = [(w, one) for w, one in zip(wanted, found, strict=True) if one is not None]
            self.proofs += [(weights, one.bound_vnd) for weights, one in kept]
            self._price([one.openings for _, one in kept if np.isfinite(one.cost_vnd)])

    def _cheapest(self, weights: Floats) -> pd.DataFrame:
        """Return the openings of the plan that is cheapest by these weights of the scenarios."""
        costs = np.array(self.costs)
        priced = np.where(np.isfinite(costs).all(axis=1), np.nan_to_num(costs, posinf=0.0) @ weights, INFINITE)
        return self.plans[int(np.argmin(priced))]

    def _targets(self, name: str) -> Floats:
        return self._high() if name == REGRET else np.zeros(len(self.labels))

    def _weights(self, name: str) -> Floats | None:
        """Return the weights that promise the highest bound by what is known; None where nothing is left to gain."""
        target = self._targets(name)
        rows = np.array([cost for cost in self.costs if np.isfinite(cost).all()])
        if not rows.size or not np.isfinite(target).all():
            return None
        scale = float(np.abs(rows).max()) or 1.0
        gains = (rows - target) / scale
        count = len(self.labels)
        found = linprog(
            np.append(np.zeros(count), -1.0),
            A_ub=np.hstack([-gains, np.ones((gains.shape[0], 1))]),
            b_ub=np.zeros(gains.shape[0]),
            A_eq=np.append(np.ones(count), 0.0)[None, :],
            b_eq=[1.0],
            bounds=[(0.0, 1.0)] * count + [(None, None)],
        )
        weights = np.clip(found.x[:count], 0.0, 1.0)
        weights = np.where(weights < SAME, 0.0, weights)
        weights /= weights.sum()
        promised, proven = -float(found.fun) * scale, self._bound(name)
        wanted = max(self.options.gap_pct / 100.0, SAME) * scale
        tried = any(np.allclose(weights, other, atol=1e-9) for other, _ in self.proofs)
        return None if tried or promised - proven <= wanted else weights

    def _bound(self, name: str) -> float:
        """Return the highest proven bound on the criterion's value."""
        target = self._targets(name)
        proven = max((bound - float(weights @ target) for weights, bound in self.proofs), default=-INFINITE)
        return max(0.0, proven) if name == REGRET else proven

    def _values(self, name: str) -> Floats:
        """Return every plan's value by a criterion (regret: against the proven bound of each scenario alone)."""
        costs = np.array(self.costs)
        if name == EXPECTED:
            costs = np.where(np.isfinite(costs).all(axis=1), np.nan_to_num(costs, posinf=0.0) @ self.chance, INFINITE)
        else:
            costs = np.max(costs - (self.low if name == REGRET else 0.0), axis=1)
        values: Floats = costs
        return values

    def _choose(self, name: str) -> int:
        """Return the place of the best plan by a criterion: the expected one's, where it is no worse."""
        values = self._values(name)
        home, best = self.names[EXPECTED], int(np.argmin(values))
        slack = SAME * abs(values[best]) if np.isfinite(values[best]) else 0.0
        return home if values[home] <= values[best] + slack else best

    def _best_expected(self, whole: NetworkDesign) -> NetworkDesign:
        """Return the design of least expected cost: another plan's flows where pricing found a cheaper one."""
        at = self._choose(EXPECTED)
        if self._values(EXPECTED)[at] >= whole.cost_vnd * (1.0 - SAME):
            return whole
        parts = [one for one in self.priced[at] if one is not None]
        cost = float(self._values(EXPECTED)[at])
        self.names[EXPECTED] = at
        bound = min(whole.bound_vnd, cost)
        gap = 100.0 * (cost - bound) / abs(cost) if cost else 0.0
        return dataclasses.replace(
            whole,
            status="within_gap" if gap <= self.options.gap_pct else "stopped",
            flows=_joined([one.flows for one in parts]),
            storage=_joined([one.storage for one in parts]),
            unshipped=_joined([one.unshipped for one in parts]),
            openings=self.plans[at],
            cost_vnd=cost,
            breakdown_vnd={
                part: float(self.chance @ [one.breakdown_vnd[part] for one in parts]) for part in whole.breakdown_vnd
            },
            bound_vnd=bound,
            gap_pct=gap,
        )

    def _criteria(self, expected_bound: float) -> dict[str, Criterion]:
        """Return value and bound of every criterion."""
        out = {}
        for name in (EXPECTED, WORST, REGRET):
            value = float(self._values(name)[self._choose(name)])
            bound = expected_bound if name == EXPECTED else self._bound(name)
            out[name] = Criterion(name, value, min(bound, value))
        return out

    def _plan(self, at: int) -> RobustPlan:
        costs = dict(zip(self.labels, map(float, self.costs[at]), strict=True))
        spans = [
            Span(float(cost - high), float(cost - low))
            for cost, high, low in zip(self.costs[at], self._high(), self.low, strict=True)
        ]
        return RobustPlan(self.plans[at], costs, dict(zip(self.labels, spans, strict=True)))

    def _evpi(self, expected: Criterion) -> Span:
        knowing = Span(float(self.chance @ self.low), float(self.chance @ self._high()))
        return Span(max(0.0, expected.bound_vnd - knowing.high), expected.value_vnd - knowing.low)

    def _vss(self, expected: Criterion) -> Span | None:
        if MEAN not in self.names:
            return None
        cost = float(self._values(EXPECTED)[self.names[MEAN]])
        return Span(max(0.0, cost - expected.value_vnd), cost - expected.bound_vnd)

    def _staging(self, found: NetworkDesign) -> tuple[pd.DataFrame, Span | None]:
        """Solve every scenario once the first stage is built; sort the sites by when they open."""
        options = self._options(LATER_SHARE, len(self.labels))
        singles = [scenarios.single(self.problem, label) for label in self.labels]
        tasks = [SolveTask(scenarios.after(one, found.openings), options, "later", found.openings) for one in singles]
        later = self._solve(tasks)
        stages = self.problem.stages.index
        built = set(found.openings.loc[found.openings["stage"] == stages[0], "site"])
        opened = [set() if one is None else set(one.openings["site"]) - built for one in later]
        decided = self.problem.sites["decision"]
        rows = []
        for site in decided.index[(decided != EXCLUDED) & decided.index.isin(self.problem.modules["site"])]:
            where = tuple(label for label, sites in zip(self.labels, opened, strict=True) if site in sites)
            chance = 1.0 if site in built else float(self.chance @ np.array([site in sites for sites in opened]))
            when = NOW if site in built else LATER if where else NEVER
            rows.append((site, self._module(site, found, later), when, where, chance))
        table = pd.DataFrame(rows, columns=["site", "module", "when", "scenarios", "probability"])
        if any(one is None or not np.isfinite(one.cost_vnd) for one in later):
            return table, None
        shared = self.costs[self.names[EXPECTED]]
        reached = np.minimum(shared, [one.cost_vnd for one in later if one is not None])
        return table, Span(float(self.chance @ self.low), float(self.chance @ reached))

    def _module(self, site: str, found: NetworkDesign, later: Sequence[NetworkDesign | None]) -> str | None:
        """Return the module of a site: in the shared plan, else in the first scenario that opens it."""
        for one in (found, *later):
            if one is not None:
                mine = one.openings.loc[one.openings["site"] == site, "module"]
                if len(mine):
                    return str(mine.iloc[0])
        return None

    def _without_plan(self, found: NetworkDesign) -> RobustDesign:
        nothing = Span(-INFINITE, INFINITE)
        criteria = {name: Criterion(name, INFINITE, -INFINITE) for name in (WORST, REGRET)}
        criteria[EXPECTED] = Criterion(EXPECTED, INFINITE, found.bound_vnd)
        alone = {label: Span(float(low), INFINITE) for label, low in zip(self.labels, self.low, strict=True)}
        empty = pd.DataFrame(columns=["site", "module", "when", "scenarios", "probability"])
        return RobustDesign(found, {}, criteria, alone, nothing, None, None, empty)
