"""Official papers of the plans and Councils: written on demand, as DOCX, PDF, HTML or XLSX."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from banme.errors import BanMeError
from banme.web.law import asking
from banme.web.registers.transfer import sent
from banme.workspace.models import Agency, Council, Plan, Task
from banme.workspace.text import both

NAMES = {
    "plan": both("Kế hoạch", "Plan"),
    "progress": both("Báo cáo tiến độ", "Progress report"),
    "submission": both("Tờ trình", "Submission"),
    "public": both("Trang công khai", "Public page"),
    "workbook": both("Bảng tính", "Workbook"),
}


@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """List what can be written of the plans that have tasks, as of a day and for an agency."""
    day = asking.day(request, "day") or asking.today()
    context = {
        "tab": "papers",
        "day": day,
        "agency": request.GET.get("agency", ""),
        "agencies": Agency.objects.filter(valid_from__lte=day).exclude(valid_to__lt=day),
        "plans": Plan.objects.filter(code__in=Task.objects.values("plan_id")).select_related("issuer"),
        "kinds": [(kind, NAMES[kind], endings) for kind, endings in _endings().items() if kind in NAMES],
        "councils": Council.objects.filter(ended_at__isnull=False),
    }
    return render(request, "web/law/papers.html", context)


@require_safe
def paper(request: HttpRequest, kind: str, code: str, form: str) -> FileResponse | HttpResponse:
    """Write a paper and send it."""
    from banme.reports.official import writing  # noqa: PLC0415  (loads slowly)

    if f".{form}" not in _endings().get(kind, ()):
        raise Http404(form)
    day = asking.day(request, "day") or asking.today()
    agency = request.GET.get("agency", "").strip() or None
    try:
        return sent(f"{kind}-{code}", f".{form}", lambda path: writing.write(kind, code, path, day, agency))
    except BanMeError as error:
        asking.tell(request, error)
        return redirect("law_papers")


def _endings() -> dict[str, tuple[str, ...]]:
    from banme.reports.official import writing  # noqa: PLC0415  (loads slowly)

    return writing.ENDINGS
