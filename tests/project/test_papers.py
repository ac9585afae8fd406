"""The project's papers say what is true: READMEs, changelog, licences, and nothing of one machine."""

import re
import subprocess
import tomllib

import pytest
from reference_pages.commands import commands as declared_commands

import banme

ELSEWHERE = {
    "a path of one machine": r"(?<![\w.])/(?:wor[k]|roo[t]|opt/pyp[i]|Use[r]s)/|/home/[a-z]+/|[A-Z]:\\Use[r]s",
    "a package index": r"pythonhoste[d]\.org|pypi\.or[g]|registry\.npmj[s]|deb\.debia[n]\.org",
}
NOT_OURS = ("vendor/", "LICENSE")


@pytest.fixture(scope="module")
def tracked(root):
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=False)
    if listing.returncode:
        pytest.skip("not a git clone: what belongs to the project is unknown")
    names = [name for name in listing.stdout.split("\0") if name and not any(part in name for part in NOT_OURS)]
    texts = {}
    for name in names:
        path = root / name
        if path.is_file() and b"\0" not in (content := path.read_bytes()):
            texts[name] = content.decode("utf-8")
    return texts


@pytest.fixture(scope="module")
def readmes(root):
    return [(root / name).read_text(encoding="utf-8") for name in ("README.md", "README.vi.md")]


@pytest.mark.parametrize("kind", ELSEWHERE)
def test_no_file_names_a_machine_or_an_index(tracked, kind):
    pattern = re.compile(ELSEWHERE[kind])
    assert {name: found.group() for name, text in tracked.items() if (found := pattern.search(text))} == {}


def test_no_source_file_puts_work_off(tracked):
    pattern = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b")
    assert [name for name, text in tracked.items() if name.startswith("src/") and pattern.search(text)] == []


def test_no_module_is_named_for_nothing_in_particular(tracked):
    vague = re.compile(r"(^|/)(utils?|helpers?|common|misc)(\.py|/)")
    assert [name for name in tracked if vague.search(name)] == []


def sections(text):
    return re.findall(r"^(#+) ", text, flags=re.MULTILINE)


def commands(text):
    blocks = re.findall(r"```\w+\n(.*?)```", text, flags=re.DOTALL)
    return [re.sub(r"\s*#.*", "", block) for block in blocks]


def test_both_readmes_have_the_same_sections_commands_and_pictures(readmes):
    english, vietnamese = readmes
    assert sections(english) == sections(vietnamese)
    assert commands(english) == commands(vietnamese)
    pictures = [re.findall(r"!\[.+?\]\((.*?)\)", text) for text in readmes]
    assert pictures[0]
    assert pictures[1] == [name.replace(".en.", ".vi.") for name in pictures[0]]


def test_the_readmes_link_to_each_other_and_to_files_that_are_there(readmes, root):
    assert "(README.vi.md)" in readmes[0]
    assert "(README.md)" in readmes[1]
    for text in readmes:
        targets = re.findall(r"\]\(([^):#]+)\)", text)
        assert [target for target in targets if not (root / target).is_file()] == []


def test_every_command_the_readme_names_exists(readmes):
    known = {name.removeprefix("banme ") for name, _ in declared_commands()} | {
        "test",
        "lint",
        "docs",
        "bench",
        "ARGS",
        "LỆNH",
    }
    for text in readmes:
        named = re.findall(r"(?:\./run|banme\.?e?x?e?) ([A-Za-zỆ]+)", re.sub(r"Ban Mê \w+", "", text))
        assert {"demo", "test"} <= set(named)
        assert set(named) <= known


def test_continuous_integration_calls_the_readmes_test_command(root):
    assert re.search(r"^stage .*\./run test$", (root / ".ci" / "run").read_text(encoding="utf-8"), flags=re.MULTILINE)


def test_the_changelog_begins_with_this_version(root):
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    declared = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert re.findall(r"^## \[(.+?)\]", text, flags=re.MULTILINE)[0] == declared == banme.__version__


def test_the_licence_is_the_whole_apache_licence(root):
    text = (root / "LICENSE").read_text(encoding="utf-8")
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_the_notice_names_every_vendored_work(root):
    notice = (root / "NOTICE").read_text(encoding="utf-8").lower().replace(" ", "-")
    folders = [path for path in (root / "src").rglob("vendor/*") if path.is_dir() and path.name != "__pycache__"]
    assert folders
    for folder in folders:
        name, version = folder.name.rsplit("-", 1)
        assert name.removesuffix("-js") in notice, folder.name
        assert version in notice, folder.name
        assert list(folder.glob("LICENSE*")), f"{folder.name}: its licence must stand beside it"


def test_a_decision_is_numbered_and_says_what_it_costs(root):
    pages = sorted((root / "docs" / "decisions").glob("[0-9]*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(page.name[:4])}. ")
        assert all(f"**{word}**" in text for word in ("Decided", "Why", "Cost")), page.name
