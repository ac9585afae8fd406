"""The network-design problem as labelled tables."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    from banme.siting.ceilings import Ceiling

ORIGIN, POINT, CENTRE, OUTLET = "origin", "point", "centre", "outlet"
KINDS = (ORIGIN, POINT, CENTRE, OUTLET)
SITE_KINDS = (POINT, CENTRE)
LEGS = frozenset(
    {(ORIGIN, POINT), (ORIGIN, CENTRE), (ORIGIN, OUTLET), (POINT, CENTRE), (POINT, OUTLET), (CENTRE, OUTLET)}
)
FREE, FORCED, EXCLUDED = "free", "forced", "excluded"
DECISIONS = (FREE, FORCED, EXCLUDED)

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "commodities": ("capacity_use", "storable", "max_time_h"),
        "periods": ("stage",),
        "stages": ("weight",),
        "nodes": ("kind",),
        "supply": ("origin", "commodity", "period", "quantity_t", "unshipped_cost_vnd_t"),
        "demand": ("outlet", "commodity", "period", "min_t", "max_t", "price_vnd_t"),
        "sites": ("existing", "decision", "handling_vnd_t", "storage_vnd_t_month"),
        "modules": ("site", "module", "throughput_t", "storage_t", "fixed_vnd_year", "capex_vnd"),
        "arcs": ("source", "target", "commodity", "cost_vnd_t", "time_h", "co2_kg_t", "distance_km"),
        "commodity_caps": ("site", "module", "commodity", "throughput_t"),
        "closures": ("source", "target", "period"),
    }
)
OPTIONAL: Mapping[str, Mapping[str, str | float | None]] = MappingProxyType(
    {
        "periods": {"scenario": "", "weight": 1.0},
        "sites": {"from_stage": None},
        "arcs": {"scenario": None},
    }
)
"""Columns that a table may have besides ``COLUMNS``, and what every row holds where it has not."""
LABELLED = ("commodities", "periods", "stages", "nodes", "sites")


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on the whole plan; None means no such limit.

    Attributes
    ----------
    budget_vnd : float or None
        Most that may be spent on opening modules over all stages (sum of ``capex_vnd``, VND).
    max_sites : mapping of kind to int, or None
        Most sites of a kind (``point``, ``centre``) open in any stage, existing ones included.
    co2_cap_kg_year : float or None
        Most CO2 of one year of any stage in any scenario (kg).
    co2_price_vnd_kg : float or None
        Price added to the cost for every kg of CO2 (VND/kg).
    single_source : bool
        Whether each origin ships all of a commodity in a period over one arc.
    max_new_sites : int or None
        Most sites opened that do not exist today.
    max_closures : int or None
        Most of today's sites (``existing``) not open from the first stage on. Another module is no closure.
    max_changes : int or None
        Most new sites and closures together.

    """

    budget_vnd: float | None = None
    max_sites: Mapping[str, int] | None = None
    co2_cap_kg_year: float | None = None
    co2_price_vnd_kg: float | None = None
    single_source: bool = False
    max_new_sites: int | None = None
    max_closures: int | None = None
    max_changes: int | None = None

    def replace(self, **changes: Any) -> Limits:
        """Return a copy with some limits replaced."""
        return dataclasses.replace(self, **changes)


def _empty(table: str) -> pd.DataFrame:
    return pd.DataFrame({column: pd.Series(dtype=object) for column in COLUMNS[table]})


def _no_caps() -> pd.DataFrame:
    return _empty("commodity_caps").astype({"throughput_t": float})


def _no_closures() -> pd.DataFrame:
    return _empty("closures")


@dataclass(frozen=True, slots=True, eq=False)
class NetworkProblem:
    """One network-design problem; checked as a whole when made.

    Costs are VND of one year; a stage's costs are multiplied by its weight. All labels are strings.

    Attributes
    ----------
    commodities : DataFrame, index commodity
        ``capacity_use`` t of site capacity taken per t (> 0); ``storable`` bool; ``max_time_h`` longest travel
        time of a single arc in hours, NaN for no limit.
    periods : DataFrame, index period, ordered
        ``stage`` the stage it belongs to; ``scenario`` the scenario it belongs to (optional; empty where there is
        only one); ``weight`` the scenario's probability (optional, 1). The periods of all scenarios stand side by
        side within a stage, those of one scenario together, and share the openings; the weights of a stage's
        scenarios add up to 1. Stock carries over consecutive periods of one stage and scenario, which start and
        end with empty stores.
    stages : DataFrame, index stage, ordered
        ``weight`` years it stands for times discount (> 0).
    nodes : DataFrame, index node
        ``kind`` one of origin, point, centre, outlet.
    supply : DataFrame
        ``origin, commodity, period`` labels; ``quantity_t`` (t) to be shipped; ``unshipped_cost_vnd_t`` (VND/t)
        cost of leaving goods unshipped, NaN where every tonne must be shipped.
    demand : DataFrame
        ``outlet, commodity, period`` labels; ``min_t``, ``max_t`` (t, max may be inf) what the outlet takes;
        ``price_vnd_t`` (VND/t) its income, subtracted from cost. An outlet takes only what has a row here.
    sites : DataFrame, index node (every point and centre)
        ``existing`` bool; ``decision`` free, forced (open in every stage, or from ``from_stage`` on) or excluded;
        ``handling_vnd_t`` (VND per t coming in); ``storage_vnd_t_month`` (VND per t in stock at a period's end);
        ``from_stage`` the stage before which the site may not open (optional, None for the first).
    modules : DataFrame
        ``site, module`` labels; ``throughput_t`` inbound capacity per period (t times capacity_use, may be inf);
        ``storage_t`` stock capacity (t times capacity_use, may be inf); ``fixed_vnd_year`` annualised opening and
        operating cost (VND/year); ``capex_vnd`` (VND) counted in the budget. At most one module per site and
        stage; an open module stays open to the last stage.
    arcs : DataFrame
        ``source, target`` node labels; ``commodity`` label or None for every commodity; ``cost_vnd_t``,
        ``time_h``, ``co2_kg_t``, ``distance_km``; ``scenario`` the only one in which the row holds (optional, None
        for every scenario). Legs: origin to point, centre or outlet; point to centre or outlet; centre to outlet.
    limits : Limits
    commodity_caps : DataFrame
        ``site, module, commodity`` labels; ``throughput_t`` inbound capacity for one commodity (t per period).
        A module and commodity without a row has no capacity of its own beside the module's.
    closures : DataFrame
        ``source, target, period``: arcs that cannot be used in a period.
    to_repair : bool
        Whether a problem whose sums show already that it has no plan is let through, for ``siting.repair``.
    ceilings : tuple of Ceiling
        Most that the plan may come to at other rates than its costs.

    Raises
    ------
    InputError
        With every offender found: missing columns, NaN, negative, duplicate, unknown label, leg that does not
        exist; and, unless ``to_repair``, origin without a way out, capacity below demand.

    """

    commodities: pd.DataFrame
    periods: pd.DataFrame
    stages: pd.DataFrame
    nodes: pd.DataFrame
    supply: pd.DataFrame
    demand: pd.DataFrame
    sites: pd.DataFrame
    modules: pd.DataFrame
    arcs: pd.DataFrame
    limits: Limits = field(default_factory=Limits)
    commodity_caps: pd.DataFrame = field(default_factory=_no_caps)
    closures: pd.DataFrame = field(default_factory=_no_closures)
    to_repair: bool = False
    ceilings: tuple[Ceiling, ...] = ()

    def __post_init__(self) -> None:
        from banme.siting.validation import validate  # noqa: PLC0415 - validation reads this class

        validate(self)

    def replace(self, **changes: Any) -> NetworkProblem:
        """Return a copy with some tables or the limits replaced, checked again."""
        return dataclasses.replace(self, **changes)

    def column(self, table: str, name: str) -> pd.Series[Any]:
        """Return an optional column of a table, filled with what its absence means where it is left out."""
        rows: pd.DataFrame = getattr(self, table)
        if name in rows.columns:
            return rows[name]
        absent = OPTIONAL[table][name]
        return pd.Series([absent] * len(rows), index=rows.index, dtype=object if absent is None else None)

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return every table by name, in the order of ``COLUMNS``."""
        return {name: getattr(self, name) for name in COLUMNS}
