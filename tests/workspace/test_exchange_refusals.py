"""A bad file is refused whole, each offender with its table, row, column, value and repair in both languages."""

from __future__ import annotations

import pytest

from banme.errors import InputError
from banme.workspace.exchange import load, validate
from banme.workspace.models import AdminUnit, CapacityModule, Commodity, DataSource, LogisticsSite, Production

from . import factory

pytestmark = pytest.mark.django_db

GOODS = "code,name,name_en,storable,max_leg_h,capacity_use,value_vnd_t,source_code,quality,note\n"
SOURCE = "data_source-1"


@pytest.fixture
def goods(tmp_path):
    """Write a commodity file of the rows given, with other column names if asked."""

    def write(*rows, header=GOODS, name="commodity.csv", encoding="utf-8"):
        (tmp_path / name).write_text(header + "".join(f"{row}\n" for row in rows), encoding=encoding)
        return tmp_path / name

    return write


def line(code="A", *, name="Cà phê", hours="", use="1", value="", source=SOURCE, quality="published", note=""):
    return f"{code},{name},,true,{hours},{use},{value},{source},{quality},{note}"


def test_a_sound_row_loads(base, goods):
    load(goods(line()))
    assert Commodity.objects.get(code="A").name == "Cà phê"


def test_a_missing_required_column_is_named(base, goods, refused):
    found = refused(goods("A,true", header="code,storable\n"), "missing-column", column="capacity_use")
    assert "Capacity used" in found.en
    assert "Hệ số chiếm công suất" in found.vi


def test_an_optional_column_left_out_keeps_what_is_stored(base, goods):
    path = goods(
        "commodity-1,Mới,true,1,data_source-1,published", header="code,name,storable,capacity_use,source_code,quality\n"
    )
    before = Commodity.objects.get(code="commodity-1")
    load(path)
    after = Commodity.objects.get(code="commodity-1")
    assert (after.name, after.note, after.value_vnd_t) == ("Mới", before.note, before.value_vnd_t)


def test_an_empty_cell_empties_what_is_stored(base, goods):
    load(goods(line("commodity-1")))
    assert Commodity.objects.get(code="commodity-1").value_vnd_t is None


@pytest.mark.parametrize(
    ("wrong", "right"), [("nam", "name"), ("Tên tiếng Việt", "name"), ("sourcecode", "source_code")]
)
def test_an_unknown_column_is_refused_with_the_one_that_was_meant(base, goods, refused, wrong, right):
    header = GOODS.replace(f",{right},", f",{wrong},")
    assert f"is {right} meant?" in refused(goods(line(), header=header), "unknown-column", column=wrong).en


def test_a_column_in_another_unit_is_refused_with_the_unit_that_is_needed(base, tmp_path, refused):
    (tmp_path / "capacity_module.csv").write_text("code,area_m2\nM,1\n", encoding="utf-8")
    found = refused(tmp_path, "wrong-unit", table="capacity_module", column="area_m2")
    assert "area_ha" in found.en
    assert "area_ha" in found.vi


def test_a_column_given_twice_is_refused(base, goods, refused):
    refused(goods(line() + ",x", header=GOODS.strip() + ",note\n"), "column-twice", column="note")


@pytest.mark.parametrize(
    ("text", "rule", "repair"),
    [
        ('"1,5"', "decimal-comma", "1.5"),
        ('"1,500"', "decimal-comma", "1500"),
        ('"1.234.567,5"', "thousands-separator", "1234567.5"),
        ('"1,234,567.5"', "thousands-separator", "1234567.5"),
        ("1 500", "thousands-separator", "1500"),
        ("1_500", "thousands-separator", "1500"),
        ("12 giờ", "unit-in-cell", "12"),
        ("nan", "not-finite", "empty"),
        ("inf", "not-finite", "empty"),
        ("-Infinity", "not-finite", "empty"),
        ("1e999", "not-finite", "empty"),
        ("N/A", "not-a-number", "empty"),
        ("١٢", "not-a-number", "empty"),
        ("-1", "out-of-range", "unit"),
    ],
)
def test_a_number_written_another_way_is_refused_with_how_to_write_it(base, goods, refused, text, rule, repair):
    found = refused(goods(line(hours=text)), rule, table="commodity", row="2", column="max_leg_h")
    assert found.value == text.strip('"')
    assert repair in found.en


def test_a_fraction_in_a_whole_number_column_is_refused(base, tmp_path, refused):
    (tmp_path / "production.csv").write_text(
        "code,unit_code,commodity_code,year,month,quantity_t,source_code,quality\n"
        f"P,admin_unit-1,commodity-1,2024,1.5,3,{SOURCE},published\n"
        f"Q,admin_unit-1,commodity-1,2024,13,3,{SOURCE},published\n"
        f"R,admin_unit-1,commodity-1,99999999999,2.0,3,{SOURCE},published\n",
        encoding="utf-8",
    )
    refused(tmp_path, "not-whole", row="2", column="month")
    refused(tmp_path, "out-of-range", row="3", column="month")
    refused(tmp_path, "out-of-range", row="4", column="year")


def test_a_repeated_code_is_refused_with_the_row_of_the_first(base, goods, refused):
    assert "row 2" in refused(goods(line("A"), line("B"), line("A")), "duplicate-code", row="4", value="A").en


def test_an_unknown_reference_is_refused_with_a_near_code(base, goods, refused):
    found = refused(goods(line(source="data_sorce-1")), "unknown-reference", column="source_code", row="2")
    assert "is data_source-1 meant?" in found.en
    assert "data_source" in found.vi


def test_a_reference_to_a_row_of_the_same_file_is_known(base, tmp_path):
    factory_row = "code,title,licence,quality\nnew,T,MIT,published\n"
    (tmp_path / "data_source.csv").write_text(factory_row, encoding="utf-8")
    (tmp_path / "commodity.csv").write_text(GOODS + line(source="new") + "\n", encoding="utf-8")
    load(tmp_path)
    assert Commodity.objects.get(code="A").source_id == "new"


def test_a_bad_choice_is_refused_with_all_choices(base, goods, refused):
    found = refused(goods(line(quality="Công bố")), "choice", column="quality")
    assert "published (Published)" in found.en
    assert "published (Công bố)" in found.vi


def test_text_that_is_too_long_is_refused(base, goods, refused):
    assert "200" in refused(goods(line(name="x" * 201)), "too-long", column="name").en


def test_a_code_with_accents_or_spaces_is_refused(base, goods, refused):
    refused(goods(line("cà phê")), "invalid", column="code")


def test_an_empty_required_cell_is_refused(base, goods, refused):
    refused(goods(line(name="  ")), "required", column="name")
    refused(goods(line(use="")), "required", column="capacity_use")
    refused(goods(line(code="")), "required", column="code")


def test_a_control_character_is_refused(base, goods, refused):
    refused(goods(line(name="a\x0bb")), "control-character", column="name")


@pytest.mark.parametrize(
    ("text", "rule", "repair"),
    [
        ("01/07/2025", "date-format", "2025-07-01"),
        ("1-7-2025", "date-format", "2025-07-01"),
        ("45839", "date-format", "2025-07-01"),
        ("2025-02-30", "date", "2025-07-01"),
        ("31/02/2025", "date", "year-month-day"),
        ("hôm qua", "date", "year-month-day"),
    ],
)
def test_a_day_written_another_way_is_refused_with_how_to_write_it(base, tmp_path, refused, text, rule, repair):
    (tmp_path / "data_source.csv").write_text(
        f"code,title,licence,quality,published_on\nS,T,MIT,published,{text}\n", encoding="utf-8"
    )
    assert repair in refused(tmp_path, rule, column="published_on", value=text).en


def test_a_cross_column_check_of_the_table_is_reported(base, goods, refused):
    found = refused(goods(line(quality="assumed")), "row-check", row="2", value="A")
    assert "needs its reason" in found.en
    assert "cần ghi lý do" in found.vi


def test_a_cross_column_check_sees_the_stored_value_of_a_column_left_out(base, goods):
    header = "code,name,storable,capacity_use,source_code,quality\n"
    load(goods("commodity-1,Mới,true,1,data_source-1,assumed", header=header))
    assert Commodity.objects.get(code="commodity-1").quality == "assumed"


def unit(code, start, end, official="24163", geometry=""):
    return f'{code},{official},Tên,commune,{start},{end},{SOURCE},published,"{geometry}"\n'


UNITS = "code,official_code,name,level,valid_from,valid_to,source_code,quality,geometry\n"


def test_two_units_of_one_official_code_on_one_day_are_refused(base, tmp_path, refused):
    text = UNITS + unit("a", "2000-01-01", "2025-06-30") + unit("b", "2025-06-30", "")
    (tmp_path / "admin_unit.csv").write_text(text, encoding="utf-8")
    assert "code a" in refused(tmp_path, "overlapping-validity", row="3").en


def test_units_that_follow_each_other_are_sound(base, tmp_path):
    text = UNITS + unit("b", "2025-07-01", "") + unit("a", "2000-01-01", "2025-06-30")
    (tmp_path / "admin_unit.csv").write_text(text, encoding="utf-8")
    load(tmp_path)
    assert AdminUnit.objects.filter(official_code="24163").count() == 2


def test_a_unit_that_overlaps_a_stored_one_is_refused(base, tmp_path, refused):
    factory.make(AdminUnit, 2, source=SOURCE, official_code="24163", level="commune", valid_to=None)
    (tmp_path / "admin_unit.csv").write_text(UNITS + unit("b", "2030-01-01", ""), encoding="utf-8")
    assert "admin_unit-2" in refused(tmp_path, "overlapping-validity", row="2").en


def test_a_set_of_values_that_may_stand_once_is_refused_twice(base, tmp_path, refused):
    factory.make(Production, unit="admin_unit-1", commodity="commodity-1", year=2024, month=1)
    (tmp_path / "production.csv").write_text(
        "code,unit_code,commodity_code,year,month,quantity_t,source_code,quality\n"
        f"P,admin_unit-1,commodity-1,2024,1,3,{SOURCE},published\n",
        encoding="utf-8",
    )
    assert "production-1" in refused(tmp_path, "not-unique", row="2").en


def test_every_offender_of_every_table_is_reported_together(base, tmp_path):
    (tmp_path / "commodity.csv").write_text(
        GOODS + line(hours="x") + "\n" + line("B", use="y") + "\n", encoding="utf-8"
    )
    (tmp_path / "place.csv").write_text("code,name\nP,\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(tmp_path)
    places = {(p.table, p.row, p.column) for p in caught.value.problems}
    assert {("commodity", "2", "max_leg_h"), ("commodity", "3", "capacity_use"), ("place", "2", "name")} <= places
    assert ("place", "1", "geometry") in places


def test_offenders_beyond_the_list_are_counted(base, goods):
    found = [p for p in validate(goods(*[line(f"A{n}", hours="x") for n in range(250)])) if p.rule == "not-a-number"]
    assert len(found) == 101
    assert "250" in found[-1].en
    assert "250" in found[-1].vi


def test_a_replacement_deletes_what_the_file_lacks(base, goods):
    factory.make(Commodity, 2, source=SOURCE)
    report = load(goods(line("commodity-1")), replace=True, reason="thay")
    assert set(Commodity.objects.values_list("code", flat=True)) == {"commodity-1"}
    assert report.tables["commodity"].deleted == 1
    assert Commodity.history.filter(code="commodity-2", history_type="-").get().history_change_reason == "thay"


def test_a_replacement_that_would_orphan_rows_of_other_tables_is_refused_whole(base, goods):
    factory.make(Production)
    with pytest.raises(InputError) as caught:
        load(goods(line("A")), replace=True)
    assert {p.rule for p in caught.value.problems} == {"still-used"}
    assert Commodity.objects.filter(code="commodity-1").exists()


def test_a_load_stopped_while_saving_leaves_nothing_behind(base, goods):
    from banme.progress import Progress, Stop  # noqa: PLC0415

    def listener(event):
        if event.stage == "save":
            raise Stop

    with pytest.raises(Stop):
        load(goods(line()), progress=Progress(listener))
    assert not Commodity.objects.filter(code="A").exists()


def test_a_row_number_column_of_a_gis_is_read_over(base, goods):
    load(goods("7," + line(), header="fid," + GOODS))
    assert Commodity.objects.filter(code="A").exists()


SITES = "code,name,kind,status,source_code,quality,geometry\n"


@pytest.mark.parametrize(
    ("wkt", "rule"),
    [
        ("POINT (x y)", "geometry-unreadable"),
        ("POINT EMPTY", "geometry-empty"),
        ("", "required"),
        ("LINESTRING (108 12, 109 13)", "geometry-type"),
        ("POINT (450000 1400000)", "not-lon-lat"),
        ("POINT (12.7 108.1)", "lon-lat-swapped"),
        ("POINT (nan 12)", "geometry-invalid"),
    ],
)
def test_a_geometry_that_cannot_be_used_is_refused(base, tmp_path, refused, wkt, rule):
    (tmp_path / "logistics_site.csv").write_text(
        SITES + f'S,Điểm,point,existing,{SOURCE},published,"{wkt}"\n', encoding="utf-8"
    )
    refused(tmp_path, rule, table="logistics_site", row="2", column="geometry")


def test_an_invalid_polygon_is_refused_with_the_place_of_the_fault(base, tmp_path, refused):
    bow_tie = "POLYGON ((108 12, 109 13, 109 12, 108 13, 108 12))"
    text = UNITS + unit("a", "2025-07-01", "", geometry=bow_tie)
    (tmp_path / "admin_unit.csv").write_text(text, encoding="utf-8")
    found = refused(tmp_path, "geometry-invalid", row="2")
    assert "Self-intersection" in found.en
    assert "Fix geometries" in found.vi


def test_swapped_coordinates_inside_the_world_are_seen_against_the_region(base, tmp_path, refused):
    import shapely  # noqa: PLC0415

    AdminUnit.objects.update(geometry=shapely.MultiPolygon([shapely.box(44, 10, 46, 12)]))
    (tmp_path / "logistics_site.csv").write_text(
        SITES + f"S,Điểm,point,existing,{SOURCE},published,POINT (11 45)\n", encoding="utf-8"
    )
    refused(tmp_path, "lon-lat-swapped", row="2", column="geometry")


def test_a_lone_part_of_a_multi_geometry_fits_a_single_column_and_heights_are_told(base, tmp_path):
    (tmp_path / "logistics_site.csv").write_text(
        SITES + f"S,Điểm,point,existing,{SOURCE},published,MULTIPOINT Z ((108.2 12.7 500))\n", encoding="utf-8"
    )
    report = load(tmp_path)
    assert LogisticsSite.objects.get().geometry.wkt == "POINT (108.2 12.7)"
    assert any("Z" in note for note in report.notes)


def test_the_change_log_keeps_who_and_why(base, goods, django_user_model):
    planner = django_user_model.objects.create_user("lan")
    load(goods(line("A"), line("commodity-1")), reason="Số liệu 2024", user=planner)
    for code, kind in (("A", "+"), ("commodity-1", "~")):
        entry = Commodity.history.filter(code=code).first()
        assert (entry.history_type, entry.history_change_reason, entry.history_user) == (kind, "Số liệu 2024", planner)


def test_nothing_of_capacity_modules_or_sources_changes_when_a_later_table_is_bad(base, tmp_path):
    (tmp_path / "data_source.csv").write_text("code,title,licence,quality\nN,T,MIT,published\n", encoding="utf-8")
    (tmp_path / "capacity_module.csv").write_text("code\nM\n", encoding="utf-8")
    with pytest.raises(InputError):
        load(tmp_path)
    assert not DataSource.objects.filter(code="N").exists()
    assert not CapacityModule.objects.exists()
