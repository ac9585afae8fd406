"""The rooms of plan, law and policies in a real browser: what matters on each is there and stays inside a phone."""

import pytest

pytestmark = pytest.mark.browser
ON = "?on=2024-03-15"


def test_agency_matrix_graph_indicator_and_a_task_with_a_comment_and_a_file(new_page, tmp_path):
    watched = new_page(width=1366)
    page = watched.open(f"/plan/agencies/new/{ON}", ready=None)
    root = page.url.split("/plan/", maxsplit=1)[0]
    assert "a" in page.locator("#soon").inner_text()
    page.locator("#soon").get_by_role("link", name="a", exact=True).first.click()
    page.wait_for_selector("#days")
    assert page.url.endswith(f"/plan/tasks/a/{ON}"), "the day is kept"

    page.goto(f"{root}/plan/matrix/{ON}")
    assert page.locator("#matrix tbody [title*='thay old']").count() == 1
    assert page.locator("#gaps li").count() == 0

    page.goto(f"{root}/plan/indicators/network-cost/?on=2026-11-24")
    assert page.locator("#effects tbody td a[title^='network_design.']").count() == 2
    page.locator("#why a", has_text="giải thích").first.click()
    page.wait_for_selector("h1")
    assert "Chi phí logistics" in page.locator("h1").inner_text()

    page.goto(f"{root}/law/bases/?day=2026-11-24")
    assert page.locator("svg.act-graph rect.act").count() > 5
    assert page.locator("svg.act-graph path.arrow").count() > 2

    page.goto(f"{root}/plan/tasks/b/{ON}")
    page.evaluate(
        """() => fetch('/person/', {method: 'POST', body: new URLSearchParams({name: 'Lan', next: '/'}), headers:
        {'X-CSRFToken': document.querySelector('[name=csrfmiddlewaretoken]').value}})"""
    )
    page.fill("#comments textarea", "Chờ biên bản nghiệm thu")
    page.locator("#comments button").click()
    page.wait_for_selector("#comments article")
    assert "Lan" in page.locator("#comments article").inner_text()
    paper = tmp_path / "biên bản.pdf"
    paper.write_bytes(b"%PDF-1.4")
    page.set_input_files("#attachments input[type=file]", paper)
    page.locator("#attachments button").click()
    page.wait_for_selector("#attachments li")
    assert "biên bản.pdf" in page.locator("#attachments li").inner_text()


def test_no_page_of_the_plan_is_wider_than_a_phone(new_page):
    watched = new_page(width=420)
    page = watched.open(f"/plan/{ON}", ready=None)
    root = page.url.split("/plan/", maxsplit=1)[0]
    for address in ("/plan/", "/plan/matrix/", "/plan/scenarios/", "/law/bases/", "/law/incentives/"):
        page.goto(f"{root}{address}")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
