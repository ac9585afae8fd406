import json

import pytest

pytestmark = pytest.mark.browser

COUNCIL = "/law/councils/hd/"


def test_rules_files_and_reports_are_walked_through(new_page):
    watched = new_page()
    page = watched.open("/law/?day=2026-11-23", ready=None)
    assert "32/2024/NĐ-CP" in page.locator("main").inner_text()
    page.get_by_role("link", name="So với 3/2023").click()
    page.wait_for_selector("#differences")
    page.get_by_role("link", name="Hồ sơ cụm").click()
    page.get_by_role("link", name="hs", exact=True).click()
    page.wait_for_selector("#deadlines")
    assert "Thông báo công khai" in page.locator("#deadlines").inner_text()
    page = watched.open("/law/reports/?form=04&subject=tinh&year=2025", ready=None)
    assert "Biểu 04" in page.locator("#report").inner_text()


def test_two_members_seal_their_ballots_and_the_council_opens_them(new_page):
    page = new_page().open(COUNCIL, ready=None)
    assert "Số liệu minh họa" in page.locator("main").inner_text()
    files = []
    for number, finance in (("0", ("40", "20")), ("1", ("30", "35"))):
        page.goto(page.url.split("/ballot")[0])
        page.locator("#members tbody tr").nth(int(number)).get_by_role("link", name="Chấm điểm").click()
        page.wait_for_selector("#ballot")
        inputs = page.locator("#ballot input[inputmode]")
        for place in range(inputs.count()):
            name = inputs.nth(place).get_attribute("name")
            inputs.nth(place).fill(finance[int(".a1." in name)] if "finance" in name else "10")
        with page.expect_download() as download:
            page.locator("#seal").click()
        content = json.loads(download.value.path().read_text(encoding="utf-8"))
        assert len(content["nonce"]) == 64
        files.append({"name": f"{number}.json", "mimeType": "application/json", "buffer": json.dumps(content).encode()})
        page.get_by_role("link", name="Về Hội đồng").click()
        page.wait_for_selector("#members")
        assert "đã niêm phong" in page.locator("#members").inner_text()
    page.set_input_files("#ballots", files)
    page.locator("#opening button").click()
    page.wait_for_selector("#results")
    assert "Nhà đầu tư 0" in page.locator("#results .lead").inner_text()
    assert "Vắng thành viên" in page.locator("#sensitivity").inner_text()
    page.locator("#minutes summary").click()
    assert "Cách tính do Hội đồng tự quy định" in page.locator("#minutes").inner_text()
