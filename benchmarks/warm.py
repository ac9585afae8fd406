"""Compile the loops of the siting engine before anything is measured, on a machine that has not kept them yet."""

from __future__ import annotations

from pathlib import Path

import numba
import numpy as np

from banme.siting import Options, annealing, design, subgradient, swap
from banme.siting.instances.facility import Level, build

LOOPS = (annealing, subgradient, swap)
"""Modules whose compiled loops are kept on disk once they have run."""
SECONDS = 4.0


def kept() -> bool:
    """Whether every module's loops were compiled here before, by the files Numba keeps."""
    places = [Path(numba.config.CACHE_DIR)] if numba.config.CACHE_DIR else []
    sources = [Path(str(module.__file__)) for module in LOOPS]
    return all(
        any(True for place in [*places, source.parent / "__pycache__"] for _ in place.rglob(f"{source.stem}.*.nbi"))
        for source in sources
    )


def compile_loops(_: None = None) -> None:
    """Solve a made-up problem with room to spare, and one without, just long enough."""
    random = np.random.default_rng(0)
    demand = random.integers(1, 20, (60, 4)).astype(float)
    room = np.full((90, 4), np.ceil(demand.sum(axis=0).max() / 5.0))
    points = Level("point", np.full(90, 300.0), room, random.random((4, 90, 60)) * 10.0)
    centres = Level("centre", np.full(10, 500.0), 2.0 * room[:10], random.random((4, 10, 90)) * 5.0)
    free = Level("point", np.full(50, 20.0), np.full((50, 1), np.inf), random.random((1, 50, 60)) * 10.0)
    for levels, goods in (([points, centres], demand), ([free], demand[:, :1])):
        design(build(goods, levels), Options(time_limit_s=SECONDS, gap_pct=0.001))
