"""Capacitated facility location, test bed 1 of Avella and Boccia (2009).

Text: facilities F, customers C; C demands; F capacities; F fixed costs; F rows of C costs per unit of demand.
"""

from __future__ import annotations

import csv
import math
from typing import TYPE_CHECKING

from banme.siting.instances.facility import Instance, Level, Numbers, build, stem

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path) -> list[Instance]:
    """Read one instance; its optimum comes from ``optima.csv`` in the folder above, where there is one."""
    numbers = Numbers(path)
    facilities, customers = numbers.count(), numbers.count()
    demand, capacity, fixed = numbers.take(customers, 1), numbers.take(facilities, 1), numbers.take(facilities)
    cost = numbers.take(1, facilities, customers)
    name = f"{path.parent.name}_{stem(path).removeprefix('p')}"
    return [Instance(name, build(demand, [Level("point", fixed, capacity, cost)]), _optimum(path, name))]


def _optimum(path: Path, name: str) -> float:
    table = path.parent.with_name("optima.csv")
    if not table.exists():
        return math.nan
    with table.open(encoding="utf-8") as rows:
        return next((float(row["optimum"]) for row in csv.DictReader(rows) if row["instance"] == name), math.nan)
