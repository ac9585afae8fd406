import numpy as np
import pytest
from tests.web.region import SOUTH, STEP, WEST

pytestmark = pytest.mark.browser

LAYERS = ("roads", "places", "sites", "outlets", "boundaries", "flows", "clusters")


def changed(before, after):
    """Share of pixels that differ visibly."""
    return float((np.abs(before - after).max(axis=2) > 24).mean())


def test_the_home_map_draws_each_layer_and_takes_it_away_again(new_page, picture, settled):
    page = new_page(width=960, height=600).open("/")
    whole = before = picture(page)
    for layer in LAYERS:
        page.locator(f'input[data-layer="{layer}"]').uncheck()
        settled(page)
        without = picture(page)
        assert changed(before, without) > 0.00005, f"{layer} is not drawn"
        before = without
    for layer in reversed(LAYERS):
        page.locator(f'input[data-layer="{layer}"]').check()
        settled(page)
        after = picture(page)
        assert changed(before, after) > 0.00005, f"{layer} does not come back"
        before = after
    assert changed(whole, before) < 0.00005


def test_the_cost_of_each_commune_can_be_coloured(new_page, picture, settled):
    page = new_page().open("/")
    before = picture(page)
    page.locator('input[data-layer="cost"]').check()
    settled(page)
    assert changed(before, picture(page)) > 0.05
    assert page.locator('[data-legend="cost"] .swatch').count() >= 2


def test_the_boundaries_of_before_the_reform_bring_the_districts_back(new_page, picture, settled):
    page = new_page().open("/")
    page.locator('input[name="on"]').nth(1).check()
    page.wait_for_function("() => document.querySelector('[data-legend=boundaries]').textContent.includes('Huyện')")
    assert page.evaluate("window.banmeMap.getStyle().sources.admin_unit.data.features.length") == 9


def test_a_click_on_a_site_tells_its_facts_source_and_quality(new_page):
    page = new_page().open("/")
    lon, lat = WEST + 3.5 * STEP, SOUTH + STEP / 2
    point = page.evaluate(f"() => window.banmeMap.project([{lon}, {lat}])")
    area = page.locator("#map").bounding_box()
    page.mouse.click(area["x"] + point["x"], area["y"] + point["y"])
    card = page.wait_for_selector(".popup-card")
    assert "Trung tâm logistics Hòa Xuân" in card.inner_text()
    assert "Giả định" in card.inner_text()


def test_vietnamese_place_names_are_drawn_with_the_shipped_font(new_page):
    page = new_page().open("/")
    assert page.evaluate('document.fonts.check(\'16px "Be Vietnam Pro"\', "ệ Đắk")')
    shown = page.evaluate(
        "window.banmeMap.queryRenderedFeatures({layers: ['place-names']}).map((one) => one.properties.name)"
    )
    assert "Buôn Ma Thuột" in shown


def test_the_credits_stand_on_the_map(new_page):
    page = new_page().open("/")
    assert "© OpenStreetMap contributors, ODbL 1.0" in page.locator(".maplibregl-ctrl-attrib").inner_text()


@pytest.mark.parametrize("table", ["road_edge", "admin_unit", "logistics_site"])
def test_a_register_draws_its_rows_and_follows_the_filter(new_page, table):
    page = new_page().open(f"/registers/{table}/")
    count = "window.banmeMap.querySourceFeatures('rows').length"
    assert page.evaluate(count) > 0
    page.fill("#id_q", "không có dòng này")
    page.wait_for_function("() => document.querySelector('#rows .count').textContent.startsWith('0 ')")
    page.wait_for_function(f"() => {count} === 0")
    assert "q=" in page.url


def test_two_plans_stand_side_by_side_and_move_together(new_page, picture):
    watched = new_page()
    page = watched.open("/runs/", ready=None)
    codes = [link.inner_text() for link in page.locator("tbody th a").all()]
    codes = [code for code in codes if code.startswith("network_design.")][-2:]
    page = watched.open(f"/compare/?a={codes[1]}&b={codes[0]}", ready="#map-b[data-idle]")
    page.evaluate("window.banmeMaps[0].jumpTo({center: [108.5, 12.6], zoom: 10})")
    assert page.evaluate("window.banmeMaps[1].getZoom()") == 10
    assert page.locator("#differences tbody tr").count() > 10
    orange = picture(page, "banmeMaps[0]")
    assert float(((orange[..., 0] > 150) & (orange[..., 1] < 120) & (orange[..., 2] < 80)).mean()) > 0.001
