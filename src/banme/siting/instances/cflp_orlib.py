"""Capacitated warehouse location of OR-Library (Beasley 1988), the large ones.

Text: warehouses W, customers C; W pairs of capacity and fixed cost; C demands; W rows of C costs of serving the whole
demand. The twelve instances differ in the warehouses' capacity alone: ``opt.csv`` beside the file lists, for each, the
file, the capacity and the optimum. Without it the file's own capacities count.
"""

from __future__ import annotations

import csv
import math
from typing import TYPE_CHECKING

import numpy as np

from banme.siting.instances.facility import Instance, Level, Numbers, build, stem

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path) -> list[Instance]:
    """Read the instances made from one file, one for each capacity that ``opt.csv`` lists."""
    numbers = Numbers(path)
    warehouses, customers = numbers.count(), numbers.count()
    pairs, demand = numbers.take(warehouses, 2), numbers.take(customers, 1)
    cost = numbers.take(1, warehouses, customers) / demand[None, None, :, 0]
    out = []
    for name, capacity, best in _variants(path):
        room = pairs[:, :1] if math.isnan(capacity) else np.full((warehouses, 1), capacity)
        out.append(Instance(name, build(demand, [Level("point", pairs[:, 1], room, cost)]), best))
    return out


def _variants(path: Path) -> list[tuple[str, float, float]]:
    table = path.with_name("opt.csv")
    if table.exists():
        with table.open(encoding="utf-8") as rows:
            mine = [row for row in csv.DictReader(rows) if row["base_file"] == stem(path)]
        if mine:
            return [(row["instance"], float(row["capacity"]), float(row["multi_source_optimum"])) for row in mine]
    return [(stem(path), math.nan, math.nan)]
