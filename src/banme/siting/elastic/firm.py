"""Whether requirements contradict one another in the linear programme, asked again and again of one programme.

Requirements asked about are *firm*: giving way on them costs, by the share of the most that could be bought. Giving way
on all others is free. If the least cost is above zero the firm ones contradict, and the dual values say which: those
whose relief would help at these prices contradict already by themselves (a certificate in the sense of Farkas). So one
solve mostly leaves out nearly everything that is not needed. Each solve begins anew: where most relief is free, what
presolve takes out is worth more than the last basis.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import highspy
import numpy as np
from scipy import sparse

from banme.siting.linear import pass_model, silent_highs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from banme.siting.elastic.programme import Programme
    from banme.siting.elastic.requirements import Requirement
    from banme.siting.layout import Ints

SURE = 1e-6
"""Least cost (shares of reliefs) above which requirements contradict, and least help at the prices that counts."""


class FirmProgramme:
    """One linear programme over an elastic model; ``members`` are the relief columns of each requirement."""

    def __init__(self, programme: Programme, members: Mapping[Requirement, Sequence[int]], shut: Sequence[int]) -> None:
        model = programme.model
        self.watch, self.members = programme.watch, members
        unit = np.where(model.upper > 0, model.upper, 1.0)
        matrix = (model.matrix @ sparse.diags(unit)).tocsr()
        largest = np.asarray(abs(matrix).max(axis=1).todense()).ravel() if matrix.nnz else np.ones(matrix.shape[0])
        row = 1.0 / np.where(largest > 0, largest, 1.0)
        self.matrix = (sparse.diags(row) @ matrix).tocsc()
        upper = model.upper / unit
        upper[list(shut)] = 0.0
        self.highs = silent_highs(programme.setting)
        bounds = (np.zeros(unit.size), upper)
        pass_model(self.highs, self.matrix, np.zeros(unit.size), bounds, (model.low * row, model.high * row))
        self.columns: Ints = np.sort(np.concatenate([np.asarray(one, np.int64) for one in members.values()]))
        programme.watch.attach(self.highs)

    def contradicting(self, firm: Iterable[Requirement], until: float) -> list[Requirement] | None:
        """Return those of the firm requirements that contradict, none if they do not, None if time ran out."""
        asked = list(firm)
        cost = np.zeros(self.matrix.shape[1])
        for requirement in asked:
            cost[self.members[requirement]] = 1.0
        left = min(self.watch.left(), until - time.monotonic())
        if left <= 0.0:
            return None
        self.highs.clearSolver()
        self.highs.changeColsCost(self.columns.size, self.columns.astype(np.int32), cost[self.columns])
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + left)
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        if self.highs.getInfo().objective_function_value <= SURE:
            return []
        helps = self.matrix.T @ np.array(self.highs.getSolution().row_dual) > SURE
        return [requirement for requirement in asked if helps[self.members[requirement]].any()]
