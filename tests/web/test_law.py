"""The law room: rules by date, files with their clock, Councils with sealed ballots, statutory reports."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from banme.workspace import models as m

from . import law_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def law(db):
    law_case.fill()


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def sent(client, address):
    answer = client.get(address)
    return b"".join(answer.streaming_content)


def points(first, second):
    values = {"plan": "10", "environment": "10", "capability": "20"}
    return {
        f"p.{applicant}.{sub}": value
        for applicant, finance in (("a0", first), ("a1", second))
        for sub, value in (values | {"finance": finance}).items()
    }


def test_rules_of_a_day_are_shown_with_their_marks(client, law):
    page = text(client.get("/law/?day=2023-03-15"))
    assert "68/2017/NĐ-CP" in page
    assert "32/2024/NĐ-CP" not in page
    recalled = page[page.index("Tỷ lệ lấp đầy trung bình của các cụm") :][:600]
    assert "không dùng" in recalled
    assert "<strong>50 %</strong>" not in recalled


def test_two_days_are_compared(client, law):
    page = text(client.get("/law/?day=2026-11-23&against=2023-03-15"))
    assert 'id="differences"' in page
    assert "50 ha (nhớ lại, chưa đối chiếu)" in page
    assert "100 ha" in page


def test_a_pending_file_keeps_the_old_decree(client, law):
    page = text(client.get("/law/?day=2024-06-15&filed_on=2024-04-30"))
    assert "Hồ sơ đang thẩm định vẫn theo 68/2017/NĐ-CP" in page


def test_a_day_that_is_none_is_told_and_an_impossible_pair_refused(client, law):
    assert "Ngày không đọc được" in text(client.get("/law/?day=hom-nay"))
    assert client.get("/law/?day=2024-06-15&filed_on=2024-06-16").status_code == 400


def test_a_workspace_without_law_says_what_to_do(client, db):
    answer = client.get("/law/")
    assert answer.status_code == 400
    assert "regions/vietnam" in text(answer)


def test_a_file_shows_verdict_papers_deadlines_and_what_2023_would_say(client, law):
    assert "hs" in text(client.get("/law/files/"))
    page = text(client.get("/law/files/hs/?day=2026-10-08&against=2023-03-15"))
    for part in ("verdict", "deadlines", "papers", "standards", "compared"):
        assert f'id="{part}"' in page
    assert "có trong phương án phát triển cụm" in page
    assert "12/10/2026" in page
    assert "Số liệu minh họa" in page
    assert client.get("/law/files/khong-co/").status_code == 404


def test_deadlines_are_sent_as_a_calendar(client, law):
    answer = client.get("/law/files/hs/deadlines.ics?day=2026-10-08")
    assert answer["Content-Type"].startswith("text/calendar")
    assert "DTSTART;VALUE=DATE:20261012" in answer.content.decode()


def test_a_council_from_declarations_to_minutes(client, law):
    assert "chưa kê khai" in text(client.get("/law/councils/hd/"))
    for member in ("m0", "m1"):
        client.post("/law/councils/hd/declare/", {"member": member, "conflict": "no"})
    ballots = []
    for member, row in (("m0", ("30", "20")), ("m1", ("20,5", "30"))):
        answer = client.post(f"/law/councils/hd/ballot/{member}/", points(*row))
        assert answer["Content-Disposition"] == f'attachment; filename="phieu-{member}.json"'
        ballots.append(answer.content)
    assert "30" not in json.dumps(m.CouncilMember.objects.get(code="m0").ballot_points)
    files = [SimpleUploadedFile(f"{place}.json", content) for place, content in enumerate(ballots)]
    page = text(client.post("/law/councils/hd/open/", {"ballots": files}, follow=True))
    assert "Đã mở phiếu của Thành viên 0" in page
    assert "Có điểm cao nhất" in page
    assert 'id="sensitivity"' in page
    assert sent(client, "/law/councils/hd/minutes.txt") == sent(client, "/law/councils/hd/minutes.txt")
    assert sent(client, "/law/councils/hd/minutes.docx").startswith(b"PK")
    assert client.get("/law/councils/hd/minutes.exe").status_code == 404


def test_a_tie_is_handed_to_the_chair(client, law):
    for member in ("m0", "m1"):
        client.post("/law/councils/hd/declare/", {"member": member, "conflict": "no"})
    ballots = [
        client.post("/law/councils/hd/ballot/m0/", points("30", "20")).content,
        client.post("/law/councils/hd/ballot/m1/", points("20", "30")).content,
    ]
    files = [SimpleUploadedFile("x.json", content) for content in ballots]
    page = text(client.post("/law/councils/hd/open/", {"ballots": files}, follow=True))
    assert "Phần mềm không tự chọn" in page
    page = text(client.post("/law/councils/hd/propose/", {"applicant": "a1", "reason": "kinh nghiệm"}, follow=True))
    assert "Chủ tịch đề xuất: Nhà đầu tư 1" in page


def test_points_out_of_range_are_told_and_nothing_is_sealed(client, law):
    client.post("/law/councils/hd/declare/", {"member": "m0", "conflict": "no"})
    for wrong in ("40.3", "41", "", "nhiều", "NaN"):
        answer = client.post("/law/councils/hd/ballot/m0/", points(wrong, "20"))
        assert answer.status_code == 400
        assert "notice bad" in text(answer)
    assert m.CouncilMember.objects.get(code="m0").ballot_digest == ""


def test_a_wrong_ballot_file_is_refused_with_its_reason(client, law):
    page = text(client.post("/law/councils/hd/open/", {"ballots": [SimpleUploadedFile("x", b"[]")]}, follow=True))
    assert "Không phải tệp phiếu" in page
    assert "Chưa chọn tệp phiếu nào" in text(client.post("/law/councils/hd/open/", follow=True))


def test_a_report_is_filled_on_the_page_and_sent_as_a_file(client, law):
    query = "form=04&subject=tinh&year=2025"
    page = text(client.get(f"/law/reports/?{query}"))
    assert "gửi trước ngày 31/12/2025" in page
    assert "cum: có trong phương án phát triển cụm hay không" in page
    for suffix in ("docx", "xlsx"):
        assert sent(client, f"/law/reports/report.{suffix}?{query}").startswith(b"PK")
    assert client.get("/law/reports/?form=04&subject=khong-co&year=2025").status_code == 400
    assert client.get("/law/reports/report.pdf?" + query).status_code == 404
