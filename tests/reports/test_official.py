"""Papers in the layout of Decree 30/2020: what they say, and how their PDF pages stand."""

import datetime as dt
import unicodedata

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from docx import Document
from openpyxl import load_workbook

from banme.errors import InputError
from banme.reports.official import word, writing
from banme.reports.official.layout import Grid, Heading, Level, Paper, Signer, Text
from banme.reports.official.pdf import write as write_pdf

from . import official_case

POINTS_PER_MM = 72 / 25.4
PAPERS = ("plan", "progress", "submission")


WRITTEN = {}


@pytest.fixture
def written(db, tmp_path_factory):
    """Every paper of the plan, written by the first test that asks and kept for the others."""
    if not WRITTEN:
        folder = tmp_path_factory.mktemp("papers")
        official_case.fill()
        for kind, endings in writing.ENDINGS.items():
            for ending in () if kind == "minutes" else endings:
                writing.write(kind, "kh", folder / f"{kind}{ending}", official_case.DAY)
        WRITTEN["folder"] = folder
    return WRITTEN["folder"]


def text_of(path):
    document = pypdfium2.PdfDocument(path)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return pages


def one_line(text):
    return " ".join(text.split())


@pytest.mark.parametrize("kind", PAPERS)
def test_every_text_box_lies_within_the_margins_of_the_decree(written, kind):
    document = pypdfium2.PdfDocument(written / f"{kind}.pdf")
    for number, page in enumerate(document, 1):
        width, height = page.get_size()
        assert (round(width / POINTS_PER_MM), round(height / POINTS_PER_MM)) == (210, 297)
        words = page.get_textpage()
        written_out = words.get_text_range()
        boxes = [words.get_charbox(place) for place, letter in enumerate(written_out) if not letter.isspace()]
        assert boxes
        for left, bottom, right, top in boxes:
            assert left >= 30 * POINTS_PER_MM - 1
            assert right <= width - 15 * POINTS_PER_MM + 1
            assert bottom >= 20 * POINTS_PER_MM - 1
            in_head = number > 1 and top > height - 20 * POINTS_PER_MM
            assert in_head or top <= height - 20 * POINTS_PER_MM + 1
    document.close()


@pytest.mark.parametrize("kind", [*PAPERS, "public"])
def test_every_font_is_embedded(written, kind):
    document = pypdfium2.PdfDocument(written / f"{kind}.pdf")
    fonts = set()
    for page in document:
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            font = pdfium.FPDFTextObj_GetFont(item.raw)
            assert pdfium.FPDFFont_GetIsEmbedded(font) == 1
            size = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
            name = bytearray(size)
            pdfium.FPDFFont_GetBaseFontName(font, (pdfium.c_char * size).from_buffer(name), size)
            fonts.add(bytes(name).decode().strip("\0"))
    assert fonts
    assert all("Liberation" in name for name in fonts)
    document.close()


@pytest.mark.parametrize("kind", PAPERS)
def test_diacritics_come_out_as_they_went_in(written, kind):
    text = one_line(" ".join(text_of(written / f"{kind}.pdf")))
    assert text == unicodedata.normalize("NFC", text)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Độc lập - Tự do - Hạnh phúc" in text
    assert "\ufffd" not in text


@pytest.mark.parametrize("kind", PAPERS)
def test_pages_are_numbered_at_the_top_from_the_second_on(written, kind):
    pages = [page.strip().splitlines()[0].strip() for page in text_of(written / f"{kind}.pdf")]
    assert pages[0] != "1"
    assert pages[1:] == [str(number) for number in range(2, len(pages) + 1)]


def test_the_progress_report_says_what_is_done_late_and_silent_and_who_signs(written):
    text = one_line(" ".join(text_of(written / "progress.pdf")))
    assert "12 nhiệm vụ: 1 nhiệm vụ báo cáo đã xong, 1 nhiệm vụ quá hạn, 11 nhiệm vụ chưa có báo cáo" in text
    assert "/BC-SCT" in text
    assert "Đắk Lắk, ngày 05 tháng 3 năm 2026" in text
    assert "Kính gửi: Ủy ban nhân dân tỉnh Đắk Lắk" in text
    assert "68/2017/NĐ-CP được 32/2024/NĐ-CP thay thế từ 01/05/2024" in text
    assert "GIÁM ĐỐC" in text
    assert "./." in text


def test_a_paper_of_today_rests_on_what_replaced_a_basis_that_is_gone(written):
    text = one_line(" ".join(text_of(written / "submission.pdf")))
    assert "Căn cứ Nghị định số 32/2024/NĐ-CP ngày 15 tháng 3 năm 2024 của Chính phủ" in text
    assert "Căn cứ Nghị định số 68/2017/NĐ-CP" not in text
    assert "/TTr-SCT" in text


def test_the_word_file_has_the_page_the_type_and_the_words_of_the_pdf(written):
    document = Document(written / "plan.docx")
    section = document.sections[0]
    assert (round(section.left_margin.mm), round(section.right_margin.mm)) == (30, 15)
    assert document.styles["Normal"].font.name == "Times New Roman"
    heads = [cell.text for cell in document.tables[0].rows[0].cells]
    assert "ỦY BAN NHÂN DÂN\nTỈNH ĐẮK LẮK" in heads[0]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in heads[1]
    pdf = one_line(" ".join(text_of(written / "plan.pdf")))
    for paragraph in document.paragraphs:
        if len(paragraph.text) > 40:
            assert one_line(paragraph.text)[:40] in pdf


def test_the_public_sheet_is_one_page_with_map_and_charts_in_both_forms(written):
    assert len(text_of(written / "public.pdf")) == 1
    page = (written / "public.html").read_text(encoding="utf-8")
    assert page.count("<polygon") == 1
    assert "Nhiệm vụ theo mục tiêu" in page
    assert "<script" not in page
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")


def test_the_workbook_holds_the_whole_plan(written):
    book = load_workbook(written / "workbook.xlsx", read_only=True)
    assert book.sheetnames[:2] == ["Mục tiêu", "Nhiệm vụ"]
    assert sum(1 for _ in book["Nhiệm vụ"].rows) == 13
    assert {"Căn cứ pháp lý", "Liên kết", "Chưa khớp", "Số liệu tính toán"} <= set(book.sheetnames)


def sample(**changes):
    facts = {
        "superior": "",
        "issuer": "SỞ CÔNG THƯƠNG",
        "sign": "BC-SCT",
        "place": "Đắk Lắk",
        "day": dt.date(2026, 2, 9),
        "kind": "BÁO CÁO",
        "abstract": "Thử",
        "blocks": (Heading(Level.PART, "I. MỘT"), Grid(("A", "B"), (("1", "2"),), (1, 1)), Text("Hết.")),
        "signers": (Signer("", "GIÁM ĐỐC"),),
    }
    return Paper(**{**facts, **changes})


def test_days_and_numbers_are_padded_as_the_decree_asks():
    assert sample().place_line == "Đắk Lắk, ngày 09 tháng 02 năm 2026"
    assert sample(day=dt.date(2026, 3, 10)).place_line == "Đắk Lắk, ngày 10 tháng 3 năm 2026"
    assert sample(number="5").number_line == "Số: 05/BC-SCT"


def test_lists_end_as_the_decree_asks():
    made = sample(bases=("Căn cứ A", "Căn cứ B"), recipients=("Như trên", "Lưu: VT"), addressees=("Bộ A", "Bộ B"))
    assert made.base_lines == ("Căn cứ A;", "Căn cứ B.")
    assert made.recipient_lines == ("- Như trên;", "- Lưu: VT.")
    assert made.addressee_lines == ("- Bộ A;", "- Bộ B.")
    assert made.closed_blocks[-1].text == "Hết./."


def test_the_same_paper_gives_the_same_bytes(tmp_path):
    for place in ("a", "b"):
        write_pdf(sample(), tmp_path / f"{place}.pdf")
        word.write(sample(), tmp_path / f"{place}.docx")
    for ending in ("pdf", "docx"):
        assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()


def test_markup_in_a_text_is_text(tmp_path):
    write_pdf(sample(blocks=(Text("#let x = 1 *đậm* _nghiêng_ $x$ <nhãn> @nguồn \\"),)), tmp_path / "a.pdf")
    assert "#let x = 1 *đậm* _nghiêng_ $x$ <nhãn> @nguồn" in one_line(text_of(tmp_path / "a.pdf")[0])


def test_an_unknown_kind_or_ending_is_refused_with_what_there_is(tmp_path):
    for kind, ending in (("letter", "pdf"), ("plan", "odt"), ("public", "docx")):
        with pytest.raises(InputError, match="progress"):
            writing.write(kind, "kh", tmp_path / f"a.{ending}", official_case.DAY)


def test_the_web_room_lists_and_sends_papers(db, client):
    official_case.fill()
    assert "Hoàn thiện hạ tầng cụm công nghiệp" in client.get("/law/papers/").content.decode()
    answer = client.get("/law/papers/progress/kh.pdf?day=2026-03-05&agency=sxd")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert client.get("/law/papers/plan/kh.odt").status_code == 404
    assert client.get("/law/papers/plan/nowhere.pdf").status_code == 302


def test_a_long_code_breaks_inside_its_cell(tmp_path):
    code = "network_design.scenario-of-the-coast.0001"
    grid = Grid(("Số liệu", "Lần chạy"), (("x", code),), (90, 10))
    write_pdf(sample(blocks=(grid,)), tmp_path / "a.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    page = document[0]
    words = page.get_textpage()
    letters = enumerate(words.get_text_range())
    right = max(words.get_charbox(place)[2] for place, letter in letters if not letter.isspace())
    assert right <= page.get_size()[0] - 15 * POINTS_PER_MM + 1
    document.close()
