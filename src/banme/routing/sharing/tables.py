"""A table of coalition costs: one row for each coalition, as people write it."""

from __future__ import annotations

import csv
import math
from pathlib import Path

from banme.errors import Findings, Problem
from banme.routing.sharing.game import MOST, CostGame

COLUMNS = ("parties", "cost")


def read_game(path: Path) -> CostGame:
    """Read a CSV file with columns ``parties`` (names joined by ``+``) and ``cost``.

    Raises
    ------
    InputError
        With every row that cannot be read, every coalition named twice, and every one that is missing.

    """
    found = Findings()
    costs: dict[frozenset[str], float] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for name in COLUMNS:
            if name not in (reader.fieldnames or ()):
                why = "Thiếu cột này ở dòng đầu", "The first line lacks this column"
                found.add(Problem("missing-column", *why, table=path.name, column=name))
        found.raise_if_any()
        for at, row in enumerate(reader, start=2):
            _take(path.name, str(at), row, costs, found)
    found.raise_if_any()
    _complete(path.name, costs, found)
    found.raise_if_any()
    return CostGame.of(costs)


def _take(table: str, at: str, row: dict[str, str | None], costs: dict[frozenset[str], float], found: Findings) -> None:
    names = [name.strip() for name in (row["parties"] or "").split("+")]
    try:
        value = float(row["cost"] or "")
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        why = "Phải là số, dấu chấm thập phân", "Must be a number with a decimal point"
        found.add(Problem("not-a-number", *why, table=table, row=at, column="cost", value=row["cost"] or ""))
    if not all(names) or len(set(names)) != len(names):
        why = "Ghi tên các bên, mỗi bên một lần, nối bằng dấu +", "Name each party once, joined by +"
        found.add(Problem("bad-coalition", *why, table=table, row=at, column="parties", value=row["parties"] or ""))
    elif frozenset(names) in costs:
        why = "Nhóm này đã có ở dòng trên; giữ một dòng", "This coalition stands above already; keep one row"
        found.add(Problem("repeated-coalition", *why, table=table, row=at, value=row["parties"] or ""))
    else:
        costs[frozenset(names)] = value


def _complete(table: str, costs: dict[frozenset[str], float], found: Findings) -> None:
    parties = list(dict.fromkeys(party for some in costs for party in sorted(some)))
    if not 1 <= len(parties) <= MOST:
        why = f"Cần 1 đến {MOST} bên", f"1 to {MOST} parties are needed"
        found.add(Problem("sharing", *why, table=table, value=str(len(parties))))
        return
    missing = [
        "+".join(names)
        for number in range(1, 2 ** len(parties))
        if frozenset(names := [party for at, party in enumerate(parties) if number >> at & 1]) not in costs
    ]
    shown = 20
    why = "Thiếu chi phí của nhóm này", "The cost of this coalition is missing"
    for name in missing[:shown]:
        found.add(Problem("missing-coalition", *why, table=table, row=name))
    if len(missing) > shown:
        rest = f"… và {len(missing) - shown} nhóm nữa", f"… and {len(missing) - shown} more coalitions"
        found.add(Problem("missing-coalition", *rest, table=table))
