from __future__ import annotations

import sqlite3
from contextlib import closing
from xml.etree import ElementTree as ET

import pyogrio
import pytest

from banme.errors import InputError
from banme.reports import geopackage, map_styles, material, qml
from banme.workspace.models import Commodity, ResultLeg, ResultUnit, Run

from .conftest import COMMUNES, PLAN

pytestmark = pytest.mark.usefixtures("region")

SPATIAL = {
    "openings": "Point",
    "outlets": "Point",
    "sites": "Point",
    "flow_lines": "LineString",
    "legs": "LineString",
    "roads": "LineString",
    "communes": "MultiPolygon",
    "admin_units": "MultiPolygon",
}


@pytest.fixture
def file(tmp_path, region):
    return geopackage.write(tmp_path / "out" / "results.gpkg", PLAN)


def _sql(file, query):
    with closing(sqlite3.connect(file)) as store:
        return store.execute(query).fetchall()


def test_every_layer_is_read_with_its_type_and_reference_system(file):
    found = dict(pyogrio.list_layers(file).tolist())
    assert {name: found[name] for name in SPATIAL} == SPATIAL
    assert found["indicators"] is None
    assert found["sources"] is None
    for name in SPATIAL:
        assert pyogrio.read_info(file, layer=name)["crs"] == "EPSG:4326"
        assert len(pyogrio.read_dataframe(file, layer=name)) > 0


def test_figures_equal_the_result_tables(file):
    legs = pyogrio.read_dataframe(file, layer="legs")
    stored = ResultLeg.objects.filter(run_id=PLAN)
    assert legs["quantity_t"].sum() == pytest.approx(sum(stored.values_list("quantity_t", flat=True)))
    assert len(legs) == stored.count()
    communes = pyogrio.read_dataframe(file, layer="communes")
    assert len(communes) == ResultUnit.objects.filter(run_id=PLAN).count()
    assert communes["cost_vnd_t"].isna().sum() == 2
    assert communes.loc[communes["cost_vnd_t"].isna(), "missing_reason"].eq("Không có sản lượng").all()
    indicators = pyogrio.read_dataframe(file, layer="indicators").set_index(["indicator", "scope"])
    assert indicators.loc[("cost_vnd_t", "2030"), "value"] == 480_000


def test_only_units_in_force_on_the_runs_day_are_there(file):
    units = pyogrio.read_dataframe(file, layer="admin_units")
    assert set(units.loc[units["level"] == "commune", "code"]) == set(COMMUNES)


def test_flow_lines_carry_all_goods_on_the_last_leg(file):
    flows = pyogrio.read_dataframe(file, layer="flow_lines")
    last = flows[flows["year"] == 2030]
    assert last["total_t"].max() == pytest.approx(15_000)
    assert (last["band_t"] <= last["total_t"] + 1e-6).all()
    assert (last["band_t"] >= last["quantity_t"] - 1e-6).all()


def test_the_file_is_a_geopackage_and_registers_its_styles(file):
    assert _sql(file, "PRAGMA application_id") == [(0x47504B47,)]
    assert _sql(file, "PRAGMA user_version") == [(10300,)]
    assert _sql(file, "SELECT data_type FROM gpkg_contents WHERE table_name = 'layer_styles'") == [("attributes",)]
    rows = _sql(file, "SELECT f_table_name, f_geometry_column, useAsDefault FROM layer_styles")
    columns = dict(_sql(file, "SELECT table_name, column_name FROM gpkg_geometry_columns"))
    assert {name: column for name, column, _ in rows} == columns
    assert all(default == 1 for *_, default in rows)
    assert _sql(file, "PRAGMA integrity_check") == [("ok",)]


def test_each_style_is_qml_whose_rules_and_symbols_match(file):
    for name, text in _sql(file, "SELECT f_table_name, styleQML FROM layer_styles"):
        root = ET.fromstring(text)
        renderer = root.find("renderer-v2")
        assert renderer.get("type") == "RuleRenderer", name
        asked = sorted(rule.get("symbol") for rule in renderer.iter("rule") if rule.get("symbol") is not None)
        given = sorted(symbol.get("name") for symbol in renderer.iter("symbol"))
        assert asked == given, name
        assert given, name
        keys = [rule.get("key") for rule in renderer.iter("rule")]
        assert len(keys) == len(set(keys)), name


def test_flows_are_drawn_by_width_and_communes_by_cost(file):
    text = dict(_sql(file, "SELECT f_table_name, styleQML FROM layer_styles"))
    assert "band_t" in text["flow_lines"]
    assert "outlineWidth" in text["flow_lines"]
    communes = ET.fromstring(text["communes"])
    years = communes.findall("renderer-v2/rules/rule")
    assert [(rule.get("label"), rule.get("checkstate")) for rule in years] == [("2026", "0"), ("2030", None)]
    filters = [rule.get("filter") for rule in years[1]]
    assert filters[-1] == '"cost_vnd_t" IS NULL'


def test_a_code_with_a_quote_cannot_break_a_styles_filter():
    assert qml.quoted("Ea H'leo") == "'Ea H''leo'"


def test_names_and_legends_follow_the_language(tmp_path, region):
    Commodity.objects.filter(code="coffee").update(name_en="Green coffee & more")
    english = geopackage.write(tmp_path / "results.gpkg", PLAN, language="en")
    assert "Green coffee & more" in set(pyogrio.read_dataframe(english, layer="legs")["commodity"])
    styles = map_styles.styles(material.read(PLAN, None, "en"))
    assert styles["flow_lines"].rules[0].parts[0].label == "Green coffee & more"


def test_an_older_file_stays_when_the_run_cannot_be_written(file):
    before = file.read_bytes()
    Run.objects.filter(code=PLAN).update(status="failed")
    with pytest.raises(InputError):
        geopackage.write(file, PLAN)
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["results.gpkg"]


def test_writing_again_replaces_the_file(file):
    again = geopackage.write(file, PLAN)
    assert len(pyogrio.list_layers(again)) == len(SPATIAL) + 3
