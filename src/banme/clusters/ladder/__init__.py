"""Upgrade ladder: which measures at which establishments, under a budget, and what they bring.

::

    plan = choose(UpgradeProblem(options, baseline, savings), Budget(5e9))
    plan.chosen, plan.benefit_vnd_year, plan.bound_vnd_year, plan.gap_pct
    marginal_curve(problem, plan.chosen)
"""

from banme.clusters.ladder.choose import Budget, UpgradePlan, choose, frontier
from banme.clusters.ladder.curve import marginal_curve
from banme.clusters.ladder.effects import UpgradeEffects, answers_after, effects_at
from banme.clusters.ladder.evaluate import Evaluation, broken_rules, evaluate
from banme.clusters.ladder.files import save_upgrades
from banme.clusters.ladder.problem import UpgradeProblem

__all__ = [
    "Budget",
    "Evaluation",
    "UpgradeEffects",
    "UpgradePlan",
    "UpgradeProblem",
    "answers_after",
    "broken_rules",
    "choose",
    "effects_at",
    "evaluate",
    "frontier",
    "marginal_curve",
    "save_upgrades",
]
