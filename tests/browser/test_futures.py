"""One plan for several futures, as a planner makes and reads it in a browser."""

import pytest

pytestmark = pytest.mark.browser


def test_a_plan_for_two_futures_is_run_and_its_sites_are_staged_in_table_and_map(new_page):
    page = new_page().open("/scenarios/base/")
    page.click("#futures-menu")
    assert page.locator("#futures-form input[type=checkbox]:checked").count() == 2
    page.locator("#futures-form").get_by_role("button", name="Chạy").click()
    page.wait_for_selector("#future-costs", timeout=180_000)
    assert "Được mùa sầu riêng" in page.locator("#future-costs thead").inner_text()
    assert page.locator("#future-costs tbody tr").count() >= 4
    assert "Xây ngay" in page.locator("#staging").inner_text()
    page.wait_for_selector("#map[data-idle]")
    assert page.evaluate("() => window.banmeMap.querySourceFeatures('staging').length") >= 1
    page.locator("details.panel summary").click()
    assert "Chỉ khi" in page.locator('[data-legend="staging"]').inner_text()
