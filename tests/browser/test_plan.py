import pytest

pytestmark = pytest.mark.browser


def test_the_plan_is_read_from_the_board_to_a_task_and_to_who_does_what(new_page):
    watched = new_page(width=1366)
    page = watched.open("/plan/?on=2024-03-15", ready=None)
    page.wait_for_selector("#chart-value[data-drawn=true]")
    assert page.locator("#gantt .critical .forecast").count() == 2
    assert page.locator("#gantt rect.planned").count() == 1
    page.locator("#tree").get_by_role("link", name="a", exact=True).click()
    page.wait_for_selector("#days")
    assert "48" in page.locator("#days").inner_text()
    page.goto(page.url.split("/tasks/")[0] + "/matrix/?on=2024-03-15")
    assert page.locator("#matrix tbody tr").count() == 3
