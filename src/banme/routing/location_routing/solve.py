"""Location-routing: what is asked for, what is found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from banme.errors import InfeasibleError
from banme.progress import Progress
from banme.routing.location_routing.layout import Layout, Rounds
from banme.routing.location_routing.pace import Pace
from banme.routing.location_routing.pool import Pool
from banme.routing.location_routing.problem import LocationRoutingProblem
from banme.routing.location_routing.race import Race
from banme.routing.location_routing.walk import Heat, Walk


@dataclass(frozen=True, slots=True)
class LocationRoutingOptions:
    """How long, and with what, to search.

    Attributes
    ----------
    time_limit_s : float
    threads : int
        Walks at the same time.
    seed : int
    steps : int or None
        In place of the time limit: ruins and recreates in all. Repeatable with one thread.
    """

    time_limit_s: float = 60.0
    threads: int = 1
    seed: int = 0
    steps: int | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One truck round: depot and customers by number, in order."""

    depot: int
    stops: tuple[int, ...]
    load: float
    cost: float


@dataclass(frozen=True, slots=True)
class LocationRoutingPlan:
    """Open depots and rounds.

    Attributes
    ----------
    open_depots : tuple of int
        Those that a round leaves.
    rounds : tuple of Round
    opening_cost, truck_cost, leg_cost : float
        The parts of the cost.
    steps : int
        Ruins and recreates done.
    """

    open_depots: tuple[int, ...]
    rounds: tuple[Round, ...]
    opening_cost: float
    truck_cost: float
    leg_cost: float
    steps: int

    @property
    def cost(self) -> float:
        """Cost of opening, trucks and legs."""
        return self.opening_cost + self.truck_cost + self.leg_cost


def locate(
    problem: LocationRoutingProblem,
    options: LocationRoutingOptions | None = None,
    progress: Progress | None = None,
) -> LocationRoutingPlan:
    """Open depots and draw rounds at the least cost that is found in the time.

    A listener of ``progress`` that raises ``Stop`` ends the search with the best plan so far. On a machine that has not
    kept the compiled loops yet, compiling them comes before the clock starts.

    Raises
    ------
    InfeasibleError
        When no plan was found. That is no proof that there is none: room may be very tight.

    """
    asked = options or LocationRoutingOptions()
    layout = Layout.of(problem)
    _compile_loops(layout)
    pace = Pace(asked.time_limit_s, asked.steps, progress or Progress())
    race = Race(layout, pace, Pool(layout), asked.seed, asked.threads)
    race.run()
    best = race.leaders[0] if race.leaders else None
    if best is None or best.cost >= layout.forbidden:
        raise InfeasibleError(
            "Không tìm được phương án: kho quá chật hoặc thiếu đường / "
            "No plan was found: depots have too little room, or legs are missing"
        )
    return _plan(problem, best.rounds, pace.spent)


def ready(problem: LocationRoutingProblem) -> None:
    """Compile the loops that ``locate`` runs, or read them from disk; benchmarks do so before their clock starts."""
    _compile_loops(Layout.of(problem))


def _compile_loops(layout: Layout) -> None:
    Walk(layout, np.ones(layout.depots, np.bool_), 0).go(0, Heat(1.0, 1.0))


def _plan(problem: LocationRoutingProblem, rounds: Rounds, steps: int) -> LocationRoutingPlan:
    made = [
        Round(depot, stops, float(problem.demand[list(stops)].sum()), problem.round_cost(depot, stops))
        for depot, stops in sorted(rounds)
    ]
    opened = tuple(sorted({one.depot for one in made}))
    trucks = problem.truck_cost * len(made)
    return LocationRoutingPlan(
        open_depots=opened,
        rounds=tuple(made),
        opening_cost=float(problem.depot_cost[list(opened)].sum()),
        truck_cost=trucks,
        leg_cost=float(sum(one.cost for one in made)) - trucks,
        steps=steps,
    )
