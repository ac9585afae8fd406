"""A mixed-integer programme over a kernel of columns, given to HiGHS as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np
from scipy import sparse

from banme.siting.linear import must_open, opening_bounds, pass_model, silent_highs
from banme.siting.problem import ORIGIN
from banme.siting.relaxation import stack
from banme.siting.rows import KEPT, link

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from banme.siting.layout import Floats, Ints
    from banme.siting.linear import LinearProgram
    from banme.siting.plan import Plan
    from banme.siting.relaxation import Choices

AGREEMENT = 1e-6
"""How far, relatively, HiGHS's values may cost other than it says before it is asked again without a start."""


@dataclass(frozen=True, slots=True, eq=False)
class MipTask:
    """What to solve: sites' choices, kernel (columns, bool), seconds, relative gap, and a plan to start from.

    ``links`` are flows that get a linking row beside those the linear programme needed.
    """

    choices: Choices
    kernel: NDArray[np.bool_]
    seconds: float
    gap: float
    start: Plan | None
    links: Ints | None = None


@dataclass(frozen=True, slots=True, eq=False)
class MipResult:
    """All columns (t and 0..1; None without a plan), HiGHS's bound (VND) and whether no plan exists."""

    columns: Floats | None
    bound: float
    infeasible: bool


def solve_mip(program: LinearProgram, task: MipTask) -> MipResult:
    """Return the best plan over the kernel that HiGHS finds in time."""
    relaxation, scaling = program.relaxation, program.scaling
    layout = relaxation.layout
    columns = np.flatnonzero(task.kernel)
    linked = program.linked if task.links is None else np.union1d(program.linked, task.links)
    linked = linked[task.kernel[linked]]
    families = [family(layout) for family in KEPT.values()]
    extra = stack([link(layout, linked)], relaxation.cost.size)
    matrix = sparse.vstack([program.matrix, extra]).tocsr()[:, columns]
    low = np.concatenate([program.low, np.full(linked.size, -np.inf)])
    high = np.concatenate([program.high, np.zeros(linked.size)])
    row_scale = np.concatenate([scaling.row, 1.0 / layout.flows.upper[linked]])
    low[relaxation.low.size : relaxation.low.size + families[0].low.size] = must_open(relaxation, task.choices).ravel()
    scaled = (sparse.diags(row_scale) @ matrix @ sparse.diags(scaling.column[columns])).tocsc()
    lower, upper = np.zeros(relaxation.cost.size), relaxation.upper / scaling.column
    first = program.first_opening
    lower[first:], upper[first:] = (bound.ravel() for bound in opening_bounds(task.choices))
    highs = silent_highs(program.setting)
    pass_model(
        highs,
        scaled,
        (relaxation.cost * scaling.column / scaling.objective)[columns],
        (lower[columns], upper[columns]),
        (low * row_scale, high * row_scale),
    )
    _integers(highs, program, columns)
    highs.setOptionValue("time_limit", max(0.1, min(task.seconds, program.watch.left())))
    highs.setOptionValue("mip_rel_gap", task.gap)
    if task.start is not None:
        _start(highs, program, columns, task.start)
    program.watch.attach(highs)
    highs.run()
    if task.start is not None and not _agrees(highs):
        highs.clearSolver()
        highs.run()
    return _result(highs, program, columns)


def _agrees(highs: highspy.Highs) -> bool:
    """Whether HiGHS's values cost what it says: 1.16 may give back the start where presolve alone found better."""
    info, values = highs.getInfo(), np.array(highs.getSolution().col_value)
    if info.primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
        return True
    cost = float(np.array(highs.getLp().col_cost_) @ values)
    return abs(cost - info.objective_function_value) <= AGREEMENT * max(1.0, abs(cost))


def _integers(highs: highspy.Highs, program: LinearProgram, columns: NDArray[np.int64]) -> None:
    layout = program.relaxation.layout
    whole = columns >= program.first_opening
    if layout.problem.limits.single_source:
        flows = columns < layout.flows.arc.size
        whole[flows] = layout.kind[layout.flows.source[columns[flows]]] == ORIGIN
    at = np.flatnonzero(whole).astype(np.int32)
    highs.changeColsIntegrality(at.size, at, np.full(at.size, int(highspy.HighsVarType.kInteger), np.uint8))


def _start(highs: highspy.Highs, program: LinearProgram, columns: NDArray[np.int64], plan: Plan) -> None:
    stages = np.arange(program.relaxation.layout.weight.size)
    openings = ((stages[None, :] >= plan.first[:, None]) & (plan.first >= 0)[:, None]).astype(float)
    values = np.concatenate([plan.flows, plan.stock, plan.unshipped, openings.ravel()]) / program.scaling.column
    highs.setSolution(columns.size, np.arange(columns.size, dtype=np.int32), values[columns])


def _result(highs: highspy.Highs, program: LinearProgram, columns: NDArray[np.int64]) -> MipResult:
    info = highs.getInfo()
    bound = float(info.mip_dual_bound) * program.scaling.objective
    kinds = highspy.HighsModelStatus
    infeasible = highs.getModelStatus() in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible)
    if info.primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
        return MipResult(None, bound, infeasible)
    values = np.zeros(program.relaxation.cost.size)
    values[columns] = np.array(highs.getSolution().col_value)
    return MipResult(values * program.scaling.column, bound, infeasible=False)
