"""Generalised assignment on public instances of the OR-Library's layout, one CSV line for each.

    python benchmarks/gap.py FILE... [--seconds S] [--threads N] [--seed N] [--save DIR] [--peers]

Our bound is the certified one. ``--save`` keeps what ``banme check`` verifies. ``--peers`` gives the same problem, time
and threads to HiGHS, SCIP and CP-SAT and names the solver on every line; CPU seconds are those of the solve.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from apart import DiedError, apart
from banme.clusters.assignment import SolveOptions, assign, load_orlibrary, save
from limits import add_limits

OURS = "banme"
PEER_NAMES = ("highs", "scip", "cp_sat")


@dataclass(frozen=True, slots=True)
class Job:
    """One solve of one file."""

    path: Path
    solver: str
    options: SolveOptions
    save: Path | None


def run(job: Job) -> str:
    """Solve and return a line."""
    problem = load_orlibrary(job.path)
    began, cpu = time.monotonic(), time.process_time()
    if job.solver == OURS:
        plan = assign(problem, job.options)
        cost, bound = plan.cost, plan.bound
    else:
        from solvers.assignment import PEERS  # noqa: PLC0415 - their packages are only needed here

        cost, bound = PEERS[job.solver](problem, job.options)
    seconds, cpu = time.monotonic() - began, time.process_time() - cpu
    if job.solver == OURS and job.save is not None:
        save(problem, plan, job.save / job.path.name)
    gap = 100.0 * (cost - bound) / abs(cost) if math.isfinite(cost) else math.inf
    return f"{job.path.name},{cost:.10g},{bound:.10g},{gap:.4f},{seconds:.1f},{cpu:.1f},{job.solver}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add_limits(parser)
    parser.add_argument("--peers", action="store_true", help="other solvers beside ours")
    given = parser.parse_args()
    options = SolveOptions(given.seconds, seed=given.seed, threads=given.threads)
    print("instance,cost,bound,gap_pct,seconds,cpu_s,solver", flush=True)
    for path in given.files:
        for solver in (OURS, *(PEER_NAMES if given.peers else ())):
            try:
                print(apart(run, Job(path, solver, options, given.save)), flush=True)
            except DiedError as code:
                print(f"{solver} ended with {code} on {path.name}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
