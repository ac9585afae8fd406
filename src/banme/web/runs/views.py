"""Runs: the list, one run while it computes and when it is done, and why a figure is what it is."""

from __future__ import annotations

from math import isnan
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from banme.errors import BanMeError
from banme.web import colours, extent
from banme.web.assessment.runs import page_of
from banme.web.home import run_urls
from banme.web.runs import charts, choices, engine, futures, indicators, layers, words
from banme.web.runs.repair import repair_of
from banme.workspace import tables
from banme.workspace.models import ResultIndicator, ResultOpening, ResultUnit, Run
from banme.workspace.models.runs import RunStatus, Verdict
from banme.workspace.text import both

LISTED_RUNS = 200
WAITING = frozenset({RunStatus.QUEUED, RunStatus.RUNNING})


def find(code: str) -> Run:
    """Return the run with that code; page not found when there is none."""
    run = Run.objects.select_related("scenario").filter(code=code).first()
    if run is None:
        raise Http404(str(both(f"Không có lần chạy {code}", f"There is no run {code}")))
    return run


@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """List the runs, newest first."""
    found = Run.objects.select_related("scenario")[:LISTED_RUNS]
    return render(request, "web/runs.html", {"runs": [(run, tone(run)) for run in found]})


def tone(run: Run) -> str:
    """Return the name of the colour of a run's status."""
    return colours.tone_name("run", "status", run.status)


def year_of(request: HttpRequest, run: Run) -> tuple[int | None, list[int]]:
    """Return the stage year asked for (else the first) and all of them."""
    known = layers.years(run)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and int(asked) in known else next(iter(known), None)
    return year, known


@require_safe
def run(request: HttpRequest, code: str) -> HttpResponse:
    """Show a run: its progress, or its plan with the proof."""
    found = find(code)
    if found.study == layers.ROUNDS and layers.has_plan(found):
        return redirect("rounds_week", code)
    if found.study in layers.CLUSTER_STUDIES and layers.has_plan(found):
        return redirect(page_of(found))
    if not layers.has_plan(found):
        return render(request, "web/run_waiting.html", {"run": found, **progress_values(found)})
    year, years = year_of(request, found)
    return render(request, "web/run.html", {"run": found, "tone": tone(found), **_results(found, year, years)})


def _results(found: Run, year: int | None, years: list[int]) -> dict[str, Any]:
    units = ResultUnit.objects.filter(run=found, year=year).select_related("unit")
    return {
        "year": year,
        "years": years,
        "figures": indicators.of_run(found, str(year)) if year is not None else [],
        "assumed": indicators.assumed(found),
        "openings": ResultOpening.objects.filter(run=found, year=year).select_related("site", "module"),
        "missing_units": units.exclude(missing_reason="").order_by("missing_reason", "unit__name"),
        "units": units.order_by("-supply_t"),
        "charts": charts.charts(found, year),
        "robust": futures.shown(found),
        "map": extent.map_settings(
            run=run_urls(found, year),
            verdicts=choices.on_map(found),
            verdict_names={value: str(label) for value, label in Verdict.choices},
            staging=futures.on_map(found),
        ),
        **choices.of_run(found),
        "seconds": (found.finished_at - found.started_at).total_seconds()
        if found.finished_at is not None and found.started_at is not None
        else None,
    }


def progress_values(found: Run) -> dict[str, Any]:
    """Return what the live page shows: stage, share done, plan, bound, gap, seconds."""
    steps = found.progress or []
    last = steps[-1] if steps else {}

    def latest(name: str) -> Any:
        return next((step[name] for step in reversed(steps) if step.get(name) is not None), None)

    stage = found.stage or last.get("stage", "") or "queued"
    fraction = last.get("fraction")
    return {
        "tone": tone(found),
        "waiting": found.status in WAITING,
        "stage": words.stage(stage),
        "percent": None if fraction is None else round(100 * fraction),
        "incumbent": latest("incumbent"),
        "bound": latest("bound"),
        "gap": latest("gap_pct"),
        "elapsed": last.get("elapsed_s"),
        "steps": charts.gap_steps(found),
        "repair": repair_of(found),
    }


@require_safe
def progress(request: HttpRequest, code: str) -> HttpResponse:
    """Answer with the live part of the page; when the run has ended, with the address of its results."""
    found = find(code)
    response = render(request, "web/run_progress.html", {"run": found, **progress_values(found)})
    if layers.has_plan(found):
        response.headers["HX-Redirect"] = reverse("run", args=[code])
    return response


@require_POST
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Ask a run to stop; the best plan found is kept."""
    found = find(code)
    try:
        engine.cancel(found.code)
        messages.info(
            request, str(both("Đã yêu cầu dừng; phương án tốt nhất được giữ.", "Asked to stop; the best plan is kept."))
        )
    except BanMeError as error:
        messages.error(request, str(error))
    return redirect("run", code)


@require_safe
def why(request: HttpRequest, code: str, indicator: str) -> HttpResponse:
    """Show what a figure rests on: its inputs, run, rule and sources."""
    found = find(code)
    scope = request.GET.get("scope", "") or _first_scope(found, indicator)
    shown = next((one for one in indicators.of_run(found, scope) if one.indicator == indicator), None)
    if shown is None:
        raise Http404(
            str(both(f"Lần chạy {code} không có chỉ tiêu {indicator}", f"Run {code} has no figure {indicator}"))
        )
    trace = engine.why(indicator, code)
    names = {model._meta.db_table: model._meta.verbose_name_plural for model in tables.input_tables()}
    read = [
        {"table": row.Index, "title": names[row.Index], "rows": row.rows, "assumed": known(row.assumed_pct)}
        for row in trace.tables.itertuples()
    ]
    sources = [{"code": code, **row} for code, row in trace.sources.to_dict("index").items()]
    context = {"run": found, "tone": tone(found), "shown": shown, "trace": trace, "tables": read, "sources": sources}
    return render(request, "web/why.html", context)


def _first_scope(run: Run, indicator: str) -> str:
    """Return the whole run's scope where a figure has it, else the first year or case it has."""
    scopes = ResultIndicator.objects.filter(run=run, indicator=indicator).order_by("scope")
    return scopes.values_list("scope", flat=True).first() or ""


def known(value: float | None) -> float | None:
    """Return a figure of a frame, None where it is missing."""
    return None if value is None or isnan(value) else float(value)
