"""A small made-up workspace: a straight road from three communes past a town to a port, old and new units."""

import datetime as dt
import itertools

import shapely

from banme.workspace import models as m

OLD, NEW = dt.date(2010, 1, 1), dt.date(2025, 7, 1)
BY_YEAR = {2026: 1.0, 2030: 2.0}


def sourced(**values):
    return {"source_id": "made-up", "quality": "assumed", "note": "illustrative"} | values


def square(x):
    return shapely.box(x - 0.05, 12.0, x + 0.05, 12.1)


def build():
    """Fill the empty workspace."""
    m.DataSource.objects.create(
        code="made-up", title="Made up for tests", licence="Apache-2.0", quality="assumed", version="1"
    )
    units()
    roads()
    goods()
    network()
    m.Scenario.objects.create(
        code="base",
        name="Cơ sở",
        as_of=dt.date(2026, 7, 1),
        years="2026 2030",
        new_sites=True,
        reach_h=1.0,
        gap_pct=0.1,
        time_limit_s=20,
    )
    m.Scenario.objects.create(code="today", name="Hiện nay", base_id="base", new_sites=False)


def units():
    for number, x in enumerate((108.0, 108.1, 108.2)):
        m.AdminUnit.objects.create(
            **sourced(
                code=f"old-{number}",
                name=f"Xã {number}",
                level="commune",
                valid_from=OLD,
                valid_to=dt.date(2025, 6, 30),
                geometry=square(x),
            )
        )
    for code, x in (("new-a", 108.0), ("new-b", 108.15)):
        m.AdminUnit.objects.create(**sourced(code=code, name=code, level="commune", valid_from=NEW, geometry=square(x)))
    m.AdminUnit.objects.create(
        **sourced(code="new-far", name="Ven biển", level="commune", valid_from=NEW, geometry=square(109.0))
    )
    for old, new, share in (
        ("old-0", "new-a", 1.0),
        ("old-1", "new-a", 0.25),
        ("old-1", "new-b", 0.75),
        ("old-2", "new-b", 1.0),
    ):
        m.AdminUnitSuccessor.objects.create(
            **sourced(code=f"{old}-{new}", predecessor_id=old, successor_id=new, changed_on=NEW, area_share=share)
        )


def roads():
    stops = [108.0, 108.1, 108.2, 108.3, 109.0]
    for number, (west, east) in enumerate(itertools.pairwise(stops)):
        m.RoadEdge.objects.create(
            **sourced(
                code=f"ql-{number}",
                ref="QL.26",
                road_class="national",
                length_m=(east - west) * 110_000,
                valid_from=OLD,
                climb_m=0.0,
                geometry=shapely.LineString([(west, 12.05), (east, 12.05)]),
            )
        )
    m.RoadEdge.objects.create(
        **sourced(
            code="planned",
            ref="CT.24",
            road_class="expressway",
            status="planned",
            length_m=70_000,
            speed_kmh=90,
            valid_from=dt.date(2029, 1, 1),
            climb_m=0.0,
            geometry=shapely.LineString([(108.3, 12.05), (108.6, 12.2), (109.0, 12.05)]),
        )
    )
    for road_class, speed in (("national", 50), ("expressway", 80)):
        m.RoadSpeed.objects.create(**sourced(code=road_class, road_class=road_class, speed_kmh=speed, valid_from=OLD))


def goods():
    m.Commodity.objects.create(**sourced(code="coffee", name="Cà phê", storable=True, capacity_use=1.0))
    m.Commodity.objects.create(**sourced(code="durian", name="Sầu riêng", storable=False, capacity_use=1.0))
    for unit in ("old-0", "old-1", "old-2"):
        for year, factor in BY_YEAR.items():
            for commodity, months in (("coffee", (11, 12, 1)), ("durian", (8, 9))):
                for month in months:
                    m.Production.objects.create(
                        **sourced(
                            code=f"{unit}-{commodity}-{year}-{month}",
                            unit_id=unit,
                            commodity_id=commodity,
                            year=year,
                            month=month,
                            quantity_t=1000.0 * factor,
                        )
                    )
    truck = {
        "valid_from": OLD,
        "cost_vnd_h": 150_000,
        "load_factor_pct": 90,
        "speed_factor": 1.0,
        "emission_factor": "made up",
    }
    m.VehicleType.objects.create(
        **sourced(
            code="rigid",
            name="Xe 8 t",
            leg="collection",
            payload_t=8,
            gross_t=16,
            axles=2,
            cost_vnd_km=12_000,
            empty_return_pct=100,
            emission_g_tkm=150,
            **truck,
        )
    )
    m.VehicleType.objects.create(
        **sourced(
            code="artic",
            name="Đầu kéo",
            leg="linehaul",
            payload_t=28,
            gross_t=44,
            axles=6,
            cost_vnd_km=18_000,
            empty_return_pct=50,
            emission_g_tkm=95,
            **truck,
        )
    )
    rates = {
        "handling_vnd_t": 20_000,
        "storage_vnd_t_month": 15_000,
        "loading_h_trip": 1.5,
        "carbon_vnd_kg": 0,
        "discount_rate_pct": 8,
    }
    for kind, rate in rates.items():
        m.Tariff.objects.create(**sourced(code=kind, kind=kind, rate=rate, valid_from=OLD))


def network():
    m.Outlet.objects.create(**sourced(code="port", name="Cảng", kind="port", geometry=shapely.Point(109.0, 12.05)))
    for commodity in ("coffee", "durian"):
        for year in BY_YEAR:
            m.OutletDemand.objects.create(
                **sourced(
                    code=f"port-{commodity}-{year}",
                    outlet_id="port",
                    commodity_id=commodity,
                    year=year,
                    min_t_year=0,
                    price_vnd_t=0,
                )
            )
    sites = (("point", "point", "existing", 108.1, 600, 0.0), ("centre", "centre", "candidate", 108.3, 30_000, 40e9))
    for code, kind, status, x, throughput, capex in sites:
        m.LogisticsSite.objects.create(
            **sourced(code=code, name=code, kind=kind, status=status, geometry=shapely.Point(x, 12.05))
        )
        m.CapacityModule.objects.create(
            **sourced(
                code=f"{code}-m",
                site_id=code,
                name="M",
                area_ha=5,
                throughput_t_month=throughput,
                storage_t=throughput,
                capex_vnd=capex,
                opex_vnd_year=2e9 if capex else 2e8,
                life_years=20,
            )
        )
