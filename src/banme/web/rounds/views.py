"""The room of rounds: ask for a week, look at a day, move a job and see at once what it costs and breaks."""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from banme.errors import BanMeError, InputError
from banme.web import extent, geojson
from banme.web.numbers import vietnamese
from banme.web.registers.transfer import sent
from banme.web.rounds.board import board
from banme.web.runs import engine, layers
from banme.workspace.models import LogisticsSite, ResultIndicator, ResultRound, ResultUnassigned, Run
from banme.workspace.text import both

if TYPE_CHECKING:
    from banme.routing import Plan, RoundsProblem

STUDY = "rounds"
KINDS = {
    "loaded": both("Chạy có hàng", "Driving loaded"),
    "empty": both("Chạy rỗng", "Driving empty"),
    "load": both("Nhận hàng", "Loading"),
    "unload": both("Giao hàng", "Unloading"),
    "wait": both("Chờ", "Waiting"),
    "break": both("Nghỉ 15 phút", "Break"),
    "rest": both("Nghỉ hết ngày lái", "Rest of the day"),
}
WEEKDAYS = (
    both("T2", "Mon"),
    both("T3", "Tue"),
    both("T4", "Wed"),
    both("T5", "Thu"),
    both("T6", "Fri"),
    both("T7", "Sat"),
    both("CN", "Sun"),
)
MOST_MOVES = 50


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """Show the runs of rounds, and the form that asks for another week."""
    shown = Run.objects.filter(study=STUDY).select_related("scenario")[:50]
    context = {
        "runs": [(run, run.parameters.get("week", run.parameters.get("asked", {}))) for run in shown],
        "plans": layers.with_plan()[:30],
        "sites": LogisticsSite.objects.exclude(status="closed").order_by("name"),
        "today": timezone.localdate(),
    }
    return render(request, "web/rounds.html", context)


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Queue a week's rounds."""
    plan = Run.objects.filter(code=request.POST.get("run", "")).first()
    if plan is None:
        raise Http404
    asked = {
        "network_run": plan.code,
        "week": request.POST.get("week", ""),
        "bases": [base for base in request.POST.getlist("base") if base],
        "iterations": 300,
    }
    try:
        return redirect("run", engine.start(plan.scenario_id, STUDY, asked).code)
    except BanMeError as error:
        messages.error(request, str(error))
        return redirect("rounds")


def find(code: str) -> Run:
    """Return a finished run of rounds; page not found otherwise."""
    run = Run.objects.filter(code=code, study=STUDY).first()
    if run is None or not layers.has_plan(run):
        raise Http404(str(both(f"Không có chuyến xe {code}", f"There are no rounds {code}")))
    return run


@lru_cache(maxsize=8)
def _opened(code: str, finished: str) -> tuple[RoundsProblem, Plan]:  # noqa: ARG001  (a run's code may come again)
    from banme.studies.routing.changing import opened  # noqa: PLC0415  (engines load slowly)

    return opened(code)


def problem_and_plan(run: Run) -> tuple[RoundsProblem, Plan]:
    """Return what a run planned; kept, since runs never change."""
    return _opened(run.code, str(run.finished_at))


@require_safe
def week(request: HttpRequest, code: str) -> HttpResponse:
    """Show a day of a week's rounds: board, map, figures, jobs not carried."""
    from banme.studies.routing import words  # noqa: PLC0415  (engines load slowly)

    run = find(code)
    day = _day(request.GET.get("day", "0"))
    monday = dt.date.fromisoformat(run.parameters["week"]["week"])
    told = run.parameters["rounds"]
    problem, plan = problem_and_plan(run)
    figures = ResultIndicator.objects.filter(run=run)
    context = {
        "run": run,
        "told": told,
        "monday": monday,
        "rules": told["rules"],
        "bound": told.get("bound", {}),
        "bound_sentence": words.bound_sentence(told.get("bound", {})),
        "figures": [
            (
                words.figure(row.indicator),
                row.value,
                words.unit(row.unit_of_measure),
                words.digits(row.unit_of_measure),
            )
            for row in figures
        ],
        "days": [(n, monday + dt.timedelta(days=n), WEEKDAYS[n], n == day) for n in range(7)],
        "left": ResultUnassigned.objects.filter(run=run)[:50],
        "rounds": ResultRound.objects.filter(run=run, shift_code__in=_shown(plan, day)).order_by("leaves", "id"),
        "same_week": Run.objects.filter(study=STUDY, cost_vnd__isnull=False),
        "map": extent.map_settings(
            rounds=reverse("rounds_map", args=[code]) + f"?day={day}",
            stops=_stops(problem, plan, day),
        ),
        **_board(run, problem, plan, day, []),
    }
    return render(request, "web/rounds_week.html", context)


def _day(text: str) -> int:
    return int(text) if text.isdigit() and int(text) < len(WEEKDAYS) else 0


def _shown(plan: Plan, day: int) -> list[str]:
    low, high = day * 86_400, (day + 1) * 86_400
    return [each.shift for each in plan.rounds if each.start_s < high and each.end_s > low]


def _stops(problem: RoundsProblem, plan: Plan, day: int) -> dict[str, Any]:
    shown = set(_shown(plan, day))
    codes = {stop.place for each in plan.rounds if each.shift in shown for stop in each.stops}
    bases = {shift.base for shift in problem.shifts}
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
                "properties": {"name": place.name, "base": place.code in bases},
            }
            for place in problem.places
            if place.code in codes | bases
        ],
    }


@require_safe
def on_map(request: HttpRequest, code: str) -> HttpResponse:
    """Answer with the day's ways as GeoJSON."""
    run = find(code)
    _, plan = problem_and_plan(run)
    day = _day(request.GET.get("day", "0"))
    shown = {shift: at for at, shift in enumerate(_shown(plan, day))}
    rows = ResultRound.objects.filter(run=run, shift_code__in=shown).exclude(geometry__isnull=True)
    return geojson.answer(
        geojson.collection(
            (row.pk, row.geometry, {"shift": row.shift_code, "truck": row.truck, "colour": shown[row.shift_code] % 8})
            for row in rows
        )
    )


@require_POST
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Answer with the board after one more job was moved: new cost, and every rule that breaks."""
    run = find(code)
    problem, plan = problem_and_plan(run)
    moves = [*_moves(request), [request.POST.get("job", ""), request.POST.get("shift", "")]][-MOST_MOVES:]
    return render(
        request,
        "web/rounds_board.html",
        {"run": run, **_board(run, problem, plan, _day(request.POST.get("day", "0")), moves)},
    )


def _moves(request: HttpRequest) -> list[list[str]]:
    try:
        found = json.loads(request.POST.get("moves", "[]"))
        return [[str(job), str(shift)] for job, shift in found]
    except (TypeError, ValueError):
        return []


def _board(run: Run, problem: RoundsProblem, plan: Plan, day: int, moves: list[list[str]]) -> dict[str, Any]:
    """Return the board of a day after moves; each is tried in turn, and rules are told for the plan that results."""
    from banme import routing  # noqa: PLC0415  (engines load slowly)
    from banme.studies.routing import words  # noqa: PLC0415

    now, refused, kept = plan, "", []
    for job, shift in moves:
        try:
            now = routing.move(problem, now, job, shift).plan
            kept.append([job, shift])
        except InputError as error:
            refused = error.problems[0].text("vi" if vietnamese() else "en")
    scheduler = routing.Scheduler(problem)
    faults = {
        shift: scheduler.lay_from(shift, each.visits, each.start_s).faults
        for shift, each in now.round_of().items()
        if shift in {there for _, there in kept}
    }
    told = [
        (shift, words.fault(rule))
        for shift, found in faults.items()
        for rule in sorted({fault.rule for fault in found})
    ]
    names = {kind: str(label) for kind, label in KINDS.items()}
    drawn = board(problem, now, day, frozenset(shift for shift, _ in told), names)
    return {
        "run": run,
        "day": day,
        "board": drawn,
        "kinds": names,
        "moves": json.dumps(kept),
        "moved": kept,
        "refused": refused,
        "before_vnd": plan.cost_vnd,
        "after_vnd": now.cost_vnd,
        "difference_vnd": now.cost_vnd - plan.cost_vnd,
        "faults": told,
        "jobs": sorted({bar.job for row in drawn.rows for bar in row.bars if bar.job}),
    }


@require_POST
def save(request: HttpRequest, code: str) -> HttpResponse:
    """Keep moved jobs as a new run; refused by the study when a rule is broken."""
    run = find(code)
    try:
        return redirect("run", engine.start(run.scenario_id, STUDY, {"of": code, "moves": _moves(request)}).code)
    except BanMeError as error:
        messages.error(request, str(error))
        return redirect("rounds_week", code)


@require_safe
def download(request: HttpRequest, code: str, form: str) -> FileResponse:  # noqa: ARG001
    """Send the week's rounds in the form asked for."""
    from banme.reports import rounds as paper  # noqa: PLC0415  (loads slowly)

    run = find(code)
    language = "vi" if vietnamese() else "en"
    writers = {
        "xlsx": (".xlsx", lambda path: paper.workbook(code, path, language)),
        "sheets": (".html", lambda path: path.write_text(paper.driver_sheets(code, language), encoding="utf-8")),
        "geojson": (".geojson", lambda path: path.write_text(paper.geojson(code), encoding="utf-8")),
        "gpx": (".gpx", lambda path: path.write_text(paper.gpx(code), encoding="utf-8")),
        "vroom": (".json", lambda path: path.write_text(paper.vroom_solution(code), encoding="utf-8")),
    }
    if form not in writers:
        raise Http404(form)
    suffix, write = writers[form]
    return sent(run.code, suffix, write)
