"""HiGHS on the whole programme."""

from __future__ import annotations

import math
import time

import highspy
import numpy as np

from banme.siting import NetworkProblem, Options
from banme.siting.linear import Setting, pass_model, silent_highs
from solvers.whole import Found, build


def load(problem: NetworkProblem, options: Options, *, strong: bool) -> highspy.Highs:
    """Return HiGHS with the programme in it."""
    whole = build(problem, strong=strong)
    solver = silent_highs(Setting(options.seed, options.threads))
    bounds = (np.zeros(whole.cost.size), whole.upper)
    pass_model(solver, whole.matrix.tocsc(), whole.cost, bounds, (whole.low, whole.high))
    at = np.arange(whole.first, whole.cost.size, dtype=np.int32)
    solver.changeColsIntegrality(at.size, at, np.full(at.size, int(highspy.HighsVarType.kInteger), np.uint8))
    return solver


def _solve(problem: NetworkProblem, options: Options, *, strong: bool) -> Found:
    began = time.monotonic()
    solver = load(problem, options, strong=strong)
    solver.setOptionValue("mip_rel_gap", options.gap_pct / 100.0)
    solver.setOptionValue("time_limit", max(0.1, options.time_limit_s - (time.monotonic() - began)))
    solver.run()
    info = solver.getInfo()
    has_plan = info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    return Found(info.objective_function_value if has_plan else math.inf, info.mip_dual_bound)


def compact(problem: NetworkProblem, options: Options) -> Found:
    """Solve with the capacity rows alone."""
    return _solve(problem, options, strong=False)


def strong(problem: NetworkProblem, options: Options) -> Found:
    """Solve with every linking row as well."""
    return _solve(problem, options, strong=True)
