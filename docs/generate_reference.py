"""Make the reference pages from the declarations, while the site is built (run by mkdocs-gen-files)."""

from __future__ import annotations

import sys
from pathlib import Path

import mkdocs_gen_files

sys.path.insert(0, str(Path(__file__).parent))

from reference_pages import all_pages

for path, text in all_pages().items():
    with mkdocs_gen_files.open(path, "w") as page:
        page.write(text)
