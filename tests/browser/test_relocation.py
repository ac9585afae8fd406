import pytest

pytestmark = pytest.mark.browser


def test_moves_are_drawn_a_point_is_picked_on_the_chart_and_a_new_plan_is_computed(new_page):
    watched = new_page()
    page = watched.open("/relocation/", ready="#chart-front[data-drawn]")
    page.wait_for_selector("#map[data-idle]")
    assert page.locator("#moves tbody tr").count() >= 3
    place = page.evaluate(
        "(() => { const chart = window.echarts.getInstanceByDom(document.getElementById('chart-front'));"
        " const dots = chart.getOption().series[1].data; const dot = dots.find((one) => one.moves === 0);"
        " return [...chart.convertToPixel({ seriesIndex: 1 }, dot.value), dot.point]; })()"
    )
    box = page.locator("#chart-front").bounding_box()
    page.mouse.click(box["x"] + place[0], box["y"] + place[1])
    page.wait_for_url(f"**point={place[2]}")
    page.wait_for_selector("#chart-front[data-drawn]")
    assert "→" not in page.locator("#moves tbody").inner_text()
    page.locator("#new-run summary").click()
    for box_name in ("budget-2027", "budget-2028"):
        page.fill(f"#{box_name}", "0")
    page.get_by_role("button", name="Tính", exact=True).click()
    page.wait_for_selector("#moves", timeout=120_000)
    assert "Mức hỗ trợ vượt ngân sách năm" in page.locator("#moves").inner_text()
