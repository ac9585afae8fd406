"""Recomputes a saved location-routing plan: everyone served once, trucks and depots not overfull, cost."""

from __future__ import annotations

import gzip
import hashlib
import json
import math
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from banme.checker import findings as text
from banme.checker.reading import number

if TYPE_CHECKING:
    from pathlib import Path

    from banme.errors import Findings

NAME = "location_routing.json.gz"
TOLERANCE = 1e-9
"""Largest relative difference between a claim and what is recomputed, and of a load above its capacity."""


def there(folder: Path) -> bool:
    """Tell whether a folder holds a saved location-routing plan."""
    return (folder / NAME).exists()


def judge(folder: Path, found: Findings) -> dict[str, float]:
    """Return the recomputed parts of the cost, empty where that was not possible; everything wrong is noted."""
    try:
        document = json.loads(gzip.decompress((folder / NAME).read_bytes()))
        return _judge(document, found)
    except (OSError, EOFError, ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        found.add(text.malformed(repr(error)))
        return {}


def _judge(document: dict[str, Any], found: Findings) -> dict[str, float]:
    stated, plan, claims = document["problem"], document["plan"], document["claims"]
    rest = {name: value for name, value in document.items() if name != "digest"}
    if hashlib.sha256(json.dumps(rest, ensure_ascii=False, sort_keys=True).encode()).hexdigest() != document["digest"]:
        found.add(text.digest("location_routing"))
    depot_at = {name: at for at, name in enumerate(stated["depots"])}
    served = dict.fromkeys(stated["customers"], 0)
    carried = dict.fromkeys(stated["depots"], Fraction(0))
    legs = []
    for at, one in enumerate(plan["rounds"]):
        if one["depot"] not in depot_at or not one["stops"] or any(stop not in served for stop in one["stops"]):
            found.add(text.unknown("rounds", f"{at}/{one['depot']}"))
            continue
        load, cost = _round(stated, one)
        legs.append(cost)
        carried[one["depot"]] += load
        for stop in one["stops"]:
            served[stop] += 1
        _limit("truck_capacity", str(at), load, stated["truck_capacity"], found)
        _claim(f"rounds/{at}/load", number(one["load"]), float(load), found)
        _claim(f"rounds/{at}/cost", number(one["cost"]), cost + stated["truck_cost"], found)
    for customer, times in served.items():
        if times != 1:
            found.add(text.violated("served", customer, times - 1, ""))
    for depot, load in carried.items():
        _limit("depot_capacity", depot, load, number(stated["depot_capacity"][depot_at[depot]]), found)
    used = [depot for depot in stated["depots"] if any(one["depot"] == depot for one in plan["rounds"])]
    if sorted(plan["open_depots"]) != sorted(used):
        found.add(text.unknown("open_depots", ", ".join(plan["open_depots"])))
    parts = {
        "opening_cost": math.fsum(stated["depot_cost"][depot_at[depot]] for depot in used),
        "truck_cost": stated["truck_cost"] * len(plan["rounds"]),
        "leg_cost": math.fsum(legs),
    }
    for name, value in (*parts.items(), ("cost", math.fsum(parts.values()))):
        _claim(name, number(claims[name]), value, found)
    return parts


def _round(stated: dict[str, Any], one: dict[str, Any]) -> tuple[Fraction, float]:
    """Return load and cost of the legs of one round."""
    depots, customers = stated["depots"], stated["customers"]
    stops = [customers.index(stop) for stop in one["stops"]]
    line = [depots.index(one["depot"]), *(len(depots) + stop for stop in stops), depots.index(one["depot"])]
    costs = [number(stated["leg_cost"][a][b]) for a, b in pairwise(line)]
    return sum((Fraction(stated["demand"][stop]) for stop in stops), Fraction(0)), math.fsum(costs)


def _limit(name: str, row: str, load: Fraction, most: float, found: Findings) -> None:
    if math.isfinite(most) and load > Fraction(most) * (1 + Fraction(TOLERANCE)):
        found.add(text.violated(name, row, float(load) - most, ""))


def _claim(name: str, claimed: float, value: float, found: Findings) -> None:
    if not abs(claimed - value) <= TOLERANCE * max(1.0, abs(value)):
        found.add(text.claim(name, claimed, value))
