"""Recomputes an upgrade plan: budgets, what needs and excludes what, savings within the baseline, cost and benefit."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from banme.checker import findings as text
from banme.checker.reading import number

if TYPE_CHECKING:
    from banme.errors import Findings

CASES = ("low_pct", "saving_pct", "high_pct")
SLACK = 1e-9
"""What a sum of money may be above its limit, as a share of the limit: floating-point sums differ by their order."""
Row = dict[str, Any]


def judge(stated: dict[str, Any], plan: list[Row], found: Findings) -> dict[str, float]:
    """Return what the files should claim, recomputed; every rule the choice breaks is noted."""
    options = {row["label"]: row for row in stated["options"]}
    chosen: list[str] = []
    for row in plan:
        if row["option"] not in options or row["option"] in chosen:
            found.add(text.unknown("plan", str(row["option"])))
            continue
        chosen.append(row["option"])
    kept = set(chosen)
    _rules(stated, kept, found)
    picked = [options[name] for name in chosen]
    _budgets(stated, picked, found)
    parts = {
        "capex_vnd": math.fsum(number(row["capex_vnd"]) for row in picked),
        "annual_cost_vnd": math.fsum(_yearly(row, number(stated["discount_rate_pct"])) for row in picked),
        "value_added_vnd_year": math.fsum(number(row["value_added_vnd_year"]) for row in picked),
    }
    gains = [parts["value_added_vnd_year"], -parts["annual_cost_vnd"]]
    for cell in stated["baseline"]:
        for case in CASES:
            saved = _saved(stated, options, kept, cell, case)
            parts[f"saved/{cell['establishment']}/{cell['resource']}/{case}"] = saved
            if not -SLACK * number(cell["quantity"]) <= saved <= number(cell["quantity"]):
                family = f"baseline/{cell['establishment']}/{cell['resource']}"
                found.add(text.violated(family, case, saved - number(cell["quantity"]), ""))
            if case == "saving_pct":
                worth = number(cell["price_vnd"]) + number(stated["co2_vnd_kg"]) * number(cell["co2_kg"])
                gains.append(saved * worth)
    return {"worth": math.fsum(gains), **parts}


def _rules(stated: dict[str, Any], kept: set[str], found: Findings) -> None:
    for row in stated["requires"]:
        if row["option"] in kept and row["needs"] not in kept:
            found.add(text.violated("requires", f"{row['option']} {row['needs']}", 1.0, ""))
    for row in stated["excludes"]:
        if {row["option"], row["other"]} <= kept:
            found.add(text.violated("excludes", f"{row['option']} {row['other']}", 1.0, ""))


def _budgets(stated: dict[str, Any], picked: list[Row], found: Findings) -> None:
    limits = [("", stated["budget_vnd"]), *stated["by_establishment_vnd"].items()]
    for name, limit in limits:
        if limit is None:
            continue
        spent = math.fsum(number(row["capex_vnd"]) for row in picked if name in {"", row["establishment"]})
        if spent > number(limit) * (1.0 + SLACK):
            found.add(text.violated("budget", name, spent - number(limit), "VND"))


def _yearly(row: Row, rate_pct: float) -> float:
    """Spread the investment evenly over its life at the discount rate, and add the operation."""
    life, rate = number(row["life_years"]), rate_pct / 100.0
    share = 1.0 / life if rate == 0.0 else rate / (1.0 - (1.0 + rate) ** -life)
    return number(row["capex_vnd"]) * share + number(row["opex_vnd_year"])


def _saved(stated: dict[str, Any], options: dict[str, Row], kept: set[str], cell: Row, case: str) -> float:
    """Return what is saved of one resource at one establishment: each measure saves of what the others leave."""
    left = 1.0
    for row in stated["savings"]:
        here = row["resource"] == cell["resource"] and options[row["option"]]["establishment"] == cell["establishment"]
        if here and row["option"] in kept:
            left *= 1.0 - number(row[case]) / 100.0
    for row in stated["overlaps"]:
        here = row["resource"] == cell["resource"] and options[row["option"]]["establishment"] == cell["establishment"]
        if here and {row["option"], row["other"]} <= kept:
            left *= number(row["factor"])
    return number(cell["quantity"]) * (1.0 - left)
