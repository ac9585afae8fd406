"""What a problem demands, as a planner would name it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from banme.siting.elastic import prices

if TYPE_CHECKING:
    from collections.abc import Mapping


class Requirement(NamedTuple):
    """One demand of the problem: its family and the labels of whom it concerns, empty where none applies."""

    family: str
    place: str = ""
    target: str = ""
    commodity: str = ""


FAMILY_OF: Mapping[str, str] = MappingProxyType(
    {
        prices.CAPACITY: "throughput",
        prices.OWN_CAPACITY: "commodity_throughput",
        prices.STORAGE: "storage",
        prices.UNSHIPPED: "supply",
        prices.MORE_AT_OUTLET: "demand_most",
        prices.LESS_AT_OUTLET: "demand_least",
        prices.BUDGET: "budget",
        prices.COUNT: "count",
        prices.CO2: "co2",
        prices.TIME: "service_time",
        prices.CLOSURE: "closure",
        prices.EXCLUDED_OPEN: "excluded",
        prices.FORCED_DROPPED: "forced",
        prices.CHANGE: "change",
    }
)
"""The requirement that each kind of repair gives way on (a direct way gives way on none: it adds one)."""
