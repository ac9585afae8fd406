"""Rows of open room: valid for every plan, rounded or not, and worked out alike by solver and checker."""

from __future__ import annotations

import itertools
import json

import numpy as np
import pytest
from siting_cases import random_problem

from banme.checker import check
from banme.checker.cover import cover as checked
from banme.checker.network import build as network_of
from banme.siting import Options, design, save
from banme.siting.cover import LEAST_FRACTION, covers
from banme.siting.files import problem_document
from banme.siting.instances.facility import Level, build
from banme.siting.layout import lay_out


def warehouses(seed: int, sites: int = 7, customers: int = 9, *, same: bool = False):
    rng = np.random.default_rng(seed)
    demand = rng.integers(3, 20, (customers, 1)).astype(float)
    room = np.full((sites, 1), 37.0) if same else rng.integers(25, 60, (sites, 1)).astype(float)
    cost = rng.integers(1, 40, (1, sites, customers)).astype(float)
    return build(demand, [Level("point", rng.integers(50, 300, sites) * 1.0, room, cost)])


@pytest.mark.parametrize("seed", range(40))
def test_every_set_of_sites_with_enough_room_meets_the_rounded_rows(seed):
    problem = warehouses(seed, same=seed % 4 == 0)
    room = problem.modules["throughput_t"].to_numpy(float)
    need = float(problem.supply["quantity_t"].sum())
    rows = covers(lay_out(problem))
    assert rows
    for opened in itertools.product([0.0, 1.0], repeat=room.size):
        if np.dot(opened, room) >= need:
            for row in rows:
                assert np.dot(row.room, np.array(opened)[row.module]) >= row.need * (1 - 1e-12)


def test_sites_of_one_size_are_counted_in_whole_sites():
    problem = warehouses(0, same=True)
    (row,) = covers(lay_out(problem))
    need = int(np.ceil(problem.supply["quantity_t"].sum() / 37.0))
    assert row.need / row.room == pytest.approx(np.full(7, need))


@pytest.mark.parametrize("seed", range(0, 200, 4))
def test_the_checker_works_out_the_same_rows(seed):
    problem = random_problem(seed)
    layout = lay_out(problem)
    network = network_of(json.loads(json.dumps(problem_document(problem))))
    modules = problem.modules
    for row in covers(layout):
        labels = [row.kind, row.commodity, str(problem.periods.index[row.period]), repr(row.step)]
        mine = checked(network, labels)
        assert mine is not None
        assert mine.need == pytest.approx(row.need)
        theirs = [mine.room[(modules["site"].iloc[m], modules["module"].iloc[m])] for m in row.module]
        assert theirs == pytest.approx(list(row.room))


@pytest.mark.parametrize(
    "labels",
    [
        ["point"],
        ["outlet", "", "period", "0.0"],
        ["point", "nothing", "period", "0.0"],
        ["point", "", "never", "0.0"],
        ["point", "", "period", "x"],
        ["point", "", "period", "-1.0"],
        ["point", "", "period", "nan"],
    ],
)
def test_the_checker_knows_no_row_of_odd_labels(labels):
    network = network_of(json.loads(json.dumps(problem_document(warehouses(1)))))
    assert checked(network, labels) is None


def test_rounding_that_rests_on_the_last_digits_is_refused():
    problem = warehouses(2)
    need = float(problem.supply["quantity_t"].sum())
    network = network_of(json.loads(json.dumps(problem_document(problem))))
    assert checked(network, ["point", "", "period", repr(need / (3.0 + LEAST_FRACTION / 10.0))]) is None
    assert checked(network, ["point", "", "period", repr(need / 3.5)]) is not None


def test_a_row_with_another_step_proves_something_else_and_is_found(tmp_path):
    problem = warehouses(4, same=True)
    problem = problem.replace(modules=problem.modules.assign(fixed_vnd_year=2000.0))
    save(problem, design(problem, Options(gap_pct=0.0)), tmp_path)
    assert check(tmp_path).ok
    path = tmp_path / "certificate.json"
    document = json.loads(path.read_bytes())
    (labels,) = document["rows"]["cover"]
    used = any(entry[0] == "cover" for pool in document["multipliers"] for entry in pool["entries"])
    assert used
    document["rows"]["cover"] = [[*labels[:3], repr(float(labels[3]) * 1.1)]]
    path.write_text(json.dumps(document, ensure_ascii=False, separators=(",", ":")))
    verdict = check(tmp_path)
    assert not verdict.ok
    assert {"leaf", "multiplier"} & {finding.rule for finding in verdict.findings}
