"""Relocation: who is too near homes, and who moves when to which plot.

::

    near = exposure(establishments, homes, distances)
    plan = weighted(problem, {"exposure": 2e6, "cost_vnd": 1.0, "jobs_lost": 5e7}, SolveOptions(300, gap_pct=1.0))
    plan.table, plan.totals, plan.plan.gap_pct
    ordered(problem, [("exposure", 5.0), ("cost_vnd", 0.0)]), front(problem), fairness(problem, plan)
"""

from banme.clusters.assignment import SolveOptions
from banme.clusters.relocation.build import OBJECTIVES, Moves, Travel, build
from banme.clusters.relocation.choose import Front, Relocation, fairness, front, ordered, support_paid, weighted
from banme.clusters.relocation.exposure import SafetyDistance, exposure
from banme.clusters.relocation.problem import RelocationProblem, SupportRule
from banme.clusters.relocation.reasons import reasons

__all__ = [
    "OBJECTIVES",
    "Front",
    "Moves",
    "Relocation",
    "RelocationProblem",
    "SafetyDistance",
    "SolveOptions",
    "SupportRule",
    "Travel",
    "build",
    "exposure",
    "fairness",
    "front",
    "ordered",
    "reasons",
    "support_paid",
    "weighted",
]
