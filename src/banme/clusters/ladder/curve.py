"""Marginal saving curve: the next measure always the cheapest for a unit saved, given those before it."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from banme.clusters.ladder.evaluate import Evaluation, broken_rules, evaluate
from banme.clusters.ladder.problem import UpgradeProblem

CO2 = "co2_kg"


def marginal_curve(problem: UpgradeProblem, chosen: Collection[str], unit: str = CO2) -> pd.DataFrame:
    """Return the chosen options in order of their marginal cost.

    Parameters
    ----------
    problem : UpgradeProblem
    chosen : collection of str
        A choice that keeps the rules.
    unit : str
        ``co2_kg``, or a resource of the baseline.

    Returns
    -------
    DataFrame
        ``option, establishment, measure``; ``saved`` by this step and ``saved_so_far`` (unit a year); ``net_vnd_year``:
        yearly cost less bills saved and value added; ``net_vnd_unit``: that for a unit saved, NaN where the step saves
        none of it. Steps that save none come last.

    """
    left, rows = list(dict.fromkeys(chosen)), []
    taken: list[str] = []
    before = evaluate(problem, taken)
    total = 0.0
    while left:
        ready = [option for option in left if not _lacks(problem, [*taken, option])] or left
        steps = {option: evaluate(problem, [*taken, option]) for option in ready}
        costs = {option: _unit_cost(before, after, unit) for option, after in steps.items()}
        option = min(ready, key=lambda one: (costs[one] != costs[one], costs[one], left.index(one)))
        after = steps[option]
        saved = _saved(after, unit) - _saved(before, unit)
        total += saved
        rows.append((option, saved, total, _net(after) - _net(before), costs[option]))
        taken.append(option)
        left.remove(option)
        before = after
    table = pd.DataFrame(rows, columns=["option", "saved", "saved_so_far", "net_vnd_year", "net_vnd_unit"])
    names = problem.options.loc[table["option"], ["establishment", "measure"]].reset_index(drop=True)
    return pd.concat([table[["option"]], names, table.drop(columns="option")], axis=1)


def _lacks(problem: UpgradeProblem, options: list[str]) -> bool:
    return any(" needs " in rule for rule in broken_rules(problem, options))


def _net(found: Evaluation) -> float:
    return found.annual_cost_vnd - found.saved_vnd_year - found.value_added_vnd_year


def _saved(found: Evaluation, unit: str) -> float:
    rows = found.resources
    return found.saved_co2_kg_year if unit == CO2 else float(rows.loc[rows["resource"] == unit, "saved"].sum())


def _unit_cost(before: Evaluation, after: Evaluation, unit: str) -> float:
    saved = _saved(after, unit) - _saved(before, unit)
    return (_net(after) - _net(before)) / saved if saved > 0.0 else float("nan")
