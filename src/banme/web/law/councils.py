"""Investor Councils: declarations, sealed ballots, the opening, results, sensitivity, minutes."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banme.clusters.investor import CRITERIA, OutcomeKind, Scores, points_text, sensitivity
from banme.clusters.investor.minutes import RULE_WORDS
from banme.errors import BanMeError, InputError, Problem
from banme.studies import council as study
from banme.web.law import asking
from banme.web.registers.transfer import sent
from banme.workspace.models import Council, CouncilMember
from banme.workspace.text import both

SHOWN = 12
MOST_BALLOT_BYTES = 200_000


@require_safe
def councils(request: HttpRequest) -> HttpResponse:
    """List the Councils."""
    rows = []
    for row in Council.objects.select_related("cluster"):
        members = CouncilMember.objects.filter(council=row).exclude(role="secretary")
        rows.append(
            {
                "council": row,
                "jurors": members.count(),
                "sealed": members.exclude(ballot_digest="").count(),
                "opened": members.filter(opened_at__isnull=False).count(),
            }
        )
    return render(request, "web/law/councils.html", {"rows": rows, "tab": "councils"})


@require_safe
def council(request: HttpRequest, code: str) -> HttpResponse:
    """Show a Council: who sits on it, where the ballots are, and what has been found once they are open."""
    context: dict[str, Any] = {"tab": "councils", "row": _row(code)}
    try:
        held = study.hold(code)
        context |= _panel(held)
        if held.opened:
            context |= _results(held)
    except BanMeError as error:
        return render(request, "web/law/council.html", context | {"errors": asking.lines(error)}, status=400)
    return render(request, "web/law/council.html", context)


@require_POST
def declare(request: HttpRequest, code: str) -> HttpResponse:
    """Record a member's declaration of interests."""
    _row(code)
    try:
        study.declare(
            request.POST.get("member", ""),
            conflict=request.POST.get("conflict") == "yes",
            details=request.POST.get("details", "").strip(),
            day=asking.today(),
        )
        messages.success(request, str(both("Đã ghi bản kê khai", "The declaration is recorded")))
    except BanMeError as error:
        asking.tell(request, error)
    return redirect("law_council", code)


@require_http_methods(["GET", "POST"])
def ballot(request: HttpRequest, code: str, member: str) -> HttpResponse:
    """Take a member's points and answer with the sealed ballot file, which only the member keeps."""
    row = _row(code)
    person = CouncilMember.objects.filter(council=row, code=member).first()
    if person is None:
        raise Http404(member)
    errors: list[str] = []
    if request.method == "POST":
        try:
            held = study.hold(code)
            content = study.seal(member, _points(request, held), timezone.now())
        except BanMeError as error:
            errors = asking.lines(error)
        else:
            response = HttpResponse(content, content_type="application/json; charset=utf-8")
            response["Content-Disposition"] = f'attachment; filename="phieu-{member}.json"'
            return response
    try:
        held = study.hold(code)
    except BanMeError as error:
        return render(request, "web/law/ballot.html", {"row": row, "errors": asking.lines(error)}, status=400)
    context = {"tab": "councils", "row": row, "person": person, "errors": errors, "form": _form(request, held)}
    return render(request, "web/law/ballot.html", context, status=400 if errors else 200)


@require_POST
def opening(request: HttpRequest, code: str) -> HttpResponse:
    """Open the ballots whose files are handed in."""
    _row(code)
    handed = request.FILES.getlist("ballots")
    for file in handed:
        try:
            if (file.size or 0) > MOST_BALLOT_BYTES:
                problem = Problem(rule="ballot-form", vi="Tệp phiếu quá lớn", en="The ballot file is too large")
                raise InputError([problem])
            opened = study.open_ballot(file.read(), timezone.now())
            messages.success(
                request, str(both(f"Đã mở phiếu của {opened.name}", f"Opened the ballot of {opened.name}"))
            )
        except BanMeError as error:
            asking.tell(request, error)
    if not handed:
        messages.error(request, str(both("Chưa chọn tệp phiếu nào", "No ballot file was chosen")))
    return redirect("law_council", code)


@require_POST
def propose(request: HttpRequest, code: str) -> HttpResponse:
    """Record whom the Chair proposes on a tie."""
    _row(code)
    try:
        study.propose(code, request.POST.get("applicant", ""), request.POST.get("reason", "").strip(), asking.today())
        messages.success(request, str(both("Đã ghi đề xuất của Chủ tịch", "The Chair's proposal is recorded")))
    except BanMeError as error:
        asking.tell(request, error)
    return redirect("law_council", code)


@require_safe
def minutes(request: HttpRequest, code: str, form: str) -> FileResponse:  # noqa: ARG001
    """Send the minutes, regenerated from the record."""
    from banme.reports import minutes as papers  # noqa: PLC0415  (loads slowly)

    _row(code)
    if f".{form}" not in papers.KINDS:
        raise Http404(form)
    return sent(f"bien-ban-{code}", f".{form}", lambda path: papers.write(code, path))


def _row(code: str) -> Council:
    row = Council.objects.select_related("cluster").filter(code=code).first()
    if row is None:
        raise Http404(str(both(f"Không có Hội đồng {code}", f"There is no Council {code}")))
    return row


def _panel(held: study.Held) -> dict[str, Any]:
    spoken = asking.language()
    return {
        "illustrative": held.illustrative,
        "members": held.members,
        "criteria": [
            {
                "label": label.text(spoken),
                "subs": held.council.scheme.of(criterion),
                "total": sum(sub.max_points for sub in held.council.scheme.of(criterion)),
            }
            for criterion, (_, label) in CRITERIA.items()
        ],
        "problems": [problem.text(spoken) for problem in held.problems],
        "rule": held.row.get_combination_display(),  # type: ignore[attr-defined]
        "rule_vi": RULE_WORDS[held.council.rule.combination],
        "applicants": held.council.applicants,
        "sealed": sum(bool(member.ballot_digest) for member in held.members),
        "basis": [act.number for act in held.regime.acts_on("cluster")],
    }


def _results(held: study.Held) -> dict[str, Any]:
    found = study.scores(held)
    spoken = asking.language()
    names = {each.code: each.name for each in held.council.applicants}
    people = {each.code: each.name for each in held.council.members}
    made: dict[str, Any] = {
        "results": [
            {
                "name": names[each.applicant],
                "total": points_text(each.total, spoken),
                "passes": each.passes,
                "lowest": points_text(each.lowest, spoken),
                "highest": points_text(each.highest, spoken),
                "deviation": each.deviation,
                "criteria": [points_text(each.by_criterion[criterion], spoken) for criterion in CRITERIA],
                "jurors": [points_text(points, spoken) for points in each.by_juror.values()],
                "leads": each.applicant in found.outcome.leaders,
            }
            for each in found.results
        ],
        "jurors": [people[each] for each in found.jurors],
        "heads": [label.text(spoken) for _, label in CRITERIA.values()],
        "outcome": found.outcome.kind.label.text(spoken),
        "outcome_tone": f"outcome-{found.outcome.kind}",
        "leaders": [(code, names[code]) for code in found.outcome.leaders],
        "tie": found.outcome.kind is OutcomeKind.TIE,
        "proposed": names.get(held.row.proposal, ""),
        "concordance": found.concordance,
        "recused": [people[each] for each in found.recused],
        "unopened": [people[each] for each in found.unopened],
        "sensitivity": _sensitivity(found, names, people),
    }
    if held.row.began_at is not None and held.row.ended_at is not None:
        made["minutes"] = study.minutes(held.row.code)
    return made


def _sensitivity(found: Scores, names: dict[str, str], people: dict[str, str]) -> dict[str, Any]:
    spoken = asking.language()
    tried = sensitivity(found)
    subs = {sub.code: sub.label.text(spoken) for sub in found.council.scheme.subs}

    def who(leaders: tuple[str, ...]) -> str:
        return ", ".join(names[each] for each in leaders) or "–"

    return {
        "robust": tried.robust,
        "absences": [
            (", ".join(people[one] for one in each.members), who(each.outcome.leaders)) for each in tried.absences
        ],
        "absences_tried": tried.absences_tried,
        "absences_changing": tried.absences_changing,
        "transfers": [
            (subs[each.source], subs[each.target], points_text(each.points, spoken), who(each.outcome.leaders))
            for each in tried.transfers[:SHOWN]
        ],
        "transfers_tried": tried.transfers_tried,
        "shifts": [
            (
                CRITERIA[each.criterion][1].text(spoken),
                None if each.points is None else points_text(each.points, spoken),
            )
            for each in tried.shifts
        ],
        "cells": [
            (
                people[each.juror],
                names[each.applicant],
                subs[each.sub],
                points_text(each.given, spoken),
                points_text(each.needed, spoken),
                who(each.outcome.leaders),
            )
            for each in tried.cells[:SHOWN]
        ],
        "cells_tried": tried.cells_tried,
        "cells_found": len(tried.cells),
    }


def _form(request: HttpRequest, held: study.Held) -> list[dict[str, Any]]:
    spoken = asking.language()
    return [
        {
            "label": label.text(spoken),
            "rows": [
                {
                    "sub": sub,
                    "label": sub.label.text(spoken),
                    "most": f"{sub.max_points.normalize():f}",
                    "cells": [
                        {
                            "name": f"p.{applicant.code}.{sub.code}",
                            "applicant": applicant.name,
                            "value": request.POST.get(f"p.{applicant.code}.{sub.code}", ""),
                        }
                        for applicant in held.council.applicants
                    ],
                }
                for sub in held.council.scheme.of(criterion)
            ],
        }
        for criterion, (_, label) in CRITERIA.items()
    ]


def _points(request: HttpRequest, held: study.Held) -> study.Points:
    points: study.Points = {}
    problems = []
    for applicant in held.council.applicants:
        points[applicant.code] = {}
        for sub in held.council.scheme.subs:
            text = request.POST.get(f"p.{applicant.code}.{sub.code}", "").strip().replace(",", ".")
            try:
                value = Decimal(text)
            except InvalidOperation:
                value = None
            if value is None or not value.is_finite():
                place = f"{applicant.name}, {sub.label.text(asking.language())}"
                problems.append(
                    Problem(
                        rule="ballot-form",
                        row=place,
                        vi="Thiếu điểm hoặc không phải số",
                        en="Points missing or not a number",
                    )
                )
                continue
            points[applicant.code][sub.code] = value
    if problems:
        raise InputError(problems)
    return points
