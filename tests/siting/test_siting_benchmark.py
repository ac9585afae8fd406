"""The siting benchmark prints what it promises, for us and for every peer, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from siting_cases import minimal

from banme.checker import check
from banme.siting import Options, design, save

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "siting.py"


def bench(*words) -> list[list[str]]:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *map(str, words)], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return [line.split(",") for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench") / "tiny"
    problem = minimal()
    save(problem, design(problem, Options(gap_pct=0.0)), folder)
    return folder


@pytest.mark.slow
def test_every_solver_finds_the_same_cost_and_what_is_saved_can_be_checked(folder, tmp_path):
    head, *lines = bench("planning", folder, "--seconds", 20, "--peers", "--save", tmp_path)
    assert head[:6] == ["instance", "cost", "bound", "gap_pct", "seconds", "peak_mb"]
    assert [line[6] for line in lines] == ["banme", "highs_compact", "highs_strong", "scip", "cp_sat"]
    costs = [float(line[1]) for line in lines]
    assert costs == pytest.approx([costs[0]] * 5, rel=1e-4)
    assert all(float(line[5]) > 20 for line in lines)
    assert not any(float(line[2]) > float(line[1]) * (1 + 1e-6) for line in lines)
    assert check(tmp_path / "tiny").ok


def test_without_peers_a_line_has_the_six_promised_columns(folder):
    head, line = bench("planning", folder, "--seconds", 10)
    assert head == ["instance", "cost", "bound", "gap_pct", "seconds", "peak_mb"]
    assert len(line) == 6
    assert float(line[3]) == pytest.approx(0.0, abs=1e-3)
