"""Units of columns, read off the ends of their names."""

from __future__ import annotations

UNITS = {
    "t": "t",
    "ha": "ha",
    "m": "m",
    "km": "km",
    "km2": "km²",
    "h": "h",
    "s": "s",
    "g": "g",
    "kg": "kg",
    "pct": "%",
    "vnd": "VND",
    "years": "year",
    "year": "year",
    "month": "month",
    "tkm": "t·km",
    "kmh": "km/h",
}
"""Written unit of each last word of a column's name."""

_QUANTITIES = {"t", "ha", "m", "km", "km2", "h", "s", "g", "kg", "pct", "vnd", "kmh", "tkm"}
_WHOLE_NAMES = {
    "tonne_km": "t·km",
    "life_years": "year",
    "payback_years": "year",
    "discounted_payback_years": "year",
    "nearest_site_h": "h",
}


def unit(column: str) -> str:
    """Return the unit that a column's name states, or nothing: ``cost_vnd_tkm`` is in VND/(t·km)."""
    if column in _WHOLE_NAMES:
        return _WHOLE_NAMES[column]
    words = column.split("_")
    tail: list[str] = []
    while words and words[-1] in UNITS:
        tail.insert(0, words.pop())
    while tail and tail[0] not in _QUANTITIES:
        tail.pop(0)
    if not tail or (not words and len(tail) == 1):
        return ""
    top, below = UNITS[tail[0]], [UNITS[word] for word in tail[1:]]
    if not below:
        return top
    bottom = "·".join(below)
    return f"{top}/({bottom})" if len(below) > 1 or "·" in bottom else f"{top}/{bottom}"
