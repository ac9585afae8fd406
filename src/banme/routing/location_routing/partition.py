"""The best choice among all rounds met: a set-partitioning programme solved by HiGHS."""

from __future__ import annotations

import highspy
import numpy as np

from banme.quiet import quiet_highs
from banme.routing.location_routing.layout import Layout, Rounds
from banme.routing.location_routing.pool import Key, Pool
from banme.routing.location_routing.problem import Floats, Ints

MOST = 20_000
"""Rounds the relaxation looks at; of more, the latest."""
KEPT = 3000
"""Rounds the whole programme looks at: those of least reduced cost."""
TOLERANCE = 1e-6


def recombine(layout: Layout, pool: Pool, best: Rounds, seconds: float) -> Rounds:
    """Return rounds of the pool, from the depots of ``best``, that serve everyone for less; empty without any in time.

    One binary for each round; every customer in exactly one round; the rounds of a depot carry no more than its room.
    """
    depots = sorted({depot for depot, _ in best})
    known = {key: cost for key, (cost, _) in pool.rounds.items() if key[0] in depots}
    mine = {(depot, frozenset(stops)) for depot, stops in best}
    keys = list(dict.fromkeys([*mine, *list(known)[-MOST:]]))
    costs = np.array([known[key] for key in keys])
    cutoff = sum(layout.round_cost(*one) for one in best)
    relaxed = _program(layout, depots, keys, costs)
    relaxed.setOptionValue("time_limit", max(0.1, 0.3 * seconds))
    relaxed.run()
    if relaxed.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return ()
    reduced = np.array(relaxed.getSolution().col_dual)
    near = np.flatnonzero(reduced <= cutoff - relaxed.getInfo().objective_function_value + TOLERANCE)
    near = near[np.argsort(reduced[near], kind="stable")[:KEPT]]
    kept = [keys[at] for at in near]
    whole = _program(layout, depots, kept, costs[near])
    for column in range(len(kept)):
        whole.changeColIntegrality(column, highspy.HighsVarType.kInteger)
    whole.setOptionValue("time_limit", max(0.1, 0.7 * seconds))
    whole.setOptionValue("objective_bound", cutoff)
    whole.setOptionValue("mip_rel_gap", 0.0)
    whole.run()
    if whole.getInfo().primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
        return ()
    chosen = np.array(whole.getSolution().col_value) > 0.5  # noqa: PLR2004
    return tuple((key[0], pool.rounds[key][1]) for key, yes in zip(kept, chosen, strict=True) if yes)


def _program(layout: Layout, depots: list[int], keys: list[Key], costs: Floats) -> highspy.Highs:
    n, rooms = layout.customers, len(depots)
    columns = len(keys)
    sizes = np.array([len(stops) for _, stops in keys])
    stops = np.array([x for _, some in keys for x in sorted(some)], dtype=np.int64)
    owner = np.repeat(np.arange(columns), sizes)
    home = n + np.searchsorted(depots, np.array([d for d, _ in keys]))
    load = np.bincount(owner, layout.demand[stops], minlength=columns)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns, n + rooms
    model.col_cost_ = costs
    model.col_lower_, model.col_upper_ = np.zeros(columns), np.full(columns, highspy.kHighsInf)
    model.row_lower_ = np.concatenate([np.ones(n), np.full(rooms, -highspy.kHighsInf)])
    model.row_upper_ = np.concatenate([np.ones(n), layout.room[depots] / layout.truck])
    index, value, start = _columns(stops, owner, home, load / layout.truck)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = start.astype(np.int32), index.astype(np.int32)
    model.a_matrix_.value_ = value
    highs = quiet_highs()
    highs.setOptionValue("threads", 1)
    highs.passModel(model)
    return highs


def _columns(stops: Ints, owner: Ints, home: Ints, share: Floats) -> tuple[Ints, Floats, Ints]:
    """Return row numbers, entries and starts, column by column: its customers, then its depot's room."""
    columns = home.size
    order = np.lexsort(
        (np.concatenate([np.zeros(stops.size), np.ones(columns)]), np.concatenate([owner, np.arange(columns)]))
    )
    index = np.concatenate([stops, home])[order]
    value = np.concatenate([np.ones(stops.size), share])[order]
    counts = np.bincount(owner, minlength=columns) + 1
    return index, value, np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
