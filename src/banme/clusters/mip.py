"""A mixed-integer programme put together row by row and maximised by HiGHS; the bound is the solver's, in our sense."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from banme.errors import SolverError
from banme.progress import Progress, Stop
from banme.quiet import quiet_highs

TOLD_EVERY_S = 0.5
TOLERANCE = 1e-9
"""What a row may be off by: a saving is worth billions of dong, and the gap is to close to a millionth."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SolveOptions:
    """Seconds allowed, gap at which to stop (per cent), seed and threads of the solver."""

    time_limit_s: float = 60.0
    gap_pct: float = 1e-4
    seed: int = 0
    threads: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What the solver found.

    Attributes
    ----------
    columns : ndarray, shape (columns,), or None
        Values of the best solution, None without one.
    bound : float
        No solution is worth more.
    infeasible : bool
        The solver proved that there is no solution.
    stopped : bool
        Somebody asked to stop.

    """

    columns: Floats | None
    bound: float
    infeasible: bool
    stopped: bool


@dataclass(slots=True)
class MaximisedProgram:
    """Columns with worth and bounds, rows with limits; handed to HiGHS again each time it is solved."""

    worth: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[list[int], list[float], float, float]] = field(default_factory=list)

    def column(self, worth: float, low: float = 0.0, high: float = 1.0, *, whole: bool = False) -> int:
        """Add a column and return its number."""
        self.worth.append(float(worth))
        self.low.append(float(low))
        self.high.append(float(high))
        self.whole.append(whole)
        return len(self.worth) - 1

    def row(self, entries: Sequence[tuple[int, float]], low: float = -np.inf, high: float = np.inf) -> None:
        """Add ``low <= sum of coefficient * column <= high``, scaled to a largest coefficient of 1."""
        kept = [(at, value) for at, value in entries if value != 0.0]
        if not kept:
            return
        scale = max(abs(value) for _, value in kept)
        self.rows.append(([at for at, _ in kept], [value / scale for _, value in kept], low / scale, high / scale))

    def solve(self, options: SolveOptions, progress: Progress, seconds: float | None = None) -> Outcome:
        """Maximise the worth.

        Raises
        ------
        SolverError
            When HiGHS ends for a reason other than a solution, time, a wish to stop, or infeasibility.

        """
        scale = max((abs(value) for value in self.worth), default=0.0) or 1.0
        highs = self._model(scale, options, options.time_limit_s if seconds is None else seconds)
        stop = _listen(highs, progress, scale)
        highs.run()
        kinds, status = highspy.HighsModelStatus, highs.getModelStatus()
        if status in {kinds.kInfeasible, kinds.kUnboundedOrInfeasible}:
            return Outcome(None, -np.inf, infeasible=True, stopped=False)
        if status not in {kinds.kOptimal, kinds.kTimeLimit, kinds.kInterrupt}:
            raise SolverError(f"HiGHS: {highs.modelStatusToString(status)}")
        info = highs.getInfo()
        found = info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
        values = np.array(highs.getSolution().col_value) if found else None
        bound = info.mip_dual_bound if any(self.whole) else info.objective_function_value
        return Outcome(values, float(bound) * scale, infeasible=False, stopped=stop[0])

    def _model(self, scale: float, options: SolveOptions, seconds: float) -> highspy.Highs:
        model = highspy.HighsLp()
        count = len(self.worth)
        model.num_col_, model.num_row_ = count, len(self.rows)
        model.col_cost_ = np.array(self.worth) / scale
        model.col_lower_, model.col_upper_ = np.array(self.low), np.array(self.high)
        model.row_lower_ = np.array([row[2] for row in self.rows])
        model.row_upper_ = np.array([row[3] for row in self.rows])
        model.sense_ = highspy.ObjSense.kMaximize
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *[len(row[0]) for row in self.rows]])
        model.a_matrix_.index_ = np.array([at for row in self.rows for at in row[0]], dtype=np.int32)
        model.a_matrix_.value_ = np.array([value for row in self.rows for value in row[1]])
        kinds = highspy.HighsVarType
        model.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in self.whole]
        highs = quiet_highs()
        highs.setOptionValue("threads", options.threads)
        highs.setOptionValue("random_seed", options.seed)
        highs.setOptionValue("mip_rel_gap", options.gap_pct / 100.0)
        highs.setOptionValue("mip_abs_gap", 0.0)
        highs.setOptionValue("primal_feasibility_tolerance", TOLERANCE)
        highs.setOptionValue("mip_feasibility_tolerance", TOLERANCE)
        highs.setOptionValue("time_limit", max(0.1, seconds))
        highs.passModel(model)
        return highs


def _listen(highs: highspy.Highs, progress: Progress, scale: float) -> list[bool]:
    """Let a listener hear of the best value and bound and, by raising ``Stop``, end the run; returns whether it did."""
    stopped, last = [False], [time.monotonic()]

    def hear(event: Any) -> None:
        if not stopped[0] and time.monotonic() - last[0] > TOLD_EVERY_S:
            last[0] = time.monotonic()
            found = event.data_out
            stopped[0] = not told(progress, found.mip_primal_bound * scale, found.mip_dual_bound * scale)
        if stopped[0]:
            event.interrupt()

    highs.cbMipInterrupt.subscribe(hear)
    return stopped


def told(progress: Progress, value: float, bound: float) -> bool:
    """Tell the best value and bound; False when the listener asked to stop."""
    try:
        progress.tell(
            "solve",
            incumbent=value if np.isfinite(value) else None,
            bound=bound if np.isfinite(bound) else None,
        )
    except (Stop, KeyboardInterrupt):
        return False
    return True


def gap_pct(value: float, bound: float) -> float:
    """Return the distance of a maximised value to its upper bound, in per cent of the value; 0 when both are 0."""
    if value == bound:
        return 0.0
    return 100.0 * (bound - value) / abs(value) if value else float("inf")
