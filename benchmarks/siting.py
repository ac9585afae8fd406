"""Network design on public instances and on a national look-alike, one CSV line for each instance.

    python benchmarks/siting.py FAMILY FILE... [--seconds S] [--threads N] [--gap PCT] [--save DIR] [--peers]
    python benchmarks/siting.py national SCALE... [the same]

Families: tscflp_mp, cflp_tbed1, cflp_orlib, ufl, and ``planning`` for folders that ``banme.siting.save`` wrote. The
path is the user's; best known costs are read from the tables beside the files. ``--save`` keeps plan and certificate,
which ``banme check`` verifies; ``--peers`` gives HiGHS the same problem, whole, with the same time and threads: with
the capacity rows alone (``highs_compact``) and with every linking row (``highs_strong``).
"""

from __future__ import annotations

import argparse
import math
import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import highspy
import numpy as np

from banme.siting import Options, design, load_problem, save
from banme.siting.generator import national
from banme.siting.instances import READERS, Instance
from banme.siting.kernel import tighter_links
from banme.siting.layout import lay_out
from banme.siting.linear import silent_highs
from banme.siting.relaxation import Relaxation, stack
from banme.siting.rows import KEPT, link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from banme.siting import NetworkProblem

HEADER = "instance,cost,bound,gap_pct,seconds,peak_mb,solver,best_known,above_best_known_pct,cpu_s"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table; the first six columns are the promised ones."""

    instance: str
    cost: float
    bound: float
    seconds: float
    cpu_s: float
    solver: str
    best_known: float

    def __str__(self) -> str:
        gap = 100.0 * (self.cost - self.bound) / abs(self.cost) if math.isfinite(self.cost) else math.inf
        above = 100.0 * (self.cost / self.best_known - 1.0)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
        return (
            f"{self.instance},{self.cost:.10g},{self.bound:.10g},{gap:.4f},{self.seconds:.1f},{peak:.0f},"
            f"{self.solver},{self.best_known:.10g},{above:.4f},{self.cpu_s:.1f}"
        )


def instances(family: str, names: list[str]) -> Iterator[Instance]:
    for name in names:
        if family == "national":
            yield Instance(f"national x{name}", national(float(name)), math.nan)
        elif family == "planning":
            yield Instance(Path(name).name, load_problem(Path(name)), math.nan)
        else:
            yield from READERS[family](Path(name))


def ours(instance: Instance, options: Options, folder: Path | None) -> Line:
    began, cpu = time.monotonic(), time.process_time()
    found = design(instance.problem, options)
    line = Line(
        instance.name,
        found.cost_vnd,
        found.bound_vnd,
        time.monotonic() - began,
        time.process_time() - cpu,
        "banme",
        instance.best_known,
    )
    if folder is not None:
        save(instance.problem, found, folder / instance.name)
    return line


def highs(instance: Instance, options: Options, *, strong: bool) -> Line:
    """Give HiGHS the whole mixed-integer programme."""
    began, cpu = time.monotonic(), time.process_time()
    solver = _loaded(instance.problem, options, strong=strong)
    solver.setOptionValue("time_limit", max(0.1, options.time_limit_s - (time.monotonic() - began)))
    solver.run()
    info = solver.getInfo()
    has_plan = info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    return Line(
        instance.name,
        info.objective_function_value if has_plan else math.inf,
        info.mip_dual_bound,
        time.monotonic() - began,
        time.process_time() - cpu,
        "highs_strong" if strong else "highs_compact",
        instance.best_known,
    )


def _loaded(problem: NetworkProblem, options: Options, *, strong: bool) -> highspy.Highs:
    from banme.siting.linear import Setting, pass_model  # noqa: PLC0415 - only for the peers

    layout = lay_out(problem)
    relaxation = Relaxation.of(layout)
    families = [*relaxation.families, *(family(layout) for family in KEPT.values())]
    if strong:
        families.append(link(layout, tighter_links(layout, np.ones(relaxation.cost.size, bool))))
    solver = silent_highs(Setting(options.seed, options.threads))
    rows = (np.concatenate([rows.low for rows in families]), np.concatenate([rows.high for rows in families]))
    matrix = stack(families, relaxation.cost.size).tocsc()
    pass_model(solver, matrix, relaxation.cost, (np.zeros(relaxation.cost.size), relaxation.upper), rows)
    whole = np.arange(int(layout.offsets[3]), relaxation.cost.size, dtype=np.int32)
    kind = np.full(whole.size, int(highspy.HighsVarType.kInteger), np.uint8)
    solver.changeColsIntegrality(whole.size, whole, kind)
    solver.setOptionValue("mip_rel_gap", options.gap_pct / 100.0)
    return solver


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("family", choices=[*READERS, "planning", "national"])
    parser.add_argument("names", nargs="+", metavar="FILE")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--gap", type=float, default=0.001, help="wanted gap in per cent")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--save", type=Path)
    parser.add_argument("--peers", action="store_true")
    given = parser.parse_args()
    options = Options(time_limit_s=given.seconds, gap_pct=given.gap, threads=given.threads, seed=given.seed)
    print(HEADER, flush=True)
    for instance in instances(given.family, given.names):
        print(ours(instance, options, given.save), flush=True)
        if given.peers:
            for strong in (False, True):
                print(highs(instance, options, strong=strong), flush=True)


if __name__ == "__main__":
    sys.exit(main())
