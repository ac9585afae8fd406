"""The site's menu: every folder named in ``nav`` lists its pages by file name, index first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Replace each ``folder/`` of the menu by the pages found there, those made at build time too."""
    paths = sorted(file.src_uri for file in files.documentation_pages())
    config.nav = [_entry(title, target, paths) for item in config.nav or [] for title, target in item.items()]
    return files


def _entry(title: str, target: str, paths: list[str]) -> dict[str, Any]:
    return {title: _section(target, paths) if target.endswith("/") else target}


def _section(folder: str, paths: list[str]) -> list[Any]:
    index = f"{folder}index.md"
    inside = [path for path in paths if path.startswith(folder) and path != index]
    pages: list[Any] = [index] if index in paths else []
    pages += [path for path in inside if "/" not in path[len(folder) :]]
    for name in sorted(
        {path[len(folder) :].split("/")[0] for path in inside} - {path[len(folder) :] for path in inside}
    ):
        pages.append({name.capitalize(): _section(f"{folder}{name}/", paths)})
    return pages
