"""Network design on public instances and on a national look-alike, one CSV line for each instance.

    python benchmarks/siting.py FAMILY FILE... [--seconds S] [--threads N] [--gap PCT] [--save DIR] [--wide] [--peers]
    python benchmarks/siting.py national SCALE... [the same]

Families: tscflp_mp, cflp_tbed1, cflp_orlib, ufl, and ``planning`` for folders that ``banme.siting.save`` wrote. The
path is the user's; best known costs are read from the tables beside the files. ``--save`` keeps plan and certificate,
which ``banme check`` verifies. ``--wide`` adds solver, best known cost, how far above it, and CPU seconds. ``--peers``
gives the same problem, whole, with the same time and threads to HiGHS (capacity rows alone, and with every linking
row), SCIP and CP-SAT; without a family it takes a small national look-alike. Every solve has a process of its own, so
that its memory and its crashes are its own.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from apart import DiedError, apart, peak_mb
from banme.siting import Options, design, load_problem, save
from banme.siting.generator import national
from banme.siting.instances import READERS, Instance
from limits import add_limits
from warm import compile_loops, kept

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS = "banme"
PEER_NAMES = ("highs_compact", "highs_strong", "scip", "cp_sat")
HEADER = "instance,cost,bound,gap_pct,seconds,peak_mb"
WIDE = ",solver,best_known,above_best_known_pct,cpu_s"
SEVERAL = frozenset({"cflp_orlib"})
"""Families with several instances in a file."""
DEFAULT = ("national", ["0.01"])


@dataclass(frozen=True, slots=True)
class Job:
    """One solve: instance number ``at`` of a file (or scale) of a family, by one solver."""

    family: str
    name: str
    at: int
    solver: str
    options: Options
    save: Path | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table; the first six columns are the promised ones."""

    instance: str
    cost: float
    bound: float
    seconds: float
    peak_mb: float
    solver: str
    best_known: float
    cpu_s: float

    def text(self, *, wide: bool) -> str:
        gap = 100.0 * (self.cost - self.bound) / abs(self.cost) if math.isfinite(self.cost) and self.cost else math.inf
        text = f"{self.instance},{self.cost:.10g},{self.bound:.10g},{gap:.4f},{self.seconds:.1f},{self.peak_mb:.0f}"
        if not wide:
            return text
        above = 100.0 * (self.cost / self.best_known - 1.0)
        return f"{text},{self.solver},{self.best_known:.10g},{above:.4f},{self.cpu_s:.1f}"


def instances(family: str, name: str) -> Iterator[Instance]:
    """Yield the instances of a file, or the look-alike of a scale."""
    if family == "national":
        yield Instance(f"national x{name}", national(float(name)), math.nan)
    elif family == "planning":
        yield Instance(Path(name).name, load_problem(Path(name)), math.nan)
    else:
        yield from READERS[family](Path(name))


def run(job: Job) -> Line | None:
    """Solve one instance; None when the file has no such instance."""
    instance = next(islice(instances(job.family, job.name), job.at, None), None)
    if instance is None:
        return None
    began, cpu = time.monotonic(), time.process_time()
    if job.solver == OURS:
        found = design(instance.problem, job.options)
        cost, bound = found.cost_vnd, found.bound_vnd
        seconds, cpu = time.monotonic() - began, time.process_time() - cpu
        if job.save is not None:
            save(instance.problem, found, job.save / instance.name)
    else:
        from solvers import PEERS  # noqa: PLC0415 - their packages are only needed here

        other = PEERS[job.solver](instance.problem, job.options)
        cost, bound = other.cost, other.bound
        seconds, cpu = time.monotonic() - began, time.process_time() - cpu
    return Line(instance.name, cost, bound, seconds, peak_mb(), job.solver, instance.best_known, cpu)


def in_a_process(job: Job) -> Line | None:
    """Solve in a process of its own; one that dies leaves a line without a plan."""
    began = time.monotonic()
    try:
        return apart(run, job)
    except DiedError as code:
        print(f"{job.solver} ended with {code} on {job.name}", file=sys.stderr)
        elapsed = time.monotonic() - began
        return Line(Path(job.name).name, math.inf, -math.inf, elapsed, math.nan, job.solver, math.nan, math.nan)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("family", nargs="?", choices=[*READERS, "planning", "national"])
    parser.add_argument("names", nargs="*", metavar="FILE")
    add_limits(parser)
    parser.add_argument("--gap", type=float, default=0.001, help="wanted gap in per cent")
    parser.add_argument("--wide", action="store_true", help="more columns")
    parser.add_argument("--peers", action="store_true", help="other solvers beside ours; implies --wide")
    given = parser.parse_args()
    if (given.family is None and not given.peers) or (given.family is not None and not given.names):
        parser.error("name a family and its files (or scales)")
    family, names = (given.family, given.names) if given.family else DEFAULT
    options = Options(time_limit_s=given.seconds, gap_pct=given.gap, threads=given.threads, seed=given.seed)
    wide = given.wide or given.peers
    if family in READERS and not kept():
        apart(compile_loops, None)
    print(HEADER + (WIDE if wide else ""), flush=True)
    for name in names:
        at = 0
        while (line := in_a_process(Job(family, name, at, OURS, options, given.save))) is not None:
            print(line.text(wide=wide), flush=True)
            for solver in PEER_NAMES if given.peers else ():
                other = in_a_process(Job(family, name, at, solver, options, None))
                if other is not None:
                    print(other.text(wide=wide), flush=True)
            at += 1
            if family not in SEVERAL or math.isnan(line.peak_mb):
                break


if __name__ == "__main__":
    sys.exit(main())
