import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from banme.web.registers import transfer
from banme.workspace import models as m

PLACES = "/registers/place/import/"
HEAD = "code,name,kind,unit_code,population,source_code,quality,note,geometry\n"
GOOD = HEAD + "moi,Buôn Mới,village,,120,made-up,assumed,khảo sát,POINT (108.2 12.5)\n"
BAD = HEAD + (
    "p0,Trùng,castle,,abc,nobody,assumed,x,POINT (108.2 12.5)\nx,Đảo,village,,1,made-up,assumed,x,POINT (12.5 108.2)\n"
)


def upload(client, text, name="place.csv", reason="bổ sung"):
    file = SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)
    return client.post(PLACES, {"file": file, "reason": reason})


def test_a_sound_file_is_previewed_and_loaded_only_when_confirmed(client, region):
    answer = upload(client, GOOD)
    assert answer.status_code == 200
    (preview,) = answer.context["preview"]
    assert preview["report"].inserted == 1
    assert not m.Place.objects.filter(code="moi").exists()
    assert client.post(PLACES, {"confirm": "yes"}).status_code == 302
    assert m.Place.objects.get(code="moi").name == "Buôn Mới"
    assert m.Place.history.get(code="moi").history_change_reason == "bổ sung"


def test_a_bad_file_lists_every_offender_and_loads_nothing(client, region):
    before = m.Place.objects.count()
    answer = upload(client, BAD)
    assert answer.status_code == 422
    columns = {problem.column for problem in answer.context["problems"]}
    assert {"kind", "population", "source_code", "geometry"} <= columns
    assert m.Place.objects.count() == before
    client.post(PLACES, {"confirm": "yes"})
    assert m.Place.objects.count() == before


@pytest.mark.parametrize(
    ("name", "text"), [("place.exe", "MZ"), ("place.xlsx", "not a workbook"), ("place.csv", b"\xff\xfe\x00")]
)
def test_a_file_that_is_not_what_it_says_is_refused(client, region, name, text):
    assert upload(client, text, name).status_code == 422


def test_a_file_over_the_limit_is_refused(client, region, monkeypatch):
    monkeypatch.setattr(transfer, "MAX_UPLOAD_BYTES", 10)
    answer = upload(client, GOOD)
    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors


def test_an_import_needs_its_reason(client, region):
    assert upload(client, GOOD, reason="").status_code == 422


def test_confirming_twice_asks_for_the_file_again(client, region):
    upload(client, GOOD)
    client.post(PLACES, {"confirm": "yes"})
    assert "tải lên lại" in client.post(PLACES, {"confirm": "yes"}, follow=True).content.decode()


@pytest.mark.parametrize("form", ["csv", "xlsx", "gpkg", "geojson"])
def test_an_export_reads_back_without_a_change(client, region, form):
    content = b"".join(client.get(f"/registers/place/export/{form}/").streaming_content)
    answer = upload(client, content, f"place.{form}")
    assert answer.status_code == 200, answer.context.get("problems")
    (preview,) = answer.context["preview"]
    assert (preview["report"].unchanged, preview["report"].inserted, preview["report"].updated) == (8, 0, 0)


def test_the_template_is_a_workbook(client, region):
    content = b"".join(client.get("/registers/place/template/").streaming_content)
    assert io.BytesIO(content).read(2) == b"PK"
