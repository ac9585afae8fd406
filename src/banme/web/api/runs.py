"""Runs: list, progress, results as layers; start and cancel."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router, Schema, Status

from banme.web import geojson
from banme.web.api import faults
from banme.web.api.tables import FeatureCollection, Refusal
from banme.web.runs import engine, layers
from banme.workspace.models import ResultIndicator, Run

router = Router(tags=["runs"])
MOST_RUNS = 200


class RunSummary(Schema):
    """Where a run stands; where a benefit is maximised, cost and bound are the negatives of benefit and upper bound."""

    code: str
    study: str
    scenario_code: str
    status: str
    stage: str
    message: str
    cost_vnd: float | None
    bound_vnd: float | None
    is_benefit: bool
    gap_pct: float | None


class Indicator(Schema):
    """A headline figure; a missing value comes with its reason."""

    indicator: str
    scope: str
    value: float | None
    unit_of_measure: str
    missing_reason: str


class Start(Schema):
    """What to run."""

    scenario_code: str
    study: str = "network_design"


def _run(code: str) -> Run:
    run = Run.objects.filter(code=code).first()
    if run is None:
        raise Http404(code)
    return run


def _summary(run: Run) -> dict[str, Any]:
    return {name: getattr(run, "scenario_id" if name == "scenario_code" else name) for name in RunSummary.model_fields}


@router.get("", response=list[RunSummary], url_name="runs", summary="List the runs")
def list_runs(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001
    """List the latest runs, newest first."""
    return [_summary(run) for run in Run.objects.all()[:MOST_RUNS]]


@router.post(
    "",
    response={202: RunSummary, 403: Refusal, 409: Refusal, 422: Refusal},
    summary="Start a run",
    description="Needs the header X-Banme: 1.",
)
def start_run(request: HttpRequest, wanted: Start) -> Status:
    """Queue a run of a scenario for the background worker."""
    faults.same_site(request)
    return Status(202, _summary(engine.start(wanted.scenario_code, wanted.study)))


@router.get("/{code}", response={200: RunSummary, 404: Refusal}, summary="One run")
def one_run(request: HttpRequest, code: str) -> dict[str, Any]:  # noqa: ARG001
    """Return where a run stands."""
    return _summary(_run(code))


@router.post(
    "/{code}/cancel",
    response={202: RunSummary, 403: Refusal, 404: Refusal, 409: Refusal, 422: Refusal},
    summary="Ask a run to stop",
    description="Keeps the best plan found. Needs the header X-Banme: 1.",
)
def cancel_run(request: HttpRequest, code: str) -> Status:
    """Ask a run to stop with the best plan found."""
    faults.same_site(request)
    run = _run(code)
    engine.cancel(run.code)
    run.refresh_from_db()
    return Status(202, _summary(run))


@router.get("/{code}/indicators", response={200: list[Indicator], 404: Refusal}, summary="Headline figures")
def indicators(request: HttpRequest, code: str) -> list[dict[str, Any]]:  # noqa: ARG001
    """List a run's headline figures."""
    names = list(Indicator.model_fields)
    return list(ResultIndicator.objects.filter(run=_run(code)).order_by("indicator", "scope").values(*names))


@router.get(
    "/{code}/flows",
    response={200: FeatureCollection, 404: Refusal, 422: Refusal},
    url_name="run_flows",
    summary="Flows on the road",
)
def flows(request: HttpRequest, code: str, year: int | None = None, leg: str = "") -> HttpResponse:  # noqa: ARG001
    """Return tonnes a year on each stretch of road, all goods together."""
    return geojson.answer(layers.flows(_run(code), year, leg))


@router.get(
    "/{code}/units",
    response={200: FeatureCollection, 404: Refusal, 422: Refusal},
    url_name="run_units",
    summary="Cost by commune",
)
def units(request: HttpRequest, code: str, year: int | None = None) -> HttpResponse:  # noqa: ARG001
    """Return each commune's cost per tonne, supply and time to the nearest open site."""
    return geojson.answer(layers.units(_run(code), year))


@router.get(
    "/{code}/openings",
    response={200: FeatureCollection, 404: Refusal, 422: Refusal},
    url_name="run_openings",
    summary="Opened sites",
)
def openings(request: HttpRequest, code: str, year: int | None = None) -> HttpResponse:  # noqa: ARG001
    """Return the sites opened, their size and use."""
    return geojson.answer(layers.openings(_run(code), year))
