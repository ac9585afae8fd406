"""Surveys, forms, ladder, exchange, rating, admission and zone: from the workspace's tables to stored runs."""

import datetime as dt

import openpyxl
import pytest
import shapely

import made_up_clusters
from banme.clusters.admission import Verdict
from banme.clusters.technology import QUESTIONS
from banme.errors import InputError, RuleError
from banme.studies import runs
from banme.studies.assessment import byproducts, upgrades, zones
from banme.studies.assessment.admission import decide_project, left_in
from banme.studies.assessment.cleanness import rate_cluster
from banme.studies.assessment.form import ANSWER, FIRST_ROW, SHEET, read_form, write_form
from banme.studies.assessment.technology import Audience, assess_all, assess_establishment
from banme.studies.verify import verify
from banme.workspace import models as m

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 7, 1)


def made(**values):
    return {"source_id": "made-up", "quality": "surveyed", "note": ""} | values


def survey(code, establishment, **answers):
    figures = {
        "equipment_original_vnd": 10e9,
        "equipment_present_vnd": 8e9,
        "energy_cost_vnd_year": 1e9,
        "material_cost_vnd_year": 5e9,
        "output_value_vnd_year": 12e9,
        "workers": 40,
        "capital_vnd": 20e9,
        "uses_mes": True,
        "maintenance": "breakdown",
    }
    return m.TechnologySurvey.objects.create(
        **made(code=code, establishment_id=establishment, year=2025, **(figures | answers))
    )


@pytest.fixture
def cluster(region):
    m.IndustrialCluster.objects.create(
        **made(
            code="ccn", name="Cụm", kind="industrial_cluster", status="operating", geometry=shapely.Point(108.1, 12.1)
        )
    )
    for number, (vsic, publish) in enumerate((("1077", True), ("1030", False), ("2012", True)), 1):
        m.Establishment.objects.create(
            **made(
                code=f"e{number}",
                name=f"Cơ sở {number}",
                vsic=vsic,
                status="operating",
                cluster_id="ccn",
                year=2025,
                value_added_vnd_year=4e9,
                water_m3_day=20.0,
                power_kw=100.0,
                wastewater_m3_day=15.0,
                may_publish=publish,
                geometry=shapely.Point(108.1 + number / 1000, 12.1),
            )
        )
    return "ccn"


@pytest.fixture
def surveys(cluster):
    return [survey("s1", "e1"), survey("s2", "e2", uses_mes=None)]


def benchmark(kind, value, vsic="10"):
    m.IndustryBenchmark.objects.create(
        **made(code=f"{vsic}-{kind}", vsic=vsic, kind=kind, value=value, valid_from=dt.date(2020, 1, 25))
    )


def test_a_third_party_sees_only_those_that_agreed(surveys):
    shown, withheld = assess_all(Audience.THIRD_PARTY)
    assert [one.establishment.code for one in shown] == ["e1"]
    assert withheld == 1
    assert len(assess_all(Audience.ASSESSOR)[0]) == 2
    with pytest.raises(RuleError, match=r"13\.1"):
        assess_establishment("e2", Audience.THIRD_PARTY)
    assert assess_establishment("e2", Audience.ASSESSOR).result.is_partial


def test_benchmarks_are_taken_by_industry_and_day(surveys):
    benchmark("K2", 10.0)
    found = assess_establishment("e1", Audience.ASSESSOR, DAY)
    assert found.result.scores["T5"].points == 2
    assert found.result.scores["T6"].missing == ("K3",)
    early = assess_establishment("e1", Audience.ASSESSOR, dt.date(2019, 1, 1))
    assert early.result.scores["T5"].points is None


def test_the_newest_survey_counts(surveys):
    m.TechnologySurvey.objects.create(**made(code="s9", establishment_id="e1", year=2026, workers=1))
    assert assess_establishment("e1", Audience.ASSESSOR).survey.year == 2026


def test_surveys_that_contradict_themselves_are_named_together(surveys):
    m.TechnologySurvey.objects.filter(code="s1").update(direct_workers=41)
    m.TechnologySurvey.objects.filter(code="s2").update(equipment_present_vnd=99e9)
    with pytest.raises(InputError) as raised:
        assess_all(Audience.ASSESSOR)
    assert {problem.row for problem in raised.value.problems} == {"s1", "s2"}


def test_a_form_comes_back_as_it_went_out(surveys, tmp_path):
    path = write_form("e1", tmp_path / "phieu.xlsx", 2025)
    before = {code: getattr(surveys[0], code) for code in QUESTIONS}
    done = read_form(path, "thử")
    assert not done.is_new
    after = m.TechnologySurvey.objects.get(code="s1")
    assert {code: getattr(after, code) for code in QUESTIONS} == before
    assert "uses_erp" in done.open_questions
    assert after.history.first().history_change_reason == "thử"


def fill(path, **answers):
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    rows = {sheet.cell(row, 1).value: row for row in range(3, sheet.max_row + 1)}
    for code, value in answers.items():
        sheet.cell(rows[code], ANSWER).value = value
    book.save(path)
    return path


def test_a_filled_form_makes_a_survey_and_keeps_the_consent(cluster, tmp_path):
    path = write_form("e2", tmp_path / "phieu.xlsx", 2026)
    fill(path, source_code="made-up", workers=12, uses_erp="no", maintenance="deep", agrees_to_publication="yes")
    done = read_form(path)
    assert done.is_new
    assert (done.survey.workers, done.survey.uses_erp, done.survey.maintenance) == (12, False, "deep")
    assert done.survey.uses_mes is None
    assert m.Establishment.objects.get(code="e2").may_publish
    assert assess_establishment("e2", Audience.THIRD_PARTY).survey.year == 2026


def test_every_fault_of_a_form_is_named_by_its_cell_and_nothing_is_kept(cluster, tmp_path):
    path = write_form("e2", tmp_path / "phieu.xlsx", 2026)
    fill(path, year="hai nghìn", workers=1.5, capital_vnd=-1, uses_erp="có", maintenance="best", revenue_3y_vnd="1 tỷ")
    with pytest.raises(InputError) as raised:
        read_form(path)
    rules = {problem.rule for problem in raised.value.problems}
    assert rules == {
        "no-year",
        "unknown-source",
        "not-whole",
        "below-zero",
        "not-yes-no",
        "unknown-level",
        "not-a-number",
    }
    assert any(problem.row.startswith("E") for problem in raised.value.problems)
    assert not m.TechnologySurvey.objects.exists()


@pytest.mark.parametrize("spoil", ["sheet", "question", "kind"])
def test_a_file_that_is_not_our_form_is_refused(cluster, tmp_path, spoil):
    path = write_form("e2", tmp_path / "phieu.xlsx", 2026)
    if spoil == "kind":
        path.write_bytes(b"not a workbook")
    else:
        book = openpyxl.load_workbook(path)
        if spoil == "sheet":
            book[SHEET].title = "khác"
        else:
            book[SHEET].cell(FIRST_ROW, 1).value = None
        book.save(path)
    with pytest.raises(InputError) as raised:
        read_form(path)
    assert {problem.rule for problem in raised.value.problems} & {"not-a-form", "missing-question"}


@pytest.fixture
def library(surveys):
    for code in ("e1", "e2"):
        for resource, quantity, price, co2 in (
            ("electricity_kwh", 400_000, 2000, 0.7),
            ("water_m3", 6000, 12_000, 0.3),
        ):
            m.ResourceUse.objects.create(
                **made(
                    code=f"{code}-{resource}",
                    establishment_id=code,
                    year=2025,
                    resource=resource,
                    quantity=quantity,
                    price_vnd=price,
                    co2_kg=co2,
                )
            )
    for code, base, added, prefixes in (("led", 50e6, 0, ""), ("scada", 200e6, 1.0, "10"), ("dye", 1e6, 0, "13")):
        m.UpgradeMeasure.objects.create(
            **made(
                code=code,
                name=code,
                group="energy",
                vsic_prefixes=prefixes,
                capex_base_vnd=base,
                capex_of_bill_pct=5,
                opex_pct=2,
                life_years=10,
                value_added_pct=added,
                is_equipment=True,
            )
        )
        m.UpgradeSaving.objects.create(
            **made(
                code=f"{code}-e",
                measure_id=code,
                resource="electricity_kwh",
                low_pct=5,
                saving_pct=8,
                high_pct=12,
            )
        )
    m.UpgradeEffect.objects.create(**made(code="x", measure_id="scada", question="uses_pda_scada", answer="yes"))
    m.UpgradeLink.objects.create(
        **made(code="o", measure_id="led", other_id="scada", kind="overlaps", resource="electricity_kwh", factor=1.02)
    )


def ladder(**asked):
    return runs.execute(runs.create("base", upgrades.STUDY, {"cluster": "ccn"} | asked).code)


def test_a_ladder_run_keeps_its_choice_savings_and_proof(library):
    run = ladder()
    assert run.status == "done"
    assert run.gap_pct <= 1e-4
    assert run.bound_vnd <= run.cost_vnd < 0
    chosen = set(m.ResultUpgrade.objects.filter(run=run).values_list("establishment_id", "measure_id"))
    assert chosen == {("e1", "led"), ("e1", "scada"), ("e2", "led"), ("e2", "scada")}
    saved = m.ResultSaving.objects.get(run=run, establishment_id="e1", resource="electricity_kwh")
    assert saved.saved == pytest.approx(400_000 * (1 - 0.92 * 0.92 * 1.02))
    assert saved.saved_low < saved.saved < saved.saved_high < saved.quantity
    assert run.parameters["unfounded_tables"] == []
    assert len(run.input_hash) == 64
    verdict, problems = verify(run.code)
    assert not [*verdict.findings, *problems]
    m.ResultUpgrade.objects.filter(run=run, step=1).update(capex_vnd=1.0)
    m.ResultSaving.objects.filter(run=run, saved__gt=0).update(saved=1.0)
    assert {problem.table for problem in verify(run.code)[1]} == {"result_upgrade", "result_saving"}


def test_a_ladder_keeps_its_budget_and_its_one_establishment(library):
    run = ladder(establishment="e1", budget_vnd=100e6)
    rows = list(m.ResultUpgrade.objects.filter(run=run))
    assert [(row.establishment_id, row.measure_id) for row in rows] == [("e1", "led")]
    assert sum(row.capex_vnd for row in rows) <= 100e6


def test_an_upgrade_raises_the_score_of_what_it_touches(library):
    before = assess_establishment("e1", Audience.ASSESSOR)
    after = upgrades.score_after(ladder().code, before)
    assert after.scores["T4"].low == before.result.scores["T4"].low + 1
    assert after.low > before.result.low


def test_a_gain_in_value_added_that_is_not_known_is_refused(library):
    m.Establishment.objects.filter(code="e1").update(value_added_vnd_year=None)
    with pytest.raises(InputError, match="value added"):
        ladder()


def test_made_up_rows_are_named_with_the_run(library):
    m.ResourceUse.objects.filter(code="e1-water_m3").update(quality="illustrative", note="x")
    assert ladder().parameters["unfounded_tables"] == ["resource_use"]


def test_an_exchange_run_balances_and_leaves_out_what_is_not_permitted(cluster):
    m.ByproductOffer.objects.create(
        **made(code="o", establishment_id="e1", material="husk", available_t_year=100, disposal_vnd_t=300_000)
    )
    m.ByproductWant.objects.create(
        **made(code="w", establishment_id="e3", material="fuel", needed_t_year=60, bought_vnd_t=1_500_000)
    )
    route = m.ByproductRoute.objects.create(
        **made(
            code="r",
            name="Ép",
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
        )
    )
    run = runs.execute(runs.create("base", byproducts.STUDY, {"cluster": "ccn"}).code)
    row = m.ResultExchange.objects.get(run=run)
    assert row.sent_t_year == pytest.approx(75)
    assert row.sent_t_year == pytest.approx(row.received_t_year + row.residue_t_year)
    assert row.gain_vnd_year == pytest.approx(-run.cost_vnd)
    assert verify(run.code)[1] == []
    assert verify(run.code)[0].ok
    route.permit = "refused"
    route.save()
    run = runs.execute(runs.create("base", byproducts.STUDY, {"cluster": "ccn"}).code)
    assert not m.ResultExchange.objects.filter(run=run).exists()


def test_a_cluster_is_rated_on_its_latest_year_and_benchmarks_in_use(cluster):
    for code, in_use in (("A", True), ("B", False)):
        m.GreenBenchmark.objects.create(
            **made(
                code=code,
                name=code,
                category="environment",
                kind="performance",
                test="at_least",
                target=90,
                mark="recalled",
                in_use=in_use,
            )
        )
        for year, now in ((2024, 95), (2025, 80)):
            m.GreenObservation.objects.create(
                **made(
                    code=f"{code}{year}",
                    cluster_id="ccn",
                    benchmark_id=code,
                    year=year,
                    value_now=now,
                    value_intended=95,
                )
            )
    found = rate_cluster("ccn")
    assert found.year == 2025
    assert list(found.rating.benchmarks.index) == ["A"]
    assert found.rating.benchmarks["met_now"]["A"] is False
    assert rate_cluster("ccn", 2024).rating.benchmarks["met_now"]["A"] is True


def test_what_a_cluster_has_left_is_unknown_when_a_tenant_is(cluster):
    m.ClusterUtility.objects.create(
        **made(code="u", cluster_id="ccn", utility="water", capacity=100, valid_from=dt.date(2020, 1, 1))
    )
    assert left_in("ccn", DAY) == {"water_m3_day": 40.0}
    m.Establishment.objects.filter(code="e1").update(water_m3_day=None)
    assert left_in("ccn", DAY) == {}


def test_a_verified_value_replaces_the_declared_one_and_has_its_consequence(cluster):
    m.AdmissionRule.objects.create(
        **made(
            code="tech",
            name="Công nghệ",
            cluster_id="ccn",
            fact="technology_points",
            need="at_least",
            limit=60,
            points=0,
            consequence="Dừng | stop",
            mark="inferred",
            valid_from=dt.date(2026, 1, 1),
        )
    )
    made_up_clusters.law()
    m.AdmissionProject.objects.create(**made(code="p", name="Dự án", cluster_id="ccn"))
    common = {"project_id": "p", "stated_on": dt.date(2026, 5, 1)}
    m.AdmissionStatement.objects.create(**made(code="d", stage="declared", technology_points=70, **common))
    assert decide_project("p", DAY).answer.verdict == Verdict.DECLARED
    m.AdmissionStatement.objects.create(
        **made(code="v", stage="verified", technology_points=50, evidence="x", **common)
    )
    found = decide_project("p", DAY).answer
    assert found.verdict == Verdict.REFUSE
    assert found.consequences[0].rule.consequence.vi == "Dừng"
    assert decide_project("p", dt.date(2026, 4, 30)).answer.verdict == Verdict.INCOMPLETE

    with pytest.raises(InputError, match="no admission rule of the cluster is in force") as raised:
        decide_project("p", dt.date(2025, 12, 31))
    assert "31/12/2025" in raised.value.problems[0].vi
    assert "2025-12-31" in raised.value.problems[0].en
    m.AdmissionRule.objects.update(valid_from=dt.date(2020, 1, 1), valid_to=dt.date(2026, 7, 1))
    assert decide_project("p", DAY).policy_from == dt.date(2020, 1, 1)
    with pytest.raises(InputError, match="no admission rule of the cluster is in force"):
        decide_project("p", DAY + dt.timedelta(days=1))
    with pytest.raises(InputError, match="no act on industrial clusters"):
        decide_project("p", dt.date(2024, 4, 30))
    assert [act.number for act in decide_project("p", dt.date(2024, 5, 1)).acts] == ["32/2024/NĐ-CP"]


def test_a_zone_run_phases_its_projects(cluster):
    for code, year, budget in (("t1", 2027, 50e9), ("t2", 2029, 50e9)):
        m.ZonePeriod.objects.create(
            **made(
                code=code,
                zone_id="ccn",
                year=year,
                budget_vnd=budget,
                water_m3_day=100,
                power_kw=1000,
                wastewater_m3_day=90,
            )
        )
    m.ZoneArea.objects.create(**made(code="a", name="A", zone_id="ccn", function="research", area_ha=5))
    for code, worth, earliest in (("p1", 30e9, None), ("p2", 20e9, 2028), ("p3", 25e9, None)):
        m.ZoneProject.objects.create(
            **made(
                code=code,
                name=code,
                zone_id="ccn",
                function="research",
                land_ha=2,
                water_m3_day=10,
                power_kw=10,
                wastewater_m3_day=5,
                budget_vnd=40e9,
                benefit_vnd=worth,
                jobs=10,
                earliest_year=earliest,
            )
        )
    run = runs.execute(runs.create("base", zones.STUDY, {"cluster": "ccn"}).code)
    rows = dict(m.ResultZoneProject.objects.filter(run=run).values_list("project_id", "year"))
    assert rows == {"p1": 2027, "p3": 2029}
    assert run.status == "done"
    assert verify(run.code)[1] == []
    assert verify(run.code)[0].ok
    m.ZoneProject.objects.update(must=True)
    run = runs.execute(runs.create("base", zones.STUDY, {"cluster": "ccn"}).code)
    assert run.status == "infeasible"
