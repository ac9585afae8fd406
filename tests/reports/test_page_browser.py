from __future__ import annotations

import pytest

from banme.reports import page

from .conftest import PLAN, TODAY

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("region")]

DRAWN = """() => {
  const canvas = document.querySelector('#map canvas');
  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  const colours = new Set();
  for (let place = 0; place < pixels.length; place += 4 * 7)
    if (pixels[place + 3] > 250) colours.add(`${pixels[place]},${pixels[place + 1]},${pixels[place + 2]}`);
  return [...colours];
}"""


COFFEE = (0, 114, 178)


def _near(colours, wanted, most=45):
    """Tell whether a colour is among those drawn, give or take what lies under it."""
    return any(
        sum(abs(int(part) - aim) for part, aim in zip(colour.split(","), wanted, strict=True)) < most
        for colour in colours
    )


@pytest.fixture
def opened(browser, tmp_path, region):
    """Open a report from its file in a browser without a network; yield the page and what went wrong on it."""
    files = {language: page.write(tmp_path / f"{language}.html", PLAN, TODAY, language) for language in ("vi", "en")}
    context = browser.new_context(offline=True, viewport={"width": 1200, "height": 900})
    tab = context.new_page()
    faults: list[str] = []
    requests: list[str] = []
    tab.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("request", lambda request: requests.append(request.url))
    yield tab, files, faults, requests
    context.close()


def test_map_and_charts_are_drawn_from_a_file_without_a_network(opened):
    tab, files, faults, requests = opened
    for file in files.values():
        tab.goto(file.as_uri())
        tab.wait_for_selector("#map canvas")
        tab.wait_for_selector("#chart-spread svg", state="attached")
        tab.wait_for_timeout(500)
        colours = tab.evaluate(DRAWN)
        assert _near(colours, COFFEE)
        assert len(colours) > 10
        for name in ("cost", "outlets", "months", "use", "spread"):
            assert tab.locator(f"#chart-{name} svg path").count() > 3, name
    assert faults == []
    assert {address.split(":")[0] for address in requests} <= {"file", "data"}


def test_the_year_switch_changes_tables_map_and_charts(opened):
    tab, files, faults, _ = opened
    tab.goto(files["vi"].as_uri())
    tab.wait_for_selector("#chart-use svg")
    heading = tab.locator("caption", has_text="Điểm logistics hoạt động năm 2030")
    assert heading.is_visible()
    assert "Buôn Đôn" in tab.locator("#chart-use").inner_text()
    tab.get_by_role("button", name="2026").click()
    assert not heading.is_visible()
    assert tab.locator("caption", has_text="Điểm logistics hoạt động năm 2026").is_visible()
    tab.wait_for_timeout(500)
    assert "Buôn Đôn" not in tab.locator("#chart-use").inner_text()
    assert faults == []


def test_hiding_a_commodity_takes_it_off_the_map(opened):
    tab, files, faults, _ = opened
    tab.goto(files["vi"].as_uri())
    tab.wait_for_selector("#map canvas")
    tab.wait_for_timeout(500)
    assert _near(tab.evaluate(DRAWN), COFFEE)
    tab.get_by_label("Cà phê nhân").uncheck()
    tab.wait_for_timeout(500)
    assert not _near(tab.evaluate(DRAWN), COFFEE)
    assert faults == []


def test_the_page_does_not_scroll_sideways_on_a_phone(opened):
    tab, files, _, _ = opened
    tab.set_viewport_size({"width": 360, "height": 760})
    tab.goto(files["vi"].as_uri())
    tab.wait_for_selector("#map canvas")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360


def test_paper_shows_a_picture_of_the_map_and_every_year(opened):
    tab, files, faults, _ = opened
    tab.goto(files["vi"].as_uri())
    tab.wait_for_selector("#map-picture[src^='data:image/png']", state="attached")
    tab.emulate_media(media="print")
    assert tab.locator("#map-picture").is_visible()
    assert not tab.locator("#map").is_visible()
    tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert tab.locator("caption", has_text="Điểm logistics hoạt động năm 2026").is_visible()
    assert tab.locator("caption", has_text="Điểm logistics hoạt động năm 2030").is_visible()
    assert faults == []


def test_no_character_is_left_undrawn_for_want_of_a_glyph(opened):
    tab, files, _, _ = opened
    tab.goto(files["vi"].as_uri())
    text = tab.locator("main").inner_text()
    assert "Điểm tập kết Ea H'leo" in text
    assert "\ufffd" not in text
