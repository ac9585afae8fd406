"""The elastic programme in HiGHS, scaled inside: linear, whole, or with its whole columns fixed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np
from scipy import sparse

from banme.errors import SolverError
from banme.siting.linear import pass_model, silent_highs

if TYPE_CHECKING:
    from banme.siting.elastic.model import ElasticModel
    from banme.siting.layout import Floats
    from banme.siting.linear import Setting
    from banme.siting.watch import Watch


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What to solve: (C,) cost and largest value of every column, whether whole columns must be whole.

    ``fixed`` holds values for the whole columns; ``start`` a solution to begin with; both (C,) or None.
    """

    cost: Floats
    upper: Floats
    whole: bool
    seconds: float
    gap: float = 0.0
    fixed: Floats | None = None
    start: Floats | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Status ``optimal``, ``infeasible`` or ``stopped``; values (C,) or None; a lower bound on the cost."""

    status: str
    values: Floats | None
    cost: float
    bound: float


@dataclass(frozen=True, slots=True, eq=False)
class _Scaled:
    unit: Floats
    row: Floats
    cost: Floats
    money: float
    matrix: sparse.csc_matrix


class Programme:
    """Solves tasks over one elastic model."""

    def __init__(self, model: ElasticModel, watch: Watch, setting: Setting) -> None:
        self.model, self.watch, self.setting = model, watch, setting
        self.whole = np.flatnonzero(model.whole)
        own = model.whole.copy()
        own[: model.layout.flows.arc.size] = False
        self.own_unit = own | (model.upper <= 0)

    def solve(self, task: Task) -> Outcome:
        """Solve one task within its seconds and the watch's."""
        model, scaled = self.model, self._scaled(task)
        unit, row, cost = scaled.unit, scaled.row, scaled.cost
        lower, upper = np.zeros(unit.size), task.upper / unit
        if task.fixed is not None:
            lower[self.whole] = upper[self.whole] = np.round(task.fixed[self.whole] / unit[self.whole])
        highs = silent_highs(self.setting)
        pass_model(highs, scaled.matrix, cost, (lower, upper), (model.low * row, model.high * row))
        if task.whole:
            kind = np.full(self.whole.size, int(highspy.HighsVarType.kInteger), np.uint8)
            highs.changeColsIntegrality(self.whole.size, self.whole.astype(np.int32), kind)
            highs.setOptionValue("mip_rel_gap", task.gap)
            highs.setOptionValue("mip_abs_gap", 1e-9)
        highs.setOptionValue("time_limit", max(0.05, min(task.seconds, self.watch.left())))
        if task.start is not None:
            highs.setSolution(unit.size, np.arange(unit.size, dtype=np.int32), task.start / unit)
        self.watch.attach(highs)
        highs.run()
        return self._outcome(highs, task, scaled)

    def _scaled(self, task: Task) -> _Scaled:
        """Return the rows with every column running from 0 to 1, rows' largest entry 1, and costs near 1."""
        unit = np.where(self.own_unit | (task.upper <= 0), 1.0, task.upper)
        matrix = (self.model.matrix @ sparse.diags(unit)).tocsr()
        largest = np.asarray(abs(matrix).max(axis=1).todense()).ravel() if matrix.nnz else np.ones(matrix.shape[0])
        row = 1.0 / np.where(largest > 0, largest, 1.0)
        cost = task.cost * unit
        money = float(np.median(cost[cost > 0])) if (cost > 0).any() else 1.0
        return _Scaled(unit, row, cost / money, money, (sparse.diags(row) @ matrix).tocsc())

    def _outcome(self, highs: highspy.Highs, task: Task, scaled: _Scaled) -> Outcome:
        kinds = highspy.HighsModelStatus
        status = highs.getModelStatus()
        if status in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible):
            return Outcome("infeasible", None, np.inf, np.inf)
        stopped = (kinds.kTimeLimit, kinds.kInterrupt, kinds.kIterationLimit, kinds.kSolutionLimit)
        if status not in (kinds.kOptimal, *stopped):
            raise SolverError(f"HiGHS ended with {highs.modelStatusToString(status)}")
        info, solution = highs.getInfo(), highs.getSolution()
        values = None
        if info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible):
            values = np.clip(np.array(solution.col_value), 0.0, None) * scaled.unit
        if task.whole:
            bound = max(0.0, float(info.mip_dual_bound)) * scaled.money
        else:
            bound = self._proven(np.array(solution.row_dual), task, scaled) if solution.dual_valid else 0.0
        cost = np.inf if values is None else float(task.cost @ values)
        return Outcome("optimal" if status == kinds.kOptimal else "stopped", values, cost, bound)

    def _proven(self, duals: Floats, task: Task, scaled: _Scaled) -> float:
        """Return what a linear programme's multipliers prove, in plain arithmetic."""
        low, high = self.model.low * scaled.row, self.model.high * scaled.row
        p = np.where((duals > 0) & ~np.isfinite(low) | (duals < 0) & ~np.isfinite(high), 0.0, duals)
        reduced = scaled.cost - scaled.matrix.T @ p
        up, down = p > 0, p < 0
        value = p[up] @ low[up] + p[down] @ high[down] + np.minimum(reduced, 0.0) @ (task.upper / scaled.unit)
        return max(0.0, float(value)) * scaled.money
