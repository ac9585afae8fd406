"""HiGHS, SCIP and CP-SAT on a whole assignment problem; each returns cost (inf without a plan) and its bound."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

import highspy
import numpy as np
from ortools.sat.python import cp_model
from pyscipopt import Model

from banme.clusters.assignment import AssignmentProblem, SolveOptions
from banme.clusters.assignment.programme import build


def highs(problem: AssignmentProblem, options: SolveOptions) -> tuple[float, float]:
    """Solve with HiGHS."""
    solver = build(problem, np.arange(problem.cost.size), options)
    solver.run()
    info = solver.getInfo()
    found = info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    return info.objective_function_value if found else math.inf, info.mip_dual_bound


def scip(problem: AssignmentProblem, options: SolveOptions) -> tuple[float, float]:
    """Solve with SCIP, from a file that HiGHS writes."""
    model = Model()
    model.hideOutput()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "problem.mps"
        build(problem, np.arange(problem.cost.size), options).writeModel(str(path))
        model.readProblem(str(path))
    model.setParam("limits/gap", options.gap_pct / 100.0)
    model.setParam("randomization/randomseedshift", options.seed)
    model.setParam("limits/time", options.time_limit_s)
    model.optimize()
    return (model.getObjVal() if model.getNSols() else math.inf), model.getDualbound()


def cp_sat(problem: AssignmentProblem, options: SolveOptions) -> tuple[float, float]:
    """Solve with CP-SAT; the instances hold whole numbers only."""
    model = cp_model.CpModel()
    take = [model.new_bool_var("") for _ in range(problem.cost.size)]
    for at in range(len(problem.items)):
        model.add_exactly_one(take[problem.start[at] : problem.start[at + 1]])
    of = np.repeat(np.arange(problem.cost.size), np.diff(problem.use_start))
    for r, most in enumerate(problem.capacity):
        cells = np.flatnonzero(problem.use_resource == r)
        terms = [take[of[at]] for at in cells]
        model.add(cp_model.LinearExpr.weighted_sum(terms, problem.use_amount[cells].astype(int).tolist()) <= int(most))
    model.minimize(cp_model.LinearExpr.weighted_sum(take, problem.cost.astype(int).tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = options.threads
    solver.parameters.random_seed = options.seed
    solver.parameters.relative_gap_limit = options.gap_pct / 100.0
    solver.parameters.max_time_in_seconds = options.time_limit_s
    status = solver.solve(model)
    cost = solver.objective_value if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else math.inf
    return cost, solver.best_objective_bound


PEERS = {"highs": highs, "scip": scip, "cp_sat": cp_sat}
