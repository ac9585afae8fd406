"""A design as result tables: openings, flows, legs along the road, communes and headline indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from banme import freight
from banme.siting.equity import gini
from banme.studies.inputs import assumed_shares
from banme.studies.network.allocation import cost_per_tonne
from banme.studies.network.problem import KG_PER_T, Case, year_month
from banme.studies.network.travel import freight_truck
from banme.workspace.models import (
    ResultFlow,
    ResultIndicator,
    ResultLeg,
    ResultOpening,
    ResultStock,
    ResultUnit,
    Run,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from banme.siting import NetworkDesign
    from banme.studies.network.travel import Travel

BATCH = 2000


def write(run: Run, case: Case, design: NetworkDesign) -> None:
    """Store every result table of the run; the caller holds the transaction."""
    flows = _dated(design.flows)
    stock = _dated(design.storage)
    legs = _legs(case, flows)
    openings = _openings(case, design, flows)
    site_costs = _site_costs(case, openings, flows, stock)
    units = _units(case, flows, openings, site_costs)
    _save(ResultFlow, run, _flow_rows(case.travel, flows))
    _save(
        ResultStock,
        run,
        stock.rename(columns={"site": "site_code", "commodity": "commodity_id"})[
            ["site_code", "commodity_id", "year", "month", "quantity_t"]
        ],
    )
    _save(ResultLeg, run, legs)
    _save(ResultOpening, run, openings)
    _save(ResultUnit, run, units)
    _save(ResultIndicator, run, _indicators(case, design, legs, openings, units, site_costs))


def _save(model: Any, run: Run, rows: pd.DataFrame | Iterable[dict[str, Any]]) -> None:
    records = rows.to_dict("records") if isinstance(rows, pd.DataFrame) else list(rows)
    model.objects.bulk_create(
        [model(run=run, **{name: _plain(value) for name, value in record.items()}) for record in records],
        batch_size=BATCH,
    )


def _plain(value: Any) -> Any:
    """Return a value Django stores: NaN and NaT as None, NumPy scalars as Python's."""
    if isinstance(value, float) and np.isnan(value):
        return None
    return value.item() if isinstance(value, np.generic) else value


def _dated(rows: pd.DataFrame) -> pd.DataFrame:
    parts = [year_month(period) for period in rows["period"]]
    return rows.assign(year=[year for year, _ in parts], month=[month for _, month in parts])


def _flow_rows(travel: Travel, flows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "source_code": flows["source"],
            "target_code": flows["target"],
            "leg": _leg_kind(travel, flows),
            "commodity_id": flows["commodity"],
            "year": flows["year"],
            "month": flows["month"],
            "quantity_t": flows["quantity_t"],
        }
    )


def _leg_kind(travel: Travel, flows: pd.DataFrame) -> np.ndarray:
    kind = travel.places["kind"]
    return (kind.reindex(flows["source"]).to_numpy() + "-" + kind.reindex(flows["target"]).to_numpy()).astype(object)


def _legs(case: Case, flows: pd.DataFrame) -> pd.DataFrame:
    """Return each leg's year with trips, load factor, CO2e and its line along the road."""
    keys = ["source", "target", "commodity", "year"]
    rows = flows.groupby(keys, as_index=False)[["quantity_t"]].sum()
    detail = case.travel.legs.set_index(["source", "target"])
    pairs = pd.MultiIndex.from_frame(rows[["source", "target"]])
    info = detail.loc[pairs].reset_index(drop=True)
    trucks = case.inputs.vehicles
    payload = trucks["payload_t"].astype(float).reindex(info["vehicle"]).to_numpy()
    trips = _trips(case, flows, rows, keys, info["vehicle"].to_numpy(object))
    quantity = rows["quantity_t"].to_numpy(float)
    names = case.travel.places["name"]
    lines = {pair: case.travel.line(*pair, vehicle) for pair, vehicle in zip(pairs, info["vehicle"], strict=True)}
    return pd.DataFrame(
        {
            "source_code": rows["source"],
            "target_code": rows["target"],
            "source_name": names.reindex(rows["source"]).to_numpy(),
            "target_name": names.reindex(rows["target"]).to_numpy(),
            "leg": _leg_kind(case.travel, rows),
            "commodity_id": rows["commodity"],
            "year": rows["year"],
            "quantity_t": quantity,
            "distance_km": info["distance_km"],
            "connector_km": info["connector_km"],
            "time_h": info["time_h"],
            "tonne_km": quantity * info["distance_km"],
            "cost_vnd": quantity * info["cost_vnd_t"],
            "co2_kg": quantity * info["co2_kg_t"],
            "vehicle_id": info["vehicle"],
            "trips": trips,
            "load_factor_pct": 100.0 * quantity / (trips * payload),
            "geometry": [lines[pair] for pair in pairs],
        }
    )


def _trips(case: Case, flows: pd.DataFrame, rows: pd.DataFrame, keys: list[str], vehicle: np.ndarray) -> np.ndarray:
    """Return whole truck trips a year: each month's tonnes are carried by whole trucks."""
    wanted = pd.MultiIndex.from_frame(flows[keys])
    legs = pd.MultiIndex.from_frame(rows[keys])
    of = pd.Series(vehicle, index=legs).reindex(wanted).to_numpy(object)
    quantity, monthly = flows["quantity_t"].to_numpy(float), np.zeros(len(flows))
    for code in pd.unique(of):
        mine = of == code
        monthly[mine] = freight.trips(quantity[mine], freight_truck(case.inputs.vehicles.loc[code], 1.0))
    return pd.Series(monthly, index=wanted).groupby(level=keys).sum().reindex(legs).to_numpy(float)


def _openings(case: Case, design: NetworkDesign, flows: pd.DataFrame) -> pd.DataFrame:
    """Return one row per open site and stage year, with its use in the busiest month."""
    modules = case.inputs.modules
    use = case.inputs.commodities["capacity_use"].astype(float)
    rows = []
    for opened in design.openings.itertuples():
        module = modules.loc[opened.module]
        first = int(opened.stage)
        for year in [year for year in case.scenario.years if year >= first]:
            coming = flows[(flows["target"] == opened.site) & (flows["year"] == year)]
            used = (coming["quantity_t"] * use.reindex(coming["commodity"]).to_numpy()).groupby(coming["month"]).sum()
            capacity = float(module["throughput_t_month"])
            busiest = float(used.max()) if len(used) else 0.0
            rows.append(
                {
                    "site_id": opened.site,
                    "module_id": opened.module,
                    "year_opened": first,
                    "year": year,
                    "is_new": not bool(opened.existing),
                    "area_ha": float(module["area_ha"]),
                    "throughput_t_year": float(coming["quantity_t"].sum()),
                    "utilisation_pct": 100.0 * busiest / capacity if capacity > 0 else np.nan,
                    "fixed_vnd_year": float(opened.fixed_vnd_year),
                    "capex_vnd": float(opened.capex_vnd),
                    "geometry": case.inputs.sites.geometry[opened.site],
                }
            )
    columns = ["site_id", "module_id", "year_opened", "year", "is_new", "area_ha", "throughput_t_year"]
    columns += ["utilisation_pct", "fixed_vnd_year", "capex_vnd", "geometry"]
    return pd.DataFrame(rows, columns=columns)


def _site_costs(case: Case, openings: pd.DataFrame, flows: pd.DataFrame, stock: pd.DataFrame) -> pd.DataFrame:
    """Return ``year, site, fixed, handling, storage`` in VND of the year."""
    sites = case.problem.sites
    fixed = openings.groupby(["year", "site_id"])["fixed_vnd_year"].sum()
    to_site = flows[flows["target"].isin(sites.index)]
    paid = to_site["quantity_t"] * sites["handling_vnd_t"].reindex(to_site["target"]).to_numpy()
    handling = paid.groupby([to_site["year"], to_site["target"]]).sum()
    kept = stock["quantity_t"] * sites["storage_vnd_t_month"].reindex(stock["site"]).to_numpy()
    storage = kept.groupby([stock["year"], stock["site"]]).sum()
    parts = {"fixed": fixed, "handling": handling, "storage": storage}
    for part in parts.values():
        part.index.names = ["year", "site"]
    return pd.DataFrame(parts).fillna(0.0).reset_index()


def _units(case: Case, flows: pd.DataFrame, openings: pd.DataFrame, site_costs: pd.DataFrame) -> pd.DataFrame:
    """Return what the plan means for every commune in force, also those without known goods."""
    kinds = case.travel.places["kind"]
    tables = []
    for year in case.scenario.years:
        of_year = site_costs[site_costs["year"] == year].set_index("site")[["fixed", "handling", "storage"]].sum(axis=1)
        costs = cost_per_tonne(flows[flows["year"] == year], of_year, kinds)
        by_unit = costs.groupby("origin")[["quantity_t", "cost_vnd"]].sum().reindex(case.inputs.units.index)
        opened = openings.loc[openings["year"] == year, "site_id"]
        hours = case.travel.reach_h.reindex(index=case.inputs.units.index, columns=list(opened)).min(axis=1)
        tables.append(_unit_table(case, year, by_unit, hours))
    return pd.concat(tables, ignore_index=True)


def _unit_table(case: Case, year: int, by_unit: pd.DataFrame, hours: pd.Series[float]) -> pd.DataFrame:
    known = hours.notna()
    within = pd.Series(hours <= case.scenario.reach_h, dtype=object).where(known, None)
    reasons = np.where(by_unit["quantity_t"].isna(), "production unknown", "")
    return pd.DataFrame(
        {
            "unit_id": by_unit.index,
            "year": year,
            "supply_t": by_unit["quantity_t"].to_numpy(),
            "cost_vnd_t": (by_unit["cost_vnd"] / by_unit["quantity_t"]).to_numpy(),
            "nearest_site_h": hours.to_numpy(),
            "within_reach": within.to_numpy(),
            "missing_reason": np.where(known, reasons, "no way to an open site"),
            "geometry": case.inputs.units.geometry.to_numpy(),
        }
    )


def _indicators(
    case: Case,
    design: NetworkDesign,
    legs: pd.DataFrame,
    openings: pd.DataFrame,
    units: pd.DataFrame,
    site_costs: pd.DataFrame,
) -> list[dict[str, Any]]:
    found = [
        _figure("cost_vnd", "", design.cost_vnd, "VND"),
        _figure("bound_vnd", "", design.bound_vnd, "VND"),
        _figure("gap_pct", "", design.gap_pct, "%"),
        _figure("capex_vnd", "", float(openings.drop_duplicates("site_id")["capex_vnd"].sum()), "VND"),
    ]
    found += [_figure("assumed_share_pct", table, share, "%") for table, share in assumed_shares(case.inputs).items()]
    carbon = case.problem.limits.co2_price_vnd_kg or 0.0
    for year in case.scenario.years:
        found += _yearly(
            str(year),
            legs[legs["year"] == year],
            site_costs[site_costs["year"] == year],
            case.supply[case.supply["year"] == year]["quantity_t"].sum(),
            carbon,
        )
        of_year = units[units["year"] == year]
        known = of_year["within_reach"].dropna()
        reached = 100.0 * float(known.astype(bool).mean()) if len(known) else np.nan
        found.append(_figure("reach_share_pct", str(year), reached, "%", "" if len(known) else "no open site"))
        paying = of_year.dropna(subset=["supply_t", "cost_vnd_t"])
        unequal = gini(paying["cost_vnd_t"].to_numpy(float), paying["supply_t"].to_numpy(float))
        found.append(_figure("cost_gini", str(year), unequal, "0–1"))
        found.append(_figure("sites_open", str(year), float((openings["year"] == year).sum()), "sites"))
    return found


def _yearly(
    scope: str, legs: pd.DataFrame, site_costs: pd.DataFrame, supply_t: float, carbon_vnd_kg: float
) -> list[dict[str, Any]]:
    """Return the year's money, tonne-km, trips and CO2e, total and per tonne of goods."""
    co2_kg = float(legs["co2_kg"].sum())
    parts = {
        "transport": float(legs["cost_vnd"].sum()),
        "handling": float(site_costs["handling"].sum()),
        "storage": float(site_costs["storage"].sum()),
        "fixed": float(site_costs["fixed"].sum()),
        "carbon": co2_kg * carbon_vnd_kg,
    }
    total = sum(parts.values())
    full_t = float((legs["quantity_t"] / (legs["load_factor_pct"] / 100.0)).sum())
    figures = [_figure(f"{part}_vnd_t", scope, cost / supply_t, "VND/t") for part, cost in parts.items()]
    return [
        *figures,
        _figure("supply_t", scope, supply_t, "t"),
        _figure("cost_vnd_year", scope, total, "VND"),
        _figure("cost_vnd_t", scope, total / supply_t, "VND/t"),
        _figure("tonne_km", scope, float(legs["tonne_km"].sum()), "t·km"),
        _figure("trips", scope, float(legs["trips"].sum()), "trips"),
        _figure("load_factor_pct", scope, 100.0 * float(legs["quantity_t"].sum()) / full_t if full_t else np.nan, "%"),
        _figure("co2_t", scope, co2_kg / KG_PER_T, "t CO2e"),
        _figure("co2_kg_t", scope, co2_kg / supply_t, "kg CO2e/t"),
    ]


def _figure(indicator: str, scope: str, value: float, unit: str, missing: str = "") -> dict[str, Any]:
    finite = bool(np.isfinite(value))
    reason = missing or ("" if finite else "not computable from these inputs")
    return {
        "indicator": indicator,
        "scope": scope,
        "value": value if finite else None,
        "unit_of_measure": unit,
        "missing_reason": reason,
    }
