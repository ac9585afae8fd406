"""The plan board, the coordination matrix, agencies, and indicators with their evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from banme.errors import InputError
from banme.programme.roles import Part, workload
from banme.studies.programme import board as study
from banme.studies.programme import indicators
from banme.studies.programme.agency import agency_page, days_left
from banme.studies.programme.queries import QUERIES
from banme.studies.programme.words import CAUSES, LETTERS, PARTS, STATES
from banme.web.clusters.views import asked_day
from banme.web.numbers import vietnamese
from banme.web.plan.gantt import gantt, names_of
from banme.workspace.models import Agency, IndicatorReport, IndicatorTarget, Plan, Scenario, Task
from banme.workspace.models.base import Quality
from banme.workspace.text import both

if TYPE_CHECKING:
    import datetime as dt

    from banme.studies.programme.board import Board, Money


def asked_board(request: HttpRequest) -> Board:
    """Return the board of the plan (``plan``) and day (``on``) asked for; page not found when there is none."""
    day = asked_day(request)
    try:
        return study.board(request.GET.get("plan", ""), day)
    except InputError as error:
        if any(problem.rule == "unknown-plan" for problem in error.problems):
            raise Http404(error.problems[0].text("vi" if vietnamese() else "en")) from error
        raise


def frame(found: Board, tab: str) -> dict[str, Any]:
    """Return what every page of a plan shows."""
    plans = Plan.objects.filter(code__in=Task.objects.values("plan_id")).order_by("code")
    illustrative = found.plan.quality == Quality.ILLUSTRATIVE
    return {
        "plan": found.plan,
        "day": found.day,
        "plans": plans,
        "tab": tab,
        "found": found,
        "illustrative": illustrative,
    }


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show a plan: tree, Gantt with baseline and critical path, S-curve, indicators."""
    if not Task.objects.exists():
        return render(request, "web/plan/empty.html", {"day": asked_day(request), "tab": "board"})
    try:
        found = asked_board(request)
    except InputError as error:
        return render(request, "web/plan/empty.html", {"problems": _texts(error), "tab": "board"}, status=422)
    worth = study.value(found)
    names = names_of(found)
    context = {
        **frame(found, "board"),
        "gantt": gantt(found),
        "rows": _rows(found, names),
        "worth": worth,
        "chart": _chart(found, worth),
        "standings": indicators.of_plan(found.plan, found.day),
        "late": [
            {"code": node.item.code, "name": names[node.item.code], "chain": chain(found, node.item.code)}
            for node in study.late(found)
        ],
        "states": STATES,
        "reckoned": [
            year
            for year in (found.timing.calendars.reckoned_years if found.timing else ())
            if found.timing is not None and year <= found.timing.ends_on.year
        ],
    }
    return render(request, "web/plan/board.html", context)


@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Show who does what: tasks by agencies, workload, tasks without a lead or with two."""
    found = asked_board(request)
    parts = found.roster.matrix()
    load = workload(found.roster, days_left(found))
    used = {holder.agency for holder in found.roster.holders}
    agencies = list(Agency.objects.filter(code__in=used).order_by("level", "code"))
    names = names_of(found)
    rows = []
    for node in found.nodes:
        code = node.item.code
        cells = [parts.get(code, {}).get(agency.code) for agency in agencies] if node.item.kind == "task" else []
        rows.append(
            {
                "node": node,
                "name": names[code],
                "cells": [
                    {"part": cell.part.value, "letter": LETTERS[cell.part], "title": PARTS[cell.part], "holder": cell}
                    if cell is not None
                    else None
                    for cell in cells
                ],
            }
        )
    loads = [
        {
            "lead": load.get(agency.code, {}).get(Part.LEAD),
            "coordinates": load.get(agency.code, {}).get(Part.COORDINATES),
        }
        for agency in agencies
    ]
    legend = [(LETTERS[part], PARTS[part], part.value) for part in Part]
    context = {**frame(found, "matrix"), "agencies": agencies, "rows": rows, "loads": loads, "legend": legend}
    return render(request, "web/plan/matrix.html", context)


@require_safe
def agency(request: HttpRequest, code: str = "") -> HttpResponse:
    """Show an agency's duties: late, due, waiting on whom; without a code, the one remembered, else the list."""
    day = asked_day(request)
    chosen = code or request.session.get("agency", "")
    rows = Agency.objects.order_by("level", "code")
    if not code and not rows.filter(code=chosen).exists():
        return render(request, "web/plan/agencies.html", {"agencies": rows, "day": day, "tab": "agency"})
    try:
        page = agency_page(chosen, day)
    except InputError as error:
        if any(problem.rule == "unknown-agency" for problem in error.problems):
            raise Http404(error.problems[0].text("vi" if vietnamese() else "en")) from error
        raise
    request.session["agency"] = chosen
    groups = [(name, getattr(page, name)) for name in ("late", "soon", "going", "later", "done")]
    context = {
        "page": page,
        "day": day,
        "groups": groups,
        "agencies": rows,
        "tab": "agency",
        "parts": PARTS,
        "states": STATES,
        "load": [(PARTS[part], count, days) for part, (count, days) in page.load.items()],
        "heir": Agency.objects.filter(code=page.acting).first() if page.acting != chosen else None,
    }
    return render(request, "web/plan/agency.html", context)


@require_safe
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """Show an indicator: reported beside computed, what it rests on, targets by year, scenario effects."""
    day = asked_day(request)
    try:
        one = indicators.standing(code, day)
    except InputError as error:
        raise Http404(error.problems[0].text("vi" if vietnamese() else "en")) from error
    row = one.indicator
    context = {
        "one": one,
        "row": row,
        "day": day,
        "tab": "board",
        "query": QUERIES.get(row.query),
        "sources": indicators.sources(one.answer),
        "tables": [(name, rows.count()) for name, rows in one.answer.rows.items()],
        "targets": IndicatorTarget.objects.filter(indicator=row).select_related("unit").order_by("year"),
        "reports": IndicatorReport.objects.filter(indicator=row).order_by("-reported_on"),
        "explained": row.run_indicator or "cost_vnd_t",
        **_effects([one]),
    }
    return render(request, "web/plan/indicator.html", context)


@require_safe
def scenarios(request: HttpRequest) -> HttpResponse:
    """Show what scenarios make of a plan's indicators: every one computed, or two side by side (``a``, ``b``)."""
    found = asked_board(request)
    standings = indicators.of_plan(found.plan, found.day)
    offered, _ = indicators.effect_lines(standings)
    chosen = tuple(code for code in (request.GET.get("a", ""), request.GET.get("b", "")) if code in offered)
    context = {
        **frame(found, "scenarios"),
        "offered": Scenario.objects.filter(code__in=offered).order_by("code"),
        "sides": [(name, request.GET.get(name, "")) for name in ("a", "b")],
        **_effects(standings, chosen),
    }
    return render(request, "web/plan/scenarios.html", context)


def _effects(standings: list[indicators.Standing], chosen: tuple[str, ...] = ()) -> dict[str, Any]:
    codes, lines = indicators.effect_lines(standings, chosen)
    rows = Scenario.objects.in_bulk(codes, field_name="code")
    return {
        "scenarios": [rows[code] for code in codes],
        "lines": lines,
        "met_label": both("đạt", "met"),
        "unmet_label": both("chưa", "not met"),
    }


def chain(found: Board, code: str) -> list[dict[str, Any]]:
    """Return the steps that make a task late, with names."""
    return [
        {"step": step, "name": str(found.tasks[step.code]), "cause": CAUSES[step.cause]}
        for step in found.why_late(code)
    ]


def _rows(found: Board, names: dict[str, str]) -> list[dict[str, Any]]:
    short = dict(Agency.objects.values_list("code", "short_name"))
    rows = []
    for node in found.nodes:
        code = node.item.code
        lead = found.roster.lead(code) if node.item.kind == "task" else None
        rows.append(
            {
                "node": node,
                "name": names[code],
                "indent": node.depth,
                "lead": lead,
                "lead_name": "" if lead is None else short.get(lead.agency) or lead.agency,
                "state": STATES[node.state],
                "slip": found.slip_days(code),
                "slack": found.slack(code),
                "critical": code in found.critical,
                "baseline": found.baseline.get(code),
            }
        )
    return rows


def _chart(found: Board, worth: Money) -> dict[str, Any]:
    def upto(day: dt.date, value: float | None) -> float | None:
        return value if day <= found.day else None

    points = list(worth.curve)
    if found.reported and all(point.day != worth.today.day for point in points):
        points = sorted([*points, worth.today], key=lambda point: point.day)
    return {
        "unit": worth.unit,
        "days": [point.day.isoformat() for point in points],
        "today": found.day.isoformat(),
        "planned": [point.planned for point in points],
        "earned": [upto(point.day, point.earned) if found.reported else None for point in points],
        "spent": [upto(point.day, point.spent) for point in points],
    }


def _texts(error: InputError) -> list[str]:
    return [problem.text("vi" if vietnamese() else "en") for problem in error.problems]
