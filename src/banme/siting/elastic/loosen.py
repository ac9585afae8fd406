"""The problem with every requirement let go that a repair can buy, and direct ways added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from banme.siting.problem import CENTRE, FREE, ORIGIN, OUTLET, POINT, Limits, NetworkProblem

if TYPE_CHECKING:
    from banme.siting.layout import Floats

DIRECT_OUTLETS = 3
"""Nearest outlets that each origin may be joined to directly."""
CARRIED = ["cost_vnd_t", "time_h", "co2_kg_t", "distance_km"]
KERNEL_ARCS = 4
"""Cheapest arcs each place keeps towards each kind of place when a problem is too large to take whole."""


@dataclass(frozen=True, slots=True, eq=False)
class Loosened:
    """The loosened problem; ``arcs`` (A,) gives each arc's row in the original table, -1 for a direct way added."""

    problem: NetworkProblem
    arcs: Any
    whole: bool
    """Whether every arc of the original is in it."""


def loosen(problem: NetworkProblem, most_columns: int, *, direct: bool) -> Loosened:
    """Return the problem without capacities, decisions, closures, times and limits; goods may stay behind.

    Problems with more than ``most_columns`` flows keep only the cheapest arcs of each place.
    """
    kept = np.arange(len(problem.arcs))
    size = len(problem.arcs) * len(problem.commodities) * len(problem.periods)
    whole = size <= most_columns
    if not whole:
        kept = _cheapest(problem)
    added = _direct_ways(problem) if direct else problem.arcs.iloc[:0]
    arcs = pd.concat([problem.arcs.iloc[kept], added], ignore_index=True)
    for column in arcs.columns.intersection(["commodity", "scenario"]):
        arcs[column] = arcs[column].astype(object).where(arcs[column].notna(), None)
    supply, demand = problem.supply, problem.demand
    return Loosened(
        problem.replace(
            to_repair=True,
            ceilings=(),
            commodities=problem.commodities.assign(max_time_h=np.nan),
            supply=supply.assign(unshipped_cost_vnd_t=supply["unshipped_cost_vnd_t"].fillna(0.0)),
            demand=demand.assign(min_t=0.0, max_t=np.inf),
            sites=problem.sites.assign(decision=FREE),
            modules=problem.modules.assign(throughput_t=np.inf, storage_t=np.inf),
            arcs=arcs,
            limits=Limits(single_source=problem.limits.single_source),
            commodity_caps=problem.commodity_caps.iloc[:0],
            closures=problem.closures.iloc[:0],
        ),
        np.concatenate([kept, np.full(len(added), -1)]),
        whole,
    )


def _cheapest(problem: NetworkProblem) -> Any:
    arcs = problem.arcs
    kind = arcs["target"].map(problem.nodes["kind"])
    rank = arcs.groupby([arcs["source"], kind])["cost_vnd_t"].rank(method="first")
    return np.flatnonzero(rank.to_numpy() <= KERNEL_ARCS)


def _direct_ways(problem: NetworkProblem) -> pd.DataFrame:
    """Return arcs from origins to their nearest outlets where none is, with the figures of the cheapest way there."""
    nodes, arcs = problem.nodes, problem.arcs
    kind = nodes["kind"].to_numpy(object)
    outlets = np.flatnonzero(kind == OUTLET)
    source, target = (nodes.index.get_indexer(pd.Index(arcs[end])) for end in ("source", "target"))
    figures = arcs[CARRIED].to_numpy(float)
    way = np.full((len(nodes), outlets.size, len(CARRIED)), np.inf)
    way[outlets, np.arange(outlets.size)] = 0.0
    for level in (CENTRE, POINT, ORIGIN):
        on = np.flatnonzero(kind[source] == level)
        on = on[np.argsort(source[on], kind="stable")]
        for rows in np.split(on, np.flatnonzero(np.diff(source[on])) + 1):
            if rows.size:
                _join(way, rows, (source, target, figures))
    joined = set(zip(source, target, strict=True))
    ways: list[tuple[object, ...]] = []
    for origin in np.flatnonzero(kind == ORIGIN):
        near = [at for at in np.argsort(way[origin, :, 0], kind="stable") if np.isfinite(way[origin, at, 0])]
        ways += [
            (nodes.index[int(origin)], nodes.index[int(outlets[at])], None, *way[origin, at])
            for at in near[:DIRECT_OUTLETS]
            if (origin, outlets[at]) not in joined
        ]
    return pd.DataFrame(ways, columns=["source", "target", "commodity", *CARRIED]).astype({"commodity": object})


def _join(way: Floats, rows: Any, arcs: tuple[Any, Any, Floats]) -> None:
    source, target, figures = arcs
    through = figures[rows][:, None, :] + way[target[rows]]
    best = through[:, :, 0].argmin(axis=0)
    way[source[rows[0]]] = through[best, np.arange(way.shape[1])]
