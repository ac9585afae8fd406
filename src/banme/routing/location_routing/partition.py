"""The best choice among all rounds met: a set-partitioning programme solved by HiGHS."""

from __future__ import annotations

import highspy
import numpy as np

from banme.quiet import quiet_highs
from banme.routing.location_routing.layout import Layout, Round, Rounds
from banme.routing.location_routing.pool import Pool
from banme.routing.location_routing.problem import Floats, Ints

MOST = 8000
"""Sets of stops the relaxation looks at; of more, the latest."""
KEPT = 3000
"""Rounds the whole programme looks at: those of least reduced cost."""
TOLERANCE = 1e-6
HALF = 0.5


def recombine(layout: Layout, pool: Pool, best: Rounds, seconds: float) -> Rounds:
    """Return rounds made of the pool's, from the depots of ``best``, that serve everyone for less; empty without any.

    One binary for each set of stops met and each of these depots; every customer in exactly one round; the rounds of a
    depot carry no more than its room. ``best`` is where the search of HiGHS begins.
    """
    depots = sorted({depot for depot, _ in best})
    orders = pool.among(depots, MOST) | {frozenset(stops): stops for _, stops in best}
    made = [one for stops in orders.values() for one in _from_each(layout, depots, stops)]
    rounds = [(depot, stops) for depot, stops, _ in made]
    costs = np.array([cost for _, _, cost in made])
    mine = {(depot, frozenset(stops)) for depot, stops in best}
    chosen = np.array([(depot, frozenset(stops)) in mine for depot, stops in rounds])
    relaxed = _program(layout, depots, rounds, costs)
    relaxed.setOptionValue("time_limit", max(0.1, 0.3 * seconds))
    relaxed.run()
    if relaxed.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return ()
    cutoff = float(costs[chosen].sum())
    reduced = np.array(relaxed.getSolution().col_dual)
    reduced[chosen] = -np.inf  # what the search begins with stays in
    near = np.flatnonzero(reduced <= cutoff - relaxed.getInfo().objective_function_value + TOLERANCE)
    near = near[np.argsort(reduced[near], kind="stable")[:KEPT]]
    whole = _program(layout, depots, [rounds[at] for at in near], costs[near])
    for column in range(near.size):
        whole.changeColIntegrality(column, highspy.HighsVarType.kInteger)
    start = highspy.HighsSolution()
    start.col_value = chosen[near].astype(float).tolist()
    whole.setSolution(start)
    whole.setOptionValue("time_limit", max(0.1, 0.7 * seconds))
    whole.setOptionValue("mip_rel_gap", 0.0)
    whole.run()
    if whole.getInfo().primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
        return ()
    values = np.array(whole.getSolution().col_value)
    found = tuple(rounds[at] for at in near[values > HALF])
    return found if layout.fits(found) and layout.cost(found) < layout.cost(best) else ()


def _from_each(layout: Layout, depots: list[int], stops: tuple[int, ...]) -> list[tuple[int, tuple[int, ...], float]]:
    """Return the round from each depot and its cost, the circle of stops broken where that costs least."""
    line = layout.depots + np.array(stops)
    following = np.roll(line, -1)
    legs = layout.away[line, following]
    made = []
    for depot in depots:
        opened = layout.away[line, depot] + layout.away[depot, following] - legs
        at = int(opened.argmin())
        cost = layout.fixed + float(legs.sum() + opened[at])
        made.append((depot, stops[at + 1 :] + stops[: at + 1], cost))
    return made


def _program(layout: Layout, depots: list[int], rounds: list[Round], costs: Floats) -> highspy.Highs:
    n, rooms = layout.customers, len(depots)
    columns = len(rounds)
    sizes = np.array([len(stops) for _, stops in rounds])
    stops = np.array([x for _, some in rounds for x in sorted(some)], dtype=np.int64)
    owner = np.repeat(np.arange(columns), sizes)
    home = n + np.searchsorted(depots, np.array([d for d, _ in rounds]))
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
