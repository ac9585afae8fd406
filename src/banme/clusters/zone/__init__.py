"""A high-tech zone: functional areas, candidate projects, and the portfolio to choose and phase."""

from banme.clusters.zone.files import save_zone
from banme.clusters.zone.plan import ZonePlan, broken_limits, plan_zone, use_by_period, value
from banme.clusters.zone.problem import UTILITIES, ZoneProblem

__all__ = ["UTILITIES", "ZonePlan", "ZoneProblem", "broken_limits", "plan_zone", "save_zone", "use_by_period", "value"]
