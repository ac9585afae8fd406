"""Made-up establishments of one cluster with surveys, uses, measures, by-products, a policy, projects and a zone."""

import datetime as dt

import shapely

from banme.workspace import models as m

CLUSTER = "ccn-thu"
AT = (108.1, 12.5)
MARKS = {"source_id": "made-up", "quality": "illustrative", "note": "minh họa"}


def build():
    """Add the rows to a workspace that has the source ``made-up`` and a scenario ``base``."""
    m.IndustrialCluster.objects.create(
        code=CLUSTER,
        name="Cụm thử",
        kind="industrial_cluster",
        status="operating",
        geometry=shapely.Point(AT),
        **MARKS,
    )
    if not m.Tariff.objects.filter(kind="discount_rate_pct").exists():
        m.Tariff.objects.create(
            code="discount", kind="discount_rate_pct", rate=8, valid_from=dt.date(2010, 1, 1), **MARKS
        )
    for number, publish in ((1, True), (2, False)):
        establishment(number, publish)
    library()
    benchmarks()
    byproducts()
    policy()
    zone()


def establishment(number, publish):
    code = f"cs{number}"
    m.Establishment.objects.create(
        code=code,
        name=f"Cơ sở thử {number}",
        vsic="1077",
        status="operating",
        cluster_id=CLUSTER,
        year=2025,
        value_added_vnd_year=4e9,
        water_m3_day=20.0,
        power_kw=100.0,
        wastewater_m3_day=15.0,
        may_publish=publish,
        geometry=shapely.Point(AT[0] + number / 500, AT[1]),
        **MARKS,
    )
    m.TechnologySurvey.objects.create(
        code=f"p{number}",
        establishment_id=code,
        year=2025,
        capital_vnd=20e9,
        workers=40,
        direct_workers=30,
        equipment_original_vnd=10e9,
        equipment_present_vnd=8e9,
        energy_cost_vnd_year=1e9,
        material_cost_vnd_year=5e9,
        output_value_vnd_year=12e9,
        uses_mes=True,
        uses_pda_scada=False,
        maintenance="breakdown",
        **MARKS,
    )
    for resource, quantity, price, co2 in (("electricity_kwh", 400_000, 2000, 0.7), ("water_m3", 6000, 12_000, 0.3)):
        m.ResourceUse.objects.create(
            code=f"{code}-{resource}",
            establishment_id=code,
            year=2025,
            resource=resource,
            quantity=quantity,
            price_vnd=price,
            co2_kg=co2,
            **MARKS,
        )


def library():
    for code, base, added in (("led", 50e6, 0.0), ("scada", 200e6, 1.0)):
        m.UpgradeMeasure.objects.create(
            code=code,
            name=f"Biện pháp {code}",
            group="energy",
            capex_base_vnd=base,
            capex_of_bill_pct=5,
            opex_pct=2,
            life_years=10,
            value_added_pct=added,
            is_equipment=True,
            **MARKS,
        )
        m.UpgradeSaving.objects.create(
            code=f"{code}-e",
            measure_id=code,
            resource="electricity_kwh",
            low_pct=5,
            saving_pct=8,
            high_pct=12,
            **MARKS,
        )
    m.UpgradeEffect.objects.create(code="td", measure_id="scada", question="uses_pda_scada", answer="yes", **MARKS)


def benchmarks():
    m.IndustryBenchmark.objects.create(
        code="k2", vsic="10", kind="K2", value=10.0, valid_from=dt.date(2020, 1, 25), **MARKS
    )
    for code, category, test, target, now in (
        ("E1", "environment", "at_least", 95.0, 80.0),
        ("E2", "environment", "at_most", 50.0, None),
        ("M1", "management", "yes", None, 1.0),
    ):
        m.GreenBenchmark.objects.create(
            code=code,
            name=f"Chỉ tiêu {code}",
            category=category,
            kind="prerequisite" if test == "yes" else "performance",
            test=test,
            target=target,
            mark="recalled",
            **MARKS,
        )
        m.GreenObservation.objects.create(
            code=f"qs-{code}",
            cluster_id=CLUSTER,
            benchmark_id=code,
            year=2025,
            value_now=now,
            value_intended=now,
            evidence="",
            **MARKS,
        )


def byproducts():
    m.ByproductOffer.objects.create(
        code="co", establishment_id="cs1", material="husk", available_t_year=100, disposal_vnd_t=300_000, **MARKS
    )
    m.ByproductWant.objects.create(
        code="can", establishment_id="cs2", material="fuel", needed_t_year=60, bought_vnd_t=1_500_000, **MARKS
    )
    m.ByproductRoute.objects.create(
        code="ep",
        name="Ép viên",
        source_material="husk",
        target_material="fuel",
        treatment_vnd_t=300_000,
        yield_share=0.8,
        residue_disposal_vnd_t=200_000,
        transport_vnd_tkm=3000,
        permit="needed",
        permit_vnd=20e6,
        permit_years=5,
        least_t_year=10,
        **MARKS,
    )


def law():
    """Add the decree on clusters in force since May 2024, unless the workspace has its law already."""
    if m.LegalAct.objects.filter(topic="cluster").exists():
        return
    m.LegalAct.objects.create(
        code="nd-thu",
        number="32/2024/NĐ-CP",
        kind="decree",
        topic="cluster",
        title="Cụm công nghiệp | Industrial clusters",
        valid_from=dt.date(2024, 5, 1),
        mark="verified",
        **MARKS,
    )


def policy():
    m.AdmissionRule.objects.create(
        code="dk",
        name="Trình độ công nghệ",
        cluster_id=CLUSTER,
        fact="technology_points",
        need="at_least",
        limit=60,
        points=0,
        consequence="Dừng tiếp nhận | admission withdrawn",
        mark="inferred",
        valid_from=dt.date(2020, 1, 1),
        **MARKS,
    )
    law()
    m.AdmissionProject.objects.create(code="da", name="Dự án thử", cluster_id=CLUSTER, **MARKS)
    for code, stage, points, evidence in (("kk", "declared", 70, ""), ("xm", "verified", 50, "biên bản")):
        m.AdmissionStatement.objects.create(
            code=code,
            project_id="da",
            stage=stage,
            stated_on=dt.date(2026, 5, 1),
            technology_points=points,
            evidence=evidence,
            **MARKS,
        )


def zone():
    for year in (2027, 2029):
        m.ZonePeriod.objects.create(
            code=f"k{year}",
            zone_id=CLUSTER,
            year=year,
            budget_vnd=50e9,
            water_m3_day=100,
            power_kw=1000,
            wastewater_m3_day=90,
            **MARKS,
        )
    m.ZoneArea.objects.create(code="pk", name="Viện", zone_id=CLUSTER, function="research", area_ha=5, **MARKS)
    for number, worth in ((1, 30e9), (2, 20e9), (3, 25e9)):
        m.ZoneProject.objects.create(
            code=f"da{number}",
            name=f"Dự án khu {number}",
            zone_id=CLUSTER,
            function="research",
            land_ha=2,
            water_m3_day=10,
            power_kw=10,
            wastewater_m3_day=5,
            budget_vnd=40e9,
            benefit_vnd=worth,
            jobs=10,
            **MARKS,
        )
