"""``banme demo``: the whole main job on the sample region, from data to a plan on a map."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from pathlib import Path
from typing import Annotated

import typer

from banme import regions
from banme.cli.data import fill
from banme.cli.plan import show_comparison, show_run, write_report
from banme.cli.programme import show_run_indicators
from banme.cli.screen import number, out, say, show_problems, watching
from banme.cli.serving import Host, Port, serve_workspace
from banme.workspace import store

BASELINE, PLAN = "today", "base"
SAMPLE_WEEK = dt.date(2026, 11, 23)
"""A week of the coffee harvest, for which the sample region has a fleet and orders."""
RELOCATION_S = 10.0
"""Seconds for the plan of moves; each point of its front gets a quarter."""


def demo(
    target: Annotated[Path, typer.Argument(help="Thư mục kết quả / folder for the results.")] = Path("out"),
    region: Annotated[str, typer.Option(help="Vùng mẫu / sample region.")] = "daklak",
    serve: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Mở giao diện web khi xong / open the web rooms afterwards.")
    ] = True,
    host: Host = "127.0.0.1",
    port: Port = 8360,
) -> None:
    """Tạo vùng mẫu, tính phương án, ghi kết quả / build the sample region, compute the plan, write results."""
    began = time.monotonic()
    file = target / f"{region}.gpkg"
    _clear(target, file)
    store.connect(file, create=True)
    for folder in regions.folders(region):
        fill(folder, reason=f"sample region {region}", replace=False)
    baseline, plan = _compute(BASELINE), _compute(PLAN)
    show_comparison(baseline, plan)
    _verify(plan)
    show_run_indicators(SAMPLE_WEEK)
    _write(target, plan, baseline)
    _rounds(target, plan)
    _relocate(target)
    store.finish()
    out.print(
        say(
            f"Xong trong {number(time.monotonic() - began)} giây. Kết quả trong {target}/",
            f"Done in {number(time.monotonic() - began)} s. Results in {target}/",
        )
    )
    if serve:
        serve_workspace(host, port, browser=True)


def _clear(target: Path, file: Path) -> None:
    """Make room for a fresh demo: its own files of an earlier one go, everything else in the folder stays."""
    target.mkdir(parents=True, exist_ok=True)
    for leftover in (file, file.with_suffix(".queue"), *target.glob(f"{file.name}-*")):
        leftover.unlink(missing_ok=True)
    shutil.rmtree(target / "run", ignore_errors=True)


def _compute(scenario: str) -> str:
    from banme.studies import runs

    with watching() as listener:
        done = runs.execute(runs.create(scenario).code, listener)
    show_run(done)
    if done.cost_vnd is None:
        raise typer.Exit(3)
    return done.code


def _rounds(target: Path, plan: str) -> None:
    """Plan a sample week's truck rounds of one site, and write them."""
    from banme.cli.rounds import plan_week

    plan_week(plan, SAMPLE_WEEK, target / "rounds")


def _relocate(target: Path) -> None:
    """Plan the relocation of the establishments near homes, where the region has any."""
    from banme.cli.relocation import show_relocation
    from banme.studies import relocation, runs
    from banme.workspace.models import RelocationNeed

    if not RelocationNeed.objects.exists():
        return
    with watching() as listener:
        done = runs.execute(runs.create(PLAN, relocation.STUDY, {"time_limit_s": RELOCATION_S}).code, listener)
    show_relocation(done)
    _verify(done.code)
    for name in ("relocation.xlsx", "relocation.gpkg"):
        write_report(done.code, target / name, None)


def _verify(run: str) -> None:
    """Let the independent checker recompute the plan before anything is written."""
    from banme.studies.verify import verify

    verdict, problems = verify(run)
    problems += list(verdict.findings)
    if problems:
        show_problems(problems)
        raise typer.Exit(1)
    out.print(say("Bộ kiểm chứng độc lập: đạt", "Independent checker: passed"))


def _write(target: Path, plan: str, baseline: str) -> None:
    from banme.studies.verify import write_files

    write_report(plan, target / "report.html", baseline)
    write_report(plan, target / "results.xlsx", baseline)
    write_report(plan, target / "results.gpkg", None)
    write_files(plan, target / "run" / plan)
