"""Benchmark files are read as network-design problems whose optimum is the file's."""

from __future__ import annotations

import gzip
import itertools
import math

import numpy as np
import pytest

from banme.errors import InputError
from banme.siting import Options, design
from banme.siting.instances import READERS

EXACT = Options(gap_pct=0.0, time_limit_s=60.0)


def write(path, *blocks: object) -> None:
    text = " ".join(str(value) for block in blocks for value in np.ravel(block))
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())


def cheapest_single_level(fixed, room, demand, cost):
    """Best cost over all open sets when every customer is served whole by the cheapest open facility with room."""
    best = math.inf
    for opened in itertools.product([0, 1], repeat=len(fixed)):
        on = [i for i, is_open in enumerate(opened) if is_open]
        for serving in itertools.product(on, repeat=len(demand)) if on else ():
            used = np.bincount(serving, demand, minlength=len(fixed))
            if (used <= room).all():
                best = min(best, sum(fixed[i] for i in on) + sum(cost[i][j] for j, i in enumerate(serving)))
    return best


def test_an_uncapacitated_file_gives_its_optimum(tmp_path):
    rng = np.random.default_rng(1)
    fixed, cost = rng.integers(5, 20, 4), rng.integers(1, 20, (4, 5))
    rows = np.column_stack([np.zeros(5, int), cost.T])
    write(tmp_path / "toy.gz", [4, 5], np.column_stack([np.zeros(4, int), fixed]), rows)
    (tmp_path / "toy.opt").write_text("0 0 0 123.5")
    (instance,) = READERS["ufl"](tmp_path / "toy.gz")
    assert (instance.name, instance.best_known) == ("toy", 123.5)
    best = cheapest_single_level(fixed, np.full(4, np.inf), np.ones(5), cost)
    assert design(instance.problem, EXACT).cost_vnd == pytest.approx(best)


def test_a_warehouse_file_gives_one_instance_for_each_capacity_listed(tmp_path):
    fixed, demand, cost = [10, 20, 30], [4, 4], [[3, 9], [8, 2], [1, 1]]
    write(tmp_path / "toy_9", [3, 2], np.column_stack([[9, 9, 9], fixed]), demand, cost)
    (tmp_path / "opt.csv").write_text(
        "instance,base_file,capacity,multi_source_optimum\na,toy_9,9,1\nb,toy_9,4,2\nc,other,5,3\n"
    )
    instances = READERS["cflp_orlib"](tmp_path / "toy_9")
    assert [(each.name, each.best_known) for each in instances] == [("a", 1.0), ("b", 2.0)]
    costs = [design(each.problem, EXACT).cost_vnd for each in instances]
    assert costs == pytest.approx([cheapest_single_level(fixed, np.full(3, room), demand, cost) for room in (9, 4)])


def test_costs_of_test_bed_one_are_per_unit_of_demand(tmp_path):
    folder = tmp_path / "i2"
    folder.mkdir()
    write(folder / "p7", [2, 2], [3, 5], [8, 8], [10, 11], [[1, 2], [2, 1]])
    (instance,) = READERS["cflp_tbed1"](folder / "p7")
    assert instance.name == "i2_7"
    assert math.isnan(instance.best_known)
    assert design(instance.problem, EXACT).cost_vnd == pytest.approx(11 + 6 + 5)


def test_a_two_stage_file_gives_its_optimum(tmp_path):
    """One plant of two and one satellite of two suffice, so that the best pair is easily found by hand."""
    rng = np.random.default_rng(3)
    plants, satellites, customers, products = 2, 2, 3, 2
    demand = rng.integers(1, 9, (customers, products))
    room = np.full((2, products), demand.sum())
    plant_fixed, satellite_fixed = [900, 800], [700, 950]
    first = rng.integers(1, 9, (products, plants, satellites))
    second = rng.integers(1, 9, (products, satellites, customers))
    write(
        tmp_path / "toy.txt",
        [plants, satellites, customers, products],
        demand,
        np.column_stack([room, plant_fixed]),
        first,
        np.column_stack([room, satellite_fixed]),
        second,
    )
    (instance,) = READERS["tscflp_mp"](tmp_path / "toy.txt")
    best = min(
        plant_fixed[i]
        + satellite_fixed[j]
        + sum(demand[k, p] * (first[p, i, j] + second[p, j, k]) for k in range(customers) for p in range(products))
        for i in range(plants)
        for j in range(satellites)
    )
    assert design(instance.problem, EXACT).cost_vnd == pytest.approx(best)


def test_a_file_of_another_kind_is_refused_by_name(tmp_path):
    (tmp_path / "odd.txt").write_text("3 3 1 2 x")
    with pytest.raises(InputError, match=r"odd\.txt"):
        READERS["ufl"](tmp_path / "odd.txt")
    (tmp_path / "short.txt").write_text("3 3 1 2")
    with pytest.raises(InputError, match=r"short\.txt"):
        READERS["ufl"](tmp_path / "short.txt")
