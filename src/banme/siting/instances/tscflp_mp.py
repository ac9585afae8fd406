"""Multi-product two-stage capacitated facility location (Mauri et al. 2021): plants, satellites, customers.

Text: plants I, satellites J, customers K, products L; K rows of L demands; I rows of L capacities and a fixed cost;
L blocks of I x J costs; J rows of L capacities and a fixed cost; L blocks of J x K costs; costs are per unit.
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
    """Read one instance; the best known cost comes from ``bks_reference.csv`` beside it, where there is one."""
    numbers = Numbers(path)
    plants, satellites, customers, products = (numbers.count() for _ in range(4))
    demand = numbers.take(customers, products)
    plant = numbers.take(plants, products + 1)
    first = numbers.take(products, plants, satellites)
    satellite = numbers.take(satellites, products + 1)
    second = numbers.take(products, satellites, customers)
    levels = [
        Level("point", satellite[:, -1], satellite[:, :-1], np.ascontiguousarray(second)),
        Level("centre", plant[:, -1], plant[:, :-1], np.ascontiguousarray(first)),
    ]
    return [Instance(stem(path), build(demand, levels), _best_known(path))]


def _best_known(path: Path) -> float:
    table = path.with_name("bks_reference.csv")
    if not table.exists():
        return math.nan
    with table.open(encoding="utf-8") as rows:
        return next((float(row["bks"]) for row in csv.DictReader(rows) if row["instance"] == stem(path)), math.nan)
