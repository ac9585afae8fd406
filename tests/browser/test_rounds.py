"""A day of truck rounds, as a dispatcher works on it in a browser."""

import pytest

pytestmark = pytest.mark.browser


def test_a_job_dragged_to_another_truck_shows_cost_and_rules_at_once_and_is_undone(new_page):
    page = new_page(height=1200).open("/rounds/rounds.base.0001/?day=0")
    assert page.evaluate("() => window.banmeMap.getSource('rounds') !== undefined")
    before = page.locator("#board [data-job]").count()
    assert before >= 2
    block = page.locator("#board [data-job]").first
    block.scroll_into_view_if_needed()
    job = block.get_attribute("data-job")
    home = block.evaluate("(one) => one.closest('[data-shift]').dataset.shift")
    target = next(row for row in page.locator("#board [data-shift]").all() if row.get_attribute("data-shift") != home)
    shift = target.get_attribute("data-shift")
    grip, lane = block.locator("rect").bounding_box(), target.locator(".lane").bounding_box()
    page.mouse.move(grip["x"] + 2, grip["y"] + 5)
    page.mouse.down()
    page.mouse.move(grip["x"] + 20, lane["y"] + lane["height"] / 2, steps=4)
    page.mouse.up()
    page.wait_for_selector("#verdict")
    assert "Chi phí" in page.locator("#verdict").inner_text()
    moved = page.locator(f'#board [data-shift="{shift}"] [data-job="{job}"]')
    assert moved.count() == 2
    page.get_by_role("link", name="Bỏ thay đổi").click()
    page.wait_for_selector("#board")
    assert page.locator("#verdict").count() == 0
