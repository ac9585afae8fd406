import re

import pytest

pytestmark = pytest.mark.browser

SITE = "/registers/logistics_site/row/tt-hoa-xuan/"
ROOMS = ("/", "/registers/", "/registers/production/", SITE, "/scenarios/", "/scenarios/base/", "/runs/", "/compare/")


def test_an_edit_persists_and_stands_in_the_history(new_page):
    page = new_page().open(f"{SITE}edit/")
    page.fill("#id_name", "Trung tâm logistics Hòa Xuân (mới)")
    page.fill("#id_reason", "Theo ý kiến của Sở Công Thương")
    page.get_by_role("button", name="Lưu", exact=True).last.click()
    page.wait_for_selector(".history")
    page.reload()
    assert "Hòa Xuân (mới)" in page.locator("h1").inner_text()
    assert "Theo ý kiến của Sở Công Thương" in page.locator(".history").inner_text()
    page.goto(page.url + "edit/")
    page.fill("#id_name", "Trung tâm logistics Hòa Xuân")
    page.fill("#id_reason", "trả lại")
    page.get_by_role("button", name="Lưu", exact=True).last.click()
    page.wait_for_selector(".history")


def test_a_point_is_set_by_a_click_on_the_map(new_page):
    page = new_page().open(f"{SITE}edit/")
    before = page.input_value("#id_geometry")
    page.locator("#map").click(position={"x": 60, "y": 80})
    page.wait_for_function(f"() => document.getElementById('id_geometry').value !== {before!r}")
    assert re.fullmatch(r"POINT \(10\d\.\d{6} 1\d\.\d{6}\)", page.input_value("#id_geometry"))


def test_a_faulty_form_moves_the_focus_to_what_must_be_repaired(new_page):
    page = new_page().open(f"{SITE}edit/")
    page.fill("#id_name", "")
    page.get_by_role("button", name="Lưu", exact=True).last.click()
    page.wait_for_selector("#errors")
    assert page.evaluate("document.activeElement.id") == "errors"
    assert page.locator("#errors a[href='#id_name']").count() == 1


def test_the_language_is_switched_by_one_button_and_stays(new_page):
    watched = new_page()
    page = watched.open("/registers/", ready=None)
    assert page.locator("html").get_attribute("lang") == "vi"
    page.get_by_role("button", name="English").click()
    page.wait_for_selector("html[lang=en]")
    page = watched.open("/")
    assert "Layers" in page.locator("#panel").inner_text()
    assert "National road" in page.locator('[data-legend="roads"]').inner_text()


def test_a_scenario_is_changed_on_the_map_run_and_ends_with_its_gap(new_page):
    watched = new_page()
    page = watched.open("/scenarios/today/")
    page.get_by_text("Tạo bản sao").click()
    page.fill("#id_code", "dong-duong")
    page.get_by_role("button", name="Tạo", exact=True).click()
    page.wait_for_url("**/dong-duong/")
    page.wait_for_selector("#map[data-idle]")
    place = page.evaluate("() => window.banmeMap.project([108.2, 12.7])")
    area = page.locator("#map").bounding_box()
    page.mouse.click(area["x"] + place["x"], area["y"] + place["y"])
    page.get_by_role("button", name="Đóng đường: TL.8").click()
    assert page.input_value("#id_target") == "TL.8"
    page.fill("#id_note", "ngập lụt")
    page.get_by_role("button", name="Thêm thay đổi").click()
    page.wait_for_selector(".changes")
    assert "TL.8" in page.locator(".changes").inner_text()
    page.click("#run-button")
    page.wait_for_selector("#gap", timeout=120_000)
    assert re.fullmatch(r"\d+,\d\d %", page.locator("#gap").inner_text())
    page.wait_for_selector("#map[data-idle]")
    assert page.locator("#chart-cost[data-drawn] canvas").count() == 1


def test_near_optimal_plans_are_surveyed_and_shown_with_their_verdicts_on_the_map(new_page):
    page = new_page().open("/scenarios/today/")
    page.get_by_text("Gần tối ưu", exact=False).first.click()
    page.fill("#within", "2,5")
    page.click("#near-optimal-button")
    page.wait_for_selector("#near-optimal", timeout=120_000)
    assert "2,5 %" in page.locator("#near-optimal").inner_text()
    assert page.locator("#near-optimal tbody .badge").count() >= 1
    assert page.locator("#plans thead th").count() >= 2
    page.wait_for_function("() => window.banmeMap?.getLayer('verdicts')", timeout=60_000)
    assert "Luôn mở" in page.locator('[data-legend="verdicts"]').text_content()


def test_no_room_scrolls_sideways_on_a_phone(new_page):
    watched = new_page(390, 844)
    for room in ROOMS:
        page = watched.open(room, ready="#map[data-idle]" if room in {"/", SITE, "/scenarios/base/"} else None)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, room


def test_the_keyboard_reaches_everything_from_the_skip_link_on(new_page):
    page = new_page().open("/registers/place/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim().slice(0, 20)"))
    assert {"id_q", "Thêm dòng", "p0"} <= seen
    page.locator("#id_q").focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_every_field_has_a_label(new_page):
    watched = new_page()
    for room in (f"{SITE}edit/", "/scenarios/base/", "/registers/road_edge/", "/compare/"):
        page = watched.open(room, ready=None)
        nameless = page.evaluate(
            "[...document.querySelectorAll('input:not([type=hidden]), select, textarea')]"
            ".filter((one) => !one.labels?.length && !one.getAttribute('aria-label')).map((one) => one.name)"
        )
        assert nameless == [], room
