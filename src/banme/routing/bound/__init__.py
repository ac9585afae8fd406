"""A lower bound on the cost of rounds, proven from prices that a separate checker prices again.

::

    problem = CollectionProblem(stops, demand, kinds)
    found = bound_rounds(problem, time_limit_s=30)
    found.bound
    save_bound([(problem, found)], folder)

    week = bound_week(rounds_problem, jobs)
    week.bound_vnd
    save_bound([(part.problem, found) for part, found in week.parts], folder)
"""

from banme.routing.bound.files import bound_document, save_bound
from banme.routing.bound.problem import CollectionProblem, TruckKind
from banme.routing.bound.solve import RouteBound, bound_rounds
from banme.routing.bound.week import MOST_STOPS, Part, WeekBound, bound_week

__all__ = [
    "MOST_STOPS",
    "CollectionProblem",
    "Part",
    "RouteBound",
    "TruckKind",
    "WeekBound",
    "bound_document",
    "bound_rounds",
    "bound_week",
    "save_bound",
]
