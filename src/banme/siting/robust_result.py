"""What several scenarios mean for one opening decision: plans, criteria, values of knowing, staging."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from banme.siting.design import NetworkDesign

EXPECTED, WORST, REGRET, MEAN = "expected", "worst", "regret", "mean"
NOW, LATER, NEVER = "now", "later", "never"
INFINITE = float("inf")


@dataclass(frozen=True, slots=True)
class Span:
    """A figure known to lie between two values (VND)."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class RobustPlan:
    """One opening decision and what it costs in every scenario.

    Attributes
    ----------
    openings : DataFrame
        ``site, module, stage`` and what :class:`NetworkDesign` says of them.
    cost_vnd : mapping of scenario to float
        Cost with the flows decided for that scenario; inf where the openings cannot serve it.
    regret_vnd : mapping of scenario to Span
        Cost less that of the best openings for the scenario alone: known up to the gap of that best.

    """

    openings: pd.DataFrame
    cost_vnd: Mapping[str, float]
    regret_vnd: Mapping[str, Span]


@dataclass(frozen=True, slots=True)
class Criterion:
    """The best plan found by one criterion: its name, its value and the proven bound on any plan's (VND)."""

    plan: str
    value_vnd: float
    bound_vnd: float

    @property
    def gap_pct(self) -> float:
        """Gap in per cent of the value; inf without a plan."""
        if not np.isfinite(self.value_vnd):
            return INFINITE
        return 100.0 * (self.value_vnd - self.bound_vnd) / abs(self.value_vnd) if self.value_vnd else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class RobustDesign:
    """What several scenarios mean for one opening decision.

    Attributes
    ----------
    design : NetworkDesign
        The plan of least expected cost with its certificate, for the problem of all scenarios.
    plans : mapping of name to RobustPlan
        ``expected``, ``worst``, ``regret``: the best found by each criterion; ``only:SCENARIO``: best for that one
        alone; ``mean``: best for the average scenario, where there is one.
    criteria : mapping of ``expected``, ``worst``, ``regret`` to Criterion
    alone_vnd : mapping of scenario to Span
        Cost of the best openings for each scenario alone: certified bound and best found.
    evpi_vnd : Span
        Value of knowing the scenario before opening anything.
    vss_vnd : Span or None
        What planning for all scenarios saves against planning for the average one; infinite where the average plan
        cannot serve every scenario, None without an average scenario.
    adaptive_vnd : Span or None
        Expected cost when sites opened later may depend on the scenario: a bound (each scenario alone) and what is
        reached with the expected plan's first stage. None where some scenario was not solved.
    staging : DataFrame
        ``site, module, when`` (now, later, never), ``scenarios`` (tuple of those in which it opens later),
        ``probability`` of opening; one row per site that may open.

    """

    design: NetworkDesign
    plans: Mapping[str, RobustPlan]
    criteria: Mapping[str, Criterion]
    alone_vnd: Mapping[str, Span]
    evpi_vnd: Span
    vss_vnd: Span | None
    adaptive_vnd: Span | None
    staging: pd.DataFrame
