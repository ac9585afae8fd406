"""Recomputes a saved plan of a maximising study: upgrades, by-product exchange, a zone's portfolio.

The plan is tested against every limit and its worth added up again. The bound is the solver's word: it must not lie
below the worth, and no certificate proves more.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
from typing import TYPE_CHECKING, Any

from banme.checker import exchange, upgrades, zone
from banme.checker import findings as text
from banme.checker.reading import number

if TYPE_CHECKING:
    from pathlib import Path

    from banme.errors import Findings

NAME = "cluster_plan.json.gz"
TOLERANCE = 1e-6
"""Largest relative difference between a claim and what is recomputed."""
JUDGES = {"upgrades": upgrades.judge, "exchange": exchange.judge, "zone": zone.judge}


def there(folder: Path) -> bool:
    """Tell whether a folder holds a plan of a maximising study."""
    return (folder / NAME).exists()


def judge(folder: Path, found: Findings) -> tuple[float, str]:
    """Return the recomputed worth (-inf without a plan, NaN where it cannot be told) and the claimed status."""
    try:
        document = json.loads(gzip.decompress((folder / NAME).read_bytes()))
        return _judge(document, found)
    except (OSError, EOFError, ValueError, KeyError, IndexError, TypeError, AttributeError, ZeroDivisionError) as error:
        found.add(text.malformed(repr(error)))
        return math.nan, ""


def _judge(document: dict[str, Any], found: Findings) -> tuple[float, str]:
    rest = {name: value for name, value in document.items() if name != "digest"}
    if hashlib.sha256(json.dumps(rest, ensure_ascii=False, sort_keys=True).encode()).hexdigest() != document["digest"]:
        found.add(text.digest("cluster_plan"))
    claims, status = document["claims"], str(document["status"])
    if document["plan"] is None:
        if not math.isinf(number(claims["worth"])):
            found.add(text.claim("worth", number(claims["worth"]), -math.inf))
        return -math.inf, status
    parts = JUDGES[document["kind"]](document["problem"], document["plan"], found)
    bound = number(claims["bound"])
    scale = max(1.0, abs(parts["worth"]), *(abs(value) for value in parts.values()))
    for name, value in parts.items():
        allowed = scale if name == "worth" else max(1.0, abs(value))
        if not abs(number(claims[name]) - value) <= TOLERANCE * allowed:
            found.add(text.claim(name, number(claims[name]), value))
    if not bound >= parts["worth"] - TOLERANCE * scale:
        found.add(text.claim("bound", bound, parts["worth"]))
    gap = _gap(parts["worth"], bound)
    if not (gap == number(claims["gap_pct"]) or abs(gap - number(claims["gap_pct"])) <= 100.0 * TOLERANCE):
        found.add(text.claim("gap_pct", number(claims["gap_pct"]), gap))
    return parts["worth"], status


def _gap(worth: float, bound: float) -> float:
    if math.isclose(worth, bound, rel_tol=TOLERANCE):
        return 0.0 if worth == bound else 100.0 * (bound - worth) / abs(worth)
    return 100.0 * (bound - worth) / abs(worth) if worth else math.inf
