"""Recomputes a lower bound on rounds: counts loads, prices every kind's cheapest round anew, adds up.

Backward: what is the least that a truck standing at a stop, with room left and a memory, still has to pay. Nothing but
the document's prices, neighbours and units is taken over, and each may be anything: a bad one only proves less.
"""

from __future__ import annotations

import gzip
import json
import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numba
import numpy as np

from banme.checker import findings as text
from banme.checker.reading import number

if TYPE_CHECKING:
    from pathlib import Path

    from banme.errors import Findings

NAME = "route_bound.json.gz"
TOLERANCE = 1e-9
"""Largest difference between the claim and what is recomputed, as a share of all terms' size."""
FINEST, WIDEST = 2000, 12
"""Most units of capacity and most neighbours that are looked at: beyond, pricing would not end."""


def there(folder: Path) -> bool:
    """Tell whether a folder holds a saved bound."""
    return (folder / NAME).exists()


def judge(folder: Path, found: Findings) -> float:
    """Return the recomputed bound of a saved proof; everything wrong is noted."""
    try:
        return check_bound(json.loads(gzip.decompress((folder / NAME).read_bytes())), found)
    except (OSError, EOFError, ValueError) as error:
        found.add(text.malformed(repr(error)))
        return math.nan


def compare(folder: Path, rounds: dict[str, Any], found: Findings) -> None:
    """Note every stop of a bound that is no load of the rounds saved beside it, is there twice, or weighs otherwise."""
    load = {job["code"]: job["load_kg"] for job in rounds["jobs"]}
    carried = {stop["job"] for row in rounds["rounds"] for stop in row["stops"]}
    document = json.loads(gzip.decompress((folder / NAME).read_bytes()))
    seen: set[str] = set()
    for part in document["parts"]:
        for code, demand in zip(part["stops"], part["demand"], strict=True):
            if code not in carried or code in seen or demand != load[code]:
                found.add(text.violated("stops", code, 1, ""))
            seen.add(code)


def check_bound(document: dict[str, Any], found: Findings) -> float:
    """Return the bound that a document's prices prove, and note a claim above it.

    Parameters
    ----------
    document : dict
        Of format ``banme.route-bound/1``.
    found : Findings

    """
    try:
        return _check(document, found)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, ZeroDivisionError) as error:
        found.add(text.malformed(repr(error)))
        return math.nan


def _check(document: dict[str, Any], found: Findings) -> float:
    bounds = [_part(at, part, found) for at, part in enumerate(document["parts"])]
    total = math.fsum(bounds)
    claimed = number(document["claims"]["bound"])
    if not claimed <= total + TOLERANCE * max(1.0, abs(total)):
        found.add(text.claim("bound", claimed, total))
    return total


def _part(at: int, part: dict[str, Any], found: Findings) -> float:
    prices = [number(price) for price in part["prices"]]
    per_round = number(part["round_price"])
    demand = [Fraction(value) for value in part["demand"]]
    n = len(demand)
    if len(prices) != n or len(part["neighbours"]) != n or not all(math.isfinite(price) for price in prices):
        found.add(text.row_count(f"parts/{at}/prices", len(prices), n))
        return math.nan
    if not 0.0 <= per_round < math.inf:
        found.add(text.sign(f"parts/{at}/round_price", per_round))
        return math.nan
    fewest = max(1, math.ceil(sum(demand) / max(Fraction(kind["capacity"]) for kind in part["kinds"])))
    terms = [*prices, fewest * per_round]
    for kind in part["kinds"]:
        least = _least(kind, demand, np.array(prices), part["neighbours"]) + kind["round_cost"] - per_round
        if least < 0.0:
            terms.append(least * (n if kind["most"] is None else kind["most"]))
    bound = math.fsum(terms)
    size = max(1.0, math.fsum(abs(term) for term in terms))
    claimed = number(part["bound"])
    if not claimed <= bound + TOLERANCE * size:
        found.add(text.claim(f"parts/{at}/bound", claimed, bound))
        return bound
    return claimed


def _least(kind: dict[str, Any], demand: list[Fraction], prices: Any, neighbours: list[list[int]]) -> float:
    """Return the least cost of one round's legs less the prices of its visits; inf when there is no round."""
    weight, capacity = _units(demand, Fraction(kind["capacity"]), Fraction(kind["unit"]))
    start, end = (np.array([number(cell) for cell in kind[name]]) for name in ("start_cost", "end_cost"))
    legs = np.array([[number(cell) for cell in row] for row in kind["leg_cost"]])
    own = [sorted({*row, stop}) for stop, row in enumerate(neighbours)]
    width = max(len(row) for row in own)
    if capacity > FINEST or width > WIDEST:
        raise ValueError(capacity, width)
    table = np.full((len(own), width), -1)
    for stop, row in enumerate(own):
        table[stop, : len(row)] = row
    begin = start - prices
    begin[weight > capacity] = np.inf
    after = _to_go(weight, capacity, table, legs - prices[None, :], end)
    home = [own[stop].index(stop) for stop in range(len(own))]
    ways = [
        begin[stop] + after[capacity - weight[stop], stop, 1 << home[stop]]
        for stop in range(len(own))
        if weight[stop] <= capacity
    ]
    return float(min(ways, default=math.inf))


def _units(demand: list[Fraction], capacity: Fraction, unit: Fraction) -> tuple[Any, int]:
    """Count loads in whole units, rounded down, so that every load that fits the truck fits here too."""
    weight = [value // unit for value in demand]
    room = capacity // unit
    if min(weight) == 0:
        loads, stops = Fraction(0), 0
        for value in sorted(demand):
            loads += value
            stops += loads <= capacity
        weight = [units + 1 for units in weight]
        room += stops
    whole = [int(units) if value <= capacity else int(room) + 1 for units, value in zip(weight, demand, strict=True)]
    return np.array(whole, dtype=np.int64), int(room)


@numba.njit(cache=True)
def _to_go(weight, capacity, own, legs, end):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202, C901, PLR0912
    """Return the least cost to the end by room left, stop and memory."""
    n, width = own.shape
    least = np.empty((capacity + 1, n, 1 << width))
    for room in range(capacity + 1):
        for i in range(n):
            for memory in range(1 << width):
                value = end[i]
                for j in range(n):
                    if weight[j] > room or j == i:
                        continue
                    known = 0
                    seen = False
                    for b in range(width):
                        if memory >> b & 1:
                            stop = own[i, b]
                            if stop == j:
                                seen = True
                                break
                            for c in range(width):
                                if stop >= 0 and own[j, c] == stop:
                                    known |= 1 << c
                    if seen:
                        continue
                    for c in range(width):
                        if own[j, c] == j:
                            known |= 1 << c
                    value = min(value, legs[i, j] + least[room - weight[j], j, known])
                least[room, i, memory] = value
    return least
