import json

import pytest

from banme.workspace import models as m
from banme.workspace import tables

TABLES = [model._meta.db_table for model in tables.input_tables()]
SITE = "/registers/logistics_site/row/trung-tam/"


def form_values(client, address):
    """What a browser would send back from the form as shown."""
    form = client.get(address).context["form"]
    values = {}
    for bound in form:
        shown = bound.value()
        values[bound.html_name] = "" if shown is None else shown
    return values


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_its_register_its_form_and_its_import_page(client, region, table):
    for address in (f"/registers/{table}/", f"/registers/{table}/new/", f"/registers/{table}/import/"):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_a_page_a_card_and_an_edit_form(client, region, table):
    model = next(model for model in tables.input_tables() if model._meta.db_table == table)
    row = model._default_manager.first()
    if row is None:
        pytest.skip("the made-up region has no such row")
    for page in ("", "card/", "edit/", "delete/"):
        assert client.get(f"/registers/{table}/row/{row.code}/{page}").status_code == 200


@pytest.mark.parametrize("table", TABLES)
def test_a_form_sent_back_as_shown_changes_nothing(client, region, table):
    model = next(model for model in tables.input_tables() if model._meta.db_table == table)
    row = model._default_manager.first()
    if row is None:
        pytest.skip("the made-up region has no such row")
    address = f"/registers/{table}/row/{row.code}/edit/"
    before = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    values = form_values(client, address) | {"reason": "không đổi gì"}
    values = {name: value for name, value in values.items() if value is not False}
    answer = client.post(address, values)
    assert answer.status_code == 302, answer.context["form"].errors
    row.refresh_from_db()
    assert before == {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_search_finds_accented_names_typed_without_accents(client, region):
    page = client.get("/registers/place/?q=buon ma thuot")
    assert [row["row"].name for row in page.context["rows"]] == ["Buôn Ma Thuột"]
    assert [row["row"].name for row in client.get("/registers/place/?q=ĐÔN").context["rows"]] == ["Buôn Đôn"]


def test_units_can_be_listed_as_they_were_on_a_day(client, region):
    before = client.get("/registers/admin_unit/?on=2025-06-30&level=commune").context["page"].paginator.count
    after = client.get("/registers/admin_unit/?on=2025-07-01&level=commune").context["page"].paginator.count
    assert (before, after) == (8, 8)
    both = client.get("/registers/admin_unit/?level=commune").context["page"].paginator.count
    assert both == 16


def test_rows_are_filtered_by_figures_and_by_the_rows_they_refer_to(client, region):
    page = client.get("/registers/production/?quantity_t_min=1.500,5&year_max=2026")
    assert page.context["page"].paginator.count > 0
    assert all(row["row"].quantity_t >= 1500.5 for row in page.context["rows"])
    page = client.get("/registers/capacity_module/?site_code=hoa xuan")
    assert [row["row"].site_id for row in page.context["rows"]] == ["tt-hoa-xuan"]


def test_an_unreadable_filter_is_named_and_shows_no_rows(client, region):
    page = client.get("/registers/production/?quantity_t_min=nhiều")
    assert page.context["page"].paginator.count == 0
    assert "Viết số như 1.234,5" in page.content.decode()


def test_sorting_turns_around_on_the_second_click(client, region):
    up = [row["row"].code for row in client.get("/registers/place/?sort=name").context["rows"]]
    down = [row["row"].code for row in client.get("/registers/place/?sort=-name").context["rows"]]
    assert up == down[::-1]


def test_an_edit_is_kept_with_who_when_and_why(client, region):
    client.post("/person/", {"name": "Nguyễn Thị Hạnh", "next": "/"})
    values = form_values(client, f"{SITE}edit/") | {"name": "Trung tâm mới", "reason": "Theo Quyết định 123"}
    assert client.post(f"{SITE}edit/", values).status_code == 302
    page = client.get(SITE).content.decode()
    assert "Trung tâm mới" in page
    assert "Theo Quyết định 123" in page
    assert "Nguyễn Thị Hạnh" in page
    assert "Trung tâm logistics Buôn Ma Thuột" in page, "the old value stands in the history"


def test_a_change_without_a_reason_is_refused_in_place(client, region):
    values = form_values(client, f"{SITE}edit/") | {"name": "X", "reason": ""}
    answer = client.post(f"{SITE}edit/", values)
    assert answer.status_code == 422
    assert "reason" in answer.context["form"].errors
    assert m.LogisticsSite.objects.get(code="trung-tam").name != "X"


def test_a_figure_is_read_as_the_reader_writes_it_and_the_other_notation_is_refused(client, region):
    address = "/registers/capacity_module/row/trung-tam-m/edit/"
    values = form_values(client, address) | {"reason": "đo lại"}
    assert client.post(address, values | {"capex_vnd": "41.500.000.000", "area_ha": "13,25"}).status_code == 302
    module = m.CapacityModule.objects.get(code="trung-tam-m")
    assert (module.capex_vnd, module.area_ha) == (41.5e9, 13.25)
    assert client.post(address, values | {"area_ha": "13.25"}).status_code == 422
    client.post("/language/", {"language": "en"})
    assert client.post(address, values | {"area_ha": "14.5"}).status_code == 422, "1.000 is not English for a thousand"
    english = form_values(client, address) | {"reason": "again", "area_ha": "14.5"}
    assert client.post(address, english).status_code == 302
    module.refresh_from_db()
    assert module.area_ha == 14.5


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"quality": "assumed", "note": ""}, "__all__"),
        ({"geometry": "POINT (12.5 108.1 x"}, "geometry"),
        ({"geometry": "POINT (1108.1 12.5)"}, "geometry"),
        ({"status": "burnt"}, "status"),
        ({"unit": "nowhere"}, "unit"),
        ({"name": ""}, "name"),
    ],
)
def test_what_is_wrong_with_a_row_stands_beside_its_field(client, region, changes, column):
    answer = client.post(f"{SITE}edit/", form_values(client, f"{SITE}edit/") | {"reason": "thử"} | changes)
    assert answer.status_code == 422
    assert column in answer.context["form"].errors
    assert 'id="errors"' in answer.content.decode()


def test_a_new_row_is_checked_stored_and_shown(client, region):
    values = {
        "code": "moi",
        "name": "Điểm mới",
        "kind": "point",
        "status": "candidate",
        "unit": "24100@2025",
        "geometry": "POINT (108.1 12.5)",
        "source": "made-up",
        "quality": "assumed",
        "note": "đề xuất",
    }
    assert client.post("/registers/logistics_site/new/", values).status_code == 302
    assert m.LogisticsSite.objects.get(code="moi").geometry.x == 108.1
    taken = client.post("/registers/logistics_site/new/", values)
    assert taken.status_code == 422
    assert "code" in taken.context["form"].errors


def test_a_row_in_use_is_not_deleted_and_its_users_are_listed(client, region):
    answer = client.post(f"{SITE}delete/", {"reason": "thử"})
    assert answer.status_code == 409
    assert "trung-tam-m" in answer.content.decode()
    assert m.LogisticsSite.objects.filter(code="trung-tam").exists()


def test_a_row_that_nothing_uses_is_deleted_with_its_reason_kept(client, region):
    address = "/registers/place/row/p7/delete/"
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "trùng tên"}).status_code == 302
    assert not m.Place.objects.filter(code="p7").exists()
    assert m.Place.history.filter(code="p7", history_type="-").get().history_change_reason == "trùng tên"


@pytest.mark.parametrize("address", ["/registers/run/", "/registers/nope/", "/registers/place/row/nope/"])
def test_tables_and_rows_that_are_not_there_are_not_found(client, region, address):
    assert client.get(address).status_code == 404


def test_missing_is_a_dash_with_its_meaning_and_never_zero(client, region):
    m.Place.objects.filter(code="p1").update(population=None)
    m.Place.objects.filter(code="p2").update(population=0)
    assert "khác với số 0" in client.get("/registers/place/row/p1/").content.decode()
    cells = [cell for _, group in client.get("/registers/place/row/p2/").context["groups"] for cell in group]
    assert next(cell.text for cell in cells if cell.column == "population") == "0"


def test_a_card_shows_source_and_quality(client, region):
    card = client.get(f"{SITE}card/").content.decode()
    assert "Giả định" in card
    assert "Số liệu minh họa" in card or "made-up" in card


def test_text_of_a_row_is_never_read_as_markup(client, region):
    m.Place.objects.filter(code="p1").update(name="<script>alert(1)</script>")
    for page in ("/registers/place/", "/registers/place/row/p1/", "/registers/place/row/p1/card/"):
        assert "<script>alert" not in client.get(page).content.decode()
    m.DataSource.objects.filter(code="osm").update(attribution="</script><script>alert(1)</script>")
    assert "<script>alert" not in client.get("/").content.decode()


def test_the_map_of_a_register_shows_the_filtered_rows(client, region):
    url = client.get("/registers/place/?q=ea kar").context["map"]["rows"]
    features = json.loads(client.get(url).content)["features"]
    assert [feature["properties"]["name"] for feature in features] == ["Ea Kar"]
