"""Near-optimal alternatives: sites open in every plan within some per cent of the best, in some, in none.

A site is in every such plan when all plans without it are proven dearer than the threshold, and in none when all
plans with it are. Both follow from bounds: first those that the best design's certificate gives for free, by what it
costs to take away or force each site's choice; then those of the problem with the site's case fixed. Two plans within
the threshold, one with the site and one without, show that it is in some. What neither shows in the time stays
undecided.

Sites are tried in the order of the least proven extra cost of their other case: a plan found there soon tells about
many sites at once. Time that is left goes to plans that share as few sites as possible with those found (Brill, Chang
and Hopkins, "Modeling to generate alternatives", Management Science 28, 1982).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from banme.errors import InputError, Problem
from banme.progress import Event, Progress, Stop
from banme.siting.ceilings import Ceiling, Rates, minimise
from banme.siting.design import NetworkDesign, Options, design
from banme.siting.no_plan import NoPlanError
from banme.siting.pricing import adopt
from banme.siting.problem import EXCLUDED, FORCED
from banme.siting.proofs import Prover, without_last_row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from banme.siting.certificate import Certificate
    from banme.siting.problem import NetworkProblem

EVERY, SOME, NONE, UNDECIDED = "every", "some", "none", "undecided"
BEST_SHARE = 0.4
"""Share of the time the best design may take."""
DIVERSE_SHARE = 0.15
"""Share of the time kept for plans unlike those found."""
MARGIN = 1e-7
"""Share of the threshold by which a bound must exceed it, above the arithmetic's error."""
STALLED = 0.8


@dataclass(frozen=True, slots=True)
class Near:
    """What is asked: within how many per cent of the best, and how many plans to keep (the best among them)."""

    within_pct: float = 1.0
    plans: int = 5

    def __post_init__(self) -> None:
        wrong = [
            Problem("option", vi, en, "alternatives", column=name, value=str(getattr(self, name)))
            for name, good, vi, en in (
                ("within_pct", 0 < self.within_pct < np.inf, "Phải lớn hơn 0.", "Must be greater than zero."),
                ("plans", self.plans >= 1, "Phải từ 1 trở lên.", "Must be one or more."),
            )
            if not good
        ]
        if wrong:
            raise InputError(wrong)


@dataclass(frozen=True, slots=True)
class Claim:
    """A proven statement: every plan in which the site is (``opened``) or is not open costs at least the bound.

    Attributes
    ----------
    site : str
    opened : bool
        The case that is too dear: True proves "in none", False "in every".
    bound_vnd : float
        Above the threshold; inf where the planner's decision alone rules the case out.
    certificate : int
        Number in ``Alternatives.certificates``; 0 is that of the best design.
    excluded : bool
        Whether the certificate is for the problem with the site's decision changed to excluded.

    """

    site: str
    opened: bool
    bound_vnd: float
    certificate: int
    excluded: bool


@dataclass(frozen=True, slots=True, eq=False)
class Alternatives:
    """What the plans within some per cent of the best have in common.

    Attributes
    ----------
    within_pct, threshold_vnd : float
        A plan is near-optimal when it costs at most the threshold: the best plan's cost and so many per cent of it.
    best : NetworkDesign
        The cheapest plan found, with the proof of its bound.
    sites : DataFrame, index site
        ``verdict`` every, some, none or undecided; ``open_bound_vnd`` and ``closed_bound_vnd`` the least proven cost
        of a plan with the site open and never open; ``plans_open`` and ``plans_closed`` near-optimal plans found of
        each kind, witnesses included.
    plans : tuple of NetworkDesign
        A diverse handful of near-optimal plans, the best first; all with the best design's bound and certificate.
    witnesses : tuple of NetworkDesign
        Further near-optimal plans, so that for every site in "some" there is one with it and one without.
    claims : tuple of Claim
        What proves every "every" and "none".
    certificates : tuple of Certificate
        What the claims refer to; the first is the best design's.
    seconds : float

    """

    within_pct: float
    threshold_vnd: float
    best: NetworkDesign
    sites: pd.DataFrame
    plans: tuple[NetworkDesign, ...]
    witnesses: tuple[NetworkDesign, ...]
    claims: tuple[Claim, ...]
    certificates: tuple[Certificate, ...]
    seconds: float


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
    stopped: bool = False
    best: NetworkDesign = field(init=False)
    found: list[NetworkDesign] = field(default_factory=list)
    bounds: dict[tuple[str, bool], float] = field(default_factory=dict)
    proofs: dict[tuple[str, bool], Claim] = field(default_factory=dict)
    certificates: list[Certificate] = field(default_factory=list)

    def result(self) -> Alternatives:
        gap = min(self.options.gap_pct, self.near.within_pct / 5.0)
        first = replace(self.options, gap_pct=gap, time_limit_s=BEST_SHARE * self.options.time_limit_s)
        self.best = design(self.problem, first, self.progress)
        if not np.isfinite(self.best.cost_vnd):
            raise NoPlanError(self.best, "alternatives")
        self.found.append(self.best)
        self.certificates.append(self.best.certificate)
        self._free_proofs()
        self._flip_all()
        self._diversify()
        return self._assemble()

    @property
    def threshold(self) -> float:
        least = min(plan.cost_vnd for plan in self.found)
        return least + self.near.within_pct / 100.0 * abs(least)

    def _left(self, share: float = 1.0) -> float:
        return 0.0 if self.stopped else self.started + share * self.options.time_limit_s - time.monotonic()

    def _free_proofs(self) -> None:
        prover = Prover.of(self.problem)
        bounds = prover.site_bounds(self.best.certificate)
        at = self.problem.nodes.index.get_indexer(self.problem.sites.index)
        for site, number in zip(self.problem.sites.index, at, strict=True):
            for opened, values in ((True, bounds.opened), (False, bounds.closed)):
                bound = max(float(values[number]), self.best.bound_vnd)
                self._note(Claim(str(site), opened, bound, 0, excluded=False))

    def _note(self, claim: Claim) -> None:
        case = (claim.site, claim.opened)
        self.bounds[case] = max(claim.bound_vnd, self.bounds.get(case, -np.inf))
        if self._proves(claim.bound_vnd) and case not in self.proofs:
            self.proofs[case] = claim

    def _proves(self, bound: float) -> bool:
        return bound > self.threshold + MARGIN * abs(self.threshold)

    def _plans(self) -> list[NetworkDesign]:
        return [plan for plan in self.found if plan.cost_vnd <= self.threshold]

    def _verdict(self, site: str) -> str:
        if (site, False) in self.proofs:
            return EVERY
        if (site, True) in self.proofs:
            return NONE
        shown = {site in _sites(plan) for plan in self._plans()}
        return SOME if len(shown) > 1 else UNDECIDED

    def _undecided(self) -> list[tuple[str, bool]]:
        """Return each undecided site with the case no plan was found for, the least proven extra cost first."""
        shown = [_sites(plan) for plan in self._plans()]
        cases = [
            (str(site), not any(site in opened for opened in shown))
            for site in self.problem.sites.index
            if self._verdict(str(site)) == UNDECIDED
        ]
        return sorted(cases, key=lambda case: self.bounds[case])

    def _flip_all(self) -> None:
        tried: set[tuple[str, bool]] = set()
        hopeless: set[tuple[str, bool]] = set()
        while self._left(1.0 - DIVERSE_SHARE) > 0:
            cases = [case for case in self._undecided() if case not in hopeless]
            self._tell(len(cases))
            fresh = [case for case in cases if case not in tried]
            if not fresh and not cases:
                return
            if not fresh:
                tried.clear()
                continue
            case = fresh[0]
            tried.add(case)
            seconds = min(self._left(1.0 - DIVERSE_SHARE), max(1.0, 2.0 * self._left(1.0 - DIVERSE_SHARE) / len(cases)))
            began = time.monotonic()
            self._flip(case, seconds)
            if time.monotonic() - began < STALLED * seconds and case in self._undecided():
                hopeless.add(case)

    def _flip(self, case: tuple[str, bool], seconds: float) -> None:
        """Look for a near-optimal plan of a site's other case, or the proof that there is none."""
        site, opened = case
        changed = self._opened(site) if opened else self._decided(site, EXCLUDED)
        start = self._start(site, opened=opened)
        result = self._solve(changed, seconds, lambda event: self._settled(event.incumbent, event.bound), start)
        self._offer(result)
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
        openings = min(self.found, key=lambda plan: plan.cost_vnd).openings[["site", "module", "stage"]]
        openings = openings[openings["site"] != site]
        if not opened:
            return openings
        mine = self.problem.modules[self.problem.modules["site"] == site]
        if mine.empty:
            return openings
        module = mine["module"].iloc[int(mine["fixed_vnd_year"].to_numpy(float).argmin())]
        more = pd.DataFrame({"site": [site], "module": [module], "stage": [self.problem.stages.index[-1]]})
        return pd.concat([openings, more], ignore_index=True)

    def _solve(
        self, problem: NetworkProblem, seconds: float, enough: Callable[[Event], bool], start: pd.DataFrame
    ) -> NetworkDesign:
        def hear(event: Event) -> None:
            try:
                self.progress.tell("alternatives", message=event.message)
            except (Stop, KeyboardInterrupt):
                self.stopped = True
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

    def _offer(self, plan: NetworkDesign) -> None:
        """Keep a plan that is near-optimal and opens other sites than those kept."""
        if not plan.cost_vnd <= self.threshold:
            return
        opened = _sites(plan)
        if any(_sites(one) == opened and one.cost_vnd <= plan.cost_vnd for one in self.found):
            return
        self.found.append(plan)

    def _diversify(self) -> None:
        """Spend what is left on plans that share as few sites as possible with those found."""
        while self._left() > 1.0 and len(self._plans()) < self.near.plans:
            before = len(self.found)
            modules = self.problem.modules["site"]
            shared = sum(modules.isin(_sites(plan)).to_numpy(float) for plan in self._plans())
            rates = Rates.only(self.problem, fixed=np.asarray(shared, float))
            most = Ceiling("near-optimal cost", self.threshold, Rates.of(self.problem))
            unlike = minimise(self.problem, rates, (most,))
            result = self._solve(unlike, self._left() / 2.0, lambda event: False, self.best.openings)  # noqa: ARG005
            if np.isfinite(result.cost_vnd):
                self._offer(adopt(self.problem, self.best, result, self.options.gap_pct))
            if len(self.found) == before:
                return

    def _tell(self, undecided: int) -> None:
        total = max(len(self.problem.sites), 1)
        try:
            self.progress.tell("alternatives", 1.0 - undecided / total)
        except (Stop, KeyboardInterrupt):
            self.stopped = True

    def _assemble(self) -> Alternatives:
        plans = self._plans()
        wanted = self.options.gap_pct
        cheapest = min(plans, key=lambda plan: plan.cost_vnd)
        best = self.best if cheapest is self.best else adopt(self.problem, self.best, cheapest, wanted)
        kept = _diverse([cheapest, *(plan for plan in plans if plan is not cheapest)], self.near.plans)
        verdicts = {str(site): self._verdict(str(site)) for site in self.problem.sites.index}
        mixed = {site for site, verdict in verdicts.items() if verdict == SOME}
        witnesses = _cover(mixed, kept, [plan for plan in plans if not any(plan is one for one in kept)])
        opened = [_sites(plan) for plan in (*kept, *witnesses)]
        rows = {
            str(site): {
                "verdict": verdicts[str(site)],
                "open_bound_vnd": self.bounds[str(site), True],
                "closed_bound_vnd": self.bounds[str(site), False],
                "plans_open": sum(site in one for one in opened),
                "plans_closed": sum(site not in one for one in opened),
            }
            for site in self.problem.sites.index
        }
        claims = tuple(self.proofs.values())
        numbers = sorted({0, *(claim.certificate for claim in claims)})
        position = {number: at for at, number in enumerate(numbers)}
        return Alternatives(
            within_pct=self.near.within_pct,
            threshold_vnd=self.threshold,
            best=best,
            sites=pd.DataFrame.from_dict(rows, orient="index", columns=COLUMNS),
            plans=tuple(best if plan is cheapest else adopt(self.problem, self.best, plan, wanted) for plan in kept),
            witnesses=tuple(adopt(self.problem, self.best, plan, wanted) for plan in witnesses),
            claims=tuple(replace(claim, certificate=position[claim.certificate]) for claim in claims),
            certificates=tuple(self.certificates[number] for number in numbers),
            seconds=round(time.monotonic() - self.started, 3),
        )


COLUMNS = ["verdict", "open_bound_vnd", "closed_bound_vnd", "plans_open", "plans_closed"]


def _diverse(plans: list[NetworkDesign], most: int) -> list[NetworkDesign]:
    """Return the first plan and those farthest, in sites, from the ones already kept."""
    kept, rest = plans[:1], plans[1:]
    while rest and len(kept) < most:
        distance = [min(_difference(plan, one) for one in kept) for plan in rest]
        best = int(np.argmax(distance))
        if distance[best] == 0:
            break
        kept.append(rest.pop(best))
    return kept


def _cover(mixed: set[str], kept: list[NetworkDesign], others: list[NetworkDesign]) -> list[NetworkDesign]:
    """Return few further plans, so that each site of ``mixed`` is open in one plan and closed in another."""

    def cases(plan: NetworkDesign) -> set[tuple[str, bool]]:
        opened = _sites(plan)
        return {(site, site in opened) for site in mixed}

    wanted = {(site, opened) for site in mixed for opened in (True, False)}
    wanted -= {case for plan in kept for case in cases(plan)}
    chosen: list[NetworkDesign] = []
    while wanted:
        most = max(others, key=lambda plan: len(wanted & cases(plan)))
        chosen.append(most)
        wanted -= cases(most)
    return chosen


def _sites(plan: NetworkDesign) -> set[str]:
    return set(plan.openings["site"])


def _difference(one: NetworkDesign, other: NetworkDesign) -> int:
    return len(_sites(one) ^ _sites(other))


def counts(sites: pd.DataFrame) -> Mapping[str, int]:
    """Return how many sites have each verdict."""
    found = sites["verdict"].value_counts()
    return {verdict: int(found.get(verdict, 0)) for verdict in (EVERY, SOME, NONE, UNDECIDED)}
