"""Problems of several scenarios that share the openings: put together, taken apart, averaged, with openings fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from banme.errors import Findings, InputError, Problem
from banme.siting.problem import COLUMNS, EXCLUDED, FORCED, NetworkProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

SHARED = ("commodities", "stages", "sites", "modules", "commodity_caps")
"""Tables that are the same in every scenario."""
ENDS = ["source", "target", "commodity"]


def combine(problems: Mapping[str, NetworkProblem], weights: Mapping[str, float]) -> NetworkProblem:
    """Put single-scenario problems side by side: openings shared, everything else by scenario.

    Parameters
    ----------
    problems : mapping of scenario label to NetworkProblem
        With the same commodities, stages, sites, modules, own capacities and limits; supply, demand, arcs, closures
        and nodes may differ. A period ``p`` becomes ``scenario:p``.
    weights : mapping of scenario label to float
        Probabilities; they add up to 1.

    Returns
    -------
    NetworkProblem

    Raises
    ------
    InputError
        Naming every table that should be shared and is not, and whatever is wrong with the whole.

    """
    first = next(iter(problems.values()))
    _check_shared(problems)
    periods: list[pd.DataFrame] = []
    arcs: list[pd.DataFrame] = []
    tables: dict[str, list[pd.DataFrame]] = {"supply": [], "demand": [], "closures": []}
    for label, problem in problems.items():
        own = problem.periods[["stage"]].set_axis([f"{label}:{period}" for period in problem.periods.index])
        periods.append(own.assign(scenario=label, weight=float(weights[label])))
        for name, parts in tables.items():
            table = getattr(problem, name)
            parts.append(table.assign(period=[f"{label}:{period}" for period in table["period"]]))
        arcs.append(problem.arcs[list(COLUMNS["arcs"])].assign(scenario=label))
    side_by_side = pd.concat(periods)
    rank = {stage: at for at, stage in enumerate(first.stages.index)}
    order = np.argsort(side_by_side["stage"].map(rank).to_numpy(), kind="stable")
    nodes = pd.concat([problem.nodes for problem in problems.values()])
    joined: dict[str, Any] = {name: pd.concat(parts, ignore_index=True) for name, parts in tables.items()}
    return NetworkProblem(
        **{name: getattr(first, name) for name in SHARED},
        periods=side_by_side.iloc[order],
        nodes=nodes[~nodes.index.duplicated()],
        arcs=_merged(pd.concat(arcs, ignore_index=True), len(problems)),
        limits=first.limits,
        to_repair=any(problem.to_repair for problem in problems.values()),
        **joined,
    )


def _check_shared(problems: Mapping[str, NetworkProblem]) -> None:
    first = next(iter(problems.values()))
    findings = Findings()
    for label, problem in problems.items():
        differing = [name for name in SHARED if not getattr(problem, name).equals(getattr(first, name))]
        if problem.limits != first.limits:
            differing.append("limits")
        for name in differing:
            findings.add(
                Problem(
                    "not-shared",
                    "Bảng này phải giống nhau trong mọi kịch bản; hãy sửa cho khớp.",
                    "This table must be the same in every scenario; make them agree.",
                    table=name,
                    row=label,
                )
            )
    findings.raise_if_any()


def _merged(arcs: pd.DataFrame, scenarios: int) -> pd.DataFrame:
    """Return the arcs with rows that are the same in every scenario written once, without a scenario."""
    keys = list(COLUMNS["arcs"])
    count = arcs.groupby(keys, dropna=False, sort=False)["scenario"].transform("size").to_numpy()
    everywhere = count == scenarios
    arcs["scenario"] = arcs["scenario"].astype(object).where(~everywhere, None)
    return _without_nan(arcs[~(everywhere & arcs.duplicated(keys).to_numpy())].reset_index(drop=True))


def _without_nan(arcs: pd.DataFrame) -> pd.DataFrame:
    """Return arcs with None, not NaN, for every commodity."""
    commodity = arcs["commodity"].astype(object)
    return arcs.assign(commodity=commodity.where(commodity.notna(), None))


def labels(problem: NetworkProblem) -> list[str]:
    """Return the scenarios of a problem in order; one empty label where it has only one."""
    return [str(label) for label in dict.fromkeys(problem.column("periods", "scenario"))]


def weights(problem: NetworkProblem) -> dict[str, float]:
    """Return each scenario's weight."""
    shares = problem.column("periods", "weight").to_numpy(float)
    return {
        str(label): float(share) for label, share in zip(problem.column("periods", "scenario"), shares, strict=True)
    }


def reweighted(problem: NetworkProblem, shares: Mapping[str, float]) -> NetworkProblem:
    """Return the problem with other weights of its scenarios (zero allowed; they add up to 1)."""
    scenario = problem.column("periods", "scenario")
    return problem.replace(periods=problem.periods.assign(weight=[float(shares[label]) for label in scenario]))


def single(problem: NetworkProblem, scenario: str) -> NetworkProblem:
    """Return one scenario of a problem as a problem of its own, with weight 1."""
    on = problem.column("periods", "scenario") == scenario
    periods = problem.periods[on].assign(weight=1.0)
    only = problem.column("arcs", "scenario")
    return problem.replace(
        periods=periods,
        arcs=problem.arcs[only.isna() | (only == scenario)].reset_index(drop=True),
        **{
            name: getattr(problem, name)[getattr(problem, name)["period"].isin(periods.index)].reset_index(drop=True)
            for name in ("supply", "demand", "closures")
        },
    )


def with_openings(problem: NetworkProblem, openings: pd.DataFrame) -> NetworkProblem:
    """Return the problem with exactly these sites open.

    Parameters
    ----------
    problem : NetworkProblem
    openings : DataFrame
        ``site, module, stage`` (first open), as in a design.

    """
    module = openings.set_index("site")["module"]
    sites = problem.sites.assign(
        decision=[FORCED if site in module.index else EXCLUDED for site in problem.sites.index],
        from_stage=openings.set_index("site")["stage"]
        .reindex(problem.sites.index)
        .astype(object)
        .where(problem.sites.index.isin(module.index), None),
    )
    return _with_modules(problem, sites, module)


def after(problem: NetworkProblem, openings: pd.DataFrame) -> NetworkProblem:
    """Return the problem once the first stage of a plan is built.

    What it opens in the first stage is fixed; other sites may open from the second stage on, or, where there is one
    stage only, at once.
    """
    stages = [str(stage) for stage in problem.stages.index]
    built = openings[openings["stage"] == stages[0]].set_index("site")["module"]
    earliest = min(1, len(stages) - 1)
    begin: list[str | None] = []
    for site, stage in problem.column("sites", "from_stage").items():
        at = max(earliest, 0 if stage is None else stages.index(stage))
        begin.append(None if site in built.index else stages[at])
    decided = problem.sites["decision"]
    sites = problem.sites.assign(
        decision=[FORCED if site in built.index else decided[site] for site in decided.index],
        from_stage=pd.Series(begin, index=decided.index, dtype=object),
    )
    return _with_modules(problem, sites, built)


def _with_modules(problem: NetworkProblem, sites: pd.DataFrame, chosen: pd.Series[Any]) -> NetworkProblem:
    """Return the problem with these decisions, and only the chosen module where one is."""

    def kept(table: pd.DataFrame) -> pd.DataFrame:
        wanted = table["site"].map(chosen)
        return table[wanted.isna() | (wanted == table["module"])].reset_index(drop=True)

    return problem.replace(sites=sites, modules=kept(problem.modules), commodity_caps=kept(problem.commodity_caps))


def mean(problem: NetworkProblem) -> NetworkProblem:
    """Return the problem of the average scenario, each scenario counting with its weight.

    Supply, demand and prices are averaged; an arc costs the average over the scenarios in which it can be used, and is
    closed only where it is closed in all. Periods are those of the first scenario, matched by their place in the stage.

    Raises
    ------
    InputError
        When the scenarios do not have the same number of periods in every stage.

    """
    own = single(problem, labels(problem)[0])
    place = _places(problem)
    share = weights(problem)
    scenario = problem.column("periods", "scenario")
    weight = scenario.map(share)
    supply = _averaged(problem.supply, "origin", place, weight)
    demand = _averaged(problem.demand, "outlet", place, weight)
    keys = ["source", "target", "period"]
    shut = problem.closures.assign(period=problem.closures["period"].map(place))
    times = shut.groupby(keys)["period"].transform("size") if len(shut) else pd.Series(dtype=int)
    closures = shut[times == len(share)].drop_duplicates(keys).reset_index(drop=True) if len(shut) else shut
    return own.replace(
        supply=supply, demand=demand, closures=closures, arcs=_mean_arcs(problem, share), nodes=problem.nodes
    )


def _places(problem: NetworkProblem) -> dict[str, str]:
    """Return, for every period, the first scenario's period in its place."""
    table = problem.periods[["stage"]].assign(scenario=problem.column("periods", "scenario"))
    at = table.groupby(["stage", "scenario"]).cumcount()
    keys = list(zip(table["stage"], at, strict=True))
    first = labels(problem)[0]
    home = {
        key: str(period) for key, period, own in zip(keys, table.index, table["scenario"], strict=True) if own == first
    }
    counts = table.groupby(["stage", "scenario"]).size().groupby("stage").agg(["min", "max", "size"])
    if (counts["min"] != counts["max"]).any() or counts["size"].max() != counts["size"].min():
        raise InputError(
            [
                Problem(
                    "unlike-scenarios",
                    "Các kịch bản phải có cùng số kỳ trong mỗi giai đoạn.",
                    "The scenarios must have the same number of periods in every stage.",
                    table="periods",
                )
            ]
        )
    return {str(period): home[key] for period, key in zip(table.index, keys, strict=True)}


def _averaged(table: pd.DataFrame, place: str, home: dict[str, str], weight: pd.Series[float]) -> pd.DataFrame:
    """Return supply or demand averaged over the scenarios; a row that a scenario lacks counts as nothing there."""
    shares = table["period"].map(weight).to_numpy(float)
    keys = [place, "commodity", "period"]
    rows = table.assign(period=table["period"].map(home))
    amounts = [name for name in ("quantity_t", "min_t", "max_t") if name in table]
    prices = [name for name in ("unshipped_cost_vnd_t", "price_vnd_t") if name in table]
    for name in amounts:
        rows[name] = np.where(shares > 0, table[name].to_numpy(float) * np.where(shares > 0, shares, 1.0), 0.0)
    for name in prices:
        rows[name] = table[name].to_numpy(float) * shares
    rows["share"] = shares
    out = rows.groupby(keys, sort=False, as_index=False).agg(
        {**dict.fromkeys(amounts, "sum"), **dict.fromkeys(prices, _total), "share": "sum"}
    )
    for name in prices:
        out[name] = out[name] / out["share"].where(out["share"] > 0, 1.0)
    return out.drop(columns="share")


def _total(values: pd.Series[float]) -> float:
    """Add up, missing where any is missing."""
    return float(values.sum(skipna=False))


def _mean_arcs(problem: NetworkProblem, share: Mapping[str, float]) -> pd.DataFrame:
    only = problem.column("arcs", "scenario")
    general = problem.arcs[only.isna()][list(COLUMNS["arcs"])]
    own = problem.arcs[only.notna()]
    if own.empty:
        return general.reset_index(drop=True)
    weight = own["scenario"].map(share)
    figures = ["cost_vnd_t", "time_h", "co2_kg_t", "distance_km"]
    scaled = own[figures].mul(weight, axis=0).assign(weight=weight, **{name: own[name] for name in ENDS})
    sums = scaled.groupby(ENDS, dropna=False, sort=False)[[*figures, "weight"]].sum()
    used = sums[sums["weight"] > 0]
    mean_rows = used[figures].div(used["weight"], axis=0).reset_index()
    return _without_nan(pd.concat([general, mean_rows], ignore_index=True))
