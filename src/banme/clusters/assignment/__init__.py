"""Multi-resource generalised assignment: plan, certified bound, files.

::

    problem = AssignmentProblem.of(options, uses, capacity)
    plan = assign(problem, SolveOptions(time_limit_s=60, gap_pct=1.0))
    plan.cost, plan.bound, plan.gap_pct
    save(problem, plan, folder)
"""

from banme.clusters.assignment.files import load_problem, save
from banme.clusters.assignment.instances import load_orlibrary
from banme.clusters.assignment.problem import AssignmentProblem
from banme.clusters.assignment.solve import AssignmentPlan, assign
from banme.clusters.mip import SolveOptions

__all__ = ["AssignmentPlan", "AssignmentProblem", "SolveOptions", "assign", "load_orlibrary", "load_problem", "save"]
