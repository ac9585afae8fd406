"""Two finished runs of a made-up town: as today straight to the quay, and through a site, on top of the small plan."""

import datetime as dt

import shapely
from django.utils import timezone

import made_up_plan
from banme.workspace import models as m

DAY = dt.date(2026, 11, 24)
LEGS = {
    "today": [("commune", "quay", 10.0, 1000.0)],
    "base": [("commune", "site", 10.0, 300.0), ("site", "quay", 10.0, 500.0)],
}


def build():
    """Store the small plan and the runs."""
    made_up_plan.build()
    said = made_up_plan.SAID
    m.Commodity.objects.create(code="coffee", name="c", storable=True, capacity_use=1, **said)
    m.Outlet.objects.create(code="quay", name="q", kind="port", geometry=shapely.Point(109.0, 12.0), **said)
    truck = {"payload_t": 8, "cost_vnd_km": 1, "cost_vnd_h": 1, "load_factor_pct": 90, "empty_return_pct": 0}
    rest = {"speed_factor": 1, "emission_g_tkm": 1, "emission_factor": "made up", "valid_from": DAY}
    m.VehicleType.objects.create(code="truck", name="t", leg="collection", **truck, **rest, **said)
    for scenario, rows in LEGS.items():
        m.Scenario.objects.create(code=scenario, name=scenario)
        run = m.Run.objects.create(
            code=f"network_design.{scenario}.0001",
            study="network_design",
            scenario_id=scenario,
            status="done",
            rule_date=DAY,
            finished_at=timezone.now(),
            cost_vnd=1.0,
        )
        total = sum(cost for *_, cost in rows)
        for name, value in (("cost_vnd_year", total), ("supply_t", 10.0), ("cost_vnd_t", total / 10.0)):
            m.ResultIndicator.objects.create(run=run, indicator=name, scope="2026", value=value)
        for source, target, tonnes, cost in rows:
            told = {"quantity_t": tonnes, "cost_vnd": cost, "distance_km": 1, "time_h": 1, "tonne_km": 1}
            ends = {"source_code": source, "target_code": target, "leg": "l", "commodity_id": "coffee"}
            m.ResultLeg.objects.create(
                run=run, **ends, **told, year=2026, co2_kg=1, trips=1, vehicle_id="truck", load_factor_pct=90
            )


def indicator(code="i", **values):
    """Store an indicator of the plan that is to be at most 90."""
    plain = {"code": code, "objective_id": "o", "name": code, "unit_of_measure": "%", "comparison": "le"}
    row = m.Indicator.objects.create(**plain, **{"bound_to": "query", **values}, **made_up_plan.SAID)
    m.IndicatorTarget.objects.create(code=code, indicator=row, year=2026, target_value=90, **made_up_plan.SAID)
    return row


def coffee():
    """Store the indicator of coffee to port against today's cost."""
    return indicator(query="network.goods_cost_against_pct", subject="base:today:coffee:port")
