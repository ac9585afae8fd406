"""The linear programmes over shares: few coalitions at first, then those that the shares found treat worst."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from banme.errors import SolverError
from banme.quiet import quiet_highs
from banme.routing.sharing.game import Floats

UNBOUNDED = (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible)
ADDED = 5
"""Most coalitions added at a time."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Coalitions with at most ``cost - gain`` to pay: membership (k, n) and limits (k,)."""

    belongs: Floats
    limit: Floats


class Shares:
    """Shares of all parties and one more figure, the last column, to be maximised.

    A row says that a coalition's shares, plus ``push`` times the last column, are at most its limit; an equality that
    they are its limit.

    Parameters
    ----------
    rows : Rows
        Of every coalition that counts.
    fixed : list of (members, total)
        Coalitions that pay exactly so much.
    push : (k,) floats
        Coefficient of the last column in each row.
    """

    def __init__(self, rows: Rows, fixed: list[tuple[Floats, float]], push: Floats) -> None:
        self.rows, self.push = rows, push
        n = rows.belongs.shape[1]
        self.parties = n
        self.used: list[int] = []
        self.highs = quiet_highs()
        self.highs.setOptionValue("threads", 1)
        self.highs.setOptionValue("primal_feasibility_tolerance", 1e-10)
        self.highs.setOptionValue("dual_feasibility_tolerance", 1e-10)
        infinite = highspy.kHighsInf
        for _ in range(n):
            self.highs.addCol(0.0, -infinite, infinite, 0, np.zeros(0, np.int32), np.zeros(0))
        self.highs.addCol(-1.0, -infinite, infinite, 0, np.zeros(0, np.int32), np.zeros(0))
        for members, total in fixed:
            columns = np.flatnonzero(members).astype(np.int32)
            self.highs.addRow(total, total, columns.size, columns, members[columns])

    def add(self, row: int) -> None:
        """Let a coalition count."""
        members = np.append(self.rows.belongs[row], self.push[row])
        columns = np.flatnonzero(members).astype(np.int32)
        limit = float(self.rows.limit[row])
        self.highs.addRow(-highspy.kHighsInf, limit, columns.size, columns, members[columns])
        self.used.append(row)

    def best(self, tolerance: float) -> tuple[Floats, float]:
        """Add coalitions until none pays more than its limit; return the shares and the last column.

        Raises
        ------
        SolverError
            When HiGHS finds no optimum.

        """
        while True:
            self.highs.run()
            status = self.highs.getModelStatus()
            if status in UNBOUNDED and len(self.used) < self.rows.limit.size:
                for row in sorted(set(range(self.rows.limit.size)) - set(self.used)):
                    self.add(row)
                continue
            if status != highspy.HighsModelStatus.kOptimal:
                raise SolverError(f"HiGHS: {self.highs.modelStatusToString(status)}")
            values = np.array(self.highs.getSolution().col_value)
            shares, last = values[: self.parties], float(values[-1])
            above = self.rows.belongs @ shares + self.push * last - self.rows.limit
            above[self.used] = 0.0
            worst = np.argsort(-above, kind="stable")[:ADDED]
            missing = [int(row) for row in worst if above[row] > tolerance]
            if not missing:
                return shares, last
            for row in missing:
                self.add(row)

    def binding(self, tolerance: float) -> list[int]:
        """Return the coalitions whose limit has a price above the tolerance: they are met in every best solution."""
        duals = np.abs(np.array(self.highs.getSolution().row_dual))[-len(self.used) :] if self.used else np.zeros(0)
        return [row for row, dual in zip(self.used, duals, strict=True) if dual > tolerance]
