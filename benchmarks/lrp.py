"""Location-routing on public instances in Prodhon's layout, one CSV line for each.

    python benchmarks/lrp.py FILE... [--seconds S] [--threads N] [--seed N] [--save DIR] [--wide]

``--save`` keeps depots and rounds, which ``banme check`` verifies. ``--wide`` adds the best known cost, read from
``bks.json`` beside the file, how far above it, CPU seconds and steps of the search.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from apart import DiedError, apart
from banme.errors import InfeasibleError
from banme.routing.location_routing import LocationRoutingOptions, load_prodhon, locate, ready, save
from limits import add_limits

HEADER, WIDE = "instance,cost,seconds", ",best_known,above_best_known_pct,cpu_s,steps"


@dataclass(frozen=True, slots=True)
class Job:
    """One solve of one file."""

    path: Path
    options: LocationRoutingOptions
    save: Path | None
    wide: bool


def best_known(path: Path) -> float:
    """Return the best known cost from the table beside the file, nan where there is none."""
    table = path.parent / "bks.json"
    return float(json.loads(table.read_text())[path.name]) if table.exists() else math.nan


def run(job: Job) -> str:
    """Solve and return a line."""
    problem = load_prodhon(job.path)
    ready(problem)
    began, cpu = time.monotonic(), time.process_time()
    try:
        plan = locate(problem, job.options)
    except InfeasibleError as error:
        print(error, file=sys.stderr)
        return f"{job.path.name},inf,{time.monotonic() - began:.1f}"
    seconds, cpu = time.monotonic() - began, time.process_time() - cpu
    if job.save is not None:
        save(problem, plan, job.save / job.path.name)
    line = f"{job.path.name},{plan.cost:.10g},{seconds:.1f}"
    if not job.wide:
        return line
    known = best_known(job.path)
    return f"{line},{known:.10g},{100.0 * (plan.cost / known - 1.0):.4f},{cpu:.1f},{plan.steps}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add_limits(parser)
    parser.add_argument("--wide", action="store_true", help="more columns")
    given = parser.parse_args()
    options = LocationRoutingOptions(given.seconds, given.threads, given.seed)
    print(HEADER + (WIDE if given.wide else ""), flush=True)
    for path in given.files:
        try:
            print(apart(run, Job(path, options, given.save, given.wide)), flush=True)
        except DiedError as code:
            print(f"{path.name} ended with {code}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
