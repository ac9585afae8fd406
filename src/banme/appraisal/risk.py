"""How far a project's worth moves when figures come out otherwise than planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from banme.appraisal.incentive import Incentive
from banme.appraisal.measures import PERCENT, irr_pct, npv
from banme.appraisal.project import DRIVERS, Project
from banme.appraisal.valuation import Outcome, cash_flow, value
from banme.law.words import Words

PERCENTILES = (5, 25, 50, 75, 95)
RATE_STEP_PCT = 2.0
"""Points by which the tornado moves the discount rate."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Net present value at both ends of one figure's range, all else as planned."""

    driver: str
    label: Words
    low: float
    high: float
    npv_low_vnd: float
    npv_high_vnd: float
    unit: str

    @property
    def swing_vnd(self) -> float:
        """How far the worth moves."""
        return abs(self.npv_high_vnd - self.npv_low_vnd)


@dataclass(frozen=True, slots=True)
class Draws:
    """What many drawn futures are worth.

    Attributes
    ----------
    count, seed : int
        How many, and what they were drawn with: the same seed gives the same draws.
    npv_vnd, irr_pct : dict of int to float
        By percentile; rates of return only over the draws that have exactly one.
    mean_vnd : float
        Mean net present value.
    loss_probability_pct : float
        Part of the draws with a negative net present value.
    with_irr : int
        Draws that have exactly one rate of return.

    """

    count: int
    seed: int
    npv_vnd: dict[int, float]
    irr_pct: dict[int, float]
    mean_vnd: float
    loss_probability_pct: float
    with_irr: int


def tornado(project: Project, chosen: Sequence[Incentive]) -> tuple[Bar, ...]:
    """Return what each figure's range does to the net present value, the widest first."""
    bars = []
    for driver, spread in project.spreads.items():
        ends = [
            value(project, cash_flow(project, chosen, Outcome({driver: np.array([pct / PERCENT])}))).npv_vnd
            for pct in (spread.low_pct, spread.high_pct)
        ]
        bars.append(Bar(driver, DRIVERS[driver], spread.low_pct, spread.high_pct, ends[0], ends[1], "%"))
    low, high = (max(0.0, project.discount_rate_pct + step) for step in (-RATE_STEP_PCT, RATE_STEP_PCT))
    flow = cash_flow(project, chosen)
    ends = [value(replace(project, discount_rate_pct=rate), flow).npv_vnd for rate in (low, high)]
    bars.append(
        Bar("discount_rate", Words("Suất chiết khấu", "Discount rate"), low, high, ends[0], ends[1], "%/năm | %/year")
    )
    return tuple(sorted(bars, key=lambda bar: -bar.swing_vnd))


def draw(project: Project, chosen: Sequence[Incentive], count: int, seed: int) -> Draws:
    """Draw futures and value each: every figure triangular about the plan within its spread, independent of the others.

    Parameters
    ----------
    project : Project
        With its spreads; a figure without one stays as planned.
    chosen : sequence of Incentive
        At most one of each kind.
    count, seed : int
        Draws, and the seed of the generator.

    """
    generator = np.random.default_rng(seed)
    factors = {}
    for driver, spread in sorted(project.spreads.items()):
        low, high = spread.low_pct / PERCENT, spread.high_pct / PERCENT
        drawn = generator.triangular(low, 1.0, high, count) if high > low else np.ones(count)
        factors[driver] = drawn[:, np.newaxis]
    net = np.broadcast_to(cash_flow(project, chosen, Outcome(factors)).net, (count, len(project.years)))
    worth, rates = npv(project.discount_rate_pct, net), irr_pct(net)
    known = rates[~np.isnan(rates)]
    return Draws(
        count=count,
        seed=seed,
        npv_vnd={each: float(np.percentile(worth, each)) for each in PERCENTILES},
        irr_pct={each: float(np.percentile(known, each)) for each in PERCENTILES} if len(known) else {},
        mean_vnd=float(worth.mean()),
        loss_probability_pct=float((worth < 0).mean() * PERCENT),
        with_irr=len(known),
    )
