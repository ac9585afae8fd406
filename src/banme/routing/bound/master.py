"""The linear programme over the rounds found so far."""

from __future__ import annotations

from itertools import pairwise

import highspy
import numpy as np

from banme.errors import SolverError
from banme.quiet import quiet_highs
from banme.routing.bound.problem import CollectionProblem, Floats

Stops = tuple[int, ...]
MISSED = 10.0
"""How many times the dearest round of one stop it costs to leave a stop out, while rounds are still missing."""


class Master:
    """Every stop in exactly one round, no kind above its number, and as many rounds as the load needs.

    Parameters
    ----------
    problem : CollectionProblem
    """

    def __init__(self, problem: CollectionProblem) -> None:
        self.problem = problem
        n, kinds = len(problem.stops), len(problem.kinds)
        most = [n if kind.most is None else kind.most for kind in problem.kinds]
        self.highs = quiet_highs()
        self.highs.setOptionValue("threads", 1)
        model = highspy.HighsLp()
        single = np.array([kind.start_cost + kind.end_cost + kind.round_cost for kind in problem.kinds])
        dear = MISSED * float(single[np.isfinite(single)].max(initial=1.0))
        # columns 0 to n - 1 leave a stop out, and the next one leaves rounds out
        model.num_col_, model.num_row_ = n + 1, n + kinds + 1
        model.col_cost_ = np.full(n + 1, dear)
        model.col_lower_, model.col_upper_ = np.zeros(n + 1), np.full(n + 1, highspy.kHighsInf)
        model.row_lower_ = np.concatenate([np.ones(n), np.full(kinds, -highspy.kHighsInf), [problem.least_rounds()]])
        model.row_upper_ = np.concatenate([np.ones(n), np.array(most, dtype=float), [highspy.kHighsInf]])
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.arange(n + 2, dtype=np.int32)
        model.a_matrix_.index_ = np.append(np.arange(n), n + kinds).astype(np.int32)
        model.a_matrix_.value_ = np.ones(n + 1)
        self.highs.passModel(model)
        self.known: set[tuple[int, Stops]] = set()

    def add(self, kind: int, stops: Stops) -> bool:
        """Add a round; False when it is there already."""
        if (kind, stops) in self.known:
            return False
        self.known.add((kind, stops))
        n, kinds = len(self.problem.stops), len(self.problem.kinds)
        visits = np.bincount(stops, minlength=n)
        rows = np.concatenate([np.flatnonzero(visits), [n + kind, n + kinds]]).astype(np.int32)
        values = np.concatenate([visits[visits > 0], [1, 1]]).astype(float)
        self.highs.addCol(cost_of(self.problem, kind, stops), 0.0, highspy.kHighsInf, rows.size, rows, values)
        return True

    def solve(self) -> tuple[Floats, float, float]:
        """Return the stops' prices, the price of a round, and the programme's value.

        Raises
        ------
        SolverError
            When HiGHS finds no optimum.

        """
        self.highs.run()
        status = self.highs.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise SolverError(f"HiGHS: {self.highs.modelStatusToString(status)}")
        n = len(self.problem.stops)
        duals = np.array(self.highs.getSolution().row_dual)
        return duals[:n], float(duals[-1]), float(self.highs.getInfo().objective_function_value)


def cost_of(problem: CollectionProblem, kind: int, stops: Stops) -> float:
    """Return the cost of a round."""
    truck = problem.kinds[kind]
    legs = sum(float(truck.leg_cost[a, b]) for a, b in pairwise(stops))
    return truck.round_cost + float(truck.start_cost[stops[0]]) + legs + float(truck.end_cost[stops[-1]])
