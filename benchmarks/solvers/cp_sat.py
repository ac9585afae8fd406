"""OR-Tools' CP-SAT on the whole programme in whole numbers.

CP-SAT knows whole numbers only. Tonnes are counted in units so small that the largest flow has 1e5 of them, or in
tonnes where every quantity is whole; rows with other coefficients are multiplied and rounded to the safe side; costs
are rounded. What its plan costs is computed again in tonnes and VND, after its flows were stretched to ship every
supply exactly, as our own plans are. Its bound is that of the rounded programme: it says something about the problem
only where nothing was rounded and a single commodity makes whole flows no restriction; else it is nan.
"""

from __future__ import annotations

import math
import time

import numpy as np
from ortools.sat.python import cp_model

from banme.siting import NetworkProblem, Options
from banme.siting.plan import plan_of
from solvers.whole import Found, Whole, build

UNITS = 1e5
"""Units of the largest flow where quantities are not whole."""
COST_SUM = 2.0**52
COEFFICIENT = 1e4


def solve(problem: NetworkProblem, options: Options) -> Found:
    """Solve with the time and threads given; building counts."""
    began = time.monotonic()
    whole = build(problem, strong=True)
    unit = _unit(whole)
    model, variables, money, exact = _model(whole, unit)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = options.threads
    solver.parameters.random_seed = options.seed
    solver.parameters.relative_gap_limit = options.gap_pct / 100.0
    solver.parameters.max_time_in_seconds = max(0.1, options.time_limit_s - (time.monotonic() - began))
    status = solver.solve(model)
    exact &= problem.commodities.shape[0] == 1
    bound = solver.best_objective_bound / money if exact else math.nan
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Found(math.inf, bound)
    values = np.array([solver.value(variable) for variable in variables], float) / unit
    openings = values[whole.first :].reshape(-1, whole.layout.weight.size) > 0.5
    first = np.where(openings.any(axis=1), openings.argmax(axis=1), -1)
    return Found(plan_of(whole.layout, first, values).total, bound)


def _unit(whole: Whole) -> np.ndarray:
    """Return how many units one tonne (an opening: 1) has, by column."""
    quantities = [whole.upper[: whole.first], whole.low, whole.high]
    finite = np.concatenate([each[np.isfinite(each)] for each in quantities])
    of_flow = 1.0 if (finite == np.round(finite)).all() else UNITS / max(1e-9, float(whole.upper[: whole.first].max()))
    return np.where(np.arange(whole.cost.size) < whole.first, of_flow, 1.0)


def _model(whole: Whole, unit: np.ndarray) -> tuple[cp_model.CpModel, list[cp_model.IntVar], float, bool]:
    model = cp_model.CpModel()
    most = np.ceil(whole.upper * unit - 1e-9).astype(np.int64)
    variables = [model.new_int_var(0, int(high), "") for high in most]
    exact = bool((most == whole.upper * unit).all())
    matrix = whole.matrix.tocsr()
    for at in range(matrix.shape[0]):
        span = slice(matrix.indptr[at], matrix.indptr[at + 1])
        columns, values = matrix.indices[span], matrix.data[span] / unit[matrix.indices[span]]
        exact &= _row(model, [variables[j] for j in columns], values, (whole.low[at], whole.high[at]))
    cost = whole.cost / unit
    money = COST_SUM / max(1.0, float(np.abs(cost * most).sum()))
    money = 1.0 if money >= 1.0 and (cost == np.round(cost)).all() else money
    rounded = np.round(cost * money)
    exact &= bool((rounded == cost * money).all())
    model.minimize(cp_model.LinearExpr.weighted_sum(variables, rounded.astype(np.int64).tolist()))
    return model, variables, money, exact


def _row(
    model: cp_model.CpModel, variables: list[cp_model.IntVar], values: np.ndarray, limits: tuple[float, float]
) -> bool:
    """Add one row in whole numbers, on the safe side of its limits; return whether nothing was rounded."""
    if not len(variables):
        return True
    low, high = limits
    least = np.abs(values[values != 0]).min(initial=np.inf)
    factor = 1.0 / least if np.isfinite(least) else 1.0
    scaled = values * factor
    if not np.allclose(scaled, np.round(scaled), rtol=0, atol=1e-9):
        factor *= COEFFICIENT
        scaled = values * factor
    low, high = low * factor, high * factor
    equal = low == high
    coefficients = np.round(scaled) if equal or (np.isfinite(low) and np.isfinite(high)) else _safe(scaled, high)
    expression = cp_model.LinearExpr.weighted_sum(variables, coefficients.astype(np.int64).tolist())
    if equal:
        model.add(expression == round(low))
        return bool((coefficients == scaled).all() and low == round(low))
    if np.isfinite(low):
        model.add(expression >= math.ceil(low - 1e-6))
    if np.isfinite(high):
        model.add(expression <= math.floor(high + 1e-6))
    whole_limits = all(not np.isfinite(limit) or limit == round(limit) for limit in (low, high))
    return bool((coefficients == scaled).all() and whole_limits)


def _safe(scaled: np.ndarray, high: float) -> np.ndarray:
    """Round up what counts against a most, down what counts towards a least; nearly whole values to the nearest."""
    near = np.round(scaled)
    rounded = np.ceil(scaled) if np.isfinite(high) else np.floor(scaled)
    return np.where(np.abs(scaled - near) <= 1e-9, near, rounded)
