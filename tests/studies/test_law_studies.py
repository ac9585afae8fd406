"""Law by date, files, Councils and statutory reports on a small workspace with the national tables."""

import datetime as dt
import json
from decimal import Decimal

import pytest
import shapely
from docx import Document
from openpyxl import load_workbook

from banme import regions
from banme.clusters.forms import FormCode, Period
from banme.clusters.investor import OutcomeKind
from banme.clusters.verdict import Answer
from banme.errors import InputError, RuleError
from banme.reports import minutes as minutes_paper
from banme.reports import statutory as statutory_paper
from banme.studies import cluster_file, cluster_land, council, regime, statutory
from banme.workspace import models as m
from banme.workspace.exchange import load

pytestmark = pytest.mark.django_db
NOW, THEN = dt.date(2026, 11, 23), dt.date(2023, 3, 15)
MOMENT = dt.datetime(2026, 10, 1, 2, tzinfo=dt.UTC)
SUBS = (("plan", 15), ("environment", 15), ("capability", 30), ("finance", 40))


def made_up(**values):
    return {"source_id": "made-up", "quality": "illustrative", "note": "test"} | values


@pytest.fixture
def law(db):
    load(regions.describe("daklak").nation)
    m.DataSource.objects.create(code="made-up", title="Made up", licence="Apache-2.0", quality="assumed")


@pytest.fixture
def ground(law):
    """Two units, one inside the other; two clusters at work, one with plots and leases."""
    box = shapely.MultiPolygon([shapely.box(108.0, 12.0, 108.5, 12.5)])
    m.AdminUnit.objects.create(
        **made_up(code="tinh", name="Tỉnh", level="province", valid_from=dt.date(2025, 7, 1), geometry=box)
    )
    m.AdminUnit.objects.create(
        **made_up(code="xa", name="Xã", level="commune", parent_id="tinh", valid_from=dt.date(2025, 7, 1))
    )
    here = shapely.Point(108.1, 12.1)
    m.IndustrialCluster.objects.create(
        **made_up(
            code="cu",
            name="Cụm cũ",
            kind="industrial_cluster",
            status="operating",
            unit_id="xa",
            area_ha=50.0,
            industrial_land_ha=30.0,
            in_provincial_plan=True,
            established_on=dt.date(2015, 1, 1),
            geometry=here,
        )
    )
    m.IndustrialCluster.objects.create(
        **made_up(code="moi", name="Cụm mới", kind="industrial_cluster", status="planned", unit_id="xa", geometry=here)
    )
    m.Plot.objects.create(
        **made_up(code="p1", name="p1", cluster_id="cu", status="leased", area_ha=20.0, serviced_on=dt.date(2016, 1, 1))
    )
    m.Plot.objects.create(**made_up(code="p2", name="p2", cluster_id="cu", status="vacant", area_ha=10.0))
    m.Establishment.objects.create(
        **made_up(
            code="e1",
            name="Cơ sở 1",
            vsic="1077",
            status="operating",
            cluster_id="cu",
            year=2025,
            workers=40,
            revenue_vnd_year=2.5e10,
            foreign=False,
        )
    )
    since = {"valid_from": dt.date(2020, 1, 1)}
    m.Lease.objects.create(
        **made_up(code="l1", plot_id="p1", establishment_id="e1", kind="lease", area_ha=15.0, **since)
    )
    m.Lease.objects.create(
        **made_up(code="l2", plot_id="p1", establishment_id="e1", kind="approval", area_ha=15.0, **since)
    )
    m.ClusterFile.objects.create(
        **made_up(
            code="hs",
            cluster_id="moi",
            kind="establish",
            area_ha=40.0,
            small_allowed=False,
            in_provincial_list=True,
            fits_land_plan=True,
            applicant_qualified=True,
            tested_unit_id="tinh",
            sets=2,
            papers=["request@2024"],
            first_request_on=dt.date(2026, 10, 5),
            notice_on=dt.date(2026, 10, 9),
            compiled_on=dt.date(2026, 10, 30),
            pauses=[["2026-11-09", "2026-11-16"]],
        )
    )


@pytest.fixture
def panel(ground):
    m.Council.objects.create(
        **made_up(
            code="hd",
            name="Lựa chọn chủ đầu tư",
            cluster_id="moi",
            rule_date=dt.date(2026, 10, 1),
            step_points=0.5,
            combination="mean",
            rule_adopted_on=dt.date(2026, 9, 1),
            rule_document="Quy chế 01",
            began_at=MOMENT,
            ended_at=MOMENT + dt.timedelta(hours=2),
        )
    )
    for place, role in enumerate(("chair", "member", "member", "secretary")):
        declared = {} if role == "secretary" else {"conflict": False, "declared_on": dt.date(2026, 9, 20)}
        m.CouncilMember.objects.create(
            **made_up(code=f"m{place}", council_id="hd", position=place, name=f"Ông {place}", role=role, **declared)
        )
    for place, (criterion, most) in enumerate(SUBS):
        m.CouncilCriterion.objects.create(
            **made_up(
                code=criterion, council_id="hd", criterion=criterion, position=place, name=criterion, max_points=most
            )
        )
    for place in range(2):
        m.CouncilApplicant.objects.create(
            **made_up(code=f"a{place}", council_id="hd", position=place, name=f"NĐT {place}")
        )


def points(*finance):
    return {
        f"a{place}": {
            "plan": Decimal(10),
            "environment": Decimal(10),
            "capability": Decimal(20),
            "finance": Decimal(each),
        }
        for place, each in enumerate(finance)
    }


def hand_in(*rows):
    return [council.seal(f"m{place}", points(*row), MOMENT) for place, row in enumerate(rows)]


def test_the_national_tables_are_taken_by_the_importer(law):
    assert m.RuleParameter.objects.count() > 80
    assert regime.regime_on(NOW).text("cluster.authority.receive").en == "commune People’s Committee"
    assert not regime.working_calendar().is_working(dt.date(2026, 2, 17))


def test_a_workspace_without_law_says_what_to_import(db):
    with pytest.raises(InputError, match="regions/vietnam"):
        regime.rule_book()


def test_a_lease_and_an_approval_of_one_project_count_once(ground):
    land = cluster_land.land_use(m.IndustrialCluster.objects.get(code="cu"), NOW)
    assert (land.industrial_ha, land.leased_ha, land.approved_ha, land.serviced_ha) == (30.0, 15.0, 0.0, 20.0)
    assert land.occupancy_pct == 50.0
    assert land.leased_share_pct == 75.0


def test_a_cluster_without_plots_has_unknown_not_zero_leases(ground):
    assert cluster_land.land_use(m.IndustrialCluster.objects.get(code="moi"), NOW).leased_ha is None


def test_the_area_of_the_test_holds_the_established_clusters_of_the_units_under_it(ground):
    tested = cluster_land.area_under_test(m.AdminUnit.objects.get(code="tinh"), NOW)
    assert [each.cluster for each in tested.occupancy.clusters] == ["cu"]
    early = cluster_land.area_under_test(m.AdminUnit.objects.get(code="tinh"), dt.date(2014, 12, 31))
    assert early.occupancy.clusters == ()


def test_a_file_is_judged_with_its_papers_and_deadlines(ground):
    found = cluster_file.review("hs", NOW)
    assert found.verdict.answer is Answer.MET
    assert found.checklist.complete is False
    assert "boundary_map@2024" in {item.code for item in found.checklist.missing}
    due = {each.rule.code: each.due_on for each in found.schedule.deadlines}
    assert due["appraise"] == dt.date(2026, 12, 1)
    text = cluster_file.deadlines_calendar(found, MOMENT, "vi")
    assert "DTSTART;VALUE=DATE:20261201" in text


def test_the_same_file_in_2023_and_2026_differs(ground):
    found = cluster_file.compare("hs", THEN, NOW)
    assert found.before.verdict.answer is Answer.RULE_MISSING
    assert found.after.verdict.answer is Answer.MET
    assert "cluster.authority.receive" in {each.key for each in found.rules}


def test_an_unknown_file_is_answered_with_those_there_are(ground):
    with pytest.raises(InputError, match="hs"):
        cluster_file.review("nowhere", NOW)


def test_ballots_are_secret_until_all_are_in_and_then_open_unchanged(panel):
    first = council.seal("m0", points(30, 20), MOMENT)
    row = m.CouncilMember.objects.get(code="m0")
    assert row.ballot_points == {}
    assert len(row.ballot_digest) == 64
    with pytest.raises(RuleError, match="have not sealed"):
        council.open_ballot(first, MOMENT)
    rest = [council.seal(f"m{place}", points(30, 20), MOMENT) for place in (1, 2)]
    for content in (first, *rest):
        council.open_ballot(content, MOMENT)
    found = council.scores(council.hold("hd"))
    assert found.outcome.leaders == ("a0",)
    assert found.results[0].total == 70


def test_a_changed_ballot_file_does_not_open(panel):
    ballots = hand_in((30, 20), (30, 20), (30, 20))
    changed = json.loads(ballots[0])
    changed["points"]["a1"]["finance"] = "40"
    with pytest.raises(RuleError, match="sealed"):
        council.open_ballot(json.dumps(changed).encode(), MOMENT)


def test_points_changed_in_the_store_after_the_opening_are_noticed(panel):
    for content in hand_in((30, 20), (30, 20), (30, 20)):
        council.open_ballot(content, MOMENT)
    row = m.CouncilMember.objects.get(code="m0")
    row.ballot_points["a1"]["finance"] = "40"
    row.save()
    with pytest.raises(RuleError, match="sealed"):
        council.scores(council.hold("hd"))


def test_the_secretary_a_second_ballot_and_a_conflict_are_refused(panel):
    with pytest.raises(RuleError, match="Secretary"):
        council.seal("m3", points(30, 20), MOMENT)
    council.seal("m0", points(30, 20), MOMENT)
    with pytest.raises(RuleError, match="has handed in"):
        council.seal("m0", points(30, 20), MOMENT)
    council.declare("m1", conflict=True, details="góp vốn", day=NOW)
    with pytest.raises(RuleError, match="conflict"):
        council.seal("m1", points(30, 20), MOMENT)


def test_no_ballot_is_taken_once_one_is_open_and_no_declaration_after_the_seal(panel):
    m.CouncilMember.objects.filter(code="m2").update(conflict=None, declared_on=None)
    ballots = hand_in((30, 20), (30, 20))
    with pytest.raises(RuleError, match="declaration stands"):
        council.declare("m0", conflict=True, details="", day=NOW)
    council.open_ballot(ballots[0], MOMENT)
    council.declare("m2", conflict=False, details="", day=NOW)
    with pytest.raises(RuleError, match="no more are taken"):
        council.seal("m2", points(30, 20), MOMENT)


def test_a_file_that_is_no_ballot_is_refused(panel):
    with pytest.raises(InputError, match="Not a ballot file"):
        council.open_ballot(b"{}", MOMENT)


def test_sub_criteria_that_do_not_sum_stop_the_council(panel):
    m.CouncilCriterion.objects.filter(code="plan").update(max_points=14)
    with pytest.raises(InputError, match="exactly 15"):
        council.seal("m0", points(30, 20), MOMENT)


def test_a_tie_waits_for_the_chair_and_minutes_come_out_byte_for_byte(panel, tmp_path):
    for content in hand_in((30, 20), (20, 30), (25, 25)):
        council.open_ballot(content, MOMENT)
    assert council.scores(council.hold("hd")).outcome.kind is OutcomeKind.TIE
    assert "chưa đề xuất" in council.minutes("hd")
    with pytest.raises(RuleError, match="those who tie"):
        council.propose("hd", "nobody", "", NOW)
    council.propose("hd", "a1", "kinh nghiệm", NOW)
    text = council.minutes("hd")
    assert text == council.minutes("hd")
    assert "đề xuất NĐT 1: kinh nghiệm" in text
    assert "từ 09:00 ngày 01/10/2026" in text
    for name in ("a.docx", "b.docx", "a.txt"):
        minutes_paper.write("hd", tmp_path / name)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == text
    shown = [paragraph.text for paragraph in Document(tmp_path / "a.docx").paragraphs]
    assert shown == [line for line in text.splitlines() if line]


def test_form_02_takes_occupancy_by_the_legal_definition_and_names_what_is_missing(ground):
    form = statutory.fill(FormCode.INVESTOR, "cu", Period(2025, half=False))
    assert form.value("4") == 15.0
    assert form.value("5") == 50.0
    assert form.value("9") is None
    assert "cu.investor_revenue" in form.missing
    assert form.due_on == dt.date(2025, 12, 20)
    assert form.illustrative


def test_a_half_year_has_its_own_cut_off_and_no_figures_of_a_whole_year(ground):
    whole = statutory.fill(FormCode.TENANT, "e1", Period(2025, half=False))
    half = statutory.fill(FormCode.TENANT, "e1", Period(2025, half=True))
    assert (whole.period.start, whole.period.end) == (dt.date(2024, 12, 15), dt.date(2025, 12, 14))
    assert (half.period.end, half.due_on) == (dt.date(2025, 6, 14), dt.date(2025, 6, 20))
    assert whole.value("1") == 25.0
    assert half.value("1") is None
    assert half.value("3") == 40.0


def test_what_a_form_lacks_is_told_in_words_once_with_the_subjects_it_is_lacking_for(ground):
    for kind, subject in ((FormCode.INVESTOR, "cu"), (FormCode.TENANT, "e1"), (FormCode.UNIT, "xa")):
        form = statutory.fill(kind, subject, Period(2025, half=False))
        for language in ("vi", "en"):
            assert "_" not in statutory_paper.lacking(form.missing, language), kind
    names = [f"c{number}.established" for number in range(5)]
    assert statutory_paper.lacking([*names, "c1.in_plan"], "en") == (
        "whether it is established: c0, c1, c2 … (5); whether it is in the plan for clusters: c1"
    )


def test_form_03_goes_out_from_the_commune_and_its_lines_agree(ground):
    form = statutory.fill(FormCode.UNIT, "xa", Period(2025, half=False))
    assert form.sender.en == "commune People’s Committee: Xã"
    assert (form.value("3"), form.value("15"), form.value("15.1"), form.value("15.2")) == (1.0, 1.0, 1.0, 0.0)
    assert form.value("9") is None
    assert "cu.detailed_plan_on" in form.missing
    assert {check.holds for check in form.checks} <= {True, None}
    assert statutory.fill(FormCode.UNIT, "xa", Period(2025, half=True)).sender.en.startswith("district")


def test_the_forms_before_circular_14_are_not_known(ground):
    with pytest.raises(InputError, match="was not found"):
        statutory.fill(FormCode.TENANT, "e1", Period(2024, half=True))


def test_forms_are_written_as_docx_and_xlsx(ground, tmp_path):
    form = statutory.fill(FormCode.DEPARTMENT, "tinh", Period(2025, half=False))
    for name in ("f.docx", "g.docx", "f.xlsx"):
        statutory_paper.write(form, tmp_path / name)
    assert (tmp_path / "f.docx").read_bytes() == (tmp_path / "g.docx").read_bytes()
    rows = Document(tmp_path / "f.docx").tables[0].rows
    assert len(rows) == 1 + len(form.lines) + 3
    sheet = load_workbook(tmp_path / "f.xlsx").worksheets[0]
    assert sheet["A2"].value == "SỐ LIỆU MINH HOẠ, KHÔNG PHẢI BÁO CÁO THẬT"
    with pytest.raises(InputError, match="docx"):
        statutory_paper.write(form, tmp_path / "f.pdf")
