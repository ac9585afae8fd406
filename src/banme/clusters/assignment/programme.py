"""HiGHS on the problem with some of its options."""

from __future__ import annotations

import math
from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from banme.clusters.assignment.clock import Clock
from banme.clusters.assignment.problem import AssignmentProblem, Ints
from banme.clusters.mip import SolveOptions
from banme.errors import SolverError
from banme.quiet import quiet_highs


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What HiGHS said: a plan that fits (None without one), its bound, and whether the options were searched out."""

    chosen: Ints | None
    bound: float
    done: bool
    infeasible: bool


def solve_among(
    problem: AssignmentProblem, kept: Ints, incumbent: Ints | None, options: SolveOptions, clock: Clock
) -> Answer:
    """Solve with the options ``kept`` alone.

    Parameters
    ----------
    problem : AssignmentProblem
    kept : (K,) ints
        Rising option numbers, at least one for each item.
    incumbent : (N,) ints or None
        A plan to start from, of options that are kept.
    options : SolveOptions
    clock : Clock

    Raises
    ------
    SolverError
        When HiGHS ends for a reason other than a solution, time, a wish to stop, or infeasibility.

    """
    highs = build(problem, kept, options)
    if incumbent is not None:
        values = np.isin(kept, incumbent).astype(float)
        start = highspy.HighsSolution()
        start.col_value = values.tolist()
        highs.setSolution(start)
    clock.attach(highs)
    highs.run()
    kinds, status = highspy.HighsModelStatus, highs.getModelStatus()
    if status in {kinds.kInfeasible, kinds.kUnboundedOrInfeasible}:
        return Answer(None, math.inf, done=True, infeasible=True)
    if status not in {kinds.kOptimal, kinds.kTimeLimit, kinds.kInterrupt}:
        raise SolverError(f"HiGHS: {highs.modelStatusToString(status)}")
    info = highs.getInfo()
    chosen = None
    if info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible):
        taken = kept[np.array(highs.getSolution().col_value) > 0.5]  # noqa: PLR2004
        whole = taken.size == len(problem.items) and (problem.item_of()[taken] == np.arange(taken.size)).all()
        chosen = taken if whole and problem.fits(taken) else None
    done = status == kinds.kOptimal and chosen is not None
    return Answer(chosen, float(info.mip_dual_bound), done, infeasible=False)


def build(problem: AssignmentProblem, kept: Ints, options: SolveOptions) -> highspy.Highs:
    """Return HiGHS with: each item takes one option; no use above a capacity (rows scaled to a capacity of 1)."""
    items, resources, columns = len(problem.items), len(problem.resources), kept.size
    lengths = np.diff(problem.use_start)[kept]
    ends = np.cumsum(lengths)
    at = np.arange(ends[-1] if columns else 0) - np.repeat(ends - lengths, lengths)
    at += np.repeat(problem.use_start[kept], lengths)
    scale = np.where(problem.capacity > 0.0, problem.capacity, 1.0)
    of = problem.use_resource[at]
    entries = np.concatenate([np.ones(columns), problem.use_amount[at] / scale[of]])
    row = np.concatenate([problem.item_of()[kept], items + of])
    column = np.concatenate([np.arange(columns), np.repeat(np.arange(columns), lengths)])
    matrix = sparse.csc_matrix((entries, (row, column)), shape=(items + resources, columns))
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns, items + resources
    model.col_cost_ = problem.cost[kept]
    model.col_lower_, model.col_upper_ = np.zeros(columns), np.ones(columns)
    model.row_lower_ = np.concatenate([np.ones(items), np.full(resources, -np.inf)])
    model.row_upper_ = np.concatenate([np.ones(items), problem.capacity / scale])
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
    model.a_matrix_.value_ = matrix.data
    model.integrality_ = [highspy.HighsVarType.kInteger] * columns
    highs = quiet_highs()
    highs.setOptionValue("threads", options.threads)
    highs.setOptionValue("random_seed", options.seed)
    highs.setOptionValue("mip_rel_gap", options.gap_pct / 100.0)
    highs.setOptionValue("mip_abs_gap", 0.0)
    highs.setOptionValue("time_limit", max(0.1, options.time_limit_s))
    highs.passModel(model)
    return highs
