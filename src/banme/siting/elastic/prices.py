"""What each kind of repair costs: data that a planner may change."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from banme.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CAPACITY, OWN_CAPACITY, STORAGE = "capacity", "own_capacity", "storage"
UNSHIPPED, DIRECT = "unshipped", "direct"
MORE_AT_OUTLET, LESS_AT_OUTLET = "outlet_more", "outlet_less"
BUDGET, COUNT, CO2 = "budget", "count", "co2"
TIME, CLOSURE = "time", "closure"
EXCLUDED_OPEN, FORCED_DROPPED = "excluded_open", "forced_dropped"
CHANGE = "change"

PRICE_OF: Mapping[str, str] = MappingProxyType(
    {
        CAPACITY: "capacity_vnd_t_period",
        OWN_CAPACITY: "own_capacity_vnd_t_period",
        STORAGE: "storage_vnd_t",
        UNSHIPPED: "unshipped_vnd_t",
        DIRECT: "direct_vnd_t",
        MORE_AT_OUTLET: "outlet_more_vnd_t",
        LESS_AT_OUTLET: "outlet_less_vnd_t",
        BUDGET: "budget_vnd_vnd",
        COUNT: "count_vnd_site",
        CO2: "co2_vnd_kg",
        TIME: "time_vnd_h",
        CLOSURE: "closure_vnd_arc",
        EXCLUDED_OPEN: "excluded_vnd_site",
        FORCED_DROPPED: "forced_vnd_site",
        CHANGE: "change_vnd_site",
    }
)
"""The field of ``RepairPrices`` of each kind of repair."""
KINDS = tuple(PRICE_OF)
UNITS: Mapping[str, str] = MappingProxyType(
    {
        CAPACITY: "t/period",
        OWN_CAPACITY: "t/period",
        STORAGE: "t",
        UNSHIPPED: "t",
        DIRECT: "t",
        MORE_AT_OUTLET: "t",
        LESS_AT_OUTLET: "t",
        BUDGET: "VND",
        COUNT: "sites",
        CO2: "kg/year",
        TIME: "h",
        CLOSURE: "arcs",
        EXCLUDED_OPEN: "sites",
        FORCED_DROPPED: "sites",
        CHANGE: "sites",
    }
)
"""The unit of each kind's amount."""


@dataclass(frozen=True, slots=True)
class RepairPrices:
    """What one unit of each repair costs (VND); None forbids the kind.

    The defaults are assumed figures that put the kinds in an order a planner may expect: money and room first, then
    rules of the scenario, goods left behind last. Only their proportions matter for which repair comes out.

    Attributes
    ----------
    capacity_vnd_t_period : float or None
        Room at a site for one more tonne (times ``capacity_use``) a period. About the investment in a small point.
    own_capacity_vnd_t_period : float or None
        Raising a site's limit for one commodity by one tonne a period (a line, a cold room).
    storage_vnd_t : float or None
        Room for one more tonne (times ``capacity_use``) in stock.
    unshipped_vnd_t : float or None
        One tonne left behind; about the value of goods.
    direct_vnd_t : float or None
        One tonne by a direct way from origin to outlet that the arcs do not have.
    outlet_more_vnd_t, outlet_less_vnd_t : float or None
        One tonne more than the outlet's most, or less than its least, in a period.
    budget_vnd_vnd : float or None
        One more VND of budget.
    count_vnd_site : float or None
        One more site of a kind allowed.
    co2_vnd_kg : float or None
        One more kg of the yearly CO2 cap.
    time_vnd_h : float or None
        One more hour of a commodity's longest travel time.
    closure_vnd_arc : float or None
        Using one closed arc in one period.
    excluded_vnd_site, forced_vnd_site : float or None
        Allowing one excluded site to open, dropping the demand that one site opens.
    change_vnd_site : float or None
        One more new site, closure or change of today's network allowed.

    Raises
    ------
    InputError
        Naming every price that is negative or not finite.

    """

    capacity_vnd_t_period: float | None = 2e6
    own_capacity_vnd_t_period: float | None = 3e6
    storage_vnd_t: float | None = 3e6
    unshipped_vnd_t: float | None = 40e6
    direct_vnd_t: float | None = 4e6
    outlet_more_vnd_t: float | None = 5e6
    outlet_less_vnd_t: float | None = 5e6
    budget_vnd_vnd: float | None = 1.0
    count_vnd_site: float | None = 20e9
    co2_vnd_kg: float | None = 5e3
    time_vnd_h: float | None = 10e9
    closure_vnd_arc: float | None = 5e9
    excluded_vnd_site: float | None = 50e9
    forced_vnd_site: float | None = 50e9
    change_vnd_site: float | None = 20e9

    def __post_init__(self) -> None:
        wrong = [
            Problem(
                "repair-price",
                "Đơn giá sửa phải là số hữu hạn lớn hơn 0; để trống để cấm loại sửa này.",
                "A repair's price must be finite and above zero; leave it out to forbid the kind.",
                table="repair_prices",
                column=field.name,
                value=str(getattr(self, field.name)),
            )
            for field in dataclasses.fields(self)
            if getattr(self, field.name) is not None
            and not (getattr(self, field.name) > 0 and math.isfinite(getattr(self, field.name)))
        ]
        if wrong:
            raise InputError(wrong)

    def of(self, kind: str) -> float | None:
        """Return the price of a kind, None where it is forbidden."""
        price: float | None = getattr(self, PRICE_OF[kind])
        return price

    def without(self, kinds: Iterable[str]) -> RepairPrices:
        """Return the same prices with some kinds forbidden."""
        return dataclasses.replace(self, **{PRICE_OF[kind]: None for kind in kinds})
