from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from banme.errors import InputError
from banme.reports import page
from banme.workspace.models import (
    DataSource,
    LogisticsSite,
    ResultFlow,
    ResultIndicator,
    ResultLeg,
    ResultOpening,
    ResultStock,
    ResultUnit,
    Run,
)

from .conftest import COMMUNES, PLAN, TODAY

pytestmark = pytest.mark.usefixtures("region")

VOID = {"meta", "br", "img", "input", "link", "hr"}


class _Reader(HTMLParser):
    """Follows the open elements, and gathers tables and addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.text: list[str] = []
        self.data = ""

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.addresses += [
            value for name, value in attrs if name in {"src", "href", "action", "data", "poster"} and value
        ]
        if "id" in values:
            self.ids.append(values["id"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data):
        if self.open and self.open[-1] == "script" and not self.data and data.lstrip().startswith("{"):
            self.data = data
        elif "script" not in self.open and "style" not in self.open:
            self.text.append(data)


def _read(tmp_path, language="vi", baseline=TODAY):
    file = page.write(tmp_path / "out" / "report.html", PLAN, baseline, language)
    reader = _Reader()
    html = file.read_text(encoding="utf-8")
    reader.feed(html)
    reader.close()
    return html, reader, " ".join(" ".join(reader.text).split())


def test_the_page_is_well_formed_and_its_links_stay_inside(tmp_path):
    _, reader, _ = _read(tmp_path)
    assert reader.faults == []
    assert reader.open == []
    assert reader.addresses
    assert all(address.startswith("#") for address in reader.addresses)
    assert {address[1:] for address in reader.addresses} <= set(reader.ids)
    assert len(reader.ids) == len(set(reader.ids))


def test_the_page_loads_nothing_from_a_network(tmp_path):
    html, _, _ = _read(tmp_path)
    assert not re.search(r"(?:src|href)\s*=\s*[\"'](?:https?:)?//", html)
    assert not re.search(r"@import|url\(", html[: html.index("</style>")])
    assert "default-src 'none'" in html


def test_vietnamese_is_the_default_and_figures_follow_it(tmp_path):
    html, _, text = _read(tmp_path)
    assert '<html lang="vi">' in html
    assert "Tóm tắt" in text
    assert "480.000 đồng/t, giảm 20,0% so với cách làm hiện nay (600.000 đồng/t)" in text
    assert "Trung tâm logistics Buôn Đôn (12,5 ha, mở năm 2030)" in text
    assert "không phương án nào có thể rẻ hơn phương án này quá 0,51%" in text
    assert "GLEC v3.0" in text
    assert "trong tầm 2 giờ" in text


def test_english_is_offered_and_figures_follow_it(tmp_path):
    html, _, text = _read(tmp_path, "en")
    assert '<html lang="en">' in html
    assert "VND 480,000 per tonne, down 20.0% on today's practice (VND 600,000)" in text
    assert "no plan can be cheaper than this one by more than 0.51%" in text
    assert "Green coffee" in text
    assert "Tóm tắt" not in text


def test_assumptions_sources_and_provenance_are_stated(tmp_path):
    _, _, text = _read(tmp_path)
    assert "41,7% số liệu đầu vào là số giả định" in text
    assert "Chưa có khảo sát" in text
    assert "© OpenStreetMap contributors, ODbL 1.0" in text
    assert "© Người vẽ ranh" in text
    assert "ab" * 32 in text
    assert PLAN in text
    assert "0.1.0" in text


def test_a_missing_figure_says_why(tmp_path):
    _, _, text = _read(tmp_path)
    assert "Chưa có hệ số phát thải" in text
    assert "Không có sản lượng" in text


def test_the_charts_draw_the_figures_of_the_tables(tmp_path):
    _, reader, _ = _read(tmp_path)
    data = json.loads(reader.data)
    assert data["years"] == [2026, 2030]
    assert [region["properties"]["code"] for region in data["map"]["regions"]["features"]] == COMMUNES
    names = [item["code"] for item in data["commodities"]]
    delivered = sum(
        ResultLeg.objects.filter(run_id=PLAN, year=2030, target_code="port").values_list("quantity_t", flat=True)
    )
    outlets = data["charts"]["outlets"]["2030"]
    assert sum(sum(series) for series in outlets["series"]) == pytest.approx(delivered)
    months = data["charts"]["months"]["2030"]["series"]
    assert sum(value for series in months for value in series if value is not None) == pytest.approx(delivered)
    assert months[0][5] is None
    cost = data["charts"]["cost"]
    assert [part["values"][1] for part in cost["parts"]] == [336_000, 144_000]
    heaviest = max(sum(line["q"]) for line in data["map"]["flows"]["2030"]["lines"])
    assert heaviest == pytest.approx(delivered)
    assert names == ["coffee", "durian"]
    assert data["map"]["communes"]["2030"][COMMUNES[0]]["cost"] == 480_000
    assert data["map"]["communes"]["2030"][COMMUNES[5]]["cost"] is None
    assert data["map"]["sites"]["2030"][0]["tonnes"] == 15_000


def test_text_from_the_workspace_cannot_become_markup(tmp_path):
    LogisticsSite.objects.filter(code="tt-moi").update(name="</script><script>alert(1)</script>")
    DataSource.objects.filter(code="gia").update(title="<img src=x onerror=alert(1)>")
    html, reader, _ = _read(tmp_path)
    assert reader.faults == []
    assert html.count("<script") == 3
    assert "<img src=x" not in html[: html.index('<script type="application/json"')]


def test_without_a_baseline_nothing_is_compared(tmp_path):
    _, reader, text = _read(tmp_path, baseline=None)
    assert "so với cách làm hiện nay" not in text
    assert json.loads(reader.data)["charts"]["spread"]["2030"]["before"] == []


def test_a_plan_proven_best_says_so_and_an_unproven_one_too(tmp_path):
    Run.objects.filter(code=PLAN).update(gap_pct=0.0)
    assert "không có phương án nào rẻ hơn" in _read(tmp_path)[2]
    Run.objects.filter(code=PLAN).update(gap_pct=None, bound_vnd=None)
    assert "Chưa chứng minh được cận dưới" in _read(tmp_path)[2]


def test_a_run_stopped_early_is_reported_as_such(tmp_path):
    Run.objects.filter(code=PLAN).update(status="stopped")
    assert "đã dừng trước khi đạt khoảng cách yêu cầu" in _read(tmp_path)[2]


def test_a_run_of_one_stage_with_whole_run_indicators_is_reported(tmp_path):
    for rows in (ResultLeg, ResultFlow, ResultOpening, ResultStock, ResultUnit):
        rows.objects.filter(year=2026).delete()
    ResultIndicator.objects.filter(scope="2026").delete()
    ResultIndicator.objects.filter(scope="2030").update(scope="")
    _, reader, text = _read(tmp_path)
    assert "data-choose-year" not in text
    assert "480.000 đồng/t, giảm 20,0%" in text
    assert json.loads(reader.data)["years"] == [2030]


def test_every_run_that_cannot_be_reported_is_named(tmp_path):
    Run.objects.filter(code=TODAY).update(status="failed")
    with pytest.raises(InputError) as error:
        page.write(tmp_path / "report.html", "no-such-run", TODAY)
    assert {problem.rule for problem in error.value.problems} == {"no-run", "no-plan"}
    with pytest.raises(InputError):
        page.write(tmp_path / "report.html", PLAN, None, "fr")
    assert not (tmp_path / "report.html").exists()
