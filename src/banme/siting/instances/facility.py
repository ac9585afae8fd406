"""Facility-location data as a network-design problem: customers, one or two levels of facilities, one sink."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from banme.errors import InputError, Problem
from banme.siting.problem import NetworkProblem

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PERIOD, STAGE, SINK, MODULE = "period", "stage", "sink", "whole"


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """A named problem and the best cost known for it (NaN where the files give none)."""

    name: str
    problem: NetworkProblem
    best_known: float


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """Facilities of one level.

    Attributes
    ----------
    kind : str
        ``point`` for the level that serves customers, ``centre`` for the level above it.
    fixed : (F,) cost of opening
    capacity : (F, K) by commodity, or (F, 1) for all together; inf for none
    cost : (K, F, B) cost per unit from each of the B places below, or (1, F, B) for every commodity

    """

    kind: str
    fixed: Floats
    capacity: Floats
    cost: Floats


def build(demand: Floats, levels: list[Level]) -> NetworkProblem:
    """Return the problem of serving ``demand`` (customers, commodities) through the levels, first the nearest.

    Raises
    ------
    InputError
        When capacity is below demand, or a number is negative or missing.

    """
    customers = _labels("customer", demand.shape[0])
    goods = _labels("product", demand.shape[1])
    below, arcs, modules, caps, kinds = customers, [], [], [], {}
    for level in levels:
        sites = _labels(level.kind, level.fixed.size)
        kinds.update(dict.fromkeys(sites, level.kind))
        arcs.append(_arcs(below, sites, goods, level.cost))
        shared = level.capacity.shape[1] == 1
        modules.append(_modules(sites, level.fixed, level.capacity[:, 0] if shared else np.full(len(sites), np.inf)))
        if not shared:
            caps.append(_caps(sites, goods, level.capacity))
        below = sites
    arcs.append(_arcs(below, [SINK], goods, np.zeros((1, 1, len(below)))))
    nodes = {**dict.fromkeys(customers, "origin"), **kinds, SINK: "outlet"}
    problem = NetworkProblem(
        commodities=pd.DataFrame({"capacity_use": 1.0, "storable": False, "max_time_h": np.nan}, index=goods),
        periods=pd.DataFrame({"stage": [STAGE]}, index=[PERIOD]),
        stages=pd.DataFrame({"weight": [1.0]}, index=[STAGE]),
        nodes=pd.DataFrame({"kind": pd.Series(nodes)}),
        supply=_supply(customers, goods, demand),
        demand=pd.DataFrame(
            {
                "outlet": SINK,
                "commodity": goods,
                "period": PERIOD,
                "min_t": 0.0,
                "max_t": np.inf,
                "price_vnd_t": 0.0,
            }
        ),
        sites=pd.DataFrame(
            {"existing": False, "decision": "free", "handling_vnd_t": 0.0, "storage_vnd_t_month": 0.0},
            index=list(kinds),
        ),
        modules=pd.concat(modules, ignore_index=True),
        arcs=pd.concat(arcs, ignore_index=True),
    )
    return problem.replace(commodity_caps=pd.concat(caps, ignore_index=True)) if caps else problem


def _labels(what: str, count: int) -> list[str]:
    return [f"{what}{at + 1}" for at in range(count)]


def _supply(customers: list[str], goods: list[str], demand: Floats) -> pd.DataFrame:
    on = np.argwhere(demand != 0)
    return pd.DataFrame(
        {
            "origin": np.array(customers, object)[on[:, 0]],
            "commodity": np.array(goods, object)[on[:, 1]],
            "period": PERIOD,
            "quantity_t": demand[on[:, 0], on[:, 1]],
            "unshipped_cost_vnd_t": np.nan,
        }
    )


def _arcs(below: list[str], sites: list[str], goods: list[str], cost: Floats) -> pd.DataFrame:
    kinds, targets, sources = np.indices((cost.shape[0], len(sites), len(below))).reshape(3, -1)
    commodity = np.array(goods, object)[kinds] if cost.shape[0] > 1 else np.full(kinds.size, None, object)
    return pd.DataFrame(
        {
            "source": np.array(below, object)[sources],
            "target": np.array(sites, object)[targets],
            "commodity": commodity,
            "cost_vnd_t": cost.ravel(),
            "time_h": 0.0,
            "co2_kg_t": 0.0,
            "distance_km": 0.0,
        }
    )


def _modules(sites: list[str], fixed: Floats, capacity: Floats) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "site": sites,
            "module": MODULE,
            "throughput_t": capacity,
            "storage_t": 0.0,
            "fixed_vnd_year": fixed,
            "capex_vnd": 0.0,
        }
    )


def _caps(sites: list[str], goods: list[str], capacity: Floats) -> pd.DataFrame:
    at, k = np.indices(capacity.shape).reshape(2, -1)
    return pd.DataFrame(
        {
            "site": np.array(sites, object)[at],
            "module": MODULE,
            "commodity": np.array(goods, object)[k],
            "throughput_t": capacity.ravel(),
        }
    )


class Numbers:
    """The numbers of a text file (plain or gzip), read one block after the other."""

    def __init__(self, path: Path) -> None:
        self.path = path
        content = path.read_bytes()
        text = gzip.decompress(content) if path.suffix == ".gz" else content
        try:
            self.values = np.array(text.split(), float)
        except ValueError as error:
            raise self._wrong(str(error)) from error
        self.at = 0

    def take(self, *shape: int) -> Floats:
        """Return the next block in the given shape."""
        size = int(np.prod(shape))
        if self.at + size > self.values.size:
            raise self._wrong(f"{self.values.size} < {self.at + size}")
        block = self.values[self.at : self.at + size].reshape(shape)
        self.at += size
        return block.copy()

    def count(self) -> int:
        """Return the next number as a count."""
        value = float(self.take(1)[0])
        if value != int(value) or value < 0:
            raise self._wrong(str(value))
        return int(value)

    def _wrong(self, value: str) -> InputError:
        return InputError(
            [
                Problem(
                    "instance",
                    "Tệp không theo định dạng của họ bài toán này; hãy chọn đúng họ hoặc tệp khác.",
                    "The file does not follow this family's format; choose the right family or another file.",
                    table=self.path.name,
                    value=value,
                )
            ]
        )


def stem(path: Path) -> str:
    """Return a file's name without ``.gz`` and ``.txt``."""
    return path.name.removesuffix(".gz").removesuffix(".txt")
