"""Turn restrictions of an OpenStreetMap file, kept as data: the graph has no turn costs yet."""

from __future__ import annotations

from itertools import product
from typing import Any

import osmium
import pandas as pd

COLUMNS = ("relation_id", "kind", "vehicles", "excepted", "condition", "from_way", "via_node", "via_ways", "to_way")


def read_restrictions(path: str) -> tuple[pd.DataFrame, int]:
    """Read the turn restrictions of a file.

    Parameters
    ----------
    path : str
        An OpenStreetMap file.

    Returns
    -------
    restrictions : DataFrame
        One row per pair of a ``from`` and a ``to`` member: ``relation_id``; ``kind`` (``no_left_turn``, ...);
        ``vehicles`` (``hgv`` for ``restriction:hgv``, missing: all); ``excepted`` (the ``except`` tag); ``condition``
        (text of a conditional restriction); ``from_way``, ``via_node`` (missing when via ways), ``via_ways`` (tuple,
        empty when via a node), ``to_way`` (OpenStreetMap ids).
    incomplete : int
        Relations left out for want of a kind or of a ``from``, ``via`` or ``to`` member.

    """
    rows: list[dict[str, Any]] = []
    incomplete = 0
    kinds = osmium.filter.TagFilter(("type", "restriction"))
    for relation in osmium.FileProcessor(path, osmium.osm.RELATION).with_filter(kinds):
        made = _rows(relation)
        rows.extend(made)
        incomplete += not made
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    ids = {"relation_id": "int64", "from_way": "int64", "via_node": "Int64", "to_way": "int64"}
    return table.astype(ids), incomplete


def _rows(relation: Any) -> list[dict[str, Any]]:
    said = next((tag for tag in relation.tags if tag.k.split(":")[0] == "restriction"), None)
    members: dict[tuple[str, str], list[int]] = {}
    for member in relation.members:
        members.setdefault((member.role, member.type), []).append(member.ref)
    nodes, ways = members.get(("via", "n"), []), members.get(("via", "w"), [])
    if said is None or not (nodes or ways):
        return []
    suffixes = said.k.split(":")[1:]
    conditional = "conditional" in suffixes
    kind, _, condition = said.v.partition("@") if conditional else (said.v, "", "")
    common = {
        "relation_id": relation.id,
        "kind": kind.strip(),
        "vehicles": next((suffix for suffix in suffixes if suffix != "conditional"), None),
        "excepted": relation.tags.get("except"),
        "condition": condition.strip() or None,
        "via_node": nodes[0] if nodes else None,
        "via_ways": tuple(ways),
    }
    pairs = product(members.get(("from", "w"), []), members.get(("to", "w"), []))
    return [common | {"from_way": start, "to_way": end} for start, end in pairs]
