"""A small invented region with today's run and a planned one, both finished."""

from __future__ import annotations

import datetime as dt

import pytest
import shapely
from django.utils import timezone

from banme.workspace.models import (
    AdminUnit,
    CapacityModule,
    Commodity,
    DataSource,
    LogisticsSite,
    Outlet,
    ResultFlow,
    ResultIndicator,
    ResultLeg,
    ResultOpening,
    ResultStock,
    ResultUnit,
    RoadEdge,
    Run,
    Scenario,
    VehicleType,
)

DAY = dt.date(2026, 7, 1)
PLAN, TODAY = "R-plan", "R-today"
YEARS = (2026, 2030)
COMMUNES = [f"{number:05d}@2025" for number in range(1, 7)]
MARKET = (108.5, 13.05)
HUB = (108.2, 13.05)
NAMES = {"dk-cu": "Điểm tập kết Ea H'leo", "tt-moi": "Trung tâm logistics Buôn Đôn", "port": "Cảng Thử"}


def _square(place: int) -> shapely.MultiPolygon:
    west, south = 108.0 + 0.1 * (place % 3), 13.0 + 0.1 * (place // 3)
    return shapely.MultiPolygon([shapely.box(west, south, west + 0.1, south + 0.1)])


def _centre(place: int) -> tuple[float, float]:
    return 108.05 + 0.1 * (place % 3), 13.05 + 0.1 * (place // 3)


def _inputs() -> None:
    DataSource.objects.create(code="osm", title="Mạng đường OpenStreetMap", licence="ODbL-1.0", quality="published")
    DataSource.objects.create(
        code="ranh",
        title="Ranh giới xã",
        licence="MIT",
        attribution="© Người vẽ ranh",
        quality="published",
        version="3",
    )
    DataSource.objects.create(code="gia", title="=Giả định & <thử>", licence="CC-BY-4.0", quality="assumed")
    known = {"source_id": "ranh", "quality": "published"}
    guess = {"source_id": "gia", "quality": "assumed", "note": "Chưa có khảo sát"}
    since = {"valid_from": dt.date(2025, 7, 1)}
    AdminUnit.objects.create(code="66@2025", name="Tỉnh Thử", level="province", geometry=_square(0), **known, **since)
    AdminUnit.objects.create(
        code="00001@2009",
        name="Xã Cũ",
        level="commune",
        geometry=_square(0),
        valid_from=dt.date(2009, 1, 1),
        valid_to=dt.date(2025, 6, 30),
        **known,
    )
    for place, code in enumerate(COMMUNES):
        name = "Xã Hòa Xuân" if place < 2 else f"Phường Ea Số {place}"
        AdminUnit.objects.create(code=code, name=name, level="commune", geometry=_square(place), **known, **since)
    for place in range(3):
        RoadEdge.objects.create(
            code=f"r{place}",
            ref="QL.26",
            road_class="national",
            length_m=10_000,
            source_id="osm",
            quality="published",
            geometry=shapely.LineString([(108.05 + 0.1 * place, 13.05), (108.15 + 0.1 * place, 13.05)]),
            **since,
        )
    Commodity.objects.create(code="coffee", name="Cà phê nhân", name_en="Green coffee", capacity_use=1, **known)
    Commodity.objects.create(code="durian", name="Sầu riêng", name_en="Durian", capacity_use=1, storable=False, **known)
    VehicleType.objects.create(
        code="truck",
        name="Xe tải 8 t",
        leg="all",
        payload_t=8,
        cost_vnd_km=9000,
        cost_vnd_h=1e5,
        load_factor_pct=90,
        empty_return_pct=60,
        speed_factor=1,
        emission_g_tkm=60,
        emission_factor="GLEC v3.0",
        **guess,
        **since,
    )
    Outlet.objects.create(code="port", name="Cảng Thử", kind="port", geometry=shapely.Point(MARKET), **guess)
    for code, name, kind, status in (
        ("tt-moi", "Trung tâm logistics Buôn Đôn", "centre", "candidate"),
        ("dk-cu", "Điểm tập kết Ea H'leo", "point", "existing"),
    ):
        LogisticsSite.objects.create(
            code=code, name=name, kind=kind, status=status, geometry=shapely.Point(HUB), **guess
        )
        CapacityModule.objects.create(
            code=f"{code}-m",
            site_id=code,
            name="Mô-đun vừa",
            area_ha=12.5,
            throughput_t_month=5000,
            storage_t=900,
            capex_vnd=2.4e11,
            opex_vnd_year=9e9,
            life_years=20,
            **guess,
        )
    Scenario.objects.create(
        code="hien-nay", name="Như hiện nay", name_en="As today", as_of=DAY, years="2026 2030", reach_h=2
    )
    Scenario.objects.create(code="quy-hoach", name="Mạng lưới mới", name_en="New network", base_id="hien-nay")


def _run(code: str, scenario: str, sites: dict[int, list[str]], per_tonne: float) -> None:
    run = Run.objects.create(
        code=code,
        study="network_design",
        scenario_id=scenario,
        status="done",
        rule_date=DAY,
        engine_version="0.1.0",
        seed=7,
        input_hash="ab" * 32,
        cost_vnd=2e9 * per_tonne,
        bound_vnd=1.99e9 * per_tonne,
        gap_pct=0.5004,
        parameters={"time_limit_s": 30},
        data_versions={"ranh": "3"},
        finished_at=timezone.now(),
    )
    for year in YEARS:
        _stage(run, year, sites, per_tonne)
    for name, figure in (("bound_vnd", run.bound_vnd), ("gap_pct", run.gap_pct), ("assumed_share_pct", 41.7)):
        ResultIndicator.objects.create(run=run, indicator=name, value=figure)


def _stage(run: Run, year: int, sites: dict[int, list[str]], per_tonne: float) -> None:
    ResultUnit.objects.bulk_create(_units(run, year, per_tonne))
    legs, flows = _movements(run, year, sites[year][-1])
    ResultLeg.objects.bulk_create(legs)
    ResultFlow.objects.bulk_create(flows)
    ResultOpening.objects.bulk_create(_openings(run, year, sites))
    ResultStock.objects.bulk_create(
        ResultStock(run=run, site_code=site, commodity_id="coffee", year=year, month=month, quantity_t=10.0 * month)
        for site in sites[year]
        for month in range(1, 13)
    )
    figures = {
        "supply_t": 15_000.0,
        "cost_vnd_t": per_tonne,
        "cost_vnd_year": 15_000 * per_tonne,
        "transport_vnd_t": 0.7 * per_tonne,
        "tonne_km": 1.23e6,
        "trips": 2083.0,
        "load_factor_pct": 90.0,
        "co2_t": 73.8,
        "reach_share_pct": 66.7,
    }
    rows = [ResultIndicator(run=run, indicator=name, scope=str(year), value=value) for name, value in figures.items()]
    rows.append(
        ResultIndicator(run=run, indicator="co2_kg_t", scope=str(year), missing_reason="Chưa có hệ số phát thải")
    )
    ResultIndicator.objects.bulk_create(rows)


def _units(run: Run, year: int, per_tonne: float) -> list[ResultUnit]:
    rows = [
        ResultUnit(
            run=run,
            unit_id=code,
            year=year,
            supply_t=1000.0 * (place + 1),
            cost_vnd_t=per_tonne + 10_000 * place,
            nearest_site_h=0.5 + place / 2,
            within_reach=place < 4,
            geometry=_square(place),
        )
        for place, code in enumerate(COMMUNES)
    ]
    rows[5].supply_t = rows[5].cost_vnd_t = None
    rows[5].missing_reason = "Không có sản lượng"
    return rows


def _movements(run: Run, year: int, hub: str) -> tuple[list[ResultLeg], list[ResultFlow]]:
    tonnes: dict[tuple[str, str, str], float] = {}
    lines = {(hub, "port"): [HUB, (108.35, 13.05), MARKET]}
    for place, code in enumerate(COMMUNES[:5]):
        lines[(code, hub)] = [_centre(place), (_centre(place)[0], 13.05), HUB]
        for commodity, share in (("coffee", 0.7), ("durian", 0.3)):
            for way in ((code, hub, commodity), (hub, "port", commodity)):
                tonnes[way] = tonnes.get(way, 0.0) + share * 1000.0 * (place + 1)
    legs, flows = [], []
    for (source, target, commodity), quantity in tonnes.items():
        known = {
            "run": run,
            "source_code": source,
            "target_code": target,
            "leg": "centre-outlet" if target == "port" else "origin-centre",
            "commodity_id": commodity,
            "year": year,
        }
        legs.append(_leg(known, quantity, lines[(source, target)]))
        flows += [ResultFlow(**known, month=month, quantity_t=quantity / 3) for month in (1, 11, 12)]
    return legs, flows


def _leg(known: dict, quantity: float, line: list[tuple[float, float]]) -> ResultLeg:
    return ResultLeg(
        **known,
        source_name=NAMES.get(known["source_code"], "Xã Hòa Xuân"),
        target_name=NAMES[known["target_code"]],
        quantity_t=quantity,
        distance_km=31.4,
        time_h=0.8,
        tonne_km=31.4 * quantity,
        cost_vnd=45_000 * quantity,
        co2_kg=1.9 * quantity,
        vehicle_id="truck",
        trips=quantity / 7.2,
        load_factor_pct=90.0,
        geometry=shapely.LineString(line),
    )


def _openings(run: Run, year: int, sites: dict[int, list[str]]) -> list[ResultOpening]:
    return [
        ResultOpening(
            run=run,
            site_id=site,
            module_id=f"{site}-m",
            year=year,
            is_new=site == "tt-moi",
            area_ha=12.5,
            year_opened=min(stage for stage, found in sites.items() if site in found),
            geometry=shapely.Point(HUB),
            throughput_t_year=15_000.0 if site == sites[year][-1] else 0.0,
            utilisation_pct=62.5,
            fixed_vnd_year=2.1e10,
            capex_vnd=2.4e11 if site == "tt-moi" else 0.0,
        )
        for site in sites[year]
    ]


@pytest.fixture
def region(db) -> None:
    """Fill the test workspace with the region, a plan (``R-plan``) and today's practice (``R-today``)."""
    _inputs()
    _run(TODAY, "hien-nay", {2026: ["dk-cu"], 2030: ["dk-cu"]}, 600_000.0)
    _run(PLAN, "quy-hoach", {2026: ["dk-cu"], 2030: ["dk-cu", "tt-moi"]}, 480_000.0)
