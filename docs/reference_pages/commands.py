"""The page of commands, from the command line's own declaration."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

import typer.main

from banme.cli import app
from reference_pages.markdown import cell, code, table

_KINDS = {Path: "path", str: "text", int: "whole number", float: "number"}


def pages() -> dict[str, str]:
    """Return the one page of commands."""
    text = (
        "# Commands\n\nTrong bản sao mã nguồn, `./run LỆNH` chạy `banme LỆNH`.\n\n"
        "From a clone, `./run ARGS` runs `banme ARGS`. Every command answers `--help`.\n"
    )
    return {"reference/commands.md": text + "".join(_section(name, command) for name, command in commands())}


def commands() -> Iterator[tuple[str, Any]]:
    """Yield every command with its full name, those of groups too."""
    yield from _inside("banme", typer.main.get_command(app))


def _inside(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    children = getattr(command, "commands", None)
    if children is None:
        yield name, command
        return
    for child, inner in sorted(children.items()):
        if not inner.hidden:
            yield from _inside(f"{name} {child}", inner)


def _section(name: str, command: Any) -> str:
    shown = [parameter for parameter in command.params if parameter.name != "help"]
    usage = " ".join([name, *[_usage(each) for each in shown if each.param_type_name == "argument"]])
    text = f"\n## {name}\n\n{_help(command.help)}\n\n```text\n{usage}\n```\n"
    if shown:
        rows = [[code(_spelling(each)), cell(_kind(each)), _default(each), cell(_help(each.help))] for each in shown]
        text += "\n" + table(["Argument or option", "Type", "Default", "Meaning"], rows)
    return text


def _usage(parameter: Any) -> str:
    word = str(parameter.metavar or parameter.name).upper()
    return word if parameter.required else f"[{word}]"


def _spelling(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name).upper()
    return ", ".join((*parameter.opts, *parameter.secondary_opts))


def _kind(parameter: Any) -> str:
    if getattr(parameter, "is_flag", False):
        return "switch"
    annotation = parameter.type_descriptor.annotation
    inner = (get_args(annotation) or (annotation,))[0]
    kind = _KINDS.get(inner, getattr(inner, "__name__", str(inner)))
    return f"{kind}, repeatable" if parameter.multiple or get_origin(annotation) is list else kind


def _default(parameter: Any) -> str:
    if parameter.required:
        return "required"
    value = parameter.default
    if getattr(parameter, "is_flag", False):
        return code((parameter.opts if value else parameter.secondary_opts or ("off",))[0])
    return "" if value is None or value == [] or callable(value) else code(value)


def _help(text: str | None) -> str:
    return " ".join((text or "").split())
