"""What is exported loads back to the same rows, to the last bit."""

from __future__ import annotations

import csv
import datetime as dt

import openpyxl
import pytest
import shapely
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from banme.workspace import tables
from banme.workspace.exchange import dump, load, read
from banme.workspace.exchange.raw import guard, unguard
from banme.workspace.frames import columns
from banme.workspace.models import AdminUnit, Commodity, DataSource, LogisticsSite

from . import factory

pytestmark = pytest.mark.django_db

FORMATS = ["folder", "book.xlsx", "book.gpkg"]


def stored() -> dict[str, list[tuple]]:
    """Every input row, geometry as exact WKB."""
    return {
        model._meta.db_table: [
            tuple(shapely.to_wkb(v) if hasattr(v, "geom_type") else v for v in row)
            for row in model.objects.order_by("code").values_list(*[f.attname for f in columns(model)])
        ]
        for model in tables.input_tables()
    }


def clear() -> None:
    for model in reversed(tables.input_tables()):
        model.objects.all().delete()


@pytest.mark.parametrize("name", FORMATS)
def test_every_table_comes_back_exactly_after_export_and_import(tmp_path, name):
    factory.fill_inputs(awkward=True)
    before = stored()
    dump(tmp_path / name)
    clear()
    report = load(tmp_path / name)
    assert stored() == before
    assert report.rows == sum(len(rows) for rows in before.values())
    assert all(table.inserted == table.rows for table in report.tables.values())


@pytest.mark.parametrize("name", FORMATS)
def test_importing_an_export_again_changes_nothing_and_logs_nothing(tmp_path, name):
    factory.fill_inputs()
    before = AdminUnit.history.count()
    dump(tmp_path / name)
    report = load(tmp_path / name)
    assert all(table.unchanged == table.rows for table in report.tables.values())
    assert AdminUnit.history.count() == before


@pytest.mark.parametrize("model", tables.input_tables(), ids=lambda model: model._meta.db_table)
@pytest.mark.parametrize("suffix", [".csv", ".geojson"])
def test_each_table_comes_back_exactly_from_a_file_of_its_own(tmp_path, model, suffix):
    factory.fill_inputs(awkward=True)
    before = stored()
    path = tmp_path / f"{model._meta.db_table}{suffix}"
    dump(path, [model._meta.db_table])
    model.objects.update(**{f.name: "changed" for f in columns(model) if f.name == "note"})
    load(path)
    assert stored() == before


def test_an_unknown_figure_and_an_empty_text_stay_what_they_are(tmp_path):
    factory.make(DataSource)
    factory.make(Commodity, max_leg_h=None, value_vnd_t=0.0, name_en="", note="")
    for name in FORMATS:
        dump(tmp_path / name)
        Commodity.objects.all().delete()
        load(tmp_path / name)
        goods = Commodity.objects.get()
        assert (goods.max_leg_h, goods.value_vnd_t, goods.name_en, goods.note) == (None, 0.0, "", "")


def test_text_that_looks_like_a_formula_is_not_run_by_excel_and_comes_back(tmp_path):
    texts = ["=1+1", "+84 262", "-5", "@SUM(A1)", "\tx", "'", "''", "'=x", "'quoted", "-", "=cmd|' /C calc'!A0"]
    for number, text in enumerate(texts, start=1):
        factory.make(DataSource, number, title="t", note=text)
    for name in FORMATS:
        dump(tmp_path / name)
        if name == "folder":
            with (tmp_path / name / "data_source.csv").open(encoding="utf-8-sig", newline="") as stream:
                notes = [line["note"] for line in csv.DictReader(stream)]
            assert not any(note.startswith(("=", "+", "-", "@", "\t")) for note in notes)
        if name == "book.xlsx":
            sheet = openpyxl.load_workbook(tmp_path / name)["data_source"]
            assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
        DataSource.objects.all().delete()
        load(tmp_path / name)
        assert list(DataSource.objects.order_by("pk").values_list("note", flat=True)) == texts


@given(text=st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=12))
def test_guarding_text_against_formulas_loses_nothing(text):
    for csv_file in (True, False):
        assert unguard(guard(text, csv=csv_file)) == text
    assert guard(text, csv=True)[:1] not in {"=", "+", "-", "@", "\t", "\r"}


@settings(max_examples=10, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    x=st.floats(-180, 180, allow_subnormal=False).map(lambda x: x + 0.0),  # -0.0 and 0.0 are one place
    y=st.floats(-90, 90, allow_subnormal=False).map(lambda y: y + 0.0),
    figure=st.floats(0, 1e300),
    note=st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"], whitelist_characters="\n\t\r"), max_size=20),
)
def test_any_number_text_and_coordinate_comes_back_exactly(tmp_path_factory, x, y, figure, note):
    folder = tmp_path_factory.mktemp("any")
    for model in (LogisticsSite, Commodity, AdminUnit, DataSource):
        model.objects.all()._raw_delete("default")
    factory.make(DataSource)
    factory.make(Commodity, value_vnd_t=figure, note=note)
    factory.make(AdminUnit, geometry=None)
    factory.make(LogisticsSite, geometry=shapely.Point(x, y))
    for name in FORMATS:
        dump(folder / name, ["commodity", "logistics_site"])
        LogisticsSite.objects.all()._raw_delete("default")
        Commodity.objects.all()._raw_delete("default")
        load(folder / name)
        assert LogisticsSite.objects.get().geometry.wkb == shapely.Point(x, y).wkb
        goods = Commodity.objects.get()
        assert (goods.value_vnd_t, goods.note) == (figure, note)


def test_a_polygon_longer_than_a_worksheet_cell_is_continued_in_further_columns(tmp_path):
    factory.make(DataSource)
    circle = shapely.MultiPolygon([shapely.Point(108.5, 13).buffer(0.5, quad_segs=1000)])
    factory.make(AdminUnit, geometry=circle)
    dump(tmp_path / "book.xlsx", ["data_source", "admin_unit"])
    header = [cell.value for cell in openpyxl.load_workbook(tmp_path / "book.xlsx")["admin_unit"][1]]
    assert "geometry__2" in header
    AdminUnit.objects.all().delete()
    load(tmp_path / "book.xlsx")
    assert AdminUnit.objects.get().geometry.wkb == circle.wkb


def test_days_before_the_first_of_excel_come_back(tmp_path):
    factory.make(DataSource, published_on=dt.date(1890, 5, 6), retrieved_on=dt.date(1900, 3, 1))
    dump(tmp_path / "book.xlsx", ["data_source"])
    DataSource.objects.all().delete()
    load(tmp_path / "book.xlsx")
    source = DataSource.objects.get()
    assert (source.published_on, source.retrieved_on) == (dt.date(1890, 5, 6), dt.date(1900, 3, 1))


def test_reading_a_file_gives_its_text_with_the_row_numbers_people_see(tmp_path):
    (tmp_path / "commodity.csv").write_text("code,name\n\nCF,Cà phê\n# ví dụ,\nRI,Gạo\n", encoding="utf-8")
    frame = read(tmp_path)["commodity"]
    assert frame.index.tolist() == [3, 5]
    assert frame["name"].tolist() == ["Cà phê", "Gạo"]


def test_result_tables_can_be_exported_but_a_file_never_loads_them(tmp_path):
    factory.fill()
    dump(tmp_path / "all.gpkg", [model._meta.db_table for model in tables.layers()])
    report = load(tmp_path / "all.gpkg")
    assert "result_flow" in report.passed_over
    assert "result_flow" not in report.tables


def test_a_table_in_parts_of_a_folder_is_read_as_one(tmp_path):
    header = "code,title,licence,quality"
    (tmp_path / "data_source.csv").write_text(f"{header}\nA,a,MIT,published\n", encoding="utf-8")
    (tmp_path / "data_source.osm.csv").write_text(f"{header},version\nB,b,ODbL-1.0,published,2\n", encoding="utf-8")
    assert load(tmp_path).tables["data_source"].inserted == 2
    assert list(DataSource.objects.order_by("code").values_list("code", "version")) == [("A", ""), ("B", "2")]
