"""Files that are not what they seem: damaged, dangerous, of another kind, encoding or reference system."""

from __future__ import annotations

import json
import re
import struct
import zipfile

import geopandas as gpd
import openpyxl
import pytest
import shapely

from banme.errors import InputError
from banme.workspace.exchange import load, read
from banme.workspace.models import DataSource, LogisticsSite, Place

pytestmark = pytest.mark.django_db

HEADER = ["code", "title", "licence", "quality"]
ROW = ["S", "T", "MIT", "published"]
CSV = ",".join(HEADER) + "\n" + ",".join(ROW) + "\n"


@pytest.fixture
def book(tmp_path):
    made = openpyxl.Workbook()
    made.active.title = "data_source"
    made.active.append(HEADER)
    made.active.append(ROW)

    def save(name="book.xlsx"):
        made.save(tmp_path / name)
        return tmp_path / name

    return made, save


def test_a_formula_is_refused_with_its_cell(book, refused):
    made, save = book
    made.active["B2"] = '="T"&"1"'
    found = refused(save(), "formula", table="data_source", row="2", column="B2")
    assert "Paste Special" in found.en


def test_a_formula_with_a_stored_value_is_refused_as_well(book, refused):
    made, save = book
    made.active["B2"] = "=1+1"
    path = save()
    rewrite(
        path,
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(rb"(<f>1\+1</f>)<v(?: ?/>|></v>)", rb"\1<v>2</v>", xml),
    )
    refused(path, "formula", column="B2")


def rewrite(path, member, change):
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert change(parts[member]) != parts[member]
    parts[member] = change(parts[member])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_an_error_cell_is_refused(book, refused):
    made, save = book
    made.active["B2"] = "#N/A"
    refused(save(), "error-cell", column="B2")


def test_merged_cells_are_refused_with_their_range(book, refused):
    made, save = book
    made.active.merge_cells("B2:C3")
    refused(save(), "merged-cells", table="data_source", row="B2:C3")


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_refused(book, refused, state):
    made, save = book
    sheet = made.create_sheet("commodity")
    sheet.append(["code"])
    sheet.sheet_state = state
    refused(save(), "hidden-sheet", table="commodity")


def test_a_value_in_a_column_without_a_name_is_refused(book, refused):
    made, save = book
    made.active["H2"] = "lạc"
    refused(save(), "unnamed-column", row="2", column="H")


def test_an_unknown_sheet_is_refused_with_the_table_that_was_meant(book, refused):
    made, save = book
    made.active.title = "data_sources"
    assert "is data_source meant?" in refused(save(), "unknown-table", table="data_sources").en


def test_empty_sheets_are_passed_over(book):
    made, save = book
    made.create_sheet("Sheet2")
    load(save())
    assert DataSource.objects.count() == 1


def test_a_zip_bomb_is_refused_before_it_is_unpacked(book, refused):
    _, save = book
    path = save()
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.bin", bytes(64 << 20))
    assert path.stat().st_size < 1 << 20
    refused(path, "zip-bomb")


def test_an_archive_that_lies_about_its_size_is_refused(book, refused):
    _, save = book
    path = save()
    rewrite(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + b" " * 100_000))
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    for start in range(len(content) - 4):
        if content[start : start + 4] == struct.pack("<I", size):
            content[start : start + 4] = struct.pack("<I", 200)
    path.write_bytes(bytes(content))
    refused(path, "damaged-workbook")


def test_a_workbook_whose_xml_defines_entities_is_refused(book, refused):
    _, save = book
    path = save()
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    rewrite(path, "xl/worksheets/sheet1.xml", lambda xml: bomb + xml)
    refused(path, "damaged-workbook")


@pytest.mark.parametrize("name", ["x.xlsx", "x.gpkg", "x.geojson", "x.csv"])
@pytest.mark.parametrize("content", [b"%PDF-1.7 \xff\xfe\x00", b"", b"\x00" * 500, b"PK\x03\x04 not really"])
def test_a_file_of_another_kind_is_refused_by_name(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as caught:
        load(tmp_path / name)
    assert all(problem.vi and problem.en for problem in caught.value.problems)
    if not name.endswith(".csv"):
        with pytest.raises(InputError):
            read(tmp_path / name)


@pytest.mark.parametrize("name", ["x.xls", "x.ods", "x.pdf", "x"])
def test_an_unsupported_format_is_refused_with_what_to_use(tmp_path, refused, name):
    (tmp_path / name).write_bytes(b"x")
    assert ".xlsx" in refused(tmp_path / name, "format").en


def test_a_zip_that_is_no_workbook_is_refused(tmp_path, refused):
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as archive:
        archive.writestr("../../etc/passwd", "x")
    refused(tmp_path / "x.xlsx", "not-a-spreadsheet")


def test_a_missing_file_and_an_empty_folder_are_told(tmp_path, refused):
    refused(tmp_path / "nowhere.xlsx", "no-file")
    (tmp_path / "empty").mkdir()
    refused(tmp_path / "empty", "empty-file")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf8_loads_with_and_without_its_mark(tmp_path, encoding):
    (tmp_path / "data_source.csv").write_text(CSV.replace("T,", "Đắk Lắk,"), encoding=encoding)
    load(tmp_path)
    assert DataSource.objects.get().title == "Đắk Lắk"


@pytest.mark.parametrize(("encoding", "title"), [("cp1258", "Đăk"), ("cp1252", "café"), ("utf-16", "Đắk")])
def test_another_encoding_is_refused_with_how_to_save_it(tmp_path, refused, encoding, title):
    (tmp_path / "data_source.csv").write_text(CSV.replace("T,", f"{title},"), encoding=encoding)
    assert "CSV UTF-8" in refused(tmp_path, "encoding", table="data_source").en


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_semicolons_and_tabs_are_told_from_the_header(tmp_path, delimiter):
    (tmp_path / "data_source.csv").write_text(CSV.replace(",", delimiter), encoding="utf-8")
    load(tmp_path)
    assert DataSource.objects.count() == 1


def test_a_row_with_too_many_or_too_few_cells_is_refused(tmp_path, refused):
    (tmp_path / "data_source.csv").write_text(CSV + "A,B\nC,D,E,published,1,5\n", encoding="utf-8")
    refused(tmp_path, "cell-count", row="3")
    refused(tmp_path, "cell-count", row="4")


def test_a_stray_quote_is_refused_and_never_swallows_rows_in_silence(tmp_path, refused):
    (tmp_path / "data_source.csv").write_text(CSV + 'A,"open,MIT,published\nB,T,MIT,published\n', encoding="utf-8")
    refused(tmp_path, "cell-count", row="3")


def test_a_table_in_two_files_of_a_folder_is_refused(tmp_path, refused):
    (tmp_path / "data_source.csv").write_text(CSV, encoding="utf-8")
    features = {"type": "FeatureCollection", "name": "data_source", "features": []}
    (tmp_path / "other.geojson").write_text(json.dumps(features), encoding="utf-8")
    refused(tmp_path, "table-twice", table="data_source")


def site_layer(crs, x=108.2, y=12.7, **columns):
    row = {
        "code": "L",
        "name": "Điểm",
        "kind": "point",
        "status": "existing",
        "source_code": "data_source-1",
        "quality": "published",
        **columns,
    }
    return gpd.GeoDataFrame([row], geometry=[shapely.Point(x, y)], crs=crs)


def test_a_layer_in_a_stated_system_is_reprojected_and_that_is_told(base, tmp_path):
    site_layer(4326).to_crs(32649).to_file(tmp_path / "x.gpkg", layer="logistics_site")
    report = load(tmp_path / "x.gpkg")
    assert LogisticsSite.objects.get().geometry.distance(shapely.Point(108.2, 12.7)) < 1e-8
    assert "WGS 84" in report.notes[0]


def test_a_geojson_in_a_stated_system_is_reprojected_and_that_is_told(base, tmp_path):
    site_layer(4326).to_crs(3405).to_file(tmp_path / "logistics_site.geojson", driver="GeoJSON")
    report = load(tmp_path / "logistics_site.geojson")
    assert LogisticsSite.objects.get().geometry.distance(shapely.Point(108.2, 12.7)) < 1e-5
    assert report.notes


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_layer_that_hides_its_system_is_refused(base, tmp_path, refused):
    site_layer(None).to_file(tmp_path / "x.gpkg", layer="logistics_site")
    assert "EPSG:4326" in refused(tmp_path / "x.gpkg", "unknown-crs", table="logistics_site").en


def test_a_geojson_with_an_unknown_system_is_refused(base, tmp_path, refused):
    document = {"type": "FeatureCollection", "crs": {"properties": {"name": "VN2000-DakLak"}}, "features": []}
    (tmp_path / "place.geojson").write_text(json.dumps(document), encoding="utf-8")
    refused(tmp_path, "unknown-crs", table="place")


def test_projected_coordinates_that_claim_to_be_degrees_are_refused(base, tmp_path, refused):
    site_layer(4326, 450_000, 1_400_000).to_file(tmp_path / "x.gpkg", layer="logistics_site")
    refused(tmp_path / "x.gpkg", "not-lon-lat", column="geometry")


def test_numbers_beyond_json_and_malformed_features_are_refused(base, tmp_path, refused):
    text = """{"type": "FeatureCollection", "features": [
      {"type": "Feature", "properties": {"code": "A", "name": "a", "kind": "town",
      "population": NaN, "source_code": "data_source-1", "quality": "published"},
      "geometry": {"type": "Point", "coordinates": [108, 12]}},
      {"type": "Feature", "geometry": {"type": "Point", "coordinates": []}},
      {"type": "Feature", "properties": {"code": "B"}, "geometry": {"type": "Pont", "coordinates": [1, 2]}}, 7]}"""
    (tmp_path / "place.geojson").write_text(text, encoding="utf-8")
    refused(tmp_path, "not-finite", row="1", column="population")
    refused(tmp_path, "feature", row="2")
    refused(tmp_path, "geometry-unreadable", row="3")
    refused(tmp_path, "feature", row="4")
    assert not Place.objects.exists()
