"""Why each establishment of a plan moves or stays, read from the tables and from the room the plan leaves."""

from __future__ import annotations

import numpy as np
import pandas as pd

from banme.clusters.assignment.problem import FITS, AssignmentProblem, Floats, Ints
from banme.clusters.relocation.build import build
from banme.clusters.relocation.choose import Relocation
from banme.clusters.relocation.problem import RelocationProblem

MOVES, NO_TRADE, REFUSED, NO_SIZE, NOT_SERVICED = "moves", "no_trade", "refused", "no_size", "not_serviced"
NO_UTILITY, NO_BUDGET, NOT_WORTH, SHORT, WITHIN_GAP = "no_utility", "no_budget", "not_worth", "short", "within_gap"


def reasons(problem: RelocationProblem, found: Relocation) -> pd.DataFrame:
    """Say for every establishment why it moves or stays.

    Returns
    -------
    DataFrame
        By establishment ``reason`` and ``short_of``, the resource that stands in the way (empty for most reasons):

        - ``moves``;
        - no option at all: ``no_trade``, ``refused``, ``no_size``, ``not_serviced``, in this order of asking;
        - options that do not fit even alone: ``no_utility``, ``no_budget``;
        - ``not_worth``: staying costs least by the plan's objective;
        - ``short``: a better option would break a capacity beside the others of the plan;
        - ``within_gap``: a better option would fit; the plan is only proven to its gap.

    """
    moves, work = build(problem), found.assignment
    chosen = _chosen(work, found)
    room = work.capacity * (1.0 + FITS) - work.used(chosen)
    rows = []
    for item, code in enumerate(problem.movers.index):
        mine = np.arange(work.start[item], work.start[item + 1])
        away = mine[moves.plot[mine] >= 0]
        if moves.plot[chosen[item]] >= 0:
            rows.append((MOVES, ""))
        elif not away.size:
            rows.append((_without(problem, str(code)), ""))
        else:
            rows.append(_kept(work, int(chosen[item]), away, room))
    return pd.DataFrame(rows, columns=["reason", "short_of"], index=problem.movers.index)


def _chosen(work: AssignmentProblem, found: Relocation) -> Ints:
    return found.plan.chosen if found.plan.chosen is not None else work.start[:-1]


def _without(problem: RelocationProblem, code: str) -> str:
    """Name the first condition that leaves an establishment without an option."""
    row = problem.movers.loc[code]
    open_to = set(problem.trades.loc[problem.trades["trade"] == row["trade"], "cluster"]) & set(
        problem.plots["cluster"]
    )
    if not open_to:
        return NO_TRADE
    wishes = problem.wishes[(problem.wishes["establishment"] == code) & (problem.wishes["wish"] <= -1.0)]
    open_to -= set(wishes["cluster"])
    if not open_to:
        return REFUSED
    plots = problem.plots[problem.plots["cluster"].isin(open_to)]
    return NOT_SERVICED if (plots["area_ha"] >= row["land_ha"]).any() else NO_SIZE


def _kept(work: AssignmentProblem, stay: int, away: Ints, room: Floats) -> tuple[str, str]:
    """Say why an establishment that has options stays."""
    alone = [_first_over(work, option, work.capacity * (1.0 + FITS)) for option in away]
    if all(alone):
        name = max(set(alone), key=alone.count)
        return (NO_BUDGET if name.startswith("budget/") else NO_UTILITY), name
    freed = room.copy()
    cells = slice(work.use_start[stay], work.use_start[stay + 1])
    freed[work.use_resource[cells]] += work.use_amount[cells]
    able = away[[not name for name in alone]]
    better = able[work.cost[able] < work.cost[stay]]
    if not better.size:
        return NOT_WORTH, ""
    blocks = [_first_over(work, int(option), freed) for option in better]
    if not all(blocks):
        return WITHIN_GAP, ""
    return SHORT, blocks[int(np.argmin(work.cost[better]))]


def _first_over(work: AssignmentProblem, option: int, room: Floats) -> str:
    """Name the resource of which an option needs most beyond what is there, in its share; empty when it fits."""
    cells = slice(work.use_start[option], work.use_start[option + 1])
    used, amount = work.use_resource[cells], work.use_amount[cells]
    over = (amount - room[used]) / np.maximum(work.capacity[used], 1.0)
    if not over.size or over.max() <= 0.0:
        return ""
    return work.resources[int(used[int(np.argmax(over))])]
