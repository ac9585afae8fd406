"""Commands on clusters and their law print what a planner asks for, and refuse what they cannot tell."""

import datetime as dt

import openpyxl
import pytest
from typer.testing import CliRunner

import made_up_clusters
import made_up_region
from banme import regions
from banme.cli.app import app
from banme.workspace import models as m
from banme.workspace.exchange import load

pytestmark = pytest.mark.django_db
CLUSTER = made_up_clusters.CLUSTER


@pytest.fixture
def clusters():
    made_up_region.build()
    made_up_clusters.build()


def refusal(*words):
    return str(CliRunner().invoke(app, [str(word) for word in words]).exception)


def test_assessments_are_told_with_what_is_withheld(clusters, banme, tmp_path):
    assert "1 withheld" in banme("assess", language="en")
    assert "Cơ sở thử 2" in banme("assess", "--for", "assessor")
    assert "26 tiêu chí" in banme("assess", "cs1", "--placeholder")
    banme("assess", "--xlsx", tmp_path / "a.xlsx")
    banme("survey-form", "cs1", tmp_path / "form.xlsx", "--year", "2026")
    assert len(openpyxl.load_workbook(tmp_path / "form.xlsx").sheetnames) >= 1


def test_plans_that_maximise_are_told_as_benefit_and_checked(clusters, banme):
    for words, run, title in (
        (("ladder", "--cluster", CLUSTER, "--budget", "5e8"), "upgrade_ladder.base.0001", "Yearly benefit"),
        (("exchange", "--cluster", CLUSTER), "byproduct_exchange.base.0001", "Yearly gain"),
        (("zone", CLUSTER), "zone_portfolio.base.0001", "Present worth"),
    ):
        shown = banme(*words, language="en")
        assert f"{run} · {title}" in shown
        assert f"{title} -" not in shown
        assert "Benefit" in banme("check", run, language="en")
        assert "Kiểm chứng đạt" in banme("check", run)
    m.ResultZoneProject.objects.all().delete()
    assert "kết quả đã bị sửa" in banme("check", "zone_portfolio.base.0001", status=1)


def test_a_project_is_judged_as_at_a_day_in_both_languages(clusters, banme):
    assert "Chính sách của cụm từ 01/01/2020" in banme("admit", "da", "--on", "2026-11-24")
    assert "acts in force: 32/2024/NĐ-CP" in banme("admit", "da", "--on", "2026-11-24", language="en")
    m.AdmissionRule.objects.update(valid_from=dt.date(2024, 6, 1))
    assert "no admission rule" in refusal("admit", "da", "--on", "2024-05-31")
    assert "no act on industrial clusters" in refusal("admit", "da", "--on", "2024-04-30")


def test_a_cluster_its_rating_and_vacant_land_are_told(clusters, banme):
    assert "Cụm thử" in banme("cluster")
    assert "Benchmarks for guidance" in banme("green", CLUSTER, language="en")
    banme("vacancies")


def test_the_law_of_a_day_and_its_changes_are_told(clusters, banme, tmp_path):
    load(regions.describe("daklak").nation)
    assert "32/2024/NĐ-CP" in banme("law", "2026-11-23")
    assert "Differences in the rules" in banme("law", "2026-11-23", "--against", "2023-03-15", language="en")
    m.ClusterFile.objects.create(
        code="hs", cluster_id=CLUSTER, kind="establish", source_id="made-up", quality="illustrative", note=""
    )
    shown = banme("establish", "hs", "--on", "2026-11-23", "--against", "2023-03-15", language="en")
    assert "Differences in the rules" in shown
    assert "Not known: area (ha)" in shown
    assert "cluster_file" not in shown
    banme("forms", "02", CLUSTER, tmp_path / "f.docx", "--year", "2025")
    banme("forms", "02", CLUSTER, tmp_path / "f.xlsx", "--year", "2025", language="en")
    rows = [str(cell) for row in openpyxl.load_workbook(tmp_path / "f.xlsx").active.values for cell in row if cell]
    assert not any("industrial_ha" in cell for cell in rows)
    assert "form 01, 02, 03 or 04" in refusal("forms", "09", CLUSTER, tmp_path / "f.docx", "--year", "2025")
