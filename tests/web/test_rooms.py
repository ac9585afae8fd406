import pytest
from tests.web.region import fill

ROOMS = ("/", "/registers/", "/scenarios/", "/scenarios/base/", "/runs/", "/compare/", "/sources/")


@pytest.mark.parametrize("address", ROOMS)
def test_every_room_opens_in_an_empty_and_in_a_filled_workspace(client, db, address):
    empty = client.get(address).status_code
    assert empty == (404 if address == "/scenarios/base/" else 200)
    fill()
    assert client.get(address).status_code == 200


def test_a_page_allows_nothing_from_elsewhere_and_no_inline_script(client, region):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http:" not in policy
    assert "https:" not in policy


def test_vietnamese_is_spoken_even_when_the_browser_prefers_english(client, db):
    page = client.get("/registers/", HTTP_ACCEPT_LANGUAGE="en-GB,en").content.decode()
    assert "Sổ dữ liệu" in page
    assert "Registers" not in page


def test_english_is_spoken_once_the_reader_asks_for_it(client, db):
    client.post("/language/", {"language": "en", "next": "/registers/"})
    page = client.get("/registers/").content.decode()
    assert '<html lang="en">' in page
    assert "Registers" in page
    assert "Sổ dữ liệu" not in page


def test_an_address_that_leads_nowhere_says_so_with_a_way_back(client, db):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "Không có trang này" in answer.content.decode()


def test_a_finished_run_shows_cost_bound_gap_and_its_assumed_share(client, plans):
    page = client.get(f"/runs/{plans[1].code}/").content.decode()
    assert "Khoảng cách" in page or "khoảng cách" in page
    assert "Kết quả dựa trên số liệu giả định" in page
    assert "tỷ đồng" in page
    assert f"/runs/{plans[1].code}/why/cost_vnd_t/" in page
