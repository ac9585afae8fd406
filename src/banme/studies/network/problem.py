"""The siting engine's problem, made from inputs, goods and legs."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from banme import freight
from banme.siting import Limits, NetworkProblem
from banme.studies.scenario import ANY, Resolved
from banme.studies.tariffs import rate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from banme.studies.inputs import Inputs
    from banme.studies.network.travel import Travel

MONTHS = 12
KG_PER_T = 1000.0


def period_label(year: int, month: int) -> str:
    """Return a period's label, e.g. ``2026-07``."""
    return f"{year}-{month:02d}"


def future_of(period: str) -> str:
    """Return the future a period's label begins with, empty where there is only one."""
    return period.rpartition(":")[0]


def year_month(period: str) -> tuple[int, int]:
    """Return year and month of a period's label, whatever the future."""
    year, month = period.rpartition(":")[2].split("-")
    return int(year), int(month)


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """The problem and what its labels mean."""

    problem: NetworkProblem
    supply: pd.DataFrame
    travel: Travel
    inputs: Inputs
    scenario: Resolved
    futures: Mapping[str, Case] = field(default_factory=dict)
    """The cases whose problems this one holds side by side, by future; empty where there is only one."""


def build(inputs: Inputs, scenario: Resolved, supply: pd.DataFrame, travel: Travel) -> NetworkProblem:
    """Return the network-design problem of a scenario.

    Months of a stage run from the month after the storable goods' leanest one, so that a harvest over New Year can be
    stored; every stage begins and ends with empty stores. Units: tonnes, VND of one year, hours, kg CO2e.

    Raises
    ------
    InputError
        Gathered by the siting engine. Goods without a way out and the like are left to the repair.

    """
    sites = _sites(inputs, scenario)
    used = set(supply["unit"]) | set(sites.index) | set(inputs.demand["outlet_code"])
    legs = travel.legs[travel.legs["source"].isin(used) & travel.legs["target"].isin(used)]
    return NetworkProblem(
        commodities=_commodities(inputs),
        periods=_periods(scenario, supply, inputs),
        stages=_stages(scenario, rate(inputs.tariffs, "discount_rate_pct")),
        nodes=_nodes(supply, sites, inputs),
        supply=_supply(supply),
        demand=_demand(inputs, scenario, supply),
        sites=sites.drop(columns="kind"),
        modules=_modules(inputs),
        arcs=_arcs(legs),
        limits=_limits(inputs, scenario),
        to_repair=True,
    )


def _commodities(inputs: Inputs) -> pd.DataFrame:
    rows = inputs.commodities
    return pd.DataFrame(
        {
            "capacity_use": rows["capacity_use"].astype(float),
            "storable": rows["storable"].astype(bool),
            "max_time_h": rows["max_leg_h"].astype(float),
        }
    )


def _periods(scenario: Resolved, supply: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    first = _first_month(supply, inputs)
    months = [(first + step - 1) % MONTHS + 1 for step in range(MONTHS)]
    labels = [(period_label(year, month), str(year)) for year in scenario.years for month in months]
    return pd.DataFrame({"stage": [stage for _, stage in labels]}, index=[label for label, _ in labels])


def _first_month(supply: pd.DataFrame, inputs: Inputs) -> int:
    """Return the month after the one in which least of the storable goods comes in (January when nothing is stored)."""
    storable = inputs.commodities.index[inputs.commodities["storable"].astype(bool)]
    rows = supply[supply["commodity"].isin(storable)]
    if rows.empty:
        return 1
    monthly = rows.groupby("month")["quantity_t"].sum().reindex(range(1, MONTHS + 1), fill_value=0.0)
    lean = monthly.index[monthly == monthly.min()]
    return int(lean[-1]) % MONTHS + 1


def _stages(scenario: Resolved, discount_rate_pct: float) -> pd.DataFrame:
    """Weight each stage by the discounted years it stands for; the last lasts as long as the one before, or a year."""
    years = list(scenario.years)
    lengths = [later - earlier for earlier, later in itertools.pairwise(years)]
    lengths.append(lengths[-1] if lengths else 1)
    weight = [
        sum((1.0 + discount_rate_pct / 100.0) ** -(year + step - years[0]) for step in range(length))
        for year, length in zip(years, lengths, strict=True)
    ]
    return pd.DataFrame({"weight": weight}, index=[str(year) for year in years])


def _nodes(supply: pd.DataFrame, sites: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    origins = pd.Series("origin", index=sorted(set(supply["unit"])))
    outlets = pd.Series("outlet", index=sorted(set(inputs.demand["outlet_code"])))
    return pd.DataFrame({"kind": pd.concat([origins, sites["kind"], outlets])})


def _supply(supply: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "origin": supply["unit"],
            "commodity": supply["commodity"],
            "period": [period_label(row.year, row.month) for row in supply.itertuples()],
            "quantity_t": supply["quantity_t"],
            "unshipped_cost_vnd_t": np.nan,
        }
    )


def _demand(inputs: Inputs, scenario: Resolved, supply: pd.DataFrame) -> pd.DataFrame:
    """Spread each outlet's yearly least quantity over the months in proportion to the month's goods."""
    monthly = supply.groupby(["commodity", "year", "month"])["quantity_t"].sum()
    rows = []
    for need in inputs.demand.itertuples():
        year, commodity = int(need.year), str(need.commodity_code)
        goods = monthly.get((commodity, year), pd.Series(dtype=float))
        storable = bool(inputs.commodities.loc[commodity, "storable"])
        months = range(1, MONTHS + 1) if storable else sorted(goods.index)
        factor = scenario.factor("scale_demand", str(need.outlet_code), year)
        price = float(need.price_vnd_t) * scenario.factor("scale_price", str(need.outlet_code), year)
        most = np.inf if pd.isna(need.max_t_month) else float(need.max_t_month) * factor
        for month in months:
            share = float(goods.get(month, 0.0)) / float(goods.sum()) if len(goods) else 0.0
            rows.append(
                (
                    str(need.outlet_code),
                    commodity,
                    period_label(year, month),
                    float(need.min_t_year) * factor * share,
                    most,
                    price,
                )
            )
    return pd.DataFrame(rows, columns=["outlet", "commodity", "period", "min_t", "max_t", "price_vnd_t"])


def _sites(inputs: Inputs, scenario: Resolved) -> pd.DataFrame:
    """Return each site's level, decision and rates; without new sites the network is as today."""
    rows = []
    for code, site in inputs.sites.iterrows():
        kind = "centre" if site["kind"] == "centre" else "point"
        existing = site["status"] == "existing"
        decision = "forced" if site["status"] == "planned" else "free"
        if not scenario.new_sites:
            decision = "forced" if existing else "excluded"
        for change in scenario.of_kind("force_site", "exclude_site"):
            if change.target in {code, ANY}:
                decision = "forced" if change.kind == "force_site" else "excluded"
        handling = rate(inputs.tariffs, "handling_vnd_t", site_kind=str(site["kind"]))
        storage = rate(inputs.tariffs, "storage_vnd_t_month", site_kind=str(site["kind"]))
        rows.append((str(code), kind, existing, decision, handling, storage))
    columns = ["code", "kind", "existing", "decision", "handling_vnd_t", "storage_vnd_t_month"]
    return pd.DataFrame(rows, columns=columns).set_index("code")


def _modules(inputs: Inputs) -> pd.DataFrame:
    discount = rate(inputs.tariffs, "discount_rate_pct")
    rows = inputs.modules
    yearly = [freight.annuity(row.capex_vnd, discount, int(row.life_years)) for row in rows.itertuples()]
    return pd.DataFrame(
        {
            "site": rows["site_code"].to_numpy(),
            "module": rows.index.to_numpy(),
            "throughput_t": rows["throughput_t_month"].to_numpy(float),
            "storage_t": rows["storage_t"].to_numpy(float),
            "fixed_vnd_year": np.array(yearly) + rows["opex_vnd_year"].to_numpy(float),
            "capex_vnd": rows["capex_vnd"].to_numpy(float),
        }
    )


def _arcs(legs: pd.DataFrame) -> pd.DataFrame:
    columns = ["source", "target", "cost_vnd_t", "time_h", "co2_kg_t", "distance_km"]
    return legs[columns].assign(commodity=None)


def _limits(inputs: Inputs, scenario: Resolved) -> Limits:
    carbon = scenario.carbon_vnd_kg
    if carbon is None:
        carbon = rate(inputs.tariffs, "carbon_vnd_kg")
    most = {"centre": scenario.max_centres, "point": scenario.max_points}
    return Limits(
        budget_vnd=scenario.budget_vnd,
        max_sites={kind: count for kind, count in most.items() if count is not None} or None,
        co2_cap_kg_year=None if scenario.co2_cap_t_year is None else scenario.co2_cap_t_year * KG_PER_T,
        co2_price_vnd_kg=carbon or None,
        max_new_sites=scenario.max_new_sites,
        max_closures=scenario.max_closures,
        max_changes=scenario.max_changes,
    )
