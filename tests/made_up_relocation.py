"""A made-up town: two works inside homes, one beside them, one far off; a cluster of three plots served from 2027."""

import datetime as dt

import shapely

from banme.workspace import models as m

MARKS = {"source_id": "made-up", "quality": "illustrative", "note": "minh họa"}
AT = {"dd1": (108.100, 12.100), "dd2": (108.101, 12.101), "dd3": (108.1075, 12.100), "dd4": (108.300, 12.300)}
HOMES = shapely.MultiPolygon([shapely.box(108.095, 12.095, 108.105, 12.105)])
FROM = dt.date(2020, 1, 1)


def build():
    """Add the rows to a workspace that has the source ``made-up`` and a scenario ``base``."""
    m.IndustrialCluster.objects.create(
        code="ccn-den",
        name="Cụm đến",
        kind="industrial_cluster",
        status="operating",
        geometry=shapely.Point(108.2, 12.1),
        **MARKS,
    )
    for at, (code, area, part) in enumerate((("lo-1", 1.0, None), ("lo-2", 2.0, 0.25), ("lo-3", 0.3, None))):
        x = 108.2 + 0.002 * at
        shape = shapely.MultiPolygon([shapely.box(x, 12.1, x + 0.001, 12.101)])
        serviced = dt.date(2027, 1, 1) if at < 2 else dt.date(2027, 6, 1)
        m.Plot.objects.create(
            code=code,
            name=code,
            cluster_id="ccn-den",
            status="vacant",
            area_ha=area,
            least_part_ha=part,
            serviced_on=serviced,
            rent_vnd_m2_year=10_000.0,
            geometry=shape,
            **MARKS,
        )
    for utility, capacity in (("water", 100.0), ("wastewater", 80.0), ("power", 900.0)):
        m.ClusterUtility.objects.create(
            code=f"ccn-den-{utility}",
            cluster_id="ccn-den",
            utility=utility,
            capacity=capacity,
            valid_from=FROM,
            **MARKS,
        )
    m.ClusterTrade.objects.create(code="nganh-10", cluster_id="ccn-den", vsic_prefix="10", **MARKS)
    m.ResidentialArea.objects.create(
        code="kdc", name="Khu dân cư", population=2000, valid_from=FROM, geometry=HOMES, **MARKS
    )
    for number, (code, place) in enumerate(AT.items(), 1):
        establishment(code, number, place)
    for year in (2027, 2028):
        m.RelocationBudget.objects.create(code=f"ngan-quy-{year}", year=year, budget_vnd=400e6, **MARKS)
    rules()


def establishment(code, number, place):
    m.Establishment.objects.create(
        code=code,
        name=f"Cơ sở {number}",
        vsic="1077" if number != 3 else "2012",
        status="operating",
        year=2025,
        land_ha=0.4,
        workers=20 * number,
        water_m3_day=10.0,
        wastewater_m3_day=8.0,
        power_kw=50.0,
        hazard_class="III",
        pollution_score=60.0,
        geometry=shapely.Point(place),
        **MARKS,
    )
    m.RelocationNeed.objects.create(
        code=f"nhu-cau-{code}", establishment_id=code, move_cost_vnd=1e9, stay_cost_vnd_year=50e6, **MARKS
    )


def rules():
    for name, metres in (("II", 500.0), ("III", 300.0)):
        m.SafetyDistance.objects.create(
            code=f"kc-{name}",
            hazard_class=name,
            distance_m=metres,
            mark="recalled",
            in_use=True,
            valid_from=FROM,
            **MARKS,
        )
    m.RelocationSupport.objects.create(
        code="ho-tro",
        label="Hỗ trợ",
        base_pct=100,
        share_pct=30,
        ceiling_vnd=500e6,
        mark="not_found",
        in_use=True,
        valid_from=FROM,
        **MARKS,
    )
    for kind, rate in (
        ("follow_km", 5),
        ("follow_lost_pct_km", 2),
        ("exposure_vnd_person_year", 5e6),
        ("job_vnd", 5e7),
    ):
        m.Tariff.objects.create(code=f"gia-{kind}", kind=kind, rate=rate, valid_from=FROM, **MARKS)
