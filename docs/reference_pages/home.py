"""The two home pages: the READMEs, their links turned towards the site."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_LINK = re.compile(r"(\]\(|src=\")([^)\"#:]+)(?=[)\"#])")
_KEPT_OUTSIDE = {"LICENSE", "NOTICE"}


def pages() -> dict[str, str]:
    """Return the home page in each language and the project's own papers."""
    papers = {
        "index.md": ("README.md", ""),
        "vi/index.md": ("README.vi.md", "../"),
        "decisions/changes.md": ("CHANGELOG.md", "../"),
        "guide/contributing.md": ("CONTRIBUTING.md", "../"),
    }
    return {page: _turned((ROOT / source).read_text(encoding="utf-8"), up) for page, (source, up) in papers.items()}


def _turned(text: str, up: str) -> str:
    targets = {
        "README.md": "index.md",
        "README.vi.md": "vi/index.md",
        "CHANGELOG.md": "decisions/changes.md",
        "CONTRIBUTING.md": "guide/contributing.md",
    }

    def turn(match: re.Match[str]) -> str:
        opening, target = match.groups()
        if target in _KEPT_OUTSIDE:
            return f"{opening}{up}index.md"
        return opening + up + targets.get(target, target.removeprefix("docs/"))

    return _LINK.sub(turn, text)
