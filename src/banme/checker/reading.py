"""Reads the saved files into plain dictionaries; knows the format, nothing of the solver."""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from banme.checker import findings as text

if TYPE_CHECKING:
    from pathlib import Path

    from banme.errors import Findings

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Saved:
    """The three documents of one saved design."""

    problem: Document
    plan: Document
    certificate: Document


def read(folder: Path, found: Findings) -> Saved | None:
    """Return the documents, noting files that are missing or not JSON; None if any is."""
    documents: dict[str, Document] = {}
    digests: dict[str, str] = {}
    for name in ("problem", "plan", "certificate"):
        content = _content(folder, name)
        if content is None:
            found.add(text.missing_file(name))
            continue
        try:
            documents[name] = json.loads(content)
        except ValueError as error:
            found.add(text.not_json(name, str(error)))
            continue
        digests[name] = hashlib.sha256(content).hexdigest()
    if found:
        return None
    saved = Saved(documents["problem"], documents["plan"], documents["certificate"])
    _check_sums(saved, found)
    for name in ("problem", "certificate"):
        if saved.plan.get("digests", {}).get(name) != digests[name]:
            found.add(text.digest(name))
    return saved


def there(folder: Path, name: str) -> bool:
    """Tell whether a document was saved."""
    return any((folder / f"{name}{ending}").exists() for ending in (".json", ".json.gz"))


def one(folder: Path, name: str, found: Findings, digests: Document | None = None) -> Document | None:
    """Return one more document, noting that it is missing, not JSON, or not the one whose digest is known."""
    content = _content(folder, name)
    if content is None:
        found.add(text.missing_file(name))
        return None
    if digests is not None and digests.get(name) != hashlib.sha256(content).hexdigest():
        found.add(text.digest(name))
    try:
        return dict(json.loads(content))
    except ValueError as error:
        found.add(text.not_json(name, str(error)))
        return None


def check_rows(found: Findings, name: str, table: Document) -> None:
    """Note rows of a table that no longer match their check sums."""
    _rows(found, name, table["rows"], table["checks"])


def _content(folder: Path, name: str) -> bytes | None:
    plain, packed = folder / f"{name}.json", folder / f"{name}.json.gz"
    if plain.exists():
        return plain.read_bytes()
    try:
        return gzip.decompress(packed.read_bytes()) if packed.exists() else None
    except (OSError, EOFError, zlib.error):
        return b"?"


def _check_sums(saved: Saved, found: Findings) -> None:
    for name, table in saved.plan["tables"].items():
        _rows(found, name, table["rows"], table["checks"])
    for number, pool in enumerate(saved.certificate["multipliers"]):
        _rows(found, f"multipliers/{number}", pool["entries"], pool["checks"], saved.certificate["rows"])
    branches = [[branch] for branch in saved.certificate["branches"]]
    _rows(found, "branches", branches, saved.certificate["checks"])


def _rows(found: Findings, table: str, rows: list[Any], checks: list[str], labels: Document | None = None) -> None:
    if len(rows) != len(checks):
        found.add(text.row_count(table, len(rows), len(checks)))
    for at, (row, check) in enumerate(zip(rows, checks, strict=False)):
        line = json.dumps([table, *row], ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        if f"{zlib.crc32(line.encode()):08x}" != check:
            found.add(text.changed(table, _name(row, at, labels), str(row[-1])))


def _name(row: list[Any], at: int, labels: Document | None) -> str:
    if labels is None:
        return "/".join(str(part) for part in row[:-1]) or str(at)
    try:
        return f"{row[0]}/{'/'.join(labels[row[0]][row[1]])}"
    except (KeyError, IndexError, TypeError):
        return str(at)


def number(value: object) -> float:
    """Return a stored number: None is NaN, "inf" and "-inf" are infinite."""
    if value is None:
        return math.nan
    return float(value)  # type: ignore[arg-type]
