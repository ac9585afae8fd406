"""OpenStreetMap tag values read into units; what has no number is kept aside as it stands, never guessed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

KMH_PER_UNIT = {"": 1.0, "km/h": 1.0, "kmh": 1.0, "kph": 1.0, "mph": 1.609344, "knots": 1.852}
"""km/h in one unit of speed; a bare number is km/h (wiki.openstreetmap.org/wiki/Key:maxspeed)."""

TONNES_PER_UNIT = {"": 1.0, "t": 1.0, "kg": 0.001, "st": 0.90718474, "lt": 1.0160469088, "lbs": 0.00045359237}
"""Tonnes in one unit of mass; a bare number is metric tonnes (wiki.openstreetmap.org/wiki/Key:maxweight)."""

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z/]*)", re.ASCII)
_ROUND = frozenset({"roundabout", "circular"})
_FORWARD_CLASSES = frozenset({"motorway", "motorway_link"})
_ONEWAY = {"yes": "forward", "true": "forward", "1": "forward", "-1": "backward", "reverse": "backward"}
_TWO_WAY = frozenset({"no", "false", "0"})


def _quantity(text: str, factors: Mapping[str, float]) -> float | None:
    match = _NUMBER.fullmatch(text.strip().lower())
    if match is None or match[2] not in factors:
        return None
    value = float(match[1]) * factors[match[2]]
    return value if value > 0 else None


def parse_speed_kmh(text: str) -> float | None:
    """Return a speed in km/h (``50``, ``30 mph``, ``10 knots``), None for ``none``, ``walk``, ``VN:urban``."""
    return _quantity(text, KMH_PER_UNIT)


def parse_mass_t(text: str) -> float | None:
    """Return a mass in tonnes (``7.5``, ``3500 kg``, ``10 st``), None for anything else, a decimal comma included."""
    return _quantity(text, TONNES_PER_UNIT)


def parse_oneway(tags: Mapping[str, str]) -> str | None:
    """Return ``no``, ``forward`` or ``backward`` for a way's tags, None when ``oneway`` holds something else.

    Without a ``oneway`` tag, motorways, their links and roundabouts run forward, and every other road both ways.
    """
    said = tags.get("oneway")
    if said is not None:
        return "no" if said in _TWO_WAY else _ONEWAY.get(said)
    implied = tags.get("junction") in _ROUND or tags.get("highway") in _FORWARD_CLASSES
    return "forward" if implied else "no"


QUANTITIES: dict[str, tuple[str, Callable[[str], float | None]]] = {
    "maxspeed": ("maxspeed_kmh", parse_speed_kmh),
    "maxspeed:hgv": ("maxspeed_hgv_kmh", parse_speed_kmh),
    "maxweight": ("max_gross_t", parse_mass_t),
    "maxaxleload": ("max_axle_t", parse_mass_t),
}
"""Tag key to column and reader."""
