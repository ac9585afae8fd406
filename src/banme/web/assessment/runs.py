"""Runs of the cluster studies: begun from these rooms, shown in them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from banme.errors import InputError
from banme.web.numbers import vietnamese
from banme.web.registers.transfer import sent
from banme.web.runs import engine
from banme.web.runs.layers import CLUSTER_STUDIES
from banme.workspace.models import Run, Scenario
from banme.workspace.models.runs import RunStatus
from banme.workspace.text import both

LADDER, EXCHANGE, ZONE = "upgrade_ladder", "byproduct_exchange", "zone_portfolio"
RELOCATION = "relocation"
STUDIES = tuple(study for study in CLUSTER_STUDIES if study != RELOCATION)
"""Studies begun from the room of assessments."""


def latest(study: str, **asked: str) -> Run | None:
    """Return the newest run of a study with a plan that was asked for just this."""
    rows = Run.objects.filter(study=study, status__in=[RunStatus.DONE, RunStatus.STOPPED], cost_vnd__isnull=False)
    for run in rows.order_by("-finished_at", "-id"):
        given = run.parameters.get("asked", {})
        if all((given.get(name) or "") == value for name, value in asked.items()):
            return run
    return None


def page_of(run: Run) -> str:
    """Return the address of the room that shows a run of these studies; empty for any other run."""
    asked = run.parameters.get("asked", {}) if run.study in CLUSTER_STUDIES else {}
    if run.study == LADDER and asked.get("establishment"):
        return reverse("assessment_establishment", args=[asked["establishment"]])
    if run.study == RELOCATION:
        return f"{reverse('clusters_relocation')}?run={run.code}"
    if run.study == ZONE and asked.get("cluster"):
        return reverse("assessment_zone", args=[asked["cluster"]])
    if run.study in {LADDER, EXCHANGE} and asked.get("cluster"):
        return reverse("assessment_cluster", args=[asked["cluster"]])
    return reverse("assessment") if run.study in STUDIES else ""


def proof(run: Run | None) -> dict[str, Any] | None:
    """Return what is maximised, its proven upper bound and the gap, and the tables that are not founded."""
    if run is None:
        return None
    return {
        "run": run,
        "worth": run.value_vnd,
        "bound": run.proven_vnd,
        "gap": run.gap_pct,
        "unfounded": run.parameters.get("unfounded_tables", []),
        "budget": run.parameters.get("asked", {}).get("budget_vnd"),
    }


@require_POST
def compute(request: HttpRequest, study: str) -> HttpResponse:
    """Begin a run: of a cluster, an establishment or a zone, under a budget in billions of VND where one is given."""
    if study not in STUDIES:
        raise Http404(study)
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = reverse("assessment")
    words = request.POST.get("budget_bn", "").strip().replace(",", ".")
    try:
        budget = float(words) * 1e9 if words else None
    except ValueError:
        budget = -1.0
    if budget is not None and not budget >= 0:
        messages.error(request, str(both("Ngân sách phải là số từ 0 trở lên.", "The budget must be 0 or more.")))
        return redirect(back)
    asked: dict[str, object] = {
        "cluster": request.POST.get("cluster", ""),
        "establishment": request.POST.get("establishment", ""),
        "budget_vnd": budget,
    }
    scenario = Scenario.objects.filter(base__isnull=True).order_by("id").first()
    try:
        run = engine.start("" if scenario is None else scenario.code, study, asked)
    except InputError as error:
        for problem in error.problems:
            messages.error(request, problem.text("vi" if vietnamese() else "en"))
        return redirect(back)
    return redirect("run", run.code)


@require_safe
def workbook(request: HttpRequest, code: str) -> FileResponse:  # noqa: ARG001
    """Send a run's results as a workbook."""
    from banme.reports.assessment import write_cluster_run  # noqa: PLC0415  (loads slowly)

    run = Run.objects.filter(code=code, study__in=STUDIES, cost_vnd__isnull=False).first()
    if run is None:
        raise Http404(code)
    return sent(code, ".xlsx", lambda path: write_cluster_run(path, run, "vi" if vietnamese() else "en"))
