"""The linear relaxation in HiGHS, scaled inside, with linking rows added as they are violated."""

from __future__ import annotations

import copy
import ctypes
import functools
import os
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np
from scipy import sparse

from banme.errors import SolverError
from banme.siting.relaxation import stack
from banme.siting.rows import KEPT, link

if TYPE_CHECKING:
    from highspy import Highs
    from numpy.typing import NDArray

    from banme.siting.layout import Floats, Ints
    from banme.siting.relaxation import Choices, Relaxation
    from banme.siting.rows import Rows
    from banme.siting.watch import Watch

SLACK_PRICE = 20.0
"""Price of falling short, in the cost of the dearest flow."""
SHORT = 1e-7
SHARED = ("matrix", "low", "high", "scaling", "_scaled", "_one_module")
"""What programmes over different columns of one problem have in common; worked out when first asked for."""
LINK_TOLERANCE = 1e-4
"""Share of an arc's largest flow above which a linking row counts as violated."""


@dataclass(frozen=True, slots=True, eq=False)
class LinearResult:
    """One solve: ``status`` optimal, short (of columns), infeasible or stopped.

    Values are in t and 0..1, multipliers those of the relaxed rows. ``ray``
    holds multipliers that prove infeasibility (None unless infeasible and HiGHS gave one).
    """

    status: str
    values: Floats
    multipliers: Floats
    ray: Floats | None


@dataclass(frozen=True, slots=True, eq=False)
class Scaling:
    """Column units (a flow's largest value), row factors and the objective's unit.

    A true value is ``column * scaled``; a true multiplier is ``objective * row * scaled``.
    """

    column: Floats
    row: Floats
    objective: float


class LinearProgram:
    """The relaxation over chosen columns (all openings among them), kept warm between solves.

    Over part of the columns, supplies and least demands may fall short at a price no plan would pay, so that there
    always are multipliers that tell which columns are missing.
    """

    def __init__(
        self, relaxation: Relaxation, watch: Watch, setting: Setting, kernel: NDArray[np.bool_] | None = None
    ) -> None:
        self.relaxation = relaxation
        self.watch = watch
        self.setting = setting
        self.deadline = np.inf
        self._take(np.ones(relaxation.cost.size, bool) if kernel is None else kernel)

    @functools.cached_property
    def _kept(self) -> list[Rows]:
        return [family(self.relaxation.layout) for family in KEPT.values()]

    @functools.cached_property
    def matrix(self) -> sparse.csr_matrix:
        """Relaxed rows, then those that keep openings whole."""
        columns = int(self.relaxation.layout.offsets[-1])
        return sparse.vstack([self.relaxation.matrix, stack(self._kept, columns)]).tocsr()

    @functools.cached_property
    def low(self) -> Floats:
        """Least values of the matrix's rows."""
        return np.concatenate([self.relaxation.low, *[rows.low for rows in self._kept]])

    @functools.cached_property
    def high(self) -> Floats:
        """Largest values of the matrix's rows."""
        return np.concatenate([self.relaxation.high, *[rows.high for rows in self._kept]])

    @functools.cached_property
    def scaling(self) -> Scaling:
        """Units inside the programme."""
        return scale(self.relaxation, self.matrix)

    @functools.cached_property
    def _one_module(self) -> Ints:
        return self.relaxation.low.size + np.arange(self._kept[0].low.size)

    @functools.cached_property
    def _scaled(self) -> sparse.csc_matrix:
        return (sparse.diags(self.scaling.row) @ self.matrix @ sparse.diags(self.scaling.column)).tocsc()

    @functools.cached_property
    def highs(self) -> Highs:
        """HiGHS with the programme as it stands; made when first asked for."""
        highs = silent_highs(self.setting)
        self._load(highs)
        self.watch.attach(highs)
        return highs

    def over(self, kernel: NDArray[np.bool_]) -> LinearProgram:
        """Return the same programme over other columns."""
        for name in SHARED:
            getattr(self, name)
        other = copy.copy(self)
        other.deadline = np.inf
        other._take(kernel)  # noqa: SLF001 - its own class
        return other

    def _take(self, kernel: NDArray[np.bool_]) -> None:
        self.kernel = kernel.copy()
        self.columns: Ints = np.flatnonzero(kernel)
        self._openings_at = np.arange(self.columns.size - self.relaxation.layout.sizes[3], self.columns.size)
        self._slack_at = self.columns.size
        self._slacks: Ints = np.zeros(0, np.int64) if kernel.all() else self._elastic_rows()
        self.linked: Ints = np.zeros(0, np.int64)
        self.__dict__.pop("highs", None)

    @property
    def first_opening(self) -> int:
        """Column of the first opening variable."""
        return int(self.relaxation.layout.offsets[3])

    def _elastic_rows(self) -> Ints:
        at, out = 0, []
        for rows in self.relaxation.families:
            if rows.family in ("supply", "demand"):
                out.append(at + np.flatnonzero(rows.low > 0))
            at += rows.low.size
        return np.concatenate(out)

    def _load(self, highs: Highs) -> None:
        relaxation, scaling = self.relaxation, self.scaling
        on, slacks = self.columns, self._slacks
        cost = relaxation.cost * scaling.column / scaling.objective
        dear = SLACK_PRICE * float(np.abs(cost[: relaxation.upper.size - relaxation.layout.sizes[3]]).max(initial=1.0))
        extra = sparse.csc_matrix(
            (np.ones(slacks.size), (slacks, np.arange(slacks.size))), shape=(self.low.size, slacks.size)
        )
        pass_model(
            highs,
            sparse.hstack([self._scaled[:, on], extra]).tocsc(),
            np.concatenate([cost[on], np.full(slacks.size, dear)]),
            (
                np.zeros(on.size + slacks.size),
                np.concatenate([relaxation.upper[on] / scaling.column[on], np.full(slacks.size, np.inf)]),
            ),
            (self.low * scaling.row, self.high * scaling.row),
        )

    def add(self, columns: Ints) -> None:
        """Take in more columns; the solution so far stays a start."""
        relaxation, scaling = self.relaxation, self.scaling
        block = self._scaled[:, columns]
        self.highs.addCols(
            columns.size,
            relaxation.cost[columns] * scaling.column[columns] / scaling.objective,
            np.zeros(columns.size),
            relaxation.upper[columns] / scaling.column[columns],
            block.nnz,
            block.indptr[:-1].astype(np.int32),
            block.indices.astype(np.int32),
            block.data,
        )
        self.kernel[columns] = True
        self.columns = np.concatenate([self.columns, columns])

    def restrict(self, choices: Choices) -> None:
        """Set the openings' bounds to what the sites may still do."""
        low, high = opening_bounds(choices)
        columns = self._openings_at.astype(np.int32)
        self.highs.changeColsBounds(columns.size, columns, low.ravel(), high.ravel())
        must = must_open(self.relaxation, choices).ravel()
        for row, need in zip(self._one_module, must, strict=True):
            self.highs.changeRowBounds(int(row), float(need), 1.0)

    def solve(self, rounds: int) -> LinearResult:
        """Solve; add violated linking rows and solve again, at most ``rounds`` times."""
        result = self._run()
        for _ in range(rounds):
            if result.status != "optimal" or not self._add_links(result.values):
                break
            better = self._run()
            if better.status != "optimal":
                break
            result = better
        return result

    def _run(self) -> LinearResult:
        left = min(self.watch.left(), self.deadline - time.monotonic())
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + max(0.05, left))
        self.highs.run()
        status = self.highs.getModelStatus()
        solution = self.highs.getSolution()
        values, short = np.zeros(self.relaxation.cost.size), False
        if solution.value_valid:
            found = np.array(solution.col_value)
            slack = slice(self._slack_at, self._slack_at + self._slacks.size)
            short = float(found[slack].sum()) > SHORT
            found = np.delete(found, slack)
            values[self.columns] = found * self.scaling.column[self.columns]
        kinds = highspy.HighsModelStatus
        if status == kinds.kOptimal:
            return LinearResult("short" if short else "optimal", values, self._true(np.array(solution.row_dual)), None)
        if status in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible):
            _, has_ray, ray = self.highs.getDualRay()  # type: ignore[attr-defined]
            proof = self._true(np.array(ray)) if has_ray else None
            return LinearResult("infeasible", values, np.zeros(self.relaxation.low.size), proof)
        # Unknown: numbers gave out near the end; what is there serves as prices, and any prices give a bound
        if status in (kinds.kTimeLimit, kinds.kInterrupt, kinds.kIterationLimit, kinds.kUnknown):
            duals = np.array(solution.row_dual)
            good = solution.dual_valid and duals.size
            multipliers = self._true(duals) if good else np.zeros(self.relaxation.low.size)
            return LinearResult("stopped", values, multipliers, None)
        raise SolverError(f"HiGHS ended with {self.highs.modelStatusToString(status)}")

    def _true(self, duals: Floats) -> Floats:
        count = self.relaxation.low.size
        return self.relaxation.signed(duals[:count] * self.scaling.row[:count] * self.scaling.objective)

    def _add_links(self, values: Floats) -> bool:
        layout = self.relaxation.layout
        flows, stages = layout.flows, layout.weight.size
        openings = values[self.first_opening :].reshape(-1, stages)
        opened = np.zeros((layout.kind.size, stages))
        np.add.at(opened, layout.modules.site, openings)
        share = values[: flows.arc.size] / flows.upper - opened[flows.target, layout.stage[flows.period]]
        into_site = np.isin(flows.target, layout.sites) & self.kernel[: flows.arc.size]
        violated = np.flatnonzero(into_site & (share > LINK_TOLERANCE))
        violated = np.setdiff1d(violated, self.linked)
        if not violated.size:
            return False
        self.linked = np.concatenate([self.linked, violated])
        rows = stack([link(layout, violated)], values.size)
        scaled = (sparse.diags(1.0 / flows.upper[violated]) @ rows @ sparse.diags(self.scaling.column)).tocsr()
        slacks = sparse.csr_matrix((violated.size, self._slacks.size))
        scaled = scaled[:, self.columns]
        scaled = sparse.hstack([scaled[:, : self._slack_at], slacks, scaled[:, self._slack_at :]]).tocsr()
        count = violated.size
        self.highs.addRows(
            count,
            np.full(count, -np.inf),
            np.zeros(count),
            scaled.nnz,
            scaled.indptr[:-1].astype(np.int32),
            scaled.indices.astype(np.int32),
            scaled.data,
        )
        return True


@dataclass(frozen=True, slots=True)
class Setting:
    """How HiGHS runs: random seed and threads."""

    seed: int
    threads: int


@functools.cache
def _greeted() -> bool:
    """Let HiGHS print its greeting, which it does once in a process, where nobody reads it."""
    sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:
        return False
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        highspy.Highs()  # type: ignore[no-untyped-call]
        _flush_c_library()
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
    return True


def _flush_c_library() -> None:
    try:
        ctypes.CDLL(None if os.name == "posix" else "msvcrt").fflush(None)
    except (OSError, AttributeError):
        return


def _new_highs() -> Highs:
    _greeted()
    return highspy.Highs()  # type: ignore[no-untyped-call]


def silent_highs(setting: Setting) -> Highs:
    """Return a quiet HiGHS."""
    highs = _new_highs()
    highs.setOptionValue("output_flag", False)  # noqa: FBT003 - HiGHS takes it so
    highs.setOptionValue("random_seed", setting.seed)
    highs.setOptionValue("threads", setting.threads)
    return highs


def pass_model(
    highs: Highs, matrix: sparse.csc_matrix, cost: Floats, bounds: tuple[Floats, Floats], rows: tuple[Floats, Floats]
) -> None:
    """Hand a minimisation over ``bounds`` columns with ``rows`` limits to HiGHS."""
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = matrix.shape[1], matrix.shape[0]
    model.col_cost_, model.col_lower_, model.col_upper_ = cost, bounds[0], bounds[1]
    model.row_lower_, model.row_upper_ = rows
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = matrix.indptr
    model.a_matrix_.index_ = matrix.indices
    model.a_matrix_.value_ = matrix.data
    highs.passModel(model)


def scale(relaxation: Relaxation, matrix: sparse.csr_matrix) -> Scaling:
    """Return units that make every flow run from 0 to 1 and every row's largest entry 1."""
    column = relaxation.upper.copy()
    column[column <= 0] = 1.0
    scaled = abs(matrix @ sparse.diags(column)).tocsr()
    largest = np.asarray(scaled.max(axis=1).todense()).ravel() if scaled.nnz else np.ones(scaled.shape[0])
    row = np.where(largest > 0, 1.0 / np.where(largest > 0, largest, 1.0), 1.0)
    costs = np.abs(relaxation.cost * column)
    costs = costs[costs > 0]
    objective = float(max(np.median(costs), costs.max() * 1e-9)) if costs.size else 1.0
    return Scaling(column, row, objective)


def opening_bounds(choices: Choices) -> tuple[Floats, Floats]:
    """Return (M, S) lower and upper bounds of the openings."""
    high = np.cumsum(choices.opened, axis=1) > 0
    return np.zeros(high.shape), high.astype(float)


def must_open(relaxation: Relaxation, choices: Choices) -> Floats:
    """Return 1 for each site with modules and stage in which every choice left is open, else 0."""
    layout = relaxation.layout
    with_modules = np.unique(layout.modules.site)
    later = np.zeros((layout.kind.size, layout.weight.size), bool)
    opens_later = np.zeros_like(choices.opened)
    opens_later[:, :-1] = np.cumsum(choices.opened[:, ::-1], axis=1)[:, ::-1][:, 1:] > 0
    np.logical_or.at(later, layout.modules.site, opens_later)
    return (~choices.closed[:, None] & ~later)[with_modules].astype(float)
