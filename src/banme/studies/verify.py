"""Check a run from its saved files, and that its result tables still say what the files say."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from banme.checker import Verdict, assignment, check, worth
from banme.errors import InputError, Problem
from banme.studies.assessment import verifying
from banme.studies.differing import agree, differs
from banme.studies.network.problem import period_label
from banme.workspace.models import (
    ResultFlow,
    ResultFront,
    ResultMove,
    ResultOpening,
    ResultRound,
    ResultRoundStop,
    ResultStock,
    Run,
    RunFile,
)

ROUNDS = "rounds.json"
TOLERANCE_T = 1e-6
"""Largest difference of tonnes between a result table and the plan file: both hold the same floating-point numbers."""


def write_files(run_code: str, folder: Path) -> list[Path]:
    """Write the run's problem, plan and certificate files into ``folder``.

    Raises
    ------
    InputError
        When the run does not exist or keeps no files.

    """
    files = list(RunFile.objects.filter(run_id=run_code))
    if not files:
        known = ", ".join(Run.objects.values_list("code", flat=True)[:10]) or "–"
        raise InputError(
            [
                Problem(
                    rule="no-run-files",
                    table="run",
                    row=run_code,
                    vi=f"Không có tệp của lần chạy này; các lần chạy: {known}",
                    en=f"This run keeps no files; runs are: {known}",
                )
            ]
        )
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for file in files:
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(file.content))
        paths.append(path)
    return paths


def verify(run_code: str) -> tuple[Verdict, list[Problem]]:
    """Recompute a run's plan from its files and compare its result tables with them.

    Returns the checker's verdict on the files, and every row of the result tables or of the run that differs, with what
    is wrong in the files of the run's further steps.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(run_code, folder)
        verdict = check(folder)
        if (folder / ROUNDS).exists():
            rows = _round_problems(run_code, json.loads((folder / ROUNDS).read_text(encoding="utf-8")))
            return verdict, [*_round_headline(run_code, verdict), *rows]
        if assignment.there(folder):
            return verdict, [*_headline(run_code, verdict), *_relocation(run_code, folder), *_steps(folder)]
        if worth.there(folder):
            return verdict, [*_headline(run_code, verdict), *verifying.differences(run_code, folder)]
        future = Run.objects.get(code=run_code).parameters.get("shown_future", "")
        return verdict, [*_table_problems(run_code, _plan(folder, future), verdict), *_steps(folder)]


def _steps(folder: Path) -> list[Problem]:
    """Check the files of a run's further steps, each in its own folder."""
    return [
        replace(problem, table=f"{step.name}/{problem.table}")
        for step in sorted(path for path in folder.iterdir() if path.is_dir())
        for problem in check(step).findings
    ]


def _relocation(run_code: str, folder: Path) -> list[Problem]:
    """Compare who moves when to which plot with the saved assignments: the plan's and each point's of the front."""
    problems = []
    for point in ResultFront.objects.filter(run_id=run_code):
        place = folder if point.point == 0 else folder / f"front-{point.point:02d}"
        document = json.loads(gzip.decompress((place / assignment.NAME).read_bytes()))
        saved = dict(zip(document["problem"]["items"], document["plan"], strict=True))
        for row in ResultMove.objects.filter(run_id=run_code, point=point.point):
            stored = "stay" if row.plot_id is None else f"{row.plot_id}@{row.year}"
            if saved.pop(row.establishment_id, "") != stored:
                problems.append(differs("result_move", f"{point.point}/{row.establishment_id}", "plot_code", stored))
        problems += [differs("result_move", f"{point.point}/{code}", "", label) for code, label in saved.items()]
        claims = document["claims"]
        for name, value in (("objective", claims["cost"]), ("bound", claims["bound"])):
            if not agree(getattr(point, name), float(value)):
                problems.append(differs("result_front", str(point.point), name, f"{getattr(point, name)} ≠ {value}"))
    return problems


def _round_headline(run_code: str, verdict: Verdict) -> list[Problem]:
    """Return the run's cost, bound and gap where they differ from the recomputed; no bound needs no proof."""
    run = Run.objects.get(code=run_code)
    claims: list[tuple[str, float | None, float]] = [("cost_vnd", run.cost_vnd, verdict.cost_vnd)]
    if run.bound_vnd is not None or run.gap_pct is not None:
        claims += [("bound_vnd", run.bound_vnd, verdict.bound_vnd), ("gap_pct", run.gap_pct, verdict.gap_pct)]
    return [
        differs("run", run_code, name, f"{stored} ≠ {proven}")
        for name, stored, proven in claims
        if not agree(stored, proven)
    ]


def _round_problems(run_code: str, document: dict[str, Any]) -> list[Problem]:
    """Return the rounds and stops of the result tables that differ from the saved ones."""
    saved = {row["shift"]: (row["cost_vnd"], row["driver"], len(row["stops"])) for row in document["rounds"]}
    stops = Counter(ResultRoundStop.objects.filter(run_id=run_code).values_list("shift_code", flat=True))
    stored = {
        row.shift_code: (row.cost_vnd, row.driver, stops[row.shift_code])
        for row in ResultRound.objects.filter(run_id=run_code)
    }
    return [
        differs("result_round", shift, "cost_vnd", f"{stored.get(shift)} ≠ {saved.get(shift)}")
        for shift in sorted({*saved, *stored})
        if saved.get(shift) != stored.get(shift)
    ]


def _plan(folder: Path, future: str = "") -> dict[str, pd.DataFrame]:
    """Return the saved plan's tables; of a plan for several futures, the one whose flows the result tables hold."""
    path = next(folder.glob("plan.json*"))
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    stored = json.loads(text)["tables"]
    tables = {name: pd.DataFrame(table["rows"], columns=table["columns"]) for name, table in stored.items()}
    if future:
        for name in ("flows", "storage"):
            rows = tables[name][tables[name]["period"].astype(str).str.startswith(f"{future}:")]
            tables[name] = rows.assign(period=rows["period"].str.removeprefix(f"{future}:"))
    return tables


def _headline(run_code: str, verdict: Verdict) -> list[Problem]:
    run = Run.objects.get(code=run_code)
    return [
        differs("run", run_code, name, f"{stored} ≠ {proven}")
        for name, stored, proven in (
            ("cost_vnd", run.cost_vnd, verdict.cost_vnd),
            ("bound_vnd", run.bound_vnd, verdict.bound_vnd),
        )
        if not (verdict.is_benefit and name == "bound_vnd") and not agree(stored, proven)
    ]


def _table_problems(run_code: str, plan: dict[str, pd.DataFrame], verdict: Verdict) -> list[Problem]:
    problems = _headline(run_code, verdict)
    problems += _compare_cells(
        "result_flow", _flow_table(run_code), _cells(plan["flows"], ("source", "target", "commodity", "period"))
    )
    problems += _compare_cells(
        "result_stock", _stock_table(run_code), _cells(plan["storage"], ("site", "commodity", "period"))
    )
    stored_sites = {
        (row.site_id, row.module_id, str(row.year_opened)) for row in ResultOpening.objects.filter(run_id=run_code)
    }
    planned = set(plan["openings"][["site", "module", "stage"]].astype(str).itertuples(index=False, name=None))
    problems += [
        differs("result_opening", str(entry[0]), "module_code", " ".join(entry))
        for entry in sorted(stored_sites ^ planned)
    ]
    return problems


def _cells(table: pd.DataFrame, keys: tuple[str, ...]) -> pd.Series[float]:
    return table.groupby(list(keys))["quantity_t"].sum() if len(table) else pd.Series(dtype=float)


def _flow_table(run_code: str) -> pd.Series[float]:
    rows = ResultFlow.objects.filter(run_id=run_code)
    records = [
        {
            "source": r.source_code,
            "target": r.target_code,
            "commodity": r.commodity_id,
            "period": period_label(r.year, r.month),
            "quantity_t": r.quantity_t,
        }
        for r in rows
    ]
    return _cells(pd.DataFrame(records), ("source", "target", "commodity", "period"))


def _stock_table(run_code: str) -> pd.Series[float]:
    rows = ResultStock.objects.filter(run_id=run_code)
    records = [
        {
            "site": r.site_code,
            "commodity": r.commodity_id,
            "period": period_label(r.year, r.month),
            "quantity_t": r.quantity_t,
        }
        for r in rows
    ]
    return _cells(pd.DataFrame(records), ("site", "commodity", "period"))


def _compare_cells(table: str, stored: pd.Series[float], planned: pd.Series[float]) -> list[Problem]:
    if stored.empty and planned.empty:
        return []
    both = pd.concat({"stored": stored, "planned": planned}, axis=1).fillna(0.0)
    wrong = both[(both["stored"] - both["planned"]).abs() > TOLERANCE_T]
    return [
        differs(table, " ".join(map(str, key)), "quantity_t", f"{row.stored} ≠ {row.planned}")
        for key, row in zip(wrong.index, wrong.itertuples(), strict=True)
    ]
