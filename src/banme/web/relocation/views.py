"""The studio's page, its form, and its files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from banme.errors import InputError
from banme.law.marks import Mark
from banme.web import extent
from banme.web.numbers import vietnamese
from banme.web.registers.transfer import sent
from banme.web.relocation import shapes
from banme.web.runs import engine
from banme.workspace import models as m
from banme.workspace.models.clusters import HazardClass
from banme.workspace.models.freight import TariffKind
from banme.workspace.models.relocation import FairnessGroup, Nearness
from banme.workspace.models.runs import RunStatus
from banme.workspace.text import both, half

STUDY = "relocation"
BILLION = 1e9
FORMS = {"xlsx": ".xlsx", "gpkg": ".gpkg"}
ORDERS = {
    "weighted": (both("Tổng có trọng số", "Weighted sum"), ()),
    "exposure": (
        both("Phơi nhiễm trước, rồi việc làm, rồi chi phí", "Exposure first, then jobs, then cost"),
        (("exposure", 5.0), ("jobs_lost", 10.0)),
    ),
    "jobs": (
        both("Việc làm trước, rồi phơi nhiễm, rồi chi phí", "Jobs first, then exposure, then cost"),
        (("jobs_lost", 5.0), ("exposure", 10.0)),
    ),
    "cost": (
        both("Chi phí trước, rồi phơi nhiễm", "Cost first, then exposure"),
        (("cost_vnd", 10.0), ("exposure", 0.0)),
    ),
}
"""Objectives offered: what each is called, and its goals with tolerances in per cent; the least cost is sought last."""


def runs_with_plan() -> Any:
    """Return the relocation runs that ended with a plan, newest first."""
    return m.Run.objects.filter(
        study=STUDY, status__in=[RunStatus.DONE, RunStatus.STOPPED], cost_vnd__isnull=False
    ).order_by("-finished_at", "-id")


@require_safe
def studio(request: HttpRequest) -> HttpResponse:
    """Show the newest run, or the one asked for (``run``), and the point of its front asked for (``point``)."""
    asked = request.GET.get("run", "")
    found = runs_with_plan().filter(code=asked).first() if asked else runs_with_plan().first()
    if asked and found is None:
        raise Http404(str(both(f"Không có lần chạy {asked}", f"There is no run {asked}")))
    context: dict[str, Any] = {"run": found, "runs": runs_with_plan()[:20], **_form(found)}
    if found is not None:
        context |= _results(found, request.GET.get("point", "0"))
    return render(request, "web/relocation.html", context)


def _form(run: m.Run | None) -> dict[str, Any]:
    """Return what the form offers: the figures of the run shown, else those of the tables."""
    given = {} if run is None else run.parameters
    metres = dict(
        m.SafetyDistance.objects.filter(in_use=True).order_by("valid_from").values_list("hazard_class", "distance_m")
    )
    metres |= given.get("asked", {}).get("distances_m") or {}
    budget = {row.year: row.budget_vnd for row in m.RelocationBudget.objects.order_by("year")}
    budget |= {int(year): value for year, value in given.get("budget_vnd", {}).items()}
    return {
        "distances": [(name, label, metres.get(name)) for name, label in HazardClass.choices],
        "budgets": [(year, value / BILLION) for year, value in sorted(budget.items())],
        "orders": [(name, label) for name, (label, _) in ORDERS.items()],
        "ready": m.RelocationNeed.objects.exists(),
    }


def _results(run: m.Run, point: str) -> dict[str, Any]:
    from banme.studies.relocation.rules import lacking  # noqa: PLC0415  (engines load slowly)

    front = list(m.ResultFront.objects.filter(run=run).order_by("point"))
    number = int(point) if point.isdigit() and int(point) in {row.point for row in front} else 0
    shown = next(row for row in front if row.point == number)
    rows = m.ResultMove.objects.filter(run=run, point=number).select_related("establishment", "plot__cluster")
    moves = {row.establishment_id: row for row in rows}  # type: ignore[attr-defined]
    priority = list(m.ResultExposure.objects.filter(run=run).select_related("establishment", "home").order_by("rank"))
    parameters = run.parameters
    return {
        "point": number,
        "shown": shown,
        "front": front,
        "status": parameters.get("status"),
        "rows": [
            {
                "exposure": row,
                "move": moves.get(row.establishment_id),  # type: ignore[attr-defined]
                "missing": lacking(row.missing),
            }
            for row in priority
            if row.where != Nearness.CLEAR
        ],
        "clear": [row for row in priority if row.where == Nearness.CLEAR],
        "staying": shown.exposure_left + shown.exposure_removed,
        "years": _years(run, moves),
        "fairness": _fairness(run, number),
        "rules": [_rule(one) for one in parameters.get("rules", [])],
        "left_out": [(code, half(reason)) for code, reason in parameters.get("left_out_clusters", {}).items()],
        "illustrative": parameters.get("illustrative"),
        "unfounded": parameters.get("unfounded_tables", []),
        "goals": m.ResultObjective.objects.filter(run=run).order_by("rank"),
        "charts": {
            "run": run.code,
            "point": number,
            "front": [
                {
                    "point": row.point,
                    "removed": row.exposure_removed,
                    "cost": row.cost_vnd,
                    "jobs_lost": row.jobs_lost,
                    "moves": row.moves,
                }
                for row in front
            ],
        },
        "map": extent.map_settings(
            makers=shapes.makers(priority, moves),
            arrows=shapes.arrows(moves.values()),
            homes=shapes.homes(),
            plots=shapes.plots(),
            years=parameters.get("years", []),
        ),
    }


def _years(run: m.Run, moves: dict[str, m.ResultMove]) -> list[dict[str, Any]]:
    """Return by year the budget, what is paid of it and how many move."""
    found = []
    for year, budget in sorted(run.parameters.get("budget_vnd", {}).items()):
        here = [row for row in moves.values() if row.year == int(year)]
        paid = sum(row.support_vnd or 0.0 for row in here)
        found.append({"year": int(year), "budget": budget, "paid": paid, "moves": len(here)})
    return found


def _fairness(run: m.Run, point: int) -> list[tuple[str, list[dict[str, Any]]]]:
    rows = list(m.ResultFairness.objects.filter(run=run, point=point).order_by("group"))
    return [
        (
            str(label),
            [
                {
                    "row": row,
                    "removed_pct": 100.0 * (1.0 - row.exposure_left / row.exposure_staying)
                    if row.exposure_staying > 0
                    else None,
                }
                for row in rows
                if row.kind == kind
            ],
        )
        for kind, label in FairnessGroup.choices
    ]


def _rule(one: dict[str, Any]) -> dict[str, Any]:
    names = {"worth": TariffKind, "distance": HazardClass}
    title = str(names[one["kind"]](one["name"]).label) if one["kind"] in names else half(one["name"])
    language = "vi" if vietnamese() else "en"
    label = Mark(one["mark"]).label.text(language) if one["mark"] else ""
    texts = {name: half(str(one[name])) for name in ("source", "note", "figure")}
    return {**one, **texts, "title": title, "mark_label": label}


@require_POST
def compute(request: HttpRequest) -> HttpResponse:
    """Begin a run with the form's objective, budget by year and distances."""
    asked: dict[str, object] = {}
    wrong: list[str] = []
    distances = {name: _number(request, f"distance_{name}", wrong) for name in HazardClass.values}
    stated = {
        row.hazard_class: row.distance_m for row in m.SafetyDistance.objects.filter(in_use=True).order_by("valid_from")
    }
    changed = {name: value for name, value in distances.items() if value is not None and value != stated.get(name)}
    budget = {
        key.removeprefix("budget_"): value
        for key in request.POST
        if key.startswith("budget_") and (value := _number(request, key, wrong)) is not None
    }
    if wrong:
        messages.error(request, str(both("Phải là số từ 0 trở lên: ", "Must be 0 or more: ")) + ", ".join(wrong))
        return redirect("clusters_relocation")
    asked |= {"distances_m": changed} if changed else {}
    asked |= {"budget_vnd": {year: value * BILLION for year, value in budget.items()}} if budget else {}
    order = request.POST.get("order", "weighted")
    asked |= {"goals": [list(goal) for goal in ORDERS[order][1]]} if ORDERS.get(order, ("", ()))[1] else {}
    scenario = m.Scenario.objects.filter(base__isnull=True).order_by("id").first()
    try:
        run = engine.start("" if scenario is None else scenario.code, STUDY, asked)
    except InputError as error:
        for problem in error.problems:
            messages.error(request, problem.text("vi" if vietnamese() else "en"))
        return redirect("clusters_relocation")
    return redirect("run", run.code)


def _number(request: HttpRequest, name: str, wrong: list[str]) -> float | None:
    words = request.POST.get(name, "").strip().replace(",", ".")
    if not words:
        return None
    try:
        value = float(words)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        wrong.append(f"{name} = {words}")
        return None
    return value


@require_safe
def download(request: HttpRequest, code: str, form: str) -> FileResponse:  # noqa: ARG001
    """Send a run as a workbook or a GeoPackage."""
    from banme.reports import relocation  # noqa: PLC0415  (loads slowly)

    if form not in FORMS or not runs_with_plan().filter(code=code).exists():
        raise Http404(code)

    def write(path: Path) -> Path:
        return relocation.write(path, code, "vi" if vietnamese() else "en")

    return sent(code, FORMS[form], write)
