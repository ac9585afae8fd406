"""Cluster files: conditions, papers and the clock, as at a day and against another."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from banme.clusters.inputs import named
from banme.clusters.standards import SHARES, judge_in_fence, shortfalls
from banme.clusters.verdict import Condition, Verdict
from banme.errors import BanMeError
from banme.law import Regime
from banme.studies import cluster_file, cluster_land
from banme.studies.naming import input_names
from banme.studies.regime import regime_on
from banme.web import numbers
from banme.web.law import asking, regimes
from banme.workspace.models import ClusterFile
from banme.workspace.text import both


@require_safe
def files(request: HttpRequest) -> HttpResponse:
    """List the files with what each asks for and how it stands today."""
    rows: list[dict[str, Any]] = []
    errors: list[str] = []
    for file in ClusterFile.objects.select_related("cluster"):
        try:
            found = cluster_file.review(file.code, asking.today())
        except BanMeError as error:
            errors = asking.lines(error)
            rows.append({"file": file})
            continue
        rows.append({"file": file, "answer": answer(found.verdict), "next": _next_due(found)})
    return render(request, "web/law/files.html", {"rows": rows, "errors": errors, "tab": "files"})


@require_safe
def file(request: HttpRequest, code: str) -> HttpResponse:
    """Show a file as at a day: verdict with reasons, papers, deadlines, standards, what differs from another day."""
    row = _row(code)
    day = asking.day(request, "day") or asking.today()
    against = asking.day(request, "against")
    context: dict[str, Any] = {"file": row, "day": day, "against": against, "tab": "files"}
    try:
        found = cluster_file.review(code, day)
        compared = cluster_file.compare(code, against, day) if against is not None else None
        fence = judge_in_fence(cluster_land.in_fence(row.cluster, day), regime_on(day))
        lacking = shortfalls(cluster_land.in_fence(row.cluster, day), regime_on(day))
    except BanMeError as error:
        return render(request, "web/law/file.html", context | {"errors": asking.lines(error)}, status=400)
    spoken = asking.language()
    context |= {
        "verdict": verdict(found.verdict, found.regime),
        "fence": verdict(fence, found.regime),
        "lacking": [(SHARES[each.share][1].text(spoken), each.area_ha) for each in lacking],
        "papers": _papers(found),
        "report": [item.label.text(spoken) for item in found.report],
        "complete": found.checklist.complete,
        "sets": (found.checklist.sets_present, _whole(found.checklist.sets_needed)),
        "deadlines": _deadlines(found),
        "refusals": [problem.text(spoken) for problem in found.refusals],
        "doubts": [each.name.text(spoken) for each in found.schedule.doubts] if found.schedule is not None else [],
        "cautions": [each.text(spoken) for each in found.regime.cautions],
        "receiver": found.regime.find("cluster.authority.receive"),
        "compared": None if compared is None else _compared(compared),
    }
    return render(request, "web/law/file.html", context)


@require_safe
def ics(request: HttpRequest, code: str) -> HttpResponse:
    """Send a file's deadlines as a calendar."""
    row = _row(code)
    day = asking.day(request, "day") or asking.today()
    try:
        found = cluster_file.review(code, day)
    except BanMeError as error:
        raise Http404(str(error)) from error
    stamp = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    text = cluster_file.deadlines_calendar(found, stamp, asking.language())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.code}.ics"'
    return response


def answer(found: Verdict) -> dict[str, str]:
    """Return a verdict's answer with its colour."""
    return {"text": found.answer.label.text(asking.language()), "tone": f"answer-{found.answer}"}


def verdict(found: Verdict, regime: Regime) -> dict[str, Any]:
    """Return a verdict as a page shows it."""
    return {
        "answer": answer(found),
        "missing": input_names(found.missing, asking.language()),
        "unverified": found.rests_on_unverified,
        "conditions": [condition(each, regime) for each in found.conditions],
    }


def condition(each: Condition, regime: Regime) -> dict[str, Any]:
    """Return a condition as a page shows it."""
    spoken = asking.language()
    rules: dict[str, dict[str, Any]] = {}
    for one in each.parameters:
        rules.setdefault(regime.basis(one), regimes.rule(one, regime))
    return {
        "title": each.title.text(spoken),
        "answer": each.answer.label.text(spoken),
        "tone": f"answer-{each.answer}",
        "reason": each.reason.text(spoken),
        "rules": list({regime.basis(one): regimes.rule(one, regime) for one in reversed(each.parameters)}.values())[
            ::-1
        ],
        "inputs": [
            (named(name).text(spoken), _plain(value)) for name, value in each.inputs.items() if value is not None
        ],
        "unverified": each.rests_on_unverified,
    }


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _plain(value: object) -> str:
    """Return an input as people read it."""
    if isinstance(value, bool):
        return str(both("có", "yes") if value else both("không", "no"))
    if isinstance(value, float):
        return numbers.figure(value, 2)
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else str(value)


def _row(code: str) -> ClusterFile:
    row = ClusterFile.objects.select_related("cluster", "tested_unit").filter(code=code).first()
    if row is None:
        raise Http404(str(both(f"Không có hồ sơ {code}", f"There is no file {code}")))
    return row


def _papers(found: cluster_file.Review) -> list[dict[str, Any]]:
    spoken = asking.language()
    unmet = {item.any_of for group in found.checklist.missing_any for item in group}
    return [
        {
            "label": item.label.text(spoken),
            "there": item.code in found.checklist.present,
            "needed": not item.any_of or item.any_of in unmet,
            "group": bool(item.any_of),
            "basis": item.article,
        }
        for item in found.checklist.items
    ]


def _deadlines(found: cluster_file.Review) -> list[dict[str, Any]]:
    spoken = asking.language()
    if found.schedule is None:
        return []
    return [
        {
            "number": each.rule.number,
            "name": each.rule.name.text(spoken),
            "body": each.body.text(spoken),
            "article": each.article,
            "starts": each.starts_on,
            "due": each.due_on,
            "done": each.done_on,
            "used": each.days_used,
            "days": each.days,
            "working": each.rule.working,
            "state": each.state.label.text(spoken),
            "tone": f"step-{each.state}",
        }
        for each in found.schedule.deadlines
    ]


def _compared(found: cluster_file.Comparison) -> dict[str, Any]:
    return {
        "before": verdict(found.before.verdict, found.before.regime),
        "conditions": [
            (
                None if old is None else condition(old, found.before.regime),
                None if new is None else condition(new, found.after.regime),
            )
            for old, new in found.conditions
        ],
        "rules": [regimes.difference(each) for each in found.rules],
    }


def _next_due(found: cluster_file.Review) -> dict[str, Any] | None:
    for each in _deadlines(found):
        if each["done"] is None:
            return each
    return None
