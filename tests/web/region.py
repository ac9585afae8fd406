"""A made-up region for the web rooms: accented names, roads of all classes, a small network that can be run."""

from __future__ import annotations

import datetime as dt

import shapely

from banme.workspace import models as m

OLD, REFORM = dt.date(2010, 1, 1), dt.date(2025, 7, 1)
EVE = dt.date(2025, 6, 30)
NEW = {"valid_from": REFORM}
YEARS = (2026, 2030)
NAMES = ("Buôn Ma Thuột", "Ea Kar", "Krông Pắc", "Hòa Xuân", "Cư M'gar", "Buôn Đôn", "Lắk", "M'Drắk")
WEST, SOUTH, STEP = 108.0, 12.4, 0.2


def sourced(**values):
    return {"source_id": "made-up", "quality": "assumed", "note": "minh họa"} | values


def square(number, columns=4):
    west, south = WEST + STEP * (number % columns), SOUTH + STEP * (number // columns)
    return shapely.MultiPolygon([shapely.box(west, south, west + STEP, south + STEP)])


def middle(number):
    return shapely.Point(WEST + STEP * (number % 4) + STEP / 2, SOUTH + STEP * (number // 4) + STEP / 2)


def fill():
    """Store the region's rows."""
    m.DataSource.objects.create(
        code="made-up", title="Số liệu minh họa", licence="Apache-2.0", quality="assumed", version="1"
    )
    m.DataSource.objects.create(
        code="osm",
        title="OpenStreetMap",
        licence="ODbL-1.0",
        attribution="© OpenStreetMap contributors, ODbL 1.0",
        quality="published",
    )
    units()
    roads()
    goods()
    network()
    m.Scenario.objects.create(
        code="base",
        name="Phương án cơ sở",
        name_en="Base plan",
        as_of=dt.date(2026, 7, 1),
        years="2026 2030",
        new_sites=True,
        reach_h=1.0,
        gap_pct=0.1,
        time_limit_s=20,
    )
    m.Scenario.objects.create(code="today", name="Như hiện nay", name_en="As today", base_id="base", new_sites=False)


def units():
    whole = shapely.MultiPolygon([shapely.box(WEST, SOUTH, WEST + 4 * STEP, SOUTH + 2 * STEP)])
    m.AdminUnit.objects.create(
        **sourced(code="66@2025", name="Đắk Lắk", level="province", geometry=whole, quality="published", **NEW)
    )
    m.AdminUnit.objects.create(
        **sourced(
            code="huyen@2010",
            name="Huyện Thử",
            level="district",
            valid_from=OLD,
            valid_to=EVE,
            geometry=shapely.MultiPolygon([shapely.box(WEST, SOUTH, WEST + 2 * STEP, SOUTH + 2 * STEP)]),
        )
    )
    for number, name in enumerate(NAMES):
        m.AdminUnit.objects.create(
            **sourced(
                code=f"{24100 + number}@2025",
                name=name,
                level="commune",
                parent_id="66@2025",
                geometry=square(number),
                population=20_000 + 1_000 * number,
                population_year=2024,
                **NEW,
            )
        )
        m.AdminUnit.objects.create(
            **sourced(
                code=f"{24100 + number}@2010",
                name=f"{name} (cũ)",
                level="commune",
                valid_from=OLD,
                valid_to=EVE,
                geometry=square(number),
            )
        )
        m.AdminUnitSuccessor.objects.create(
            **sourced(
                code=f"s{number}",
                predecessor_id=f"{24100 + number}@2010",
                successor_id=f"{24100 + number}@2025",
                changed_on=REFORM,
                area_share=1.0,
            )
        )
        m.Place.objects.create(
            **sourced(code=f"p{number}", name=name, kind="city" if number == 0 else "town", geometry=middle(number))
        )


def roads():
    south, north = SOUTH + STEP / 2, SOUTH + 1.5 * STEP
    lines = [
        (f"ql26-{i}", "QL.26", "national", "open", [(WEST + STEP * (i + 0.5), south), (WEST + STEP * (i + 1.5), south)])
        for i in range(3)
    ]
    lines += [
        (f"tl-{i}", "TL.8", "provincial", "open", [(WEST + STEP * (i + 0.5), north), (WEST + STEP * (i + 1.5), north)])
        for i in range(3)
    ]
    lines += [
        (f"dh-{i}", "", "district", "open", [(WEST + STEP * (i + 0.5), south), (WEST + STEP * (i + 0.5), north)])
        for i in range(4)
    ]
    lines.append(("noi-bien", "QL.26", "connector", "open", [(WEST + 3.5 * STEP, south), (109.2, south)]))
    lines.append(("ct24", "CT.24", "expressway", "planned", [(WEST + STEP / 2, south), (108.5, 12.62), (109.2, south)]))
    for code, ref, road_class, status, line in lines:
        shape = shapely.LineString(line)
        m.RoadEdge.objects.create(
            code=code,
            ref=ref,
            name="Quốc lộ 26" if ref == "QL.26" else "",
            road_class=road_class,
            status=status,
            length_m=shape.length * 109_000,
            speed_kmh=90 if status == "planned" else None,
            climb_m=0.0,
            valid_from=dt.date(2029, 1, 1) if status == "planned" else OLD,
            source_id="osm",
            quality="derived" if road_class == "connector" else "published",
            geometry=shape,
        )
    for road_class, speed in (
        ("national", 50),
        ("provincial", 40),
        ("district", 30),
        ("connector", 50),
        ("expressway", 80),
    ):
        m.RoadSpeed.objects.create(**sourced(code=road_class, road_class=road_class, speed_kmh=speed, valid_from=OLD))


def goods():
    goods = (
        ("coffee", "Cà phê nhân", "Green coffee", True, (11, 12, 1)),
        ("durian", "Sầu riêng", "Durian", False, (8, 9)),
    )
    for code, name, name_en, storable, months in goods:
        m.Commodity.objects.create(
            **sourced(code=code, name=name, name_en=name_en, storable=storable, capacity_use=1.0)
        )
        for unit in range(len(NAMES)):
            for year, factor in zip(YEARS, (1.0, 1.5), strict=True):
                for month in months:
                    m.Production.objects.create(
                        **sourced(
                            code=f"{unit}-{code}-{year}-{month}",
                            unit_id=f"{24100 + unit}@2025",
                            commodity_id=code,
                            year=year,
                            month=month,
                            quantity_t=(1000.0 + 150 * unit) * factor,
                        )
                    )
    truck = {
        "valid_from": OLD,
        "cost_vnd_h": 150_000,
        "load_factor_pct": 90,
        "speed_factor": 1.0,
        "emission_factor": "GLEC v3.0",
    }
    for code, name, leg, payload, gross, axles, cost, back, grams in (
        ("xe-8t", "Xe tải 8 t", "collection", 8, 16, 2, 12_000, 100, 150),
        ("dau-keo", "Đầu kéo 28 t", "linehaul", 28, 44, 6, 18_000, 50, 95),
    ):
        m.VehicleType.objects.create(
            **sourced(
                code=code,
                name=name,
                leg=leg,
                payload_t=payload,
                gross_t=gross,
                axles=axles,
                cost_vnd_km=cost,
                empty_return_pct=back,
                emission_g_tkm=grams,
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
    south = SOUTH + STEP / 2
    for code, name, kind, x in (
        ("cang", "Cảng Quy Nhơn (thử)", "port", 109.2),
        ("nha-may", "Nhà máy chế biến Hòa Phú", "processor", WEST + STEP / 2),
    ):
        m.Outlet.objects.create(**sourced(code=code, name=name, kind=kind, geometry=shapely.Point(x, south)))
    for commodity in ("coffee", "durian"):
        for year in YEARS:
            m.OutletDemand.objects.create(
                **sourced(
                    code=f"cang-{commodity}-{year}",
                    outlet_id="cang",
                    commodity_id=commodity,
                    year=year,
                    min_t_year=0,
                    price_vnd_t=0,
                )
            )
    m.OutletDemand.objects.create(
        **sourced(
            code="nha-may-coffee-2026",
            outlet_id="nha-may",
            commodity_id="coffee",
            year=2026,
            min_t_year=3000,
            max_t_month=2500,
            price_vnd_t=0,
        )
    )
    sites = (
        ("tap-ket", "Điểm tập kết Krông Pắc", "point", "existing", 2, 900, 0.0),
        ("trung-tam", "Trung tâm logistics Buôn Ma Thuột", "centre", "candidate", 0, 30_000, 40e9),
        ("tt-hoa-xuan", "Trung tâm logistics Hòa Xuân", "centre", "candidate", 3, 30_000, 40e9),
    )
    for code, name, kind, status, unit, throughput, capex in sites:
        m.LogisticsSite.objects.create(**sourced(code=code, name=name, kind=kind, status=status, geometry=middle(unit)))
        m.CapacityModule.objects.create(
            **sourced(
                code=f"{code}-m",
                site_id=code,
                name="Mô-đun vừa",
                area_ha=12.5,
                throughput_t_month=throughput,
                storage_t=throughput,
                capex_vnd=capex,
                opex_vnd_year=2e9 if capex else 2e8,
                life_years=20,
            )
        )
    m.IndustrialCluster.objects.create(
        **sourced(
            code="tan-an-1",
            name="CCN Tân An 1",
            kind="industrial_cluster",
            status="operating",
            geometry=shapely.Point(WEST + 1.2 * STEP, SOUTH + 1.2 * STEP),
        )
    )


def futures():
    """Two futures beside the region: as usual, and a durian boom."""
    for code, name, name_en, chance in (
        ("thuong", "Như thường", "As usual", 70),
        ("duoc-mua", "Được mùa sầu riêng", "Durian boom", 30),
    ):
        m.Future.objects.create(**sourced(code=code, name=name, name_en=name_en, probability_pct=chance))
    m.FutureChange.objects.create(
        code="duoc-mua-1", future_id="duoc-mua", kind="scale_supply", target="durian", factor=1.5, note="thử"
    )
