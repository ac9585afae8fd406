"""SCIP on the whole programme with every linking row, handed over as a file that HiGHS writes."""

from __future__ import annotations

import math
import tempfile
import time
from pathlib import Path

from pyscipopt import Model

from banme.siting import NetworkProblem, Options
from solvers.highs import load
from solvers.whole import Found


def solve(problem: NetworkProblem, options: Options) -> Found:
    """Solve with the time and threads given; reading the file counts."""
    began = time.monotonic()
    model = Model()
    model.hideOutput()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "problem.mps"
        load(problem, options, strong=True).writeModel(str(path))
        model.readProblem(str(path))
    model.setParam("limits/gap", options.gap_pct / 100.0)
    model.setParam("randomization/randomseedshift", options.seed)
    model.setParam("limits/time", max(0.1, options.time_limit_s - (time.monotonic() - began)))
    if options.threads > 1:
        model.setParam("parallel/maxnthreads", options.threads)
        model.solveConcurrent()
    else:
        model.optimize()
    cost = model.getObjVal() if model.getNSols() else math.inf
    return Found(cost, max(model.getDualbound(), -math.inf))
