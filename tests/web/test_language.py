"""Everything a person reads stands in both languages: templates, views and scripts are searched for text in one."""

import ast
import re
from pathlib import Path

import pytest

from banme import web

HERE = Path(web.__file__).parent
TEMPLATES = sorted((HERE / "templates").rglob("*.html"))
SCRIPTS = sorted((HERE / "static" / "web" / "js").glob("*.js"))
SOURCES = sorted(HERE.rglob("*.py"))
SAME_IN_BOTH = {
    "Ban Mê",
    "CSV",
    "GeoPackage",
    "GeoJSON",
    "English",
    "Tiếng Việt",
    "ha",
    "A",
    "B",
    "B − A",
    "%",
    "VSIC",
    "XLSX",
    "DOCX",
    "HTML",
    "km",
    "m",
    "t",
    "h",
    "kg CO e",
    "PDF",
    "GPX",
    "VROOM",
    "NPV",
    "IRR",
    "CPI",
    "SPI",
}
ACCENTED = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)
BOTH_TAG = re.compile(r"""{%\s*both\s+(["'])(.*?)\1\s+(["'])(.*?)\3""")
NAMED_BY_ITSELF = {"Ban Mê", "Đắk Lắk ệ"}


def template_text(text):
    """The words of a template that stand outside every tag."""
    text = re.sub(r"{% block body_class %}\w+", " ", text)
    text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "\x00", text, flags=re.DOTALL)
    shown = re.findall(r'(?:title|aria-label|placeholder|alt|label)="([^"]*)"', text)
    text = re.sub(r"<code>.*?</code>", " ", text, flags=re.DOTALL)
    shown += re.split(r"<[^>]*>|\x00", text)
    words = (re.sub(r"&\w+;|[\s\x00·\u203a→▲▼*:(),.|/×↓0-9%—-]+", " ", one).strip() for one in shown)
    return {one for one in words if re.search(r"[^\W\d_]", one)}


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_a_template_has_no_words_outside_the_two_languages(file):
    assert template_text(file.read_text(encoding="utf-8")) <= SAME_IN_BOTH


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_a_template_says_each_thing_twice_with_the_same_blanks(file):
    for _, vi, _, en in BOTH_TAG.findall(file.read_text(encoding="utf-8")):
        assert vi.strip(), en
        assert en.strip(), vi
        assert sorted(re.findall(r"{(\w+)}", vi)) == sorted(re.findall(r"{(\w+)}", en)), vi
        assert not ACCENTED.search(en), en


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(HERE)))
def test_python_speaks_vietnamese_only_through_both(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    spoken = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name == "both":
                assert len(node.args) == 2, ast.unparse(node)
                spoken |= {id(part) for part in ast.walk(node)}
            if name == "Problem":
                assert {"vi", "en"} <= {keyword.arg for keyword in node.keywords}, ast.unparse(node)
                spoken |= {id(part) for part in ast.walk(node)}
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
            spoken.add(id(node.body[0].value))
    loose = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and ACCENTED.search(node.value)
        and id(node) not in spoken
    ]
    assert [text for text in loose if text not in ALLOWED_IN_PYTHON] == []


ALLOWED_IN_PYTHON = {
    "đ",
    "Ban Mê",
    "đồng",
    "Bảng số liệu và kết quả của vùng làm việc · The workspace's tables and runs",
}
"""Letters folded in search, the unit taken off before it is scaled, the interface's description in both languages."""


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_scripts_speak_only_through_both(file):
    source = file.read_text(encoding="utf-8")
    source = re.sub(r"^\s*//.*$", "", source, flags=re.MULTILINE)
    calls = list(re.finditer(r'both\(\s*([`"])(.*?)\1,\s*(?:([`"])(.*?)\3|\[)', source))
    for _, vi, _, en in (call.groups() for call in calls):
        assert vi.strip()
        assert en is None or (en.strip() and not ACCENTED.search(en)), vi
    rest = re.sub(r'both\(\s*([`"]).*?\1,\s*(([`"]).*?\3)?', "", source)
    strings = re.findall(r'"([^"\n]*)"|`([^`]*)`', rest)
    loose = [one or other for one, other in strings]
    assert [text for text in loose if ACCENTED.search(text) and text not in NAMED_BY_ITSELF] == []
    sentences = [text for text in loose if re.fullmatch(r"[A-Z][a-z]+( [a-z]+)+\.?", text)]
    assert sentences == []


@pytest.mark.parametrize(("language", "foreign"), [("vi", re.compile(r">(Save|Edit|Map|Layers|Rows|Run)<"))])
def test_pages_in_vietnamese_show_no_english_buttons(client, region, language, foreign):
    for address in ("/", "/registers/place/", "/registers/place/row/p1/edit/", "/scenarios/base/"):
        assert not foreign.search(client.get(address).content.decode())


def test_pages_in_english_show_no_vietnamese_but_data(client, region):
    client.post("/language/", {"language": "en"})
    for address in ("/registers/", "/registers/road_edge/", "/registers/tariff/new/", "/runs/", "/compare/"):
        page = client.get(address).content.decode()
        text = re.sub(r"<script.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL)
        words = {word for word in re.findall(r"\w+", text) if ACCENTED.search(word)}
        data = {"Mê", "Tiếng", "Việt", "Số", "liệu", "họa", "Quốc", "lộ", "Cà", "phê", "nhân", "Sầu", "riêng"}
        assert words <= data, words - data
