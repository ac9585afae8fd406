"""An establishment: its technology by the 26 criteria, its survey form, its upgrade ladder."""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from banme.clusters.technology import GROUPS, LEVEL_WORDS, QUESTIONS
from banme.clusters.technology.parts import Scale
from banme.errors import InputError, RuleError
from banme.web.assessment import runs
from banme.web.assessment.reader import audience
from banme.web.numbers import vietnamese
from banme.web.registers.transfer import sent
from banme.web.security import MAX_UPLOAD_BYTES
from banme.workspace.models import Establishment, ResultSaving, ResultUpgrade, Run
from banme.workspace.models.base import UNFOUNDED
from banme.workspace.text import both, half

if TYPE_CHECKING:
    from banme.clusters.technology import Assessment, Score
    from banme.studies.assessment.technology import EstablishmentAssessment

KG_PER_T = 1000.0


def language() -> str:
    """Return ``vi`` or ``en``."""
    return "vi" if vietnamese() else "en"


def find(code: str) -> Establishment:
    """Return the establishment; page not found when there is none."""
    found = Establishment.objects.select_related("cluster").filter(code=code).first()
    if found is None:
        raise Http404(str(both(f"Không có cơ sở {code}", f"There is no establishment {code}")))
    return found


@require_safe
def establishment(request: HttpRequest, code: str) -> HttpResponse:
    """Show an establishment's assessment, its radar and its ladder; withheld from third parties without consent."""
    from banme.studies.assessment.technology import assess_establishment  # noqa: PLC0415  (engines load slowly)

    place = find(code)
    context: dict[str, Any] = {
        "place": place,
        "is_illustrative": place.quality in UNFOUNDED,
        "year": timezone.localdate().year,
        "withheld": False,
        "problems": [],
    }
    placeholder = request.GET.get("placeholder") == "1"
    try:
        found = assess_establishment(code, audience(), placeholder=placeholder)
    except RuleError:
        return render(request, "web/assessment_establishment.html", {**context, "withheld": True})
    except InputError as error:
        context["problems"] = [problem.text(language()) for problem in error.problems]
        return render(request, "web/assessment_establishment.html", context)
    run = runs.latest(runs.LADDER, establishment=code) or _of_cluster(place)
    after = _after(run, found)
    context |= {
        "is_illustrative": found.is_illustrative,
        "survey": found.survey,
        "result": found.result,
        "level": level(found.result),
        "criteria": criteria(found.result, after),
        "after": after,
        "placeholder": placeholder,
        "missing": _missing(found.result),
        "proof": runs.proof(run),
        "is_cluster_run": run is not None and not run.parameters["asked"].get("establishment"),
        "steps": _steps(run, code),
        "savings": _savings(run, code),
        "charts": {"radar": radar(found.result, after), "curve": curve(_steps(run, code))},
    }
    return render(request, "web/assessment_establishment.html", context)


def _of_cluster(place: Establishment) -> Run | None:
    return runs.latest(runs.LADDER, cluster=place.cluster_id, establishment="") if place.cluster_id else None


def _after(run: Run | None, found: EstablishmentAssessment) -> Assessment | None:
    """Return the score after the measures of a run; None without one, or when the survey contradicts it."""
    from banme.studies.assessment.upgrades import score_after  # noqa: PLC0415  (engines load slowly)

    code = found.establishment.code
    if run is None or not ResultUpgrade.objects.filter(run=run, establishment_id=code).exists():
        return None
    try:
        return score_after(run.code, found)
    except InputError:
        return None


def _steps(run: Run | None, code: str) -> list[ResultUpgrade]:
    rows = ResultUpgrade.objects.filter(run=run, establishment_id=code).select_related("measure").order_by("step")
    return [] if run is None else list(rows)


def _savings(run: Run | None, code: str) -> list[ResultSaving]:
    return [] if run is None else list(ResultSaving.objects.filter(run=run, establishment_id=code, saved__gt=0))


def level(result: Assessment) -> dict[str, Any]:
    """Return what the page says of the level, in the reader's language."""
    classed = result.classification
    by_total = dict.fromkeys(LEVEL_WORDS[one].text(language()) for one in classed.by_total)
    return {
        "named": "" if classed.level is None else LEVEL_WORDS[classed.level].text(language()),
        "by_total": " – ".join(by_total),
        "by_synchrony": "" if classed.by_synchrony is None else LEVEL_WORDS[classed.by_synchrony].text(language()),
        "cautious": "" if classed.cautious is None else LEVEL_WORDS[classed.cautious].text(language()),
        "reason": "" if classed.reason is None else classed.reason.text(language()),
        "formula": "" if result.formula is None else result.formula.note.text(language()),
    }


def criteria(result: Assessment, after: Assessment | None) -> list[dict[str, Any]]:
    """Return groups with their criteria as the page lists them."""
    return [
        {
            "group": group,
            "name": GROUPS[group].text(language()),
            "score": score,
            "rows": [_row(one, after) for one in result.scores.values() if one.criterion.group == group],
        }
        for group, score in result.groups.items()
    ]


def _row(score: Score, after: Assessment | None) -> dict[str, Any]:
    later = None if after is None else after.scores[score.criterion.code]
    known = next((part.benchmark for part in score.parts if part.benchmark is not None), None)
    return {
        "code": score.criterion.code,
        "name": score.criterion.name.text(language()),
        "formula": score.criterion.formula.text(language()),
        "note": "" if score.criterion.note is None else score.criterion.note.text(language()),
        "mark": score.criterion.mark.label.text(language()),
        "score": score,
        "value": next((part.value for part in score.parts if part.value is not None), None),
        "unit": next((_unit(part.measure) for part in score.criterion.parts if isinstance(part, Scale)), ""),
        "benchmark": known,
        "missing": [_question(name) for name in score.missing],
        "later": later if later is not None and later.low != score.low else None,
    }


def _unit(measure: str) -> str:
    if measure.endswith("_pct"):
        return "%"
    return str(both("đồng/người", "VND/person")) if measure.endswith("_vnd_worker") else ""


def _question(name: str) -> str:
    return QUESTIONS[name].words.text(language()) if name in QUESTIONS else name


def _missing(result: Assessment) -> list[str]:
    return [_question(name) for name in result.missing]


def radar(result: Assessment, after: Assessment | None) -> dict[str, Any]:
    """Return the radar's axes and polygons in per cent of each criterion's maximum; our own display."""

    def shares(found: Assessment, side: str) -> list[float]:
        return [100.0 * getattr(score, side) / score.criterion.most for score in found.scores.values()]

    series = [{"name": str(both("Điểm chắc chắn", "Certain points")), "values": shares(result, "low")}]
    if result.is_partial:
        series.append(
            {"name": str(both("Có thể đạt khi đủ số liệu", "Possible once known")), "values": shares(result, "high")}
        )
    if after is not None:
        series.append({"name": str(both("Sau nâng cấp", "After the upgrade")), "values": shares(after, "low")})
    axes = [{"code": code, "name": score.criterion.name.text(language())} for code, score in result.scores.items()]
    return {"axes": axes, "series": series}


def curve(steps: list[ResultUpgrade]) -> list[dict[str, Any]]:
    """Return the marginal curve: tonnes of CO2e saved so far, and what the next kilogram costs (VND)."""
    shown = [step for step in steps if step.net_vnd_kg is not None]
    so_far = itertools.accumulate((step.saved_co2_kg or 0.0) / KG_PER_T for step in shown)
    return [
        {
            "name": half(step.measure.name),
            "so_far_t": total,
            "saved_t": (step.saved_co2_kg or 0.0) / KG_PER_T,
            "net_vnd_kg": step.net_vnd_kg,
        }
        for step, total in zip(shown, so_far, strict=True)
    ]


@require_safe
def form(request: HttpRequest, code: str) -> FileResponse:
    """Send the survey form of an establishment; with its answers only to those who may see them."""
    from banme.studies.assessment.form import write_form  # noqa: PLC0415  (loads slowly)
    from banme.studies.assessment.technology import may_see  # noqa: PLC0415

    place = find(code)
    if not may_see(place, audience()):
        raise Http404(code)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() else dt.datetime.now(tz=dt.UTC).year
    return sent(f"phieu-{code}-{year}", ".xlsx", lambda path: write_form(code, path, year))


@require_POST
def read(request: HttpRequest, code: str) -> HttpResponse:
    """Take a filled-in form; every fault is shown, and nothing is kept then."""
    from banme.studies.assessment.form import read_form  # noqa: PLC0415  (loads slowly)

    find(code)
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > MAX_UPLOAD_BYTES:
        messages.error(request, str(both("Chọn phiếu .xlsx đã điền (dưới 100 MB).", "Choose a filled-in .xlsx form.")))
        return redirect("assessment_establishment", code)
    folder = Path(tempfile.mkdtemp(prefix="banme-form-"))
    try:
        path = folder / "form.xlsx"
        with path.open("wb") as stream:
            for chunk in file.chunks():
                stream.write(chunk)
        done = read_form(path, request.POST.get("reason", ""))
    except InputError as error:
        for problem in error.problems:
            messages.error(request, problem.text(language()))
        return redirect("assessment_establishment", code)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    left = len(done.open_questions)
    messages.success(
        request,
        str(both(f"Đã nạp phiếu; {left} câu còn trống.", f"The form was read; {left} questions are open.")),
    )
    return redirect("assessment_establishment", done.survey.establishment_id)
