"""Location-routing: which depots open and which truck rounds leave them.

::

    problem = LocationRoutingProblem(depots, customers, leg_cost, demand, depot_capacity, depot_cost, 70.0, 1000.0)
    plan = locate(problem, LocationRoutingOptions(time_limit_s=60, threads=2))
    plan.cost, plan.open_depots, plan.rounds
    save(problem, plan, folder)
"""

from banme.routing.location_routing.files import load_problem, save
from banme.routing.location_routing.instances import load_prodhon
from banme.routing.location_routing.problem import LocationRoutingProblem
from banme.routing.location_routing.solve import LocationRoutingOptions, LocationRoutingPlan, Round, locate, ready

__all__ = [
    "LocationRoutingOptions",
    "LocationRoutingPlan",
    "LocationRoutingProblem",
    "Round",
    "load_problem",
    "load_prodhon",
    "locate",
    "ready",
    "save",
]
