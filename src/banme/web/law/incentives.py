"""Incentives by date, and projects with what each incentive is worth to them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from banme.errors import BanMeError
from banme.studies import appraisal as study
from banme.web import numbers
from banme.web.law import asking
from banme.web.law.regimes import mark_tone
from banme.web.registers.transfer import sent
from banme.workspace.models import InvestmentProject, ResultValue, Scenario
from banme.workspace.models.base import UNFOUNDED
from banme.workspace.text import both

ANSWER_TONES = {"yes": "answer-met", "no": "answer-not_met", "unknown": "answer-input_missing"}


@require_safe
def incentives(request: HttpRequest) -> HttpResponse:
    """List the incentives, those for projects decided on a day first, and the projects."""
    day = asking.day(request, "day") or asking.today()
    spoken = asking.language()
    context: dict[str, Any] = {"tab": "incentives", "day": day}
    try:
        known = study.incentives()
    except BanMeError as error:
        return render(request, "web/law/incentives.html", context | {"errors": asking.lines(error)}, status=400)
    rows = [
        {
            "incentive": each,
            "name": each.name.text(spoken),
            "kind": each.kind.label.text(spoken),
            "terms": each.terms.text(spoken),
            "mark": each.mark.label.text(spoken),
            "tone": mark_tone(each.mark),
            "standing": "" if each.in_use else each.standing.label.text(spoken),
            "note": each.note.text(spoken),
            "open": each.valid_from <= day and (each.valid_to is None or day <= each.valid_to),
        }
        for each in known
    ]
    context |= {
        "groups": [
            (
                both("Cho dự án quyết định ngày này", "For projects decided that day"),
                [row for row in rows if row["open"]],
            ),
            (
                both("Đã hết hoặc chưa có hiệu lực", "Ended or not yet in force"),
                [row for row in rows if not row["open"]],
            ),
        ],
        "projects": [{"project": row, "made_up": row.quality in UNFOUNDED} for row in InvestmentProject.objects.all()],
    }
    return render(request, "web/law/incentives.html", context)


@require_safe
def project(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a project is worth without incentives, as claimed, with the best, and with each."""
    row = InvestmentProject.objects.filter(code=code).first()
    if row is None:
        raise Http404(code)
    context: dict[str, Any] = {"tab": "incentives", "row": row, "made_up": row.quality in UNFOUNDED}
    try:
        found = study.value_project(code, asking.today())
    except BanMeError as error:
        return render(request, "web/law/project.html", context | {"errors": asking.lines(error)}, status=400)
    runs = ResultValue.objects.filter(project=row, case="best").order_by("-id").values_list("run_id", flat=True)
    return render(request, "web/law/project.html", context | _shown(found) | {"runs": list(runs[:5])})


@require_POST
def compute(request: HttpRequest, code: str) -> HttpResponse:
    """Store a valuation as a run, so that its figures can be quoted."""
    from banme.studies import runs  # noqa: PLC0415  (engines load slowly)

    if not InvestmentProject.objects.filter(code=code).exists():
        raise Http404(code)
    scenario = Scenario.objects.filter(base__isnull=True).order_by("id").first()
    try:
        made = runs.execute(runs.create("" if scenario is None else scenario.code, study.STUDY, {"project": code}).code)
        messages.success(request, str(both(f"Đã lưu lần chạy {made.code}", f"Stored run {made.code}")))
    except BanMeError as error:
        asking.tell(request, error)
    return redirect("law_project", code)


@require_safe
def workbook(request: HttpRequest, code: str) -> FileResponse:  # noqa: ARG001
    """Send a project's valuation as a workbook."""
    from banme.reports import appraisal as book  # noqa: PLC0415  (loads slowly)

    if not InvestmentProject.objects.filter(code=code).exists():
        raise Http404(code)
    found = study.value_project(code, asking.today())
    return sent(f"du-an-{code}", ".xlsx", lambda path: book.write(path, found, None, asking.language()))


def _shown(found: study.Valuation) -> dict[str, Any]:
    spoken, appraisal = asking.language(), found.appraisal
    cases = [
        (both("Không ưu đãi", "No incentive"), appraisal.none),
        (both("Ưu đãi đang dùng", "As claimed"), appraisal.claimed),
        (both("Tốt nhất mỗi loại", "Best of each kind"), appraisal.best),
    ]
    mechanisms = [
        {
            "mechanism": each,
            "incentive": each.eligibility.incentive,
            "name": each.eligibility.incentive.name.text(spoken),
            "terms": each.eligibility.incentive.terms.text(spoken),
            "answer": each.eligibility.answer.label.text(spoken),
            "tone": ANSWER_TONES[each.eligibility.answer],
            "reasons": [reason.text(spoken) for reason in each.eligibility.reasons],
            "mark": each.eligibility.incentive.mark.label.text(spoken),
            "mark_tone": mark_tone(each.eligibility.incentive.mark),
            "note": each.eligibility.incentive.note.text(spoken),
        }
        for each in appraisal.mechanisms
    ]
    return {
        "cases": cases,
        "eligible": [row for row in mechanisms if row["mechanism"].eligibility.answer != "no"],
        "refused": [row for row in mechanisms if row["mechanism"].eligibility.answer == "no"],
        "unused": [row for row in mechanisms if row["mechanism"].unused],
        "unfounded": found.unfounded,
        "draws": found.draws,
        "percentiles": [(each, worth, found.draws.irr_pct.get(each)) for each, worth in found.draws.npv_vnd.items()],
        "loss": numbers.figure(found.draws.loss_probability_pct, 1),
        "tornado": _tornado(found),
        "years": [
            {
                "year": int(year),
                **{
                    name: float(getattr(appraisal.flow, name)[place])
                    for name in (
                        "revenue",
                        "operating_cost",
                        "land_rent",
                        "capex",
                        "grant",
                        "tax_rate_pct",
                        "tax",
                        "net",
                    )
                },
            }
            for place, year in enumerate(appraisal.project.years)
        ],
    }


LEFT, WIDTH, ROW = 210.0, 520.0, 34.0


def _tornado(found: study.Valuation) -> dict[str, Any]:
    """Return the bars of the tornado placed on a drawing, pixels."""
    ends = [worth for bar in found.bars for worth in (bar.npv_low_vnd, bar.npv_high_vnd)]
    planned = found.appraisal.best.npv_vnd
    low, high = min([*ends, planned]), max([*ends, planned])
    span = high - low or 1.0

    def at(worth: float) -> float:
        return LEFT + (worth - low) / span * WIDTH

    spoken = asking.language()
    bars = [
        {
            "label": f"{bar.label.text(spoken)} {numbers.figure(bar.low)}–{numbers.figure(bar.high)} %",
            "x": min(at(bar.npv_low_vnd), at(bar.npv_high_vnd)),
            "width": max(abs(at(bar.npv_high_vnd) - at(bar.npv_low_vnd)), 1.0),
            "y": place * ROW + 26,
            "text_y": place * ROW + 42,
            "left": numbers.money(min(bar.npv_low_vnd, bar.npv_high_vnd)),
            "right": numbers.money(max(bar.npv_low_vnd, bar.npv_high_vnd)),
        }
        for place, bar in enumerate(found.bars)
    ]
    return {
        "bars": bars,
        "height": len(bars) * ROW + 34,
        "planned": at(planned),
        "planned_text": numbers.money(planned),
        "zero": at(0.0) if low < 0 < high else None,
    }
