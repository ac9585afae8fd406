"""Recomputes a saved assignment: each item one option, capacities kept, cost, and the bound proven."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import json
import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from banme.checker import findings as text
from banme.checker.reading import number

if TYPE_CHECKING:
    from pathlib import Path

    from banme.errors import Findings

NAME = "assignment.json.gz"
TOLERANCE = 1e-9
"""Largest relative difference between a claim and what is recomputed, and of a use above its capacity."""
ROUNDING = 1e-7


def there(folder: Path) -> bool:
    """Tell whether a folder holds a saved assignment."""
    return (folder / NAME).exists()


def judge(folder: Path, found: Findings) -> tuple[float, float, str]:
    """Return cost and bound, recomputed, and the claimed status; everything wrong is noted."""
    try:
        document = json.loads(gzip.decompress((folder / NAME).read_bytes()))
        return _judge(document, found)
    except (OSError, EOFError, ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        found.add(text.malformed(repr(error)))
        return math.nan, math.nan, ""


def _judge(document: dict[str, Any], found: Findings) -> tuple[float, float, str]:
    stated, claims = document["problem"], document["claims"]
    rest = {name: value for name, value in document.items() if name != "digest"}
    told = hashlib.sha256(json.dumps(rest, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    if told != document["digest"]:
        found.add(text.digest("assignment"))
    cost = math.inf if document["plan"] is None else _cost(stated, document["plan"], found)
    bound = _bound(stated, document["prices"], found)
    if document["values"] is not None:
        bound = max(bound, _packed(stated, document["values"], found))
    bound = min(cost, bound)
    gap = 0.0 if cost == bound else math.inf
    if math.isfinite(cost) and cost:
        gap = 100.0 * (cost - bound) / abs(cost)
    size = max(1.0, abs(cost) if math.isfinite(cost) else 1.0, abs(bound))
    for name, value, allowed in (("cost", cost, size), ("bound", bound, size), ("gap_pct", gap, 100.0)):
        claimed = number(claims[name])
        if not (claimed == value or abs(claimed - value) <= TOLERANCE * allowed):
            found.add(text.claim(name, claimed, value))
    if number(claims["solver_bound"]) > cost + TOLERANCE * size:
        found.add(text.claim("solver_bound", number(claims["solver_bound"]), cost))
    proven = gap <= 1e-4 or number(claims["solver_bound"]) >= cost  # noqa: PLR2004
    if document["status"] == "optimal" and not proven:
        found.add(text.claim("status", number(claims["gap_pct"]), gap))
    return cost, bound, str(document["status"])


def _cost(stated: dict[str, Any], plan: list[str], found: Findings) -> float:
    """Add up what the chosen options cost, and compare what they use with the capacities."""
    if len(plan) != len(stated["items"]):
        found.add(text.row_count("plan", len(plan), len(stated["items"])))
        return math.nan
    used = [Fraction(0)] * len(stated["resources"])
    costs = []
    for item, label in enumerate(plan):
        mine = range(stated["start"][item], stated["start"][item + 1])
        option = next((at for at in mine if stated["options"][at] == label), None)
        if option is None:
            found.add(text.unknown("plan", f"{stated['items'][item]}/{label}"))
            continue
        costs.append(stated["cost"][option])
        for at in range(stated["use_start"][option], stated["use_start"][option + 1]):
            used[stated["use_resource"][at]] += Fraction(stated["use_amount"][at])
    for name, amount, most in zip(stated["resources"], used, stated["capacity"], strict=True):
        if amount > Fraction(most) * (1 + Fraction(2 * TOLERANCE)):
            found.add(text.violated("capacity", name, float(amount) - most, ""))
    return math.fsum(costs)


def _bound(stated: dict[str, Any], prices: list[float], found: Findings) -> float:
    """Let every item take its cheapest option at the prices, and pay back the capacities."""
    names = stated["resources"]
    for name, price in zip(names, prices, strict=True):
        if not 0.0 <= price < math.inf:
            found.add(text.sign(name, price))
            return -math.inf
    parts = [-price * most for price, most in zip(prices, stated["capacity"], strict=True)]
    for item in range(len(stated["items"])):
        least = math.inf
        for option in range(stated["start"][item], stated["start"][item + 1]):
            cells = range(stated["use_start"][option], stated["use_start"][option + 1])
            extra = sum(prices[stated["use_resource"][at]] * stated["use_amount"][at] for at in cells)
            least = min(least, stated["cost"][option] + extra)
        parts.append(least)
    return _rounded(stated, math.fsum(parts))


def _packed(stated: dict[str, Any], values: list[float], found: Findings) -> float:
    """Pay every item its value, and let each resource pack what is worth more than it costs (amounts rounded down)."""
    starts = stated["use_start"]
    if len(values) != len(stated["items"]) or any(b - a != 1 for a, b in itertools.pairwise(starts)):
        found.add(text.row_count("values", len(values), len(stated["items"])))
        return -math.inf
    parts = [float(value) for value in values]
    least = [np.zeros(math.floor(most) + 1) for most in stated["capacity"]]
    for item, value in enumerate(parts[:]):
        for option in range(stated["start"][item], stated["start"][item + 1]):
            gain = stated["cost"][option] - value
            table, amount = least[stated["use_resource"][option]], math.floor(stated["use_amount"][option])
            if gain < 0.0 and amount < table.size:
                table[amount:] = np.minimum(table[amount:], table[: table.size - amount] + gain)
    return _rounded(stated, math.fsum([*parts, *(float(table[-1]) for table in least)]))


def _rounded(stated: dict[str, Any], bound: float) -> float:
    if all(float(value).is_integer() for value in stated["cost"]):
        return float(math.ceil(bound - ROUNDING * max(1.0, abs(bound) * 1e-3)))
    return bound
