"""Near-optimal alternatives: sites open in every plan within some per cent of the best, in some, in none.

A site is in every such plan when all plans without it are proven dearer than the threshold, and in none when all
plans with it are. Two plans within the threshold, one with the site and one without, show that it is in some. What
neither shows in the time stays undecided.

What costs least comes first:

1. bounds that the best design's certificate gives for free, by what it costs to take away or force each site's choice;
2. plans: the best plan with many sites' other case made at once, halved where that is too dear, then one case at a time
   with whatever else must change (``banme.siting.trials``);
3. for each case left, multipliers that climb under its own choices;
4. for what is still undecided a design with the case fixed, the least proven extra cost first.

Time that is left goes to plans that share as few sites as possible with those found (Brill, Chang and Hopkins,
"Modeling to generate alternatives", Management Science 28, 1982).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from banme.progress import Event, Progress, Stop
from banme.siting.alternatives_result import COLUMNS, EVERY, NONE, SOME, UNDECIDED, Alternatives, Claim, Near
from banme.siting.ascent import Ascent, Pace
from banme.siting.ceilings import Ceiling, Rates, minimise
from banme.siting.certificate import Branch, Certificate
from banme.siting.design import NetworkDesign, Options, design
from banme.siting.handful import diverse, witnesses
from banme.siting.layout import lay_out
from banme.siting.linear import Setting
from banme.siting.no_plan import NoPlanError
from banme.siting.pricing import read_plan, tabled
from banme.siting.problem import EXCLUDED, FORCED
from banme.siting.proofs import Prover, without_last_row
from banme.siting.relaxation import Relaxation
from banme.siting.trials import Case, Trials, narrowed
from banme.siting.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable

    from banme.siting.layout import Floats, Layout
    from banme.siting.plan import Plan
    from banme.siting.problem import NetworkProblem
    from banme.siting.trials import Estimate

BEST_SHARE = 0.4
"""Share of the time the best design may take."""
BETTER_SHARE, MEND_SHARE = 0.15, 0.35
"""Shares of the time left after it: for a better plan by changes of openings, and for plans of one case each."""
DIVERSE_SHARE = 0.15
"""Share of the time kept for plans unlike those found."""
FILL = 0.95
"""Share of the threshold's slack that cases made together may seem to cost."""
ROUNDS = 4
MARGIN = 1e-7
"""Share of the threshold by which a bound must exceed it, above the arithmetic's error."""
STALLED = 0.8
CLIMB = Pace(iterations=300, step=0.3, patience=12, share=0.1)


def alternatives(
    problem: NetworkProblem, near: Near, options: Options | None = None, progress: Progress | None = None
) -> Alternatives:
    """Find the best design, then which sites the near-optimal plans share.

    Parameters
    ----------
    problem : NetworkProblem
    near : Near
    options : Options, optional
        ``time_limit_s`` for all together. The wanted gap of the best design is at most a fifth of ``within_pct``.
    progress : Progress, optional
        Gets the best design's events, then stage ``alternatives`` with the share of sites decided. A listener may raise
        ``Stop``: what is decided by then is returned.

    Raises
    ------
    NoPlanError
        When no plan was found to compare with.

    """
    return _Survey(problem, near, options or Options(), progress or Progress()).result()


@dataclass(slots=True)
class _Survey:
    problem: NetworkProblem
    near: Near
    options: Options
    progress: Progress
    started: float = field(default_factory=time.monotonic)
    watch: Watch = field(init=False)
    proof: NetworkDesign = field(init=False)
    relaxation: Relaxation = field(init=False)
    multipliers: Floats = field(init=False)
    place: dict[str, int] = field(init=False)
    found: list[Plan] = field(default_factory=list)
    bounds: dict[tuple[str, bool], float] = field(default_factory=dict)
    proofs: dict[tuple[str, bool], Claim] = field(default_factory=dict)
    certificates: list[Certificate] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.watch = Watch(self.progress, self.options.time_limit_s, self.options.memory_limit_mb)
        self.watch.stage = "alternatives"

    def result(self) -> Alternatives:
        with self.watch.interruptible():
            gap = min(self.options.gap_pct, self.near.within_pct / 5.0)
            first = replace(self.options, gap_pct=gap, time_limit_s=BEST_SHARE * self.options.time_limit_s)
            began = time.monotonic()
            self.proof = design(self.problem, first, self.progress)
            self.watch.deadline += max(0.0, time.monotonic() - began - first.time_limit_s)
            if not np.isfinite(self.proof.cost_vnd):
                raise NoPlanError(self.proof, "alternatives")
            self._begin()
            self._tell()
            self._try_flips()
            self._climb_all()
            self._design_all()
            self._diversify()
        return self._assemble()

    @property
    def layout(self) -> Layout:
        return self.relaxation.layout

    @property
    def best(self) -> Plan:
        return min(self.found, key=lambda plan: plan.total)

    @property
    def threshold(self) -> float:
        least = self.best.total
        return least + self.near.within_pct / 100.0 * abs(least)

    def _left(self, share: float = 1.0) -> float:
        return max(0.0, self.watch.left() - (1.0 - share) * self.options.time_limit_s)

    def _begin(self) -> None:
        """Lay out the problem, note the first plan and what its certificate proves for free."""
        self.relaxation = Relaxation.of(lay_out(self.problem))
        prover = Prover(self.relaxation)
        at = self.problem.nodes.index.get_indexer(self.problem.sites.index)
        self.place = {str(site): int(number) for site, number in zip(self.problem.sites.index, at, strict=True)}
        self.found.append(read_plan(self.layout, self.proof))
        self.certificates.append(self.proof.certificate)
        self.multipliers = prover.best_at_root(self.proof.certificate)
        bounds = prover.site_bounds(self.proof.certificate)
        for site, number in self.place.items():
            for opened, values in ((True, bounds.opened), (False, bounds.closed)):
                bound = max(float(values[number]), self.proof.bound_vnd)
                self._note(Claim(site, opened, bound, 0, excluded=False))

    def _note(self, claim: Claim) -> None:
        case = (claim.site, claim.opened)
        self.bounds[case] = max(claim.bound_vnd, self.bounds.get(case, -np.inf))
        if self._proves(claim.bound_vnd) and case not in self.proofs:
            self.proofs[case] = claim

    def _proves(self, bound: float) -> bool:
        return bound > self.threshold + MARGIN * abs(self.threshold)

    def _plans(self) -> list[Plan]:
        return [plan for plan in self.found if plan.total <= self.threshold]

    def _sites(self, plan: Plan) -> frozenset[str]:
        return frozenset(self.problem.modules["site"].to_numpy(object)[plan.first >= 0])

    def _verdict(self, site: str, opened: list[frozenset[str]]) -> str:
        if (site, False) in self.proofs:
            return EVERY
        if (site, True) in self.proofs:
            return NONE
        return SOME if len({site in one for one in opened}) > 1 else UNDECIDED

    def _undecided(self) -> list[tuple[str, bool]]:
        """Return each undecided site with the case no plan was found for, the least proven extra cost first."""
        opened = [self._sites(plan) for plan in self._plans()]
        cases = [
            (site, not any(site in one for one in opened))
            for site in self.place
            if self._verdict(site, opened) == UNDECIDED
        ]
        return sorted(cases, key=lambda case: self.bounds[case])

    def _offer(self, plan: Plan | None) -> None:
        """Keep a plan that is near-optimal and opens other sites than those kept, or the same more cheaply."""
        if plan is None or not plan.total <= self.threshold:
            return
        opened = self._sites(plan)
        if not any(self._sites(one) == opened and one.total <= plan.total for one in self.found):
            self.found.append(plan)

    def _try_flips(self) -> None:
        """Find plans of the undecided cases: a better plan, many cases together, then each alone with what it needs."""
        if self.problem.limits.single_source or not self._undecided() or not self._left(1.0 - DIVERSE_SHARE):
            return
        setting = Setting(self.options.seed, self.options.threads)
        trials = Trials(self.relaxation, self.watch, setting, self.multipliers, self.best)
        if not np.isfinite(trials.place.cost):
            return
        for _ in range(ROUNDS):
            known = self.best
            self._offer(trials.better(time.monotonic() + self._left(BETTER_SHARE)))
            self._flip_together(trials)
            if self.best is known or not self._undecided() or self.watch.over():
                break
            trials.stand(self.best)
            if not np.isfinite(trials.place.cost):
                return
        self._mend_each(trials)

    def _estimates(self, trials: Trials) -> list[Estimate]:
        return trials.estimates([Case(self.place[site], opened) for site, opened in self._undecided()])

    def _flip_together(self, trials: Trials) -> None:
        """Make as many cases at once as seem to fit under the threshold; halve what does not."""
        slack = FILL * max(0.0, self.threshold - trials.place.cost)
        groups: list[list[Estimate]] = []
        filled = np.inf
        for estimate in self._estimates(trials):
            if filled + estimate.extra > slack:
                groups.append([])
                filled = 0.0
            groups[-1].append(estimate)
            filled += estimate.extra
        while groups and self._left(1.0 - DIVERSE_SHARE):
            group = groups.pop(0)
            plan = trials.together(group)
            self._offer(plan)
            if (plan is None or plan.total > self.threshold) and len(group) > 1:
                middle = len(group) // 2
                groups = [group[:middle], group[middle:], *groups]
            self._tell()

    def _mend_each(self, trials: Trials) -> None:
        """Look for plans of one case each, letting other sites change too."""
        end = time.monotonic() + MEND_SHARE * self._left(1.0 - DIVERSE_SHARE)
        waiting = self._estimates(trials)
        while waiting and not self.watch.over() and time.monotonic() < end:
            estimate = waiting.pop(0)
            until = time.monotonic() + (end - time.monotonic()) / (len(waiting) + 1) * 2.0
            self._offer(trials.mended(estimate, min(end, until), self.threshold))
            self._tell()
            left = {(self.place[site], opened) for site, opened in self._undecided()}
            waiting = [one for one in waiting if tuple(one.case) in left]

    def _climb_all(self) -> None:
        """Climb from the best multipliers under each undecided case's own choices, for a proof that it is too dear."""
        cases = self._undecided()
        if not cases or not self._left(1.0 - DIVERSE_SHARE):
            return
        ascent = Ascent(self.relaxation, Watch(Progress(), self._left(1.0 - DIVERSE_SHARE)))
        rows = tuple((rows.family, label) for rows in self.relaxation.families for label in rows.labels)
        for site, opened in cases:
            if self.watch.over() or ascent.watch.over():
                return
            choices = narrowed(self.relaxation, Case(self.place[site], opened))
            target = self.threshold * (1.0 + np.sign(self.threshold) * 10.0 * MARGIN)
            climb = ascent.climb(self.multipliers, choices, target, CLIMB)
            bound = self.relaxation.evaluate(climb.multipliers, choices).value
            if self._proves(bound):
                leaf = Branch(multipliers=0, bound_vnd=bound)
                self.certificates.append(Certificate("knapsack", (leaf,), rows, (climb.multipliers,)))
                self._note(Claim(site, opened, bound, len(self.certificates) - 1, excluded=False))
            self.bounds[site, opened] = max(self.bounds[site, opened], bound)
            self._tell()

    def _design_all(self) -> None:
        """Design with each undecided case fixed, again and again with more time, while any may still be decided."""
        tried: set[tuple[str, bool]] = set()
        hopeless: set[tuple[str, bool]] = set()
        while self._left(1.0 - DIVERSE_SHARE) > 0:
            cases = [case for case in self._undecided() if case not in hopeless]
            self._tell()
            fresh = [case for case in cases if case not in tried]
            if not fresh and not cases:
                return
            if not fresh:
                tried.clear()
                continue
            case = fresh[0]
            tried.add(case)
            left = self._left(1.0 - DIVERSE_SHARE)
            seconds = min(left, max(1.0, 2.0 * left / len(cases)))
            began = time.monotonic()
            self._design(case, seconds)
            if time.monotonic() - began < STALLED * seconds and case in self._undecided():
                hopeless.add(case)

    def _design(self, case: tuple[str, bool], seconds: float) -> None:
        """Look for a near-optimal plan of a site's other case, or the proof that there is none."""
        site, opened = case
        changed = self._opened(site) if opened else self._decided(site, EXCLUDED)
        start = self._start(site, opened=opened)
        result = self._solve(changed, seconds, lambda event: self._settled(event.incumbent, event.bound), start)
        if np.isfinite(result.cost_vnd):
            self._offer(read_plan(self.layout, result))
        if self._proves(result.bound_vnd):
            certificate = result.certificate
            if opened and len(changed.ceilings) > len(self.problem.ceilings):
                certificate = without_last_row(certificate)
            self.certificates.append(certificate)
            self._note(Claim(site, opened, result.bound_vnd, len(self.certificates) - 1, excluded=not opened))
        else:
            self.bounds[case] = max(self.bounds[case], result.bound_vnd)

    def _settled(self, incumbent: float | None, bound: float | None) -> bool:
        if incumbent is not None and incumbent <= self.threshold:
            return True
        return bound is not None and self._proves(bound)

    def _start(self, site: str, *, opened: bool) -> pd.DataFrame:
        """Return the cheapest plan's openings without a site, or with its cheapest module in the last stage."""
        modules, first = self.problem.modules, self.best.first
        at = np.flatnonzero(first >= 0)
        stages = self.problem.stages.index.to_numpy(object)
        openings = modules.iloc[at][["site", "module"]].assign(stage=stages[first[at]])
        openings = openings[openings["site"] != site]
        mine = modules[modules["site"] == site]
        if not opened or mine.empty:
            return openings
        module = mine["module"].iloc[int(mine["fixed_vnd_year"].to_numpy(float).argmin())]
        more = pd.DataFrame({"site": [site], "module": [module], "stage": [stages[-1]]})
        return pd.concat([openings, more], ignore_index=True)

    def _solve(
        self, problem: NetworkProblem, seconds: float, enough: Callable[[Event], bool], start: pd.DataFrame
    ) -> NetworkDesign:
        def hear(event: Event) -> None:
            try:
                self.progress.tell("alternatives", message=event.message)
            except (Stop, KeyboardInterrupt):
                self.watch.stopped = True
                raise
            if enough(event):
                raise Stop

        return design(problem, replace(self.options, gap_pct=0.0, time_limit_s=seconds), Progress(hear), start)

    def _decided(self, site: str, decision: str) -> NetworkProblem:
        sites = self.problem.sites.copy()
        sites.loc[site, "decision"] = decision
        return self.problem.replace(sites=sites)

    def _opened(self, site: str) -> NetworkProblem:
        """Return the problem in which the site opens in some stage."""
        if len(self.problem.stages) == 1:
            return self._decided(site, FORCED)
        mine = (self.problem.modules["site"] == site).to_numpy()
        last = float(self.problem.stages["weight"].iloc[-1])
        rates = Rates.only(self.problem, fixed=np.where(mine, -1.0, 0.0))
        must = Ceiling(f"open {site}", -last, rates)
        return self.problem.replace(ceilings=(*self.problem.ceilings, must))

    def _diversify(self) -> None:
        """Spend what is left on plans that share as few sites as possible with those found."""
        while self._left() > 1.0 and len(self._plans()) < self.near.plans:
            before = len(self.found)
            modules = self.problem.modules["site"]
            shared = sum(modules.isin(self._sites(plan)).to_numpy(float) for plan in self._plans())
            rates = Rates.only(self.problem, fixed=np.asarray(shared, float))
            most = Ceiling("near-optimal cost", self.threshold, Rates.of(self.problem))
            unlike = minimise(self.problem, rates, (most,))
            start = self._start("", opened=False)
            result = self._solve(unlike, self._left() / 2.0, lambda event: False, start)  # noqa: ARG005
            if np.isfinite(result.cost_vnd):
                self._offer(read_plan(self.layout, result))
            if len(self.found) == before:
                return

    def _tell(self) -> None:
        total = max(len(self.place), 1)
        try:
            self.progress.tell("alternatives", 1.0 - len(self._undecided()) / total)
        except (Stop, KeyboardInterrupt):
            self.watch.stopped = True

    def _assemble(self) -> Alternatives:
        plans = sorted(self._plans(), key=lambda plan: plan.total)
        opened = [self._sites(plan) for plan in plans]
        verdicts = {site: self._verdict(site, opened) for site in self.place}
        kept = diverse(opened, self.near.plans)
        more = witnesses({site for site, verdict in verdicts.items() if verdict == SOME}, opened, kept)
        shown = [opened[at] for at in (*kept, *more)]
        rows = {
            site: {
                "verdict": verdict,
                "open_bound_vnd": self.bounds[site, True],
                "closed_bound_vnd": self.bounds[site, False],
                "plans_open": sum(site in one for one in shown),
                "plans_closed": sum(site not in one for one in shown),
            }
            for site, verdict in verdicts.items()
        }
        claims = tuple(self.proofs.values())
        numbers = sorted({0, *(claim.certificate for claim in claims)})
        position = {number: at for at, number in enumerate(numbers)}
        tables = [tabled(self.layout, self.proof, plans[at], self.options.gap_pct) for at in (*kept, *more)]
        return Alternatives(
            within_pct=self.near.within_pct,
            threshold_vnd=self.threshold,
            best=tables[0],
            sites=pd.DataFrame.from_dict(rows, orient="index", columns=COLUMNS),
            plans=tuple(tables[: len(kept)]),
            witnesses=tuple(tables[len(kept) :]),
            claims=tuple(replace(claim, certificate=position[claim.certificate]) for claim in claims),
            certificates=tuple(self.certificates[number] for number in numbers),
            seconds=round(time.monotonic() - self.started, 3),
        )
