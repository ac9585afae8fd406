"""A walk in a second thread: certified plans, stopped in time, and what breaks it off is told."""

from __future__ import annotations

import sys
import threading

import numpy as np
import pytest

from banme.checker import check
from banme.progress import Progress, Stop
from banme.siting import Options, design, save
from banme.siting.instances.facility import Level, build
from banme.siting.walk import Walk
from banme.siting.wander import Wander

LATE_S = 120.0
"""Seconds that are late even where loops are compiled first on a busy machine."""


@pytest.fixture(autouse=True)
def no_problem_is_small(monkeypatch):
    """Send every problem through the scheme for large ones."""
    monkeypatch.setattr(sys.modules["banme.siting.design"], "SMALL", 0)


def facilities(sites: int, customers: int) -> object:
    rng = np.random.default_rng(sites)
    cost = 100.0 * np.linalg.norm(rng.random((sites, 1, 2)) - rng.random((1, customers, 2)), axis=2)
    demand = rng.integers(5, 30, (customers, 1)).astype(float)
    room = rng.integers(4, 9, (sites, 1)) * demand.sum() / sites
    return build(demand, [Level("point", rng.integers(400, 900, sites) * 1.0, np.round(room), cost[None])])


def test_two_threads_find_and_prove_what_one_does(tmp_path):
    problem = facilities(12, 25)
    one = design(problem, Options(gap_pct=0.01, time_limit_s=30.0))
    two = design(problem, Options(gap_pct=0.01, time_limit_s=30.0, threads=2))
    assert two.status in ("optimal", "within_gap")
    assert two.cost_vnd == pytest.approx(one.cost_vnd, rel=2e-4)
    save(problem, two, tmp_path)
    verdict = check(tmp_path)
    assert verdict.ok, verdict.findings


def test_two_threads_stop_in_time_and_leave_none_behind(tmp_path):
    problem = facilities(80, 160)
    told = []
    found = design(
        problem,
        Options(gap_pct=0.0, time_limit_s=2.0, threads=2),
        Progress(lambda _: told.append(threading.current_thread() is threading.main_thread())),
    )
    assert found.provenance["seconds"] < LATE_S
    assert np.isfinite(found.cost_vnd)
    assert all(told), "events come from the thread that asked"
    assert not any(thread.name == "walk" for thread in threading.enumerate())
    save(problem, found, tmp_path)
    assert check(tmp_path).ok


def test_a_listener_that_stops_ends_both_threads():
    def stop(event):
        if event.incumbent is not None:
            raise Stop

    found = design(facilities(80, 160), Options(gap_pct=0.0, time_limit_s=600.0, threads=2), Progress(stop))
    assert found.provenance["seconds"] < LATE_S
    assert found.status == "stopped"
    assert np.isfinite(found.cost_vnd)


def test_what_breaks_the_walk_off_is_raised_where_it_is_heard(monkeypatch):
    def broken(*_):
        raise ArithmeticError("broken off")

    monkeypatch.setattr(Wander, "go", broken)
    with pytest.raises(ArithmeticError, match="broken off"):
        design(facilities(80, 160), Options(gap_pct=0.0, time_limit_s=20.0, threads=2))


def test_a_walk_that_would_not_end_in_time_cools_faster_at_the_same_heat():
    walk = Walk.__new__(Walk)
    numbers = np.array([200.0, 1000.0, np.inf, np.inf, 0.0])
    walk.here = type("Here", (), {"numbers": numbers})()
    walk.fit(1e6)
    assert numbers[1] == pytest.approx(1000.0)
    walk.fit(400.0)
    assert numbers[0] / numbers[1] == pytest.approx(0.2)
    assert numbers[1] - numbers[0] == pytest.approx(400.0)
