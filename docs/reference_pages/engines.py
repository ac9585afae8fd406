"""A page for every engine: its public functions and classes with their docstrings, read off the source."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "banme"
ENGINES = ("roads", "freight", "siting", "routing", "clusters", "programme", "law", "checker")


@dataclass(frozen=True, slots=True)
class Entry:
    """A public function, class or method: dotted name, signature and docstring."""

    name: str
    signature: str
    text: str


def pages() -> dict[str, str]:
    """Return a page for each engine that is there."""
    return {f"reference/engines/{name}.md": _page(name) for name in ENGINES if (SOURCE / name).is_dir()}


def entries(engine: str) -> dict[str, list[Entry]]:
    """Return what each module of an engine offers; modules that offer nothing are left out."""
    made: dict[str, list[Entry]] = {}
    for path in sorted((SOURCE / engine).rglob("*.py")):
        if path.name.startswith("_") and path.name != "__init__.py":
            continue
        module = ".".join(("banme", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")
        found = list(_public(ast.parse(path.read_text(encoding="utf-8")).body, ""))
        if found:
            made[module] = found
    return made


def _page(engine: str) -> str:
    summary = ast.get_docstring(ast.parse((SOURCE / engine / "__init__.py").read_text(encoding="utf-8"))) or ""
    parts = [f"# banme.{engine}\n\n{summary}\n"]
    for module, found in entries(engine).items():
        path = SOURCE.joinpath(*module.split(".")[1:])
        file = path.with_suffix(".py") if path.with_suffix(".py").is_file() else path / "__init__.py"
        parts.append(f"\n## {module}\n\n{ast.get_docstring(ast.parse(file.read_text(encoding='utf-8'))) or ''}\n")
        parts += [
            f"\n### `{entry.name}`\n\n```python\n{entry.signature}\n```\n\n```text\n{entry.text}\n```\n"
            for entry in found
        ]
    return "".join(parts)


def _public(body: list[ast.stmt], owner: str) -> Iterator[Entry]:
    for node in body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        name = f"{owner}{node.name}"
        yield Entry(name, _signature(node), inspect.cleandoc(ast.get_docstring(node) or ""))
        if isinstance(node, ast.ClassDef):
            yield from _public(node.body, f"{name}.")


def _signature(node: ast.FunctionDef | ast.ClassDef) -> str:
    if isinstance(node, ast.ClassDef):
        fields = [ast.unparse(each) for each in node.body if isinstance(each, ast.AnnAssign)]
        return (
            "\n".join([f"class {node.name}:", *[f"    {field}" for field in fields]])
            if fields
            else f"class {node.name}"
        )
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    line = f"def {node.name}({ast.unparse(node.args)}){returns}"
    if len(line) <= 100:  # noqa: PLR2004  (a line's width)
        return line
    return f"def {node.name}(\n    " + ast.unparse(node.args).replace(", ", ",\n    ") + f",\n){returns}"
