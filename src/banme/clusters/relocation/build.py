"""The relocation as an assignment: each establishment stays or moves in a year to a plot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from banme.clusters.assignment import AssignmentProblem
from banme.clusters.assignment.problem import Floats, Ints
from banme.clusters.relocation.problem import UTILITIES, RelocationProblem

STAY = "stay"
OBJECTIVES = ("exposure", "cost_vnd", "jobs_lost")


@dataclass(frozen=True, slots=True)
class Travel:
    """Workers follow a move up to ``free_km``; each km beyond loses ``lost_share_km`` of them (an assumption)."""

    free_km: float = 5.0
    lost_share_km: float = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Every option, establishment by establishment, staying first.

    Attributes
    ----------
    mover, plot, year : (M,) ints
        Positions; -1 for plot and year when staying.
    objectives : dict of str to (M,) floats
        ``exposure`` still there (person-years x pollution), ``cost_vnd`` over all years, ``jobs_lost``.
    problem : AssignmentProblem
        Land, utilities and budgets as resources; its cost is ``cost_vnd`` until weights are given.

    """

    mover: Ints
    plot: Ints
    year: Ints
    objectives: dict[str, Floats]
    problem: AssignmentProblem


def build(problem: RelocationProblem, travel: Travel | None = None) -> Moves:
    """List the options and what they use.

    An option exists where the cluster may receive the trade, the plot is serviced by that year and large enough, and
    the owner does not refuse the cluster outright (wish -1). A plot that must not be split is taken whole; another is
    taken by at least its smallest part.
    """
    mover, plot, year = _options(problem)
    moves = plot >= 0
    movers, plots = problem.movers, problem.plots
    travel = travel or Travel()
    km = np.zeros(mover.size)
    for axis in ("x_m", "y_m"):
        apart = movers[axis].to_numpy(float)[mover[moves]] - plots[axis].to_numpy(float)[plot[moves]]
        km[moves] += (apart / 1000.0) ** 2
    lost = np.where(moves, np.clip((np.sqrt(km) - travel.free_km) * travel.lost_share_km, 0.0, 1.0), 0.0)
    before = np.where(moves, year, len(problem.years))
    after = len(problem.years) - before
    rent = np.where(moves, plots["rent_vnd_ha_year"].to_numpy(float)[plot], 0.0)
    taken = np.where(moves, _taken(problem, mover, plot), 0.0)
    own = {name: movers[name].to_numpy(float)[mover] for name in (*UTILITIES, "exposure", "workers")}
    stay, once = (movers[name].to_numpy(float)[mover] for name in ("stay_cost_vnd_year", "move_cost_vnd"))
    objectives = {
        "exposure": own["exposure"] * before,
        "cost_vnd": stay * before + moves * once + rent * taken * after,
        "jobs_lost": own["workers"] * lost,
    }
    return Moves(
        mover, plot, year, objectives, _assignment(problem, (mover, plot, year), taken, objectives["cost_vnd"])
    )


def _options(problem: RelocationProblem) -> tuple[Ints, Ints, Ints]:
    movers, plots = problem.movers, problem.plots
    clusters = plots["cluster"].to_numpy(object)
    receives = set(zip(problem.trades["trade"], problem.trades["cluster"], strict=True))
    refused = problem.wishes[problem.wishes["wish"] <= -1.0]
    refuses = set(zip(refused["establishment"], refused["cluster"], strict=True))
    names = list(dict.fromkeys(clusters))
    number = np.array([names.index(name) for name in clusters], np.int64)
    open_to = np.array(
        [
            [(row.trade, name) in receives and (row.Index, name) not in refuses for name in names]
            for row in movers[["trade"]].itertuples()
        ],
        bool,
    ).reshape(len(movers), len(names))
    large = movers["land_ha"].to_numpy(float)[:, None] <= plots["area_ha"].to_numpy(float)
    fits = open_to[:, number] & large
    ready = plots["serviced_from"].to_numpy(float)[:, None] <= np.array(problem.years, float)
    mover, plot, year = np.nonzero(fits[:, :, None] & ready[None])
    mover = np.concatenate([np.arange(len(movers)), mover])
    order = np.argsort(mover, kind="stable")
    none = np.full(len(movers), -1)
    return mover[order], np.concatenate([none, plot])[order], np.concatenate([none, year])[order]


def _taken(problem: RelocationProblem, mover: Ints, plot: Ints) -> Floats:
    """Return the land an option takes (ha)."""
    land = problem.movers["land_ha"].to_numpy(float)[mover]
    part = problem.plots["least_part_ha"].to_numpy(float)[plot]
    area = problem.plots["area_ha"].to_numpy(float)[plot]
    taken: Floats = np.where(np.isnan(part), area, np.maximum(land, part))
    return taken


def support(problem: RelocationProblem) -> Floats:
    """Return what the budget pays for each establishment's move in each year (VND), (movers, years)."""
    costs = problem.movers["move_cost_vnd"].to_numpy(float)
    return np.array([[problem.support_vnd(cost, year) for year in problem.years] for cost in costs]).reshape(
        costs.size, len(problem.years)
    )


def binding_years(capacity: Floats) -> list[int]:
    """Return the years whose limit says something: who came stays, so a later limit as low covers an earlier one."""
    last = capacity.size - 1
    return [at for at in range(capacity.size) if at == last or capacity[at] < capacity[at + 1 :].min()]


def _assignment(
    problem: RelocationProblem, at: tuple[Ints, Ints, Ints], taken: Floats, cost: Floats
) -> AssignmentProblem:
    mover, plot, year = at
    plots, years = problem.plots, problem.years
    moves = np.flatnonzero(plot >= 0)
    names = [f"land/{code}" for code in plots.index]
    capacity = list(plots["area_ha"].to_numpy(float))
    cells = [(moves, plot[moves], taken[moves])]
    cells.append((moves, len(names) + year[moves], support(problem)[mover[moves], year[moves]]))
    names += [f"budget/{one}" for one in years]
    capacity += list(problem.budget_vnd)
    cluster_of = plots["cluster"].to_numpy(object)[plot]
    limits = problem.utilities.set_index(["cluster", "utility", "year"])["capacity"]
    for cluster in dict.fromkeys(plots["cluster"]):
        inside = moves[cluster_of[moves] == cluster]
        for utility in UTILITIES:
            most = np.array([float(limits[cluster, utility, one]) for one in years])
            need = problem.movers[utility].to_numpy(float)[mover]
            for late in binding_years(most):
                users = inside[year[inside] <= late]
                cells.append((users, np.full(users.size, len(names)), need[users]))
                names.append(f"{utility}/{cluster}/{years[late]}")
                capacity.append(most[late])
    option, resource, amount = (np.concatenate(parts) for parts in zip(*cells, strict=True))
    order = np.argsort(option, kind="stable")
    codes, labels = [str(code) for code in plots.index], [str(one) for one in years]
    return AssignmentProblem(
        items=tuple(str(code) for code in problem.movers.index),
        options=tuple(
            STAY if p < 0 else f"{codes[p]}@{labels[y]}" for p, y in zip(plot.tolist(), year.tolist(), strict=True)
        ),
        resources=tuple(names),
        start=_starts(mover, len(problem.movers)),
        cost=cost,
        use_start=_starts(option, mover.size),
        use_resource=resource[order].astype(np.int64),
        use_amount=amount[order].astype(float),
        capacity=np.array(capacity, float),
    )


def _starts(owner: Ints, owners: int) -> Ints:
    return np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=owners))]).astype(np.int64)


def plan_table(problem: RelocationProblem, moves: Moves, chosen: Ints) -> pd.DataFrame:
    """Return by establishment ``plot, cluster, year`` (None when it stays) and what remains of each objective."""
    places, clusters = problem.plots.index, problem.plots["cluster"]
    at = [(int(moves.plot[option]), int(moves.year[option])) for option in chosen]
    columns = {
        "plot": [places[p] if p >= 0 else None for p, _ in at],
        "cluster": [clusters.iloc[p] if p >= 0 else None for p, _ in at],
        "year": [problem.years[y] if p >= 0 else None for p, y in at],
    }
    table = pd.DataFrame(columns, index=problem.movers.index, dtype=object)
    return table.assign(**{name: moves.objectives[name][chosen] for name in OBJECTIVES})
