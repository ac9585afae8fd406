import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pyogrio
import pytest

import made_up_region
from banme.workspace import exchange
from banme.workspace import models as m

pytestmark = pytest.mark.django_db


def banme(*words, language="vi", status=0):
    environment = os.environ | {"BANME_LANGUAGE": language, "COLUMNS": "200", "PYTHONWARNINGS": "default"}
    done = subprocess.run(
        [sys.executable, "-m", "banme", *map(str, words)], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def folder(db, tmp_path):
    made_up_region.build()
    exchange.dump(tmp_path / "data")
    return tmp_path


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """Where the made-up region's workspace is kept once a test has made it."""
    return tmp_path_factory.mktemp("filled") / "w.gpkg"


@pytest.fixture
def file(folder, filled):
    """A workspace of the made-up region, made and filled with the two commands for that."""
    if not filled.exists():
        new = folder / "new.gpkg"
        assert "new.gpkg" in banme("new", new)
        assert "production" in banme("import", folder / "data", "-w", new, "--reason", "lần đầu")
        shutil.copy(new, filled)
    return Path(shutil.copy(filled, folder / "w.gpkg"))


def test_from_a_folder_of_csv_to_a_checked_plan_and_its_reports(folder, file):
    banme("run", "today", "-w", file)
    shown = banme("run", "base", "--log", folder / "run.jsonl", "-w", file, language="en")
    assert "proven bound" in shown
    events = [json.loads(line) for line in (folder / "run.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {"inputs", "roads", "relax"} <= {event["stage"] for event in events}
    assert any(event["incumbent"] is not None and event["bound"] is not None for event in events)
    assert [event["elapsed_s"] for event in events] == sorted(event["elapsed_s"] for event in events)
    assert "gap" in shown
    assert "Kiểm chứng đạt" in banme("check", "base", "-w", file)
    assert "Chi phí logistics bình quân" in banme("compare", "today", "base", "-w", file)
    assert "Made up for tests" in banme("why", "cost_vnd_t", "-w", file, language="en")
    for name in ("r.html", "r.xlsx", "r.gpkg"):
        banme("report", "base", folder / name, "--baseline", "today", "-w", file)
        assert (folder / name).stat().st_size > 1000
    banme("export", folder / "out.xlsx", "-w", file)
    assert "Không có lỗi" in banme("validate", folder / "out.xlsx", "-w", file)
    banme("template", folder / "mau.xlsx", "-w", file, "-t", "production")


def test_one_plan_for_several_futures_is_made_and_printed(folder, file):
    for code, chance in (("usual", 70), ("boom", 30)):
        values = {"source_id": "made-up", "quality": "assumed", "note": "made up", "name": code, "name_en": code}
        m.Future.objects.create(code=code, probability_pct=chance, **values)
    m.FutureChange.objects.create(
        code="boom-1", future_id="boom", kind="scale_supply", target="durian", factor=2.0, note="thử"
    )
    exchange.dump(folder / "more", ["future", "future_change"])
    banme("import", folder / "more", "-w", file)
    shown = banme("run", "base", "--futures", "all", "-w", file, language="en")
    for words in ("Cost by future", "Least expected cost", "Only for: boom", "Build now", "Largest regret"):
        assert words in shown, words
    assert (
        "no such future"
        in banme("run", "base", "--futures", "nobody,usual", "-w", file, language="en", status=2).lower()
    )
    assert "Checked" in banme("check", "robust_design.base.0001", "-w", file, language="en")


def test_errors_name_the_place_and_the_repair_and_end_with_status_2(folder):
    file = folder / "w.gpkg"
    banme("new", file)
    assert "banme new" in banme("import", folder / "data", "-w", folder / "none.gpkg", status=2)
    assert "exists" in banme("new", file, language="en", status=2)
    table = folder / "data" / "vehicle_type.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("12000.0", '"12,5"'), encoding="utf-8")
    shown = banme("import", folder / "data", "-w", file, status=2)
    assert "cost_vnd_km" in shown
    assert "12,5" in shown
    assert "Không có kịch bản" in banme("run", "base", "-w", file, status=2)


def test_near_optimal_plans_and_ordered_objectives_from_the_terminal(folder, file):
    shown = banme("alternatives", "base", "--within", "2", "--seconds", "10", "-w", file)
    assert "gần tối ưu" in shown
    assert "Các phương án" in shown
    assert "Kiểm chứng đạt" in banme("check", "near_optimal.base.0001", "-w", file)
    shown = banme("run", "base", "--objective", "cost,co2", "--tolerance", "2", "-w", file, language="en")
    assert "Objectives in order" in shown
    assert "Checked" in banme("check", "ordered_objectives.base.0001", "-w", file, language="en")
    banme("report", "ordered_objectives.base.0001", folder / "r.xlsx", "-w", file)
    assert "Mục tiêu theo thứ tự" in openpyxl.load_workbook(folder / "r.xlsx").sheetnames
    banme("report", "near_optimal.base.0001", folder / "r.gpkg", "-w", file)
    assert "near_optimal" in set(pyogrio.list_layers(folder / "r.gpkg")[:, 0])
    styled = pyogrio.read_dataframe(folder / "r.gpkg", layer="layer_styles", columns=["f_table_name", "styleQML"])
    assert "Luôn mở" in styled.set_index("f_table_name")["styleQML"]["near_optimal"]
    assert "fame" in banme("run", "base", "--objective", "fame", "-w", file, status=2)


def test_every_study_prints_the_repair_of_a_scenario_without_a_plan_and_ends_with_status_3(folder, file):
    m.Scenario.objects.filter(code="base").update(co2_cap_t_year=1.0)
    exchange.dump(folder / "more", ["scenario"])
    banme("import", folder / "more", "-w", file)
    for words in (["alternatives", "base"], ["run", "base", "--objective", "co2"]):
        shown = banme(*words, "-w", file, status=3)
        assert "Trần CO2e cần cao hơn" in shown
        assert "Mục tiêu theo thứ tự" not in shown
