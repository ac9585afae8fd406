import pytest

pytestmark = pytest.mark.browser

ESTABLISHMENT = "/assessment/establishment/cs1/"
CLUSTER = "/assessment/cluster/ccn-thu/"


def test_the_radar_is_drawn_and_its_figures_stand_in_a_table(new_page):
    page = new_page().open(ESTABLISHMENT, ready="#chart-radar[data-drawn]")
    assert page.locator(".criteria tbody tr").count() == 26 + 5
    assert page.locator("#T5").inner_text().count("K2") == 1
    axes = page.evaluate(
        "window.echarts.getInstanceByDom(document.getElementById('chart-radar')).getOption().radar[0].indicator.length"
    )
    assert axes == 26


def test_a_ladder_is_computed_under_a_budget_and_comes_back_with_its_proof(new_page):
    page = new_page().open(ESTABLISHMENT, ready="#ladder")
    page.fill("#budget", "0,1")
    page.get_by_role("button", name="Chọn biện pháp").click()
    page.wait_for_selector("#ladder .proof", timeout=120_000)
    shown = page.locator("#ladder").inner_text()
    assert "cận trên đã chứng minh" in shown
    assert "0,1 tỷ đồng" in shown or "100,0 triệu đồng" in shown
    assert "Biện pháp led" in shown
    page.wait_for_selector("#chart-curve[data-drawn]")


def test_a_rating_and_an_exchange_are_shown_for_a_cluster(new_page):
    page = new_page().open(CLUSTER, ready="#chart-green[data-drawn]")
    page.get_by_role("button", name="Ghép phụ phẩm").click()
    page.wait_for_selector("#exchange .proof", timeout=120_000)
    assert "Ép viên" in page.locator("#exchange").inner_text()


def test_a_zone_is_phased_and_a_project_is_judged(new_page):
    watched = new_page()
    page = watched.open("/assessment/zone/ccn-thu/", ready="#map[data-ready]")
    page.get_by_role("button", name="Chọn và phân kỳ dự án").click()
    page.wait_for_selector(".proof", timeout=120_000)
    assert "2027" in page.locator("main").inner_text()
    page = watched.open("/assessment/project/da/", ready="#verdict")
    assert "Dừng tiếp nhận" in page.locator("main").inner_text()


@pytest.mark.parametrize(
    "path", [ESTABLISHMENT, CLUSTER, "/assessment/", "/assessment/project/da/", "/assessment/zone/ccn-thu/"]
)
def test_a_phone_never_scrolls_sideways(new_page, path):
    page = new_page(390, 800).open(path, ready="main")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
