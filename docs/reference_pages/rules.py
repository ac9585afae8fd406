"""The page of error rules: every name an offender can carry, read off the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reference_pages.markdown import WIDE, code, table, two_languages

SOURCE = Path(__file__).resolve().parents[2] / "src" / "banme"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's name, its texts (placeholders as ``…``) and the module that applies it."""

    name: str
    vi: str
    en: str
    module: str


def pages() -> dict[str, str]:
    """Return the one page of rules, by name."""
    head = ["Rule", "Lỗi / What is wrong", "Module"]
    rows = [[code(each.name), two_languages(each.vi, each.en), code(each.module)] for each in found()]
    text = (
        f"{WIDE}# Error rules\n\n"
        "Mỗi lỗi dữ liệu nêu bảng, dòng, cột, giá trị tìm thấy và một trong các quy tắc sau.\n\n"
        "Every fault found in an input names table, row, column, the value found and one of these rules. "
        "A dash stands where the text is put together from the input.\n\n"
    )
    return {"reference/rules.md": text + table(head, rows)}


@cache
def found() -> tuple[Rule, ...]:
    """Return each rule once per module, by name."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))}
    shared = {
        name: order
        for tree in trees.values()
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        for name, order in _maker(node)
    }
    rules = {rule for path, tree in trees.items() for rule in _in_file(path, tree, shared)}
    return tuple(sorted(rules, key=lambda rule: (rule.name, rule.module, rule.en)))


def _in_file(path: Path, tree: ast.Module, shared: dict[str, tuple[str, ...]]) -> Iterator[Rule]:
    module = ".".join(("banme", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")
    makers = shared | {name: order for node in ast.walk(tree) for name, order in _maker(node)}
    assigned = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (order := makers.get(_called(node))):
            given = dict(zip(order, node.args, strict=False)) | {
                word.arg: word.value for word in node.keywords if word.arg
            }
            rule = given.get("rule")
            if isinstance(rule, ast.Constant) and isinstance(rule.value, str):
                words = _value(given.get("words"), assigned)
                if isinstance(words, ast.Call):
                    given |= dict(zip(("vi", "en"), words.args, strict=False))
                vi, en = (_text(_value(given.get(language), assigned)) for language in ("vi", "en"))
                yield Rule(rule.value, vi, en, module)


def _maker(node: ast.AST) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield a function or dataclass of the module that takes a rule's name, with the order of its arguments."""
    if isinstance(node, ast.FunctionDef):
        order = tuple(each.arg for each in (*node.args.posonlyargs, *node.args.args) if each.arg not in {"self", "cls"})
        names = {*order, *(each.arg for each in node.args.kwonlyargs)}
    elif isinstance(node, ast.ClassDef):
        order = tuple(
            each.target.id
            for each in node.body
            if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
        )
        names = set(order)
    else:
        return
    if node.name == "Rule":
        order = tuple("rule" if name == "name" else name for name in order)
    if "rule" in {*names, *order}:
        yield node.name, order


def _called(call: ast.Call) -> str:
    function = call.func
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def _value(node: ast.expr | None, assigned: list[ast.Assign]) -> ast.expr | None:
    """Return what a variable was last set to above its use; anything else as it is."""
    if not isinstance(node, ast.Name):
        return node
    above = [
        each
        for each in assigned
        if each.lineno < node.lineno
        and any(isinstance(target, ast.Name) and target.id == node.id for target in each.targets)
    ]
    return max(above, key=lambda each: each.lineno).value if above else None


def _text(node: ast.expr | None) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
    return "–"
