import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

LOCKS = ("requirements.lock", "requirements-dev.lock")


def pinned(text):
    """Name -> versions (a lock may pin one version per platform or Python)."""
    found = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", text, flags=re.MULTILINE):
        found.setdefault(canonicalize_name(name), []).append(Version(version))
    return found


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_no_address(root, lock):
    text = (root / lock).read_text(encoding="utf-8")
    assert re.findall(r"\w+://\S+|--index\S*|--find-links\S*|-e \S+", text) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_one_exact_version_with_hashes(root, lock):
    text = (root / lock).read_text(encoding="utf-8")
    lines = re.sub(r"\\\n", " ", re.sub(r"^ *#.*\n", "", text, flags=re.MULTILINE)).splitlines()
    assert len(lines) > 20
    assert [line for line in lines if "==" not in line or "--hash=sha256:" not in line] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_the_locks_fit_what_the_project_asks_for(root, project, lock):
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["build"]]
    asked += [each for extra in project["project"]["optional-dependencies"].values() for each in extra]
    if lock == "requirements-dev.lock":
        asked += project["dependency-groups"]["dev"]
    versions = pinned((root / lock).read_text(encoding="utf-8"))
    unmet = []
    for requirement in map(Requirement, asked):
        locked = versions.get(canonicalize_name(requirement.name), [])
        if not locked or not all(requirement.specifier.contains(each, prereleases=True) for each in locked):
            unmet.append(f"{requirement}: {[str(each) for each in locked]}")
    assert unmet == [], "export the locks again: see CONTRIBUTING.md, Locks"


def test_what_both_locks_hold_has_the_same_version(root):
    run, dev = (pinned((root / lock).read_text(encoding="utf-8")) for lock in LOCKS)
    assert run.items() <= dev.items()
